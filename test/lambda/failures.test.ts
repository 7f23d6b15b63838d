/**
 * What a failed call of AWS means to the workflow: by the code, by whether an answer came, whose fault it names, and to which attempt it
 * was. A code that is in no row says nothing, and so does one that nobody has heard of.
 */
import { codeOf, failureOf, httpStatusOf, isLasting } from '../../lambda/aws/ec2/failures';
import { isRefusedToRole } from '../../lambda/aws/error-codes';
import { RetryableFailure, TerminalFailure, UncertainFailure } from '../../lambda/runner/ports';

/**
 * `passing`: refused, so it took no effect, and may be taken later. `lost`: the same, but it may have taken effect. `uncertain`: nobody
 * knows what it says. `final`: somebody has to change something first.
 */
type Meaning = 'passing' | 'throttled' | 'lost' | 'uncertain' | 'final';

/** As the SDK throws it: without a status where no answer came. */
function thrown(code: string, httpStatusCode?: number, attempts?: number): Error {
  return Object.assign(new Error(`${code} it is.`), { name: code, $metadata: { httpStatusCode, attempts } });
}

function meaningOf(failure: RetryableFailure | TerminalFailure): Meaning {
  if (failure instanceof TerminalFailure) return 'final';
  if (failure instanceof UncertainFailure) return 'uncertain';
  if (failure.throttled) return failure.effectUnknown ? 'lost' : 'throttled';
  return failure.effectUnknown ? 'lost' : 'passing';
}

interface Row {
  readonly codes: readonly string[];
  /** Answered as the caller's fault, to the first attempt. */
  readonly first: Meaning;
  /** To the second: the first may have taken effect, and this be about what it did. */
  readonly second: Meaning;
  /** Without an answer, or as the service's own fault. */
  readonly fault: Meaning;
}

const ROWS: readonly Row[] = [
  { codes: ['RequestLimitExceeded', 'Throttling', 'ThrottlingException'], first: 'throttled', second: 'throttled', fault: 'throttled' },
  {
    codes: [
      // Objects on their way from one state to another.
      'IncorrectState', 'InvalidState', 'InvalidVpnConnection.InvalidState', 'InvalidVpnGatewayState', 'InvalidCustomerGatewayState',
      'Gateway.NotAttached', 'DependencyViolation',
      // Objects that do not show yet.
      'InvalidTransitGatewayAttachmentID.NotFound', 'InvalidTransitGatewayID.NotFound',
      // EC2's own faults, whatever status they come with.
      'Unavailable', 'ServiceUnavailable', 'InternalError', 'InternalFailure', 'ServerInternal', 'RetryableError',
    ],
    first: 'passing', second: 'lost', fault: 'lost',
  },
  {
    codes: [
      'UnauthorizedOperation', 'AccessDenied', 'AccessDeniedException', 'AuthFailure', 'InvalidClientTokenId', 'SignatureDoesNotMatch',
      'RequestExpired', 'OptInRequired',
    ],
    // The role may not, whatever was tried before.
    first: 'final', second: 'final', fault: 'lost',
  },
  {
    codes: [
      'OperationNotPermitted', 'UnsupportedOperation', 'MissingParameter', 'UnknownParameter', 'InvalidAction', 'AsnConflict',
      'InvalidOption.Conflict', 'InvalidCidr.InUse', 'InvalidVpnConnection.InvalidType', 'InvalidVpcState', 'InvalidRoute.InvalidState',
      'InvalidCustomerGateway.DuplicateIpAddress',
      // By their kind.
      'InvalidVpnConnectionID.NotFound', 'InvalidVpnGatewayID.NotFound', 'InvalidRouteTableID.NotFound', 'InvalidRoute.NotFound',
      'InvalidVpnConnectionID.Malformed', 'InvalidRoute.Malformed', 'RouteLimitExceeded', 'TransitGatewayRouteTableRouteLimitExceeded',
      'VpnConnectionLimitExceeded', 'ResourceNotFoundException', 'TypeNotFoundException', 'ValidationError', 'ValidationException',
    ],
    first: 'final', second: 'uncertain', fault: 'lost',
  },
  {
    codes: [
      'InvalidParameterValue', 'InvalidParameterCombination', 'RouteAlreadyExists', 'Resource.AlreadyAssociated', 'NobodyHasHeardOfThis',
      // Not of the kinds above, though they sound like them.
      'NotFoundYet', 'LimitExceededSoon', 'Malformed',
    ],
    first: 'uncertain', second: 'uncertain', fault: 'lost',
  },
];

describe.each(ROWS.flatMap(({ codes, ...meanings }) => codes.map((code) => ({ code, ...meanings }))))('$code', ({ code, first, second, fault }) => {
  test.each([400, 403, 412])(`answered with %d it is ${first}, and ${second} at the second attempt`, (status) => {
    const meanings = [undefined, 1, 2, 3].map((attempts) => meaningOf(failureOf('deleting a route', thrown(code, status, attempts))));
    expect(meanings).toEqual([first, first, second, second]);
  });

  test(`without an answer, or as the service's fault, it is ${fault}`, () => {
    const meanings = [undefined, 500, 502, 503, 504].map((status) => meaningOf(failureOf('deleting a route', thrown(code, status))));
    expect(meanings).toEqual(Array(5).fill(fault));
  });

  test('what lasts, and what is said to the role, are told by the code alone', () => {
    expect([isLasting(code), isRefusedToRole(code)]).toEqual([first === 'final', first === 'final' && second === 'final']);
  });
});

test.each(['TimeoutError', 'ECONNRESET', 'AbortError', 'Error'])('%s, of which no answer came, may have taken effect', (code) => {
  expect(meaningOf(failureOf('deleting a route', thrown(code)))).toBe('lost');
});

test.each<[unknown, string]>([
  ['a string', 'UnknownError: a string'],
  [undefined, 'UnknownError: undefined'],
  [{ code: 1 }, 'UnknownError: [object Object]'],
])('what is no error is one without an answer: %j', (error, words) => {
  const failure = failureOf('deleting a route', error);
  expect([meaningOf(failure), failure.message]).toEqual(['lost', `deleting a route: ${words}`]);
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
