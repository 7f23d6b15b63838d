/** What CloudFormation has as no attribute of a connection: its attachment on a transit gateway, and the addresses of its tunnels. */
import { Lazy, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct, IDependable } from 'constructs';
import { ConnectionResources } from './connection-resources';
import { tunnelSpecificationsOf } from './tunnels';
import { Place } from '../../private/place';
import { ITunnel } from '../tunnel';

export interface TransitGatewayAttachmentProps {
  readonly vpnConnectionId: string;
  readonly transitGatewayId: string;
  /** The table with which the stack itself associates the attachment, if it does. */
  readonly associationRouteTableId?: string;
  /** What the stack makes with the answer: with a change of it CloudFormation looks again. */
  readonly routing: readonly string[];
}

export class TransitGatewayAttachment extends Construct {
  public readonly attachmentId: string;

  constructor(scope: Construct, id: string, props: TransitGatewayAttachmentProps) {
    super(scope, id);
    const resources = ConnectionResources.of(this);
    resources.permitAttachments();
    const resource = resources.make(this, 'Resource', {
      resourceType: 'Custom::TransitGatewayVpnAttachment',
      // The gateway is a property too: after a change of gateway in place the connection's id is what it was, and a
      // look-up keyed on that alone would not run again and would go on naming the old attachment.
      properties: {
        VpnConnectionId: props.vpnConnectionId,
        TransitGatewayId: props.transitGatewayId,
        AssociationRouteTableId: props.associationRouteTableId,
        Routing: props.routing,
      },
    });
    this.attachmentId = resource.getAttString('TransitGatewayAttachmentId');
  }
}

export interface ConnectionTunnelsProps {
  readonly connection: ec2.CfnVPNConnection;
  readonly place: Place;
  /** What else has to be there before the addresses are final. */
  readonly dependencies: readonly IDependable[];
}

export class ConnectionTunnels extends Construct {
  public readonly tunnels: ITunnel[];
  public readonly amazonSideAsn: number;

  constructor(scope: Construct, id: string, { connection, place, dependencies }: ConnectionTunnelsProps) {
    super(scope, id);
    const resources = ConnectionResources.of(this);
    resources.permitTunnels();
    const resource = resources.make(this, 'Resource', {
      resourceType: 'Custom::VpnConnectionTunnels',
      dependencies,
      // Everything whose change in place may change an answer, so that CloudFormation looks again.
      properties: {
        VpnConnectionId: connection.ref,
        CustomerGatewayId: Lazy.any({ produce: () => connection.customerGatewayId }),
        ...gatewayOf(place),
        TunnelInsideCidrs: Lazy.any({ produce: () => insideCidrsOf(connection) }, { omitEmptyArray: true }),
      },
    });
    this.amazonSideAsn = Token.asNumber(resource.getAtt('AmazonSideAsn'));
    this.tunnels = [1, 2].map((number) => ({
      outsideIpAddress: resource.getAttString(`Tunnel${number}OutsideIpAddress`),
      insideCidr: resource.getAttString(`Tunnel${number}InsideCidr`),
      awsInsideIpAddress: resource.getAttString(`Tunnel${number}AwsInsideIpAddress`),
      deviceInsideIpAddress: resource.getAttString(`Tunnel${number}DeviceInsideIpAddress`),
    }));
  }
}

function gatewayOf(place: Place): Record<string, string> {
  switch (place.kind) {
    case 'virtual-private-gateway': return { VpnGatewayId: place.end.id };
    case 'transit-gateway': return { TransitGatewayId: place.end.id };
    case 'vpn-concentrator': return { VpnConcentratorId: place.concentrator.vpnConcentratorId, AsnOfTransitGatewayId: place.concentrator.transitGatewayId };
    case 'core-network': return { CoreNetworkId: place.coreNetworkId };
    case 'none': return {};
  }
}

/** Only these: beside them stand the pre-shared keys. */
function insideCidrsOf(connection: ec2.CfnVPNConnection): string[] {
  return tunnelSpecificationsOf(connection)
    .map(({ tunnelInsideCidr, tunnelInsideIpv6Cidr }) => (connection.tunnelInsideIpVersion === 'ipv6' ? tunnelInsideIpv6Cidr : tunnelInsideCidr))
    .filter((cidr) => cidr !== undefined);
}
