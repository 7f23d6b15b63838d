/** How a connection is attached to a core network of AWS Cloud WAN. */

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
