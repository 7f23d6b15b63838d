/** Two connections that stand in for each other: AWS's answer to the failure of a device. */
import { Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { CustomerGateway, ICustomerGateway } from './customer-gateway';
import { SiteToSiteVpn } from './site-to-site-vpn';
import { DeviceConnectionOptions } from './site-to-site-vpn-options';
import { TargetChange } from './target-change';
import { TargetGateway } from './target-gateway';
import { TunnelOptions } from './tunnel-options';
import { VpnRouting } from './vpn-routing';
import { canonicalDestination } from '../contract/cidr';
import { AllVpnConnectionsDownAlarm, VpnConnectionDownAlarm } from '../monitoring/vpn-alarms';
import { namedInErrors } from '../private/named-in-errors';

/**
 * Properties of a {@link RedundantSiteToSiteVpn}.
 */
export interface RedundantSiteToSiteVpnProps {
  /** Where both connections end on the AWS side. */
  readonly target: TargetGateway;

  /**
   * How AWS learns the networks behind both devices. With BGP, AWS notices when a device does not lead to them any more; with
   * static routes, only when its tunnels are down. On a transit gateway, static routes made by CloudFormation cannot lead to both.
   */
  readonly routing: VpnRouting;

  /**
   * Custom resources that guard both connections when they are edited, and move each with its routes when `target` is: the second when
   * the first has arrived.
   *
   * @default - none, as for a {@link SiteToSiteVpn}
   */
  readonly targetChange?: TargetChange;

  /** The first device and the connection to it. */
  readonly first: DeviceConnectionOptions;

  /** The second device, at another address, and the connection to it. */
  readonly second: DeviceConnectionOptions;
}

/**
 * Two connections to one target, each to a device of its own: four tunnels, of which any one is enough.
 *
 * A single connection survives the failure of an endpoint of AWS. This survives the failure of a device too.
 *
 * The second connection is made and changed after the first, so that one deployment never interrupts both at once. CloudFormation
 * goes on when AWS has carried out the first change, whether or not the tunnels are up again by then.
 *
 * @see https://docs.aws.amazon.com/vpn/latest/s2svpn/vpn-redundant-connection.html
 */
@namedInErrors
export class RedundantSiteToSiteVpn extends Construct {
  /** The connection to the first device. */
  public readonly firstConnection: SiteToSiteVpn;

  /** The connection to the second device. */
  public readonly secondConnection: SiteToSiteVpn;

  /** Goes off when all tunnels to the first device are down. */
  public readonly firstConnectionDownAlarm: VpnConnectionDownAlarm;

  /** Goes off when all tunnels to the second device are down. */
  public readonly secondConnectionDownAlarm: VpnConnectionDownAlarm;

  /** Goes off when both connections are down: nothing flows any more. Add the action that wakes somebody up. */
  public readonly bothConnectionsDownAlarm: AllVpnConnectionsDownAlarm;

  /**
   * @throws an error when both devices are the same, two of the four tunnels have the same inside addresses, a route of one
   * connection would be in the way of the other's, or a connection's own options are malformed
   */
  constructor(scope: Construct, id: string, props: RedundantSiteToSiteVpnProps) {
    super(scope, id);
    const { target, routing, targetChange, first, second } = props;
    requireOneInsideCidrEach(first.tunnels, second.tunnels);
    this.firstConnection = new SiteToSiteVpn(this, 'First', { ...first, target, routing, targetChange });
    // Before the second one is made: it would be refused as any two connections are, without naming the pair's own properties.
    requireTwoDevices(this.firstConnection.customerGateway, second);
    this.secondConnection = new SiteToSiteVpn(this, 'Second', { ...second, target, routing, targetChange });
    this.secondConnection.node.addDependency(this.firstConnection);
    requireRoutesToBoth(routing, this.firstConnection, this.secondConnection);

    this.firstConnectionDownAlarm = new VpnConnectionDownAlarm(this, 'FirstDown', { vpnConnection: this.firstConnection });
    this.secondConnectionDownAlarm = new VpnConnectionDownAlarm(this, 'SecondDown', { vpnConnection: this.secondConnection });
    this.bothConnectionsDownAlarm = new AllVpnConnectionsDownAlarm(this, 'BothDown', {
      connectionDownAlarms: [this.firstConnectionDownAlarm, this.secondConnectionDownAlarm],
    });
  }
}

/** The options that hold a tunnel's addresses inside. */
const INSIDE_CIDRS = ['insideCidr', 'insideIpv6Cidr'] as const;

/** As it is written: what is made of it is refused when it is equal to the first one's, without naming the pair's own properties. */
type RedundantDevice = Pick<DeviceConnectionOptions, 'customerGateway' | 'ip'>;

/** A token is equal to itself. */
function requireTwoDevices(first: ICustomerGateway, { customerGateway: second, ip }: RedundantDevice): void {
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
function requireOneInsideCidrEach(...devices: (readonly TunnelOptions[] | undefined)[]): void {
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
function requireRoutesToBoth(routing: VpnRouting, ...connections: SiteToSiteVpn[]): void {
  if (routing._staticRoutes === undefined || !connections.every((connection) => connection._makesTransitGatewayRouting)) return;
  throw new Error('`routing` must be BGP on a transit gateway, got static routes for both connections, but a route table has only one static route'
    + ' to a network; use `VpnRouting.bgp()`, or set `transitGatewayRouting` of one connection to LEAVE if its routes are made elsewhere');
}

function shown(value: string): string {
  return Token.isUnresolved(value) ? 'one value that is known only at deployment' : JSON.stringify(value);
}
