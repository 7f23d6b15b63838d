/** Says at every VPC of an operation that it is about to begin, before its head does, and finds out who is at work there. */
import { Ports, TerminalFailure } from './ports';
import { MoveDeclaration } from '../../src/contract/declaration';
import { strategyOf } from '../engine/strategies';
import { claimedBy, conflictingClaim, isLiveClaim, VpcClaim } from '../engine/vpc-claim';

/**
 * @throws {TerminalFailure} when somebody's work and this exclude each other
 * @throws {RevisionConflict} when somebody claims it at this moment
 */
export async function claimVpcs(vpcIds: readonly string[], own: VpcClaim, declaration: MoveDeclaration, { records }: Ports): Promise<void> {
  for (const vpcId of vpcIds) {
    const claims = await records.readClaims(vpcId);
    const made = claims?.operations ?? [];
    const heads = await Promise.all(made.map(async (claim) => ({ claim, head: await records.readHead(claim.vpnConnectionId) })));
    const live = heads.filter(({ claim, head }) => isLiveClaim(claim, head, own.at)).map(({ claim }) => claim);
    const rival = conflictingClaim(own, live);
    if (rival !== undefined) {
      throw new TerminalFailure(`${strategyOf(declaration).doing}: operation ${rival.operationId} on VPN connection ${rival.vpnConnectionId} is at work at ${vpcId},`
        + ' and a virtual private gateway is replaced there by nobody beside it; let it end first. Nothing was changed');
    }
    await records.writeClaims(claimedBy(claims, vpcId, own, live));
  }
}
