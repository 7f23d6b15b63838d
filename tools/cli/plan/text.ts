/** A plan for somebody at a terminal. */
import { describeFlows } from './flow-changes';
import { PlanReport } from './report';
import { describeFinding, Finding } from '../../../src/contract/finding';
import { nameOfGateway } from '../../../src/contract/gateway';

/** The finding in the deployment's words, and how it is answered here. */
export function describeFindingHere(finding: Finding): string {
  const option = finding.acceptable ? `--accept ${finding.id}` : OPTIONS[finding.id];
  return `${describeFinding(finding)}${option === undefined ? '' : `; here: ${option}`}`;
}

/** A hub that is left can be missed by hundreds of networks: `--json` has them all. */
export function someOfEachKind(findings: readonly Finding[]): string[] {
  const kindOf = ({ id }: Finding) => id.split(':')[0];
  return [...new Set(findings.map(kindOf))].flatMap((kind) => {
    const all = findings.filter((finding) => kindOf(finding) === kind);
    const rest = all.length - FINDINGS_OF_KIND_MAX;
    return [...all.slice(0, FINDINGS_OF_KIND_MAX).map(describeFindingHere), ...rest > 0 ? [`and ${rest} more of ${kind} (--json)`] : []];
  });
}

const FINDINGS_OF_KIND_MAX = 10;

const OPTIONS: Readonly<Record<string, string>> = {
  'vpc-route-unclaimed': '--moved or --left',
  'vpc-route-left-behind': '--moved',
  'vpc-route-table-undeclared': '--vpc-route-table',
  'on-premises-prefixes-unknown': '--on-premises',
  'vpc-table-without-prefixes': '--static-routes-in or --propagate-to',
  'no-return-path': '--association',
};

/** More flows than this are counted, and `--json` has them. */
const FLOWS_MAX = 20;

export function linesOf(report: PlanReport): string[] {
  const { findings, course: execution } = report;
  const idle = findings.notFound.map((id) => `accepted, and not found: ${id}`);
  return [
    titleOf(report),
    ...section('Follows from the estate', report.derived),
    ...section(`Stands against it: ${findings.against.length || 'nothing'}`, someOfEachKind(findings.against)),
    ...section('Accepted', [...findings.accepted.map(({ id, message }) => `${id}: ${message}`), ...idle]),
    ...section('Notes', report.remarks),
    ...section(`The plan, ${report.digest}`, report.lines),
    ...execution === undefined ? ['', 'It would not begin, so nothing more is simulated.'] : executionLines(report, execution),
    ...section('Interruption', [report.interruption.summary, ...report.interruption.sources]),
    ...section('The device', report.device.lines),
    ...section('Rights of the function\'s role', rightsOf(report)),
    ...section('Cost', [report.cost]),
    ...section('Quotas', report.quotas),
    ...section('Which way', report.ways.map(({ name, fits, reason }) => `${fitting(fits)} ${name}: ${reason}`)),
    ...section('Not asked here', report.notAsked),
    ...section('Not as described', report.reservations),
  ];
}

export function titleOf({ vpnConnectionId, region, accountId, declaration: { from, to, customerGateway } }: PlanReport): string {
  const change = [
    ...from.id === to.id ? [`stays on ${nameOfGateway(to)}`] : [`from ${nameOfGateway(from)} to ${nameOfGateway(to)}`],
    ...customerGateway === undefined ? [] : [`customer gateway ${customerGateway.fromId} becomes ${customerGateway.toId}`],
  ];
  return `VPN connection ${vpnConnectionId} (${[region, accountId].filter(Boolean).join(', ')}): ${change.join(', ')}`;
}

export function rightsOf({ permissions }: PlanReport): string[] {
  if (permissions === undefined) return [];
  return [
    ...permissions.change.map(({ action, resources }) => `${action} on ${resources.join(', ')}`),
    `to look: ${permissions.read.join(', ')}`,
    `besides EC2: ${permissions.besides.join(', ')}`,
    '`VpnTargetMigration` grants its function what the declaration may need; who deploys needs none of these',
  ];
}

function executionLines({ onPremises }: PlanReport, execution: NonNullable<PlanReport['course']>): string[] {
  const { flows, routes } = execution;
  const lost = routes.before.filter((route) => !routes.after.includes(route)).map((route) => `- ${route}`);
  const come = routes.after.filter((route) => !routes.before.includes(route)).map((route) => `+ ${route}`);
  const notable = flows.each.filter((flow) => flow.is === 'lost' || flow.is === 'gained' || flow.bypassed.length > 0);
  return [
    ...execution.assumed.length === 0 ? [] : ['', `What follows takes ${shortened(execution.assumed)} as accepted.`],
    ...section('Phases, in a rehearsed EC2 that takes 300 s', execution.phases.map(({ phase, seconds }) => `${seconds.toFixed(0).padStart(5)} s  ${phase}`)),
    ...section('Steps', execution.steps.map(({ seconds, step }) => `${seconds.toFixed(0).padStart(5)} s  ${step}`)),
    ...execution.failure === undefined ? [] : section('It would fail', execution.failure.split('\n')),
    ...section(`Flows to and from ${onPremises.join(', ') || 'no network that is known'}`, [
      `${describeFlows(flows)}; ${flows.interrupted} stop while the connection is on its way`,
      ...notable.slice(0, FLOWS_MAX).map((flow) => `${flow.is === 'unchanged' || flow.is === 'changed' ? 'bypasses' : flow.is} ${flow.from} → ${flow.to}`
        + `${flow.reason === undefined ? '' : `: ${flow.reason}`}`),
      ...notable.length > FLOWS_MAX ? [`and ${notable.length - FLOWS_MAX} more (--json)`] : [],
    ]),
    ...section('Routes towards the connection', [...lost, ...come]),
    ...section('The way back, rehearsed too', execution.wayBack.length === 0 ? ['everything is as it was'] : execution.wayBack),
  ];
}

/** Many ids in one sentence. */
export function shortened(ids: readonly string[]): string {
  return ids.length <= 5 ? ids.join(', ') : `${ids.slice(0, 5).join(', ')} and ${ids.length - 5} more`;
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 && !title.includes(':') ? [] : ['', title, ...lines.map((line) => `  ${line}`)];
}

function fitting(fits: boolean | 'unknown'): string {
  return fits === 'unknown' ? 'perhaps' : fits ? 'fits:  ' : 'not:   ';
}
