/**
 * Looks up what CloudFormation has no attribute for: the transit gateway attachment of a VPN connection, and the addresses of its
 * tunnels.
 *
 * Nothing is changed here, hence a Delete has nothing to do.
 */
import { ProviderEvent, StartedEvent } from '../provider-event';
import { Answer, findAttachment } from './ec2/attachment';
import { findTunnels, TunnelsProperties } from './ec2/tunnels';

export async function onEvent(event: ProviderEvent): Promise<{ PhysicalResourceId: string; StartedAt: number }> {
  const StartedAt = Date.now();
  if (event.RequestType === 'Delete') return { PhysicalResourceId: event.PhysicalResourceId!, StartedAt };
  const { VpnConnectionId, TransitGatewayId } = attachmentOf(event);
  // With the gateway in it the attachment's id is another after a change of gateway in place; tunnels stay what they are.
  const rest = looksUpTunnels(event) ? 'tunnels' : TransitGatewayId;
  return { PhysicalResourceId: `${VpnConnectionId}/${rest}`, StartedAt };
}

export async function isComplete(event: StartedEvent): Promise<Answer> {
  if (event.RequestType === 'Delete') return { IsComplete: true };
  if (!looksUpTunnels(event)) {
    const { VpnConnectionId, TransitGatewayId } = attachmentOf(event);
    return findAttachment(VpnConnectionId, TransitGatewayId);
  }
  return findTunnels(event.ResourceProperties as unknown as TunnelsProperties, Date.now() - (event.StartedAt ?? Date.now()));
}

function looksUpTunnels({ ResourceType }: ProviderEvent): boolean {
  return ResourceType === 'Custom::VpnConnectionTunnels';
}

function attachmentOf({ ResourceProperties }: ProviderEvent): { VpnConnectionId: string; TransitGatewayId: string } {
  return ResourceProperties as { VpnConnectionId: string; TransitGatewayId: string };
}
