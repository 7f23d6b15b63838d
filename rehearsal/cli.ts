/** `npm run rehearse`: plays the scenarios and says whether each ended as it must, without a lost route or flow. */
import { Command, InvalidArgumentError } from 'commander';
import { closingOf, headingOf, LivePrinter, summaryOf } from './print';
import { SCENARIOS } from './scenarios';
import { play } from './scenarios/play';
import { Scenario, ScenarioResult } from './scenarios/scenario';

interface Options {
  readonly json?: boolean;
  readonly list?: boolean;
  readonly scenario?: readonly Scenario[];
}

const program = new Command('rehearse')
  .description('Rehearses the move of a VPN connection against an embedded EC2: the bundled Lambda, CDK\'s provider runtime and the synthesized IAM policy, in virtual time.')
  .option('--json', 'print an array with the result of each scenario, and nothing else')
  .option('--list', 'print the names of the scenarios')
  .option('--scenario <name>', 'play only this one; may be repeated', chosen)
  .addHelpText('after', '\nThe exit status is 0 only if every scenario ended as it must, and no route or flow was lost in any that is not held.');

void main(program.parse().opts<Options>());

async function main(options: Options): Promise<void> {
  if (options.list) {
    for (const { name, about } of SCENARIOS) process.stdout.write(`${name.padEnd(30)} ${about}\n`);
    return;
  }
  const results: ScenarioResult[] = [];
  for (const scenario of options.scenario ?? SCENARIOS) results.push(await rehearse(scenario, options.json === true));
  process.stdout.write(options.json ? `${JSON.stringify(results, undefined, 2)}\n` : closingOf(results));
  process.exitCode = results.every((result) => result.passed) ? 0 : 1;
}

async function rehearse(scenario: Scenario, silent: boolean): Promise<ScenarioResult> {
  if (silent) return play(scenario);
  const write = (text: string) => void process.stdout.write(text);
  write(headingOf(scenario));
  const result = await play(scenario, { audience: new LivePrinter(write).happen });
  write(summaryOf(result));
  return result;
}

function chosen(name: string, before: readonly Scenario[] = []): readonly Scenario[] {
  const scenario = SCENARIOS.find((each) => each.name === name);
  if (scenario === undefined) throw new InvalidArgumentError(`there is no scenario ${name}; there are ${SCENARIOS.map((each) => each.name).join(', ')}`);
  return [...before, scenario];
}
