/** Plays the move and the sequence it is compared with against the embedded EC2, each with every seed, and makes one row of it. */
import { boundOf, changesOf, Direction, DIRECTIONS } from './bound';
import { Figures, FIGURES, latenciesOf } from './figures';
import { BACK_OFF, DOCUMENTED_WAIT, moveAsTerraformWaits, Wait } from './sequential';
import { VirtualClock } from '../../rehearsal/clock';
import { CallRecord } from '../../rehearsal/contracts';
import { EmbeddedAws } from '../../rehearsal/embedded-aws';
import { Network } from '../../rehearsal/embedded-ec2/network';
import { InterruptionRecorder } from '../../rehearsal/flows/interruption';
import { LogLine } from '../../rehearsal/lambda-runtime/local-lambda';
import { Applications } from '../../rehearsal/scenarios/application';
import { EstateOptions, seedEstate } from '../../rehearsal/scenarios/estate';
import { ProvisioningRecorder } from '../../rehearsal/scenarios/measures';

/** One direction with one number of routes; seconds are means over the seeds. */
export interface Row {
  readonly direction: Direction;
  readonly routing: 'static';
  readonly routes: number;
  /** The interruption less what EC2 and the device took. */
  readonly overheadSeconds: number;
  readonly overheadSecondsBySeed: readonly number[];
  readonly boundSeconds: number;
  readonly luckiestSeconds: number;
  /** The same overhead of the sequence with Terraform's documented waits: 10 s before the first look and between looks. */
  readonly sequentialSeconds: number;
  /** The same if its routes, associations and attachments had the provider's back-off instead, and only its connection those waits. */
  readonly sequentialWithBackOffSeconds: number;
  /** The most of any seed; without the reads between the modify and the connection being available. */
  readonly ec2Calls: number;
  readonly ec2CallsByOperation: Readonly<Record<string, number>>;
  /** Calls that EC2 refused for being too many, of those. */
  readonly throttledCalls: number;
  /** Each route removed or added in each place, the modify, and the findings' own reads. */
  readonly necessaryCalls: number;
  /** Those of them that were made before the backup was written. */
  readonly findingsReads: number;
}

/** How many networks are behind the VPN, each a route. */
const ROUTES: readonly number[] = [1, 10, 100];

/** Far apart, because neighbouring small seeds all begin with the same luck. */
export function seedsOf(count: number): number[] {
  return Array.from({ length: count }, (_, index) => 20_261_120 + index * 104_729);
}

export async function measureRows(
  seeds: readonly number[], directions: readonly Direction[] = DIRECTIONS, numbersOfRoutes: readonly number[] = ROUTES,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const direction of directions) {
    for (const routes of numbersOfRoutes) rows.push(await measureRow(direction, routes, seeds));
  }
  return rows;
}

async function measureRow(direction: Direction, routes: number, seeds: readonly number[]): Promise<Row> {
  const moves: Move[] = [];
  const sequential: number[] = [];
  const sequentialWithBackOff: number[] = [];
  const estate: DirectedEstate = { move: direction, routing: 'static', onPremises: networks(routes) };
  for (const seed of seeds) {
    moves.push(await measureMove(estate, seed, FIGURES));
    sequential.push(await measureSequential(estate, seed, FIGURES, DOCUMENTED_WAIT));
    sequentialWithBackOff.push(await measureSequential(estate, seed, FIGURES, BACK_OFF));
  }
  const overheads = moves.map((move) => move.overheadSeconds);
  const busiest = moves.reduce((most, move) => (move.calls.length > most.calls.length ? move : most));
  return {
    direction,
    routing: 'static',
    routes,
    overheadSeconds: mean(overheads),
    overheadSecondsBySeed: overheads,
    ...boundOf(direction, routes, FIGURES),
    sequentialSeconds: mean(sequential),
    sequentialWithBackOffSeconds: mean(sequentialWithBackOff),
    ec2Calls: busiest.calls.length,
    ec2CallsByOperation: countByOperation(busiest.calls),
    throttledCalls: busiest.calls.filter((call) => call.error === 'RequestLimitExceeded').length,
    necessaryCalls: changesOf(direction, routes) + busiest.findingsReads,
    findingsReads: busiest.findingsReads,
  };
}

/** The network gets this long to come to rest before flows are compared. */
const REST_MS = 60_000;

interface DirectedEstate extends EstateOptions {
  readonly move: Direction;
  readonly onPremises: readonly string[];
}

interface Move {
  readonly overheadSeconds: number;
  readonly calls: readonly CallRecord[];
  readonly findingsReads: number;
}

async function measureMove(options: DirectedEstate, seed: number, figures: Figures): Promise<Move> {
  const logs: LogLine[] = [];
  const aws = await EmbeddedAws.start({
    latencies: latenciesOf(figures, seed), apiLatencyMs: figures.apiCallMs, onLog: (line) => void logs.push(line),
  });
  const applications = new Applications();
  try {
    const estate = seedEstate(aws.network, options);
    const overhead = new OverheadRecorder(aws.network, estate.vpnConnectionId, options.onPremises);
    const deployment = await aws.cloudFormation.deploy(applications.withMigration(estate));
    if (!deployment.succeeded) throw new Error(`${options.move} with ${options.onPremises.length} routes failed: ${deployment.failures[0].reason}`);
    await aws.clock.sleep(REST_MS);
    if (aws.defects.length > 0) throw aws.defects[0];
    const { seconds, provisioned } = overhead.finish();
    const backupAt = instantOfBackup(logs);
    // Dry runs are the findings' own, and change nothing.
    const calls = aws.ec2Calls.filter((call) => !call.dryRun);
    return {
      overheadSeconds: seconds,
      calls: calls.filter((call) => call.mutating || call.at < provisioned.from || call.at >= provisioned.until),
      findingsReads: calls.filter((call) => call.at < backupAt).length,
    };
  } finally {
    applications.remove();
    await aws.close();
  }
}

/** The function says when it had written the backup; everything it asked before was for the findings. */
function instantOfBackup(logs: readonly LogLine[]): number {
  const line = logs.find(({ text }) => text.includes('"event":"backup"'));
  if (line === undefined) throw new Error('no log line tells when the backup was written');
  return line.at;
}

async function measureSequential(options: DirectedEstate, seed: number, figures: Figures, wait: Wait): Promise<number> {
  const clock = new VirtualClock();
  const network = new Network({ clock, latencies: latenciesOf(figures, seed) });
  const estate = seedEstate(network, options);
  const overhead = new OverheadRecorder(network, estate.vpnConnectionId, options.onPremises);
  await moveAsTerraformWaits({ network, clock, figures, wait }, options.move, estate, options.onPremises);
  await clock.sleep(REST_MS);
  return overhead.finish().seconds;
}

/** Measures one move's interruption beyond provisioning, and when it was that EC2 provisioned. */
class OverheadRecorder {
  private readonly interruption: InterruptionRecorder;
  private readonly provisioning: ProvisioningRecorder;
  private modifiedAt: number | undefined;
  private availableAt: number | undefined;

  constructor(private readonly network: Network, private readonly vpnConnectionId: string, onPremises: readonly string[]) {
    this.interruption = new InterruptionRecorder(network, onPremises);
    this.provisioning = new ProvisioningRecorder(network, [vpnConnectionId]);
    network.onChange((at) => this.observe(at));
  }

  finish(): { readonly seconds: number; readonly provisioned: { readonly from: number; readonly until: number } } {
    const { interruptionSeconds, lostFlows } = this.interruption.finish();
    if (lostFlows.length > 0) throw new Error(`${lostFlows.length} flows were lost, so there is nothing to compare`);
    if (this.modifiedAt === undefined || this.availableAt === undefined) throw new Error(`${this.vpnConnectionId} was not moved`);
    const milliseconds = Math.round((interruptionSeconds - this.provisioning.seconds) * 1000);
    return { seconds: milliseconds / 1000, provisioned: { from: this.modifiedAt, until: this.availableAt } };
  }

  private observe(at: number): void {
    const { modification } = this.network.view.state.vpnConnections[this.vpnConnectionId];
    if (modification !== undefined) this.modifiedAt ??= at;
    else if (this.modifiedAt !== undefined) this.availableAt ??= at;
  }
}

function networks(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `10.${index + 1}.0.0/16`);
}

function countByOperation(calls: readonly CallRecord[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { operation } of calls) counts[operation] = (counts[operation] ?? 0) + 1;
  return counts;
}

function mean(values: readonly number[]): number {
  return Math.round(values.reduce((sum, value) => sum + value, 0) / values.length * 1000) / 1000;
}
