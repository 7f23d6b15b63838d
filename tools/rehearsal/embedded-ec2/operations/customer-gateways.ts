/** Customer gateways: AWS's record of the device at the other end. */
import type {
  CreateCustomerGatewayCommandInput, CustomerGateway as CustomerGatewayOutput, DeleteCustomerGatewayCommandInput,
  DescribeCustomerGatewaysCommandInput,
} from '@aws-sdk/client-ec2';
import { Ec2Error } from '../../contracts';
import { live, required } from '../errors';
import { filtered, Filters, withIds } from '../filters';
import { CustomerGateway, isLive } from '../records';
import { Context, NetworkState, newId, OperationMap, patch, put, remove, rows, schedule, TransitionMap } from '../state';
import { tagsFor } from '../tag-specifications';

export const customerGatewayOperations: OperationMap = {
  CreateCustomerGateway: createCustomerGateway,
  DescribeCustomerGateways: describeCustomerGateways,
  DeleteCustomerGateway: deleteCustomerGateway,
};

export const customerGatewayTransitions: TransitionMap = {
  'customer-gateway-vanished': (state, { subject }) => remove(state, 'customerGateways', subject),
};

const FILTERS: Filters<CustomerGatewayOutput> = {
  'bgp-asn': (gateway) => [gateway.BgpAsn, gateway.BgpAsnExtended],
  'customer-gateway-id': (gateway) => [gateway.CustomerGatewayId],
  'ip-address': (gateway) => [gateway.IpAddress],
  'state': (gateway) => [gateway.State],
  'type': (gateway) => [gateway.Type],
};

/** [7: BgpAsn up to 2^31−1, above it BgpAsnExtended; both come back as strings] */
const LARGEST_PLAIN_ASN = 2_147_483_647;
const DEFAULT_BGP_ASN = 65_000;

/** What two customer gateways must not have in common. */
const IDENTITY = ['type', 'bgpAsn', 'ipAddress', 'deviceName', 'certificateArn'] as const;

/** An identical request is answered with the gateway that is there already [2.1 H SDK]. */
function createCustomerGateway(state: NetworkState, input: CreateCustomerGatewayCommandInput, context: Context): object {
  const wanted: Omit<CustomerGateway, 'id' | 'tags'> = {
    state: 'available',
    type: required('Type', input.Type),
    bgpAsn: input.BgpAsnExtended ?? input.BgpAsn ?? DEFAULT_BGP_ASN,
    ipAddress: input.IpAddress ?? input.PublicIp,
    deviceName: input.DeviceName,
    certificateArn: input.CertificateArn,
  };
  if (wanted.ipAddress === undefined && wanted.certificateArn === undefined) required('IpAddress', wanted.ipAddress);
  const present = rows(state, 'customerGateways').filter(isLive);
  const same = present.find((gateway) => IDENTITY.every((member) => gateway[member] === wanted[member]));
  if (same !== undefined) return { CustomerGateway: customerGatewayOutput(same) };
  const limit = context.quotas.customerGatewaysPerRegion;
  if (present.length >= limit) {
    throw new Ec2Error('CustomerGatewayLimitExceeded', `The maximum number of ${limit} customer gateways has been reached`);
  }
  const gateway = { ...wanted, id: newId(state, 'cgw'), tags: tagsFor('customer-gateway', input.TagSpecifications) };
  put(state, 'customerGateways', gateway);
  return { CustomerGateway: customerGatewayOutput(gateway) };
}

function describeCustomerGateways(state: NetworkState, input: DescribeCustomerGatewaysCommandInput, context: Context): object {
  const gateways = rows(state, 'customerGateways').map(customerGatewayOutput);
  const asked = withIds(gateways, input.CustomerGatewayIds, (gateway) => gateway.CustomerGatewayId, 'customerGateways', context);
  return { CustomerGateways: filtered(asked, input.Filters, FILTERS) };
}

/** [2.3 DependencyViolation: in use; 1.3: only after no VPN uses it] */
function deleteCustomerGateway(state: NetworkState, input: DeleteCustomerGatewayCommandInput, context: Context): object {
  const gateway = live(state, 'customerGateways', input.CustomerGatewayId, context);
  const user = rows(state, 'vpnConnections').find((connection) => connection.customerGatewayId === gateway.id && isLive(connection));
  if (user !== undefined) throw new Ec2Error('DependencyViolation', `The customer gateway ${gateway.id} is in use by ${user.id}`);
  patch(state, 'customerGateways', gateway.id, { state: 'deleted' });
  schedule(state, context.now + context.latencies.deletedLingerMs, 'customer-gateway-vanished', gateway.id);
  return {};
}

function customerGatewayOutput(gateway: CustomerGateway): CustomerGatewayOutput {
  const asn = String(gateway.bgpAsn);
  return {
    CustomerGatewayId: gateway.id,
    State: gateway.state,
    Type: gateway.type,
    ...(gateway.bgpAsn > LARGEST_PLAIN_ASN ? { BgpAsnExtended: asn } : { BgpAsn: asn }),
    ...(gateway.ipAddress === undefined ? {} : { IpAddress: gateway.ipAddress }),
    ...(gateway.deviceName === undefined ? {} : { DeviceName: gateway.deviceName }),
    ...(gateway.certificateArn === undefined ? {} : { CertificateArn: gateway.certificateArn }),
    Tags: [...gateway.tags],
  };
}
