/** One deployment against the embedded AWS, whoever's estate stands in it, with everything that is measured of it. */
import type { Environment } from 'aws-cdk-lib';
import { Applications } from './application';
import { movedConnectionsOf } from './estate';
import { inWords, journalOf } from './journal';
import { describeRoute, lostRoutes, OnPremisesRoute, ProvisioningRecorder, routesTowardsAny, TunnelRecorder } from './measures';
import { permissionsOf } from './permissions';
import { Measurement, ScenarioContext } from './scenario';
import { leaksOf, outcomeOf, phasesOf } from './verdict';
import { DeploymentResult } from '../cloudformation/driver';
import { Template } from '../cloudformation/template';
import { EmbeddedAws, EmbeddedAwsOptions } from '../embedded-aws';
import { NetworkView } from '../embedded-ec2/state';
import { Flow } from '../flows/flow-oracle';
import { InterruptionRecorder, InterruptionReport } from '../flows/interruption';

/** One thing that happened, for whoever follows the rehearsal. */
export interface RehearsalEvent {
  /** Milliseconds since the rehearsal began. */
  readonly at: number;
  readonly kind: 'stack' | 'journal';
  readonly text: string;
}

export interface DeploymentRunOptions {
  readonly aws?: EmbeddedAwsOptions;
  /** Where the stacks are deployed, if it is not the embedded AWS's own place. */
  readonly env?: Environment;
  /** What somebody does to each template between synthesis and deployment. */
  readonly edit?: (template: Template) => Template;
  readonly onEvent?: (happening: RehearsalEvent) => void;
  /** Brings everything to where the story begins. */
  readonly begin: (aws: EmbeddedAws, applications: Applications) => Promise<ScenarioContext>;
  /** The networks behind the connection that moves. */
  readonly onPremises: (context: ScenarioContext) => readonly string[];
  /** Deploys what is to be deployed; the last result counts. */
  readonly act: (context: ScenarioContext) => Promise<DeploymentResult>;
}

export interface DeploymentRun {
  readonly context: ScenarioContext;
  readonly deployment: DeploymentResult;
  readonly measurement: Measurement;
  readonly interruption: InterruptionReport;
  readonly before: NetworkView;
  readonly after: NetworkView;
  /** When the rehearsal began, in milliseconds since the epoch. */
  readonly startedAt: number;
}

/** After the deployment the network gets this long to come to rest, as a person would wait before comparing. */
const REST_MS = 60_000;

const MIGRATION_TYPES = ['Custom::VpnTargetMigration', 'Custom::VirtualPrivateGatewayReplacement'];

export async function runDeployment(enactment: DeploymentRunOptions): Promise<DeploymentRun> {
  const { aws: options, env, edit, onEvent = () => undefined, begin, onPremises: onPremisesOf, act } = enactment;
  const started = { at: 0 };
  const tell = (at: number, kind: RehearsalEvent['kind'], text: string) => onEvent({ at: at - started.at, kind, text });
  const aws = await EmbeddedAws.start({ ...options, onLog: (line) => inWords(journalOf([line])).forEach((text) => tell(line.at, 'journal', text)) });
  const applications = new Applications(edit, env);
  try {
    started.at = aws.clock.now();
    const context = await begin(aws, applications);
    const ids = movedConnectionsOf(context.estate).map(({ vpnConnectionId }) => vpnConnectionId);
    const carriers = [...ids, ...context.estate.replacement?.connections.map(({ toId }) => toId) ?? []];
    const onPremises = onPremisesOf(context);
    const recorder = new InterruptionRecorder(aws.network, onPremises);
    const provisioning = new ProvisioningRecorder(aws.network, ids);
    const tunnels = new TunnelRecorder(aws.network, ids);
    const before = aws.network.view;
    aws.cloudFormation.onEvent((event) => {
      if (MIGRATION_TYPES.includes(event.type) || event.type === 'AWS::CloudFormation::Stack') tell(event.timestamp, 'stack', `${event.logicalId} ${event.status}`);
    });
    const deployment = await act(context);
    await aws.clock.sleep(REST_MS);
    const interruption = recorder.finish();
    const after = aws.network.view;
    const made = Object.keys(after.state.vpnConnections).filter((id) => before.state.vpnConnections[id] === undefined);
    const routes = [before, after].map((view) => routesTowardsAny(view, [...carriers, ...made]));
    const measurement = {
      ...counted(context, deployment), ...measured(routes[0], routes[1], interruption, provisioning.seconds, onPremises),
      secondsWithoutTunnel: tunnels.secondsWithoutTunnel,
    };
    return { context, deployment, measurement, interruption, before, after, startedAt: started.at };
  } finally {
    applications.remove();
    await aws.close();
  }
}

function counted(context: ScenarioContext, deployment: DeploymentResult) {
  const { aws, applications } = context;
  const byOperation: Record<string, number> = {};
  const calls = aws.ec2Calls.filter((call) => call.at >= context.since);
  for (const call of calls) byOperation[call.operation] = (byOperation[call.operation] ?? 0) + 1;
  return {
    outcome: outcomeOf(context, deployment),
    requests: aws.cloudFormation.customResourceRequests
      .map(({ RequestType, PhysicalResourceId }) => (PhysicalResourceId === undefined ? RequestType : `${RequestType} ${PhysicalResourceId}`)),
    ...deployment.failures.length === 0 ? {} : { reason: deployment.failures[0].reason },
    phases: phasesOf(context),
    ec2Calls: calls.length,
    ec2CallsByOperation: byOperation,
    mutatingEc2Calls: calls.filter((call) => call.mutating && !call.dryRun).length,
    ...permissionsOf(aws, applications.templates),
    leaks: leaksOf(context, deployment),
    defects: aws.defects.map((defect) => defect.message),
  };
}

function measured(
  before: readonly OnPremisesRoute[], after: readonly OnPremisesRoute[], interruption: InterruptionReport, provisioningSeconds: number,
  onPremises: readonly string[],
) {
  const { interruptionSeconds } = interruption;
  return {
    routesBefore: before.map(describeRoute),
    routesAfter: after.map(describeRoute),
    lostRoutes: lostRoutes(before, after, onPremises),
    lostFlows: interruption.lostFlows.map(describeFlow),
    provisioningSeconds,
    interruptionSeconds,
    interruptionSecondsByCidr: interruption.secondsByCidr,
    overheadSeconds: Math.max(0, interruptionSeconds - provisioningSeconds),
    flowsBefore: interruption.before,
    flowsAfter: interruption.after,
  };
}

/** `172.31.0.0/20 → 10.1.0.0/16`, in the direction of the packets. */
export function describeFlow(flow: Flow): string {
  const [from, to] = flow.direction === 'outbound' ? [flow.subnetCidr, flow.onPremisesCidr] : [flow.onPremisesCidr, flow.subnetCidr];
  return `${from} → ${to}`;
}
