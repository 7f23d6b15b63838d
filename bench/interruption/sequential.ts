/**
 * The same move as Terraform's documented waits would make it: first delay 10 s and polls 10 s apart for the connection,
 * the provider's back-off for routes and associations, ten operations in parallel, and what depends on something else
 * after it.
 *
 * It is spared what would only make it slower: its reads before the apply, refused requests (it waits until the bucket
 * admits the next), and any wait that the provider's documents do not name.
 */
import { Figures } from './figures';
import { Clock } from '../../rehearsal/contracts';
import { Network } from '../../rehearsal/embedded-ec2/network';
import { Throttle } from '../../rehearsal/embedded-ec2/throttle';
import { Estate } from '../../rehearsal/scenarios/estate';
import { TransitGatewayEnd } from '../../src/domain/declaration';

/** How a wait paces its looks: by doubling pauses, unless they are shorter than its minimum. */
export interface Wait {
  readonly firstDelayMs: number;
  readonly pollMsMin: number;
}

/** wait.go names no delay and no poll for routes and associations, so they have the SDK's default: they begin at once and back off. */
export const DOCUMENTED_ROUTE_WAIT: Wait = { firstDelayMs: 0, pollMsMin: 0 };

/** For comparison: as if every wait were like the connection's. */
export const ROUTE_WAIT_LIKE_CONNECTION: Wait = { firstDelayMs: 10_000, pollMsMin: 10_000 };

export interface SequentialMove {
  readonly network: Network;
  readonly clock: Clock;
  readonly figures: Figures;
  /** Of routes and associations; the connection's is the documented one always. */
  readonly routeWait: Wait;
}

export async function moveAsTerraformWaits(move: SequentialMove, estate: Estate, cidrs: readonly string[]): Promise<void> {
  const apply = new Apply(move);
  await inParallel(cidrs.map((cidr) => async () => apply.deleteStaticRoute(estate, cidr)));
  await apply.modify(estate);
  const attachmentId = await apply.attachmentId(estate);
  await inParallel([
    async () => apply.associate(estate, attachmentId),
    ...cidrs.map((cidr) => async () => apply.createTransitGatewayRoute(estate, attachmentId, cidr)),
    ...cidrs.map((cidr) => async () => apply.replaceVpcRoute(estate, cidr)),
    ...cidrs.map((cidr) => async () => apply.createVpcRoute(estate, cidr)),
  ]);
}

/** `terraform apply` without `-parallelism`. */
const PARALLEL_OPERATIONS = 10;

/** wait.go: VPN connection updated. */
const CONNECTION_WAIT: Wait = { firstDelayMs: 10_000, pollMsMin: 10_000 };
const BACK_OFF_MS = { first: 100, max: 10_000 };

interface ListedConnection {
  readonly State: string;
  readonly Routes: readonly { readonly DestinationCidrBlock: string; readonly State: string }[];
}

class Apply {
  private readonly throttle: Throttle;

  constructor(private readonly move: SequentialMove) {
    const { clock, figures } = move;
    this.throttle = new Throttle(clock, { mutating: figures.mutatingBucket, nonMutating: figures.nonMutatingBucket });
  }

  async deleteStaticRoute({ vpnConnectionId }: Estate, cidr: string): Promise<void> {
    await this.call('DeleteVpnConnectionRoute', { VpnConnectionId: vpnConnectionId, DestinationCidrBlock: cidr });
    await this.until(this.move.routeWait, async () => {
      const route = (await this.connection(vpnConnectionId)).Routes.find((each) => each.DestinationCidrBlock === cidr);
      return route === undefined || route.State === 'deleted';
    });
  }

  async modify({ vpnConnectionId, to }: Estate): Promise<void> {
    await this.call('ModifyVpnConnection', { VpnConnectionId: vpnConnectionId, TransitGatewayId: to.id });
    await this.until(CONNECTION_WAIT, async () => (await this.connection(vpnConnectionId)).State === 'available');
  }

  async attachmentId({ vpnConnectionId, to }: Estate): Promise<string> {
    const Filters = [
      { Name: 'resource-id', Values: [vpnConnectionId] },
      { Name: 'resource-type', Values: ['vpn'] },
      { Name: 'transit-gateway-id', Values: [to.id] },
    ];
    const answer = await this.call('DescribeTransitGatewayAttachments', { Filters });
    const [attachment] = answer.TransitGatewayAttachments as { readonly TransitGatewayAttachmentId: string }[];
    return attachment.TransitGatewayAttachmentId;
  }

  async associate(estate: Estate, attachmentId: string): Promise<void> {
    const table = { TransitGatewayRouteTableId: transitGatewayOf(estate).associationRouteTableId };
    await this.call('AssociateTransitGatewayRouteTable', { ...table, TransitGatewayAttachmentId: attachmentId });
    await this.until(this.move.routeWait, async () => {
      const answer = await this.call('GetTransitGatewayRouteTableAssociations', table);
      const associations = answer.Associations as { readonly TransitGatewayAttachmentId: string; readonly State: string }[];
      return associations.some((each) => each.TransitGatewayAttachmentId === attachmentId && each.State === 'associated');
    });
  }

  async createTransitGatewayRoute(estate: Estate, attachmentId: string, cidr: string): Promise<void> {
    const table = { TransitGatewayRouteTableId: transitGatewayOf(estate).staticRouteTableIds[0] };
    await this.call('CreateTransitGatewayRoute', { ...table, TransitGatewayAttachmentId: attachmentId, DestinationCidrBlock: cidr });
    const Filters = [{ Name: 'type', Values: ['static'] }, { Name: 'route-search.exact-match', Values: [cidr] }];
    await this.until(this.move.routeWait, async () => {
      const answer = await this.call('SearchTransitGatewayRoutes', { ...table, Filters });
      return (answer.Routes as { readonly State: string }[]).some((route) => route.State === 'active');
    });
  }

  async replaceVpcRoute({ vpcRouteTableIds: [withStatics], to }: Estate, cidr: string): Promise<void> {
    await this.call('ReplaceRoute', { RouteTableId: withStatics, DestinationCidrBlock: cidr, TransitGatewayId: to.id });
  }

  async createVpcRoute({ vpcRouteTableIds: [, propagating], to }: Estate, cidr: string): Promise<void> {
    await this.call('CreateRoute', { RouteTableId: propagating, DestinationCidrBlock: cidr, TransitGatewayId: to.id });
  }

  private async connection(id: string): Promise<ListedConnection> {
    const answer = await this.call('DescribeVpnConnections', { VpnConnectionIds: [id] });
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

async function inParallel(operations: readonly (() => Promise<void>)[]): Promise<void> {
  const queue = [...operations];
  const worker = async () => {
    for (let operation = queue.shift(); operation !== undefined; operation = queue.shift()) await operation();
  };
  await Promise.all(Array.from({ length: PARALLEL_OPERATIONS }, worker));
}

/** The estates of this comparison end on a transit gateway. */
function transitGatewayOf({ to }: Estate): TransitGatewayEnd {
  if (to.kind !== 'transit-gateway') throw new Error(`${to.id} is no transit gateway`);
  return to;
}
