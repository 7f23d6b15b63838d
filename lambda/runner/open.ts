/** Opening an operation: look, check, and make the backup durable. Nothing here changes the network. */
import { assessPreflight, refuseIfBlocked, refuseOtherPlan, refuseOutsideWindow, requireQuietAlarms } from './checks';
import { claimVpcs } from './claim';
import { OperationInvocation } from './invocation';
import { shortened } from './listing';
import { Answer, Ports, TerminalFailure } from './ports';
import { answerOf } from './request-frame';
import { takeSnapshot } from './take-snapshot';
import { tellableBackup, trustedBackup } from './trusted-backup';
import { canonicalDestination } from '../../src/contract/cidr';
import { gatewayOf, identityOf, MoveDeclaration } from '../../src/contract/declaration';
import { Finding } from '../../src/contract/finding';
import { assess } from '../engine/assessment';
import { isOperatorRequest } from '../engine/authority';
import { Snapshot, vpnAttachmentOn } from '../engine/observation';
import { MovePlan, networksOf } from '../engine/plan';
import { linesOfPlan } from '../engine/plan-text';
import { preflightOfContinuation } from '../engine/preflight';
import { Backup, Intent, openedHead, RecordHead, unannounced } from '../engine/record';
import { recoveryScripts } from '../engine/recovery';
import { Strategy, strategyOf } from '../engine/strategies';
import { claimedVpcs } from '../engine/vpc-claim';

export type Opened =
  /** `freshPlan`: made just now, so no earlier invocation can have changed anything. */
  | { readonly kind: 'opened'; readonly head: RecordHead; readonly freshPlan: boolean }
  | { readonly kind: 'unchanged'; readonly transitGatewayAttachmentId?: string };

/** @throws {TerminalFailure} with every finding, when something stands against the move. */
export async function openForward(invocation: OperationInvocation, previous: RecordHead | undefined, ports: Ports): Promise<Opened> {
  const { declaration } = invocation.request;
  refuseOutsideWindow(declaration, ports);
  ports.journal.note('preflight', { vpnConnectionId: declaration.vpnConnectionId });
  const snapshot = await takeSnapshot(declaration, ports);
  if (previous?.status === 'held' && await isSameMove(previous, invocation.request, ports)) return continueHeld(invocation, previous, snapshot, ports);
  if (strategyOf(declaration).isAtTarget(snapshot)) {
    return unchangedOrDrift(declaration, snapshot, await recordedNetworks(previous, invocation.request, ports));
  }
  const observed = await checked(snapshot, declaration, ports);
  return { kind: 'opened', head: await openOperation(invocation, previous, observed, 'forward', ports), freshPlan: true };
}

/** Everything that can be done before the maintenance window: the checks, a backup, and a plan that a person can read and approve. */
export async function prepare(invocation: OperationInvocation, ports: Ports): Promise<Answer> {
  const { declaration, requestId } = invocation.request;
  ports.journal.note('preflight', { vpnConnectionId: declaration.vpnConnectionId });
  const snapshot = await takeSnapshot(declaration, ports);
  if (strategyOf(declaration).isAtTarget(snapshot)) {
    throw new TerminalFailure(`${strategyOf(declaration).isDone}:`
      + ' there is nothing to prepare, so set `stage` to CUT_OVER or FINALIZED. Nothing was changed');
  }
  const observed = await checked(snapshot, declaration, ports);
  await writeBackup(invocation, observed, ports);
  const { digest, lines } = await ports.records.writePlan(declaration.vpnConnectionId, linesOfPlan(declaration, observed.plan));
  ports.journal.note('prepared', { planDigest: digest, plan: lines });
  return answerOf('prepared', undefined, { operationId: requestId, planDigest: digest });
}

/** The way back of an ended move: by the plan of that move, after a fresh backup of what there is today. */
export async function openRollback(invocation: OperationInvocation, previous: RecordHead, ports: Ports): Promise<Opened> {
  const { declaration } = invocation.request;
  const done = await trustedBackup(previous, invocation.request, ports);
  const snapshot = await takeSnapshot(declaration, ports);
  const isHeld = previous.status === 'held';
  // What is held may stand anywhere between, with its routes half moved: that is what the way back is for.
  if (!isHeld) refuseUnlessMoved(snapshot, previous, strategyOf(declaration));
  const observed = { snapshot, plan: done.plan, ...isHeld ? { continued: done } : {} };
  return { kind: 'opened', head: await openOperation(invocation, previous, observed, 'back', ports), freshPlan: false };
}

/** The rest of the way forward, by the plan of the operation that was held. */
export async function continueHeld(invocation: OperationInvocation, held: RecordHead, snapshot: Snapshot, ports: Ports): Promise<Opened> {
  const { declaration } = invocation.request;
  const backup = await trustedBackup(held, invocation.request, ports);
  const accepted = refuseIfBlocked(preflightOfContinuation(assess(snapshot, declaration, backup.plan)), declaration, ports);
  ports.journal.note('continue', { operationId: held.operationId });
  return { kind: 'opened', head: await openOperation(invocation, held, { snapshot, plan: backup.plan, accepted, continued: backup }, 'forward', ports), freshPlan: false };
}

/** What a backup is made of. */
export interface OpeningFacts {
  readonly snapshot: Snapshot;
  readonly plan: MovePlan;
  readonly accepted?: readonly Finding[];
  /** The operation whose plan is carried on with. */
  readonly continued?: Backup;
  /** Whether nobody is told of it: no traffic stops for it. */
  readonly silent?: boolean;
}

/** @throws {TerminalFailure} with every finding, when something stands against it */
export async function checked(snapshot: Snapshot, declaration: MoveDeclaration, ports: Ports): Promise<OpeningFacts> {
  const assessment = assess(snapshot, declaration);
  const accepted = assessPreflight(assessment, ports);
  await requireQuietAlarms(declaration, ports);
  return { snapshot, plan: assessment.plan, accepted };
}

/** The backup is durable, and read back, before a head exists that anyone would act on. */
export async function openOperation(
  invocation: OperationInvocation, previous: RecordHead | undefined, observed: OpeningFacts, intent: Intent, ports: Ports,
): Promise<RecordHead> {
  const { request, act } = invocation;
  const { vpnConnectionId } = request.declaration;
  const written = await ports.records.writePlan(vpnConnectionId, linesOfPlan(request.declaration, observed.plan));
  if (intent === 'forward') await refuseOtherPlan(request.declaration, written, ports);
  const digests = await writeBackup(invocation, observed, ports);
  const exclusive = observed.plan.exchangeAtVpcId !== undefined;
  const claim = { vpnConnectionId, operationId: request.requestId, exclusive, at: ports.clock.now() };
  await claimVpcs(claimedVpcs(observed.snapshot, observed.plan), claim, invocation, ports);
  const carriesOn = intent === 'back' || observed.continued !== undefined;
  const opened = openedHead(previous, {
    vpnConnectionId,
    owner: request.owner,
    moveIdentity: request.moveIdentity,
    from: gatewayOf(request.declaration.from),
    to: gatewayOf(request.declaration.to),
    ...request.declaration.customerGateway === undefined ? {} : { customerGateway: request.declaration.customerGateway },
    operationId: request.requestId,
    requestId: request.requestId,
    ...isOperatorRequest(request.requestId) ? {} : { drivenSince: request.receivedAt ?? ports.clock.now() },
    intent,
    planDigest: written.digest,
    ...digests,
    ...carriesOn && previous?.propagationsSwitchedOn !== undefined ? { propagationsSwitchedOn: previous.propagationsSwitchedOn } : {},
  }, invocation.holder, ports.clock.now());
  const head = { ...observed.silent ? unannounced(opened) : opened, ...act === undefined ? {} : { operatorActs: [act] } };
  await ports.records.writeHead(head);
  return head;
}

/** Whoever declares the networks that the held move is about, since it was asked for them, declares the same move. */
async function isSameMove(
  held: RecordHead, request: OperationInvocation['request'], ports: Ports,
): Promise<boolean> {
  const { moveIdentity, declaration } = request;
  if (held.moveIdentity === moveIdentity) return true;
  const backup = await tellableBackup(held, request, ports);
  if (backup?.declaration === undefined) return false;
  const { onPremisesCidrs } = backup.declaration;
  const inOrder = (cidrs: readonly string[]) => cidrs.map(canonicalDestination).sort().join();
  return identityOf({ ...declaration, onPremisesCidrs }) === held.moveIdentity
    && inOrder(declaration.onPremisesCidrs) === inOrder(networksOf(backup.plan));
}

/** What an earlier operation knew of the connection's networks, however it ended. */
export async function recordedNetworks(
  head: RecordHead | undefined, request: OperationInvocation['request'], ports: Ports,
): Promise<readonly string[]> {
  const backup = head && await tellableBackup(head, request, ports);
  return backup === undefined ? [] : networksOf(backup.plan);
}

function unchangedOrDrift(declaration: MoveDeclaration, snapshot: Snapshot, recorded: readonly string[]): Opened {
  const { isDone, differences: differencesOf } = strategyOf(declaration);
  const differences = differencesOf(snapshot, recorded);
  if (differences.length > 0) {
    throw new TerminalFailure([
      `${isDone}, but not as declared, and there is no record to continue. Nothing was changed:`,
      ...shortened(differences).map((difference) => `- ${difference}`),
      'What an earlier deployment has left held is continued from its table, which its message names: pass that as `records`.'
        + ' Or mend by hand what is missing, accept what is wanted so by its id in brackets (`acknowledgedFindings`), and deploy again',
    ].join('\n').slice(0, 3000));
  }
  const attachment = vpnAttachmentOn(snapshot, declaration.vpnConnectionId, declaration.to.id);
  return { kind: 'unchanged', transitGatewayAttachmentId: attachment?.id };
}

function refuseUnlessMoved(snapshot: Snapshot, previous: RecordHead, { undoing, againstReturn }: Strategy): void {
  const blocking = againstReturn(snapshot, previous);
  if (blocking.length > 0) throw new TerminalFailure(`${undoing}: ${blocking.join('; ')}. Nothing was changed`);
}

async function writeBackup(
  { request }: OperationInvocation, { snapshot, plan, accepted = [], continued }: OpeningFacts, ports: Ports,
): Promise<Pick<RecordHead, 'backupDigest' | 'recoveryDigests'>> {
  const { declaration, requestId: operationId } = request;
  const { vpnConnectionId } = declaration;
  const backup: Backup = {
    vpnConnectionId, operationId, writtenAt: ports.clock.now(), plan, survey: snapshot, declaration,
    ...continued === undefined ? {} : { continues: continued.operationId },
    ...accepted.length === 0 ? {} : { acceptedFindings: accepted },
    tunnelsUp: continued?.tunnelsUp ?? snapshot.connection?.tunnels.filter((tunnel) => tunnel.status === 'UP').length ?? 0,
  };
  const durable = await ports.records.writeBackup(backup);
  // Nobody is sent on a way that a person could not retrace: like the backup, or nothing is changed.
  const recoveryDigests = await ports.records.writeRecovery(durable, recoveryScripts(durable));
  const digests = { backupDigest: durable.digest, recoveryDigests };
  ports.journal.note('backup', { operationId, staticRoutes: plan.from.staticRoutes, vpcRoutes: plan.vpcRoutes.length, ...digests });
  return digests;
}
