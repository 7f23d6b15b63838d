/** The look-up of a connection's attachment and tunnels, as the package ships it: deployed by the driver, over HTTP, policies enforced. */
import { CfnOutput, Stack } from 'aws-cdk-lib';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import { World, world } from './bundle-world';
import { synthesized } from './provider-app';
import { SiteToSiteVpn, TargetGateway, TransitGatewayRouting, VpnRouting } from '../../../src';
import { UNKNOWNS, Unknowns } from '../../../tools/rehearsal/embedded-ec2/unknowns';
import { failing } from '../../../tools/rehearsal/scenarios/edit-target';

let here: World;
beforeEach(async () => { here = await world(); });
afterEach(async () => here.close());

interface Declared {
  readonly target: TargetGateway;
  readonly ip?: string;
  readonly withAttachment?: boolean;
  readonly withTunnels?: boolean;
  /** A resource that comes last, and is another one with each number. */
  readonly bystander?: number;
  readonly transitGatewayRouting?: TransitGatewayRouting;
}

function stackWith({ target, ip = '203.0.113.1', withAttachment = false, withTunnels = true, bystander, transitGatewayRouting = TransitGatewayRouting.LEAVE }: Declared) {
  return synthesized((stack: Stack) => {
    const vpn = new SiteToSiteVpn(stack, 'Vpn', {
      ip, target, routing: VpnRouting.bgp(), transitGatewayRouting,
    });
    new CfnOutput(stack, 'Id', { value: vpn.vpnId });
    if (bystander !== undefined) {
      const last = new CfnLogGroup(stack, 'Bystander', { retentionInDays: bystander });
      last.node.addDependency(vpn);
      last.overrideLogicalId('Bystander');
    }
    if (withAttachment) new CfnOutput(stack, 'Attachment', { value: vpn.transitGatewayAttachmentId });
    if (!withTunnels) return;
    new CfnOutput(stack, 'Asn', { value: `${vpn.amazonSideAsn}` });
    vpn.tunnels.forEach((tunnel, index) => {
      new CfnOutput(stack, `Tunnel${index}`, {
        value: [tunnel.outsideIpAddress, tunnel.insideCidr, tunnel.awsInsideIpAddress, tunnel.deviceInsideIpAddress].join(' '),
      });
    });
  });
}

const onVpnGateway = (asn?: number) => TargetGateway.virtualPrivateGateway(here.network.seed.vpnGateway({ asn }));

function onTransitGateway(asn?: number): TargetGateway {
  const { transitGatewayId } = here.network.seed.transitGateway({ defaultAssociation: false, defaultPropagation: false, asn });
  const associationRouteTableId = here.network.seed.transitGatewayRouteTable({ transitGatewayId });
  return TargetGateway.transitGateway(transitGatewayId, { associationRouteTableId });
}

/** As the network has them, in the order of their outside addresses. */
function tunnelsOf(id: string): string[] {
  const number = (address: string) => address.split('.').reduce((sum, each) => sum * 256 + Number(each), 0);
  return here.network.view.state.vpnConnections[id].tunnels.slice().sort((a, b) => number(a.outsideIpAddress) - number(b.outsideIpAddress))
    .map(({ outsideIpAddress, insideCidr }) => {
      const [network, last] = /^(.*\.)(\d+)\/30$/.exec(insideCidr!)!.slice(1);
      return `${outsideIpAddress} ${insideCidr} ${network}${Number(last) + 1} ${network}${Number(last) + 2}`;
    });
}

const SETTINGS = (['tunnelInsideCidrSpelling', 'describeAfterModify', 'configurationWhileModifying'] as const)
  .flatMap((name) => UNKNOWNS[name].values.map((value): [string, string, Partial<Unknowns>] => [name, value, { [name]: value }]));

test.each(SETTINGS)('with %s %s, outputs name both tunnels as the network has them, before and after a change of gateway in place', async (_name, _value, settings) => {
  Object.assign(here.network.unknowns, settings);
  const before = await here.cloudFormation.deploy(stackWith({ target: onVpnGateway(64_999) }));

  expect(before).toMatchObject({ status: 'CREATE_COMPLETE', outputs: { Asn: '64999' } });
  const { Id, Tunnel0, Tunnel1 } = before.outputs;
  expect([Tunnel0, Tunnel1]).toEqual(tunnelsOf(Id));

  const after = await here.cloudFormation.deploy(stackWith({ target: onTransitGateway(65_111), withAttachment: true }));

  expect(after).toMatchObject({
    status: 'UPDATE_COMPLETE', outputs: { Id, Asn: '65111', Tunnel0, Tunnel1, Attachment: expect.stringMatching(/^tgw-attach-/) },
  });
});

test('an attachment of an earlier stay is never answered', async () => {
  const [first, second] = [onTransitGateway(), onTransitGateway()];
  const there = await here.cloudFormation.deploy(stackWith({ target: first, withAttachment: true }));
  const elsewhere = await here.cloudFormation.deploy(stackWith({ target: second, withAttachment: true }));

  const back = await here.cloudFormation.deploy(stackWith({ target: first, withAttachment: true }));

  const ids = [there, elsewhere, back].map(({ outputs }) => outputs.Attachment);
  expect(new Set(ids).size).toBe(3);
  expect(Object.values(here.network.view.state.transitGatewayAttachments).find(({ state }) => state === 'available')?.id).toBe(ids[2]);
});

describe('a transit gateway as AWS makes it by default, which associates every attachment itself', () => {
  const onDefaults = (association?: (tables: readonly string[]) => string) => {
    const { transitGatewayId, defaultRouteTableId } = here.network.seed.transitGateway({});
    const own = here.network.seed.transitGatewayRouteTable({ transitGatewayId });
    const tables = association === undefined ? {} : { associationRouteTableId: association([defaultRouteTableId!, own]) };
    const target = TargetGateway.transitGateway(transitGatewayId, { ...tables, propagationRouteTableIds: [own] });
    return { target, ip: '203.0.113.1', withTunnels: false, transitGatewayRouting: TransitGatewayRouting.CREATE };
  };

  test.each([['a table of one\'s own', 1], ['its very table', 0]])('%s for an association: the first deployment goes back, and says what to do', async (_, index) => {
    const { status, failures } = await here.cloudFormation.deploy(stackWith(onDefaults((tables) => tables[index])));

    expect(status).toBe('ROLLBACK_COMPLETE');
    expect(failures.map(({ reason }) => reason)).toEqual([expect.stringMatching(
      /is associated with tgw-rtb-\w+ already, as tgw-\w+ does by itself.* Leave that out, .*--options DefaultRouteTableAssociation=disable/)]);
    expect(Object.values(here.network.view.state.vpnConnections).map(({ state }) => state)).toEqual(['deleted']);
  });

  test('no association named: it stays in the gateway\'s table, and propagates where it was told to', async () => {
    const declared = onDefaults();
    expect(await here.cloudFormation.deploy(stackWith(declared))).toMatchObject({ status: 'CREATE_COMPLETE' });

    const [attachment] = Object.values(here.network.view.state.transitGatewayAttachments);
    expect(attachment.association).toMatchObject({ state: 'associated' });
    expect(await here.cloudFormation.deploy(stackWith({ ...declared, bystander: 1 }))).toMatchObject({ status: 'UPDATE_COMPLETE' });
  });
});

describe('a change of gateway that is rolled back', () => {
  const READINGS = (['dependencies-first', 'dependents-first'] as const).flatMap((rollbackOrder) =>
    (['is-updated-back', 'is-deleted'] as const).map((replacedCustomResourceInRollback) => ({ rollbackOrder, replacedCustomResourceInRollback })));

  test.each(READINGS)('$rollbackOrder, $replacedCustomResourceInRollback: names the tunnels that are there, and of the attachment what it named before', async (unknowns) => {
    await here.close();
    here = await world({ unknowns, failAt: failing('Bystander', 'UPDATE_IN_PROGRESS') });
    const [first, second] = [onTransitGateway(64_999), onTransitGateway(65_111)];
    const on = (target: TargetGateway, days: number) => stackWith({ target, withAttachment: true, bystander: days });
    const { outputs: { Id, Tunnel0, Tunnel1, Attachment } } = await here.cloudFormation.deploy(on(first, 1));

    const { status, outputs } = await here.cloudFormation.deploy(on(second, 3));

    expect([status, here.network.view.state.vpnConnections[Id].target?.id]).toEqual(['UPDATE_ROLLBACK_COMPLETE', first.gatewayId]);
    expect(outputs).toMatchObject({ Id, Tunnel0, Tunnel1, Asn: '64999' });
    // On the other gateway it was another resource, so that nobody looks again here: what is made with the answer stays as it was.
    const live = Object.values(here.network.view.state.transitGatewayAttachments).find(({ state }) => state === 'available')!.id;
    expect(outputs.Attachment).toBe(Attachment);
    expect(live).not.toBe(Attachment);
  });
});

test('another customer gateway is looked at again', async () => {
  const target = onVpnGateway();
  const looks = () => here.ec2.calls.filter(({ operation, principal }) => operation === 'DescribeVpnConnections' && principal.includes('ConnectionResources')).length;
  await here.cloudFormation.deploy(stackWith({ target }));
  const before = looks();

  const { status } = await here.cloudFormation.deploy(stackWith({ target, ip: '203.0.113.2' }));

  expect(status).toBe('UPDATE_COMPLETE');
  expect(looks()).toBeGreaterThan(before);
});

test('a function that is lost while it looks is asked again', async () => {
  let lost = 0;
  here.ec2.onCall(({ operation, principal }) => {
    if (operation !== 'DescribeVpnConnections' || !principal.includes('ConnectionResources') || lost > 0) return;
    const functions = here.cloudFormation.describeResources('Demo').filter(({ type, logicalId }) => type === 'AWS::Lambda::Function' && !logicalId.includes('framework'));
    lost = functions.reduce((sum, { logicalId }) => sum + here.cloudFormation.function('Demo', logicalId).kill('environment-lost'), 0);
  });

  const { status, outputs } = await here.cloudFormation.deploy(stackWith({ target: onVpnGateway() }));

  expect({ status, lost }).toEqual({ status: 'CREATE_COMPLETE', lost: 1 });
  expect([outputs.Tunnel0, outputs.Tunnel1]).toEqual(tunnelsOf(outputs.Id));
});

test('no pre-shared key is in an attribute, an output, an event or a log line', async () => {
  const { outputs } = await here.cloudFormation.deploy(stackWith({ target: onVpnGateway() }));

  const keys = here.network.view.state.vpnConnections[outputs.Id].tunnels.map(({ preSharedKey }) => preSharedKey);
  const { cloudFormation } = here;
  const observed = JSON.stringify([outputs, cloudFormation.events, cloudFormation.describeResources('Demo'), cloudFormation.logLines]);
  expect(keys).toHaveLength(2);
  for (const key of keys) expect(observed).not.toContain(key);
  expect(observed).not.toMatch(/pre_shared_key|PreSharedKey|CustomerGatewayConfiguration/);
});

test('its role needs all that it may read, and what is not asked for it may not read', async () => {
  // By action: a statement that comes before another one takes its place.
  const unneeded = () => {
    const isOfRole = ({ principal }: { readonly principal: string }) => principal.includes('ConnectionResources');
    const used = here.authorizer.used.filter(isOfRole).map(({ action }) => action);
    return here.authorizer.unused().filter(isOfRole).map(({ actionPattern }) => actionPattern)
      .filter((action) => action.startsWith('ec2:') && !used.includes(action));
  };
  await here.cloudFormation.deploy(stackWith({ target: onVpnGateway() }));
  // Gateways of the other kind are read for another kind of target; this stack's were of one kind at a time.
  expect(unneeded()).toEqual(['ec2:DescribeTransitGateways']);

  await here.cloudFormation.deploy(stackWith({ target: onTransitGateway(), withAttachment: true }));
  expect(unneeded()).toEqual([]);
});

test('a connection that somebody moved away fails the look-up with the difference, not with a time-out', async () => {
  // Long enough ago that no description is from before.
  here.network.unknowns.describeAfterModify = 'modifying';
  const [target, elsewhere] = [onVpnGateway(), here.network.seed.vpnGateway()];
  const { outputs: { Id } } = await here.cloudFormation.deploy(stackWith({ target, withTunnels: false }));
  here.network.call('ModifyVpnConnection', { VpnConnectionId: Id, VpnGatewayId: elsewhere });
  const started = here.clock.now();

  const { status, failures } = await here.cloudFormation.deploy(stackWith({ target }));

  expect(status).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect(failures.map(({ reason }) => reason).join()).toContain(`looking up the tunnels of ${Id}: the template has it at ${target.gatewayId},`
    + ` and it is at ${elsewhere}; bring the template and the connection together and deploy again`);
  expect(here.clock.now() - started).toBeLessThan(20 * 60_000);
});
