/**
 * Time and peak memory of `inventory` on 5,000 connections across 50 transit gateways, live from an embedded EC2 on loopback and from
 * the folder that this saves; and, of 1,000 connections, how long a person waits for the table, beside `node -e 0`. Each is the
 * bundled file in a process of its own.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { SystemClock } from '../../rehearsal/clock.js';
import { Ec2Endpoint } from '../../rehearsal/embedded-ec2/endpoint.js';
import { Network } from '../../rehearsal/embedded-ec2/network.js';
import { middleBy } from '../median.mjs';

const COMMAND = path.join(import.meta.dirname, '..', '..', '..', 'bin', 'cdk-site-to-site-vpn.js');
const REGION = 'eu-central-1';
const OUTPUT_MAX = 512 * 2 ** 20;

/** A saved estate of 1,000 connections is to be on the screen within a second. */
const SCREEN_TARGET_MS = 1_000;

/** Tells a process's peak memory when it ends, on a line of its own. */
const PEAK = 'process.on("exit", () => require("node:fs").writeSync(2, `\\npeak ${process.resourceUsage().maxRSS}\\n`));'; // eslint-disable-line no-template-curly-in-string

interface Size {
  readonly gateways: number;
  readonly perGateway: number;
}

export interface Measured {
  readonly what: string;
  readonly milliseconds: number;
  readonly peakMegabytes: number;
  readonly outputMegabytes: number;
}

/** @param rounds processes for each figure, of which the median is told */
export async function measureInventory(rounds: number): Promise<Measured[]> {
  const directory = await mkdtemp(path.join(tmpdir(), 'bench-inventory-'));
  try {
    const bench = new Bench(directory, rounds);
    await writeFile(bench.peakHook, PEAK);
    return [...await bench.large(), ...await bench.screen()];
  } finally {
    await rm(directory, { recursive: true });
  }
}

export function tableOf(rows: readonly Measured[], rounds: number): string {
  const head = `node ${process.version}, ${cpus().length} processors; medians of ${rounds} processes\n\n`;
  return head + rows.map(({ what, milliseconds, peakMegabytes, outputMegabytes }) => {
    const [time, memory] = [`${Math.round(milliseconds)} ms`, `at most ${Math.round(peakMegabytes)} MB of memory`];
    return `${what}\n  ${time}, ${memory}, ${outputMegabytes.toFixed(2)} MB printed\n`;
  }).join('');
}

class Bench {
  readonly peakHook: string;

  constructor(private readonly directory: string, private readonly rounds: number) {
    this.peakHook = path.join(directory, 'peak.cjs');
  }

  async large(): Promise<Measured[]> {
    const saved = path.join(this.directory, 'large');
    return withEc2({ gateways: 50, perGateway: 100 }, async (environment, calls) => {
      await this.run(['--save', saved], environment); // also warms the server
      const before = calls();
      const live = await this.measured('5,000 connections on 50 transit gateways, live, --json', ['--json'], environment);
      const perRound = (calls() - before) / this.rounds;
      return [
        { ...live, what: `${live.what} (${perRound} calls)` },
        await this.measured('5,000 connections on 50 transit gateways, saved, --json', ['--json', '--from', saved]),
        await this.measured('5,000 connections on 50 transit gateways, saved, table', ['--from', saved]),
      ];
    });
  }

  async screen(): Promise<Measured[]> {
    const saved = path.join(this.directory, 'screen');
    await withEc2({ gateways: 10, perGateway: 100 }, async (environment) => this.run(['--save', saved], environment));
    const table = await this.measured('1,000 connections on 10 transit gateways, saved, table', ['--from', saved]);
    const met = table.milliseconds <= SCREEN_TARGET_MS ? 'met' : 'missed';
    return [{ ...table, what: `${table.what} (target ${SCREEN_TARGET_MS} ms: ${met})` }, await this.nothing()];
  }

  private async measured(what: string, args: readonly string[], environment: Record<string, string> = {}): Promise<Measured> {
    const rounds: Omit<Measured, 'what'>[] = [];
    for (let round = 0; round < this.rounds; round += 1) rounds.push(await this.run(args, environment));
    return medianOf(what, rounds);
  }

  private async nothing(): Promise<Measured> {
    const rounds: Omit<Measured, 'what'>[] = [];
    for (let round = 0; round < this.rounds; round += 1) rounds.push(await this.timed(['--require', this.peakHook, '-e', '0'], {}));
    return medianOf('node -e 0', rounds);
  }

  private async run(args: readonly string[], environment: Record<string, string>): Promise<Omit<Measured, 'what'>> {
    return this.timed(['--require', this.peakHook, COMMAND, 'inventory', ...args], environment);
  }

  private async timed(args: readonly string[], environment: Record<string, string>): Promise<Omit<Measured, 'what'>> {
    const credentials = { AWS_REGION: REGION, AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret' };
    const began = performance.now();
    const { stdout, stderr } = await promisify(execFile)(process.execPath, args, {
      env: { PATH: process.env.PATH, ...credentials, ...environment }, maxBuffer: OUTPUT_MAX,
    });
    const kilobytes = Number(/^peak (\d+)$/m.exec(stderr)?.[1]);
    const milliseconds = performance.now() - began;
    return { milliseconds, peakMegabytes: kilobytes / 2 ** 10, outputMegabytes: Buffer.byteLength(stdout) / 2 ** 20 };
  }
}

async function withEc2<T>(
  { gateways, perGateway }: Size, use: (environment: Record<string, string>, calls: () => number) => Promise<T>,
): Promise<T> {
  const clock = new SystemClock();
  const network = new Network({ clock, accountId: '111122223333', region: REGION, latencies: { describeLagMs: 0 } });
  for (let gateway = 0; gateway < gateways; gateway += 1) seedGateway(network, gateway, perGateway);
  const endpoint = new Ec2Endpoint({ clock, network });
  try {
    const url = await endpoint.listen();
    return await use({ AWS_ENDPOINT_URL_EC2: url }, () => endpoint.calls.length);
  } finally {
    await endpoint.close();
  }
}

/** A gateway with a VPC that leads to it, and sites of two prefixes each, one in 25 of them down. */
function seedGateway({ seed }: Network, gateway: number, connections: number): void {
  const subnet = { az: `${REGION}a`, cidr: `10.${gateway}.0.0/24` };
  const { vpcId, subnetIds, mainRouteTableId } = seed.vpc({ cidr: `10.${gateway}.0.0/16`, subnets: [subnet] });
  const { transitGatewayId } = seed.transitGateway({ tags: { Name: `hub ${gateway}` } });
  seed.vpcAttachment({ transitGatewayId, vpcId, subnetIds });
  seed.routes(mainRouteTableId, [{ destination: '172.16.0.0/12', target: transitGatewayId }]);
  for (let site = 0; site < connections; site += 1) {
    const advertisedPrefixes = [0, 1].map((half) => `172.${16 + gateway % 16}.${(site * 2 + half) % 256}.0/24`);
    const tunnels = site % 25 === 0 ? 'DOWN' : 'UP';
    seed.vpnConnection({ on: transitGatewayId, routing: 'bgp', advertisedPrefixes, tags: { Name: `site ${gateway}-${site}` }, tunnels });
  }
}

function medianOf(what: string, rounds: readonly Omit<Measured, 'what'>[]): Measured {
  return { what, ...middleBy(rounds, ({ milliseconds }) => milliseconds) };
}
