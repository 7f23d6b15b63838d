/** Roles and policies: whoever enforces them hears of every change, under one access key for each role. */
import { driver } from './provider-app';

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

test('a permissions boundary, which would have to be enforced too, is refused', async () => {
  await expect(world().deploy({ Role: role({ PermissionsBoundary: BASIC }) })).rejects.toThrow('property PermissionsBoundary of AWS::IAM::Role is not supported here');
});
