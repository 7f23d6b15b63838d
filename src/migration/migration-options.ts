/** What every change of gateways has in common: its routes, its stages and its maintenance window, its deadlines, and what is accepted. */
import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { MigrationStage } from './maintenance-window';
import { ChangeOptions } from './private/change-options';

/**
 * The customer gateway that a connection leaves, and the one it goes to.
 *
 * EC2 provisions both tunnel endpoints anew, which interrupts the connection once, alone or together with a change of
 * the gateway on the AWS side.
 *
 * @see https://docs.aws.amazon.com/vpn/latest/s2svpn/change-vpn-cgw.html
 */
export interface CustomerGatewayMove {
  /** The id of the customer gateway on which the connection stands, `cgw-…`. */
  readonly from: string;

  /** The id of the customer gateway to which it moves, `cgw-…`. */
  readonly to: string;

  /**
   * Whether the old customer gateway is deleted in the stage `FINALIZED`. EC2 keeps it as long as any connection uses it, and then
   * so does the move.
   *
   * @default false - the old customer gateway is kept
   */
  readonly deleteOld?: boolean;
}

/**
 * What happens when a move does not reach its end in time, after the connection has gone over to the new gateway.
 * Before that everything is put back in either case.
 */
export enum OnFailure {
  /** Keep what works, fail the deployment and say exactly what is missing. A second deployment continues. */
  HOLD = 'HOLD',

  /** Move the connection back to the old gateway and restore its routes: a second interruption. */
  MOVE_BACK = 'MOVE_BACK',
}

/**
 * What happens to a completed move when its construct goes, or when the deployment that made it is rolled back.
 */
export enum OnUndo {
  /** The connection stays on the new gateway. */
  KEEP = 'KEEP',

  /** The connection is moved back to the old gateway and its routes are restored: a second interruption. */
  MOVE_BACK = 'MOVE_BACK',
}

/**
 * Options of a {@link VpnTargetMigration} and of a {@link VirtualPrivateGatewayReplacement}, which are moves both.
 */
export interface MigrationOptions extends ChangeOptions {
  /**
   * How far this deployment takes the move: only prepared, cut over, or finalized.
   *
   * @default MigrationStage.CUT_OVER
   */
  readonly stage?: MigrationStage;

  /**
   * A note that is not looked at, such as a ticket or a date. Changing it prepares a move again whose `stage` is `PREPARED`, since
   * CloudFormation deploys only what has changed.
   *
   * @default - the move is prepared again when something else of it changes
   */
  readonly preparation?: string;

  /**
   * What happens when the move does not reach its end within `forwardTimeout`, after the connection has gone over.
   *
   * @default OnFailure.HOLD
   */
  readonly onFailure?: OnFailure;

  /**
   * What happens to this move, once completed, when the deployment that made it is rolled back because something else in the
   * stack failed. A move that did not complete is undone in any case.
   *
   * @default OnUndo.KEEP
   */
  readonly onStackRollback?: OnUndo;

  /**
   * What happens to this move, once completed, when the construct is removed or the stack is deleted.
   *
   * @default OnUndo.KEEP
   */
  readonly onRemoval?: OnUndo;

  /**
   * Metric alarms that say whether the network works: none of them may be in ALARM before the move, and none may go into it until
   * `bakeTime` has passed, or the move has failed and is held or moved back, as `onFailure` says. An alarm on the tunnels of this
   * very connection goes off during every move, so it is of no use here.
   *
   * @default - no alarm is looked at
   */
  readonly healthAlarms?: cloudwatch.IAlarm[];

  /**
   * For how long the health alarms are watched, counted from when every route is in its place.
   *
   * @default Duration.minutes(5) if there are `healthAlarms`
   */
  readonly bakeTime?: Duration;
}
