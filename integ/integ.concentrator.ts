/**
 * Two sites on one VPN concentrator, which share its attachment on the transit gateway.
 *
 * NEVER DEPLOYED. No AWS account could be reached when this was written: the snapshot beside it was made offline, and is
 * compared offline. It proves that the app synthesizes to what it synthesized to before, and nothing about AWS. Deploy it
 * once (`npx projen integ --force --no-update-workflow integ.concentrator.ts`) before you rely on the assertion at its end.
 */
import { ExpectedResult, IntegTest, Match } from '@aws-cdk/integ-tests-alpha';
import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { transitGateway, transitGatewayRouteTableId } from './surroundings';
import { SiteToSiteVpn, TargetGateway, VpnConcentrator, VpnRouting } from '../src';

const SITES = [{ name: 'Berlin', ip: '203.0.113.10', asn: 65010 }, { name: 'Munich', ip: '203.0.113.11', asn: 65011 }];

class Concentrator extends Stack {
  public readonly concentrator: VpnConcentrator;
  public readonly learningRouteTableId: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const removalPolicy = RemovalPolicy.DESTROY;
    const gateway = transitGateway(this);
    this.learningRouteTableId = transitGatewayRouteTableId(this, 'Vpcs', gateway);
    this.concentrator = new VpnConcentrator(this, 'Concentrator', {
      transitGatewayId: gateway.ref,
      associationRouteTableId: transitGatewayRouteTableId(this, 'Sites', gateway),
      propagationRouteTableIds: [this.learningRouteTableId],
      removalPolicy,
    });

    for (const { name, ip, asn } of SITES) {
      new SiteToSiteVpn(this, name, {
        target: TargetGateway.vpnConcentrator(this.concentrator), routing: VpnRouting.bgp(), ip, asn, removalPolicy,
      });
    }
  }
}

const app = new App();
const stack = new Concentrator(app, 'Concentrator');
const integ = new IntegTest(app, 'ConcentratorTest', { testCases: [stack] });

integ.assertions.awsApiCall('EC2', 'getTransitGatewayRouteTablePropagations', {
  TransitGatewayRouteTableId: stack.learningRouteTableId,
}).expect(ExpectedResult.objectLike({
  TransitGatewayRouteTablePropagations: [
    Match.objectLike({ TransitGatewayAttachmentId: stack.concentrator.transitGatewayAttachmentId, State: 'enabled' }),
  ],
})).waitForAssertions({ interval: Duration.seconds(15), totalTimeout: Duration.minutes(5) });
