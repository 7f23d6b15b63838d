/** What a virtual private gateway is to do for a connection that arrives: where it propagates, and whose place it takes. */
import { MoveChoices } from './choices';
import { Derivation } from './derivation';
import { EstateReader } from './estate-reader';
import { VpcRouteTable } from '../../../lambda/engine/observation';
import { GatewayEnd, VirtualPrivateGatewayEnd } from '../../../src/contract/declaration';
import { unknownId } from '../estate/connection-in';
import { isListed } from '../estate/listed';

interface TargetContext {
  readonly reader: EstateReader;
  readonly from: GatewayEnd;
  readonly toId: string;
  /** The VPC tables whose routes move. */
  readonly tables: readonly VpcRouteTable[];
  readonly choices: MoveChoices;
  readonly derive: (derivation: Derivation) => void;
}

/** Both ends: in an exchange the old gateway stops propagating, which the way back has to restore. */
export function virtualPrivateGatewaySide(arrival: TargetContext): { readonly from: GatewayEnd; readonly to: VirtualPrivateGatewayEnd } {
  const { reader: observed, from, toId } = arrival;
  const gateways = observed.estate.vpnGateways.filter(isListed).map((each) => each.VpnGatewayId!);
  if (!gateways.includes(toId)) throw unknownId('virtual private gateway', toId, gateways, `in ${observed.estate.region}`);
  const vpcId = swapVpcOf(arrival);
  const propagated = observed.vpcRouteTables.filter((table) => table.propagatingGatewayIds.includes(from.id)).map((table) => table.id);
  const propagatingRouteTableIds = propagationsOf(arrival, vpcId === undefined ? [] : propagated);
  return {
    from: from.kind === 'virtual-private-gateway' && vpcId !== undefined ? { ...from, propagatingRouteTableIds: propagated } : from,
    to: { kind: 'virtual-private-gateway', id: toId, propagatingRouteTableIds, ...vpcId === undefined ? {} : { vpcId } },
  };
}

/** A gateway that serves no VPC can only serve the one that the other gateway serves by taking its place. */
function swapVpcOf({ reader: observed, from, toId, choices, derive }: TargetContext): string | undefined {
  const vpcs = observed.estate.vpcs.map((vpc) => vpc.VpcId!);
  if (choices.attachToVpc !== undefined) {
    if (!vpcs.includes(choices.attachToVpc)) throw unknownId('VPC', choices.attachToVpc, vpcs, `in ${observed.estate.region}`);
    return choices.attachToVpc;
  }
  const served = servedBy(observed, from.id);
  if (from.kind !== 'virtual-private-gateway' || served === undefined || servedBy(observed, toId) !== undefined) return undefined;
  derive({ what: `${toId} takes the place of ${from.id} at ${served}`, why: `${toId} is attached to no VPC, and a VPC has one such gateway`, option: '--attach-to-vpc' });
  return served;
}

function servedBy({ estate }: EstateReader, vpnGatewayId: string): string | undefined {
  const gateway = estate.vpnGateways.find((each) => each.VpnGatewayId === vpnGatewayId);
  return (gateway?.VpcAttachments ?? []).find((each) => each.State !== 'detached')?.VpcId;
}

/** @param inherited tables that the old gateway propagates into and will not any more */
function propagationsOf({ reader: observed, toId, tables, choices, derive }: TargetContext, inherited: readonly string[]): string[] {
  if (choices.propagateInto !== undefined) {
    const known = observed.vpcRouteTables.map((table) => table.id);
    for (const id of choices.propagateInto) if (!known.includes(id)) throw unknownId('VPC route table', id, known, `in ${observed.estate.region}`);
    return [...choices.propagateInto];
  }
  const already = tables.filter((table) => table.propagatingGatewayIds.includes(toId)).map((table) => table.id);
  const ids = [...new Set([...inherited, ...already])];
  const why = inherited.length > 0 ? 'where the old gateway does' : already.length > 0 ? 'it does already' : 'every table that moves gets static routes';
  derive({ what: ids.length === 0 ? `${toId} propagates into no VPC route table` : `${toId} propagates into ${ids.join(', ')}`, why, option: '--propagate-into' });
  return ids;
}
