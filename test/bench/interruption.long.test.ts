/** The benchmark of the interruption: its bound is one, and its rows say in each direction what the issue of it asks for. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { boundOf, changesOf, Direction, DIRECTIONS } from '../../tools/bench/interruption/bound';
import { Figures, FIGURES, latenciesOf } from '../../tools/bench/interruption/figures';
import type { Row } from '../../tools/bench/interruption/measure';
import { tableOf, verdictsOn } from '../../tools/bench/interruption/targets';

const ROOT = join(__dirname, '..', '..');
const SEEDS = 2;

let rows: Row[];

beforeAll(async () => {
  const commandLine = [require.resolve('tsx/cli'), 'tools/bench/interruption.mts', '--json', '--routes', '1', '--routes', '10', '--seeds', String(SEEDS)];
  const { stdout } = await promisify(execFile)(process.execPath, commandLine, { cwd: ROOT });
  rows = (JSON.parse(stdout) as { interruption: Row[] }).interruption;
}, 300_000);

test('there is a row for each direction and number of routes', () => {
  expect(rows.map(({ direction, routing, routes }) => `${direction} ${routing} ${routes}`))
    .toEqual(DIRECTIONS.flatMap((direction) => [1, 10].map((routes) => `${direction} static ${routes}`)));
});

describe.each(DIRECTIONS.flatMap((direction) => [1, 10].map((routes) => ({ direction, routes }))))('$direction, $routes routes', ({ direction, routes }) => {
  let row: Row;

  beforeAll(() => {
    row = rows.find((each) => each.direction === direction && each.routes === routes)!;
  });

  test('has numbers for all keys', () => {
    const numbers = [row.overheadSeconds, row.boundSeconds, row.sequentialSeconds, row.ec2Calls, row.necessaryCalls];
    expect(numbers.every((each) => Number.isFinite(each) && each >= 0)).toBe(true);
  });

  test('stays above the bound on average and above the luckiest in every run', () => {
    expect(row.overheadSeconds).toBeGreaterThanOrEqual(row.boundSeconds);
    expect(row.overheadSecondsBySeed).toHaveLength(SEEDS);
    expect(Math.min(...row.overheadSecondsBySeed)).toBeGreaterThanOrEqual(row.luckiestSeconds);
  });

  test('reaches every target', () => {
    const verdicts = verdictsOn(row);
    expect(verdicts).toHaveLength(routes === 1 ? 3 : 2);
    expect(verdicts.filter((decision) => !decision.met)).toEqual([]);
  });

  test('makes every necessary change once, and is never throttled', () => {
    expect(row.throttledCalls).toBe(0);
    // It is also tried dry, which is the findings' own and not counted.
    expect(row.ec2CallsByOperation.ModifyVpnConnection).toBe(1);
    for (const operation of CHANGES[direction]) {
      expect(row.ec2CallsByOperation[operation]).toBe(routes * (operation === twiceReplaced(direction) ? 2 : 1));
    }
    expect(CHANGES[direction].reduce((sum, operation) => sum + row.ec2CallsByOperation[operation], 1)).toBe(changesOf(direction, routes));
    expect(row.necessaryCalls - row.findingsReads).toBe(changesOf(direction, routes));
  });

  test('takes no longer than the sequence with Terraform\'s waits, however they are read', () => {
    expect(row.overheadSeconds).toBeLessThanOrEqual(row.sequentialWithBackOffSeconds);
    expect(row.sequentialWithBackOffSeconds).toBeLessThanOrEqual(row.sequentialSeconds);
  });
});

/** The operations that remove or add routes. */
const CHANGES: Readonly<Record<Direction, readonly string[]>> = {
  'vgw-to-tgw': ['DeleteVpnConnectionRoute', 'ReplaceRoute', 'CreateRoute', 'CreateTransitGatewayRoute'],
  'tgw-to-vgw': ['DeleteTransitGatewayRoute', 'ReplaceRoute', 'DeleteRoute', 'CreateVpnConnectionRoute'],
  'tgw-to-tgw': ['DeleteTransitGatewayRoute', 'ReplaceRoute', 'CreateTransitGatewayRoute'],
  'vgw-to-vgw': ['ReplaceRoute'],
  'customer-gateway': [],
};

/** Both VPC tables lead to a transit gateway by static routes. */
function twiceReplaced(direction: Direction): string | undefined {
  return direction === 'tgw-to-tgw' ? 'ReplaceRoute' : undefined;
}

describe('the targets', () => {
  const judged = (changes: Partial<Row>) => verdictsOn({ ...rows[0], ...changes }).map((decision) => decision.met);

  test('are missed beyond 1.2 times the bound, below a quarter of the sequence, and with 21 calls more', () => {
    const just = { boundSeconds: 10, overheadSeconds: 12, sequentialSeconds: 48, ec2Calls: 39, necessaryCalls: 19 };
    expect(judged(just)).toEqual([true, true, true]);
    expect(judged({ ...just, overheadSeconds: 12.01, ec2Calls: 40 })).toEqual([false, false, false]);
  });

  test('leave nothing where nothing is needed', () => {
    expect(judged({ boundSeconds: 0, overheadSeconds: 0, sequentialSeconds: 0 }).slice(0, 2)).toEqual([true, true]);
    expect(judged({ boundSeconds: 0, overheadSeconds: 0.1, sequentialSeconds: 0 }).slice(0, 2)).toEqual([false, false]);
  });

  test('stand beside each row of the table', () => {
    const table = tableOf(rows);
    expect(table.split('\n')).toHaveLength(1 + rows.length + rows.flatMap(verdictsOn).length);
    expect(table).not.toMatch(/NaN|Infinity|undefined/);
  });
});

describe('the bound', () => {
  test.each(DIRECTIONS)('%s: is never below the luckiest run, and grows with the routes', (direction) => {
    const bounds = [1, 10, 100].map((routes) => boundOf(direction, routes, FIGURES));
    for (const { boundSeconds, luckiestSeconds } of bounds) expect(boundSeconds).toBeGreaterThanOrEqual(luckiestSeconds);
    expect(bounds.map((bound) => bound.boundSeconds)).toEqual([...bounds.map((bound) => bound.boundSeconds)].sort((a, b) => a - b));
  });

  test.each<[Direction, number, number]>([
    // 10 s until the bucket admits the last of 100 calls, 2 s to settle, 1.12 s to see it; then the same less 5 s for the device.
    ['vgw-to-tgw', 1, 3.12], ['vgw-to-tgw', 100, 13.12 + 8.12],
    ['tgw-to-tgw', 1, 0.12], ['tgw-to-tgw', 100, 10.12 + 8.12],
    ['tgw-to-vgw', 1, 0.12], ['tgw-to-vgw', 100, 10.12 + 8.12],
    ['vgw-to-vgw', 100, 0], ['customer-gateway', 100, 0],
  ])('%s with %i routes is what the figures make of it', (direction, routes, seconds) => {
    expect(boundOf(direction, routes, FIGURES).boundSeconds).toBeCloseTo(seconds);
  });

  test('counts what EC2 does beside provisioning only where that takes longer', () => {
    const slow = { ...FIGURES, vpnGatewayAttachmentMs: 60_000 };
    expect(boundOf('vgw-to-vgw', 1, slow).boundSeconds).toBeCloseTo(2 * (60 + 1.12) - 25);
  });

  test('waits for a lagging describe no longer than the best placed look does on average', () => {
    const waitedSeconds = boundOf('vgw-to-tgw', 1, FIGURES).boundSeconds - boundOf('vgw-to-tgw', 1, { ...FIGURES, describeLagMsMax: 0 }).boundSeconds;
    const everyPlace = Array.from({ length: 80 }, (_, index) => meanUntilSeen(index * 25, FIGURES));
    expect(Math.min(...everyPlace)).toBeGreaterThanOrEqual(1000 * waitedSeconds - 1);
  });

  test('is at what the latencies are made of', () => {
    const latencies = latenciesOf(FIGURES, 1);
    expect(latencies.provisioningMs).toBe(FIGURES.provisioningMs);
    expect(latencies.ikeMs).toBe(FIGURES.ikeMs);
    expect(latencies.vpnGatewayAttachmentMs).toBe(FIGURES.vpnGatewayAttachmentMs);
  });
});

/** From an event until a look shows it, for a first look so long after the event and then one each poll, over all lags. */
function meanUntilSeen(firstLookMs: number, { describeLagMsMax, pollMs }: Figures): number {
  const lags = Array.from({ length: describeLagMsMax }, (_, index) => index + 0.5);
  const chanceToSee = (lookMs: number) => lags.filter((lag) => lag <= lookMs).length / lags.length;
  let [mean, unseen] = [0, 1];
  for (let look = firstLookMs; unseen > 0; look += pollMs) {
    mean += unseen * chanceToSee(look) * look;
    unseen *= 1 - chanceToSee(look);
  }
  return mean;
}
