/** When the device speaks, from what a tunnel's options say of when AWS does. */
import { PhaseProposals, TunnelProposals } from '../../../src/contract/device-configuration/tunnel-proposals';

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
