/** What the integration applications put around a connection. Everything goes with the stack. */
import { CfnResource } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';

/** The address of the device, of a block for documentation (RFC 5737): nothing answers there, and all tunnels stay down. */
export const DEVICE = '203.0.113.10';

export const OFFICES = ['10.101.0.0/16', '10.102.0.0/16'];

/** Two subnets that reach nothing but what a connection adds; each has a route table of its own. */
export function isolatedVpc(scope: Construct): ec2.Vpc {
  return new ec2.Vpc(scope, 'Vpc', {
    ipAddresses: ec2.IpAddresses.cidr('10.0.0.0/16'),
    maxAzs: 2,
    natGateways: 0,
    restrictDefaultSecurityGroup: false, // a custom resource that has nothing to do with VPNs
    subnetConfiguration: [{ name: 'Isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }],
  });
}

export function routeTableIds(vpc: ec2.Vpc): string[] {
  return vpc.isolatedSubnets.map((subnet) => subnet.routeTable.routeTableId);
}

/** Without default tables, so that the connection's association and propagations can be resources of the stack. */
export function transitGateway(scope: Construct): ec2.CfnTransitGateway {
  return new ec2.CfnTransitGateway(scope, 'TransitGateway', {
    defaultRouteTableAssociation: 'disable',
    defaultRouteTablePropagation: 'disable',
  });
}

export function transitGatewayRouteTableId(scope: Construct, id: string, gateway: ec2.CfnTransitGateway): string {
  return new ec2.CfnTransitGatewayRouteTable(scope, id, { transitGatewayId: gateway.ref }).ref;
}

/**
 * Attaches a VPC to a transit gateway.
 *
 * @param associationRouteTableId decides what the VPC reaches
 * @param propagationRouteTableId learns the VPC
 * @returns the attachment; the VPC's routes to the transit gateway have to wait for it
 */
export function attach(
  vpc: ec2.Vpc, gateway: ec2.CfnTransitGateway, associationRouteTableId: string, propagationRouteTableId: string,
): CfnResource {
  const attachment = new ec2.CfnTransitGatewayAttachment(vpc, 'TransitGatewayAttachment', {
    transitGatewayId: gateway.ref, vpcId: vpc.vpcId, subnetIds: vpc.isolatedSubnets.map((subnet) => subnet.subnetId),
  });
  const transitGatewayAttachmentId = attachment.ref;
  new ec2.CfnTransitGatewayRouteTableAssociation(vpc, 'TransitGatewayAssociation', {
    transitGatewayRouteTableId: associationRouteTableId, transitGatewayAttachmentId,
  });
  new ec2.CfnTransitGatewayRouteTablePropagation(vpc, 'TransitGatewayPropagation', {
    transitGatewayRouteTableId: propagationRouteTableId, transitGatewayAttachmentId,
  });
  return attachment;
}
