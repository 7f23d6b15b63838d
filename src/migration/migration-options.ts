/** What every change of gateways has in common: its routes, its stages and its maintenance window, its deadlines, and what is accepted. */
import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { MaintenanceWindow, MigrationStage, MoveVerification } from './maintenance-window';
import { IMigrationRecords } from './migration-records';
import { VpcRouteTableMove } from '../connection/vpc-routes';

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
export interface MigrationOptions {
  /**
   * The VPC route tables whose traffic to the networks behind the VPN goes over to the new gateway. Route propagation
   * from an old virtual private gateway stays as it is: the new static routes win over it.
   *
   * @default - no VPC route table is changed
   */
  readonly vpcRouteTables?: VpcRouteTableMove[];

  /**
   * The networks behind the VPN, as IPv4 CIDR blocks. A connection with BGP needs them when something else hangs on the
   * old gateway too, since AWS does not say which connection a propagated route comes from.
   *
   * @default - the static routes of the connection; with BGP, the propagated routes, if they can have come from nowhere else
   */
  readonly onPremisesCidrs?: string[];

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
   * The digest of the plan that may be carried out, `sha256:…`, as `planDigest` of the prepared move told it. If today's plan is
   * another, the deployment fails with the difference, and nothing is changed.
   *
   * @default - the plan of the day is carried out
   */
  readonly approvedPlan?: string;

  /**
   * The time in which the connection may be interrupted.
   *
   * @default - at any time
   */
  readonly window?: MaintenanceWindow;

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
   * How long the way forward may take. EC2 has been seen to need 5 to 8 minutes, and Terraform's provider allows it 30. Together with
   * `backTimeout` at most 55 minutes, as CloudFormation waits for an hour.
   *
   * @default Duration.minutes(30)
   */
  readonly forwardTimeout?: Duration;

  /**
   * How long the way back may take after the way forward has failed. Together with `forwardTimeout` at most 55 minutes.
   *
   * @default Duration.minutes(20)
   */
  readonly backTimeout?: Duration;

  /**
   * What has to be seen of the tunnels, once every route is in its place.
   *
   * @default MoveVerification.tunnelsAsBefore()
   */
  readonly verification?: MoveVerification;

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

  /**
   * Findings of the preflight with which the move goes on all the same, each by its id as the refusal names it, for example
   * `other-connection-cut-off:vpn-0123456789abcdef0`. There is no way to accept what was not found by name, and what would
   * lose a route of the connection cannot be accepted at all.
   *
   * @default - none: every finding refuses the move
   */
  readonly acknowledgedFindings?: string[];

  /**
   * The table that keeps the backup and the progress. Pass the table of an unfinished move to continue it from another
   * stack, or from a stack whose first deployment failed and was deleted. CloudFormation cannot change it for an existing
   * construct.
   *
   * @default - one table for all moves of the stack, which is kept when the stack goes
   */
  readonly records?: IMigrationRecords;
}
