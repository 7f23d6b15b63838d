/**
 * What CloudFormation has no attribute and no resource for around a VPN connection: its attachment on a transit gateway and the addresses
 * of its tunnels are looked up, tags of the attachment and references to prefix lists are made.
 */
import { AttachmentProperties, findAttachment } from './ec2/attachment';
import { lookUpRequest } from './ec2/look-up';
import { ReferenceProperties, referenceRequest } from './ec2/prefix-list-reference';
import { TagProperties, tagRequest } from './ec2/tag';
import { findTunnels, TunnelsProperties } from './ec2/tunnels';
import { ResourceEvent } from '../custom-resource/event';
import { ResourceRequest } from '../custom-resource/request';

export function requestOf(event: ResourceEvent): ResourceRequest {
  switch (event.ResourceType) {
    case 'Custom::TransitGatewayVpnAttachment':
      return lookUpRequest(event as unknown as ResourceEvent<AttachmentProperties>, 'attachment', findAttachment);
    case 'Custom::VpnConnectionTunnels':
      return lookUpRequest(event as unknown as ResourceEvent<TunnelsProperties>, 'tunnels', findTunnels);
    case 'Custom::TransitGatewayAttachmentTag':
      return tagRequest(event as unknown as ResourceEvent<TagProperties>);
    case 'Custom::TransitGatewayPrefixListReference':
      return referenceRequest(event as unknown as ResourceEvent<ReferenceProperties>);
    default:
      throw new Error(`the function does not know resources of type ${event.ResourceType}; deploy with one version of the library`);
  }
}
