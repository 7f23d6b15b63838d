/** What CloudFormation has as no attribute of a connection: its attachment on a transit gateway, and the addresses of its tunnels. */
import { CustomResource, Duration, IResolvable, Lazy, Stack, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct, IDependable } from 'constructs';
import { Place } from './place';
import { polledFunctions } from './polled-functions';
import { ITunnel } from '../tunnel';

export interface TransitGatewayAttachmentProps {
  readonly vpnConnectionId: string;
  readonly transitGatewayId: string;
}

export class TransitGatewayAttachment extends Construct {
  public readonly attachmentId: string;

  constructor(scope: Construct, id: string, props: TransitGatewayAttachmentProps) {
    super(scope, id);
    const resource = new CustomResource(this, 'Resource', {
      serviceToken: LookUpProvider.of(this).forAttachments(),
      resourceType: 'Custom::TransitGatewayVpnAttachment',
      // The gateway is a property too: after a change of gateway in place the connection's id is what it was, and a
      // look-up keyed on that alone would not run again and would go on naming the old attachment.
      properties: {
        VpnConnectionId: props.vpnConnectionId,
        TransitGatewayId: props.transitGatewayId,
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
    const resource = new CustomResource(this, 'Resource', {
      serviceToken: LookUpProvider.of(this).forTunnels(),
      resourceType: 'Custom::VpnConnectionTunnels',
      // Everything whose change in place may change an answer, so that CloudFormation looks again.
      properties: {
        VpnConnectionId: connection.ref,
        CustomerGatewayId: Lazy.any({ produce: () => connection.customerGatewayId }),
        ...gatewayOf(place),
        TunnelInsideCidrs: Lazy.any({ produce: () => insideCidrsOf(connection) }, { omitEmptyArray: true }),
      },
    });
    if (dependencies.length > 0) resource.node.addDependency(...dependencies);
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

/** Only these: beside them stand the pre-shared keys. As late as possible, since the connection's options may be set by hand. */
function insideCidrsOf(connection: ec2.CfnVPNConnection): string[] {
  const { tunnelInsideIpVersion } = connection;
  const specifications = connection.vpnTunnelOptionsSpecifications;
  if (!Array.isArray(specifications)) return [];
  return (specifications as (IResolvable | ec2.CfnVPNConnection.VpnTunnelOptionsSpecificationProperty)[]).flatMap((each) => {
    if (Token.isUnresolved(each) && 'resolve' in each) return [];
    const { tunnelInsideCidr, tunnelInsideIpv6Cidr } = each as ec2.CfnVPNConnection.VpnTunnelOptionsSpecificationProperty;
    const cidr = tunnelInsideIpVersion === 'ipv6' ? tunnelInsideIpv6Cidr : tunnelInsideCidr;
    return cidr === undefined ? [] : [cidr];
  });
}

/** One per stack, for all look-ups in it. Its role may read what the look-ups of the stack need, and nothing before one needs it. */
class LookUpProvider extends Construct {
  public static of(scope: Construct): LookUpProvider {
    const id = 'VpnConnectionLookUpProvider';
    const stack = Stack.of(scope);
    return stack.node.tryFindChild(id) as LookUpProvider | undefined ?? new LookUpProvider(stack, id);
  }

  private readonly serviceToken: string;
  private readonly function: lambda.Function;
  private readonly permitted = new Set<string>();

  private constructor(scope: Construct, id: string) {
    super(scope, id);
    const { serviceToken, isComplete } = polledFunctions(this, {
      asset: 'vpn-connection-look-up',
      descriptions: { onEvent: 'Names a look-up of a VPN connection', isComplete: 'Looks up the attachment and the tunnels of a VPN connection' },
      queryInterval: Duration.seconds(10),
      // EC2 has been seen to take half an hour for a connection [H, TF].
      totalTimeout: Duration.minutes(40),
    });
    this.serviceToken = serviceToken;
    this.function = isComplete;
  }

  public forAttachments(): string {
    this.permit('LookUpAttachment', ['ec2:DescribeTransitGatewayAttachments']);
    return this.serviceToken;
  }

  /** Who may describe a connection may read its pre-shared keys; so only where somebody asks for the tunnels. */
  public forTunnels(): string {
    this.permit('LookUpTunnels', ['ec2:DescribeTransitGateways', 'ec2:DescribeVpnConnections', 'ec2:DescribeVpnGateways']);
    return this.serviceToken;
  }

  private permit(sid: string, actions: string[]): void {
    if (this.permitted.has(sid)) return;
    this.permitted.add(sid);
    this.function.addToRolePolicy(new iam.PolicyStatement({
      sid,
      actions,
      // EC2 has no resource-level permission for any of them [H, SAR].
      resources: ['*'],
      conditions: { StringEquals: { 'ec2:Region': Stack.of(this).region } },
    }));
  }
}
