/** The tables of the report: routes and flows with what became of them, what was found, what EC2 was asked, and what happened. */
import { counted, duration, instant, linesOf } from './words';
import { html, Html } from '../../output/html';
import { FlowChange } from '../../plan/flow-changes';
import { Rehearsed } from '../rehearsed';
import { ReportedFinding } from '../reported-findings';
import { RouteChange, RouteEnd } from '../route-changes';

/** A page with more rows than this is read by nobody; `--json` has them. */
const ROWS_MAX = 200;

const ORDER: Readonly<Record<string, number>> = { lost: 0, gone: 0, gained: 1, new: 1, changed: 2, dead: 3, unchanged: 4 };

export function routesTable(routes: readonly RouteChange[]): Html {
  if (routes.length === 0) return html`<p class="note">No route leads to the connection, before or after.</p>`;
  return html`<table><thead><tr><th>Table</th><th>Destination</th><th>Before</th><th>After</th><th></th></tr></thead><tbody>
${routes.slice(0, ROWS_MAX).map((route) => html`<tr class="${route.is}"><td class="mono">${route.table}</td><td class="mono">${route.destination}</td>
<td>${endOf(route.before)}</td><td>${endOf(route.after)}</td><td>${badge(route.is)}</td></tr>
`)}</tbody></table>${more(routes.length)}`;
}

/** Flows that go the same way before and after are one row. */
export function flowsTable(flows: readonly FlowChange[]): Html {
  if (flows.length === 0) return html`<p class="note">No network behind the VPN is known, so no flow was looked at: <code>--on-premises</code> names them.</p>`;
  const alike = new Map<string, FlowChange[]>();
  for (const flow of flows) {
    const key = JSON.stringify([flow.is, flow.subnetId, flow.before, flow.after, flow.reason]);
    alike.set(key, [...alike.get(key) ?? [], flow]);
  }
  const rows = [...alike.values()].sort(([a], [b]) => ORDER[a.is] - ORDER[b.is]);
  return html`<table><thead><tr><th>Flows</th><th>Path before</th><th>Path after</th><th></th></tr></thead><tbody>
${rows.slice(0, ROWS_MAX).map((group) => html`<tr class="${group[0].is}"><td class="mono ends">${endsOf(group)}</td><td>${pathOf(group[0].before)}</td>
<td>${pathOf(group[0].after)}${group[0].reason === undefined ? undefined : html`<div class="reason">${group[0].reason}</div>`}</td><td>${badge(group[0].is)}</td></tr>
`)}</tbody></table>${more(rows.length)}`;
}

export function findingsList(findings: readonly ReportedFinding[]): Html {
  if (findings.length === 0) return html`<p class="note">Nothing.</p>`;
  const names = { against: 'stands against it', accepted: 'accepted', remark: 'note' };
  return html`<ul class="said">${findings.map(({ is, id, message, remedy }) => html`<li><span class="badge ${is}">${names[is]}</span> <code>${id}</code>
<div>${message}${remedy === undefined ? undefined : html`; ${remedy}`}</div></li>`)}</ul>`;
}

export function interruptionTable({ measured, outages }: Rehearsed): Html {
  return html`<table class="narrow"><thead><tr><th>Network</th><th>Cut off</th><th>From</th><th>Until</th></tr></thead><tbody>
${Object.entries(measured.interruptionSecondsByCidr).slice(0, ROWS_MAX).map(([cidr, seconds]) => {
  const own = outages.filter((outage) => outage.cidr === cidr);
  return html`<tr><td class="mono">${cidr}</td><td>${seconds === 0 ? 'never' : duration(seconds)}</td><td>${own.map(({ from }) => instant(from)).join(', ')}</td>
<td>${own.map(({ until }) => (until === undefined ? 'still down' : instant(until))).join(', ')}</td></tr>
`;
})}</tbody></table>`;
}

export function callsTable({ measured: { ec2CallsByOperation } }: Rehearsed): Html {
  const calls = Object.entries(ec2CallsByOperation).sort(([a, most], [b, least]) => Number(isLook(a)) - Number(isLook(b)) || least - most);
  return html`<table class="narrow"><thead><tr><th>Operation</th><th>Calls</th></tr></thead><tbody>
${calls.map(([operation, count]) => html`<tr class="${isLook(operation) ? 'unchanged' : ''}"><td class="mono">${operation}</td><td>${count}</td></tr>
`)}</tbody></table>`;
}

export function journalTable({ happenings }: Rehearsed): Html {
  const reported = happenings.filter(({ text }, index) => text !== happenings[index - 1]?.text);
  return html`<table class="journal"><tbody>${reported.slice(0, ROWS_MAX).map(({ at, kind, text }) => html`<tr class="${kind}"><td class="mono">${instant(at / 1000)}</td>
<td>${kind === 'stack' ? 'CloudFormation: ' : ''}${linesOf(text)}</td></tr>
`)}</tbody></table>${more(reported.length)}`;
}

/** A route that is gone or new, in the words of who made it so. */
const CHANGES: Readonly<Record<string, string>> = { gone: 'deleted', new: 'created' };

export function badge(is: string): Html {
  return html`<span class="badge ${is}">${CHANGES[is] ?? is}</span>`;
}

function endOf(end: RouteEnd | undefined): Html {
  return end === undefined ? html`<span class="none">none</span>` : html`<span class="mono">${end.target}</span> <span class="kind">${end.kind}</span>`;
}

function endsOf(group: readonly FlowChange[]): Html {
  const shown = group.slice(0, 6);
  return html`${shown.map(({ from, to }) => html`<div>${from} → ${to}</div>`)}${group.length > shown.length ? html`<div>and ${group.length - shown.length} more</div>` : undefined}`;
}

function pathOf(path: readonly string[]): Html {
  return path.length === 0 ? html`<span class="none">none</span>` : html`<div class="path">${path.map((hop) => html`<span class="mono">${hop}</span>`)}</div>`;
}

function isLook(operation: string): boolean {
  return /^(Describe|Get|Search)/.test(operation);
}

function more(count: number): Html | undefined {
  return count > ROWS_MAX ? html`<p class="note">${counted(count - ROWS_MAX, 'further row')} are left out; <code>--json</code> has them.</p>` : undefined;
}
