/** What a stack looks up of its connections, and that it looks up nothing else. */
import { App, CfnParameter, SecretValue, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { account, ids, newStack, region, transitGateway, virtualPrivateGateway } from './construct-fixtures';
import { SiteToSiteVpn, SiteToSiteVpnProps, TargetGateway, VpnConcentrator, VpnRouting } from '../../src';

const LOOK_UP = 'Custom::VpnConnectionTunnels';

let stack: Stack;

beforeEach(() => {
  stack = newStack();
});

function newVpn(props: Partial<SiteToSiteVpnProps> = {}, id = 'Vpn'): SiteToSiteVpn {
  return new SiteToSiteVpn(stack, id, { target: virtualPrivateGateway(), routing: VpnRouting.bgp(), ip: '203.0.113.10', ...props });
}

const lookUpProperties = () => Object.values(Template.fromStack(stack).findResources(LOOK_UP))[0].Properties;

test('who asks for no attribute has no look-up', () => {
  newVpn();

  Template.fromStack(stack).resourceCountIs('AWS::Lambda::Function', 0);
});

test('both tunnels and the AS number come from one look-up', () => {
  const vpn = newVpn();

  const lookUp = { 'Fn::GetAtt': [expect.stringMatching(/^VpnTunnels/), expect.any(String)] };
  expect(stack.resolve([vpn.tunnels, vpn.amazonSideAsn])).toEqual([
    [1, 2].map((number) => Object.fromEntries(['outsideIpAddress', 'insideCidr', 'awsInsideIpAddress', 'deviceInsideIpAddress'].map((name) => [
      name, { 'Fn::GetAtt': [lookUp['Fn::GetAtt'][0], `Tunnel${number}${name[0].toUpperCase()}${name.slice(1)}`] },
    ]))),
    { 'Fn::GetAtt': [lookUp['Fn::GetAtt'][0], 'AmazonSideAsn'] },
  ]);
  Template.fromStack(stack).resourceCountIs(LOOK_UP, 1);
});

test('it is keyed on whatever changes in place, and holds no key', () => {
  const preSharedKey = SecretValue.secretsManager('vpn');
  const vpn = newVpn({
    tunnels: [{ insideCidr: '169.254.10.0/30', preSharedKey }, { insideCidr: new CfnParameter(stack, 'Inside').valueAsString, preSharedKey }],
  });

  expect(vpn.tunnels).toHaveLength(2);
  expect(lookUpProperties()).toEqual({
    ServiceToken: expect.anything(),
    ServiceTimeout: '1200',
    VpnConnectionId: stack.resolve(vpn.vpnId),
    CustomerGatewayId: stack.resolve(vpn.customerGatewayId),
    VpnGatewayId: ids.vgw,
    TunnelInsideCidrs: ['169.254.10.0/30', { Ref: 'Inside' }],
  });
});

test('options that are set on the L1 by hand count too', () => {
  const vpn = newVpn();
  expect(vpn.tunnels).toHaveLength(2);
  const connection = vpn.node.defaultChild as ec2.CfnVPNConnection;
  connection.tunnelInsideIpVersion = 'ipv6';
  connection.vpnTunnelOptionsSpecifications = [{ tunnelInsideIpv6Cidr: 'fd00::/126', tunnelInsideCidr: '169.254.10.0/30', preSharedKey: 'planted.key' }, {}];

  expect(lookUpProperties().TunnelInsideCidrs).toEqual(['fd00::/126']);
  expect(JSON.stringify(lookUpProperties())).not.toContain('planted.key');
});

test.each<[string, () => TargetGateway, object]>([
  ['a transit gateway', transitGateway, { TransitGatewayId: ids.tgw }],
  ['a concentrator', () => TargetGateway.vpnConcentrator(VpnConcentrator.fromVpnConcentratorAttributes(stack, 'Shops', {
    vpnConcentratorId: 'concentrator', transitGatewayAttachmentId: 'tgw-attach-0a1b2c3d4e5f60718', transitGatewayId: ids.otherTgw,
  })), { VpnConcentratorId: 'concentrator', AsnOfTransitGatewayId: ids.otherTgw }],
  ['a core network', () => TargetGateway.cloudWan('core-network-0a1b2c3d4e5f60718'), { CoreNetworkId: 'core-network-0a1b2c3d4e5f60718' }],
  ['nothing', () => TargetGateway.none(), {}],
])('on %s it says so', (kind, target, gateway) => {
  const routing = kind === 'a transit gateway' ? VpnRouting.staticRoutes(['10.1.0.0/16']) : VpnRouting.bgp();
  const vpn = newVpn({ target: target(), routing });

  expect(vpn.tunnels).toHaveLength(2);
  expect(lookUpProperties()).toEqual({
    ServiceToken: expect.anything(),
    ServiceTimeout: '1200',
    VpnConnectionId: stack.resolve(vpn.vpnId),
    CustomerGatewayId: stack.resolve(vpn.customerGatewayId),
    ...gateway,
  });
});

test('on a core network it waits for the attachment', () => {
  const vpn = newVpn({ target: TargetGateway.cloudWan('core-network-0a1b2c3d4e5f60718') });

  expect(vpn.tunnels).toHaveLength(2);
  Template.fromStack(stack).hasResource(LOOK_UP, { DependsOn: [Match.stringLikeRegexp('^VpnCoreNetworkAttachment')] });
});

test('look-ups of all kinds share one function in a stack, and stacks share none', () => {
  const app = new App();
  const stacks = ['One', 'Two'].map((id) => new Stack(app, id, { env: { account, region } }));
  stacks.forEach((each, index) => {
    stack = each;
    newVpn({ target: transitGateway(), routing: VpnRouting.staticRoutes([`10.${index}.0.0/16`]) }, 'Vpn').tunnels.at(0);
    newVpn({ ip: '203.0.113.11' }, 'Other').tunnels.at(0);
  });

  for (const each of stacks) {
    const template = Template.fromStack(each);
    template.resourceCountIs(LOOK_UP, 2);
    template.resourceCountIs('Custom::TransitGatewayVpnAttachment', 1);
    template.resourceCountIs('AWS::Lambda::Function', 1);
  }
});

test.each<[string, () => TargetGateway, string]>([
  ['a core network', () => TargetGateway.cloudWan('core-network-0a1b2c3d4e5f60718'), 'a core network'],
  ['no gateway', () => TargetGateway.none(), 'no gateway'],
])('fails when the AS number of %s is asked for', (_kind, target, words) => {
  expect(() => newVpn({ target: target() }).amazonSideAsn).toThrow(new Error(`Stack/Vpn: \`amazonSideAsn\` is not known, since the connection ends on ${words};`
    + ' only a virtual private gateway and a transit gateway have one of their own'));
});
