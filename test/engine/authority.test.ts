/** Who may take an open operation from whom: whoever drives it on the left, who asks for what beside it, and what is answered. */
import * as estate from './estate';
import { operatorRequestId, refusalOfOthers, refusalOfSuperseded, refusalOfTaking } from '../../lambda/engine/authority';
import { RecordHead } from '../../lambda/engine/record';

const drivers = { CloudFormation: 'request-1', operator: operatorRequestId('alice', '1') };
const drivenBy = (driver: keyof typeof drivers): RecordHead => ({ ...estate.head, requestId: drivers[driver] });

const ALLOWED = 'allowed';
const OPERATORS = 'leave: operation operation-1 is an operator\'s, who ends it';
const NOT_OVER = 'refuse: operation operation-1 is not over yet; let CUT_OVER complete it first';
const TURNED_AGAIN = 'refuse: operation operation-1 is on its way back, and a request of CloudFormation that wants that would turn it again';
const OPEN = `refuse: operation operation-1 of ${estate.head.owner} is open on ${estate.VPN}; let it end first`;
const AT_WORK = `leave: operation operation-1 of ${estate.head.owner} is at work on the connection`;

type Asked = Parameters<typeof refusalOfTaking> extends [unknown, ...infer Asks] ? Asks : never;

test.each<[keyof typeof drivers, ...Asked, string]>([
  ['CloudFormation', 'move', 'continue', ALLOWED],
  ['CloudFormation', 'move', 'rollBack', ALLOWED],
  ['CloudFormation', 'move', 'remove', ALLOWED],
  ['CloudFormation', 'move', 'finalize', NOT_OVER],
  ['CloudFormation', 'target', 'continue', ALLOWED],
  ['CloudFormation', 'target', 'rollBack', ALLOWED],
  ['CloudFormation', 'target', 'rollForward', ALLOWED],
  ['CloudFormation', 'operator', 'continue', ALLOWED],
  ['CloudFormation', 'operator', 'rollBack', ALLOWED],
  ['CloudFormation', 'operator', 'rollForward', TURNED_AGAIN],
  ['CloudFormation', 'operator', 'hold', ALLOWED],
  ['operator', 'move', 'continue', ALLOWED],
  ['operator', 'move', 'rollBack', OPERATORS],
  ['operator', 'move', 'remove', OPERATORS],
  ['operator', 'move', 'finalize', NOT_OVER],
  ['operator', 'target', 'continue', ALLOWED],
  ['operator', 'target', 'rollBack', ALLOWED],
  ['operator', 'target', 'rollForward', ALLOWED],
  ['operator', 'operator', 'continue', ALLOWED],
  ['operator', 'operator', 'rollBack', ALLOWED],
  ['operator', 'operator', 'rollForward', TURNED_AGAIN],
  ['operator', 'operator', 'hold', ALLOWED],
])('driven by %s: %s asks to %s', (driver, asker, asked, expected) => {
  const failed = refusalOfTaking(drivenBy(driver), asker, asked);
  expect(failed === undefined ? ALLOWED : `${failed.kind}: ${failed.reason}`).toBe(expected);
});

test.each<[keyof typeof drivers]>([['CloudFormation'], ['operator']])('driven by %s: nothing is to be had for another resource', (driver) => {
  const answers = (['deploy', 'return'] as const).map((asked) => refusalOfOthers(drivenBy(driver), asked));
  expect(answers.map(({ kind, reason }) => `${kind}: ${reason}`)).toEqual([OPEN, AT_WORK]);
});

test('what was taken from a request is not given back to it', () => {
  const head = { ...estate.head, supersededRequestIds: ['request-0'] };
  expect(refusalOfSuperseded(head, 'request-0')).toEqual({ kind: 'refuse', reason: `request request-0 was superseded by ${head.requestId}, which has taken over` });
  expect([refusalOfSuperseded(head, head.requestId), refusalOfSuperseded(undefined, 'request-0')]).toEqual([undefined, undefined]);
});
