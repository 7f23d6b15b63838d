/** What has to hold before an operation is opened. Each refuses in a sentence that says that nothing was changed, or asks for patience. */
import { OperationInvocation } from './invocation';
import { shortened } from './listing';
import { Ports, RetryableFailure, TerminalFailure, WrittenPlan } from './ports';
import { retrying } from './retrying';
import { MoveDeclaration } from '../../src/contract/declaration';
import { assessFindings, describeFindings, Finding } from '../../src/contract/finding';
import { outsideWindow } from '../../src/contract/maintenance-window';
import { ALARM_READ_MS } from '../../src/contract/times';
import { Assessment } from '../engine/assessment';
import { planDifference } from '../engine/plan-text';
import { RecordHead } from '../engine/record';
import { strategyOf } from '../engine/strategies';

/** CloudFormation cuts an answer at 4096 bytes; the log has the rest. */
const DIFFERENCE_LINES_MAX = 20;

/** Looked at again right before the first change, since the preflight takes its time. */
export function refuseOutsideWindow(declaration: MoveDeclaration, { clock }: Ports): void {
  const reason = outsideWindow(declaration, clock.now());
  if (reason === undefined) return;
  throw new TerminalFailure(`${strategyOf(declaration).doing}: ${reason}. Nothing was changed`);
}

/** @returns the findings that were accepted */
export function assessPreflight(assessment: Assessment, ports: Ports): readonly Finding[] {
  const { preflight, notes } = strategyOf(assessment.declaration);
  for (const note of notes(assessment)) ports.journal.note('remark', { ...note });
  return refuseIfBlocked(preflight(assessment), assessment.declaration, ports);
}

/** @returns the findings that were accepted, of those that stand against a move */
export function refuseIfBlocked(findings: readonly Finding[], declaration: MoveDeclaration, ports: Ports): readonly Finding[] {
  const { blocking, accepted, unmatched } = assessFindings(findings, declaration.acknowledgedFindings);
  if (accepted.length > 0) ports.journal.note('accepted', { findings: accepted });
  if (unmatched.length > 0) ports.journal.note('acknowledged-but-not-found', { findings: unmatched });
  if (blocking.length === 0) return accepted;
  ports.journal.note('refused', { findings: blocking });
  throw new TerminalFailure(`${strategyOf(declaration).isNotDone}, and nothing was changed:\n${describeFindings(blocking)}`);
}

/** An alarm that cannot be read, or that nobody could tell from one caused by the move, verifies nothing. */
export async function requireQuietAlarms({ vpnConnectionId, verification: { alarmNames } }: MoveDeclaration, ports: Ports): Promise<void> {
  if (alarmNames.length === 0) return;
  const until = ports.clock.now() + ALARM_READ_MS;
  const states = await retrying(ports, until, async () => ports.health.alarmStates(alarmNames)).catch((error) => {
    if (!(error instanceof RetryableFailure)) throw error;
    throw new TerminalFailure(`${error.message}. Nothing was changed`);
  });
  const blocking = alarmNames.filter((name) => states.get(name) === undefined || states.get(name) === 'ALARM')
    .map((name) => (states.has(name) ? `${name} is in ALARM already` : `${name} is no metric alarm of this account and region`));
  if (blocking.length === 0) return;
  throw new TerminalFailure(`moving VPN connection ${vpnConnectionId}: of \`healthAlarms\` ${blocking.join(', ')}; mend that, or leave it out. Nothing was changed`);
}

/** What was approved is carried out, or nothing. */
export async function refuseOtherPlan(declaration: MoveDeclaration, today: WrittenPlan, { records, journal }: Ports): Promise<void> {
  const { vpnConnectionId, approvedPlan } = declaration;
  if (approvedPlan === undefined || approvedPlan === today.digest) return;
  const approved = await records.readPlan(vpnConnectionId, approvedPlan);
  const difference = approved === undefined ? undefined : planDifference(approved.lines, today.lines);
  journal.note('other-plan', { approvedPlan, planDigest: today.digest, difference, plan: today.lines });
  const explained = difference === undefined
    ? `no plan of that digest was prepared for this connection in table ${records.name}`
    : ['what differs (- approved, + today):', ...shortened(difference, DIFFERENCE_LINES_MAX)].join('\n');
  throw new TerminalFailure(`moving VPN connection ${vpnConnectionId}: today's plan is ${today.digest} and the approved one is ${approvedPlan}; ${explained}\n`
    + 'Nothing was changed. Mend the network, or approve today\'s plan by its digest');
}

/**
 * An operator may have held an operation at which somebody is at work still: what is looked at before they have stopped is not what
 * there will be.
 * @throws {RetryableFailure}
 */
export function requireFreeLease(previous: RecordHead | undefined, { holder, leases }: Pick<OperationInvocation, 'holder' | 'leases'>): void {
  const another = previous && leases.another(previous, holder);
  if (another === undefined) return;
  throw new RetryableFailure(`operation ${previous!.operationId} has ended, and ${another.holder} may be at work on it still`);
}
