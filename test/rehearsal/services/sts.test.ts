/** A function assumes a role: the real SDK against the embedded STS, and against EC2 with what it was given. */
import { DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { VirtualClock } from '../../../tools/rehearsal/clock';
import { Ec2Endpoint } from '../../../tools/rehearsal/embedded-ec2/endpoint';
import { Network } from '../../../tools/rehearsal/embedded-ec2/network';
import { PolicyAuthorizer } from '../../../tools/rehearsal/iam/policy-authorizer';
import { StsEndpoint } from '../../../tools/rehearsal/services/sts';

const ROLE = 'arn:aws:iam::111122223333:role/Move';
const SESSION = { RoleArn: ROLE, RoleSessionName: 'move-vpn-0a' };
const allow = (Action: string, Resource: string) => ({ Statement: { Effect: 'Allow', Action, Resource } });
const HOUR_MS = 3_600_000;

const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map(async (each) => each.close()));
});

async function rehearsal() {
  const clock = new VirtualClock(Date.UTC(2026, 10, 20, 2, 0, 0));
  const authorizer = new PolicyAuthorizer();
  authorizer.register('AKIDFUNCTION', 'function', [allow('sts:AssumeRole', ROLE)]);
  authorizer.register('AKIDSTRANGER', 'stranger', [allow('ec2:DescribeVpcs', '*')]);
  authorizer.register('ASIAMOVE', 'Move', [allow('ec2:DescribeVpcs', '*')]);
  const common = { clock, authorizer, region: 'eu-central-1' };
  const sts = new StsEndpoint({ ...common, sessions: authorizer, accessKeyIdOf: () => 'ASIAMOVE' });
  const ec2 = new Ec2Endpoint({ ...common, network: new Network({ clock }) });
  open.push(sts, ec2);
  const configured = { region: 'eu-central-1', maxAttempts: 1 };
  const [stsUrl, ec2Url] = await Promise.all([sts.listen(), ec2.listen()]);
  const stsAs = (accessKeyId: string) => new STSClient({
    ...configured, endpoint: stsUrl, credentials: { accessKeyId, secretAccessKey: 'secret' },
  });
  const assume = async (accessKeyId: string, session: object = {}) =>
    stsAs(accessKeyId).send(new AssumeRoleCommand({ ...SESSION, ...session }));
  const look = async (credentials: { AccessKeyId?: string; SecretAccessKey?: string }) => new EC2Client({
    ...configured, endpoint: ec2Url, credentials: { accessKeyId: credentials.AccessKeyId!, secretAccessKey: credentials.SecretAccessKey! },
  }).send(new DescribeVpcsCommand({ VpcIds: [] }));
  return { clock, sts, ec2, assume, look };
}

test('who may assume it acts by the role\'s policies, under another key each time, until the session is over', async () => {
  const { clock, ec2, assume, look } = await rehearsal();

  const [first, second] = [await assume('AKIDFUNCTION'), await assume('AKIDFUNCTION')];

  expect(first.AssumedRoleUser?.Arn).toBe('arn:aws:sts::111122223333:assumed-role/Move/move-vpn-0a');
  expect(first.Credentials!.Expiration!.getTime()).toBe(clock.now() + HOUR_MS);
  expect(second.Credentials!.AccessKeyId).not.toBe(first.Credentials!.AccessKeyId);
  await look(first.Credentials!);
  expect(ec2.calls.map(({ principal }) => principal)).toEqual(['Move']);

  await clock.sleep(HOUR_MS);
  await expect(look(first.Credentials!)).rejects.toMatchObject({ name: 'AuthFailure' });
});

test.each<[string, string, object, string]>([
  ['by whom its trust policy does not name', 'AKIDSTRANGER', {}, 'AccessDenied'],
  ['of which the trust policy is another', 'AKIDFUNCTION', { RoleArn: `${ROLE}Other` }, 'AccessDenied'],
  ['under a name with a slash', 'AKIDFUNCTION', { RoleSessionName: 'move/vpn' }, 'ValidationError'],
  ['under a name of 65 characters', 'AKIDFUNCTION', { RoleSessionName: 'n'.repeat(65) }, 'ValidationError'],
  ['for longer than the hour that a role in a role has', 'AKIDFUNCTION', { DurationSeconds: 3601 }, 'ValidationError'],
])('a role is not assumed %s', async (_, accessKeyId, session, name) => {
  const { assume } = await rehearsal();

  await expect(assume(accessKeyId, session)).rejects.toMatchObject({ name });
});

test('what is not evaluated here is a defect of the rehearsal', async () => {
  const { sts, assume } = await rehearsal();

  await expect(assume('AKIDFUNCTION', { ExternalId: 'x1' })).rejects.toMatchObject({ name: 'InternalError' });
  expect(sts.defects.map(({ message }) => message)).toEqual(['AssumeRole of 2011-06-15: the parameter ExternalId is not known here']);
});
