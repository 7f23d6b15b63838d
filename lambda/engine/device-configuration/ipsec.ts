/** What strongSwan and Libreswan are told alike, each in its words: the key of a tunnel, when the device speaks, what it proposes. */
import { DeviceTunnel } from '../../../src/contract/device-configuration/device-tunnel';
import { EncryptionName, IntegrityName, PhaseProposals, TunnelProposals } from '../../../src/contract/device-configuration/tunnel-proposals';
import { UnfitForDevice } from '../../../src/contract/device-configuration/unfit-for-device';

/** As it is where it is what AWS takes for a key; otherwise in hexadecimal, which nothing in it can end. Without a key, its place. */
export function keyText({ key, awsOutsideIpAddress }: DeviceTunnel): string {
  if (key === undefined) return `"put the pre-shared key of the tunnel to ${awsOutsideIpAddress} here"`;
  const text = key.reveal();
  if (/^(?!0[xst])[A-Za-z0-9._-]+$/.test(text)) return `"${text}"`;
  return `0x${[...new TextEncoder().encode(text)].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

/** Three signs of life within the least that AWS waits. */
export const DPD_DELAY_SECONDS = 10;

export interface RekeyTimes {
  /** When the device negotiates anew, at the latest. */
  readonly rekeySeconds: number;
  /** By how much earlier it may be, at random. */
  readonly randomSeconds: number;
  /** When what was agreed ends, as at AWS's side. */
  readonly lifetimeSeconds: number;
}

/**
 * Before AWS does, so that both do not do it at a time; but not before half of the lifetime, however wide AWS's margin. Never after
 * the lifetime, when AWS would have ended it.
 */
export function rekeyTimes({ awsRekeys }: TunnelProposals, { lifetimeSeconds }: PhaseProposals): RekeyTimes {
  const rekeySeconds = Math.max(Math.ceil(lifetimeSeconds / 2), lifetimeSeconds - awsRekeys.earliestSecondsBefore);
  return { rekeySeconds, randomSeconds: Math.floor(rekeySeconds / 20), lifetimeSeconds };
}

type Phase = 1 | 2;
type Words = readonly string[];

/** A program's words, and how it puts them together. */
export interface Dialect {
  readonly program: string;
  readonly encryption: Readonly<Record<EncryptionName, string>>;
  readonly integrity: Readonly<Record<IntegrityName, string>>;
  /** What stands in the place of an integrity algorithm beside GCM, which proves by itself that nothing was changed. */
  besideGcm(phase: Phase, integrity: Words): readonly Words[];
  /** @throws {UnfitForDevice} when it knows none of those that are allowed */
  groups(tunnel: DeviceTunnel, phase: Phase, allowed: PhaseProposals['dhGroups']): Words;
  /** One proposal with all that is allowed of each kind. */
  joined(kinds: readonly Words[]): string;
}

/**
 * What the device proposes in one phase of a tunnel, best first.
 * @throws {UnfitForDevice} where the program has nothing of what the tunnel allows
 */
export function proposalsOf(tunnel: DeviceTunnel, phase: Phase, dialect: Dialect): string {
  const { ikeVersion, ...proposals } = tunnel.proposals;
  const { encryptionAlgorithms, integrityAlgorithms, dhGroups } = phase === 1 ? proposals.phase1 : proposals.phase2;
  const groups = dialect.groups(tunnel, phase, dhGroups);
  const integrity = integrityAlgorithms.map((name) => dialect.integrity[name]);
  const [gcm, cbc] = [true, false].map((wanted) =>
    encryptionAlgorithms.filter((name) => name.includes('GCM') === wanted).map((name) => dialect.encryption[name]));
  const [withGcm, withCbc] = [[gcm, ...dialect.besideGcm(phase, integrity), groups], [cbc, integrity, groups]];
  if (ikeVersion === 'ikev2') return [withGcm, withCbc].filter(([encryption]) => encryption.length > 0).map(dialect.joined).join(',');
  if (phase === 2) return [...combined(withGcm), ...combined(withCbc)].join(',');
  if (cbc.length > 0) return combined(withCbc).join(',');
  throw new UnfitForDevice(`tunnel ${tunnel.number} allows IKEv1 only, and of encryption in phase 1 only AES-GCM, which ${dialect.program} has for IKEv2 only`,
    'Allow IKEv2, or AES256 in phase 1, in the tunnel options.');
}

const OF_EACH_KIND = 2;

/**
 * For IKEv1, which has one algorithm of each kind in a proposal: AWS takes every combination of what it allows, so some are enough,
 * and the first packet need not be split. Nothing where a kind is empty.
 */
function combined(kinds: readonly Words[]): string[] {
  const [first, ...others] = kinds.map((kind) => kind.slice(0, OF_EACH_KIND));
  return others.reduce((before, kind) => before.flatMap((one) => kind.map((each) => `${one}-${each}`)), [...first]);
}
