/** Constructs of aws-ec2-alpha: which of their forms this library takes, and which it does not. */
import * as alpha from '@aws-cdk/aws-ec2-alpha';
import { CfnResource, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { newStack } from './construct-fixtures';
import {
  SiteToSiteVpn, TargetGateway, TransitGatewayRouteTables, VirtualPrivateGateway, VpcRoutes, VpcRouteTables, VpnRouting,
} from '../../src';

const routing = VpnRouting.staticRoutes(['10.1.0.0/16']);
const ip = '203.0.113.10';
let stack: Stack;

beforeEach(() => {
  stack = newStack();
});

/** The pinned version is older than aws-cdk-lib's references, which one of the same age declares: `vpcRef`, `subnetRef`. */
function ofToday<T>(construct: object): T {
  return construct as T;
}

function newVpc() {
  const made = new alpha.VpcV2(stack, 'Vpc', { primaryAddressBlock: alpha.IpAddresses.ipv4('10.9.0.0/16') });
  const vpc = ofToday<ec2.IVpc & alpha.IVpcV2>(made);
  const table = new alpha.RouteTable(stack, 'Table', { vpc });
  const subnet = new alpha.SubnetV2(stack, 'Subnet', {
    vpc, availabilityZone: 'eu-central-1a', ipv4CidrBlock: new alpha.IpCidr('10.9.0.0/24'), routeTable: table,
    subnetType: ec2.SubnetType.PRIVATE_ISOLATED,
  });
  return { vpc, table, subnet: ofToday<ec2.ISubnet>(subnet) };
}

const idIn = (made: { readonly node: { readonly defaultChild?: unknown } }) => stack.getLogicalId(made.node.defaultChild as CfnResource);

test.each<[string, (gateway: alpha.TransitGateway, tables: TransitGatewayRouteTables) => TargetGateway]>([
  ['by its id', ({ transitGatewayId }, tables) => TargetGateway.transitGateway(transitGatewayId, tables)],
  ['by its `defaultChild`', ({ node }, tables) => TargetGateway.ofTransitGateway(node.defaultChild as ec2.CfnTransitGateway, tables)],
])('a transit gateway and its tables, %s; a route of VpcV2 waits for its attachment', (_form, targetOf) => {
  const { vpc, table, subnet } = newVpc();
  const gateway = new alpha.TransitGateway(stack, 'Hub', { defaultRouteTableAssociation: false, defaultRouteTablePropagation: false });
  const [vpns, spokes] = ['Vpns', 'Spokes'].map((id) => new alpha.TransitGatewayRouteTable(stack, id, { transitGateway: gateway }));
  const attachment = new alpha.TransitGatewayVpcAttachment(stack, 'Attachment', { transitGateway: gateway, vpc, subnets: [subnet] });
  new SiteToSiteVpn(stack, 'Vpn', {
    ip, routing, target: targetOf(gateway, { associationRouteTableId: vpns.routeTableId, staticRouteTableIds: [spokes.routeTableId] }),
    vpcRoutes: [VpcRoutes.staticRoutes(VpcRouteTables.idsOf(vpc, { subnetType: ec2.SubnetType.PRIVATE_ISOLATED }))],
  });

  const template = Template.fromStack(stack);
  const [route] = Object.values(template.findResources('AWS::EC2::Route'));
  expect(route.DependsOn).toContain(idIn(attachment));
  expect(JSON.stringify(route.Properties)).toContain(`"${idIn(gateway)}"`);
  expect(JSON.stringify(route.Properties.RouteTableId)).toContain(`"${idIn(table)}"`);
  expect(JSON.stringify(template.findResources('AWS::EC2::TransitGatewayRoute'))).toContain(`"${idIn(spokes)}"`);
});

test('its virtual private gateway by `routerTargetId`; what leads to it waits until it is attached', () => {
  const { vpc, table } = newVpc();
  const gateway = new alpha.VPNGatewayV2(stack, 'Gateway', { vpc, type: ec2.VpnConnectionType.IPSEC_1 });
  new SiteToSiteVpn(stack, 'Vpn', {
    ip, routing, target: TargetGateway.virtualPrivateGateway(gateway.routerTargetId),
    vpcRoutes: [VpcRoutes.staticRoutes([table.routeTableId])],
  });

  const template = Template.fromStack(stack);
  const [attachment] = Object.keys(template.findResources('AWS::EC2::VPCGatewayAttachment'));
  expect(Object.values(template.findResources('AWS::EC2::Route')).map(({ DependsOn }) => DependsOn)).toEqual([expect.arrayContaining([attachment])]);
});

test('a virtual private gateway of this library is attached to VpcV2', () => {
  const { vpc } = newVpc();

  expect(() => new VirtualPrivateGateway(stack, 'Gateway', { vpc, propagatingRouteTableIds: VpcRouteTables.idsOf(vpc) })).not.toThrow();
});

test('what does not fit: the constructs themselves are no references, and TypeScript says so', () => {
  const gateway = new alpha.TransitGateway(stack, 'Hub');

  // @ts-expect-error it has no `transitGatewayRef`
  expect(() => TargetGateway.ofTransitGateway(gateway, {})).toThrow();
});
