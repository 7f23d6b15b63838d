/** One virtual private gateway in the other's place: a VPC has one at most, so the old one is detached before the new one is attached. */
import { ReconcileContext } from './context';
import { awaiting, NO_PROPOSAL, Proposal, propose } from './proposal';
import { SourceAndTarget } from './source-and-target';
import { VirtualPrivateGateway } from '../observation';

export function swapGateway({ observed, plan }: ReconcileContext, { source, target }: SourceAndTarget): Proposal {
  const vpcId = plan.exchangeAtVpcId;
  if (vpcId === undefined) return NO_PROPOSAL;
  const stateAt = (gatewayId: string) => attachmentStateAt(observed.virtualPrivateGateways, gatewayId, vpcId);
  const [old, wanted] = [stateAt(source.gateway.id), stateAt(target.gateway.id)];
  if (wanted === 'attached') return NO_PROPOSAL;
  if (wanted !== 'detached') return awaiting(`for ${target.gateway.id}, now ${wanted}, at ${vpcId}`);
  switch (old) {
    case 'attached': return propose({ do: 'detach-vpn-gateway', gatewayId: source.gateway.id, vpcId });
    case 'detached': return propose({ do: 'attach-vpn-gateway', gatewayId: target.gateway.id, vpcId });
    default: return awaiting(`for ${source.gateway.id}, now ${old}, at ${vpcId}`);
  }
}

/** `attaching`, `attached`, `detaching` or `detached`. */
export function attachmentStateAt(gateways: readonly VirtualPrivateGateway[], gatewayId: string, vpcId: string | undefined): string {
  return gateways.find((each) => each.id === gatewayId)?.attachments.find((attachment) => attachment.vpcId === vpcId)?.state ?? 'detached';
}
