/** What came of the check: one row for each assumption, in a table for people or as JSON. */
import { CHECKED_NAMES } from './stages';
import { Finding } from './walk';
import { Assumption, AssumptionName, ASSUMPTIONS } from '../table';

export const VERDICTS = {
  'as-assumed': 'as assumed',
  'another-known-answer': 'otherwise, and rehearsed',
  'not-foreseen': 'NOT FORESEEN',
  'not-seen': 'not seen',
  'not-checked': 'by hand',
} as const;

export type Verdict = keyof typeof VERDICTS;

export interface Row {
  readonly name: AssumptionName;
  readonly expected: string;
  readonly seen?: string;
  readonly verdict: Verdict;
  /** Why it was not seen, or what was seen besides. */
  readonly remark?: string;
  /** For what the program cannot check. */
  readonly commands?: readonly string[];
}

export function rowsOf(findings: ReadonlyMap<AssumptionName, Finding>, names: readonly AssumptionName[]): Row[] {
  return ASSUMPTIONS.filter(({ name }) => names.includes(name)).map((assumption) => rowOf(assumption, findings.get(assumption.name)));
}

/** The table, and beneath it how to check by hand what it could not. */
export function tableOf(rows: readonly Row[]): string {
  const cells = [
    ['assumption', 'expected', 'seen', 'verdict'],
    ...rows.filter(({ verdict }) => verdict !== 'not-checked').map((row) => [row.name, row.expected, row.seen ?? '-', VERDICTS[row.verdict]]),
  ];
  const widths = cells[0].map((_, column) => Math.max(...cells.map((row) => row[column].length)));
  const lines = cells.map((row) => row.map((cell, column) => cell.padEnd(widths[column])).join('  ').trimEnd());
  const notes = rows.filter(({ remark: note, verdict }) => note !== undefined && verdict !== 'not-checked').map(({ name, remark: note }) => `${name}: ${note}`);
  const byHand = rows.filter(({ commands }) => commands !== undefined).flatMap(({ name, commands = [] }) => [name, ...commands.map((command) => `  ${command}`)]);
  return [
    ...lines,
    ...notes.length === 0 ? [] : ['', ...notes],
    ...byHand.length === 0 ? [] : ['', 'Not checked; by hand, with docs/aws-assumptions.md:', ...byHand],
    '',
    summaryOf(rows),
    '',
  ].join('\n');
}

function summaryOf(rows: readonly Row[]): string {
  const counts = (Object.keys(VERDICTS) as Verdict[]).map((verdict) => `${rows.filter((row) => row.verdict === verdict).length} ${VERDICTS[verdict]}`);
  return `${counts.join(', ')}.`;
}

function rowOf({ name, expected, values, commands }: Assumption, finding: Finding | undefined): Row {
  if (!CHECKED_NAMES.includes(name)) return { name, expected, verdict: 'not-checked', commands };
  if (finding?.seen === undefined) return { name, expected, verdict: 'not-seen', remark: finding?.reason ?? 'the check did not get so far' };
  const { seen: observed, remark: note } = finding;
  return { name, expected, seen: observed, verdict: verdictOf(observed, expected, values), remark: note };
}

/** A rule has no switch: that it does not hold was never rehearsed. */
function verdictOf(observed: string, expected: string, values: readonly string[]): Verdict {
  if (observed === expected) return 'as-assumed';
  return values.includes(observed) && observed !== 'does-not-hold' ? 'another-known-answer' : 'not-foreseen';
}
