/** What a move tells Amazon EventBridge, and how to listen to it. */
import * as events from 'aws-cdk-lib/aws-events';
import { DETAIL_VERSION, detailTypeOf, EVENT_SOURCE, Phase } from '../contract/phase';

/**
 * A phase of a move that is announced as an event.
 *
 * A move that goes well is `STARTED`, `MODIFIED`, `ARRANGED` and `MIGRATED`. One of `MIGRATED`, `MIGRATED_UNVERIFIED`, `MOVED_BACK`
 * and `HELD` ends every move that was `STARTED`.
 */
export enum MigrationPhase {
  /** Everything was checked and backed up and the plan written down. Nothing was changed. */
  PREPARED = 'PREPARED',

  /** Something stood against the move before it began. Nothing was changed, and the deployment fails. */
  REFUSED = 'REFUSED',

  /** The backup is written, and the changes begin. */
  STARTED = 'STARTED',

  /** EC2 took ModifyVpnConnection: the tunnels go down until the device brings up the new ones. */
  MODIFIED = 'MODIFIED',

  /** Every route is in its place. The tunnels may still be down. */
  ARRANGED = 'ARRANGED',

  /** The move is complete, and verified as far as that was asked for. */
  MIGRATED = 'MIGRATED',

  /** The move is complete, but the tunnels were not seen to come up in time. Somebody has to look at the device. */
  MIGRATED_UNVERIFIED = 'MIGRATED_UNVERIFIED',

  /** The way forward was given up, and what was there before is being put back. */
  TURNED_BACK = 'TURNED_BACK',

  /** The connection and its routes are as they were before the move. */
  MOVED_BACK = 'MOVED_BACK',

  /** The move could not be brought to an end. What works was kept, the event names what is missing, and somebody has to act. */
  HELD = 'HELD',

  /** What was kept for the way back has been given up. */
  FINALIZED = 'FINALIZED',
}

/**
 * Which events of moves a pattern lets through.
 */
export interface MigrationEventFilter {
  /**
   * The phases to listen to.
   *
   * @default - all phases
   */
  readonly phases?: MigrationPhase[];

  /**
   * The id of the VPN connection to listen to, `vpn-…`.
   *
   * @default - moves of every connection of this account and region
   */
  readonly vpnConnectionId?: string;
}

/**
 * Options of a rule that listens to a move.
 */
export interface OnPhaseOptions extends events.OnEventOptions {
  /**
   * The phases to listen to.
   *
   * @default - all phases
   */
  readonly phases?: MigrationPhase[];
}

/**
 * The events of moves, which go to the default event bus of the account and region.
 *
 * An event can be delivered more than once: `detail.idempotencyKey` is then the same. It is sent as well as possible; a move does
 * not wait for EventBridge and does not fail over it.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
 */
export class MigrationEvents {
  /** The `source` of every event of a move. */
  public static readonly SOURCE = EVENT_SOURCE;

  /** The `detail-type` of a phase's event, for example `VPN Target Migration Held`. */
  public static detailType(phase: MigrationPhase): string {
    return detailTypeOf(phaseOf(phase));
  }

  /**
   * The pattern of the events of moves, for a rule of one's own.
   *
   * @throws an error when `phases` is empty: such a rule would never match
   */
  public static pattern(filter: MigrationEventFilter = {}): events.EventPattern {
    const { phases, vpnConnectionId } = filter;
    if (phases?.length === 0) throw new Error('`phases` must name a phase at least, got none; leave it out to listen to all');
    return {
      source: [MigrationEvents.SOURCE],
      ...phases === undefined ? {} : { detailType: [...new Set(phases)].map((phase) => MigrationEvents.detailType(phase)) },
      detail: { version: [DETAIL_VERSION], ...vpnConnectionId === undefined ? {} : { vpnConnectionId: [vpnConnectionId] } },
    };
  }

  private constructor() {}
}

/** An enum's values are not assignable to their own strings. */
function phaseOf(phase: MigrationPhase): Phase {
  return `${phase}`;
}
