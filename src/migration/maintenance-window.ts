/** When a move is made, how far one deployment takes it, and what has to be seen of the tunnels before it counts as verified. */
import { Duration } from 'aws-cdk-lib';
import { Verification, VERIFY_WITHIN_SECONDS_DEFAULT } from '../contract/declaration';
import { requireDeadline } from '../private/checks';

/**
 * How far a deployment takes a move, so that a cut-over has its maintenance window and is no surprise.
 *
 * Deploy `PREPARED` days before, let somebody read and approve the plan, deploy `CUT_OVER` in the window, and `FINALIZED`
 * once the network has proved itself. A move without stages is `CUT_OVER` from the beginning.
 */
export enum MigrationStage {
  /**
   * Everything is checked and backed up, and the plan is written down with its digest. Nothing is changed. Every deployment that
   * changes a property of the move, be it only `preparation`, prepares it again; what is to be moved may still be edited.
   */
  PREPARED = 'PREPARED',

  /** The move itself. */
  CUT_OVER = 'CUT_OVER',

  /**
   * What was kept for the way back is given up: propagation from an old virtual private gateway ends in the route tables that its
   * `propagatingRouteTableIds` names, unless another connection lives from it, and the old customer gateway is deleted if that is
   * wanted. The log names what is free to be deleted. After this the connection stays when the construct goes.
   */
  FINALIZED = 'FINALIZED',
}

/**
 * The time in which a move may interrupt the connection.
 *
 * It is checked when the deployment begins and again immediately before the first change. Both ways, `forwardTimeout` and
 * `backTimeout`, have to fit in before it closes; otherwise the deployment fails and nothing is changed.
 */
export interface MaintenanceWindow {
  /** When it opens, in ISO 8601 with a time zone: `2026-11-22T01:00:00Z` or `2026-11-22T02:00:00+01:00`. */
  readonly notBefore: string;

  /** When it closes, in ISO 8601 with a time zone. */
  readonly notAfter: string;
}

const WITHIN_DEFAULT = Duration.seconds(VERIFY_WITHIN_SECONDS_DEFAULT);

const TUNNELS_MAX = 2;

/**
 * Options of a {@link MoveVerification}.
 */
export interface MoveVerificationOptions {
  /**
   * How long the device is given to bring its tunnels up, counted from when every route is in its place.
   *
   * @default Duration.minutes(15)
   */
  readonly within?: Duration;
}

/**
 * What has to be seen of the tunnels, once every route is in its place, before a move counts as verified.
 *
 * After ModifyVpnConnection both tunnels stay down until somebody starts IKE. With `StartupAction` `add`, which is the
 * default, only the customer's device can: let it send traffic into the tunnels, or clear its security associations.
 *
 * @see https://docs.aws.amazon.com/vpn/latest/s2svpn/initiate-vpn-tunnels.html
 */
export class MoveVerification {
  /**
   * As many tunnels have to be UP as before the move. If they are not in time, the deployment succeeds with the outcome
   * `migrated-unverified`, an event says so, and nothing is moved back by itself.
   *
   * @throws an error when `within` is not longer than 0 seconds or not known at synthesis
   */
  public static tunnelsAsBefore(options: MoveVerificationOptions = {}): MoveVerification {
    return new MoveVerification('AS_BEFORE', secondsOf(options));
  }

  /**
   * At least this many tunnels have to be UP, or the move has failed: it is held or moved back, as `onFailure` says.
   *
   * @param tunnels 1 or 2
   * @throws an error for any other number, and when `within` is not longer than 0 seconds or not known at synthesis
   */
  public static requireTunnels(tunnels: number, options: MoveVerificationOptions = {}): MoveVerification {
    if (!Number.isInteger(tunnels) || tunnels < 1 || tunnels > TUNNELS_MAX) {
      throw new Error(`\`tunnels\` must be 1 or 2, got ${tunnels}; a connection has two tunnels, and none are required with \`none()\``);
    }
    return new MoveVerification(tunnels, secondsOf(options));
  }

  /** The tunnels are not looked at: the move is over when every route is in its place. */
  public static none(): MoveVerification {
    return new MoveVerification('NONE', 1);
  }

  private constructor(
    /** @internal */
    public readonly _tunnels: Verification['tunnels'],
    /** @internal */
    public readonly _withinSeconds: number,
  ) {}
}

function secondsOf({ within = WITHIN_DEFAULT }: MoveVerificationOptions): number {
  requireDeadline('within', within, '; use `none()` to wait for no tunnel');
  return within.toSeconds();
}
