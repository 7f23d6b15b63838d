/** What happens to the on-premises end of a connection when it moves. */

/**
 * The customer gateway that a connection leaves, and the one it goes to.
 *
 * EC2 provisions both tunnel endpoints anew, which interrupts the connection once, alone or together with a change of
 * the gateway on the AWS side.
 *
 * @see https://docs.aws.amazon.com/vpn/latest/s2svpn/change-vpn-cgw.html
 */
export interface CustomerGatewayMove {
  /** The id of the customer gateway on which the connection stands, `cgw-…`. */
  readonly from: string;

  /** The id of the customer gateway to which it moves, `cgw-…`. */
  readonly to: string;

  /**
   * Whether the old customer gateway is deleted in the stage `FINALIZED`. EC2 keeps it as long as any connection uses it, and then
   * so does the move.
   *
   * @default false - the old customer gateway is kept
   */
  readonly deleteOld?: boolean;
}
