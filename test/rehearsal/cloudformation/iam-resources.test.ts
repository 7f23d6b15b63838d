/** Roles and policies: whoever enforces them hears of every change, under one access key for each role. */
import { driver } from './provider-app';
import { PolicyAuthorizer } from '../../../tools/rehearsal/iam/policy-authorizer';

const BASIC = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
const allow = (Action: string) => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });
const role = (more: object = {}) => ({ Type: 'AWS::IAM::Role', Properties: { RoleName: 'worker', AssumeRolePolicyDocument: {}, ...more } });
const policy = (Action: string, Roles: unknown[] = [{ Ref: 'Role' }]) =>
  ({ Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'own', PolicyDocument: allow(Action), Roles } });

function world() {
  const inForce = new Map<string, string[]>();
  const keys = new Set<string>();
  const { cloudFormation } = driver({
    authorizer: undefined,
    roles: {
      register: (accessKeyId, name, documents) => {
        keys.add(accessKeyId);
        const statements = (documents as ReturnType<typeof allow>[]).flatMap(({ Statement }) => Statement);
        inForce.set(name, statements.map(({ Action }) => String(Action)));
      },
    },
  });
  const deploy = async (Resources: object) => cloudFormation.deploy({ stackName: 'Demo', template: { Resources }, assemblyDirectory: __dirname });
  return { cloudFormation, deploy, inForce, keys };
}

test('a role has its managed, its inline and its attached policies', async () => {
  const { deploy, inForce, keys } = world();

  await deploy({
    Role: role({ ManagedPolicyArns: [BASIC], Policies: [{ PolicyName: 'inline', PolicyDocument: allow('ec2:Inline') }] }),
    Policy: policy('ec2:Attached'),
    Managed: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: allow('ec2:Managed'), Roles: [{ Ref: 'Role' }] } },
  });

  expect([...inForce]).toEqual([['worker', expect.arrayContaining([
    'ec2:Inline', 'ec2:Attached', 'ec2:Managed', 'logs:CreateLogGroup,logs:CreateLogStream,logs:PutLogEvents',
  ])]]);
  expect([...keys]).toEqual([expect.stringMatching(/^ASIA[A-Z2-7]{16}$/)]);
});

test('an updated policy takes the place of the old one, and a removed one is gone', async () => {
  const { deploy, inForce } = world();
  await deploy({ Role: role(), Policy: policy('ec2:Old') });

  await deploy({ Role: role(), Policy: policy('ec2:New') });
  expect(inForce.get('worker')).toEqual(['ec2:New']);

  await deploy({ Role: role() });
  expect(inForce.get('worker')).toEqual([]);
});

test('a policy follows its list of roles, and a role its list of inline policies', async () => {
  const { deploy, inForce } = world();
  const second = { Type: 'AWS::IAM::Role', Properties: { RoleName: 'second', AssumeRolePolicyDocument: {} } };
  await deploy({ Role: role({ Policies: [{ PolicyName: 'inline', PolicyDocument: allow('ec2:Inline') }] }), Second: second, Policy: policy('ec2:Any') });

  await deploy({ Role: role(), Second: second, Policy: policy('ec2:Any', [{ Ref: 'Second' }]) });

  expect([...inForce]).toEqual([['worker', []], ['second', ['ec2:Any']]]);
});

test('a role that is deleted may do nothing any more', async () => {
  const { cloudFormation, deploy, inForce } = world();
  await deploy({ Role: role({ Policies: [{ PolicyName: 'inline', PolicyDocument: allow('ec2:Inline') }] }) });

  await cloudFormation.destroy('Demo');

  expect(inForce.get('worker')).toEqual([]);
});

test('a managed policy that is not known fails the role by its name, and leaves no role behind', async () => {
  const { cloudFormation, deploy } = world();

  const { failures } = await deploy({ Role: role({ ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'] }) });

  expect(failures).toEqual([{ logicalId: 'Role', reason: 'managed policy arn:aws:iam::aws:policy/AdministratorAccess is not known here' }]);
  await cloudFormation.destroy('Demo');
  expect((await deploy({ Role: role() })).status).toBe('CREATE_COMPLETE');
});

test('a role reaches no further than its permissions boundary, from when it has one and as that says', async () => {
  const authorizer = new PolicyAuthorizer();
  const { cloudFormation } = driver({ authorizer, roles: authorizer });
  const keys = jest.spyOn(authorizer, 'register');
  const may = async (Action: string, boundary: object) => {
    const Boundary = { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: allow(Action) } };
    const Role = role({ Policies: [{ PolicyName: 'inline', PolicyDocument: allow('ec2:Delete*') }], ...boundary });
    await cloudFormation.deploy({ stackName: 'Demo', template: { Resources: { Role, Boundary } }, assemblyDirectory: __dirname });
    const [accessKeyId] = keys.mock.lastCall!;
    return ['ec2:DeleteRoute', 'ec2:DeleteVpc', 'ec2:CreateRoute'].map((action) => authorizer.denial(accessKeyId, action, ['*'], {})?.replace(/.* because /, ''));
  };
  const bounded = { PermissionsBoundary: { Ref: 'Boundary' } };
  const beyond = (action: string) => `no permissions boundary allows the ${action} action`;
  const unknown = 'no identity-based policy allows the ec2:CreateRoute action';

  expect(await may('ec2:DeleteRoute', {})).toEqual([undefined, undefined, unknown]);
  expect(await may('ec2:*Route', bounded)).toEqual([undefined, beyond('ec2:DeleteVpc'), unknown]);
  expect(await may('ec2:*Vpc', bounded)).toEqual([beyond('ec2:DeleteRoute'), undefined, beyond('ec2:CreateRoute')]);
  expect(await may('ec2:*Vpc', {})).toEqual([undefined, undefined, unknown]);
});

describe('what is at a quota of IAM is made, and what is one beyond it fails its resource and is rolled back', () => {
  /** A document of that many characters. */
  const sized = (characters: number) => {
    const Resource = '*'.repeat(characters - JSON.stringify({ ...allow('ec2:Any'), Statement: [{ ...allow('ec2:Any').Statement[0], Resource: '' }] }).length);
    return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'ec2:Any', Resource }] };
  };
  const trust = (characters: number) => {
    const trusting = (Service: string) => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service } }] });
    return trusting('s'.repeat(characters - JSON.stringify(trusting('')).length));
  };
  const inline = (characters: number, name = 'inline') => ({ PolicyName: name, PolicyDocument: sized(characters) });
  const attached = (characters: number, PolicyName = 'own') => ({ Type: 'AWS::IAM::Policy', Properties: { ...inline(characters, PolicyName), Roles: [{ Ref: 'Role' }] } });
  const managed = (characters: number, more: object = {}) => ({ Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: sized(characters), ...more } });
  const managedPolicies = (count: number, more: object = {}) =>
    Object.fromEntries(Array.from({ length: count }, (_each, at) => [`Managed${at}`, managed(100, more)]));
  const arns = (count: number) => Array.from({ length: count }, (_each, at) => ({ Ref: `Managed${at}` }));
  const exceeded = (words: string) => `Resource handler returned message: "${words} (Service: Iam, Status Code: 409)" (HandlerErrorCode: ServiceLimitExceeded)`;
  const sizeExceeded = exceeded('Maximum policy size of 10240 bytes exceeded for role worker');
  const tooLong = (what: string, name: string, longest: number) =>
    `Resource handler returned message: "1 validation error detected: Value '${name}' at '${what}' failed to satisfy constraint: `
    + `Member must have length less than or equal to ${longest} (Service: Iam, Status Code: 400)" (HandlerErrorCode: InvalidRequest)`;

  test.each<[string, (over: 0 | 1) => object, string, string]>([
    ['inline policies of a role', (over) => ({ Role: role({ Policies: [inline(5_000, 'a'), inline(5_240 + over, 'b')] }) }), 'Role', sizeExceeded],
    ['a policy beside the inline ones', (over) => ({ Role: role({ Policies: [inline(10_000)] }), Policy: attached(240 + over) }), 'Policy', sizeExceeded],
    ['several policies', (over) => ({ Role: role(), One: attached(10_000, 'one'), Two: { ...attached(240 + over, 'two'), DependsOn: 'One' } }), 'Two', sizeExceeded],
    ['a managed policy', (over) => ({ Managed: managed(6_144 + over) }), 'Managed', exceeded('Cannot exceed quota for PolicySize: 6144')],
    ['managed policies of a role', (over) => ({ ...managedPolicies(10 + over), Role: role({ ManagedPolicyArns: arns(10 + over) }) }),
      'Role', exceeded('Cannot exceed quota for PoliciesPerRole: 10')],
    ['managed policies that name their role', (over) => ({
      ...managedPolicies(10), Role: role({ ManagedPolicyArns: arns(10) }), One: managed(100, over === 1 ? { Roles: [{ Ref: 'Role' }] } : {}),
    }), 'One', exceeded('Cannot exceed quota for PoliciesPerRole: 10')],
    ['a trust policy', (over) => ({ Role: role({ AssumeRolePolicyDocument: trust(2_048 + over) }) }), 'Role', exceeded('Cannot exceed quota for ACLSizePerRole: 2048')],
    ['a role\'s name', (over) => ({ Role: role({ RoleName: 'n'.repeat(64 + over) }) }), 'Role', tooLong('roleName', 'n'.repeat(65), 64)],
    ['an inline policy\'s name', (over) => ({ Role: role(), Policy: attached(100, 'n'.repeat(128 + over)) }), 'Policy', tooLong('policyName', 'n'.repeat(129), 128)],
    ['a managed policy\'s name', (over) => ({ Managed: managed(100, { ManagedPolicyName: 'n'.repeat(128 + over) }) }), 'Managed', tooLong('policyName', 'n'.repeat(129), 128)],
  ])('%s', async (_what, resources, logicalId, reason) => {
    expect((await world().deploy(resources(0))).status).toBe('CREATE_COMPLETE');

    const { deploy, inForce } = world();
    const { status, failures } = await deploy(resources(1));

    expect({ status, failures }).toEqual({ status: 'ROLLBACK_COMPLETE', failures: [{ logicalId, reason }] });
    expect([...inForce.values()].flat()).toEqual([]);
  });

  test('an update beyond a quota goes back to what was in force', async () => {
    const { deploy, inForce } = world();
    await deploy({ Role: role(), Policy: attached(10_000) });

    const { status } = await deploy({ Role: role(), Policy: attached(10_000), More: { ...attached(241, 'more'), DependsOn: 'Policy' } });

    expect(status).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(inForce.get('worker')).toEqual(['ec2:Any']);
    expect((await deploy({ Role: role({ AssumeRolePolicyDocument: trust(2_049) }), Policy: attached(10_000) })).status).toBe('UPDATE_ROLLBACK_COMPLETE');
  });

  test('a policy that takes another\'s place is in force beside it until the clean-up', async () => {
    const { deploy } = world();
    await deploy({ Role: role(), Old: attached(6_000, 'old') });

    const { status, failures } = await deploy({ Role: role(), New: attached(6_000, 'new') });

    expect({ status, failures }).toEqual({ status: 'UPDATE_ROLLBACK_COMPLETE', failures: [{ logicalId: 'New', reason: sizeExceeded }] });
  });
});

describe('a trust policy', () => {
  const trusting = (...arns: unknown[]) => ({
    Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: arns.length === 1 ? arns[0] : arns } }],
  });
  const worker = { 'Fn::GetAtt': ['Role', 'Arn'] };
  const assumed = (document: object) => ({ Type: 'AWS::IAM::Role', Properties: { RoleName: 'assumed', AssumeRolePolicyDocument: document } });

  test('lets the role that it names assume this one, as long as it does', async () => {
    const { deploy, inForce } = world();
    await deploy({ Role: role(), Assumed: assumed(trusting(worker)) });
    expect([...inForce]).toEqual([['worker', ['sts:AssumeRole']], ['assumed', []]]);

    await deploy({ Role: role(), Assumed: assumed({ Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }] }) });
    expect(inForce.get('worker')).toEqual([]);

    await deploy({ Role: role(), Assumed: assumed(trusting(worker)) });
    await deploy({ Role: role() });
    expect(inForce.get('worker')).toEqual([]);
  });

  test.each<[string, object, string]>([
    ['a role that is not there', trusting('arn:aws:iam::111122223333:role/nobody'), 'Invalid principal in policy: "AWS":"arn:aws:iam::111122223333:role/nobody"'],
    ['a whole account', trusting('arn:aws:iam::111122223333:root'), 'a trust policy for arn:aws:iam::111122223333:root is not evaluated here'],
    ['a condition', { Statement: [{ ...trusting(worker).Statement[0], Condition: {} }] }, 'a trust policy with Condition is not evaluated here'],
  ])('with %s fails the role', async (_, document, reason) => {
    const { deploy } = world();

    const { failures } = await deploy({ Role: role(), Assumed: { ...assumed(document), DependsOn: ['Role'] } });
    expect(failures).toEqual([{ logicalId: 'Assumed', reason }]);
  });
});
