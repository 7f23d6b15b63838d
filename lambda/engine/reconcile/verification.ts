/**
 * Every route is in its place: now the tunnels have to come up, which only the device can bring about with the default
 * `StartupAction`, and what watches the network must stay quiet. Whatever is not seen in time is said, and undone only where
 * that was asked for.
 */
import { Decision, ReconcileContext } from './context';
import { Verification } from '../../../src/contract/declaration';
import { ALARM_UNREAD_MS } from '../../../src/contract/times';
import { Tunnel } from '../observation';

/** @param failed what becomes of a move that does not reach what was required of it */
export function verify(context: ReconcileContext, failed: (cause: string) => Decision): Decision {
  const { head, observed, desired: { verification }, now } = context;
  const since = head.arrangedAt ?? now;
  const { alarmNames, bakeSeconds } = verification;
  const alarming = alarmNames.length === 0 ? [] : observed.alarming;
  if (alarming !== undefined && alarming.length > 0) return failed(`${listOf(alarming, 'alarm')} went into ALARM after the move`);

  const { wanted, up } = countTunnels(context, verification);
  const baked = alarmNames.length === 0 || (alarming !== undefined && now >= since + bakeSeconds * 1000);
  if (up >= wanted && baked) return { kind: 'close', status: 'completed' };
  if (head.arrangedAt === undefined) return { kind: 'configured' };

  if (up < wanted && now >= since + verification.withinSeconds * 1000) {
    const seen = `${up} of ${wanted} tunnels UP ${Math.round(verification.withinSeconds / 60)} min after the move`;
    return typeof verification.tunnels === 'number' ? failed(`only ${seen}`) : { kind: 'close', status: 'completed', unverified: seen };
  }
  if (up >= wanted && alarming === undefined && now >= since + bakeSeconds * 1000 + ALARM_UNREAD_MS) {
    return failed(`whether ${listOf(alarmNames, 'alarm')} went into ALARM could not be read`);
  }
  const reason = up < wanted ? `for ${wanted} tunnels to be UP, now ${up}` : `until ${listOf(alarmNames, 'alarm')} stayed quiet for ${bakeSeconds} s`;
  return { kind: 'wait', reason, look: 'unhurried' };
}

/** When a move that can see nothing any more has to end, in milliseconds since the epoch. */
export function verificationEndsAt(arrangedAt: number, { withinSeconds, bakeSeconds }: Verification): number {
  return arrangedAt + Math.max(withinSeconds, bakeSeconds) * 1000 + ALARM_UNREAD_MS;
}

/** A replacement has endpoints of its own, which may have been UP for long, and each of its connections needs its tunnels. */
export function countTunnels(context: ReconcileContext, verification: Verification): { readonly wanted: number; readonly up: number } {
  const { observed: { connection, connections = [] }, plan: { replacement } } = context;
  const wanted = tunnelsWanted(context, verification);
  const upOf = (tunnels: readonly Tunnel[] = [], since: number) => tunnels.filter((tunnel) => isUpSince(tunnel, since)).length;
  if (replacement === undefined) return { wanted, up: upOf(connection?.tunnels, endpointsReplacedAfter(context)) };
  const most = typeof verification.tunnels === 'number' ? wanted : Infinity;
  const tunnelsOf = (id: string) => connections.find((each) => each.id === id)?.tunnels;
  const up = replacement.connections.map(({ toId }) => Math.min(most, upOf(tunnelsOf(toId), -Infinity)));
  return { wanted: typeof verification.tunnels === 'number' ? wanted * up.length : wanted, up: up.reduce((sum, each) => sum + each, 0) };
}

function tunnelsWanted({ tunnelsUpBefore = 0 }: ReconcileContext, { tunnels }: Verification): number {
  if (tunnels === 'NONE') return 0;
  return tunnels === 'AS_BEFORE' ? tunnelsUpBefore : tunnels;
}

/** Both endpoints are new after the modify, which an earlier operation may have called. */
function endpointsReplacedAfter({ head, continues }: ReconcileContext): number {
  return head.modifyTakenAt ?? (continues ? undefined : head.interruptedSince) ?? -Infinity;
}

/** Right after the modify the tunnels may still be reported as they were before it. */
function isUpSince(tunnel: Tunnel, instant: number): boolean {
  return tunnel.status === 'UP' && (tunnel.statusSince ?? Infinity) >= instant;
}

function listOf(names: readonly string[], kind: string): string {
  return names.length === 1 ? `${kind} ${names[0]}` : `${kind}s ${names.join(', ')}`;
}
