/**
 * The figures that a benchmark of the interruption stands on: stated, not AWS's. The measured move, the sequence it is
 * compared with and the lower bound all read these and no others.
 */
import { BENCHMARK_LATENCIES, DEFAULT_LATENCIES, Latencies, seededLag } from '../../rehearsal/embedded-ec2/latencies';
import { Bucket, STATED_FIGURES } from '../../rehearsal/embedded-ec2/throttle';

export interface Figures {
  /** From a call to its answer; what it changes is changed when it arrives. */
  readonly apiCallMs: number;
  /** Two looks at the network are at least this far apart. */
  readonly pollMs: number;
  /** A describe shows the network as it was up to this long ago, each describe on its own. */
  readonly describeLagMsMax: number;
  /** Calls under way at the same time. */
  readonly parallelCalls: number;
  /** From a route's call until it is gone or active; associations and propagations take as long. */
  readonly settleMs: number;
  /** From ModifyVpnConnection to `available`. */
  readonly provisioningMs: number;
  /** From AttachVpnGateway or DetachVpnGateway until it is done. */
  readonly vpnGatewayAttachmentMs: number;
  /** From `available` to the first tunnel UP: the device's time, counted with provisioning. */
  readonly ikeMs: number;
  /** Requests of one action that change something. */
  readonly mutatingBucket: Bucket;
  readonly nonMutatingBucket: Bucket;
}

export const FIGURES: Figures = {
  apiCallMs: 120,
  pollMs: 2_000,
  describeLagMsMax: 1_000,
  parallelCalls: 8,
  settleMs: 2_000,
  provisioningMs: BENCHMARK_LATENCIES.provisioningMs,
  // A fifth of the provisioning, as in the rehearsal: there 60 s beside 300 s.
  vpnGatewayAttachmentMs: BENCHMARK_LATENCIES.provisioningMs * DEFAULT_LATENCIES.vpnGatewayAttachmentMs / DEFAULT_LATENCIES.provisioningMs,
  ikeMs: 5_000,
  mutatingBucket: STATED_FIGURES.mutating,
  nonMutatingBucket: STATED_FIGURES.nonMutating,
};

/** The figures as the embedded EC2 takes them; each seed is another row of luck with lagging describes. */
export function latenciesOf(figures: Figures, seed: number): Latencies {
  const { settleMs, provisioningMs, vpnGatewayAttachmentMs, ikeMs, describeLagMsMax } = figures;
  return {
    ...BENCHMARK_LATENCIES,
    vpnGatewayAttachmentMs,
    provisioningMs,
    ikeMs,
    staticRouteSettleMs: settleMs,
    transitGatewayRouteSettleMs: settleMs,
    associationSettleMs: settleMs,
    propagationSettleMs: settleMs,
    describeLagMs: seededLag(seed, describeLagMsMax),
  };
}

/** The figures in words, for whoever reads the table. */
export function describeFigures(figures: Figures): string {
  const { apiCallMs, pollMs, describeLagMsMax, parallelCalls, settleMs, provisioningMs, vpnGatewayAttachmentMs, ikeMs } = figures;
  const seconds = (milliseconds: number) => `${milliseconds / 1000} s`;
  const bucket = ({ capacity, refillPerSecond }: Bucket) => `${capacity} at once and ${refillPerSecond}/s`;
  return [
    'Stated, not AWS\'s:',
    `a call takes ${apiCallMs} ms,`,
    `a route's state settles in ${seconds(settleMs)},`,
    `EC2 provisions for ${seconds(provisioningMs)} and the device's tunnels are UP ${seconds(ikeMs)} later,`,
    `a virtual private gateway is attached or detached in ${seconds(vpnGatewayAttachmentMs)},`,
    `describes lag up to ${seconds(describeLagMsMax)} behind,`,
    `looks are ${seconds(pollMs)} apart, ${parallelCalls} calls run in parallel,`,
    `and each action admits ${bucket(figures.nonMutatingBucket)} (reads) or ${bucket(figures.mutatingBucket)} (changes).`,
  ].join(' ');
}
