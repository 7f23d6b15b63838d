/** What came out of a rehearsal, as plain values: what `--json` prints, and what text and report are made of. */
import { describeInjectedFailures, InjectedFailures } from './injected-failures';
import { ReportedFinding, reportedFindings } from './reported-findings';
import { RouteChange, routeChangesOf } from './route-changes';
import { Topology, topologyOf } from './topology';
import { reasonsNotPassed } from './verdict';
import { MoveDeclaration } from '../../../src/contract/declaration';
import { DEFAULT_LATENCIES } from '../../rehearsal/embedded-ec2/latencies';
import { NetworkView } from '../../rehearsal/embedded-ec2/state';
import { flowTable } from '../../rehearsal/flows/flow-oracle';
import { DeploymentRun, RehearsalEvent } from '../../rehearsal/scenarios/deployment-run';
import { routesTowards } from '../../rehearsal/scenarios/measures';
import { Measurement } from '../../rehearsal/scenarios/scenario';
import { Declared } from '../declaring/declare';
import { describeDerivation } from '../declaring/derivation';
import { changesOf, FlowChange } from '../plan/flow-changes';

export interface Rehearsed {
  readonly vpnConnectionId: string;
  readonly region: string;
  readonly accountId?: string;
  /** What the rehearsal takes the time to be when it begins. */
  readonly begunAt: string;
  readonly declaration: MoveDeclaration;
  /** What followed from the estate, a sentence each. */
  readonly derived: readonly string[];
  /** What was made to go wrong. */
  readonly adversities: readonly string[];
  readonly passed: boolean;
  /** Why it did not. */
  readonly deviations: readonly string[];
  readonly measured: Measurement;
  /** What the function found before the move: what stands against it, what was accepted, what is worth knowing. */
  readonly findings: readonly ReportedFinding[];
  readonly happenings: readonly RehearsalEvent[];
  /** Seconds since the beginning. */
  readonly phases: readonly { readonly phase: string; readonly seconds: number }[];
  readonly outages: readonly { readonly cidr: string; readonly from: number; readonly until?: number }[];
  readonly seconds: number;
  readonly routes: readonly RouteChange[];
  readonly flows: readonly FlowChange[];
  readonly topology: { readonly before: Topology; readonly after: Topology };
  /** What nobody measured. */
  readonly stated: readonly string[];
  /** What was not described, or cannot be shown as it was. */
  readonly reservations: readonly string[];
}

export interface RehearsedOf {
  readonly region: string;
  readonly accountId?: string;
  readonly declared: Declared;
  readonly run: DeploymentRun;
  /** While the connection is on its way; absent where it never was. */
  readonly during?: NetworkView;
  readonly failures: InjectedFailures;
  readonly happenings: readonly RehearsalEvent[];
  readonly reservations: readonly string[];
}

export function rehearsedOf(of: RehearsedOf): Rehearsed {
  const { region, accountId, declared: { declaration, derived }, run, during, failures, happenings, reservations } = of;
  const { vpnConnectionId } = declaration;
  const { context, measurement, interruption, startedAt } = run;
  const since = (at: number) => (at - startedAt) / 1000;
  const onPremises = [...new Set(interruption.before.map((flow) => flow.onPremisesCidr))];
  const flowsDuring = during === undefined ? interruption.before : flowTable(during, onPremises);
  const deviations = reasonsNotPassed(run, failures);
  const events = new Map(context.aws.eventBridge.events.map((event) => [event.detail.idempotencyKey, event]));
  return {
    vpnConnectionId,
    region,
    ...accountId === undefined ? {} : { accountId },
    begunAt: new Date(startedAt).toISOString(),
    declaration,
    derived: derived.map(describeDerivation),
    adversities: describeInjectedFailures(failures),
    passed: deviations.length === 0,
    deviations,
    measured: measurement,
    findings: reportedFindings(run),
    happenings,
    phases: [...events.values()].map(({ time, detail }) => ({ phase: String(detail.phase), seconds: since(time) })),
    outages: interruption.outages.map(({ onPremisesCidr, from, until }) => ({
      cidr: onPremisesCidr, from: since(from), ...until === undefined ? {} : { until: since(until) },
    })),
    seconds: since(context.aws.clock.now()),
    routes: routeChangesOf(routesTowards(run.before, vpnConnectionId), routesTowards(run.after, vpnConnectionId)),
    flows: changesOf(interruption.before, flowsDuring, interruption.after),
    topology: { before: topologyOf(run.before, vpnConnectionId), after: topologyOf(run.after, vpnConnectionId) },
    stated: STATED,
    reservations,
  };
}

const { provisioningMs, ikeMs } = DEFAULT_LATENCIES;

const STATED = [
  `That EC2 takes ${provisioningMs / 1000} s to provision the connection is assumed, not measured: AWS names no figure; 290 s to 8 minutes have been seen`,
  `that the device has its tunnels up ${Number(ikeMs) / 1000} s after that is assumed: AWS does not start IKE with the default StartupAction, the device has to`,
  'the latency of a call of EC2 and the lag of what it describes are assumed, too',
];
