/**
 * The life of a stack with ordinary connections: what is edited on any day, what somebody does in a console in between, and what becomes
 * of it when the stack goes and comes again.
 */
import { CfnOutput, CfnResource, RemovalPolicies, Stack } from 'aws-cdk-lib';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct, IConstruct } from 'constructs';
import { STACK_NAME, Synthesized, targetOf } from './application';
import { deployAgain } from './deployments';
import { setUpDevice, UNRELATED_RESOURCE, vpnConnectionOf } from './edit-target';
import { Estate, ON_PREMISES } from './estate';
import { Losses, Scenario, ScenarioContext } from './scenario';
import { CustomerGateway, SiteToSiteVpn, SiteToSiteVpnProps, TargetChange, VpnRouting } from '../../../src';
import { GatewayEnd } from '../../../src/contract/declaration';
import { DeploymentResult } from '../cloudformation/driver';

const STATIC = VpnRouting.staticRoutes([...ON_PREMISES]);
/** The device takes time to bring its tunnels up, and EC2 to do what a console asks for. */
const [DEVICE_MS, CONSOLE_MS] = [120_000, 1_200_000];
const SUBNETS = ['172.31.0.0/20', '172.31.16.0/20'];

/** What a virtual private gateway does not know leads nowhere. */
const WAYS_OUT: Losses = { routes: ON_PREMISES, flows: SUBNETS.flatMap((subnet) => ON_PREMISES.map((network) => `${subnet} → ${network}`)) };

type Story = Omit<Scenario, 'direction' | 'routing'>;

const GUARDED = { targetChange: TargetChange.withRoutes() };

const ON_VPN_GATEWAY = { estate: { move: 'vgw-to-tgw' }, begin } as const;
const ON_TRANSIT_GATEWAY = { estate: { move: 'tgw-to-tgw' }, begin } as const;

const EDITED: readonly Story[] = [
  {
    ...ON_VPN_GATEWAY,
    name: 'lifecycle-renamed',
    about: 'the construct is renamed and moved into another one, its logical ids are kept: nothing is changed',
    mustEnd: 'unchanged',
    tunnels: 'one-is-up',
    run: async (context) => deployAgain(context, stackOf(context, { under: ['Sites', 'Berlin'], logicalIds: logicalIdsOf(context) })),
  },
  {
    ...ON_VPN_GATEWAY,
    name: 'lifecycle-routing-edited',
    about: 'from static routes to BGP: another connection comes, of another customer gateway; the one that was there is kept, and the device set up anew',
    mustEnd: 'unchanged',
    run: async (context) => {
      const edited = await deployed(context, { routing: VpnRouting.bgp() });
      setUpDevice(context.aws.network, availableConnectionOf(context), 'bgp');
      await context.aws.clock.sleep(DEVICE_MS);
      return edited;
    },
    unexpected: (context) => [
      ...availableConnectionOf(context) === context.estate.vpnConnectionId ? ['the connection is still the one that was there'] : [],
      ...stateOf(context) === 'available' ? [] : [`the connection that was there is ${stateOf(context)}`],
    ],
  },
  {
    ...ON_VPN_GATEWAY,
    name: 'lifecycle-routing-edited-of-own-device',
    about: 'the same with a customer gateway of which EC2 makes no second connection to the gateway: it rolls back, and nothing was changed',
    mustEnd: 'refused',
    mustSay: 'already exists',
    mustAnnounce: [],
    tunnels: 'one-is-up',
    run: async (context) => {
      const { customerGatewayId } = connectionOf(context);
      await deployed(context, { customerGatewayId });
      return deployed(context, { customerGatewayId, routing: VpnRouting.bgp() });
    },
  },
  {
    ...ON_VPN_GATEWAY,
    name: 'lifecycle-routing-edited-guarded',
    about: 'the same edit where custom resources guard the connection: refused before anything is made, with what to do',
    mustEnd: 'refused',
    mustSay: 'for which CloudFormation makes another connection, leads everything to that, and keeps this one in the end',
    tunnels: 'one-is-up',
    run: async (context) => {
      await deployed(context, GUARDED);
      return deployed(context, { ...GUARDED, routing: VpnRouting.bgp() });
    },
  },
];

/** Between two deployments somebody was in the console. */
const CONSOLE: readonly Story[] = [
  ...[{}, GUARDED].map((props): Story => ({
    ...ON_VPN_GATEWAY,
    begin: made,
    name: `lifecycle-moved-by-hand${'targetChange' in props ? '-guarded' : ''}`,
    about: 'somebody has moved the connection in the console: one more route is refused and rolled back, and a template that names the gateway succeeds',
    mustEnd: 'unchanged',
    mustAnnounce: 'targetChange' in props ? ['REFUSED'] : [],
    run: async (context) => {
      const { aws: { network, clock }, estate: { vpnConnectionId, to } } = context;
      await deployed(context, props);
      for (const DestinationCidrBlock of ON_PREMISES) network.call('DeleteVpnConnectionRoute', { VpnConnectionId: vpnConnectionId, DestinationCidrBlock });
      await clock.sleep(CONSOLE_MS);
      network.call('ModifyVpnConnection', { VpnConnectionId: vpnConnectionId, TransitGatewayId: to.id });
      await clock.sleep(CONSOLE_MS);
      const refused = await deployed(context, { ...props, routing: VpnRouting.staticRoutes([...ON_PREMISES, '10.4.0.0/16']) });
      if (refused.status !== 'UPDATE_ROLLBACK_COMPLETE') return refused;
      const followed = await deployed(context, { ...props, target: to });
      for (const RouteTableId of context.estate.vpcRouteTableIds) leadToTransitGateway(context, RouteTableId);
      return followed;
    },
  })),
  ...[ON_VPN_GATEWAY, ON_TRANSIT_GATEWAY].map((on): Story => ({
    ...on,
    name: `lifecycle-deleted-by-hand-${on.estate.move.slice(0, 3)}`,
    about: 'somebody has deleted the connection: one more route is refused and rolled back; it is taken out of the template, and another one is made',
    mustEnd: 'unchanged',
    run: async (context) => {
      const { aws: { network, clock }, estate: { vpnConnectionId } } = context;
      network.call('DeleteVpnConnection', { VpnConnectionId: vpnConnectionId });
      await clock.sleep(CONSOLE_MS);
      const refused = await deployed(context, { routing: VpnRouting.staticRoutes([...ON_PREMISES, '10.4.0.0/16']) });
      if (refused.status !== 'UPDATE_ROLLBACK_COMPLETE') return refused;
      const without = await context.aws.cloudFormation.deploy(stackOf(context, 'no connection'));
      if (!without.succeeded) return without;
      const another = await deployed(context, { under: ['Another'] });
      setUpDevice(network, availableConnectionOf(context), 'static');
      await clock.sleep(DEVICE_MS);
      return another;
    },
  })),
  {
    ...ON_TRANSIT_GATEWAY,
    name: 'lifecycle-route-made-by-hand',
    about: 'somebody has made the route that the template is to make: it is rolled back, the route is deleted by hand, and the deployment succeeds',
    mustEnd: 'unchanged',
    tunnels: 'one-is-up',
    run: async (context) => {
      const { aws: { network }, estate: { from } } = context;
      const [TransitGatewayRouteTableId] = from.kind === 'transit-gateway' ? from.staticRouteTableIds : [];
      const route = { TransitGatewayRouteTableId, DestinationCidrBlock: '10.4.0.0/16' };
      network.call('CreateTransitGatewayRoute', { ...route, Blackhole: true });
      const more = { routing: VpnRouting.staticRoutes([...ON_PREMISES, '10.4.0.0/16']) };
      const refused = await deployed(context, more);
      if (refused.status !== 'UPDATE_ROLLBACK_COMPLETE') return refused;
      network.call('DeleteTransitGatewayRoute', route);
      return deployed(context, more);
    },
  },
];

const GONE: readonly Story[] = [
  {
    ...ON_VPN_GATEWAY,
    name: 'lifecycle-destroyed',
    about: 'the stack is deleted with every default: the connection and its customer gateway are kept, and its static routes are not, so that nothing flows',
    mustEnd: 'unchanged',
    declaredLosses: WAYS_OUT,
    run: async (context) => destroyed(context),
    unexpected: (context) => (stateOf(context) === 'available' ? [] : [`the connection is ${stateOf(context)}`]),
  },
  {
    ...ON_VPN_GATEWAY,
    name: 'lifecycle-destroyed-and-deployed-again',
    about: 'the same, and the same stack is deployed again: EC2 makes no second connection of what is kept, and nothing is left of the attempt',
    mustEnd: 'refused',
    mustSay: 'already exists',
    mustAnnounce: [],
    declaredLosses: WAYS_OUT,
    run: async (context) => {
      const gone = await destroyed(context);
      return gone.succeeded ? deployed(context, {}) : gone;
    },
    unexpected: (context) => (stateOf(context) === 'available' ? [] : [`the connection is ${stateOf(context)}`]),
  },
  ...[ON_VPN_GATEWAY, ON_TRANSIT_GATEWAY].map((on): Story => ({
    ...on,
    name: `lifecycle-destroyed-with-everything-kept-${on.estate.move.slice(0, 3)}`,
    about: 'everything of the connection is said to be retained before the stack is deleted: traffic goes on as if nothing had been',
    mustEnd: 'unchanged',
    tunnels: 'one-is-up',
    run: async (context) => {
      const kept = await deployed(context, { policies: (vpn) => RemovalPolicies.of(vpn).retain() });
      return kept.succeeded ? destroyed(context) : kept;
    },
  })),
  ...[ON_VPN_GATEWAY, ON_TRANSIT_GATEWAY].flatMap((on) => [{}, GUARDED].map((props): Story => ({
    ...on,
    name: `lifecycle-destroyed-with-nothing-kept-${on.estate.move.slice(0, 3)}${'targetChange' in props ? '-guarded' : ''}`,
    about: 'the removal policy of the whole stack is set from outside before it is deleted: nothing is left, and the stack can be made again',
    mustEnd: 'unchanged',
    run: async (context) => {
      const { network, clock } = context.aws;
      const policies = (vpn: IConstruct) => RemovalPolicies.of(Stack.of(vpn)).destroy();
      const said = await deployed(context, { ...props, policies });
      const gone = said.succeeded ? await destroyed(context) : said;
      const failures = left(context).map((reason) => ({ logicalId: STACK_NAME, reason }));
      if (!gone.succeeded || failures.length > 0) return { ...gone, succeeded: false, failures };
      const again = await deployed(context, props);
      setUpDevice(network, availableConnectionOf(context), 'static');
      await clock.sleep(DEVICE_MS);
      return again;
    },
  }))),
];

export const LIFECYCLE: readonly Scenario[] = [...EDITED, ...CONSOLE, ...GONE].map((story) => ({ direction: 'none', routing: 'static', ...story }));

interface Choices extends Partial<Pick<SiteToSiteVpnProps, 'routing' | 'targetChange'>> {
  /** Instead of one that is made for the connection. */
  readonly customerGatewayId?: string;
  /** Where the template has the connection; where the stack has made it unless given. */
  readonly target?: GatewayEnd;
  /** The ids of the construct and of those that it stands in. */
  readonly under?: readonly string[];
  /** Those of all resources, in their order. */
  readonly logicalIds?: readonly string[];
  /** What somebody says of the removal policy from outside. */
  readonly policies?: (vpn: SiteToSiteVpn) => void;
}

/** A stack makes the connection, and the device is configured for it. */
async function made(context: ScenarioContext): Promise<Estate> {
  const { aws, estate } = context;
  const { succeeded, failures } = await deployed(context, {});
  if (!succeeded) throw new Error(`the stack of the story could not be made: ${failures[0]?.reason}`);
  const vpnConnectionId = availableConnectionOf(context);
  setUpDevice(aws.network, vpnConnectionId, 'static');
  await aws.clock.sleep(DEVICE_MS);
  return { ...estate, vpnConnectionId };
}

/** The same, and it is to stay where it is. */
async function begin(context: ScenarioContext): Promise<Estate> {
  const estate = await made(context);
  return { ...estate, to: estate.from };
}

function stackOf({ applications, estate: { from } }: ScenarioContext, choices: Choices | 'no connection'): Synthesized {
  return applications.synthesize((stack) => {
    new CfnLogGroup(stack, UNRELATED_RESOURCE);
    if (choices === 'no connection') return;
    const { under = ['Vpn'], target = from, routing = STATIC, targetChange, customerGatewayId, logicalIds = [], policies } = choices;
    const scope = under.slice(0, -1).reduce<Construct>((parent, id) => new Construct(parent, id), stack);
    const vpn = new SiteToSiteVpn(scope, under.at(-1)!, {
      target: targetOf(target.kind === 'virtual-private-gateway' ? { kind: target.kind, id: target.id, propagatingRouteTableIds: [] } : target),
      routing,
      ...targetChange === undefined ? {} : { targetChange },
      ...customerGatewayId === undefined ? { ip: '203.0.113.10' }
        : { customerGateway: CustomerGateway.fromCustomerGatewayId(stack, 'Device', customerGatewayId) },
    });
    // Looked up by a function: without one nobody's rights would be seen.
    new CfnOutput(stack, 'FirstTunnel', { value: vpn.tunnels[0].outsideIpAddress });
    policies?.(vpn);
    const resources = vpn.node.findAll().filter((each): each is CfnResource => each instanceof CfnResource);
    logicalIds.forEach((logicalId, index) => resources[index].overrideLogicalId(logicalId));
  });
}

async function deployed(context: ScenarioContext, choices: Choices): Promise<DeploymentResult> {
  return context.aws.cloudFormation.deploy(stackOf(context, choices));
}

async function destroyed({ aws: { cloudFormation } }: ScenarioContext): Promise<DeploymentResult> {
  const { stackId } = cloudFormation.describe(STACK_NAME)!;
  const status = await cloudFormation.destroy(STACK_NAME);
  const succeeded = status === 'DELETE_COMPLETE';
  const failures = succeeded ? [] : [{ logicalId: STACK_NAME, reason: `the stack could not be deleted: ${status}` }];
  return { stackName: STACK_NAME, stackId, status, succeeded, changed: true, failures, outputs: {} };
}

/** Of the connection and all that stands below it, in the order in which constructs are found. */
function logicalIdsOf({ applications, estate: { from } }: ScenarioContext): string[] {
  const ids: string[] = [];
  applications.synthesize((stack) => {
    const target = targetOf({ kind: 'virtual-private-gateway', id: from.id, propagatingRouteTableIds: [] });
    const vpn = new SiteToSiteVpn(stack, 'Vpn', { target, routing: STATIC, ip: '203.0.113.10' });
    void vpn.tunnels;
    const resources = vpn.node.findAll().filter((each): each is CfnResource => each instanceof CfnResource);
    ids.push(...resources.map((each) => stack.resolve(each.logicalId) as string));
  });
  return ids;
}

/** The one that the stack has now. */
function availableConnectionOf({ aws }: ScenarioContext): string {
  return vpnConnectionOf(aws.cloudFormation.describeResources(STACK_NAME));
}

function connectionOf({ aws, estate: { vpnConnectionId } }: ScenarioContext) {
  return aws.network.view.state.vpnConnections[vpnConnectionId];
}

function stateOf(context: ScenarioContext): string {
  return connectionOf(context).state;
}

function left({ aws: { network: { view: { state } } } }: ScenarioContext): string[] {
  const there = [...Object.values(state.vpnConnections), ...Object.values(state.customerGateways)].filter((each) => each.state !== 'deleted');
  return there.map(({ id }) => `${id} is left`);
}

/** Somebody leads the VPC's traffic after the connection. */
function leadToTransitGateway({ aws: { network }, estate: { to } }: ScenarioContext, RouteTableId: string): void {
  for (const DestinationCidrBlock of ON_PREMISES) {
    const route = { RouteTableId, DestinationCidrBlock, TransitGatewayId: to.id };
    const isThere = network.view.state.vpcRouteTables[RouteTableId].routes.some((each) => each.destination === DestinationCidrBlock);
    network.call(isThere ? 'ReplaceRoute' : 'CreateRoute', route);
  }
}
