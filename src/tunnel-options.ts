/** What can be chosen for each of the two tunnels of a connection. */
import { SecretValue } from 'aws-cdk-lib';

/**
 * Options of one of the two IPsec tunnels of a Site-to-Site VPN connection.
 *
 * @see https://docs.aws.amazon.com/vpn/latest/s2svpn/VPNTunnels.html
 */
export interface TunnelOptions {
  /**
   * The addresses inside the tunnel: a `/30` block in 169.254.0.0/16.
   *
   * Each tunnel on one gateway needs a block of its own, and AWS keeps 169.254.0.0/30, 169.254.1.0/30, 169.254.2.0/30,
   * 169.254.3.0/30, 169.254.4.0/30, 169.254.5.0/30 and 169.254.169.252/30 for itself.
   *
   * @default - AWS picks a free block
   */
  readonly insideCidr?: string;

  /**
   * The key that both ends of the tunnel prove to each other, kept in Secrets Manager.
   *
   * It must be a reference to Secrets Manager (`SecretValue.secretsManager(…)` or `secret.secretValue`), so that
   * the key itself is in no template. AWS wants 8 to 64 letters, digits, dots and underscores, the first not being 0.
   *
   * @default - AWS makes a random key
   */
  readonly preSharedKey?: SecretValue;
}
