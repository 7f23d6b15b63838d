/** `npm run rehearse`: plays the scenarios and says whether each ended as it must, without a lost route or flow. */
import { Command, InvalidArgumentError } from 'commander';
import { captionOf, closingOf, headingOf, lineOf, listOf, LivePrinter, summaryOf, widthOf } from './print';
import { SCENARIOS } from './scenarios';
import { runScenario } from './scenarios/run-scenario';
import { Scenario, ScenarioResult } from './scenarios/scenario';

interface Options {
  readonly json?: boolean;
  readonly list?: boolean;
  readonly brief?: boolean;
  readonly scenario?: readonly Scenario[];
}

/** Plays one scenario and tells of it; `place` is its place among all, as `3/32`. */
type ScenarioReporter = (scenario: Scenario, place: string) => Promise<ScenarioResult>;

const program = new Command('rehearse')
  .description('Rehearses the move of a VPN connection against an embedded EC2: the bundled Lambda, CDK\'s provider runtime and the synthesized IAM policy, in virtual time.')
  .option('--brief', 'print a line for each scenario instead of what happens in it')
  .option('--json', 'print an array with the result of each scenario, and nothing else')
  .option('--list', 'print the names of the scenarios, how each must end, and what it is about; play none')
  .option('--scenario <name>', 'play only this one; may be repeated', chosen)
  .addHelpText('after', `
All ${SCENARIOS.length} scenarios are played unless some are chosen, which takes minutes. Minutes and seconds in
the output are the rehearsal's, in which EC2 takes 300 s to provision; they are assumed, not measured at AWS.

The exit status is 0 only if every scenario ended as it must, and no route or flow was lost in any that is not held.

Examples:
  npm run rehearse                                              everything, phase by phase, and a table of it at the end
  npm run rehearse -- --brief                                   the table alone
  npm run rehearse -- --scenario static --scenario bgp          two of them
  npm run --silent rehearse -- --json > rehearsal.json          for another program`);

void main(program.parse().opts<Options>());

async function main({ list, json, brief, scenario: scenarios = SCENARIOS }: Options): Promise<void> {
  if (list) {
    write(listOf(scenarios));
    return;
  }
  const width = widthOf(scenarios.map(({ name }) => name));
  if (brief && !json) write(captionOf(width));
  const results: ScenarioResult[] = [];
  for (const [index, scenario] of scenarios.entries()) {
    results.push(await reporterFor({ json, brief }, width)(scenario, `${index + 1}/${scenarios.length}`));
  }
  write(json ? `${JSON.stringify(results, undefined, 2)}\n` : endOf(results, width, brief));
  process.exitCode = results.every((result) => result.passed) ? 0 : 1;
}

function reporterFor({ json, brief }: Options, width: number): ScenarioReporter {
  if (json) return silently;
  return brief ? async (scenario, place) => briefly(scenario, place, width) : inFull;
}

async function inFull(scenario: Scenario, place: string): Promise<ScenarioResult> {
  write(headingOf(scenario, place));
  const result = await runScenario(scenario, { onEvent: new LivePrinter(write).happen });
  write(summaryOf(result));
  return result;
}

async function briefly(scenario: Scenario, place: string, width: number): Promise<ScenarioResult> {
  const result = await silently(scenario, place);
  write(lineOf(result, width));
  return result;
}

/** Standard output is left alone, and a person at a terminal sees how far it is all the same. */
async function silently(scenario: Scenario, place: string): Promise<ScenarioResult> {
  if (!process.stderr.isTTY) return runScenario(scenario);
  process.stderr.write(`${place} ${scenario.name} …`);
  const result = await runScenario(scenario);
  process.stderr.write('\r\x1b[K');
  return result;
}

function endOf(results: readonly ScenarioResult[], width: number, brief = false): string {
  const table = brief || results.length === 1 ? '' : ['\n', captionOf(width), ...results.map((result) => lineOf(result, width))].join('');
  return `${table}${closingOf(results)}`;
}

function chosen(name: string, before: readonly Scenario[] = []): readonly Scenario[] {
  const scenario = SCENARIOS.find((each) => each.name === name);
  if (scenario === undefined) throw new InvalidArgumentError('There is no scenario of this name; --list prints their names.');
  return [...before, scenario];
}

function write(text: string): void {
  process.stdout.write(text);
}
