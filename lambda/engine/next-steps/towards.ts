/**
 * From one side to the other, in either direction: leave the old gateway, modify, arrange everything on the new one.
 *
 * The way back is the same procedure with the sides exchanged. What differs: forward can still turn back while nothing took
 * effect, and the way back is more patient, since an earlier invocation's modify may not show yet.
 */
import { arrangement, lanesOf, stayingOnSource } from './arrangement';
import { DESCRIBE_SETTLES_SECONDS, finalRefusalOf, modifyMayBePending } from './attempt-log';
import { departure, isThere } from './departure';
import { Passage, passageOf } from './passage';
import { awaiting, awaitingStack, failing, isDone, merge, NO_PROPOSAL, Proposal, propose } from './proposal';
import { hasSettled, Situation } from './situation';
import { nameOfGateway, sameGateway } from '../../../src/contract/gateway';
import { Action } from '../actions';
import { VpnConnection } from '../observation';
import { natureOf } from '../operation';
import { PlannedSide } from '../plan';

export function stepsTowardsDestination(situation: Situation): Proposal {
  const { observed: { connection }, head } = situation;
  const passage = passageOf(situation);
  if (connection === undefined) return { ...failing(`VPN connection ${head.vpnConnectionId} is gone`), tookEffect: true };
  const tookEffect = standsOn(connection, passage.destination);
  if (head.cameBack && standsOn(connection, passage.source)) return notBackAfterAll(situation);
  switch (connection.state) {
    case 'modifying':
      return whileModifying(situation, passage, connection, tookEffect);
    case 'pending':
      return { ...awaiting('for the VPN connection to become available'), tookEffect };
    case 'available':
      if (tookEffect) return onDestination(situation, passage);
      if (standsOn(connection, passage.source)) return onSource(situation, passage, connection);
      return { ...failing(`VPN connection ${connection.id} was moved to ${whereabouts(connection)} by somebody else`), tookEffect: true };
    default:
      return { ...failing(`VPN connection ${connection.id} is in state ${connection.state}, which no move can go on from`), tookEffect };
  }
}

export function standsOn(connection: VpnConnection, side: PlannedSide): boolean {
  return sameGateway(connection.gateway, side.gateway) && connection.customerGatewayId === side.customerGatewayId;
}

export function isOwnModify({ attempts, head }: Situation, arrived: boolean): boolean {
  return attempts.modifyAcceptedAt !== undefined || (head.intent === 'forward' && arrived);
}

/** Why there is no way back any more, if EC2 refuses its modify for good. */
export function backIsBarred({ head, attempts }: Situation, passage: Passage): string | undefined {
  return head.intent === 'back' ? finalRefusalOf(attempts, modifyAction(passage), true) : undefined;
}

/** Only what changes is sent: EC2 takes an empty parameter for a missing one. */
export function modifyAction({ source, destination }: Passage): Action {
  return {
    do: 'modify-vpn-connection',
    ...sameGateway(source.gateway, destination.gateway) ? {} : { to: destination.gateway },
    ...source.customerGatewayId === destination.customerGatewayId ? {} : { customerGatewayId: destination.customerGatewayId },
  };
}

function whereabouts(connection: VpnConnection): string {
  return `${nameOfGateway(connection.gateway)} with customer gateway ${connection.customerGatewayId}`;
}

/** The tunnels are down anyway: whatever the other side takes already is done meanwhile, if it is our modify. */
function whileModifying(situation: Situation, passage: Passage, connection: VpnConnection, arrived: boolean): Proposal {
  if (!isOwnModify(situation, arrived)) {
    const until = situation.head.intent === 'back' ? 'for the VPN connection to become available' : 'for the VPN connection to stop modifying';
    return { ...awaiting(until), tookEffect: mayHaveMoved(connection) };
  }
  return underWay(situation, passage, `for VPN connection ${connection.id} to become available on ${nameOfGateway(passage.destination.gateway)}`);
}

/** With its static routes gone an earlier invocation's modify is most likely under way: not to be counted as never having been. */
function mayHaveMoved({ staticRoutes }: VpnConnection): boolean {
  return !staticRoutes.some(isThere);
}

function underWay(situation: Situation, passage: Passage, wait: string): Proposal {
  const lanes = lanesOf(situation, passage);
  const rest = merge(awaiting(wait), ...Object.values(lanes));
  const { gatewaySide, ...others } = lanes;
  const isGatewaySideAlone = Object.values(others).every((lane) => isDone(lane) && lane.foreign.length === 0);
  const look = rest.steps.length === 0 && isGatewaySideAlone ? 'state-only' : 'soon';
  return { ...rest, tookEffect: true, look };
}

function onDestination(situation: Situation, passage: Passage): Proposal {
  return { ...merge(arrangement(situation, passage), untilItStays(situation)), tookEffect: true };
}

/** A modify that was just called may come to nothing, and one that an earlier invocation called may not show yet. */
function untilItStays(situation: Situation): Proposal {
  if (situation.head.intent === 'forward') return mayRunAhead(situation) ? awaiting('to see that the VPN connection stays there') : NO_PROPOSAL;
  return hasSettled(situation) ? NO_PROPOSAL : awaiting('to see that the VPN connection stays where it was');
}

function onSource(situation: Situation, passage: Passage, connection: VpnConnection): Proposal {
  const { attempts, now, head, desired } = situation;
  const back = head.intent === 'back';
  if (natureOf(desired).modifiedBy === 'CloudFormation') return untilCloudFormationModifies(situation, departure(situation, passage, connection));
  const wasTaken = attempts.modifyAcceptedAt !== undefined || head.modifyTakenAt !== undefined;
  if (modifyMayBePending(attempts, head.modifyTakenAt !== undefined, now)) {
    if (wasTaken) return underWay(situation, passage, 'for the modify to show');
    return { ...awaiting('to see whether the VPN connection stays where it is'), tookEffect: mayHaveMoved(connection) };
  }
  // The modify was taken, and look after look the connection is where it was: whoever moved it back meant it.
  if (!back && wasTaken) {
    const failure = `EC2 accepted the modify, but VPN connection ${connection.id} came back available on ${nameOfGateway(passage.source.gateway)}`;
    return { ...failing(failure), cameBack: true };
  }
  const refusal = backIsBarred(situation, passage);
  if (refusal !== undefined) return stayingOnSource(situation, passage, `${refusal}; the connection stays on ${nameOfGateway(passage.source.gateway)} with its routes there`);
  const modify = modifyAction(passage);
  const leaving = departure(situation, passage, connection);
  if (!isDone(leaving) || leaving.failure !== undefined) {
    // Routes on a transit gateway are gone when EC2 has answered so: with the modify right after, traffic stops for the least time.
    const follows = passage.source.gateway.kind === 'transit-gateway' && (!back || hasSettled(situation));
    return { ...leaving, ...follows ? { then: modify } : {} };
  }
  if (!isSureOfSource(situation)) return awaiting(back ? 'to see where the VPN connection stands' : 'to see whether an earlier modify is under way');
  return { ...propose(modify), look: 'soon' };
}

/** It was given up because the connection had come back, and here it is on the new gateway: to leave it would interrupt for nothing. */
function notBackAfterAll(situation: Situation): Proposal {
  return hasSettled(situation) ? { ...NO_PROPOSAL, arrivedAfterAll: true } : awaiting('to see where the VPN connection stands');
}

/**
 * It calls when what had to go first is gone, in the same deployment. On the way back it may have called already, as nobody knows the
 * order of a rollback: what shows the connection unmoved must not be behind the times.
 */
function untilCloudFormationModifies(situation: Situation, leaving: Proposal): Proposal {
  if (!isDone(leaving) || leaving.failure !== undefined) return leaving;
  if (situation.head.intent === 'back' && !hasSettled(situation)) return awaiting('to see where the VPN connection stands');
  return { ...awaitingStack('modify the VPN connection'), ready: true };
}

/** After a crash an earlier invocation may have called already, and the describe may be stale: look on for a while first. */
function isSureOfSource(situation: Situation): boolean {
  const { attempts, head } = situation;
  const ownDepartures = [...attempts.performed.keys()].some((key) => key.startsWith('delete-static-route') || key.startsWith('delete-transit-gateway-route'));
  const isFirst = head.intent === 'forward' && !attempts.viewHasChanged && (attempts.wroteBackup || ownDepartures);
  return isFirst || hasSettled(situation);
}

/** In the first seconds after a modify a describe may show it done that has hardly begun, and may yet come to nothing. */
function mayRunAhead({ attempts, head, now, desired }: Situation): boolean {
  // CloudFormation has seen the end of its modify before it goes on.
  if (natureOf(desired).modifiedBy === 'CloudFormation') return false;
  if (attempts.lastObservedModifyingAt !== undefined) return false;
  const taken = attempts.modifyAcceptedAt ?? head.modifyTakenAt ?? (attempts.wroteBackup ? undefined : attempts.since);
  return taken !== undefined && now - taken < DESCRIBE_SETTLES_SECONDS * 1000;
}
