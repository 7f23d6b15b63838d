/**
 * What a look has to show for the next decision: each read costs a request out of buckets that everybody in the account
 * draws from, and time while traffic stands still.
 *
 * Once it is known where the connection stands, the rest follows. Whoever looks has to decide with the same instant, or
 * the decision could be one that needs to see more.
 */
import { logObservation, modifyMayBePending } from './attempt-log';
import { ReconcileContext, sourceAndTargetOf } from './context';
import { isOnSide, isOwnModify, rollbackRefusal } from './move';
import { Observation, VpnConnection } from '../observation';

export type ObservationScope =
  /** Nothing but the connection. */
  | 'connection'
  /** Also its attachment, and the static routes of the transit gateway that it stands on. */
  | 'source'
  /** Also its attachment with association and propagations, and the VPCs' side. */
  | 'attachment'
  /** Everything on the side where it stands: without it no move is over. */
  | 'target';

export function observationScopeOf(connection: VpnConnection | undefined, unseen: Omit<ReconcileContext, 'observed'>): ObservationScope {
  if (connection === undefined) return 'connection';
  const { head, now } = unseen;
  const observed: Observation = { ...NOTHING_ELSE, connection };
  const context: ReconcileContext = { ...unseen, observed, attempts: logObservation(unseen.attempts, observed, now) };
  const sides = sourceAndTargetOf(context);
  const atTarget = isOnSide(connection, sides.target);
  if (connection.state === 'modifying') return isOwnModify(context, atTarget) ? 'attachment' : 'connection';
  if (connection.state !== 'available') return 'connection';
  if (atTarget) return 'target';
  if (!isOnSide(connection, sides.source)) return 'connection';
  if (modifyMayBePending(context.attempts, head.modifyTakenAt !== undefined, now)) return 'attachment';
  if (rollbackRefusal(context, sides) !== undefined) return 'target';
  return sides.source.gateway.kind === 'transit-gateway' && sides.source.gateway.id !== sides.target.gateway.id ? 'source' : 'connection';
}

const NOTHING_ELSE: Observation = {
  attachments: [], virtualPrivateGateways: [], transitGatewayRouteTables: [], vpcRouteTables: [],
};
