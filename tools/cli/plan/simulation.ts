/** What would happen: the function looks at the estate in a network of its own, judges and plans, and then carries the plan out there. */
import { execute, ExecutionResult } from './execution';
import { InMemoryMove, JumpingClock } from './in-memory-move';
import { OtherServices, unqueriedServices } from './unqueried-services';
import { digestOfPlan } from '../../../lambda/aws/services/plan-digest';
import { assess, Assessment } from '../../../lambda/engine/assessment';
import { linesOfPlan } from '../../../lambda/engine/plan-text';
import { Note } from '../../../lambda/engine/preflight';
import { connectionExists } from '../../../lambda/engine/preflight/connection';
import { strategyOf } from '../../../lambda/engine/strategies';
import { RetryableFailure, TerminalFailure } from '../../../lambda/runner/ports';
import { MoveDeclaration } from '../../../src/contract/declaration';
import { AssessedFindings, assessFindings } from '../../../src/contract/finding';
import { Network } from '../../rehearsal/embedded-ec2/network';
import { NetworkView } from '../../rehearsal/embedded-ec2/state';
import { connectedEstateOf } from '../estate/connected-estate';
import { declaredDeviceFacts } from '../estate/declared-device';
import { Estate } from '../estate/estate';
import { networkOf } from '../estate/network-of';
import { CommandFailure, EXIT } from '../terminal/command-failure';

export interface Simulation {
  readonly assessment: Assessment;
  readonly assessedFindings: AssessedFindings;
  readonly notes: readonly Note[];
  /** What the function will ask, and nobody could here. */
  readonly notAsked: readonly string[];
  /** What was not described, or cannot be shown as it was. */
  readonly limitations: readonly string[];
  readonly lines: readonly string[];
  readonly digest: string;
  /** The networks behind the VPN, as far as they are known. */
  readonly onPremises: readonly string[];
  readonly before: NetworkView;
  /** Absent where something stands against the move that nobody can accept: it would not begin. */
  readonly execution?: ExecutionResult;
}

/** @param services absent: saved outputs, beside which there is nobody to ask */
export async function simulate(estate: Estate, declaration: MoveDeclaration, now: number, services?: OtherServices): Promise<Simulation> {
  const { vpnConnectionId, from, to, acknowledgedFindings } = declaration;
  const clock = new JumpingClock(now);
  const neighbourhood = connectedEstateOf(estate, vpnConnectionId, [from.id, to.id]);
  const { network, notes: limitations } = networkOf(neighbourhood, clock, declaredDeviceFacts(declaration));
  const move = new InMemoryMove(network, clock, services);
  const snapshot = await move.snapshot(declaration).catch((error: unknown) => {
    throw unreadableIfIncomplete(error);
  });
  const assessment = assess(snapshot, declaration);
  const assessedFindings = assessFindings(strategyOf(declaration).preflight(assessment), acknowledgedFindings);
  const lines = linesOfPlan(declaration, assessment.plan);
  const before = network.view;
  const prefixes = assessment.networksKnown ? assessment.networks : networksOf(network, vpnConnectionId);
  const begins = connectionExists(snapshot) && assessedFindings.blocking.every((finding) => finding.acceptable === true);
  return {
    assessment,
    assessedFindings,
    notes: strategyOf(declaration).notes(assessment),
    notAsked: unqueriedServices(declaration, services),
    limitations,
    lines,
    digest: digestOfPlan(lines),
    onPremises: prefixes,
    before,
    ...begins ? { execution: await execute(move, declaration, assessedFindings.blocking, prefixes) } : {},
  };
}

/** What was described may lack what the function has to know: it says of what, and which member. */
function unreadableIfIncomplete(error: unknown): unknown {
  if (!(error instanceof RetryableFailure || error instanceof TerminalFailure)) return error;
  return new CommandFailure(EXIT.UNREADABLE, `what was described does not tell enough: ${error.message.replace(/\.$/, '')}`,
    'Describe it again, and save whole answers.');
}

function networksOf(network: Network, vpnConnectionId: string): readonly string[] {
  return network.view.state.vpnConnections[vpnConnectionId]?.site.networks ?? [];
}
