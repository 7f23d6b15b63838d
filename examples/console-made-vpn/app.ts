/**
 * A VPN connection that somebody made in the console goes from its virtual private gateway to a transit gateway, as an appointment:
 * deploy with stage PREPARED, read the plan, put its digest into `approvedPlan`, deploy with CUT_OVER inside the window, and with
 * FINALIZED when the network has proved itself.
 *
 * `npx cdk-site-to-site-vpn plan vpn-… --to tgw-…` tells what will happen; `rehearse` in the place of `plan` plays it.
 */
import { App, CfnOutput, Duration, Stack, StackProps } from 'aws-cdk-lib';
import { MigrationStage, MoveVerification, OnFailure, SiteToSiteVpn, TargetGateway, VpnTargetMigration } from 'cdk-site-to-site-vpn';
import { Construct } from 'constructs';

/** What is there, as `npx cdk-site-to-site-vpn inventory` lists it: put yours here. */
const VPN_CONNECTION = 'vpn-0a1b2c3d4e5f60718';
const OLD_GATEWAY = 'vgw-0a1b2c3d4e5f60718';
const TRANSIT_GATEWAY = {
  id: 'tgw-0a1b2c3d4e5f60718',
  /** Looked up by what arrives from the VPN: leads to the VPCs. */
  vpnRouteTable: 'tgw-rtb-0a1b2c3d4e5f60718',
  /** Looked up by what leaves the VPCs: gets the way to the VPN. */
  vpcRouteTable: 'tgw-rtb-0f1e2d3c4b5a69788',
  /** Into which the gateway puts every new attachment, as by AWS's defaults; none where that is switched off. */
  defaultRouteTables: ['tgw-rtb-0b1c2d3e4f5a60718'],
};
const VPC_ROUTE_TABLES = ['rtb-0a1b2c3d4e5f60718', 'rtb-0f1e2d3c4b5a69788'];

export class ConsoleMadeVpn extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const move = new VpnTargetMigration(this, 'ToTransitGateway', {
      vpnConnection: SiteToSiteVpn.fromVpnConnectionId(this, 'Berlin', VPN_CONNECTION),
      from: TargetGateway.virtualPrivateGateway(OLD_GATEWAY),
      to: TargetGateway.transitGateway(TRANSIT_GATEWAY.id, {
        associationRouteTableId: TRANSIT_GATEWAY.vpnRouteTable,
        staticRouteTableIds: [TRANSIT_GATEWAY.vpcRouteTable], // with BGP: propagationRouteTableIds
        defaultRouteTableIds: TRANSIT_GATEWAY.defaultRouteTables,
      }),
      vpcRouteTables: VPC_ROUTE_TABLES.map((routeTableId) => ({ routeTableId })),
      stage: MigrationStage.PREPARED, // then CUT_OVER, then FINALIZED
      // approvedPlan: 'sha256:…', the output PlanDigest of the prepared stack
      // window: { notBefore: '2026-11-29T01:00:00+01:00', notAfter: '2026-11-29T03:00:00+01:00' },
      verification: MoveVerification.tunnelsAsBefore({ within: Duration.minutes(15) }),
      onFailure: OnFailure.HOLD, // what works after the modify is kept; MOVE_BACK costs a second interruption
    });
    new CfnOutput(this, 'PlanDigest', { value: move.planDigest });
    new CfnOutput(this, 'Outcome', { value: move.outcome });
  }
}

const app = new App();
new ConsoleMadeVpn(app, 'ConsoleMadeVpn', { env: { account: '111122223333', region: 'eu-central-1' } });
app.synth();
