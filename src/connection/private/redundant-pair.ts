/** What two connections must not have in common if one is to stand in for the other. What each must be by itself is checked elsewhere. */
import { Token } from 'aws-cdk-lib';
import { canonicalDestination } from '../../contract/cidr';
import { CustomerGateway, ICustomerGateway } from '../customer-gateway';
import { DeviceConnectionOptions } from '../device-connection-options';
import { SiteToSiteVpn } from '../site-to-site-vpn';
import { TunnelOptions } from '../tunnel-options';
import { VpnRouting } from '../vpn-routing';

/** The options that hold a tunnel's addresses inside. */
const INSIDE_CIDRS = ['insideCidr', 'insideIpv6Cidr'] as const;

/** As it is written: what is made of it is refused when it is equal to the first one's, without naming the pair's own properties. */
type RedundantDevice = Pick<DeviceConnectionOptions, 'customerGateway' | 'ip'>;

/** A token is equal to itself. */
export function requireTwoDevices(first: ICustomerGateway, { customerGateway: second, ip }: RedundantDevice): void {
  if (second !== undefined && (first === second || first.customerGatewayId === second.customerGatewayId)) {
    throw new Error(`\`second.customerGateway\` must be another customer gateway than \`first.customerGateway\`, got ${shown(first.customerGatewayId)} for both;`
      + ' one device cannot stand in for itself');
  }
  // What was taken by its id has no address that is known here.
  const secondIp = second instanceof CustomerGateway ? second.customerGatewayIp : ip;
  if (!(first instanceof CustomerGateway) || first.customerGatewayIp !== secondIp) return;
  throw new Error(`the second device must have another address than the first, got ${shown(first.customerGatewayIp)} for both;`
    + ' AWS wants two public addresses, and one device cannot stand in for itself');
}

/** On a virtual private gateway EC2 refuses a block that is used twice; elsewhere the devices would have the same address inside. */
export function requireOneInsideCidrEach(...devices: (readonly TunnelOptions[] | undefined)[]): void {
  const seen = new Map<string, string>();
  devices.forEach((tunnels, device) => tunnels?.forEach((tunnel, index) => INSIDE_CIDRS.forEach((option) => {
    const block = tunnel[option];
    if (block === undefined) return;
    const prop = `${['first', 'second'][device]}.tunnels[${index}].${option}`;
    const network = canonicalDestination(block);
    const other = seen.get(network);
    if (other !== undefined) throw new Error(`\`${prop}\` must differ from \`${other}\`, got ${shown(block)} for both tunnels; choose another`);
    seen.set(network, prop);
  })));
}

/** A route table of a transit gateway has one static route to a network [H, RouteAlreadyExists]. */
export function requireRoutesToBoth(routing: VpnRouting, ...connections: SiteToSiteVpn[]): void {
  if (routing._staticRoutes === undefined || !connections.every((connection) => connection._makesTransitGatewayRouting)) return;
  throw new Error('`routing` must be BGP on a transit gateway, got static routes for both connections, but a route table has only one static route'
    + ' to a network; use `VpnRouting.bgp()`, or set `transitGatewayRouting` of one connection to LEAVE if its routes are made elsewhere');
}

function shown(value: string): string {
  return Token.isUnresolved(value) ? 'one value that is known only at deployment' : JSON.stringify(value);
}
