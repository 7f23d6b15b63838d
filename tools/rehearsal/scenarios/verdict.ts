/** How a scenario ended, and everything about it that is not as it must be. */
import { MovedConnection, movedConnectionsOf, PLANTED_PRE_SHARED_KEY } from './estate';
import { JournalEntry, journalOf } from './journal';
import { Losses, Measurement, Outcome, Scenario, ScenarioContext } from './scenario';
import { Phase } from '../../../src/contract/phase';
import { DeploymentResult } from '../cloudformation/driver';
import { EmbeddedAws } from '../embedded-aws';
import { SESSION_SECRET } from '../services/sts';

/**
 * As the function's own journal says: how it closed its record last, or that it never opened one. Where connections ended differently,
 * somebody has to look.
 */
export function outcomeOf({ aws, since }: ScenarioContext, deployment: DeploymentResult): Outcome {
  const lines = aws.cloudFormation.logLines.filter(({ at }) => at >= since);
  const closings = journalOf(lines).filter(({ event }) => event === 'closed');
  const last = new Map(closings.map(({ vpnConnectionId, connection, status }) => [vpnConnectionId ?? connection, status]));
  const [ending, ...differing] = new Set(last.values());
  if (differing.length > 0) return 'held';
  switch (ending) {
    case 'completed': return 'migrated';
    case 'restored': return 'rolled-back';
    case 'held': return 'held';
  }
  if (aws.ec2Calls.some((call) => call.at >= since && call.mutating && !call.dryRun)) return 'held';
  return deployment.succeeded ? 'unchanged' : 'refused';
}

export function deviationsOf(scenario: Scenario, context: ScenarioContext, deployment: DeploymentResult, measured: Measurement): string[] {
  const { outcome } = measured;
  return [
    ...outcome === scenario.mustEnd ? [] : [`it ended ${outcome}, and must end ${scenario.mustEnd}`],
    ...differencesOfBeginning(scenario, measured),
    ...lossesOf(context, measured, scenario.declaredLosses),
    ...differencesOfDeployment(scenario, deployment),
    ...missingJournalEvents(scenario, journalOf(context.aws.cloudFormation.logLines)),
    ...differencesOfAnnouncement(scenario, context),
    ...differencesOfTunnels(scenario, measured),
    ...scenario.unexpected?.(context) ?? [],
    ...invalidatingReasons(measured),
  ];
}

/** Where nothing got through before, nothing could be lost. */
function differencesOfBeginning({ flows = 12 }: Scenario, { flowsBefore }: Measurement): string[] {
  const passing = flowsBefore.filter((flow) => flow.passes).length;
  return passing === flows ? [] : [`it began with ${passing} flows that got through, and must begin with ${flows}`];
}

/** What no rehearsal may show, however it ended and was to end. What a held move has lost is named by the move itself. */
export function lossesOf(context: ScenarioContext, measured: Measurement, declared: Losses = NOTHING): string[] {
  const { outcome, lostRoutes, lostFlows, mutatingEc2Calls } = measured;
  return [
    ...outcome === 'held' ? [] : [
      ...lostRoutes.map((cidr) => `the routes to ${cidr} are lost`),
      ...lostFlows.map((flow) => `the flow ${flow} is lost`),
      ...differencesOfPlace(context, measured, declared),
    ],
    ...outcome === 'refused' && mutatingEc2Calls > 0 ? [`${mutatingEc2Calls} calls changed something before the refusal`] : [],
  ];
}

/** What was lost and was to be: the declaration is met when that is all of it. */
export function declaredOf({ declaredLosses: { routes, flows } = NOTHING }: Scenario, { lostRoutes, lostFlows }: Measurement): Losses {
  return { routes: lostRoutes.filter((cidr) => routes.includes(cidr)), flows: lostFlows.filter((flow) => flows.includes(flow)) };
}

export function lossesNotMeasured({ declaredLosses: { routes, flows } = NOTHING }: Scenario, met: Losses): string[] {
  return [
    ...routes.filter((cidr) => !met.routes.includes(cidr)).map((cidr) => `the routes to ${cidr} are said to be lost, and are not`),
    ...flows.filter((flow) => !met.flows.includes(flow)).map((flow) => `the flow ${flow} is said to be lost, and is not`),
  ];
}

const NOTHING: Losses = { routes: [], flows: [] };

/** Why whatever else was measured would prove nothing. */
export function invalidatingReasons({ leaks, defects, iamEnforced }: Measurement): string[] {
  return [
    ...iamEnforced ? [] : ['EC2 was not called, or not only in roles of the templates'],
    ...leaks.map((place) => `the planted pre-shared key, or a secret of a session, is in ${place}`),
    ...defects.map((defect) => `the emulation has a defect: ${defect}`),
  ];
}

/** Where the key that stands in the embedded EC2 has no business to be. */
export function leaksOf({ aws, applications }: ScenarioContext, deployment: DeploymentResult): string[] {
  const { cloudFormation } = aws;
  const places: [string, unknown][] = [
    ['a log line', cloudFormation.logLines],
    ['a stack event', cloudFormation.events],
    ['a custom resource request or its answer', cloudFormation.customResourceRequests],
    ['a waiter\'s input', cloudFormation.executions],
    ['the deployment\'s result', deployment],
    ['a call record', aws.calls],
    ['a record', aws.dynamoDb.written],
    ['an event', aws.eventBridge.events],
    ['a template', applications.templates],
  ];
  return places.filter(([, content]) => holdsKey(content)).map(([place]) => place);
}

/** What the world has heard, an event that came again left out; of one connection alone, if it is named. */
export function phasesOf({ aws }: ScenarioContext, vpnConnectionId?: string): string[] {
  const heard = aws.eventBridge.events.filter(({ detail }) => vpnConnectionId === undefined || detail.vpnConnectionId === vpnConnectionId);
  return [...new Map(heard.map(({ detail }) => [detail.idempotencyKey, String(detail.phase)])).values()];
}

export function holdsKey(content: unknown): boolean {
  const text = JSON.stringify(content);
  return [PLANTED_PRE_SHARED_KEY, SESSION_SECRET].some((secret) => text.includes(secret));
}

/** Whatever the function says of itself, the connection must stand there, and back where it was everything is as it was. */
function differencesOfPlace(
  { aws, estate }: ScenarioContext, { outcome, routesBefore, routesAfter }: Measurement, declared: Losses,
): string[] {
  const { from, to, replacement } = estate;
  const moved = outcome === 'migrated' || outcome === 'unchanged';
  const isDeclared = (route: string) => declared.routes.some((cidr) => route.includes(` ${cidr} `));
  return [
    ...replacement !== undefined ? differencesAtVpc(aws, replacement.vpcId, moved ? [to.id, from.id] : [from.id, to.id])
      : movedConnectionsOf(estate).flatMap((connection) => differencesOfConnection(aws, connection, moved)),
    ...moved ? [] : routesBefore.filter((route) => !routesAfter.includes(route) && !isDeclared(route)).map((route) => `not as before: ${route} is gone`),
    ...moved ? [] : routesAfter.filter((route) => !routesBefore.includes(route)).map((route) => `not as before: ${route} is new`),
  ];
}

function differencesOfConnection({ network }: EmbeddedAws, connection: MovedConnection, moved: boolean): string[] {
  const { vpnConnectionId, from, to, customerGateway } = connection;
  const { target, customerGatewayId } = network.view.state.vpnConnections[vpnConnectionId];
  const [gateway, device] = moved ? [to.id, customerGateway?.toId] : [from.id, customerGateway?.fromId];
  return [
    ...target?.id === gateway ? [] : [`${vpnConnectionId} stands on ${target?.id ?? 'no gateway'}, not on ${gateway}`],
    ...device === undefined || customerGatewayId === device ? [] : [`${vpnConnectionId} has customer gateway ${customerGatewayId}, not ${device}`],
  ];
}

function differencesAtVpc({ network }: EmbeddedAws, vpcId: string, [attached, detached]: readonly string[]): string[] {
  const { vpnGateways } = network.view.state;
  return [
    ...vpnGateways[attached].attachment?.vpcId === vpcId ? [] : [`${attached} is not attached to ${vpcId}`],
    ...vpnGateways[detached].attachment === undefined ? [] : [`${detached} is attached to ${vpnGateways[detached].attachment.vpcId}`],
  ];
}

function differencesOfDeployment({ mustEnd, mustSay, deployment: must }: Scenario, deployment: DeploymentResult): string[] {
  const { succeeded, status, failures } = deployment;
  const mustSucceed = must === undefined ? ['migrated', 'unchanged'].includes(mustEnd) : must === 'succeeds';
  const said = failures.map(({ reason }) => reason);
  return [
    ...succeeded === mustSucceed ? [] : [`the deployment ${succeeded ? 'succeeded' : 'failed'} (${status})`],
    ...status.endsWith('_FAILED') ? [`the stack is left in ${status}`] : [],
    ...mustSay === undefined || said.some((reason) => reason.includes(mustSay)) ? [] : [`the deployment did not say "${mustSay}"`],
  ];
}

function differencesOfTunnels({ tunnels }: Scenario, { secondsWithoutTunnel: seconds }: Measurement): string[] {
  return [
    ...tunnels === 'one-is-up' && seconds > 0 ? [`both tunnels were DOWN at the same time, for ${seconds} s`] : [],
    ...tunnels === 'none-is-up' && seconds === 0 ? ['a tunnel was UP all the time, and the story is that of both DOWN'] : [],
  ];
}

/** How a move is told of that ends like this, unless its scenario tells another story. */
const ANNOUNCED: Readonly<Partial<Record<Outcome, readonly Phase[]>>> = {
  migrated: ['STARTED', 'MODIFIED', 'ARRANGED', 'MIGRATED'],
  held: ['STARTED', 'MODIFIED', 'HELD'],
  refused: ['REFUSED'],
};

/** Besides the events every operation leaves its evidence, whatever its end. */
function differencesOfAnnouncement({ mustEnd, mustAnnounce = ANNOUNCED[mustEnd] ?? [] }: Scenario, context: ScenarioContext): string[] {
  const { aws, estate } = context;
  const ids = movedConnectionsOf(estate).map(({ vpnConnectionId }) => vpnConnectionId);
  const heard = ids.map((id) => ({ who: ids.length === 1 ? 'it' : id, phases: phasesOf(context, id).join(', ') }));
  const operations = aws.eventBridge.events.filter(({ detail }) => detail.phase === 'STARTED').map(({ detail }) => String(detail.operationId));
  const strangers = aws.eventBridge.events.filter(({ at, detail }) => at >= context.since && !ids.includes(String(detail.vpnConnectionId)));
  return [
    ...heard.filter(({ phases }) => phases !== mustAnnounce.join(', '))
      .map(({ who, phases }) => `${who} announced ${phases || 'nothing'}, and must announce ${mustAnnounce.join(', ')}`),
    ...operations.filter((id) => !aws.dynamoDb.written.some((body) => body.includes(`"evidence#${id}"`))).map((id) => `operation ${id} left no evidence`),
    ...strangers.map(({ detailType }) => `${detailType} was announced of another connection`),
  ];
}

function missingJournalEvents({ mustNote = [] }: Scenario, journal: readonly JournalEntry[]): string[] {
  let from = 0;
  return mustNote.flatMap((wanted) => {
    const found = journal.findIndex(({ event }, index) => index >= from && event === wanted);
    if (found < 0) return [`the function's journal has no "${wanted}" where the story needs it`];
    from = found + 1;
    return [];
  });
}
