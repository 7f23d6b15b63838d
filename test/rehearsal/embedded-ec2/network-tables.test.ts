/** Route tables of both kinds: what wins over what, what refuses what, and how changes settle. */
import { codeOf, officeEstate, OFFICE_CIDRS, onTransitGateway, refusal, transitGatewayRoutesOf, vpcRoutesOf } from './estates';

describe('VPC route tables', () => {
  test('a static route may be created over a propagated one, wins, and uncovers it again when it is deleted', () => {
    const { network, propagatedTableId: RouteTableId, transitGatewayId: TransitGatewayId } = officeEstate();
    const DestinationCidrBlock = '10.1.0.0/16';
    network.call('CreateRoute', { RouteTableId, DestinationCidrBlock, TransitGatewayId });
    expect(vpcRoutesOf(network, RouteTableId)).toEqual([
      '10.1.0.0/16 → tgw (CreateRoute, active)',
      '10.2.0.0/16 → vgw (EnableVgwRoutePropagation, active)',
      '192.168.7.0/24 → vgw (EnableVgwRoutePropagation, active)',
    ]);
    network.call('DeleteRoute', { RouteTableId, DestinationCidrBlock });
    expect(vpcRoutesOf(network, RouteTableId)).toContain('10.1.0.0/16 → vgw (EnableVgwRoutePropagation, active)');
  });

  test('ReplaceRoute changes the target in one step', () => {
    const { network, staticTableId: RouteTableId, transitGatewayId: TransitGatewayId } = officeEstate();
    network.call('ReplaceRoute', { RouteTableId, DestinationCidrBlock: '10.2.0.0/16', TransitGatewayId });
    expect(vpcRoutesOf(network, RouteTableId)).toEqual([
      '10.1.0.0/16 → vgw (CreateRoute, active)', '10.2.0.0/16 → tgw (CreateRoute, active)', '192.168.7.0/24 → vgw (CreateRoute, active)',
    ]);
  });

  test('what does not fit is refused in EC2\'s words', () => {
    const { network, staticTableId, propagatedTableId, transitGatewayId: TransitGatewayId, vpnGatewayId } = officeEstate();
    const call = (operation: string, RouteTableId: string, rest: Record<string, unknown>): string =>
      refusal(network, operation, { RouteTableId, ...rest });
    expect(call('CreateRoute', staticTableId, { DestinationCidrBlock: '10.1.0.0/16', TransitGatewayId }))
      .toBe('RouteAlreadyExists: The route identified by 10.1.0.0/16 already exists');
    expect(call('ReplaceRoute', propagatedTableId, { DestinationCidrBlock: '10.1.0.0/16', TransitGatewayId }))
      .toBe('InvalidParameterValue: There is no route defined for \'10.1.0.0/16\' in the route table. Use CreateRoute instead.');
    expect(call('DeleteRoute', propagatedTableId, { DestinationCidrBlock: '10.1.0.0/16' }))
      .toBe(`InvalidRoute.NotFound: no route with destination-cidr-block 10.1.0.0/16 in route table ${propagatedTableId}`);
    expect(call('DeleteRoute', staticTableId, { DestinationCidrBlock: '10.100.0.0/16' }))
      .toBe(`InvalidParameterValue: cannot remove local route 10.100.0.0/16 in route table ${staticTableId}`);
    expect(call('CreateRoute', 'rtb-00000000000000001', { DestinationCidrBlock: '10.9.0.0/16', TransitGatewayId }))
      .toBe('InvalidRouteTableID.NotFound: The routeTable ID \'rtb-00000000000000001\' does not exist');
    expect(call('CreateRoute', staticTableId, { TransitGatewayId })).toBe('MissingParameter: The request must contain the parameter destinationCidrBlock');
    expect(call('CreateRoute', staticTableId, { DestinationCidrBlock: '10.9.0.0/16', TransitGatewayId, GatewayId: vpnGatewayId }))
      .toBe('InvalidParameterCombination: A route has exactly one target');
  });

  test('a transit gateway without an available attachment of the VPC is not found', () => {
    const { network, staticTableId, vpcId, subnetIds } = officeEstate();
    const { transitGatewayId } = network.seed.transitGateway();
    const create = { RouteTableId: staticTableId, DestinationCidrBlock: '10.9.0.0/16', TransitGatewayId: transitGatewayId };
    expect(refusal(network, 'CreateRoute', create)).toBe(`InvalidTransitGatewayID.NotFound: The transitGateway ID '${transitGatewayId}' does not exist`);
    network.seed.vpcAttachment({ transitGatewayId, vpcId, subnetIds, state: 'pending' });
    expect(codeOf(network, 'CreateRoute', create)).toBe('InvalidTransitGatewayID.NotFound');
    network.seed.vpcAttachment({ transitGatewayId, vpcId, subnetIds });
    expect(codeOf(network, 'CreateRoute', create)).toBe('accepted');
  });

  test('EC2 clears host bits of a destination, and keeps prefix lists and IPv6 apart', () => {
    const { network, mainTableId: RouteTableId, transitGatewayId: TransitGatewayId } = officeEstate();
    network.call('CreateRoute', { RouteTableId, DestinationCidrBlock: '10.9.7.7/16', TransitGatewayId });
    network.call('CreateRoute', { RouteTableId, DestinationIpv6CidrBlock: '2001:DB8:0::/48', TransitGatewayId });
    network.call('CreateRoute', { RouteTableId, DestinationPrefixListId: 'pl-0123456789abcdef0', TransitGatewayId });
    expect(vpcRoutesOf(network, RouteTableId)).toEqual([
      '10.9.0.0/16 → tgw (CreateRoute, active)', '2001:db8::/48 → tgw (CreateRoute, active)', 'pl-0123456789abcdef0 → tgw (CreateRoute, active)',
    ]);
    expect(codeOf(network, 'CreateRoute', { RouteTableId, DestinationCidrBlock: '2001:db8::/48', TransitGatewayId })).toBe('InvalidParameterValue');
  });

  test('propagation brings every prefix of the gateway, Direct Connect\'s included, and needs the attachment', () => {
    const { network, clock, vpcId } = officeEstate();
    const other = network.seed.vpc({ cidr: '10.101.0.0/16' });
    const gateway = network.seed.vpnGateway({ directConnectPrefixes: ['172.16.0.0/12'] });
    network.seed.vpnConnection({ on: gateway, routing: 'bgp', advertisedPrefixes: ['10.8.0.0/16', '10.7.0.0/16'] });
    network.seed.vpnConnection({ on: gateway, routing: 'static', staticRoutes: ['10.6.0.0/16'], tunnels: 'DOWN' });
    const propagation = { GatewayId: gateway, RouteTableId: other.mainRouteTableId };
    expect(refusal(network, 'EnableVgwRoutePropagation', propagation)).toBe(`Gateway.NotAttached: resource ${gateway} is not attached to ${other.vpcId}`);
    expect(codeOf(network, 'AttachVpnGateway', { VpnGatewayId: gateway, VpcId: vpcId })).toBe('InvalidVpcState');
    network.call('AttachVpnGateway', { VpnGatewayId: gateway, VpcId: other.vpcId });
    expect(codeOf(network, 'EnableVgwRoutePropagation', propagation)).toBe('Gateway.NotAttached');
    clock.pass(60);
    network.call('EnableVgwRoutePropagation', propagation);
    expect(vpcRoutesOf(network, other.mainRouteTableId)).toEqual([
      '172.16.0.0/12 → vgw (EnableVgwRoutePropagation, active)',
      '10.8.0.0/16 → vgw (EnableVgwRoutePropagation, active)',
      '10.7.0.0/16 → vgw (EnableVgwRoutePropagation, active)',
    ]);
    network.call('DisableVgwRoutePropagation', propagation);
    expect(vpcRoutesOf(network, other.mainRouteTableId)).toEqual([]);
  });
});

describe('transit gateway route tables', () => {
  test('an association takes two seconds to come and to go, and there is one at a time', () => {
    const estate = officeEstate();
    const { network, clock, spokeTableId, officeTableId, vpcAttachmentId } = estate;
    const spoke = { TransitGatewayRouteTableId: spokeTableId, TransitGatewayAttachmentId: vpcAttachmentId };
    const office = { ...spoke, TransitGatewayRouteTableId: officeTableId };
    expect(codeOf(network, 'AssociateTransitGatewayRouteTable', office)).toBe('Resource.AlreadyAssociated');
    expect(codeOf(network, 'DisassociateTransitGatewayRouteTable', office)).toBe('InvalidAssociation.NotFound');
    expect(network.call('DisassociateTransitGatewayRouteTable', spoke).Association).toMatchObject({ State: 'disassociating', ResourceType: 'vpc' });
    expect(codeOf(network, 'AssociateTransitGatewayRouteTable', office)).toBe('Resource.AlreadyAssociated');
    clock.pass(2);
    expect(network.call('AssociateTransitGatewayRouteTable', office).Association).toMatchObject({ State: 'associating', TransitGatewayRouteTableId: officeTableId });
    clock.pass(2);
    expect(network.call('GetTransitGatewayRouteTableAssociations', { TransitGatewayRouteTableId: officeTableId }).Associations)
      .toEqual([{ TransitGatewayAttachmentId: vpcAttachmentId, ResourceId: estate.vpcId, ResourceType: 'vpc', State: 'associated' }]);
    expect(network.call('GetTransitGatewayRouteTableAssociations', { TransitGatewayRouteTableId: spokeTableId }).Associations).toEqual([]);
  });

  test('propagation that is switched off and on again settles by the last call', () => {
    const { network, clock, officeTableId, vpcAttachmentId, vpcId } = officeEstate();
    const propagation = { TransitGatewayRouteTableId: officeTableId, TransitGatewayAttachmentId: vpcAttachmentId };
    expect(transitGatewayRoutesOf(network, officeTableId)).toEqual(['10.100.0.0/16 → vpc (propagated, active)']);
    network.call('DisableTransitGatewayRouteTablePropagation', propagation);
    expect(transitGatewayRoutesOf(network, officeTableId)).toEqual([]);
    expect(codeOf(network, 'DisableTransitGatewayRouteTablePropagation', propagation)).toBe('TransitGatewayRouteTablePropagation.NotFound');
    clock.pass(1);
    network.call('EnableTransitGatewayRouteTablePropagation', propagation);
    clock.pass(1.5);
    expect(network.call('GetTransitGatewayRouteTablePropagations', { TransitGatewayRouteTableId: officeTableId }).TransitGatewayRouteTablePropagations)
      .toEqual([{ TransitGatewayAttachmentId: vpcAttachmentId, ResourceId: vpcId, ResourceType: 'vpc', State: 'enabling' }]);
    clock.pass(0.5);
    expect(transitGatewayRoutesOf(network, officeTableId)).toEqual(['10.100.0.0/16 → vpc (propagated, active)']);
  });

  test('a static route settles, wins over a propagated one, and refuses a second of the same block', () => {
    const estate = officeEstate();
    const TransitGatewayAttachmentId = onTransitGateway(estate);
    const { network, clock, officeTableId: TransitGatewayRouteTableId } = estate;
    const route = { TransitGatewayRouteTableId, DestinationCidrBlock: '10.100.0.0/16', TransitGatewayAttachmentId };
    expect(network.call('CreateTransitGatewayRoute', route).Route).toMatchObject({ DestinationCidrBlock: '10.100.0.0/16', Type: 'static', State: 'pending' });
    expect(transitGatewayRoutesOf(network, TransitGatewayRouteTableId)).toEqual([
      '10.100.0.0/16 → vpn (static, pending)', '10.100.0.0/16 → vpc (propagated, active)',
    ]);
    clock.pass(2);
    expect(transitGatewayRoutesOf(network, TransitGatewayRouteTableId)).toEqual(['10.100.0.0/16 → vpn (static, active)']);
    expect(refusal(network, 'CreateTransitGatewayRoute', route)).toBe('RouteAlreadyExists: The route identified by 10.100.0.0/16 already exists');
    expect(network.call('DeleteTransitGatewayRoute', route).Route).toMatchObject({ State: 'deleted' });
    expect(transitGatewayRoutesOf(network, TransitGatewayRouteTableId)).toEqual(['10.100.0.0/16 → vpc (propagated, active)']);
    expect(refusal(network, 'DeleteTransitGatewayRoute', route))
      .toBe(`InvalidRoute.NotFound: no route with destination-cidr-block 10.100.0.0/16 in route table ${TransitGatewayRouteTableId}`);
  });

  test('a route that is created anew settles anew', () => {
    const { network, clock, spokeTableId, vpcAttachmentId } = officeEstate();
    const route = { TransitGatewayRouteTableId: spokeTableId, DestinationCidrBlock: '10.5.0.0/16', TransitGatewayAttachmentId: vpcAttachmentId };
    network.call('CreateTransitGatewayRoute', route);
    clock.pass(1);
    network.call('DeleteTransitGatewayRoute', route);
    network.call('CreateTransitGatewayRoute', route);
    clock.pass(1.5);
    expect(transitGatewayRoutesOf(network, spokeTableId)).toEqual(['10.5.0.0/16 → vpc (static, pending)']);
    clock.pass(0.5);
    expect(transitGatewayRoutesOf(network, spokeTableId)).toEqual(['10.5.0.0/16 → vpc (static, active)']);
  });

  test('ReplaceTransitGatewayRoute needs no route to be there, and can make a blackhole', () => {
    const { network, clock, spokeTableId, vpcAttachmentId } = officeEstate();
    const route = { TransitGatewayRouteTableId: spokeTableId, DestinationCidrBlock: '10.5.0.0/16' };
    network.call('ReplaceTransitGatewayRoute', { ...route, TransitGatewayAttachmentId: vpcAttachmentId });
    clock.pass(2);
    expect(transitGatewayRoutesOf(network, spokeTableId)).toEqual(['10.5.0.0/16 → vpc (static, active)']);
    network.call('ReplaceTransitGatewayRoute', { ...route, Blackhole: true });
    expect(transitGatewayRoutesOf(network, spokeTableId)).toEqual(['10.5.0.0/16 →  (static, blackhole)']);
  });

  test('with no settling a new route is active in the answer', () => {
    const { network, spokeTableId, vpcAttachmentId } = officeEstate({ latencies: { transitGatewayRouteSettleMs: 0 } });
    const route = { TransitGatewayRouteTableId: spokeTableId, DestinationCidrBlock: '10.5.0.0/16', TransitGatewayAttachmentId: vpcAttachmentId };
    expect(network.call('CreateTransitGatewayRoute', route).Route).toMatchObject({ State: 'active' });
  });

  test.each([
    ['route-search.exact-match', '10.0.0.0/8', ['10.0.0.0/8']],
    ['route-search.exact-match', '10.3.0.0/16', []],
    ['route-search.longest-prefix-match', '10.1.2.3', ['10.1.0.0/16']],
    ['route-search.subnet-of-match', '10.0.0.0/8', ['10.0.0.0/8', '10.1.0.0/16']],
    ['route-search.supernet-of-match', '10.1.128.0/17', ['0.0.0.0/0', '10.0.0.0/8', '10.1.0.0/16']],
    ['state', 'blackhole', ['0.0.0.0/0']],
    ['attachment.resource-type', 'v*', ['10.0.0.0/8', '10.1.0.0/16']],
  ])('search %s %s', (Name, value, expected) => {
    const { network, spokeTableId: routeTableId, vpcAttachmentId: attachmentId } = officeEstate();
    network.seed.transitGatewayRoute({ routeTableId, destination: '10.1.0.0/16', attachmentId });
    network.seed.transitGatewayRoute({ routeTableId, destination: '10.0.0.0/8', attachmentId });
    network.seed.transitGatewayRoute({ routeTableId, destination: '0.0.0.0/0' });
    expect(transitGatewayRoutesOf(network, routeTableId, [{ Name, Values: [value] }]).map((route) => route.split(' ')[0])).toEqual(expected);
  });

  test('several BGP connections with one prefix share it, Direct Connect takes it from them, a VPC from both', () => {
    const { network, spokeTableId, transitGatewayId } = officeEstate();
    const { seed } = network;
    const propagations = [spokeTableId];
    for (const prefix of ['10.1.0.0/16', '10.1.0.0/16']) {
      seed.vpnConnection({ on: transitGatewayId, routing: 'bgp', advertisedPrefixes: [prefix] }, { propagations });
    }
    expect(transitGatewayRoutesOf(network, spokeTableId)).toEqual(['10.1.0.0/16 → vpn+vpn (propagated, active)']);
    seed.otherAttachment({ transitGatewayId, propagations, resourceType: 'direct-connect-gateway', resourceId: 'dxgw-1', prefixes: ['10.1.0.0/16'] });
    expect(transitGatewayRoutesOf(network, spokeTableId)).toEqual(['10.1.0.0/16 → direct-connect-gateway (propagated, active)']);
    const { vpcId, subnetIds } = seed.vpc({ cidr: '10.1.0.0/16', subnets: [{ az: 'eu-central-1a', cidr: '10.1.1.0/24' }] });
    seed.vpcAttachment({ transitGatewayId, vpcId, subnetIds, propagations });
    expect(transitGatewayRoutesOf(network, spokeTableId)).toEqual(['10.1.0.0/16 → vpc (propagated, active)']);
  });

  test('attachments and tables of different gateways do not meet, and search demands a filter', () => {
    const { network, vpcAttachmentId, spokeTableId } = officeEstate();
    const { transitGatewayId } = network.seed.transitGateway();
    const TransitGatewayRouteTableId = network.seed.transitGatewayRouteTable({ transitGatewayId });
    const pair = { TransitGatewayRouteTableId, TransitGatewayAttachmentId: vpcAttachmentId };
    expect(codeOf(network, 'EnableTransitGatewayRouteTablePropagation', pair)).toBe('InvalidParameterValue');
    expect(codeOf(network, 'CreateTransitGatewayRoute', { ...pair, DestinationCidrBlock: OFFICE_CIDRS[0] })).toBe('InvalidParameterValue');
    expect(refusal(network, 'SearchTransitGatewayRoutes', { TransitGatewayRouteTableId: spokeTableId, Filters: [] }))
      .toBe('MissingParameter: The request must contain the parameter filters');
  });
});

describe('a prefix list reference', () => {
  function referring() {
    const { network, clock, officeTableId: TransitGatewayRouteTableId, vpcAttachmentId: TransitGatewayAttachmentId } = officeEstate();
    const key = { TransitGatewayRouteTableId, PrefixListId: network.seed.prefixList(['10.20.0.0/16']) };
    const existing = (): string => {
      const { TransitGatewayPrefixListReferences: references } = network.call('GetTransitGatewayPrefixListReferences', { TransitGatewayRouteTableId });
      const [reference] = references as { State: string; Blackhole: boolean }[];
      return reference === undefined ? 'none' : `${reference.State} ${reference.Blackhole ? 'nowhere' : 'to the attachment'}`;
    };
    return { network, clock, key, onAttachment: { ...key, TransitGatewayAttachmentId }, standing: existing };
  }

  test('is made, led elsewhere and deleted, each of which takes a while in which nothing else can be done', () => {
    const { network, clock, key, onAttachment, standing: existing } = referring();
    const observed: string[] = [];
    for (const [operation, input] of [['Create', onAttachment], ['Modify', { ...key, Blackhole: true }], ['Delete', key]] as const) {
      network.call(`${operation}TransitGatewayPrefixListReference`, input);
      observed.push(existing());
      expect(codeOf(network, 'ModifyTransitGatewayPrefixListReference', onAttachment)).toBe('IncorrectState');
      clock.pass(2);
      observed.push(existing());
    }

    expect(observed).toEqual(['pending to the attachment', 'available to the attachment', 'modifying nowhere', 'available nowhere', 'deleting nowhere', 'none']);
  });

  test('that is not there is neither modified nor deleted, and one that goes is not made again', () => {
    const { network, clock, key, onAttachment } = referring();

    expect(codeOf(network, 'ModifyTransitGatewayPrefixListReference', onAttachment)).toBe('InvalidPrefixListID.NotFound');
    expect(codeOf(network, 'DeleteTransitGatewayPrefixListReference', key)).toBe('InvalidPrefixListID.NotFound');
    network.call('CreateTransitGatewayPrefixListReference', onAttachment);
    clock.pass(2);
    network.call('DeleteTransitGatewayPrefixListReference', key);
    expect(codeOf(network, 'CreateTransitGatewayPrefixListReference', onAttachment)).toBe('IncorrectState');
    expect(codeOf(network, 'DeleteTransitGatewayPrefixListReference', key)).toBe('IncorrectState');
  });

  test('leads to an attachment of the same gateway that is available', () => {
    const { network, onAttachment } = referring();
    const { transitGatewayId } = network.seed.transitGateway();
    const foreign = { ...onAttachment, TransitGatewayRouteTableId: network.seed.transitGatewayRouteTable({ transitGatewayId }) };

    expect(codeOf(network, 'CreateTransitGatewayPrefixListReference', foreign)).toBe('InvalidParameterValue');
  });
});
