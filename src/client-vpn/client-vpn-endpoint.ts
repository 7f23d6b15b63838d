/** Where remote users connect to a VPC, or to everything behind a transit gateway without a VPC in between. */
import { Resource } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct, DependencyGroup, IDependable } from 'constructs';
import { ClientVpnEndpointOptions } from './client-vpn-endpoint-options';
import {
  authenticationOf, checkClientVpnOptions, knownBlockOf, loginBannerOf, requireClientCidrBesideVpc, requireNothingOfAVpc, requireVpc,
  requireZones, stateWhatTheL2Lacks,
} from './private/client-vpn-properties';
import { checkAgainstSiblings } from '../connection/private/sibling-checks';
import { requireId, requireNetwork } from '../private/checks';
import { stableKey } from '../private/construct-ids';
import { namedInErrors } from '../private/named-in-errors';

/**
 * Properties of a {@link ClientVpnEndpoint}.
 */
export interface ClientVpnEndpointProps extends ClientVpnEndpointOptions {
  /** The VPC that users are led into. */
  readonly vpc: ec2.IVpc;

  /**
   * The subnets in which the endpoint stands, one in each Availability Zone at most.
   *
   * @default - those that the VPC gives to whoever does not choose
   */
  readonly vpcSubnets?: ec2.SubnetSelection;

  /**
   * The security groups of the endpoint, of the same VPC.
   *
   * @default - a new one
   */
  readonly securityGroups?: ec2.ISecurityGroup[];

  /**
   * Whether all users may reach the VPC's own block. With `false`, say by `addAuthorizationRule` who may reach what.
   *
   * @default true
   */
  readonly authorizeAllUsersToVpcCidr?: boolean;
}

/**
 * A Client VPN endpoint in a VPC.
 *
 * It is aws-cdk-lib's own `ec2.ClientVpnEndpoint`, which makes the resources, the log group, the security group, associations, rules and
 * routes; its names and logical ids are the same, so an application may change from one to the other without touching the endpoint.
 * Added are IPv6, an authorization policy, device trust providers and tags; `disconnectOnSessionTimeout` is always stated; and what EC2
 * would refuse is refused at synthesis. For an endpoint on a transit gateway see {@link TransitGatewayClientVpnEndpoint}.
 *
 * @see https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/what-is.html
 */
@namedInErrors
export class ClientVpnEndpoint extends ec2.ClientVpnEndpoint {
  /**
   * @throws an error when a value is not one that EC2 takes, or two properties contradict each other
   */
  constructor(scope: Construct, id: string, props: ClientVpnEndpointProps) {
    super(scope, id, checked(props));
    const resource = this.node.defaultChild as ec2.CfnClientVpnEndpoint;
    resource.clientCidrBlock = props.cidr;
    resource.clientLoginBannerOptions = loginBannerOf(props);
    stateWhatTheL2Lacks(resource, props);
    checkAgainstSiblings(this, { vpcCidr: knownBlockOf(props.vpc) });
  }
}

/**
 * What aws-cdk-lib's construct compares with the VPC's block as text, for want of a block that is known: it lies in no VPC. The resource
 * gets the real one, or none.
 */
const UNKNOWN_CIDR = '0.0.0.0/12';

/** The banner is left out, too: aws-cdk-lib counts UTF-16 units and not characters. */
function checked(props: ClientVpnEndpointProps): ec2.ClientVpnEndpointProps {
  requireVpc(props);
  checkClientVpnOptions(props);
  requireClientCidrBesideVpc(props.cidr, props.vpc);
  return { ...props, cidr: UNKNOWN_CIDR, clientLoginBanner: undefined };
}

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
