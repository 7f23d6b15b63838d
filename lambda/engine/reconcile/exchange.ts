/** One virtual private gateway in the other's place: a VPC has one at most, so the old one is detached before the new one is attached. */
import { ReconcileContext } from './context';
import { Passage } from './passage';
import { awaiting, NO_PROPOSAL, Proposal, propose } from './proposal';
import { VirtualPrivateGateway } from '../observation';

export function exchangeSteps({ observed, plan }: ReconcileContext, { source, destination }: Passage): Proposal {
  const vpcId = plan.exchangeAtVpcId;
  if (vpcId === undefined) return NO_PROPOSAL;
  const stateAt = (gatewayId: string) => gatewayAt(observed.virtualPrivateGateways, gatewayId, vpcId);
  const [old, wanted] = [stateAt(source.gateway.id), stateAt(destination.gateway.id)];
  if (wanted === 'attached') return NO_PROPOSAL;
  if (wanted !== 'detached') return awaiting(`for ${destination.gateway.id}, now ${wanted}, at ${vpcId}`);
  switch (old) {
    case 'attached': return propose({ do: 'detach-vpn-gateway', gatewayId: source.gateway.id, vpcId });
    case 'detached': return propose({ do: 'attach-vpn-gateway', gatewayId: destination.gateway.id, vpcId });
    default: return awaiting(`for ${source.gateway.id}, now ${old}, at ${vpcId}`);
  }
}

/** `attaching`, `attached`, `detaching` or `detached`. */
export function gatewayAt(gateways: readonly VirtualPrivateGateway[], gatewayId: string, vpcId: string | undefined): string {
  return gateways.find((each) => each.id === gatewayId)?.attachments.find((attachment) => attachment.vpcId === vpcId)?.state ?? 'detached';
}
