/** Existing connections: what is known of them, and how they are found. */
import * as ec2 from 'aws-cdk-lib/aws-ec2';

/**
 * A Site-to-Site VPN connection, made here or taken from elsewhere.
 */
export interface ISiteToSiteVpn extends ec2.IVpnConnection {
  /**
   * The id of the connection's attachment on its transit gateway, `tgw-attach-…`.
   *
   * @throws an error when the connection has none, or it is not known
   */
  readonly transitGatewayAttachmentId: string;
}

/**
 * What is known of an existing connection. Reading what is not given here throws an error.
 */
export interface SiteToSiteVpnAttributes {
  /** The id of the connection, `vpn-…`. */
  readonly vpnConnectionId: string;

  /**
   * The id of its customer gateway, `cgw-…`.
   *
   * @default - unknown
   */
  readonly customerGatewayId?: string;

  /**
   * The public address of the device.
   *
   * @default - unknown
   */
  readonly customerGatewayIp?: string;

  /**
   * The autonomous system number of the device.
   *
   * @default - unknown
   */
  readonly customerGatewayAsn?: number;

  /**
   * The id of its attachment on a transit gateway, `tgw-attach-…`.
   *
   * @default - unknown, or there is none
   */
  readonly transitGatewayAttachmentId?: string;
}

/**
 * Which connection of the stack's account and region is meant: the one with the id, or the only one on which everything else that
 * is given here applies. All values have to be known at synthesis.
 */
export interface SiteToSiteVpnLookUpOptions {
  /**
   * The id of the connection, `vpn-…`. It is given alone.
   *
   * @default - the connection is found by what else is given
   */
  readonly vpnConnectionId?: string;

  /**
   * Tags of the connection, each with its value. Only connections that have any tags can be looked through: if Cloud Control lists one
   * without, the CDK CLI fails with `Cannot read field Tags`.
   *
   * @default - tags are not looked at
   */
  readonly tags?: { [key: string]: string };

  /**
   * The id of the gateway on the AWS side, `vgw-…` or `tgw-…`. If Cloud Control lists a connection on another kind of gateway too, the
   * CDK CLI fails with `Cannot read field`.
   *
   * @default - the gateway is not looked at
   */
  readonly targetGatewayId?: string;

  /**
   * The id of the customer gateway, `cgw-…`.
   *
   * @default - the customer gateway is not looked at
   */
  readonly customerGatewayId?: string;
}
