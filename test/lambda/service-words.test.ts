/** What of a failed call gets into a sentence: the service's own words, whatever its client adds to them. */
import { inspect } from 'node:util';
import { DescribeVpnConnectionsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { failureOf } from '../../lambda/aws/ec2/failures';
import { withoutAnswer } from '../../lambda/aws/service-words';
import { asked } from '../../lambda/vpn-connection-resources/ec2/client';

const KEY = 'Planted.PreSharedKey_2026';

const refused = (code: string, message: string) =>
  `<Response><Errors><Error><Code>${code}</Code><Message>${message}</Message></Error></Errors></Response>`;

const answered = (item: string) =>
  `<DescribeVpnConnectionsResponse><vpnConnectionSet><item>${item}</item></vpnConnectionSet></DescribeVpnConnectionsResponse>`;

test.each<[string, Answer, 'TerminalFailure' | 'RetryableFailure', string]>([
  ['a refusal', { status: 400, body: refused('IncorrectState', 'The vpnConnection is modifying.') }, 'RetryableFailure',
    'IncorrectState: The vpnConnection is modifying'],
  ['one of rights, with what only the account\'s administrator can decode',
    { status: 403, body: refused('UnauthorizedOperation', 'You are not authorized to perform this operation. Encoded authorization failure message: 4Xf-aQ') },
    'TerminalFailure', 'UnauthorizedOperation: You are not authorized to perform this operation'],
  ['a long one', { status: 400, body: refused('OperationNotPermitted', 'x'.repeat(1000)) }, 'TerminalFailure', `OperationNotPermitted: ${'x'.repeat(400)}`],
  ['an answer that is cut', { status: 200, body: `<DescribeVpnConnectionsResponse><vpnConnectionSet><item><preSharedKey>${KEY}</preShar` },
    'RetryableFailure', 'Error: its answer cannot be read'],
  ['an answer with tags that do not match', { status: 200, body: answered(`<preSharedKey>${KEY}</preSharedKex>`) },
    'RetryableFailure', 'Error: its answer cannot be read'],
  ['one whose tags a key stands in', { status: 200, body: answered(`<${KEY}></x>`) }, 'RetryableFailure', 'Error: its answer cannot be read'],
  ['one with a date that is none', { status: 200, body: answered(`<vgwTelemetry><item><lastStatusChange>${KEY}</lastStatusChange></item></vgwTelemetry>`) },
    'RetryableFailure', 'TypeError: its answer cannot be read'],
  ['one with an element __proto__', { status: 200, body: answered(`<__proto__>${KEY}</__proto__>`) }, 'RetryableFailure', 'TypeError: its answer cannot be read'],
  ['a page of something in between', { status: 400, body: `<!DOCTYPE html><p>${KEY}` }, 'RetryableFailure', 'Error: its answer cannot be read'],
])('%s', async (_, answer, kind, words) => {
  const error = await errorOf(answer);
  const failure = failureOf('describing VPN connections', error);

  expect([failure.name, failure.message]).toEqual([kind, `describing VPN connections: ${words}`]);
  // Of an answer that is not EC2's, the others say its kind alone.
  const short = words.replace(': its answer cannot be read', '').replace(/(UnauthorizedOperation.*)/, '$1; see that nothing denies the call to the function\'s role');
  await expect(asked('reading the reference', 0, async () => { throw error as Error; })).rejects.toThrow(new Error(`reading the reference: ${short}`));
  // Where nothing else catches it, Lambda logs it whole.
  expect(inspect(withoutAnswer(error))).not.toContain(KEY);
  expect(`${failure.message}`).not.toMatch(new RegExp(`Deserialization|\\$response|${KEY}`));
});

test('a code that is none is not repeated', () => {
  const error = Object.assign(new Error('no'), { name: `\n${KEY}\u001b[2J`, $fault: 'client', $metadata: { httpStatusCode: 400 } });
  expect(failureOf('deleting a route', error)).toMatchObject({ name: 'UncertainFailure', message: 'deleting a route: UnknownError: no' });
});

interface Answer {
  readonly status: number;
  readonly body: string;
}

/** What the SDK makes of an answer. */
async function errorOf({ status, body }: Answer): Promise<unknown> {
  const client = new EC2Client({
    region: 'eu-central-1', maxAttempts: 1, credentials: { accessKeyId: 'AKIASTORY', secretAccessKey: 'none' },
    requestHandler: {
      handle: async () => ({ response: { statusCode: status, headers: {}, body: new TextEncoder().encode(body) } }),
    } as never,
  });
  return client.send(new DescribeVpnConnectionsCommand({})).then((answer) => answer, (error: unknown) => error);
}
