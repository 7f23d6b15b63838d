/**
 * An ordinary application with everything in one stack: its VPC, a virtual private gateway and a transit gateway with its tables and the
 * VPC's attachment, and the connection. It is deployed, its target is edited, it is destroyed, and then all of it again.
 */
import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { STACK_NAME, Synthesized } from './application';
import { setUpDevice } from './edit-target';
import { Estate, ON_PREMISES } from './estate';
import { Scenario, ScenarioContext } from './scenario';
import { SiteToSiteVpn, TargetChange, TargetGateway, VirtualPrivateGateway, VpcRoutes, VpcRouteTables, VpnRouting } from '../../../src';
import { DeploymentResult, StackEvent } from '../cloudformation/driver';
import { REGION } from '../embedded-aws';
import { TableName } from '../embedded-ec2/records';
import { NetworkState } from '../embedded-ec2/state';

/** The device takes time to bring its tunnels up. */
const DEVICE_MS = 120_000;

type Kind = 'virtual-private-gateway' | 'transit-gateway';

export const LIFECYCLE_ONE_STACK: Scenario = {
  name: 'lifecycle-one-stack',
  about: 'one stack has VPC, gateways, tables and connection: it is deployed, edited, and destroyed with nothing left, and then all of it again',
  direction: 'vgw-to-tgw',
  routing: 'static',
  estate: { move: 'vgw-to-tgw' },
  // Between two isolated subnets and three networks in both directions, and in from these to the two public ones.
  flows: 18,
  // An attachment takes longer than the connection, so that only what waits for it comes after it.
  aws: { latencies: { transitGatewaySettleMs: 400_000 } },
  mustEnd: 'migrated',
  mustAnnounce: ['STARTED', 'ARRANGED', 'MIGRATED'],
  begin: async (context) => {
    await live(context, ['transit-gateway'], false);
    await live(context, ['virtual-private-gateway', 'transit-gateway']);
    return made(context, await context.aws.cloudFormation.deploy(stackOn(context, 'virtual-private-gateway')));
  },
  run: async (context) => context.aws.cloudFormation.deploy(stackOn(context, 'transit-gateway')),
};

type Order = readonly (readonly [needed: RegExp, by: RegExp])[];

/** What has to be there before what, and goes after it, where the connection ends on either gateway. */
const OF_EITHER: Order = [
  [/^VpnConnection[0-9a-f]{8}[0-9A-F]{8}$/, /^VpnVpcRoute/], [/^VpnCustomerGateway/, /^VpnConnection[0-9a-f]{8}[0-9A-F]{8}$/],
  [/^Hub$/, /^Attachment$/], [/^Hub$/, /^Spokes$/], [/^Spokes$/, /^Association$/],
];
const OF: Record<Kind, Order> = {
  'virtual-private-gateway': [...OF_EITHER, [/^GatewayAttachment/, /^VpnVpcRoute/], [/^GatewayAttachment/, /^VpnConnection[0-9a-f]{8}[0-9A-F]{8}$/]],
  'transit-gateway': [
    ...OF_EITHER, [/^Attachment$/, /^VpnVpcRoute/], [/^Vpns$/, /^VpnAssociation/], [/^Spokes$/, /^VpnRoute/],
  ],
};

/** With the custom resources, where the connection ends on the transit gateway. */
const OF_GUARD: Order = [[/^Association$/, /^VpnTargetChangeBefore/], [/^Propagation$/, /^VpnTargetChangeBefore/]];

function orderOf(end: Kind, guarded: boolean): Order {
  return [...OF[end], ...guarded && end === 'transit-gateway' ? OF_GUARD : []];
}

/** It begins on the first of these, and is destroyed on the last. */
async function live(context: ScenarioContext, ends: readonly Kind[], guarded = true): Promise<void> {
  const { aws: { cloudFormation, network } } = context;
  const [before, since] = [idsIn(network.view.state), cloudFormation.events.length];
  for (const end of ends) await made(context, await cloudFormation.deploy(stackOn(context, end, guarded)));
  const status = await cloudFormation.destroy(STACK_NAME);
  const left = idsIn(network.view.state).filter((id) => !before.includes(id));
  const events = cloudFormation.events.slice(since);
  const unexpected = [
    ...status === 'DELETE_COMPLETE' ? [] : [`it is ${status}`], ...left.map((id) => `${id} is left`),
    ...madeTooEarly(events, orderOf(ends[0], guarded)), ...deletedTooEarly(events, orderOf(ends.at(-1)!, guarded)),
  ];
  if (unexpected.length > 0) throw new Error(`a life of the stack did not go as it must: ${unexpected.join('; ')}`);
}

function stackOn({ applications }: ScenarioContext, kind: Kind, guarded = true): Synthesized {
  return applications.synthesize((stack) => {
    const vpc = newVpc(stack);
    const gateway = new VirtualPrivateGateway(stack, 'Gateway', { vpc, removalPolicy: RemovalPolicy.DESTROY });
    const hub = new ec2.CfnTransitGateway(stack, 'Hub', {
      amazonSideAsn: 64_513, defaultRouteTableAssociation: 'disable', defaultRouteTablePropagation: 'disable',
    });
    const [vpns, spokes] = ['Vpns', 'Spokes'].map((id) => new ec2.CfnTransitGatewayRouteTable(stack, id, { transitGatewayId: hub.ref }).ref);
    new SiteToSiteVpn(stack, 'Vpn', {
      ip: '203.0.113.10',
      target: kind === 'virtual-private-gateway' ? TargetGateway.ofVirtualPrivateGateway(gateway)
        : TargetGateway.ofTransitGateway(hub, { associationRouteTableId: vpns, staticRouteTableIds: [spokes] }),
      routing: VpnRouting.staticRoutes(ON_PREMISES),
      vpcRoutes: [VpcRoutes.staticRoutes(VpcRouteTables.idsOf(vpc))],
      ...guarded ? { targetChange: TargetChange.withRoutes() } : {},
      removalPolicy: RemovalPolicy.DESTROY,
    });
    // After the connection, as nobody minds the order.
    const { ref: transitGatewayAttachmentId } = new ec2.CfnTransitGatewayAttachment(stack, 'Attachment', {
      transitGatewayId: hub.ref, vpcId: vpc.vpcId, subnetIds: vpc.isolatedSubnets.map(({ subnetId }) => subnetId),
    });
    new ec2.CfnTransitGatewayRouteTableAssociation(stack, 'Association', { transitGatewayAttachmentId, transitGatewayRouteTableId: spokes });
    new ec2.CfnTransitGatewayRouteTablePropagation(stack, 'Propagation', { transitGatewayAttachmentId, transitGatewayRouteTableId: vpns });
  });
}

function newVpc(stack: Stack): ec2.Vpc {
  return new ec2.Vpc(stack, 'Vpc', {
    ipAddresses: ec2.IpAddresses.cidr('172.30.0.0/16'), availabilityZones: ['a', 'b'].map((zone) => `${REGION}${zone}`), natGateways: 0,
    subnetConfiguration: [{ name: 'Web', subnetType: ec2.SubnetType.PUBLIC }, { name: 'App', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }],
  });
}

/** The device is set up for the connection, as often as it is a new one. */
async function made({ aws, estate }: ScenarioContext, result: DeploymentResult): Promise<Estate> {
  if (!result.succeeded) throw new Error(`the stack of the story is ${result.status}: ${result.failures[0]?.reason}`);
  const resources = aws.cloudFormation.describeResources(STACK_NAME);
  const idOf = (name: string) => resources.find(({ logicalId }) => logicalId === name)!.physicalId;
  const [vpnConnectionId, vpnGatewayId] = ['VPNConnection', 'VPNGateway']
    .map((name) => resources.find(({ type }) => type === `AWS::EC2::${name}`)!.physicalId);
  const tables = resources.filter(({ type, logicalId }) => type === 'AWS::EC2::RouteTable' && logicalId.startsWith('VpcApp'));
  setUpDevice(aws.network, vpnConnectionId, 'static');
  await aws.clock.sleep(DEVICE_MS);
  return {
    ...estate, vpnConnectionId,
    vpcRouteTableIds: tables.map(({ physicalId }) => physicalId),
    from: { kind: 'virtual-private-gateway', id: vpnGatewayId, propagatingRouteTableIds: [] },
    to: {
      kind: 'transit-gateway', id: idOf('Hub'), associationRouteTableId: idOf('Vpns'), staticRouteTableIds: [idOf('Spokes')],
      propagationRouteTableIds: [], defaultRouteTableIds: [],
    },
  };
}

/** Whatever there is in EC2 but what is described as deleted. */
function idsIn(state: Readonly<NetworkState>): string[] {
  const { directConnect: _directConnect, transitions: _transitions, issued: _issued, ...tables } = state;
  const records = (Object.keys(tables) as TableName[])
    .flatMap((name) => Object.values<{ readonly id: string; readonly state?: string }>(tables[name]));
  return records.filter(({ state: existing }) => existing !== 'deleted').map(({ id }) => id);
}

function madeTooEarly(events: readonly StackEvent[], order: Order): string[] {
  return order.filter(([needed, by]) => first(events, by, 'CREATE_IN_PROGRESS') < last(events, needed, 'CREATE_COMPLETE'))
    .map(([needed, by]) => `${by} was begun before ${needed} was made`);
}

function deletedTooEarly(events: readonly StackEvent[], order: Order): string[] {
  return order.filter(([needed, by]) => first(events, needed, 'DELETE_IN_PROGRESS') < last(events, by, 'DELETE_COMPLETE'))
    .map(([needed, by]) => `${needed} began to go before ${by} had gone`);
}

function first(events: readonly StackEvent[], logicalId: RegExp, status: StackEvent['status']): number {
  return found(events, logicalId, status)[0];
}

function last(events: readonly StackEvent[], logicalId: RegExp, status: StackEvent['status']): number {
  return found(events, logicalId, status).at(-1)!;
}

function found(events: readonly StackEvent[], logicalId: RegExp, status: StackEvent['status']): number[] {
  const indices = [...events.keys()].filter((index) => events[index].status === status && logicalId.test(events[index].logicalId));
  if (indices.length === 0) throw new Error(`no resource ${logicalId} is ever ${status}`);
  return indices;
}
