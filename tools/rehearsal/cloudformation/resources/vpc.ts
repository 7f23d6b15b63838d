/**
 * What a VPC consists of: AWS::EC2::VPC, its subnets and route tables, and the internet gateway of the public ones. What is create-only,
 * and what is deleted before it is replaced, the schemas say that aws-cdk-lib's validator carries (its rule I9001).
 */
import { optionalBoolean, optionalText, text } from '../properties';
import { ResourceType } from '../resource-type';
import { Properties } from '../template';
import { call, callAll, deleteIfThere, Ec2, gone, stabilized } from './ec2-calls';
import { tagSpecifications, updateTags } from './tags';

/** Tenancy other than EC2's own, and blocks out of IPAM, the embedded EC2 does not have. */
export function vpc(ec2: Ec2): ResourceType {
  const described = (id: string) => callAll(ec2, 'DescribeVpcs', { VpcIds: [id] }, (page) => page.Vpcs);
  return {
    properties: { CidrBlock: 'create-only', EnableDnsHostnames: 'mutable', EnableDnsSupport: 'mutable', InstanceTenancy: 'create-only', Tags: 'mutable' },
    required: ['CidrBlock'],
    attributes: ['CidrBlock', 'VpcId'],
    create: async ({ properties }) => {
      const { Vpc: made } = call(ec2, 'CreateVpc', { CidrBlock: text(properties, 'CidrBlock'), TagSpecifications: tagSpecifications(properties, 'vpc') });
      const id = made?.VpcId ?? '';
      await stabilized(ec2, `VPC ${id} to become available`, id, () => described(id)[0].State === 'available');
      nameHosts(ec2, id, {}, properties);
      return { physicalId: id, attributes: { VpcId: id, CidrBlock: made?.CidrBlock } };
    },
    update: async ({ current, oldProperties, properties }) => {
      nameHosts(ec2, current.physicalId, oldProperties, properties);
      updateTags(ec2, current.physicalId, oldProperties, properties);
      return current;
    },
    delete: async ({ physicalId }) => {
      deleteIfThere(() => call(ec2, 'DeleteVpc', { VpcId: physicalId }));
      await gone(ec2, `VPC ${physicalId} to be deleted`, physicalId, () => described(physicalId).length > 0);
    },
  };
}

export function subnet(ec2: Ec2): ResourceType {
  const described = (id: string) => callAll(ec2, 'DescribeSubnets', { SubnetIds: [id] }, (page) => page.Subnets);
  const mapPublicIps = (id: string, properties: Properties) => {
    const value = optionalBoolean(properties, 'MapPublicIpOnLaunch');
    if (value !== undefined) call(ec2, 'ModifySubnetAttribute', { SubnetId: id, MapPublicIpOnLaunch: { Value: value } });
  };
  return {
    properties: { VpcId: 'create-only', CidrBlock: 'create-only', AvailabilityZone: 'create-only', MapPublicIpOnLaunch: 'mutable', Tags: 'mutable' },
    required: ['VpcId', 'CidrBlock'],
    attributes: ['AvailabilityZone', 'CidrBlock', 'SubnetId', 'VpcId'],
    create: async ({ properties }) => {
      const { Subnet: made } = call(ec2, 'CreateSubnet', {
        VpcId: text(properties, 'VpcId'),
        CidrBlock: text(properties, 'CidrBlock'),
        AvailabilityZone: optionalText(properties, 'AvailabilityZone'),
        TagSpecifications: tagSpecifications(properties, 'subnet'),
      });
      const id = made?.SubnetId ?? '';
      await stabilized(ec2, `subnet ${id} to become available`, id, () => described(id)[0].State === 'available');
      mapPublicIps(id, properties);
      const { AvailabilityZone, CidrBlock, VpcId } = made ?? {};
      return { physicalId: id, attributes: { SubnetId: id, AvailabilityZone, CidrBlock, VpcId } };
    },
    update: async ({ current, oldProperties, properties }) => {
      mapPublicIps(current.physicalId, properties);
      updateTags(ec2, current.physicalId, oldProperties, properties);
      return current;
    },
    delete: async ({ physicalId }) => {
      deleteIfThere(() => call(ec2, 'DeleteSubnet', { SubnetId: physicalId }));
      await gone(ec2, `subnet ${physicalId} to be deleted`, physicalId, () => described(physicalId).length > 0);
    },
  };
}

export function routeTable(ec2: Ec2): ResourceType {
  const described = (id: string) => callAll(ec2, 'DescribeRouteTables', { RouteTableIds: [id] }, (page) => page.RouteTables);
  return {
    properties: { VpcId: 'create-only', Tags: 'mutable' },
    required: ['VpcId'],
    attributes: ['RouteTableId'],
    create: async ({ properties }) => {
      const { RouteTable: made } = call(ec2, 'CreateRouteTable', {
        VpcId: text(properties, 'VpcId'), TagSpecifications: tagSpecifications(properties, 'route-table'),
      });
      const id = made?.RouteTableId ?? '';
      await stabilized(ec2, `route table ${id}`, id, () => described(id).length > 0);
      return { physicalId: id, attributes: { RouteTableId: id } };
    },
    update: async ({ current, oldProperties, properties }) => {
      updateTags(ec2, current.physicalId, oldProperties, properties);
      return current;
    },
    delete: async ({ physicalId }) => {
      deleteIfThere(() => call(ec2, 'DeleteRouteTable', { RouteTableId: physicalId }));
      await gone(ec2, `route table ${physicalId} to be deleted`, physicalId, () => described(physicalId).length > 0);
    },
  };
}

export function subnetRouteTableAssociation(ec2: Ec2): ResourceType {
  const associations = (table: string) => callAll(ec2, 'DescribeRouteTables', { RouteTableIds: [table] }, (page) => page.RouteTables)
    .flatMap((each) => each.Associations ?? []).map((each) => each.RouteTableAssociationId);
  return {
    properties: { SubnetId: 'create-only', RouteTableId: 'create-only' },
    required: ['SubnetId', 'RouteTableId'],
    attributes: ['Id'],
    deletedBeforeReplacement: true,
    create: async ({ properties }) => {
      const table = text(properties, 'RouteTableId');
      const { AssociationId: id = '' } = call(ec2, 'AssociateRouteTable', { RouteTableId: table, SubnetId: text(properties, 'SubnetId') });
      await stabilized(ec2, `association ${id}`, id, () => associations(table).includes(id));
      return { physicalId: id, attributes: { Id: id } };
    },
    delete: async ({ physicalId, properties }) => {
      deleteIfThere(() => call(ec2, 'DisassociateRouteTable', { AssociationId: physicalId }));
      await gone(ec2, `association ${physicalId} to end`, physicalId, () => associations(text(properties, 'RouteTableId')).includes(physicalId));
    },
  };
}

export function internetGateway(ec2: Ec2): ResourceType {
  const described = (id: string) => callAll(ec2, 'DescribeInternetGateways', { InternetGatewayIds: [id] }, (page) => page.InternetGateways);
  return {
    properties: { Tags: 'mutable' },
    attributes: ['InternetGatewayId'],
    create: async ({ properties }) => {
      const { InternetGateway: made } = call(ec2, 'CreateInternetGateway', { TagSpecifications: tagSpecifications(properties, 'internet-gateway') });
      const id = made?.InternetGatewayId ?? '';
      await stabilized(ec2, `internet gateway ${id}`, id, () => described(id).length > 0);
      return { physicalId: id, attributes: { InternetGatewayId: id } };
    },
    update: async ({ current, oldProperties, properties }) => {
      updateTags(ec2, current.physicalId, oldProperties, properties);
      return current;
    },
    delete: async ({ physicalId }) => {
      deleteIfThere(() => call(ec2, 'DeleteInternetGateway', { InternetGatewayId: physicalId }));
      await gone(ec2, `internet gateway ${physicalId} to be deleted`, physicalId, () => described(physicalId).length > 0);
    },
  };
}

/** One call for each, as EC2 takes them. */
function nameHosts(ec2: Ec2, id: string, before: Properties, after: Properties): void {
  for (const name of ['EnableDnsSupport', 'EnableDnsHostnames'] as const) {
    const value = optionalBoolean(after, name);
    if (value !== undefined && value !== optionalBoolean(before, name)) call(ec2, 'ModifyVpcAttribute', { VpcId: id, [name]: { Value: value } });
  }
}
