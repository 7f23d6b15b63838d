/**
 * Many branches, one connection each, on one transit gateway by BGP: each branch is a line of a table. Branches may not talk to each
 * other: their attachments look their ways up in a table that knows the VPCs only.
 */
import { App, RemovalPolicy, Stack, StackProps, Tags } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { IkeVersion, SiteToSiteVpn, TargetGateway, TunnelOptions, VpnConnectionDownAlarm, VpnRouting } from 'cdk-site-to-site-vpn';
import { Construct } from 'constructs';

interface Branch {
  /** Outside address of the device. */
  readonly ip: string;
  readonly asn: number;
  /** One /30 block for each tunnel: the device's configuration names them, so they are chosen here and not by EC2. */
  readonly insideCidrs: readonly [string, string];
}

const BRANCHES: Readonly<Record<string, Branch>> = {
  Berlin: { ip: '198.51.100.1', asn: 65101, insideCidrs: ['169.254.101.0/30', '169.254.101.4/30'] },
  Hamburg: { ip: '198.51.100.2', asn: 65102, insideCidrs: ['169.254.102.0/30', '169.254.102.4/30'] },
  Leipzig: { ip: '198.51.100.3', asn: 65103, insideCidrs: ['169.254.103.0/30', '169.254.103.4/30'] },
};

export class BranchFleet extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    const gateway = new ec2.CfnTransitGateway(this, 'TransitGateway', {
      amazonSideAsn: 64600,
      defaultRouteTableAssociation: 'disable',
      defaultRouteTablePropagation: 'disable',
      vpnEcmpSupport: 'enable',
    });
    // What comes from a branch finds the VPCs here; what comes from a VPC finds the branches there.
    const [fromBranches, fromVpcs] = ['FromBranches', 'FromVpcs'].map((name) =>
      new ec2.CfnTransitGatewayRouteTable(this, name, { transitGatewayId: gateway.ref }));
    const target = TargetGateway.ofTransitGateway(gateway, {
      associationRouteTableId: fromBranches.ref,
      propagationRouteTableIds: [fromVpcs.ref],
    });

    for (const [name, { ip, asn, insideCidrs }] of Object.entries(BRANCHES)) {
      const branch = new SiteToSiteVpn(this, name, {
        target,
        routing: VpnRouting.bgp(),
        ip,
        asn,
        tunnels: insideCidrs.map((insideCidr): TunnelOptions => ({ insideCidr, ikeVersions: [IkeVersion.IKEV2] })),
        removalPolicy: RemovalPolicy.RETAIN, // a connection that is deleted loses its outside addresses for good
      });
      Tags.of(branch).add('Name', name);
      new VpnConnectionDownAlarm(this, `${name}Down`, { vpnConnection: branch });
    }
  }
}

const app = new App();
new BranchFleet(app, 'BranchFleet', { env: { account: '111122223333', region: 'eu-central-1' } });
app.synth();
