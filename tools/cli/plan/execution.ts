/**
 * The move carried out, there and back, on a network of its own, and what came of it. Nothing here knows how a move is made; it only
 * watches.
 */
import { watchModify } from './during-modify';
import { changesOf, FlowChange } from './flow-changes';
import { Entry, InMemoryMove } from './in-memory-move';
import { differencesBetween, RoutesAndFlows } from './rollback-differences';
import { TerminalFailure } from '../../../lambda/runner/ports';
import { MoveDeclaration } from '../../../src/contract/declaration';
import { Finding } from '../../../src/contract/finding';
import { Call } from '../../rehearsal/embedded-ec2/client';
import { NetworkView } from '../../rehearsal/embedded-ec2/state';
import { flowTable } from '../../rehearsal/flows/flow-oracle';
import { InterruptionRecorder } from '../../rehearsal/flows/interruption';
import { describeRoute, ProvisioningRecorder, routesTowards } from '../../rehearsal/scenarios/measures';

export interface ExecutionResult {
  /** Findings that were taken as accepted and are not, to see what would be. */
  readonly assumed: readonly Finding[];
  /** Seconds from the beginning. */
  readonly phases: readonly { readonly phase: string; readonly seconds: number }[];
  readonly journal: readonly Entry[];
  readonly beganAt: number;
  /** What the deployment would say when it failed. */
  readonly failure?: string;
  readonly after: NetworkView;
  /** While the connection is on its way. */
  readonly during?: NetworkView;
  readonly flows: readonly FlowChange[];
  readonly routes: { readonly before: readonly string[]; readonly during: readonly string[]; readonly after: readonly string[] };
  /** Of the interruption what neither EC2 nor the device needs. */
  readonly overheadSeconds: number;
  readonly interrupted: readonly string[];
  readonly calls: readonly Call[];
  readonly rollback: { readonly calls: readonly Call[]; readonly differences: readonly string[] };
}

export async function execute(
  move: InMemoryMove, declared: MoveDeclaration, assumed: readonly Finding[], onPremises: readonly string[],
): Promise<ExecutionResult> {
  const { network } = move;
  const { vpnConnectionId } = declared;
  // Neither what is accepted nor what becomes of it at removal is part of the plan.
  const declaration: MoveDeclaration = {
    ...declared,
    acknowledgedFindings: [...declared.acknowledgedFindings, ...assumed.map(({ id }) => id)],
    onRemoval: 'MOVE_BACK',
    onStackRollback: 'MOVE_BACK',
  };
  const location = (): RoutesAndFlows => routesAndFlowsOf(network.view, vpnConnectionId, onPremises);
  const [beganAt, before] = [network.now(), location()];
  const recorder = new InterruptionRecorder(network, onPremises);
  const provisioning = new ProvisioningRecorder(network, [vpnConnectionId]);
  const onTheWay = watchModify(network, vpnConnectionId);
  const failure = await outcomeOf(async () => move.request('Create', declaration));
  const [viewDuring, viewAfter] = [onTheWay(), network.view];
  const { interruptionSeconds, secondsByCidr } = recorder.finish();
  const during = viewDuring === undefined ? before : routesAndFlowsOf(viewDuring, vpnConnectionId, onPremises);
  const after = location();
  const calls = [...move.calls];
  return {
    assumed,
    phases: move.announced.map(({ at, detail }) => ({ phase: detail.phase, seconds: (at - beganAt) / 1000 })),
    journal: [...move.journal],
    beganAt,
    ...failure === undefined ? {} : { failure },
    after: viewAfter,
    during: viewDuring,
    flows: changesOf(before.flows, during.flows, after.flows),
    routes: { before: before.routes, during: during.routes, after: after.routes },
    overheadSeconds: Math.max(0, interruptionSeconds - provisioning.seconds),
    interrupted: Object.keys(secondsByCidr).filter((cidr) => secondsByCidr[cidr] > 0),
    calls,
    rollback: failure === undefined ? await executeRollback(move, declaration, before, location) : { calls: [], differences: [] },
  };
}

/** What was begun settles before anything is compared. */
const REST_MILLISECONDS = 60_000;

/** The construct taken out of the stack again: everything must be as it was. */
async function executeRollback(move: InMemoryMove, declaration: MoveDeclaration, before: RoutesAndFlows, location: () => RoutesAndFlows): Promise<ExecutionResult['rollback']> {
  const made = move.calls.length;
  const failure = await outcomeOf(async () => move.request('Delete', declaration));
  await move.pass(REST_MILLISECONDS);
  return {
    calls: move.calls.slice(made),
    differences: [...failure === undefined ? [] : [failure], ...differencesBetween(before, location())],
  };
}

function routesAndFlowsOf(view: NetworkView, vpnConnectionId: string, onPremises: readonly string[]): RoutesAndFlows {
  return { routes: routesTowards(view, vpnConnectionId).map(describeRoute).sort(), flows: flowTable(view, onPremises) };
}

async function outcomeOf(request: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await request();
    return undefined;
  } catch (error) {
    if (!(error instanceof TerminalFailure)) throw error;
    return error.message;
  }
}
