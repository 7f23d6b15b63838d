/** Plays the move and the sequence it is compared with against the embedded EC2, each with every seed, and makes one row of it. */
import { boundOf } from './bound';
import { Figures, FIGURES, latenciesOf } from './figures';
import { DOCUMENTED_ROUTE_WAIT, moveAsTerraformWaits, ROUTE_WAIT_LIKE_CONNECTION, Wait } from './sequential';
import { VirtualClock } from '../../rehearsal/clock';
import { CallRecord } from '../../rehearsal/contracts';
import { EmbeddedAws } from '../../rehearsal/embedded-aws';
import { Network } from '../../rehearsal/embedded-ec2/network';
import { InterruptionRecorder } from '../../rehearsal/flows/interruption';
import { Applications } from '../../rehearsal/scenarios/application';
import { EstateOptions, seedEstate } from '../../rehearsal/scenarios/estate';
import { ProvisioningRecorder } from '../../rehearsal/scenarios/measures';

/** One direction with one number of routes; seconds are means over the seeds. */
export interface Row {
  readonly direction: 'vgw-to-tgw';
  readonly routing: 'static';
  readonly routes: number;
  /** The interruption less what EC2 and the device took. */
  readonly overheadSeconds: number;
  readonly overheadSecondsBySeed: readonly number[];
  readonly boundSeconds: number;
  readonly luckiestSeconds: number;
  /** The same overhead of the sequence with Terraform's documented waits. */
  readonly sequentialSeconds: number;
  /** The same if its routes and associations waited like its connection: no target, but it shows what hangs on that. */
  readonly sequentialIfAllWaitAlikeSeconds: number;
  /** The most of any seed; without the reads between the modify and the connection being available. */
  readonly ec2Calls: number;
  readonly ec2CallsByOperation: Readonly<Record<string, number>>;
  /** Calls that EC2 refused for being too many, of those. */
  readonly throttledCalls: number;
  readonly necessaryCalls: number;
}

export async function measureRow(routes: number, seeds: readonly number[], figures: Figures = FIGURES): Promise<Row> {
  const moves: Move[] = [];
  const sequential: number[] = [];
  const sequentialIfAllWaitAlike: number[] = [];
  for (const seed of seeds) {
    moves.push(await measureMove(routes, seed, figures));
    sequential.push(await measureSequential(routes, seed, figures, DOCUMENTED_ROUTE_WAIT));
    sequentialIfAllWaitAlike.push(await measureSequential(routes, seed, figures, ROUTE_WAIT_LIKE_CONNECTION));
  }
  const overheads = moves.map((move) => move.overheadSeconds);
  const busiest = moves.reduce((most, move) => (move.calls.length > most.calls.length ? move : most));
  return {
    direction: 'vgw-to-tgw',
    routing: 'static',
    routes,
    overheadSeconds: mean(overheads),
    overheadSecondsBySeed: overheads,
    ...boundOf(routes, figures),
    sequentialSeconds: mean(sequential),
    sequentialIfAllWaitAlikeSeconds: mean(sequentialIfAllWaitAlike),
    ec2Calls: busiest.calls.length,
    ec2CallsByOperation: countByOperation(busiest.calls),
    throttledCalls: busiest.calls.filter((call) => call.error === 'RequestLimitExceeded').length,
    necessaryCalls: busiest.necessaryCalls,
  };
}

/** The network gets this long to come to rest before flows are compared. */
const REST_MS = 60_000;

interface Move {
  readonly overheadSeconds: number;
  readonly calls: readonly CallRecord[];
  readonly necessaryCalls: number;
}

async function measureMove(routes: number, seed: number, figures: Figures): Promise<Move> {
  const aws = await EmbeddedAws.start({ latencies: latenciesOf(figures, seed), apiLatencyMs: figures.apiCallMs });
  const applications = new Applications();
  try {
    const estate = seedEstate(aws.network, estateOptions(routes));
    const overhead = new OverheadRecorder(aws.network, estate.vpnConnectionId, networks(routes));
    const deployment = await aws.cloudFormation.deploy(applications.withMigration(estate));
    if (!deployment.succeeded) throw new Error(`the move of ${routes} routes failed: ${deployment.failures[0].reason}`);
    await aws.clock.sleep(REST_MS);
    if (aws.defects.length > 0) throw aws.defects[0];
    const { seconds, provisioned } = overhead.finish();
    const backupAt = aws.dynamoDb.calls.find((call) => call.operation === 'PutItem')?.at ?? 0;
    // Dry runs are the findings' own, and change nothing.
    const ec2Calls = aws.ec2Calls.filter((call) => !call.dryRun);
    const findingsReads = ec2Calls.filter((call) => call.at < backupAt).length;
    return {
      overheadSeconds: seconds,
      calls: ec2Calls.filter((call) => call.mutating || call.at < provisioned.from || call.at >= provisioned.until),
      necessaryCalls: changesOf(routes) + findingsReads,
    };
  } finally {
    applications.remove();
    await aws.close();
  }
}

async function measureSequential(routes: number, seed: number, figures: Figures, routeWait: Wait): Promise<number> {
  const clock = new VirtualClock();
  const network = new Network({ clock, latencies: latenciesOf(figures, seed) });
  const estate = seedEstate(network, estateOptions(routes));
  const overhead = new OverheadRecorder(network, estate.vpnConnectionId, networks(routes));
  await moveAsTerraformWaits({ network, clock, figures, routeWait }, estate, networks(routes));
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
    this.provisioning = new ProvisioningRecorder(network, vpnConnectionId);
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

function estateOptions(routes: number): EstateOptions {
  return { move: 'vgw-to-tgw', routing: 'static', onPremises: networks(routes) };
}

function networks(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `10.${index + 1}.0.0/16`);
}

/**
 * A route is taken from the connection, pointed elsewhere in the VPC table with static routes, made in the one that had
 * propagated it, and made on the transit gateway; and the modify.
 */
function changesOf(routes: number): number {
  return 4 * routes + 1;
}

function countByOperation(calls: readonly CallRecord[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { operation } of calls) counts[operation] = (counts[operation] ?? 0) + 1;
  return counts;
}

function mean(values: readonly number[]): number {
  return Math.round(values.reduce((sum, value) => sum + value, 0) / values.length * 1000) / 1000;
}
