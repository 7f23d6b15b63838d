/** Who may do what, by IAM's rules; and that whatever is not understood is an error. */
import { PolicyAuthorizer } from '../../../tools/rehearsal/iam/policy-authorizer';

const VPN = 'arn:aws:ec2:eu-central-1:111122223333:vpn-connection/vpn-1';
const TABLE = 'arn:aws:ec2:eu-central-1:111122223333:transit-gateway-route-table/tgw-rtb-1';
const ATTACHMENT = 'arn:aws:ec2:eu-central-1:111122223333:transit-gateway-attachment/tgw-attach-1';
const CONTEXT = { 'ec2:Region': 'eu-central-1', 'aws:RequestedRegion': 'eu-central-1' };

describe('a statement', () => {
  test.each<[string, object, boolean]>([
    ['the action and the resource', { Action: 'ec2:ModifyVpnConnection', Resource: VPN }, true],
    ['lists of them', { Action: ['ec2:DeleteRoute', 'ec2:ModifyVpnConnection'], Resource: [TABLE, VPN] }, true],
    ['the action in another case', { Action: 'EC2:modifyvpnconnection', Resource: VPN }, true],
    ['the action with wildcards', { Action: 'ec2:Modify*Connectio?', Resource: VPN }, true],
    ['everything', { Action: '*', Resource: '*' }, true],
    ['the resource with wildcards', { Action: 'ec2:*', Resource: 'arn:aws:ec2:*:111122223333:vpn-connection/vpn-?' }, true],
    ['all actions but another', { NotAction: 'ec2:Delete*', Resource: '*' }, true],
    ['all resources but another', { Action: 'ec2:*', NotResource: TABLE }, true],
    ['another action', { Action: 'ec2:ModifyVpnConnectionOptions', Resource: VPN }, false],
    ['the action of another service', { Action: 'ec2messages:ModifyVpnConnection', Resource: VPN }, false],
    ['another resource', { Action: 'ec2:*', Resource: `${VPN}1` }, false],
    ['the resource in another case', { Action: 'ec2:*', Resource: VPN.toUpperCase() }, false],
    ['a wildcard that would have to span two parts', { Action: 'ec2:*', Resource: 'arn:aws:ec2:*:vpn-connection/vpn-1:*' }, false],
    ['all actions but this one', { NotAction: 'ec2:Modify*', Resource: '*' }, false],
    ['all resources but this one', { Action: 'ec2:*', NotResource: [VPN] }, false],
  ])('that allows %s', (_, statement, allowed) => {
    const authorizer = authorizerWith({ Effect: 'Allow', ...statement });

    const denial = authorizer.denial('AKID', 'ec2:ModifyVpnConnection', [VPN], CONTEXT);

    expect(denial).toBe(allowed ? undefined : 'User: mover is not authorized to perform: ec2:ModifyVpnConnection '
      + `on resource: ${VPN} because no identity-based policy allows the ec2:ModifyVpnConnection action`);
  });

  test('that denies wins over any that allows', () => {
    const authorizer = authorizerWith(
      { Effect: 'Allow', Action: '*', Resource: '*' },
      { Effect: 'Deny', Action: 'ec2:Modify*', Resource: VPN },
    );

    expect(authorizer.denial('AKID', 'ec2:ModifyVpnConnection', [VPN], CONTEXT)).toBe('User: mover is not authorized to perform: '
      + `ec2:ModifyVpnConnection on resource: ${VPN} with an explicit deny in an identity-based policy`);
    expect(authorizer.denial('AKID', 'ec2:DeleteVpnConnection', [VPN], CONTEXT)).toBeUndefined();
  });

  test('on an ARN does not allow an action without resource-level permissions', () => {
    const authorizer = authorizerWith({ Effect: 'Allow', Action: 'ec2:DescribeVpnConnections', Resource: VPN });

    expect(authorizer.denial('AKID', 'ec2:DescribeVpnConnections', ['*'], CONTEXT)).toContain('on resource: *');
  });
});

test('all resources of a call must be allowed, by whichever statements', () => {
  const authorizer = authorizerWith({ Effect: 'Allow', Action: 'ec2:CreateTransitGatewayRoute', Resource: TABLE });
  expect(authorizer.denial('AKID', 'ec2:CreateTransitGatewayRoute', [TABLE, ATTACHMENT], CONTEXT)).toContain(`on resource: ${ATTACHMENT}`);

  authorizer.register('AKID', 'mover', [
    document({ Effect: 'Allow', Action: 'ec2:CreateTransitGatewayRoute', Resource: TABLE }),
    document({ Effect: 'Allow', Action: 'ec2:*', Resource: 'arn:aws:ec2:eu-central-1:111122223333:transit-gateway-attachment/*' }),
  ]);
  expect(authorizer.denial('AKID', 'ec2:CreateTransitGatewayRoute', [TABLE, ATTACHMENT], CONTEXT)).toBeUndefined();
});

describe('a condition', () => {
  const region = { 'ec2:Region': 'eu-central-1' };
  test.each<[object, Record<string, string>, boolean]>([
    [{ StringEquals: { 'ec2:Region': 'eu-central-1' } }, region, true],
    [{ StringEquals: { 'EC2:region': ['us-east-1', 'eu-central-1'] } }, region, true],
    [{ StringEquals: { 'ec2:Region': 'EU-central-1' } }, region, false],
    [{ StringEquals: { 'ec2:Region': 'eu-*' } }, region, false],
    [{ StringEquals: { 'ec2:Region': 'eu-central-1' } }, {}, false],
    [{ StringEqualsIgnoreCase: { 'ec2:Region': 'EU-central-1' } }, region, true],
    [{ StringEqualsIfExists: { 'ec2:Region': 'us-east-1' } }, {}, true],
    [{ StringEqualsIfExists: { 'ec2:Region': 'us-east-1' } }, region, false],
    [{ StringNotEquals: { 'ec2:Region': 'us-east-1' } }, region, true],
    [{ StringNotEquals: { 'ec2:Region': ['us-east-1', 'eu-central-1'] } }, region, false],
    [{ StringNotEquals: { 'ec2:Region': 'us-east-1' } }, {}, true],
    [{ StringLike: { 'ec2:Region': 'eu-*' } }, region, true],
    [{ StringLike: { 'ec2:Region': 'us-*' } }, region, false],
    [{ StringNotLike: { 'ec2:Region': 'us-*' } }, region, true],
    [{ ArnLike: { 'ec2:CreateAction': 'arn:aws:ec2:*:*:vpn-connection/*' } }, { 'ec2:CreateAction': VPN }, true],
    [{ ArnEquals: { 'ec2:CreateAction': 'arn:aws:ec2:*:vpn-connection/*' } }, { 'ec2:CreateAction': VPN }, false],
    [{ ArnNotLike: { 'ec2:CreateAction': 'arn:aws:ec2:*:*:vpn-connection/*' } }, { 'ec2:CreateAction': VPN }, false],
    [{ Bool: { 'ec2:CreateAction': true } }, { 'ec2:CreateAction': 'true' }, true],
    [{ Bool: { 'ec2:CreateAction': 'false' } }, { 'ec2:CreateAction': 'true' }, false],
    [{ Null: { 'ec2:CreateAction': 'true' } }, {}, true],
    [{ Null: { 'ec2:CreateAction': true } }, { 'ec2:CreateAction': 'x' }, false],
    [{ Null: { 'ec2:CreateAction': 'false' } }, { 'ec2:CreateAction': 'x' }, true],
    [{ 'ForAnyValue:StringEquals': { 'ec2:Region': 'eu-central-1' } }, region, true],
    [{ 'ForAnyValue:StringEquals': { 'ec2:Region': 'eu-central-1' } }, {}, false],
    [{ 'ForAnyValue:StringNotEquals': { 'ec2:Region': 'eu-central-1' } }, {}, false],
    [{ 'ForAllValues:StringEquals': { 'ec2:Region': 'eu-central-1' } }, {}, true],
    [{ 'ForAllValues:StringEquals': { 'ec2:Region': 'us-east-1' } }, region, false],
    [{ 'ForAllValues:StringEquals': { 'aws:TagKeys': ['Owner', 'Site'] } }, { 'aws:TagKeys': 'Site\u0000Owner' }, true],
    [{ 'ForAllValues:StringEquals': { 'aws:TagKeys': 'Owner' } }, { 'aws:TagKeys': 'Site\u0000Owner' }, false],
    [{ 'ForAnyValue:StringEquals': { 'aws:TagKeys': 'Owner' } }, { 'aws:TagKeys': 'Site\u0000Owner' }, true],
    [{ 'ForAnyValue:StringEquals': { 'aws:TagKeys': 'Owner' } }, { 'aws:TagKeys': 'Site\u0000Other' }, false],
    [{ StringEquals: { 'aws:RequestTag/Owner': 'network' } }, { 'aws:RequestTag/Owner': 'network' }, true],
    [{ StringEquals: { 'ec2:Region': 'eu-central-1', 'ec2:CreateAction': 'x' } }, region, false],
    [{ StringEquals: { 'ec2:Region': 'eu-central-1' }, StringLike: { 'aws:RequestedRegion': 'us-*' } }, CONTEXT, false],
  ])('%j in the context %j: %p', (condition, context, holds) => {
    const authorizer = authorizerWith({ Effect: 'Allow', Action: '*', Resource: '*', Condition: condition });

    expect(authorizer.denial('AKID', 'ec2:ModifyVpnConnection', [VPN], context) === undefined).toBe(holds);
  });

  test('on a key that no endpoint supplies is an error when it would matter, and only then', () => {
    const condition = { StringNotEquals: { 'aws:PrincipalTag/Owner': 'network' } };
    const authorizer = authorizerWith({ Sid: 'Tagged', Effect: 'Deny', Action: 'ec2:Modify*', Resource: '*', Condition: condition });

    expect(() => authorizer.denial('AKID', 'ec2:ModifyVpnConnection', [VPN], CONTEXT))
      .toThrow('the IAM condition key aws:principaltag/owner of statement Tagged is not supplied here');
    expect(authorizer.denial('AKID', 'ec2:DeleteRoute', [TABLE], CONTEXT)).toContain('no identity-based policy allows');
  });
});

describe('a policy that is not understood is refused when it is registered', () => {
  const allow = { Effect: 'Allow', Action: 'ec2:*', Resource: '*' };
  test.each<[unknown, string]>([
    [{ ...document(allow), Version: '2008-10-17' }, 'mover policy 0: version 2008-10-17 is not evaluated here'],
    [{ ...document(allow), Rules: [] }, 'mover policy 0: the element Rules is not evaluated here'],
    [document({ ...allow, Principal: '*' }), 'mover policy 0[0]: the element Principal is not evaluated here'],
    [document(allow, { ...allow, Effect: 'allow' }), 'mover policy 0[1]: Effect must be Allow or Deny'],
    [document({ ...allow, Action: undefined }), 'mover policy 0[0]: exactly one of Action and NotAction is needed'],
    [document({ ...allow, NotResource: '*' }), 'mover policy 0[0]: exactly one of Resource and NotResource is needed'],
    [document({ ...allow, Action: 'ModifyVpnConnection' }), 'mover policy 0[0]: ModifyVpnConnection is no action'],
    [document({ ...allow, Resource: 'vpn-1' }), 'mover policy 0[0]: vpn-1 is neither * nor an ARN of six parts'],
    [document({ ...allow, Resource: { 'Fn::Sub': 'x' } }), 'mover policy 0[0].Resource: a text is needed, not {"Fn::Sub":"x"}'],
    [document({ ...allow, Resource: 'arn:aws:ec2:*:*:vpc/${aws:username}' }),
      'mover policy 0[0]: policy variables are not evaluated here: arn:aws:ec2:*:*:vpc/${aws:username}'],
    [document({ ...allow, Condition: { NumericLessThan: { 'ec2:Region': 1 } } }),
      'the IAM condition operator NumericLessThan is not evaluated here'],
    [document({ ...allow, Condition: { BoolNot: { 'ec2:Region': 1 } } }), 'the IAM condition operator BoolNot is not evaluated here'],
    [document({ ...allow, Condition: 'always' }), 'mover policy 0[0].Condition: an object is needed, not "always"'],
    ['{}', 'mover policy 0: an object is needed, not "{}"'],
  ])('%j', (policy, message) => {
    expect(() => new PolicyAuthorizer().register('AKID', 'mover', [policy])).toThrow(message);
  });
});

describe('access keys', () => {
  test('belong to somebody, who may be an administrator, until they are unregistered', () => {
    const authorizer = new PolicyAuthorizer();
    authorizer.registerAdministrator('AKIDADMIN', 'operator');

    expect(authorizer.nameOf('AKIDADMIN')).toBe('operator');
    expect(authorizer.denial('AKIDADMIN', 'ec2:ModifyVpnConnection', [VPN], CONTEXT)).toBeUndefined();
    authorizer.unregister('AKIDADMIN');
    expect(authorizer.nameOf('AKIDADMIN')).toBeUndefined();
    expect(authorizer.denial('AKIDADMIN', 'ec2:ModifyVpnConnection', [VPN], CONTEXT)).toBe('No identity has the access key AKIDADMIN');
  });

  test('registered again have the new policies only', () => {
    const authorizer = authorizerWith({ Effect: 'Allow', Action: '*', Resource: '*' });
    authorizer.register('AKID', 'mover', []);

    expect(authorizer.denial('AKID', 'ec2:ModifyVpnConnection', [VPN], CONTEXT)).toContain('no identity-based policy allows');
  });
});

test('used and unused permissions are told apart, so that a policy can be seen to be no larger than it must be', () => {
  const authorizer = authorizerWith(
    { Sid: 'Move', Effect: 'Allow', Action: ['ec2:ModifyVpnConnection', 'ec2:*Route'], Resource: '*' },
    { Effect: 'Allow', Action: 'ec2:DescribeVpcs', Resource: '*' },
    { Effect: 'Deny', Action: 'ec2:DeleteVpnConnection', Resource: '*' },
  );
  authorizer.denial('AKID', 'ec2:ModifyVpnConnection', [VPN], CONTEXT);
  authorizer.denial('AKID', 'ec2:ModifyVpnConnection', [VPN], CONTEXT);
  authorizer.denial('AKID', 'ec2:DeleteVpnConnection', [VPN], CONTEXT);

  expect(authorizer.used).toEqual([{ principal: 'mover', statement: 'Move', action: 'ec2:ModifyVpnConnection', resourceArn: VPN }]);
  expect(authorizer.unused()).toEqual([
    { principal: 'mover', statement: 'Move', actionPattern: 'ec2:*Route' },
    { principal: 'mover', statement: 'mover policy 0[1]', actionPattern: 'ec2:DescribeVpcs' },
  ]);
});

function authorizerWith(...statements: object[]): PolicyAuthorizer {
  const authorizer = new PolicyAuthorizer();
  authorizer.register('AKID', 'mover', [document(...statements)]);
  return authorizer;
}

function document(...statements: object[]) {
  return { Version: '2012-10-17', Statement: statements };
}
