/** What is said of a connection besides its target and its routing: its device, its tunnels and their logs, and what becomes of it. */
import { RemovalPolicy } from 'aws-cdk-lib';
import { ICustomerGateway } from './customer-gateway';
import { SiteToSiteVpnOptions } from './site-to-site-vpn-options';
import { TunnelOptions } from './tunnel-options';
import { VpnLogs } from '../monitoring/vpn-logs';

/**
 * Who makes the association, the propagations and the static routes of a VPN attachment on a transit gateway.
 */
export enum TransitGatewayRouting {
  /** They are resources of this stack. */
  CREATE = 'CREATE',

  /**
   * They exist already and are left alone: {@link VpnTargetMigration} makes them when it moves the connection, and
   * CloudFormation would fail to make them a second time. A stack that has made them itself deletes them when it is deployed with
   * this, unless they are retained.
   */
  LEAVE = 'LEAVE',
}

/**
 * The on-premises device of a connection, and everything else about the connection but its target and its routing.
 */
export interface DeviceConnectionOptions extends SiteToSiteVpnOptions {
  /**
   * The on-premises device. Give either this or `ip`.
   *
   * @default - a customer gateway is made from `ip` and `asn`
   */
  readonly customerGateway?: ICustomerGateway;

  /**
   * The static address of the on-premises device, of the kind that `outsideIpAddressType` says, such as 203.0.113.10. Give
   * either this or `customerGateway`.
   *
   * @default - the device is `customerGateway`
   */
  readonly ip?: string;

  /**
   * The autonomous system number of the device at `ip`, from 1 to 4294967295.
   *
   * @default 65000, or that of `customerGateway`
   */
  readonly asn?: number;

  /**
   * Options of the first and of the second tunnel, in this order.
   *
   * @default - AWS chooses the inside addresses and the pre-shared keys of both tunnels
   */
  readonly tunnels?: TunnelOptions[];

  /**
   * The logs that both tunnels write. What a tunnel says in its own `logging` goes before it. Switching logs on or off later
   * interrupts each tunnel for some minutes, as AWS replaces its endpoint.
   *
   * @default - nothing is said of logs but what `tunnels` say
   */
  readonly logs?: VpnLogs;

  /**
   * Who makes the association, the propagations and the static routes on a transit gateway. Without effect on a virtual
   * private gateway. LEAVE goes with no `targetChange`, which puts back what the stack makes.
   *
   * @default TransitGatewayRouting.CREATE
   */
  readonly transitGatewayRouting?: TransitGatewayRouting;

  /**
   * What happens to the connection, and to the customer gateway made here, when it is taken out of the stack or the stack
   * is deleted. Its routes are deleted in any case: they can be made again, the connection's outside addresses cannot.
   *
   * @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE - the connection is kept, since the addresses that the device is
   * configured for would be lost with it; one whose creation fails is deleted
   */
  readonly removalPolicy?: RemovalPolicy;
}
