/**
 * How fast the changes of a move may be called: EC2's request buckets as a client sees them, one per action.
 *
 * EC2 throttles each account and Region by one token bucket per action, and everybody in the account draws from it, so
 * what is left in one can only be guessed. A guess that was too high shows in a refusal: then half the rate is tried, and
 * the full one again bit by bit.
 *
 * @see https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html
 */
import { RATE_RECOVERY_MS } from '../../src/contract/times';

/** What is believed of each action's bucket; an action that was not called yet has none. */
export type RateLimits = ReadonlyMap<string, Bucket>;

interface Bucket {
  readonly tokens: number;
  readonly perSecond: number;
  /** When it held so many tokens, in milliseconds. */
  readonly at: number;
  /** When it was last found empty. */
  readonly slowedAt?: number;
}

export const FULL_RATE_LIMITS: RateLimits = new Map();

/** Actions that change something: 50 at once and 5 a second [aws-vpn-behaviour.md 2.2, L]. */
const CAPACITY = 50;
const PER_SECOND = 5;
/** However often EC2 refuses, a move goes on. */
const PER_SECOND_MIN = 0.5;

/** Milliseconds until the bucket of this action is believed to hold a token, 0 when it holds one now. */
export function delayUntilToken(rateLimits: RateLimits, action: string, now: number): number {
  const { tokens, perSecond } = bucketOf(rateLimits, action, now);
  return tokens >= 1 ? 0 : Math.ceil((1 - tokens) / perSecond * 1000);
}

/** The rate limits after one call of this action was sent. */
export function afterCall(rateLimits: RateLimits, action: string, now: number): RateLimits {
  const bucket = bucketOf(rateLimits, action, now);
  return new Map(rateLimits).set(action, { ...bucket, tokens: bucket.tokens - 1 });
}

/**
 * The rate limits after EC2 refused a call for being one too many: the bucket is empty, and fills more slowly than was believed.
 * Calls sent before that was known say nothing new.
 */
export function afterThrottle(rateLimits: RateLimits, action: string, sentAt: number, now: number): RateLimits {
  const bucket = bucketOf(rateLimits, action, now);
  if (bucket.slowedAt !== undefined && sentAt < bucket.slowedAt) return rateLimits;
  const perSecond = Math.max(PER_SECOND_MIN, bucket.perSecond / 2);
  return new Map(rateLimits).set(action, { tokens: Math.min(0, bucket.tokens), perSecond, at: now, slowedAt: now });
}

function bucketOf(rateLimits: RateLimits, action: string, now: number): Bucket {
  const before = rateLimits.get(action);
  if (before === undefined) return { tokens: CAPACITY, perSecond: PER_SECOND, at: now };
  const seconds = Math.max(0, now - before.at) / 1000;
  return {
    ...before,
    tokens: Math.min(CAPACITY, before.tokens + seconds * before.perSecond),
    perSecond: Math.min(PER_SECOND, before.perSecond + seconds * PER_SECOND * 1000 / RATE_RECOVERY_MS),
    at: now,
  };
}
