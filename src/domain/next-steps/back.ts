/** Back to where the connection came from: first what stands on the new gateway, then modify, then the routes as they were. */
import { attachmentSteps } from './attachment';
import { DESCRIBE_SETTLES_SECONDS, Intended, modifyMayStillShow, refusedForGood, Situation } from './situation';
import { vpcRouteStepsBack } from './vpc-routes';
import { sameDestination } from '../cidr';
import { gatewayOf } from '../declaration';
import { nameOfGateway, sameGateway } from '../gateway';
import { VpnConnection } from '../observation';
import { Step } from '../steps';

export function stepsBack(situation: Situation): Intended {
  const { connection } = situation.observed;
  const { head } = situation;
  const nothing = { steps: [], waits: [], foreign: [], tookEffect: true };
  if (connection === undefined) return { ...nothing, failure: `VPN connection ${head.vpnConnectionId} is gone` };
  const onOld = sameGateway(connection.gateway, head.from);
  switch (connection.state) {
    case 'modifying':
      return whileModifying(situation);
    case 'pending':
      return { ...nothing, waits: ['for the VPN connection to become available'] };
    case 'available':
      if (onOld) return onOldGateway(situation, connection);
      if (sameGateway(connection.gateway, head.to)) return onNewGateway(situation);
      return { ...nothing, failure: `VPN connection ${connection.id} was moved to ${nameOfGateway(connection.gateway)} by somebody else` };
    default:
      return { ...nothing, failure: `VPN connection ${connection.id} is in state ${connection.state}, which no move can go on from` };
  }
}

/**
 * Static routes go before the modify, while it is plain whose they are: once the attachment is gone they would be
 * blackholes that nobody can tell from a person's own.
 */
function onNewGateway(situation: Situation): Intended {
  const { observed, plan, witness, now, head } = situation;
  const base = { waits: [], foreign: [], tookEffect: true };
  if (modifyMayStillShow(witness, now)) return { ...base, steps: [], waits: ['for the modify to show'] };
  const modify: Step = { do: 'modify-vpn-connection', to: head.from };
  const refusal = refusedForGood(witness, modify, true);
  if (refusal !== undefined) return stayingOnNewGateway(situation, refusal);
  const ours = plan.transitGatewayRoutes.filter(({ routeTableId, cidr }) => observed.transitGatewayRouteTables
    .some((table) => table.id === routeTableId && table.routes.some((route) => route.type === 'static' && sameDestination(route.destination, cidr)
      && (route.state === 'active' || route.state === 'pending' || route.state === 'blackhole')
      && observed.attachment !== undefined && route.attachmentIds.includes(observed.attachment.id))));
  const deletions: Step[] = ours.map(({ routeTableId, cidr }) => ({ do: 'delete-transit-gateway-route', routeTableId, cidr }));
  if (deletions.length > 0) return { ...base, steps: deletions };
  // A describe just after a take-over may still show the gateway from before: look on for a while first.
  if (now - Math.max(witness.since, head.intentSince) < DESCRIBE_SETTLES_SECONDS * 1000) {
    return { ...base, steps: [], waits: ['to see where the VPN connection stands'] };
  }
  return { ...base, steps: [modify] };
}

/** There is no way back: what was removed for it is made again, so that a person finds a connection that works. */
function stayingOnNewGateway(situation: Situation, refusal: string): Intended {
  const again = attachmentSteps(situation);
  const settled = again.steps.length + again.waits.length === 0;
  return { ...again, tookEffect: true, ...settled ? { failure: `${refusal}; the connection stays on ${nameOfGateway(situation.head.to)} with its routes there` } : {} };
}

/** Whose modify it is does not matter for the VPC routes only if it is ours: a forward one under way would want them kept. */
function whileModifying(situation: Situation): Intended {
  const waits = ['for the VPN connection to become available'];
  if (situation.witness.modifyAcceptedAt === undefined) return { steps: [], waits, foreign: [], tookEffect: true };
  const routes = vpcRouteStepsBack(situation, gatewayOf(situation.desired.from), gatewayOf(situation.desired.to));
  return { steps: routes.steps, waits, foreign: routes.foreign, tookEffect: true };
}

function onOldGateway(situation: Situation, connection: VpnConnection): Intended {
  const { plan, now, witness, head } = situation;
  const routes = vpcRouteStepsBack(situation, gatewayOf(situation.desired.from), gatewayOf(situation.desired.to));
  const steps: Step[] = [...routes.steps];
  const waits: string[] = [];
  for (const cidr of plan.staticRoutes) {
    const current = connection.staticRoutes.filter((route) => sameDestination(route.cidr, cidr) && route.state !== 'deleted');
    if (current.length === 0) steps.push({ do: 'create-static-route', cidr });
    else if (!current.some((route) => route.state === 'available')) waits.push(`for static route ${cidr}, now ${current[0].state}`);
  }
  // A modify that an earlier invocation called may not show yet: nothing is over before it would have shown.
  if (now - Math.max(witness.since, head.intentSince) < DESCRIBE_SETTLES_SECONDS * 1000) waits.push('to see that the VPN connection stays where it was');
  return { steps, waits, foreign: routes.foreign, tookEffect: true };
}
