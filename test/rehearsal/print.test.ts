/** The rehearsal as a person reads it: at a glance, and nothing that went wrong is hidden. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { closingOf, headingOf, lineOf, listOf, LivePrinter, summaryOf } from '../../tools/rehearsal/print';
import { SCENARIOS } from '../../tools/rehearsal/scenarios';
import { runScenario } from '../../tools/rehearsal/scenarios/run-scenario';
import { ScenarioResult } from '../../tools/rehearsal/scenarios/scenario';

const REFUSED = SCENARIOS.find(({ name }) => name === 'refused')!;

let good: ScenarioResult;
let bad: ScenarioResult;
let reported = '';

beforeAll(async () => {
  good = await runScenario(REFUSED, { onEvent: new LivePrinter((text) => { reported += text; }).happen });
  bad = await runScenario({ ...REFUSED, mustSay: 'something else' });
});

test('the list has a line for each scenario, in columns', () => {
  const lines = listOf(SCENARIOS).trimEnd().split('\n');
  expect(lines).toHaveLength(SCENARIOS.length);
  const width = Math.max(...SCENARIOS.map(({ name }) => name.length));
  lines.forEach((line, index) => expect(line.slice(0, width + 2).trimEnd()).toBe(SCENARIOS[index].name));
});

test('a heading says which of how many it is, and what moves where', () => {
  expect(headingOf(REFUSED, '3/32').split('\n')).toEqual([
    '', '[3/32] refused: virtual private gateway → transit gateway, static routes', `  ${REFUSED.about}`, '',
  ]);
});

test('while it is played each phase stands with its time, a repeated one once', () => {
  const lines = reported.trimEnd().split('\n');
  expect(lines).toContain('    0:10.0  look at everything, change nothing');
  expect(lines).toContain('    0:10.7  refuse, nothing was changed');
  expect(lines.filter((line, index) => index > 0 && line.slice(12) === lines[index - 1].slice(12))).toEqual([]);
});

test('one line tells what many do', () => {
  expect(lineOf(good, 10)).toBe('  refused     refused            0.0 s        0.0 s         21\n');
});

test('what is not as it must be is said wherever the result is', () => {
  const said = 'NOT AS IT MUST BE: the deployment did not say "something else"';
  expect(lineOf(bad, 10)).toContain(said);
  expect(summaryOf(bad)).toContain(said);
  expect(summaryOf(bad)).toContain('FAILED: ended refused');
  expect(summaryOf(good)).toContain('as it must be: ended refused');
  expect(closingOf([good, bad])).toBe('\n1 of 2 scenarios ended as they must; outside `held`, 0 lost routes and 0 lost flows\n');
});

test('the README of the rehearsal names every scenario', () => {
  const readme = readFileSync(join(__dirname, '..', '..', 'tools', 'rehearsal', 'README.md'), 'utf8');
  expect(SCENARIOS.map(({ name }) => name).filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
});
