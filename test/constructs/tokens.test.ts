/** Every validated input takes a value that is known only at deployment. */
import { CfnParameter, Duration, Fn, Lazy, SecretValue, Stack, Token } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ids, newMigration, newStack, transitGateway, virtualPrivateGateway } from './construct-fixtures';
import { CustomerGateway, InsideIpVersion, OutsideIpAddressType, SiteToSiteVpn, TargetGateway, VpnRouting } from '../../src';

let stack: Stack;

beforeEach(() => {
  stack = newStack();
});

function parameter(name: string): string {
  return new CfnParameter(stack, name).valueAsString;
}

test('the ids of gateways and route tables', () => {
  const target = TargetGateway.transitGateway(parameter('Tgw'), {
    associationRouteTableId: parameter('Association'),
    staticRouteTableIds: [parameter('Spokes'), parameter('OtherSpokes')],
  });

  new SiteToSiteVpn(stack, 'Vpn', { target, routing: VpnRouting.staticRoutes([parameter('Office'), parameter('Factory')]), ip: parameter('Ip') });

  const routes = Object.values(Template.fromStack(stack).findResources('AWS::EC2::TransitGatewayRoute'));
  expect(routes.map(({ Properties }) => [Properties.TransitGatewayRouteTableId.Ref, Properties.DestinationCidrBlock.Ref])).toEqual([
    ['Spokes', 'Office'], ['Spokes', 'Factory'], ['OtherSpokes', 'Office'], ['OtherSpokes', 'Factory'],
  ]);
});

test('the id of a virtual private gateway, static routes and both inside CIDRs', () => {
  new SiteToSiteVpn(stack, 'Vpn', {
    target: TargetGateway.virtualPrivateGateway(parameter('Vgw')),
    routing: VpnRouting.staticRoutes([parameter('Office'), '10.1.0.0/16']),
    ip: parameter('Ip'),
    asn: new CfnParameter(stack, 'Asn', { type: 'Number' }).valueAsNumber,
    tunnels: [{ insideCidr: parameter('Inside1') }, { insideCidr: parameter('Inside2') }],
  });

  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::EC2::VPNConnection', {
    VpnGatewayId: { Ref: 'Vgw' },
    VpnTunnelOptionsSpecifications: [{ TunnelInsideCidr: { Ref: 'Inside1' } }, { TunnelInsideCidr: { Ref: 'Inside2' } }],
  });
  template.hasResourceProperties('AWS::EC2::CustomerGateway', { IpAddress: { Ref: 'Ip' }, BgpAsn: { Ref: 'Asn' } });
  template.hasResourceProperties('AWS::EC2::VPNConnectionRoute', { DestinationCidrBlock: { Ref: 'Office' } });
});

test('the device name, and the name of a secret', () => {
  new CustomerGateway(stack, 'Device', { ip: '203.0.113.10', deviceName: parameter('Name') });
  new SiteToSiteVpn(stack, 'Vpn', {
    target: virtualPrivateGateway(),
    routing: VpnRouting.bgp(),
    ip: '203.0.113.11',
    tunnels: [{ preSharedKey: SecretValue.secretsManager(parameter('Secret')) }],
  });

  Template.fromStack(stack).hasResourceProperties('AWS::EC2::CustomerGateway', { DeviceName: { Ref: 'Name' } });
  Template.fromStack(stack).hasResourceProperties('AWS::EC2::VPNConnection', {
    VpnTunnelOptionsSpecifications: [{ PreSharedKey: { 'Fn::Join': ['', ['{{resolve:secretsmanager:', { Ref: 'Secret' }, ':SecretString:::}}']] } }],
  });
});

test('the options of a connection and of its tunnels', () => {
  const seconds = (name: string) => Duration.seconds(new CfnParameter(stack, name, { type: 'Number' }).valueAsNumber);
  const number = (name: string) => new CfnParameter(stack, name, { type: 'Number' }).valueAsNumber;

  new SiteToSiteVpn(stack, 'Vpn', {
    target: TargetGateway.transitGateway(parameter('Tgw'), {
      associationRouteTableId: parameter('Association'), propagationRouteTableIds: [parameter('Propagation')], amazonSideAsn: number('AmazonSideAsn'),
    }),
    routing: VpnRouting.bgp(),
    ip: parameter('Ip'),
    asn: number('Asn'),
    outsideIpAddressType: OutsideIpAddressType.PRIVATE_IPV4,
    transportTransitGatewayAttachmentId: parameter('Transport'),
    insideIpVersion: InsideIpVersion.IPV6,
    localIpv6Cidr: parameter('Local'),
    remoteIpv6Cidr: parameter('Remote'),
    tunnels: [{
      insideIpv6Cidr: parameter('Inside'),
      phase1: { lifetime: seconds('Phase1') },
      phase2: { lifetime: seconds('Phase2') },
      dpdTimeout: seconds('Dpd'),
      rekeyMargin: seconds('Margin'),
      rekeyFuzzPercentage: number('Fuzz'),
      replayWindowSize: number('Window'),
    }, {
      insideIpv6Cidr: parameter('OtherInside'),
      phase1: { lifetime: Duration.seconds(900) },
      phase2: { lifetime: seconds('OtherPhase2') },
      rekeyMargin: Duration.seconds(1_800),
    }],
  });

  Template.fromStack(stack).hasResourceProperties('AWS::EC2::VPNConnection', {
    TransportTransitGatewayAttachmentId: { Ref: 'Transport' },
    LocalIpv6NetworkCidr: { Ref: 'Local' },
    RemoteIpv6NetworkCidr: { Ref: 'Remote' },
    VpnTunnelOptionsSpecifications: [{
      TunnelInsideIpv6Cidr: { Ref: 'Inside' },
      Phase1LifetimeSeconds: { Ref: 'Phase1' },
      Phase2LifetimeSeconds: { Ref: 'Phase2' },
      DPDTimeoutSeconds: { Ref: 'Dpd' },
      RekeyMarginTimeSeconds: { Ref: 'Margin' },
      RekeyFuzzPercentage: { Ref: 'Fuzz' },
      ReplayWindowSize: { Ref: 'Window' },
    }, {
      TunnelInsideIpv6Cidr: { Ref: 'OtherInside' },
      Phase1LifetimeSeconds: 900,
      Phase2LifetimeSeconds: { Ref: 'OtherPhase2' },
      RekeyMarginTimeSeconds: 1_800,
    }],
  });
});

test('IPv4 networks on both sides, and what is known of an existing customer gateway', () => {
  const customerGateway = CustomerGateway.fromCustomerGatewayAttributes(stack, 'Device', {
    customerGatewayId: parameter('Cgw'), customerGatewayIp: parameter('Ip'), customerGatewayAsn: new CfnParameter(stack, 'Asn', { type: 'Number' }).valueAsNumber,
  });

  new SiteToSiteVpn(stack, 'Vpn', {
    target: TargetGateway.virtualPrivateGateway(parameter('Vgw'), { amazonSideAsn: 64512 }),
    routing: VpnRouting.bgp(),
    customerGateway,
    localIpv4Cidr: parameter('Local'),
    remoteIpv4Cidr: parameter('Remote'),
  });

  Template.fromStack(stack).hasResourceProperties('AWS::EC2::VPNConnection', {
    CustomerGatewayId: { Ref: 'Cgw' }, LocalIpv4NetworkCidr: { Ref: 'Local' }, RemoteIpv4NetworkCidr: { Ref: 'Remote' },
  });
});

test('everything a move is checked for', () => {
  newMigration(stack, {
    vpnConnection: SiteToSiteVpn.fromVpnConnectionId(stack, 'Vpn', parameter('Vpn1')),
    from: TargetGateway.virtualPrivateGateway(parameter('Vgw')),
    to: TargetGateway.transitGateway(parameter('Tgw'), {
      associationRouteTableId: parameter('Association'),
      propagationRouteTableIds: [parameter('Propagation')],
      staticRouteTableIds: [parameter('Static')],
      defaultRouteTableIds: [parameter('Defaults')],
    }),
    vpcRouteTables: [
      { routeTableId: parameter('Rtb'), moved: [parameter('Moved')], left: [parameter('Left')] },
      { routeTableId: parameter('OtherRtb') },
    ],
    onPremisesCidrs: [parameter('Office'), parameter('Factory')],
  });

  Template.fromStack(stack).hasResourceProperties('Custom::VpnTargetMigration', {
    VpnConnectionId: { Ref: 'Vpn1' },
    From: { Id: { Ref: 'Vgw' } },
    To: {
      Id: { Ref: 'Tgw' },
      AssociationRouteTableId: { Ref: 'Association' },
      PropagationRouteTableIds: [{ Ref: 'Propagation' }],
      StaticRouteTableIds: [{ Ref: 'Static' }],
      DefaultRouteTableIds: [{ Ref: 'Defaults' }],
    },
    VpcRouteTables: [
      { RouteTableId: { Ref: 'Rtb' }, Moved: [{ Ref: 'Moved' }], Left: [{ Ref: 'Left' }] },
      { RouteTableId: { Ref: 'OtherRtb' }, Moved: [], Left: [] },
    ],
    OnPremisesCidrs: [{ Ref: 'Office' }, { Ref: 'Factory' }],
  });
});

test('everything a move between virtual private gateways is checked for', () => {
  newMigration(stack, {
    from: TargetGateway.virtualPrivateGateway(parameter('Vgw')),
    to: TargetGateway.virtualPrivateGateway(parameter('OtherVgw'), { propagatingRouteTableIds: [parameter('Rtb')], vpcId: parameter('Vpc') }),
    customerGateway: { from: parameter('Cgw'), to: parameter('OtherCgw') },
  });

  Template.fromStack(stack).hasResourceProperties('Custom::VpnTargetMigration', {
    From: { Id: { Ref: 'Vgw' } },
    To: { Id: { Ref: 'OtherVgw' }, PropagatingRouteTableIds: [{ Ref: 'Rtb' }], VpcId: { Ref: 'Vpc' } },
    CustomerGateway: { FromId: { Ref: 'Cgw' }, ToId: { Ref: 'OtherCgw' } },
  });
});

test('a chain of moves whose gateways are known only at deployment', () => {
  const vpnConnection = SiteToSiteVpn.fromVpnConnectionId(stack, 'Vpn', parameter('Vpn1'));
  const [from, to] = ['Vgw', 'OtherVgw'].map((name) => TargetGateway.virtualPrivateGateway(parameter(name)));
  newMigration(stack, { vpnConnection, from, to }, 'There');

  newMigration(stack, { vpnConnection, from: to, to: from }, 'Back');

  const moves = Template.fromStack(stack).findResources('Custom::VpnTargetMigration');
  expect(Object.values(moves).map(({ Properties }) => [Properties.From.Id.Ref, Properties.To.Id.Ref])).toEqual([['Vgw', 'OtherVgw'], ['OtherVgw', 'Vgw']]);
});

test('fails when the same token stands for both customer gateways', () => {
  const cgw = parameter('Cgw');

  expect(() => newMigration(stack, { customerGateway: { from: cgw, to: cgw } })).toThrow('`customerGateway.from` and `customerGateway.to` must be two customer gateways');
});

test('logical ids do not depend on how many tokens there were before', () => {
  const logicalIds = (tokensBefore: number) => {
    const each = newStack();
    for (let count = 0; count < tokensBefore; count++) Token.asString(Lazy.string({ produce: () => 'a token' }));
    const cidr = new CfnParameter(each, 'Office').valueAsString;
    new SiteToSiteVpn(each, 'Vpn', { target: virtualPrivateGateway(), routing: VpnRouting.staticRoutes([cidr]), ip: '203.0.113.10' });
    return Object.keys(Template.fromStack(each).toJSON().Resources);
  };

  expect(logicalIds(17)).toEqual(logicalIds(0));
});

test('fails when the same token stands for two routes', () => {
  const office = parameter('Office');

  expect(() => VpnRouting.staticRoutes([office, office])).toThrow('`staticRoutes[1]` repeats `staticRoutes[0]`');
});

describe('a list of unknown length is refused', () => {
  const list = () => Fn.split(',', parameter('List'));
  const message = (prop: string, path = '') => new Error(`${path}\`${prop}\` must be a list whose length is known at synthesis, since each element`
    + ' becomes a resource or a permission of its own; pass an array of values (they may be tokens) instead of one token for the whole list');

  test('as static routes', () => {
    expect(() => VpnRouting.staticRoutes(list())).toThrow(message('staticRoutes'));
  });

  test.each(['propagationRouteTableIds', 'staticRouteTableIds', 'defaultRouteTableIds'] as const)('as %s', (prop) => {
    const tables = { associationRouteTableId: ids.association, [prop]: list() };

    expect(() => TargetGateway.transitGateway(ids.tgw, tables)).toThrow(message(prop));
  });

  test('as propagatingRouteTableIds', () => {
    expect(() => TargetGateway.virtualPrivateGateway(ids.vgw, { propagatingRouteTableIds: list() })).toThrow(message('propagatingRouteTableIds'));
  });

  test('as onPremisesCidrs', () => {
    expect(() => newMigration(stack, { onPremisesCidrs: list() })).toThrow(message('onPremisesCidrs', 'Stack/Migration: '));
  });

  test.each(['moved', 'left'] as const)('as destinations that are %s', (prop) => {
    expect(() => newMigration(stack, { vpcRouteTables: [{ routeTableId: ids.rtb, [prop]: list() }] })).toThrow(message(`vpcRouteTables[0].${prop}`, 'Stack/Migration: '));
  });
});

test('fails when a deadline is known only at deployment', () => {
  const forwardTimeout = Duration.minutes(new CfnParameter(stack, 'Minutes', { type: 'Number' }).valueAsNumber);

  expect(() => newMigration(stack, { forwardTimeout, to: transitGateway() })).toThrow(new Error('Stack/Migration: `forwardTimeout` must be known at synthesis, since it is checked'
    + ' against the hour that CloudFormation waits; pass a duration without tokens'));
});
