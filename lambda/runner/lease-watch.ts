/**
 * Whether somebody is at work is told by what the table shows, and by nobody's clock: a lease that was not renewed for its whole length,
 * counted by whoever looks and from when they first saw it, is nobody's. Clocks may be fast or slow, jump, and differ: no instant that
 * another has written is compared with one's own.
 */
import { Clock } from './ports';
import { LEASE_MS } from '../../src/contract/times';
import { Lease, RecordHead } from '../engine/record';

/** The memory of one invocation, or of one command at a terminal. */
export class LeaseWatch {
  /** @param seen since when what is as it is, by its name: of a watch that this one goes on with */
  constructor(
    private readonly clock: Pick<Clock, 'elapsed'>, readonly seen = new Map<string, { readonly state: string; readonly since: number }>(),
  ) {}

  /**
   * Whoever has to be waited for: who holds the lease, or else, to whom it is promised. A promise counts from when the lease is free.
   * @param head as it was read this moment
   */
  another({ vpnConnectionId, lease, promised }: RecordHead, holder: string): Lease | undefined {
    const isAnothers = (each: Lease | undefined, which: string) => each !== undefined && each.holder !== holder
      && !this.hasStood(`${vpnConnectionId} ${which}`, JSON.stringify([each.holder, each.until, each.renewal]));
    if (isAnothers(lease, 'lease')) return lease;
    return isAnothers(promised, 'promised') ? promised : undefined;
  }

  /** Whether something of the table was seen to be as it is for the length of a lease. Looking begins with the first time it is asked. */
  hasStood(what: string, state: string): boolean {
    const now = this.clock.elapsed();
    const before = this.seen.get(what);
    if (before?.state === state) return now - before.since >= LEASE_MS;
    this.seen.set(what, { state, since: now });
    return false;
  }
}

/** What is waited for, to a person. */
export function waitingFor({ holder }: Lease): string {
  return `for ${holder} to give back its lease, which is taken over once it was not renewed for ${LEASE_MS / 1000} s`;
}
