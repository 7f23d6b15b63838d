/**
 * Moves a connection with static routes from a virtual private gateway to a transit gateway.
 *
 * NEVER DEPLOYED. No AWS account could be reached when this was written: the snapshot beside it was made offline, and is
 * compared offline. It proves that the app synthesizes to what it synthesized to before, and nothing about AWS. Deploy it
 * once (`npx projen integ --force --no-update-workflow integ.vgw-to-tgw-static.ts`) before you rely on the assertion at its end.
 *
 * The device behind the VPN does not exist either, so both tunnels stay down: what is asserted is where the connection
 * stands and with which table it is associated.
 */
import { ExpectedResult, IntegTest } from '@aws-cdk/integ-tests-alpha';
import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { SiteToSiteVpn, TargetGateway, VpnRouting, VpnTargetMigration } from '../src';

const OFFICES = ['10.101.0.0/16', '10.102.0.0/16', '10.103.0.0/16'];

class VgwToTgwStatic extends Stack {
  public readonly vpn: SiteToSiteVpn;
  public readonly vpnRouteTableId: string;
  public readonly migration: VpnTargetMigration;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const vpc = new ec2.Vpc(this, 'Vpc', {
      maxAzs: 2,
      natGateways: 0,
      subnetConfiguration: [
        { name: 'Static', subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
        { name: 'Propagated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
      ],
      vpnGateway: true,
      vpnRoutePropagation: [{ subnetGroupName: 'Propagated' }],
    });
    const staticSubnets = vpc.selectSubnets({ subnetGroupName: 'Static' }).subnets;
    const transit = this.attachToTransitGateway(vpc);
    this.vpnRouteTableId = transit.vpnRouteTable.ref;

    this.vpn = new SiteToSiteVpn(this, 'Vpn', {
      target: TargetGateway.virtualPrivateGateway(vpc.vpnGatewayId!),
      routing: VpnRouting.staticRoutes(OFFICES),
      ip: '203.0.113.10',
      removalPolicy: RemovalPolicy.DESTROY,
    });
    // The connection stands on the transit gateway when the stack is deleted, so it must go before the gateway does.
    this.vpn.node.addDependency(transit.gateway, transit.vpnRouteTable, transit.vpcRouteTable);
    const staticRoutes = staticSubnets.flatMap((subnet, index) => OFFICES.map((cidr) =>
      new ec2.CfnRoute(this, `Static${index + 1}-${cidr.replace('/', '-')}`, {
        routeTableId: subnet.routeTable.routeTableId,
        destinationCidrBlock: cidr,
        gatewayId: vpc.vpnGatewayId,
      })));

    this.migration = new VpnTargetMigration(this, 'Migration', {
      vpnConnection: this.vpn,
      from: TargetGateway.virtualPrivateGateway(vpc.vpnGatewayId!),
      to: TargetGateway.transitGateway(transit.gateway.ref, {
        associationRouteTableId: transit.vpnRouteTable.ref,
        staticRouteTableIds: [transit.vpcRouteTable.ref],
      }),
      vpcRouteTables: vpc.isolatedSubnets.map((subnet) => ({ routeTableId: subnet.routeTable.routeTableId })),
    });
    this.migration.node.addDependency(vpc, ...staticRoutes, ...transit.routing);
  }

  /** One table for the VPN, which learns the VPC, and one for the VPC, which is to get the routes to the offices. */
  private attachToTransitGateway(vpc: ec2.Vpc) {
    const gateway = new ec2.CfnTransitGateway(this, 'TransitGateway', {
      defaultRouteTableAssociation: 'disable',
      defaultRouteTablePropagation: 'disable',
    });
    const vpnRouteTable = new ec2.CfnTransitGatewayRouteTable(this, 'VpnRouteTable', { transitGatewayId: gateway.ref });
    const vpcRouteTable = new ec2.CfnTransitGatewayRouteTable(this, 'VpcRouteTable', { transitGatewayId: gateway.ref });
    const attachment = new ec2.CfnTransitGatewayAttachment(this, 'VpcAttachment', {
      transitGatewayId: gateway.ref,
      vpcId: vpc.vpcId,
      subnetIds: vpc.selectSubnets({ subnetGroupName: 'Static' }).subnetIds,
    });
    const association = new ec2.CfnTransitGatewayRouteTableAssociation(this, 'VpcAssociation', {
      transitGatewayRouteTableId: vpcRouteTable.ref,
      transitGatewayAttachmentId: attachment.ref,
    });
    const propagation = new ec2.CfnTransitGatewayRouteTablePropagation(this, 'VpcPropagation', {
      transitGatewayRouteTableId: vpnRouteTable.ref,
      transitGatewayAttachmentId: attachment.ref,
    });
    return { gateway, vpnRouteTable, vpcRouteTable, routing: [association, propagation] };
  }
}

const app = new App();
const stack = new VgwToTgwStatic(app, 'VgwToTgwStatic');
const integ = new IntegTest(app, 'VgwToTgwStaticTest', { testCases: [stack] });

// Not DescribeVpnConnections: its answer holds the pre-shared keys, and an assertion's answer is kept in logs and outputs.
integ.assertions.awsApiCall('EC2', 'describeTransitGatewayAttachments', {
  TransitGatewayAttachmentIds: [stack.migration.transitGatewayAttachmentId],
}).expect(ExpectedResult.objectLike({
  TransitGatewayAttachments: [{
    ResourceType: 'vpn',
    ResourceId: stack.vpn.vpnId,
    State: 'available',
    Association: { TransitGatewayRouteTableId: stack.vpnRouteTableId, State: 'associated' },
  }],
})).waitForAssertions({ interval: Duration.seconds(15), totalTimeout: Duration.minutes(5) });
