/**
 * From one side to the other, in either direction: leave the old gateway, modify, arrange everything on the new one.
 *
 * The way back is the same procedure with the sides exchanged. What differs: forward can still turn back while nothing took
 * effect, and the way back is more patient, since an earlier invocation's modify may not show yet.
 */
import { arrangement } from './arrangement';
import { departure, isThere } from './departure';
import { Passage, passageOf } from './passage';
import { hasSettled, Intended, Situation } from './situation';
import { DESCRIBE_SETTLES_SECONDS, modifyMayStillShow, refusedForGood } from './witness';
import { nameOfGateway, sameGateway } from '../../../src/contract/gateway';
import { VpnConnection } from '../observation';
import { natureOf } from '../operation';
import { PlannedSide } from '../plan';
import { Step } from '../steps';

export function stepsTowardsDestination(situation: Situation): Intended {
  const { connection } = situation.observed;
  const { head } = situation;
  const passage = passageOf(situation);
  const back = head.intent === 'back';
  const nothing = { steps: [], waits: [], foreign: [], tookEffect: back };
  if (connection === undefined) return { ...nothing, tookEffect: true, failure: `VPN connection ${head.vpnConnectionId} is gone` };
  const arrived = standsOn(connection, passage.destination);
  if (head.cameBack && standsOn(connection, passage.source)) return notBackAfterAll(situation, nothing);
  switch (connection.state) {
    case 'modifying':
      return whileModifying(situation, passage, connection, arrived);
    case 'pending':
      return { ...nothing, tookEffect: back || arrived, waits: ['for the VPN connection to become available'] };
    case 'available':
      if (arrived) return onDestination(situation, passage);
      if (standsOn(connection, passage.source)) return onSource(situation, passage, connection);
      return { ...nothing, tookEffect: true, failure: `VPN connection ${connection.id} was moved to ${whereabouts(connection)} by somebody else` };
    default:
      return {
        ...nothing,
        tookEffect: back || arrived,
        failure: `VPN connection ${connection.id} is in state ${connection.state}, which no move can go on from`,
      };
  }
}

export function standsOn(connection: VpnConnection, side: PlannedSide): boolean {
  return sameGateway(connection.gateway, side.gateway) && connection.customerGatewayId === side.customerGatewayId;
}

export function isOwnModify({ witness, head }: Situation, arrived: boolean): boolean {
  return witness.modifyAcceptedAt !== undefined || (head.intent === 'forward' && arrived);
}

/** Why there is no way back any more, if EC2 refuses its modify for good. */
export function backIsBarred({ head, witness }: Situation, passage: Passage): string | undefined {
  return head.intent === 'back' ? refusedForGood(witness, modifyStep(passage), true) : undefined;
}

/** Only what changes is sent: EC2 takes an empty parameter for a missing one. */
export function modifyStep({ source, destination }: Passage): Step {
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
function whileModifying(situation: Situation, passage: Passage, connection: VpnConnection, arrived: boolean): Intended {
  const back = situation.head.intent === 'back';
  if (!isOwnModify(situation, arrived)) {
    const until = back ? 'for the VPN connection to become available' : 'for the VPN connection to stop modifying';
    return { steps: [], waits: [until], foreign: [], tookEffect: back || mayHaveMoved(connection) };
  }
  return underWay(situation, passage, `for VPN connection ${connection.id} to become available on ${nameOfGateway(passage.destination.gateway)}`);
}

/** With its static routes gone an earlier invocation's modify is most likely under way: not to be counted as never having been. */
function mayHaveMoved({ staticRoutes }: VpnConnection): boolean {
  return !staticRoutes.some(isThere);
}

function underWay(situation: Situation, passage: Passage, wait: string): Intended {
  const { rests, ...rest } = arrangement(situation, passage);
  return { ...rest, waits: [wait, ...rest.waits], tookEffect: true, brief: true, glance: rests && rest.steps.length === 0 };
}

function onDestination(situation: Situation, passage: Passage): Intended {
  const { rests, ...rest } = arrangement(situation, passage);
  if (situation.head.intent === 'forward') {
    return { ...rest, waits: [...rest.waits, ...mayRunAhead(situation) ? ['to see that the VPN connection stays there'] : []], tookEffect: true };
  }
  if (hasSettled(situation)) return { ...rest, tookEffect: true };
  // A modify that an earlier invocation called may not show yet: nothing is over before it would have shown.
  return { ...rest, waits: [...rest.waits, 'to see that the VPN connection stays where it was'], tookEffect: true };
}

function onSource(situation: Situation, passage: Passage, connection: VpnConnection): Intended {
  const { witness, now, head, desired } = situation;
  const back = head.intent === 'back';
  const base = { steps: [], waits: [], foreign: [], tookEffect: back };
  if (natureOf(desired).modifiedBy === 'CloudFormation') return untilCloudFormationModifies(situation, departure(situation, passage, connection), base);
  const wasTaken = witness.modifyAcceptedAt !== undefined || head.modifyTakenAt !== undefined;
  if (modifyMayStillShow(witness, head.modifyTakenAt !== undefined, now)) {
    if (wasTaken) return underWay(situation, passage, 'for the modify to show');
    return { ...base, tookEffect: back || mayHaveMoved(connection), waits: ['to see whether the VPN connection stays where it is'] };
  }
  // The modify was taken, and look after look the connection is where it was: whoever moved it back meant it.
  if (!back && wasTaken) {
    return {
      ...base, cameBack: true,
      failure: `EC2 accepted the modify, but VPN connection ${connection.id} came back available on ${nameOfGateway(passage.source.gateway)}`,
    };
  }
  const modify = modifyStep(passage);
  const refusal = backIsBarred(situation, passage);
  if (refusal !== undefined) return stayingOnSource(situation, passage, refusal);
  const leaving = departure(situation, passage, connection);
  if (leaving.steps.length + leaving.waits.length > 0 || leaving.failure !== undefined) {
    // Routes on a transit gateway are gone when EC2 has answered so: with the modify right after, traffic stops for the least time.
    const then = passage.source.gateway.kind === 'transit-gateway' && (!back || hasSettled(situation)) ? { then: modify } : {};
    return { ...leaving, tookEffect: back, ...then };
  }
  if (!isSureOfSource(situation)) {
    return { ...base, waits: [back ? 'to see where the VPN connection stands' : 'to see whether an earlier modify is under way'] };
  }
  return { ...base, steps: [modify], brief: true };
}

/** It was given up because the connection had come back, and here it is on the new gateway: to leave it would interrupt for nothing. */
function notBackAfterAll(situation: Situation, nothing: Intended): Intended {
  return hasSettled(situation) ? { ...nothing, arrivedAfterAll: true } : { ...nothing, waits: ['to see where the VPN connection stands'] };
}

/**
 * It calls when what had to go first is gone, in the same deployment. On the way back it may have called already, as nobody knows the
 * order of a rollback: what shows the connection unmoved must not be behind the times.
 */
function untilCloudFormationModifies(situation: Situation, leaving: ReturnType<typeof departure>, base: Intended): Intended {
  if (leaving.steps.length + leaving.waits.length > 0 || leaving.failure !== undefined) return { ...base, ...leaving };
  if (situation.head.intent === 'back' && !hasSettled(situation)) return { ...base, waits: ['to see where the VPN connection stands'] };
  return { ...base, waits: ['for CloudFormation to modify the VPN connection'], ready: true };
}

/** There is no way back: what was removed for it is made again, so that a person finds a connection that works. */
function stayingOnSource(situation: Situation, { source, destination }: Passage, refusal: string): Intended {
  const { rests, ...again } = arrangement(situation, { source: destination, destination: source });
  const settled = again.steps.length + again.waits.length === 0;
  const failure = `${refusal}; the connection stays on ${nameOfGateway(source.gateway)} with its routes there`;
  return { ...again, tookEffect: true, ...settled ? { failure } : {} };
}

/** After a crash an earlier invocation may have called already, and the describe may be stale: look on for a while first. */
function isSureOfSource(situation: Situation): boolean {
  const { witness, head } = situation;
  const ownDepartures = [...witness.performed.keys()].some((key) => key.startsWith('delete-static-route') || key.startsWith('delete-transit-gateway-route'));
  const isFirst = head.intent === 'forward' && !witness.hasMoved && (witness.wroteBackup || ownDepartures);
  return isFirst || hasSettled(situation);
}

/** In the first seconds after a modify a describe may show it done that has hardly begun, and may yet come to nothing. */
function mayRunAhead({ witness, head, now, desired }: Situation): boolean {
  // CloudFormation has seen the end of its modify before it goes on.
  if (natureOf(desired).modifiedBy === 'CloudFormation') return false;
  if (witness.lastSeenModifyingAt !== undefined) return false;
  const taken = witness.modifyAcceptedAt ?? head.modifyTakenAt ?? (witness.wroteBackup ? undefined : witness.since);
  return taken !== undefined && now - taken < DESCRIBE_SETTLES_SECONDS * 1000;
}
