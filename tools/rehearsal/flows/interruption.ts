/**
 * Measures how long which on-premises CIDR was cut off: it follows every change of the network, at the instant at which
 * the change took effect, so that the result does not depend on when anybody looked.
 */
import { Flow, flowTable, keyOfFlow, lostFlows, onPremisesCidrsOf } from './flow-oracle';
import { Network } from '../embedded-ec2/network';

/** A stretch of time in which a CIDR was cut off; `until` is absent while it lasts. */
export interface Outage {
  readonly onPremisesCidr: string;
  readonly from: number;
  readonly until?: number;
}

export interface InterruptionReport {
  readonly before: readonly Flow[];
  readonly after: readonly Flow[];
  /** Worked before, do not work after. */
  readonly lostFlows: readonly Flow[];
  /** For each CIDR that had a working flow: for how long any of these was down. */
  readonly secondsByCidr: Readonly<Record<string, number>>;
  /** For how long any CIDR was cut off. */
  readonly interruptionSeconds: number;
  /** From the first cut to the last recovery, or to now when something is still down. */
  readonly windowSeconds: number;
  readonly outages: readonly Outage[];
}

export class InterruptionRecorder {
  readonly before: readonly Flow[];
  private readonly onPremisesCidrs: readonly string[];
  private readonly expected: ReadonlyMap<string, Flow>;
  private readonly down = new Map<string, number>();
  private readonly ended: Outage[] = [];
  private readonly unsubscribe: () => void;
  private anyDownSince: number | undefined;
  private anyDownMs = 0;

  /** Starts recording; the CIDRs are by default the networks behind all devices. */
  constructor(private readonly network: Network, onPremisesCidrs?: readonly string[]) {
    network.settle();
    this.onPremisesCidrs = onPremisesCidrs ?? onPremisesCidrsOf(network.view);
    this.before = flowTable(network.view, this.onPremisesCidrs);
    this.expected = new Map(this.before.filter((flow) => flow.passes).map((flow) => [keyOfFlow(flow), flow]));
    this.unsubscribe = network.onChange((at) => this.observe(at));
  }

  /** The CIDRs that are cut off at this moment. */
  get cutOff(): string[] {
    return [...this.down.keys()];
  }

  /** What was measured so far; the recording goes on. */
  report(): InterruptionReport {
    this.network.settle();
    const now = this.network.now();
    const running = [...this.down].map(([onPremisesCidr, from]): Outage => ({ onPremisesCidr, from }));
    const outages = [...this.ended, ...running].sort((a, b) => a.from - b.from);
    const after = flowTable(this.network.view, this.onPremisesCidrs);
    return {
      before: this.before,
      after,
      lostFlows: lostFlows(this.before, after),
      secondsByCidr: this.secondsByCidr(outages, now),
      interruptionSeconds: (this.anyDownMs + (this.anyDownSince === undefined ? 0 : now - this.anyDownSince)) / 1_000,
      windowSeconds: outages.length === 0 ? 0 : (Math.max(...outages.map((outage) => outage.until ?? now)) - outages[0].from) / 1_000,
      outages,
    };
  }

  /** The final report; the recorder no longer follows the network. */
  finish(): InterruptionReport {
    const report = this.report();
    this.unsubscribe();
    return report;
  }

  private observe(at: number): void {
    const missing = new Set(lostFlows([...this.expected.values()], flowTable(this.network.view, this.onPremisesCidrs))
      .map((flow) => flow.onPremisesCidr));
    for (const [onPremisesCidr, from] of this.down) {
      if (missing.has(onPremisesCidr)) continue;
      this.down.delete(onPremisesCidr);
      // What breaks and is mended in one instant was never down.
      if (at > from) this.ended.push({ onPremisesCidr, from, until: at });
    }
    for (const onPremisesCidr of missing) if (!this.down.has(onPremisesCidr)) this.down.set(onPremisesCidr, at);
    if (this.down.size > 0) {this.anyDownSince ??= at;} else if (this.anyDownSince !== undefined) {
      this.anyDownMs += at - this.anyDownSince;
      this.anyDownSince = undefined;
    }
  }

  private secondsByCidr(outages: readonly Outage[], now: number): Record<string, number> {
    const seconds = Object.fromEntries([...this.expected.values()].map((flow) => [flow.onPremisesCidr, 0]));
    for (const { onPremisesCidr, from, until } of outages) seconds[onPremisesCidr] += ((until ?? now) - from) / 1_000;
    return seconds;
  }
}
