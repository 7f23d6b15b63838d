/**
 * A connection with static routes on a transit gateway, which two route tables lead to.
 *
 * NEVER DEPLOYED. No AWS account could be reached when this was written: the snapshot beside it was made offline, and is
 * compared offline. It proves that the app synthesizes to what it synthesized to before, and nothing about AWS. Deploy it
 * once (`npx projen integ --force --no-update-workflow integ.tgw-static.ts`) before you rely on the assertions at its end.
 */
import { ExpectedResult, IntegTest, Match } from '@aws-cdk/integ-tests-alpha';
import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { DEVICE, OFFICES, transitGateway, transitGatewayRouteTableId } from './surroundings';
import { SiteToSiteVpn, TargetGateway, VpnRouting } from '../src';

class TgwStatic extends Stack {
  public readonly vpn: SiteToSiteVpn;
  public readonly staticRouteTableIds: string[];

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const gateway = transitGateway(this);
    this.staticRouteTableIds = ['Production', 'Staging'].map((name) => transitGatewayRouteTableId(this, name, gateway));

    this.vpn = new SiteToSiteVpn(this, 'Vpn', {
      target: TargetGateway.ofTransitGateway(gateway, {
        associationRouteTableId: transitGatewayRouteTableId(this, 'Offices', gateway),
        staticRouteTableIds: this.staticRouteTableIds,
        attachmentTags: { site: 'Berlin' },
      }),
      routing: VpnRouting.staticRoutes(OFFICES),
      ip: DEVICE,
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }
}

const app = new App();
const stack = new TgwStatic(app, 'TgwStatic');
const integ = new IntegTest(app, 'TgwStaticTest', { testCases: [stack] });

for (const TransitGatewayRouteTableId of stack.staticRouteTableIds) {
  integ.assertions.awsApiCall('EC2', 'searchTransitGatewayRoutes', {
    TransitGatewayRouteTableId, Filters: [{ Name: 'type', Values: ['static'] }],
  }).expect(ExpectedResult.objectLike({
    Routes: Match.arrayWith(OFFICES.map((DestinationCidrBlock) => Match.objectLike({
      DestinationCidrBlock, TransitGatewayAttachments: [Match.objectLike({ ResourceId: stack.vpn.vpnId, ResourceType: 'vpn' })],
    }))),
  }));
}
