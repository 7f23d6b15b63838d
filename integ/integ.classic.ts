/**
 * A virtual private gateway in the place of another at a VPC, with a connection of its own on each: what `ClassicVpnMigration` does for
 * an AWS Classic VPN connection, played with two connections of today, since no Classic connection can be made any more.
 *
 * NEVER DEPLOYED. No AWS account could be reached when this was written: the snapshot beside it was made offline, and is
 * compared offline. It proves that the app synthesizes to what it synthesized to before, and nothing about AWS. Deploy it
 * once (`npx projen integ --force --no-update-workflow integ.classic.ts`) before you rely on the assertion at its end.
 */
import { ExpectedResult, IntegTest, Match } from '@aws-cdk/integ-tests-alpha';
import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { DEVICE, isolatedVpc, OFFICES, routeTableIds } from './surroundings';
import {
  CustomerGateway, OnUndo, SiteToSiteVpn, TargetGateway, VirtualPrivateGateway, VirtualPrivateGatewayReplacement, VpcRoutes, VpnRouting,
} from '../src';

class Classic extends Stack {
  public readonly newGateway: VirtualPrivateGateway;
  public readonly staticRouteTableId: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const removalPolicy = RemovalPolicy.DESTROY;
    const vpc = isolatedVpc(this);
    const [staticRouteTableId, learningRouteTableId] = routeTableIds(vpc);
    this.staticRouteTableId = staticRouteTableId;
    const customerGateway = new CustomerGateway(this, 'Device', { ip: DEVICE, asn: 65_010, removalPolicy });
    const shared = { customerGateway, routing: VpnRouting.staticRoutes(OFFICES), removalPolicy };

    const oldGateway = new VirtualPrivateGateway(this, 'OldGateway', { vpc, propagatingRouteTableIds: [learningRouteTableId], removalPolicy });
    const oldVpn = new SiteToSiteVpn(this, 'OldVpn', {
      ...shared, target: TargetGateway.ofVirtualPrivateGateway(oldGateway), vpcRoutes: [VpcRoutes.staticRoutes([staticRouteTableId])],
    });

    // Attached to nothing: the replacement attaches it.
    this.newGateway = new VirtualPrivateGateway(this, 'NewGateway', { amazonSideAsn: 64_600, removalPolicy });
    const newVpn = new SiteToSiteVpn(this, 'NewVpn', { ...shared, target: TargetGateway.ofVirtualPrivateGateway(this.newGateway) });

    new VirtualPrivateGatewayReplacement(this, 'Replacement', {
      from: TargetGateway.ofVirtualPrivateGateway(oldGateway, { propagatingRouteTableIds: [learningRouteTableId] }),
      to: TargetGateway.ofVirtualPrivateGateway(this.newGateway, { vpcId: vpc.vpcId, propagatingRouteTableIds: [learningRouteTableId] }),
      connections: [{ from: oldVpn, to: newVpn }],
      vpcRouteTables: [{ routeTableId: staticRouteTableId }, { routeTableId: learningRouteTableId }],
      // The stack can be deleted then: CloudFormation detaches the gateway that it has attached.
      onRemoval: OnUndo.MOVE_BACK,
      onStackRollback: OnUndo.MOVE_BACK,
    });
  }
}

const app = new App();
const stack = new Classic(app, 'Classic');
const integ = new IntegTest(app, 'ClassicTest', { testCases: [stack] });

integ.assertions.awsApiCall('EC2', 'describeRouteTables', { RouteTableIds: [stack.staticRouteTableId] }).expect(ExpectedResult.objectLike({
  RouteTables: [{
    Routes: Match.arrayWith(OFFICES.map((DestinationCidrBlock) =>
      Match.objectLike({ DestinationCidrBlock, GatewayId: stack.newGateway.vpnGatewayId, Origin: 'CreateRoute' }))),
  }],
}));
