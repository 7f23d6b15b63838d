/**
 * Who is at work at a VPC. A record is one connection's, and keeps others away from that connection; the route tables and the
 * gateway of a VPC are everybody's. Moves may work at one VPC at the same time, since each leads its own routes from its own gateway;
 * where gateways change places, every route depends on it, so nobody else may.
 */
import { Snapshot } from './observation';
import { MovePlan, vpcTablesOf } from './plan';
import { RecordHead } from './record';

/** One item for each VPC, kept beside the records. */
export interface VpcClaims {
  readonly vpcId: string;
  /** Grows by one with every write; a write names the revision it replaces. */
  readonly revision: number;
  readonly operations: readonly VpcClaim[];
}

export interface VpcClaim {
  readonly vpnConnectionId: string;
  readonly operationId: string;
  /** Whether the gateway of the VPC is swapped, so that nobody else may be at work there. */
  readonly exclusive: boolean;
  /** When it was claimed, in milliseconds since the epoch, for people: the head follows at once, or never. */
  readonly at: number;
}

/** VPCs whose route tables or gateway the operation depends on. */
export function claimedVpcs({ virtualPrivateGateways, vpcRouteTables }: Snapshot, plan: MovePlan): string[] {
  const tables = vpcTablesOf(plan);
  return [...new Set([
    ...virtualPrivateGateways.flatMap((gateway) => gateway.attachments.map((attachment) => attachment.vpcId)),
    ...vpcRouteTables.filter((table) => tables.includes(table.id)).map((table) => table.vpcId),
    ...plan.exchangeAtVpcId === undefined ? [] : [plan.exchangeAtVpcId],
    ...plan.replacement?.test === undefined ? [] : [plan.replacement.test.vpcId],
  ])].sort();
}

/**
 * `unknown`: its head may be about to follow. An operation that has ended claims nothing.
 * @param head that of the claim's connection
 */
export function livenessOf({ operationId }: VpcClaim, head: RecordHead | undefined): 'live' | 'over' | 'unknown' {
  if (head?.operationId !== operationId) return 'unknown';
  return head.status === 'open' ? 'live' : 'over';
}

/** The one that keeps this operation away, if any does. */
export function conflictingClaim(own: VpcClaim, live: readonly VpcClaim[]): VpcClaim | undefined {
  return live.find((each) => each.vpnConnectionId !== own.vpnConnectionId && (own.exclusive || each.exclusive));
}

/** What has ended is left out, so that the item stays small. */
export function claimedBy(before: VpcClaims | undefined, vpcId: string, own: VpcClaim, live: readonly VpcClaim[]): VpcClaims {
  const others = live.filter((each) => each.vpnConnectionId !== own.vpnConnectionId);
  return { vpcId, revision: (before?.revision ?? 0) + 1, operations: [...others, own] };
}
