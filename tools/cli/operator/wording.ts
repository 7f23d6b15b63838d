/** What an operator reads: what stands on record, what a command is going to do, and how it ended. */
import { AssessedCommand, CommandOutcome } from './operator-session';
import { isOperatorRequest } from '../../../lambda/engine/authority';
import { Observation, VpnConnection } from '../../../lambda/engine/observation';
import { OperatorCommand } from '../../../lambda/engine/operator';
import { Backup, Intent, Lease, RecordHead } from '../../../lambda/engine/record';
import { procedureOf, remainingActions } from '../../../lambda/engine/recovery';
import { inWords } from '../../../lambda/engine/recovery/steps';
import { nameOfGateway } from '../../../src/contract/gateway';

export interface Status {
  readonly vpnConnectionId: string;
  readonly operationId: string;
  readonly status: RecordHead['status'];
  readonly direction: Intent;
  readonly from: string;
  readonly to: string;
  readonly phase?: { readonly name: string; readonly at: string };
  readonly stands?: string;
  readonly routes?: { readonly done: number; readonly toDo: readonly string[] };
  readonly deadline?: string;
  readonly lease?: { readonly holder: string; readonly until: string; readonly isLive: boolean };
  readonly promised?: { readonly holder: string; readonly until: string; readonly isLive: boolean };
  readonly drivenBy: string;
  readonly cause?: string;
  readonly missing?: readonly string[];
  readonly unverified?: string;
  readonly operators: readonly string[];
  readonly evidence?: string;
}

/** @param observed the network now; absent when it cannot be read */
export function statusOf(head: RecordHead, backup: Backup | undefined, observed: Observation | undefined, now: number): Status {
  const { vpnConnectionId, operationId, status, intent, from, to, cause, missing, unverified, operatorActs = [], concludedAt } = head;
  const last = head.timeline?.at(-1);
  const deadline = status === 'open' ? deadlineOf(head, backup) : undefined;
  return {
    vpnConnectionId, operationId, status, direction: intent, from: nameOfGateway(from), to: nameOfGateway(to),
    ...last === undefined ? {} : { phase: { name: last.phase, at: instant(last.at) } },
    ...observed?.connection === undefined ? {} : { stands: describeLocation(observed.connection) },
    ...backup === undefined || observed === undefined ? {} : { routes: progress(backup, intent, observed) },
    ...deadline === undefined ? {} : { deadline: instant(deadline) },
    ...head.lease === undefined ? {} : { lease: leaseInWords(head.lease, now) },
    ...head.promised === undefined ? {} : { promised: leaseInWords(head.promised, now) },
    drivenBy: isOperatorRequest(head.requestId) ? `operator's request ${head.requestId}` : `request ${head.requestId} of CloudFormation`,
    ...cause === undefined ? {} : { cause },
    ...missing === undefined ? {} : { missing },
    ...unverified === undefined ? {} : { unverified },
    operators: operatorActs.map(({ at, by, did }) => `${instant(at)} ${by}: ${did}`),
    ...concludedAt === undefined ? {} : { evidence: `evidence#${operationId}` },
  };
}

export function statusLines(status: Status): string[] {
  const { routes, lease, promised, missing = [] } = status;
  return [
    `VPN connection ${status.vpnConnectionId}: operation ${status.operationId} is ${status.status}, ${status.direction}`,
    `  from       ${status.from}`,
    `  to         ${status.to}`,
    ...status.phase === undefined ? [] : [`  phase      ${status.phase.name} since ${status.phase.at}`],
    `  stands     ${status.stands ?? 'cannot be told: the connection was not to be seen'}`,
    ...routes === undefined ? [] : [`  steps      ${routes.done} of ${routes.done + routes.toDo.length} done`, ...routes.toDo.map((each) => `    to do    ${each}`)],
    ...status.deadline === undefined ? [] : [`  deadline   ${status.deadline}`],
    `  driven by  ${status.drivenBy}`,
    `  lease      ${lease === undefined ? 'nobody has it' : `${lease.holder}, renewed until ${lease.until} by its holder's clock`}`,
    ...promised === undefined ? [] : [`  promised   to ${promised.holder}, until ${promised.until} by its holder's clock`],
    ...status.cause === undefined ? [] : [`  cause      ${status.cause}`],
    ...missing.map((each) => `    missing  ${each}`),
    ...status.unverified === undefined ? [] : [`  unverified ${status.unverified}`],
    ...status.operators.map((each) => `  operator   ${each}`),
    ...status.evidence === undefined ? [] : [`  evidence   ${status.evidence}`],
  ];
}

/** What is going to be done, before anybody is asked. */
export function intention(command: OperatorCommand, { head, backup, connection, decision }: AssessedCommand): string[] {
  const about = `operation ${head.operationId} on VPN connection ${head.vpnConnectionId} (${head.status}, ${head.intent})`;
  const stands = connection === undefined ? [] : [`The connection stands on ${describeLocation(connection)}.`];
  switch (decision.kind) {
    case 'stop':
      return [
        `hold: ${about} is closed as held where it stands; nothing is put back.`, ...stands,
        ...head.lease === undefined ? [] : [`${head.lease.holder} is at work and stops at its next write; up to one batch of calls may still take effect.`],
        'A request of CloudFormation that waits for it fails, with what is missing.',
      ];
    case 'drive':
      return [
        `${command}: ${about} ${decision.rollsBack ? 'is turned back' : 'is gone on with'} from this terminal.`, ...stands, ...changes(command, backup),
        ...isOperatorRequest(head.requestId) ? [] : [`Request ${head.requestId} of CloudFormation goes on waiting, and ${command === 'back' ? 'fails' : 'succeeds'} at the end.`],
      ];
    case 'open':
      return [
        `${command}: another operation goes on from ${about}.`, ...stands, ...changes(command, backup),
        ...head.status === 'completed' ? ['Its stack goes on to say that the move is made: take the construct out of it afterwards.'] : [],
      ];
    default:
      return [];
  }
}

export function endingLine({ kind, ...rest }: Exclude<CommandOutcome, { readonly kind: 'refused' }>): string {
  const { operationId, vpnConnectionId, status, cause, requestId, intent } = rest.head;
  switch (kind) {
    case 'ended':
      return `operation ${operationId} on ${vpnConnectionId} has ended: ${status}${cause === undefined ? '' : ` (${cause})`}`;
    case 'left':
      return `operation ${operationId} on ${vpnConnectionId} is kept as it is, ${status}; its lease is released`;
    case 'overtaken':
      return `request ${requestId} goes on with operation ${operationId} on ${vpnConnectionId}, ${intent}`;
  }
}

function changes(command: OperatorCommand, backup: Backup | undefined): string[] {
  if (backup === undefined || command === 'hold') return [];
  return ['At most these are made, and those only that are missing:', ...changesOf(command, backup)];
}

/** A line for each. */
export function changesOf(command: Exclude<OperatorCommand, 'hold'>, backup: Backup): string[] {
  const { leaveSource, modify, configureTarget } = procedureOf(backup, command);
  return [...leaveSource, ...modify === undefined ? [] : [modify], ...configureTarget.flat()].map((step) => `  - ${inWords(step)}`);
}

function progress(backup: Backup, intent: Intent, observed: Observation): Status['routes'] {
  const course = procedureOf(backup, intent);
  const toDo = remainingActions(backup, intent, observed);
  const all = course.leaveSource.length + (course.modify === undefined ? 0 : 1) + course.configureTarget.flat().length;
  return { done: Math.max(0, all - toDo.length), toDo: toDo.map(inWords) };
}

function describeLocation({ gateway, state, customerGatewayId, tunnels }: VpnConnection): string {
  const up = tunnels.filter((tunnel) => tunnel.status === 'UP').length;
  return `${nameOfGateway(gateway)} with customer gateway ${customerGatewayId}, ${state}, ${up} of ${tunnels.length} tunnels up`;
}

function deadlineOf({ intent, intentSince }: RecordHead, backup: Backup | undefined): number | undefined {
  const declaration = backup?.declaration;
  return declaration && intentSince + 1000 * (intent === 'forward' ? declaration.forwardDeadlineSeconds : declaration.backDeadlineSeconds);
}

function leaseInWords({ holder, until }: Lease, now: number) {
  return { holder, until: instant(until), isLive: until > now };
}

export function instant(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z');
}
