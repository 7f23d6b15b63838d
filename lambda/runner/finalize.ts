/** The last stage: what was kept for the way back is given up, and can be taken up again as long as the record says what it was. */
import { Invocation } from './invocation';
import { shortened } from './listing';
import { recordedNetworks } from './open';
import { Answer, Ports, RetryableFailure, TerminalFailure } from './ports';
import { answerOf } from './request-frame';
import { retrying } from './retrying';
import { takeSnapshot } from './take-snapshot';
import { trustedBackup } from './trusted-backup';
import { DELETION_MS } from '../../src/contract/times';
import { Action, describeAction } from '../engine/actions';
import { actionsOfFinalization, actionsOfUnfinalization, finalization, propagates } from '../engine/finalization';
import { Snapshot, vpnAttachmentOn } from '../engine/observation';
import { brokenPaths } from '../engine/reconcile';
import { finalizing, RecordHead, unfinalized } from '../engine/record';
import { strategyOf } from '../engine/strategies';

/** @throws {TerminalFailure} when the connection does not stand where the move was to bring it */
export async function finalize(invocation: Invocation, head: RecordHead | undefined, ports: Ports): Promise<Answer> {
  const { declaration, owner } = invocation.request;
  const snapshot = await takeSnapshot(declaration, ports);
  const blocking = strategyOf(declaration).againstFinalization(snapshot);
  if (blocking !== undefined) throw new TerminalFailure(`${blocking}; \`stage\` FINALIZED follows a completed CUT_OVER. Nothing was changed`);
  await requirePaths(snapshot, head, invocation, ports);
  const decision = finalization(snapshot, declaration);
  ports.journal.note('finalize', { ...decision });
  if (head?.owner === owner && head.finalized === undefined) {
    await ports.records.writeHead(finalizing(head, decision.propagationsToEnd, ports.clock.now()));
  }
  await perform(actionsOfFinalization(declaration.from.id, decision), invocation, ports);
  await requireShown(decision.propagationsToEnd, false, invocation, ports);
  if (decision.customerGatewayToDelete !== undefined) await deleteCustomerGateway(decision.customerGatewayToDelete, invocation, ports);
  return answer('finalized', snapshot, head, invocation);
}

/** Back from FINALIZED to CUT_OVER: a deleted customer gateway stays deleted. */
export async function unfinalize(invocation: Invocation, head: RecordHead, ports: Ports): Promise<Answer> {
  const { declaration } = invocation.request;
  const snapshot = await takeSnapshot(declaration, ports);
  // A stack that rolls back asks for what it had, which nothing may keep from it.
  if (!await ports.stack.isRollingBack(invocation.stackId)) await requirePaths(snapshot, head, invocation, ports);
  const actions = actionsOfUnfinalization(snapshot, declaration.from.id, head.finalized?.propagationsEnded ?? []);
  ports.journal.note('take-up-again', { steps: actions.map(describeAction) });
  await perform(actions, invocation, ports);
  await requireShown(head.finalized?.propagationsEnded ?? [], true, invocation, ports);
  await ports.records.writeHead(unfinalized(head));
  return answer('unchanged', snapshot, head, invocation);
}

/** What is given up was kept for the way back: nobody is without it before everything is there. */
async function requirePaths(snapshot: Snapshot, head: RecordHead | undefined, { request }: Invocation, ports: Ports): Promise<void> {
  const { declaration } = request;
  const { doing, differences } = strategyOf(declaration);
  const isOwn = head?.owner === request.owner && head.status === 'completed' && head.intent === 'forward';
  const backup = isOwn ? await trustedBackup(head, request, ports) : undefined;
  const blocking = backup === undefined ? differences(snapshot, await recordedNetworks(head, request, ports))
    : brokenPaths({ observed: snapshot, head: head!, plan: backup.plan, desired: declaration }) ?? [];
  if (blocking.length === 0) return;
  throw new TerminalFailure([
    `\`stage\` ${declaration.stage} after ${doing}: not every route of the path is there. Nothing was changed:`,
    ...shortened(blocking).map((each) => `- ${each}`),
    'Mend it, or accept what is wanted so by its id in brackets (`acknowledgedFindings`), and deploy again',
  ].join('\n').slice(0, 3000));
}

/** Each is one call that may be repeated. */
async function perform(actions: readonly Action[], { request, until }: Invocation, ports: Ports): Promise<void> {
  for (const action of actions) {
    await retrying(ports, until, async () => ports.network.perform(request.declaration.vpnConnectionId, action));
  }
}

/** Nothing is believed that was not read back. @throws {RetryableFailure} when it does not show: the next invocation looks again */
async function requireShown(
  routeTableIds: readonly string[], wanted: boolean, { request, until }: Invocation, ports: Ports,
): Promise<void> {
  const { declaration } = request;
  if (routeTableIds.length === 0) return;
  await retrying(ports, until, async () => {
    const snapshot = await ports.network.snapshot(declaration);
    const other = routeTableIds.find((id) => propagates(snapshot, declaration.from.id, id) !== wanted);
    if (other !== undefined) throw new RetryableFailure(`propagation of ${declaration.from.id} to ${other} does not show as ${wanted ? 'enabled' : 'disabled'} yet`);
  });
}

/** What EC2 keeps because something uses it is kept, and said: it stands in nobody's way. */
async function deleteCustomerGateway(customerGatewayId: string, invocation: Invocation, ports: Ports): Promise<void> {
  const action: Action = { do: 'delete-customer-gateway', customerGatewayId };
  try {
    await perform([action], { ...invocation, until: ports.clock.now() + DELETION_MS }, ports);
  } catch (error) {
    if (!(error instanceof TerminalFailure || error instanceof RetryableFailure)) throw error;
    ports.journal.note('kept', { step: describeAction(action), cause: error.message });
  }
}

function answer(outcome: 'finalized' | 'unchanged', snapshot: Snapshot, head: RecordHead | undefined, { request }: Invocation): Answer {
  const { owner, declaration: { vpnConnectionId, to } } = request;
  const transitGatewayAttachmentId = vpnAttachmentOn(snapshot, vpnConnectionId, to.id)?.id ?? '';
  return answerOf(outcome, head?.owner === owner ? head : undefined, { transitGatewayAttachmentId, interruptionSeconds: 0 });
}
