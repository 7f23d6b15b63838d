/** The rate limits of changes: what a client may believe of EC2's buckets, from the first call to a refusal and back. */
import { afterCall, afterThrottle, delayUntilToken, FULL_RATE_LIMITS, RateLimits } from '../../lambda/engine/rate-limits';

const START = Date.UTC(2026, 10, 20, 2, 0, 0);

/** When each of so many calls of one action may be sent, in milliseconds, each as soon as it may. */
function sentAt(calls: number, rateLimits: RateLimits = FULL_RATE_LIMITS, from = 0): number[] {
  let now = START + from;
  return Array.from({ length: calls }, () => {
    now += delayUntilToken(rateLimits, 'create-vpc-route', now);
    rateLimits = afterCall(rateLimits, 'create-vpc-route', now);
    return now - START;
  });
}

function throttledTimes(times: number, apartMs: number): RateLimits {
  return Array.from({ length: times }, (_, index) => START + index * apartMs)
    .reduce((rateLimits, at) => afterThrottle(rateLimits, 'create-vpc-route', at, at), FULL_RATE_LIMITS);
}

test('fifty calls go at once, then five a second', () => {
  const times = sentAt(60);
  expect(times.slice(0, 50)).toEqual(Array.from({ length: 50 }, () => 0));
  expect(times.slice(50)).toEqual([200, 400, 600, 800, 1000, 1200, 1400, 1600, 1800, 2000]);
});

test('tokens gather while nothing is called, and no more than fifty', () => {
  let rateLimits = FULL_RATE_LIMITS;
  for (let call = 0; call < 50; call += 1) rateLimits = afterCall(rateLimits, 'create-vpc-route', START);
  expect(sentAt(12, rateLimits, 2000).filter((at) => at === 2000)).toHaveLength(10);
  expect(sentAt(60, rateLimits, 3_600_000).filter((at) => at === 3_600_000)).toHaveLength(50);
});

test('each action has a bucket of its own', () => {
  const rateLimits = throttledTimes(1, 0);
  expect(delayUntilToken(rateLimits, 'create-vpc-route', START)).toBeGreaterThan(0);
  expect(delayUntilToken(rateLimits, 'replace-vpc-route', START)).toBe(0);
});

test('a refusal empties the bucket and halves the rate, and the full rate is back after half a minute', () => {
  const rateLimits = throttledTimes(1, 0);
  // At half the rate a token takes 400 ms, less what the rate has recovered by then.
  expect(delayUntilToken(rateLimits, 'create-vpc-route', START)).toBe(400);
  const [first, second] = sentAt(2, rateLimits);
  expect(second - first).toBeGreaterThan(350);
  const recovered = sentAt(60, rateLimits, 30_000);
  expect(recovered[59] - recovered[58]).toBe(200);
});

test('however often EC2 refuses, a call is tried every two seconds', () => {
  expect(delayUntilToken(throttledTimes(20, 100), 'create-vpc-route', START + 1900)).toBe(2000);
});

test('refusals of calls that were sent side by side count once', () => {
  const once = afterThrottle(FULL_RATE_LIMITS, 'create-vpc-route', START, START + 120);
  expect(afterThrottle(once, 'create-vpc-route', START + 5, START + 125)).toBe(once);
  expect(delayUntilToken(afterThrottle(once, 'create-vpc-route', START + 600, START + 720), 'create-vpc-route', START + 720)).toBeGreaterThan(700);
});
