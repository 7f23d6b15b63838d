/**
 * From an AWS Classic VPN connection to one of today without an interruption: a second connection on a transit gateway, with addresses
 * and keys of its own for which the device is configured beside the old ones, and more specific routes that lead to it. The Classic
 * connection, its gateway and their routes are not touched: what is deployed here beats them, and deleting the stack is the way back.
 *
 * Each network is split in halves, since the longer prefix wins over the old route whatever that is: in the VPC's tables at once, and on
 * the device as soon as it sends these halves into the new tunnels. Between the two, traffic goes one way through the one VPN and comes
 * back through the other, so a firewall on that way must not mind.
 *
 * NEVER DEPLOYED. No AWS account could be reached when this was written: the snapshot beside it was made offline, and is
 * compared offline. It proves that the app synthesizes to what it synthesized to before, and nothing about AWS.
 */
import { ExpectedResult, IntegTest, Match } from '@aws-cdk/integ-tests-alpha';
import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { attach, DEVICE, isolatedVpc, OFFICES, routeTableIds, transitGateway, transitGatewayRouteTableId } from './surroundings';
import { SiteToSiteVpn, TargetGateway, VpcRoutes, VpnRouting } from '../src';

class WithoutInterruption extends Stack {
  public readonly routeTableIds: string[];
  public readonly transitGatewayId: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    // Stands for the VPC of the Classic connection, whose tables have a route for each of the offices.
    const vpc = isolatedVpc(this);
    this.routeTableIds = routeTableIds(vpc);
    const gateway = transitGateway(this);
    this.transitGatewayId = gateway.ref;
    const [fromVpn, fromVpc] = ['FromVpn', 'FromVpc'].map((name) => transitGatewayRouteTableId(this, name, gateway));
    const attachment = attach(vpc, gateway, fromVpc, fromVpn);

    const vpn = new SiteToSiteVpn(this, 'Vpn', {
      target: TargetGateway.transitGateway(gateway.ref, { associationRouteTableId: fromVpn, staticRouteTableIds: [fromVpc] }),
      routing: VpnRouting.staticRoutes(OFFICES.flatMap(halvesOf)),
      vpcRoutes: [VpcRoutes.staticRoutes(this.routeTableIds)],
      ip: DEVICE,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    // A VPC's route to a transit gateway needs its attachment.
    vpn.node.addDependency(attachment);
  }
}

/** `10.101.0.0/16` as `10.101.0.0/17` and `10.101.128.0/17`. */
function halvesOf(cidr: string): string[] {
  const [, first, second] = /^(\d+)\.(\d+)\.0\.0\/16$/.exec(cidr) ?? [];
  if (first === undefined) throw new Error(`the example halves networks of 16 bits, got ${cidr}`);
  return [`${first}.${second}.0.0/17`, `${first}.${second}.128.0/17`];
}

const app = new App();
const stack = new WithoutInterruption(app, 'WithoutInterruption');
const integ = new IntegTest(app, 'WithoutInterruptionTest', { testCases: [stack] });

integ.assertions.awsApiCall('EC2', 'describeRouteTables', { RouteTableIds: stack.routeTableIds }).expect(ExpectedResult.objectLike({
  RouteTables: stack.routeTableIds.map(() => ({
    Routes: Match.arrayWith(OFFICES.flatMap(halvesOf).map((DestinationCidrBlock) =>
      Match.objectLike({ DestinationCidrBlock, TransitGatewayId: stack.transitGatewayId, Origin: 'CreateRoute' }))),
  })),
}));
