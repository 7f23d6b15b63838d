/**
 * A connection with static routes whose target can be edited: deploy this, write `ends.transitGateway` at the mark, and deploy it again.
 * The second deployment moves the connection, and makes its routes and the VPC's anew; the way back is the same edit undone, for which
 * `transitGatewayRouteTableIds` name the tables of the gateway that is left then. The pinned integ-runner calls that edit a replacement,
 * as its copy of the schema is older than the update in place.
 *
 * NEVER DEPLOYED. No AWS account could be reached when this was written: the snapshot beside it was made offline, and is
 * compared offline. It proves that the app synthesizes to what it synthesized to before, and nothing about AWS. Deploy it
 * once (`npx projen integ --force --no-update-workflow integ.edit-target.ts`) before you rely on the assertion at its end.
 *
 * The static routes of the connection itself are not asserted: only DescribeVpnConnections says them, whose answer holds the
 * pre-shared keys, and an assertion's answer is kept in logs. The deployment fails unless they are where they belong.
 */
import { ExpectedResult, IntegTest, Match } from '@aws-cdk/integ-tests-alpha';
import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { attach, DEVICE, isolatedVpc, OFFICES, routeTableIds, transitGateway, transitGatewayRouteTableId } from './surroundings';
import { SiteToSiteVpn, TargetChange, TargetGateway, VirtualPrivateGateway, VpcRoutes, VpnRouting } from '../src';

class EditTarget extends Stack {
  /** What a route of the VPC to the connection looks like. */
  public readonly vpcRoute: object;
  public readonly vpcRouteTableIds: string[];

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const removalPolicy = RemovalPolicy.DESTROY;
    const vpc = isolatedVpc(this);
    this.vpcRouteTableIds = routeTableIds(vpc);
    const virtualPrivateGateway = new VirtualPrivateGateway(this, 'Gateway', { vpc, removalPolicy });
    const gateway = transitGateway(this);
    const [offices, vpcs] = ['Offices', 'Vpcs'].map((name) => transitGatewayRouteTableId(this, name, gateway));
    const ends = {
      virtualPrivateGateway: {
        target: TargetGateway.ofVirtualPrivateGateway(virtualPrivateGateway),
        vpcRoute: { GatewayId: virtualPrivateGateway.vpnGatewayId },
      },
      transitGateway: {
        target: TargetGateway.ofTransitGateway(gateway, { associationRouteTableId: offices, staticRouteTableIds: [vpcs] }),
        vpcRoute: { TransitGatewayId: gateway.ref },
      },
    };
    const { target, vpcRoute } = ends.virtualPrivateGateway; // the mark
    this.vpcRoute = vpcRoute;

    const vpn = new SiteToSiteVpn(this, 'Vpn', {
      target,
      routing: VpnRouting.staticRoutes(OFFICES),
      targetChange: TargetChange.withRoutes({ transitGatewayRouteTableIds: [offices, vpcs] }),
      vpcRoutes: [VpcRoutes.staticRoutes(this.vpcRouteTableIds)],
      ip: DEVICE,
      removalPolicy,
    });
    // The assertions import the id of either: CloudFormation refuses to take away an export that is in use.
    for (const { gatewayId } of [ends.virtualPrivateGateway.target, ends.transitGateway.target]) this.exportValue(gatewayId);
    // Both gateways stay usable as long as the connection is there: a rollback leads back to the one that it came from.
    vpn.node.addDependency(virtualPrivateGateway, attach(vpc, gateway, vpcs, offices));
  }
}

const app = new App();
const stack = new EditTarget(app, 'EditTarget');
const integ = new IntegTest(app, 'EditTargetTest', { testCases: [stack] });

integ.assertions.awsApiCall('EC2', 'describeRouteTables', { RouteTableIds: stack.vpcRouteTableIds }).expect(ExpectedResult.objectLike({
  RouteTables: stack.vpcRouteTableIds.map(() => Match.objectLike({
    Routes: Match.arrayWith(OFFICES.map((DestinationCidrBlock) => Match.objectLike({ DestinationCidrBlock, ...stack.vpcRoute }))),
  })),
}));
