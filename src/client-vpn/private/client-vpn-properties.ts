/**
 * Properties of AWS::EC2::ClientVpnEndpoint as both constructs state them, and what EC2 refuses of them, refused at synthesis. A value that
 * is only known at deployment is not judged here.
 */
import { Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { overlapsCidr, prefixLength } from '../../contract/cidr';
import { at, refuse, requireAtMost, requireDistinct, requireIpAddress, requireIpv4Network, requireKnownLength } from '../../private/checks';
import { ClientVpnEndpointOptions, ClientVpnIpAddressType } from '../client-vpn-endpoint-options';

/** What aws-cdk-lib's construct lacks. Where the oldest supported L1 lacks it too, the template gets it by its own name. */
export function stateWhatTheL2Lacks(resource: ec2.CfnClientVpnEndpoint, options: ClientVpnEndpointOptions): void {
  const { authorizationPolicy: policy, deviceTrustProviders: providers, logAuthorizationPolicyContext: logsContext, tags } = options;
  resource.disconnectOnSessionTimeout = options.disconnectOnSessionTimeout ?? true;
  resource.endpointIpAddressType = options.endpointIpAddressType;
  resource.trafficIpAddressType = options.trafficIpAddressType;
  if (tags !== undefined) {
    resource.tagSpecifications = [{
      resourceType: 'client-vpn-endpoint', tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
    }];
  }
  if (policy !== undefined) {
    resource.addPropertyOverride('AuthorizationPolicy', {
      PolicyDocument: policy.policyDocument, ShadowMode: policy.shadowMode, Description: policy.description,
    });
  }
  if (providers !== undefined) {
    resource.addPropertyOverride('DevicePostureOptions', {
      Enabled: true,
      TrustProviders: providers.map(({ trustProviderType, tenantId, publicSigningKeyUrl }) => ({
        TrustProviderType: trustProviderType, TenantId: tenantId, PublicSigningKeyUrl: publicSigningKeyUrl,
      })),
    });
  }
  if (logsContext !== undefined) resource.addPropertyOverride('ConnectionLogOptions.IncludeAuthorizationPolicyContext', logsContext);
}

export function loginBannerOf(
  { clientLoginBanner: bannerText }: ClientVpnEndpointOptions,
): ec2.CfnClientVpnEndpoint.ClientLoginBannerOptionsProperty | undefined {
  return bannerText === undefined || bannerText === '' ? undefined : { enabled: true, bannerText };
}

type AuthenticationRequest = ec2.CfnClientVpnEndpoint.ClientAuthenticationRequestProperty;

export function authenticationOf(
  { clientCertificateArn, userBasedAuthentication }: ClientVpnEndpointOptions,
): AuthenticationRequest[] {
  return [
    ...clientCertificateArn === undefined ? [] : [{
      type: 'certificate-authentication', mutualAuthentication: { clientRootCertificateChainArn: clientCertificateArn },
    }],
    // aws-cdk-lib declares that it renders anything; it is the L1's property.
    ...userBasedAuthentication === undefined ? [] : [userBasedAuthentication.render() as AuthenticationRequest],
  ];
}

/** [H SDK CreateClientVpnEndpoint, ClientCidrBlock] */
const [LARGEST_CLIENT_BLOCK, SMALLEST_CLIENT_BLOCK] = [12, 22];
/** [H SDK CreateClientVpnEndpoint, DnsServers, VpnPort, SessionTimeoutHours] */
const DNS_SERVERS_MAX = 2;
const PORTS = [443, 1194];
const SESSION_HOURS = [8, 10, 12, 24];
/** [H SDK ClientLoginBannerOptions: "UTF-8 encoded characters only. Maximum of 1400 characters": characters, not bytes] */
const BANNER_CHARACTERS_MAX = 1_400;
/** [H Client VPN administrator guide, cvpn-tgw: up to five; two at least, so that one may fail and routes have one to wait for] */
const [ZONES_MIN, ZONES_MAX] = [2, 5];
/** [H Client VPN administrator guide, connection authorization] */
const HANDLER_NAME_PREFIX = 'AWSClientVPN-';

/** What holds for an endpoint wherever it leads. */
export function checkClientVpnOptions(options: ClientVpnEndpointOptions): void {
  requireClientCidr(options);
  refuse([options.clientCertificateArn === undefined && options.userBasedAuthentication === undefined, () =>
    '`clientCertificateArn`, `userBasedAuthentication` or both must be given: an endpoint that authenticates nobody cannot be made']);
  requireDnsServers(options.dnsServers);
  requireOneOf('port', options.port, PORTS, 'a port');
  requireOneOf('sessionTimeout', options.sessionTimeout, SESSION_HOURS, 'a number of hours');
  requireBanner(options.clientLoginBanner);
  requireLoggingWhereItIsDescribed(options);
  const { clientConnectionHandler: handler, clientRouteEnforcementOptions: enforcement, deviceTrustProviders: providers } = options;
  const handlerName = handler?.functionName ?? HANDLER_NAME_PREFIX;
  refuse(
    [!Token.isUnresolved(handlerName) && !handlerName.startsWith(HANDLER_NAME_PREFIX), () =>
      `\`clientConnectionHandler\` must be a function whose name begins with ${HANDLER_NAME_PREFIX}, got ${JSON.stringify(handlerName)}`],
    [enforcement?.enforced === true && options.splitTunnel === true, () =>
      '`clientRouteEnforcementOptions` cannot be enforced with `splitTunnel`; turn one of them off'],
    [!Token.isUnresolved(providers) && providers?.length === 0, () =>
      '`deviceTrustProviders` must name at least one, got an empty list; leave it away where devices are not looked at'],
  );
}

/** Who writes plain JavaScript learns here what TypeScript says to others. */
export function requireVpc(props: object): void {
  if ('vpc' in props && props.vpc !== undefined) return;
  throw new Error('`vpc` must be given: subnets and security groups are a VPC\'s; for an endpoint without one use TransitGatewayClientVpnEndpoint');
}

/** An object with more members than its type has would pass, and nobody would notice that the security groups protect nothing. */
export function requireNothingOfAVpc(props: object): void {
  for (const name of ['securityGroups', 'vpc', 'vpcSubnets', 'authorizeAllUsersToVpcCidr']) {
    if (!(name in props) || (props as Record<string, unknown>)[name] === undefined) continue;
    throw new Error(`\`${name}\` needs a VPC, which an endpoint on a transit gateway has not; remove it, or use ClientVpnEndpoint with \`vpc\``);
  }
}

/** The block of a VPC of this app is an attribute of a resource, whose property says what it is going to be. */
export function knownBlockOf(vpc: ec2.IVpc): string | undefined {
  const made = vpc.node.defaultChild;
  const block = made instanceof ec2.CfnVPC ? made.cidrBlock ?? vpc.vpcCidrBlock : vpc.vpcCidrBlock;
  return Token.isUnresolved(block) ? undefined : block;
}

export function requireClientCidrBesideVpc(cidr: string | undefined, vpc: ec2.IVpc): void {
  const vpcCidr = knownBlockOf(vpc);
  if (cidr === undefined || vpcCidr === undefined || Token.isUnresolved(cidr) || !overlapsCidr(cidr, vpcCidr)) return;
  throw new Error(`\`cidr\` must not overlap with the VPC's block ${vpcCidr}, got ${JSON.stringify(cidr)}; choose a block that is used nowhere else`);
}

export interface Zones {
  /** Which property of an association names a zone. */
  readonly property: 'availabilityZone' | 'availabilityZoneId';
  readonly zones: readonly string[];
}

export function requireZones(
  { availabilityZones, availabilityZoneIds }: { readonly availabilityZones?: string[]; readonly availabilityZoneIds?: string[] },
): Zones {
  if ((availabilityZones === undefined) === (availabilityZoneIds === undefined)) {
    throw new Error('either `availabilityZones` or `availabilityZoneIds` must be given, and not both;'
      + ' EC2 would choose zones by itself, and nobody could take one of them away without replacing the endpoint');
  }
  const prop = availabilityZones === undefined ? 'availabilityZoneIds' : 'availabilityZones';
  const zones = availabilityZones ?? availabilityZoneIds!;
  requireKnownLength(prop, zones);
  if (zones.length < ZONES_MIN || zones.length > ZONES_MAX) {
    throw new Error(`\`${prop}\` must have from ${ZONES_MIN} to ${ZONES_MAX} Availability Zones, got ${zones.length}`);
  }
  requireDistinct(prop, zones);
  return { property: prop === 'availabilityZones' ? 'availabilityZone' : 'availabilityZoneId', zones };
}

function requireClientCidr({ cidr, trafficIpAddressType: type }: ClientVpnEndpointOptions): void {
  if (Token.isUnresolved(type)) return;
  if (cidr === undefined) {
    if (type === ClientVpnIpAddressType.IPV6) return;
    throw new Error(`\`cidr\` must be given where IPv4 goes through the tunnel: a block from /${LARGEST_CLIENT_BLOCK} to /${SMALLEST_CLIENT_BLOCK} for the clients`);
  }
  if (type === ClientVpnIpAddressType.IPV6) {
    throw new Error(`\`cidr\` must not be given where only IPv6 goes through the tunnel, got ${JSON.stringify(cidr)}; AWS assigns the IPv6 blocks itself: remove it`);
  }
  requireIpv4Network('cidr', cidr);
  if (Token.isUnresolved(cidr)) return;
  const length = prefixLength(cidr);
  if (length >= LARGEST_CLIENT_BLOCK && length <= SMALLEST_CLIENT_BLOCK) return;
  throw new Error(`\`cidr\` must be a block from /${LARGEST_CLIENT_BLOCK} to /${SMALLEST_CLIENT_BLOCK}, got ${JSON.stringify(cidr)}`);
}

function requireDnsServers(servers: readonly string[] | undefined): void {
  if (servers === undefined || Token.isUnresolved(servers)) return;
  requireAtMost('dnsServers', servers.length, DNS_SERVERS_MAX, 'addresses');
  servers.forEach((server, index) => requireIpAddress(at('dnsServers', index), server));
}

function requireOneOf(prop: string, value: number | undefined, allowed: readonly number[], what: string): void {
  if (value === undefined || Token.isUnresolved(value) || allowed.includes(value)) return;
  throw new Error(`\`${prop}\` must be ${what} out of ${allowed.join(', ')}, got ${value}`);
}

/** Characters are Unicode's: what JavaScript holds in two units is one, and half of it is none. */
function requireBanner(banner: string | undefined): void {
  if (banner === undefined || Token.isUnresolved(banner)) return;
  if (/\p{Surrogate}/u.test(banner)) throw new Error('`clientLoginBanner` must be text that UTF-8 can encode, got one with half of a surrogate pair');
  requireAtMost('clientLoginBanner', [...banner].length, BANNER_CHARACTERS_MAX, 'characters');
}

function requireLoggingWhereItIsDescribed(options: ClientVpnEndpointOptions): void {
  if (options.logging !== false) return;
  for (const name of ['logGroup', 'logStream', 'logAuthorizationPolicyContext'] as const) {
    if (options[name] === undefined || options[name] === false) continue;
    throw new Error(`\`${name}\` needs logging, which \`logging: false\` turns off; remove one of them`);
  }
}
