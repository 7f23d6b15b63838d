/**
 * Virtual private gateways at a VPC: one in the other's place, and propagation into the VPC's route tables, which have it and the steps
 * that switch it.
 */
import { ReconcileContext, SourceAndTarget } from './context';
import { awaiting, NO_PROPOSAL, Proposal, propose } from './proposal';
import { sameGateway } from '../../../src/contract/gateway';
import { Action } from '../actions';
import { difference } from '../difference';
import { Observation, VirtualPrivateGateway } from '../observation';

/** A VPC has one at most, so the old one is detached before the new one is attached. */
export function swapGateway({ observed, plan }: ReconcileContext, { source, target }: SourceAndTarget): Proposal {
  const vpcId = plan.exchangeAtVpcId;
  if (vpcId === undefined) return NO_PROPOSAL;
  const stateAt = (gatewayId: string) => attachmentStateAt(observed.virtualPrivateGateways, gatewayId, vpcId);
  const [old, wanted] = [stateAt(source.gateway.id), stateAt(target.gateway.id)];
  if (wanted === 'attached') return NO_PROPOSAL;
  if (wanted !== 'detached') return awaiting(`for ${target.gateway.id}, now ${wanted}, at ${vpcId}`);
  switch (old) {
    case 'attached': return propose({ do: 'detach-vpn-gateway', gatewayId: source.gateway.id, vpcId });
    case 'detached': return propose({ do: 'attach-vpn-gateway', gatewayId: target.gateway.id, vpcId });
    default: return awaiting(`for ${source.gateway.id}, now ${old}, at ${vpcId}`);
  }
}

/** `attaching`, `attached`, `detaching` or `detached`. */
export function attachmentStateAt(gateways: readonly VirtualPrivateGateway[], gatewayId: string, vpcId: string | undefined): string {
  return gateways.find((each) => each.id === gatewayId)?.attachments.find((attachment) => attachment.vpcId === vpcId)?.state ?? 'detached';
}

/** The tables that the gateway propagates into, as far as they were looked at. */
export function propagatingTables({ vpcRouteTables }: Pick<Observation, 'vpcRouteTables'>, gatewayId: string): string[] {
  return vpcRouteTables.filter((table) => table.propagatingGatewayIds.includes(gatewayId)).map((table) => table.id);
}

export function switchPropagation(to: 'on' | 'off', routeTableIds: readonly string[], gatewayId: string): Action[] {
  return routeTableIds.map((routeTableId) => ({ do: to === 'on' ? 'enable-vgw-propagation' : 'disable-vgw-propagation', routeTableId, gatewayId }));
}

/** What the side has is made; what was switched on only for this move is switched off again on the way back. */
export function configureVgwPropagation({ observed, plan, head }: ReconcileContext, { source, target }: SourceAndTarget): Proposal {
  const sides = difference(target.vgwPropagationRouteTableIds, source.vgwPropagationRouteTableIds, String);
  const left = sameGateway(source.gateway, target.gateway) ? sides.extra : [];
  // What was off when the plan was made, and was not asked for by the move, somebody else has switched on since.
  const own = head.intent === 'forward' ? [] : plan.propagationsSwitchedOn.filter((id) => head.propagationsSwitchedOn?.includes(id));
  const on = difference(target.vgwPropagationRouteTableIds, propagatingTables(observed, target.gateway.id), String).missing;
  const off = difference([...left, ...own], propagatingTables(observed, source.gateway.id), String).matched;
  return propose(...switchPropagation('on', on, target.gateway.id), ...switchPropagation('off', off, source.gateway.id));
}
