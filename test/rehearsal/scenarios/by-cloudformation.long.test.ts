/**
 * What an edit of the target does to a connection whose routes are resources of its stack, with nobody who looks after them: as the README
 * tells it, with the way out of what a rollback leaves behind.
 */
import { RemovalPolicies } from 'aws-cdk-lib';
import { Unknowns } from '../../../rehearsal/cloudformation/unknowns';
import { EmbeddedAws } from '../../../rehearsal/embedded-aws';
import { Applications, STACK_NAME } from '../../../rehearsal/scenarios/application';
import { BYSTANDER, EditedStack, failing, setUpDevice, stackWithTarget, vpnConnectionOf } from '../../../rehearsal/scenarios/edit-target';
import { Gateways, Move, ON_PREMISES, Routing, seedGateways } from '../../../rehearsal/scenarios/estate';
import { TargetChange, TransitGatewayRouting } from '../../../src';

type Order = Unknowns['rollbackOrder'];
type Direction = Extract<Move, 'vgw-to-tgw' | 'tgw-to-vgw' | 'tgw-to-tgw'>;

interface Edition extends Pick<EditedStack, 'on' | 'deployment' | 'transitGatewayRouting'> {
  /** By CloudFormation unless given. */
  readonly targetChange?: TargetChange;
  readonly retained?: boolean;
}

const SETTLES_MS = 600_000;

const open: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

/** A stack has made the connection on its first gateway. Where an order is given, something else in it fails when it is updated first. */
async function connectionOf(move: Direction, routing: Routing, rollbackOrder?: Order, readings: Partial<Unknowns> = {}) {
  const failures = { left: rollbackOrder === undefined ? 0 : 1 };
  const fails = failing(BYSTANDER, 'UPDATE_IN_PROGRESS');
  const aws = await EmbeddedAws.start({
    failAt: (step) => (failures.left > 0 ? fails(step) : undefined),
    cloudFormationUnknowns: { ...readings, ...rollbackOrder === undefined ? {} : { rollbackOrder } },
  });
  const applications = new Applications();
  open.push(async () => aws.close(), () => applications.remove());
  const gateways = seedGateways(aws.network, { move, routing });
  const deploy = async ({ retained = false, ...edition }: Edition) => aws.cloudFormation.deploy(stackWithTarget(applications, {
    routing, targetChange: TargetChange.byCloudFormation(), ...edition,
    beside: (_, vpn, bystander) => {
      if (retained) RemovalPolicies.of(vpn).retain();
      bystander.node.addDependency(vpn);
    },
  }));
  await deploy({ on: gateways.from, deployment: 1 });
  const id = vpnConnectionOf(aws.cloudFormation.describeResources(STACK_NAME));
  setUpDevice(aws.network, id, routing);
  await aws.clock.sleep(SETTLES_MS);
  return { aws, gateways, deploy, id, failures, standing: () => standingOf(aws, gateways, id) };
}

/** Where it stands, and how much leads to it there. */
function standingOf({ network }: EmbeddedAws, { from, to }: Gateways, id: string): string {
  const connection = network.view.state.vpnConnections[id];
  const end = [from, to].find((each) => each.id === connection.target?.id)!;
  const side = end === from ? 'from' : 'to';
  if (end.kind === 'virtual-private-gateway') return `${side}, static routes: ${connection.staticRoutes.filter(({ state }) => state === 'available').length}`;
  const attachment = Object.values(network.view.state.transitGatewayAttachments).find((each) => each.resourceId === id && each.state === 'available')!;
  const [table] = [...end.staticRouteTableIds, ...end.propagationRouteTableIds];
  const { Routes = [] } = network.call('SearchTransitGatewayRoutes', {
    TransitGatewayRouteTableId: table, Filters: [{ Name: 'attachment.transit-gateway-attachment-id', Values: [attachment.id] }],
  }) as { Routes?: { State: string }[] };
  return `${side}, ${attachment.association === undefined ? 'in no table' : 'associated'}, routes: ${Routes.filter(({ State }) => State === 'active').length}`;
}

const ALL = ON_PREMISES.length;
const ORDERS: readonly Order[] = ['dependencies-first', 'dependents-first'];

describe('an edit that nothing else fails beside', () => {
  test.each<[Direction, Routing, string, string]>([
    ['vgw-to-tgw', 'static', 'UPDATE_ROLLBACK_COMPLETE', `from, static routes: ${ALL}`],
    ['vgw-to-tgw', 'bgp', 'UPDATE_COMPLETE', `to, associated, routes: ${ALL}`],
    ['tgw-to-vgw', 'static', 'UPDATE_COMPLETE', `to, static routes: ${ALL}`],
    ['tgw-to-vgw', 'bgp', 'UPDATE_COMPLETE', 'to, static routes: 0'],
    ['tgw-to-tgw', 'static', 'UPDATE_COMPLETE', `to, associated, routes: ${ALL}`],
    ['tgw-to-tgw', 'bgp', 'UPDATE_COMPLETE', `to, associated, routes: ${ALL}`],
  ])('%s, %s: %s', async (move, routing, status, standing) => {
    const { gateways, deploy, standing: stands, aws } = await connectionOf(move, routing);
    expect((await deploy({ on: gateways.to, deployment: 2 })).status).toBe(status);
    await aws.clock.sleep(SETTLES_MS);
    expect(stands()).toBe(standing);
  });
});

describe('an edit that is rolled back', () => {
  const COMPLETE = 'UPDATE_ROLLBACK_COMPLETE';
  const FAILED = 'UPDATE_ROLLBACK_FAILED';
  test.each<[Direction, Routing, Order, string, string]>([
    ...ORDERS.map((order) => ['vgw-to-tgw', 'bgp', order, COMPLETE, 'from, static routes: 0'] as [Direction, Routing, Order, string, string]),
    ...ORDERS.map((order) => ['tgw-to-vgw', 'static', order, FAILED, `to, static routes: ${ALL}`] as [Direction, Routing, Order, string, string]),
    ...ORDERS.map((order) => ['tgw-to-vgw', 'bgp', order, COMPLETE, 'from, in no table, routes: 0'] as [Direction, Routing, Order, string, string]),
    ['tgw-to-tgw', 'static', 'dependencies-first', COMPLETE, `from, associated, routes: ${ALL}`],
    ['tgw-to-tgw', 'bgp', 'dependencies-first', COMPLETE, `from, associated, routes: ${ALL}`],
    ['tgw-to-tgw', 'static', 'dependents-first', FAILED, `to, in no table, routes: ${ALL}`],
    ['tgw-to-tgw', 'bgp', 'dependents-first', FAILED, `to, in no table, routes: ${ALL}`],
  ])('%s, %s, undone %s: %s', async (move, routing, order, status, standing) => {
    const { gateways, deploy, standing: stands, aws } = await connectionOf(move, routing, order);
    expect((await deploy({ on: gateways.to, deployment: 2 })).status).toBe(status);
    await aws.clock.sleep(SETTLES_MS);
    expect(stands()).toBe(standing);
  });
});

describe('the way out of it', () => {
  /** What made a new attachment is taken for the old one's: it has to be given up once, and made again. */
  const madeAgain = async ({ gateways: { from: on }, deploy, aws, standing, failures }: Awaited<ReturnType<typeof connectionOf>>) => {
    failures.left = 0;
    for (const [deployment, transitGatewayRouting] of [[3, TransitGatewayRouting.LEAVE], [4, TransitGatewayRouting.CREATE]] as const) {
      expect((await deploy({ on, deployment, transitGatewayRouting })).status).toBe('UPDATE_COMPLETE');
    }
    await aws.clock.sleep(SETTLES_MS);
    return standing();
  };
  const failedIn = ({ aws }: Awaited<ReturnType<typeof connectionOf>>) => aws.cloudFormation.describeResources(STACK_NAME)
    .filter(({ status }) => status === 'UPDATE_FAILED').map(({ logicalId }) => logicalId);

  test.each(ORDERS)('tgw-to-vgw, bgp, undone %s: two deployments', async (order) => {
    const connection = await connectionOf('tgw-to-vgw', 'bgp', order);
    await connection.deploy({ on: connection.gateways.to, deployment: 2 });
    expect(await madeAgain(connection)).toBe(`from, associated, routes: ${ALL}`);
  });

  test.each(ORDERS)('tgw-to-vgw, static, undone %s: the static routes go by hand, the rollback goes on, and two deployments', async (order) => {
    const connection = await connectionOf('tgw-to-vgw', 'static', order);
    const { aws, id, gateways } = connection;
    await connection.deploy({ on: gateways.to, deployment: 2 });
    for (const DestinationCidrBlock of ON_PREMISES) aws.network.call('DeleteVpnConnectionRoute', { VpnConnectionId: id, DestinationCidrBlock });
    await aws.clock.sleep(SETTLES_MS);
    expect(await aws.cloudFormation.continueUpdateRollback(STACK_NAME)).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(await madeAgain(connection)).toBe(`from, associated, routes: ${ALL}`);
  });

  test.each(['static', 'bgp'] as const)('tgw-to-tgw, %s, undone dependents-first: what failed is passed over, and two deployments', async (routing) => {
    const connection = await connectionOf('tgw-to-tgw', routing, 'dependents-first');
    const { aws, gateways } = connection;
    await connection.deploy({ on: gateways.to, deployment: 2 });
    // What comes after that has failed until then is tried only now, and may have to be passed over next.
    let status = 'UPDATE_ROLLBACK_FAILED';
    for (let times = 0; status === 'UPDATE_ROLLBACK_FAILED' && times < 3; times += 1) {
      status = await aws.cloudFormation.continueUpdateRollback(STACK_NAME, failedIn(connection));
    }
    expect(status).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(await madeAgain(connection)).toBe(`from, associated, routes: ${ALL}`);
  });
});

describe('to custom resources that look after its routes', () => {
  const READINGS = (['new', 'previous'] as const).flatMap((templateDuringUpdate) => (['vgw-to-tgw', 'tgw-to-vgw'] as const)
    .flatMap((move) => (['static', 'bgp'] as const).map((routing) => ({ move, routing, templateDuringUpdate }))));

  test.each(READINGS)('$move, $routing: refused while CloudFormation would delete what leads there, and nothing is lost once it does not ($templateDuringUpdate template)', async (
    { move, routing, templateDuringUpdate },
  ) => {
    const { deploy, gateways: { from: on }, standing, aws } = await connectionOf(move, routing, undefined, { templateDuringUpdate });
    const hasNone = move === 'vgw-to-tgw' && routing === 'bgp';
    const before = standing();

    const first = await deploy({ on, deployment: 2, targetChange: TargetChange.withRoutes() });

    expect(first.status).toBe(hasNone ? 'UPDATE_COMPLETE' : 'UPDATE_ROLLBACK_COMPLETE');
    expect(standing()).toBe(before);
    if (hasNone) return;
    const [{ reason }] = first.failures;
    expect(reason).toMatch(/this stack has what leads to it as resources of their own .* as by `RemovalPolicies.of\(connection\).retain\(\)`, then take them out/);
    // What it says, to its end.
    expect((await deploy({ on, deployment: 2, retained: true })).status).toBe('UPDATE_COMPLETE');
    const acknowledgedFindings = [...reason.matchAll(/'(route-resource:\w+)'/g)].map(([, id]) => id);
    expect(acknowledgedFindings.length > 0).toBe(templateDuringUpdate === 'new');
    const last = await deploy({ on, deployment: 3, targetChange: TargetChange.withRoutes({ acknowledgedFindings }) });
    expect(last.failures).toEqual([]);
    await aws.clock.sleep(SETTLES_MS);
    expect(standing()).toBe(before);
  });
});
