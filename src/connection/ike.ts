/** The words of the Internet Key Exchange: what both ends of a tunnel may agree on. */

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
