/** A phase's proposals in a program's words. */
import { EncryptionName, IntegrityName, PhaseProposals } from '../../../src/contract/device-configuration/tunnel-proposals';
import { UnfitForDevice } from '../../../src/contract/device-configuration/unfit-for-device';

export interface Vocabulary {
  readonly encryption: Readonly<Record<EncryptionName, string>>;
  readonly integrity: Readonly<Record<IntegrityName, string>>;
}

export interface PhaseWords {
  /** What proves by itself that nothing was changed, and goes without an integrity algorithm. */
  readonly gcm: readonly string[];
  readonly cbc: readonly string[];
  readonly integrity: readonly string[];
}

export function wordsOf({ encryptionAlgorithms, integrityAlgorithms }: PhaseProposals, { encryption, integrity }: Vocabulary): PhaseWords {
  const isGcm = (name: EncryptionName) => name === 'AES256-GCM-16' || name === 'AES128-GCM-16';
  return {
    gcm: encryptionAlgorithms.filter(isGcm).map((name) => encryption[name]),
    cbc: encryptionAlgorithms.filter((name) => !isGcm(name)).map((name) => encryption[name]),
    integrity: integrityAlgorithms.map((name) => integrity[name]),
  };
}

/** What is wrong with a tunnel that allows of encryption only what the program cannot use with IKEv1. */
export function onlyForIkev2(tunnelNumber: number, program: string): UnfitForDevice {
  return new UnfitForDevice(`tunnel ${tunnelNumber} allows IKEv1 only, and of encryption in phase 1 only AES-GCM, which ${program} has for IKEv2 only`,
    'Allow IKEv2, or AES256 in phase 1, in the tunnel options.');
}

const OF_EACH_KIND = 2;

/**
 * For IKEv1, which has one algorithm of each kind in a proposal: AWS takes every combination of what it allows, so some are enough,
 * and the first packet need not be split. Nothing where a kind is empty.
 */
export function combined(...kinds: readonly (readonly string[])[]): string[] {
  const [first = [], ...others] = kinds.map((kind) => kind.slice(0, OF_EACH_KIND));
  return others.reduce((before, kind) => before.flatMap((one) => kind.map((each) => `${one}-${each}`)), [...first]);
}
