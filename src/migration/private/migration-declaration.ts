/** The part of a declaration that every change of gateways has, out of its options and with their checks. */
import { Duration } from 'aws-cdk-lib';
import {
  requireAcknowledgements, requireApproval, requireBakeTime, requireDeadlines, requireNetworks, requireTimeToVerify, requireVpcRouteTables,
  windowOf,
} from './migration-checks';
import { BACK_SECONDS_DEFAULT, FORWARD_SECONDS_DEFAULT, MoveDeclaration, Verification } from '../../contract/declaration';
import { MigrationStage } from '../maintenance-window';
import { MigrationOptions, OnFailure, OnUndo } from '../migration-options';
import { MoveVerification } from '../move-verification';

const FORWARD_TIMEOUT_DEFAULT = Duration.seconds(FORWARD_SECONDS_DEFAULT);
const BACK_TIMEOUT_DEFAULT = Duration.seconds(BACK_SECONDS_DEFAULT);
const BAKE_TIME_DEFAULT = Duration.minutes(5);

/** What may be said of a change, whether a move makes it or CloudFormation with custom resources around the connection. */
type ChangeOptions = Omit<MigrationOptions, 'stage' | 'preparation' | 'onFailure' | 'onStackRollback' | 'onRemoval' | 'records'>;

type DeclaredChange = Pick<MoveDeclaration, 'vpcRouteTables' | 'onPremisesCidrs' | 'forwardDeadlineSeconds' | 'backDeadlineSeconds'
  | 'acknowledgedFindings' | 'verification' | 'approvedPlan' | 'window'>;

/** @param acceptable kinds of findings, if not those of a move */
export function declareChange(options: ChangeOptions, acceptable?: readonly string[]): DeclaredChange {
  const { vpcRouteTables = [], onPremisesCidrs = [], acknowledgedFindings = [] } = options;
  const { forwardTimeout = FORWARD_TIMEOUT_DEFAULT, backTimeout = BACK_TIMEOUT_DEFAULT } = options;
  requireVpcRouteTables(vpcRouteTables);
  requireNetworks(onPremisesCidrs);
  const verification = verificationOf(options);
  requireDeadlines(forwardTimeout, backTimeout);
  requireAcknowledgements(acknowledgedFindings, acceptable);
  requireApproval(options.approvedPlan);
  return {
    vpcRouteTables: vpcRouteTables.map(({ routeTableId, moved = [], left = [] }) => ({ routeTableId, moved, left })),
    onPremisesCidrs,
    forwardDeadlineSeconds: forwardTimeout.toSeconds(),
    backDeadlineSeconds: backTimeout.toSeconds(),
    acknowledgedFindings,
    verification,
    ...options.approvedPlan === undefined ? {} : { approvedPlan: options.approvedPlan },
    ...options.window === undefined ? {} : { window: windowOf(options.window, forwardTimeout.plus(backTimeout)) },
  };
}

export function declareOptions(options: MigrationOptions): Omit<MoveDeclaration, 'vpnConnectionId' | 'from' | 'to'> {
  const { forwardTimeout = FORWARD_TIMEOUT_DEFAULT, backTimeout = BACK_TIMEOUT_DEFAULT } = options;
  const change = declareChange(options);
  requireTimeToVerify(forwardTimeout, backTimeout, change.verification, options.onFailure === OnFailure.MOVE_BACK);
  return {
    ...change,
    onFailure: `${options.onFailure ?? OnFailure.HOLD}`,
    onStackRollback: `${options.onStackRollback ?? OnUndo.KEEP}`,
    onRemoval: `${options.onRemoval ?? OnUndo.KEEP}`,
    stage: `${options.stage ?? MigrationStage.CUT_OVER}`,
  };
}

function verificationOf(options: ChangeOptions): Verification {
  const { verification = MoveVerification.tunnelsAsBefore(), healthAlarms = [], bakeTime } = options;
  requireBakeTime(bakeTime, healthAlarms.length);
  return {
    tunnels: verification._tunnels,
    withinSeconds: verification._withinSeconds,
    alarmNames: healthAlarms.map((alarm) => alarm.alarmName),
    bakeSeconds: healthAlarms.length === 0 ? 0 : (bakeTime ?? BAKE_TIME_DEFAULT).toSeconds(),
  };
}
