/** The region, its VPCs, their subnets, and tags on whatever carries an id. */
import type {
  CreateTagsCommandInput, CreateVpcCommandInput, DeleteTagsCommandInput, DeleteVpcCommandInput, DescribeSubnetsCommandInput,
  DescribeVpcsCommandInput, ModifyVpcAttributeCommandInput, Subnet as SubnetOutput, Vpc as VpcOutput,
} from '@aws-sdk/client-ec2';
import { Ec2Error } from '../../contracts';
import { canonicalCidr, familyOf } from '../cidr';
import { live, required } from '../errors';
import { filtered, Filters, page, withIds } from '../filters';
import { isLive, Subnet, TableName, Tag, Vpc } from '../records';
import { Context, NetworkState, newId, OperationMap, patch, put, remove, rows } from '../state';
import { allowed, tagsFor } from '../tag-specifications';

export const vpcOperations: OperationMap = {
  DescribeRegions: describeRegions,
  CreateVpc: createVpc,
  DescribeVpcs: describeVpcs,
  DeleteVpc: deleteVpc,
  ModifyVpcAttribute: modifyVpcAttribute,
  DescribeSubnets: describeSubnets,
  CreateTags: createTags,
  DeleteTags: deleteTags,
};

const VPC_FILTERS: Filters<VpcOutput> = {
  'vpc-id': (vpc) => [vpc.VpcId],
  'state': (vpc) => [vpc.State],
  'cidr': (vpc) => [vpc.CidrBlock],
  'owner-id': (vpc) => [vpc.OwnerId],
  'cidr-block-association.cidr-block': (vpc) => (vpc.CidrBlockAssociationSet ?? []).map((association) => association.CidrBlock),
  'ipv6-cidr-block-association.ipv6-cidr-block': (vpc) => (vpc.Ipv6CidrBlockAssociationSet ?? []).map((each) => each.Ipv6CidrBlock),
};

const SUBNET_FILTERS: Filters<SubnetOutput> = {
  'subnet-id': (subnet) => [subnet.SubnetId],
  'vpc-id': (subnet) => [subnet.VpcId],
  'state': (subnet) => [subnet.State],
  'availability-zone': (subnet) => [subnet.AvailabilityZone],
  'cidr-block': (subnet) => [subnet.CidrBlock],
  'owner-id': (subnet) => [subnet.OwnerId],
};

/** Tables whose records may be tagged by id. */
const TAGGABLE: readonly TableName[] = [
  'vpcs', 'subnets', 'internetGateways', 'vpcRouteTables', 'customerGateways', 'vpnGateways', 'vpnConnections', 'transitGateways', 'transitGatewayAttachments',
  'transitGatewayRouteTables', 'clientVpnEndpoints',
];

/** The one region that there is. */
function describeRegions(_state: NetworkState, _input: unknown, { region }: Context): object {
  return { Regions: [{ RegionName: region, Endpoint: `ec2.${region}.amazonaws.com`, OptInStatus: 'opt-in-not-required' }] };
}

function describeVpcs(state: NetworkState, input: DescribeVpcsCommandInput, context: Context): object {
  const vpcs = withIds(rows(state, 'vpcs').map((vpc) => vpcOutput(vpc, context)), input.VpcIds, (vpc) => vpc.VpcId, 'vpcs', context);
  const { items, ...rest } = page(filtered(vpcs, input.Filters, VPC_FILTERS), input, context);
  return { Vpcs: items, ...rest };
}

/** With its main route table, which holds the local route [H Amazon VPC guide, VPC_Route_Tables]. */
function createVpc(state: NetworkState, input: CreateVpcCommandInput, context: Context): object {
  const given = required('CidrBlock', input.CidrBlock);
  const cidr = canonicalCidr(given);
  if (cidr === undefined) throw new Ec2Error('InvalidParameterValue', `Value (${given}) for parameter cidrBlock is invalid.`);
  const vpc: Vpc = { id: newId(state, 'vpc'), cidrs: [cidr], tags: tagsFor('vpc', input.TagSpecifications) };
  put(state, 'vpcs', vpc);
  put(state, 'vpcRouteTables', {
    id: newId(state, 'rtb'), vpcId: vpc.id, main: true, subnetIds: [], edgeGatewayIds: [], propagatingGatewayIds: [], tags: [],
    routes: [{ destination: cidr, target: { kind: 'local', id: 'local' }, origin: 'CreateRouteTable' }],
  });
  return { Vpc: vpcOutput(vpc, context) };
}

/** [H DeleteVpc API reference: gateways and everything else of it go before, the main route table goes along; 2.3 DependencyViolation] */
function deleteVpc(state: NetworkState, input: DeleteVpcCommandInput, context: Context): object {
  const { id } = live(state, 'vpcs', input.VpcId, context);
  const user = [
    ...rows(state, 'subnets').filter(({ vpcId }) => vpcId === id),
    ...rows(state, 'vpcRouteTables').filter(({ vpcId, main }) => vpcId === id && !main),
    ...rows(state, 'internetGateways').filter(({ vpcId }) => vpcId === id),
    ...rows(state, 'vpnGateways').filter(({ attachment }) => attachment?.vpcId === id),
    ...rows(state, 'transitGatewayAttachments').filter((attachment) => attachment.resourceId === id && isLive(attachment)),
  ][0];
  if (user !== undefined) throw new Ec2Error('DependencyViolation', `The vpc '${id}' has dependencies and cannot be deleted: ${user.id}`);
  for (const table of rows(state, 'vpcRouteTables').filter(({ vpcId }) => vpcId === id)) remove(state, 'vpcRouteTables', table.id);
  remove(state, 'vpcs', id);
  return {};
}

/** Names have no part in anything here. [H ModifyVpcAttribute API reference: one attribute in a call] */
function modifyVpcAttribute(state: NetworkState, input: ModifyVpcAttributeCommandInput, context: Context): object {
  const { VpcId: id, ...attributes } = input;
  live(state, 'vpcs', id, context);
  const given = Object.values(attributes).filter((each) => each !== undefined).length;
  if (given !== 1) throw new Ec2Error('InvalidParameterCombination', `Exactly one attribute of a VPC is modified at a time, got ${given}`);
  return {};
}

function describeSubnets(state: NetworkState, input: DescribeSubnetsCommandInput, context: Context): object {
  const subnets = rows(state, 'subnets').map((subnet) => subnetOutput(subnet, context));
  const asked = withIds(subnets, input.SubnetIds, (subnet) => subnet.SubnetId, 'subnets', context);
  const { items, ...rest } = page(filtered(asked, input.Filters, SUBNET_FILTERS), input, context);
  return { Subnets: items, ...rest };
}

function createTags(state: NetworkState, input: CreateTagsCommandInput): object {
  const given = (input.Tags ?? []).map((tag): Tag => ({ Key: tag.Key ?? '', Value: tag.Value ?? '' }));
  const keys = new Set(given.map((tag) => tag.Key));
  retag(state, input.Resources, (tags) => allowed([...tags.filter((tag) => !keys.has(tag.Key)), ...given]));
  return {};
}

/** Without a value a tag goes whatever its value is; without any tags all of them go [SDK]. */
function deleteTags(state: NetworkState, input: DeleteTagsCommandInput): object {
  const goes = (tag: Tag): boolean => input.Tags === undefined || input.Tags.length === 0
    || input.Tags.some((each) => each.Key === tag.Key && (each.Value === undefined || each.Value === tag.Value));
  retag(state, input.Resources, (tags) => tags.filter((tag) => !goes(tag)));
  return {};
}

function retag(state: NetworkState, ids: readonly string[] = [], change: (tags: readonly Tag[]) => readonly Tag[]): void {
  for (const id of ids) {
    const table = TAGGABLE.find((each) => state[each][id] !== undefined);
    if (table === undefined) throw new Ec2Error('InvalidID', `The ID '${id}' is not valid`);
    patch(state, table, id, { tags: change(state[table][id].tags) });
  }
}

function vpcOutput(vpc: Vpc, context: Context): VpcOutput {
  const ipv4 = vpc.cidrs.filter((cidr) => familyOf(cidr) === 'ipv4');
  const ipv6 = vpc.cidrs.filter((cidr) => familyOf(cidr) === 'ipv6');
  return {
    VpcId: vpc.id,
    State: 'available',
    OwnerId: context.accountId,
    CidrBlock: ipv4[0],
    CidrBlockAssociationSet: ipv4.map((cidr) => ({ CidrBlock: cidr, CidrBlockState: { State: 'associated' } })),
    Ipv6CidrBlockAssociationSet: ipv6.map((cidr) => ({ Ipv6CidrBlock: cidr, Ipv6CidrBlockState: { State: 'associated' } })),
    IsDefault: false,
    InstanceTenancy: 'default',
    Tags: [...vpc.tags],
  };
}

export function subnetOutput(subnet: Subnet, context: Context): SubnetOutput {
  const ipv6 = subnet.cidrs.filter((cidr) => familyOf(cidr) === 'ipv6');
  return {
    SubnetId: subnet.id,
    VpcId: subnet.vpcId,
    State: 'available',
    OwnerId: context.accountId,
    AvailabilityZone: subnet.availabilityZone,
    CidrBlock: subnet.cidrs.find((cidr) => familyOf(cidr) === 'ipv4'),
    ...subnet.mapsPublicIps === undefined ? {} : { MapPublicIpOnLaunch: subnet.mapsPublicIps },
    Ipv6CidrBlockAssociationSet: ipv6.map((cidr) => ({ Ipv6CidrBlock: cidr, Ipv6CidrBlockState: { State: 'associated' } })),
    Tags: [...subnet.tags],
  };
}
