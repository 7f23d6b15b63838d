/** A plan for a ticket: Markdown with the topology before and after as Mermaid flowcharts. */
import { describeFlows } from './flow-changes';
import { PlanReport } from './report';
import { rightsOf, shortened, someOfEachKind, titleOf } from './text';

export function markdownOf(report: PlanReport): string {
  const { findings, course: execution, topology } = report;
  return [
    `# ${escaped(titleOf(report))}`,
    ...list('Follows from the estate', report.derived),
    ...list(`Stands against it: ${findings.against.length || 'nothing'}`, someOfEachKind(findings.against), true),
    ...list('Accepted', [...findings.accepted.map(({ id, message }) => `${id}: ${message}`), ...findings.notFound.map((id) => `accepted, and not found: ${id}`)]),
    ...list('Notes', report.remarks),
    '', '## The plan', '', `\`approvedPlan\`: \`${report.digest}\``, '', '```text', ...report.lines, '```',
    ...execution === undefined ? ['', 'It would not begin, so nothing more is simulated.'] : executionLines(execution),
    ...list('Interruption', [report.interruption.summary, ...report.interruption.sources]),
    ...list('The device', report.device.lines),
    '', '## Topology before', '', '```mermaid', topology.before, '```',
    ...topology.after === undefined ? [] : ['', '## Topology after', '', '```mermaid', topology.after, '```'],
    ...list('Rights of the function\'s role', rightsOf(report)),
    ...list('Cost and quotas', [report.cost, ...report.quotas]),
    '', '## Which way', '', '| way | fits | because |', '|---|---|---|',
    ...report.ways.map(({ name, fits, reason }) => `| ${name} | ${fits === 'unknown' ? 'perhaps' : fits ? 'yes' : 'no'} | ${cell(reason)} |`),
    ...list('Not asked here', report.notAsked),
    ...list('Not as described', report.reservations),
    '',
  ].join('\n');
}

function executionLines(execution: NonNullable<PlanReport['course']>): string[] {
  const { flows, routes } = execution;
  const passing = flows.each.filter((flow) => flow.is !== 'dead');
  return [
    ...execution.assumed.length === 0 ? [] : ['', `What follows takes ${shortened(execution.assumed)} as accepted.`],
    '', '## Phases', '', 'In a rehearsed EC2 that takes 300 s.', '', '| s | phase |', '|---:|---|',
    ...execution.phases.map(({ seconds, phase }) => `| ${seconds.toFixed(0)} | ${phase} |`),
    '', '| s | step |', '|---:|---|',
    ...execution.steps.map(({ seconds, step }) => `| ${seconds.toFixed(0)} | ${cell(step)} |`),
    ...execution.failure === undefined ? [] : list('It would fail', execution.failure.split('\n')),
    '', '## Flows', '', `${describeFlows(flows)}; ${flows.interrupted} stop while the connection is on its way.`,
    ...passing.length === 0 ? [] : ['', '| from | to | becomes | before | after |', '|---|---|---|---|---|'],
    ...passing.map((flow) => `| ${flow.from} | ${flow.to} | ${flow.is} | ${flow.before.join(' ')} | ${flow.is === 'lost' ? cell(flow.reason ?? '') : flow.after.join(' ')} |`),
    '', '## Routes towards the connection', '', '```diff',
    ...routes.before.map((route) => `${routes.after.includes(route) ? ' ' : '-'} ${route}`),
    ...routes.after.filter((route) => !routes.before.includes(route)).map((route) => `+ ${route}`),
    '```',
    ...list('The way back, rehearsed too', execution.wayBack.length === 0 ? ['everything is as it was'] : execution.wayBack),
  ];
}

function list(title: string, lines: readonly string[], always = false): string[] {
  if (lines.length === 0 && !always) return [];
  return ['', `## ${title}`, '', ...lines.map((line) => `- ${escaped(line)}`)];
}

function cell(text: string): string {
  return escaped(text).replaceAll('|', '\\|');
}

/** What a person named, tags for instance, must not become markup. */
function escaped(text: string): string {
  return text.replaceAll('<', '&lt;').replaceAll('\n', ' ');
}
