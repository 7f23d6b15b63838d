/**
 * The same move as Terraform's documented waits would make it: 10 s before the first look and between looks, ten operations
 * in parallel, and what depends on something else after it, in the order of AWS's guide: routes away from the old gateway,
 * the modify, the new gateway, then the VPC tables.
 *
 * It is spared what would only make it slower: its reads before the apply, refused requests (it waits until the bucket
 * admits the next), and any wait for what the provider does not wait for.
 */
import { Direction } from './bound';
import { Figures } from './figures';
import { GatewayEnd, TransitGatewayEnd } from '../../../src/contract/declaration';
import { Clock } from '../../rehearsal/contracts';
import { Network } from '../../rehearsal/embedded-ec2/network';
import { Throttle } from '../../rehearsal/embedded-ec2/throttle';
import { Estate } from '../../rehearsal/scenarios/estate';

/** How a wait paces its looks: by doubling pauses, unless they are shorter than its minimum. */
export interface Wait {
  readonly firstDelayMs: number;
  readonly pollMsMin: number;
}

/** wait.go: VPN connection updated. */
export const DOCUMENTED_WAIT: Wait = { firstDelayMs: 10_000, pollMsMin: 10_000 };

/** wait.go names no delay and no poll for routes and associations: with the SDK's default they begin at once and back off. */
export const BACK_OFF: Wait = { firstDelayMs: 0, pollMsMin: 0 };

export interface SequentialMove {
  readonly network: Network;
  readonly clock: Clock;
  readonly figures: Figures;
  /** Of everything but the connection, whose wait is the documented one always. */
  readonly wait: Wait;
}

export async function moveAsTerraformWaits(
  move: SequentialMove, direction: Direction, estate: Estate, cidrs: readonly string[],
): Promise<void> {
  const apply = new Apply(move, estate);
  for (const stage of stagesOf(apply, direction, cidrs)) await inParallel(stage);
}

type Operation = () => Promise<void>;

/** What depends on nothing but the stages before it. */
function stagesOf(apply: Apply, direction: Direction, cidrs: readonly string[]): Operation[][] {
  const each = (operation: (cidr: string) => Promise<void>): Operation[] => cidrs.map((cidr) => async () => operation(cidr));
  const modify = [async () => apply.modify()];
  const onTransitGateway = [async () => apply.associate(), ...each(async (cidr) => apply.createTransitGatewayRoute(cidr))];
  switch (direction) {
    case 'vgw-to-tgw':
      return [each(async (cidr) => apply.deleteStaticRoute(cidr)), modify, [
        ...onTransitGateway,
        ...each(async (cidr) => apply.replaceVpcRoute(0, cidr)),
        ...each(async (cidr) => apply.createVpcRoute(1, cidr)),
      ]];
    case 'tgw-to-tgw':
      return [each(async (cidr) => apply.deleteTransitGatewayRoute(cidr)), modify, [
        ...onTransitGateway,
        ...each(async (cidr) => apply.replaceVpcRoute(0, cidr)),
        ...each(async (cidr) => apply.replaceVpcRoute(1, cidr)),
      ]];
    case 'tgw-to-vgw':
      return [each(async (cidr) => apply.deleteTransitGatewayRoute(cidr)), modify, [
        async () => apply.propagate(1), ...each(async (cidr) => apply.createStaticRoute(cidr)),
        ...each(async (cidr) => apply.replaceVpcRoute(0, cidr)), ...each(async (cidr) => apply.deleteVpcRoute(1, cidr)),
      ]];
    case 'vgw-to-vgw':
      return [
        modify, [async () => apply.exchange()],
        [async () => apply.propagate(1), ...each(async (cidr) => apply.replaceVpcRoute(0, cidr))],
      ];
    case 'customer-gateway':
      return [modify];
  }
}

/** `terraform apply` without `-parallelism`. */
const PARALLEL_OPERATIONS = 10;

/** The provider's SDK: pauses double between these. */
const BACK_OFF_MS = { first: 100, max: 10_000 };

interface ListedConnection {
  readonly State: string;
  readonly Routes: readonly { readonly DestinationCidrBlock: string; readonly State: string }[];
}

interface ListedVpnGateway {
  readonly VpcAttachments?: readonly { readonly VpcId: string; readonly State: string }[];
}

class Apply {
  private readonly throttle: Throttle;

  constructor(private readonly move: SequentialMove, private readonly estate: Estate) {
    const { clock, figures } = move;
    this.throttle = new Throttle(clock, { mutating: figures.mutatingBucket, nonMutating: figures.nonMutatingBucket });
  }

  async modify(): Promise<void> {
    const { vpnConnectionId: VpnConnectionId, from, to, customerGateway } = this.estate;
    await this.call('ModifyVpnConnection', {
      VpnConnectionId,
      ...from.id === to.id ? {} : target(to),
      ...customerGateway === undefined ? {} : { CustomerGatewayId: customerGateway.toId },
    });
    await this.until(DOCUMENTED_WAIT, async () => (await this.connection()).State === 'available');
  }

  async deleteStaticRoute(cidr: string): Promise<void> {
    await this.call('DeleteVpnConnectionRoute', { VpnConnectionId: this.estate.vpnConnectionId, DestinationCidrBlock: cidr });
    await this.until(this.move.wait, async () => {
      const route = (await this.connection()).Routes.find((each) => each.DestinationCidrBlock === cidr);
      return route === undefined || route.State === 'deleted';
    });
  }

  async createStaticRoute(cidr: string): Promise<void> {
    await this.call('CreateVpnConnectionRoute', { VpnConnectionId: this.estate.vpnConnectionId, DestinationCidrBlock: cidr });
    await this.until(this.move.wait, async () => (await this.connection()).Routes
      .some((each) => each.DestinationCidrBlock === cidr && each.State === 'available'));
  }

  async associate(): Promise<void> {
    const table = { TransitGatewayRouteTableId: requireTransitGateway(this.estate.to).associationRouteTableId };
    const attachmentId = this.attachmentId();
    await this.call('AssociateTransitGatewayRouteTable', { ...table, TransitGatewayAttachmentId: attachmentId });
    await this.until(this.move.wait, async () => {
      const answer = await this.call('GetTransitGatewayRouteTableAssociations', table);
      const associations = answer.Associations as { readonly TransitGatewayAttachmentId: string; readonly State: string }[];
      return associations.some((each) => each.TransitGatewayAttachmentId === attachmentId && each.State === 'associated');
    });
  }

  async createTransitGatewayRoute(cidr: string): Promise<void> {
    const table = { TransitGatewayRouteTableId: requireTransitGateway(this.estate.to).staticRouteTableIds[0] };
    const TransitGatewayAttachmentId = this.attachmentId();
    await this.call('CreateTransitGatewayRoute', { ...table, TransitGatewayAttachmentId, DestinationCidrBlock: cidr });
    await this.until(this.move.wait, async () => (await this.routesIn(table, cidr)).some((route) => route.State === 'active'));
  }

  async deleteTransitGatewayRoute(cidr: string): Promise<void> {
    const table = { TransitGatewayRouteTableId: requireTransitGateway(this.estate.from).staticRouteTableIds[0] };
    await this.call('DeleteTransitGatewayRoute', { ...table, DestinationCidrBlock: cidr });
    await this.until(this.move.wait, async () => (await this.routesIn(table, cidr)).length === 0);
  }

  async replaceVpcRoute(table: number, cidr: string): Promise<void> {
    await this.call('ReplaceRoute', { RouteTableId: this.estate.vpcRouteTableIds[table], DestinationCidrBlock: cidr, ...routeTarget(this.estate.to) });
  }

  async createVpcRoute(table: number, cidr: string): Promise<void> {
    await this.call('CreateRoute', { RouteTableId: this.estate.vpcRouteTableIds[table], DestinationCidrBlock: cidr, ...routeTarget(this.estate.to) });
  }

  async deleteVpcRoute(table: number, cidr: string): Promise<void> {
    await this.call('DeleteRoute', { RouteTableId: this.estate.vpcRouteTableIds[table], DestinationCidrBlock: cidr });
  }

  async propagate(table: number): Promise<void> {
    await this.call('EnableVgwRoutePropagation', { RouteTableId: this.estate.vpcRouteTableIds[table], GatewayId: this.estate.to.id });
  }

  /** A VPC has one virtual private gateway at most. */
  async exchange(): Promise<void> {
    const { from, to } = this.estate;
    const VpcId = to.kind === 'virtual-private-gateway' ? to.vpcId : undefined;
    await this.call('DetachVpnGateway', { VpnGatewayId: from.id, VpcId });
    await this.until(this.move.wait, async () => ['detached', undefined].includes(await this.stateAtVpc(from.id)));
    await this.call('AttachVpnGateway', { VpnGatewayId: to.id, VpcId });
    await this.until(this.move.wait, async () => await this.stateAtVpc(to.id) === 'attached');
  }

  /** The connection's attribute, which its wait has read: no call, and no time. */
  private attachmentId(): string {
    const { vpnConnectionId, to } = this.estate;
    const attachment = Object.values(this.move.network.view.state.transitGatewayAttachments)
      .find((each) => each.resourceId === vpnConnectionId && each.transitGatewayId === to.id);
    if (attachment === undefined) throw new Error(`${vpnConnectionId} has no attachment on ${to.id}`);
    return attachment.id;
  }

  private async routesIn(
    table: { readonly TransitGatewayRouteTableId: string }, cidr: string,
  ): Promise<readonly { readonly State: string }[]> {
    const Filters = [{ Name: 'type', Values: ['static'] }, { Name: 'route-search.exact-match', Values: [cidr] }];
    return (await this.call('SearchTransitGatewayRoutes', { ...table, Filters })).Routes as { readonly State: string }[];
  }

  private async stateAtVpc(vpnGatewayId: string): Promise<string | undefined> {
    const answer = await this.call('DescribeVpnGateways', { VpnGatewayIds: [vpnGatewayId] });
    return (answer.VpnGateways as ListedVpnGateway[])[0].VpcAttachments?.[0]?.State;
  }

  private async connection(): Promise<ListedConnection> {
    const answer = await this.call('DescribeVpnConnections', { VpnConnectionIds: [this.estate.vpnConnectionId] });
    return (answer.VpnConnections as ListedConnection[])[0];
  }

  /** The loop of the provider's SDK: after the first delay a look, and the pause between looks doubles. */
  private async until({ firstDelayMs, pollMsMin }: Wait, reached: () => Promise<boolean>): Promise<void> {
    const { clock } = this.move;
    await clock.sleep(firstDelayMs);
    for (let pause = BACK_OFF_MS.first * 2; !await reached(); pause = pause * 2) {
      await clock.sleep(Math.min(Math.max(pause, pollMsMin), BACK_OFF_MS.max));
    }
  }

  /** As over the wire: the call takes effect when it arrives, and its answer takes the rest of the time. */
  private async call(operation: string, input: Record<string, unknown>): Promise<Record<string, unknown>> {
    const { network, clock, figures } = this.move;
    const mutating = !/^(Describe|Get|Search)/.test(operation);
    const { refillPerSecond } = mutating ? figures.mutatingBucket : figures.nonMutatingBucket;
    while (!this.throttle.admits(operation, mutating)) await clock.sleep(1000 / refillPerSecond);
    const answer = network.call(operation, input);
    await clock.sleep(figures.apiCallMs);
    return answer;
  }
}

async function inParallel(operations: readonly Operation[]): Promise<void> {
  const queue = [...operations];
  const worker = async () => {
    for (let operation = queue.shift(); operation !== undefined; operation = queue.shift()) await operation();
  };
  await Promise.all(Array.from({ length: PARALLEL_OPERATIONS }, worker));
}

function target({ kind, id }: GatewayEnd) {
  return kind === 'transit-gateway' ? { TransitGatewayId: id } : { VpnGatewayId: id };
}

function routeTarget({ kind, id }: GatewayEnd) {
  return kind === 'transit-gateway' ? { TransitGatewayId: id } : { GatewayId: id };
}

function requireTransitGateway(end: GatewayEnd): TransitGatewayEnd {
  if (end.kind !== 'transit-gateway') throw new Error(`${end.id} is no transit gateway`);
  return end;
}
