/** The tables that a transit gateway puts every new attachment into, and how a move that does not want them is to be declared. */
import { TransitGatewayEnd } from '../../../src/contract/declaration';
import { Snapshot, TransitGateway } from '../observation';

/** A table that the gateway puts every new attachment into. */
export interface DefaultRouteTable {
  readonly routeTableId: string;
  readonly for: 'association' | 'propagation';
}

export function defaultsOf(gateway: TransitGateway | undefined): DefaultRouteTable[] {
  const { defaultAssociationRouteTableId: association, defaultPropagationRouteTableId: propagation } = gateway ?? {};
  return [
    ...association === undefined ? [] : [{ routeTableId: association, for: 'association' } as const],
    ...propagation === undefined ? [] : [{ routeTableId: propagation, for: 'propagation' } as const],
  ];
}

/** Those that are neither wanted for the attachment nor declared as ones to leave. */
export function undeclaredDefaults({ transitGateways }: Snapshot, end: TransitGatewayEnd): DefaultRouteTable[] {
  const { associationRouteTableId, propagationRouteTableIds, defaultRouteTableIds } = end;
  return defaultsOf(transitGateways.find((each) => each.id === end.id)).filter(({ routeTableId, ...each }) =>
    !(each.for === 'association' ? [associationRouteTableId] : propagationRouteTableIds).includes(routeTableId)
    && !defaultRouteTableIds.includes(routeTableId));
}

export function inWords(defaults: readonly DefaultRouteTable[]): string {
  return defaults.map((each) => (each.for === 'association' ? `associates every new attachment with ${each.routeTableId}` : `propagates every new attachment to ${each.routeTableId}`))
    .join(' and ');
}

/** As a line of code to copy, which has what was declared before, too. */
export function declaringDefaults(end: TransitGatewayEnd, defaults: readonly DefaultRouteTable[]): string {
  const ids = [...new Set([...end.defaultRouteTableIds, ...defaults.map(({ routeTableId }) => routeTableId)])];
  return `beside \`associationRouteTableId\` of ${end.id} write \`defaultRouteTableIds: [${ids.map((id) => `'${id}'`).join(', ')}],\``;
}
