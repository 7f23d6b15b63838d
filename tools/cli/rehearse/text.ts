/** A rehearsal for somebody at a terminal: the words of `npm run rehearse`, and what is this estate's own. */
import { Rehearsed } from './rehearsed';
import { changeOf } from './report/words';
import { MoveDeclaration } from '../../../src/contract/declaration';
import { summaryLines } from '../../rehearsal/print';
import { describeFlows, summaryOf as summaryOfFlows } from '../plan/flow-changes';

/** More flows than this are counted, and `--json` has them. */
const FLOWS_MAX = 20;

export function openingOf(declaration: MoveDeclaration, derived: readonly string[], adversities: readonly string[]): string[] {
  const lines = [...derived, ...adversities.map((line) => `on purpose: ${line}`)];
  return [`${declaration.vpnConnectionId}: ${changeOf(declaration)}`, ...lines.map((line) => `  ${line}`), ''];
}

export function linesOf({ measured, deviations, passed, flows, findings, stated, reservations }: Rehearsed): string[] {
  const summary = summaryOfFlows(flows);
  const notable = flows.filter((flow) => flow.is === 'lost' || flow.is === 'gained');
  const notes = findings.filter(({ is }) => is !== 'against').map(({ is, message }) => (is === 'accepted' ? `accepted: ${message}` : message));
  return [
    ...summaryLines({ ...measured, deviations, passed }), '',
    ...section('Flows', [
      `${describeFlows(summary)}; ${summary.interrupted} stop while the connection is on its way`,
      ...notable.slice(0, FLOWS_MAX).map(({ is, from, to, reason }) => `${is} ${from} → ${to}${reason === undefined ? '' : `: ${reason}`}`),
      ...notable.length > FLOWS_MAX ? [`and ${notable.length - FLOWS_MAX} more (--json)`] : [],
    ]),
    ...section('Notes', notes),
    ...section('Assumed, not measured', stated),
    ...section('Not as described', reservations),
  ];
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`  ${title}`, ...lines.map((line) => `    ${line}`)];
}
