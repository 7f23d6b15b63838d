/** An estate that was described elsewhere is planted as it was described, with what only the description knows. */
import type { RouteTable, VpnConnection as Described } from '@aws-sdk/client-ec2';
import { officeEstate, OFFICE_CIDRS, StoryClock, transitGatewayRoutesOf } from './estates';
import { Network } from '../../../tools/rehearsal/embedded-ec2/network';
import { VpcRoute, VpnConnection } from '../../../tools/rehearsal/embedded-ec2/records';
import { flowTable } from '../../../tools/rehearsal/flows/flow-oracle';

function describedOf(network: Network, id: string): Described {
  return (network.call('DescribeVpnConnections', { VpnConnectionIds: [id] }).VpnConnections as Described[])[0];
}

function altered(network: Network, id: string, change: (connection: VpnConnection) => Partial<VpnConnection>): void {
  const connection = network.view.state.vpnConnections[id];
  network.seed.records({ vpnConnections: { [id]: { ...connection, ...change(connection) } } });
}

test('planted records stand beside those that are there', () => {
  const { network, vpnConnectionId } = officeEstate();
  const twin = { ...network.view.state.vpnConnections[vpnConnectionId], id: 'vpn-0123456789abcdef0' };
  network.seed.records({ vpnConnections: { [twin.id]: twin } });
  expect(describedOf(network, twin.id).Routes?.map((route) => route.DestinationCidrBlock)).toEqual(OFFICE_CIDRS);
  expect(describedOf(network, vpnConnectionId).VpnConnectionId).toBe(vpnConnectionId);
});

test('how many prefixes a tunnel accepted is as it was described until the tunnel was down, and is counted then', () => {
  const { network, vpnConnectionId, transitGatewayId, clock } = officeEstate({ routing: 'bgp' });
  altered(network, vpnConnectionId, ({ tunnels, site }) => ({
    tunnels: [{ ...tunnels[0], acceptedRouteCount: 5 }, { ...tunnels[1], acceptedRouteCount: 4 }], site: { ...site, furtherPrefixes: 2 },
  }));
  const counts = () => describedOf(network, vpnConnectionId).VgwTelemetry
    ?.map((tunnel) => [tunnel.AcceptedRouteCount, tunnel.StatusMessage]);
  expect(counts()).toEqual([[5, '5 BGP ROUTES'], [4, '4 BGP ROUTES']]);
  network.call('ModifyVpnConnection', { VpnConnectionId: vpnConnectionId, TransitGatewayId: transitGatewayId });
  clock.pass(310);
  expect(counts()).toEqual([[5, '5 BGP ROUTES'], [5, '5 BGP ROUTES']]);
});

test('prefixes of which only the number is known count against what a gateway accepts', () => {
  const { network, vpnConnectionId, transitGatewayId, clock } = officeEstate({ routing: 'bgp' });
  altered(network, vpnConnectionId, ({ site }) => ({ site: { ...site, furtherPrefixes: 998 } }));
  network.call('ModifyVpnConnection', { VpnConnectionId: vpnConnectionId, TransitGatewayId: transitGatewayId });
  clock.pass(310);
  expect(describedOf(network, vpnConnectionId).VgwTelemetry).toMatchObject([{ Status: 'DOWN' }, { Status: 'DOWN' }]);
});

test('a tunnel of which nobody told an inside address has none, in no answer', () => {
  const { network, vpnConnectionId } = officeEstate();
  altered(network, vpnConnectionId, ({ tunnels }) => ({ tunnels: tunnels.map(({ insideCidr: _, ...tunnel }) => tunnel) }));
  const { Options: options, CustomerGatewayConfiguration: configuration } = describedOf(network, vpnConnectionId);
  expect(options?.TunnelOptions?.map((tunnel) => 'TunnelInsideCidr' in tunnel)).toEqual([false, false]);
  expect(configuration).not.toContain('network_mask');
});

test('what a connection stands on that is not played here is told all the same', () => {
  const { network, vpnConnectionId } = officeEstate();
  const elsewhere = { CoreNetworkArn: 'arn:aws:networkmanager::111122223333:core-network/core-network-0123456789abcdef0' };
  altered(network, vpnConnectionId, () => ({ target: undefined, elsewhere }));
  expect(describedOf(network, vpnConnectionId)).toMatchObject(elsewhere);
});

test.each([
  ['egress-only-internet-gateway', 'eigw-0123456789abcdef0', 'EgressOnlyInternetGatewayId'],
  ['local-gateway', 'lgw-0123456789abcdef0', 'LocalGatewayId'],
  ['core-network', 'arn:aws:networkmanager::111122223333:core-network/core-network-0123456789abcdef0', 'CoreNetworkArn'],
] as const)('a route may lead to a target of kind %s, and to one that is gone until it is replaced', (kind, id, member) => {
  const { network, staticTableId } = officeEstate();
  const table = network.view.state.vpcRouteTables[staticTableId];
  const route: VpcRoute = { destination: '10.9.0.0/16', target: { kind, id }, origin: 'CreateRoute', targetGone: true };
  network.seed.records({ vpcRouteTables: { [staticTableId]: { ...table, routes: [...table.routes, route] } } });
  const described = () => (network.call('DescribeRouteTables', { RouteTableIds: [staticTableId] }).RouteTables as RouteTable[])[0]
    .Routes?.find((each) => each.DestinationCidrBlock === '10.9.0.0/16');
  expect(described()).toMatchObject({ [member]: id, State: 'blackhole' });
  network.call('ReplaceRoute', { RouteTableId: staticTableId, DestinationCidrBlock: '10.9.0.0/16', [member]: id });
  expect(described()).toMatchObject({ [member]: id, State: 'active' });
});

test('the VPC of another account propagates what the tables show of it', () => {
  const network = new Network({ clock: new StoryClock() });
  const { transitGatewayId, defaultRouteTableId } = network.seed.transitGateway();
  network.seed.otherAttachment({ transitGatewayId, resourceType: 'vpc', resourceId: 'vpc-0123456789abcdef0', prefixes: ['10.77.0.0/16'] });
  expect(transitGatewayRoutesOf(network, defaultRouteTableId!)).toEqual(['10.77.0.0/16 → vpc (propagated, active)']);
});

test('what a gateway brings into the VPC passes the appliance that its own route table names', () => {
  const { network, vpcId, vpnGatewayId, subnetIds } = officeEstate();
  const appliance = 'eni-0123456789abcdef0';
  network.seed.routeTable({ vpcId, edgeGateways: [vpnGatewayId], routes: [{ destination: '10.100.1.0/24', target: appliance }] });
  const paths = flowTable(network.view, ['10.1.0.0/16']).filter((flow) => flow.direction === 'inbound').map((flow) => flow.path.slice(-2));
  expect(paths).toEqual([[appliance, subnetIds[0]], [vpnGatewayId, subnetIds[1]]]);
});
