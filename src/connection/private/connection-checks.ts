/**
 * The checks and warnings of a connection: of its options against each other and against both of its ends, of its stack and of other
 * connections; and what the template says of its options.
 */
import { Annotations, CfnDeletionPolicy, CfnParameter, CfnResource, Stack, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { IConstruct } from 'constructs';
import { createOnlyAmong, digestOfValues } from './create-only-id';
import { KnownDevice } from './known-device';
import { requireRoutable, requireRouteTablesFor } from './target-checks';
import { canonicalDestination } from '../../contract/cidr';
import { CREATE_ONLY_PROPERTIES } from '../../contract/create-only-properties';
import { GatewayEnd } from '../../contract/declaration';
import { nameOfGateway } from '../../contract/gateway';
import { AddressKind, isIpAddress, kindOfAddress } from '../../contract/ip-address';
import { at, refuse, requireId, requireIpv4Network, requireIpv6Network } from '../../private/checks';
import { kindOfPlace, Place, placeName } from '../../private/place';
import {
  BESIDE_CONNECTION, BESIDE_GATEWAY, BESIDE_VPC, pathOf, requireResourceHere, requireSameEnvironment, resourceBehind,
} from '../../private/references';
import {
  DeviceConnectionOptions, InsideIpVersion, OutsideIpAddressType, SiteToSiteVpnOptions, TransitGatewayRouting, TunnelBandwidth,
} from '../site-to-site-vpn-options';
import { TargetGateway } from '../target-gateway';
import { TunnelOptions } from '../tunnel-options';
import { VpcRoutes } from '../vpc-routes';
import { VpnRouting } from '../vpn-routing';

/** A connection as it is declared. */
interface DeclaredConnection extends DeviceConnectionOptions {
  readonly target: TargetGateway;
  readonly routing: VpnRouting;
  readonly vpcRoutes?: VpcRoutes[];
}

/** @throws an error when there is not one device, or the ends and the routes do not go together or are somewhere else */
export function checkConnection(scope: IConstruct, props: DeclaredConnection): void {
  const { target: { _place: place }, routing, transitGatewayRouting } = props;
  requireOneDevice(props);
  requireEnvironment(scope, props);
  requireRoutable(place, routing);
  if (place.kind === 'transit-gateway' && transitGatewayRouting !== TransitGatewayRouting.LEAVE) requireRouteTablesFor(routing, place.end);
}

/** @throws an error when another connection on the same gateway has the block of one of its tunnels */
export function checkMadeConnection(scope: IConstruct, connection: CfnResource, props: DeclaredConnection): void {
  const { target: { _place: place }, tunnels = [] } = props;
  const end = place.kind === 'virtual-private-gateway' || place.kind === 'transit-gateway' ? place.end : undefined;
  if (end !== undefined) takeInsideCidrs(scope, end, tunnels);
  warnOfParameters(scope, props);
  if (end !== undefined) warnOfGatewayThatGoes(scope, connection, end.id);
}

/** One that exists as a construct, or one that is made from its address, with nothing beside it that only the other has. */
function requireOneDevice({ customerGateway, ip, asn }: DeviceConnectionOptions): void {
  const isMade = customerGateway === undefined;
  refuse(
    [isMade && ip === undefined, () => 'give either `customerGateway` or `ip`, got neither; the connection needs an on-premises device'],
    [!isMade && ip !== undefined, () => 'give either `customerGateway` or `ip`, got both; remove the one that does not name the device'],
    [!isMade && asn !== undefined, () =>
      `\`asn\` belongs to the device at \`ip\`, got ${asn} together with \`customerGateway\`; remove it, since a customer gateway has its own`],
  );
}

function requireEnvironment(scope: IConstruct, props: DeclaredConnection): void {
  const { target, customerGateway, vpcRoutes = [], transportTransitGatewayAttachmentId: transport } = props;
  target._requireHere(scope, 'target');
  if (customerGateway !== undefined) {
    requireResourceHere(scope, 'customerGateway', customerGateway, BESIDE_CONNECTION);
    requireSameEnvironment(scope, 'customerGateway', [customerGateway.customerGatewayId], BESIDE_CONNECTION);
  }
  requireSameEnvironment(scope, 'vpcRoutes', vpcRoutes.flatMap(({ _routeTableIds }) => _routeTableIds), BESIDE_VPC);
  if (transport !== undefined) requireSameEnvironment(scope, 'transportTransitGatewayAttachmentId', [transport], BESIDE_GATEWAY);
}

/** By app: who has which block on which gateway. */
const taken = new WeakMap<IConstruct, Map<string, string>>();

/** What must be the tunnel's own on its gateway. */
const OWN: Record<GatewayEnd['kind'], 'insideCidr' | 'insideIpv6Cidr'> = {
  'virtual-private-gateway': 'insideCidr',
  'transit-gateway': 'insideIpv6Cidr',
};

/**
 * EC2 refuses an IPv4 block that another tunnel of the same virtual private gateway has (InvalidCidr.InUse), and wants IPv6 blocks to
 * differ on one transit gateway; the same IPv4 block may stand twice on a transit gateway [H, UG-tunnel-configure].
 */
function takeInsideCidrs(scope: IConstruct, gateway: GatewayEnd, tunnels: readonly TunnelOptions[]): void {
  const ofApp = taken.get(scope.node.root) ?? new Map<string, string>();
  taken.set(scope.node.root, ofApp);
  tunnels.forEach((tunnel, index) => {
    const block = tunnel[OWN[gateway.kind]];
    if (block === undefined || Token.isUnresolved(block)) return;
    const key = `${keyOf(scope, gateway.id)} ${canonicalDestination(block)}`;
    const owner = ofApp.get(key);
    if (owner !== undefined) {
      throw new Error(`\`${at('tunnels', index)}.${OWN[gateway.kind]}\` must be a block of its own on ${nameOfGateway(gateway)}, got ${JSON.stringify(block)},`
        + ` which ${owner} has already; choose another`);
    }
    ofApp.set(key, scope.node.path);
  });
}

/** A gateway that is known only at deployment is the same for one stack if it is the same reference. */
function keyOf(scope: IConstruct, gatewayId: string): string {
  if (!Token.isUnresolved(gatewayId)) return gatewayId;
  const stack = Stack.of(scope);
  return `${stack.node.path} ${JSON.stringify(stack.resolve(gatewayId))}`;
}

/** Ours that are create-only in the template and may be a token; the others are enumerations or booleans. */
const FROM_TOKENS = ['transportTransitGatewayAttachmentId', 'localIpv4Cidr', 'remoteIpv4Cidr', 'localIpv6Cidr', 'remoteIpv6Cidr'] as const;

/**
 * That an edit of the code replaces the connection cannot be seen, as the former template is not at hand; that a deployment may do so
 * without any edit can. References to other resources are not warned of: those change when the code does.
 */
function warnOfParameters(scope: IConstruct, options: SiteToSiteVpnOptions): void {
  for (const prop of FROM_TOKENS) {
    const parameter = parameterIn(scope, options[prop]);
    if (parameter === undefined) continue;
    Annotations.of(scope).addWarningV2(`cdk-site-to-site-vpn:replacedByParameter:${prop}`,
      `\`${prop}\` comes from the parameter ${parameter}: another value of it makes CloudFormation delete the connection, its outside addresses`
      + ' with it, and make another; write the value in the code');
  }
}

function parameterIn(scope: IConstruct, value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const stack = Stack.of(scope);
  const resolved = JSON.stringify(stack.resolve(value));
  const parameters = scope.node.root.node.findAll().filter((each): each is CfnParameter => each instanceof CfnParameter);
  return parameters.map((each) => String(stack.resolve(each.logicalId))).find((logicalId) => resolved.includes(`{"Ref":"${logicalId}"}`));
}

/**
 * EC2 does not delete what a connection stands on: the connection is kept when its stack goes, and the gateway goes with a stack. Said when
 * the app is synthesized, as a removal policy may be set from outside until then.
 */
function warnOfGatewayThatGoes(scope: IConstruct, connection: CfnResource, gatewayId: string): void {
  const gateway = resourceBehind(gatewayId);
  if (gateway === undefined) return;
  scope.node.addValidation({
    validate: () => {
      if (isKept(connection) && !isKept(gateway)) warn(scope, gateway);
      return [];
    },
  });
}

function warn(scope: IConstruct, gateway: CfnResource): void {
  Annotations.of(scope).addWarningV2('cdk-site-to-site-vpn:keptOnGatewayThatGoes',
    `the connection is kept when its stack is deleted, and ${pathOf(gateway)} is not: EC2 deletes no gateway with a connection, so that the deletion ends in`
    + ' DELETE_FAILED; let the connection go with its stack (`removalPolicy`), or keep the gateway, too');
}

function isKept({ cfnOptions: { deletionPolicy } }: CfnResource): boolean {
  return deletionPolicy === CfnDeletionPolicy.RETAIN || deletionPolicy === CfnDeletionPolicy.RETAIN_EXCEPT_ON_CREATE;
}

/** The ends of the connection, as far as they are known at synthesis. */
export interface ConnectionEnds {
  readonly place: Place;
  readonly amazonSideAsn?: number;
  readonly isBgp: boolean;
  readonly device: KnownDevice;
}

/** @throws an error when AWS would refuse one of them, or such a connection could never come up */
export function renderOptions(options: SiteToSiteVpnOptions, ends: ConnectionEnds): Partial<ec2.CfnVPNConnectionProps> {
  requireCarriedBy(ends.place, options);
  requireTransport(options);
  requireNetworks(options);
  requireAddress(options.outsideIpAddressType ?? OutsideIpAddressType.PUBLIC_IPV4, ends.device);
  requireTwoAutonomousSystems(ends);
  return {
    enableAcceleration: options.acceleration,
    tunnelBandwidth: options.tunnelBandwidth,
    outsideIpAddressType: options.outsideIpAddressType,
    transportTransitGatewayAttachmentId: options.transportTransitGatewayAttachmentId,
    tunnelInsideIpVersion: options.insideIpVersion,
    localIpv4NetworkCidr: options.localIpv4Cidr,
    remoteIpv4NetworkCidr: options.remoteIpv4Cidr,
    localIpv6NetworkCidr: options.localIpv6Cidr,
    remoteIpv6NetworkCidr: options.remoteIpv6Cidr,
    preSharedKeyStorage: options.preSharedKeyStorage,
  };
}

/** An option with a value that some gateways have no room for. */
interface Limit {
  readonly holds: (options: SiteToSiteVpnOptions) => boolean;
  readonly what: string;
}

const ACCELERATION: Limit = { holds: ({ acceleration }) => acceleration === true, what: '`acceleration`' };
const IPV6_INSIDE: Limit = { holds: ({ insideIpVersion }) => insideIpVersion === InsideIpVersion.IPV6, what: '`insideIpVersion` IPV6' };
const IPV6_OUTSIDE: Limit = {
  holds: ({ outsideIpAddressType }) => outsideIpAddressType === OutsideIpAddressType.IPV6, what: '`outsideIpAddressType` IPV6',
};
const PRIVATE_OUTSIDE: Limit = {
  holds: ({ outsideIpAddressType }) => outsideIpAddressType === OutsideIpAddressType.PRIVATE_IPV4, what: '`outsideIpAddressType` PRIVATE_IPV4',
};
const LARGE_TUNNELS: Limit = { holds: ({ tunnelBandwidth }) => tunnelBandwidth === TunnelBandwidth.LARGE, what: '`tunnelBandwidth` LARGE' };

/** What each kind of gateway has no room for [aws-vpn-behaviour section 2.1]. */
const LIMITS: Partial<Record<Place['kind'], readonly Limit[]>> = {
  'virtual-private-gateway': [ACCELERATION, IPV6_INSIDE, IPV6_OUTSIDE, PRIVATE_OUTSIDE, LARGE_TUNNELS],
  'vpn-concentrator': [LARGE_TUNNELS],
};

function requireCarriedBy(place: Place, options: SiteToSiteVpnOptions): void {
  const limit = LIMITS[place.kind]?.find(({ holds }) => holds(options));
  if (limit === undefined) return;
  throw new Error(`${limit.what} is not for ${kindOfPlace(place)}, got \`target\` ${placeName(place)};`
    + ' use a transit gateway as `target` or remove the option');
}

function requireTransport(options: SiteToSiteVpnOptions): void {
  const { outsideIpAddressType, transportTransitGatewayAttachmentId: transport, acceleration } = options;
  const isPrivate = outsideIpAddressType === OutsideIpAddressType.PRIVATE_IPV4;
  refuse(
    [isPrivate && transport === undefined, () =>
      '`outsideIpAddressType` PRIVATE_IPV4 needs `transportTransitGatewayAttachmentId`, got none;'
      + ' name the attachment of the transit gateway to the Direct Connect gateway'],
    [isPrivate && acceleration === true, () =>
      '`acceleration` is not for `outsideIpAddressType` PRIVATE_IPV4, whose tunnels never enter the internet; remove one of them'],
    [!isPrivate && transport !== undefined, () =>
      `\`transportTransitGatewayAttachmentId\` is for \`outsideIpAddressType\` PRIVATE_IPV4 only, got ${JSON.stringify(transport)}`
      + ` with ${outsideIpAddressType ?? 'none'}; set the type or remove the attachment`],
  );
  if (transport !== undefined) requireId('transportTransitGatewayAttachmentId', transport, 'tgw-attach', 'transit gateway attachment');
  // [Terraform's documentation of aws_vpn_connection, tunnel_bandwidth: not with enable_acceleration]
  refuse([ACCELERATION.holds(options) && LARGE_TUNNELS.holds(options), () =>
    '`tunnelBandwidth` LARGE is not for a connection with `acceleration`; remove one of them']);
}

function requireNetworks(options: SiteToSiteVpnOptions): void {
  const carried = options.insideIpVersion ?? InsideIpVersion.IPV4;
  for (const prop of ['localIpv4Cidr', 'remoteIpv4Cidr'] as const) {
    requireVersion(prop, options[prop], InsideIpVersion.IPV4, carried);
    if (options[prop] !== undefined) requireIpv4Network(prop, options[prop]);
  }
  for (const prop of ['localIpv6Cidr', 'remoteIpv6Cidr'] as const) {
    requireVersion(prop, options[prop], InsideIpVersion.IPV6, carried);
    if (options[prop] !== undefined) requireIpv6Network(prop, options[prop]);
  }
}

/** @param version the one that the block is of */
export function requireVersion(prop: string, value: string | undefined, version: InsideIpVersion, carried: InsideIpVersion): void {
  if (value === undefined || version === carried) return;
  throw new Error(`\`${prop}\` must not be given for a connection that carries ${NAMES[carried]}, got ${JSON.stringify(value)};`
    + ` set \`insideIpVersion\` to ${version.toUpperCase()} or remove it`);
}

const NAMES: Record<InsideIpVersion, string> = { [InsideIpVersion.IPV4]: 'IPv4', [InsideIpVersion.IPV6]: 'IPv6' };

const ADDRESSES: Record<OutsideIpAddressType, { readonly kind: AddressKind; readonly what: string }> = {
  [OutsideIpAddressType.PUBLIC_IPV4]: { kind: 'public-ipv4', what: 'a public IPv4 address' },
  [OutsideIpAddressType.PRIVATE_IPV4]: { kind: 'private-ipv4', what: 'a private IPv4 address (RFC 1918 or RFC 6598)' },
  [OutsideIpAddressType.IPV6]: { kind: 'public-ipv6', what: 'an IPv6 address that the internet routes' },
};

function requireAddress(type: OutsideIpAddressType, { ip, hasNoAddress }: KnownDevice): void {
  const { kind, what } = ADDRESSES[type];
  const rule = `the device must have ${what} when \`outsideIpAddressType\` is ${type}`;
  if (hasNoAddress && type === OutsideIpAddressType.PRIVATE_IPV4) {
    throw new Error(`${rule}, got a customer gateway without an address; use one with the address of the device`);
  }
  if (ip === undefined || Token.isUnresolved(ip) || !isIpAddress(ip) || kindOfAddress(ip) === kind) return;
  throw new Error(`${rule}, got ${JSON.stringify(ip)}; correct the address or choose another \`outsideIpAddressType\``);
}

/**
 * EC2 documents AsnConflict for a customer gateway and a virtual private gateway [H, ERR]. For a transit gateway nothing is
 * documented, but BGP between equal numbers would be another protocol than the one that the service speaks.
 */
export function requireTwoAutonomousSystems({ place, amazonSideAsn, isBgp, device }: ConnectionEnds): void {
  if (amazonSideAsn === undefined || Token.isUnresolved(amazonSideAsn) || amazonSideAsn !== device.asn) return;
  if (place.kind !== 'virtual-private-gateway' && !isBgp) return;
  throw new Error(`the device and the gateway must have different AS numbers, got ${amazonSideAsn} for both, the other being ${placeName(place)};`
    + ' change the `asn` of the device or use another gateway');
}

/** A connection, or what is to become one. */
type Properties = Omit<Partial<ec2.CfnVPNConnectionProps>, 'tags'>;

/** By property, as the template has them. */
export function createOnlyValues(connection: Properties): Record<string, string> {
  const properties = CREATE_ONLY_PROPERTIES.map((property): [string, unknown] =>
    [property, connection[`${property[0].toLowerCase()}${property.slice(1)}` as keyof Properties]]);
  return createOnlyAmong(Object.fromEntries(properties)) as Record<string, string>;
}

/**
 * Part of the logical ids of the connection and of the customer gateway that comes with it. CloudFormation would delete the connection
 * before it makes the other one (`replacementStrategy` is delete_then_create), or give up one that is retained, and have nothing to return
 * to when that fails. Under another logical id the other one comes first, and the former one goes when all is done.
 */
export function createOnlyDigest(scope: IConstruct, connection: Properties): string {
  const values = createOnlyValues(connection);
  const known = Object.values(values).some((each) => Token.isUnresolved(each)) ? Stack.of(scope).resolve(values) as unknown : values;
  return digestOfValues(known as Record<string, unknown>);
}
