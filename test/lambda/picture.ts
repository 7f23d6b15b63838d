/** What a person would compare before and after: where the connection stands, its routes, and everything that leads to it. */
import { Network } from '../../tools/rehearsal/embedded-ec2/network';
import { isLive, TransitGatewayAttachment } from '../../tools/rehearsal/embedded-ec2/records';
import { NetworkState } from '../../tools/rehearsal/embedded-ec2/state';

export interface Picture {
  readonly state: string;
  readonly gateway?: { readonly kind: string; readonly id: string };
  readonly customerGateway: string;
  readonly staticRoutes: readonly string[];
  readonly transitGatewayRoutes: readonly string[];
  readonly attachments: readonly string[];
  readonly propagations: readonly string[];
  readonly vpnGateways: readonly string[];
  readonly vpcRoutes: readonly string[];
}

export function pictureOf(network: Network, vpnConnectionId: string): Picture {
  network.settle();
  const { state } = network.view;
  const connection = state.vpnConnections[vpnConnectionId];
  return {
    state: connection.state,
    gateway: connection.target,
    customerGateway: connection.customerGatewayId,
    staticRoutes: connection.staticRoutes.filter((route) => route.state !== 'deleted').map((route) => `${route.cidr} ${route.state}`).sort(),
    transitGatewayRoutes: Object.values(state.transitGatewayRoutes)
      .map((route) => `${route.routeTableId} ${route.destination} ${ownerOf(state, route.attachmentId)}`).sort(),
    attachments: Object.values(state.transitGatewayAttachments).filter((each) => isLive(each)).map(attachmentInWords).sort(),
    propagations: Object.values(state.vpcRouteTables)
      .flatMap((table) => table.propagatingGatewayIds.map((gatewayId) => `${table.id} from ${gatewayId}`)).sort(),
    vpnGateways: Object.values(state.vpnGateways).map((gateway) => `${gateway.id} ${gateway.attachment?.state ?? 'detached'} ${gateway.attachment?.vpcId ?? ''}`).sort(),
    vpcRoutes: Object.values(state.vpcRouteTables)
      .flatMap((table) => table.routes.map((route) => `${table.id} ${route.destination} ${route.target.id}`)).sort(),
  };
}

/** A new attachment has a new id; what matters is whose it is. */
function ownerOf(state: Readonly<NetworkState>, attachmentId: string | undefined): string {
  const attachment = attachmentId === undefined ? undefined : state.transitGatewayAttachments[attachmentId];
  if (attachment === undefined) return attachmentId ?? 'nowhere';
  return isLive(attachment) ? attachment.resourceId : `${attachment.resourceId}, ${attachment.state}`;
}

function attachmentInWords({ resourceId, transitGatewayId, association, propagations }: TransitGatewayAttachment): string {
  const associated = association === undefined ? 'no table' : `${association.routeTableId} ${association.state}`;
  const propagating = propagations.filter((each) => each.state !== 'disabled').map((each) => `${each.routeTableId} ${each.state}`).sort();
  return `${resourceId} on ${transitGatewayId}, associated with ${associated}, propagating to ${propagating.join(' ')}`;
}
