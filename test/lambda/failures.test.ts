/**
 * What a failed call of AWS means to the workflow: by the code, and by whether an answer came and whose fault it names. A code that is
 * in no row is refused for good, and so is one that nobody has heard of.
 */
import { codeOf, failureOf, httpStatusOf } from '../../lambda/vpn-target-migration/ec2/failures';
import { RetryableFailure, TerminalFailure } from '../../lambda/vpn-target-migration/ports';

/** `retryable`: refused, so it took no effect. `uncertain`: it may have taken effect all the same. */
type Meaning = 'retryable' | 'throttled' | 'uncertain' | 'terminal';

/** As the SDK throws it: without a status where no answer came. */
function thrown(code: string, status?: number): Error {
  return Object.assign(new Error(`${code} it is.`), { name: code, $metadata: status === undefined ? {} : { httpStatusCode: status } });
}

function meaningOf(failure: RetryableFailure | TerminalFailure): Meaning {
  if (failure instanceof TerminalFailure) return 'terminal';
  if (failure.throttled) return failure.effectUnknown ? 'uncertain' : 'throttled';
  return failure.effectUnknown ? 'uncertain' : 'retryable';
}

/** What an answer of the kind 400 means. */
const REFUSALS: readonly [Meaning, readonly string[]][] = [
  ['throttled', ['RequestLimitExceeded', 'Throttling', 'ThrottlingException']],
  // Objects on their way from one state to another.
  ['retryable', [
    'IncorrectState', 'InvalidState', 'InvalidVpnConnection.InvalidState', 'InvalidVpnGatewayState', 'InvalidCustomerGatewayState',
    'Gateway.NotAttached', 'DependencyViolation',
  ]],
  // Objects that do not show yet.
  ['retryable', ['InvalidTransitGatewayAttachmentID.NotFound', 'InvalidTransitGatewayID.NotFound']],
  // EC2's own faults, whatever status they come with.
  ['retryable', ['Unavailable', 'ServiceUnavailable', 'InternalError', 'InternalFailure', 'ServerInternal', 'RetryableError']],
  ['terminal', [
    'UnauthorizedOperation', 'AccessDenied', 'AuthFailure', 'InvalidVpnConnectionID.NotFound', 'InvalidVpnGatewayID.NotFound',
    'InvalidRouteTableID.NotFound', 'InvalidRoute.NotFound', 'InvalidParameterValue', 'InvalidParameterCombination', 'RouteAlreadyExists',
    'RouteLimitExceeded', 'TransitGatewayRouteTableRouteLimitExceeded', 'Resource.AlreadyAssociated', 'NobodyHasHeardOfThis',
  ]],
];

const rows = REFUSALS.flatMap(([meaning, codes]) => codes.map((code): [string, Meaning] => [code, meaning]));

test.each(rows)('%s, answered as the caller\'s fault, is %s', (code, meaning) => {
  expect(meaningOf(failureOf('deleting a route', thrown(code, 400)))).toBe(meaning);
});

/** One request too many was never looked at; whatever else the service was at fault with, or said nothing about, may have been done. */
test.each(rows)('%s without an answer, or as the service\'s fault, is never taken as without effect', (code, meaning) => {
  const expected = meaning === 'throttled' ? 'throttled' : 'uncertain';
  expect([undefined, 500, 502, 503, 504].map((status) => meaningOf(failureOf('deleting a route', thrown(code, status)))))
    .toEqual(Array(5).fill(expected));
});

test.each(['TimeoutError', 'ECONNRESET', 'AbortError', 'Error'])('%s, of which no answer came, may have taken effect', (code) => {
  expect(meaningOf(failureOf('deleting a route', thrown(code)))).toBe('uncertain');
});

test.each<[unknown, string]>([
  ['a string', 'UnknownError: a string'],
  [undefined, 'UnknownError: undefined'],
  [{ code: 1 }, 'UnknownError: [object Object]'],
])('what is no error is one without an answer: %j', (error, words) => {
  const failure = failureOf('deleting a route', error);
  expect([meaningOf(failure), failure.message]).toEqual(['uncertain', `deleting a route: ${words}`]);
});

test('says what was being done, the code and EC2\'s words without their full stop', () => {
  expect(failureOf('deleting static route 10.1.0.0/16', thrown('IncorrectState', 400)).message)
    .toBe('deleting static route 10.1.0.0/16: IncorrectState: IncorrectState it is');
});

test('of long words the beginning only, lest a whole answer be kept', () => {
  const { message } = failureOf('deleting', Object.assign(new Error('x'.repeat(1000)), { name: 'Code', $metadata: { httpStatusCode: 400 } }));
  expect(message).toBe(`deleting: Code: ${'x'.repeat(400)}`);
});

test('code and status are told apart from each other', () => {
  expect([codeOf(thrown('IncorrectState', 400)), codeOf('IncorrectState'), codeOf(undefined)]).toEqual(['IncorrectState', 'UnknownError', 'UnknownError']);
  expect([httpStatusOf(thrown('Code', 503)), httpStatusOf(thrown('Code')), httpStatusOf(new Error('x')), httpStatusOf(undefined)])
    .toEqual([503, undefined, undefined, undefined]);
});
