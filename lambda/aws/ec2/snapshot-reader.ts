/** Everything of EC2 that the preflight looks at, read once before anything is changed. */
import { RouteTable, TransitGateway as Ec2TransitGateway, VpnConnection as Ec2Connection } from '@aws-sdk/client-ec2';
import { Describing, filter } from './describing';
import { DryRuns } from './dry-runs';
import {
  attachmentOf, customerGatewayOf, idOfAttachment, idOfVpnConnection, liveOnes, placeOf, prefixListReferenceOf, present, transitGatewayOf,
  transitGatewayRoutesOf, transitGatewayRouteTableOf, virtualPrivateGatewayOf, vpcOf, vpcRouteTableOf, vpnConnectionOf,
} from './reading';
import { endsOf, gatewayOf, MoveDeclaration, namedRouteTables, TransitGatewayEnd } from '../../../src/contract/declaration';
import { sameGateway } from '../../../src/contract/gateway';
import { assess } from '../../engine/assessment';
import {
  Snapshot, TransitGateway, TransitGatewayAttachment, TransitGatewayRouteTable, VirtualPrivateGateway, VpnConnection,
} from '../../engine/observation';
import { natureOf } from '../../engine/operation';
import { actionsToDryRun } from '../../engine/preflight/dry-runs';
import { withObservedSource } from '../../engine/target-change/observed-source';

export class SnapshotReader {
  constructor(private readonly describing: Describing, private readonly dryRuns: DryRuns, private readonly accountId: string) {}

  async snapshot(declaration: MoveDeclaration, permitted?: Set<string>): Promise<Snapshot> {
    const observed = await this.describedSnapshot(declaration);
    const { connection } = observed;
    const gateways = [...observed.virtualPrivateGateways, ...observed.transitGateways].map((each) => each.id);
    const ready = connection?.state === 'available' && sameGateway(connection.gateway, gatewayOf(declaration.from))
      && endsOf(declaration).every((end) => gateways.includes(end.id));
    return ready ? {
      ...observed, ...await this.tried({ ...observed, connection }, withObservedSource(declaration, observed), permitted),
    } : observed;
  }

  private async describedSnapshot(declaration: MoveDeclaration): Promise<Snapshot> {
    const { vpnConnectionId } = declaration;
    const vpnGatewayIds = endsOf(declaration).filter((end) => end.kind === 'virtual-private-gateway').map((end) => end.id);
    const transitEnds = endsOf(declaration).filter((end): end is TransitGatewayEnd => end.kind === 'transit-gateway');
    const { connectionIds: ownIds, modifiedBy } = natureOf(declaration);
    const [found, connectionsFound, virtualPrivateGateways, transitGateways, attachments, transitGatewayRouteTables] = await Promise.all([
      this.describing.vpnConnections.one(vpnConnectionId),
      modifiedBy === 'nobody' ? this.describing.vpnConnections.those(ownIds) : undefined,
      existingOnes(vpnGatewayIds.map(async (id) => this.virtualPrivateGateway(id, ownIds))),
      existingOnes(transitEnds.map(async (end) => this.describing.transitGateways.one(end.id))),
      Promise.all(transitEnds.map(async (end) => this.attachmentsOn(end.id, vpnConnectionId))),
      Promise.all(transitEnds.map(async (end) => this.transitGatewayRouteTables(end, isReadInFull(end, declaration)))),
    ]);
    const connection = found === undefined ? undefined : vpnConnectionOf(found);
    const customerGatewayIds = [connection?.customerGatewayId, declaration.customerGateway?.toId].filter((id) => id !== undefined);
    const [vpcSide, customerGateways, transitGatewaysSeen] = await Promise.all([
      this.vpcSide(declaration, virtualPrivateGateways),
      this.describing.customerGateways.those([...new Set(customerGatewayIds)]),
      Promise.all(transitGateways.map(async (gateway) => this.transitGatewayWithOtherConnections(gateway, connection, declaration))),
    ]);
    return {
      accountId: this.accountId,
      ...present({ connection, connections: connectionsFound?.map(vpnConnectionOf) }),
      virtualPrivateGateways,
      transitGateways: transitGatewaysSeen,
      attachments: attachments.flat(),
      transitGatewayRouteTables: transitGatewayRouteTables.flat(),
      ...vpcSide,
      customerGateways: customerGateways.map(customerGatewayOf),
    };
  }

  /** Dry runs of a move that can begin; of any other they would tell nothing. */
  private async tried(
    observed: Snapshot & { readonly connection: VpnConnection }, declaration: MoveDeclaration, permitted?: Set<string>,
  ): Promise<Pick<Snapshot, 'trials' | 'modifyRefusal'>> {
    // CloudFormation's modify is made by CloudFormation's role.
    const modifies = natureOf(declaration).modifiedBy === 'operation';
    const { trial: result, refusal } = !modifies ? {} : await this.dryRuns.modify(declaration, observed.connection);
    const toTry = actionsToDryRun(observed, declaration, assess(observed, declaration).plan);
    const actions = await this.dryRuns.steps(declaration.vpnConnectionId, toTry, permitted);
    return { trials: [...result === undefined ? [] : [result], ...actions], ...present({ modifyRefusal: refusal }) };
  }

  private async virtualPrivateGateway(id: string, ownIds: readonly string[]): Promise<VirtualPrivateGateway | undefined> {
    const [gateway, connections] = await Promise.all([
      this.describing.vpnGateways.one(id), this.describing.vpnConnectionsOn('vpn-gateway-id', id),
    ]);
    return gateway === undefined ? undefined : virtualPrivateGatewayOf(gateway, otherConnectionsOf(connections, ownIds));
  }

  /** IPv6 blocks inside the tunnels are unique on a transit gateway, IPv4 ones need not be [H, UG-tunnel-configure]. */
  private async transitGatewayWithOtherConnections(
    gateway: Ec2TransitGateway, connection: VpnConnection | undefined, { from, to, vpnConnectionId }: MoveDeclaration,
  ): Promise<TransitGateway> {
    const arrives = gateway.TransitGatewayId === to.id && from.id !== to.id;
    if (!arrives || connection?.insideCidrs?.some((cidr) => cidr.includes(':')) !== true) return transitGatewayOf(gateway);
    return transitGatewayOf(gateway, otherConnectionsOf(await this.describing.vpnConnectionsOn('transit-gateway-id', to.id), [vpnConnectionId]));
  }

  private async attachmentsOn(transitGatewayId: string, vpnConnectionId: string): Promise<TransitGatewayAttachment[]> {
    const [attachments, vpcAttachments] = await Promise.all([
      this.describing.attachments(filter('transit-gateway-id', [transitGatewayId])),
      this.describing.vpcAttachments(transitGatewayId),
    ]);
    return Promise.all(liveOnes(attachments).map(async (each) => {
      const id = idOfAttachment(each);
      const subnetIds = vpcAttachments.find((vpc) => vpc.TransitGatewayAttachmentId === id)?.SubnetIds ?? [];
      return attachmentOf(each, subnetIds, each.ResourceId === vpnConnectionId ? await this.describing.propagationsOf(id) : []);
    }));
  }

  /** The declared tables that exist, with all their routes. */
  private async transitGatewayRouteTables(end: TransitGatewayEnd, wholly: boolean): Promise<TransitGatewayRouteTable[]> {
    const declared = new Set(namedRouteTables(end));
    const tables = (await this.describing.transitGatewayRouteTables(end.id)).map(transitGatewayRouteTableOf)
      .filter((table) => (wholly && table.state === 'available') || declared.has(table.id));
    return Promise.all(tables.map(async (table) => this.transitGatewayRouteTable(table, end.id)));
  }

  private async transitGatewayRouteTable(
    table: ReturnType<typeof transitGatewayRouteTableOf>, transitGatewayId: string,
  ): Promise<TransitGatewayRouteTable> {
    const { id } = table;
    const [routes, references] = await Promise.all([
      this.describing.transitGatewayRoutes(id, ['static', 'propagated']), this.describing.prefixListReferences(id),
    ]);
    const live = references.filter((each) => each.State !== 'deleting').map(prefixListReferenceOf);
    return {
      ...table,
      transitGatewayId,
      routes: transitGatewayRoutesOf(id, routes),
      ...present({ prefixListReferences: live.length === 0 ? undefined : live }),
    };
  }

  /** All tables that may lead to the old gateway, so that none is overlooked, and the declared ones. */
  private async vpcSide(
    { from, vpcRouteTables, stackVpcRoutes, replacement }: MoveDeclaration, vpnGateways: readonly VirtualPrivateGateway[],
  ): Promise<Pick<Snapshot, 'vpcRouteTables' | 'vpcs'>> {
    const attachedVpcIds = vpnGateways.flatMap((gateway) => gateway.attachments.filter((each) => each.state === 'attached').map((each) => each.vpcId));
    const found = await Promise.all([
      this.describing.vpcRouteTables.by('vpc-id', [...new Set(attachedVpcIds)]),
      this.describing.vpcRouteTables.by('route.transit-gateway-id', from.kind === 'transit-gateway' ? [from.id] : []),
      this.describing.vpcRouteTables.those([...new Set([
        ...[...vpcRouteTables, ...stackVpcRoutes?.after ?? []].map((table) => table.routeTableId),
        ...replacement?.test?.routeTableIds ?? [],
      ])]),
    ]);
    const tables = [...new Map(found.flat().map((table): [string, RouteTable] => [placeOf(table).id, table])).values()];
    const vpcIds = [...new Set(tables.map((table) => placeOf(table).vpcId))];
    const [vpcs, subnets] = await Promise.all([this.describing.vpcs.those(vpcIds), this.describing.subnets(vpcIds)]);
    return { vpcRouteTables: tables.map((table) => vpcRouteTableOf(table, tables, subnets)), vpcs: vpcs.map((vpc) => vpcOf(vpc, subnets)) };
  }
}

/** Of the gateway that is left no route is to be overlooked; and of a stack's connection a gateway may choose the tables by itself. */
function isReadInFull(end: TransitGatewayEnd, { from, to, modifiedBy }: MoveDeclaration): boolean {
  return modifiedBy === 'CLOUDFORMATION' || (from.id !== to.id && end.id === from.id);
}

function otherConnectionsOf(connections: readonly Ec2Connection[], ownIds: readonly string[]): Ec2Connection[] {
  return connections.filter((each) => each.State !== 'deleted' && !ownIds.includes(idOfVpnConnection(each)));
}

async function existingOnes<T>(asked: readonly Promise<T | undefined>[]): Promise<T[]> {
  return (await Promise.all(asked)).filter((each): each is Awaited<T> & T => each !== undefined);
}
