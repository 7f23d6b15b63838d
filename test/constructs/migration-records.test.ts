/** The table that must outlive everything else. */
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { account, newMigration, newStack, region } from './construct-fixtures';
import { MigrationRecords } from '../../src';

let stack: Stack;

beforeEach(() => {
  stack = newStack();
});

test('is kept whatever happens to the stack, its first deployment failing included', () => {
  new MigrationRecords(stack, 'Records');

  Template.fromStack(stack).hasResource('AWS::DynamoDB::Table', {
    Properties: {
      KeySchema: [{ AttributeName: 'vpnConnectionId', KeyType: 'HASH' }, { AttributeName: 'item', KeyType: 'RANGE' }],
      AttributeDefinitions: [{ AttributeName: 'vpnConnectionId', AttributeType: 'S' }, { AttributeName: 'item', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      DeletionProtectionEnabled: true,
    },
    DeletionPolicy: 'Retain',
    UpdateReplacePolicy: 'Retain',
  });
});

test('knows its name and ARN', () => {
  const records = new MigrationRecords(stack, 'Records');

  const [logicalId] = Object.keys(Template.fromStack(stack).findResources('AWS::DynamoDB::Table'));
  expect(stack.resolve([records.tableName, records.tableArn])).toEqual([{ Ref: logicalId }, { 'Fn::GetAtt': [logicalId, 'Arn'] }]);
});

test('there is one for all moves of a stack that name none', () => {
  const first = newMigration(stack, {}, 'First');

  expect(MigrationRecords._ofStack(stack)).toBe(first.records);
  Template.fromStack(stack).resourceCountIs('AWS::DynamoDB::Table', 1);
});

test('one taken by its name makes no table, and is the one that the functions and the policy name', () => {
  const records = MigrationRecords.fromTableName(stack, 'Records', 'earlier-records');

  newMigration(stack, { records });

  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::DynamoDB::Table', 0);
  template.hasResourceProperties('AWS::Lambda::Function', { Handler: 'index.isComplete', Environment: { Variables: { RECORDS_TABLE: 'earlier-records' } } });
  expect(stack.resolve(records.tableArn)).toEqual({
    'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:dynamodb:${region}:${account}:table/earlier-records`]],
  });
});
