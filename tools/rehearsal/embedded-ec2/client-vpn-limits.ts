/** What EC2 refuses of a Client VPN endpoint. The limits are documented [9]; which code EC2 refuses them with is not [L]. */
import type { CreateClientVpnEndpointCommandInput } from '@aws-sdk/client-ec2';
import { canonicalCidr, familyOf, overlaps, rangeOf } from './cidr';
import { incorrectState, live, required } from './errors';
import { ClientVpnEndpoint } from './records';
import { Context, NetworkState } from './state';
import { Ec2Error } from '../contracts';

/** What both the making and the modifying can ask for. */
interface Settings {
  readonly DnsServers?: readonly string[];
  readonly VpnPort?: number;
  readonly SessionTimeoutHours?: number;
  readonly ClientLoginBannerOptions?: { readonly BannerText?: string };
}

const [LARGEST_CLIENT_BLOCK, SMALLEST_CLIENT_BLOCK] = [12, 22];
const BANNER_CHARACTERS_MAX = 1_400;
/** [H administrator guide, cvpn-tgw] */
const ZONES_MAX = 5;

/** An endpoint that can be changed: one that is deleted or being deleted cannot. */
export function standing(state: NetworkState, id: string | undefined, context: Context): ClientVpnEndpoint {
  const endpoint = live(state, 'clientVpnEndpoints', id, context);
  if (endpoint.state === 'deleting') throw incorrectState(endpoint.id, endpoint.state);
  return endpoint;
}

export function requireCreatable(state: NetworkState, input: CreateClientVpnEndpointCommandInput, context: Context): void {
  required('ServerCertificateArn', input.ServerCertificateArn);
  required('AuthenticationOptions', input.AuthenticationOptions?.[0]);
  required('ConnectionLogOptions', input.ConnectionLogOptions);
  if (input.ConnectionLogOptions?.Enabled === true) required('CloudwatchLogGroup', input.ConnectionLogOptions.CloudwatchLogGroup);
  requireClientBlock(input);
  requireLimits(input);
  requirePlace(state, input, context);
}

export function requireLimits(settings: Settings): void {
  if ((settings.DnsServers ?? []).length > 2) throw invalid('dnsServers', settings.DnsServers?.join(', '), 'at most two addresses');
  if (![undefined, 443, 1194].includes(settings.VpnPort)) throw invalid('vpnPort', settings.VpnPort, '443 or 1194');
  if (![undefined, 8, 10, 12, 24].includes(settings.SessionTimeoutHours)) {
    throw invalid('sessionTimeoutHours', settings.SessionTimeoutHours, '8, 10, 12 or 24');
  }
  const { length } = [...settings.ClientLoginBannerOptions?.BannerText ?? ''];
  if (length > BANNER_CHARACTERS_MAX) throw invalid('bannerText', `${length} characters`, `at most ${BANNER_CHARACTERS_MAX}`);
}

/** Without a choice it is the VPC's default group, which has no id here [H CreateClientVpnEndpoint, VpcId]. */
export function securityGroupsOf(chosen: readonly string[] | undefined, vpcId: string | undefined): readonly string[] {
  return chosen ?? (vpcId === undefined ? [] : [`sg-${vpcId.slice('vpc-'.length)}`]);
}

/** [H administrator guide, cvpn-tgw: IPv4 and both need it, AWS assigns those of IPv6] */
function requireClientBlock({ ClientCidrBlock: block, TrafficIpAddressType: type = 'ipv4' }: CreateClientVpnEndpointCommandInput): void {
  if (type === 'ipv6' && block === undefined) return;
  const cidr = required('ClientCidrBlock', block);
  if (canonicalCidr(cidr) === undefined || familyOf(cidr) !== 'ipv4') throw invalid('clientCidrBlock', cidr, 'an IPv4 block');
  const { prefixLength } = rangeOf(cidr);
  if (prefixLength < LARGEST_CLIENT_BLOCK || prefixLength > SMALLEST_CLIENT_BLOCK) throw invalid('clientCidrBlock', cidr, 'from /12 to /22');
}

/** A VPC or a transit gateway, and not both [H CreateClientVpnEndpoint, TransitGatewayConfiguration]. */
function requirePlace(state: NetworkState, input: CreateClientVpnEndpointCommandInput, context: Context): void {
  const { TransitGatewayConfiguration: onGateway, VpcId: vpcId, SecurityGroupIds: groups, ClientCidrBlock: cidr } = input;
  if (onGateway !== undefined) {
    if (vpcId !== undefined || groups !== undefined) {
      throw new Ec2Error('InvalidParameterCombination', 'TransitGatewayConfiguration cannot be used with VpcId or SecurityGroupIds');
    }
    live(state, 'transitGateways', onGateway.TransitGatewayId, context);
    const { AvailabilityZones: names = [], AvailabilityZoneIds: ids = [] } = onGateway;
    if (names.length > 0 && ids.length > 0) throw new Ec2Error('InvalidParameterCombination', 'AvailabilityZones cannot be used with AvailabilityZoneIds');
    if (names.length + ids.length > ZONES_MAX) throw invalid('availabilityZones', [...names, ...ids].join(', '), `at most ${ZONES_MAX}`);
    return;
  }
  if (groups !== undefined && vpcId === undefined) {
    throw new Ec2Error('MissingParameter', 'The request must contain the parameter vpcId, which securityGroupIds need');
  }
  if (vpcId === undefined) return;
  const vpc = live(state, 'vpcs', vpcId, context);
  const inTheWay = vpc.cidrs.find((block) => cidr !== undefined && overlaps(cidr, block));
  if (inTheWay !== undefined) throw invalid('clientCidrBlock', cidr, `a block that does not overlap with ${inTheWay} of ${vpcId}`);
}

function invalid(name: string, value: unknown, expected: string): Ec2Error {
  return new Ec2Error('InvalidParameterValue', `Value (${String(value)}) for parameter ${name} is invalid. Expecting ${expected}.`);
}
