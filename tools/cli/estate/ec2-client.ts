/** EC2 as the command asks it: whose credentials, how patiently, and what a person is told when it does not answer. */
import { EC2Client } from '@aws-sdk/client-ec2';
import { Misfit } from './shapes';
import { THROTTLING_CODES } from '../../../lambda/aws/error-codes';
import { isUnread } from '../../../lambda/aws/service-words';
import { REGION } from '../../../src/contract/grammar';
import { quotedValue } from '../../../src/contract/quoted-value';
import { CommandFailure, EXIT } from '../terminal/command-failure';

export interface ClientProps {
  /** The SDK's own choice unless given: environment, then the profile's. */
  readonly region?: string;
  readonly profile?: string;
  /** Told of every call: operation, outcome, attempts, duration. Never of what was sent or answered. */
  readonly debug?: (line: string) => void;
}

/** DescribeVpnConnections is not paged: an answer of thousands of connections, each with its configuration, takes its time. */
const REQUEST_BOUNDS = { connectionTimeout: 5_000, requestTimeout: 120_000, throwOnRequestTimeout: true } as const;
const ATTEMPTS_MAX = 8;

const FORBIDDEN = new Set(['UnauthorizedOperation', 'AccessDenied', 'AccessDeniedException']);
const NO_CREDENTIALS = new Set(['CredentialsProviderError', 'TokenProviderError']);
const BAD_CREDENTIALS = new Set([
  'AuthFailure', 'UnrecognizedClientException', 'InvalidClientTokenId', 'SignatureDoesNotMatch', 'ExpiredToken', 'ExpiredTokenException',
  'RequestExpired', 'Blocked', 'OptInRequired', 'PendingVerification',
]);
const THROTTLED = new Set<string>([...THROTTLING_CODES, 'EC2ThrottledException']);

export function ec2ClientOf({ region, profile, debug }: ClientProps): EC2Client {
  // Whoever runs the bundle cannot exchange the SDK in it: that it will want a newer Node one day is the maintainers' business.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  const client = new EC2Client({
    ...region === undefined ? {} : { region },
    ...profile === undefined ? {} : { profile },
    retryMode: 'adaptive',
    ...process.env.AWS_MAX_ATTEMPTS === undefined ? { maxAttempts: ATTEMPTS_MAX } : {},
    requestHandler: REQUEST_BOUNDS,
  });
  if (debug !== undefined) reportCalls(client, debug);
  return client;
}

/** @throws {CommandFailure} when nothing says which */
export async function regionOf(client: EC2Client): Promise<string> {
  const nextStep = 'Name one by --region, by AWS_REGION, or in the profile.';
  const region = await client.config.region().catch(() => {
    throw new CommandFailure(EXIT.UNREADABLE, 'no region is named', nextStep);
  });
  if (REGION.fits(region)) return region;
  throw new CommandFailure(EXIT.UNREADABLE, `the region is ${quotedValue(region)}, and not ${REGION.allowed}`, nextStep);
}

export function isForbidden(error: unknown): boolean {
  return FORBIDDEN.has(nameOf(error));
}

export function isGone(error: unknown): boolean {
  return nameOf(error).endsWith('.NotFound');
}

/** What a person reads instead of the SDK's error, to which whole answers may be attached: it is not even the cause. */
export function readingFailure(action: string, region: string, error: unknown): CommandFailure {
  if (error instanceof CommandFailure) return error;
  const name = nameOf(error);
  const fails = (message: string, nextStep: string) => new CommandFailure(EXIT.UNREADABLE, message, nextStep);
  if (error instanceof Misfit) {
    return fails(`the answer of ${action} in ${region} does not fit: ${error.message}`,
      'See whether it is EC2 that answers; if it is, report this, or read saved outputs by --from.');
  }
  if (isForbidden(error)) {
    return fails(`${action} is not allowed in ${region}`, `Have ${action} allowed to who asks, or read saved outputs by --from.`);
  }
  if (NO_CREDENTIALS.has(name)) {
    return fails(`there are no credentials for AWS (${wordsOf(error)})`,
      'Name a profile by --profile, set AWS_PROFILE, run `aws sso login`, or read saved outputs by --from.');
  }
  if (BAD_CREDENTIALS.has(name)) {
    return fails(`AWS does not accept the credentials in ${region} (${name})`, 'Renew them, and see whether the account has that region enabled.');
  }
  if (THROTTLED.has(name)) {
    return fails(`EC2 in ${region} goes on refusing ${action} for too many requests (${name})`,
      'Try again when less is going on in the account, or read fewer regions at a time.');
  }
  if (!isOfService(error)) {
    return fails(`${action} has no answer from EC2 in ${region} (${codeOf(error)})`,
      'See whether that region exists and this machine reaches it, or read saved outputs by --from.');
  }
  return fails(`${action} in ${region}: ${name}: ${wordsOf(error)}`, 'Try again; EC2 says what is wrong.');
}

function reportCalls(client: EC2Client, debug: (line: string) => void): void {
  client.middlewareStack.add((next, { commandName = '' }) => async (args) => {
    const operation = commandName.replace(/Command$/, '');
    const [region, began] = [await client.config.region(), Date.now()];
    const tell = (outcome: string, { attempts = 0, requestId = 'none' }: { attempts?: number; requestId?: string }) =>
      debug(`ec2 ${region} ${operation}: ${outcome}, attempts ${attempts}, ${Date.now() - began} ms, request ${requestId}`);
    try {
      const result = await next(args);
      tell('answered', result.output.$metadata);
      return result;
    } catch (error) {
      tell(nameOf(error), (error as { $metadata?: object }).$metadata ?? {});
      throw error;
    }
  }, { step: 'initialize', name: 'tellOfCalls' });
}

function isOfService(error: unknown): boolean {
  return error instanceof Error && '$fault' in error;
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'UnknownError';
}

/**
 * The system's code where there is one, for instance ECONNREFUSED; the SDK may wrap an error and keep its words only. Those of an answer
 * that it could not read quote it.
 */
function codeOf(error: unknown): string {
  if (isUnread(error)) return 'it cannot be read';
  const code = (error as { code?: string } | undefined)?.code;
  return code ?? /\bE[A-Z]{3,}\b/.exec(wordsOf(error))?.[0] ?? nameOf(error);
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message.split('\n')[0].slice(0, 300).replace(/\.$/, '') : 'unknown';
}
