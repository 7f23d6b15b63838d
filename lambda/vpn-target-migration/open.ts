/** Opening an operation: look, check, and make the backup durable. Nothing here changes the network. */
import { Invocation } from './invocation';
import { Ports, RetryableFailure, TerminalFailure } from './ports';
import { RETRY_MILLISECONDS, retrying } from './retrying';
import { arrivalDifferences } from '../../src/domain/arrival';
import { gatewayOf, MoveDeclaration } from '../../src/domain/declaration';
import { describeFindings, Finding, judge } from '../../src/domain/finding';
import { nameOfGateway, sameGateway } from '../../src/domain/gateway';
import { Survey, vpnAttachmentOn } from '../../src/domain/observation';
import { MovePlan, planMove } from '../../src/domain/plan';
import { preflight, preflightOfContinuation, preflightRemarks } from '../../src/domain/preflight';
import { Backup, Intent, openedHead, RecordHead } from '../../src/domain/record';

export type Opened =
  /** `freshPlan`: made just now, so no earlier invocation can have changed anything. */
  | { readonly kind: 'opened'; readonly head: RecordHead; readonly freshPlan: boolean }
  | { readonly kind: 'unchanged'; readonly transitGatewayAttachmentId?: string };

/** @throws {TerminalFailure} with every finding, when something stands against the move. */
export async function openForward(invocation: Invocation, previous: RecordHead | undefined, ports: Ports): Promise<Opened> {
  const { declaration, moveIdentity } = invocation.request;
  ports.journal.note('preflight', { vpnConnectionId: declaration.vpnConnectionId });
  const survey = await surveyed(declaration, ports);
  if (previous?.status === 'held' && previous.moveIdentity === moveIdentity) return continueHeld(invocation, previous, survey, ports);
  if (standsWhereDeclared(survey, declaration)) return alreadyThere(declaration, survey);
  for (const remark of preflightRemarks(survey, declaration)) ports.journal.note('remark', { ...remark });
  refuseOver(preflight(survey, declaration), declaration, ports);
  return { kind: 'opened', head: await openWith(invocation, previous, survey, planMove(survey, declaration), 'forward', ports), freshPlan: true };
}

/** The way back of a completed move: by the plan of that move, after a fresh backup of what there is today. */
export async function openBack(invocation: Invocation, previous: RecordHead, ports: Ports): Promise<Opened> {
  const { declaration } = invocation.request;
  const done = await requireBackup(previous, ports);
  const survey = await surveyed(declaration, ports);
  const against: string[] = [];
  if (!sameGateway(survey.connection?.gateway, previous.to)) {
    against.push(`it stands on ${nameOfGateway(survey.connection?.gateway)}, not on ${nameOfGateway(previous.to)} where the move had brought it`);
  }
  if (survey.connection?.state !== 'available') against.push(`it is ${survey.connection?.state ?? 'gone'}`);
  const gateway = [...survey.virtualPrivateGateways, ...survey.transitGateways].find((each) => each.id === previous.from.id);
  if (gateway?.state !== 'available') against.push(`${nameOfGateway(previous.from)} is ${gateway?.state ?? 'gone'}`);
  if (against.length > 0) throw new TerminalFailure(`moving VPN connection ${declaration.vpnConnectionId} back: ${against.join('; ')}. Nothing was changed`);
  return { kind: 'opened', head: await openWith(invocation, previous, survey, done.plan, 'back', ports), freshPlan: false };
}

/** How long a look may fail before the request does: nothing has been changed yet, so nothing is lost by failing. */
const SURVEY_PATIENCE_MILLISECONDS = 120_000;

async function surveyed(declaration: MoveDeclaration, ports: Ports): Promise<Survey> {
  try {
    // The last try may begin when the patience ends.
    const until = ports.clock.now() + SURVEY_PATIENCE_MILLISECONDS + RETRY_MILLISECONDS;
    return await retrying(ports, until, async () => ports.network.survey(declaration));
  } catch (error) {
    if (!(error instanceof RetryableFailure)) throw error;
    throw new TerminalFailure(`${error.message}. Nothing was changed`);
  }
}

async function continueHeld(invocation: Invocation, held: RecordHead, survey: Survey, ports: Ports): Promise<Opened> {
  const { declaration } = invocation.request;
  const backup = await requireBackup(held, ports);
  refuseOver(preflightOfContinuation(survey, declaration, backup.plan), declaration, ports);
  ports.journal.note('continue', { operationId: held.operationId });
  return { kind: 'opened', head: await openWith(invocation, held, survey, backup.plan, 'forward', ports, held.operationId), freshPlan: false };
}

function standsWhereDeclared({ connection }: Survey, { to, customerGateway }: MoveDeclaration): boolean {
  return sameGateway(connection?.gateway, gatewayOf(to))
    && (customerGateway === undefined || connection?.customerGatewayId === customerGateway.toId);
}

function alreadyThere(declaration: MoveDeclaration, survey: Survey): Opened {
  const differences = arrivalDifferences(survey, declaration);
  if (differences.length > 0) {
    throw new TerminalFailure([
      `VPN connection ${declaration.vpnConnectionId} already stands on ${nameOfGateway(gatewayOf(declaration.to))}, but not as declared, and there is no record to continue. Nothing was changed:`,
      ...differences.map((difference) => `- ${difference}`),
    ].join('\n').slice(0, 3000));
  }
  const attachment = vpnAttachmentOn(survey, declaration.vpnConnectionId, declaration.to.id);
  return { kind: 'unchanged', transitGatewayAttachmentId: attachment?.id };
}

/** The backup is durable, and read back, before a head exists that anyone would act on. */
async function openWith(
  invocation: Invocation, previous: RecordHead | undefined, survey: Survey, plan: MovePlan, intent: Intent, ports: Ports,
  continues?: string,
): Promise<RecordHead> {
  const { request } = invocation;
  const { vpnConnectionId } = request.declaration;
  const now = ports.clock.now();
  const backup: Backup = {
    vpnConnectionId, operationId: request.requestId, writtenAt: now, plan, survey, ...continues !== undefined ? { continues } : {},
  };
  await ports.records.writeBackup(backup);
  ports.journal.note('backup', { operationId: backup.operationId, staticRoutes: plan.from.staticRoutes, vpcRoutes: plan.vpcRoutes.length });
  const head = openedHead(previous, {
    vpnConnectionId,
    owner: request.owner,
    moveIdentity: request.moveIdentity,
    from: gatewayOf(request.declaration.from),
    to: gatewayOf(request.declaration.to),
    ...request.declaration.customerGateway === undefined ? {} : { customerGateway: request.declaration.customerGateway },
    operationId: request.requestId,
    requestId: request.requestId,
    intent,
  }, invocation.holder, now);
  await ports.records.writeHead(head);
  return head;
}

async function requireBackup(head: RecordHead, ports: Ports): Promise<Backup> {
  const backup = await ports.records.readBackup(head.vpnConnectionId, head.operationId);
  if (backup !== undefined) return backup;
  throw new TerminalFailure(`reading the backup of operation ${head.operationId} of VPN connection ${head.vpnConnectionId}: it does not exist. Nothing was changed`);
}

function refuseOver(findings: readonly Finding[], declaration: MoveDeclaration, ports: Ports): void {
  const { against, accepted, idle } = judge(findings, declaration.acknowledgedFindings);
  if (accepted.length > 0) ports.journal.note('accepted', { findings: accepted });
  if (idle.length > 0) ports.journal.note('acknowledged-but-not-found', { findings: idle });
  if (against.length === 0) return;
  ports.journal.note('refused', { findings: against });
  const to = nameOfGateway(gatewayOf(declaration.to));
  throw new TerminalFailure(`VPN connection ${declaration.vpnConnectionId} is not moved to ${to}, and nothing was changed:\n${describeFindings(against)}`);
}
