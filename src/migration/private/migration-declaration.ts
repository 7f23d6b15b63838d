/** The part of a declaration that every change of gateways has, out of its options and with their checks. */
import { Duration } from 'aws-cdk-lib';
import {
  BACK_TIMEOUT_DEFAULT, FORWARD_TIMEOUT_DEFAULT, requireAcknowledgements, requireApproval, requireBakeTime, requireDeadlines,
  requireNetworks, requireTimeToVerify, requireVpcRouteTables, windowOf,
} from './migration-checks';
import { MoveDeclaration, Verification } from '../../contract/declaration';
import { MigrationStage } from '../migration-appointment';
import { MigrationOptions, OnFailure, OnUndo } from '../migration-options';
import { MoveVerification } from '../move-verification';

const BAKE_TIME_DEFAULT = Duration.minutes(5);

export function declareOptions(options: MigrationOptions): Omit<MoveDeclaration, 'vpnConnectionId' | 'from' | 'to'> {
  const { vpcRouteTables = [], onPremisesCidrs = [], acknowledgedFindings = [] } = options;
  const { forwardTimeout = FORWARD_TIMEOUT_DEFAULT, backTimeout = BACK_TIMEOUT_DEFAULT } = options;
  requireVpcRouteTables(vpcRouteTables);
  requireNetworks(onPremisesCidrs);
  const verification = verificationOf(options);
  requireDeadlines(forwardTimeout, backTimeout);
  requireTimeToVerify(forwardTimeout, backTimeout, verification, options.onFailure === OnFailure.MOVE_BACK);
  requireAcknowledgements(acknowledgedFindings);
  requireApproval(options.approvedPlan);
  return {
    vpcRouteTables: vpcRouteTables.map(({ routeTableId, moved = [], left = [] }) => ({ routeTableId, moved, left })),
    onPremisesCidrs,
    onFailure: `${options.onFailure ?? OnFailure.HOLD}`,
    onStackRollback: `${options.onStackRollback ?? OnUndo.KEEP}`,
    onRemoval: `${options.onRemoval ?? OnUndo.KEEP}`,
    forwardDeadlineSeconds: forwardTimeout.toSeconds(),
    backDeadlineSeconds: backTimeout.toSeconds(),
    acknowledgedFindings,
    verification,
    stage: `${options.stage ?? MigrationStage.CUT_OVER}`,
    ...options.approvedPlan === undefined ? {} : { approvedPlan: options.approvedPlan },
    ...options.window === undefined ? {} : { window: windowOf(options.window, forwardTimeout.plus(backTimeout)) },
  };
}

function verificationOf(options: MigrationOptions): Verification {
  const { verification = MoveVerification.tunnelsAsBefore(), healthAlarms = [], bakeTime } = options;
  requireBakeTime(bakeTime, healthAlarms.length);
  return {
    tunnels: verification._tunnels,
    withinSeconds: verification._withinSeconds,
    alarmNames: healthAlarms.map((alarm) => alarm.alarmName),
    bakeSeconds: healthAlarms.length === 0 ? 0 : (bakeTime ?? BAKE_TIME_DEFAULT).toSeconds(),
  };
}
