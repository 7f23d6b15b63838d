/** A runbook as Markdown: why and what, the way there, the way back, and the sheet for whoever looks after the device. */
import type { VpnConnection } from '@aws-sdk/client-ec2';
import { tunnelRows } from './tunnels';
import { Backup } from '../../../lambda/engine/record';
import { ManualProcedure, manualProcedure, ManualStage } from '../../../lambda/engine/recovery/manual-procedure';
import { TUNNELS } from '../../../lambda/engine/recovery/shell';
import { ShellText } from '../../../lambda/engine/recovery/shell-text';
import { UNKNOWN_REGION } from '../estate/reading-saved';
import { bullets, fenced, heading, labelled, Markdown, markdownDocument, paragraph, strong, table } from '../output/markdown';
import { PlanReport } from '../plan/report';

export interface RunbookOf {
  readonly report: PlanReport;
  readonly backup: Backup;
  readonly connection: VpnConnection;
}

export function runbookOf({ report, backup, connection }: RunbookOf): Markdown {
  const region = report.region === UNKNOWN_REGION ? undefined : report.region;
  const [forward, back] = (['forward', 'back'] as const).map((intent) => manualProcedure(backup, intent, region));
  const writtenAt = new Date(backup.writtenAt).toISOString();
  return markdownDocument([
    heading(1, `Runbook: ${backup.vpnConnectionId} to ${forward.destination}`),
    paragraph(`Written on ${writtenAt} for ${report.region}, from what was described then. Where it stands: ${forward.source}.`),
    ...summary(report),
    heading(2, 'Before you begin'),
    bullets([
      'You need bash (3.2 or newer), the AWS CLI, credentials, and the rights that are listed at the end.',
      'Open a shell of its own for each way (`bash`). Paste one block, read what it says, and go on only when it says `GO ON`.',
      '`STOP`, `LEFT AS IT IS` and anything that you did not expect: do not go on. Every block may be run again; what is done already is not done twice.',
      'Everything is described as it was then. Routes that were added since are reported as not in the backup, and are not taken away.',
      'Whoever looks after the device has the sheet below, and is reachable.',
    ]),
    ...wayText('Forward', forward, true),
    ...wayText('Back', back, false),
    ...deviceText(report, connection),
    ...rights(report),
  ]);
}

function summary({
  digest, lines, interruption, findings, remarks: notes, notAsked, reservations, course: execution,
}: PlanReport): Markdown[] {
  const accepted = [...findings.accepted.map(({ id, message }) => `accepted: ${id}: ${message}`)];
  return [
    labelled('What is interrupted', `${interruption.summary}.`),
    heading(2, 'What will be done'),
    fenced('text', lines),
    paragraph(`The plan's digest is \`${digest}\`, the same as that of \`plan\` and of the construct.`),
    ...execution === undefined ? [] : [paragraph(`Of the flows that were looked at, ${execution.flows.lost} are lost by it.`)],
    ...listed('What to know', [...accepted, ...notes, ...reservations, ...notAsked]),
  ];
}

function wayText(name: string, way: ManualProcedure, isForward: boolean): Markdown[] {
  const whereTo = `From ${way.source} to ${way.destination}.`;
  return [
    heading(2, `${name}`),
    paragraph(isForward ? whereTo : `${whereTo} It may be begun wherever the way forward was left: stages for which there is nothing to do say \`GO ON\` without having done anything.`),
    heading(3, `${name} 0: settings and functions`),
    paragraph('Nothing is changed by this block.'),
    block(way.preparation),
    ...way.stages.flatMap((stage, index) => stageText(`${name} ${index + 1}`, stage, isForward)),
    heading(3, `${name} ${way.stages.length + 1}: the tunnels`),
    isForward
      ? paragraph('The tunnels come up once the device has started IKE (see its sheet). Do not close the change before both are as they were.')
      : paragraph('The connection stands where it stood. The tunnels come up once the device has started IKE.'),
    block(TUNNELS),
  ];
}

const TITLES: Readonly<Record<ManualStage['kind'], string>> = {
  leave: 'what would be in the way', modify: 'the modify', arrange: 'what leads there',
};

function stageText(name: string, stage: ManualStage, isForward: boolean): Markdown[] {
  return [
    heading(3, `${name}: ${TITLES[stage.kind]}`),
    bullets(stage.steps),
    ...stage.kind === 'leave' ? [strong('From the first of these on, traffic of the connection may stop.')] : [],
    ...stage.kind !== 'modify' ? [] : [isForward
      ? strong('This is the point of no return.', 'Until here the way back puts routes back, at once. From here on it is another modify, and a second interruption as long as the first. The addresses and keys of the connection stay on either way.')
      : paragraph('Skipped by itself where the connection was never moved. Otherwise traffic stops until it is available again.')],
    block(stage.commands),
    paragraph(`See before going on: ${stage.expected.join('; ')}.`),
    block(stage.check),
  ];
}

function deviceText({ device, declaration, vpnConnectionId }: PlanReport, connection: VpnConnection): Markdown[] {
  const { rows, startsFromAws } = tunnelRows(connection);
  const replaced = declaration.customerGateway !== undefined;
  const isBgp = device.asn !== undefined;
  const asnChanges = isBgp && device.asn?.before !== device.asn?.after;
  return [
    heading(2, 'For whoever looks after the device'),
    paragraph(`Connection ${vpnConnectionId}. ${replaced ? 'The device is another one after this change.' : 'The tunnels stay the tunnels: outside addresses, pre-shared keys and inside addresses are the same before and after.'} No key is in this document; it is where it was.`),
    rows.length === 0 ? paragraph('The addresses of the tunnels were not described.')
      : table(['tunnel', 'AWS outside', 'inside', 'AWS inside', 'device inside'], rows),
    bullets([
      ...device.lines,
      ...asnChanges ? [`have the number of AWS's side, AS ${device.asn?.after ?? 'unknown'}, ready before the modify: a session with the old one stays down`] : [],
      ...isBgp && declaration.to.kind === 'transit-gateway'
        ? ['a transit gateway with ECMP, which is its default, uses both tunnels at a time if the device announces alike over both: asymmetric paths must be allowed'] : [],
      startsFromAws
        ? 'when the look after the modify says `seen twice: GO ON`: AWS starts IKE on the tunnels whose StartupAction is `start`; bounce the others'
        : 'when the look after the modify says `seen twice: GO ON`: start IKE, that is, bounce both tunnels on the device; AWS does not start it',
      'then see: IKE phase 1 and phase 2 are established on both tunnels, and dead peer detection is answered',
      isBgp ? 'then see: the BGP session of each tunnel is Established, and the prefixes received are those named above'
        : 'then see: the static routes of the device still lead into the tunnels, and a host behind the device reaches one in the VPC, and the other way round',
      'the same again after the way back, if it is gone',
    ]),
  ];
}

function rights({ permissions }: PlanReport): Markdown[] {
  if (permissions === undefined) return [];
  return [heading(2, 'Rights'), bullets([
    ...permissions.change.map(({ action, resources }) => `${action} on ${resources.join(', ')}`),
    `to look: ${permissions.read.join(', ')}`,
  ])];
}

function listed(title: string, texts: readonly string[]): Markdown[] {
  return texts.length === 0 ? [] : [labelled(title), bullets(texts)];
}

/** To be pasted. */
function block(text: ShellText): Markdown {
  return fenced('bash', String(text).split('\n'));
}
