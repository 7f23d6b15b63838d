/** How a connection moves between gateways: what describes say at each moment, and what becomes of everything on it. */
import {
  connectionOf, officeEstate, OFFICE_CIDRS, onTransitGateway, refusal, transitGatewayRoutesOf, vpcRoutesOf, vpnAttachmentsOf,
  withoutStaticRoutes,
} from './estates';

describe('a static connection moves from a virtual private gateway to a transit gateway', () => {
  test('it is modifying for the whole of the provisioning, keeps its id and addresses, and comes up on the new gateway', () => {
    const estate = withoutStaticRoutes(officeEstate({ unknowns: { describeAfterModify: 'modifying' } }));
    const { network, clock, vpnConnectionId, transitGatewayId } = estate;
    const before = connectionOf(estate);

    const answer = network.call('ModifyVpnConnection', { VpnConnectionId: vpnConnectionId, TransitGatewayId: transitGatewayId });

    expect(answer.VpnConnection).toMatchObject({ VpnConnectionId: vpnConnectionId, State: 'modifying', TransitGatewayId: transitGatewayId });
    expect(answer.VpnConnection).not.toHaveProperty('VpnGatewayId');
    clock.pass(299);
    expect(connectionOf(estate)).toMatchObject({ State: 'modifying', TransitGatewayId: transitGatewayId });
    expect(connectionOf(estate).VgwTelemetry?.map((tunnel) => tunnel.Status)).toEqual(['DOWN', 'DOWN']);
    clock.pass(1);
    expect(connectionOf(estate)).toMatchObject({ State: 'available', TransitGatewayId: transitGatewayId });
    expect(connectionOf(estate).VgwTelemetry?.map((tunnel) => tunnel.Status)).toEqual(['DOWN', 'DOWN']);
    clock.pass(5);
    expect(connectionOf(estate).VgwTelemetry?.map((tunnel) => tunnel.Status)).toEqual(['UP', 'UP']);
    expect(connectionOf(estate).Options.TunnelOptions).toEqual(before.Options.TunnelOptions);
  });

  test('its attachment is pending with it and available with it, outside every table when the gateway has no defaults', () => {
    const estate = withoutStaticRoutes(officeEstate());
    const { network, clock, vpnConnectionId, transitGatewayId } = estate;
    network.call('ModifyVpnConnection', { VpnConnectionId: vpnConnectionId, TransitGatewayId: transitGatewayId });
    expect(vpnAttachmentsOf(estate)).toMatchObject([{ State: 'pending', TransitGatewayId: transitGatewayId }]);
    clock.pass(300);
    expect(vpnAttachmentsOf(estate)).toMatchObject([{ State: 'available' }]);
    clock.pass(10);
    expect(vpnAttachmentsOf(estate)[0].Association).toBeUndefined();
  });

  test.each([[-30, 270], [0, 300], [45, 345]])('an attachment offset of %i s makes it available %i s after the call', (offset, seconds) => {
    const estate = withoutStaticRoutes(officeEstate({ latencies: { attachmentOffsetMs: offset * 1_000 } }));
    const { network, clock, vpnConnectionId, transitGatewayId } = estate;
    network.call('ModifyVpnConnection', { VpnConnectionId: vpnConnectionId, TransitGatewayId: transitGatewayId });
    clock.pass(seconds - 1);
    expect(vpnAttachmentsOf(estate)[0].State).toBe('pending');
    clock.pass(1);
    expect(vpnAttachmentsOf(estate)[0].State).toBe('available');
  });

  test('with default tables it is associated and propagates there by itself', () => {
    const estate = withoutStaticRoutes(officeEstate({ defaultTables: true, routing: 'static' }));
    const { network, clock, vpnConnectionId, transitGatewayId } = estate;
    network.call('ModifyVpnConnection', { VpnConnectionId: vpnConnectionId, TransitGatewayId: transitGatewayId });
    clock.pass(301);
    expect(vpnAttachmentsOf(estate)[0].Association?.State).toBe('associating');
    clock.pass(1);
    expect(vpnAttachmentsOf(estate)[0].Association?.State).toBe('associated');
    const { TransitGatewayAttachmentId } = vpnAttachmentsOf(estate)[0];
    expect(network.call('GetTransitGatewayAttachmentPropagations', { TransitGatewayAttachmentId }).TransitGatewayAttachmentPropagations)
      .toEqual([{ TransitGatewayRouteTableId: network.view.state.transitGateways[transitGatewayId].defaultPropagationRouteTableId, State: 'enabled' }]);
  });

  test('tunnels stay down when nobody starts IKE, until the device is changed', () => {
    const estate = withoutStaticRoutes(officeEstate({ latencies: { ikeMs: 'never' } }));
    const { network, clock, vpnConnectionId, transitGatewayId } = estate;
    network.call('ModifyVpnConnection', { VpnConnectionId: vpnConnectionId, TransitGatewayId: transitGatewayId });
    clock.pass(3_000);
    expect(connectionOf(estate).VgwTelemetry?.[0].Status).toBe('DOWN');
    network.configureDevice(vpnConnectionId, { ikeMs: 1_000 });
    clock.pass(1);
    expect(connectionOf(estate).VgwTelemetry?.[0].Status).toBe('UP');
  });
});

describe('the way back', () => {
  test('the attachment is unusable at once, deleted on arrival, and its static routes are blackholes', () => {
    const estate = officeEstate();
    const TransitGatewayAttachmentId = onTransitGateway(estate);
    const { network, clock, vpnConnectionId, vpnGatewayId, spokeTableId } = estate;
    network.call('CreateTransitGatewayRoute', { TransitGatewayRouteTableId: spokeTableId, DestinationCidrBlock: '10.1.0.0/16', TransitGatewayAttachmentId });
    clock.pass(2);
    expect(transitGatewayRoutesOf(network, spokeTableId)).toEqual(['10.1.0.0/16 → vpn (static, active)']);

    network.call('ModifyVpnConnection', { VpnConnectionId: vpnConnectionId, VpnGatewayId: vpnGatewayId });
    expect(vpnAttachmentsOf(estate)[0].State).toBe('deleting');
    clock.pass(300);
    expect(connectionOf(estate)).toMatchObject({ State: 'available', VpnGatewayId: vpnGatewayId });
    expect(vpnAttachmentsOf(estate)[0].State).toBe('deleted');
    expect(transitGatewayRoutesOf(network, spokeTableId)).toEqual(['10.1.0.0/16 → vpn (static, blackhole)']);
    clock.pass(3_600);
    expect(vpnAttachmentsOf(estate)).toEqual([]);
  });

  test('the static routes can be created again', () => {
    const estate = officeEstate();
    onTransitGateway(estate);
    const { network, clock, vpnConnectionId, vpnGatewayId } = estate;
    network.call('ModifyVpnConnection', { VpnConnectionId: vpnConnectionId, VpnGatewayId: vpnGatewayId });
    clock.pass(300);
    network.call('CreateVpnConnectionRoute', { VpnConnectionId: vpnConnectionId, DestinationCidrBlock: '10.1.0.0/16' });
    clock.pass(2);
    expect(connectionOf(estate).Routes).toContainEqual({ DestinationCidrBlock: '10.1.0.0/16', State: 'available' });
  });
});

describe('from one transit gateway to another', () => {
  const move = (modifyOutcome: 'takes-effect' | 'returns-to-old-gateway'): unknown[] => {
    const estate = officeEstate({ unknowns: { modifyOutcome: 'takes-effect' } });
    const TransitGatewayAttachmentId = onTransitGateway(estate);
    const { network, clock, vpnConnectionId, officeTableId } = estate;
    network.call('AssociateTransitGatewayRouteTable', { TransitGatewayRouteTableId: officeTableId, TransitGatewayAttachmentId });
    clock.pass(2);
    const { transitGatewayId } = network.seed.transitGateway({ defaultAssociation: false, defaultPropagation: false });
    network.unknowns.modifyOutcome = modifyOutcome;
    network.call('ModifyVpnConnection', { VpnConnectionId: vpnConnectionId, TransitGatewayId: transitGatewayId });
    const during = vpnAttachmentsOf(estate).map((attachment) => attachment.State);
    clock.pass(305);
    const after = vpnAttachmentsOf(estate).map((attachment) => `${attachment.State}, ${attachment.Association?.State}`);
    return [during, after, connectionOf(estate).TransitGatewayId === transitGatewayId];
  };

  test('the old attachment goes and the new one comes', () => {
    expect(move('takes-effect')).toEqual([['deleting', 'pending'], ['deleted, undefined', 'available, undefined'], true]);
  });

  test('when it fails late, the old attachment is back with its association', () => {
    expect(move('returns-to-old-gateway')).toEqual([['deleting', 'pending'], ['available, associated', 'deleted, undefined'], false]);
  });
});

describe('static routes of a connection', () => {
  test('a new one is pending for 2 s, a deleted one deleting for 2 s, then listed as deleted for an hour', () => {
    const estate = officeEstate();
    const { network, clock, vpnConnectionId } = estate;
    const route = { VpnConnectionId: vpnConnectionId, DestinationCidrBlock: '10.9.0.0/16' };
    const states: (string | undefined)[] = [];
    const look = (): number => states.push(connectionOf(estate).Routes.find((each) => each.DestinationCidrBlock === '10.9.0.0/16')?.State);

    network.call('CreateVpnConnectionRoute', route);
    look();
    clock.pass(2);
    look();
    network.call('DeleteVpnConnectionRoute', route);
    look();
    clock.pass(2);
    look();
    clock.pass(3_599);
    look();
    clock.pass(1);
    look();
    expect(states).toEqual(['pending', 'available', 'deleting', 'deleted', 'deleted', undefined]);
  });

  test('created, deleted and created again within their settling they follow the last call', () => {
    const estate = officeEstate();
    const { network, clock, vpnConnectionId } = estate;
    const route = { VpnConnectionId: vpnConnectionId, DestinationCidrBlock: '10.9.0.0/16' };
    network.call('CreateVpnConnectionRoute', route);
    clock.pass(1);
    network.call('DeleteVpnConnectionRoute', route);
    clock.pass(0.5);
    network.call('CreateVpnConnectionRoute', route);
    clock.pass(1.9);
    expect(connectionOf(estate).Routes.filter((each) => each.DestinationCidrBlock === '10.9.0.0/16')).toEqual([{ DestinationCidrBlock: '10.9.0.0/16', State: 'pending' }]);
    clock.pass(0.1);
    expect(connectionOf(estate).Routes).toContainEqual({ DestinationCidrBlock: '10.9.0.0/16', State: 'available' });
  });

  test.each([
    ['one that is there', 'CreateVpnConnectionRoute', '10.1.0.0/16', 'RouteAlreadyExists: The route identified by 10.1.0.0/16 already exists'],
    ['one that is not there', 'DeleteVpnConnectionRoute', '10.9.0.0/16', 'InvalidRoute.NotFound: no route with destination-cidr-block 10.9.0.0/16 in {vpn}'],
    ['one with host bits', 'CreateVpnConnectionRoute', '10.9.0.1/16', 'InvalidRoute.Malformed: The destination CIDR block 10.9.0.1/16 is malformed'],
  ])('%s is refused', (_, operation, DestinationCidrBlock, expected) => {
    const { network, vpnConnectionId } = officeEstate();
    expect(refusal(network, operation, { VpnConnectionId: vpnConnectionId, DestinationCidrBlock })).toBe(expected.replace('{vpn}', vpnConnectionId));
  });

  test('the hundred-and-first is over the limit', () => {
    const estate = officeEstate();
    const { network, vpnConnectionId } = estate;
    for (let third = 0; third < 97; third += 1) {
      network.call('CreateVpnConnectionRoute', { VpnConnectionId: vpnConnectionId, DestinationCidrBlock: `172.16.${third}.0/24` });
    }
    expect(refusal(network, 'CreateVpnConnectionRoute', { VpnConnectionId: vpnConnectionId, DestinationCidrBlock: '172.17.0.0/24' }))
      .toBe(`RouteLimitExceeded: The maximum number of 100 static routes of ${vpnConnectionId} has been reached`);
  });

  test('a BGP connection has none', () => {
    const { network, vpnConnectionId } = officeEstate({ routing: 'bgp' });
    expect(refusal(network, 'CreateVpnConnectionRoute', { VpnConnectionId: vpnConnectionId, DestinationCidrBlock: '10.9.0.0/16' }))
      .toBe(`InvalidVpnConnection.InvalidType: The vpnConnection ${vpnConnectionId} does not support static routes`);
  });
});

describe('what ModifyVpnConnection refuses', () => {
  test('bad parameters', () => {
    const { network, vpnConnectionId, vpnGatewayId, transitGatewayId } = officeEstate();
    const modify = (input: Record<string, unknown>): string => refusal(network, 'ModifyVpnConnection', { VpnConnectionId: vpnConnectionId, ...input });
    expect(modify({ VpnGatewayId: vpnGatewayId, TransitGatewayId: transitGatewayId }))
      .toBe('InvalidParameterValue: The request must not contain both parameter vpnGatewayId and transitGatewayId');
    expect(modify({ TransitGatewayId: '' })).toBe('MissingParameter: The request must contain the parameter transitGatewayId');
    expect(modify({ TransitGatewayId: 'tgw-00000000000000001' })).toBe('InvalidTransitGatewayID.NotFound: The transitGateway ID \'tgw-00000000000000001\' does not exist');
    expect(modify({ VpnGatewayId: 'vgw-1' })).toBe('InvalidVpnGatewayID.Malformed: Invalid id: "vgw-1" (expecting "vgw-...")');
    expect(modify({ CustomerGatewayId: 'cgw-00000000000000001' }))
      .toBe('InvalidCustomerGatewayID.NotFound: The customerGateway ID \'cgw-00000000000000001\' does not exist');
  });

  test('a connection that is modifying already, of the Classic kind, or gone', () => {
    const estate = withoutStaticRoutes(officeEstate());
    const { network, vpnConnectionId, transitGatewayId, vpnGatewayId } = estate;
    const move = { VpnConnectionId: vpnConnectionId, TransitGatewayId: transitGatewayId };
    network.call('ModifyVpnConnection', move);
    expect(refusal(network, 'ModifyVpnConnection', { ...move, TransitGatewayId: undefined, VpnGatewayId: vpnGatewayId }))
      .toBe(`InvalidVpnConnection.InvalidState: The vpnConnection ${vpnConnectionId} must be in the available state to complete the request`);
    const classic = network.seed.vpnConnection({ on: vpnGatewayId, routing: 'static', category: 'VPN-Classic' });
    expect(refusal(network, 'ModifyVpnConnection', { VpnConnectionId: classic, TransitGatewayId: transitGatewayId }))
      .toBe(`UnsupportedOperation: The vpnConnection ${classic} is a VPN-Classic connection`);
    expect(refusal(network, 'ModifyVpnConnection', { ...move, VpnConnectionId: 'vpn-00000000000000001' }))
      .toBe('InvalidVpnConnectionID.NotFound: The vpnConnection ID \'vpn-00000000000000001\' does not exist');
  });

  test.each<[string, Readonly<Record<string, unknown>>, 'refused' | 'accepted']>([
    ['nothing but what every connection has', {}, 'accepted'],
    ['acceleration', { EnableAcceleration: true }, 'refused'],
    ['none, said so', { EnableAcceleration: false }, 'accepted'],
    ['IPv6 inside', { TunnelInsideIpVersion: 'ipv6' }, 'refused'],
    ['IPv4 inside', { TunnelInsideIpVersion: 'ipv4' }, 'accepted'],
    ['a large bandwidth', { TunnelBandwidth: 'large' }, 'refused'],
    ['the standard bandwidth', { TunnelBandwidth: 'standard' }, 'accepted'],
    ['private outside addresses', { OutsideIpAddressType: 'PrivateIpv4' }, 'refused'],
    ['IPv6 outside addresses', { OutsideIpAddressType: 'Ipv6' }, 'refused'],
    ['public outside addresses', { OutsideIpAddressType: 'PublicIpv4' }, 'accepted'],
  ])('on a virtual private gateway: %s', (_, options, expected) => {
    const { network, vpnGatewayId } = officeEstate();
    const { transitGatewayId } = network.seed.transitGateway();
    const connection = network.seed.vpnConnection({ on: transitGatewayId, routing: 'bgp', options });
    expect(refusal(network, 'ModifyVpnConnection', { VpnConnectionId: connection, VpnGatewayId: vpnGatewayId })).toBe(expected === 'accepted'
      ? 'accepted' : `InvalidParameterCombination: The options of ${connection} are not supported on a virtual private gateway`);
  });

  test('a virtual private gateway that cannot take the connection', () => {
    const { network } = officeEstate();
    const { seed } = network;
    const { transitGatewayId } = seed.transitGateway();
    const plain = seed.vpnConnection({ on: transitGatewayId, routing: 'bgp' });
    const sameAsn = seed.vpnGateway({ asn: 65_000 });
    const full = seed.vpnGateway();
    for (let index = 0; index < 10; index += 1) seed.vpnConnection({ on: full, routing: 'bgp' });
    expect(refusal(network, 'ModifyVpnConnection', { VpnConnectionId: plain, VpnGatewayId: sameAsn }))
      .toBe('AsnConflict: The ASN 65000 of the customer gateway and of the virtual private gateway must differ');
    expect(refusal(network, 'ModifyVpnConnection', { VpnConnectionId: plain, VpnGatewayId: full }))
      .toBe(`VpnConnectionLimitExceeded: The maximum number of 10 connections on ${full} has been reached`);
  });

  test('a virtual private gateway on which an inside CIDR is in use', () => {
    const estate = officeEstate();
    const { network, clock, vpnGatewayId, transitGatewayId } = estate;
    const inUse = connectionOf(estate).Options.TunnelOptions[1].TunnelInsideCidr;
    const { VpnConnection: created } = network.call('CreateVpnConnection', {
      CustomerGatewayId: network.seed.customerGateway(),
      TransitGatewayId: transitGatewayId,
      Type: 'ipsec.1',
      Options: { TunnelOptions: [{ TunnelInsideCidr: inUse }] },
    });
    const { VpnConnectionId } = created as { VpnConnectionId: string };
    clock.pass(300);
    expect(refusal(network, 'ModifyVpnConnection', { VpnConnectionId, VpnGatewayId: vpnGatewayId }))
      .toBe(`InvalidCidr.InUse: The inside tunnel CIDR ${inUse} is in use on ${vpnGatewayId}`);
  });

  test('a refusal leaves no trace', () => {
    const { network, vpnConnectionId, transitGatewayId } = officeEstate();
    const before = network.save();
    let changes = 0;
    network.onChange(() => { changes += 1; });
    expect(refusal(network, 'ModifyVpnConnection', { VpnConnectionId: vpnConnectionId, TransitGatewayId: transitGatewayId }))
      .toBe(`IncorrectState: The vpnConnection ${vpnConnectionId} has static routes`);
    expect(network.save()).toEqual(before);
    expect(changes).toBe(0);
  });

  test('a dry run goes through every check and changes nothing', () => {
    const estate = officeEstate();
    const { network, vpnConnectionId, transitGatewayId } = estate;
    const move = { VpnConnectionId: vpnConnectionId, TransitGatewayId: transitGatewayId, DryRun: true };
    expect(refusal(network, 'ModifyVpnConnection', move)).toBe(`IncorrectState: The vpnConnection ${vpnConnectionId} has static routes`);
    withoutStaticRoutes(estate);
    const before = network.save();
    expect(refusal(network, 'ModifyVpnConnection', move)).toBe('DryRunOperation: Request would have succeeded, but DryRun flag is set.');
    expect(network.save()).toEqual(before);
  });
});

describe('a change of the customer gateway alone', () => {
  test('interrupts both tunnels, keeps the attachment and everything on it', () => {
    const estate = officeEstate();
    const TransitGatewayAttachmentId = onTransitGateway(estate);
    const { network, clock, vpnConnectionId, officeTableId, transitGatewayId } = estate;
    network.call('AssociateTransitGatewayRouteTable', { TransitGatewayRouteTableId: officeTableId, TransitGatewayAttachmentId });
    clock.pass(2);
    const CustomerGatewayId = network.seed.customerGateway({ asn: 65_010 });
    network.call('ModifyVpnConnection', { VpnConnectionId: vpnConnectionId, CustomerGatewayId });
    clock.pass(4);
    expect(connectionOf(estate)).toMatchObject({ State: 'modifying', CustomerGatewayId, TransitGatewayId: transitGatewayId });
    clock.pass(305);
    expect(connectionOf(estate)).toMatchObject({ State: 'available', CustomerGatewayId });
    expect(vpnAttachmentsOf(estate)).toMatchObject([
      { TransitGatewayAttachmentId, State: 'available', Association: { TransitGatewayRouteTableId: officeTableId, State: 'associated' } },
    ]);
  });
});

describe('a BGP connection', () => {
  test('propagates its prefixes into the tables of its transit gateway attachment only while it is UP', () => {
    const estate = officeEstate({ routing: 'bgp' });
    const { network, clock, vpnConnectionId, transitGatewayId, spokeTableId } = estate;
    network.call('ModifyVpnConnection', { VpnConnectionId: vpnConnectionId, TransitGatewayId: transitGatewayId });
    clock.pass(300);
    const { TransitGatewayAttachmentId } = vpnAttachmentsOf(estate)[0];
    network.call('EnableTransitGatewayRouteTablePropagation', { TransitGatewayRouteTableId: spokeTableId, TransitGatewayAttachmentId });
    clock.pass(4);
    expect(transitGatewayRoutesOf(network, spokeTableId)).toEqual([]);
    clock.pass(1);
    expect(transitGatewayRoutesOf(network, spokeTableId)).toEqual(OFFICE_CIDRS.map((cidr) => `${cidr} → vpn (propagated, active)`));
  });

  test('stays down behind a gateway with another ASN until the device is told', () => {
    const estate = officeEstate();
    const { network, clock } = estate;
    const { transitGatewayId } = network.seed.transitGateway({ asn: 64_999 });
    const id = network.seed.vpnConnection({ on: estate.vpnGatewayId, routing: 'bgp', advertisedPrefixes: ['10.8.0.0/16'], peerAsn: 'fixed' });
    network.call('ModifyVpnConnection', { VpnConnectionId: id, TransitGatewayId: transitGatewayId });
    clock.pass(400);
    expect(connectionOf(estate, id).VgwTelemetry?.[0]).toMatchObject({ Status: 'DOWN', StatusMessage: 'IPSEC IS UP', AcceptedRouteCount: 0 });
    network.configureDevice(id, { peerAsn: 64_999 });
    clock.pass(5);
    expect(connectionOf(estate, id).VgwTelemetry?.[0]).toMatchObject({ Status: 'UP', StatusMessage: '1 BGP ROUTES', AcceptedRouteCount: 1 });
  });
});

describe('the VPC side of it', () => {
  test('propagated routes vanish with the tunnels, static ones stay and are active as long as the gateway is attached', () => {
    const estate = officeEstate();
    const { network, clock, staticTableId, propagatedTableId, vpnGatewayId, vpcId } = estate;
    expect(vpcRoutesOf(network, propagatedTableId)).toEqual(OFFICE_CIDRS.map((cidr) => `${cidr} → vgw (EnableVgwRoutePropagation, active)`));
    onTransitGateway(estate);
    expect(vpcRoutesOf(network, propagatedTableId)).toEqual([]);
    expect(vpcRoutesOf(network, staticTableId)).toEqual(OFFICE_CIDRS.map((cidr) => `${cidr} → vgw (CreateRoute, active)`));
    network.call('DetachVpnGateway', { VpnGatewayId: vpnGatewayId, VpcId: vpcId });
    expect(vpcRoutesOf(network, staticTableId)).toEqual(OFFICE_CIDRS.map((cidr) => `${cidr} → vgw (CreateRoute, blackhole)`));
    clock.pass(60);
    expect(network.call('DescribeVpnGateways', { VpnGatewayIds: [vpnGatewayId] }).VpnGateways).toMatchObject([{ VpcAttachments: [] }]);
  });
});
