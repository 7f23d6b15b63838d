/** What stands on a transit gateway beside the routing of a VPN attachment. */
import { createHash } from 'node:crypto';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { ConnectionResources } from './connection-resources';
import { TransitGatewayExtras } from '../../private/place';
import { stableKey } from '../../private/stable-key';
import { TransitGatewayBlackholeRoute, TransitGatewayPrefixListReference } from '../transit-gateway-routes';

/** @param attachmentId looks the attachment up, so it is called where something needs it only */
export function makeTransitGatewayExtras(scope: Construct, extras: TransitGatewayExtras, attachmentId: () => string): void {
  makeBlackholeRoutes(scope, extras.blackholeRoutes);
  for (const reference of extras.prefixListReferences) makePrefixListReference(scope, reference, attachmentId);
  for (const [key, value] of Object.entries(extras.attachmentTags)) makeAttachmentTag(scope, attachmentId(), key, value);
}

function makeBlackholeRoutes(scope: Construct, routes: readonly TransitGatewayBlackholeRoute[]): void {
  for (const { routeTableId, destinationCidr } of routes) {
    new ec2.CfnTransitGatewayRoute(scope, `Blackhole-${stableKey(scope, routeTableId)}-${stableKey(scope, destinationCidr)}`, {
      transitGatewayRouteTableId: routeTableId,
      destinationCidrBlock: destinationCidr,
      blackhole: true,
    });
  }
}

function makePrefixListReference(scope: Construct, reference: TransitGatewayPrefixListReference, attachmentId: () => string): void {
  const { routeTableId, prefixListId, blackhole = false } = reference;
  const target: Record<string, string> = blackhole ? {} : { TransitGatewayAttachmentId: attachmentId() };
  const resources = ConnectionResources.of(scope);
  resources.make(new Construct(scope, `PrefixList-${stableKey(scope, routeTableId)}-${stableKey(scope, prefixListId)}`), 'Resource', {
    resourceType: 'Custom::TransitGatewayPrefixListReference',
    properties: { TransitGatewayRouteTableId: routeTableId, PrefixListId: prefixListId, ...target },
    dependencies: [resources.permitReference(routeTableId, prefixListId)],
  });
}

function makeAttachmentTag(scope: Construct, attachmentId: string, key: string, value: string): void {
  const resources = ConnectionResources.of(scope);
  resources.make(new Construct(scope, `AttachmentTag-${createHash('sha256').update(key).digest('hex').slice(0, 12)}`), 'Resource', {
    resourceType: 'Custom::TransitGatewayAttachmentTag',
    properties: { TransitGatewayAttachmentId: attachmentId, Key: key, Value: value },
    dependencies: [resources.permitTag(key)],
  });
}
