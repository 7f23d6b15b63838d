/** What a connection is wired to across the stacks of an app: right in one account and Region, refused in any other. */
import { App, Environment, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { account, ids, region } from './construct-fixtures';
import {
  CustomerGateway, SiteToSiteVpn, SiteToSiteVpnProps, TargetGateway, VirtualPrivateGateway, VirtualPrivateGatewayReplacement, VpcRoutes,
  VpcRouteTables, VpnConcentrator, VpnRouting, VpnTargetMigration,
} from '../../src';

const HERE = { account, region };
const ELSEWHERE: readonly [string, Environment][] = [
  ['another account', { account: '444455556666', region }], ['another Region', { account, region: 'us-east-1' }],
];

/** A network team's stack, and that of the connection. */
function stacks(there: Environment = HERE): { hub: Stack; site: Stack } {
  const app = new App();
  return { hub: new Stack(app, 'Hub', { env: there, crossRegionReferences: true }), site: new Stack(app, 'Site', { env: HERE, crossRegionReferences: true }) };
}

function newVpn(site: Stack, props: Partial<SiteToSiteVpnProps>): SiteToSiteVpn {
  return new SiteToSiteVpn(site, 'Vpn', {
    target: TargetGateway.virtualPrivateGateway(ids.vgw), routing: VpnRouting.staticRoutes(['10.1.0.0/16']),
    ...props.customerGateway === undefined ? { ip: '203.0.113.10' } : {}, ...props,
  });
}

const transitGatewayIn = (hub: Stack) => {
  const gateway = new ec2.CfnTransitGateway(hub, 'Gateway');
  const table = (id: string) => new ec2.CfnTransitGatewayRouteTable(hub, id, { transitGatewayId: gateway.ref }).ref;
  return { gateway, associationRouteTableId: table('Vpns'), staticRouteTableIds: [table('Spokes')] };
};

test('gateway, route tables and customer gateway of another stack are imported', () => {
  const { hub, site } = stacks();
  const { gateway, ...tables } = transitGatewayIn(hub);
  const vpc = new ec2.Vpc(hub, 'Vpc', { natGateways: 0, maxAzs: 1 });

  newVpn(site, {
    target: TargetGateway.ofTransitGateway(gateway, tables),
    customerGateway: new CustomerGateway(hub, 'Device', { ip: '203.0.113.10' }),
    vpcRoutes: [VpcRoutes.staticRoutes(VpcRouteTables.idsOf(vpc))],
  });

  const template = Template.fromStack(site);
  const imported = (name: string) => ({ 'Fn::ImportValue': expect.stringMatching(new RegExp(`^Hub:ExportsOutputRef${name}`)) });
  expect(Object.values(template.findResources('AWS::EC2::VPNConnection'))[0].Properties)
    .toMatchObject({ TransitGatewayId: imported('Gateway'), CustomerGatewayId: imported('Device') });
  expect(Object.values(template.findResources('AWS::EC2::Route'))[0].Properties).toMatchObject({ RouteTableId: imported('VpcPublicSubnet|VpcPrivate|VpcIsolated') });
});

test('tables of two stacks that call them the same are two', () => {
  const app = new App();
  const [one, other, site] = ['One', 'Other', 'Site'].map((name) => new Stack(app, name, { env: HERE }));
  const tables = [one, other].map((stack) => new ec2.CfnRouteTable(stack, 'Table', { vpcId: ids.vpc }).ref);

  newVpn(site, { vpcRoutes: [VpcRoutes.staticRoutes(tables)] });

  Template.fromStack(site).resourceCountIs('AWS::EC2::Route', 2);
});

test('where nobody has said the account and Region yet, nothing is refused', () => {
  const app = new App();
  const [hub, site] = [new Stack(app, 'Hub'), new Stack(app, 'Site')];

  newVpn(site, { target: TargetGateway.virtualPrivateGateway(new VirtualPrivateGateway(hub, 'Gateway').vpnGatewayId) });

  expect(() => app.synth()).not.toThrow();
});

describe.each(ELSEWHERE)('of %s', (_where, there) => {
  const GATEWAY = 'a connection, and the routes to it, belong to the account and Region of its gateway, so declare it in a stack there;'
    + ' a VPC of another account that shares the gateway gets its routes from a stack of its own';
  const DEVICE = 'a device may have a customer gateway in each account and Region, so make one in those of the connection';
  const VPC = 'the route tables of a VPC are changed in its own account and Region, so make the routes in a stack there,'
    + ' as `ec2.CfnRoute` with the gateway\'s id as text';
  const OWN = 'a virtual private gateway serves a VPC of its own account and Region, so declare it in a stack there';

  test.each<[string, (hub: Stack, site: Stack) => unknown, prop: string, of: string, named: string, advice: string]>([
    ['a virtual private gateway', (hub, site) => newVpn(site, { target: TargetGateway.ofVirtualPrivateGateway(new VirtualPrivateGateway(hub, 'Gateway')) }),
      'target', 'Site/Vpn', 'Hub/Gateway/Resource', GATEWAY],
    ['one that was taken by its id there', (hub, site) => newVpn(site, {
      target: TargetGateway.ofVirtualPrivateGateway(VirtualPrivateGateway.fromVpnGatewayId(hub, 'Gateway', ids.vgw)),
    }), 'target', 'Site/Vpn', 'Hub/Gateway', GATEWAY],
    ['a transit gateway', (hub, site) => newVpn(site, {
      target: TargetGateway.ofTransitGateway(transitGatewayIn(hub).gateway, { staticRouteTableIds: [ids.spokes] }),
    }), 'target', 'Site/Vpn', 'Hub/Gateway', GATEWAY],
    ['a table of a transit gateway', (hub, site) => newVpn(site, {
      target: TargetGateway.transitGateway(ids.tgw, { staticRouteTableIds: transitGatewayIn(hub).staticRouteTableIds }),
    }), 'target', 'Site/Vpn', 'Hub/Spokes', GATEWAY],
    ['a concentrator', (hub, site) => newVpn(site, {
      routing: VpnRouting.bgp(), target: TargetGateway.vpnConcentrator(new VpnConcentrator(hub, 'Shops', { transitGatewayId: ids.tgw })),
    }), 'target', 'Site/Vpn', 'Hub/Shops', GATEWAY],
    ['the transit gateway of a concentrator', (hub, site) => new VpnConcentrator(site, 'Shops', { transitGatewayId: transitGatewayIn(hub).gateway.ref }),
      'transitGatewayId', 'Site/Shops', 'Hub/Gateway', GATEWAY],
    ['a customer gateway', (hub, site) => newVpn(site, { customerGateway: new CustomerGateway(hub, 'Device', { ip: '203.0.113.10' }) }),
      'customerGateway', 'Site/Vpn', 'Hub/Device', DEVICE],
    ['one that was taken by its id', (hub, site) => newVpn(site, { customerGateway: CustomerGateway.fromCustomerGatewayId(hub, 'Device', ids.cgw) }),
      'customerGateway', 'Site/Vpn', 'Hub/Device', DEVICE],
    ['a table of a VPC', (hub, site) => newVpn(site, { vpcRoutes: [VpcRoutes.staticRoutes([new ec2.CfnRouteTable(hub, 'Table', { vpcId: ids.vpc }).ref])] }),
      'vpcRoutes', 'Site/Vpn', 'Hub/Table', VPC],
    ['the VPC of a virtual private gateway', (hub, site) => new VirtualPrivateGateway(site, 'Gateway', { vpc: new ec2.Vpc(hub, 'Vpc', { natGateways: 0, maxAzs: 1 }) }),
      'vpc', 'Site/Gateway', 'Hub/Vpc/Resource', OWN],
    ['the end of a move', (hub, site) => new VpnTargetMigration(site, 'Move', {
      vpnConnection: SiteToSiteVpn.fromVpnConnectionId(site, 'Connection', ids.vpn), from: TargetGateway.virtualPrivateGateway(ids.vgw),
      to: TargetGateway.ofTransitGateway(transitGatewayIn(hub).gateway, { associationRouteTableId: ids.association }),
    }), 'to', 'Site/Move', 'Hub/Gateway', GATEWAY],
    ['the end of a replacement', (hub, site) => new VirtualPrivateGatewayReplacement(site, 'Move', {
      from: TargetGateway.virtualPrivateGateway(ids.vgw), to: TargetGateway.ofVirtualPrivateGateway(new VirtualPrivateGateway(hub, 'Gateway')), connections: [],
    }), 'to', 'Site/Move', 'Hub/Gateway/Resource', GATEWAY],
  ])('%s is refused', (_case, make, prop, of, named, advice) => {
    const { hub, site } = stacks(there);

    expect(() => make(hub, site)).toThrow(new Error(`${of}: \`${prop}\` must be in the same account and Region, ${account} in ${region}, got ${named} in `
      + `${there.account} in ${there.region}; ${advice}`));
  });
});
