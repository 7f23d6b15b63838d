/** A plan for a ticket: Markdown with the topology before and after as Mermaid flowcharts. */
import { describeFlows } from './flow-changes';
import { PlanReport } from './report';
import { rightsOf, shortened, someOfEachKind, titleOf } from './text';
import { bullets, fenced, heading, Markdown, markdownDocument, paragraph, table } from '../output/markdown';

export function markdownOf(report: PlanReport): Markdown {
  const { findings, course: execution, topology } = report;
  return markdownDocument([
    heading(1, titleOf(report)),
    ...list('Follows from the estate', report.derived),
    ...list(`Stands against it: ${findings.against.length || 'nothing'}`, someOfEachKind(findings.against), true),
    ...list('Accepted', [...findings.accepted.map(({ id, message }) => `${id}: ${message}`), ...findings.notFound.map((id) => `accepted, and not found: ${id}`)]),
    ...list('Notes', report.remarks),
    heading(2, 'The plan'), paragraph(`\`approvedPlan\`: \`${report.digest}\``), fenced('text', report.lines),
    ...execution === undefined ? [paragraph('It would not begin, so nothing more is simulated.')] : executionBlocks(execution),
    ...list('Interruption', [report.interruption.summary, ...report.interruption.sources]),
    ...list('The device', report.device.lines),
    heading(2, 'Topology before'), fenced('mermaid', topology.before),
    ...topology.after === undefined ? [] : [heading(2, 'Topology after'), fenced('mermaid', topology.after)],
    ...list('Rights of the function\'s role', rightsOf(report)),
    ...list('Cost and quotas', [report.cost, ...report.quotas]),
    heading(2, 'Which way'),
    table(['way', 'fits', 'because'], report.ways.map(({ name, fits, reason }) => [name, fits === 'unknown' ? 'perhaps' : fits ? 'yes' : 'no', reason])),
    ...list('Not asked here', report.notAsked),
    ...list('Not as described', report.reservations),
  ]);
}

function executionBlocks(execution: NonNullable<PlanReport['course']>): Markdown[] {
  const { flows, routes } = execution;
  const passing = flows.each.filter((flow) => flow.is !== 'dead');
  return [
    ...execution.assumed.length === 0 ? [] : [paragraph(`What follows takes ${shortened(execution.assumed)} as accepted.`)],
    heading(2, 'Phases'), paragraph('In a rehearsed EC2 that takes 300 s.'),
    table(['s:', 'phase'], execution.phases.map(({ seconds, phase }) => [seconds.toFixed(0), phase])),
    table(['s:', 'step'], execution.steps.map(({ seconds, step }) => [seconds.toFixed(0), step])),
    ...execution.failure === undefined ? [] : list('It would fail', execution.failure.split('\n')),
    heading(2, 'Flows'), paragraph(`${describeFlows(flows)}; ${flows.interrupted} stop while the connection is on its way.`),
    ...passing.length === 0 ? [] : [table(['from', 'to', 'becomes', 'before', 'after'], passing.map((flow) => [
      flow.from, flow.to, flow.is, flow.before.join(' '), flow.is === 'lost' ? flow.reason ?? '' : flow.after.join(' '),
    ]))],
    heading(2, 'Routes towards the connection'),
    fenced('diff', [
      ...routes.before.map((route) => `${routes.after.includes(route) ? ' ' : '-'} ${route}`),
      ...routes.after.filter((route) => !routes.before.includes(route)).map((route) => `+ ${route}`),
    ]),
    ...list('The way back, rehearsed too', execution.wayBack.length === 0 ? ['everything is as it was'] : execution.wayBack),
  ];
}

function list(title: string, lines: readonly string[], always = false): Markdown[] {
  if (lines.length === 0 && !always) return [];
  return [heading(2, title), ...lines.length === 0 ? [] : [bullets(lines)]];
}
