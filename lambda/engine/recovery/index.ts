/**
 * The way back, and the rest of the way forward, as shell scripts for the AWS CLI: for the person who has the records and
 * nothing else. They are written from the backup before the first change, and decide as the engine does: look, do what is
 * missing, look again.
 */
import { quoted, commandOf, lineOf } from './command';
import { actionLines, lookUpLines, nameOfSide, refusals, settings } from './lines';
import { Procedure, procedureOf } from './procedure';
import { EXCHANGING, FRAME, LOOKING, READING } from './shell';
import { nameOfGateway } from '../../../src/contract/gateway';
import { ByKind, kindOfRecorded } from '../operation';
import { Backup, Intent } from '../record';

export { procedureOf, missingActions, remainingActions } from './procedure';

export interface RecoveryScripts {
  /** Brings the connection back to where it was. */
  readonly back: string;
  /** Finishes the move. */
  readonly forward: string;
}

/** Nothing in them is secret: ids and CIDR blocks, as in the backup. */
export function recoveryScripts(backup: Backup): RecoveryScripts {
  return { back: scriptOf(backup, 'back'), forward: scriptOf(backup, 'forward') };
}

/** The items of one script begin with this; their parts are numbered. */
export function recoveryPrefix(operationId: string, intent: Intent): string {
  return `recovery#${operationId}#${intent}#`;
}

/** The command that fetches a script out of the records. */
export function fetchCommand(table: string, { vpnConnectionId, operationId }: Pick<Backup, 'vpnConnectionId' | 'operationId'>, intent: Intent): string {
  const values = { ':connection': { S: vpnConnectionId }, ':script': { S: recoveryPrefix(operationId, intent) } };
  return `aws dynamodb query --table-name ${quoted(table)} --consistent-read`
    + ' --key-condition-expression \'vpnConnectionId = :connection AND begins_with(#item, :script)\''
    + ' --expression-attribute-names \'{"#item":"item"}\''
    + ` --expression-attribute-values ${quoted(JSON.stringify(values))}`
    + ` --query 'Items[].[script.S]' --output text > ${intent}.sh`;
}

function scriptOf(backup: Backup, intent: Intent): string {
  const procedure = procedureOf(backup, intent);
  const { modify } = procedure;
  const { heading, leaving, round } = SCRIPTS[kindOfRecorded(backup)];
  // Where none is to be called, the connection stands where it goes, and the line is never reached.
  const modifying = modify === undefined ? 'false' : `${lineOf(commandOf(backup.vpnConnectionId, modify))} >/dev/null`;
  return `${[
    ...heading(backup, intent, procedure),
    ...settings(backup, procedure),
    FRAME,
    READING,
    ...lookUpLines(backup, procedure),
    ...leaving(backup, procedure),
    ...configureTargetLines(backup, procedure),
    round(modifying),
  ].join('\n')}\n`;
}

/** What differs of the scripts. */
interface Script {
  heading(backup: Backup, intent: Intent, procedure: Procedure): string[];
  leaving(backup: Backup, procedure: Procedure): string[];
  /** @param modifying the call that brings the connection over */
  round(modifying: string): string;
}

const OF_CONNECTION: Script = { heading: headingOfMove, leaving: leavingSource, round: (modifying) => LOOKING.replace('MODIFY', () => modifying) };

const SCRIPTS: ByKind<Script> = {
  'move': OF_CONNECTION,
  'edited-target': { ...OF_CONNECTION, heading: headingOfEdit },
  'hand-over': { ...OF_CONNECTION, heading: headingOfHandOver },
  'gateway-replacement': { heading: headingOfReplacement, leaving: () => [], round: () => EXCHANGING },
};

function headingOfReplacement(backup: Backup, intent: Intent, { source, target }: Procedure): string[] {
  const { vpnConnectionId, operationId, writtenAt, plan } = backup;
  const place = `${nameOfGateway(target.gateway)} in the place of ${source.gateway.id} at ${plan.exchangeAtVpcId}`;
  return [
    '#!/usr/bin/env bash',
    intent === 'back' ? `# The way BACK of the replacement for VPN connection ${vpnConnectionId}: ${place}, with every route as it was.`
      : `# The way FORWARD of the replacement for VPN connection ${vpnConnectionId}: ${place}, with every route as it was planned.`,
    `# Written on ${new Date(writtenAt).toISOString()}, before operation ${operationId} changed anything.`,
    ...USAGE,
    '# While neither gateway is attached, nothing passes: as long as EC2 takes to detach the one and to attach the other.',
    ...ROUNDS,
  ];
}

function headingOfEdit(backup: Backup, intent: Intent, procedure: Procedure): string[] {
  return headingOfMove(backup, intent, procedure, intent === 'forward' ? BESIDE_THE_STACK : []);
}

function headingOfMove(
  { vpnConnectionId, operationId, writtenAt }: Backup, intent: Intent, { source, target }: Procedure, beside: readonly string[] = [],
): string[] {
  return [
    '#!/usr/bin/env bash',
    intent === 'back'
      ? `# The way BACK of VPN connection ${vpnConnectionId}: to ${nameOfSide(target)}, where it was, with every route as it was.`
      : `# The way FORWARD of VPN connection ${vpnConnectionId}: to ${nameOfSide(target)}, with every route as it was planned.`,
    `# It comes from ${nameOfSide(source)}, or has arrived and lacks something.`,
    `# Written on ${new Date(writtenAt).toISOString()}, before operation ${operationId} changed anything.`,
    ...USAGE,
    '# Where the connection has to be modified, it is interrupted for as long as EC2 takes.',
    ...beside,
    ...ROUNDS,
  ];
}

function headingOfHandOver(
  { vpnConnectionId, operationId, writtenAt }: Backup, intent: Intent, { target: { gateway } }: Procedure,
): string[] {
  return [
    '#!/usr/bin/env bash',
    `# The way ${intent === 'back' ? 'BACK' : 'FORWARD'} of association and propagations of VPN connection ${vpnConnectionId} on ${nameOfGateway(gateway)}:`,
    intent === 'back' ? '# as they were.' : '# out of the way of those that its stack makes.',
    `# Written on ${new Date(writtenAt).toISOString()}, before operation ${operationId} changed anything.`,
    ...USAGE,
    '# The connection itself is not modified.',
    ...ROUNDS,
  ];
}

const BESIDE_THE_STACK = [
  '# What leads to the connection there is made by CloudFormation, and not by this: it leads over what is not of the stack.',
];

const USAGE = [
  '#',
  '# It needs bash and the AWS CLI, a Region in AWS_REGION, and the rights to what is called below. The move\'s function must',
  '# not be at work at the same time.',
];

const ROUNDS = [
  '# Each round looks first, calls what is missing, and looks again 15 seconds later, until a round finds nothing to do. So',
  '# the script may be stopped at any time and run again, and an error of a call is no harm if a later round has nothing to say.',
  '# What is neither as before nor as after has been changed by somebody else: it is reported and left, and the status is 2.',
  'set -euo pipefail',
  '',
];

function leavingSource(backup: Backup, procedure: Procedure): string[] {
  return [
    `# On ${nameOfGateway(procedure.source.gateway)}, before the modify: what would be in its way, or be left behind as a blackhole.`,
    'leave() {',
    '  :',
    ...refusals(procedure),
    ...procedure.leaveSource.flatMap((action) => actionLines(backup, procedure, action)),
    '}',
    '',
  ];
}

function configureTargetLines(backup: Backup, procedure: Procedure): string[] {
  return [
    `# On ${nameOfGateway(procedure.target.gateway)}, once the connection stands there.`,
    'arrange() {',
    procedure.target.gateway.kind === 'transit-gateway' ? '  attachment_is_available || return 0' : '  :',
    ...procedure.configureTarget.flatMap((batch, index) => [
      ...index === 0 ? [] : ['  # The rest needs all of this to be there.', '  nothing_is_missing || return 0'],
      ...batch.flatMap((action) => actionLines(backup, procedure, action)),
    ]),
    '}',
    '',
  ];
}
