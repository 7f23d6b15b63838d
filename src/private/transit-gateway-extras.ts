/** What stands on a transit gateway beside the routing of a VPN attachment. */
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { stableKey } from './stable-key';
import { TransitGatewayBlackholeRoute } from '../transit-gateway-routes';

export function makeBlackholeRoutes(scope: Construct, routes: readonly TransitGatewayBlackholeRoute[]): void {
  for (const { routeTableId, destinationCidr } of routes) {
    new ec2.CfnTransitGatewayRoute(scope, `Blackhole-${stableKey(scope, routeTableId)}-${stableKey(scope, destinationCidr)}`, {
      transitGatewayRouteTableId: routeTableId,
      destinationCidrBlock: destinationCidr,
      blackhole: true,
    });
  }
}
