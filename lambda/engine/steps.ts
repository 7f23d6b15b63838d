/** The changes a move is made of. Each is one EC2 call, may be repeated, and is independent of the others in its batch. */
import { Gateway, nameOfGateway } from '../../src/contract/gateway';

export type Step =
  | { readonly do: 'delete-static-route'; readonly cidr: string }
  | { readonly do: 'create-static-route'; readonly cidr: string }
  | { readonly do: 'modify-vpn-connection'; readonly to?: Gateway; readonly customerGatewayId?: string }
  | { readonly do: 'associate-route-table'; readonly routeTableId: string; readonly attachmentId: string }
  | { readonly do: 'disassociate-route-table'; readonly routeTableId: string; readonly attachmentId: string }
  | { readonly do: 'enable-propagation'; readonly routeTableId: string; readonly attachmentId: string }
  | { readonly do: 'disable-propagation'; readonly routeTableId: string; readonly attachmentId: string }
  | { readonly do: 'create-transit-gateway-route'; readonly routeTableId: string; readonly cidr: string; readonly attachmentId: string }
  | { readonly do: 'delete-transit-gateway-route'; readonly routeTableId: string; readonly cidr: string }
  | { readonly do: 'replace-vpc-route'; readonly routeTableId: string; readonly destination: string; readonly to: Gateway }
  | { readonly do: 'create-vpc-route'; readonly routeTableId: string; readonly destination: string; readonly to: Gateway }
  | { readonly do: 'delete-vpc-route'; readonly routeTableId: string; readonly destination: string }
  | { readonly do: 'enable-vgw-propagation'; readonly routeTableId: string; readonly gatewayId: string }
  | { readonly do: 'disable-vgw-propagation'; readonly routeTableId: string; readonly gatewayId: string }
  | { readonly do: 'attach-vpn-gateway'; readonly gatewayId: string; readonly vpcId: string }
  | { readonly do: 'detach-vpn-gateway'; readonly gatewayId: string; readonly vpcId: string }
  | { readonly do: 'delete-customer-gateway'; readonly customerGatewayId: string };

/** What makes two steps the same step: used to count attempts and to not repeat a call whose effect is still settling. */
export function keyOfStep(step: Step): string {
  return Object.values(step).map((part) => (typeof part === 'string' ? part : part.id)).join(' ');
}

/** The step in a sentence's words, for logs, errors and the list of what is missing. */
export function describeStep(step: Step): string {
  switch (step.do) {
    case 'delete-static-route': return `delete static route ${step.cidr} of the VPN connection`;
    case 'create-static-route': return `create static route ${step.cidr} of the VPN connection`;
    case 'modify-vpn-connection': return describeModify(step.to, step.customerGatewayId);
    case 'associate-route-table': return `associate ${step.attachmentId} with ${step.routeTableId}`;
    case 'disassociate-route-table': return `disassociate ${step.attachmentId} from ${step.routeTableId}`;
    case 'enable-propagation': return `enable propagation of ${step.attachmentId} to ${step.routeTableId}`;
    case 'disable-propagation': return `disable propagation of ${step.attachmentId} to ${step.routeTableId}`;
    case 'create-transit-gateway-route': return `create route ${step.cidr} in ${step.routeTableId} to ${step.attachmentId}`;
    case 'delete-transit-gateway-route': return `delete route ${step.cidr} in ${step.routeTableId}`;
    case 'replace-vpc-route': return `point route ${step.destination} in ${step.routeTableId} to ${step.to.id}`;
    case 'create-vpc-route': return `create route ${step.destination} in ${step.routeTableId} to ${step.to.id}`;
    case 'delete-vpc-route': return `delete route ${step.destination} in ${step.routeTableId}`;
    case 'enable-vgw-propagation': return `enable propagation of ${step.gatewayId} to ${step.routeTableId}`;
    case 'disable-vgw-propagation': return `disable propagation of ${step.gatewayId} to ${step.routeTableId}`;
    case 'attach-vpn-gateway': return `attach ${step.gatewayId} to ${step.vpcId}`;
    case 'detach-vpn-gateway': return `detach ${step.gatewayId} from ${step.vpcId}`;
    case 'delete-customer-gateway': return `delete customer gateway ${step.customerGatewayId}`;
  }
}

/** The step as what somebody was at when it failed: `creating static route 10.1.0.0/16 of the VPN connection`. */
export function describeStepUnderWay(step: Step): string {
  return describeStep(step).replace(/^(\w+?)e?\b/, '$1ing');
}

function describeModify(to: Gateway | undefined, customerGatewayId: string | undefined): string {
  const parts = [...to === undefined ? [] : [nameOfGateway(to)], ...customerGatewayId === undefined ? [] : [`customer gateway ${customerGatewayId}`]];
  return `move the VPN connection to ${parts.join(' and ')}`;
}
