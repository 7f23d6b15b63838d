/**
 * What a tunnel's options allow the device to propose, and when it has to speak: with AWS's defaults where nothing is chosen,
 * and without what is advised against where something else is allowed.
 */
import { UnfitForDevice } from './unfit-for-device';

export const IKE_VERSIONS = ['ikev1', 'ikev2'] as const;
export type IkeVersionName = (typeof IKE_VERSIONS)[number];

/** In the order in which the device prefers them. */
export const ENCRYPTION_ALGORITHMS = ['AES256-GCM-16', 'AES128-GCM-16', 'AES256', 'AES128'] as const;
export type EncryptionName = (typeof ENCRYPTION_ALGORITHMS)[number];

export const INTEGRITY_ALGORITHMS = ['SHA2-512', 'SHA2-384', 'SHA2-256', 'SHA1'] as const;
export type IntegrityName = (typeof INTEGRITY_ALGORITHMS)[number];

/** Elliptic curves first, which cost the device least for their strength; last what is advised against. */
export const DH_GROUPS = [20, 21, 19, 16, 15, 14, 17, 18, 24, 23, 5, 2, 22] as const;
export type DhGroupNumber = (typeof DH_GROUPS)[number];

/** @see https://docs.aws.amazon.com/vpn/latest/s2svpn/VPNTunnels.html "Phase 1 Diffie-Hellman (DH) group numbers" */
const NOT_IN_PHASE_1: readonly DhGroupNumber[] = [5];

/**
 * Proposed only where nothing else is allowed: MUST NOT, SHOULD NOT or MUST- there.
 * @see https://www.rfc-editor.org/rfc/rfc8247 sections 2.3 and 2.4, for ESP https://www.rfc-editor.org/rfc/rfc8221 section 6
 */
const ADVISED_AGAINST: readonly (IntegrityName | DhGroupNumber)[] = ['SHA1', 2, 5, 22, 23, 24];

/** A tunnel's options in AWS's words; what is absent or empty is AWS's default. */
export interface TunnelChoices {
  readonly ikeVersions?: readonly string[];
  readonly phase1?: PhaseChoices;
  readonly phase2?: PhaseChoices;
  readonly rekeyMarginSeconds?: number;
  readonly rekeyFuzzPercentage?: number;
  readonly replayWindowSize?: number;
  readonly dpdTimeoutSeconds?: number;
}

export interface PhaseChoices {
  readonly encryptionAlgorithms?: readonly string[];
  readonly integrityAlgorithms?: readonly string[];
  readonly dhGroups?: readonly number[];
  readonly lifetimeSeconds?: number;
}

export interface TunnelProposals {
  /** IKEv2 wherever it is allowed, as AWS recommends. */
  readonly ikeVersion: IkeVersionName;
  readonly phase1: PhaseProposals;
  readonly phase2: PhaseProposals;
  /** When AWS begins to negotiate phase 2 anew, before the lifetime ends: at the earliest, and at the latest. */
  readonly awsRekeys: { readonly earliestSecondsBefore: number; readonly latestSecondsBefore: number };
  readonly replayWindowSize: number;
  /** How long the device may be silent before AWS takes it for dead, at the least. */
  readonly dpdTimeoutSeconds: number;
  /** What the options allow that nothing is known of, and that is not proposed. */
  readonly unknown: readonly string[];
}

/** At least one of each, best first. */
export interface PhaseProposals {
  readonly encryptionAlgorithms: readonly EncryptionName[];
  readonly integrityAlgorithms: readonly IntegrityName[];
  readonly dhGroups: readonly DhGroupNumber[];
  readonly lifetimeSeconds: number;
}

/** AWS's defaults [H, SDK and https://docs.aws.amazon.com/vpn/latest/s2svpn/VPNTunnels.html]. */
const PHASE_1_LIFETIME = 28_800;
const PHASE_2_LIFETIME = 3_600;
const REKEY_MARGIN = 270;
const REKEY_FUZZ_PERCENTAGE = 100;
const REPLAY_WINDOW_SIZE = 1_024;

/** AWS's documents disagree, 30 or 40: who keeps to 30 is right under both. */
const DPD_TIMEOUT = 30;

/**
 * @throws {UnfitForDevice} when the options allow nothing that is known
 */
export function tunnelProposals(choices: TunnelChoices): TunnelProposals {
  const unknown: string[] = [];
  const phase = (number: 1 | 2, chosen: PhaseChoices = {}): PhaseProposals => {
    const groups = number === 1 ? DH_GROUPS.filter((group) => !NOT_IN_PHASE_1.includes(group)) : DH_GROUPS;
    return {
      encryptionAlgorithms: proposed(`phase ${number} encryption algorithm`, ENCRYPTION_ALGORITHMS, chosen.encryptionAlgorithms, unknown),
      integrityAlgorithms: proposed(`phase ${number} integrity algorithm`, INTEGRITY_ALGORITHMS, chosen.integrityAlgorithms, unknown),
      dhGroups: proposed(`phase ${number} Diffie-Hellman group`, groups, chosen.dhGroups, unknown),
      lifetimeSeconds: chosen.lifetimeSeconds ?? (number === 1 ? PHASE_1_LIFETIME : PHASE_2_LIFETIME),
    };
  };
  const versions = proposed('IKE version', IKE_VERSIONS, choices.ikeVersions, unknown);
  const margin = choices.rekeyMarginSeconds ?? REKEY_MARGIN;
  const fuzz = choices.rekeyFuzzPercentage ?? REKEY_FUZZ_PERCENTAGE;
  return {
    ikeVersion: versions.includes('ikev2') ? 'ikev2' : 'ikev1',
    phase1: phase(1, choices.phase1),
    phase2: phase(2, choices.phase2),
    awsRekeys: { earliestSecondsBefore: Math.ceil(margin * (1 + fuzz / 100)), latestSecondsBefore: margin },
    replayWindowSize: choices.replayWindowSize ?? REPLAY_WINDOW_SIZE,
    dpdTimeoutSeconds: choices.dpdTimeoutSeconds ?? DPD_TIMEOUT,
    unknown,
  };
}

/** @param unknown takes what is not among the known ones */
function proposed<T extends string | number>(
  what: string, known: readonly T[], chosen: readonly (string | number)[] | undefined, unknown: string[],
): readonly T[] {
  const isDefault = chosen === undefined || chosen.length === 0;
  if (!isDefault) unknown.push(...chosen.filter((each) => !known.some((one) => one === each)).map((each) => `${what} ${each}`));
  const allowed = isDefault ? known : known.filter((each) => chosen.includes(each));
  if (allowed.length === 0) {
    throw new UnfitForDevice(`the tunnel's options allow no ${what} but ${chosen!.join(', ')}, of which nothing is known`,
      `Allow one of ${known.join(', ')} as well.`);
  }
  const advised = allowed.filter((each) => !(ADVISED_AGAINST as readonly (string | number)[]).includes(each));
  return advised.length === 0 ? allowed : advised;
}
