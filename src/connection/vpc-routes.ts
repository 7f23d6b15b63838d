/** What happens to the routes of a VPC when a connection moves. */

/**
 * One VPC route table whose traffic to the networks behind the VPN is to go to the new gateway.
 *
 * The networks behind the VPN move by themselves, whether a static route or a propagated one leads to them. Other
 * static routes to the old gateway (a wider block, `0.0.0.0/0`, IPv6, a prefix list) must be named in `moved` or in
 * `left`: the move refuses to guess.
 */
export interface VpcRouteTableMove {
  /** The id of the VPC route table, `rtb-…`. */
  readonly routeTableId: string;

  /**
   * Destinations, besides the networks behind the VPN, whose static routes are pointed to the new gateway too: CIDR
   * blocks or ids of prefix lists.
   *
   * @default - only the networks behind the VPN move
   */
  readonly moved?: string[];

  /**
   * Destinations whose static routes stay with the old gateway on purpose: CIDR blocks or ids of prefix lists.
   *
   * @default - no static route to the old gateway may be left over
   */
  readonly left?: string[];
}
