/**
 * The least interruption beyond provisioning that any order of calls could have, from the stated figures alone.
 *
 * What a move adds lies before the modify, beside EC2's provisioning, and after it:
 *
 *     bound = before + max(0, beside − provisioning − ike, after − ike)
 *
 * because the tunnels come up `ike` after EC2 has provisioned, and both count as provisioning. With n static routes:
 *
 * | direction        | before                   | beside                           | after                     |
 * |------------------|--------------------------|----------------------------------|---------------------------|
 * | vgw-to-tgw       | calls(n) + settle + see  | calls(n)                         | see + calls(n) + settle   |
 * | tgw-to-tgw       | calls(n) + call          | calls(2n)                        | see + calls(n) + settle   |
 * | tgw-to-vgw       | calls(n) + call          | calls(n)                         | see + calls(n) + settle   |
 * | vgw-to-vgw       | 0                        | 2 · (exchange + see) + calls(n)  | 0                         |
 * | customer-gateway | 0                        | 0                                | 0                         |
 *
 * - `calls(n)`: the last of n calls of one action begins no sooner than the action's bucket and the cap on parallel calls allow.
 * - Before: the interruption begins when the first route is deleted, because the gateway forgets its network at once. The
 *   connection's static routes stay `deleting` for `settle`, and the modify must not be called before they are seen gone:
 *   whether EC2 refuses it then, or takes it and drops the routes, is not known. A transit gateway's are gone with the answer
 *   to the last delete, which takes a `call`; they cannot be left for later, because once the attachment is gone they are
 *   blackholes that nobody can tell from a person's own. Between virtual private gateways EC2 keeps the static routes (one
 *   of the unknowns, here at its default).
 * - `see`: nothing is called before a describe has shown that it may be. See {@link seeingMs} for the poll in it.
 * - The modify is counted from its arrival and provisioning from there to the first tunnel UP, so neither adds anything.
 * - Beside: the VPC tables. Both lead to the old transit gateway by static routes, so twice n are replaced; elsewhere one of
 *   them propagates, and its n calls are of another action. Before there is anything to lead to, one virtual private
 *   gateway is detached and the other one attached, each seen.
 * - After: no route can be made before the attachment, or the connection, is available, and that has to be seen; the last
 *   route forwards nothing before it has settled. An association settles beside it, in the same time.
 *
 * What is left out only makes the bound lower: the record costs no time, and actions do not share the parallel calls.
 */
import { Figures } from './figures';

/** Only the customer gateway changes in the last one. */
export const DIRECTIONS = ['vgw-to-tgw', 'tgw-to-vgw', 'tgw-to-tgw', 'vgw-to-vgw', 'customer-gateway'] as const;
export type Direction = (typeof DIRECTIONS)[number];

export interface Bound {
  /** No sequence of calls that knows every duration in advance is better than this on average over the lag of describes. */
  readonly boundSeconds: number;
  /** No single run is better than this, however lucky: every describe shows the present, every look comes at the instant. */
  readonly luckiestSeconds: number;
}

export function boundOf(direction: Direction, routes: number, figures: Figures): Bound {
  const overhead = (seeMs: number) => {
    const { before, beside, after } = shares(direction, routes, figures, seeMs);
    return (before + Math.max(0, beside - figures.provisioningMs - figures.ikeMs, after - figures.ikeMs)) / 1000;
  };
  return { boundSeconds: overhead(seeingMs(figures)), luckiestSeconds: overhead(figures.apiCallMs) };
}

/**
 * The changes that the move cannot do without: each route removed or added in each place, and the modify. That an
 * attachment is associated or a gateway swapped is no route, and counts among the others.
 */
export function changesOf(direction: Direction, routes: number): number {
  switch (direction) {
    // The connection or the old gateway's table, the new one, and two VPC tables.
    case 'vgw-to-tgw':
    case 'tgw-to-vgw':
    case 'tgw-to-tgw':
      return 4 * routes + 1;
    // Only the VPC table with static routes: the other one propagates from the new gateway by itself.
    case 'vgw-to-vgw':
      return routes + 1;
    case 'customer-gateway':
      return 1;
  }
}

interface Shares {
  readonly before: number;
  readonly beside: number;
  readonly after: number;
}

function shares(direction: Direction, routes: number, figures: Figures, see: number): Shares {
  const { settleMs: settle, apiCallMs: call, vpnGatewayAttachmentMs: exchange } = figures;
  const calls = callsMs(routes, figures);
  const after = see + calls + settle;
  switch (direction) {
    case 'vgw-to-tgw': return { before: calls + settle + see, beside: calls, after };
    case 'tgw-to-tgw': return { before: calls + call, beside: callsMs(2 * routes, figures), after };
    case 'tgw-to-vgw': return { before: calls + call, beside: calls, after };
    case 'vgw-to-vgw': return { before: 0, beside: 2 * (exchange + see) + calls, after: 0 };
    case 'customer-gateway': return { before: 0, beside: 0, after: 0 };
  }
}

/** From the first to the last of so many calls of one action. */
function callsMs(calls: number, { mutatingBucket, parallelCalls, apiCallMs }: Figures): number {
  const untilAdmitted = (calls - mutatingBucket.capacity) / mutatingBucket.refillPerSecond * 1000;
  const untilOneIsFree = Math.floor((calls - 1) / parallelCalls) * apiCallMs;
  return Math.max(0, untilAdmitted, untilOneIsFree);
}

/**
 * From an event until the answer that shows it, on average and at best.
 *
 * A look asks once. One that arrives x after the event shows it when its lag is below x: with probability x/lag, the lag
 * being anything up to `lag` alike. If not, the next look comes one poll later. The mean, x + (1 − x/lag)·poll, falls until x = lag as long
 * as a poll is at least a lag, and rises from there: nothing beats to wait for the longest lag and to look once. Where
 * that does not hold, a look at the instant of the event is assumed to be lucky. Then comes the answer's way back.
 */
function seeingMs({ describeLagMsMax, pollMs, apiCallMs }: Figures): number {
  return (pollMs >= describeLagMsMax ? describeLagMsMax : 0) + apiCallMs;
}
