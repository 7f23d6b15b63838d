/** The stage for an edited target: the stack comes up on either kind of gateway, and another resource of it can fail. */
import { EmbeddedAws, EmbeddedAwsOptions } from '../../../rehearsal/embedded-aws';
import { Applications, STACK_NAME } from '../../../rehearsal/scenarios/application';
import { BYSTANDER, failing, setUpDevice, stackWithTarget, vpnConnectionOf } from '../../../rehearsal/scenarios/edit-target';
import { Routing, seedGateways } from '../../../rehearsal/scenarios/estate';
import { TransitGatewayEnd } from '../../../src/domain/declaration';

test.each<[Routing, 'vgw-to-tgw' | 'tgw-to-vgw']>([['static', 'vgw-to-tgw'], ['bgp', 'vgw-to-tgw'], ['static', 'tgw-to-vgw'], ['bgp', 'tgw-to-vgw']])(
  'a stack makes a connection with %s routing where %s begins', async (routing, move) => {
    const { aws, applications, gateways } = await stage(routing, move);

    const { status } = await aws.cloudFormation.deploy(stackWithTarget(applications, { on: gateways.from, routing, deployment: 1 }));

    expect(status).toBe('CREATE_COMPLETE');
    expect(connectionOf(aws).target?.id).toBe(gateways.from.id);
    setUpDevice(aws.network, connectionOf(aws).id, routing);
    await aws.clock.sleep(3_600_000);
    expect(connectionOf(aws).tunnels.map(({ up }) => up)).toEqual([true, true]);
  });

test.each<Routing>(['static', 'bgp'])('made on a transit gateway with AWS\'s defaults, %s, it stands in the tables of its target alone', async (routing) => {
  const { aws, applications, gateways } = await stage(routing, 'vgw-to-tgw', {}, true);
  const to = gateways.to as TransitGatewayEnd;

  const on = { ...to, defaultRouteTableIds: [] };
  const { status } = await aws.cloudFormation.deploy(stackWithTarget(applications, { on, routing, deployment: 1 }));

  expect(status).toBe('CREATE_COMPLETE');
  const attachments = Object.values(aws.network.view.state.transitGatewayAttachments);
  expect(attachments.find((each) => each.resourceId === connectionOf(aws).id)).toMatchObject({
    association: { routeTableId: to.associationRouteTableId, state: 'associated' },
    propagations: to.propagationRouteTableIds.map((routeTableId) => ({ routeTableId, state: 'enabled' })),
  });
});

test('and goes again when the stack fails over something else', async () => {
  const { aws, applications, gateways } = await stage('bgp', 'vgw-to-tgw', { failAt: failing(BYSTANDER, 'CREATE_IN_PROGRESS', 'after') }, true);
  const on = { ...gateways.to as TransitGatewayEnd, defaultRouteTableIds: [] };

  expect(await aws.cloudFormation.deploy(stackWithTarget(applications, { on, routing: 'bgp', deployment: 1 }))).toMatchObject({
    status: 'ROLLBACK_COMPLETE',
  });
});

test('edited, a BGP connection moves in place; when the bystander fails, it goes back', async () => {
  const { aws, applications, gateways } = await stage('bgp', 'vgw-to-tgw', { failAt: failing(BYSTANDER, 'UPDATE_IN_PROGRESS', 'after') });
  await aws.cloudFormation.deploy(stackWithTarget(applications, { on: gateways.from, routing: 'bgp', deployment: 1 }));
  const { id } = connectionOf(aws);

  const { status, failures } = await aws.cloudFormation.deploy(stackWithTarget(applications, { on: gateways.to, routing: 'bgp', deployment: 2 }));

  expect({ status, failures }).toEqual({
    status: 'UPDATE_ROLLBACK_COMPLETE', failures: [{ logicalId: BYSTANDER, reason: 'Bystander fails, as the rehearsal wants' }],
  });
  await aws.clock.sleep(3_600_000);
  expect(connectionOf(aws)).toMatchObject({ id, state: 'available', target: { id: gateways.from.id } });
});

const open: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

async function stage(routing: Routing, move: 'vgw-to-tgw' | 'tgw-to-vgw', options: EmbeddedAwsOptions = {}, defaultRouteTable = false) {
  const aws = await EmbeddedAws.start(options);
  const applications = new Applications();
  open.push(async () => aws.close(), () => applications.remove());
  return { aws, applications, gateways: seedGateways(aws.network, { move, routing, defaultRouteTable }) };
}

function connectionOf(aws: EmbeddedAws) {
  return aws.network.view.state.vpnConnections[vpnConnectionOf(aws.cloudFormation.describeResources(STACK_NAME))];
}
