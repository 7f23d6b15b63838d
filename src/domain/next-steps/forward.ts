/** Towards the declared gateway: routes off, modify, and then everything on the new gateway as soon as it can be. */
import { attachmentSteps } from './attachment';
import { DESCRIBE_SETTLES_SECONDS, Intended, modifyMayStillShow, Situation } from './situation';
import { vpcRouteSteps } from './vpc-routes';
import { sameDestination } from '../cidr';
import { gatewayOf } from '../declaration';
import { nameOfGateway, sameGateway } from '../gateway';
import { VpnConnection, VpnStaticRoute } from '../observation';
import { Step } from '../steps';

export function stepsForward(situation: Situation): Intended {
  const { connection } = situation.observed;
  const before = { steps: [], waits: [], foreign: [], tookEffect: false };
  if (connection === undefined) return { ...before, tookEffect: true, failure: `VPN connection ${situation.head.vpnConnectionId} is gone` };
  const { head } = situation;
  const onTarget = sameGateway(connection.gateway, head.to);
  const underWay = situation.witness.modifyAcceptedAt !== undefined;
  switch (connection.state) {
    case 'modifying':
      if (underWay || onTarget) return whileModifying(situation, connection);
      // With its static routes gone it is most likely an earlier invocation's modify: not to be counted as never having been.
      return { ...before, tookEffect: existingRoutes(connection).length === 0, waits: ['for the VPN connection to stop modifying'] };
    case 'pending':
      return { ...before, tookEffect: onTarget, waits: ['for the VPN connection to become available'] };
    case 'available':
      if (onTarget) return onNewGateway(situation);
      if (sameGateway(connection.gateway, head.from)) return onOldGateway(situation, connection);
      return { ...before, tookEffect: true, failure: `VPN connection ${connection.id} was moved to ${nameOfGateway(connection.gateway)} by somebody else` };
    default:
      return { ...before, tookEffect: onTarget, failure: `VPN connection ${connection.id} is in state ${connection.state}, which no move can go on from` };
  }
}

function onOldGateway(situation: Situation, connection: VpnConnection): Intended {
  const { plan, now, witness, head } = situation;
  const before = { steps: [], waits: [], foreign: [], tookEffect: false };
  if (witness.modifyAcceptedAt !== undefined) return sinceAccepted(situation);
  const existing = existingRoutes(connection);
  const unknown = existing.find((route) => !plan.staticRoutes.some((cidr) => sameDestination(cidr, route.cidr)));
  if (unknown !== undefined) {
    return { ...before, failure: `static route ${unknown.cidr} of ${connection.id} was added after the backup, and would be lost` };
  }
  const deletions: Step[] = existing.map((route) => ({ do: 'delete-static-route', cidr: route.cidr }));
  if (deletions.length > 0) return { ...before, steps: deletions };
  if (connection.staticRoutes.some((route) => route.state === 'deleting')) return { ...before, waits: ['for the static routes to be deleted'] };
  // After a crash an earlier invocation may have called already, and the describe may be stale: look on for a while first.
  if (!witness.wroteBackup && !ownDeletions(situation) && now - witness.since < DESCRIBE_SETTLES_SECONDS * 1000) {
    return { ...before, waits: ['to see whether an earlier modify is under way'] };
  }
  return { ...before, steps: [{ do: 'modify-vpn-connection', to: head.to }] };
}

/** EC2 took the call, so a describe that shows the old gateway is stale, until it has done so for long. */
function sinceAccepted(situation: Situation): Intended {
  const { now, witness, head } = situation;
  const base = { steps: [], waits: [], foreign: [] };
  if (modifyMayStillShow(witness, now)) return { ...base, tookEffect: true, waits: ['for the modify to show'] };
  const failure = `EC2 accepted the modify, but VPN connection ${head.vpnConnectionId} came back available on ${nameOfGateway(head.from)}`;
  return { ...base, tookEffect: false, failure };
}

function existingRoutes(connection: VpnConnection): VpnStaticRoute[] {
  return connection.staticRoutes.filter((route) => route.state === 'available' || route.state === 'pending');
}

function ownDeletions(situation: Situation): boolean {
  return [...situation.witness.performed.keys()].some((key) => key.startsWith('delete-static-route'));
}

/** The tunnels are down anyway: VPC routes and whatever the new attachment already takes are done meanwhile. */
function whileModifying(situation: Situation, connection: VpnConnection): Intended {
  const rest = onNewGateway(situation);
  return { ...rest, waits: [`for VPN connection ${connection.id} to become available on ${nameOfGateway(situation.head.to)}`, ...rest.waits] };
}

function onNewGateway(situation: Situation): Intended {
  const routes = vpcRouteSteps(situation, gatewayOf(situation.desired.from), gatewayOf(situation.desired.to));
  const attachment = attachmentSteps(situation);
  return {
    steps: [...routes.steps, ...attachment.steps],
    waits: [...routes.waits, ...attachment.waits],
    foreign: [...routes.foreign, ...attachment.foreign],
    ...attachment.failure !== undefined ? { failure: attachment.failure } : {},
    tookEffect: true,
  };
}
