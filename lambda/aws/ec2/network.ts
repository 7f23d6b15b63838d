/** The network port by EC2: what to look at for which question, and in how few calls. */
import { EC2Client, TransitGatewayAttachment as Ec2Attachment } from '@aws-sdk/client-ec2';
import { performAction } from './actions';
import { Describing, filter } from './describing';
import { DryRuns } from './dry-runs';
import {
  attachmentOf, idOfAttachment, liveOnes, present, transitGatewayRoutesOf, virtualPrivateGatewayOf, vpcRouteTableOf, vpnConnectionOf,
} from './reading';
import { SnapshotReader } from './snapshot-reader';
import { endsOf, MoveDeclaration } from '../../../src/contract/declaration';
import { sameGateway } from '../../../src/contract/gateway';
import { idsOf } from '../../../src/contract/replacement-declaration';
import { Action } from '../../engine/actions';
import {
  Observation, Snapshot, TransitGatewayAttachment, TransitGatewayRouteTable, VirtualPrivateGateway, VpnConnection,
} from '../../engine/observation';
import { MovePlan, PlannedReplacement } from '../../engine/plan';
import { ChooseScope, Network, Performed, PreviousObservation } from '../../runner/ports';

export class Ec2Network implements Network {
  private readonly describing: Describing;
  private readonly snapshotReader: SnapshotReader;

  constructor(private readonly client: EC2Client, accountId: string) {
    this.describing = new Describing(client);
    this.snapshotReader = new SnapshotReader(this.describing, new DryRuns(client), accountId);
  }

  async snapshot(declaration: MoveDeclaration, permitted?: Set<string>): Promise<Snapshot> {
    return this.snapshotReader.snapshot(declaration, permitted);
  }

  async observe(
    declaration: MoveDeclaration, plan: MovePlan, attentionTo: ChooseScope, unlessChanged?: PreviousObservation,
  ): Promise<Observation> {
    if (plan.replacement !== undefined) return this.observeReplacement(declaration.vpnConnectionId, plan, plan.replacement, unlessChanged);
    const [connection, previous] = await Promise.all([
      this.connection(declaration.vpnConnectionId),
      unlessChanged === undefined || unlessChanged.connectionOnly ? undefined : this.liveAttachments(declaration),
    ]);
    const observed = present({ connection });
    if (unlessChanged !== undefined && isUnchanged(unlessChanged, connection, previous)) return { ...unlessChanged, ...observed };
    const scope = attentionTo(connection);
    const nothing: Observation = { attachments: [], transitGatewayRouteTables: [], vpcRouteTables: [], virtualPrivateGateways: [] };
    if (connection === undefined || scope === 'connection') return { ...nothing, ...observed };
    if (scope === 'paths') return { ...nothing, connection, ...await this.pathsOf(plan, connection) };
    const [attachments, transitGatewayRouteTables, vpcs] = await Promise.all([
      this.attachmentsOfConnection(declaration, previous, scope !== 'source'),
      scope === 'attachment' ? [] : this.transitGatewayRouteTables(plan, connection),
      scope === 'source' ? {} : this.vpcsOf(plan),
    ]);
    return { ...nothing, connection, attachments, transitGatewayRouteTables, ...vpcs };
  }

  /** No connection is modified, so what is looked at never depends on where one stands. */
  private async observeReplacement(
    vpnConnectionId: string, plan: MovePlan, { connections: replaced }: PlannedReplacement, unlessChanged?: Observation,
  ): Promise<Observation> {
    const connections = (await this.describing.vpnConnections.those(idsOf(replaced))).map(vpnConnectionOf);
    const observed = { connections, ...present({ connection: connections.find((each) => each.id === vpnConnectionId) }) };
    if (unlessChanged !== undefined && statesOf(connections) === statesOf(unlessChanged.connections)) {
      return { ...unlessChanged, ...observed };
    }
    return { attachments: [], transitGatewayRouteTables: [], ...await this.vpcsOf(plan), ...observed };
  }

  async perform(vpnConnectionId: string, action: Action): Promise<Performed> {
    return performAction(this.client, vpnConnectionId, action);
  }

  async connection(vpnConnectionId: string): Promise<VpnConnection | undefined> {
    const observed = await this.describing.vpnConnections.one(vpnConnectionId);
    return observed === undefined ? undefined : vpnConnectionOf(observed);
  }

  async attachmentIdOf(declaration: MoveDeclaration): Promise<string | undefined> {
    if (declaration.to.kind !== 'transit-gateway') return undefined;
    const attachments = await this.liveAttachments(declaration);
    const attachment = attachments.find((each) => each.TransitGatewayId === declaration.to.id);
    return attachment === undefined ? undefined : idOfAttachment(attachment);
  }

  /**
   * Of the gateway's tables those that are declared, or were seen to lead to the connection: no other can be one of its paths. Where
   * somebody else has moved it to another gateway there are none, and no right to look.
   */
  private async pathsOf(plan: MovePlan, { id, gateway }: VpnConnection): Promise<Partial<Observation>> {
    const vpcs = await this.vpcsOf(plan);
    const { vpcRouteTables } = vpcs;
    const sides = [plan.from, plan.to].filter((side) => side.gateway.id === gateway?.id);
    if (gateway === undefined || sides.length === 0) return vpcs;
    if (gateway.kind !== 'transit-gateway') {
      const needed = vpcRouteTables.length === 0 ? [] : [gateway.id];
      return { ...vpcs, virtualPrivateGateways: await this.virtualPrivateGateways(needed) };
    }
    const vpcIds = [...new Set(vpcRouteTables.map((table) => table.vpcId))];
    const tableIds = sides.flatMap((side) => [
      ...side.associationRouteTableId === undefined ? [] : [side.associationRouteTableId],
      ...side.propagationRouteTableIds, ...side.transitGatewayRoutes.map((route) => route.routeTableId),
    ]);
    const [found, transitGatewayRouteTables] = await Promise.all([
      this.describing.attachments(filter('transit-gateway-id', [gateway.id]), filter('resource-id', [id, ...vpcIds])),
      Promise.all([...new Set(tableIds)].map(async (each) => (
        this.transitGatewayRouteTable(each, gateway.id, 'available', ['static', 'propagated'])))),
    ]);
    const propagates = sides.some((side) => side.propagationRouteTableIds.length > 0);
    const attachments = await Promise.all(liveOnes(found).map(async (each) => attachmentOf(
      each, [], propagates && each.ResourceId === id ? await this.describing.propagationsOf(idOfAttachment(each)) : [],
    )));
    return { ...vpcs, attachments, transitGatewayRouteTables };
  }

  private async attachmentsOfConnection(
    declaration: MoveDeclaration, previous: readonly Ec2Attachment[] | undefined, withPropagations: boolean,
  ): Promise<TransitGatewayAttachment[]> {
    const attachments = previous ?? await this.liveAttachments(declaration);
    return Promise.all(attachments.map(async (each) => (
      attachmentOf(each, [], withPropagations ? await this.describing.propagationsOf(idOfAttachment(each)) : [])
    )));
  }

  /** The tables that the plan names on the transit gateway where the connection stands, with their static routes. */
  private async transitGatewayRouteTables(plan: MovePlan, { gateway }: VpnConnection): Promise<TransitGatewayRouteTable[]> {
    const routes = [plan.from, plan.to].filter((side) => side.gateway.id === gateway?.id).flatMap((side) => side.transitGatewayRoutes);
    const ids = [...new Set(routes.map((route) => route.routeTableId))];
    return Promise.all(ids.map(async (id) => this.transitGatewayRouteTable(id, gateway!.id, 'available', ['static'])));
  }

  private async vpcsOf(plan: MovePlan): Promise<Pick<Observation, 'vpcRouteTables' | 'virtualPrivateGateways'>> {
    const vpcRouteTableIds = [...new Set([
      ...plan.vpcRoutes.map((route) => route.routeTableId),
      ...plan.from.vgwPropagationRouteTableIds,
      ...plan.to.vgwPropagationRouteTableIds,
      ...plan.replacement?.test?.routeTableIds ?? [],
      ...plan.paths?.tables.map((table) => table.routeTableId) ?? [],
    ])];
    const swapped = plan.exchangeAtVpcId === undefined ? [] : [plan.from.gateway.id, plan.to.gateway.id];
    const [tables, virtualPrivateGateways] = await Promise.all([
      this.describing.vpcRouteTables.those(vpcRouteTableIds),
      this.virtualPrivateGateways(swapped),
    ]);
    return { vpcRouteTables: tables.map((table) => vpcRouteTableOf(table, [], [])), virtualPrivateGateways };
  }

  private async liveAttachments(declaration: MoveDeclaration) {
    if (endsOf(declaration).every((end) => end.kind !== 'transit-gateway')) return [];
    const found = await this.describing.attachments(filter('resource-type', ['vpn']), filter('resource-id', [declaration.vpnConnectionId]));
    return liveOnes(found);
  }

  /** As far as a running move needs them: who else hangs on one matters to the snapshot only. */
  private async virtualPrivateGateways(ids: readonly string[]): Promise<VirtualPrivateGateway[]> {
    const found = await Promise.all(ids.map(async (id) => this.describing.vpnGateways.one(id)));
    return found.flatMap((gateway) => (gateway === undefined ? [] : [virtualPrivateGatewayOf(gateway, [])]));
  }

  private async transitGatewayRouteTable(
    id: string, transitGatewayId: string, state: string, types: readonly ('static' | 'propagated')[],
  ): Promise<TransitGatewayRouteTable> {
    const routes = await this.describing.transitGatewayRoutes(id, types);
    return { id, transitGatewayId, state, routes: transitGatewayRoutesOf(id, routes) };
  }
}

/** @param attachments absent: whatever they are, it makes no difference */
function isUnchanged(before: Observation, observed: VpnConnection | undefined, attachments?: readonly Ec2Attachment[]): boolean {
  return observed?.state === before.connection?.state
    // It may have been available on the one side then, and be so on the other one now.
    && sameGateway(observed?.gateway, before.connection?.gateway) && observed?.customerGatewayId === before.connection?.customerGatewayId
    && (attachments === undefined
      || statesOf(attachments.map(({ TransitGatewayAttachmentId: id, State: state }) => ({ id, state }))) === statesOf(before.attachments));
}

function statesOf(observed: readonly { readonly id?: string; readonly state?: string }[] = []): string {
  return observed.map(({ id, state }) => `${id} ${state}`).sort().join();
}
