/** Plays one scenario from an empty network to the verdict. */
import { Applications } from './application';
import { ON_PREMISES, seedEstate, seedGateways } from './estate';
import { inWords, journalOf } from './journal';
import { describeRoute, lostRoutes, OnPremisesRoute, ProvisioningRecorder, routesTowards } from './measures';
import { permissionsOf, withoutAction } from './permissions';
import { Cast, Scenario, ScenarioResult } from './scenario';
import { deviationsOf, holdsKey, leaksOf, Measurement, outcomeOf, phasesOf } from './verdict';
import { DeploymentResult } from '../cloudformation/driver';
import { EmbeddedAws } from '../embedded-aws';
import { Flow } from '../flows/flow-oracle';
import { InterruptionRecorder, InterruptionReport } from '../flows/interruption';

/** One thing that happened, for whoever follows the rehearsal. */
export interface Happening {
  readonly at: number;
  readonly kind: 'stack' | 'journal';
  readonly text: string;
}

export interface PlayOptions {
  readonly audience?: (happening: Happening) => void;
  /** An action that is taken out of the role's policies, to see whether anybody would miss it. */
  readonly withoutAction?: string;
}

/** After the deployment the network gets this long to come to rest, as a person would wait before comparing. */
const REST_MS = 60_000;

const MIGRATION_TYPE = 'Custom::VpnTargetMigration';

export async function play(scenario: Scenario, options: PlayOptions = {}): Promise<ScenarioResult> {
  const { audience = () => undefined, withoutAction: action } = options;
  const started = { at: 0 };
  const tell = (at: number, kind: Happening['kind'], text: string) => audience({ at: at - started.at, kind, text });
  const aws = await EmbeddedAws.start({ ...scenario.aws, onLog: (line) => inWords(journalOf([line])).forEach((text) => tell(line.at, 'journal', text)) });
  const applications = new Applications(action === undefined ? undefined : (template) => withoutAction(template, action));
  try {
    started.at = aws.clock.now();
    const cast = await begun(scenario, aws, applications);
    const { estate } = cast;
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
    return judged(scenario, cast, deployment, {
      ...counted(scenario, cast, deployment), ...measured(before, after, interruption, provisioning.seconds),
    });
  } finally {
    applications.remove();
    await aws.close();
  }
}

/** The connection is seeded, as one that was made in a console, unless the scenario has a stack make it. */
async function begun({ estate: options, routing, begin }: Scenario, aws: EmbeddedAws, applications: Applications): Promise<Cast> {
  const since = aws.clock.now();
  if (begin === undefined) return { aws, applications, since, estate: seedEstate(aws.network, { ...options, routing }) };
  const gateways = seedGateways(aws.network, { ...options, routing });
  const estate = await begin({ aws, applications, since, estate: { ...gateways, vpnConnectionId: '', acknowledgedFindings: [] } });
  return { aws, applications, since: aws.clock.now(), estate };
}

function counted(scenario: Scenario, cast: Cast, deployment: DeploymentResult) {
  const { aws, applications } = cast;
  const { name, direction, routing, mustEnd } = scenario;
  const byOperation: Record<string, number> = {};
  const calls = aws.ec2Calls.filter((call) => call.at >= cast.since);
  for (const call of calls) byOperation[call.operation] = (byOperation[call.operation] ?? 0) + 1;
  return {
    name, direction, routing, mustEnd,
    outcome: outcomeOf(cast, deployment),
    requests: aws.cloudFormation.customResourceRequests
      .map(({ RequestType, PhysicalResourceId }) => (PhysicalResourceId === undefined ? RequestType : `${RequestType} ${PhysicalResourceId}`)),
    ...deployment.failures.length === 0 ? {} : { reason: deployment.failures[0].reason },
    phases: phasesOf(cast),
    ec2Calls: calls.length,
    ec2CallsByOperation: byOperation,
    mutatingEc2Calls: calls.filter((call) => call.mutating && !call.dryRun).length,
    ...permissionsOf(aws, applications.templates),
    leaks: leaksOf(cast, deployment),
    defects: aws.defects.map((defect) => defect.message),
  };
}

function measured(
  before: readonly OnPremisesRoute[], after: readonly OnPremisesRoute[], interruption: InterruptionReport, provisioningSeconds: number,
) {
  const { interruptionSeconds } = interruption;
  return {
    routesBefore: before.map(describeRoute),
    routesAfter: after.map(describeRoute),
    lostRoutes: lostRoutes(before, after, ON_PREMISES),
    lostFlows: interruption.lostFlows.map(describeFlow),
    provisioningSeconds,
    interruptionSeconds,
    interruptionSecondsByCidr: interruption.secondsByCidr,
    overheadSeconds: Math.max(0, interruptionSeconds - provisioningSeconds),
    flowsBefore: interruption.before,
    flowsAfter: interruption.after,
  };
}

function judged(scenario: Scenario, cast: Cast, deployment: DeploymentResult, measurement: Measurement): ScenarioResult {
  const leaks = [...measurement.leaks, ...holdsKey(measurement) ? ['this report'] : []];
  const deviations = deviationsOf(scenario, cast, deployment, { ...measurement, leaks });
  return { ...measurement, leaks, deviations, passed: deviations.length === 0 };
}

function describeFlow(flow: Flow): string {
  const [from, to] = flow.direction === 'outbound' ? [flow.subnetCidr, flow.onPremisesCidr] : [flow.onPremisesCidr, flow.subnetCidr];
  return `${from} → ${to}`;
}
