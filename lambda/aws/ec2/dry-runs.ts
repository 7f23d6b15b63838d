/** Calls tried with DryRun: whether the role may make them, before anything depends on it. */
import { EC2Client } from '@aws-sdk/client-ec2';
import { tryStep } from './actions';
import { codeOf, failureOf, isLasting, isUnanswered } from './failures';
import { rightTo } from '../../../src/contract/action-rights';
import { gatewayOf, MoveDeclaration } from '../../../src/contract/declaration';
import { Action, DryRunAction } from '../../engine/actions';
import { DryRunResult, ModifyRefusal, VpnConnection } from '../../engine/observation';
import { resourceOf } from '../../engine/preflight/dry-runs';
import { TerminalFailure } from '../../runner/ports';
import { FAULT_CODES, isRefusedToRole, THROTTLING_CODES } from '../error-codes';

/** Tried at the same time; each action has a bucket of its own, but the account shares them with others. */
const AT_A_TIME = 4;

export class DryRuns {
  constructor(private readonly client: EC2Client) {}

  /**
   * @param permitted what an earlier attempt has found permitted is not tried again; what this one finds is added: with many moves at once
   * the buckets would be empty again before anybody came to the end
   */
  async steps(vpnConnectionId: string, actions: readonly DryRunAction[], permitted = new Set<string>()): Promise<DryRunResult[]> {
    const trials: DryRunResult[] = [];
    for (let start = 0; start < actions.length; start += AT_A_TIME) {
      const next = actions.slice(start, start + AT_A_TIME);
      trials.push(...await Promise.all(next.map(async (action) => this.step(vpnConnectionId, action, permitted))));
    }
    return trials;
  }

  /**
   * The modify forward. Whether a dry run also looks at the connection's state is not documented [U], so what else it says
   * counts too. But while static routes are in the way it may object to just what will be gone by then, in words that nobody knows.
   * @returns the trial, and EC2's objection if it has one other than to the role
   */
  async modify(
    declaration: MoveDeclaration, connection: VpnConnection,
  ): Promise<{ readonly trial: DryRunResult; readonly refusal?: ModifyRefusal }> {
    const { vpnConnectionId, from, to, customerGateway } = declaration;
    const action: Action = { do: 'modify-vpn-connection', to: from.id === to.id ? undefined : gatewayOf(to), customerGatewayId: customerGateway?.toId };
    const error = await this.answer(vpnConnectionId, action);
    const result = dryRunResultOf(action, vpnConnectionId, codeOf(error));
    if (result.outcome !== 'unproven') return { trial: result };
    const lasting = isLasting(codeOf(error));
    if (!lasting && hasBlockingRoutes(declaration, connection)) return { trial: result };
    return { trial: result, refusal: { message: failureOf(`trying ModifyVpnConnection on ${vpnConnectionId}`, error).message, lasting } };
  }

  private async step(vpnConnectionId: string, step: DryRunAction, permitted: Set<string>): Promise<DryRunResult> {
    const [action, resourceId] = [rightTo(step.do), resourceOf(step)];
    const key = `${action} on ${resourceId}`;
    if (permitted.has(key)) return { action, resourceId, outcome: 'permitted' };
    const result = dryRunResultOf(step, resourceId, codeOf(await this.answer(vpnConnectionId, step)));
    if (result.outcome === 'permitted') permitted.add(key);
    return result;
  }

  /** What EC2 answers, which is an error in any case. @throws {RetryableFailure} when load or the line kept it from answering. */
  private async answer(vpnConnectionId: string, action: Action): Promise<unknown> {
    const error: unknown = await tryStep(this.client, vpnConnectionId, action).then(() => undefined, (reason: unknown) => reason);
    if (error === undefined) throw new TerminalFailure('trying a call with DryRun: EC2 answered no error, as it does to every such call');
    if (isLoad(error)) throw failureOf('trying a call with DryRun', error);
    return error;
  }
}

/** A virtual private gateway's static routes have to go before the connection can [1.2 step 2]. */
function hasBlockingRoutes({ from, to }: MoveDeclaration, { staticRoutes }: VpnConnection): boolean {
  return from.kind === 'virtual-private-gateway' && to.kind === 'transit-gateway' && staticRoutes.some((route) => route.state !== 'deleted');
}

const LOAD_CODES = new Set<string>([...THROTTLING_CODES, ...FAULT_CODES, 'RetryableError']);

function isLoad(error: unknown): boolean {
  return isUnanswered(error) || LOAD_CODES.has(codeOf(error));
}

/** A dry run that answers an error of the state of things proves nothing of the permission [U]: it is neither granted nor refused. */
function dryRunResultOf(step: Action, resourceId: string, code: string): DryRunResult {
  const action = rightTo(step.do);
  if (code === 'DryRunOperation') return { action, resourceId, outcome: 'permitted' };
  return { action, resourceId, outcome: isRefusedToRole(code) ? 'refused' : 'unproven', code };
}
