/** The stage for an edited target: the stack comes up on either kind of gateway, and another resource of it can fail. */
import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { SiteToSiteVpn, TargetChange, TargetGateway, VpnRouting } from '../../../src';
import { GatewayEnd, TransitGatewayEnd } from '../../../src/contract/declaration';
import { FailAt } from '../../../tools/rehearsal/cloudformation/driver';
import { EmbeddedAws, EmbeddedAwsOptions } from '../../../tools/rehearsal/embedded-aws';
import { SCENARIOS } from '../../../tools/rehearsal/scenarios';
import { Applications, STACK_NAME } from '../../../tools/rehearsal/scenarios/application';
import { failing, setUpDevice, stackWithTarget, UNRELATED_RESOURCE, vpnConnectionOf } from '../../../tools/rehearsal/scenarios/edit-target';
import { Gateways, Routing, seedGateways } from '../../../tools/rehearsal/scenarios/estate';
import { runScenario } from '../../../tools/rehearsal/scenarios/run-scenario';
import { Scenario } from '../../../tools/rehearsal/scenarios/scenario';

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

test.each<Routing>(['static', 'bgp'])('on a transit gateway with AWS\'s defaults there is no room for an association, %s: it says what to do, and that makes it', async (routing) => {
  const { aws, applications, gateways } = await stage(routing, 'vgw-to-tgw', {}, true);
  const on = { ...gateways.to as TransitGatewayEnd, defaultRouteTableIds: [] };
  const deploy = async (target: GatewayEnd) =>
    aws.cloudFormation.deploy(stackWithTarget(applications, { on: target, routing, deployment: 1 }));

  const { status, failures } = await deploy(on);
  expect([status, failures.map(({ reason }) => reason).join()]).toEqual(['ROLLBACK_COMPLETE', expect.stringContaining('Leave that out, ')]);
  await aws.cloudFormation.destroy(STACK_NAME);

  expect((await deploy({ ...on, associationRouteTableId: '' })).status).toBe('CREATE_COMPLETE');
  const [defaultTable] = (gateways.to as TransitGatewayEnd).defaultRouteTableIds;
  const { id } = connectionOf(aws);
  const { association, propagations } = Object.values(aws.network.view.state.transitGatewayAttachments)
    .find(({ resourceId }) => resourceId === id)!;
  expect(association).toMatchObject({ routeTableId: defaultTable, state: 'associated' });
  // It propagates where the gateway has it propagate by itself, and where it was told to.
  expect(propagations.map(({ routeTableId }) => routeTableId).sort()).toEqual([defaultTable, ...on.propagationRouteTableIds].sort());
});

test('and goes again when the stack fails over something else', async () => {
  const { aws, applications, gateways } = await stage('bgp', 'vgw-to-tgw', { failAt: failing(UNRELATED_RESOURCE, 'CREATE_IN_PROGRESS', 'after') });

  const result = await aws.cloudFormation.deploy(stackWithTarget(applications, { on: gateways.to, routing: 'bgp', deployment: 1 }));

  expect(result).toMatchObject({ status: 'ROLLBACK_COMPLETE', failures: [{ logicalId: UNRELATED_RESOURCE }] });
});

test('edited, a BGP connection moves in place; when the bystander fails, it goes back', async () => {
  const { aws, applications, gateways } = await stage('bgp', 'vgw-to-tgw', { failAt: failing(UNRELATED_RESOURCE, 'UPDATE_IN_PROGRESS', 'after') });
  await aws.cloudFormation.deploy(stackWithTarget(applications, { on: gateways.from, routing: 'bgp', deployment: 1 }));
  const { id } = connectionOf(aws);

  const { status, failures } = await aws.cloudFormation.deploy(stackWithTarget(applications, { on: gateways.to, routing: 'bgp', deployment: 2 }));

  expect({ status, failures }).toEqual({
    status: 'UPDATE_ROLLBACK_COMPLETE', failures: [{ logicalId: UNRELATED_RESOURCE, reason: 'Bystander fails, as the rehearsal wants' }],
  });
  await aws.clock.sleep(3_600_000);
  expect(connectionOf(aws)).toMatchObject({ id, state: 'available', target: { id: gateways.from.id } });
});

const scenario = (name: string): Scenario => SCENARIOS.find((each) => each.name === name)!;

describe('both tunnels DOWN at one instant, though UP when all is over', () => {
  test.each([['', 15], ['-slow-device', 55]])('is what the edit of both at once makes, and fails a story in which one must be UP%s', async (device, seconds) => {
    const { secondsWithoutTunnel, deviations } = await runScenario({ ...scenario(`edit-target-tunnel-options-at-once${device}`), tunnels: 'one-is-up' });
    expect(secondsWithoutTunnel).toBe(seconds);
    expect(deviations).toEqual([`both tunnels were DOWN at the same time, for ${seconds} s`]);
  });

  test.each(['', '-slow-device'])('is not, where one tunnel is edited after the other%s', async (device) => {
    const { secondsWithoutTunnel, deviations } = await runScenario({ ...scenario(`edit-target-tunnel-options-alone${device}`), tunnels: 'none-is-up' });
    expect(secondsWithoutTunnel).toBe(0);
    expect(deviations).toEqual(['a tunnel was UP all the time, and the story is that of both DOWN']);
  });

  test('is what is left of one tunnel in a deployment, if CloudFormation calls for all tunnels', async () => {
    const all = { cloudFormationUnknowns: { tunnelsOfVpnConnectionUpdate: 'all' } } as const;
    const { deviations } = await runScenario({ ...scenario('edit-target-tunnel-options-alone'), aws: all });
    expect(deviations).toEqual(['both tunnels were DOWN at the same time, for 30 s']);
  });
});

describe('the kind of routing is edited', () => {
  const declared = (
    { from }: Gateways, routing: Routing, removalPolicy: RemovalPolicy, acknowledgedFindings: string[] = [],
  ) => (stack: Stack) => {
    new SiteToSiteVpn(stack, 'Vpn', {
      ip: '203.0.113.10', target: TargetGateway.virtualPrivateGateway(from.id), removalPolicy,
      routing: routing === 'static' ? VpnRouting.staticRoutes(['10.1.0.0/16']) : VpnRouting.bgp(),
      targetChange: TargetChange.withRoutes({ acknowledgedFindings }),
    });
  };
  const undone = ['dependencies-first', 'dependents-first'] as const;

  test.each(undone)('refused, the stack is as it was, and so is the connection (%s)', async (rollbackOrder) => {
    const { aws, applications, gateways } = await stage('static', 'vgw-to-tgw', { cloudFormationUnknowns: { rollbackOrder } });
    await aws.cloudFormation.deploy(applications.synthesize(declared(gateways, 'static', RemovalPolicy.RETAIN)));
    const before = connectionOf(aws);

    const { status, failures } = await aws.cloudFormation.deploy(applications.synthesize(declared(gateways, 'bgp', RemovalPolicy.RETAIN)));

    expect(status).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(failures[0].reason).toContain('StaticRoutesOnly (true to false) would change');
    expect(connectionOf(aws)).toEqual(before);
  });

  test.each<[Routing, Routing, string[]]>([['static', 'bgp', []], ['bgp', 'static', ['10.1.0.0/16']]])(
    'accepted, from %s to %s, there is another connection with what is declared', async (from, to, routes) => {
      const { aws, applications, gateways } = await stage(from, 'vgw-to-tgw');
      await aws.cloudFormation.deploy(applications.synthesize(declared(gateways, from, RemovalPolicy.DESTROY)));
      const { id } = connectionOf(aws);

      const accepted = declared(gateways, to, RemovalPolicy.DESTROY, [`connection-replaced:${id}`]);
      expect(await aws.cloudFormation.deploy(applications.synthesize(accepted))).toMatchObject({ status: 'UPDATE_COMPLETE' });

      expect(connectionOf(aws).id).not.toBe(id);
      expect(connectionOf(aws)).toMatchObject({ state: 'available', staticRoutesOnly: to === 'static' });
      expect(connectionOf(aws).staticRoutes.map(({ cidr }) => cidr)).toEqual(routes);
    });

  test('accepted, and undone after the last part: the third connection has its routes', async () => {
    const failAt: FailAt = ({ logicalId, stackStatus, moment }) =>
      (logicalId.startsWith('VpnTargetChangeAfter') && stackStatus === 'UPDATE_IN_PROGRESS' && moment === 'after' ? 'it fails' : undefined);
    const { aws, applications, gateways } = await stage('static', 'vgw-to-tgw', { failAt });
    await aws.cloudFormation.deploy(applications.synthesize(declared(gateways, 'static', RemovalPolicy.DESTROY)));
    const { id } = connectionOf(aws);

    const accepted = declared(gateways, 'bgp', RemovalPolicy.DESTROY, [`connection-replaced:${id}`]);
    expect(await aws.cloudFormation.deploy(applications.synthesize(accepted))).toMatchObject({ status: 'UPDATE_ROLLBACK_COMPLETE' });

    expect(connectionOf(aws)).toMatchObject({ staticRoutesOnly: true, staticRoutes: [{ cidr: '10.1.0.0/16' }] });
  });
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
