/**
 * A connection with BGP on a virtual private gateway that propagates into both route tables of its VPC.
 *
 * NEVER DEPLOYED. No AWS account could be reached when this was written: the snapshot beside it was made offline, and is
 * compared offline. It proves that the app synthesizes to what it synthesized to before, and nothing about AWS. Deploy it
 * once (`npx projen integ --force --no-update-workflow integ.vgw-bgp.ts`) before you rely on the assertion at its end.
 */
import { ExpectedResult, IntegTest, Match } from '@aws-cdk/integ-tests-alpha';
import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { DEVICE, isolatedVpc, routeTableIds } from './surroundings';
import { IkeVersion, SiteToSiteVpn, StartupAction, TargetGateway, VirtualPrivateGateway, VpnRouting } from '../src';

class VgwBgp extends Stack {
  public readonly gateway: VirtualPrivateGateway;
  public readonly propagatingRouteTableIds: string[];

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const removalPolicy = RemovalPolicy.DESTROY;
    const vpc = isolatedVpc(this);
    this.propagatingRouteTableIds = routeTableIds(vpc);
    const { propagatingRouteTableIds } = this;
    this.gateway = new VirtualPrivateGateway(this, 'Gateway', { vpc, amazonSideAsn: 64600, propagatingRouteTableIds, removalPolicy });

    new SiteToSiteVpn(this, 'Vpn', {
      target: TargetGateway.ofVirtualPrivateGateway(this.gateway, { amazonSideAsn: 64600 }),
      routing: VpnRouting.bgp(),
      ip: DEVICE,
      asn: 65010,
      tunnels: ['169.254.10.0/30', '169.254.10.4/30'].map((insideCidr) => ({
        insideCidr, ikeVersions: [IkeVersion.IKEV2], startupAction: StartupAction.START,
      })),
      removalPolicy,
    });
  }
}

const app = new App();
const stack = new VgwBgp(app, 'VgwBgp');
const integ = new IntegTest(app, 'VgwBgpTest', { testCases: [stack] });

integ.assertions.awsApiCall('EC2', 'describeRouteTables', { RouteTableIds: stack.propagatingRouteTableIds }).expect(ExpectedResult.objectLike({
  RouteTables: stack.propagatingRouteTableIds.map(() =>
    Match.objectLike({ PropagatingVgws: [{ GatewayId: stack.gateway.vpnGatewayId }] })),
}));
