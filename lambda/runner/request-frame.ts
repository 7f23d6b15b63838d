/**
 * One request of CloudFormation, whichever resource it is for: what was answered once is answered again; otherwise the record tells what
 * it is for, and what comes of that is remembered, announced and answered here. What it is for is each resource's own decision.
 */
import { announceRequest } from './announcements';
import { concludeEarlier } from './conclusion';
import { OperationInvocation } from './invocation';
import { shortened } from './listing';
import { Answer, Ports, RecordedAnswer, RetryableFailure, RevisionConflict, TerminalFailure } from './ports';
import { retrying } from './retrying';
import { interruptionOf, outcomeOf, RecordHead } from '../engine/record';

/** @returns the answer, or nothing when the next invocation is to go on. @throws {TerminalFailure} when the request fails. */
export async function attempted(until: number, ports: Ports, handle: () => Promise<Answer | undefined>): Promise<Answer | undefined> {
  try {
    return await retrying(ports, until, handle);
  } catch (error) {
    if (error instanceof RevisionConflict) ports.journal.note('record-moved', { reason: error.message });
    else if (!(error instanceof RetryableFailure)) throw error;
    return undefined;
  }
}

/** What the operation on record tells in an answer; without one nothing. */
export function answerOf(outcome: Answer['outcome'], head?: RecordHead, reported: Partial<Answer> = {}): Answer {
  return {
    outcome,
    operationId: head?.operationId ?? '',
    transitGatewayAttachmentId: head?.transitGatewayAttachmentId ?? '',
    interruptionSeconds: head === undefined ? 0 : interruptionOf(head),
    planDigest: head?.planDigest ?? '',
    ...reported,
  };
}

export abstract class RequestFrame {
  /** The request as it is known to all that is done for it. */
  protected abstract readonly asked: OperationInvocation;

  protected abstract readonly vpnConnectionId: string;

  constructor(protected readonly ports: Ports) {}

  /** What was to be done, as the beginning of a sentence on what became of it. */
  protected abstract ended(head: RecordHead): string;

  /** Of an operation that is over, and not held. */
  protected abstract isWanted(head: RecordHead): boolean;

  /** @param failed what was to be done, and why it was not */
  protected abstract held(head: RecordHead, failed: string): { readonly first: string; readonly further: readonly string[] };

  protected async readAnswer(): Promise<RecordedAnswer | undefined> {
    return this.ports.records.readAnswer(this.vpnConnectionId, this.asked.request.requestId);
  }

  protected async record(answer: RecordedAnswer): Promise<void> {
    await this.ports.records.writeAnswer(this.vpnConnectionId, this.asked.request.requestId, answer);
  }

  protected async remember(answer: Answer): Promise<Answer> {
    await this.record({ answer });
    return answer;
  }

  protected async announceRefusal(cause: string): Promise<void> {
    await announceRequest('REFUSED', { cause }, this.asked, this.ports);
  }

  /** What an earlier operation has left to be done at its end is done first. */
  protected async readHead(): Promise<RecordHead | undefined> {
    return concludeEarlier(await this.ports.records.readHead(this.vpnConnectionId), this.asked, this.ports);
  }

  /** The answer to the request that brought an operation to its end. @throws {TerminalFailure} for any end it did not want. */
  protected report(head: RecordHead): Answer {
    const outcome = outcomeOf(head);
    if (outcome === 'held' || !this.isWanted(head)) throw new TerminalFailure(this.unwantedEnding(head));
    return answerOf(outcome, head);
  }

  private unwantedEnding(head: RecordHead): string {
    const { status, cause = 'no cause was recorded', missing = [], operationId } = head;
    const failed = `${this.ended(head)}: ${cause.slice(0, 600)}`;
    if (status === 'restored') return `${failed}. Everything was put back as it was (operation ${operationId}; ${this.evidenceOf(head)})`;
    const { first, further } = this.held(head, failed);
    return [first, ...shortened(missing).map((each) => `- ${each}`), ...further].join('\n');
  }

  protected evidenceOf({ operationId }: RecordHead): string {
    return `evidence#${operationId} in table ${this.ports.records.name} is for the ticket`;
  }
}
