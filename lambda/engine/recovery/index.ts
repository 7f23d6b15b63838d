/**
 * The way back, and the rest of the way forward, as shell scripts for the AWS CLI: for the person who has the records and
 * nothing else. They are written from the backup before the first change, and decide as the engine does: look, do what is
 * missing, look again.
 */
import { nameOfSide, preparation, refusals } from './preparation';
import { Procedure, procedureOf } from './procedure';
import { EXCHANGING, looking } from './shell';
import { comment, lines, sh, ShellText } from './shell-text';
import { change, commandOf, lineOf } from './steps';
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
  return { back: `${scriptOf(procedureOf(backup, 'back'))}\n`, forward: `${scriptOf(procedureOf(backup, 'forward'))}\n` };
}

/** The items of one script begin with this; their parts are numbered. */
export function recoveryPrefix(operationId: string, intent: Intent): string {
  return `recovery#${operationId}#${intent}#`;
}

/** The command that fetches a script out of the records. */
export function fetchCommand(table: string, { vpnConnectionId, operationId }: Pick<Backup, 'vpnConnectionId' | 'operationId'>, intent: Intent): string {
  const values = { ':connection': { S: vpnConnectionId }, ':script': { S: recoveryPrefix(operationId, intent) } };
  return String(sh`${[
    sh`aws dynamodb query --table-name ${table} --consistent-read`,
    sh`--key-condition-expression 'vpnConnectionId = :connection AND begins_with(#item, :script)'`,
    sh`--expression-attribute-names '{"#item":"item"}'`,
    sh`--expression-attribute-values ${JSON.stringify(values)}`,
    sh`--query 'Items[].[script.S]' --output text > ${`${intent}.sh`}`,
  ]}`);
}

function scriptOf(procedure: Procedure): ShellText {
  const isOfConnection = procedure.backup.plan.replacement === undefined;
  return lines(
    ...heading(procedure), preparation(procedure), ...isOfConnection ? [leave(procedure)] : [], arrange(procedure),
    isOfConnection ? looking(modifying(procedure)) : EXCHANGING,
  );
}

/** Where none is to be called, the connection stands where it goes, and the line is never reached. */
function modifying({ backup: { vpnConnectionId }, modify }: Procedure): ShellText {
  return modify === undefined ? sh`false` : sh`${lineOf(commandOf(vpnConnectionId, modify))} >/dev/null`;
}

function leave(procedure: Procedure): ShellText {
  return lines(
    comment(`On ${nameOfGateway(procedure.source.gateway)}, before the modify: what would be in its way, or be left behind as a blackhole.`),
    sh`leave() {`,
    lines(sh`:`, ...refusals(procedure), ...procedure.leaveSource.map((action) => change(procedure, action))).indented(),
    sh`}
`);
}

function arrange(procedure: Procedure): ShellText {
  const { target: { gateway }, configureTarget } = procedure;
  return lines(
    comment(`On ${nameOfGateway(gateway)}, once the connection stands there.`),
    sh`arrange() {`,
    lines(
      gateway.kind === 'transit-gateway' ? sh`attachment_is_available || return 0` : sh`:`,
      ...configureTarget.flatMap((batch, index) => [
        ...index === 0 ? [] : [comment('The rest needs all of this to be there.'), sh`nothing_is_missing || return 0`],
        ...batch.map((action) => change(procedure, action)),
      ]),
    ).indented(),
    sh`}
`);
}

/** What a script says of itself. */
interface Heading {
  readonly title: readonly string[];
  readonly besides: readonly string[];
}

const HEADINGS: ByKind<(procedure: Procedure) => Heading> = {
  'move': headingOfMove,
  'edited-target': (procedure) => {
    const { title, besides } = headingOfMove(procedure);
    const beside = 'What leads to the connection there is made by CloudFormation, and not by this: it leads over what is not of the stack.';
    return { title, besides: procedure.intent === 'forward' ? [...besides, beside] : besides };
  },
  'hand-over': ({ backup: { vpnConnectionId }, intent, target: { gateway } }) => ({
    title: [
      `The way ${intent === 'back' ? 'BACK' : 'FORWARD'} of association and propagations of VPN connection ${vpnConnectionId} on ${nameOfGateway(gateway)}:`,
      intent === 'back' ? 'as they were.' : 'out of the way of those that its stack makes.',
    ],
    besides: ['The connection itself is not modified.'],
  }),
  'gateway-replacement': ({ backup: { vpnConnectionId, plan }, intent, source, target }) => ({
    title: [`The way ${intent === 'back' ? 'BACK' : 'FORWARD'} of the replacement for VPN connection ${vpnConnectionId}: ${nameOfGateway(target.gateway)
    } in the place of ${source.gateway.id} at ${plan.exchangeAtVpcId}, ${asItWas(intent)}.`],
    besides: ['While neither gateway is attached, nothing passes: as long as EC2 takes to detach the one and to attach the other.'],
  }),
};

function headingOfMove({ backup: { vpnConnectionId }, intent, source, target }: Procedure): Heading {
  return {
    title: [
      `The way ${intent === 'back' ? 'BACK' : 'FORWARD'} of VPN connection ${vpnConnectionId}: to ${nameOfSide(target)}, ${
        intent === 'back' ? 'where it was, ' : ''}${asItWas(intent)}.`,
      `It comes from ${nameOfSide(source)}, or has arrived and lacks something.`,
    ],
    besides: ['Where the connection has to be modified, it is interrupted for as long as EC2 takes.'],
  };
}

function asItWas(intent: Intent): string {
  return `with every route as it was${intent === 'back' ? '' : ' planned'}`;
}

function heading(procedure: Procedure): ShellText[] {
  const { operationId, writtenAt } = procedure.backup;
  const { title, besides } = HEADINGS[kindOfRecorded(procedure.backup)](procedure);
  return [
    sh`#!/usr/bin/env bash`,
    ...[
      ...title, `Written on ${new Date(writtenAt).toISOString()}, before operation ${operationId} changed anything.`, ...USAGE, ...besides, ...ROUNDS,
    ].map(comment),
    sh`set -euo pipefail
`,
  ];
}

const USAGE = [
  '',
  'It needs bash and the AWS CLI, a Region in AWS_REGION, and the rights to what is called below. The move\'s function must',
  'not be at work at the same time.',
];

const ROUNDS = [
  'Each round looks first, calls what is missing, and looks again 15 seconds later, until a round finds nothing to do. So',
  'the script may be stopped at any time and run again, and an error of a call is no harm if a later round has nothing to say.',
  'What is neither as before nor as after has been changed by somebody else: it is reported and left, and the status is 2.',
];
