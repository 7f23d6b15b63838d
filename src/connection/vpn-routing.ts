/** How the two ends of a connection learn each other's networks. */
import { requireAtLeastOne, requireEach, requireIpv4Network } from '../private/checks';

/**
 * How AWS learns which networks are behind the VPN: from the device by BGP, or from a list.
 *
 * A connection keeps its kind of routing for life: changing it in the template makes CloudFormation replace the
 * connection, and a replaced connection has other outside addresses.
 *
 * @see https://docs.aws.amazon.com/vpn/latest/s2svpn/VPNRoutingTypes.html
 */
export class VpnRouting {
  /** The device announces its networks by BGP. */
  public static bgp(): VpnRouting {
    return new VpnRouting();
  }

  /**
   * The networks behind the VPN are listed here, and the device needs no BGP.
   *
   * On a virtual private gateway each becomes a static route of the connection, 100 at most; on a transit gateway, a
   * static route in each of the named route tables.
   *
   * @param cidrs IPv4 CIDR blocks, at least one, none twice, each beginning at its network address
   * @throws an error when a block is malformed, repeated, or has host bits set
   */
  public static staticRoutes(cidrs: string[]): VpnRouting {
    requireEach('staticRoutes', cidrs, requireIpv4Network);
    requireAtLeastOne('staticRoutes', cidrs, 'CIDR block, or use `VpnRouting.bgp()`');
    return new VpnRouting([...cidrs]);
  }

  private constructor(
    /**
     * The listed networks; nothing with BGP.
     *
     * @internal
     */
    public readonly _staticRoutes?: string[],
  ) {}
}
