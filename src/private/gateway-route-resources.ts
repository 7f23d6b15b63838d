/** The routes to the networks behind a connection, as resources of the stack on the gateway where it ends. */
import { Annotations } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { stableKey } from './stable-key';
import { TransitGatewayEnd } from '../domain/declaration';
import { VpnRouting } from '../vpn-routing';

/** A virtual private gateway learns them from the connection's own static routes; with BGP there are none. */
export function makeStaticRoutes(scope: Construct, vpnConnectionId: string, routing: VpnRouting): void {
  for (const cidr of routing._staticRoutes ?? []) {
    new ec2.CfnVPNConnectionRoute(scope, `StaticRoute-${stableKey(scope, cidr)}`, { vpnConnectionId, destinationCidrBlock: cidr });
  }
}

/** Association, propagations and static routes of the VPN attachment. */
export function makeTransitGatewayRouting(
  scope: Construct, transitGatewayAttachmentId: string, end: TransitGatewayEnd, routing: VpnRouting,
): void {
  if (end.associationRouteTableId !== '') {
    // One fixed id: an attachment has at most one association, so that another table must replace this one.
    new ec2.CfnTransitGatewayRouteTableAssociation(scope, 'Association', {
      transitGatewayRouteTableId: end.associationRouteTableId,
      transitGatewayAttachmentId,
    });
  }
  for (const transitGatewayRouteTableId of end.propagationRouteTableIds) {
    new ec2.CfnTransitGatewayRouteTablePropagation(scope, `Propagation-${stableKey(scope, transitGatewayRouteTableId)}`, {
      transitGatewayRouteTableId,
      transitGatewayAttachmentId,
    });
  }
  for (const transitGatewayRouteTableId of end.staticRouteTableIds) {
    for (const destinationCidrBlock of routing._staticRoutes ?? []) {
      const key = `${stableKey(scope, transitGatewayRouteTableId)}-${stableKey(scope, destinationCidrBlock)}`;
      new ec2.CfnTransitGatewayRoute(scope, `Route-${key}`, {
        transitGatewayRouteTableId,
        destinationCidrBlock,
        transitGatewayAttachmentId,
      });
    }
  }
  warnWhenNothingIsLearnt(scope, end, routing);
}

function warnWhenNothingIsLearnt(scope: Construct, end: TransitGatewayEnd, routing: VpnRouting): void {
  if (routing._staticRoutes !== undefined || end.propagationRouteTableIds.length > 0) return;
  Annotations.of(scope).addWarningV2('cdk-site-to-site-vpn:bgpWithoutPropagation',
    'the networks that the device announces by BGP reach no route table of the transit gateway;'
    + ' name the tables that are to learn them in `propagationRouteTableIds`');
}
