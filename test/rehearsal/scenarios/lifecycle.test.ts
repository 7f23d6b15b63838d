/** What ordinary users do on ordinary days: the inputs that once failed, in one table. The stories are played whole by the scenarios. */
import { CfnResource, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { RedundantSiteToSiteVpn, SiteToSiteVpn, TargetChange, TargetGateway, VpnRouting } from '../../../src';
import { EmbeddedAws } from '../../../tools/rehearsal/embedded-aws';
import { SCENARIOS } from '../../../tools/rehearsal/scenarios';
import { Applications, STACK_NAME, targetOf } from '../../../tools/rehearsal/scenarios/application';
import { pairOf, setUpDevice, vpnConnectionOf } from '../../../tools/rehearsal/scenarios/edit-target';
import { Gateways, GatewayOptions, ON_PREMISES, seedGateways } from '../../../tools/rehearsal/scenarios/estate';
import { runScenario } from '../../../tools/rehearsal/scenarios/run-scenario';

const open: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

async function stage(options: GatewayOptions) {
  const aws = await EmbeddedAws.start({});
  const applications = new Applications();
  open.push(async () => aws.close(), () => applications.remove());
  const gateways = seedGateways(aws.network, options);
  return { aws, gateways, deploy: async (fill: (stack: Stack) => void) => aws.cloudFormation.deploy(applications.synthesize(fill)) };
}

const guarded = { targetChange: TargetChange.withRoutes() };
const ipOf = (at: number) => `203.0.113.${10 + at}`;
const networkOf = (at: number) => `10.${at}.0.0/16`;

describe('many of one kind fit into one stack', () => {
  const numbers = (count: number) => Array.from({ length: count }, (_, at) => at);

  test.each<[string, GatewayOptions, (stack: Stack, gateways: Gateways) => void]>([
    ['ten connections with static routes, guarded', { move: 'vgw-to-tgw', routing: 'static' }, (stack, { from }) => numbers(10).forEach((at) =>
      new SiteToSiteVpn(stack, `Vpn${at}`, { ip: ipOf(at), target: targetOf(from), routing: VpnRouting.staticRoutes([networkOf(at)]), ...guarded }))],
    ['twelve with BGP, guarded', { move: 'tgw-to-tgw', routing: 'bgp' }, (stack, { from }) => numbers(12).forEach((at) =>
      new SiteToSiteVpn(stack, `Vpn${at}`, { ip: ipOf(at), target: targetOf(from), routing: VpnRouting.bgp(), ...guarded }))],
    ['four redundant pairs, guarded', { move: 'vgw-to-tgw', routing: 'bgp' }, (stack, { from }) => numbers(4).forEach((at) => new RedundantSiteToSiteVpn(stack, `Pair${at}`, {
      target: targetOf(from), routing: VpnRouting.bgp(), first: { ip: ipOf(2 * at) }, second: { ip: ipOf(2 * at + 1) }, ...guarded,
    }))],
    ['eleven with three tags of each attachment', { move: 'tgw-to-tgw', routing: 'bgp' }, (stack, { from }) => numbers(11).forEach((at) => new SiteToSiteVpn(stack, `Vpn${at}`, {
      ip: ipOf(at), target: targetOf(from, { [`site-${at}`]: 'x', [`owner-${at}`]: 'y', [`cost-${at}`]: 'z' }), routing: VpnRouting.bgp(),
    }))],
  ])('%s', async (_, options, make) => {
    const { gateways, deploy } = await stage(options);
    const { status, failures } = await deploy((stack) => make(stack, gateways));
    expect([status, failures]).toEqual(['CREATE_COMPLETE', []]);
  });
});

test('a connection under an old logical id of its own is moved with its routes, as the custom resources are told that id', async () => {
  const { aws, gateways, deploy } = await stage({ move: 'vgw-to-tgw', routing: 'static' });
  const make = (target: Gateways['from'], retention: number) => (stack: Stack) => {
    const vpn = new SiteToSiteVpn(stack, 'Vpn', {
      ip: ipOf(0), target: targetOf(target), routing: VpnRouting.staticRoutes([...ON_PREMISES]),
      targetChange: pairOf({ ...gateways, vpnConnectionId: '', acknowledgedFindings: [] }, { routing: 'static' }),
    });
    (vpn.node.defaultChild as CfnResource).overrideLogicalId('OfficeVpn');
    new CfnResource(stack, 'Bystander', { type: 'AWS::Logs::LogGroup', properties: { RetentionInDays: retention } });
  };
  await deploy(make({ kind: 'virtual-private-gateway', id: gateways.from.id, propagatingRouteTableIds: [] }, 1));
  const id = vpnConnectionOf(aws.cloudFormation.describeResources(STACK_NAME));
  setUpDevice(aws.network, id, 'static');
  await aws.clock.sleep(600_000);

  const { status, failures } = await deploy(make(gateways.to, 3));

  expect([status, failures]).toEqual(['UPDATE_COMPLETE', []]);
  expect(aws.network.view.state.vpnConnections[id]).toMatchObject({ state: 'available', target: { id: gateways.to.id } });
});

test('a gateway of the stack keeps it from being deleted while the connection is kept, until the gateway is kept, too', async () => {
  const { aws: { cloudFormation, network }, deploy } = await stage({ move: 'vgw-to-tgw', routing: 'bgp' });
  const { status } = await deploy((stack) => {
    const gateway = new ec2.CfnTransitGateway(stack, 'Gateway');
    new SiteToSiteVpn(stack, 'Vpn', { ip: ipOf(0), target: TargetGateway.ofTransitGateway(gateway, {}), routing: VpnRouting.bgp() });
  });
  expect(status).toBe('CREATE_COMPLETE');
  const id = vpnConnectionOf(cloudFormation.describeResources(STACK_NAME));

  expect(await cloudFormation.destroy(STACK_NAME)).toBe('DELETE_FAILED');
  expect(await cloudFormation.destroy(STACK_NAME, ['Gateway'])).toBe('DELETE_COMPLETE');
  expect(network.view.state.vpnConnections[id].state).toBe('available');
});

test.each([
  'lifecycle-moved-by-hand', 'lifecycle-moved-by-hand-guarded', 'lifecycle-renamed', 'lifecycle-routing-edited', 'lifecycle-routing-edited-of-own-device',
  'lifecycle-destroyed-and-deployed-again', 'lifecycle-destroyed-with-nothing-kept-tgw',
])('%s ends as it must', async (name) => {
  const { deviations } = await runScenario(SCENARIOS.find((each) => each.name === name)!);
  expect(deviations).toEqual([]);
});

test('what is declared to be lost and is not, is a deviation, and so is what is lost and not declared', async () => {
  const destroyed = SCENARIOS.find(({ name }) => name === 'lifecycle-destroyed')!;
  const { routes, flows } = destroyed.declaredLosses!;
  const declared = async (declaredLosses: typeof destroyed.declaredLosses) =>
    (await runScenario({ ...destroyed, declaredLosses })).deviations;
  expect(await declared({ routes: [...routes, '10.9.0.0/16'], flows })).toEqual(['the routes to 10.9.0.0/16 are said to be lost, and are not']);
  expect(await declared({ routes: routes.slice(1), flows: flows.slice(1) })).toEqual([`the routes to ${routes[0]} are lost`, `the flow ${flows[0]} is lost`]);
});
