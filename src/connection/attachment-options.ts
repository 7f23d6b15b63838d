/** What stands beside a connection on a core network and on a transit gateway. */


/**
 * What the attachment of a connection to a core network says of itself. The core network's policy decides from its tags, which
 * segment it belongs to, and whether somebody has to accept it first.
 *
 * @see https://docs.aws.amazon.com/network-manager/latest/cloudwan/cloudwan-policy-attachments.html
 */
export interface CoreNetworkAttachmentOptions {
  /**
   * The tags of the attachment, by key, such as `{ segment: 'offices' }`.
   *
   * @default - none
   */
  readonly tags?: { [key: string]: string };

  /**
   * The label by which routing policies of the core network know the attachment. Changing it makes another attachment.
   *
   * @default - none
   */
  readonly routingPolicyLabel?: string;
}

/**
 * A route of a transit gateway route table that drops what is sent to a network, as {@link TransitGatewayRouteTables} has it.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/tgw/tgw-route-tables.html
 */
export interface TransitGatewayBlackholeRoute {
  /** The transit gateway route table, `tgw-rtb-…`. */
  readonly routeTableId: string;

  /** The network whose traffic is dropped: an IPv4 or IPv6 CIDR block that begins at its network address. */
  readonly destinationCidr: string;
}

/**
 * A prefix list of which every entry becomes a static route of a transit gateway route table: to the VPN attachment, or
 * nowhere.
 *
 * CloudFormation has no resource for it: a custom resource of this library makes it. A reference that exists already and
 * leads elsewhere fails the deployment, and one that was led elsewhere in the meantime is left alone on removal.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/tgw/tgw-prefix-lists.html
 */
export interface TransitGatewayPrefixListReference {
  /** The transit gateway route table, `tgw-rtb-…`. */
  readonly routeTableId: string;

  /** The prefix list, `pl-…`. It may be another account's that is shared with this one. */
  readonly prefixListId: string;

  /**
   * Whether traffic to the networks in the list is dropped instead of being sent through the VPN.
   *
   * @default false
   */
  readonly blackhole?: boolean;
}
