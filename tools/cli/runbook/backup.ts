/** What the function would write down before the first change, of a move that no function makes. */
import { Backup } from '../../../lambda/engine/record';
import { Simulation } from '../plan/simulation';

export function backupOf({ assessment: { declaration, plan, snapshot }, assessedFindings }: Simulation, now: number): Backup {
  return {
    vpnConnectionId: declaration.vpnConnectionId,
    operationId: 'by-hand',
    writtenAt: now,
    tunnelsUp: (snapshot.connection?.tunnels ?? []).filter((tunnel) => tunnel.status === 'UP').length,
    acceptedFindings: assessedFindings.accepted,
    plan,
    survey: snapshot,
  };
}
