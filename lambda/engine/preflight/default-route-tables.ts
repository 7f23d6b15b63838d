/** The tables that a transit gateway puts every new attachment into, and how a move that does not want them is to be declared. */
import { TransitGatewayEnd } from '../../../src/contract/declaration';
import { Survey } from '../observation';

/** A default table of the gateway that is neither wanted for the attachment nor declared as one to leave. */
export interface UndeclaredDefault {
  readonly routeTableId: string;
  readonly for: 'association' | 'propagation';
}

export function undeclaredDefaults({ transitGateways }: Survey, end: TransitGatewayEnd): UndeclaredDefault[] {
  const gateway = transitGateways.find((each) => each.id === end.id);
  const association = gateway?.defaultAssociationRouteTableId;
  const propagation = gateway?.defaultPropagationRouteTableId;
  const unwanted: UndeclaredDefault[] = [
    ...association === undefined || association === end.associationRouteTableId ? [] : [{ routeTableId: association, for: 'association' } as const],
    ...propagation === undefined || end.propagationRouteTableIds.includes(propagation) ? [] : [{ routeTableId: propagation, for: 'propagation' } as const],
  ];
  return unwanted.filter(({ routeTableId }) => !end.defaultRouteTableIds.includes(routeTableId));
}

export function inWords(defaults: readonly UndeclaredDefault[]): string {
  return defaults.map((each) => (each.for === 'association' ? `associates every new attachment with ${each.routeTableId}` : `propagates every new attachment to ${each.routeTableId}`))
    .join(' and ');
}

/** As a line of code to copy, which has what was declared before, too. */
export function declaringDefaults(end: TransitGatewayEnd, defaults: readonly UndeclaredDefault[]): string {
  const ids = [...new Set([...end.defaultRouteTableIds, ...defaults.map(({ routeTableId }) => routeTableId)])];
  return `beside \`associationRouteTableId\` of ${end.id} write \`defaultRouteTableIds: [${ids.map((id) => `'${id}'`).join(', ')}],\``;
}
