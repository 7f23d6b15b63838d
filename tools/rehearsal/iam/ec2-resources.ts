/**
 * What IAM is asked for each EC2 operation: the resources that the call names, and the context keys that go with each.
 *
 * From the Service Authorization Reference of Amazon EC2 [H, aws-vpn-behaviour.md 4]. An operation without an entry is an
 * error and not a pass. Tags are supplied for what `TagsOf` knows. Keys that need another look at the resource (`ec2:Vpc`) or whose
 * values AWS does not document [L] (`ec2:GatewayType`, `ec2:RoutingType`, `ec2:Attribute`) are not supplied.
 */

import { VALUE_SEPARATOR } from './conditions';

/** One question to IAM; all that an operation asks must be allowed. */
export interface PermissionRequest {
  readonly action: string;
  readonly resourceArn: string;
  readonly context: Readonly<Record<string, string>>;
}

/** Where the request is made, as ARNs and context keys name it. */
export interface Location {
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
}

/** Every condition key that can be in a request's context here; one that ends in `/` stands for all that begin so. */
export const EC2_CONTEXT_KEYS: readonly string[] = [
  'aws:RequestedRegion', 'ec2:Region', 'aws:RequestTag/', 'aws:TagKeys', 'aws:ResourceTag/', 'ec2:ResourceTag/', 'ec2:CreateAction',
  'ec2:RouteTableID', 'ec2:transitGatewayId', 'ec2:transitGatewayAttachmentId', 'ec2:transitGatewayRouteTableId',
  'ec2:transitGatewayRouteTableAnnouncementId',
];

/** The tags of a resource, by its id. */
export type TagsOf = (id: string) => Readonly<Record<string, string>>;

/** @throws {Error} when it is not known what IAM evaluates for the operation */
export function permissionRequests(
  operation: string, input: Readonly<Record<string, unknown>>, location: Location, tagsOf: TagsOf = () => ({}),
): PermissionRequest[] {
  const rule = RULES.get(operation);
  if (rule === undefined) throw new Error(`it is not known which resources IAM evaluates for ec2:${operation}`);
  const resources = rule.length === 0 ? [{ arn: '*', context: {} }] : rule.flatMap((each) => each(input))
    .map(({ type, id, context }) => ({ arn: arnOf(location, type, id), context: { ...context, ...resourceTags(tagsOf(id)) } }));
  if (resources.length === 0) throw new Error(`the call of ec2:${operation} names none of the resources that IAM evaluates`);
  const everywhere = { 'ec2:Region': location.region, 'aws:RequestedRegion': location.region };
  return [
    ...resources.map(({ arn, context }) => ({ action: `ec2:${operation}`, resourceArn: arn, context: { ...everywhere, ...context } })),
    ...tagRequests(operation, input, location, everywhere),
  ];
}

/** Both prefixes name the same [IAM user guide, aws:ResourceTag; SAR of EC2, ec2:ResourceTag]. */
function resourceTags(tags: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(tags)
    .flatMap(([key, value]) => ['aws', 'ec2'].map((prefix) => [`${prefix}:ResourceTag/${key}`, value])));
}

/** A resource that a call names: its ARN's type and id, and the keys that are in the context when it is evaluated. */
interface NamedResource {
  readonly type: string;
  readonly id: string;
  readonly context: Readonly<Record<string, string>>;
}

type Input = Readonly<Record<string, unknown>>;
type ResourceRule = (input: Input) => NamedResource[];

const VPN_CONNECTION = named('vpn-connection', 'VpnConnectionId');
const CUSTOMER_GATEWAY = named('customer-gateway', 'CustomerGatewayId');
const VPN_GATEWAY = named('vpn-gateway', 'VpnGatewayId');
const VPC = named('vpc', 'VpcId');
const SUBNET = named('subnet', 'SubnetId');
const INTERNET_GATEWAY = named('internet-gateway', 'InternetGatewayId');
const ROUTE_TABLE = named('route-table', 'RouteTableId', 'ec2:RouteTableID');
const TRANSIT_GATEWAY = named('transit-gateway', 'TransitGatewayId', 'ec2:transitGatewayId');
const ATTACHMENT = named('transit-gateway-attachment', 'TransitGatewayAttachmentId', 'ec2:transitGatewayAttachmentId');
const PREFIX_LIST = named('prefix-list', 'PrefixListId');
const TRANSIT_GATEWAY_ROUTE_TABLE = named('transit-gateway-route-table', 'TransitGatewayRouteTableId', 'ec2:transitGatewayRouteTableId');
const CLIENT_VPN_ENDPOINT = named('client-vpn-endpoint', 'ClientVpnEndpointId');
const ANNOUNCEMENT = named('transit-gateway-route-table-announcement', 'TransitGatewayRouteTableAnnouncementId',
  'ec2:transitGatewayRouteTableAnnouncementId');

/** An empty list: no resource-level permissions, a statement must say `"Resource": "*"`. */
const RULES: ReadonlyMap<string, readonly ResourceRule[]> = new Map(Object.entries<readonly ResourceRule[]>({
  DescribeVpnConnections: [],
  DescribeVpnGateways: [],
  DescribeCustomerGateways: [],
  DescribeTransitGateways: [],
  DescribeTransitGatewayAttachments: [],
  DescribeTransitGatewayVpcAttachments: [],
  DescribeTransitGatewayRouteTables: [],
  GetTransitGatewayRouteTableAssociations: [],
  GetTransitGatewayRouteTablePropagations: [],
  GetTransitGatewayAttachmentPropagations: [],
  GetTransitGatewayPrefixListReferences: [],
  GetManagedPrefixListEntries: [PREFIX_LIST],
  DescribeManagedPrefixLists: [],
  DescribeRouteTables: [],
  DescribeRegions: [],
  DescribeVpcs: [],
  DescribeSubnets: [],
  DescribeInternetGateways: [],
  GetVpnConnectionDeviceTypes: [],
  GetVpnConnectionDeviceSampleConfiguration: [VPN_CONNECTION, named('vpn-connection-device-type', 'VpnConnectionDeviceTypeId')],

  // Only the connection: no gateway is evaluated, neither the old one nor the new.
  ModifyVpnConnection: [VPN_CONNECTION],
  ModifyVpnConnectionOptions: [VPN_CONNECTION],
  ModifyVpnTunnelOptions: [VPN_CONNECTION],
  CreateVpnConnectionRoute: [VPN_CONNECTION],
  DeleteVpnConnectionRoute: [VPN_CONNECTION],
  DeleteVpnConnection: [VPN_CONNECTION],
  CreateVpnConnection: [
    CUSTOMER_GATEWAY, created('vpn-connection'),
    VPN_GATEWAY, TRANSIT_GATEWAY, named('vpn-concentrator', 'VpnConcentratorId'), transportAttachment,
  ],

  CreateCustomerGateway: [created('customer-gateway')],
  DeleteCustomerGateway: [CUSTOMER_GATEWAY],
  CreateVpnGateway: [created('vpn-gateway')],
  DeleteVpnGateway: [VPN_GATEWAY],
  AttachVpnGateway: [VPC, VPN_GATEWAY],
  DetachVpnGateway: [VPC, VPN_GATEWAY],

  CreateVpc: [created('vpc')],
  DeleteVpc: [VPC],
  ModifyVpcAttribute: [VPC],
  CreateSubnet: [created('subnet'), VPC],
  ModifySubnetAttribute: [SUBNET],
  DeleteSubnet: [SUBNET],
  CreateRouteTable: [created('route-table'), VPC],
  DeleteRouteTable: [ROUTE_TABLE],
  AssociateRouteTable: [ROUTE_TABLE, SUBNET],
  DisassociateRouteTable: [associatedTable],
  CreateInternetGateway: [created('internet-gateway')],
  AttachInternetGateway: [INTERNET_GATEWAY, VPC],
  DetachInternetGateway: [INTERNET_GATEWAY, VPC],
  DeleteInternetGateway: [INTERNET_GATEWAY],
  CreateTransitGatewayVpcAttachment: [TRANSIT_GATEWAY, created('transit-gateway-attachment'), VPC],
  ModifyTransitGatewayVpcAttachment: [ATTACHMENT],
  DeleteTransitGatewayVpcAttachment: [ATTACHMENT],
  ModifyTransitGateway: [TRANSIT_GATEWAY],
  CreateTransitGateway: [created('transit-gateway')],
  DeleteTransitGateway: [TRANSIT_GATEWAY],
  CreateTransitGatewayRouteTable: [TRANSIT_GATEWAY, created('transit-gateway-route-table')],
  DeleteTransitGatewayRouteTable: [TRANSIT_GATEWAY_ROUTE_TABLE],
  CreateManagedPrefixList: [created('prefix-list')],
  DeleteManagedPrefixList: [PREFIX_LIST],

  CreateTransitGatewayRoute: [TRANSIT_GATEWAY_ROUTE_TABLE, ATTACHMENT],
  ReplaceTransitGatewayRoute: [TRANSIT_GATEWAY_ROUTE_TABLE, ATTACHMENT],
  DeleteTransitGatewayRoute: [TRANSIT_GATEWAY_ROUTE_TABLE],
  SearchTransitGatewayRoutes: [TRANSIT_GATEWAY_ROUTE_TABLE],
  AssociateTransitGatewayRouteTable: [ATTACHMENT, TRANSIT_GATEWAY_ROUTE_TABLE],
  DisassociateTransitGatewayRouteTable: [ATTACHMENT, TRANSIT_GATEWAY_ROUTE_TABLE],
  EnableTransitGatewayRouteTablePropagation: [TRANSIT_GATEWAY_ROUTE_TABLE, ATTACHMENT, ANNOUNCEMENT],
  DisableTransitGatewayRouteTablePropagation: [TRANSIT_GATEWAY_ROUTE_TABLE, ATTACHMENT, ANNOUNCEMENT],

  CreateTransitGatewayPrefixListReference: [PREFIX_LIST, TRANSIT_GATEWAY_ROUTE_TABLE, ATTACHMENT],
  ModifyTransitGatewayPrefixListReference: [PREFIX_LIST, TRANSIT_GATEWAY_ROUTE_TABLE, ATTACHMENT],
  DeleteTransitGatewayPrefixListReference: [PREFIX_LIST, TRANSIT_GATEWAY_ROUTE_TABLE],

  // The route's target is not evaluated.
  CreateRoute: [ROUTE_TABLE],
  ReplaceRoute: [ROUTE_TABLE],
  DeleteRoute: [ROUTE_TABLE],
  EnableVgwRoutePropagation: [ROUTE_TABLE, named('vpn-gateway', 'GatewayId')],
  DisableVgwRoutePropagation: [ROUTE_TABLE, named('vpn-gateway', 'GatewayId')],

  // [H SAR: client-vpn-endpoint; what it names besides has no keys of its own here]
  CreateClientVpnEndpoint: [created('client-vpn-endpoint'), VPC],
  DescribeClientVpnEndpoints: [],
  ModifyClientVpnEndpoint: [CLIENT_VPN_ENDPOINT, VPC],
  DeleteClientVpnEndpoint: [CLIENT_VPN_ENDPOINT],
  AssociateClientVpnTargetNetwork: [CLIENT_VPN_ENDPOINT, named('subnet', 'SubnetId')],
  DisassociateClientVpnTargetNetwork: [CLIENT_VPN_ENDPOINT],
  DescribeClientVpnTargetNetworks: [CLIENT_VPN_ENDPOINT],
  AuthorizeClientVpnIngress: [CLIENT_VPN_ENDPOINT],
  RevokeClientVpnIngress: [CLIENT_VPN_ENDPOINT],
  DescribeClientVpnAuthorizationRules: [CLIENT_VPN_ENDPOINT],
  CreateClientVpnRoute: [CLIENT_VPN_ENDPOINT, named('subnet', 'TargetVpcSubnetId')],
  DeleteClientVpnRoute: [CLIENT_VPN_ENDPOINT, named('subnet', 'TargetVpcSubnetId')],
  DescribeClientVpnRoutes: [CLIENT_VPN_ENDPOINT],
  ModifyClientVpnEndpointAuthorizationPolicy: [CLIENT_VPN_ENDPOINT],
  GetClientVpnEndpointAuthorizationPolicy: [CLIENT_VPN_ENDPOINT],
  DeleteClientVpnEndpointAuthorizationPolicy: [CLIENT_VPN_ENDPOINT],

  CreateTags: [taggedResources],
  DeleteTags: [taggedResources],
}));

/** Every operation whose resources are known. */
export const KNOWN_OPERATIONS: readonly string[] = [...RULES.keys()];

/** The type in an ARN of a resource whose id begins so; the longest beginning counts. */
const TYPES_BY_PREFIX: readonly (readonly [prefix: string, type: string])[] = [
  ['tgw-attach-', 'transit-gateway-attachment'], ['tgw-rtb-', 'transit-gateway-route-table'], ['tgw-', 'transit-gateway'],
  ['vpn-', 'vpn-connection'], ['vgw-', 'vpn-gateway'], ['cgw-', 'customer-gateway'],
  ['cvpn-endpoint-', 'client-vpn-endpoint'], ['vpc-', 'vpc'], ['subnet-', 'subnet'], ['rtb-', 'route-table'], ['igw-', 'internet-gateway'],
];

/** A resource whose id is in the input; when it is not there, nothing is evaluated for it. */
function named(type: string, member: string, contextKey?: string): ResourceRule {
  return (input) => {
    const id = input[member];
    if (typeof id !== 'string') return [];
    return [{ type, id, context: contextKey === undefined ? {} : { [contextKey]: id } }];
  };
}

/** A resource that comes to be by the call and has no id yet. Its tags are context of its creation. */
function created(type: string): ResourceRule {
  return (input) => {
    const tags = tagSpecifications(input).find((each) => each.ResourceType === type)?.Tags;
    return [{ type, id: '*', context: requestTags(tags) }];
  };
}

/** Any table: the association's id does not say which. */
function associatedTable(): NamedResource[] {
  return [{ type: 'route-table', id: '*', context: {} }];
}

/** The Direct Connect attachment under a private connection, which stands among the options. */
function transportAttachment(input: Input): NamedResource[] {
  const options = input.Options;
  const id = typeof options === 'object' && options !== null && 'TransportTransitGatewayAttachmentId' in options
    ? options.TransportTransitGatewayAttachmentId : undefined;
  return ATTACHMENT({ TransitGatewayAttachmentId: id });
}

function taggedResources(input: Input): NamedResource[] {
  const ids: readonly unknown[] = Array.isArray(input.Resources) ? input.Resources : [];
  return ids.map(String).map((id) => ({ type: typeOf(id), id, context: requestTags(input.Tags) }));
}

/** Tags given at creation need `ec2:CreateTags` on the new resource as well. */
function tagRequests(operation: string, input: Input, location: Location, everywhere: PermissionRequest['context']): PermissionRequest[] {
  return tagSpecifications(input).map(({ ResourceType, Tags }) => ({
    action: 'ec2:CreateTags',
    resourceArn: arnOf(location, String(ResourceType), '*'),
    context: { ...everywhere, ...requestTags(Tags), 'ec2:CreateAction': operation },
  }));
}

function arnOf({ partition, region, accountId }: Location, type: string, id: string): string {
  return `arn:${partition}:ec2:${region}:${accountId}:${type}/${id}`;
}

function tagSpecifications(input: Input): readonly Input[] {
  return Array.isArray(input.TagSpecifications) ? input.TagSpecifications : [];
}

function requestTags(tags: unknown): Record<string, string> {
  const list: readonly Input[] = Array.isArray(tags) ? tags : [];
  if (list.length === 0) return {};
  return Object.fromEntries([
    ['aws:TagKeys', list.map(({ Key }) => String(Key)).join(VALUE_SEPARATOR)],
    ...list.map(({ Key, Value }): [string, string] => [`aws:RequestTag/${String(Key)}`, String(Value ?? '')]),
  ]);
}

function typeOf(id: string): string {
  const found = TYPES_BY_PREFIX.find(([prefix]) => id.startsWith(prefix));
  if (found === undefined) throw new Error(`it is not known which type of resource ${id} is`);
  return found[1];
}
