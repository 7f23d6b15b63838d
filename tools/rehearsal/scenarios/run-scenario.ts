/** Plays one scenario from an empty network to the verdict. */
import { Applications } from './application';
import { RehearsalEvent, runDeployment } from './deployment-run';
import { ON_PREMISES, Routing, seedEstate, seedGateways } from './estate';
import { withoutAction } from './permissions';
import { Measurement, Scenario, ScenarioContext, ScenarioResult } from './scenario';
import { declaredOf, deviationsOf, holdsKey, lossesNotMeasured } from './verdict';
import { DeploymentResult } from '../cloudformation/driver';
import { EmbeddedAws } from '../embedded-aws';

export interface RunOptions {
  readonly onEvent?: (happening: RehearsalEvent) => void;
  /** An action that is taken out of the role's policies, to see whether anybody would miss it. */
  readonly withoutAction?: string;
}

export async function runScenario(scenario: Scenario, { onEvent, withoutAction: action }: RunOptions = {}): Promise<ScenarioResult> {
  const { context, deployment, measurement } = await runDeployment({
    aws: scenario.aws,
    ...action === undefined ? {} : { edit: (template) => withoutAction(template, action) },
    onEvent,
    begin: async (aws, applications) => contextOf(scenario, aws, applications),
    onPremises: () => scenario.estate.onPremises ?? ON_PREMISES,
    act: scenario.run,
  });
  return resultOf(scenario, context, deployment, measurement);
}

/** The connection is seeded, as one that was made in a console, unless the scenario has a stack make it. */
async function contextOf(
  { estate: options, routing, seed, begin }: Scenario, aws: EmbeddedAws, applications: Applications,
): Promise<ScenarioContext> {
  const since = aws.clock.now();
  if (begin === undefined) {
    const estate = seed?.(aws.network) ?? seedEstate(aws.network, { ...options, routing: oneOf(routing) });
    return { aws, applications, since, estate };
  }
  const gateways = seedGateways(aws.network, { ...options, routing });
  const estate = await begin({ aws, applications, since, estate: { ...gateways, vpnConnectionId: '', acknowledgedFindings: [] } });
  return { aws, applications, since: aws.clock.now(), estate };
}

function oneOf(routing: Scenario['routing']): Routing {
  if (routing === 'both') throw new Error('a connection has one kind of routing: a scenario with both has a `seed` or a `begin` of its own');
  return routing;
}

function resultOf(scenario: Scenario, context: ScenarioContext, deployment: DeploymentResult, measurement: Measurement): ScenarioResult {
  const { name, direction, routing, mustEnd } = scenario;
  const leaks = [...measurement.leaks, ...holdsKey(measurement) ? ['this report'] : []];
  const declaredLosses = declaredOf(scenario, measurement);
  const measured = {
    ...measurement, leaks,
    lostRoutes: measurement.lostRoutes.filter((cidr) => !declaredLosses.routes.includes(cidr)),
    lostFlows: measurement.lostFlows.filter((flow) => !declaredLosses.flows.includes(flow)),
  };
  const deviations = [...lossesNotMeasured(scenario, declaredLosses), ...deviationsOf(scenario, context, deployment, measured)];
  return { name, direction, routing, mustEnd, ...measured, declaredLosses, deviations, passed: deviations.length === 0 };
}
