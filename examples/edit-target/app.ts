/**
 * A connection of this stack whose target is edited. `cdk deploy` makes it on the virtual private gateway; `cdk deploy -c target=transit`
 * moves it to the transit gateway together with its routes and the VPC's; without `-c` again it goes back. Each is one deployment.
 *
 * The routes are resources of the stack on either gateway. `targetChange` may be taken out again: no route is touched by that.
 */
import { App, CfnOutput, Stack, StackProps } from 'aws-cdk-lib';
import { SiteToSiteVpn, TargetChange, TargetGateway, VpcRoutes, VpnRouting } from 'cdk-site-to-site-vpn';
import { Construct } from 'constructs';

/**
 * What is there: put yours here. Both gateways are attached to the VPC whose tables these are, and default association and default
 * propagation of the transit gateway are switched off: it would put the attachment into a table that leaves no room for the named one.
 */
const VIRTUAL_PRIVATE_GATEWAY = 'vgw-0a1b2c3d4e5f60718';
const TRANSIT_GATEWAY = 'tgw-0a1b2c3d4e5f60718';
const OFFICES_ROUTE_TABLE = 'tgw-rtb-0a1b2c3d4e5f60718';
const VPCS_ROUTE_TABLE = 'tgw-rtb-0f1e2d3c4b5a69788';
const VPC_ROUTE_TABLES = ['rtb-0a1b2c3d4e5f60718', 'rtb-0f1e2d3c4b5a69788'];

const TARGETS = {
  private: TargetGateway.virtualPrivateGateway(VIRTUAL_PRIVATE_GATEWAY),
  transit: TargetGateway.transitGateway(TRANSIT_GATEWAY, {
    associationRouteTableId: OFFICES_ROUTE_TABLE, staticRouteTableIds: [VPCS_ROUTE_TABLE],
  }),
};

export interface EditTargetProps extends StackProps {
  readonly target: TargetGateway;
}

export class EditTarget extends Stack {
  constructor(scope: Construct, id: string, props: EditTargetProps) {
    super(scope, id, props);
    const berlin = new SiteToSiteVpn(this, 'Berlin', {
      target: props.target,
      // On the way back these are tables of the gateway that is left.
      targetChange: TargetChange.withRoutes({ transitGatewayRouteTableIds: [OFFICES_ROUTE_TABLE, VPCS_ROUTE_TABLE] }),
      routing: VpnRouting.staticRoutes(['10.101.0.0/16', '10.102.0.0/16']),
      vpcRoutes: [VpcRoutes.staticRoutes(VPC_ROUTE_TABLES)],
      ip: '198.51.100.1',
    });
    new CfnOutput(this, 'ConnectionId', { value: berlin.vpnId });
  }
}

const app = new App();
const target = app.node.tryGetContext('target') === 'transit' ? TARGETS.transit : TARGETS.private;
new EditTarget(app, 'EditTarget', { target, env: { account: '111122223333', region: 'eu-central-1' } });
app.synth();
