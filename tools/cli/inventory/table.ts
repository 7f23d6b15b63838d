/** Connections and findings as lines for people: as many columns as the terminal is wide enough for, the most telling first. */
import { Finding, FINDING_KINDS, FindingKind } from './findings';
import { Row, TunnelOfRow } from './rows';
import { printable } from '../../../src/contract/printable-text';
import { Estate } from '../estate/estate';

interface Column {
  readonly heading: string;
  readonly cell: (row: Row) => string;
  /** Longer texts are cut; ids never are. */
  readonly widthMax?: number;
}

const GAP = '  ';
const SUBJECTS_MAX = 10;

/** In the order in which they are shown. */
const COLUMNS = {
  region: { heading: 'REGION', cell: (row) => row.region },
  id: { heading: 'CONNECTION', cell: (row) => row.vpnConnectionId },
  name: { heading: 'NAME', cell: (row) => row.name ?? '-', widthMax: 24 },
  state: { heading: 'STATE', cell: (row) => row.state },
  target: { heading: 'TARGET', cell: (row) => row.target.id ?? row.target.kind },
  routing: { heading: 'ROUTING', cell: (row) => row.routing },
  tunnels: { heading: 'TUNNELS (ROUTES)', cell: (row) => row.tunnels.map(tunnelText).join(' ') || '-' },
  since: { heading: 'SINCE', cell: (row) => lastChangeOf(row.tunnels) },
  device: { heading: 'DEVICE', cell: (row) => row.customerGateway?.ipAddress ?? '-' },
  customerGateway: { heading: 'CUSTOMER GATEWAY', cell: (row) => row.customerGateway?.id ?? '-' },
  static: { heading: 'STATIC ROUTES', cell: (row) => row.staticRoutes.map((route) => route.destination).join(' ') || '-', widthMax: 40 },
  vpcTables: { heading: 'VPC TABLES', cell: (row) => row.vpcRouteTables.map((table) => table.routeTableId).join(' ') || '-', widthMax: 46 },
  attachment: { heading: 'ATTACHMENT', cell: (row) => row.attachment?.id ?? '-' },
  association: { heading: 'ASSOCIATION', cell: (row) => row.attachment?.association?.routeTableId ?? '-' },
  category: { heading: 'CATEGORY', cell: (row) => row.category ?? '-' },
} as const satisfies Record<string, Column>;

/** What comes first when not all fit. */
const BY_IMPORTANCE: readonly (keyof typeof COLUMNS)[] = [
  'id', 'target', 'tunnels', 'state', 'routing', 'name', 'device', 'since', 'customerGateway', 'static', 'vpcTables', 'attachment',
  'association', 'category',
];

/** @param width of the terminal; Infinity where nobody looks */
export function tableOf(rows: readonly Row[], width: number): string[] {
  if (rows.length === 0) return ['no connections'];
  const severalRegions = new Set(rows.map((row) => row.region)).size > 1;
  const columns = fitting(rows, severalRegions ? ['region', ...BY_IMPORTANCE] : BY_IMPORTANCE, width);
  const lines = [columns.map(({ heading }) => heading), ...rows.map((row) => columns.map((column) => cellOf(column, row)))];
  const widths = columns.map((_, index) => Math.max(...lines.map((line) => line[index].length)));
  return lines.map((line) => line.map((cell, index) => cell.padEnd(widths[index])).join(GAP).trimEnd());
}

/** The sentences after the table: what is not shown, and what could not be read. */
export function notesOf(estates: readonly Estate[], all: readonly Row[], shown: readonly Row[]): string[] {
  const deleted = all.filter((row) => row.state === 'deleted' && !shown.includes(row)).length;
  const counted = `${shown.length} of ${all.length - deleted} connection${all.length - deleted === 1 ? '' : 's'}`;
  const gaps = estates.flatMap(({ region, gaps: left }) => left.map((gap) => ({ region, ...gap })));
  return [
    `${counted}${deleted === 0 ? '' : `; ${deleted} deleted not shown (--state deleted)`}`,
    ...gaps.length === 0 ? [] : ['', 'Not read, so what depends on it is missing above:', ...grouped(gaps)],
  ];
}

export function findingLines(findings: readonly Finding[]): string[] {
  if (findings.length === 0) return ['Nothing needs a look.'];
  const kinds = (Object.keys(FINDING_KINDS) as FindingKind[]).filter((kind) => findings.some((each) => each.kind === kind));
  return ['Worth a look:', ...kinds.flatMap((kind) => kindLines(kind, findings.filter((each) => each.kind === kind)))];
}

function kindLines(kind: FindingKind, findings: readonly Finding[]): string[] {
  const lines = findings.slice(0, SUBJECTS_MAX).map(({ subject, text }) => `    ${subject}  ${text}`.trimEnd());
  const more = findings.length - lines.length;
  return ['', `  ${FINDING_KINDS[kind]} (${findings.length}):`, ...lines, ...more > 0 ? [`    and ${more} more, which --json lists`] : []];
}

/** Many tables miss the same thing for the same reason. */
function grouped(gaps: readonly { readonly region: string; readonly described: string; readonly why: string }[]): string[] {
  const groups = new Map<string, string[]>();
  for (const { region, described, why } of gaps) {
    const [command, subject] = described.split(' of ');
    const key = `${command} in ${region}: ${why}`;
    groups.set(key, [...groups.get(key) ?? [], ...subject === undefined ? [] : [subject]]);
  }
  return [...groups].map(([text, subjects]) => {
    const more = subjects.length > 3 ? ` and ${subjects.length - 3} more` : '';
    return `    ${text}${subjects.length === 0 ? '' : ` (${subjects.slice(0, 3).join(', ')}${more})`}`;
  });
}

/** The most important columns that fit, in the order in which they are shown; always one. */
function fitting(rows: readonly Row[], names: readonly (keyof typeof COLUMNS)[], width: number): Column[] {
  const chosen = new Set<string>();
  let left = width + GAP.length;
  for (const name of names) {
    const column = COLUMNS[name];
    left -= GAP.length + rows.reduce((most, row) => Math.max(most, cellOf(column, row).length), column.heading.length);
    if (left < 0 && chosen.size > 0) break;
    chosen.add(name);
  }
  return Object.entries(COLUMNS).filter(([name]) => chosen.has(name)).map(([, column]) => column);
}

function cellOf({ cell, widthMax }: Column, row: Row): string {
  const text = printable(cell(row));
  return widthMax === undefined || text.length <= widthMax ? text : `${text.slice(0, widthMax - 1)}…`;
}

function tunnelText({ status, acceptedRouteCount }: TunnelOfRow): string {
  return `${status ?? '?'}(${acceptedRouteCount ?? '?'})`;
}

function lastChangeOf(tunnels: readonly TunnelOfRow[]): string {
  const latest = Math.max(...tunnels.map(({ since }) => since?.getTime() ?? -Infinity));
  return latest === -Infinity ? '-' : new Date(latest).toISOString().slice(0, 16).replace('T', ' ');
}
