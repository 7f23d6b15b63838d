/**
 * One invocation's part of a move: find out what this request is for, then look, decide and act until the move is over
 * or the invocation's time is. Every decision is the domain's; this file only carries them out in the right order.
 */
import { announceRequest } from './announcements';
import { requireFreeLease } from './checks';
import { finalize, unfinalize } from './finalize';
import { Invocation } from './invocation';
import { Opened, openForward, openRollback, prepare } from './open';
import { runOperation } from './operation-runner';
import { Answer, Ports, RecordedAnswer, RevisionConflict, TerminalFailure } from './ports';
import { answerOf, attempted, RequestFrame } from './request-frame';
import { requireDeclared } from './trusted-backup';
import { gatewayOf } from '../../src/contract/declaration';
import { codeOfRecords } from '../../src/contract/records-table';
import { openingAbandoned, ownerDeleted, RecordHead } from '../engine/record';
import { fetchCommand } from '../engine/recovery';
import { decideRequest, MoveRequest, RequestDecision } from '../engine/request-decision';
import { strategyOf } from '../engine/strategies';

/** @returns the answer, or nothing when the next invocation is to go on. @throws {TerminalFailure} when the request fails. */
export async function advance(invocation: Invocation, ports: Ports): Promise<Answer | undefined> {
  return attempted(invocation.until, ports, async () => new Move(invocation, ports).handle());
}

class Move extends RequestFrame {
  constructor(protected readonly asked: Invocation, ports: Ports) {
    super(ports);
  }

  async handle(): Promise<Answer | undefined> {
    const { type, requestId } = this.request;
    const recorded = await this.readAnswer();
    const head = await this.readHead();
    // What a request opened is the truth about it, also where another invocation of it was refused meanwhile, or found all done.
    if (recorded !== undefined && !this.hasOpened(head)) return this.repeat(recorded);
    const decision = await this.decideRequestAskingStack(head);
    this.ports.journal.note('course', { course: decision.kind, requestType: type, requestId });
    return this.follow(decision, head);
  }

  private async follow(decision: RequestDecision, head: RecordHead | undefined): Promise<Answer | undefined> {
    const { asked, ports } = this;
    switch (decision.kind) {
      case 'refuse':
        throw new TerminalFailure(decision.reason);
      case 'leave':
        ports.journal.note('left', { reason: decision.reason });
        if (this.request.type === 'Delete') await this.markGone(head);
        return this.remember(await this.answerWithoutMove(head));
      case 'report':
        return this.over(decision.head);
      case 'prepare':
        return this.preparing(head);
      case 'finalize':
        if (head?.owner === this.request.owner) requireDeclared(head, this.request);
        return this.remember(await this.afterAnnouncing('FINALIZED', await finalize(asked, head, ports)));
      case 'unfinalize':
        requireDeclared(head!, this.request);
        return this.remember(await unfinalize(asked, head!, ports));
      case 'open-forward':
        return this.runOpened(await this.opening(head, async () => openForward(asked, head, ports)));
      case 'open-back':
        return this.runOpened(await this.opening(head, async () => openRollback(asked, head!, ports)));
      case 'drive': {
        const { takeOver, rollBackCause } = decision;
        return this.over(await runOperation({ head: head!, takeOver, rollBackCause, wroteBackup: false }, asked, ports));
      }
      case 'ask-stack':
        throw new Error('the stack was asked and the course still depends on it');
    }
  }

  protected get vpnConnectionId(): string {
    return this.request.declaration.vpnConnectionId;
  }

  private get request(): MoveRequest {
    return this.asked.request;
  }

  /** Not where it was given up before anything was changed: of that nobody is told. */
  private hasOpened(head: RecordHead | undefined): head is RecordHead {
    return head?.operationId === this.request.requestId && (head.status === 'open' || head.timeline !== undefined);
  }

  /** Whether its refusal was announced nobody knows. */
  private async repeat(recorded: RecordedAnswer): Promise<Answer> {
    if (!('failure' in recorded)) return recorded.answer;
    await this.announceRefusal(recorded.failure);
    throw new TerminalFailure(recorded.failure);
  }

  private async decideRequestAskingStack(head: RecordHead | undefined): Promise<RequestDecision> {
    const decision = decideRequest(head, this.request);
    if (decision.kind !== 'ask-stack') return decision;
    return decideRequest(head, this.request, await this.ports.stack.isRollingBack(this.asked.stackId));
  }

  /**
   * A refusal before anything was opened is final for this request, whatever the network looks like when it is delivered again.
   * Of two invocations of it one may be refused over what the other has begun: each writes before it reads what the other
   * wrote, so that they cannot both go on in ignorance.
   */
  private async opening(head: RecordHead | undefined, open: () => Promise<Opened>): Promise<Opened> {
    return this.refusing(async () => {
      await this.refuseOnceGone(head);
      requireFreeLease(head, this.asked);
      const opened = await open();
      if (opened.kind === 'opened') await this.giveUpIfRefused(opened.head, head);
      else await this.yieldToOther();
      return opened;
    });
  }

  /** Nothing is opened, so two invocations of the request do the same and the first one's answer stays. */
  private async preparing(head: RecordHead | undefined): Promise<Answer> {
    return this.refusing(async () => {
      await this.refuseOnceGone(head);
      return this.remember(await this.afterAnnouncing('PREPARED', await prepare(this.asked, this.ports)));
    });
  }

  /** Before the answer is recorded: whoever finds it recorded announces nothing. */
  private async afterAnnouncing(phase: 'PREPARED' | 'FINALIZED', answer: Answer): Promise<Answer> {
    await announceRequest(phase, answer.planDigest === '' ? {} : { planDigest: answer.planDigest }, this.asked, this.ports);
    return answer;
  }

  /** What is there already may be what another invocation of the request is at work on: then that is how it is answered. */
  private async yieldToOther(): Promise<void> {
    const head = await this.ports.records.readHead(this.vpnConnectionId);
    if (this.hasOpened(head)) throw new RevisionConflict(this.vpnConnectionId, head.revision);
  }

  private async refusing<T>(attempt: () => Promise<T>): Promise<T> {
    try {
      return await attempt();
    } catch (error) {
      throw error instanceof TerminalFailure ? await this.refused(error) : error;
    }
  }

  /** @returns the refusal that stays: two invocations of a request may have been refused for different reasons */
  private async refused({ message }: TerminalFailure): Promise<TerminalFailure> {
    await this.record({ failure: message });
    const head = await this.ports.records.readHead(this.vpnConnectionId);
    const stays = await this.readAnswer() ?? { failure: message };
    if ('answer' in stays || this.hasOpened(head)) throw new RevisionConflict(this.vpnConnectionId, head?.revision ?? 0);
    await this.announceRefusal(stays.failure);
    return new TerminalFailure(stays.failure);
  }

  private async giveUpIfRefused(opened: RecordHead, previous: RecordHead | undefined): Promise<void> {
    const recorded = await this.readAnswer();
    if (recorded === undefined || !('failure' in recorded)) return;
    await this.ports.records.writeHead(openingAbandoned(opened, previous, recorded.failure, this.ports.clock.now()));
    throw new TerminalFailure(recorded.failure);
  }

  /** A Delete may have overtaken its own Create, which must then not begin any more. */
  private async markGone(head: RecordHead | undefined): Promise<void> {
    const { owner, moveIdentity, requestId, declaration: { vpnConnectionId, from, to } } = this.request;
    if (head?.goneOwners?.[owner]?.requestId === requestId) return;
    await this.ports.records.writeHead(ownerDeleted(head, {
      vpnConnectionId, owner, moveIdentity, from: gatewayOf(from), to: gatewayOf(to), operationId: requestId, requestId, intent: 'back',
    }, this.ports.clock.now()));
  }

  private async refuseOnceGone(head: RecordHead | undefined): Promise<void> {
    const { requestId, owner, receivedAt = Infinity } = this.request;
    const gone = head?.goneOwners?.[owner];
    const goneAtFirst = await this.ports.records.recordFirstDelivery(this.vpnConnectionId, requestId, gone?.requestId ?? '');
    if (gone === undefined) return;
    // What was received before the Delete was answered can have left no note, if nothing of it lived so long; and CloudFormation itself
    // may deliver it again, as if it were a new one.
    const overtaken = goneAtFirst !== gone.requestId || receivedAt < gone.at || !await this.ports.stack.awaitsCreates(this.asked.stackId);
    if (overtaken) throw new TerminalFailure(`request ${requestId} was overtaken by ${gone.requestId}, which deleted its resource. Nothing was changed`);
  }

  private async runOpened(opened: Opened): Promise<Answer | undefined> {
    if (opened.kind === 'opened') {
      return this.over(await runOperation({ head: opened.head, takeOver: false, wroteBackup: opened.freshPlan }, this.asked, this.ports));
    }
    const { transitGatewayAttachmentId = '' } = opened;
    return this.remember(answerOf('unchanged', undefined, { transitGatewayAttachmentId }));
  }

  private async over(head: RecordHead | undefined): Promise<Answer | undefined> {
    if (head === undefined) return undefined;
    const answer = this.report(head);
    if (this.request.type === 'Delete') await this.markGone(head);
    return answer;
  }

  protected isWanted({ status }: RecordHead): boolean {
    return status === (this.request.type === 'Delete' || this.request.declaration.stage === 'PREPARED' ? 'restored' : 'completed');
  }

  protected ended(head: RecordHead): string {
    return strategyOf(this.request.declaration).ended(head);
  }

  protected held(head: RecordHead, failed: string): { readonly first: string; readonly further: readonly string[] } {
    const table = this.ports.records.name;
    return {
      first: `${failed}. The move is held (operation ${head.operationId}; ${this.evidenceOf(head)}): what works was kept, nothing more is done by itself. Missing:`,
      further: [
        ...howToDeployAgain(this.request.type, table),
        'Without this stack: "Recovery by hand" in the README; the way back (the way forward: `forward` for `back`) is fetched by',
        fetchCommand(table, head, 'back'),
      ],
    };
  }

  private async answerWithoutMove(head: RecordHead | undefined): Promise<Answer> {
    const { type, owner, declaration } = this.request;
    const own = head?.owner === owner ? head : undefined;
    // A deleted resource has no attributes, so nothing needs to be looked up for it.
    const attachmentId = own?.transitGatewayAttachmentId ?? (type === 'Delete' ? undefined : await this.ports.network.attachmentIdOf(declaration));
    return answerOf(type === 'Delete' ? 'kept' : 'unchanged', own, { transitGatewayAttachmentId: attachmentId ?? '' });
  }
}

/** What a deployment was to make goes when it is rolled back, be it the stack or the table: the next one would begin with an empty one. */
function howToDeployAgain(type: MoveRequest['type'], table: string): string[] {
  const again = `Mend the cause and deploy again: the move is continued from its record in table ${table}`;
  if (type === 'Update') return [again];
  return [`${again}, which stays when this deployment is rolled back. Unless the stack keeps it, too, give it to the construct:`, codeOfRecords(table)];
}
