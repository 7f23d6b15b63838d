/** Each step as its one EC2 call, and the answers that mean it has been done before. */
import {
  AssociateTransitGatewayRouteTableCommand, AttachVpnGatewayCommand, CreateRouteCommand, CreateTransitGatewayRouteCommand,
  CreateVpnConnectionRouteCommand, DeleteCustomerGatewayCommand, DeleteRouteCommand, DeleteTransitGatewayRouteCommand,
  DeleteVpnConnectionRouteCommand, DetachVpnGatewayCommand, DisableTransitGatewayRouteTablePropagationCommand,
  DisableVgwRoutePropagationCommand, DisassociateTransitGatewayRouteTableCommand, EC2Client,
  EnableTransitGatewayRouteTablePropagationCommand, EnableVgwRoutePropagationCommand, ModifyVpnConnectionCommand,
  ReplaceRouteCommand,
} from '@aws-sdk/client-ec2';
import { codeOf, failureOf } from './failures';
import { isPrefixListId } from '../../../src/contract/cidr';
import { Gateway } from '../../../src/contract/gateway';
import { describeStepUnderWay, Step } from '../../engine/steps';
import { Performed } from '../../runner/ports';

/**
 * Answers after which the next look decides: the wanted thing exists, or the unwanted one does not. Whether it is really
 * the wanted one (`Resource.AlreadyAssociated` names no table) is for the look to tell.
 */
const DONE_BEFORE: { readonly [verb in Step['do']]: readonly string[] } = {
  'delete-static-route': ['InvalidRoute.NotFound', 'InvalidVpnConnectionRoute.NotFound'],
  'create-static-route': ['RouteAlreadyExists'],
  'modify-vpn-connection': [],
  'associate-route-table': ['Resource.AlreadyAssociated'],
  'disassociate-route-table': ['InvalidAssociation.NotFound'],
  'enable-propagation': ['TransitGatewayRouteTablePropagation.Duplicate'],
  'disable-propagation': ['TransitGatewayRouteTablePropagation.NotFound'],
  'create-transit-gateway-route': ['RouteAlreadyExists'],
  'delete-transit-gateway-route': ['InvalidRoute.NotFound'],
  'replace-vpc-route': [],
  'create-vpc-route': ['RouteAlreadyExists'],
  'delete-vpc-route': ['InvalidRoute.NotFound'],
  'enable-vgw-propagation': [],
  'disable-vgw-propagation': [],
  'attach-vpn-gateway': [],
  'detach-vpn-gateway': ['InvalidVpnGatewayAttachment.NotFound'],
  'delete-customer-gateway': ['InvalidCustomerGatewayID.NotFound'],
};

/**
 * The SDK repeats calls for load and for lost connections; both ask for patience.
 * @throws {RetryableFailure | TerminalFailure} named by verb, resource, id and cause
 */
export async function performStep(client: EC2Client, vpnConnectionId: string, step: Step): Promise<Performed> {
  try {
    return { throttled: ((await sendStep(client, vpnConnectionId, step)).$metadata?.attempts ?? 1) > 1 };
  } catch (error) {
    if (DONE_BEFORE[step.do].includes(codeOf(error))) return { throttled: false };
    throw failureOf(describeStepUnderWay(step).replace('the VPN connection', `VPN connection ${vpnConnectionId}`), error);
  }
}

/** As far as the SDK's answers are read here. */
interface Attempted {
  readonly $metadata?: { readonly attempts?: number };
}

export async function sendStep(client: EC2Client, vpnConnectionId: string, step: Step): Promise<Attempted> {
  switch (step.do) {
    case 'delete-static-route':
      return client.send(new DeleteVpnConnectionRouteCommand({ VpnConnectionId: vpnConnectionId, DestinationCidrBlock: step.cidr }));
    case 'create-static-route':
      return client.send(new CreateVpnConnectionRouteCommand({ VpnConnectionId: vpnConnectionId, DestinationCidrBlock: step.cidr }));
    case 'modify-vpn-connection':
      // Only the parameter that changes: EC2 takes an empty one for a missing one, and both gateways at once for an error.
      return client.send(new ModifyVpnConnectionCommand({
        VpnConnectionId: vpnConnectionId, ...connectionTarget(step.to, step.customerGatewayId),
      }));
    case 'associate-route-table':
      return client.send(new AssociateTransitGatewayRouteTableCommand(attachmentAndTable(step)));
    case 'disassociate-route-table':
      return client.send(new DisassociateTransitGatewayRouteTableCommand(attachmentAndTable(step)));
    case 'enable-propagation':
      return client.send(new EnableTransitGatewayRouteTablePropagationCommand(attachmentAndTable(step)));
    case 'disable-propagation':
      return client.send(new DisableTransitGatewayRouteTablePropagationCommand(attachmentAndTable(step)));
    case 'create-transit-gateway-route':
      return client.send(new CreateTransitGatewayRouteCommand({ ...attachmentAndTable(step), DestinationCidrBlock: step.cidr }));
    case 'delete-transit-gateway-route':
      return client.send(new DeleteTransitGatewayRouteCommand({
        TransitGatewayRouteTableId: step.routeTableId, DestinationCidrBlock: step.cidr,
      }));
    case 'replace-vpc-route':
      return client.send(new ReplaceRouteCommand({
        RouteTableId: step.routeTableId, ...destination(step.destination), ...routeTarget(step.to),
      }));
    case 'create-vpc-route':
      return client.send(new CreateRouteCommand({
        RouteTableId: step.routeTableId, ...destination(step.destination), ...routeTarget(step.to),
      }));
    case 'delete-vpc-route':
      return client.send(new DeleteRouteCommand({ RouteTableId: step.routeTableId, ...destination(step.destination) }));
    case 'enable-vgw-propagation':
      return client.send(new EnableVgwRoutePropagationCommand({ RouteTableId: step.routeTableId, GatewayId: step.gatewayId }));
    case 'disable-vgw-propagation':
      return client.send(new DisableVgwRoutePropagationCommand({ RouteTableId: step.routeTableId, GatewayId: step.gatewayId }));
    case 'attach-vpn-gateway':
      return client.send(new AttachVpnGatewayCommand({ VpcId: step.vpcId, VpnGatewayId: step.gatewayId }));
    case 'detach-vpn-gateway':
      return client.send(new DetachVpnGatewayCommand({ VpcId: step.vpcId, VpnGatewayId: step.gatewayId }));
    case 'delete-customer-gateway':
      return client.send(new DeleteCustomerGatewayCommand({ CustomerGatewayId: step.customerGatewayId }));
  }
}

/** The parameters of ModifyVpnConnection for what changes, and no other. */
export function connectionTarget(gateway: Gateway | undefined, customerGatewayId: string | undefined) {
  return {
    ...gateway?.kind === 'transit-gateway' ? { TransitGatewayId: gateway.id } : {},
    ...gateway?.kind === 'virtual-private-gateway' ? { VpnGatewayId: gateway.id } : {},
    ...customerGatewayId === undefined ? {} : { CustomerGatewayId: customerGatewayId },
  };
}

function routeTarget(gateway: Gateway) {
  return gateway.kind === 'transit-gateway' ? { TransitGatewayId: gateway.id } : { GatewayId: gateway.id };
}

function attachmentAndTable(step: { readonly attachmentId: string; readonly routeTableId: string }) {
  return { TransitGatewayAttachmentId: step.attachmentId, TransitGatewayRouteTableId: step.routeTableId };
}

function destination(text: string) {
  if (isPrefixListId(text)) return { DestinationPrefixListId: text };
  return text.includes(':') ? { DestinationIpv6CidrBlock: text } : { DestinationCidrBlock: text };
}
