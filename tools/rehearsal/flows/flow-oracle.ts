/**
 * Whether packets get through, now: for each VPC subnet and each on-premises CIDR, in both directions, and on which path.
 *
 * It looks at the network as routers do, hop by hop, and knows nothing of any migration: that is what makes it a judge.
 */
import { ForwardingTables } from './forwarding-tables';
import { Trace, traceInbound, traceOutbound } from './trace';
import { Address, covers, familyOf, overlaps, representatives } from '../embedded-ec2/cidr';
import { Subnet } from '../embedded-ec2/records';
import { NetworkView, rows } from '../embedded-ec2/state';

export interface Flow {
  readonly vpcId: string;
  readonly subnetId: string;
  readonly subnetCidr: string;
  readonly onPremisesCidr: string;
  /** `outbound` is from the subnet, `inbound` is to it. */
  readonly direction: 'outbound' | 'inbound';
  /** Whether every part of the on-premises CIDR is reached, or reaches every part of the subnet. */
  readonly passes: boolean;
  /** The hops as far as packets get; where parts go different ways, those of the first part that fails, else of the first. */
  readonly path: readonly string[];
  /** All ways that parts take, each once. */
  readonly paths: readonly (readonly string[])[];
  /** Why packets get no further. */
  readonly reason?: string;
}

/**
 * The flows between every subnet and every on-premises CIDR of the same address family. Without CIDRs: the networks
 * behind all devices. A CIDR wider than a route is tried at every block that cuts it.
 */
export function flowTable(view: NetworkView, onPremisesCidrs: readonly string[] = onPremisesCidrsOf(view)): Flow[] {
  const tables = new ForwardingTables(view);
  const boundaries = tables.boundaries();
  return rows(view.state, 'subnets').flatMap((subnet) => onPremisesCidrs.flatMap((onPremisesCidr) => subnet.cidrs
    .filter((subnetCidr) => familyOf(subnetCidr) === familyOf(onPremisesCidr))
    .flatMap((subnetCidr) => bothDirections(tables, boundaries, subnet, subnetCidr, onPremisesCidr))));
}

/** The networks behind all devices, as far as the network itself can tell. */
export function onPremisesCidrsOf(view: NetworkView): string[] {
  return [...new Set(new ForwardingTables(view).sites.flatMap((site) => site.networks))];
}

/** Which flow this is, whatever becomes of it. */
export function keyOfFlow(flow: Flow): string {
  return `${flow.subnetId} ${flow.subnetCidr} ${flow.direction} ${flow.onPremisesCidr}`;
}

/** Flows that passed before and do not pass, or are not even there, after: lost even when no route is. */
export function lostFlows(before: readonly Flow[], after: readonly Flow[]): Flow[] {
  const passing = new Set(after.filter((flow) => flow.passes).map(keyOfFlow));
  return before.filter((flow) => flow.passes && !passing.has(keyOfFlow(flow)));
}

function bothDirections(
  tables: ForwardingTables, boundaries: ReadonlySet<string>, subnet: Subnet, subnetCidr: string, onPremisesCidr: string,
): Flow[] {
  const outside = addressesOutside(tables, boundaries, subnet, onPremisesCidr);
  const inside = representatives(subnetCidr, boundaries);
  const flow = { vpcId: subnet.vpcId, subnetId: subnet.id, subnetCidr, onPremisesCidr };
  return [
    { ...flow, direction: 'outbound', ...summaryOf(outside.map((address) => traceOutbound(tables, subnet, address))) },
    { ...flow, direction: 'inbound', ...summaryOf(outside.flatMap((from) => inside.map((to) => traceInbound(tables, subnet, to, from)))) },
  ];
}

/** Addresses of the VPC itself are not on premises, however wide the on-premises CIDR is. */
function addressesOutside(tables: ForwardingTables, boundaries: ReadonlySet<string>, subnet: Subnet, onPremisesCidr: string): Address[] {
  const own = (tables.view.state.vpcs[subnet.vpcId]?.cidrs ?? []).filter((cidr) => overlaps(cidr, onPremisesCidr));
  return representatives(onPremisesCidr, [...boundaries, ...own]).filter((address) => !own.some((cidr) => covers(cidr, address)));
}

function summaryOf(traces: readonly Trace[]): Pick<Flow, 'passes' | 'path' | 'paths' | 'reason'> {
  const failed = traces.find((trace) => trace.reason !== undefined);
  return {
    // No address outside the VPC is no flow at all, not one that works.
    passes: traces.length > 0 && failed === undefined,
    path: (failed ?? traces[0])?.path ?? [],
    paths: [...new Map(traces.map((trace) => [trace.path.join(' '), trace.path])).values()],
    ...(failed === undefined ? {} : { reason: failed.reason }),
  };
}
