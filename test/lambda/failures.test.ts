/**
 * What a failed call of AWS means to the workflow: by the code, by whether an answer came and whose fault it names, and by how often the
 * SDK had asked. Refused for good is only what is known to be; a code that nobody has heard of says nothing.
 */
import { codeOf, failureOf, httpStatusOf } from '../../lambda/vpn-target-migration/ec2/failures';
import { RetryableFailure, TerminalFailure, UncertainFailure } from '../../lambda/vpn-target-migration/ports';

/** `retryable`: refused, without effect. `unanswered`: it may have taken effect all the same. `uncertain`: what it means nobody knows. */
type Meaning = 'retryable' | 'throttled' | 'unanswered' | 'uncertain' | 'terminal';

/** As the SDK throws it: without a status where no answer came. */
function thrown(code: string, status?: number, attempts = 1): Error {
  return Object.assign(new Error(`${code} it is.`), { name: code, $metadata: { attempts, ...status === undefined ? {} : { httpStatusCode: status } } });
}

function meaningOf(failure: RetryableFailure | TerminalFailure): Meaning {
  if (failure instanceof TerminalFailure) return 'terminal';
  if (failure instanceof UncertainFailure) return 'uncertain';
  if (failure.throttled) return failure.effectUnknown ? 'unanswered' : 'throttled';
  return failure.effectUnknown ? 'unanswered' : 'retryable';
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
  // To the role, whatever the call was about.
  ['terminal', ['UnauthorizedOperation', 'AccessDenied', 'AccessDeniedException', 'AuthFailure', 'SignatureDoesNotMatch', 'RequestExpired', 'OptInRequired']],
  // To the call as it is: of what does not exist, of quotas, of what cannot be.
  ['terminal', [
    'InvalidVpnConnectionID.NotFound', 'InvalidVpnGatewayID.NotFound', 'InvalidRouteTableID.NotFound', 'InvalidRoute.NotFound', 'InvalidRoute.Malformed',
    'RouteLimitExceeded', 'TransitGatewayRouteTableRouteLimitExceeded', 'VpnConnectionLimitExceeded', 'AsnConflict', 'InvalidCidr.InUse',
    'UnsupportedOperation', 'OperationNotPermitted', 'MissingParameter', 'InvalidVpnConnection.InvalidType',
  ]],
  // In the words of other services.
  ['terminal', ['ValidationError', 'ValidationException', 'ResourceNotFoundException', 'TypeNotFoundException']],
  // Whatever EC2 may mean by it.
  ['uncertain', ['InvalidParameterValue', 'InvalidParameterCombination', 'RouteAlreadyExists', 'Resource.AlreadyAssociated', 'NobodyHasHeardOfThis']],
];

const RIGHTS = new Set(['UnauthorizedOperation', 'AccessDenied', 'AccessDeniedException', 'AuthFailure', 'SignatureDoesNotMatch', 'RequestExpired', 'OptInRequired']);

const rows = REFUSALS.flatMap(([meaning, codes]) => codes.map((code): [string, Meaning] => [code, meaning]));

test.each(rows)('%s, answered as the caller\'s fault, is %s', (code, meaning) => {
  expect(meaningOf(failureOf('deleting a route', thrown(code, 400)))).toBe(meaning);
});

/** One request too many was never looked at; whatever else the service was at fault with, or said nothing about, may have been done. */
test.each(rows)('%s without an answer, or as the service\'s fault, is never taken as without effect', (code, meaning) => {
  const expected = meaning === 'throttled' ? 'throttled' : 'unanswered';
  expect([undefined, 500, 502, 503, 504].map((status) => meaningOf(failureOf('deleting a route', thrown(code, status)))))
    .toEqual(Array(5).fill(expected));
});

test.each(['TimeoutError', 'ECONNRESET', 'AbortError', 'Error'])('%s, of which no answer came, may have taken effect', (code) => {
  expect(meaningOf(failureOf('deleting a route', thrown(code)))).toBe('unanswered');
});

/** The first attempt may have been carried out, and the second one refused over it. */
test.each(rows)('%s at the SDK\'s second attempt says less than at its first', (code, meaning) => {
  const expected = meaning === 'retryable' ? 'unanswered' : meaning === 'terminal' && !RIGHTS.has(code) ? 'uncertain' : meaning;
  expect(meaningOf(failureOf('deleting a route', thrown(code, 400, 2)))).toBe(expected);
});

test.each<[unknown, string]>([
  ['a string', 'UnknownError: a string'],
  [undefined, 'UnknownError: undefined'],
  [{ code: 1 }, 'UnknownError: [object Object]'],
])('what is no error is one without an answer: %j', (error, words) => {
  const failure = failureOf('deleting a route', error);
  expect([meaningOf(failure), failure.message]).toEqual(['unanswered', `deleting a route: ${words}`]);
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
