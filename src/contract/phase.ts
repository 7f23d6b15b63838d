/**
 * The phases of a move as the world hears of them: a closed list, the event of each, and what the record keeps of them.
 *
 * Ids, CIDR blocks, states and sentences made of them, and nothing else, get into an event.
 */
import { CustomerGatewayChange } from './declaration';
import { Gateway } from './gateway';

/** Each phase with its name in the event's detail type. */
const NAMES = {
  /** Checked, backed up and planned; nothing was changed. */
  PREPARED: 'Prepared',
  /** Something stood against it before it began; nothing was changed. */
  REFUSED: 'Refused',
  /** The backup is durable, and the changes begin. */
  STARTED: 'Started',
  /** EC2 took ModifyVpnConnection: from here on the tunnels are down. */
  MODIFIED: 'Modified',
  /** Every route is in its place. */
  ARRANGED: 'Arranged',
  MIGRATED: 'Migrated',
  /** The same, but what was to be seen of the tunnels was not seen in time. */
  MIGRATED_UNVERIFIED: 'Migrated Unverified',
  /** The way forward was given up: what was there is being put back. */
  TURNED_BACK: 'Turned Back',
  /** Everything is as it was. */
  MOVED_BACK: 'Moved Back',
  /** What works was kept, the rest is named, and somebody has to act. */
  HELD: 'Held',
  FINALIZED: 'Finalized',
} as const;

export type Phase = keyof typeof NAMES;

export const PHASES = Object.keys(NAMES) as Phase[];

export const EVENT_SOURCE = 'cdk-site-to-site-vpn';

/** The shape of the detail: it grows by members; a member that goes or changes its meaning makes another version. */
export const DETAIL_VERSION = '1';

/** `VPN Target Migration Migrated Unverified`. */
export function detailTypeOf(phase: Phase): string {
  return `VPN Target Migration ${NAMES[phase]}`;
}

export type Direction = 'forward' | 'back';

/** What the record keeps of a phase: each is reached once on the way forward, and once on the way back. */
export interface Milestone {
  /** In milliseconds since the epoch. */
  readonly at: number;
  readonly phase: Phase;
  readonly direction: Direction;
}

/** The detail of an event. */
export interface PhaseDetail {
  readonly version: typeof DETAIL_VERSION;
  /** The same whenever an event is delivered again, and of no other event. */
  readonly idempotencyKey: string;
  readonly vpnConnectionId: string;
  readonly operationId: string;
  /** The CloudFormation request that was being worked on, and its stack. */
  readonly requestId: string;
  readonly stackId: string;
  readonly phase: Phase;
  readonly direction: Direction;
  /** The gateways of the move as it was declared, whatever the direction. */
  readonly from: Gateway;
  readonly to: Gateway;
  readonly customerGateway?: CustomerGatewayChange;
  /** Absent where no plan was made. */
  readonly planDigest?: string;
  /** Of the backup, and of the scripts for a person, as they were written: to be compared with what is run. */
  readonly backupDigest?: string;
  readonly recoveryDigests?: { readonly back: string; readonly forward: string };
  /** The first thing that went wrong. */
  readonly cause?: string;
  /** What a held move left undone. */
  readonly missing?: readonly string[];
  /** What was not seen of the tunnels. */
  readonly unverified?: string;
  /** Of a move that has ended. */
  readonly interruptionSeconds?: number;
}

/** One event, before it is sent. */
export interface PhaseEvent {
  readonly at: number;
  readonly detail: PhaseDetail;
}

/** Appends a phase, unless it was reached in this direction before: so a timeline has an end however long a move lasts. */
export function reached(timeline: readonly Milestone[], milestone: Milestone): readonly Milestone[] {
  const known = timeline.some(({ phase, direction }) => phase === milestone.phase && direction === milestone.direction);
  return known ? timeline : [...timeline, milestone];
}

/** A cause or a list can be as long as EC2's words and a network's routes; EventBridge takes 256 KB for an event. */
const TEXT_CHARACTERS_MAX = 2000;
const MISSING_MAX = 50;

/** What was made of one phase, within bounds; `missing` says itself how much was left out. */
export function phaseEvent({ at, phase, direction }: Milestone, of: Omit<PhaseDetail, 'version' | 'idempotencyKey' | 'phase' | 'direction'>): PhaseEvent {
  const { cause, missing = [], unverified } = of;
  const listed = missing.slice(0, MISSING_MAX).map(shortened);
  if (missing.length > MISSING_MAX) listed.push(`and ${missing.length - MISSING_MAX} more`);
  return {
    at,
    detail: {
      ...of,
      version: DETAIL_VERSION,
      idempotencyKey: `${of.operationId}/${direction}/${phase}`,
      phase,
      direction,
      ...cause === undefined ? {} : { cause: shortened(cause) },
      ...unverified === undefined ? {} : { unverified: shortened(unverified) },
      ...listed.length === 0 ? {} : { missing: listed },
    },
  };
}

function shortened(text: string): string {
  return text.length <= TEXT_CHARACTERS_MAX ? text : `${text.slice(0, TEXT_CHARACTERS_MAX - 1)}…`;
}
