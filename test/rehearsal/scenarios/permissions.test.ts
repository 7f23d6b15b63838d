/** What of a template is the role of the move, and the same template with an action less. */
import { functionIdsOf, grantedActions, withoutAction } from '../../../rehearsal/scenarios/permissions';

const policy = (Roles: object[], ...Statement: object[]) => ({
  Type: 'AWS::IAM::Policy', Properties: { PolicyDocument: { Version: '2012-10-17', Statement }, Roles },
});
const allow = (Action: string | string[]) => ({ Effect: 'Allow', Action, Resource: '*' });
const lambda = (Handler: string, role: string, Variables?: object) => ({
  Type: 'AWS::Lambda::Function',
  Properties: { Handler, Role: { 'Fn::GetAtt': [role, 'Arn'] }, ...Variables === undefined ? {} : { Environment: { Variables } } },
});
const RECORDS = { RECORDS_TABLE: { Ref: 'Table' } };

const TEMPLATE = {
  Resources: {
    Names: lambda('index.onEvent', 'NamesRole', RECORDS),
    Moves: lambda('index.isComplete', 'MovesRole', RECORDS),
    LooksUp: lambda('index.isComplete', 'LooksUpRole'),
    Framework: lambda('framework.isComplete', 'FrameworkRole', {}),
    Read: policy([{ Ref: 'MovesRole' }], allow('ec2:DescribeVpcs'), allow(['dynamodb:GetItem', 'dynamodb:PutItem'])),
    Move: policy([{ Ref: 'MovesRole' }], allow(['ec2:CreateRoute', 'ec2:DescribeVpcs'])),
    LookUp: policy([{ Ref: 'LooksUpRole' }], allow(['ec2:DescribeVpcs', 'ec2:DescribeTransitGatewayAttachments'])),
    Log: policy([{ Ref: 'NamesRole' }], allow('logs:PutLogEvents')),
  },
};

test('the role is that of the function which keeps records and works, and all its policies count', () => {
  expect(functionIdsOf(TEMPLATE)).toEqual(['Moves']);
  expect(grantedActions(TEMPLATE)).toEqual(['dynamodb:GetItem', 'dynamodb:PutItem', 'ec2:CreateRoute', 'ec2:DescribeVpcs']);
});

test('an action is taken out of every policy of the role, and out of nobody else\'s', () => {
  const { Resources } = withoutAction(TEMPLATE, 'ec2:DescribeVpcs');

  expect(grantedActions({ Resources })).toEqual(['dynamodb:GetItem', 'dynamodb:PutItem', 'ec2:CreateRoute']);
  expect(Resources).toMatchObject({
    Read: policy([{ Ref: 'MovesRole' }], allow(['dynamodb:GetItem', 'dynamodb:PutItem'])),
    Move: policy([{ Ref: 'MovesRole' }], allow(['ec2:CreateRoute'])),
  });
  const { Read: _read, Move: _move, ...others } = Resources;
  const { Read: _readBefore, Move: _moveBefore, ...othersBefore } = TEMPLATE.Resources;
  expect(others).toEqual(othersBefore);
});
