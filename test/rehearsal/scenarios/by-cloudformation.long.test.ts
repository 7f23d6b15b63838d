/**
 * What an edit of the target does to a connection without custom resources that look after it: as the README tells it, with the way out
 * of what a rollback leaves behind.
 */
import { TargetChange } from '../../../src';
import { Unknowns } from '../../../tools/rehearsal/cloudformation/unknowns';
import { EmbeddedAws } from '../../../tools/rehearsal/embedded-aws';
import { Applications, STACK_NAME } from '../../../tools/rehearsal/scenarios/application';
import {
  EditedStack, failing, setUpDevice, stackWithTarget, UNRELATED_RESOURCE, vpnConnectionOf,
} from '../../../tools/rehearsal/scenarios/edit-target';
import { Gateways, Move, ON_PREMISES, Routing, seedGateways } from '../../../tools/rehearsal/scenarios/estate';

type Order = Unknowns['rollbackOrder'];
type Direction = Extract<Move, 'vgw-to-tgw' | 'tgw-to-vgw' | 'tgw-to-tgw'>;

type Edition = Pick<EditedStack, 'on' | 'deployment' | 'attachmentTags' | 'targetChange'>;

const SETTLES_MS = 600_000;

const open: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

/** A stack has made the connection on its first gateway. Where an order is given, something else in it fails when it is updated first. */
async function connectionOf(move: Direction, routing: Routing, rollbackOrder?: Order) {
  const failures = { left: rollbackOrder === undefined ? 0 : 1 };
  const fails = failing(UNRELATED_RESOURCE, 'UPDATE_IN_PROGRESS');
  const aws = await EmbeddedAws.start({
    failAt: (step) => (failures.left > 0 ? fails(step) : undefined),
    cloudFormationUnknowns: rollbackOrder === undefined ? {} : { rollbackOrder },
  });
  const applications = new Applications();
  open.push(async () => aws.close(), () => applications.remove());
  const gateways = seedGateways(aws.network, { move, routing });
  const deploy = async (edition: Edition) => aws.cloudFormation.deploy(stackWithTarget(applications, {
    routing, ...edition, beside: (_, vpn, bystander) => bystander.node.addDependency(vpn),
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
  ])('%s, %s: %s', async (move, routing, status, existing) => {
    const { gateways, deploy, standing: stands, aws } = await connectionOf(move, routing);
    expect((await deploy({ on: gateways.to, deployment: 2 })).status).toBe(status);
    await aws.clock.sleep(SETTLES_MS);
    expect(stands()).toBe(existing);
  });
});

describe('an edit that is rolled back', () => {
  const COMPLETE = 'UPDATE_ROLLBACK_COMPLETE';
  const FAILED = 'UPDATE_ROLLBACK_FAILED';
  test.each<[Direction, Routing, Order, string, string]>([
    ...ORDERS.map((order) => ['vgw-to-tgw', 'bgp', order, COMPLETE, 'from, static routes: 0'] as [Direction, Routing, Order, string, string]),
    ...ORDERS.map((order) => ['tgw-to-vgw', 'static', order, FAILED, `to, static routes: ${ALL}`] as [Direction, Routing, Order, string, string]),
    ...ORDERS.map((order) => ['tgw-to-vgw', 'bgp', order, COMPLETE, 'from, in no table, routes: 0'] as [Direction, Routing, Order, string, string]),
    ...ORDERS.map((order) => ['tgw-to-tgw', 'static', order, COMPLETE, 'from, in no table, routes: 0'] as [Direction, Routing, Order, string, string]),
    ...ORDERS.map((order) => ['tgw-to-tgw', 'bgp', order, COMPLETE, 'from, in no table, routes: 0'] as [Direction, Routing, Order, string, string]),
  ])('%s, %s, undone %s: %s', async (move, routing, order, status, existing) => {
    const { gateways, deploy, standing: stands, aws } = await connectionOf(move, routing, order);
    expect((await deploy({ on: gateways.to, deployment: 2 })).status).toBe(status);
    await aws.clock.sleep(SETTLES_MS);
    expect(stands()).toBe(existing);
  });
});

describe('the way out of it', () => {
  type Connection = Awaited<ReturnType<typeof connectionOf>>;

  /**
   * The stack names an attachment that is gone. With any change of what leads to the connection CloudFormation looks again, and makes all
   * of it for the attachment that is there: a tag of the attachment is one that changes nothing else, and may go again.
   */
  const madeAgain = async (
    { gateways: { from: on }, deploy, aws, standing: existing, failures }: Connection, targetChange?: TargetChange,
  ) => {
    failures.left = 0;
    expect((await deploy({ on, deployment: 3, targetChange, attachmentTags: { repaired: '1' } })).status).toBe('UPDATE_COMPLETE');
    await aws.clock.sleep(SETTLES_MS);
    const after = existing();
    expect((await deploy({ on, deployment: 4, targetChange })).status).toBe('UPDATE_COMPLETE');
    await aws.clock.sleep(SETTLES_MS);
    expect(existing()).toBe(after);
    return after;
  };

  test.each([
    ['without custom resources', undefined], ['that comes with the custom resources', TargetChange.withRoutes()],
  ])('is one deployment with a tag of the attachment, %s', async (_, targetChange) => {
    for (const [move, routing] of [['tgw-to-vgw', 'bgp'], ['tgw-to-tgw', 'static'], ['tgw-to-tgw', 'bgp']] as const) {
      for (const order of ORDERS) {
        const connection = await connectionOf(move, routing, order);
        await connection.deploy({ on: connection.gateways.to, deployment: 2 });
        expect([move, routing, order, await madeAgain(connection, targetChange)]).toEqual([move, routing, order, `from, associated, routes: ${ALL}`]);
      }
    }
  });

  test.each(ORDERS)('tgw-to-vgw, static, undone %s: the static routes go by hand, the rollback goes on, and one deployment', async (order) => {
    const connection = await connectionOf('tgw-to-vgw', 'static', order);
    const { aws, id, gateways } = connection;
    await connection.deploy({ on: gateways.to, deployment: 2 });
    for (const DestinationCidrBlock of ON_PREMISES) aws.network.call('DeleteVpnConnectionRoute', { VpnConnectionId: id, DestinationCidrBlock });
    await aws.clock.sleep(SETTLES_MS);
    expect(await aws.cloudFormation.continueUpdateRollback(STACK_NAME)).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(await madeAgain(connection)).toBe(`from, associated, routes: ${ALL}`);
  });
});
