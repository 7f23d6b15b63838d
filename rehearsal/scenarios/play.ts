/** Plays one scenario from an empty network to the verdict. */
import { Applications } from './application';
import { ON_PREMISES, PLANTED_PRE_SHARED_KEY, seedEstate } from './estate';
import { describeRoute, lostRoutes, ProvisioningRecorder, routesTowards } from './measures';
import { Cast, Outcome, Scenario, ScenarioResult } from './scenario';
import { DeploymentResult } from '../cloudformation/driver';
import { EmbeddedAws } from '../embedded-aws';
import { Flow } from '../flows/flow-oracle';
import { InterruptionRecorder } from '../flows/interruption';

/** One thing that happened, for whoever follows the rehearsal. */
export interface Happening {
  readonly at: number;
  readonly kind: 'stack' | 'journal';
  readonly text: string;
}

export type Audience = (happening: Happening) => void;

/** After the deployment the network gets this long to come to rest, as a person would wait before comparing. */
const REST_MS = 60_000;

const MIGRATION_TYPE = 'Custom::VpnTargetMigration';

export async function play(scenario: Scenario, audience: Audience = () => undefined): Promise<ScenarioResult> {
  const started = { at: 0 };
  const tell = (at: number, kind: Happening['kind'], text: string) => audience({ at: at - started.at, kind, text });
  const aws = await EmbeddedAws.start({ ...scenario.aws, onLog: (line) => journalTexts(line.text).forEach((text) => tell(line.at, 'journal', text)) });
  const applications = new Applications();
  try {
    started.at = aws.clock.now();
    const estate = seedEstate(aws.network, { ...scenario.estate, routing: scenario.routing });
    const cast: Cast = { aws, estate, applications };
    const recorder = new InterruptionRecorder(aws.network, ON_PREMISES);
    const provisioning = new ProvisioningRecorder(aws.network, estate.vpnConnectionId);
    const before = routesTowards(aws.network.view, estate.vpnConnectionId);
    aws.cloudFormation.onEvent((event) => {
      if (event.type === MIGRATION_TYPE || event.type === 'AWS::CloudFormation::Stack') tell(event.timestamp, 'stack', `${event.logicalId} ${event.status}`);
    });
    const deployment = await scenario.play(cast);
    await aws.clock.sleep(REST_MS);
    const interruption = recorder.finish();
    const after = routesTowards(aws.network.view, estate.vpnConnectionId);
    return judge({
      ...measured(scenario, cast, deployment),
      routesBefore: before.map(describeRoute),
      routesAfter: after.map(describeRoute),
      lostRoutes: lostRoutes(before, after, ON_PREMISES),
      lostFlows: interruption.lostFlows.map(describeFlow),
      provisioningSeconds: provisioning.seconds,
      interruptionSeconds: interruption.interruptionSeconds,
      interruptionSecondsByCidr: interruption.secondsByCidr,
      overheadSeconds: Math.max(0, interruption.interruptionSeconds - provisioning.seconds),
      flowsBefore: interruption.before,
      flowsAfter: interruption.after,
    });
  } finally {
    applications.remove();
    await aws.close();
  }
}

function measured(scenario: Scenario, cast: Cast, deployment: DeploymentResult) {
  const { aws } = cast;
  const { name, direction, routing, mustEnd } = scenario;
  const byOperation: Record<string, number> = {};
  for (const call of aws.ec2Calls) byOperation[call.operation] = (byOperation[call.operation] ?? 0) + 1;
  return {
    name, direction, routing, mustEnd,
    outcome: outcomeOf(aws, deployment),
    ...deployment.failures.length === 0 ? {} : { reason: deployment.failures[0].reason },
    ec2Calls: aws.ec2Calls.length,
    ec2CallsByOperation: byOperation,
    mutatingEc2Calls: aws.ec2Calls.filter((call) => call.mutating && !call.dryRun).length,
    iamEnforced: true,
    unusedActions: [...new Set(aws.authorizer.unused().filter((each) => each.actionPattern.startsWith('ec2:')).map((each) => each.actionPattern))].sort(),
    leaks: leaksOf(cast, deployment),
    defects: aws.defects.map((defect) => defect.message),
  };
}

/** A failed deployment ended as the function's own journal says: put back, held, or refused before anything was changed. */
function outcomeOf(aws: EmbeddedAws, deployment: DeploymentResult): Outcome {
  if (deployment.succeeded) {
    const migration = aws.cloudFormation.describeResources(deployment.stackName).find((resource) => resource.type === MIGRATION_TYPE);
    return migration?.attributes.Outcome === 'migrated' ? 'migrated' : 'unchanged';
  }
  const closings = aws.cloudFormation.logLines.flatMap((line) => journalEntries(line.text)).filter((entry) => entry.event === 'closed');
  const last = closings.at(-1)?.status;
  if (last === 'held') return 'held';
  if (last === 'restored') return 'rolled-back';
  return aws.ec2Calls.some((call) => call.mutating && !call.dryRun) ? 'held' : 'refused';
}

function judge(measurement: Omit<ScenarioResult, 'passed'>): ScenarioResult {
  const leaks = [...measurement.leaks, ...JSON.stringify(measurement).includes(PLANTED_PRE_SHARED_KEY) ? ['this report'] : []];
  const result = { ...measurement, leaks };
  const nothingLost = result.lostRoutes.length === 0 && result.lostFlows.length === 0;
  const untouched = result.outcome !== 'refused' || result.mutatingEc2Calls === 0;
  const sound = result.leaks.length === 0 && result.defects.length === 0;
  return { ...result, passed: result.outcome === result.mustEnd && (nothingLost || result.outcome === 'held') && untouched && sound };
}

/** Where the key that stands in the embedded EC2 has no business to be. */
function leaksOf({ aws, applications }: Cast, deployment: DeploymentResult): string[] {
  const { cloudFormation } = aws;
  const places: [string, unknown][] = [
    ['a log line', cloudFormation.logLines],
    ['a stack event', cloudFormation.events],
    ['a custom resource request or its answer', cloudFormation.customResourceRequests],
    ['a waiter\'s input', cloudFormation.executions],
    ['the deployment\'s result', deployment],
    ['a call record', aws.ec2Calls],
    ['a record', aws.dynamoDb.written],
    ['a template', applications.templates],
  ];
  return places.filter(([, content]) => JSON.stringify(content).includes(PLANTED_PRE_SHARED_KEY)).map(([place]) => place);
}

function describeFlow(flow: Flow): string {
  const [from, to] = flow.direction === 'outbound' ? [flow.subnetCidr, flow.onPremisesCidr] : [flow.onPremisesCidr, flow.subnetCidr];
  return `${from} → ${to}`;
}

interface JournalEntry {
  readonly event: string;
  readonly [detail: string]: unknown;
}

/** A function's log line may hold anything; only the journal's own lines are JSON objects with an event. */
function journalEntries(text: string): JournalEntry[] {
  if (!text.startsWith('{')) return [];
  const entry = JSON.parse(text) as Partial<JournalEntry>;
  return typeof entry.event === 'string' ? [entry as JournalEntry] : [];
}

/** The journal in words, one line for each thing done. */
function journalTexts(text: string): string[] {
  return journalEntries(text).flatMap((entry) => {
    switch (entry.event) {
      case 'preflight': return ['look at everything, change nothing'];
      case 'backup': return ['write the backup and read it back'];
      case 'act': return entry.steps as string[];
      case 'wait': return [`wait ${String(entry.reason)}`];
      case 'step-failed': return [`failed: ${String(entry.cause)}`];
      case 'turn-back': return [`turn back: ${String(entry.cause)}`];
      case 'continue': return [`continue operation ${String(entry.operationId)}`];
      case 'refused': return ['refuse, nothing was changed'];
      case 'closed': return [`close the record: ${String(entry.status)}`];
      default: return [];
    }
  });
}
