/**
 * What would happen: the function looks at the estate, judges and plans, and then carries the plan out, there and back, on a
 * network of its own. Nothing here knows how a move is made; it only watches.
 */
import { changesOf, FlowChange } from './flow-changes';
import { Entry, InMemoryMove, JumpingClock } from './in-memory-move';
import { notAsked, OtherServices } from './not-asked';
import { watchOnTheWay } from './on-the-way';
import { differencesBetween, Standing } from './way-back';
import { TerminalFailure } from '../../lambda/vpn-target-migration/ports';
import { digestOfPlan } from '../../lambda/vpn-target-migration/services/plan-digest';
import { Call } from '../../rehearsal/embedded-ec2/client';
import { Network } from '../../rehearsal/embedded-ec2/network';
import { NetworkView } from '../../rehearsal/embedded-ec2/state';
import { flowTable } from '../../rehearsal/flows/flow-oracle';
import { InterruptionRecorder } from '../../rehearsal/flows/interruption';
import { describeRoute, ProvisioningRecorder, routesTowards } from '../../rehearsal/scenarios/measures';
import { MoveDeclaration } from '../../src/domain/declaration';
import { Finding, judge, Judgement } from '../../src/domain/finding';
import { Survey } from '../../src/domain/observation';
import { MovePlan, onPremisesCidrs, planMove } from '../../src/domain/plan';
import { linesOfPlan } from '../../src/domain/plan-text';
import { preflight, preflightRemarks, Remark } from '../../src/domain/preflight';
import { connectionExists } from '../../src/domain/preflight/connection';
import { Estate } from '../estate/estate';
import { neighbourhoodOf } from '../estate/neighbourhood';
import { networkOf } from '../estate/network-of';
import { toldOfDevice } from '../estate/told-of-device';

export interface Foretold {
  readonly declaration: MoveDeclaration;
  readonly survey: Survey;
  readonly judgement: Judgement;
  readonly remarks: readonly Remark[];
  /** What the function will ask, and nobody could here. */
  readonly notAsked: readonly string[];
  /** What was not described, or cannot be shown as it was. */
  readonly reservations: readonly string[];
  readonly plan: MovePlan;
  readonly lines: readonly string[];
  readonly digest: string;
  /** The networks behind the VPN, as far as they are known. */
  readonly onPremises: readonly string[];
  readonly before: NetworkView;
  /** Absent where something stands against the move that nobody can accept: it would not begin. */
  readonly played?: Played;
}

export interface Played {
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
  readonly back: { readonly calls: readonly Call[]; readonly differences: readonly string[] };
}

/** @param services absent: saved outputs, beside which there is nobody to ask */
export async function foretell(estate: Estate, declaration: MoveDeclaration, now: number, services?: OtherServices): Promise<Foretold> {
  const { vpnConnectionId, from, to, acknowledgedFindings } = declaration;
  const clock = new JumpingClock(now);
  const neighbourhood = neighbourhoodOf(estate, vpnConnectionId, [from.id, to.id]);
  const { network, remarks: reservations } = networkOf(neighbourhood, clock, toldOfDevice(declaration));
  const move = new InMemoryMove(network, clock, services);
  const survey = await move.survey(declaration);
  const judgement = judge(preflight(survey, declaration), acknowledgedFindings);
  const plan = planMove(survey, declaration);
  const lines = linesOfPlan(declaration, plan);
  const before = network.view;
  const prefixes = onPremisesCidrs(survey, declaration) ?? networksOf(network, vpnConnectionId);
  const begins = connectionExists(survey) && judgement.against.every((finding) => finding.acceptable === true);
  return {
    declaration,
    survey,
    judgement,
    remarks: preflightRemarks(survey, declaration),
    notAsked: notAsked(declaration, services),
    reservations,
    plan,
    lines,
    digest: digestOfPlan(lines),
    onPremises: prefixes,
    before,
    ...begins ? { played: await play(move, clock, declaration, judgement.against, prefixes) } : {},
  };
}

async function play(
  move: InMemoryMove, clock: JumpingClock, declared: MoveDeclaration, assumed: readonly Finding[], onPremises: readonly string[],
): Promise<Played> {
  const { network } = move;
  const { vpnConnectionId } = declared;
  // Neither what is accepted nor what becomes of it at removal is part of the plan.
  const declaration: MoveDeclaration = {
    ...declared,
    acknowledgedFindings: [...declared.acknowledgedFindings, ...assumed.map(({ id }) => id)],
    onRemoval: 'MOVE_BACK',
    onStackRollback: 'MOVE_BACK',
  };
  const [beganAt, before] = [clock.now(), network.view];
  const flowsBefore = flowTable(before, onPremises);
  const recorder = new InterruptionRecorder(network, onPremises);
  const provisioning = new ProvisioningRecorder(network, vpnConnectionId);
  const onTheWay = watchOnTheWay(network, vpnConnectionId);
  const failure = await outcomeOf(async () => move.request('Create', declaration));
  const after = network.view;
  const { interruptionSeconds, secondsByCidr } = recorder.finish();
  const [flowsDuring, flowsAfter] = [flowTable(onTheWay() ?? before, onPremises), flowTable(after, onPremises)];
  const calls = [...move.calls];
  return {
    assumed,
    phases: move.announced.map(({ at, detail }) => ({ phase: detail.phase, seconds: (at - beganAt) / 1000 })),
    journal: [...move.journal],
    beganAt,
    ...failure === undefined ? {} : { failure },
    after,
    during: onTheWay(),
    flows: changesOf(flowsBefore, flowsDuring, flowsAfter),
    routes: {
      before: routesIn(before, vpnConnectionId),
      during: routesIn(onTheWay() ?? before, vpnConnectionId),
      after: routesIn(after, vpnConnectionId),
    },
    overheadSeconds: Math.max(0, interruptionSeconds - provisioning.seconds),
    interrupted: Object.keys(secondsByCidr).filter((cidr) => secondsByCidr[cidr] > 0),
    calls,
    back: failure !== undefined ? { calls: [], differences: [] }
      : await playBack(move, declaration, { view: before, onPremises }),
  };
}

/** The construct taken out of the stack again: everything must be as it was. */
async function playBack(
  move: InMemoryMove, declaration: MoveDeclaration,
  before: { readonly view: NetworkView; readonly onPremises: readonly string[] },
): Promise<Played['back']> {
  const made = move.calls.length;
  const failure = await outcomeOf(async () => move.request('Delete', declaration));
  await move.pass(REST_MILLISECONDS);
  const standing = (view: NetworkView): Standing => ({
    routes: routesIn(view, declaration.vpnConnectionId), flows: flowTable(view, before.onPremises),
  });
  return {
    calls: move.calls.slice(made),
    differences: [...failure === undefined ? [] : [failure], ...differencesBetween(standing(before.view), standing(move.network.view))],
  };
}

function routesIn(view: NetworkView, vpnConnectionId: string): string[] {
  return routesTowards(view, vpnConnectionId).map(describeRoute).sort();
}

/** What was begun settles before anything is compared. */
const REST_MILLISECONDS = 60_000;

async function outcomeOf(request: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await request();
    return undefined;
  } catch (error) {
    if (!(error instanceof TerminalFailure)) throw error;
    return error.message;
  }
}

function networksOf(network: Network, vpnConnectionId: string): readonly string[] {
  return network.view.state.vpnConnections[vpnConnectionId]?.site.networks ?? [];
}
