/** The transit gateway that a connection leaves when its own template changes its target: only EC2 knows what led to it there. */
import { MoveDeclaration } from '../../../src/contract/declaration';
import { Snapshot, vpnAttachmentOn } from '../observation';
import { natureOf } from '../operation';
import { routesToAttachment } from '../plan';

/** @returns the move with all that was seen on a transit gateway that it leaves: a way back is to find the same again */
export function withObservedSource(move: MoveDeclaration, snapshot: Snapshot): MoveDeclaration {
  const { from, vpnConnectionId } = move;
  if (natureOf(move).modifiedBy !== 'CloudFormation' || from.kind !== 'transit-gateway') return move;
  const attachment = vpnAttachmentOn(snapshot, vpnConnectionId, from.id);
  const gateway = snapshot.transitGateways.find((each) => each.id === from.id);
  const associationRouteTableId = attachment?.association?.routeTableId ?? '';
  const propagationRouteTableIds = (attachment?.propagations ?? []).map((each) => each.routeTableId);
  const defaults = [gateway?.defaultAssociationRouteTableId, gateway?.defaultPropagationRouteTableId].filter((id) => id !== undefined);
  return {
    ...move,
    from: {
      ...from, associationRouteTableId, propagationRouteTableIds,
      staticRouteTableIds: [...new Set(routesToAttachment(snapshot, from, 'static').map((route) => route.routeTableId))],
      // A new attachment comes into these, whatever the old one was in.
      defaultRouteTableIds: [...new Set(defaults)].filter((id) => id !== associationRouteTableId || !propagationRouteTableIds.includes(id)),
    },
  };
}
