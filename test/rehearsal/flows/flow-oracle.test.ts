/** Which packets get through, on which path, and where the others stop. */
import * as fc from 'fast-check';
import { canonicalCidr, covers, longestMatches, rangeOf, representatives } from '../../../tools/rehearsal/embedded-ec2/cidr';
import { Network } from '../../../tools/rehearsal/embedded-ec2/network';
import { Flow, flowTable, keyOfFlow, lostFlows, onPremisesCidrsOf } from '../../../tools/rehearsal/flows/flow-oracle';
import { Estate, officeEstate, OFFICE_CIDRS, onTransitGateway, vpnAttachmentsOf } from '../embedded-ec2/estates';

function flowOf({ network }: { readonly network: Network }, subnetId: string, direction: Flow['direction'], cidr: string): Flow {
  const flow = flowTable(network.view, [cidr]).find((each) => each.subnetId === subnetId && each.direction === direction);
  if (flow === undefined) throw new Error(`no ${direction} flow of ${subnetId} and ${cidr}`);
  return flow;
}

/** The connection on the transit gateway with everything that traffic needs, except what the story leaves out. */
function movedEstate(options: Parameters<typeof officeEstate>[0] = {}): Estate & { readonly attachmentId: string } {
  const estate = officeEstate(options);
  const attachmentId = onTransitGateway(estate);
  const { network, clock, officeTableId, spokeTableId, staticTableId, propagatedTableId, transitGatewayId } = estate;
  network.call('AssociateTransitGatewayRouteTable', { TransitGatewayRouteTableId: officeTableId, TransitGatewayAttachmentId: attachmentId });
  for (const DestinationCidrBlock of OFFICE_CIDRS) {
    network.call('CreateTransitGatewayRoute', { TransitGatewayRouteTableId: spokeTableId, DestinationCidrBlock, TransitGatewayAttachmentId: attachmentId });
    network.call('ReplaceRoute', { RouteTableId: staticTableId, DestinationCidrBlock, TransitGatewayId: transitGatewayId });
    network.call('CreateRoute', { RouteTableId: propagatedTableId, DestinationCidrBlock, TransitGatewayId: transitGatewayId });
  }
  clock.pass(2);
  network.settle();
  return { ...estate, attachmentId };
}

describe('over a virtual private gateway', () => {
  test('packets go and come by static and by propagated routes, and the path names every hop', () => {
    const estate = officeEstate();
    const { network, subnetIds, staticTableId, propagatedTableId, vpnGatewayId, vpnConnectionId } = estate;
    const { customerGatewayId } = network.view.state.vpnConnections[vpnConnectionId];
    expect(onPremisesCidrsOf(network.view)).toEqual(OFFICE_CIDRS);
    const flows = flowTable(network.view);
    expect(flows).toHaveLength(12);
    expect(flows.filter((flow) => !flow.passes)).toEqual([]);
    expect(flowOf(estate, subnetIds[0], 'outbound', '10.1.0.0/16').path)
      .toEqual([subnetIds[0], staticTableId, vpnGatewayId, vpnConnectionId, customerGatewayId]);
    expect(flowOf(estate, subnetIds[1], 'outbound', '10.1.0.0/16').path)
      .toEqual([subnetIds[1], propagatedTableId, vpnGatewayId, vpnConnectionId, customerGatewayId]);
    expect(flowOf(estate, subnetIds[1], 'inbound', '10.1.0.0/16').path)
      .toEqual([customerGatewayId, vpnConnectionId, vpnGatewayId, subnetIds[1]]);
  });

  test('the deletion of a VPN static route stops the way out at once, the way in stays open', () => {
    const estate = officeEstate();
    const { network, subnetIds, vpnConnectionId, vpnGatewayId, propagatedTableId } = estate;
    network.call('DeleteVpnConnectionRoute', { VpnConnectionId: vpnConnectionId, DestinationCidrBlock: '10.1.0.0/16' });
    expect(flowOf(estate, subnetIds[0], 'outbound', '10.1.0.0/16')).toMatchObject({ passes: false, reason: `${vpnGatewayId} knows no prefix for 10.1.0.0` });
    expect(flowOf(estate, subnetIds[1], 'outbound', '10.1.0.0/16')).toMatchObject({ passes: false, reason: `${propagatedTableId} has no route to 10.1.0.0` });
    expect(flowOf(estate, subnetIds[0], 'inbound', '10.1.0.0/16').passes).toBe(true);
    expect(flowOf(estate, subnetIds[0], 'outbound', '10.2.0.0/16').passes).toBe(true);
  });

  test('a new VPN static route carries traffic once it has settled', () => {
    const estate = officeEstate();
    const { network, clock, subnetIds, vpnConnectionId, vpnGatewayId, staticTableId } = estate;
    network.configureDevice(vpnConnectionId, { networks: [...OFFICE_CIDRS, '10.9.0.0/16'] });
    network.call('CreateRoute', { RouteTableId: staticTableId, DestinationCidrBlock: '10.9.0.0/16', GatewayId: vpnGatewayId });
    network.call('CreateVpnConnectionRoute', { VpnConnectionId: vpnConnectionId, DestinationCidrBlock: '10.9.0.0/16' });
    expect(flowOf(estate, subnetIds[0], 'outbound', '10.9.0.0/16').passes).toBe(false);
    clock.pass(2);
    network.settle();
    expect(flowOf(estate, subnetIds[0], 'outbound', '10.9.0.0/16').passes).toBe(true);
  });

  test('one tunnel is enough; with both down nothing passes in either direction', () => {
    const { network } = officeEstate();
    const { vpcId, subnetIds } = network.seed.vpc({ cidr: '10.101.0.0/16', subnets: [{ az: 'eu-central-1a', cidr: '10.101.1.0/24' }] });
    const gateway = network.seed.vpnGateway({ attachedTo: vpcId });
    const id = network.seed.vpnConnection({ on: gateway, routing: 'static', staticRoutes: ['10.8.0.0/16'], tunnels: 'DOWN' });
    network.seed.routeTable({ vpcId, subnetIds, routes: [{ destination: '10.0.0.0/8', target: gateway }] });
    expect(flowOf({ network }, subnetIds[0], 'outbound', '10.8.0.0/16').reason)
      .toBe(`${gateway} knows no prefix for 10.8.0.0: both tunnels of ${id} are DOWN`);
    expect(flowOf({ network }, subnetIds[0], 'inbound', '10.8.0.0/16').reason).toBe(`both tunnels of ${id} are DOWN`);
    const saved = network.save();
    const [first, second] = saved.state.vpnConnections[id].tunnels;
    const connection = { ...saved.state.vpnConnections[id], tunnels: [{ ...first, ipsecUp: true, up: true }, second] };
    const state = { ...saved.state, vpnConnections: { ...saved.state.vpnConnections, [id]: connection } };
    const flows = flowTable({ state, unknowns: network.unknowns }, ['10.8.0.0/16']).filter((flow) => flow.subnetId === subnetIds[0]);
    expect(flows.map((flow) => flow.passes)).toEqual([true, true]);
  });

  test('the longest prefix decides between two connections, and a packet for the wrong site is lost', () => {
    const estate = officeEstate();
    const { network, subnetIds, vpnGatewayId, vpnConnectionId } = estate;
    const lab = network.seed.vpnConnection({ on: vpnGatewayId, routing: 'static', staticRoutes: ['10.1.128.0/17'], networks: ['10.99.0.0/16'] });
    const flow = flowOf(estate, subnetIds[0], 'outbound', '10.1.0.0/16');
    const { customerGatewayId } = network.view.state.vpnConnections[lab];
    expect(flow).toMatchObject({ passes: false, reason: `10.1.128.0 is not behind ${customerGatewayId}` });
    expect(flow.paths.map((path) => path[3])).toEqual([vpnConnectionId, lab]);
  });

  test('Direct Connect on the gateway keeps both directions open', () => {
    const estate = officeEstate();
    const { network, subnetIds, staticTableId } = estate;
    const { vpcId, subnetIds: others } = network.seed.vpc({ cidr: '10.101.0.0/16', subnets: [{ az: 'eu-central-1a', cidr: '10.101.1.0/24' }] });
    const gateway = network.seed.vpnGateway({ attachedTo: vpcId, directConnectPrefixes: ['172.16.0.0/12'] });
    network.seed.routeTable({ vpcId, subnetIds: others, propagating: [gateway] });
    expect(flowOf({ network }, others[0], 'outbound', '172.16.0.0/12')).toMatchObject({ passes: true });
    expect(flowOf({ network }, others[0], 'inbound', '172.16.0.0/12').path).toEqual(['direct-connect', gateway, others[0]]);
    expect(flowOf(estate, subnetIds[0], 'outbound', '172.16.0.0/12').reason).toBe(`${staticTableId} has no route to 172.16.0.0`);
  });
});

describe('over a transit gateway', () => {
  test('packets pass once every part is in place, and the path names every hop', () => {
    const estate = movedEstate();
    const { network, subnetIds, transitGatewayId, vpcAttachmentId, attachmentId, vpnConnectionId } = estate;
    const { staticTableId, spokeTableId, officeTableId } = estate;
    const { customerGatewayId } = network.view.state.vpnConnections[vpnConnectionId];
    expect(flowTable(network.view).filter((flow) => !flow.passes)).toEqual([]);
    expect(flowOf(estate, subnetIds[0], 'outbound', '10.1.0.0/16').path)
      .toEqual([
        subnetIds[0], staticTableId, transitGatewayId, vpcAttachmentId, spokeTableId, attachmentId, vpnConnectionId, customerGatewayId,
      ]);
    expect(flowOf(estate, subnetIds[0], 'inbound', '10.1.0.0/16').path)
      .toEqual([customerGatewayId, vpnConnectionId, transitGatewayId, attachmentId, officeTableId, vpcAttachmentId, subnetIds[0]]);
  });

  test('a subnet in a zone without an attachment subnet cannot send, but can receive', () => {
    const estate = movedEstate({ zones: 1 });
    const { subnetIds, vpcAttachmentId } = estate;
    expect(flowOf(estate, subnetIds[0], 'outbound', '10.1.0.0/16').passes).toBe(true);
    expect(flowOf(estate, subnetIds[1], 'outbound', '10.1.0.0/16')).toMatchObject({ passes: false, reason: `${vpcAttachmentId} has no subnet in eu-central-1b` });
    expect(flowOf(estate, subnetIds[1], 'inbound', '10.1.0.0/16').passes).toBe(true);
  });

  test('without an association, or in a table that does not lead back, nothing comes in', () => {
    const estate = movedEstate();
    const { network, clock, subnetIds, attachmentId, officeTableId, spokeTableId } = estate;
    const association = { TransitGatewayAttachmentId: attachmentId, TransitGatewayRouteTableId: officeTableId };
    network.call('DisassociateTransitGatewayRouteTable', association);
    expect(flowOf(estate, subnetIds[0], 'inbound', '10.1.0.0/16').reason).toBe(`${attachmentId} is not associated with a route table`);
    expect(flowOf(estate, subnetIds[0], 'outbound', '10.1.0.0/16').passes).toBe(true);
    clock.pass(2);
    network.call('AssociateTransitGatewayRouteTable', { ...association, TransitGatewayRouteTableId: spokeTableId });
    clock.pass(2);
    network.settle();
    expect(flowOf(estate, subnetIds[0], 'inbound', '10.1.0.0/16').reason).toBe(`${spokeTableId} has no route to 10.100.1.0`);
  });

  test('a blackhole, a missing route and a route that has not settled stop packets', () => {
    const estate = movedEstate();
    const { network, clock, subnetIds, spokeTableId, attachmentId } = estate;
    const route = { TransitGatewayRouteTableId: spokeTableId, DestinationCidrBlock: '10.1.0.0/16' };
    const reason = (): string | undefined => flowOf(estate, subnetIds[0], 'outbound', '10.1.0.0/16').reason;
    network.call('ReplaceTransitGatewayRoute', { ...route, Blackhole: true });
    expect(reason()).toBe(`the route 10.1.0.0/16 of ${spokeTableId} is a blackhole`);
    network.call('DeleteTransitGatewayRoute', route);
    expect(reason()).toBe(`${spokeTableId} has no route to 10.1.0.0`);
    network.call('CreateTransitGatewayRoute', { ...route, TransitGatewayAttachmentId: attachmentId });
    expect(reason()).toBe(`${spokeTableId} has no route to 10.1.0.0`);
    clock.pass(2);
    network.settle();
    expect(reason()).toBeUndefined();
  });

  test('a route that leads into another VPC is not a way to the office', () => {
    const estate = movedEstate();
    const { network, subnetIds, spokeTableId, vpcAttachmentId, vpcId, transitGatewayId } = estate;
    network.seed.transitGatewayRoute({ routeTableId: spokeTableId, destination: '10.1.7.0/24', attachmentId: vpcAttachmentId });
    expect(flowOf(estate, subnetIds[0], 'outbound', '10.1.0.0/16'))
      .toMatchObject({ passes: false, reason: `${vpcAttachmentId} leads to ${vpcId}, not to a VPN on ${transitGatewayId}` });
  });

  test('a table that leads back into another VPC is no way in', () => {
    const estate = movedEstate();
    const { network, subnetIds, vpcId, officeTableId, transitGatewayId } = estate;
    const other = network.seed.vpc({ cidr: '10.100.0.0/16', subnets: [{ az: 'eu-central-1a', cidr: '10.100.9.0/24' }] });
    const attachmentId = network.seed.vpcAttachment({ transitGatewayId, vpcId: other.vpcId, subnetIds: other.subnetIds, propagations: [] });
    network.seed.transitGatewayRoute({ routeTableId: officeTableId, destination: '10.100.1.0/24', attachmentId });
    expect(flowOf(estate, subnetIds[0], 'inbound', '10.1.0.0/16').reason).toBe(`${attachmentId} leads to ${other.vpcId}, not to ${vpcId}`);
    expect(flowOf(estate, subnetIds[1], 'inbound', '10.1.0.0/16').passes).toBe(true);
  });

  test('traffic that is shared over two connections needs both to lead to the office', () => {
    const estate = officeEstate();
    const { network, subnetIds, staticTableId, transitGatewayId, spokeTableId } = estate;
    const bgp = { on: transitGatewayId, routing: 'bgp', advertisedPrefixes: ['10.7.0.0/16'] } as const;
    network.seed.vpnConnection(bgp, { propagations: [spokeTableId] });
    network.seed.routes(staticTableId, [{ destination: '10.7.0.0/16', target: transitGatewayId }]);
    expect(flowOf(estate, subnetIds[0], 'outbound', '10.7.0.0/16').passes).toBe(true);
    const stray = network.seed.vpnConnection({ ...bgp, networks: ['10.99.0.0/16'] }, { propagations: [spokeTableId] });
    const { customerGatewayId } = network.view.state.vpnConnections[stray];
    expect(flowOf(estate, subnetIds[0], 'outbound', '10.7.0.0/16').reason).toBe(`10.7.0.0 is not behind ${customerGatewayId}`);
  });

  test('over BGP the tables fill by propagation alone', () => {
    const estate = officeEstate({ routing: 'bgp' });
    const { network, clock, vpnConnectionId, transitGatewayId, spokeTableId, officeTableId, staticTableId, subnetIds } = estate;
    network.call('ModifyVpnConnection', { VpnConnectionId: vpnConnectionId, TransitGatewayId: transitGatewayId });
    clock.pass(300);
    network.settle();
    const attachmentId = vpnAttachmentsOf(estate)[0].TransitGatewayAttachmentId;
    network.call('AssociateTransitGatewayRouteTable', { TransitGatewayRouteTableId: officeTableId, TransitGatewayAttachmentId: attachmentId });
    network.call('EnableTransitGatewayRouteTablePropagation', { TransitGatewayRouteTableId: spokeTableId, TransitGatewayAttachmentId: attachmentId });
    network.call('ReplaceRoute', { RouteTableId: staticTableId, DestinationCidrBlock: '10.1.0.0/16', TransitGatewayId: transitGatewayId });
    const passes = (): boolean[] => (['outbound', 'inbound'] as const).map((direction) => flowOf(estate, subnetIds[0], direction, '10.1.0.0/16').passes);
    clock.pass(2);
    network.settle();
    expect(passes()).toEqual([false, false]);
    clock.pass(3);
    network.settle();
    expect(passes()).toEqual([true, true]);
  });
});

describe('CIDRs that routes cut into pieces', () => {
  test('a flow passes only when every piece does, and the piece that fails is named', () => {
    const estate = officeEstate();
    const { network, subnetIds, staticTableId } = estate;
    network.seed.routes(staticTableId, [{ destination: '10.1.64.0/20', target: 'igw-0123456789abcdef0' }]);
    const flow = flowOf(estate, subnetIds[0], 'outbound', '10.1.0.0/16');
    expect(flow).toMatchObject({ passes: false, reason: `the route 10.1.64.0/20 of ${staticTableId} leads to igw-0123456789abcdef0, not to a VPN` });
    expect(flow.paths).toHaveLength(2);
    expect(flowOf(estate, subnetIds[0], 'outbound', '10.1.0.0/18').passes).toBe(true);
    expect(flowOf(estate, subnetIds[0], 'outbound', '10.1.80.0/20').passes).toBe(true);
  });

  test('addresses of the VPC itself do not count as on premises', () => {
    const { network } = officeEstate();
    const { vpcId, subnetIds } = network.seed.vpc({ cidr: '172.20.0.0/16', subnets: [{ az: 'eu-central-1a', cidr: '172.20.1.0/24' }] });
    const gateway = network.seed.vpnGateway({ attachedTo: vpcId });
    network.seed.vpnConnection({ on: gateway, routing: 'static', staticRoutes: ['172.16.0.0/12'] });
    network.seed.routeTable({ vpcId, subnetIds, propagating: [gateway] });
    expect(flowOf({ network }, subnetIds[0], 'outbound', '172.16.0.0/12').passes).toBe(true);
    expect(flowOf({ network }, subnetIds[0], 'outbound', '172.20.0.0/16')).toMatchObject({ passes: false, paths: [] });
  });

  test('a prefix list is followed block by block, and IPv6 goes its own way', () => {
    const estate = movedEstate();
    const { network, transitGatewayId, officeTableId, spokeTableId } = estate;
    const { vpcId, subnetIds } = network.seed.vpc({
      cidr: '10.102.0.0/16', moreCidrs: ['fd00:a::/56'], subnets: [{ az: 'eu-central-1a', cidr: '10.102.1.0/24', ipv6Cidr: 'fd00:a::/64' }],
    });
    const list = network.seed.prefixList(['10.1.0.0/16', 'fd00:b::/48']);
    network.seed.routeTable({ vpcId, subnetIds, routes: [{ destination: list, target: transitGatewayId }] });
    network.seed.vpcAttachment({ transitGatewayId, vpcId, subnetIds, association: spokeTableId, propagations: [officeTableId] });
    expect(flowOf({ network }, subnetIds[0], 'outbound', '10.1.0.0/16').passes).toBe(true);
    expect(flowOf({ network }, subnetIds[0], 'outbound', '10.2.0.0/16').passes).toBe(false);
    expect(flowOf({ network }, subnetIds[0], 'outbound', 'fd00:b::/48')).toMatchObject({ subnetCidr: 'fd00:a::/64', reason: `${spokeTableId} has no route to fd00:b::` });
  });

  test('of one block a prefix list wins over propagation, and a static route over both', () => {
    const estate = movedEstate();
    const { network, subnetIds, transitGatewayId, vpnGatewayId, propagatedTableId } = estate;
    network.seed.vpnConnection({ on: vpnGatewayId, routing: 'static', staticRoutes: ['10.6.0.0/16'] });
    const second = (): string => flowOf(estate, subnetIds[1], 'outbound', '10.6.0.0/16').path[2];
    expect(second()).toBe(vpnGatewayId);
    network.seed.routes(propagatedTableId, [{ destination: network.seed.prefixList(['10.6.0.0/16']), target: transitGatewayId }]);
    expect(second()).toBe(transitGatewayId);
    network.seed.routes(propagatedTableId, [{ destination: '10.6.0.0/16', target: vpnGatewayId }]);
    expect(second()).toBe(vpnGatewayId);
  });

  test('every address is decided like its representative', () => {
    const cidr = fc.tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 24, max: 32 }))
      .map(([host, length]) => canonicalCidr(`10.0.0.${host}/${length}`) ?? '');
    fc.assert(fc.property(fc.array(cidr, { maxLength: 8 }), (destinations) => {
      const routes = destinations.map((destination) => ({ destination }));
      const decide = (value: bigint): string | undefined => longestMatches(routes, { family: 'ipv4', value })[0]?.destination;
      const { first, last } = rangeOf('10.0.0.0/24');
      const everything = new Set(Array.from({ length: Number(last - first) + 1 }, (_, index) => decide(first + BigInt(index))));
      const tried = representatives('10.0.0.0/24', destinations);
      expect(new Set(tried.map((address) => decide(address.value)))).toEqual(everything);
      expect(tried.every((address) => covers('10.0.0.0/24', address))).toBe(true);
    }));
  });
});

describe('lost flows', () => {
  test('are those that passed before and do not after, even when no route was lost', () => {
    const estate = officeEstate({ zones: 1 });
    const before = flowTable(estate.network.view);
    const moved = movedEstate({ zones: 1 });
    const lost = lostFlows(before, flowTable(moved.network.view));
    expect(lost.map(keyOfFlow)).toEqual(OFFICE_CIDRS.map((cidr) => `${estate.subnetIds[1]} 10.100.2.0/24 outbound ${cidr}`));
    expect(lostFlows(before, before)).toEqual([]);
  });
});
