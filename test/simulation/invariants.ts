/** What must be true when a story is over. Each invariant is a function that answers what is wrong, or nothing. */
import { World } from './world';
import { Flow, flowTable, lostFlows } from '../../rehearsal/flows/flow-oracle';
import { RecordHead } from '../../src/domain/record';
import { PLANTED_KEY } from '../lambda/workbench';

export interface Picture {
  readonly picture: NetworkPicture;
  readonly flows: readonly Flow[];
}

interface NetworkPicture {
  readonly target?: string;
  readonly state: string;
  readonly staticRoutes: readonly string[];
  readonly transitGatewayRoutes: readonly string[];
  readonly vpcRoutes: readonly string[];
}

export function judgeEnding(world: World, before: Picture): void {
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

/** What a person would compare. */
export function pictureOf({ network, declaration }: World): NetworkPicture {
  network.settle();
  const { state } = network.view;
  const connection = state.vpnConnections[declaration.vpnConnectionId];
  return {
    target: connection.target?.id,
    state: connection.state,
    staticRoutes: connection.staticRoutes.filter((route) => route.state !== 'deleted').map((route) => `${route.cidr} ${route.state}`).sort(),
    transitGatewayRoutes: Object.values(state.transitGatewayRoutes).map((route) => `${route.id} ${route.attachmentId ?? 'nowhere'}`).sort(),
    vpcRoutes: Object.values(state.vpcRouteTables)
      .flatMap((table) => table.routes.map((route) => `${table.id} ${route.destination} ${route.target.id}`)).sort(),
  };
}

function comesToAnEnd(head: RecordHead | undefined): string | undefined {
  return head?.status === 'open' ? `operation ${head.operationId} is open, ${head.intent}` : undefined;
}

/** A lease that has to run out, a pause between invocations and one slow batch may come on top. */
const DEADLINE_SLACK_SECONDS = 240;

function endsByDeadline({ declaration }: World, head: RecordHead | undefined): string | undefined {
  if (head?.closedAt === undefined) return undefined;
  const seconds = (head.closedAt - head.intentSince) / 1000;
  const allowed = deadlineOf(declaration, head) + DEADLINE_SLACK_SECONDS;
  return seconds > allowed ? `${head.intent} took ${seconds} s, and ${allowed} s were allowed` : undefined;
}

function saysWhy(head: RecordHead | undefined): string | undefined {
  if (head?.status !== 'held') return undefined;
  return (head.cause ?? '') === '' && (head.missing ?? []).length === 0 ? 'neither a cause nor what is missing is recorded' : undefined;
}

/** Load, lost answers and deaths are no reason to give up: only somebody's change, a missing right or the deadline is. */
function heldOnlyOfNeed({ watch, circumstances, declaration }: World, head: RecordHead | undefined): string | undefined {
  if (head?.status !== 'held' || watch.foreignChanges > 0 || circumstances.denied !== undefined) return undefined;
  const seconds = ((head.closedAt ?? 0) - head.intentSince) / 1000;
  return seconds < deadlineOf(declaration, head) ? `${head.cause}; missing ${(head.missing ?? []).join(', ')}` : undefined;
}

/** Nothing of this estate stands against the move, so a first deployment that nobody cancels and nothing hinders opens it. */
function refusedOnlyOfNeed({ watch, circumstances, outcomes, table, declaration }: World): string | undefined {
  if (watch.foreignChanges > 0 || circumstances.denied !== undefined || circumstances.cancelAt !== undefined) return undefined;
  if (table.head(declaration.vpnConnectionId) !== undefined) return undefined;
  const failed = outcomes.find((outcome) => outcome.kind === 'failed');
  return failed?.kind === 'failed' ? failed.message : undefined;
}

function noRouteLost(world: World, head: RecordHead | undefined, before: Picture): string | undefined {
  if (head?.status === 'held' || world.watch.foreignChanges > 0) return undefined;
  const now = pictureOf(world);
  if (head?.status === 'completed' && head.intent === 'forward') return differencesOnArrival(world, now);
  return JSON.stringify(now) === JSON.stringify(before.picture) ? undefined : `${JSON.stringify(now)} is not ${JSON.stringify(before.picture)}`;
}

function differencesOnArrival({ declaration, circumstances, network }: World, now: NetworkPicture): string | undefined {
  if (declaration.to.kind !== 'transit-gateway' || now.target !== declaration.to.id) return `the connection stands on ${now.target}`;
  const attachments = Object.values(network.view.state.transitGatewayAttachments);
  const attachment = attachments.find((each) => each.resourceId === declaration.vpnConnectionId && each.state === 'available');
  const routes = now.transitGatewayRoutes.filter((route) => route.endsWith(` ${attachment?.id}`));
  const tables = attachment?.propagations.filter((each) => each.state === 'enabled').map((each) => each.routeTableId) ?? [];
  const wanted = circumstances.routing === 'static' ? 2 : 0;
  if (routes.length !== wanted) return `${routes.length} of ${wanted} static routes lead to ${attachment?.id}`;
  if (attachment?.association?.routeTableId !== declaration.to.associationRouteTableId) return `${attachment?.id} is not associated as declared`;
  return JSON.stringify(tables) === JSON.stringify(declaration.to.propagationRouteTableIds) ? undefined : `it propagates to ${tables.join(', ')}`;
}

function noFlowLost({ watch, network }: World, head: RecordHead | undefined, before: Picture): string | undefined {
  if (head?.status === 'held' || watch.foreignChanges > 0) return undefined;
  const lost = lostFlows(before.flows, flowTable(network.view));
  return lost.length === 0 ? undefined : lost.map((flow) => `${flow.direction} ${flow.subnetId} ${flow.onPremisesCidr}`).join(', ');
}

function noKeySeen({ notes, outcomes, table }: World): string | undefined {
  return [JSON.stringify(notes), JSON.stringify(outcomes), table.text()].some((text) => text.includes(PLANTED_KEY))
    ? 'it is in the journal, in an answer or in a record' : undefined;
}

function deadlineOf(declaration: World['declaration'], head: RecordHead): number {
  return head.intent === 'forward' ? declaration.forwardDeadlineSeconds : declaration.backDeadlineSeconds;
}
