/** Propagation from a virtual private gateway into VPC route tables: which have it, and the steps that switch it. */
import { ReconcileContext } from './context';
import { Proposal, propose } from './proposal';
import { SourceAndTarget } from './source-and-target';
import { sameGateway } from '../../../src/contract/gateway';
import { Action } from '../actions';
import { difference } from '../difference';
import { Observation } from '../observation';

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
