/** The network port by EC2: what to look at for which question, and in how few calls. */
import { EC2Client, ModifyVpnConnectionCommand, RouteTable, Subnet } from '@aws-sdk/client-ec2';
import { Describing, filter } from './describing';
import { codeOf, failureOf } from './failures';
import { attachmentOf, isGone, transitGatewayOf, transitGatewayRouteOf, vpcOf, vpcRouteTableOf, vpnConnectionOf } from './reading';
import { performStep } from './steps';
import { GatewayEnd, MoveDeclaration } from '../../../src/domain/declaration';
import { Observation, Survey, TransitGatewayAttachment, TransitGatewayRouteTable, VirtualPrivateGateway } from '../../../src/domain/observation';
import { MovePlan } from '../../../src/domain/plan';
import { Step } from '../../../src/domain/steps';
import { Network, RetryableFailure } from '../ports';

export class Ec2Network implements Network {
  private readonly describing: Describing;

  constructor(private readonly client: EC2Client, private readonly accountId: string) {
    this.describing = new Describing(client);
  }

  async survey(declaration: MoveDeclaration): Promise<Survey> {
    const { vpnConnectionId, from, to } = declaration;
    const [connection, virtualPrivateGateway, transitGateway, attachments, transitGatewayRouteTables] = await Promise.all([
      this.describing.vpnConnection(vpnConnectionId),
      from.kind === 'virtual-private-gateway' ? this.virtualPrivateGateway(from.id, vpnConnectionId) : undefined,
      to.kind === 'transit-gateway' ? this.describing.transitGateway(to.id) : undefined,
      to.kind === 'transit-gateway' ? this.attachmentsOn(to.id, vpnConnectionId) : [],
      this.surveyedTransitGatewayRouteTables(to),
    ]);
    const vpcSide = await this.vpcSide(declaration, virtualPrivateGateway?.attachedVpcIds ?? []);
    const staticRoutesRemain = (connection?.Routes ?? []).some((route) => String(route.State) !== 'deleted');
    const refusal = connection?.State === 'available' && transitGateway !== undefined
      ? await this.modifyRefusal(declaration, staticRoutesRemain) : undefined;
    return {
      accountId: this.accountId,
      ...connection !== undefined ? { connection: vpnConnectionOf(connection) } : {},
      ...virtualPrivateGateway !== undefined ? { virtualPrivateGateway } : {},
      ...transitGateway !== undefined ? { transitGateway: transitGatewayOf(transitGateway) } : {},
      attachments,
      transitGatewayRouteTables,
      ...vpcSide,
      ...refusal !== undefined ? { modifyRefusal: refusal } : {},
    };
  }

  async observe(declaration: MoveDeclaration, plan: MovePlan, unlessChanged?: Observation): Promise<Observation> {
    if (unlessChanged !== undefined) {
      const [connection, attachment] = await this.connectionAndAttachment(declaration);
      if (connection?.State === unlessChanged.connection?.state
        && attachment?.State === unlessChanged.attachment?.state) return unlessChanged;
    }
    const vpcRouteTableIds = [...new Set(plan.vpcRoutes.map((route) => route.routeTableId))];
    const [[connection, attachment], vpcRouteTables] = await Promise.all([
      this.connectionAndAttachment(declaration),
      this.describing.vpcRouteTables('route-table-id', vpcRouteTableIds),
    ]);
    const tableIds = attachment === undefined ? [] : [...new Set(plan.transitGatewayRoutes.map((route) => route.routeTableId))];
    const [propagations, transitGatewayRouteTables] = await Promise.all([
      attachment === undefined ? [] : this.describing.propagationsOf(attachment.TransitGatewayAttachmentId!),
      Promise.all(tableIds.map(async (id) => this.transitGatewayRouteTable(id, declaration.to.id, 'available', ['static']))),
    ]);
    return {
      ...connection !== undefined ? { connection: vpnConnectionOf(connection) } : {},
      ...attachment !== undefined ? { attachment: attachmentOf(attachment, [], propagations) } : {},
      transitGatewayRouteTables,
      vpcRouteTables: vpcRouteTables.map((table) => vpcRouteTableOf(table, [], [])),
    };
  }

  async perform(vpnConnectionId: string, step: Step): Promise<void> {
    await performStep(this.client, vpnConnectionId, step);
  }

  async attachmentIdOf(declaration: MoveDeclaration): Promise<string | undefined> {
    return declaration.to.kind === 'transit-gateway' ? (await this.liveAttachment(declaration))?.TransitGatewayAttachmentId : undefined;
  }

  private async connectionAndAttachment(declaration: MoveDeclaration) {
    return Promise.all([this.describing.vpnConnection(declaration.vpnConnectionId), this.liveAttachment(declaration)]);
  }

  private async liveAttachment(declaration: MoveDeclaration) {
    const found = await this.describing.attachments(
      filter('transit-gateway-id', [declaration.to.id]), filter('resource-type', ['vpn']), filter('resource-id', [declaration.vpnConnectionId]),
    );
    return found.find((each) => !isGone(each));
  }

  private async virtualPrivateGateway(id: string, movingId: string): Promise<VirtualPrivateGateway | undefined> {
    const [gateway, connections] = await Promise.all([this.describing.vpnGateway(id), this.describing.vpnConnectionsOn(id)]);
    if (gateway === undefined) return undefined;
    return {
      id,
      state: String(gateway.State),
      attachedVpcIds: (gateway.VpcAttachments ?? []).filter((each) => each.State === 'attached').map((each) => each.VpcId!),
      otherConnectionIds: connections.filter((each) => each.State !== 'deleted' && each.VpnConnectionId !== movingId).map((each) => each.VpnConnectionId!),
    };
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

  /** The declared tables that exist, with all their routes. */
  private async surveyedTransitGatewayRouteTables(to: GatewayEnd): Promise<TransitGatewayRouteTable[]> {
    if (to.kind !== 'transit-gateway') return [];
    const declared = new Set([to.associationRouteTableId, ...to.propagationRouteTableIds, ...to.staticRouteTableIds]);
    const tables = (await this.describing.transitGatewayRouteTables(to.id))
      .filter((table) => declared.has(table.TransitGatewayRouteTableId!));
    return Promise.all(tables.map(async (table) =>
      this.transitGatewayRouteTable(table.TransitGatewayRouteTableId!, to.id, String(table.State), ['static', 'propagated'])));
  }

  private async transitGatewayRouteTable(
    id: string, transitGatewayId: string, state: string, types: readonly ('static' | 'propagated')[],
  ): Promise<TransitGatewayRouteTable> {
    const routes = await this.describing.transitGatewayRoutes(id, types);
    return { id, transitGatewayId, state, routes: routes.filter((route) => route.State !== 'deleted').map(transitGatewayRouteOf) };
  }

  /** All tables of the VPCs on the old gateway, so that none which leads there is overlooked, and the declared ones. */
  private async vpcSide(declaration: MoveDeclaration, attachedVpcIds: readonly string[]): Promise<Pick<Survey, 'vpcRouteTables' | 'vpcs'>> {
    const declaredIds = declaration.vpcRouteTables.map((table) => table.routeTableId);
    const [ofVpcs, declared] = await Promise.all([
      this.describing.vpcRouteTables('vpc-id', attachedVpcIds), this.describing.vpcRouteTables('route-table-id', declaredIds),
    ]);
    const tables = [...new Map([...ofVpcs, ...declared].map((table): [string, RouteTable] => [table.RouteTableId!, table])).values()];
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
  private async modifyRefusal({ vpnConnectionId, to }: MoveDeclaration, staticRoutesRemain: boolean): Promise<string | undefined> {
    const target = to.kind === 'transit-gateway' ? { TransitGatewayId: to.id } : { VpnGatewayId: to.id };
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
