/** Whether the gateways have changed places, and what is not as declared although they have. */
import { MoveDeclaration } from '../../../src/contract/declaration';
import { nameOfGateway } from '../../../src/contract/gateway';
import { GatewayReplacement } from '../../../src/contract/replacement-declaration';
import { Snapshot } from '../observation';
import { attachmentStateAt } from '../reconcile/virtual-private-gateway';
import { RecordHead } from '../record';

export function isSwapped({ virtualPrivateGateways }: Snapshot, { to }: Pick<MoveDeclaration, 'to'>, { vpcId }: GatewayReplacement): boolean {
  return attachmentStateAt(virtualPrivateGateways, to.id, vpcId) === 'attached';
}

/** Besides routes that are missing, or lead to the old gateway still. */
export function replacementDrift(snapshot: Snapshot, { connections }: GatewayReplacement): string[] {
  return connections.map(({ toId }) => ({ toId, state: stateOf(snapshot, toId) })).filter(({ state }) => state !== 'available')
    .map(({ toId, state }) => `VPN connection ${toId} is ${state}`);
}

/** Why there is no way back of a completed replacement. */
export function rollbackObstacles(snapshot: Snapshot, { from, to }: Pick<RecordHead, 'from' | 'to'>, { vpcId, connections }: GatewayReplacement): string[] {
  const old = snapshot.virtualPrivateGateways.find((each) => each.id === from.id);
  const elsewhere = old?.attachments.find((each) => each.vpcId !== vpcId);
  return [
    ...attachmentStateAt(snapshot.virtualPrivateGateways, to.id, vpcId) === 'attached' ? [] : [`${to.id} is not attached to ${vpcId}, where the replacement had brought it`],
    ...old?.state === 'available' ? [] : [`${nameOfGateway(from)} is ${old?.state ?? 'gone'}`],
    ...elsewhere === undefined ? [] : [`${from.id} is attached to ${elsewhere.vpcId}`],
    ...connections.map(({ fromId }) => ({ fromId, state: stateOf(snapshot, fromId) })).filter(({ state }) => state !== 'available')
      .map(({ fromId, state }) => `VPN connection ${fromId} is ${state}`),
  ];
}

function stateOf({ connections = [] }: Snapshot, id: string): string {
  return connections.find((each) => each.id === id)?.state ?? 'gone';
}
