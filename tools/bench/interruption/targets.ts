/** What a row has to reach, and the table for people that says beside each row whether it does. */
import { Row } from './measure';

export interface Verdict {
  readonly target: string;
  readonly reached: string;
  readonly met: boolean;
}

export function verdictsOn(row: Row): Verdict[] {
  const { overheadSeconds, boundSeconds, sequentialSeconds, ec2Calls, necessaryCalls } = row;
  const nearBound = {
    target: `at most ${BOUND_FACTOR_MAX} × bound`,
    reached: boundSeconds > 0 ? `${(overheadSeconds / boundSeconds).toFixed(2)} ×` : `${overheadSeconds} s where none is needed`,
    met: overheadSeconds <= BOUND_FACTOR_MAX * boundSeconds,
  };
  const fewCalls = {
    target: `at most ${CALLS_BESIDE_NECESSARY_MAX} calls beside the necessary`,
    reached: `${ec2Calls - necessaryCalls}`,
    met: ec2Calls - necessaryCalls <= CALLS_BESIDE_NECESSARY_MAX,
  };
  if (row.routes !== 1) return [nearBound, fewCalls];
  const farFromSequential = {
    target: `sequential at least ${SEQUENTIAL_FACTOR_MIN} × overhead`,
    reached: overheadSeconds > 0 ? `${(sequentialSeconds / overheadSeconds).toFixed(2)} ×` : `${sequentialSeconds} s beside none`,
    met: sequentialSeconds >= SEQUENTIAL_FACTOR_MIN * overheadSeconds,
  };
  return [nearBound, farFromSequential, fewCalls];
}

export function tableOf(rows: readonly Row[]): string {
  const cells = rows.map((row) => [
    row.direction, row.routing, String(row.routes),
    ...[row.overheadSeconds, row.boundSeconds, row.luckiestSeconds, row.sequentialSeconds, row.sequentialWithBackOffSeconds]
      .map((seconds) => seconds.toFixed(2)),
    String(row.ec2Calls), String(row.throttledCalls), String(row.necessaryCalls),
  ]);
  const widths = HEADINGS.map((heading, column) => Math.max(heading.length, ...cells.map((row) => row[column].length)));
  const aligned = (cell: string, column: number) => (column < 2 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]));
  const line = (row: readonly string[]) => row.map(aligned).join('  ');
  return [line(HEADINGS), ...rows.flatMap((row, index) => [line(cells[index]), ...verdictsOn(row).map(verdictLine)])].join('\n');
}

const BOUND_FACTOR_MAX = 1.2;
const SEQUENTIAL_FACTOR_MIN = 4;
const CALLS_BESIDE_NECESSARY_MAX = 20;

const HEADINGS = ['direction', 'routing', 'routes', 'overhead s', 'bound s', 'luckiest s', 'sequential s', 'back-off s', 'EC2 calls', 'throttled', 'necessary'];

function verdictLine({ target, reached, met }: Verdict): string {
  return `  ${met ? 'met    ' : 'NOT MET'}  ${target}: ${reached}`;
}
