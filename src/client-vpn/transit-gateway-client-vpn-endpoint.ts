/** Where remote users connect to everything behind a transit gateway, without a VPC in between. */
import { Resource } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct, DependencyGroup, IDependable } from 'constructs';
import { ClientVpnEndpointOptions } from './client-vpn-endpoint-options';
import { requireId, requireNetwork } from '../private/checks';
import {
  authenticationOf, checkClientVpnOptions, loginBannerOf, requireNothingOfAVpc, requireZones, stateWhatTheL2Lacks,
} from './private/client-vpn-properties';
import { checkAgainstSiblings } from '../connection/private/sibling-checks';
import { namedInErrors } from '../private/named-in-errors';
import { stableKey } from '../private/construct-ids';

/**
 * Properties of a {@link TransitGatewayClientVpnEndpoint}.
 */
export interface TransitGatewayClientVpnEndpointProps extends ClientVpnEndpointOptions {
  /**
   * The id of the transit gateway, `tgw-…`, which must have a CIDR block of its own. It may be another account's that shares it.
   * Changing it replaces the endpoint.
   */
  readonly transitGatewayId: string;

  /**
   * The names of two to five Availability Zones in which the endpoint stands, such as `eu-central-1a`. Only changing the first replaces
   * the endpoint: the others are associations of their own.
   *
   * @default - those of `availabilityZoneIds`
   */
  readonly availabilityZones?: string[];

  /**
   * The same by their ids, such as `euc1-az1`, which mean the same zone in every account.
   *
   * @default - those of `availabilityZones`
   */
  readonly availabilityZoneIds?: string[];
}

/**
 * A route of a {@link TransitGatewayClientVpnEndpoint}.
 */
export interface TransitGatewayClientVpnRouteOptions {
  /** The network that is reached through the transit gateway. */
  readonly cidr: string;

  /**
   * What the route is for, in a few words.
   *
   * @default - no description
   */
  readonly description?: string;
}

/**
 * A Client VPN endpoint that is attached to a transit gateway.
 *
 * aws-cdk-lib's `ec2.ClientVpnEndpoint` demands a VPC, so the endpoint and its associations are written here; rules and kinds of
 * authentication are aws-cdk-lib's. EC2 makes the attachment; CloudFormation does not tell its id, so the transit gateway's default
 * tables have to associate it and to learn from it. Every network takes a route, a rule and a way back: route the clients' block of each
 * attached VPC to the transit gateway.
 *
 * @see https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/cvpn-tgw.html
 */
@namedInErrors
export class TransitGatewayClientVpnEndpoint extends Resource implements ec2.IClientVpnEndpointRef {
  /** The id of the endpoint, `cvpn-endpoint-…`. */
  public readonly endpointId: string;

  /** Depending on this means to wait until the endpoint takes connections. */
  public readonly targetNetworksAssociated: IDependable;

  /** The log group of connections, if they are logged. */
  public readonly logGroup?: logs.ILogGroupRef;

  /**
   * @throws an error when a value is not one that EC2 takes, or two properties contradict each other
   */
  constructor(scope: Construct, id: string, props: TransitGatewayClientVpnEndpointProps) {
    super(scope, id);
    requireNothingOfAVpc(props);
    checkAgainstSiblings(this);
    requireId('transitGatewayId', props.transitGatewayId, 'tgw', 'transit gateway');
    checkClientVpnOptions(props);
    const { property, zones: [first, ...others] } = requireZones(props);

    const logging = props.logging ?? true;
    this.logGroup = logging ? props.logGroup ?? new logs.LogGroup(this, 'LogGroup') : undefined;
    const resource = new ec2.CfnClientVpnEndpoint(this, 'Resource', {
      ...propertiesOf(props),
      connectionLogOptions: {
        enabled: logging,
        cloudwatchLogGroup: this.logGroup?.logGroupRef.logGroupName,
        cloudwatchLogStream: props.logStream?.logStreamRef.logStreamName,
      },
      transitGatewayConfiguration: { transitGatewayId: props.transitGatewayId, [`${property}s`]: [first] },
    });
    stateWhatTheL2Lacks(resource, props);
    this.endpointId = resource.ref;

    const associated = new DependencyGroup();
    for (const zone of others) {
      associated.add(new ec2.CfnClientVpnTargetNetworkAssociation(this, `Association-${stableKey(this, zone)}`, {
        clientVpnEndpointId: this.endpointId, [property]: zone,
      }));
    }
    this.targetNetworksAssociated = associated;
  }

  /** A reference to the endpoint, as other constructs take it. */
  public get clientVpnEndpointRef(): ec2.ClientVpnEndpointReference {
    return { clientVpnEndpointId: this.endpointId };
  }

  /**
   * Lets users reach a network.
   */
  public addAuthorizationRule(id: string, props: ec2.ClientVpnAuthorizationRuleOptions): ec2.ClientVpnAuthorizationRule {
    return new ec2.ClientVpnAuthorizationRule(this, id, { ...props, clientVpnEndpoint: this });
  }

  /**
   * Routes a network through the transit gateway.
   *
   * @throws an error when the block is none
   */
  public addRoute(id: string, props: TransitGatewayClientVpnRouteOptions): void {
    requireNetwork('cidr', props.cidr);
    const route = new ec2.CfnClientVpnRoute(this, id, {
      clientVpnEndpointId: this.endpointId, destinationCidrBlock: props.cidr, description: props.description,
    });
    // EC2 has nothing to route to before a zone is associated.
    route.node.addDependency(this.targetNetworksAssociated);
  }
}

function propertiesOf(props: TransitGatewayClientVpnEndpointProps) {
  const { clientConnectionHandler: handler, selfServicePortal } = props;
  return {
    authenticationOptions: authenticationOf(props),
    clientCidrBlock: props.cidr,
    clientConnectOptions: handler === undefined ? undefined : { enabled: true, lambdaFunctionArn: handler.functionArn },
    clientLoginBannerOptions: loginBannerOf(props),
    clientRouteEnforcementOptions: props.clientRouteEnforcementOptions,
    description: props.description,
    dnsServers: props.dnsServers,
    selfServicePortal: selfServicePortal === undefined ? undefined : selfServicePortal ? 'enabled' : 'disabled',
    serverCertificateArn: props.serverCertificateArn,
    sessionTimeoutHours: props.sessionTimeout,
    splitTunnel: props.splitTunnel,
    transportProtocol: props.transportProtocol,
    vpnPort: props.port,
  };
}
