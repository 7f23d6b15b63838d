/** The benchmark of the interruption: its bound is one, and its row for one route says what the issue of it asks for. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { boundOf } from '../../bench/interruption/bound';
import { Figures, FIGURES, latenciesOf } from '../../bench/interruption/figures';
import type { Row } from '../../bench/interruption/measure';
import { verdictsOn } from '../../bench/interruption/targets';

const ROOT = join(__dirname, '..', '..');

describe('the row for one route', () => {
  let row: Row;

  beforeAll(async () => {
    const commandLine = [require.resolve('tsx/cli'), 'bench/interruption.mts', '--json', '--routes', '1', '--seeds', '3'];
    const { stdout } = await promisify(execFile)(process.execPath, commandLine, { cwd: ROOT });
    [row] = (JSON.parse(stdout) as { interruption: Row[] }).interruption;
  });

  test('has the keys and the direction', () => {
    expect(row).toMatchObject({ direction: 'vgw-to-tgw', routing: 'static', routes: 1 });
    const numbers = [row.overheadSeconds, row.boundSeconds, row.sequentialSeconds, row.ec2Calls, row.necessaryCalls];
    expect(numbers.every((each) => Number.isFinite(each) && each > 0)).toBe(true);
  });

  test('stays above the bound on average and above the luckiest in every run', () => {
    expect(row.overheadSeconds).toBeGreaterThanOrEqual(row.boundSeconds);
    expect(row.overheadSecondsBySeed).toHaveLength(3);
    expect(Math.min(...row.overheadSecondsBySeed)).toBeGreaterThanOrEqual(row.luckiestSeconds);
  });

  test('interrupts for less time than the sequence with Terraform\'s waits', () => {
    expect(row.overheadSeconds).toBeLessThan(row.sequentialSeconds);
    expect(row.sequentialSeconds).toBeLessThanOrEqual(row.sequentialIfAllWaitAlikeSeconds);
  });

  test('makes every necessary call, and is never throttled', () => {
    expect(row.ec2Calls).toBeGreaterThanOrEqual(row.necessaryCalls);
    expect(row.throttledCalls).toBe(0);
    for (const operation of ['DeleteVpnConnectionRoute', 'ReplaceRoute', 'CreateRoute', 'CreateTransitGatewayRoute']) {
      expect(row.ec2CallsByOperation[operation]).toBe(1);
    }
  });

  test('is judged by each target', () => {
    expect(verdictsOn(row)).toHaveLength(3);
    expect(verdictsOn({ ...row, overheadSeconds: row.boundSeconds })[0].met).toBe(true);
    expect(verdictsOn({ ...row, overheadSeconds: 2 * row.boundSeconds })[0].met).toBe(false);
  });
});

describe('the bound', () => {
  test('is never below the luckiest run, and grows with the routes', () => {
    const bounds = [1, 10, 100].map((routes) => boundOf(routes, FIGURES));
    for (const { boundSeconds, luckiestSeconds } of bounds) expect(boundSeconds).toBeGreaterThanOrEqual(luckiestSeconds);
    expect(bounds.map((bound) => bound.boundSeconds)).toEqual([...bounds.map((bound) => bound.boundSeconds)].sort((a, b) => a - b));
  });

  test('waits for a lagging describe no longer than the best placed look does on average', () => {
    const waitedSeconds = boundOf(1, FIGURES).boundSeconds - boundOf(1, { ...FIGURES, describeLagMsMax: 0 }).boundSeconds;
    const everyPlace = Array.from({ length: 80 }, (_, index) => meanUntilSeen(index * 25, FIGURES));
    expect(Math.min(...everyPlace)).toBeGreaterThanOrEqual(1000 * waitedSeconds - 1);
  });

  test('is at what the latencies are made of', () => {
    const latencies = latenciesOf(FIGURES, 1);
    expect(latencies.provisioningMs).toBe(FIGURES.provisioningMs);
    expect(latencies.ikeMs).toBe(FIGURES.ikeMs);
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
