/** What becomes of each flow between a subnet and a network behind the VPN: before, while the connection moves, and after. */
import { Flow, keyOfFlow } from '../../rehearsal/flows/flow-oracle';

export interface FlowChange {
  /** CIDR blocks, in the direction of the packets. */
  readonly from: string;
  readonly to: string;
  readonly subnetId: string;
  readonly vpcId: string;
  readonly is: 'unchanged' | 'changed' | 'lost' | 'gained' | 'dead';
  /** Whether it passes while the connection is on its way. */
  readonly passesDuring: boolean;
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** Network interfaces and endpoints that packets passed before and do not pass any more. */
  readonly bypassed: readonly string[];
  /** Why it does not pass after the move. */
  readonly reason?: string;
}

export function changesOf(before: readonly Flow[], during: readonly Flow[], after: readonly Flow[]): FlowChange[] {
  const [duringByKey, afterByKey] = [during, after].map((flows) => new Map(flows.map((flow) => [keyOfFlow(flow), flow])));
  return before.map((flow) => {
    const then = afterByKey.get(keyOfFlow(flow));
    const passes = then?.passes === true;
    const [from, to] = flow.direction === 'outbound' ? [flow.subnetCidr, flow.onPremisesCidr] : [flow.onPremisesCidr, flow.subnetCidr];
    return {
      from,
      to,
      subnetId: flow.subnetId,
      vpcId: flow.vpcId,
      is: kindOf(flow, then),
      passesDuring: flow.passes && duringByKey.get(keyOfFlow(flow))?.passes === true,
      before: flow.path,
      after: then?.path ?? [],
      bypassed: flow.passes && passes ? appliances(flow).filter((id) => !appliances(then).includes(id)) : [],
      ...passes || then?.reason === undefined ? {} : { reason: then.reason },
    };
  });
}

export interface FlowSummary {
  readonly changed: number;
  readonly unchanged: number;
  readonly lost: number;
  readonly gained: number;
  /** Those that pass before and not while the connection moves. */
  readonly interrupted: number;
  readonly bypassing: number;
  readonly bypassed: readonly string[];
}

export function summaryOf(flows: readonly FlowChange[]): FlowSummary {
  const count = (is: FlowChange['is']) => flows.filter((flow) => flow.is === is).length;
  const passedBefore = flows.filter((flow) => ['unchanged', 'changed', 'lost'].includes(flow.is));
  const bypassing = flows.filter((flow) => flow.bypassed.length > 0);
  return {
    changed: count('changed'),
    unchanged: count('unchanged'),
    lost: count('lost'),
    gained: count('gained'),
    interrupted: passedBefore.filter((flow) => !flow.passesDuring).length,
    bypassing: bypassing.length,
    bypassed: [...new Set(bypassing.flatMap((flow) => flow.bypassed))],
  };
}

/** `14 flows change path, 0 lost, 2 no longer pass eni-…`. */
export function describeFlows({ changed, unchanged, lost, gained, bypassing, bypassed }: FlowSummary): string {
  return [
    `${changed} flow${changed === 1 ? ' changes' : 's change'} path`,
    `${lost} lost`,
    ...gained === 0 ? [] : [`${gained} gained`],
    ...unchanged === 0 ? [] : [`${unchanged} unchanged`],
    ...bypassing === 0 ? [] : [`${bypassing} no longer pass${bypassing === 1 ? 'es' : ''} ${bypassed.join(', ')}`],
  ].join(', ');
}

function kindOf(before: Flow, after: Flow | undefined): FlowChange['is'] {
  const passes = after?.passes === true;
  if (!before.passes) return passes ? 'gained' : 'dead';
  if (!passes) return 'lost';
  return JSON.stringify(before.paths) === JSON.stringify(after.paths) ? 'unchanged' : 'changed';
}

function appliances({ paths }: Flow): string[] {
  return [...new Set(paths.flat().filter((hop) => hop.startsWith('eni-') || hop.startsWith('vpce-')))];
}
