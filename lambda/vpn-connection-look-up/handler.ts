/**
 * Looks up what CloudFormation has no attribute for: the transit gateway attachment of a VPN connection, and the addresses of its
 * tunnels.
 *
 * Nothing is changed here, hence a Delete has nothing to do.
 */
import { ProviderEvent, StartedEvent } from '../provider-event';
import { Answer, AttachmentProperties, findAttachment } from './ec2/attachment';
import { findTunnels, TunnelsProperties } from './ec2/tunnels';

export async function onEvent(event: ProviderEvent): Promise<{ PhysicalResourceId: string; StartedAt: number }> {
  const StartedAt = Date.now();
  if (event.RequestType === 'Delete') return { PhysicalResourceId: event.PhysicalResourceId!, StartedAt };
  const id = `${attachmentOf(event.ResourceProperties).VpnConnectionId}/${looksUpTunnels(event) ? 'tunnels' : 'attachment'}`;
  // Its gateway is no part of it, but was in earlier versions: what has a new id a rollback may only delete, and then nobody looks again.
  const isOfSameConnection = event.PhysicalResourceId?.split('/')[0] === id.split('/')[0];
  return { PhysicalResourceId: isOfSameConnection ? event.PhysicalResourceId! : id, StartedAt };
}

export async function isComplete(event: StartedEvent): Promise<Answer> {
  if (event.RequestType === 'Delete') return { IsComplete: true };
  const { ResourceProperties: wanted, OldResourceProperties: former } = event;
  const waitedMs = Date.now() - (event.StartedAt ?? Date.now());
  if (!looksUpTunnels(event)) return findAttachment(attachmentOf(wanted), former && attachmentOf(former), waitedMs);
  return findTunnels(wanted as unknown as TunnelsProperties, former as unknown as TunnelsProperties | undefined, waitedMs);
}

function looksUpTunnels({ ResourceType }: ProviderEvent): boolean {
  return ResourceType === 'Custom::VpnConnectionTunnels';
}

function attachmentOf(properties: ProviderEvent['ResourceProperties']): AttachmentProperties {
  return properties as unknown as AttachmentProperties;
}
