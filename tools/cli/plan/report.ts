/** Everything that `plan` has to say, as plain values: what `--json` prints, and what the text and the Markdown are made of. */
import { Approach, approachesOf, CreateOnly } from './approaches';
import { DeviceSheet, deviceSheetOf, linesOfDevice } from './device';
import { FlowChange, FlowSummary, summaryOf } from './flow-changes';
import { describeForecast, forecastOf, InterruptionForecast } from './interruption';
import { Permissions, permissionsOf } from './permissions';
import { Simulation } from './simulation';
import { topologyOf } from './topology';
import { MoveDeclaration } from '../../../src/contract/declaration';
import { Finding } from '../../../src/contract/finding';
import { QUOTAS } from '../../../src/contract/quotas';
import { inWords } from '../../rehearsal/scenarios/journal';
import { Declared } from '../declaring/declare';
import { describeDerivation } from '../declaring/derivation';
import { Encoded } from '../output/encoded';

export interface PlanReport {
  readonly region: string;
  readonly accountId?: string;
  readonly vpnConnectionId: string;
  readonly declaration: MoveDeclaration;
  /** What followed from the estate, a sentence each. */
  readonly derived: readonly string[];
  readonly findings: { readonly against: readonly Finding[]; readonly accepted: readonly Finding[]; readonly notFound: readonly string[] };
  readonly remarks: readonly string[];
  readonly notAsked: readonly string[];
  readonly reservations: readonly string[];
  readonly digest: string;
  readonly lines: readonly string[];
  /** Absent where the move would not begin. */
  readonly course?: ExecutionReport;
  readonly onPremises: readonly string[];
  readonly interruption: InterruptionForecast & { readonly summary: string };
  readonly device: DeviceSheet & { readonly lines: readonly string[] };
  readonly permissions?: Permissions;
  readonly cost: string;
  readonly quotas: readonly string[];
  readonly ways: readonly Approach[];
  readonly topology: { readonly before: Encoded<'mermaid'>; readonly after?: Encoded<'mermaid'> };
}

export interface ExecutionReport {
  /** Findings that were taken as accepted to see it. */
  readonly assumed: readonly string[];
  readonly phases: readonly { readonly phase: string; readonly seconds: number }[];
  /** What the function does, in its own words, and when. */
  readonly steps: readonly { readonly seconds: number; readonly step: string }[];
  readonly failure?: string;
  readonly flows: FlowSummary & { readonly each: readonly FlowChange[] };
  readonly routes: { readonly before: readonly string[]; readonly during: readonly string[]; readonly after: readonly string[] };
  readonly interrupted: readonly string[];
  /** What is not as before once the move is undone again; nothing, as a rule. */
  readonly wayBack: readonly string[];
}

export interface ReportOf {
  readonly region: string;
  readonly accountId?: string;
  readonly declared: Declared;
  readonly simulation: Simulation;
  readonly createOnly?: CreateOnly;
}

export function reportOf({ region, accountId, declared, simulation, createOnly }: ReportOf): PlanReport {
  const { assessment, assessedFindings, execution, before } = simulation;
  const { declaration, snapshot, quotaUses } = assessment;
  const { vpnConnectionId, customerGateway } = declaration;
  const forecast = forecastOf(declaration, snapshot.connection, execution);
  const device = deviceSheetOf(assessment);
  return {
    region,
    ...accountId === undefined ? {} : { accountId },
    vpnConnectionId,
    declaration,
    derived: declared.derived.map(describeDerivation),
    findings: { against: assessedFindings.blocking, accepted: assessedFindings.accepted, notFound: assessedFindings.unmatched },
    remarks: simulation.notes.filter(({ id }) => !REPORTED_ELSEWHERE.has(id)).map(({ message }) => message),
    notAsked: simulation.notAsked,
    reservations: simulation.limitations,
    digest: simulation.digest,
    lines: simulation.lines,
    ...execution === undefined ? {} : { course: executionReportOf(execution) },
    onPremises: simulation.onPremises,
    interruption: { ...forecast, summary: describeForecast(forecast) },
    device: { ...device, lines: linesOfDevice(device, customerGateway !== undefined) },
    ...execution === undefined ? {} : {
      permissions: permissionsOf({ ...execution, before: new Set(Object.keys(before.state.transitGatewayAttachments)) },
        { region, accountId: accountId ?? '*' }),
    },
    cost: costOf(declaration),
    quotas: quotaUses.map(({ name, subject, wanted }) => {
      const { of, documented, serviceCode, quotaCode } = QUOTAS[name];
      return `${subject}: ${wanted} ${of}; ${documented === undefined ? 'AWS documents no single default' : `${documented} unless it was changed`} (${serviceCode} ${quotaCode})`;
    }),
    ways: approachesOf({ declaration, connection: snapshot.connection, blocking: assessedFindings.blocking, createOnly }),
    topology: {
      before: topologyOf(before, vpnConnectionId),
      ...execution === undefined ? {} : { after: topologyOf(execution.after, vpnConnectionId) },
    },
  };
}

/** How full the quotas get, what the device hears, and what no dry run proves, none of which was tried here. */
const REPORTED_ELSEWHERE = new Set(['quota-not-read', 'not-covered-by-dry-run', 'device-hears-today', 'device-will-hear']);

function executionReportOf(execution: NonNullable<Simulation['execution']>): ExecutionReport {
  const { journal, beganAt, failure } = execution;
  return {
    assumed: execution.assumed.map(({ id }) => id),
    phases: execution.phases,
    steps: journal.flatMap((entry) => inWords([entry]).map((step) => ({ seconds: (entry.at - beganAt) / 1000, step }))),
    ...failure === undefined ? {} : { failure },
    flows: { ...summaryOf(execution.flows), each: execution.flows },
    routes: execution.routes,
    interrupted: execution.interrupted,
    wayBack: execution.rollback.differences,
  };
}

const ATTACHMENT_PRICES = 'https://aws.amazon.com/transit-gateway/pricing/';

/** Prices differ by region and change, so none is named. */
function costOf({ from, to }: MoveDeclaration): string {
  const hours = 'the connection-hours of the VPN stay (https://aws.amazon.com/vpn/pricing/)';
  if (from.id === to.id || (from.kind === 'virtual-private-gateway' && to.kind === from.kind)) return `no other than before: ${hours}`;
  if (from.kind === to.kind) return `as before: one attachment by the hour and its data by the GB, on another gateway (${ATTACHMENT_PRICES}); ${hours}`;
  if (to.kind === 'transit-gateway') return `one more transit gateway attachment by the hour, and its data by the GB (${ATTACHMENT_PRICES}); ${hours}`;
  return `one transit gateway attachment by the hour less, and its data by the GB (${ATTACHMENT_PRICES}); ${hours}`;
}
