/** What holds for every operation: ids, filters, pages, lag, listeners, saving, and the life of the smaller objects. */
import { codeOf, connectionOf, officeEstate, refusal, vpnAttachmentsOf, withoutStaticRoutes } from './estates';
import { seededLag } from '../../../tools/rehearsal/embedded-ec2/latencies';
import { Network } from '../../../tools/rehearsal/embedded-ec2/network';

describe('describes', () => {
  test('an unknown operation, filter or page token is an error, not an empty answer', () => {
    const { network } = officeEstate();
    expect(refusal(network, 'RunInstances', {})).toBe('InvalidAction: The action RunInstances is not valid for this web service.');
    expect(refusal(network, 'DescribeVpnConnections', { Filters: [{ Name: 'gateway', Values: ['x'] }] })).toBe('InvalidParameterValue: The filter \'gateway\' is invalid');
    expect(codeOf(network, 'DescribeRouteTables', { NextToken: 'guess' })).toBe('InvalidNextToken');
  });

  test('an id that does not exist fails the call, a filter that matches nothing does not', () => {
    const { network } = officeEstate();
    const missing = 'vpn-00000000000000001';
    expect(codeOf(network, 'DescribeVpnConnections', { VpnConnectionIds: [missing] })).toBe('InvalidVpnConnectionID.NotFound');
    expect(network.call('DescribeVpnConnections', { Filters: [{ Name: 'vpn-connection-id', Values: [missing] }] })).toEqual({ VpnConnections: [] });
  });

  test.each([
    ['DescribeVpnConnections', 'VpnConnections', 'transit-gateway-id', 'tgw-*', 1],
    ['DescribeVpnConnections', 'VpnConnections', 'route.destination-cidr-block', '10.1.0.0/16', 1],
    ['DescribeVpnConnections', 'VpnConnections', 'option.static-routes-only', 'false', 1],
    ['DescribeVpnConnections', 'VpnConnections', 'bgp-asn', '6500?', 2],
    ['DescribeVpnConnections', 'VpnConnections', 'customer-gateway-configuration', '*planted?secret*', 1],
    ['DescribeVpnGateways', 'VpnGateways', 'attachment.state', 'attached', 1],
    ['DescribeCustomerGateways', 'CustomerGateways', 'ip-address', '192.0.2.?', 2],
    ['DescribeTransitGatewayAttachments', 'TransitGatewayAttachments', 'resource-type', 'vpn', 1],
    ['DescribeTransitGatewayAttachments', 'TransitGatewayAttachments', 'association.state', 'associated', 1],
    ['DescribeTransitGatewayVpcAttachments', 'TransitGatewayVpcAttachments', 'state', 'available', 1],
    ['DescribeTransitGatewayRouteTables', 'TransitGatewayRouteTables', 'default-association-route-table', 'false', 2],
    ['DescribeTransitGateways', 'TransitGateways', 'owner-id', '111122223333', 1],
    ['DescribeRouteTables', 'RouteTables', 'route.origin', 'EnableVgwRoutePropagation', 1],
    ['DescribeRouteTables', 'RouteTables', 'association.main', 'true', 1],
    ['DescribeSubnets', 'Subnets', 'availability-zone', 'eu-central-1b', 1],
    ['DescribeVpcs', 'Vpcs', 'cidr', '10.100.*', 1],
    ['DescribeVpcs', 'Vpcs', 'tag:stage', 'production', 0],
  ])('%s by %s', (operation, member, Name, value, count) => {
    const { network, transitGatewayId } = officeEstate();
    network.seed.vpnConnection({ on: transitGatewayId, routing: 'bgp', advertisedPrefixes: ['10.5.0.0/16'] });
    expect(network.call(operation, { Filters: [{ Name, Values: [value] }] })[member]).toHaveLength(count);
  });

  test('pages give everything once, in order, and no more at a time than the network allows', () => {
    const { network } = officeEstate({ pageSize: 2 });
    const ids: string[] = [];
    const sizes: number[] = [];
    for (let NextToken: string | undefined, first = true; first || NextToken !== undefined; first = false) {
      const answer = network.call('DescribeRouteTables', { NextToken, MaxResults: 100 });
      const tables = answer.RouteTables as { RouteTableId: string }[];
      ids.push(...tables.map((table) => table.RouteTableId));
      sizes.push(tables.length);
      NextToken = answer.NextToken as string | undefined;
    }
    expect(sizes).toEqual([2, 1]);
    expect(ids).toEqual(Object.keys(network.view.state.vpcRouteTables));
  });

  test.each([
    ['DescribeRouteTables', 4, 'between 5 and 100'],
    ['DescribeRouteTables', 101, 'between 5 and 100'],
    ['DescribeVpcs', 1_001, 'between 5 and 1000'],
  ])('%s does not give %d at once', (operation, MaxResults, bounds) => {
    const { network } = officeEstate();
    expect(() => network.call(operation, { MaxResults })).toThrow(`Value ( ${MaxResults} ) for parameter maxResults is invalid. Expecting a value ${bounds}.`);
  });

  test('a describe that lags shows the past, a change acts on the present', () => {
    const estate = officeEstate({ latencies: { describeLagMs: { default: 0, DescribeVpnConnections: 1_000 } } });
    const { network, clock, vpnConnectionId } = estate;
    const route = { VpnConnectionId: vpnConnectionId, DestinationCidrBlock: '10.1.0.0/16' };
    network.call('DeleteVpnConnectionRoute', route);
    expect(connectionOf(estate).Routes[0]).toEqual({ DestinationCidrBlock: '10.1.0.0/16', State: 'available' });
    expect(codeOf(network, 'DeleteVpnConnectionRoute', route)).toBe('InvalidRoute.NotFound');
    clock.pass(0.999);
    expect(connectionOf(estate).Routes[0].State).toBe('available');
    clock.pass(0.001);
    expect(connectionOf(estate).Routes[0].State).toBe('deleting');
    clock.pass(1.999);
    expect(connectionOf(estate).Routes[0].State).toBe('deleting');
    clock.pass(0.001);
    expect(connectionOf(estate).Routes[0].State).toBe('deleted');
  });

  test('what was just created is not found by a describe that lags', () => {
    const { network, clock } = officeEstate({ latencies: { describeLagMs: 500 } });
    const answer = network.call('CreateCustomerGateway', { Type: 'ipsec.1', IpAddress: '192.0.2.77', BgpAsn: 65_001 });
    const { CustomerGatewayId } = answer.CustomerGateway as { CustomerGatewayId: string };
    expect(codeOf(network, 'DescribeCustomerGateways', { CustomerGatewayIds: [CustomerGatewayId] })).toBe('InvalidCustomerGatewayID.NotFound');
    clock.pass(0.5);
    expect(codeOf(network, 'DescribeCustomerGateways', { CustomerGatewayIds: [CustomerGatewayId] })).toBe('accepted');
  });

  test('a seeded lag is the same in every run and stays within its bounds', () => {
    const take = (seed: number): number[] => {
      const lag = seededLag(seed, 1_000);
      return Array.from({ length: 1_000 }, () => lag('DescribeVpcs', 0));
    };
    expect(take(7)).toEqual(take(7));
    expect(take(7)).not.toEqual(take(8));
    expect(Math.min(...take(7))).toBeGreaterThanOrEqual(0);
    expect(Math.max(...take(7))).toBeLessThanOrEqual(1_000);
    expect(new Set(take(7)).size).toBeGreaterThan(300);
  });
});

describe('time', () => {
  test('listeners hear of each change at the instant it took effect, in order, however late somebody looks', () => {
    const estate = withoutStaticRoutes(officeEstate());
    const { network, clock, vpnConnectionId, transitGatewayId } = estate;
    network.settle();
    const start = clock.now();
    const heard: [number, string][] = [];
    const unsubscribe = network.onChange((at) => {
      heard.push([(at - start) / 1_000, network.view.state.vpnConnections[vpnConnectionId].state]);
    });
    network.call('ModifyVpnConnection', { VpnConnectionId: vpnConnectionId, TransitGatewayId: transitGatewayId });
    expect(network.nextTransitionAt()).toBe(start + 300_000);
    clock.pass(1_000);
    network.settle();
    expect(heard).toEqual([[0, 'modifying'], [300, 'modifying'], [300, 'available'], [305, 'available']]);
    unsubscribe();
    clock.pass(4_000);
    network.settle();
    expect(heard).toHaveLength(4);
    expect(network.nextTransitionAt()).toBeUndefined();
  });

  test('a network that is saved in mid-move and loaded goes on where it was', () => {
    const estate = withoutStaticRoutes(officeEstate());
    const { network, clock, vpnConnectionId, transitGatewayId } = estate;
    network.call('ModifyVpnConnection', { VpnConnectionId: vpnConnectionId, TransitGatewayId: transitGatewayId });
    const saved = JSON.parse(JSON.stringify(network.save()));
    clock.pass(305);
    const loaded = { ...estate, network: Network.load(saved, { clock }) };
    expect(connectionOf(loaded)).toEqual(connectionOf(estate));
    expect(vpnAttachmentsOf(loaded)).toEqual(vpnAttachmentsOf(estate));
    expect(connectionOf(loaded).VgwTelemetry?.[0].Status).toBe('UP');
  });

  test('the same story gives the same ids, in AWS\'s form', () => {
    const first = officeEstate();
    const { clock: _, network: __, ...ids } = first;
    const { clock: ___, network: ____, ...again } = officeEstate();
    expect(ids).toEqual(again);
    for (const id of Object.values(ids).flat()) expect(id).toMatch(/^[a-z-]+-0[0-9a-f]{16}$/);
    expect(new Set(Object.values(ids).flat()).size).toBe(Object.values(ids).flat().length);
  });
});

describe('the life of a connection', () => {
  test('it is created pending, available with its tunnels, deleted, and vanishes an hour later', () => {
    const estate = officeEstate();
    const { network, clock, vpnGatewayId } = estate;
    const CustomerGatewayId = network.seed.customerGateway();
    const { VpnConnection: created } = network.call('CreateVpnConnection', {
      CustomerGatewayId,
      VpnGatewayId: vpnGatewayId,
      Type: 'ipsec.1',
      Options: { StaticRoutesOnly: true, TunnelOptions: [{ TunnelInsideCidr: '169.254.100.0/30', PreSharedKey: 'given_by_hand', DPDTimeoutSeconds: 40 }] },
      TagSpecifications: [{ ResourceType: 'vpn-connection', Tags: [{ Key: 'site', Value: 'Bern' }] }],
    });
    expect(created).toMatchObject({
      State: 'pending', Category: 'VPN', VpnGatewayId: vpnGatewayId, Tags: [{ Key: 'site', Value: 'Bern' }],
      Options: { StaticRoutesOnly: true, TunnelOptions: [{ TunnelInsideCidr: '169.254.100.0/30', PreSharedKey: 'given_by_hand', DpdTimeoutSeconds: 40 }, {}] },
    });
    expect(created).not.toHaveProperty('VgwTelemetry');
    const { VpnConnectionId } = created as { VpnConnectionId: string };
    expect(codeOf(network, 'CreateVpnConnectionRoute', { VpnConnectionId, DestinationCidrBlock: '10.9.0.0/16' })).toBe('InvalidVpnConnection.InvalidState');
    clock.pass(305);
    expect(connectionOf(estate, VpnConnectionId)).toMatchObject({ State: 'available', VgwTelemetry: [{ Status: 'UP' }, { Status: 'UP' }] });
    network.call('CreateVpnConnectionRoute', { VpnConnectionId, DestinationCidrBlock: '10.9.0.0/16' });
    expect(codeOf(network, 'DeleteCustomerGateway', { CustomerGatewayId })).toBe('DependencyViolation');
    network.call('DeleteVpnConnection', { VpnConnectionId });
    expect(connectionOf(estate, VpnConnectionId).State).toBe('deleting');
    clock.pass(60);
    const deleted = connectionOf(estate, VpnConnectionId);
    expect(deleted).toMatchObject({ State: 'deleted', VpnGatewayId: vpnGatewayId, Routes: [{ DestinationCidrBlock: '10.9.0.0/16', State: 'deleted' }] });
    expect(deleted).not.toHaveProperty('VgwTelemetry');
    expect(codeOf(network, 'DeleteVpnConnection', { VpnConnectionId })).toBe('InvalidVpnConnectionID.NotFound');
    expect(codeOf(network, 'DeleteCustomerGateway', { CustomerGatewayId })).toBe('accepted');
    clock.pass(3_600);
    expect(codeOf(network, 'DescribeVpnConnections', { VpnConnectionIds: [VpnConnectionId] })).toBe('InvalidVpnConnectionID.NotFound');
  });

  test('on a transit gateway its attachment lives and dies with it', () => {
    const estate = officeEstate();
    const { network, clock, transitGatewayId } = estate;
    const { VpnConnection: created } = network.call('CreateVpnConnection', {
      CustomerGatewayId: network.seed.customerGateway(), TransitGatewayId: transitGatewayId, Type: 'ipsec.1',
    });
    const { VpnConnectionId } = created as { VpnConnectionId: string };
    const states = (): string[] => vpnAttachmentsOf({ ...estate, vpnConnectionId: VpnConnectionId }).map((attachment) => attachment.State);
    expect(states()).toEqual(['pending']);
    clock.pass(300);
    expect(states()).toEqual(['available']);
    network.call('DeleteVpnConnection', { VpnConnectionId });
    expect(states()).toEqual(['deleting']);
    clock.pass(60);
    expect(states()).toEqual(['deleted']);
  });

  test('deleted while it is still pending it does not come back', () => {
    const estate = officeEstate();
    const { network, clock, vpnGatewayId } = estate;
    const CustomerGatewayId = network.seed.customerGateway();
    const { VpnConnection: created } = network.call('CreateVpnConnection', { CustomerGatewayId, VpnGatewayId: vpnGatewayId, Type: 'ipsec.1' });
    const { VpnConnectionId } = created as { VpnConnectionId: string };
    network.call('DeleteVpnConnection', { VpnConnectionId });
    clock.pass(400);
    expect(connectionOf(estate, VpnConnectionId).State).toBe('deleted');
  });

  test('its configuration holds the keys, names the gateway and has BGP only where there is BGP', () => {
    const estate = officeEstate();
    const xml = connectionOf(estate).CustomerGatewayConfiguration ?? '';
    expect(xml).toContain('<pre_shared_key>planted_secret_1</pre_shared_key>');
    expect(xml).toContain(`<vpn_gateway_id>${estate.vpnGatewayId}</vpn_gateway_id>`);
    expect(xml).toContain('<vpn_connection_attributes>NoBGPVPNConnection</vpn_connection_attributes>');
    expect(xml).not.toContain('<bgp>');
    const bgp = estate.network.seed.vpnConnection({ on: estate.transitGatewayId, routing: 'bgp' });
    const bgpXml = connectionOf(estate, bgp).CustomerGatewayConfiguration ?? '';
    expect(bgpXml).toContain('<vpn_gateway_id></vpn_gateway_id>');
    expect(bgpXml).toContain('<asn>64512</asn>');
  });
});

describe('gateways and tags', () => {
  test('an identical customer gateway is the same one, another device name makes another', () => {
    const { network } = officeEstate();
    const create = (extra: object): string => {
      const answer = network.call('CreateCustomerGateway', { Type: 'ipsec.1', IpAddress: '192.0.2.99', BgpAsn: 65_001, ...extra });
      return (answer.CustomerGateway as { CustomerGatewayId: string }).CustomerGatewayId;
    };
    expect(create({})).toBe(create({}));
    expect(create({ DeviceName: 'second' })).not.toBe(create({}));
    const wide = network.call('CreateCustomerGateway', { Type: 'ipsec.1', IpAddress: '192.0.2.99', BgpAsnExtended: 4_200_000_000 });
    expect(wide.CustomerGateway).toMatchObject({ BgpAsnExtended: '4200000000' });
    expect(wide.CustomerGateway).not.toHaveProperty('BgpAsn');
  });

  test('a virtual private gateway is deleted only when it is detached and carries no connection', () => {
    const estate = officeEstate();
    const { network, clock, vpcId, vpnGatewayId: VpnGatewayId, vpnConnectionId, propagatedTableId } = estate;
    expect(codeOf(network, 'DeleteVpnGateway', { VpnGatewayId })).toBe('IncorrectState');
    network.call('DetachVpnGateway', { VpnGatewayId, VpcId: vpcId });
    expect(codeOf(network, 'DetachVpnGateway', { VpnGatewayId, VpcId: vpcId })).toBe('InvalidVpnGatewayAttachment.NotFound');
    clock.pass(60);
    // The propagation into the route table named this gateway and went with its attachment.
    expect(network.call('DescribeRouteTables', { RouteTableIds: [propagatedTableId] }).RouteTables).toMatchObject([{ PropagatingVgws: [] }]);
    expect(codeOf(network, 'DeleteVpnGateway', { VpnGatewayId })).toBe('DependencyViolation');
    network.call('DeleteVpnConnection', { VpnConnectionId: vpnConnectionId });
    clock.pass(60);
    expect(codeOf(network, 'DeleteVpnGateway', { VpnGatewayId })).toBe('accepted');
    expect(network.call('CreateVpnGateway', { Type: 'ipsec.1' }).VpnGateway).toMatchObject({ State: 'available', AmazonSideAsn: 64_512 });
  });

  test('tags are put on and taken off by id', () => {
    const { network, vpcId } = officeEstate();
    const tags = (): unknown => (network.call('DescribeVpcs', { VpcIds: [vpcId] }).Vpcs as { Tags: unknown }[])[0].Tags;
    network.call('CreateTags', { Resources: [vpcId], Tags: [{ Key: 'a', Value: '1' }, { Key: 'b', Value: '2' }] });
    network.call('CreateTags', { Resources: [vpcId], Tags: [{ Key: 'a', Value: '3' }] });
    expect(tags()).toEqual([{ Key: 'b', Value: '2' }, { Key: 'a', Value: '3' }]);
    network.call('DeleteTags', { Resources: [vpcId], Tags: [{ Key: 'a', Value: 'other' }, { Key: 'b' }] });
    expect(tags()).toEqual([{ Key: 'a', Value: '3' }]);
    expect(codeOf(network, 'CreateTags', { Resources: ['vpc-00000000000000001'], Tags: [] })).toBe('InvalidID');
  });
});
