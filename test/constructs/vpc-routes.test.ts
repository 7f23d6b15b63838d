/** The routes of a VPC to the networks behind a connection, for each kind of gateway. */
import { CfnParameter, Fn, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { ids, newStack, transitGateway, virtualPrivateGateway } from './construct-fixtures';
import { SiteToSiteVpn, SiteToSiteVpnProps, TargetGateway, VirtualPrivateGateway, VpcRoutes, VpnConcentrator, VpnRouting } from '../../src';

let stack: Stack;

beforeEach(() => {
  stack = newStack();
});

function newVpn(props: Partial<SiteToSiteVpnProps>): SiteToSiteVpn {
  return new SiteToSiteVpn(stack, 'Vpn', {
    target: virtualPrivateGateway(), routing: VpnRouting.staticRoutes(['10.1.0.0/16', '10.2.0.0/16']), ip: '203.0.113.10', ...props,
  });
}

const routes = () => Object.values(Template.fromStack(stack).findResources('AWS::EC2::Route')).map(({ Properties }) => Properties);

test('each table gets a static route to the virtual private gateway for each network of the connection, after the connection', () => {
  const vpn = newVpn({ vpcRoutes: [VpcRoutes.staticRoutes([ids.rtb, ids.otherRtb])] });

  expect(routes()).toEqual([
    { RouteTableId: ids.rtb, DestinationCidrBlock: '10.1.0.0/16', GatewayId: ids.vgw },
    { RouteTableId: ids.otherRtb, DestinationCidrBlock: '10.1.0.0/16', GatewayId: ids.vgw },
    { RouteTableId: ids.rtb, DestinationCidrBlock: '10.2.0.0/16', GatewayId: ids.vgw },
    { RouteTableId: ids.otherRtb, DestinationCidrBlock: '10.2.0.0/16', GatewayId: ids.vgw },
  ]);
  Template.fromStack(stack).allResources('AWS::EC2::Route', { DependsOn: [stack.getLogicalId(vpn.node.defaultChild as ec2.CfnVPNConnection)] });
});

test('named destinations of every kind take the place of the connection\'s own', () => {
  newVpn({ target: transitGateway(), vpcRoutes: [VpcRoutes.staticRoutes([ids.rtb], ['10.0.0.0/8', '2001:db8::/32', ids.prefixList])] });

  expect(routes()).toEqual([
    { RouteTableId: ids.rtb, DestinationCidrBlock: '10.0.0.0/8', TransitGatewayId: ids.tgw },
    { RouteTableId: ids.rtb, DestinationIpv6CidrBlock: '2001:db8::/32', TransitGatewayId: ids.tgw },
    { RouteTableId: ids.rtb, DestinationPrefixListId: ids.prefixList, TransitGatewayId: ids.tgw },
  ]);
});

test('another gateway leads the same route elsewhere: CloudFormation changes it in place', () => {
  const logicalIds = (target: TargetGateway) => {
    const each = newStack();
    new SiteToSiteVpn(each, 'Vpn', { target, routing: VpnRouting.staticRoutes(['10.1.0.0/16']), ip: '203.0.113.10', vpcRoutes: [VpcRoutes.staticRoutes([ids.rtb])] });
    return Object.keys(Template.fromStack(each).findResources('AWS::EC2::Route'));
  };

  expect(logicalIds(transitGateway())).toEqual(logicalIds(virtualPrivateGateway()));
});

test('a core network and the transit gateway of a concentrator are led to as well', () => {
  const transitGatewayId = ids.otherTgw;
  newVpn({ target: TargetGateway.cloudWan('core-network-0a1b2c3d4e5f60718'), routing: VpnRouting.bgp(), vpcRoutes: [VpcRoutes.staticRoutes([ids.rtb], ['10.1.0.0/16'])] });
  new SiteToSiteVpn(stack, 'Shop', {
    target: TargetGateway.vpnConcentrator(new VpnConcentrator(stack, 'Shops', { transitGatewayId })),
    routing: VpnRouting.bgp(), ip: '203.0.113.11', vpcRoutes: [VpcRoutes.staticRoutes([ids.rtb], ['10.2.0.0/16'])],
  });

  expect(routes()).toEqual([
    { RouteTableId: ids.rtb, DestinationCidrBlock: '10.1.0.0/16', CoreNetworkArn: { 'Fn::GetAtt': [expect.stringMatching(/^VpnCoreNetworkAttachment/), 'CoreNetworkArn'] } },
    { RouteTableId: ids.rtb, DestinationCidrBlock: '10.2.0.0/16', TransitGatewayId: transitGatewayId },
  ]);
});

test('propagation is switched on in all named tables at once, after the gateway is attached', () => {
  const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: ids.vpc, availabilityZones: ['eu-central-1a'] });
  const gateway = new VirtualPrivateGateway(stack, 'Gateway', { vpc });

  newVpn({
    target: TargetGateway.ofVirtualPrivateGateway(gateway),
    vpcRoutes: [VpcRoutes.propagated([ids.rtb]), VpcRoutes.propagated([ids.otherRtb]), VpcRoutes.staticRoutes([ids.rtb], ['10.3.0.0/16'])],
  });

  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::EC2::VPNGatewayRoutePropagation', 1);
  const attachment = stack.getLogicalId(gateway.node.findChild('Attachment') as ec2.CfnVPCGatewayAttachment);
  for (const type of ['AWS::EC2::VPNGatewayRoutePropagation', 'AWS::EC2::Route']) {
    expect(Object.values(template.findResources(type)).map(({ DependsOn }) => DependsOn)).toEqual([expect.arrayContaining([attachment])]);
  }
  template.hasResourceProperties('AWS::EC2::VPNGatewayRoutePropagation', {
    RouteTableIds: [ids.rtb, ids.otherRtb], VpnGatewayId: stack.resolve(gateway.vpnGatewayId),
  });
});

test('values that are known only at deployment are taken', () => {
  const parameter = (name: string) => new CfnParameter(stack, name).valueAsString;

  newVpn({ vpcRoutes: [VpcRoutes.staticRoutes([parameter('Rtb')], [parameter('Office')]), VpcRoutes.propagated([parameter('OtherRtb')])] });

  expect(routes()).toEqual([{ RouteTableId: { Ref: 'Rtb' }, DestinationCidrBlock: { Ref: 'Office' }, GatewayId: ids.vgw }]);
});

describe('refused', () => {
  test.each<[string, Partial<SiteToSiteVpnProps>, string]>([
    ['BGP without destinations', { routing: VpnRouting.bgp(), vpcRoutes: [VpcRoutes.staticRoutes([ids.rtb])] },
      '`vpcRoutes[0]` must name its `destinations` when `routing` is BGP, got none; which networks the device will announce is not known at synthesis'],
    ['propagation from a transit gateway', { target: transitGateway(), vpcRoutes: [VpcRoutes.propagated([ids.rtb])] },
      `\`vpcRoutes[0]\` must be static routes when \`target\` is not a virtual private gateway, got propagation and transit gateway ${ids.tgw}; use \`VpcRoutes.staticRoutes\``],
    ['IPv6 through a virtual private gateway', { vpcRoutes: [VpcRoutes.staticRoutes([ids.rtb], ['2001:db8::/32'])] },
      '`vpcRoutes[0]` must have IPv4 destinations on a virtual private gateway, got "2001:db8::/32"; it does not carry IPv6, a transit gateway does'],
    ['one route twice', { vpcRoutes: [VpcRoutes.staticRoutes([ids.rtb]), VpcRoutes.staticRoutes([ids.otherRtb, ids.rtb], ['10.2.0.0/16'])] },
      `\`vpcRoutes[1]\` must not repeat a route, got "10.2.0.0/16" in ${ids.rtb} twice; remove one of them`],
    ['propagation to one table twice', { vpcRoutes: [VpcRoutes.propagated([ids.rtb]), VpcRoutes.propagated([ids.rtb])] },
      `\`vpcRoutes[1]\` must not repeat a table, got propagation to ${ids.rtb} twice; remove one of them`],
    ['a connection without gateway', { target: TargetGateway.none(), vpcRoutes: [VpcRoutes.staticRoutes([ids.rtb])] },
      '`vpcRoutes` must be empty when `target` is `TargetGateway.none()`; there is no gateway to which a route could lead'],
  ])('%s', (_case, props, message) => {
    expect(() => newVpn(props)).toThrow(new Error(`Stack/Vpn: ${message}`));
  });

  test.each<[string, () => VpcRoutes, string]>([
    ['no table', () => VpcRoutes.propagated([]), '`routeTableIds` must name at least one VPC route table, got an empty list'],
    ['a transit gateway\'s table', () => VpcRoutes.staticRoutes([ids.spokes]), '`routeTableIds[0]` must be the id of a VPC route table'],
    ['a table twice', () => VpcRoutes.propagated([ids.rtb, ids.rtb]), '`routeTableIds[1]` repeats `routeTableIds[0]`'],
    ['no destination', () => VpcRoutes.staticRoutes([ids.rtb], []), '`destinations` must name at least one CIDR block or prefix list, got an empty list'],
    ['what is no destination', () => VpcRoutes.staticRoutes([ids.rtb], ['office']), '`destinations[0]` must be a CIDR block such as 10.1.0.0/16 or the id of a prefix list'],
    ['a destination twice', () => VpcRoutes.staticRoutes([ids.rtb], ['10.1.0.0/16', '10.1.0.0/16']), '`destinations[1]` repeats `destinations[0]`'],
    ['a list of tables of unknown length', () => VpcRoutes.propagated(Fn.split(',', Fn.ref('List'))), '`routeTableIds` must be a list whose length is known at synthesis'],
    ['a list of destinations of unknown length', () => VpcRoutes.staticRoutes([ids.rtb], Fn.split(',', Fn.ref('List'))), '`destinations` must be a list whose length'],
  ])('%s', (_case, make, message) => {
    expect(make).toThrow(message);
  });
});

describe('the propagation from a gateway', () => {
  const propagationsOf = (...connections: [id: string, tables: string[]][]) => {
    stack = newStack();
    connections.forEach(([id, tables], at) => new SiteToSiteVpn(stack, id, {
      ip: `203.0.113.${10 + at}`, target: virtualPrivateGateway(), routing: VpnRouting.bgp(), vpcRoutes: [VpcRoutes.propagated(tables)],
    }));
    return Template.fromStack(stack).findResources('AWS::EC2::VPNGatewayRoutePropagation');
  };

  test('keeps its id when its connection is renamed: the former one would switch off in the end what the new one has switched on', () => {
    expect(Object.keys(propagationsOf(['Renamed', [ids.rtb]]))).toEqual(Object.keys(propagationsOf(['Vpn', [ids.rtb]])));
  });

  test('is one for all connections of the stack, each table named once, and comes after all of them', () => {
    const [propagation, ...others] = Object.values(propagationsOf(['One', [ids.rtb]], ['Two', [ids.rtb, ids.otherRtb]]));
    expect(others).toEqual([]);
    expect(propagation.Properties.RouteTableIds).toEqual([ids.rtb, ids.otherRtb]);
    expect((propagation.DependsOn as string[]).map((id) => id.replace(/Connection.*/, ''))).toEqual(['One', 'Two']);
  });
});
