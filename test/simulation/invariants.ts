/** What must be true when a story is over. Each invariant is a function that answers what is wrong, or nothing. */
import { UNRELATED } from './interference';
import { World } from './world';
import { verificationEndsAt } from '../../lambda/engine/reconcile';
import { RecordHead } from '../../lambda/engine/record';
import { Flow, flowTable, lostFlows } from '../../tools/rehearsal/flows/flow-oracle';
import { ON_PREMISES, PLANTED_KEY } from '../lambda/estates';
import { Picture } from '../lambda/picture';

/** How everything stood before the story. */
export interface Beginning {
  readonly picture: Picture;
  readonly flows: readonly Flow[];
}

export function judgeEnding(world: World, before: Beginning): void {
  const head = world.table.head(world.declaration.vpnConnectionId);
  const judgements: Readonly<Record<string, string | undefined>> = {
    'every operation comes to an end': comesToAnEnd(head),
    'an operation ends by its deadline': endsByDeadline(world, head),
    'what is held says why': saysWhy(head),
    'nothing is held without need': heldOnlyOfNeed(world, head),
    'nothing is refused without need': refusedOnlyOfNeed(world),
    'no route is lost outside held': noRouteLost(world, head, before),
    'no flow is lost outside held': noFlowLost(world, head, before),
    'no pre-shared key is seen': noKeySeen(world),
  };
  for (const [invariant, how] of Object.entries(judgements)) if (how !== undefined) world.watch.violated(invariant, how);
}

function comesToAnEnd(head: RecordHead | undefined): string | undefined {
  return head?.status === 'open' ? `operation ${head.operationId} is open, ${head.intent}` : undefined;
}

/** A lease that has to run out, a pause between invocations and one slow batch may come on top. */
const DEADLINE_SLACK_SECONDS = 240;

/** Counted from when somebody is there to see that the deadline has passed: where nothing lives, nothing ends. */
function endsByDeadline({ declaration, watch }: World, head: RecordHead | undefined): string | undefined {
  if (head?.closedAt === undefined) return undefined;
  // What has arrived is looked at until its verification ends, and is not taken back where nothing can be seen.
  const arrived = head.intent === 'forward' && head.arrangedAt !== undefined ? verificationEndsAt(head.arrangedAt, declaration.verification) : 0;
  const deadline = Math.max(arrived, head.intentSince + deadlineOf(declaration, head) * 1000);
  const seconds = (head.closedAt - (watch.firstLookFrom(deadline) ?? deadline)) / 1000;
  return seconds > DEADLINE_SLACK_SECONDS
    ? `${head.intent} ended ${seconds} s after its deadline, and ${DEADLINE_SLACK_SECONDS} s were allowed` : undefined;
}

function saysWhy(head: RecordHead | undefined): string | undefined {
  if (head?.status !== 'held') return undefined;
  return (head.cause ?? '') === '' && (head.missing ?? []).length === 0 ? 'neither a cause nor what is missing is recorded' : undefined;
}

/** Load, lost answers and deaths are no reason to give up: only somebody's change, a missing right or the deadline is. */
function heldOnlyOfNeed({ watch, circumstances, declaration }: World, head: RecordHead | undefined): string | undefined {
  if (head?.status !== 'held' || watch.outsideChanges.length > 0 || circumstances.denied !== undefined) return undefined;
  const seconds = ((head.closedAt ?? 0) - head.intentSince) / 1000;
  return seconds < deadlineOf(declaration, head) ? `${head.cause}; missing ${(head.missing ?? []).join(', ')}` : undefined;
}

/** Nothing of this estate stands against the move, so a first deployment that nobody cancels and nothing hinders opens it. */
function refusedOnlyOfNeed({ watch, circumstances, outcomes, table, declaration }: World): string | undefined {
  if (watch.outsideChanges.length > 0 || circumstances.denied !== undefined || circumstances.cancelAt !== undefined) return undefined;
  if (table.head(declaration.vpnConnectionId) !== undefined) return undefined;
  const failed = outcomes.find((outcome) => outcome.kind === 'failed' && !(circumstances.incomplete && LESS_THAN_THE_WHOLE.test(outcome.message)));
  return failed?.kind === 'failed' ? failed.message : undefined;
}

/** As the preflight refuses that was never answered as a whole. */
const LESS_THAN_THE_WHOLE = /(has no \S+, and without it nothing can be decided|EC2 answered without it|gave no NextToken).*Nothing was changed$/s;

function noRouteLost(world: World, head: RecordHead | undefined, before: Beginning): string | undefined {
  if (head?.status === 'held' || !canBeJudged(world, head)) return undefined;
  const now = world.picture();
  if (head?.status === 'completed' && head.intent === 'forward') return driftViolations(world, now, before);
  const lost = missingIn(now, before.picture);
  const added = world.watch.outsideChanges.length > 0 ? [] : missingIn(before.picture, now);
  return lost.length + added.length === 0 ? undefined : `lost: ${lost.join('; ')}, added: ${added.join('; ')}`;
}

/** What the one picture has and the other has not, by what it is part of. */
function missingIn(picture: Picture, other: Picture): string[] {
  const here = entriesOf(picture);
  return entriesOf(other).filter((entry) => !here.includes(entry));
}

function entriesOf(picture: Picture): string[] {
  return Object.entries(picture).flatMap(([part, value]: [string, unknown]) => (Array.isArray(value) ? value : [value])
    .map((each) => `${part} ${typeof each === 'string' ? each : JSON.stringify(each)}`));
}

/**
 * What is over must be as it was or as it was declared, whoever changed something while it was at work. A change before the
 * backup is part of what was; one after the last look cannot be known of.
 */
function canBeJudged({ watch: { outsideChanges, openedAt }, circumstances }: World, head: RecordHead | undefined): boolean {
  if (outsideChanges.length === 0) return true;
  if (head?.closedAt === undefined || openedAt === undefined) return false;
  const lastLook = head.closedAt - LAST_LOOK_MILLISECONDS - circumstances.describeLagMsMax;
  return outsideChanges.every((at) => at > openedAt && at < lastLook);
}

/** A look, and the write that closes the record, each with an answer that was lost once. */
const LAST_LOOK_MILLISECONDS = 60_000;

function driftViolations({ declaration, circumstances }: World, now: Picture, before: Beginning): string | undefined {
  const { from, to, customerGateway, vpnConnectionId } = declaration;
  const wanted: [string, unknown, unknown][] = [
    ['state', now.state, 'available'],
    ['gateway', now.gateway?.id, to.id],
    ['customer gateway', now.customerGateway, customerGateway?.toId ?? before.picture.customerGateway],
  ];
  const { routing, outsideChanges } = circumstances;
  const isStatic = routing === 'static';
  const routesIn = (tables: readonly string[]) => tables.flatMap((id) => ON_PREMISES.map((cidr) => `${id} ${cidr} ${vpnConnectionId}`)).sort();
  // Whoever takes the connection away before its routes leaves blackholes that nobody can tell from a person's own.
  const takenAway = outsideChanges.some(({ kind }) => kind === 'connection-moved-on');
  const ofVpn = now.transitGatewayRoutes.filter((route) => route.includes(vpnConnectionId) && !(takenAway && route.endsWith('deleted')));
  wanted.push(['transit gateway routes', ofVpn, to.kind === 'transit-gateway' ? routesIn(to.staticRouteTableIds) : []]);
  const attachments = now.attachments.filter((each) => each.startsWith(vpnConnectionId));
  if (to.kind === 'transit-gateway') {
    const propagating = to.propagationRouteTableIds.map((id) => `${id} enabled`).join(' ');
    wanted.push(['attachment', attachments, [
      `${vpnConnectionId} on ${to.id}, associated with ${to.associationRouteTableId} associated, propagating to ${propagating}`,
    ]]);
  } else {
    const routes = now.staticRoutes.filter((route) => !route.includes(UNRELATED));
    wanted.push(['attachments', attachments, []], ['static routes', routes, isStatic ? ON_PREMISES.map((cidr) => `${cidr} available`) : []]);
    const without = to.propagatingRouteTableIds.filter((id) => !now.propagations.includes(`${id} from ${to.id}`));
    wanted.push(['VPC tables without propagation', without, []]);
    if (to.vpcId !== undefined) wanted.push(['gateways of the VPC', now.vpnGateways.filter((each) => each.includes(to.vpcId!)), [`${to.id} attached ${to.vpcId}`]]);
  }
  if (from.id !== to.id) wanted.push(['VPC routes left', now.vpcRoutes.filter((route) => route.includes(from.id)), []]);
  const different = wanted.filter(([, is, be]) => JSON.stringify(is) !== JSON.stringify(be));
  return different.length === 0 ? undefined : different.map(([what, is, be]) => `${what}: ${JSON.stringify(is)}, not ${JSON.stringify(be)}`).join('; ');
}

function noFlowLost(world: World, head: RecordHead | undefined, before: Beginning): string | undefined {
  if (head?.status === 'held' || !canBeJudged(world, head)) return undefined;
  const lost = lostFlows(before.flows, flowTable(world.network.view));
  return lost.length === 0 ? undefined : lost.map((flow) => `${flow.direction} ${flow.subnetId} ${flow.onPremisesCidr}: ${flow.reason}`).join(', ');
}

function noKeySeen({ notes, outcomes, table }: World): string | undefined {
  return [JSON.stringify(notes), JSON.stringify(outcomes), table.text()].some((text) => text.includes(PLANTED_KEY))
    ? 'it is in the journal, in an answer or in a record' : undefined;
}

function deadlineOf(declaration: World['declaration'], head: RecordHead): number {
  return head.intent === 'forward' ? declaration.forwardDeadlineSeconds : declaration.backDeadlineSeconds;
}
