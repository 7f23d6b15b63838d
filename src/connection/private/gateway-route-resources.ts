/** The routes to the networks behind a connection, as resources of the stack on the gateway where it ends. */
import { Annotations, CfnResource } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { TransitGatewayEnd } from '../../contract/declaration';
import { Place } from '../../private/place';
import { stableKey } from '../../private/stable-key';
import { VpnRouting } from '../vpn-routing';

/** What a look-up depends on, so that CloudFormation looks again: what leads to the attachment is made with what was found then. */
export function partsOfRouting({ end, extras }: Place & { readonly kind: 'transit-gateway' }, routing: VpnRouting): string[] {
  const { associationRouteTableId, propagationRouteTableIds, staticRouteTableIds } = end;
  return [
    ...associationRouteTableId === '' ? [] : [`association ${associationRouteTableId}`],
    ...propagationRouteTableIds.map((id) => `propagation ${id}`),
    ...staticRouteTableIds.flatMap((id) => (routing._staticRoutes ?? []).map((cidr) => `route ${id} ${cidr}`)),
    ...extras.prefixListReferences.filter(({ blackhole }) => blackhole !== true).map(({ routeTableId, prefixListId }) => `reference ${routeTableId} ${prefixListId}`),
    ...Object.entries(extras.attachmentTags).map(([key, value]) => `tag ${key} ${value}`),
  ];
}

/** A virtual private gateway learns them from the connection's own static routes; with BGP there are none. */
export function makeStaticRoutes(scope: Construct, vpnConnectionId: string, routing: VpnRouting): void {
  for (const cidr of routing._staticRoutes ?? []) {
    new ec2.CfnVPNConnectionRoute(scope, `StaticRoute-${stableKey(scope, cidr)}`, { vpnConnectionId, destinationCidrBlock: cidr });
  }
}

/**
 * Association, propagations and static routes of the VPN attachment.
 *
 * @returns the association and the propagations, which an attachment has once only
 */
export function makeTransitGatewayRouting(
  scope: Construct, transitGatewayAttachmentId: string, end: TransitGatewayEnd, routing: VpnRouting,
): CfnResource[] {
  const once: CfnResource[] = [];
  if (end.associationRouteTableId !== '') {
    // One id for a gateway: an attachment has at most one association, so that another table must replace this one. On another gateway it
    // is another resource, which a rollback leaves alone whatever has become of this one's attachment.
    once.push(new ec2.CfnTransitGatewayRouteTableAssociation(scope, `Association-${stableKey(scope, end.id)}`, {
      transitGatewayRouteTableId: end.associationRouteTableId,
      transitGatewayAttachmentId,
    }));
  }
  for (const transitGatewayRouteTableId of end.propagationRouteTableIds) {
    once.push(new ec2.CfnTransitGatewayRouteTablePropagation(scope, `Propagation-${stableKey(scope, transitGatewayRouteTableId)}`, {
      transitGatewayRouteTableId,
      transitGatewayAttachmentId,
    }));
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
  return once;
}

function warnWhenNothingIsLearnt(scope: Construct, end: TransitGatewayEnd, routing: VpnRouting): void {
  if (routing._staticRoutes !== undefined || end.propagationRouteTableIds.length > 0) return;
  Annotations.of(scope).addWarningV2('cdk-site-to-site-vpn:bgpWithoutPropagation',
    'the networks that the device announces by BGP reach no route table of the transit gateway;'
    + ' name the tables that are to learn them in `propagationRouteTableIds`');
}
