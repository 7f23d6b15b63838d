/**
 * What was seen and what was declared, turned once into what every decision before an operation needs: the checks, the notes, the plan
 * and whatever tells of it take this value, and nobody derives any of it again.
 */
import { Snapshot, TransitGatewayAttachment, vpnAttachmentOn } from './observation';
import { MovePlan, networksOf, onPremisesCidrs, planMove } from './plan';
import { QuotaUse, quotaUses } from './quota-uses';
import { tablesToMove, VpcRouteClaims, vpcRouteClaims } from './vpc-route-claims';
import { MoveDeclaration } from '../../src/contract/declaration';
import { Finding } from '../../src/contract/finding';

export interface Assessment {
  readonly snapshot: Snapshot;
  readonly declaration: MoveDeclaration;
  /** How the first or only connection is routed; absent where there is none. */
  readonly routing?: 'static' | 'bgp';
  /** The networks behind the VPN, or none where they are not known. */
  readonly networks: readonly string[];
  readonly networksKnown: boolean;
  /** The attachment that the connection has where the operation begins. */
  readonly attachment?: TransitGatewayAttachment;
  /** Whose the static VPC routes to the old gateway are, for each table that was seen. */
  readonly vpcRoutes: readonly VpcRouteClaims[];
  /** Both sides, and every route that the operation changes. */
  readonly plan: MovePlan;
  /** The VPC tables out of which the new gateway is to be reached, and their VPCs. */
  readonly ledOver: { readonly tableIds: ReadonlySet<string>; readonly vpcIds: ReadonlySet<string> };
  /** The transit gateway route tables that are to learn the networks. */
  readonly learningTableIds: readonly string[];
  /** How much there will be in use of each quota. */
  readonly quotaUses: readonly QuotaUse[];
}

/** One check of the preflight: it changes nothing, and no other waits for what it finds. */
export type Check = (assessment: Assessment) => readonly Finding[];

/** @param continued the plan of the operation that goes on, which is not planned anew */
export function assess(snapshot: Snapshot, declaration: MoveDeclaration, continued?: MovePlan): Assessment {
  const known = continued === undefined ? onPremisesCidrs(snapshot, declaration) : networksOf(continued);
  const networks = known ?? [];
  const vpcRoutes = vpcRouteClaims(snapshot, declaration, networks);
  const plan = continued ?? planMove(snapshot, declaration, networks, vpcRoutes);
  const { to } = declaration;
  const { connection } = snapshot;
  const tableIds = tablesToMove(plan, declaration);
  const attachment = vpnAttachmentOn(snapshot, declaration.vpnConnectionId, declaration.from.id);
  const learningOf = connection?.routing === 'static' && to.kind === 'transit-gateway' ? to.staticRouteTableIds : plan.to.propagationRouteTableIds;
  return {
    snapshot, declaration, networks, networksKnown: known !== undefined, vpcRoutes, plan,
    ...connection === undefined ? {} : { routing: connection.routing },
    ...attachment === undefined ? {} : { attachment },
    ledOver: { tableIds, vpcIds: new Set(snapshot.vpcRouteTables.filter((table) => tableIds.has(table.id)).map((table) => table.vpcId)) },
    learningTableIds: learningOf,
    quotaUses: quotaUses(snapshot, declaration, plan, networks),
  };
}
