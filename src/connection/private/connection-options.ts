/** The checks of a connection's options, against each other and against both of its ends, and what the template says of them. */
import { Stack, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { IConstruct } from 'constructs';
import { createOnlyAmong, digestOfValues } from './create-only-id';
import { KnownDevice } from './known-device';
import { CREATE_ONLY_PROPERTIES } from '../../contract/create-only-properties';
import { AddressKind, isIpAddress, kindOfAddress } from '../../contract/ip-address';
import { requireId, requireIpv4Network, requireIpv6Network } from '../../private/checks';
import { kindOfPlace, Place, placeName } from '../../private/place';
import { InsideIpVersion, OutsideIpAddressType, SiteToSiteVpnOptions, TunnelBandwidth } from '../site-to-site-vpn-options';

/** The ends of the connection, as far as they are known at synthesis. */
export interface ConnectionEnds {
  readonly place: Place;
  readonly amazonSideAsn?: number;
  readonly isBgp: boolean;
  readonly device: KnownDevice;
}

type RenderedOptions = Pick<ec2.CfnVPNConnectionProps,
  'enableAcceleration' | 'tunnelBandwidth' | 'outsideIpAddressType' | 'transportTransitGatewayAttachmentId' | 'tunnelInsideIpVersion'
  | 'localIpv4NetworkCidr' | 'remoteIpv4NetworkCidr' | 'localIpv6NetworkCidr' | 'remoteIpv6NetworkCidr' | 'preSharedKeyStorage'>;

/** @throws an error when AWS would refuse one of them, or such a connection could never come up */
export function renderOptions(options: SiteToSiteVpnOptions, ends: ConnectionEnds): RenderedOptions {
  requireCarriedBy(ends.place, options);
  requireTransport(options);
  requireOneKindOfSpeed(options);
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
  if (isPrivate && transport === undefined) {
    throw new Error('`outsideIpAddressType` PRIVATE_IPV4 needs `transportTransitGatewayAttachmentId`, got none;'
      + ' name the attachment of the transit gateway to the Direct Connect gateway');
  }
  if (isPrivate && acceleration) {
    throw new Error('`acceleration` is not for `outsideIpAddressType` PRIVATE_IPV4, whose tunnels never enter the internet; remove one of them');
  }
  if (transport === undefined) return;
  if (!isPrivate) {
    throw new Error(`\`transportTransitGatewayAttachmentId\` is for \`outsideIpAddressType\` PRIVATE_IPV4 only, got ${JSON.stringify(transport)}`
      + ` with ${outsideIpAddressType ?? 'none'}; set the type or remove the attachment`);
  }
  requireId('transportTransitGatewayAttachmentId', transport, 'tgw-attach', 'transit gateway attachment');
}

/** [Terraform's documentation of aws_vpn_connection, tunnel_bandwidth: not with enable_acceleration] */
function requireOneKindOfSpeed(options: SiteToSiteVpnOptions): void {
  if (!ACCELERATION.holds(options) || !LARGE_TUNNELS.holds(options)) return;
  throw new Error('`tunnelBandwidth` LARGE is not for a connection with `acceleration`; remove one of them');
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
