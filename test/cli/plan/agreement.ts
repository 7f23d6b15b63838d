/**
 * The plan and the rehearsal agree: what `plan` simulates of an estate is what the deployed function does to it. The estate is read
 * the moment before the story begins; then the story is played.
 */
import { MoveChoices } from '../../../tools/cli/declaring/choices';
import { declareMove } from '../../../tools/cli/declaring/declare';
import { Estate } from '../../../tools/cli/estate/estate';
import { readAws } from '../../../tools/cli/estate/reading-aws';
import { simulate, Simulation } from '../../../tools/cli/plan/simulation';
import { clientOf } from '../../../tools/rehearsal/embedded-ec2/client';
import * as rehearsed from '../../../tools/rehearsal/scenarios/estate';
import { MOVES_DEPLOYED } from '../../../tools/rehearsal/scenarios/moves';
import { runScenario } from '../../../tools/rehearsal/scenarios/run-scenario';
import { Scenario, ScenarioContext, ScenarioResult } from '../../../tools/rehearsal/scenarios/scenario';

/** One scenario for each kind of end that a connection can come to: quick enough for every run of the tests. */
const BRIEF = ['static', 'tgw-to-vgw-bgp', 'vgw-to-vgw-rearranged', 'tgw-to-tgw-summary-route', 'customer-gateway-static'];

export const BRIEF_SCENARIOS = MOVES_DEPLOYED.filter(({ name }) => BRIEF.includes(name));
export const OTHER_SCENARIOS = MOVES_DEPLOYED.filter(({ name }) => !BRIEF.includes(name));

export function agreeOn(scenarios: readonly Scenario[]): void {
  test.each(scenarios.map((scenario): [string, Scenario] => [scenario.name, scenario]))('%s', async (_, scenario) => {
    const { simulation, result, written } = await agreementOn(scenario);
    expect(simulation.assessedFindings.blocking).toEqual([]);
    expect(simulation.execution?.phases.map(({ phase }) => phase)).toEqual(result.phases);
    expect(simulation.execution?.failure).toBeUndefined();
    expect(simulation.execution?.rollback.differences).toEqual([]);
    const plans = written.filter((body) => body.includes(`"plan#${simulation.digest}"`));
    expect(plans).toHaveLength(1);
    expect(simulation.lines).not.toEqual([]);
    for (const line of simulation.lines) expect(plans[0]).toContain(JSON.stringify(line).slice(1, -1));
    // Attachments have other ids in another network.
    const named = (routes: readonly string[]) => routes.map((route) => route.replace(/ \(.*/, '')).sort();
    expect(named(simulation.execution!.routes.after)).toEqual(named(result.routesAfter));
    expect(simulation.execution?.flows.filter((flow) => flow.is !== 'changed' && flow.is !== 'unchanged')).toEqual([]);
  }, 60_000);
}

interface Agreement {
  readonly simulation: Simulation;
  readonly result: ScenarioResult;
  /** Every request that the function made of its table, as it went over the wire. */
  readonly written: readonly string[];
}

async function agreementOn(scenario: Scenario): Promise<Agreement> {
  let observed: { readonly estate: Estate; readonly context: ScenarioContext } | undefined;
  const result = await runScenario({
    ...scenario,
    run: async (context) => {
      observed = { estate: await readAws(clientOf(context.aws.network), context.aws.network.region, () => undefined), context };
      return scenario.run(context);
    },
  });
  const { estate, context } = observed!;
  const connection = estate.vpnConnections.find((each) => each.VpnConnectionId === context.estate.vpnConnectionId)!;
  const { declaration } = declareMove(estate, connection, choicesOf(context.estate, scenario));
  return { simulation: await simulate(estate, declaration, Date.UTC(2026, 10, 20, 2)), result, written: context.aws.dynamoDb.written };
}

/** What the rehearsal's stack declares, as a person types it. */
function choicesOf({ from, to, customerGateway, acknowledgedFindings }: rehearsed.Estate, { name }: Scenario): MoveChoices {
  return {
    ...from.id === to.id ? {} : { to: to.id },
    ...customerGateway === undefined ? {} : { customerGateway: customerGateway.toId },
    ...to.kind === 'virtual-private-gateway' && from.id !== to.id ? { propagateInto: to.propagatingRouteTableIds } : {},
    ...to.kind === 'transit-gateway' ? { association: to.associationRouteTableId, propagateTo: to.propagationRouteTableIds } : {},
    accept: acknowledgedFindings,
    ...name.endsWith('summary-route') ? { left: ['10.0.0.0/8'] } : {},
  };
}
