/** EC2's quotas: as many of a thing as an account may have are made, and one more is refused; most of them can be raised. */
import { Quotas } from '../../../tools/rehearsal/embedded-ec2/latencies';
import { Network } from '../../../tools/rehearsal/embedded-ec2/network';

type Input = Readonly<Record<string, unknown>>;
interface Estate {
  readonly network: Network;
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  readonly routeTableId: string;
  readonly vpnGatewayId: string;
  readonly transitGatewayId: string;
  readonly transitGatewayRouteTableId: string;
  readonly attachmentId: string;
  readonly connectionId: string;
  readonly endpointId: string;
}
/** Makes the thing of that number, and may do so in an estate of its own. */
type Make = (at: number) => void;

const CERTIFICATE = 'arn:aws:acm:eu-central-1:111122223333:certificate/01234567-89ab-cdef-0123-456789abcdef';
const ENDPOINT = {
  ClientCidrBlock: '10.200.0.0/22', ServerCertificateArn: CERTIFICATE, ConnectionLogOptions: { Enabled: false },
  AuthenticationOptions: [{ Type: 'certificate-authentication', MutualAuthentication: { ClientRootCertificateChainArn: CERTIFICATE } }],
};
const addressOf = (at: number) => `192.0.${Math.floor(at / 250)}.${at % 250}`;
const blockOf = (at: number) => `172.${16 + Math.floor(at / 250)}.${at % 250}.0/24`;

/** One of each, made past the quotas. */
function estate(quotas: Partial<Quotas>): Estate {
  let time = 0;
  const network = new Network({ clock: { now: () => time, sleep: async () => undefined }, quotas });
  const { vpcId, subnetIds, mainRouteTableId: routeTableId } = network.seed.vpc({ cidr: '10.0.0.0/16', subnets: [{ az: 'a', cidr: '10.0.0.0/24' }] });
  const vpnGatewayId = network.seed.vpnGateway({ attachedTo: vpcId });
  const { transitGatewayId, defaultRouteTableId: transitGatewayRouteTableId = '' } = network.seed.transitGateway();
  const attachmentId = network.seed.vpcAttachment({ transitGatewayId, vpcId, subnetIds });
  const connectionId = network.seed.vpnConnection({ on: vpnGatewayId, routing: 'static' });
  const { ClientVpnEndpointId } = network.call('CreateClientVpnEndpoint', { ...ENDPOINT, VpcId: vpcId });
  const endpointId = String(ClientVpnEndpointId);
  network.call('AssociateClientVpnTargetNetwork', { ClientVpnEndpointId, SubnetId: subnetIds[0] });
  time += 3_600_000;
  return {
    network, vpcId, subnetIds, routeTableId, vpnGatewayId, transitGatewayId, transitGatewayRouteTableId, attachmentId,
    connectionId, endpointId,
  };
}

const customerGateway = ({ network }: Estate, at: number) =>
  (network.call('CreateCustomerGateway', { Type: 'ipsec.1', IpAddress: addressOf(at) }).CustomerGateway as { CustomerGatewayId: string }).CustomerGatewayId;
const connection = (of: Estate, at: number, target: Input) =>
  of.network.call('CreateVpnConnection', { Type: 'ipsec.1', CustomerGatewayId: of.network.seed.customerGateway({ ipAddress: addressOf(at) }), ...target });

/** How many are made before one is refused, and how that is said. */
function untilRefused(make: Make): { made: number; refusal: string } {
  for (let at = 0; ; at += 1) {
    try {
      make(at);
    } catch (error) {
      const { code, message } = error as { code: string; message: string };
      return { made: at, refusal: `${code}: ${message}` };
    }
  }
}

test.each<[keyof Quotas, number, number, (of: Estate) => Make, RegExp]>([
  // What the estate has already counts.
  ['customerGatewaysPerRegion', 50, 1, (of) => (at) => customerGateway(of, at), /^CustomerGatewayLimitExceeded: The maximum number of 50 /],
  ['vpnGatewaysPerRegion', 5, 1, ({ network }) => () => network.call('CreateVpnGateway', { Type: 'ipsec.1' }), /^VpnGatewayLimitExceeded: /],
  ['connectionsPerVpnGateway', 10, 1, (of) => (at) => connection(of, at, { VpnGatewayId: of.vpnGatewayId }), /^VpnConnectionLimitExceeded: /],
  ['connectionsPerRegion', 50, 1, (of) => (at) => connection(of, at, { TransitGatewayId: of.transitGatewayId }), /^VpnConnectionLimitExceeded: /],
  ['acceleratedConnectionsPerRegion', 10, 0, (of) => (at) => connection(of, at, { TransitGatewayId: of.transitGatewayId, Options: { EnableAcceleration: true } }),
    /^VpnConnectionLimitExceeded: /],
  ['staticRoutesPerConnection', 100, 0, ({ network, connectionId }) => (at) =>
    network.call('CreateVpnConnectionRoute', { VpnConnectionId: connectionId, DestinationCidrBlock: blockOf(at) }), /^RouteLimitExceeded: /],
  ['routesPerVpcRouteTable', 500, 1, ({ network, routeTableId, transitGatewayId }) => (at) =>
    network.call('CreateRoute', { RouteTableId: routeTableId, DestinationCidrBlock: blockOf(at), TransitGatewayId: transitGatewayId }), /^RouteLimitExceeded: /],
  ['transitGatewaysPerRegion', 5, 1, ({ network }) => () => network.call('CreateTransitGateway', {}), /^TransitGatewayLimitExceeded: /],
  ['routeTablesPerTransitGateway', 20, 1, ({ network, transitGatewayId }) => () =>
    network.call('CreateTransitGatewayRouteTable', { TransitGatewayId: transitGatewayId }), /^ResourceCountLimitExceeded: /],
  ['clientVpnEndpointsPerRegion', 5, 1, ({ network, vpcId }) => () => network.call('CreateClientVpnEndpoint', { ...ENDPOINT, VpcId: vpcId }), /^ClientVpnEndpointLimitExceeded: /],
  ['authorizationRulesPerClientVpnEndpoint', 200, 0, ({ network, endpointId }) => (at) =>
    network.call('AuthorizeClientVpnIngress', { ClientVpnEndpointId: endpointId, TargetNetworkCidr: blockOf(at), AuthorizeAllGroups: true }),
  /^ClientVpnAuthorizationRuleLimitExceeded: /],
  // The association has brought the route to the VPC.
  ['routesPerClientVpnTargetNetwork', 100, 1, ({ network, endpointId, subnetIds }) => (at) =>
    network.call('CreateClientVpnRoute', { ClientVpnEndpointId: endpointId, DestinationCidrBlock: blockOf(at), TargetVpcSubnetId: subnetIds[0] }),
  /^ClientVpnRouteLimitExceeded: /],
])('%s: %d, and what they are raised to', (quota, most, present, make, refusal) => {
  expect(untilRefused(make(estate({})))).toEqual({ made: most - present, refusal: expect.stringMatching(refusal) });

  const { made } = untilRefused(make(estate({ [quota]: most + 2 })));
  expect(made).toBe(most + 2 - present);
});

test('routes of a transit gateway, whose default takes long to fill', () => {
  const of = estate({ routesPerTransitGateway: 4 });
  const { network, transitGatewayRouteTableId: TransitGatewayRouteTableId, attachmentId: TransitGatewayAttachmentId } = of;

  // The VPC's own block is propagated, and counts.
  expect(untilRefused((at) => network.call('CreateTransitGatewayRoute', { TransitGatewayRouteTableId, TransitGatewayAttachmentId, DestinationCidrBlock: blockOf(at) })))
    .toEqual({ made: 3, refusal: expect.stringMatching(/^RouteLimitExceeded: The maximum number of 4 routes of tgw-/) });
});

describe('tags', () => {
  const tags = (count: number, from = 0) => Array.from({ length: count }, (_each, at) => ({ Key: `key ${from + at}`, Value: 'value' }));
  const made = (network: Network, Tags: readonly object[]) => network.call('CreateCustomerGateway', {
    Type: 'ipsec.1', IpAddress: '192.0.2.9', TagSpecifications: [{ ResourceType: 'customer-gateway', Tags }],
  }).CustomerGateway as { CustomerGatewayId: string };
  const refusalOf = (act: () => unknown) => untilRefused(() => { act(); throw Object.assign(new Error('made'), { code: 'accepted' }); }).refusal;
  const TOO_MANY = 'TagLimitExceeded: The maximum number of Tags for a resource has been reached.';

  test.each([
    ['fifty', tags(50), 'accepted: made'],
    ['fifty-one', tags(51), TOO_MANY],
    ['fifty, and AWS\'s own', [...tags(50), { Key: 'aws:cloudformation:stack-name', Value: 'Demo' }], 'accepted: made'],
    ['a key of 128 characters', [{ Key: 'k'.repeat(128), Value: '' }], 'accepted: made'],
    ['a key of 129 characters', [{ Key: 'k'.repeat(129), Value: '' }], 'InvalidParameterValue: Tag key exceeds the maximum length of 128 characters'],
    ['a value of 256 characters', [{ Key: 'k', Value: 'v'.repeat(256) }], 'accepted: made'],
    ['a value of 257 characters', [{ Key: 'k', Value: 'v'.repeat(257) }], 'InvalidParameterValue: Tag value exceeds the maximum length of 256 characters'],
  ])('%s', (_what, Tags, refusal) => {
    expect(refusalOf(() => made(estate({}).network, Tags))).toBe(refusal);
  });

  test('of what is there already', () => {
    const { network } = estate({});
    const { CustomerGatewayId } = made(network, tags(49));
    const tag = (Tags: readonly object[]) => refusalOf(() => network.call('CreateTags', { Resources: [CustomerGatewayId], Tags }));

    expect(tag(tags(2, 49))).toBe(TOO_MANY);
    expect(tag(tags(1, 49))).toBe('accepted: made');
    // Each takes the place of the one of its key.
    expect(tag(tags(50))).toBe('accepted: made');
    expect(tag(tags(1, 50))).toBe(TOO_MANY);
  });
});
