/**
 * What every Client VPN endpoint may be told, wherever it leads its users, and what it asks of their devices and decides by rules. The
 * names are those of aws-cdk-lib's own construct.
 */
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as logs from 'aws-cdk-lib/aws-logs';

/**
 * What there may be said about a {@link ClientVpnAuthorizationPolicy}.
 */
export interface ClientVpnAuthorizationPolicyOptions {
  /**
   * What the policy is for, in a few words.
   *
   * @default - no description
   */
  readonly description?: string;
}

/**
 * The rules, written in Cedar, that a connection has to meet when it is made and as long as it lasts.
 *
 * @see https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/device-posture-policies.html
 */
export class ClientVpnAuthorizationPolicy {
  /**
   * Who does not meet the policy is not let in.
   *
   * @param policyDocument the policy in Cedar, for example `permit(principal, action, resource);`
   * @throws an error when the document is empty
   */
  public static enforced(policyDocument: string, options: ClientVpnAuthorizationPolicyOptions = {}): ClientVpnAuthorizationPolicy {
    return new ClientVpnAuthorizationPolicy(policyDocument, 'disabled', options.description);
  }

  /**
   * What the policy would decide is logged, and nobody is kept out: a trial of it among real users.
   *
   * @param policyDocument the policy in Cedar, for example `permit(principal, action, resource);`
   * @throws an error when the document is empty
   */
  public static shadow(policyDocument: string, options: ClientVpnAuthorizationPolicyOptions = {}): ClientVpnAuthorizationPolicy {
    return new ClientVpnAuthorizationPolicy(policyDocument, 'enabled', options.description);
  }

  private constructor(
    /** The policy in Cedar. */
    public readonly policyDocument: string,
    /** Whether it is only tried: `enabled` or `disabled`. */
    public readonly shadowMode: string,
    /** What it is for. */
    public readonly description?: string,
  ) {
    if (policyDocument.trim() === '') throw new Error('an authorization policy of a Client VPN endpoint must have a document in Cedar, got an empty text');
  }
}

/**
 * A service that vouches for the health of a user's device.
 *
 * @see https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/device-posture-concepts.html
 */
export class ClientVpnDeviceTrustProvider {
  /**
   * CrowdStrike.
   *
   * @param tenantId your tenant there
   * @param publicSigningKeyUrl where its key for signing tokens is published
   */
  public static crowdStrike(tenantId: string, publicSigningKeyUrl: string): ClientVpnDeviceTrustProvider {
    return new ClientVpnDeviceTrustProvider('crowdstrike', tenantId, publicSigningKeyUrl);
  }

  /**
   * Jamf, which has no key to name.
   *
   * @param tenantId your tenant there
   */
  public static jamf(tenantId: string): ClientVpnDeviceTrustProvider {
    return new ClientVpnDeviceTrustProvider('jamf', tenantId);
  }

  /**
   * JumpCloud.
   *
   * @param tenantId your tenant there
   * @param publicSigningKeyUrl where its key for signing tokens is published
   */
  public static jumpCloud(tenantId: string, publicSigningKeyUrl: string): ClientVpnDeviceTrustProvider {
    return new ClientVpnDeviceTrustProvider('jumpcloud', tenantId, publicSigningKeyUrl);
  }

  private constructor(
    /** The kind of service: `crowdstrike`, `jamf` or `jumpcloud`. */
    public readonly trustProviderType: string,
    /** Your tenant there. */
    public readonly tenantId: string,
    /** Where its key for signing tokens is published; none with Jamf. */
    public readonly publicSigningKeyUrl?: string,
  ) {}
}

/**
 * IPv4, IPv6 or both.
 */
export enum ClientVpnIpAddressType {
  /** IPv4 alone. */
  IPV4 = 'ipv4',
  /** IPv6 alone. */
  IPV6 = 'ipv6',
  /** IPv4 and IPv6. */
  DUAL_STACK = 'dual-stack',
}

/**
 * Options of a Client VPN endpoint that do not depend on where it leads.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateClientVpnEndpoint.html
 */
export interface ClientVpnEndpointOptions {
  /**
   * The IPv4 block from which clients get their addresses, from /12 to /22. It must not overlap with what they are to reach. Changing
   * it replaces the endpoint, whose address all clients know.
   *
   * @default - none, which only `trafficIpAddressType` IPV6 allows: AWS assigns the IPv6 blocks itself
   */
  readonly cidr?: string;

  /** The ARN of the server's certificate in AWS Certificate Manager. */
  readonly serverCertificateArn: string;

  /**
   * The ARN of the certificate in AWS Certificate Manager that signs those of the clients: mutual authentication.
   *
   * @default - users are authenticated by `userBasedAuthentication` alone
   */
  readonly clientCertificateArn?: string;

  /**
   * Active Directory or a SAML provider that knows the users.
   *
   * @default - clients are authenticated by `clientCertificateArn` alone
   */
  readonly userBasedAuthentication?: ec2.ClientVpnUserBasedAuthentication;

  /**
   * Over which protocol clients find the endpoint. Changing it replaces the endpoint.
   *
   * @default - EC2's, IPV4
   */
  readonly endpointIpAddressType?: ClientVpnIpAddressType;

  /**
   * What goes through the tunnel. Changing it replaces the endpoint.
   *
   * @default - EC2's, IPV4
   */
  readonly trafficIpAddressType?: ClientVpnIpAddressType;

  /**
   * What happens when a session has lasted `sessionTimeout`: with `true` it ends and the user has to connect again, with `false` the
   * client connects again by itself. It is always written into the template, since AWS's own texts of 2025 and 2026 contradict each
   * other about its default. It changes in place.
   *
   * @default true
   */
  readonly disconnectOnSessionTimeout?: boolean;

  /**
   * How long a session may last: 8, 10, 12 or 24 hours.
   *
   * @default - EC2's, 24 hours
   */
  readonly sessionTimeout?: ec2.ClientVpnSessionTimeout;

  /**
   * The rules in Cedar that a connection has to meet.
   *
   * @default - none
   */
  readonly authorizationPolicy?: ClientVpnAuthorizationPolicy;

  /**
   * The services that vouch for the devices, whose signals the policy can ask for.
   *
   * @default - none: devices are not looked at
   */
  readonly deviceTrustProviders?: ClientVpnDeviceTrustProvider[];

  /**
   * Whether connection logs say what the authorization policy was decided by. It needs logging.
   *
   * @default - EC2's
   */
  readonly logAuthorizationPolicyContext?: boolean;

  /**
   * Whether connections are logged.
   *
   * @default true
   */
  readonly logging?: boolean;

  /**
   * The log group of connections.
   *
   * @default - a new one, if `logging` is on
   */
  readonly logGroup?: logs.ILogGroupRef;

  /**
   * The stream in the log group.
   *
   * @default - one that EC2 makes
   */
  readonly logStream?: logs.ILogStreamRef;

  /**
   * A function that decides on each new connection. Its name begins with `AWSClientVPN-`.
   *
   * @default - none
   */
  readonly clientConnectionHandler?: ec2.IClientVpnConnectionHandler;

  /**
   * What the endpoint is for, in a few words.
   *
   * @default - no description
   */
  readonly description?: string;

  /**
   * Whether users find the client and its configuration on a page of AWS.
   *
   * @default - EC2's, true
   */
  readonly selfServicePortal?: boolean;

  /**
   * Whether only traffic for routes of the endpoint goes through the tunnel.
   *
   * @default - EC2's, false
   */
  readonly splitTunnel?: boolean;

  /**
   * TCP or UDP. Changing it replaces the endpoint.
   *
   * @default - EC2's, UDP
   */
  readonly transportProtocol?: ec2.TransportProtocol;

  /**
   * Port 443 or 1194.
   *
   * @default - EC2's, 443
   */
  readonly port?: ec2.VpnPort;

  /**
   * The addresses of at most two DNS servers. Changing them resets the connections of all clients.
   *
   * @default - clients ask whom they asked before
   */
  readonly dnsServers?: string[];

  /**
   * What users read when they connect with AWS's client: at most 1,400 characters.
   *
   * @default - nothing
   */
  readonly clientLoginBanner?: string;

  /**
   * Whether the client puts routes back that somebody changes on the device. It does not go with a split tunnel.
   *
   * @default - EC2's, it does not
   */
  readonly clientRouteEnforcementOptions?: ec2.ClientRouteEnforcementOptions;

  /**
   * Tags of the endpoint. CloudFormation cannot change them in place: changing them replaces the endpoint.
   *
   * @default - none
   */
  readonly tags?: { readonly [key: string]: string };
}
