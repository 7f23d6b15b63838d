/** The role of a move as the function assumes it, and how long a refusal of rights is doubted: the SDK's own client, without a wire. */
import { DescribeVpcsCommand, EC2Client, CreateRouteCommand } from '@aws-sdk/client-ec2';
import { STSClient } from '@aws-sdk/client-sts';
import { AssumedRole, sessionNameOf } from '../../lambda/aws/services/assumed-role';
import { PermissionRetry } from '../../lambda/aws/services/permission-retry';

const ARN = 'arn:aws:iam::111122223333:role/Move';
const MINUTE = 60_000;

function clockAt(ms: number) {
  const clock = { ms, now: () => clock.ms, sleep: async (milliseconds: number) => void (clock.ms += milliseconds) };
  return clock;
}

function refused(name: string, httpStatusCode = 403): Error {
  return Object.assign(new Error('as said'), { name, $fault: 'client', $metadata: { httpStatusCode } });
}

/** A client whose calls end before anything is sent, as they are told to. */
function answered<C>(client: C, answer: () => unknown): C {
  (client as unknown as STSClient).middlewareStack.add(() => async () => ({ response: {}, output: answer() as never }), { step: 'serialize', priority: 'high' });
  return client;
}

const configured = { region: 'eu-central-1', credentials: { accessKeyId: 'AKID', secretAccessKey: 'secret' } };

describe('the role', () => {
  function role(answer: (asked: number) => unknown) {
    const clock = clockAt(0);
    let asked = 0;
    const sts = answered(new STSClient(configured), () => {
      asked += 1;
      return answer(asked);
    });
    return { clock, role: new AssumedRole(sts, ARN, 'move-vpn-0a', clock), asked: () => asked };
  }
  const given = (clock: { now(): number }, key = 'ASIA') => ({
    Credentials: { AccessKeyId: key, SecretAccessKey: 'secret', SessionToken: 'token', Expiration: new Date(clock.now() + 60 * MINUTE) },
  });

  test('is assumed once, and again when what is left would not last for an invocation', async () => {
    const made = role((count) => given(made.clock, `ASIA${count}`));
    await made.role.assume();
    made.clock.ms = 39 * MINUTE;
    await made.role.assume();
    expect(made.asked()).toBe(1);

    made.clock.ms = 41 * MINUTE;
    await made.role.assume();
    expect([made.asked(), (await made.role.credentials()).accessKeyId]).toEqual([2, 'ASIA2']);
  });

  test('is assumed by a call that needs it, where nothing has lasted', async () => {
    const made = role(() => given(made.clock));
    expect((await made.role.credentials()).accessKeyId).toBe('ASIA');
    made.clock.ms = 61 * MINUTE;
    await made.role.credentials();
    expect(made.asked()).toBe(2);
  });

  test.each<[string, () => unknown, object]>([
    ['refused', () => { throw refused('AccessDenied'); }, {
      name: 'TerminalFailure',
      message: expect.stringMatching(/^assuming role arn:aws:iam::111122223333:role\/Move: AccessDenied: as said\. Its trust policy has to name/),
    }],
    ['refused for load', () => { throw refused('Throttling', 400); }, { name: 'RetryableFailure', throttled: true }],
    ['answered without a key', () => ({ Credentials: { SecretAccessKey: 'secret' } }), {
      name: 'RetryableFailure', message: `assuming role ${ARN}: STS answered without credentials`,
    }],
  ])('%s is the failure of whatever needs it', async (_, answer, failure) => {
    await expect(role(answer).role.credentials()).rejects.toMatchObject(failure);
  });
});

test.each([
  ['move', 'vpn-0a1b2c3d4e5f60718', 'move-vpn-0a1b2c3d4e5f60718'], ['target', 'V', 'target-V'], ['move', 'a/b c', 'move-a-b-c'],
  ['target', 'n'.repeat(255), `target-${'n'.repeat(57)}`],
])('the session of %s %s is %s', (kind, subject, name) => {
  expect(sessionNameOf(kind, subject)).toBe(name);
  expect(name).toMatch(/^[\w+=,.@-]{2,64}$/);
});

describe('a refusal of rights', () => {
  const LOOK = new DescribeVpcsCommand({});
  const route = (DryRun?: boolean) => new CreateRouteCommand({ RouteTableId: 'rtb-1', DryRun });

  async function outcomeOf(command: DescribeVpcsCommand | CreateRouteCommand, code: string, forSeconds: number, receivedSecondsAgo = 0) {
    const clock = clockAt(10 * MINUTE);
    const until = clock.ms + forSeconds * 1000;
    const patience = new PermissionRetry(clock);
    patience.forRequest(clock.ms - receivedSecondsAgo * 1000);
    const client = patience.in(answered(new EC2Client(configured), () => {
      if (clock.ms < until) throw refused(code);
      return {};
    }));
    const ended = await client.send(command as DescribeVpcsCommand).then(() => 'answered', (error: Error) => error.name);
    return [ended, (clock.ms - 10 * MINUTE) / 1000];
  }

  test.each<[string, Parameters<typeof outcomeOf>, [string, number]]>([
    ['is doubted for a minute', [LOOK, 'UnauthorizedOperation', 60], ['answered', 60]],
    ['of a dry run, too', [route(true), 'UnauthorizedOperation', 60], ['answered', 60]],
    ['in other words, too', [LOOK, 'AccessDeniedException', 60], ['answered', 60]],
    ['is believed after two', [LOOK, 'UnauthorizedOperation', 121], ['UnauthorizedOperation', 120]],
    ['is believed two minutes after the request was received', [LOOK, 'UnauthorizedOperation', 60, 90], ['UnauthorizedOperation', 30]],
    ['long after it is believed at once', [LOOK, 'UnauthorizedOperation', 60, 600], ['UnauthorizedOperation', 0]],
    ['of a change is believed at once: traffic may stand still', [route(), 'UnauthorizedOperation', 60], ['UnauthorizedOperation', 0]],
    ['is another thing than a refusal of the call', [LOOK, 'InvalidVpcID.NotFound', 60], ['InvalidVpcID.NotFound', 0]],
  ])('%s', async (_, asked, expected) => {
    expect(await outcomeOf(...asked)).toEqual(expected);
  });
});
