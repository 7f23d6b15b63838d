/**
 * A connection with BGP on a transit gateway: one table for the VPN, two that learn from it, and a VPC that is to reach the offices.
 *
 * NEVER DEPLOYED. No AWS account could be reached when this was written: the snapshot beside it was made offline, and is
 * compared offline. It proves that the app synthesizes to what it synthesized to before, and nothing about AWS. Deploy it
 * once (`npx projen integ --force --no-update-workflow integ.tgw-bgp-route-tables.ts`) before you rely on the assertion at its end.
 */
import { ExpectedResult, IntegTest, Match } from '@aws-cdk/integ-tests-alpha';
import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { attach, DEVICE, isolatedVpc, OFFICES, routeTableIds, transitGateway, transitGatewayRouteTableId } from './surroundings';
import { SiteToSiteVpn, TargetGateway, VpcRoutes, VpnRouting } from '../src';

class TgwBgpRouteTables extends Stack {
  public readonly vpn: SiteToSiteVpn;
  public readonly learningRouteTableIds: string[];

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const vpc = isolatedVpc(this);
    const gateway = transitGateway(this);
    const [offices, production, staging] = ['Offices', 'Production', 'Staging'].map((name) => transitGatewayRouteTableId(this, name, gateway));
    this.learningRouteTableIds = [production, staging];

    this.vpn = new SiteToSiteVpn(this, 'Vpn', {
      target: TargetGateway.ofTransitGateway(gateway, {
        associationRouteTableId: offices,
        propagationRouteTableIds: this.learningRouteTableIds,
        blackholeRoutes: [{ routeTableId: production, destinationCidr: '10.96.0.0/11' }],
      }),
      routing: VpnRouting.bgp(),
      vpcRoutes: [VpcRoutes.staticRoutes(routeTableIds(vpc), OFFICES)],
      ip: DEVICE,
      asn: 65010,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.vpn.node.addDependency(attach(vpc, gateway, production, offices));
  }
}

const app = new App();
const stack = new TgwBgpRouteTables(app, 'TgwBgpRouteTables');
const integ = new IntegTest(app, 'TgwBgpRouteTablesTest', { testCases: [stack] });

for (const TransitGatewayRouteTableId of stack.learningRouteTableIds) {
  integ.assertions.awsApiCall('EC2', 'getTransitGatewayRouteTablePropagations', { TransitGatewayRouteTableId }).expect(ExpectedResult.objectLike({
    TransitGatewayRouteTablePropagations: [Match.objectLike({ ResourceId: stack.vpn.vpnId, ResourceType: 'vpn', State: 'enabled' })],
  })).waitForAssertions({ interval: Duration.seconds(15), totalTimeout: Duration.minutes(5) });
}
