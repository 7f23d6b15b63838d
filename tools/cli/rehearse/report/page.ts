/** A rehearsal as one page that stands by itself: for the people who decide whether the move takes place. */
import { pictureOf } from './picture';
import { STYLE } from './style';
import { callsTable, findingsList, flowsTable, interruptionTable, journalTable, routesTable } from './tables';
import { timelineOf } from './timeline';
import { changeOf, counted, duration, linesOf, verdictOf } from './words';
import { withoutTrace } from '../../../rehearsal/print';
import { html, Html } from '../../output/html';
import { describeFlows, summaryOf } from '../../plan/flow-changes';
import { Rehearsed } from '../rehearsed';

/** Nothing is fetched and nothing runs, whatever an estate's names contain. */
const POLICY = 'default-src \'none\'; style-src \'unsafe-inline\'';

export function pageOf(rehearsed: Rehearsed): Html {
  const { vpnConnectionId, topology: { before, after } } = rehearsed;
  return html`<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<title>Rehearsal of ${vpnConnectionId}</title><style>${STYLE}</style></head><body><main>
${headerOf(rehearsed)}
${figuresOf(rehearsed)}
${failureSection(rehearsed)}
${section('Timeline', html`${timelineOf(rehearsed)}${interruptionTable(rehearsed)}`)}
${section('Topology', html`<h3>Before</h3><div class="scroll">${pictureOf(before, after, 'Before')}</div>
<h3>After</h3><div class="scroll">${pictureOf(after, before, 'After')}</div>`)}
${section('Routes', routesTable(rehearsed.routes))}
${section('Flows', html`<p>${describeFlows(summaryOf(rehearsed.flows))}.</p>${flowsTable(rehearsed.flows)}`)}
${section('Findings', findingsList(rehearsed.findings))}
${section('What follows from the estate', listOf(rehearsed.derived))}
${section('Assumed, not measured', listOf([...rehearsed.stated, ...rehearsed.reservations]))}
${section('Calls of EC2', html`<p>${callsInWords(rehearsed)}</p>${callsTable(rehearsed)}`)}
${section('What happened', journalTable(rehearsed))}
<footer>Rehearsed by cdk-site-to-site-vpn in an emulated EC2: the estate as it was described, the function as it is deployed, its rights
enforced on each call. At AWS nothing was changed, and nothing was tried.</footer>
</main></body></html>
`;
}

function headerOf(rehearsed: Rehearsed): Html {
  const { vpnConnectionId, region, accountId, begunAt, declaration, passed, deviations, adversities } = rehearsed;
  const place = [region, ...accountId === undefined ? [] : [`account ${accountId}`], `rehearsed as of ${begunAt.slice(0, 16).replace('T', ' ')} UTC`].join(' · ');
  return html`<header><h1>Rehearsal: VPN connection ${vpnConnectionId}</h1>
<p>${changeOf(declaration)}</p>
<p class="sub">${place}</p>
<div class="verdict ${passed ? 'good' : 'bad'}"><strong>${verdictOf(rehearsed)}</strong>
${deviations.length === 0 ? undefined : listOf(shortened(deviations))}
${adversities.length === 0 ? undefined : html`<p>On purpose: ${adversities.join('; ')}.</p>`}</div></header>`;
}

/** What of a verdict stands above everything else; flows and routes are listed further down. */
const DEVIATIONS_MAX = 6;

function shortened(deviations: readonly string[]): string[] {
  if (deviations.length <= DEVIATIONS_MAX) return [...deviations];
  return [...deviations.slice(0, DEVIATIONS_MAX - 1), `and ${deviations.length - DEVIATIONS_MAX + 1} more like it`];
}

function failureSection({ measured: { reason } }: Rehearsed): Html | undefined {
  return reason === undefined ? undefined : section('What the deployment said', html`<p class="said mono">${linesOf(withoutTrace(reason))}</p>`);
}

function figuresOf({ measured, flows, outages }: Rehearsed): Html {
  const { interruptionSeconds, provisioningSeconds, overheadSeconds, lostRoutes, ec2Calls, mutatingEc2Calls } = measured;
  const { lost, changed } = summaryOf(flows);
  const goesOn = outages.some(({ until }) => until === undefined) ? ', and on' : '';
  return html`<div class="figures">
${figure(interruptionSeconds === 0 ? 'none' : `${duration(interruptionSeconds)}${goesOn}`, interruptionSeconds === 0 ? 'interruption' : `interruption, as EC2 and the device take ${duration(provisioningSeconds)} (assumed)`)}
${figure(duration(overheadSeconds), 'of it are the move\'s own')}
${figure(String(changed), `of ${counted(flows.length, 'flow')} take another path`)}
${figure(String(lost), `flows lost, and routes to ${counted(lostRoutes.length, 'network')}`, lost + lostRoutes.length > 0)}
${figure(String(mutatingEc2Calls), `of ${ec2Calls} calls of EC2 change something`)}
</div>`;
}

function figure(value: string, of: string, isBad = false): Html {
  return html`<div class="figure ${isBad ? 'bad' : ''}"><b>${value}</b><span>${of}</span></div>`;
}

function callsInWords({ measured: { ec2Calls, mutatingEc2Calls, iamEnforced, usedActions, grantedActions } }: Rehearsed): string {
  return `${counted(ec2Calls, 'call')}, dry runs included, of which ${mutatingEc2Calls} change something; IAM was ${iamEnforced ? 'enforced on each' : 'NOT enforced'}. `
    + `The role is granted ${counted(grantedActions.length, 'action')} and used ${usedActions.length}.`;
}

function section(title: string, content: Html): Html {
  return html`<section><h2>${title}</h2>${content}</section>`;
}

function listOf(lines: readonly string[]): Html {
  return lines.length === 0 ? html`<p class="note">Nothing.</p>` : html`<ul>${lines.map((line) => html`<li>${linesOf(line)}</li>`)}</ul>`;
}
