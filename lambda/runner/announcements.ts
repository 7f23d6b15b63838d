/**
 * Tells the world of a move's phases, beside the move and never in its way: nothing waits for it while traffic stands still,
 * and no failure of it is the move's.
 *
 * Every phase of the record is announced, those of an invocation that died included; one of these perhaps twice.
 */
import { OperationInvocation } from './invocation';
import { Ports } from './ports';
import { gatewayOf } from '../../src/contract/declaration';
import { Milestone, Phase, PhaseDetail, PhaseEvent, phaseEvent } from '../../src/contract/phase';
import { interruptionOf, RecordHead } from '../engine/record';

export class Announcements {
  private begun: number;
  private ended: number;
  private last: Promise<void> = Promise.resolve();

  constructor(head: RecordHead, private readonly invocation: OperationInvocation, private readonly ports: Ports) {
    this.begun = this.ended = head.announced ?? 0;
  }

  /** How many phases of the timeline have been announced, be it in vain. */
  get count(): number {
    return this.ended;
  }

  /** Begins to announce what the timeline has more than before, one after the other, and waits for none of it. */
  follow(head: RecordHead): void {
    for (const milestone of (head.timeline ?? []).slice(this.begun)) {
      this.begun += 1;
      const event = eventOf(milestone, head, this.invocation);
      this.last = this.last.then(async () => announce(event, this.ports)).then(() => {
        this.ended += 1;
      });
    }
  }

  /** What was begun is over: within the moment that each announcement may take. */
  async settled(): Promise<void> {
    await this.last;
  }
}

/** What becomes of a request that opens no operation: the request itself stands for one. */
export async function announceRequest(
  phase: Extract<Phase, 'PREPARED' | 'REFUSED' | 'FINALIZED'>, reported: Pick<PhaseDetail, 'planDigest' | 'cause'>, invocation: OperationInvocation, ports: Ports,
): Promise<void> {
  const { requestId, declaration: { vpnConnectionId, from, to, customerGateway } } = invocation.request;
  await announce(phaseEvent({ at: ports.clock.now(), phase, direction: 'forward' }, {
    vpnConnectionId,
    operationId: requestId,
    requestId,
    stackId: invocation.stackId,
    from: gatewayOf(from),
    to: gatewayOf(to),
    ...customerGateway === undefined ? {} : { customerGateway },
    ...reported,
  }), ports);
}

/** The causes belong to the end, and to the turn that led to it. */
function eventOf(milestone: Milestone, head: RecordHead, { stackId }: OperationInvocation): PhaseEvent {
  const { vpnConnectionId, operationId, requestId, from, to, customerGateway, planDigest, cause, missing, unverified } = head;
  const { backupDigest, recoveryDigests } = head;
  const ending = head.status !== 'open' && milestone === head.timeline?.at(-1);
  return phaseEvent(milestone, {
    vpnConnectionId, operationId, requestId, stackId, from, to,
    ...customerGateway === undefined ? {} : { customerGateway },
    ...planDigest === undefined ? {} : { planDigest },
    ...backupDigest === undefined ? {} : { backupDigest },
    ...recoveryDigests === undefined ? {} : { recoveryDigests },
    ...cause !== undefined && (ending || milestone.phase === 'TURNED_BACK') ? { cause } : {},
    ...ending && missing !== undefined ? { missing } : {},
    ...ending && unverified !== undefined ? { unverified } : {},
    ...ending ? { interruptionSeconds: interruptionOf(head) } : {},
  });
}

async function announce(event: PhaseEvent, { announcer, journal }: Ports): Promise<void> {
  try {
    await announcer.announce(event);
  } catch (error) {
    journal.note('unannounced', { phase: event.detail.phase, cause: (error as Error).message });
  }
}
