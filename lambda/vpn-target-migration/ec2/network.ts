/** The network port by EC2: what to look at for which question, and in how few calls. */
import {
  EC2Client, ModifyVpnConnectionCommand, RouteTable, Subnet, TransitGatewayAttachment as Ec2Attachment, VpnConnection as Ec2Connection,
} from '@aws-sdk/client-ec2';
import { Describing, filter } from './describing';
import { codeOf, failureOf } from './failures';
import { attachmentOf, isGone, transitGatewayOf, transitGatewayRouteOf, vpcOf, vpcRouteTableOf, vpnConnectionOf } from './reading';
import { connectionTarget, performStep } from './steps';
import { gatewayOf, MoveDeclaration, TransitGatewayEnd } from '../../../src/domain/declaration';
import {
  Observation, Survey, TransitGatewayAttachment, TransitGatewayRouteTable, VirtualPrivateGateway, VpnConnection,
} from '../../../src/domain/observation';
import { MovePlan } from '../../../src/domain/plan';
import { Step } from '../../../src/domain/steps';
import { AttentionTo, Network, Performed, RetryableFailure } from '../ports';

export class Ec2Network implements Network {
  private readonly describing: Describing;

  constructor(private readonly client: EC2Client, private readonly accountId: string) {
    this.describing = new Describing(client);
  }

  async survey(declaration: MoveDeclaration): Promise<Survey> {
    const { vpnConnectionId } = declaration;
    const vpnGatewayIds = distinctEnds(declaration).filter((end) => end.kind === 'virtual-private-gateway').map((end) => end.id);
    const transitEnds = distinctEnds(declaration).filter((end): end is TransitGatewayEnd => end.kind === 'transit-gateway');
    const [connection, virtualPrivateGateways, transitGateways, attachments, transitGatewayRouteTables] = await Promise.all([
      this.describing.vpnConnection(vpnConnectionId),
      this.virtualPrivateGateways(vpnGatewayIds, vpnConnectionId),
      existingOnes(transitEnds.map(async (end) => this.describing.transitGateway(end.id))),
      Promise.all(transitEnds.map(async (end) => this.attachmentsOn(end.id, vpnConnectionId))),
      Promise.all(transitEnds.map(async (end) => this.surveyedTransitGatewayRouteTables(end, isLeft(end, declaration)))),
    ]);
    const vpcSide = await this.vpcSide(declaration, virtualPrivateGateways);
    const endsExist = virtualPrivateGateways.length + transitGateways.length === distinctEnds(declaration).length;
    const refusal = connection?.State === 'available' && endsExist ? await this.modifyRefusal(declaration, connection) : undefined;
    return {
      accountId: this.accountId,
      ...connection !== undefined ? { connection: vpnConnectionOf(connection) } : {},
      virtualPrivateGateways,
      transitGateways: transitGateways.map(transitGatewayOf),
      attachments: attachments.flat(),
      transitGatewayRouteTables: transitGatewayRouteTables.flat(),
      ...vpcSide,
      ...refusal !== undefined ? { modifyRefusal: refusal } : {},
    };
  }

  async observe(
    declaration: MoveDeclaration, plan: MovePlan, attentionTo: AttentionTo, unlessChanged?: Observation,
  ): Promise<Observation> {
    const [seen, glimpsed] = await Promise.all([
      this.describing.vpnConnection(declaration.vpnConnectionId),
      unlessChanged === undefined ? undefined : this.liveAttachments(declaration),
    ]);
    if (unlessChanged !== undefined && isUnchanged(unlessChanged, seen, glimpsed!)) return unlessChanged;
    const connection = seen === undefined ? undefined : vpnConnectionOf(seen);
    const attention = attentionTo(connection);
    const nothing: Observation = { attachments: [], transitGatewayRouteTables: [], vpcRouteTables: [], virtualPrivateGateways: [] };
    if (connection === undefined || attention === 'connection') return { ...nothing, ...connection === undefined ? {} : { connection } };
    const [attachments, transitGatewayRouteTables, vpcs] = await Promise.all([
      this.attachmentsOfConnection(declaration, glimpsed, attention !== 'departure'),
      attention === 'passage' ? [] : this.transitGatewayRouteTables(plan, connection),
      attention === 'departure' ? {} : this.vpcsOf(plan),
    ]);
    return { ...nothing, connection, attachments, transitGatewayRouteTables, ...vpcs };
  }

  async perform(vpnConnectionId: string, step: Step): Promise<Performed> {
    return performStep(this.client, vpnConnectionId, step);
  }

  async attachmentIdOf(declaration: MoveDeclaration): Promise<string | undefined> {
    if (declaration.to.kind !== 'transit-gateway') return undefined;
    const attachments = await this.liveAttachments(declaration);
    return attachments.find((each) => each.TransitGatewayId === declaration.to.id)?.TransitGatewayAttachmentId;
  }

  private async attachmentsOfConnection(
    declaration: MoveDeclaration, glimpsed: readonly Ec2Attachment[] | undefined, withPropagations: boolean,
  ): Promise<TransitGatewayAttachment[]> {
    const attachments = glimpsed ?? await this.liveAttachments(declaration);
    return Promise.all(attachments.map(async (each) => (
      attachmentOf(each, [], withPropagations ? await this.describing.propagationsOf(each.TransitGatewayAttachmentId!) : [])
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
    ])];
    const exchanged = plan.exchangeAtVpcId === undefined ? [] : [plan.from.gateway.id, plan.to.gateway.id];
    const [tables, virtualPrivateGateways] = await Promise.all([
      this.describing.vpcRouteTables('route-table-id', vpcRouteTableIds),
      this.virtualPrivateGateways(exchanged),
    ]);
    return { vpcRouteTables: tables.map((table) => vpcRouteTableOf(table, [], [])), virtualPrivateGateways };
  }

  private async liveAttachments(declaration: MoveDeclaration) {
    if (distinctEnds(declaration).every((end) => end.kind !== 'transit-gateway')) return [];
    const found = await this.describing.attachments(filter('resource-type', ['vpn']), filter('resource-id', [declaration.vpnConnectionId]));
    return found.filter((each) => !isGone(each));
  }

  private async virtualPrivateGateways(ids: readonly string[], movingId?: string): Promise<VirtualPrivateGateway[]> {
    return existingOnes(ids.map(async (id): Promise<VirtualPrivateGateway | undefined> => {
      // Who else hangs on it matters to the survey only.
      const [gateway, connections] = await Promise.all([
        this.describing.vpnGateway(id), movingId === undefined ? [] : this.describing.vpnConnectionsOn(id),
      ]);
      if (gateway === undefined) return undefined;
      return {
        id,
        state: String(gateway.State),
        attachments: (gateway.VpcAttachments ?? []).filter((each) => each.State !== 'detached').map((each) => ({ vpcId: each.VpcId!, state: String(each.State) })),
        otherConnectionIds: connections.filter((each) => each.State !== 'deleted' && each.VpnConnectionId !== movingId).map((each) => each.VpnConnectionId!),
      };
    }));
  }

  private async attachmentsOn(transitGatewayId: string, vpnConnectionId: string): Promise<TransitGatewayAttachment[]> {
    const [attachments, vpcAttachments] = await Promise.all([
      this.describing.attachments(filter('transit-gateway-id', [transitGatewayId])),
      this.describing.vpcAttachments(transitGatewayId),
    ]);
    return Promise.all(attachments.filter((each) => !isGone(each)).map(async (each) => {
      const id = each.TransitGatewayAttachmentId!;
      const subnetIds = vpcAttachments.find((vpc) => vpc.TransitGatewayAttachmentId === id)?.SubnetIds ?? [];
      return attachmentOf(each, subnetIds, each.ResourceId === vpnConnectionId ? await this.describing.propagationsOf(id) : []);
    }));
  }

  /** The declared tables that exist, with all their routes; of the gateway that is left all tables, so that no route is overlooked. */
  private async surveyedTransitGatewayRouteTables(end: TransitGatewayEnd, leaving: boolean): Promise<TransitGatewayRouteTable[]> {
    const declared = new Set([end.associationRouteTableId, ...end.propagationRouteTableIds, ...end.staticRouteTableIds]);
    const tables = (await this.describing.transitGatewayRouteTables(end.id))
      .filter((table) => (leaving && table.State === 'available') || declared.has(table.TransitGatewayRouteTableId!));
    return Promise.all(tables.map(async (table) =>
      this.transitGatewayRouteTable(table.TransitGatewayRouteTableId!, end.id, String(table.State), ['static', 'propagated'])));
  }

  private async transitGatewayRouteTable(
    id: string, transitGatewayId: string, state: string, types: readonly ('static' | 'propagated')[],
  ): Promise<TransitGatewayRouteTable> {
    const routes = await this.describing.transitGatewayRoutes(id, types);
    return { id, transitGatewayId, state, routes: routes.filter((route) => route.State !== 'deleted').map(transitGatewayRouteOf) };
  }

  /** All tables that may lead to the old gateway, so that none is overlooked, and the declared ones. */
  private async vpcSide(
    { from, vpcRouteTables }: MoveDeclaration, vpnGateways: readonly VirtualPrivateGateway[],
  ): Promise<Pick<Survey, 'vpcRouteTables' | 'vpcs'>> {
    const attachedVpcIds = vpnGateways.flatMap((gateway) => gateway.attachments.filter((each) => each.state === 'attached').map((each) => each.vpcId));
    const found = await Promise.all([
      this.describing.vpcRouteTables('vpc-id', [...new Set(attachedVpcIds)]),
      this.describing.vpcRouteTables('route.transit-gateway-id', from.kind === 'transit-gateway' ? [from.id] : []),
      this.describing.vpcRouteTables('route-table-id', vpcRouteTables.map((table) => table.routeTableId)),
    ]);
    const tables = [...new Map(found.flat().map((table): [string, RouteTable] => [table.RouteTableId!, table])).values()];
    const vpcIds = [...new Set(tables.map((table) => table.VpcId!))];
    const [vpcs, subnets]: [Awaited<ReturnType<Describing['vpcs']>>, Subnet[]] = await Promise.all([
      this.describing.vpcs(vpcIds), this.describing.subnets(vpcIds),
    ]);
    return { vpcRouteTables: tables.map((table) => vpcRouteTableOf(table, tables, subnets)), vpcs: vpcs.map((vpc) => vpcOf(vpc, subnets)) };
  }

  /**
   * What EC2 would answer, without doing it: at the least, whether the role may. Whether a dry run also looks at the
   * connection's state is not documented. While static routes are there it may object to just what will be gone by then.
   */
  private async modifyRefusal(declaration: MoveDeclaration, connection: Ec2Connection): Promise<string | undefined> {
    const { vpnConnectionId, from, to, customerGateway } = declaration;
    const staticRoutesRemain = (connection.Routes ?? []).some((route) => String(route.State) !== 'deleted');
    const target = connectionTarget(from.id === to.id ? undefined : gatewayOf(to), customerGateway?.toId);
    try {
      await this.client.send(new ModifyVpnConnectionCommand({ VpnConnectionId: vpnConnectionId, ...target, DryRun: true }));
      return undefined;
    } catch (error) {
      const code = codeOf(error);
      if (code === 'DryRunOperation' || (staticRoutesRemain && STATE_CODES.has(code))) return undefined;
      const failure = failureOf(`trying ModifyVpnConnection on ${vpnConnectionId}`, error);
      if (failure instanceof RetryableFailure && !STATE_CODES.has(code)) throw failure;
      return failure.message;
    }
  }
}

/** How EC2 may say that static routes are in the way [U]. */
const STATE_CODES = new Set(['IncorrectState', 'InvalidState', 'InvalidVpnConnection.InvalidState', 'InvalidParameterCombination']);

function isUnchanged(before: Observation, connection: Ec2Connection | undefined, attachments: readonly Ec2Attachment[]): boolean {
  const states = (of: readonly { readonly id?: string; readonly state?: string }[]) => of.map((each) => `${each.id} ${each.state}`).sort().join();
  return connection?.State === before.connection?.state
    && states(attachments.map((each) => ({ id: each.TransitGatewayAttachmentId, state: each.State }))) === states(before.attachments);
}

/** Both ends, or the one of a move that changes only the customer gateway. */
function distinctEnds({ from, to }: MoveDeclaration) {
  return from.id === to.id ? [to] : [from, to];
}

function isLeft(end: TransitGatewayEnd, { from, to }: MoveDeclaration): boolean {
  return from.id !== to.id && end.id === from.id;
}

async function existingOnes<T>(asked: readonly Promise<T | undefined>[]): Promise<T[]> {
  return (await Promise.all(asked)).filter((each): each is Awaited<T> & T => each !== undefined);
}
