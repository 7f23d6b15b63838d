/**
 * One request's part in a change of the target gateway that CloudFormation itself makes: find out where the connection stands
 * and what this request is for, then clear the way for the modify, or arrange everything where the connection has come to stand.
 */
import { refuseOutsideWindow, requireFreeLease } from './checks';
import { OperationInvocation } from './invocation';
import { checked, OpeningFacts, openOperation } from './open';
import { runOperation, RunOptions } from './operation-runner';
import { Answer, Ports, TerminalFailure } from './ports';
import { answerOf, attempted, RequestFrame } from './request-frame';
import { takeSnapshot } from './take-snapshot';
import { trustedBackup } from './trusted-backup';
import { MoveDeclaration } from '../../src/contract/declaration';
import { nameOfGateway } from '../../src/contract/gateway';
import { handOver, moveBetween, nameOfTarget, TargetDeclaration } from '../../src/contract/target-declaration';
import { DESCRIBE_SETTLES_MS, LISTED_WITHIN_MS, POLL_MS } from '../../src/contract/times';
import { assess } from '../engine/assessment';
import { Snapshot, VpnConnection } from '../engine/observation';
import { natureOf } from '../engine/operation';
import { Backup, RecordHead } from '../engine/record';
import { withObservedSource } from '../engine/target-change/observed-source';
import { concernsConnection, guardRefusal, optionsRefusal, replacementRefusal, successorRefusal, tagRefusal } from '../engine/target-change/refusals';
import {
  decideTargetRequest, identityOfHandOver, StackState, TargetRequest, TargetRequestDecision,
} from '../engine/target-change/request-decision';

export interface TargetInvocation extends Omit<OperationInvocation, 'request'> {
  readonly request: TargetRequest;
  /** Of the custom resource that is asked, in its stack's template. */
  readonly logicalId: string;
  /** When this delivery began, in milliseconds since the epoch. */
  readonly receivedAt?: number;
}

/** What a change of the target is recorded as. */
const MOVE = 'target';

/** @returns the answer, or nothing when the next invocation is to go on. @throws {TerminalFailure} when the request fails. */
export async function advanceTarget(invocation: TargetInvocation, ports: Ports): Promise<Answer | undefined> {
  return attempted(invocation.until, ports, async () => new TargetChange(invocation, ports).handle());
}

class TargetChange extends RequestFrame {
  /** Of the connection, once it is known. */
  protected vpnConnectionId = '';
  private rollingBack = false;

  constructor(private readonly invocation: TargetInvocation, ports: Ports) {
    super(ports);
  }

  async handle(): Promise<Answer | undefined> {
    const { request, stackId } = this.invocation;
    const { declared } = request;
    const found = declared.vpnConnectionId ?? await this.ports.stack.physicalIdOf(stackId, declared.connectionLogicalId);
    if (found === undefined) return this.answerWithoutConnection();
    this.vpnConnectionId = found;
    const recorded = await this.readAnswer();
    if (recorded !== undefined && 'failure' in recorded) {
      await this.announceRefusal(recorded.failure);
      throw new TerminalFailure(recorded.failure);
    }
    if (recorded !== undefined) return recorded.answer;
    for (;;) {
      const observed = await this.settledConnection();
      if (observed === 'in transition') return undefined;
      const head = await this.readHead();
      const decision = await this.decideRequest(head, observed);
      const { former, ...said } = { former: undefined, ...decision };
      this.ports.journal.note('course', { ...said, part: declared.part, requestType: request.type, requestId: request.requestId });
      if (decision.kind !== 'settle') return this.carryOut(decision, head, observed);
      const settled = await this.run(head!, decision, `${request.requestId}#settled`);
      if (settled === undefined) return undefined;
      if (settled.status === 'open') throw new TerminalFailure(`operation ${settled.operationId} on ${found} cannot be brought to its end: CloudFormation has left the connection where it is`);
    }
  }

  /** There is no such connection in the stack yet. It may be made in the place of one that is there. */
  private async answerWithoutConnection(): Promise<Answer> {
    const { request: { type, declared, former }, stackId } = this.invocation;
    if (type !== 'Update' || former === undefined || former.connectionLogicalId === declared.connectionLogicalId) return answerOf('unchanged');
    const replaced = await this.ports.stack.physicalIdOf(stackId, former.connectionLogicalId);
    const observed = replaced === undefined ? undefined : await this.ports.network.connection(replaced);
    if (observed === undefined || observed.state === 'deleted' || observed.state === 'deleting') return answerOf('unchanged');
    this.vpnConnectionId = observed.id;
    const refusal = await this.ports.stack.isRollingBack(stackId) ? undefined : successorRefusal(observed.id, former, declared);
    return refusal === undefined ? this.remember(answerOf('unchanged')) : this.refuse(refusal);
  }

  private async carryOut(
    decision: Exclude<TargetRequestDecision, { readonly kind: 'settle' }>, head: RecordHead | undefined, observed: VpnConnection | undefined,
  ): Promise<Answer | undefined> {
    const { declared, requestId } = this.invocation.request;
    switch (decision.kind) {
      case 'refuse':
        // Whoever has taken over tells of it all.
        if (head?.supersededRequestIds.includes(requestId)) throw new TerminalFailure(`changing the target of VPN connection ${this.vpnConnectionId}: ${decision.reason}`);
        return this.refuse(`changing the target of VPN connection ${this.vpnConnectionId}: ${decision.reason}. Nothing was changed`);
      case 'leave':
        return this.remember(answerOf('unchanged'));
      case 'guard':
        await this.refuseEdit();
        if (!await this.blocksStackResources()) return this.remember(answerOf('unchanged'));
        return this.over(await this.openAndRun(head, handOver(declared, this.vpnConnectionId), 'hand-over'));
      case 'stop':
        return this.refuse(this.recoveryInstructions(observed));
      case 'report':
        return this.report(head!);
      case 'depart':
        return this.over(await this.openAndRun(head, moveBetween(decision.former, declared, this.vpnConnectionId), 'depart', decision.former));
      case 'postpone':
        if (head!.status !== 'open') await this.openRollback(head!, observed);
        return this.remember(answerOf('unchanged'));
      case 'return':
        return this.over(await this.rollBack(head!, observed));
      case 'drive':
        return this.over(await this.run(head!, decision, this.invocation.request.requestId));
    }
  }

  /** CloudFormation goes on when its own modify is over, so what is seen in transition is somebody else's, or an earlier one. */
  private async settledConnection(): Promise<VpnConnection | undefined | 'in transition'> {
    const listedBy = this.now() + LISTED_WITHIN_MS;
    for (;;) {
      const connection = await this.ports.network.connection(this.vpnConnectionId);
      switch (connection?.state) {
        case undefined:
          if (this.invocation.request.type === 'Delete' || this.now() >= Math.min(listedBy, this.invocation.until - POLL_MS)) return undefined;
          await this.ports.clock.sleep(POLL_MS);
          break;
        case 'deleting':
        case 'deleted':
          return undefined;
        case 'available':
          return connection;
        case 'pending':
        case 'modifying':
          if (this.now() + POLL_MS >= this.invocation.until) return 'in transition';
          await this.ports.clock.sleep(POLL_MS);
          break;
        default:
          throw new TerminalFailure(`VPN connection ${this.vpnConnectionId} is in state ${connection!.state}, which no change of its target can go on from`);
      }
    }
  }

  private async decideRequest(head: RecordHead | undefined, observed: VpnConnection | undefined): Promise<TargetRequestDecision> {
    const { request, stackId } = this.invocation;
    this.rollingBack = request.type !== 'Create' && await this.ports.stack.isRollingBack(stackId);
    const stack: StackState = {
      rollingBack: this.rollingBack,
      cleaningUp: this.rollingBack && request.type === 'Delete' && await this.ports.stack.isCleaningUp(stackId),
    };
    const decision = decideTargetRequest(head, request, observed, stack);
    const turnsForward = decision.kind === 'drive' && decision.turn === 'forward';
    if (!turnsForward) return decision;
    await this.ports.clock.sleep(DESCRIBE_SETTLES_MS);
    return decideTargetRequest(head, request, await this.ports.network.connection(this.vpnConnectionId), stack);
  }

  /** What a person does where CloudFormation asks nobody after its modify. */
  private recoveryInstructions(observed: VpnConnection | undefined): string {
    const { stackId, logicalId } = this.invocation;
    const [, , , region, , stack] = stackId.split(':');
    return [
      `bringing VPN connection ${this.vpnConnectionId} back: it stands on ${nameOfGateway(observed?.gateway)}, and CloudFormation would ask nobody to put`
      + ' its routes back after it has moved the connection. Nothing was changed. To go on:',
      `1. aws cloudformation continue-update-rollback --region ${region} --stack-name ${stack.split('/')[1]} --resources-to-skip ${logicalId}`,
      `2. when the stack is UPDATE_ROLLBACK_COMPLETE: npx cdk-site-to-site-vpn back ${this.vpnConnectionId} --region ${region} --table ${this.ports.records.name}`,
    ].join('\n');
  }

  /**
   * What stands against the change is found, and what was there is on record, before anything is changed.
   * @param former what the connection leaves; nothing where it stays
   */
  private async openAndRun(
    previous: RecordHead | undefined, declared: MoveDeclaration, how: 'depart' | 'hand-over', former?: TargetDeclaration,
  ): Promise<RecordHead | undefined> {
    const { request } = this.invocation;
    const departs = how === 'depart';
    requireFreeLease(previous, this.invocation);
    if (former !== undefined) await this.refuseReplacement(former);
    try {
      if (departs) refuseOutsideWindow(declared, this.ports);
      const snapshot = await takeSnapshot(declared, this.ports);
      if (former !== undefined) await this.refuseUntagged(former, snapshot);
      const move = withObservedSource(declared, snapshot);
      const invocation = this
        .invocationFor(move, request.requestId, departs ? MOVE : identityOfHandOver(request.former!, request.declared));
      const observed: OpeningFacts = departs ? await checked(snapshot, move, this.ports) : {
        snapshot, plan: assess(snapshot, move).plan, silent: true,
      };
      const head = await openOperation(invocation, previous, observed, 'forward', this.ports);
      return await runOperation({ head, takeOver: false, wroteBackup: departs, yieldsWhenReady: departs }, invocation, this.ports);
    } catch (error) {
      if (error instanceof TerminalFailure) await this.recordRefusalUnlessOpened(error);
      throw error;
    }
  }

  /** A refusal before anything was opened is final for this request, whatever the network looks like when it is delivered again. */
  private async recordRefusalUnlessOpened({ message }: TerminalFailure): Promise<void> {
    const head = await this.ports.records.readHead(this.vpnConnectionId);
    if (head?.operationId === this.invocation.request.requestId || (await this.readAnswer()) !== undefined) return;
    await this.recordAndAnnounce(message);
  }

  /** By the plan of the operation that is undone, after a fresh backup of what there is. */
  private async rollBack(done: RecordHead, observed: VpnConnection | undefined): Promise<RecordHead | undefined> {
    const { head, invocation } = await this.openRollback(done, observed);
    return runOperation({ head, takeOver: false, wroteBackup: false, yieldsWhenReady: this.invocation.request.type === 'Update' }, invocation, this.ports);
  }

  private async openRollback(
    done: RecordHead, observed: VpnConnection | undefined,
  ): Promise<{ readonly head: RecordHead; readonly invocation: OperationInvocation }> {
    const backup = await trustedBackup(done, this.asked.request, this.ports);
    const move = ownDeclarationOf(backup);
    if (move === undefined) return this.refuse(`bringing VPN connection ${this.vpnConnectionId} back: operation ${done.operationId} is another construct's. Nothing was changed`);
    const invocation = this.invocationFor(move, this.invocation.request.requestId, done.moveIdentity);
    requireFreeLease(done, invocation);
    const snapshot = await takeSnapshot(move, this.ports);
    this.ports.journal.note('return', { operationId: done.operationId, standsOn: observed?.gateway?.id });
    const silent = !natureOf(move).isAnnounced;
    return { head: await openOperation(invocation, done, { snapshot, plan: backup.plan, silent }, 'back', this.ports), invocation };
  }

  private async run(
    head: RecordHead, decision: TargetRequestDecision & { readonly kind: 'drive' | 'settle' }, requestId: string,
  ): Promise<RecordHead | undefined> {
    const move = ownDeclarationOf(await trustedBackup(head, this.asked.request, this.ports));
    if (move === undefined) return this.refuse(`operation ${head.operationId} on VPN connection ${this.vpnConnectionId} is another construct's; let it end first`);
    const isNext = head.requestId !== requestId;
    const { declared, type } = this.invocation.request;
    const options: RunOptions = {
      head, takeOver: isNext, wroteBackup: false,
      ...decision.turn === 'back' ? { rollBackCause: decision.cause ?? 'the deployment is undone' } : {},
      ...decision.turn === 'forward' ? { resumes: 'forward' } : isNext ? { resumes: 'as-it-was' } : {},
      isPastModify: declared.part === 'AFTER' && !this.rollingBack,
      // Where CloudFormation has made its modify already, what still shows it not made is behind the times.
      yieldsWhenReady: type !== 'Delete' && (declared.part === 'BEFORE' || decision.turn === 'back' || head.intent === 'back'),
    };
    return runOperation(options, this.invocationFor(move, requestId, head.moveIdentity), this.ports);
  }

  /**
   * CloudFormation makes anew what leads to another attachment than it finds, as after a rollback that has brought the connection back as
   * another one. An attachment has each of that once only.
   */
  private async blocksStackResources(): Promise<boolean> {
    const { request: { declared, former }, stackId } = this.invocation;
    const { parts = [], logicalIds = [] } = declared.attachmentRouting ?? {};
    if (JSON.stringify(parts) === JSON.stringify(former?.attachmentRouting?.parts ?? [])) return false;
    const attachmentId = await this.ports.network.attachmentIdOf(handOver(declared, this.vpnConnectionId));
    if (attachmentId === undefined) return false;
    const made = await Promise.all(logicalIds.map(async (logicalId) => this.ports.stack.physicalIdOf(stackId, logicalId)));
    return made.some((physicalId) => physicalId !== undefined && !physicalId.includes(attachmentId));
  }

  private async refuseUntagged(former: TargetDeclaration, { connection }: Snapshot): Promise<void> {
    const { request: { declared }, stackId } = this.invocation;
    const refusal = connection === undefined ? undefined : tagRefusal(connection, stackId, former, declared);
    if (refusal !== undefined) await this.refuse(refusal);
  }

  private async refuseReplacement(former: TargetDeclaration): Promise<void> {
    const { declared } = this.invocation.request;
    const refusal = replacementRefusal(this.vpnConnectionId, await this.ports.registry.createOnlyProperties(), former, declared);
    if (refusal !== undefined) await this.refuse(refusal);
    const more = optionsRefusal(this.vpnConnectionId, former, declared);
    if (more !== undefined) await this.refuse(more);
  }

  /** CloudFormation comes to the connection after this one, and makes of the edit what it makes of it. */
  private async refuseEdit(): Promise<void> {
    const { declared, former } = this.invocation.request;
    if (!concernsConnection(former!, declared)) return;
    const refusal = guardRefusal(this.vpnConnectionId, await this.ports.registry.createOnlyProperties(), former!, declared);
    if (refusal !== undefined) await this.refuse(refusal);
  }

  private over(head: RecordHead | undefined): Answer | undefined {
    return head === undefined ? undefined : this.report(head);
  }

  /** One that is left open has done its part for this request. */
  protected report(head: RecordHead): Answer {
    const { operationId, planDigest = '', status, timeline } = head;
    if (status === 'open') return answerOf('unchanged', undefined, { operationId, planDigest });
    const answer = super.report(head);
    return timeline === undefined ? { ...answer, interruptionSeconds: 0 } : answer;
  }

  protected isWanted({ status }: RecordHead): boolean {
    return status !== 'restored' || this.rollingBack || this.invocation.request.type === 'Delete';
  }

  protected ended(): string {
    return `bringing VPN connection ${this.vpnConnectionId} to ${nameOfTarget(this.invocation.request.declared)}`;
  }

  protected held({ operationId }: RecordHead, failed: string): {
    readonly first: string; readonly further: readonly string[];
  } {
    return {
      first: `${failed}. Operation ${operationId} is held: what works was kept. Missing:`,
      further: [
        ...this.rollingBack ? [] : [`Mend the cause and deploy again: first CloudFormation undoes this deployment${
          this.invocation.request.type === 'Update' ? ', and the connection goes back with its routes' : ''}`],
        `What was there is on record in table ${this.ports.records.name}; "Recovery by hand" in the README tells how a person restores it`,
      ],
    };
  }

  private invocationFor(declaration: MoveDeclaration, requestId: string, moveIdentity = MOVE): OperationInvocation {
    const { request: { owner }, receivedAt, stackId, holder, leases, until } = this.invocation;
    const received = receivedAt === undefined ? {} : { receivedAt };
    return { request: { requestId, owner, moveIdentity, declaration, isPartial: true, ...received }, stackId, holder, leases, until };
  }

  protected get asked(): OperationInvocation {
    const { declared, requestId } = this.invocation.request;
    return this.invocationFor(moveBetween(declared, declared, this.vpnConnectionId), requestId);
  }

  private async refuse(failure: string): Promise<never> {
    this.ports.journal.note('refused', { reason: failure });
    await this.recordAndAnnounce(failure);
    throw new TerminalFailure(failure);
  }

  /** In this order, as of a move: whoever finds it recorded announces it again, as nobody knows whether it was. */
  private async recordAndAnnounce(failure: string): Promise<void> {
    await this.record({ failure });
    await this.announceRefusal(failure);
  }

  private now(): number {
    return this.ports.clock.now();
  }
}

/** A move of which the modify is not CloudFormation's is another construct's. */
function ownDeclarationOf({ declaration }: Backup): MoveDeclaration | undefined {
  return declaration !== undefined && natureOf(declaration).modifiedBy === 'CloudFormation' ? declaration : undefined;
}
