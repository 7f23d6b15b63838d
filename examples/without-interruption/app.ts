/**
 * From a connection that may not be interrupted, or that ModifyVpnConnection cannot move, as an AWS Classic VPN connection, to another
 * one on a transit gateway. The new connection has addresses and keys of its own, for which the device is configured beside the old ones.
 * Each network is split in halves that lead to the transit gateway: the longer prefix wins, so traffic goes over one table at a time, and
 * the old connection is not touched. Deleting the stack, or deploying it with an empty `CUT_OVER`, is the way back.
 *
 * For a while traffic goes one way through the one VPN and comes back through the other: a firewall on that way must not mind.
 */
import { App, Stack, StackProps } from 'aws-cdk-lib';
import { SiteToSiteVpn, TargetGateway, VpcRoutes, VpnRouting } from 'cdk-site-to-site-vpn';
import { Construct } from 'constructs';

/** What is there: put yours here. The VPC is attached to the transit gateway already. */
const TRANSIT_GATEWAY = 'tgw-0a1b2c3d4e5f60718';
const VPN_ROUTE_TABLE = 'tgw-rtb-0a1b2c3d4e5f60718';
const VPC_ROUTE_TABLE = 'tgw-rtb-0f1e2d3c4b5a69788';
/** The halves of what the old connection's routes lead to: 10.101.0.0/16. */
const OFFICES = ['10.101.0.0/17', '10.101.128.0/17'];
/** Tables of the VPC whose traffic already goes to the new connection: begin with none, then add one after the other. */
const CUT_OVER = ['rtb-0a1b2c3d4e5f60718'];

export class WithoutInterruption extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    new SiteToSiteVpn(this, 'Berlin', {
      target: TargetGateway.transitGateway(TRANSIT_GATEWAY, {
        associationRouteTableId: VPN_ROUTE_TABLE, staticRouteTableIds: [VPC_ROUTE_TABLE],
      }),
      routing: VpnRouting.staticRoutes(OFFICES),
      vpcRoutes: CUT_OVER.length === 0 ? [] : [VpcRoutes.staticRoutes(CUT_OVER)],
      ip: '198.51.100.1',
    });
  }
}

const app = new App();
new WithoutInterruption(app, 'WithoutInterruption', { env: { account: '111122223333', region: 'eu-central-1' } });
app.synth();
