/**
 * Reads the XML that EC2 keeps for configuring the device: of each tunnel its addresses, the BGP numbers and the key. What it says
 * of algorithms and timers is left alone, as it is not what the tunnels allow (aws/aws-cli#9421).
 *
 * Its shape is the same since 2012. What differs: which end has the first inside address (each end is read where it stands),
 * placeholders for what AWS did not know of the device then, no `bgp` with static routing, an empty `vpn_gateway_id` on a transit
 * gateway, and no key where certificates are used.
 */
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { ConnectionEnds, InsideAddress, TunnelBgp, TunnelEnds } from '../../../src/contract/device-configuration/device-tunnel';
import { HiddenKey } from '../../../src/contract/device-configuration/hidden-key';
import { compareIpAddresses, isIpAddress } from '../../../src/contract/ip-address';
import { isResourceId } from '../../../src/contract/resource-id';

/** What AWS wrote in 2012 for what it did not know of the device; of an address it writes nothing today. */
const PLACEHOLDER_OF_ADDRESS = 'YOUR_UPLINK_ADDRESS';
const PLACEHOLDER_OF_ASN = 'YOUR_BGP_ASN';

/** By which AWS says that the routing is static. */
const STATIC = 'NoBGPVPNConnection';

/** AWS writes some ten thousand characters, of elements six deep. */
const LENGTH_MAX = 262_144;
const DEPTH_MAX = 32;

/** RFC 4893. */
const ASN_MAX = 4_294_967_295;

/**
 * The configuration is not what is expected. It names the element and, in one, the tunnel by its number in the XML and its
 * address: never a value, which may be a key where elements are exchanged.
 */
export class UnreadableConfiguration extends Error {
  constructor(what: string) {
    super(`the customer gateway's configuration cannot be read: ${what}`);
    this.name = 'UnreadableConfiguration';
  }
}

/**
 * @param xml as `CustomerGatewayConfiguration` holds it
 * @throws {UnreadableConfiguration}
 */
export function readConfigurationXml(xml: string): ConnectionEnds {
  const root = rootOf(xml);
  const attributes = root.optionalText('vpn_connection_attributes');
  if (attributes !== undefined && attributes !== STATIC) throw root.fault('vpn_connection_attributes', `is not ${STATIC}, the only one that is known`);
  const type = root.text('vpn_connection_type');
  if (type !== 'ipsec.1') throw root.fault('vpn_connection_type', 'is not ipsec.1, the only one that is known');
  const vpnGatewayId = root.optionalText('vpn_gateway_id');
  if (vpnGatewayId !== undefined && !isResourceId('vgw', vpnGatewayId)) throw root.fault('vpn_gateway_id', 'is not the id of a virtual private gateway');
  const tunnels = root.all('ipsec_tunnel').map((tunnel) => tunnelOf(tunnel, attributes === STATIC));
  // They name files and interfaces of the device: nothing else than an id gets through.
  const [vpnConnectionId, customerGatewayId] = [root.attribute('id'), root.text('customer_gateway_id')];
  if (!isResourceId('vpn', vpnConnectionId)) throw root.fault('id', 'is not the id of a VPN connection');
  if (!isResourceId('cgw', customerGatewayId)) throw root.fault('customer_gateway_id', 'is not the id of a customer gateway');
  if (tunnels.length === 0) throw root.fault('ipsec_tunnel', 'is missing');
  requireOneRouting(root, tunnels, attributes === STATIC);
  requireDifferent(root, tunnels);
  return {
    vpnConnectionId: vpnConnectionId.toLowerCase(),
    customerGatewayId: customerGatewayId.toLowerCase(),
    ...vpnGatewayId === undefined ? {} : { vpnGatewayId: vpnGatewayId.toLowerCase() },
    routing: tunnels[0].bgp === undefined ? 'static' : 'bgp',
    tunnels: tunnels.sort((a, b) => compareIpAddresses(a.awsOutsideIpAddress, b.awsOutsideIpAddress)),
  };
}

function tunnelOf(tunnel: Element, isStatic: boolean): TunnelEnds {
  const [aws, device] = [tunnel.only('vpn_gateway'), tunnel.only('customer_gateway')];
  const awsOutsideIpAddress = aws.only('tunnel_outside_address').ipAddress();
  tunnel.call(awsOutsideIpAddress);
  const deviceOutsideIpAddress = device.only('tunnel_outside_address').optionalIpAddress();
  const bgp = bgpOf(tunnel, aws, device);
  const key = tunnel.only('ike').optionalText('pre_shared_key');
  if (isStatic && bgp !== undefined) throw tunnel.fault('bgp', `is there although the connection is ${STATIC}`);
  return {
    awsOutsideIpAddress,
    ...deviceOutsideIpAddress === undefined ? {} : { deviceOutsideIpAddress },
    awsInside: insideOf(aws),
    deviceInside: insideOf(device),
    ...bgp === undefined ? {} : { bgp },
    ...key === undefined ? {} : { key: new HiddenKey(key) },
  };
}

function insideOf(end: Element): InsideAddress {
  const inside = end.only('tunnel_inside_address');
  const ipAddress = inside.ipAddress();
  const prefixLength = inside.number('network_cidr', ipAddress.includes(':') ? 128 : 32);
  return { ipAddress, prefixLength };
}

function bgpOf(tunnel: Element, aws: Element, device: Element): TunnelBgp | undefined {
  const [ofAws, ofDevice] = [aws.optional('bgp'), device.optional('bgp')];
  if (ofAws === undefined && ofDevice === undefined) return undefined;
  if (ofAws === undefined || ofDevice === undefined) throw tunnel.fault('bgp', 'is there for one end only');
  return {
    aws: { asn: ofAws.number('asn', ASN_MAX) },
    device: ofDevice.text('asn') === PLACEHOLDER_OF_ASN ? {} : { asn: ofDevice.number('asn', ASN_MAX) },
    holdTimeSeconds: ofAws.number('hold_time', 65_535),
  };
}

function requireOneRouting(root: Element, tunnels: readonly TunnelEnds[], isStatic: boolean): void {
  const withBgp = tunnels.filter((tunnel) => tunnel.bgp !== undefined).length;
  if (withBgp === 0 && !isStatic) throw root.fault('bgp', `is missing in every tunnel although the connection is not ${STATIC}`);
  if (withBgp > 0 && withBgp < tunnels.length) throw root.fault('bgp', 'is there for some of the tunnels only');
}

function requireDifferent(root: Element, tunnels: readonly TunnelEnds[]): void {
  const addresses = tunnels.map((tunnel) => tunnel.awsOutsideIpAddress);
  const twice = addresses.find((address, index) => addresses.indexOf(address) !== index);
  if (twice !== undefined) throw root.fault('ipsec_tunnel', `leads to ${twice} twice`);
}

function rootOf(xml: string): Element {
  if (xml.length > LENGTH_MAX) throw new UnreadableConfiguration(`it has more than ${LENGTH_MAX} characters`);
  // It could name entities, and AWS writes none.
  if (/<!DOCTYPE/i.test(xml)) throw new UnreadableConfiguration('it has a DOCTYPE');
  if (XMLValidator.validate(xml.trim()) !== true) throw new UnreadableConfiguration('it is not XML');
  const parser = new XMLParser({
    ignoreAttributes: false, attributeNamePrefix: '@', parseTagValue: false, parseAttributeValue: false, trimValues: true,
    isArray: (_name, _path, _isLeaf, isAttribute) => !isAttribute, maxNestedTags: DEPTH_MAX,
  });
  const [root] = (parsedBy(parser, xml.trim()) as Record<string, Node[]>).vpn_connection ?? [];
  if (root === undefined) throw new UnreadableConfiguration('its outermost element is not vpn_connection');
  return new Element('vpn_connection', root);
}

/** Names of JavaScript's own objects and too much depth are refused by the parser, in words that quote what it read. */
function parsedBy(parser: XMLParser, xml: string): unknown {
  try {
    return parser.parse(xml);
  } catch {
    throw new UnreadableConfiguration(`it has elements that are nested more than ${DEPTH_MAX} deep, or names that no element of it has`);
  }
}

/** Every element is a list, so that one that is there twice is seen; text, or what is in it. */
type Node = string | { readonly [name: string]: Node[] | string };

/** One element, and where it stands. */
class Element {
  constructor(private readonly name: string, private readonly node: Node, private readonly place: { tunnel?: string } = {}) {}

  /** Below this, faults name the tunnel by its address as well. */
  call(address: string): void {
    this.place.tunnel = `${this.place.tunnel} (${address})`;
  }

  fault(name: string, what: string): UnreadableConfiguration {
    return new UnreadableConfiguration(`${[this.place.tunnel, `\`${name}\` ${what}`].filter(Boolean).join(': ')}`);
  }

  all(name: string): Element[] {
    return this.nodes(name).map((node, index) => new Element(name, node, name === 'ipsec_tunnel' ? { tunnel: `tunnel ${index + 1}` } : this.place));
  }

  optional(name: string): Element | undefined {
    const found = this.all(name);
    if (found.length > 1) throw this.fault(name, `is there ${found.length} times in \`${this.name}\``);
    return found[0];
  }

  only(name: string): Element {
    const found = this.optional(name);
    if (found === undefined) throw this.fault(name, `is missing in \`${this.name}\``);
    return found;
  }

  optionalText(name: string): string | undefined {
    const found = this.optional(name);
    if (found === undefined) return undefined;
    const text = typeof found.node === 'string' ? found.node : (found.node['#text'] as string | undefined) ?? '';
    if (typeof found.node !== 'string' && Object.keys(found.node).some((key) => key !== '#text' && !key.startsWith('@'))) {
      throw this.fault(name, `has elements in it in \`${this.name}\`, and a text is expected`);
    }
    return text === '' ? undefined : text;
  }

  text(name: string): string {
    const text = this.optionalText(name);
    if (text === undefined) throw this.fault(name, `is ${this.optional(name) === undefined ? 'missing' : 'empty'} in \`${this.name}\``);
    return text;
  }

  attribute(name: string): string {
    const value = typeof this.node === 'string' ? undefined : this.node[`@${name}`];
    if (typeof value !== 'string' || value === '') throw this.fault(this.name, `has no attribute \`${name}\``);
    return value;
  }

  number(name: string, max: number): number {
    const text = this.text(name);
    const number = /^\d{1,10}$/.test(text) ? Number(text) : NaN;
    if (!(number >= 1 && number <= max)) throw this.fault(name, `is not a whole number from 1 to ${max} in \`${this.name}\``);
    return number;
  }

  ipAddress(): string {
    const address = this.optionalIpAddress();
    if (address === undefined) throw this.fault('ip_address', `is not there in \`${this.name}\``);
    return address;
  }

  optionalIpAddress(): string | undefined {
    const text = this.optionalText('ip_address');
    if (text === undefined || text === PLACEHOLDER_OF_ADDRESS) return undefined;
    if (!isIpAddress(text)) throw this.fault('ip_address', `is not an IP address in \`${this.name}\``);
    return text;
  }

  private nodes(name: string): Node[] {
    if (typeof this.node === 'string') return [];
    const found = this.node[name];
    return Array.isArray(found) ? found : [];
  }
}
