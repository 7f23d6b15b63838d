/**
 * From one side to the other, in either direction: leave the old gateway, modify, arrange everything on the new one.
 *
 * The way back is the same procedure with the sides swapped. What differs: forward can still roll back while nothing took
 * effect, and the way back is more patient, since an earlier invocation's modify may not show yet.
 */
import { finalRefusalOf, modifyMayBePending } from './attempt-log';
import { configureTarget, lanesOf, stayOnSource } from './configure-target';
import { hasSettled, ReconcileContext, SourceAndTarget, sourceAndTargetOf } from './context';
import { isPresent, leaveSource } from './leave-source';
import { awaiting, awaitingStack, failing, isDone, merge, NO_PROPOSAL, Proposal, propose } from './proposal';
import { nameOfGateway, sameGateway } from '../../../src/contract/gateway';
import { DESCRIBE_SETTLES_MS } from '../../../src/contract/times';
import { Action } from '../actions';
import { VpnConnection } from '../observation';
import { natureOf } from '../operation';
import { PlannedSide } from '../plan';

export function proposeMove(context: ReconcileContext): Proposal {
  const { observed: { connection }, head } = context;
  const sides = sourceAndTargetOf(context);
  if (connection === undefined) return { ...failing(`VPN connection ${head.vpnConnectionId} is gone`), tookEffect: true };
  const tookEffect = isOnSide(connection, sides.target);
  if (head.cameBack && isOnSide(connection, sides.source)) return cancelRollback(context);
  switch (connection.state) {
    case 'modifying':
      return whileModifying(context, sides, connection, tookEffect);
    case 'pending':
      return { ...awaiting('for the VPN connection to become available'), tookEffect };
    case 'available':
      if (tookEffect) return onTarget(context, sides);
      if (isOnSide(connection, sides.source)) return onSource(context, sides, connection);
      return { ...failing(`VPN connection ${connection.id} was moved to ${describeLocation(connection)} by somebody else`), tookEffect: true };
    default:
      return { ...failing(`VPN connection ${connection.id} is in state ${connection.state}, which no move can go on from`), tookEffect };
  }
}

export function isOnSide(connection: VpnConnection, side: PlannedSide): boolean {
  return sameGateway(connection.gateway, side.gateway) && connection.customerGatewayId === side.customerGatewayId;
}

export function isOwnModify({ attempts, head }: ReconcileContext, atTarget: boolean): boolean {
  return attempts.modifyAcceptedAt !== undefined || (head.intent === 'forward' && atTarget);
}

/** Why there is no way back any more, if EC2 refuses its modify for good. */
export function rollbackRefusal({ head, attempts }: ReconcileContext, sides: SourceAndTarget): string | undefined {
  return head.intent === 'back' ? finalRefusalOf(attempts, modifyAction(sides), true) : undefined;
}

/** Only what changes is sent: EC2 takes an empty parameter for a missing one. */
export function modifyAction({ source, target }: SourceAndTarget): Action {
  return {
    do: 'modify-vpn-connection',
    ...sameGateway(source.gateway, target.gateway) ? {} : { to: target.gateway },
    ...source.customerGatewayId === target.customerGatewayId ? {} : { customerGatewayId: target.customerGatewayId },
  };
}

function describeLocation(connection: VpnConnection): string {
  return `${nameOfGateway(connection.gateway)} with customer gateway ${connection.customerGatewayId}`;
}

/** The tunnels are down anyway: whatever the other side takes already is done meanwhile, if it is our modify. */
function whileModifying(context: ReconcileContext, sides: SourceAndTarget, connection: VpnConnection, atTarget: boolean): Proposal {
  if (!isOwnModify(context, atTarget)) {
    const until = context.head.intent === 'back' ? 'for the VPN connection to become available' : 'for the VPN connection to stop modifying';
    return { ...awaiting(until), tookEffect: mayHaveMoved(connection) };
  }
  return duringModify(context, sides, `for VPN connection ${connection.id} to become available on ${nameOfGateway(sides.target.gateway)}`);
}

/** With its static routes gone an earlier invocation's modify is most likely under way: not to be counted as never having been. */
function mayHaveMoved({ staticRoutes }: VpnConnection): boolean {
  return !staticRoutes.some(isPresent);
}

function duringModify(context: ReconcileContext, sides: SourceAndTarget, wait: string): Proposal {
  const lanes = lanesOf(context, sides);
  const rest = merge(awaiting(wait), ...Object.values(lanes));
  const { gatewaySide, ...others } = lanes;
  const isGatewaySideAlone = Object.values(others).every((lane) => isDone(lane) && lane.conflicts.length === 0);
  const look = rest.actions.length === 0 && isGatewaySideAlone ? 'state-only' : 'soon';
  return { ...rest, tookEffect: true, look };
}

function onTarget(context: ReconcileContext, sides: SourceAndTarget): Proposal {
  return { ...merge(configureTarget(context, sides), untilItStays(context)), tookEffect: true };
}

/** A modify that was just called may come to nothing, and one that an earlier invocation called may not show yet. */
function untilItStays(context: ReconcileContext): Proposal {
  if (context.head.intent === 'forward') return mayBePremature(context) ? awaiting('to see that the VPN connection stays there') : NO_PROPOSAL;
  return hasSettled(context) ? NO_PROPOSAL : awaiting('to see that the VPN connection stays where it was');
}

function onSource(context: ReconcileContext, sides: SourceAndTarget, connection: VpnConnection): Proposal {
  const { attempts, now, head, desired } = context;
  const back = head.intent === 'back';
  if (natureOf(desired).modifiedBy === 'CloudFormation') return untilCloudFormationModifies(context, leaveSource(context, sides, connection));
  const wasTaken = attempts.modifyAcceptedAt !== undefined || head.modifyTakenAt !== undefined;
  if (modifyMayBePending(attempts, head.modifyTakenAt !== undefined, now)) {
    if (wasTaken) return duringModify(context, sides, 'for the modify to show');
    return { ...awaiting('to see whether the VPN connection stays where it is'), tookEffect: mayHaveMoved(connection) };
  }
  // The modify was taken, and look after look the connection is where it was: whoever moved it back meant it.
  if (!back && wasTaken) {
    const failure = `EC2 accepted the modify, but VPN connection ${connection.id} came back available on ${nameOfGateway(sides.source.gateway)}`;
    return { ...failing(failure), isBackOnSource: true };
  }
  const refusal = rollbackRefusal(context, sides);
  if (refusal !== undefined) return stayOnSource(context, sides, `${refusal}; the connection stays on ${nameOfGateway(sides.source.gateway)} with its routes there`);
  const modify = modifyAction(sides);
  const leaving = leaveSource(context, sides, connection);
  if (!isDone(leaving) || leaving.failure !== undefined) {
    // Routes on a transit gateway are gone when EC2 has answered so: with the modify right after, traffic stops for the least time.
    const follows = sides.source.gateway.kind === 'transit-gateway' && (!back || hasSettled(context));
    return { ...leaving, ...follows ? { followedBy: modify } : {} };
  }
  if (!isSureOfSource(context)) return awaiting(back ? 'to see where the VPN connection stands' : 'to see whether an earlier modify is under way');
  return { ...propose(modify), look: 'soon' };
}

/** It was given up because the connection had come back, and here it is on the new gateway: to leave it would interrupt for nothing. */
function cancelRollback(context: ReconcileContext): Proposal {
  return hasSettled(context) ? { ...NO_PROPOSAL, isOnTarget: true } : awaiting('to see where the VPN connection stands');
}

/**
 * It calls when what had to go first is gone, in the same deployment. On the way back it may have called already, as nobody knows the
 * order of a rollback: what shows the connection unmoved must not be behind the times.
 */
function untilCloudFormationModifies(context: ReconcileContext, leaving: Proposal): Proposal {
  if (!isDone(leaving) || leaving.failure !== undefined) return leaving;
  if (context.head.intent === 'back' && !hasSettled(context)) return awaiting('to see where the VPN connection stands');
  return { ...awaitingStack('modify the VPN connection'), readyForModify: true };
}

/** After a crash an earlier invocation may have called already, and the describe may be stale: look on for a while first. */
function isSureOfSource(context: ReconcileContext): boolean {
  const { attempts, head } = context;
  const ownRemovals = [...attempts.performed.keys()].some((key) => key.startsWith('delete-static-route') || key.startsWith('delete-transit-gateway-route'));
  const isFirst = head.intent === 'forward' && !attempts.viewHasChanged && (attempts.wroteBackup || ownRemovals);
  return isFirst || hasSettled(context);
}

/** In the first seconds after a modify a describe may show it done that has hardly begun, and may yet come to nothing. */
function mayBePremature({ attempts, head, now, desired }: ReconcileContext): boolean {
  // CloudFormation has seen the end of its modify before it goes on.
  if (natureOf(desired).modifiedBy === 'CloudFormation') return false;
  if (attempts.lastObservedModifyingAt !== undefined) return false;
  const taken = attempts.modifyAcceptedAt ?? head.modifyTakenAt ?? (attempts.wroteBackup ? undefined : attempts.since);
  return taken !== undefined && now - taken < DESCRIBE_SETTLES_MS;
}
