/** Internet gateways: what a VPC with public subnets has besides the gateways that this is about. */
import type {
  AttachInternetGatewayCommandInput, CreateInternetGatewayCommandInput, DeleteInternetGatewayCommandInput,
  DescribeInternetGatewaysCommandInput, DetachInternetGatewayCommandInput, InternetGateway as InternetGatewayOutput,
} from '@aws-sdk/client-ec2';
import { Ec2Error } from '../../contracts';
import { live } from '../errors';
import { filtered, Filters, page, withIds } from '../filters';
import { InternetGateway } from '../records';
import { Context, NetworkState, newId, OperationMap, patch, put, remove, rows } from '../state';
import { tagsFor } from '../tag-specifications';

export const internetGatewayOperations: OperationMap = {
  CreateInternetGateway: createInternetGateway,
  DescribeInternetGateways: describeInternetGateways,
  AttachInternetGateway: attachInternetGateway,
  DetachInternetGateway: detachInternetGateway,
  DeleteInternetGateway: deleteInternetGateway,
};

const FILTERS: Filters<InternetGatewayOutput> = {
  'attachment.state': (gateway) => (gateway.Attachments ?? []).map(({ State }) => State),
  'attachment.vpc-id': (gateway) => (gateway.Attachments ?? []).map(({ VpcId }) => VpcId),
  'internet-gateway-id': (gateway) => [gateway.InternetGatewayId],
  'owner-id': (gateway) => [gateway.OwnerId],
};

function createInternetGateway(state: NetworkState, input: CreateInternetGatewayCommandInput, context: Context): object {
  const gateway: InternetGateway = { id: newId(state, 'igw'), tags: tagsFor('internet-gateway', input.TagSpecifications) };
  put(state, 'internetGateways', gateway);
  return { InternetGateway: internetGatewayOutput(gateway, context) };
}

function describeInternetGateways(state: NetworkState, input: DescribeInternetGatewaysCommandInput, context: Context): object {
  const gateways = rows(state, 'internetGateways').map((gateway) => internetGatewayOutput(gateway, context));
  const asked = withIds(gateways, input.InternetGatewayIds, (gateway) => gateway.InternetGatewayId, 'internetGateways', context);
  const { items, ...rest } = page(filtered(asked, input.Filters, FILTERS), input, context, { min: 5, max: 1000 });
  return { InternetGateways: items, ...rest };
}

/** [H EC2 API error codes: Resource.AlreadyAssociated; words for a VPC that has one: moto] */
function attachInternetGateway(state: NetworkState, input: AttachInternetGatewayCommandInput, context: Context): object {
  const gateway = live(state, 'internetGateways', input.InternetGatewayId, context);
  const vpc = live(state, 'vpcs', input.VpcId, context);
  if (gateway.vpcId !== undefined) {
    throw new Ec2Error('Resource.AlreadyAssociated', `resource ${gateway.id} is already attached to network ${gateway.vpcId}`);
  }
  if (rows(state, 'internetGateways').some(({ vpcId }) => vpcId === vpc.id)) {
    throw new Ec2Error('InvalidParameterValue', `Network ${vpc.id} already has an internet gateway attached`);
  }
  patch(state, 'internetGateways', gateway.id, { vpcId: vpc.id });
  return {};
}

/** [H EC2 API error codes: Gateway.NotAttached] */
function detachInternetGateway(state: NetworkState, input: DetachInternetGatewayCommandInput, context: Context): object {
  const gateway = live(state, 'internetGateways', input.InternetGatewayId, context);
  const vpc = live(state, 'vpcs', input.VpcId, context);
  if (gateway.vpcId !== vpc.id) throw new Ec2Error('Gateway.NotAttached', `resource ${gateway.id} is not attached to network ${vpc.id}`);
  patch(state, 'internetGateways', gateway.id, { vpcId: undefined });
  return {};
}

/** [H DeleteInternetGateway API reference: detached before] */
function deleteInternetGateway(state: NetworkState, input: DeleteInternetGatewayCommandInput, context: Context): object {
  const { id, vpcId } = live(state, 'internetGateways', input.InternetGatewayId, context);
  if (vpcId !== undefined) throw new Ec2Error('DependencyViolation', `The internetGateway '${id}' has dependencies and cannot be deleted: ${vpcId}`);
  remove(state, 'internetGateways', id);
  return {};
}

/** An attachment of an internet gateway is `available` where others are `attached` [H InternetGatewayAttachment API reference]. */
function internetGatewayOutput(gateway: InternetGateway, { accountId }: Context): InternetGatewayOutput {
  return {
    InternetGatewayId: gateway.id,
    OwnerId: accountId,
    Attachments: gateway.vpcId === undefined ? [] : [{ VpcId: gateway.vpcId, State: 'available' as 'attached' }],
    Tags: [...gateway.tags],
  };
}
