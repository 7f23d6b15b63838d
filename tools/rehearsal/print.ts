/** A rehearsal for people: each phase as it happens, then what was before, what is after, and what it cost; at the end, all at a glance. */
import { Flow } from './flows/flow-oracle';
import { RehearsalEvent } from './scenarios/deployment-run';
import { Direction, Measurement, Scenario, ScenarioResult } from './scenarios/scenario';

const DIRECTIONS: Readonly<Record<Direction, string>> = {
  'vgw-to-tgw': 'virtual private gateway → transit gateway',
  'vgw-to-vgw': 'virtual private gateway → virtual private gateway',
  'tgw-to-tgw': 'transit gateway → transit gateway',
  'tgw-to-vgw': 'transit gateway → virtual private gateway',
  'customer-gateway': 'customer gateway → customer gateway',
  'none': 'no connection moves',
};

const ROUTINGS: Readonly<Record<Scenario['routing'], string>> = { static: 'static routes', bgp: 'BGP', both: 'static routes and BGP' };

/** A line for each scenario: its name, how it must end, and what it is about. */
export function listOf(scenarios: readonly Scenario[]): string {
  const [names, ends] = [widthOf(scenarios.map(({ name }) => name)), widthOf(scenarios.map(({ mustEnd }) => mustEnd))];
  return scenarios.map(({ name, mustEnd, about }) => `${name.padEnd(names)}  ${mustEnd.padEnd(ends)}  ${about}\n`).join('');
}

/** @param place the scenario's place among those that are played, as `3/32` */
export function headingOf(scenario: Scenario, place: string): string {
  return [
    '',
    `[${place}] ${scenario.name}: ${DIRECTIONS[scenario.direction]}, ${ROUTINGS[scenario.routing]}`,
    `  ${scenario.about}`,
    '',
  ].join('\n');
}

/** A line for each thing that happens; a repeated wait is one line. */
export class LivePrinter {
  private last = '';

  constructor(private readonly write: (text: string) => void) {}

  readonly happen = ({ at, kind, text }: RehearsalEvent): void => {
    if (text === this.last) return;
    this.last = text;
    this.write(`  ${elapsed(at)}  ${kind === 'stack' ? 'CloudFormation: ' : ''}${text}\n`);
  };
}

type Summarized = Measurement & Pick<ScenarioResult, 'deviations' | 'passed'> & Partial<Pick<ScenarioResult, 'declaredLosses'>>;

export function summaryOf(result: Summarized): string {
  return `${summaryLines(result).join('\n')}\n`;
}

export function summaryLines(result: Summarized): string[] {
  return [
    '',
    ...reasonLines(result),
    ...routeLines('routes before', result.routesBefore),
    ...routeLines('routes after', result.routesAfter),
    ...flowLines('flows before', result.flowsBefore),
    ...flowLines('flows after', result.flowsAfter),
    ...interruptionLines(result),
    `  announced     ${result.phases.length === 0 ? 'nothing' : result.phases.join(', ')}`,
    `  EC2 calls     ${result.ec2Calls}, of them ${result.mutatingEc2Calls} that change something; IAM ${result.iamEnforced ? 'enforced on each' : 'NOT ENFORCED'}`,
    `  lost          ${result.lostRoutes.length} routes${listed(result.lostRoutes)}, ${result.lostFlows.length} flows${listed(result.lostFlows)}`,
    ...declaredLines(result),
    ...result.deviations.map((deviation) => `  NOT AS IT MUST BE: ${deviation}`),
    `  ${result.passed ? 'as it must be' : 'FAILED'}: ended ${result.outcome}`,
  ];
}

/** One line for what `summaryOf` says in many. */
export function lineOf(result: ScenarioResult, width: number): string {
  const { name, outcome, interruptionSeconds, overheadSeconds, ec2Calls, deviations } = result;
  const figures = [outcome.padEnd(11), inSeconds(interruptionSeconds), inSeconds(overheadSeconds), String(ec2Calls).padStart(9)];
  return [`  ${name.padEnd(width)}  ${figures.join('  ')}`, ...deviations.map((deviation) => `      NOT AS IT MUST BE: ${deviation}`)].join('\n') + '\n';
}

export function captionOf(width: number): string {
  return `  ${'scenario'.padEnd(width)}  ${'ended'.padEnd(11)}  interrupted  by the move  EC2 calls\n`;
}

export function closingOf(results: readonly ScenarioResult[]): string {
  const passed = results.filter((result) => result.passed);
  const unheld = results.filter((result) => result.outcome !== 'held');
  const routes = sum(unheld.map((result) => result.lostRoutes.length));
  const flows = sum(unheld.map((result) => result.lostFlows.length));
  return `\n${passed.length} of ${results.length} scenarios ended as they must; outside \`held\`, ${routes} lost routes and ${flows} lost flows\n`;
}

export function widthOf(texts: readonly string[]): number {
  return Math.max(...texts.map((text) => text.length));
}

/** The framework appends a stack trace; what a person needs stands before it. */
export function withoutTrace(reason: string): string {
  return reason.split(/\n\s+at |\n\nLogs: /)[0];
}

/** Besides those that nobody has declared. */
function declaredLines({ declaredLosses: { routes, flows } = { routes: [], flows: [] } }: Partial<Pick<ScenarioResult, 'declaredLosses'>>): string[] {
  return routes.length + flows.length === 0 ? [] : [`  as declared   ${routes.length} routes${listed(routes)}, ${flows.length} flows${listed(flows)}`];
}

function reasonLines({ reason }: Measurement): string[] {
  return reason === undefined ? [] : ['  the deployment said', ...withoutTrace(reason).split('\n').map((line) => `    ${line}`)];
}

function routeLines(title: string, routes: readonly string[]): string[] {
  return [`  ${title}`, ...routes.map((route) => `    ${route}`)];
}

function flowLines(title: string, flows: readonly Flow[]): string[] {
  const passing = flows.filter((flow) => flow.passes);
  const ways = new Set(passing.map((flow) => flow.path.map((hop) => hop.replace(/-[0-9a-f]{17}/g, '')).join(' → ')));
  return [`  ${title.padEnd(13)} ${passing.length} of ${flows.length} get through`, ...[...ways].map((way) => `                ${way}`)];
}

function interruptionLines(result: Measurement): string[] {
  const byCidr = Object.entries(result.interruptionSecondsByCidr);
  if (byCidr.every(([, seconds]) => seconds === 0)) return ['  interruption  none'];
  return [
    ...byCidr.map(([cidr, seconds], index) => `  ${index === 0 ? 'interruption' : '            '}  ${cidr.padEnd(18)} ${seconds.toFixed(1).padStart(7)} s`),
    `                of ${result.interruptionSeconds.toFixed(1)} s in all EC2 and the device took ${result.provisioningSeconds.toFixed(1)} s, the move ${result.overheadSeconds.toFixed(1)} s`,
  ];
}

function listed(items: readonly string[]): string {
  return items.length === 0 ? '' : ` (${items.join(', ')})`;
}

function inSeconds(value: number): string {
  return `${value.toFixed(1)} s`.padStart(11);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

/** `12:05.3`: minutes, seconds and tenths. */
function elapsed(milliseconds: number): string {
  const tenths = Math.floor(milliseconds / 100);
  const minutes = Math.floor(tenths / 600);
  return `${String(minutes).padStart(3)}:${((tenths % 600) / 10).toFixed(1).padStart(4, '0')}`;
}
