/** One of the two tunnels of a connection, as EC2 has made it. */

/**
 * The addresses of one of the two tunnels of a connection. They are known at deployment only.
 *
 * @see https://docs.aws.amazon.com/vpn/latest/s2svpn/VPNTunnels.html
 */
export interface ITunnel {
  /** The address at which the device reaches AWS. It stays the same for as long as the connection exists. */
  readonly outsideIpAddress: string;

  /** The block of addresses inside the tunnel, of the IP version that the tunnels carry: a `/30`, or a `/126` for IPv6. */
  readonly insideCidr: string;

  /** The address inside the tunnel on the AWS side: with BGP, the device's neighbour. */
  readonly awsInsideIpAddress: string;

  /** The address inside the tunnel on the device's side. */
  readonly deviceInsideIpAddress: string;
}
