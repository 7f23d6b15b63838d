/**
 * The least interruption beyond provisioning that any order of calls could have, from the stated figures alone.
 *
 * With n static routes, moving from a virtual private gateway to a transit gateway:
 *
 *     bound = calls(n) + settle + see + max(0, see + calls(n) + settle − ike)
 *
 * - `calls(n)`: the interruption begins when the first route is deleted, because the gateway forgets its network at once;
 *   the last of n calls of one action begins no sooner than the action's bucket and the cap on parallel calls allow.
 * - `settle`: the last route stays `deleting` for so long, and the modify must not be called before: whether EC2 refuses
 *   it then, or takes it and drops the routes, is not known.
 * - `see`: nothing is called before a describe has shown that it may be. See {@link seeingMs} for the poll in it.
 * - The modify is counted from its arrival and provisioning from there to the first tunnel UP, so neither adds anything.
 * - `see` again: no route can be made before the attachment is available, and that has to be seen too.
 * - `calls(n)` again: the routes on the transit gateway are calls of one action, with a bucket of its own.
 * - `settle` again: the last of them forwards nothing before. The association settles beside it, in the same time.
 * - `− ike`: that all happens while the device brings its tunnels up, which counts as provisioning; only what takes longer
 *   is overhead.
 *
 * What is left out only makes the bound lower: VPC routes fit into provisioning, the record costs no time, and the
 * association shares the parallel calls.
 */
import { Figures } from './figures';

export interface Bound {
  /** No sequence of calls that knows every duration in advance is better than this on average over the lag of describes. */
  readonly boundSeconds: number;
  /** No single run is better than this, however lucky: every describe shows the present, every look comes at the instant. */
  readonly luckiestSeconds: number;
}

export function boundOf(routes: number, figures: Figures): Bound {
  const overhead = (seeMs: number) => {
    const { settleMs, ikeMs } = figures;
    const beforeModify = routes === 0 ? 0 : callsMs(routes, figures) + settleMs + seeMs;
    const afterProvisioning = seeMs + callsMs(routes, figures) + settleMs;
    return (beforeModify + Math.max(0, afterProvisioning - ikeMs)) / 1000;
  };
  return { boundSeconds: overhead(seeingMs(figures)), luckiestSeconds: overhead(figures.apiCallMs) };
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
