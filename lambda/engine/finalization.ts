/**
 * What is given up once the new configuration has proved itself: it was kept for the way back, and after this there is none but
 * another move. Nothing is given up that anything else may live from.
 */
import { Action } from './actions';
import { difference } from './difference';
import { Snapshot } from './observation';
import { propagatingTables, switchPropagation } from './reconcile/virtual-private-gateway';
import { MoveDeclaration } from '../../src/contract/declaration';
import { nameOfGateway, sameGateway } from '../../src/contract/gateway';

export interface Finalization {
  /** VPC route tables into which the old virtual private gateway propagates, and need not any more. */
  readonly propagationsToEnd: readonly string[];
  readonly customerGatewayToDelete?: string;
  /** What a person may delete now. */
  readonly free: readonly string[];
  /** What is kept, and why. */
  readonly kept: readonly string[];
}

export function finalization(snapshot: Snapshot, { from, to, customerGateway }: MoveDeclaration): Finalization {
  const propagating = from.kind === 'virtual-private-gateway' && from.id !== to.id ? propagatingTables(snapshot, from.id) : [];
  const declared = from.kind === 'virtual-private-gateway' ? from.propagatingRouteTableIds : [];
  const dependents = dependentsOf(snapshot, from.id);
  const { matched: ends, missing: kept } = difference(propagating, dependents.length === 0 ? declared : [], String);
  return {
    propagationsToEnd: ends,
    ...customerGateway?.deleteOld ? { customerGatewayToDelete: customerGateway.fromId } : {},
    free: [
      ...sameGateway(from, to) || dependents.length > 0 || propagating.length > ends.length ? [] : [nameOfGateway(from)],
      ...customerGateway === undefined || customerGateway.deleteOld ? [] : [`customer gateway ${customerGateway.fromId}, unless another connection uses it`],
    ],
    kept: kept.map((id) => (dependents.length > 0
      ? `propagation of ${from.id} to ${id}, since ${dependents.join(', ')} may live from it`
      : `propagation of ${from.id} to ${id}, since \`propagatingRouteTableIds\` of \`from\` does not name that table`)),
  };
}

export function actionsOfFinalization(gatewayId: string, { propagationsToEnd }: Finalization): Action[] {
  return switchPropagation('off', propagationsToEnd, gatewayId);
}

/** All of them, whatever a look shows: one right after the tables were given up may still show them as they were. */
export function actionsOfUnfinalization(snapshot: Snapshot, gatewayId: string, propagationsEnded: readonly string[]): Action[] {
  return switchPropagation('on', propagationsEnded.filter((id) => snapshot.vpcRouteTables.some((table) => table.id === id)), gatewayId);
}

export function propagates(snapshot: Snapshot, gatewayId: string, routeTableId: string): boolean {
  return propagatingTables(snapshot, gatewayId).includes(routeTableId);
}

/** Propagation belongs to gateway and table, not to a connection: whatever else hangs on the gateway needs it as well. */
function dependentsOf(snapshot: Snapshot, gatewayId: string): readonly string[] {
  return snapshot.virtualPrivateGateways.find((gateway) => gateway.id === gatewayId)?.otherConnectionIds ?? [];
}
