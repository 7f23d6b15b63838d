/** EC2's operations as the resource types call them, typed by the SDK, and the waiting that CloudFormation does after each. */
import type * as sdk from '@aws-sdk/client-ec2';
import { Clock, Ec2Error, Ec2Operations } from '../../contracts';
import { ResourceFailure } from '../resource-type';

interface Ec2Calls {
  AssociateClientVpnTargetNetwork: [sdk.AssociateClientVpnTargetNetworkRequest, sdk.AssociateClientVpnTargetNetworkResult];
  AssociateRouteTable: [sdk.AssociateRouteTableRequest, sdk.AssociateRouteTableResult];
  AssociateTransitGatewayRouteTable: [sdk.AssociateTransitGatewayRouteTableRequest, sdk.AssociateTransitGatewayRouteTableResult];
  AttachInternetGateway: [sdk.AttachInternetGatewayRequest, object];
  AttachVpnGateway: [sdk.AttachVpnGatewayRequest, sdk.AttachVpnGatewayResult];
  AuthorizeClientVpnIngress: [sdk.AuthorizeClientVpnIngressRequest, sdk.AuthorizeClientVpnIngressResult];
  CreateClientVpnEndpoint: [sdk.CreateClientVpnEndpointRequest, sdk.CreateClientVpnEndpointResult];
  CreateClientVpnRoute: [sdk.CreateClientVpnRouteRequest, sdk.CreateClientVpnRouteResult];
  CreateCustomerGateway: [sdk.CreateCustomerGatewayRequest, sdk.CreateCustomerGatewayResult];
  CreateInternetGateway: [sdk.CreateInternetGatewayRequest, sdk.CreateInternetGatewayResult];
  CreateRoute: [sdk.CreateRouteRequest, sdk.CreateRouteResult];
  CreateRouteTable: [sdk.CreateRouteTableRequest, sdk.CreateRouteTableResult];
  CreateSubnet: [sdk.CreateSubnetRequest, sdk.CreateSubnetResult];
  CreateTags: [sdk.CreateTagsRequest, object];
  CreateTransitGateway: [sdk.CreateTransitGatewayRequest, sdk.CreateTransitGatewayResult];
  CreateTransitGatewayRoute: [sdk.CreateTransitGatewayRouteRequest, sdk.CreateTransitGatewayRouteResult];
  CreateTransitGatewayRouteTable: [sdk.CreateTransitGatewayRouteTableRequest, sdk.CreateTransitGatewayRouteTableResult];
  CreateTransitGatewayVpcAttachment: [sdk.CreateTransitGatewayVpcAttachmentRequest, sdk.CreateTransitGatewayVpcAttachmentResult];
  CreateVpc: [sdk.CreateVpcRequest, sdk.CreateVpcResult];
  CreateVpnConnection: [sdk.CreateVpnConnectionRequest, sdk.CreateVpnConnectionResult];
  CreateVpnConnectionRoute: [sdk.CreateVpnConnectionRouteRequest, object];
  CreateVpnGateway: [sdk.CreateVpnGatewayRequest, sdk.CreateVpnGatewayResult];
  DeleteClientVpnEndpoint: [sdk.DeleteClientVpnEndpointRequest, sdk.DeleteClientVpnEndpointResult];
  DeleteClientVpnEndpointAuthorizationPolicy: [
    sdk.DeleteClientVpnEndpointAuthorizationPolicyRequest, sdk.DeleteClientVpnEndpointAuthorizationPolicyResult];
  DeleteClientVpnRoute: [sdk.DeleteClientVpnRouteRequest, sdk.DeleteClientVpnRouteResult];
  DeleteCustomerGateway: [sdk.DeleteCustomerGatewayRequest, object];
  DeleteInternetGateway: [sdk.DeleteInternetGatewayRequest, object];
  DeleteRoute: [sdk.DeleteRouteRequest, object];
  DeleteRouteTable: [sdk.DeleteRouteTableRequest, object];
  DeleteSubnet: [sdk.DeleteSubnetRequest, object];
  DeleteTags: [sdk.DeleteTagsRequest, object];
  DeleteTransitGateway: [sdk.DeleteTransitGatewayRequest, sdk.DeleteTransitGatewayResult];
  DeleteTransitGatewayRoute: [sdk.DeleteTransitGatewayRouteRequest, sdk.DeleteTransitGatewayRouteResult];
  DeleteTransitGatewayRouteTable: [sdk.DeleteTransitGatewayRouteTableRequest, sdk.DeleteTransitGatewayRouteTableResult];
  DeleteTransitGatewayVpcAttachment: [sdk.DeleteTransitGatewayVpcAttachmentRequest, sdk.DeleteTransitGatewayVpcAttachmentResult];
  DeleteVpc: [sdk.DeleteVpcRequest, object];
  DeleteVpnConnection: [sdk.DeleteVpnConnectionRequest, object];
  DeleteVpnConnectionRoute: [sdk.DeleteVpnConnectionRouteRequest, object];
  DeleteVpnGateway: [sdk.DeleteVpnGatewayRequest, object];
  DescribeClientVpnAuthorizationRules: [sdk.DescribeClientVpnAuthorizationRulesRequest, sdk.DescribeClientVpnAuthorizationRulesResult];
  DescribeClientVpnEndpoints: [sdk.DescribeClientVpnEndpointsRequest, sdk.DescribeClientVpnEndpointsResult];
  DescribeClientVpnRoutes: [sdk.DescribeClientVpnRoutesRequest, sdk.DescribeClientVpnRoutesResult];
  DescribeClientVpnTargetNetworks: [sdk.DescribeClientVpnTargetNetworksRequest, sdk.DescribeClientVpnTargetNetworksResult];
  DescribeCustomerGateways: [sdk.DescribeCustomerGatewaysRequest, sdk.DescribeCustomerGatewaysResult];
  DescribeInternetGateways: [sdk.DescribeInternetGatewaysRequest, sdk.DescribeInternetGatewaysResult];
  DescribeRouteTables: [sdk.DescribeRouteTablesRequest, sdk.DescribeRouteTablesResult];
  DescribeSubnets: [sdk.DescribeSubnetsRequest, sdk.DescribeSubnetsResult];
  DescribeTransitGatewayRouteTables: [sdk.DescribeTransitGatewayRouteTablesRequest, sdk.DescribeTransitGatewayRouteTablesResult];
  DescribeTransitGatewayVpcAttachments: [sdk.DescribeTransitGatewayVpcAttachmentsRequest, sdk.DescribeTransitGatewayVpcAttachmentsResult];
  DescribeTransitGateways: [sdk.DescribeTransitGatewaysRequest, sdk.DescribeTransitGatewaysResult];
  DescribeVpcs: [sdk.DescribeVpcsRequest, sdk.DescribeVpcsResult];
  DescribeVpnConnections: [sdk.DescribeVpnConnectionsRequest, sdk.DescribeVpnConnectionsResult];
  DescribeVpnGateways: [sdk.DescribeVpnGatewaysRequest, sdk.DescribeVpnGatewaysResult];
  DetachInternetGateway: [sdk.DetachInternetGatewayRequest, object];
  DetachVpnGateway: [sdk.DetachVpnGatewayRequest, object];
  DisableTransitGatewayRouteTablePropagation: [sdk.DisableTransitGatewayRouteTablePropagationRequest, object];
  DisableVgwRoutePropagation: [sdk.DisableVgwRoutePropagationRequest, object];
  DisassociateClientVpnTargetNetwork: [sdk.DisassociateClientVpnTargetNetworkRequest, sdk.DisassociateClientVpnTargetNetworkResult];
  DisassociateRouteTable: [sdk.DisassociateRouteTableRequest, object];
  DisassociateTransitGatewayRouteTable: [sdk.DisassociateTransitGatewayRouteTableRequest, object];
  EnableTransitGatewayRouteTablePropagation: [sdk.EnableTransitGatewayRouteTablePropagationRequest, object];
  EnableVgwRoutePropagation: [sdk.EnableVgwRoutePropagationRequest, object];
  GetTransitGatewayRouteTableAssociations: [
    sdk.GetTransitGatewayRouteTableAssociationsRequest, sdk.GetTransitGatewayRouteTableAssociationsResult];
  GetTransitGatewayRouteTablePropagations: [
    sdk.GetTransitGatewayRouteTablePropagationsRequest, sdk.GetTransitGatewayRouteTablePropagationsResult];
  ModifyClientVpnEndpoint: [sdk.ModifyClientVpnEndpointRequest, sdk.ModifyClientVpnEndpointResult];
  ModifyClientVpnEndpointAuthorizationPolicy: [
    sdk.ModifyClientVpnEndpointAuthorizationPolicyRequest, sdk.ModifyClientVpnEndpointAuthorizationPolicyResult];
  ModifySubnetAttribute: [sdk.ModifySubnetAttributeRequest, object];
  ModifyTransitGateway: [sdk.ModifyTransitGatewayRequest, sdk.ModifyTransitGatewayResult];
  ModifyTransitGatewayVpcAttachment: [sdk.ModifyTransitGatewayVpcAttachmentRequest, sdk.ModifyTransitGatewayVpcAttachmentResult];
  ModifyVpcAttribute: [sdk.ModifyVpcAttributeRequest, object];
  ModifyVpnConnection: [sdk.ModifyVpnConnectionRequest, sdk.ModifyVpnConnectionResult];
  ModifyVpnConnectionOptions: [sdk.ModifyVpnConnectionOptionsRequest, sdk.ModifyVpnConnectionOptionsResult];
  ModifyVpnTunnelOptions: [sdk.ModifyVpnTunnelOptionsRequest, sdk.ModifyVpnTunnelOptionsResult];
  ReplaceRoute: [sdk.ReplaceRouteRequest, object];
  RevokeClientVpnIngress: [sdk.RevokeClientVpnIngressRequest, sdk.RevokeClientVpnIngressResult];
  SearchTransitGatewayRoutes: [sdk.SearchTransitGatewayRoutesRequest, sdk.SearchTransitGatewayRoutesResult];
}

type Operation = keyof Ec2Calls;

/** EC2 and the clock to wait by. */
export interface Ec2 {
  readonly ec2: Ec2Operations;
  readonly clock: Clock;
}

export function call<O extends Operation>({ ec2 }: Ec2, operation: O, input: Ec2Calls[O][0]): Ec2Calls[O][1] {
  return ec2.call(operation, input as Record<string, unknown>) as Ec2Calls[O][1];
}

/** All pages of a call, with its output's lists put together by `items`. */
export function callAll<O extends Operation, T>(
  services: Ec2, operation: O, input: Ec2Calls[O][0], items: (output: Ec2Calls[O][1]) => T[] | undefined,
): T[] {
  const output = call(services, operation, input);
  const nextToken = (output as { NextToken?: string }).NextToken;
  const rest = nextToken === undefined ? [] : callAll(services, operation, { ...input, NextToken: nextToken }, items);
  return [...items(output) ?? [], ...rest];
}

const POLL_SECONDS = 5;
const CALL_TIMEOUT_SECONDS = 3600;

/**
 * Asks again and again until the answer is yes. "Not found" is a no: describes lag behind what they describe.
 * @throws {ResourceFailure} after an hour.
 */
export async function stabilized({ clock }: Ec2, what: string, physicalId: string, probe: () => boolean): Promise<void> {
  const giveUpAt = clock.now() + CALL_TIMEOUT_SECONDS * 1000;
  while (!found(probe)) {
    if (clock.now() >= giveUpAt) throw new ResourceFailure(`Resource timed out waiting for ${what} (HandlerErrorCode: NotStabilized)`, physicalId);
    await clock.sleep(POLL_SECONDS * 1000);
  }
}

/** Asks again and again until what is described is gone; "not found" is gone. */
export async function gone(services: Ec2, what: string, physicalId: string, isThere: () => boolean): Promise<void> {
  await stabilized(services, what, physicalId, () => !found(isThere));
}

/** Carries out a deletion whose object may be gone already. */
export function deleteIfThere(act: () => unknown): void {
  try {
    act();
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}

export function isNotFound(error: unknown): boolean {
  return error instanceof Ec2Error && /\.?NotFound$/.test(error.code);
}

function found(probe: () => boolean): boolean {
  try {
    return probe();
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
}
