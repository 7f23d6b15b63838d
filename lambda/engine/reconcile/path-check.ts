/**
 * Nobody is told that a move is made, or undone, before the whole path was seen: what a step does not make it does not miss, be it
 * a route that somebody has made in its way, or a table that is associated otherwise by now.
 */
import { Decision, ReconcileContext } from './context';
import { deadlineOf, endOperation } from './decision';
import { isOnSide } from './move';
import { conflict, merge } from './proposal';
import { verificationEndsAt } from './verification';
import { gatewayOf } from '../../../src/contract/declaration';
import { sameGateway } from '../../../src/contract/gateway';
import { DESCRIBE_SETTLES_MS } from '../../../src/contract/times';
import { describeBreak, keyOfBreak, pathBreaks } from '../path';
import { pathsOf } from '../plan';

/** How an operation is to be closed, if every route is there. */
export type CloseDecision = Extract<Decision, { readonly kind: 'close' }>;

/** @returns what is not there, or nothing where the connection does not stand where the operation has brought it */
export function brokenPaths(
  { observed, head, plan, desired }: Pick<ReconcileContext, 'observed' | 'head' | 'plan' | 'desired'>,
): string[] | undefined {
  const side = head.intent === 'forward' ? 'to' : 'from';
  const { connection, connections = [] } = observed;
  const stands = plan.replacement !== undefined ? connections.length > 0 : connection?.state === 'available' && isOnSide(connection, plan[side]);
  if (!stands) return undefined;
  const asBefore = side === 'from' || sameGateway(gatewayOf(desired.from), gatewayOf(desired.to));
  const before = asBefore ? plan.paths?.brokenBefore ?? [] : [];
  return pathBreaks(observed, plan[side], pathsOf(plan, desired, side))
    .filter((each) => !before.includes(keyOfBreak(each))).map(describeBreak);
}

/** @param brokenSince when this invocation first saw that something is not there: a describe may lag behind */
export function afterPathCheck(
  context: ReconcileContext, ending: CloseDecision, broken: readonly string[] | undefined, brokenSince: number,
): Decision {
  if (broken === undefined) return { kind: 'wait', reason: 'to see where the VPN connection stands' };
  if (broken.length === 0) return ending;
  if (context.now - brokenSince < DESCRIBE_SETTLES_MS) return { kind: 'wait', reason: `to see whether it stays so: ${broken[0]}` };
  return endOperation(context, { ...merge(...broken.map(conflict)), tookEffect: true }, `not every route of the path is there: ${broken[0]}`);
}

/** What had arrived nobody may take back over a look that fails; what was to be as before is not said to be so. */
export function withoutPathCheck(context: ReconcileContext, ending: CloseDecision, reason: string): Decision {
  const { head, desired, now } = context;
  const wait: Decision = { kind: 'wait', reason };
  if (ending.status === 'completed') {
    if (head.arrangedAt === undefined) return { kind: 'configured' };
    if (now < verificationEndsAt(head.arrangedAt, desired.verification)) return wait;
    return { ...ending, unverified: ending.unverified ?? `whether every route of the path is there could not be seen: ${reason}` };
  }
  if (now < deadlineOf(context)) return wait;
  return {
    kind: 'close', status: 'held', cause: `the back deadline passed, and whether all is as before could not be seen: ${reason}`,
    missing: ['to see whether every route of the path is there'],
  };
}
