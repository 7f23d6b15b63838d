/** EventBridge is out of order, in each way in which it can be: the move goes as it would have gone, and nobody waits for it. */
import { Fault, unavailable } from '../../../tools/rehearsal/faults';
import { SCENARIOS } from '../../../tools/rehearsal/scenarios';
import { runScenario } from '../../../tools/rehearsal/scenarios/run-scenario';
import { Scenario, ScenarioResult } from '../../../tools/rehearsal/scenarios/scenario';

const TOLD = ['static', 'modify-fails', 'refused'].map((name) => SCENARIOS.find((scenario) => scenario.name === name)!);

const undisturbed = new Map<string, ScenarioResult>();

beforeAll(async () => {
  for (const scenario of TOLD) undisturbed.set(scenario.name, await runScenario(scenario));
}, 120_000);

const troubles: [string, Fault][] = [
  ['is unavailable', unavailable('PutEvents')],
  ['does not answer for a minute', { operation: 'PutEvents', when: 'before', how: { latencyMs: 60_000 }, times: Infinity }],
  ['drops every connection', { operation: 'PutEvents', when: 'before', how: 'drop-connection', times: Infinity }],
  ['fails each entry of a request that succeeds', {
    operation: 'PutEvents.Entry', when: 'before', how: { code: 'InternalFailure', message: 'Sorry.' }, times: Infinity,
  }],
];

const isHeard = ({ how }: Fault) => typeof how === 'object' && 'latencyMs' in how;

const each = troubles.flatMap(([trouble, fault]) => TOLD.map((scenario): [string, string, Fault, Scenario] => (
  [trouble, scenario.name, fault, scenario])));

test.each(each)(
  'EventBridge %s: %s ends as ever', async (_trouble, name, fault, scenario) => {
    const noted: string[] = [];
    const result = await runScenario({
      ...scenario,
      run: async (context) => {
        context.aws.faults.inject(fault);
        const deployment = await scenario.run(context);
        noted.push(...context.aws.cloudFormation.logLines.map(({ text }) => text).filter((text) => text.includes('"event":"unannounced"')));
        return deployment;
      },
    });

    const { outcome, interruptionSeconds, routesAfter, ec2CallsByOperation, deviations } = result;
    const expected = undisturbed.get(name)!;
    expect({ outcome, interruptionSeconds, routesAfter }).toEqual({
      outcome: expected.outcome, interruptionSeconds: expected.interruptionSeconds, routesAfter: expected.routesAfter,
    });
    expect(ec2CallsByOperation.ModifyVpnConnection).toBe(expected.ec2CallsByOperation.ModifyVpnConnection);
    // What was not heard is all that is missing, and what comes late is heard although nobody has waited for it.
    expect(deviations).toEqual(isHeard(fault) ? [] : [`it announced nothing, and must announce ${expected.phases.join(', ')}`]);
    expect(noted).toHaveLength(expected.phases.length);
  }, 120_000);
