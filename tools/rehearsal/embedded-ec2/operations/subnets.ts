/** How subnets come to be and go again; a VPC's other operations list them. */
import type { CreateSubnetCommandInput, DeleteSubnetCommandInput, ModifySubnetAttributeCommandInput } from '@aws-sdk/client-ec2';
import { subnetOutput } from './vpcs';
import { Ec2Error } from '../../contracts';
import { canonicalCidr, containsCidr, familyOf, overlaps } from '../cidr';
import { live, required } from '../errors';
import { isLive, Subnet } from '../records';
import { Context, NetworkState, newId, OperationMap, patch, put, remove, rows } from '../state';
import { tagsFor } from '../tag-specifications';

export const subnetOperations: OperationMap = {
  CreateSubnet: createSubnet,
  ModifySubnetAttribute: modifySubnetAttribute,
  DeleteSubnet: deleteSubnet,
};

/** [H EC2 API error codes: InvalidSubnet.Range outside of the VPC's block, InvalidSubnet.Conflict with another subnet's] */
function createSubnet(state: NetworkState, input: CreateSubnetCommandInput, context: Context): object {
  const vpc = live(state, 'vpcs', input.VpcId, context);
  const given = required('CidrBlock', input.CidrBlock);
  const cidr = canonicalCidr(given);
  if (cidr === undefined) throw new Ec2Error('InvalidParameterValue', `Value (${given}) for parameter cidrBlock is invalid.`);
  if (!vpc.cidrs.some((each) => familyOf(each) === familyOf(cidr) && containsCidr(each, cidr))) {
    throw new Ec2Error('InvalidSubnet.Range', `The CIDR '${cidr}' is invalid.`);
  }
  const others = rows(state, 'subnets').filter(({ vpcId }) => vpcId === vpc.id);
  if (others.some(({ cidrs }) => cidrs.some((each) => overlaps(each, cidr)))) {
    throw new Ec2Error('InvalidSubnet.Conflict', `The CIDR '${cidr}' conflicts with another subnet`);
  }
  const subnet: Subnet = {
    id: newId(state, 'subnet'), vpcId: vpc.id, availabilityZone: input.AvailabilityZone ?? `${context.region}a`, cidrs: [cidr],
    tags: tagsFor('subnet', input.TagSpecifications),
  };
  put(state, 'subnets', subnet);
  return { Subnet: subnetOutput(subnet, context) };
}

/** What else of a subnet may be changed has no effect on anything here. */
function modifySubnetAttribute(state: NetworkState, input: ModifySubnetAttributeCommandInput, context: Context): object {
  const subnet = live(state, 'subnets', input.SubnetId, context);
  const { MapPublicIpOnLaunch: mapped } = input;
  if (mapped?.Value !== undefined) patch(state, 'subnets', subnet.id, { mapsPublicIps: mapped.Value });
  return {};
}

/** [H DependencyViolation: an interface in it, as attachments and Client VPN endpoints have one; its association goes along] */
function deleteSubnet(state: NetworkState, input: DeleteSubnetCommandInput, context: Context): object {
  const { id } = live(state, 'subnets', input.SubnetId, context);
  const user = [
    ...rows(state, 'transitGatewayAttachments').filter((each) => each.subnetIds.includes(id) && isLive(each)),
    ...rows(state, 'clientVpnTargetNetworks').filter(({ subnetId }) => subnetId === id),
  ][0];
  if (user !== undefined) throw new Ec2Error('DependencyViolation', `The subnet '${id}' has dependencies and cannot be deleted: ${user.id}`);
  for (const table of rows(state, 'vpcRouteTables').filter(({ subnetIds }) => subnetIds.includes(id))) {
    patch(state, 'vpcRouteTables', table.id, { subnetIds: table.subnetIds.filter((each) => each !== id) });
  }
  remove(state, 'subnets', id);
  return {};
}
