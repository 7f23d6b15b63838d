/** The route tables of a VPC by its subnets, for everything that takes ids of VPC route tables. */
import { App, Fn, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { account, ids, newStack, region, transitGateway } from './construct-fixtures';
import { SiteToSiteVpn, TargetGateway, VirtualPrivateGateway, VpcRoutes, VpcRouteTables, VpnRouting } from '../../src';

const SUBNETS: ec2.SubnetConfiguration[] = [
  { name: 'Web', subnetType: ec2.SubnetType.PUBLIC }, { name: 'Data', subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
];

let stack: Stack;

beforeEach(() => {
  stack = newStack();
});

const newVpc = () => new ec2.Vpc(stack, 'Vpc', { natGateways: 0, maxAzs: 2, subnetConfiguration: SUBNETS });
const logicalIds = (tables: string[]) => tables.map((id) => stack.resolve(id).Ref as string);
const ofSubnets = (subnets: ec2.ISubnet[]) => subnets.map((subnet) => stack.resolve(subnet.routeTable.routeTableId).Ref as string);

test('of a VPC of the app, the tables are those of the selected subnets, and what is made of them waits for them', () => {
  const vpc = newVpc();
  new SiteToSiteVpn(stack, 'Vpn', {
    target: transitGateway(), routing: VpnRouting.staticRoutes(['10.1.0.0/16']), ip: '203.0.113.10',
    vpcRoutes: [VpcRoutes.staticRoutes(VpcRouteTables.idsOf(vpc, { subnetType: ec2.SubnetType.PUBLIC }))],
  });

  const routes = Object.values(Template.fromStack(stack).findResources('AWS::EC2::Route', { Properties: { TransitGatewayId: ids.tgw } }));

  expect(routes.map(({ Properties: { RouteTableId } }) => RouteTableId.Ref)).toEqual(ofSubnets(vpc.publicSubnets));
});

test('without a selection they are those that the VPC selects, and several selections are put together', () => {
  const vpc = newVpc();

  expect(logicalIds(VpcRouteTables.idsOf(vpc))).toEqual(ofSubnets(vpc.isolatedSubnets));
  expect(logicalIds(VpcRouteTables.idsOf(vpc, { subnetGroupName: 'Data' }, { subnetGroupName: 'Web' })))
    .toEqual([...ofSubnets(vpc.isolatedSubnets), ...ofSubnets(vpc.publicSubnets)]);
});

test('a table that subnets share is named once', () => {
  const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: ids.vpc, availabilityZones: ['eu-central-1a', 'eu-central-1b'],
    privateSubnetIds: ['subnet-1', 'subnet-2'], privateSubnetRouteTableIds: [ids.rtb, ids.rtb],
    isolatedSubnetIds: ['subnet-3', 'subnet-4'], isolatedSubnetRouteTableIds: [ids.rtb, ids.otherRtb],
  });

  expect(VpcRouteTables.idsOf(vpc, { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS }, { subnetType: ec2.SubnetType.PRIVATE_ISOLATED }))
    .toEqual([ids.rtb, ids.otherRtb]);
});

test('a VPC that is looked up knows its tables, and those that take its place until it was', () => {
  const looked = ec2.Vpc.fromLookup(stack, 'Vpc', { vpcId: ids.vpc });

  expect(() => VpcRoutes.staticRoutes(VpcRouteTables.idsOf(looked))).not.toThrow();
  expect(() => VpcRoutes.staticRoutes(VpcRouteTables.idsOf(looked, { subnetType: ec2.SubnetType.PUBLIC }))).not.toThrow();
  expect(() => TargetGateway.virtualPrivateGateway(ids.vgw, { vpcId: looked.vpcId })).not.toThrow();
});

test('a virtual private gateway propagates into the tables of its VPC', () => {
  const vpc = newVpc();
  const gateway = new VirtualPrivateGateway(stack, 'Gateway', { vpc, propagatingRouteTableIds: VpcRouteTables.idsOf(vpc) });

  new SiteToSiteVpn(stack, 'Vpn', { target: TargetGateway.ofVirtualPrivateGateway(gateway), routing: VpnRouting.bgp(), ip: '203.0.113.10' });

  Template.fromStack(stack).hasResourceProperties('AWS::EC2::VPNGatewayRoutePropagation', {
    RouteTableIds: ofSubnets(vpc.isolatedSubnets).map((Ref) => ({ Ref })),
  });
});

describe('refused', () => {
  const imported = (attributes: Partial<ec2.VpcAttributes>) => ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: ids.vpc, availabilityZones: ['eu-central-1a'], ...attributes,
  });

  test('a VPC that was taken without its tables', () => {
    const vpc = imported({ privateSubnetIds: ['subnet-1'] });

    expect(() => VpcRouteTables.idsOf(vpc)).toThrow(new Error(
      'Stack/Vpc must know the route table of each subnet, got none for Stack/Vpc/PrivateSubnet1; take the VPC with `ec2.Vpc.fromLookup`,'
      + ' give `ec2.Vpc.fromVpcAttributes` the `…SubnetRouteTableIds` as well, or name the tables by their ids'));
  });

  test('a VPC whose subnets are known at deployment only, and not their tables', () => {
    const app = new Stack(new App(), 'Other', { env: { account, region } });
    const vpc = ec2.Vpc.fromVpcAttributes(app, 'Vpc', {
      vpcId: ids.vpc, availabilityZones: ['eu-central-1a', 'eu-central-1b'], privateSubnetIds: Fn.split(',', Fn.importValue('Subnets'), 2),
    });

    expect(() => VpcRouteTables.idsOf(vpc)).toThrow('Other/Vpc must know the route table of each subnet, got none for Other/Vpc/PrivateSubnet1');
  });

  test('a selection of nothing', () => {
    expect(() => VpcRouteTables.idsOf(newVpc(), { subnetFilters: [ec2.SubnetFilter.availabilityZones(['eu-central-1c'])] })).toThrow(new Error(
      'the selection must select at least one subnet of Stack/Vpc, got none; select others, or name the tables by their ids'));
  });
});
