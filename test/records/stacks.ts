/** The stacks whose records are kept: what they declare at each point of their life, and what has to hold of the network. */
import { Kind, State } from './fixture';
import { MigrationStage, OnUndo } from '../../src';
import { DeploymentResult } from '../../tools/rehearsal/cloudformation/driver';
import { EmbeddedAws } from '../../tools/rehearsal/embedded-aws';
import { MigrationChoices } from '../../tools/rehearsal/scenarios/application';
import { seedClassicEstate } from '../../tools/rehearsal/scenarios/classic-estate';
import { deployMigration } from '../../tools/rehearsal/scenarios/deployments';
import { deploy, pairOf, tablesLeft } from '../../tools/rehearsal/scenarios/edit-target';
import { Estate, Routing, seedEstate } from '../../tools/rehearsal/scenarios/estate';
import { OnPremisesRoute, routesTowardsAny } from '../../tools/rehearsal/scenarios/measures';
import { ScenarioContext } from '../../tools/rehearsal/scenarios/scenario';

export const STATES: Readonly<Record<Kind, readonly State[]>> = {
  'move': ['prepared', 'open', 'held', 'completed'],
  // Nothing of it is prepared: whoever edits a template deploys it.
  'edited-target': ['open', 'held', 'completed'],
  'replacement': ['prepared', 'open', 'held', 'completed'],
};

/** With BGP both connections of a replacement are of today, and it is the AS number of the gateway that has to change. */
export function seed(kind: Exclude<Kind, 'edited-target'>, routing: Routing, { network }: EmbeddedAws): Estate {
  if (kind === 'move') return withPropagation(seedEstate(network, { move: 'vgw-to-tgw', routing, defaultRouteTable: true }));
  return seedClassicEstate(network, { routing, ...routing === 'bgp' ? { category: 'VPN', newAsn: 64_600 } : {} });
}

/** The propagation from the old gateway is kept for the way back, and ended last. */
function withPropagation(estate: Estate): Estate {
  const { from, vpcRouteTableIds: [, propagating] } = estate;
  if (from.kind !== 'virtual-private-gateway') throw new Error(`${from.id} propagates nowhere`);
  return { ...estate, from: { ...from, propagatingRouteTableIds: [propagating] } };
}

/** A move at one of its stages, which is undone with its construct until it is finalized. */
export async function deployStage(
  context: ScenarioContext, stage: MigrationStage, choices: Pick<MigrationChoices, 'approvedPlan'> = {},
): Promise<DeploymentResult> {
  const onRemoval = stage === MigrationStage.FINALIZED ? OnUndo.KEEP : OnUndo.MOVE_BACK;
  return deployMigration(context, { stage, onRemoval, ...choices }, { keepsRecords: true });
}

/** The connection's own template; `deployment` is another one each time. Only the first of them has nothing to go back to. */
export async function deployOn(context: ScenarioContext, routing: Routing, end: 'from' | 'to', deployment: number): Promise<DeploymentResult> {
  const { estate } = context;
  const isLeft = end === 'from' && deployment > 1;
  const targetChange = pairOf(estate, { routing }, isLeft ? tablesLeft({ from: estate.to }) : {});
  return deploy(context, { routing, on: estate[end], deployment, targetChange });
}

/** The connections that carry the traffic, before or after. */
function carriersOf({ vpnConnectionId, replacement }: Estate): string[] {
  return [vpnConnectionId, ...replacement?.connections.map(({ toId }) => toId) ?? []];
}

export function routesOf({ network }: EmbeddedAws, estate: Estate): OnPremisesRoute[] {
  network.settle();
  return routesTowardsAny(network.view, carriersOf(estate));
}
