/** The two tunnels of a connection: what can be chosen for each, in the words of the Internet Key Exchange, and what EC2 has made of it. */
import { Duration, SecretValue } from 'aws-cdk-lib';
import { aws_logs as logs } from 'aws-cdk-lib/interfaces';

/**
 * A version of the Internet Key Exchange protocol.
 *
 * @see https://docs.aws.amazon.com/vpn/latest/s2svpn/VPNTunnels.html
 */
export enum IkeVersion {
  /** IKEv1. AWS does not start the negotiation with it: a tunnel with `StartupAction.START` needs {@link IKEV2}. */
  IKEV1 = 'ikev1',

  /** IKEv2. */
  IKEV2 = 'ikev2',
}

/**
 * An algorithm that encrypts what goes through a tunnel (phase 2), or the negotiation itself (phase 1).
 *
 * @see https://docs.aws.amazon.com/vpn/latest/s2svpn/VPNTunnels.html
 */
export enum EncryptionAlgorithm {
  /** AES with a key of 128 bits, in cipher block chaining. */
  AES128 = 'AES128',

  /** AES with a key of 256 bits, in cipher block chaining. */
  AES256 = 'AES256',

  /** AES with a key of 128 bits, in Galois/counter mode with a check value of 16 bytes. */
  AES128_GCM_16 = 'AES128-GCM-16',

  /** AES with a key of 256 bits, in Galois/counter mode with a check value of 16 bytes. */
  AES256_GCM_16 = 'AES256-GCM-16',
}

/**
 * An algorithm that proves that nothing was changed on the way.
 *
 * @see https://docs.aws.amazon.com/vpn/latest/s2svpn/VPNTunnels.html
 */
export enum IntegrityAlgorithm {
  /** SHA-1. */
  SHA1 = 'SHA1',

  /** SHA-2 with 256 bits. */
  SHA2_256 = 'SHA2-256',

  /** SHA-2 with 384 bits. */
  SHA2_384 = 'SHA2-384',

  /** SHA-2 with 512 bits. */
  SHA2_512 = 'SHA2-512',
}

/**
 * A Diffie-Hellman group, by its number: in which both ends agree on a key that nobody else learns.
 *
 * @see https://docs.aws.amazon.com/vpn/latest/s2svpn/VPNTunnels.html
 */
export enum DiffieHellmanGroup {
  /** Group 2: 1024 bits. */
  GROUP_2 = 2,

  /** Group 5: 1536 bits. In phase 2 only. */
  GROUP_5 = 5,

  /** Group 14: 2048 bits. */
  GROUP_14 = 14,

  /** Group 15: 3072 bits. */
  GROUP_15 = 15,

  /** Group 16: 4096 bits. */
  GROUP_16 = 16,

  /** Group 17: 6144 bits. */
  GROUP_17 = 17,

  /** Group 18: 8192 bits. */
  GROUP_18 = 18,

  /** Group 19: an elliptic curve of 256 bits. */
  GROUP_19 = 19,

  /** Group 20: an elliptic curve of 384 bits. */
  GROUP_20 = 20,

  /** Group 21: an elliptic curve of 521 bits. */
  GROUP_21 = 21,

  /** Group 22: 1024 bits with a subgroup of 160 bits. */
  GROUP_22 = 22,

  /** Group 23: 2048 bits with a subgroup of 224 bits. */
  GROUP_23 = 23,

  /** Group 24: 2048 bits with a subgroup of 256 bits. */
  GROUP_24 = 24,
}

/**
 * The form of the lines in a log of a tunnel.
 */
export enum TunnelLogFormat {
  /** One JSON object for each event. */
  JSON = 'json',

  /** Plain text. */
  TEXT = 'text',
}

/**
 * The logs of one tunnel. A log that is not named here is switched off.
 *
 * Switching a log on or off later interrupts the tunnel for some minutes, as AWS replaces its endpoint.
 *
 * @see https://docs.aws.amazon.com/vpn/latest/s2svpn/monitoring-logs.html
 */
export interface TunnelLogging {
  /**
   * The log group for the tunnel's activity: IKE negotiations, dead peer detection, the state of both phases.
   *
   * @default - the tunnel's activity is not logged
   */
  readonly activityLogGroup?: logs.ILogGroupRef;

  /**
   * The form of the activity log. Only together with `activityLogGroup`.
   *
   * @default - AWS's default, JSON
   */
  readonly activityLogFormat?: TunnelLogFormat;

  /**
   * The log group for the tunnel's BGP sessions and the routes they carry. Only for a connection with BGP.
   *
   * @default - BGP is not logged
   */
  readonly bgpLogGroup?: logs.ILogGroupRef;

  /**
   * The form of the BGP log. Only together with `bgpLogGroup`.
   *
   * @default - AWS's default, JSON
   */
  readonly bgpLogFormat?: TunnelLogFormat;
}

/**
 * Who begins when a tunnel comes up.
 *
 * @see https://docs.aws.amazon.com/vpn/latest/s2svpn/initiate-vpn-tunnels.html
 */
export enum StartupAction {
  /** The device begins the negotiation. */
  ADD = 'add',

  /** AWS begins the negotiation, and goes on until the device answers. It needs IKEv2, and the device's address. */
  START = 'start',
}

/**
 * What AWS does when the device has not answered for the time of `dpdTimeout`.
 *
 * @see https://docs.aws.amazon.com/vpn/latest/s2svpn/initiate-vpn-tunnels.html
 */
export enum DpdTimeoutAction {
  /** The IKE session ends and the routes go; the device has to begin anew. */
  CLEAR = 'clear',

  /** Nothing. */
  NONE = 'none',

  /** AWS begins a new IKE session, for which it needs the device's address. */
  RESTART = 'restart',
}

/** @internal */
interface PhaseOptions {
  /**
   * The encryption algorithms that are allowed, at least one, none twice.
   *
   * @default - AWS's default: all
   */
  readonly encryptionAlgorithms?: EncryptionAlgorithm[];

  /**
   * The integrity algorithms that are allowed, at least one, none twice.
   *
   * @default - AWS's default: all
   */
  readonly integrityAlgorithms?: IntegrityAlgorithm[];
}

/**
 * What AWS agrees to in phase 1 of IKE, in which both ends prove who they are and secure the negotiation itself.
 */
export interface Phase1Options extends PhaseOptions {
  /**
   * The Diffie-Hellman groups that are allowed, at least one, none twice, not group 5.
   *
   * @default - AWS's default: all
   */
  readonly dhGroups?: DiffieHellmanGroup[];

  /**
   * How long what was agreed holds: from 900 to 28800 seconds.
   *
   * @default - AWS's default, 28800 seconds
   */
  readonly lifetime?: Duration;
}

/**
 * What AWS agrees to in phase 2 of IKE, which secures what goes through the tunnel.
 */
export interface Phase2Options extends PhaseOptions {
  /**
   * The Diffie-Hellman groups that are allowed for perfect forward secrecy, at least one, none twice.
   *
   * @default - AWS's default: all
   */
  readonly dhGroups?: DiffieHellmanGroup[];

  /**
   * How long what was agreed holds: from 900 to 3600 seconds, and less than the lifetime of phase 1.
   *
   * @default - AWS's default, 3600 seconds
   */
  readonly lifetime?: Duration;
}

/**
 * Options of one of the two IPsec tunnels of a Site-to-Site VPN connection.
 *
 * CloudFormation changes them in place: the connection stays, and a tunnel whose options change is interrupted for some minutes.
 *
 * @see https://docs.aws.amazon.com/vpn/latest/s2svpn/VPNTunnels.html
 */
export interface TunnelOptions {
  /**
   * The IPv4 addresses inside the tunnel: a `/30` block in 169.254.0.0/16.
   *
   * Each tunnel on one virtual private gateway needs a block of its own, and AWS keeps 169.254.0.0/30, 169.254.1.0/30,
   * 169.254.2.0/30, 169.254.3.0/30, 169.254.4.0/30, 169.254.5.0/30 and 169.254.169.252/30 for itself.
   *
   * @default - AWS picks a free block
   */
  readonly insideCidr?: string;

  /**
   * The IPv6 addresses inside the tunnel: a `/126` block in fd00::/8. Only when `insideIpVersion` of the connection is IPv6.
   *
   * Each tunnel on one transit gateway needs a block of its own.
   *
   * @default - AWS picks a free block when the connection carries IPv6
   */
  readonly insideIpv6Cidr?: string;

  /**
   * The key that both ends of the tunnel prove to each other, kept in Secrets Manager.
   *
   * It must be a reference to Secrets Manager (`SecretValue.secretsManager(…)` or the `secretValue` of a
   * {@link PreSharedKeySecret}), so that the key itself is in no template. AWS wants 8 to 64 letters, digits, dots and
   * underscores, the first not being 0: of a secret made in the same app that is checked.
   *
   * @default - AWS makes a random key
   */
  readonly preSharedKey?: SecretValue;

  /**
   * The versions of IKE that are allowed, at least one, none twice.
   *
   * @default - AWS's default: both
   */
  readonly ikeVersions?: IkeVersion[];

  /**
   * What is agreed to in phase 1 of IKE.
   *
   * @default - AWS's defaults
   */
  readonly phase1?: Phase1Options;

  /**
   * What is agreed to in phase 2 of IKE.
   *
   * @default - AWS's defaults
   */
  readonly phase2?: Phase2Options;

  /**
   * Who begins the negotiation when the tunnel comes up. `START` needs IKEv2 among `ikeVersions`, and a device with a
   * static address.
   *
   * @default - AWS's default, `StartupAction.ADD`: the device
   */
  readonly startupAction?: StartupAction;

  /**
   * How long the device may be silent before AWS takes it for dead: at least 30 seconds.
   *
   * @default - AWS's own, about which its documents disagree: 30 or 40 seconds
   */
  readonly dpdTimeout?: Duration;

  /**
   * What AWS does then.
   *
   * @default - AWS's default, `DpdTimeoutAction.CLEAR`
   */
  readonly dpdTimeoutAction?: DpdTimeoutAction;

  /**
   * How long before the end of phase 2's lifetime AWS may begin to negotiate anew: from 60 seconds to half of that lifetime.
   *
   * @default - AWS's default, 270 seconds
   */
  readonly rekeyMargin?: Duration;

  /**
   * The part of the rekey margin, in percent from 0 to 100, in which the moment of a new negotiation is chosen at random.
   *
   * @default - AWS's default, 100
   */
  readonly rekeyFuzzPercentage?: number;

  /**
   * The number of packets in an IKE replay window: from 64 to 2048.
   *
   * @default - AWS's default, 1024
   */
  readonly replayWindowSize?: number;

  /**
   * Whether you choose the time of AWS's maintenance of this tunnel's endpoint. AWS may still force a critical update.
   *
   * @default - AWS's default, false
   * @see https://docs.aws.amazon.com/vpn/latest/s2svpn/tunnel-endpoint-lifecycle.html
   */
  readonly lifecycleControl?: boolean;

  /**
   * What the tunnel writes to CloudWatch Logs.
   *
   * @default - nothing is said of logs, which AWS takes for off
   */
  readonly logging?: TunnelLogging;
}

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
