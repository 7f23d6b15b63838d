/** Says at every VPC of an operation that it is about to begin, before its head does, and finds out who is at work there. */
import { OperationInvocation } from './invocation';
import { Ports, TerminalFailure } from './ports';
import { MoveDeclaration } from '../../src/contract/declaration';
import { POLL_MS } from '../../src/contract/times';
import { strategyOf } from '../engine/strategies';
import { claimedBy, conflictingClaim, livenessOf, VpcClaim, VpcClaims } from '../engine/vpc-claim';

/**
 * @throws {TerminalFailure} when somebody's work and this exclude each other
 * @throws {RevisionConflict} when somebody claims it at this moment
 */
export async function claimVpcs(vpcIds: readonly string[], own: VpcClaim, invocation: OperationInvocation, ports: Ports): Promise<void> {
  for (const vpcId of vpcIds) {
    const { claims, live } = await standingClaims(vpcId, own, invocation, ports);
    await ports.records.writeClaims(claimedBy(claims, vpcId, own, live));
  }
}

/** Waits for the length of a lease for a head that may be about to follow its claim: one that does not is somebody's who never began. */
async function standingClaims(
  vpcId: string, own: VpcClaim, invocation: OperationInvocation, { records, clock, journal }: Ports,
): Promise<{ readonly claims: VpcClaims | undefined; readonly live: readonly VpcClaim[] }> {
  for (let isFirst = true; ; isFirst = false) {
    const claims = await records.readClaims(vpcId);
    const made = claims?.operations ?? [];
    const judged = await Promise.all(made.map(async (claim) => {
      const head = await records.readHead(claim.vpnConnectionId);
      const liveness = livenessOf(claim, head);
      const hasStood = liveness === 'unknown' && invocation.leases.hasStood(`${vpcId} ${claim.vpnConnectionId}`, JSON.stringify(claim));
      return { claim, liveness: hasStood ? 'over' : liveness };
    }));
    const rival = conflictingClaim(own, judged.filter(({ liveness }) => liveness === 'live').map(({ claim }) => claim));
    if (rival !== undefined) throw new TerminalFailure(refusal(vpcId, rival, invocation.request.declaration));
    const live = judged.filter(({ liveness }) => liveness !== 'over').map(({ claim }) => claim);
    const doubtful = conflictingClaim(own, live);
    if (doubtful === undefined) return { claims, live };
    if (clock.now() + POLL_MS >= invocation.until) throw new TerminalFailure(refusal(vpcId, doubtful, invocation.request.declaration));
    if (isFirst) journal.note('wait', { reason: `for operation ${doubtful.operationId}, which has claimed ${vpcId}, to begin` });
    await clock.sleep(POLL_MS);
  }
}

function refusal(vpcId: string, { operationId, vpnConnectionId }: VpcClaim, declaration: MoveDeclaration): string {
  return `${strategyOf(declaration).doing}: operation ${operationId} on VPN connection ${vpnConnectionId} is at work at ${vpcId},`
    + ' and a virtual private gateway is replaced there by nobody beside it; let it end first. Nothing was changed';
}
