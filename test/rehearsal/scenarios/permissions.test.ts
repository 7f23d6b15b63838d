/** What of a template are the roles of the function and of its moves, and the same template with an action less. */
import { functionIdsOf, grantedActions, withoutAction } from '../../../tools/rehearsal/scenarios/permissions';

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

test('what several roles have in common counts, and a managed policy of somebody else does not', () => {
  const managed = (action: string) => ({ Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: { Version: '2012-10-17', Statement: [allow(action)] } } });
  const MovesRole = { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] }, ManagedPolicyArns: [{ Ref: 'Shared' }, 'arn:aws:iam::aws:policy/Some'] } };
  const Resources = { ...TEMPLATE.Resources, MovesRole, Shared: managed('ec2:DescribeSubnets'), Other: managed('ec2:DescribeImages') };

  expect(grantedActions({ Resources })).toEqual([...grantedActions(TEMPLATE), 'ec2:DescribeSubnets'].sort());
  expect(grantedActions(withoutAction({ Resources }, 'ec2:DescribeSubnets'))).toEqual(grantedActions(TEMPLATE));
});

describe('the role of a move, by which the function acts', () => {
  const document = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
  const role = (trust: object, ...statements: object[]) => ({
    Type: 'AWS::IAM::Role',
    Properties: { AssumeRolePolicyDocument: document(trust), Policies: [{ PolicyName: 'Move', PolicyDocument: document(...statements) }] },
  });
  const byFunction = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: { 'Fn::GetAtt': ['MovesRole', 'Arn'] } } };
  const byLambda = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } };
  const template = {
    Resources: {
      ...TEMPLATE.Resources,
      MovesRole: role(byLambda, allow('logs:PutLogEvents')),
      MoveRole: role(byFunction, allow(['ec2:DeleteRoute', 'ec2:DescribeVpcs'])),
      OtherRole: role(byLambda, allow('ec2:DescribeVpcs')),
      Migration: { Type: 'Custom::VpnTargetMigration', Properties: { RoleArn: { 'Fn::GetAtt': ['MoveRole', 'Arn'] } } },
    },
  };

  test('counts with who may assume it, and with nobody else\'s', () => {
    expect(grantedActions(template)).toEqual([
      'dynamodb:GetItem', 'dynamodb:PutItem', 'ec2:CreateRoute', 'ec2:DeleteRoute', 'ec2:DescribeVpcs', 'logs:PutLogEvents', 'sts:AssumeRole',
    ]);
  });

  test('loses an action, and what lets it be assumed', () => {
    const { Resources } = withoutAction(template, 'ec2:DescribeVpcs');
    expect(Resources.MoveRole.Properties).toMatchObject({ Policies: [{ PolicyDocument: document({ Action: ['ec2:DeleteRoute'] }) }] });
    expect(Resources.OtherRole).toEqual(template.Resources.OtherRole);

    const unassumed = withoutAction(template, 'sts:AssumeRole').Resources;
    expect(unassumed.MoveRole.Properties).toMatchObject({ AssumeRolePolicyDocument: { Statement: [] } });
    expect(unassumed.MovesRole.Properties).toMatchObject({ AssumeRolePolicyDocument: document(byLambda) });
  });
});
