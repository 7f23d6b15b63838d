/** Where remote users connect to a VPC. */
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { ClientVpnEndpointOptions } from './client-vpn-endpoint-options';
import {
  checkClientVpnOptions, knownBlockOf, loginBannerOf, requireClientCidrBesideVpc, requireVpc, stateWhatTheL2Lacks,
} from './private/client-vpn-properties';
import { checkAgainstSiblings } from '../connection/private/sibling-checks';
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
