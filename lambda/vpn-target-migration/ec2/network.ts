/** The network port by EC2: what to look at for which question, and in how few calls. */
import { EC2Client } from '@aws-sdk/client-ec2';
import { Describing, filter } from './describing';
import { attachmentOf, isGone, transitGatewayRouteOf, virtualPrivateGatewayOf, vpcRouteTableOf, vpnConnectionOf } from './reading';
import { performStep } from './steps';
import { Surveying } from './surveying';
import { Pause, Trying } from './trying';
import { MoveDeclaration } from '../../../src/domain/declaration';
import { Observation, Survey, TransitGatewayRouteTable, VirtualPrivateGateway } from '../../../src/domain/observation';
import { MovePlan } from '../../../src/domain/plan';
import { Step } from '../../../src/domain/steps';
import { Network } from '../ports';

export class Ec2Network implements Network {
  private readonly describing: Describing;
  private readonly surveying: Surveying;

  /** @param pause how to wait for a policy to be known everywhere */
  constructor(private readonly client: EC2Client, accountId: string, pause: Pause) {
    this.describing = new Describing(client);
    this.surveying = new Surveying(this.describing, new Trying(client, pause), accountId);
  }

  async survey(declaration: MoveDeclaration): Promise<Survey> {
    return this.surveying.survey(declaration);
  }

  async observe(declaration: MoveDeclaration, plan: MovePlan, unlessChanged?: Observation): Promise<Observation> {
    if (unlessChanged !== undefined && await this.isUnchanged(declaration, unlessChanged)) return unlessChanged;
    const vpcRouteTableIds = [...new Set([
      ...plan.vpcRoutes.map((route) => route.routeTableId),
      ...plan.from.vgwPropagationRouteTableIds,
      ...plan.to.vgwPropagationRouteTableIds,
    ])];
    const exchanged = plan.exchangeAtVpcId === undefined ? [] : [plan.from.gateway.id, plan.to.gateway.id];
    const [[connection, attachments], vpcRouteTables, virtualPrivateGateways] = await Promise.all([
      this.connectionAndAttachments(declaration),
      this.describing.vpcRouteTables('route-table-id', vpcRouteTableIds),
      this.virtualPrivateGateways(exchanged),
    ]);
    const live = new Set(attachments.map((each) => each.TransitGatewayId));
    const sides = [plan.from, plan.to].filter((side) => live.has(side.gateway.id));
    const tables = new Map(sides.flatMap((side) => side.transitGatewayRoutes
      .map((route): [string, string] => [route.routeTableId, side.gateway.id])));
    const [seen, transitGatewayRouteTables] = await Promise.all([
      Promise.all(attachments.map(async (each) => (
        attachmentOf(each, [], await this.describing.propagationsOf(each.TransitGatewayAttachmentId!))
      ))),
      Promise.all([...tables].map(async ([id, gatewayId]) => this.transitGatewayRouteTable(id, gatewayId, 'available', ['static']))),
    ]);
    return {
      ...connection !== undefined ? { connection: vpnConnectionOf(connection) } : {},
      attachments: seen,
      transitGatewayRouteTables,
      vpcRouteTables: vpcRouteTables.map((table) => vpcRouteTableOf(table, [], [])),
      virtualPrivateGateways,
    };
  }

  async perform(vpnConnectionId: string, step: Step): Promise<void> {
    await performStep(this.client, vpnConnectionId, step);
  }

  async attachmentIdOf(declaration: MoveDeclaration): Promise<string | undefined> {
    if (declaration.to.kind !== 'transit-gateway') return undefined;
    const attachments = await this.liveAttachments(declaration);
    return attachments.find((each) => each.TransitGatewayId === declaration.to.id)?.TransitGatewayAttachmentId;
  }

  private async isUnchanged(declaration: MoveDeclaration, before: Observation): Promise<boolean> {
    const [connection, attachments] = await this.connectionAndAttachments(declaration);
    const states = (of: readonly { readonly id?: string; readonly state?: string }[]) => of.map((each) => `${each.id} ${each.state}`).sort().join();
    return connection?.State === before.connection?.state
      && states(attachments.map((each) => ({ id: each.TransitGatewayAttachmentId, state: each.State }))) === states(before.attachments);
  }

  private async connectionAndAttachments(declaration: MoveDeclaration) {
    return Promise.all([this.describing.vpnConnection(declaration.vpnConnectionId), this.liveAttachments(declaration)]);
  }

  private async liveAttachments(declaration: MoveDeclaration) {
    if (distinctEnds(declaration).every((end) => end.kind !== 'transit-gateway')) return [];
    const found = await this.describing.attachments(filter('resource-type', ['vpn']), filter('resource-id', [declaration.vpnConnectionId]));
    return found.filter((each) => !isGone(each));
  }

  /** As far as a running move needs them: who else hangs on one matters to the survey only. */
  private async virtualPrivateGateways(ids: readonly string[]): Promise<VirtualPrivateGateway[]> {
    const found = await Promise.all(ids.map(async (id) => this.describing.vpnGateway(id)));
    return found.flatMap((gateway) => (gateway === undefined ? [] : [virtualPrivateGatewayOf(gateway, [])]));
  }

  private async transitGatewayRouteTable(
    id: string, transitGatewayId: string, state: string, types: readonly ('static' | 'propagated')[],
  ): Promise<TransitGatewayRouteTable> {
    const routes = await this.describing.transitGatewayRoutes(id, types);
    return { id, transitGatewayId, state, routes: routes.filter((route) => route.State !== 'deleted').map(transitGatewayRouteOf) };
  }
}

/** Both ends, or the one of a move that changes only the customer gateway. */
function distinctEnds({ from, to }: MoveDeclaration) {
  return from.id === to.id ? [to] : [from, to];
}
