/**
 * One invocation's part of a move: find out what this request is for, then look, decide and act until the move is over
 * or the invocation's time is. Every decision is the domain's; this file only carries them out in the right order.
 */
import { announceRequest } from './announcements';
import { requireFreeLease } from './checks';
import { concludeEarlier } from './conclusion';
import { drive } from './drive';
import { finalize, unfinalize } from './finalize';
import { Invocation } from './invocation';
import { shortened } from './listing';
import { openBack, openForward, Opened, prepare } from './open';
import { Answer, Ports, RecordedAnswer, RecordMoved, RetryableFailure, TerminalFailure } from './ports';
import { retrying } from './retrying';
import { gatewayOf } from '../../src/contract/declaration';
import { codeOfRecords } from '../../src/contract/records-table';
import { interruptionOf, outcomeOf, ownerGone, RecordHead, unopened } from '../engine/record';
import { fetchCommand } from '../engine/recovery';
import { Course, courseOf, MoveRequest } from '../engine/request';
import { strategyOf } from '../engine/strategies';

/** @returns the answer, or nothing when the next invocation is to go on. @throws {TerminalFailure} when the request fails. */
export async function advance(invocation: Invocation, ports: Ports): Promise<Answer | undefined> {
  try {
    return await retrying(ports, invocation.until, () => attend(invocation, ports));
  } catch (error) {
    if (error instanceof RecordMoved) ports.journal.note('record-moved', { reason: error.message });
    else if (!(error instanceof RetryableFailure)) throw error;
    return undefined;
  }
}

async function attend(invocation: Invocation, ports: Ports): Promise<Answer | undefined> {
  const { request } = invocation;
  const { vpnConnectionId } = request.declaration;
  const recorded = await ports.records.readAnswer(vpnConnectionId, request.requestId);
  const head = await concludeEarlier(await ports.records.readHead(vpnConnectionId), invocation, ports);
  // What a request opened is the truth about it, also where another invocation of it was refused meanwhile, or found all done.
  const hasOpened = head?.operationId === request.requestId && hasBegun(head);
  if (recorded !== undefined && !hasOpened) return repeat(recorded, invocation, ports);
  const course = await courseKnowingStack(head, invocation, ports);
  ports.journal.note('course', { course: course.kind, requestType: request.type, requestId: request.requestId });
  switch (course.kind) {
    case 'refuse':
      throw new TerminalFailure(course.reason);
    case 'leave':
      ports.journal.note('left', { reason: course.reason });
      if (request.type === 'Delete') await markGone(invocation, head, ports);
      return remembering(invocation, ports, async () => answerWithoutMove(invocation, head, ports));
    case 'report':
      return ended(course.head, invocation, ports);
    case 'prepare':
      return preparing(invocation, head, ports);
    case 'finalize':
      return remembering(invocation, ports, async () => told('FINALIZED', await finalize(invocation, head, ports), invocation, ports));
    case 'unfinalize':
      return remembering(invocation, ports, async () => unfinalize(invocation, head!, ports));
    case 'open-forward':
      return driveOpened(await opening(invocation, head, ports, async () => openForward(invocation, head, ports)), invocation, ports);
    case 'open-back':
      return driveOpened(await opening(invocation, head, ports, async () => openBack(invocation, head!, ports)), invocation, ports);
    case 'drive':
      return ended(await drive({
        head: head!, takeOver: course.takeOver, turnBack: course.turnBack, wroteBackup: false,
      }, invocation, ports), invocation, ports);
    case 'ask-stack':
      throw new Error('the stack was asked and the course still depends on it');
  }
}

/**
 * A refusal before anything was opened is final for this request, whatever the network looks like when it is delivered again.
 * Of two invocations of it one may be refused over what the other has begun: each writes before it reads what the other
 * wrote, so that they cannot both go on in ignorance.
 */
async function opening(invocation: Invocation, head: RecordHead | undefined, ports: Ports, open: () => Promise<Opened>): Promise<Opened> {
  try {
    await refuseOnceGone(invocation, head, ports);
    requireFreeLease(head, invocation, ports);
    const opened = await open();
    if (opened.kind === 'opened') await giveUpIfRefused(opened.head, head, invocation, ports);
    else await leaveToOther(invocation, ports);
    return opened;
  } catch (error) {
    throw error instanceof TerminalFailure ? await refused(invocation, error, ports) : error;
  }
}

/** Nothing is opened, so two invocations of the request do the same and the first one's answer stays. */
async function preparing(invocation: Invocation, head: RecordHead | undefined, ports: Ports): Promise<Answer> {
  try {
    await refuseOnceGone(invocation, head, ports);
    return await remembering(invocation, ports, async () => told('PREPARED', await prepare(invocation, ports), invocation, ports));
  } catch (error) {
    throw error instanceof TerminalFailure ? await refused(invocation, error, ports) : error;
  }
}

/** Before the answer is recorded: whoever finds it recorded announces nothing. */
async function told(phase: 'PREPARED' | 'FINALIZED', answer: Answer, invocation: Invocation, ports: Ports): Promise<Answer> {
  await announceRequest(phase, answer.planDigest === '' ? {} : { planDigest: answer.planDigest }, invocation, ports);
  return answer;
}

/** What is there already may be what another invocation of the request is at work on: then that is how it is answered. */
async function leaveToOther({ request: { requestId, declaration: { vpnConnectionId } } }: Invocation, { records }: Ports): Promise<void> {
  const head = await records.readHead(vpnConnectionId);
  if (head?.operationId === requestId && hasBegun(head)) throw new RecordMoved(vpnConnectionId, head.revision);
}

/** @returns the refusal that stays: two invocations of a request may have been refused for different reasons */
async function refused(invocation: Invocation, { message }: TerminalFailure, ports: Ports): Promise<TerminalFailure> {
  const { requestId, declaration: { vpnConnectionId } } = invocation.request;
  await record(invocation, ports, { failure: message });
  const head = await ports.records.readHead(vpnConnectionId);
  const stays = await ports.records.readAnswer(vpnConnectionId, requestId) ?? { failure: message };
  const isAnswered = 'answer' in stays || (head?.operationId === requestId && hasBegun(head));
  if (isAnswered) throw new RecordMoved(vpnConnectionId, head?.revision ?? 0);
  await announceRequest('REFUSED', { cause: stays.failure }, invocation, ports);
  return new TerminalFailure(stays.failure);
}

/** Not where it was given up before anything was changed: of that nobody is told. */
function hasBegun({ status, timeline }: RecordHead): boolean {
  return status === 'open' || timeline !== undefined;
}

async function giveUpIfRefused(
  opened: RecordHead, previous: RecordHead | undefined, { request }: Invocation, { records, clock }: Ports,
): Promise<void> {
  const recorded = await records.readAnswer(opened.vpnConnectionId, request.requestId);
  if (recorded === undefined || !('failure' in recorded)) return;
  await records.writeHead(unopened(opened, previous, recorded.failure, clock.now()));
  throw new TerminalFailure(recorded.failure);
}

/** A Delete may have overtaken its own Create, which must then not begin any more. */
async function markGone({ request }: Invocation, head: RecordHead | undefined, { records, clock }: Ports): Promise<void> {
  const { vpnConnectionId, from, to } = request.declaration;
  const { owner, moveIdentity, requestId } = request;
  if (head?.goneOwners?.[owner]?.requestId === requestId) return;
  await records.writeHead(ownerGone(head, {
    vpnConnectionId, owner, moveIdentity, from: gatewayOf(from), to: gatewayOf(to), operationId: requestId, requestId, intent: 'back',
  }, clock.now()));
}

async function refuseOnceGone({ request, stackId }: Invocation, head: RecordHead | undefined, { records, stack }: Ports): Promise<void> {
  const { vpnConnectionId } = request.declaration;
  const gone = head?.goneOwners?.[request.owner];
  const goneAtFirst = await records.noteBeginning(vpnConnectionId, request.requestId, gone?.requestId ?? '');
  if (gone === undefined) return;
  // What was received before the Delete was answered can have left no note, if nothing of it lived so long; and CloudFormation itself
  // may deliver it again, as if it were a new one.
  const overtaken = goneAtFirst !== gone.requestId || (request.receivedAt ?? Infinity) < gone.at || !await stack.awaitsCreates(stackId);
  if (overtaken) throw new TerminalFailure(`request ${request.requestId} was overtaken by ${gone.requestId}, which deleted its resource. Nothing was changed`);
}

async function remembering(invocation: Invocation, ports: Ports, answering: () => Promise<Answer>): Promise<Answer> {
  const answer = await answering();
  await record(invocation, ports, { answer });
  return answer;
}

async function record({ request }: Invocation, { records }: Ports, answer: RecordedAnswer): Promise<void> {
  await records.writeAnswer(request.declaration.vpnConnectionId, request.requestId, answer);
}

/** Whether its refusal was announced nobody knows. */
async function repeat(recorded: RecordedAnswer, invocation: Invocation, ports: Ports): Promise<Answer> {
  if (!('failure' in recorded)) return recorded.answer;
  await announceRequest('REFUSED', { cause: recorded.failure }, invocation, ports);
  throw new TerminalFailure(recorded.failure);
}

async function courseKnowingStack(head: RecordHead | undefined, invocation: Invocation, ports: Ports): Promise<Course> {
  const course = courseOf(head, invocation.request);
  if (course.kind !== 'ask-stack') return course;
  return courseOf(head, invocation.request, await ports.stack.isRollingBack(invocation.stackId));
}

async function driveOpened(opened: Opened, invocation: Invocation, ports: Ports): Promise<Answer | undefined> {
  if (opened.kind === 'unchanged') {
    const answer: Answer = { outcome: 'unchanged', operationId: '', transitGatewayAttachmentId: opened.transitGatewayAttachmentId ?? '', interruptionSeconds: 0, planDigest: '' };
    return remembering(invocation, ports, async () => answer);
  }
  const beginning = { head: opened.head, takeOver: false, wroteBackup: opened.freshPlan };
  return ended(await drive(beginning, invocation, ports), invocation, ports);
}

async function ended(head: RecordHead | undefined, invocation: Invocation, ports: Ports): Promise<Answer | undefined> {
  if (head === undefined) return undefined;
  const answer = report(head, invocation, ports);
  if (invocation.request.type === 'Delete') await markGone(invocation, head, ports);
  return answer;
}

/** The answer to the request that brought an operation to its end. @throws {TerminalFailure} for any end it did not want. */
function report(head: RecordHead, { request }: Invocation, { records }: Ports): Answer {
  const wanted = request.type === 'Delete' || request.declaration.stage === 'PREPARED' ? 'restored' : 'completed';
  const outcome = outcomeOf(head);
  if (head.status !== wanted || outcome === 'held') throw new TerminalFailure(unwantedEnding(head, request, records.name));
  return {
    outcome,
    operationId: head.operationId,
    transitGatewayAttachmentId: head.transitGatewayAttachmentId ?? '',
    interruptionSeconds: interruptionOf(head),
    planDigest: head.planDigest ?? '',
  };
}

function unwantedEnding(head: RecordHead, { type, declaration }: MoveRequest, table: string): string {
  const cause = (head.cause ?? 'no cause was recorded').slice(0, 600);
  const evidence = `evidence#${head.operationId} in table ${table} is for the ticket`;
  const move = strategyOf(declaration).ended(head);
  if (head.status === 'restored') return `${move}: ${cause}. Everything was put back as it was (operation ${head.operationId}; ${evidence})`;
  return [
    `${move}: ${cause}. The move is held (operation ${head.operationId}; ${evidence}): what works was kept, nothing more is done by itself. Missing:`,
    ...shortened(head.missing ?? []).map((each) => `- ${each}`),
    ...howToDeployAgain(type, table),
    'Without this stack: "Recovery by hand" in the README; the way back (the way forward: `forward` for `back`) is fetched by',
    fetchCommand(table, head, 'back'),
  ].join('\n');
}

/** What a deployment was to make goes when it is rolled back, be it the stack or the table: the next one would begin with an empty one. */
function howToDeployAgain(type: MoveRequest['type'], table: string): string[] {
  const again = `Mend the cause and deploy again: the move is continued from its record in table ${table}`;
  if (type === 'Update') return [again];
  return [`${again}, which stays when this deployment is rolled back. Unless the stack keeps it, too, give it to the construct:`, codeOfRecords(table)];
}

async function answerWithoutMove(invocation: Invocation, head: RecordHead | undefined, ports: Ports): Promise<Answer> {
  const { request } = invocation;
  const own = head?.owner === request.owner ? head : undefined;
  // A deleted resource has no attributes, so nothing needs to be looked up for it.
  const attachmentId = own?.transitGatewayAttachmentId ?? (request.type === 'Delete' ? undefined : await ports.network.attachmentIdOf(request.declaration));
  return {
    outcome: request.type === 'Delete' ? 'kept' : 'unchanged',
    operationId: own?.operationId ?? '',
    transitGatewayAttachmentId: attachmentId ?? '',
    interruptionSeconds: own === undefined ? 0 : interruptionOf(own),
    planDigest: own?.planDigest ?? '',
  };
}
