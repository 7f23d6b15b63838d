/**
 * A connection with static routes on a virtual private gateway: one route table of the VPC gets static routes, the other learns.
 *
 * NEVER DEPLOYED. No AWS account could be reached when this was written: the snapshot beside it was made offline, and is
 * compared offline. It proves that the app synthesizes to what it synthesized to before, and nothing about AWS. Deploy it
 * once (`npx projen integ --force --no-update-workflow integ.vgw-static.ts`) before you rely on the assertion at its end.
 */
import { ExpectedResult, IntegTest, Match } from '@aws-cdk/integ-tests-alpha';
import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { DEVICE, isolatedVpc, OFFICES, routeTableIds } from './surroundings';
import { SiteToSiteVpn, TargetGateway, VirtualPrivateGateway, VpcRoutes, VpnRouting } from '../src';

class VgwStatic extends Stack {
  public readonly gateway: VirtualPrivateGateway;
  public readonly staticRouteTableId: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const removalPolicy = RemovalPolicy.DESTROY;
    const vpc = isolatedVpc(this);
    const [staticRouteTableId, learningRouteTableId] = routeTableIds(vpc);
    this.staticRouteTableId = staticRouteTableId;
    this.gateway = new VirtualPrivateGateway(this, 'Gateway', { vpc, removalPolicy });

    new SiteToSiteVpn(this, 'Vpn', {
      target: TargetGateway.ofVirtualPrivateGateway(this.gateway),
      routing: VpnRouting.staticRoutes(OFFICES),
      vpcRoutes: [VpcRoutes.staticRoutes([staticRouteTableId]), VpcRoutes.propagated([learningRouteTableId])],
      ip: DEVICE,
      removalPolicy,
    });
  }
}

const app = new App();
const stack = new VgwStatic(app, 'VgwStatic');
const integ = new IntegTest(app, 'VgwStaticTest', { testCases: [stack] });

integ.assertions.awsApiCall('EC2', 'describeRouteTables', { RouteTableIds: [stack.staticRouteTableId] }).expect(ExpectedResult.objectLike({
  RouteTables: [{
    Routes: Match.arrayWith(OFFICES.map((DestinationCidrBlock) =>
      Match.objectLike({ DestinationCidrBlock, GatewayId: stack.gateway.vpnGatewayId, Origin: 'CreateRoute' }))),
  }],
}));
