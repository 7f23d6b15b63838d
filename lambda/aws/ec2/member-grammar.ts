/**
 * The grammar of each member of EC2's answers, by its name, which means the same wherever it stands. What is not here is free text: tags,
 * names, descriptions, and the values of enumerations, to which AWS adds.
 */
import {
  ACCOUNT_ID, ACCOUNT_ID_OR_NAME, ARN, ASN, CIDR, COUNT, Grammar, idOf, IP_ADDRESS, IPV4_CIDR, IPV6_CIDR, ofText, WORD,
} from '../../../src/contract/grammar';
import { isIpAddress } from '../../../src/contract/ip-address';
import { describeIdOf, isIdOfAnyKind, isResourceId } from '../../../src/contract/resource-id';

const GATEWAY_OF_ROUTE = ofText('local, or an id of EC2, its kind and 8 or 17 hexadecimal digits', (text) => text === 'local' || isIdOfAnyKind(text));

/** A route names the tunnel besides the connection, by its address [awscli/examples/ec2/search-transit-gateway-routes.rst]. */
const CONNECTION_OR_TUNNEL = ofText(`${describeIdOf('vpn')}, with or without the address of a tunnel in parentheses`, (text) => {
  const [, id, address] = /^([^()]*)(?:\(([^()]*)\))?$/.exec(text) ?? [];
  return id !== undefined && isResourceId('vpn', id) && (address === undefined || isIpAddress(address));
});

const TABLE_OF_TRANSIT_GATEWAY = idOf('tgw-rtb');
const ATTACHMENT = idOf('tgw-attach');
const PREFIX_LIST = idOf('pl');
const SUBNET = idOf('subnet');

const BY_NAME = new Map(Object.entries<Grammar>({
  AmazonSideAsn: ASN,
  AssociationDefaultRouteTableId: TABLE_OF_TRANSIT_GATEWAY,
  AvailabilityZone: WORD,
  BgpAsn: ASN,
  BgpAsnExtended: ASN,
  CarrierGatewayId: idOf('cagw'),
  CidrBlock: IPV4_CIDR,
  CustomerGatewayId: idOf('cgw'),
  CustomerOwnedIpv4Pool: WORD,
  DestinationCidrBlock: CIDR,
  DestinationIpv6CidrBlock: IPV6_CIDR,
  DestinationPrefixListId: PREFIX_LIST,
  EgressOnlyInternetGatewayId: idOf('eigw'),
  GatewayId: GATEWAY_OF_ROUTE,
  InstanceId: idOf('i'),
  InstanceOwnerId: ACCOUNT_ID_OR_NAME,
  IpAddress: IP_ADDRESS,
  Ipv6CidrBlock: IPV6_CIDR,
  Ipv6Pool: WORD,
  LocalGatewayId: idOf('lgw'),
  LocalIpv4NetworkCidr: IPV4_CIDR,
  LocalIpv6NetworkCidr: IPV6_CIDR,
  NatGatewayId: idOf('nat'),
  NetworkBorderGroup: WORD,
  NetworkInterfaceId: idOf('eni'),
  OutsideIpAddress: IP_ADDRESS,
  OwnerId: ACCOUNT_ID,
  PrefixListId: PREFIX_LIST,
  PrefixListOwnerId: ACCOUNT_ID_OR_NAME,
  PropagationDefaultRouteTableId: TABLE_OF_TRANSIT_GATEWAY,
  PublicIpv4Pool: WORD,
  RemoteIpv4NetworkCidr: IPV4_CIDR,
  RemoteIpv6NetworkCidr: IPV6_CIDR,
  ResourceOwnerId: ACCOUNT_ID,
  RouteTableId: idOf('rtb'),
  SubnetId: SUBNET,
  SubnetIds: SUBNET,
  TransitGatewayAttachmentId: ATTACHMENT,
  TransitGatewayCidrBlocks: CIDR,
  TransitGatewayId: idOf('tgw'),
  TransitGatewayOwnerId: ACCOUNT_ID,
  TransitGatewayRouteTableId: TABLE_OF_TRANSIT_GATEWAY,
  TransportTransitGatewayAttachmentId: ATTACHMENT,
  TunnelInsideCidr: IPV4_CIDR,
  TunnelInsideIpv6Cidr: IPV6_CIDR,
  VpcId: idOf('vpc'),
  VpcOwnerId: ACCOUNT_ID,
  VpcPeeringConnectionId: idOf('pcx'),
  VpnConnectionId: idOf('vpn'),
  VpnGatewayId: idOf('vgw'),
}));

/** What is attached to a transit gateway, where its type says which kind of id it has. */
const BY_RESOURCE_TYPE = new Map<unknown, Grammar>([['vpc', idOf('vpc')], ['vpn', CONNECTION_OR_TUNNEL]]);

/**
 * The grammar of the texts and numbers of a member, or nothing if it is free text.
 *
 * @param beside the members that stand beside it
 */
export function grammarOf(name: string, type: 'string' | 'number', beside: Readonly<Record<string, unknown>>): Grammar | undefined {
  if (name === 'ResourceId') return BY_RESOURCE_TYPE.get(beside.ResourceType) ?? WORD;
  const known = BY_NAME.get(name) ?? (type === 'number' ? COUNT : undefined);
  if (known !== undefined) return known;
  return name.endsWith('Arn') ? ARN : /Ids?$/.test(name) ? WORD : undefined;
}
