/**
 * What the advice of each finding tells to do, as somebody does it: with the ids that are printed, and what else that person knows of the
 * network. Several things told are several ways out; accepting is one wherever it is offered.
 */
import { ON_PREMISES, World } from './world';

export interface Alternative {
  /** What is followed, in the finding's line. */
  readonly says: RegExp;
  readonly follow: (world: World, said: RegExpExecArray, line: string) => void;
  /** Where it leads instead, when it leads away from this move. */
  readonly away?: string;
  /** Whether flows are lost by it, as the finding says: that is what is accepted. */
  readonly loses?: true;
}

const CORRECT = /correct the id/;

const accepting = (says = /add '(\S+)' to `acknowledgedFindings`/): Alternative => ({
  says, follow: (world, _, line) => world.accept(/add '(\S+)' to `acknowledgedFindings`/.exec(line)![1]),
});
const acceptingLoss = (): Alternative => ({ ...accepting(), loses: true });
/** Nothing is to be done before it is accepted but to look, or to set up what is no part of the network. */
const lookingFirst = (says: RegExp): Alternative => accepting(says);
const away = (says: RegExp, to: string): Alternative => ({ says, follow: () => undefined, away: to });
const doing = (says: RegExp, follow: Alternative['follow']): Alternative => ({ says, follow });
const onceMore = (says: RegExp, ready: (world: World) => void): Alternative => ({ says, follow: ready });

const NEW_CONNECTION = 'a new connection';

export const ADVICE: Readonly<Record<string, readonly Alternative[]>> = {
  // The connection
  'connection-not-found': [doing(CORRECT, (world) => {
    const { vpnConnectionId, replacement } = world.bench.declaration;
    world.declare({ vpnConnectionId, ...replacement === undefined ? {} : { replacement } });
  }), away(/or deploy to the account and region of the connection/, 'another account or region')],
  'connection-not-available': [onceMore(/wait until it is available and deploy again/, (world) => {
    for (const id of Object.keys(world.state('vpnConnections'))) world.become('vpnConnections', id, { state: 'available' });
  })],
  'connection-classic': [doing(/let ClassicVpnMigration put a connection of today in its place/, (world) => world.declare({
    replacement: world.bench.declaration.replacement, to: world.bench.declaration.to,
  }))],
  'connection-on-core-network': [away(/make a new connection on the gateway it should have, and move the device to it/, NEW_CONNECTION)],
  'connection-on-concentrator': [away(/make a new connection on the gateway it should have, and move the device to it/, NEW_CONNECTION)],
  'connection-elsewhere': [
    doing(/stands on virtual private gateway (vgw-\w+), not .* declare the gateway it stands on as `from`/, (world, [, id]) => world.declareFrom({ id })),
    doing(/name the connection that stands on that gateway/, (world) => world.declare({ replacement: world.bench.declaration.replacement })),
    doing(/stands on (vgw-\w+), .* or the gateway on which it stands/, (world, [, id]) => world.declareTo({ id })),
  ],
  'customer-gateway-differs': [doing(/has customer gateway (cgw-\w+), not .* declare the customer gateway it has as `from` of `customerGateway`/,
    (world, [, fromId]) => world.declare({ customerGateway: { ...world.declaration.customerGateway!, fromId } }))],
  'transport-attachment-left': [away(/make a new connection on the new transit gateway with a transport attachment of its own/, NEW_CONNECTION)],
  'no-static-routes': [doing(/create its static routes again if they were deleted by hand, then deploy/, (world) => {
    for (const cidr of ON_PREMISES) world.call('CreateVpnConnectionRoute', { VpnConnectionId: world.connectionId, DestinationCidrBlock: cidr });
  })],
  'declared-prefixes-differ': [
    doing(/make both the same/, (world) => world.declare({ onPremisesCidrs: ON_PREMISES })),
    doing(/or leave `onPremisesCidrs` out to take the static routes as they are/, (world) => world.declare({ onPremisesCidrs: [] })),
  ],
  'on-premises-prefixes-unknown': [
    doing(/name (?:them|the networks) in `onPremisesCidrs`/, (world) => world.declare({ onPremisesCidrs: ON_PREMISES })),
    doing(/or bring the tunnels up/, (world) => world.become('vpnConnections', world.connectionId, {
      tunnels: world.state('vpnConnections')[world.connectionId].tunnels.map((tunnel) => ({ ...tunnel, up: true, ipsecUp: true })),
    })),
    doing(/known from (rtb-\w+), .* or let the new gateway propagate into these tables/, (world, [, id]) => world.declareTo({ propagatingRouteTableIds: [id] })),
  ],
  'modify-refused': [onceMore(/mend what EC2 names and deploy again; static routes may stay/, mendingWhatEc2Names)],
  'modify-uncertain': [accepting(), onceMore(/mend what EC2 names and deploy again/, mendingWhatEc2Names)],

  // The customer gateway, and AS numbers
  'customer-gateway-not-found': [
    doing(CORRECT, (world) => world.declare({ customerGateway: world.bench.declaration.customerGateway })),
    doing(/customer gateway (cgw-\w+) .* or create the customer gateway first/, (world, [, id]) => void world.seed.customerGateway({ id })),
  ],
  'customer-gateway-not-available': [onceMore(/customer gateway (cgw-\w+) .* wait until it is available and deploy again/,
    (world) => world.become('customerGateways', world.declaration.customerGateway!.toId, { state: 'available' }))],
  'asn-equal': [
    doing(/choose a gateway .*with another AS number/, (world) => world.become('transitGateways', world.to.id, { amazonSideAsn: 64_999 })),
    doing(/or a customer gateway with another AS number/, anotherCustomerGateway),
  ],
  'asn-equal-unused': [
    accepting(),
    doing(/choose a gateway .*with another AS number/, (world) => world.become('transitGateways', world.to.id, { amazonSideAsn: 64_999 })),
    doing(/or a customer gateway with another AS number/, anotherCustomerGateway),
  ],
  'asn-changes': [
    accepting(),
    doing(/changes from (\d+) to .* give the new gateway the old AS number/,
      (world, [, asn]) => world.become('transitGateways', world.to.id, { amazonSideAsn: Number(asn) })),
    lookingFirst(/or have the device's configuration ready for the same appointment/),
  ],

  // The transit gateway that is left
  'source-association-differs': [doing(/is associated with (tgw-rtb-\w+), .* declare the table it is associated with/,
    (world, [, id]) => world.declareFrom({ associationRouteTableId: id }))],
  'source-propagation-undeclared': [
    doing(/name (tgw-rtb-\w+) in `propagationRouteTableIds` of `from`/,
      (world, [, id]) => world.declareFrom({ propagationRouteTableIds: [...world.from.propagationRouteTableIds, id] })),
    doing(/name (rtb-\w+) in `propagatingRouteTableIds` of `from`/, (world, [, id]) => world.declareFrom({ propagatingRouteTableIds: [id] })),
  ],
  'source-default-route-table-undeclared': [declaringDefaults()],
  'source-route-table-undeclared': [doing(/name (tgw-rtb-\w+) in `staticRouteTableIds` of `from`/,
    (world, [, id]) => world.declareFrom({ staticRouteTableIds: [...world.from.staticRouteTableIds, id] }))],
  'prefix-list-reference': [doing(/- \S+ (tgw-rtb-\w+) leads prefix list (pl-\w+) to (tgw-attach-\w+) .* put static routes for its blocks in its place, delete the reference/,
    (world, [, table, list, attachment]) => {
      world.call('DeleteTransitGatewayPrefixListReference', { TransitGatewayRouteTableId: table, PrefixListId: list });
      world.bench.pass(60);
      for (const cidr of world.state('prefixLists')[list].cidrs) routeTo(world, table, cidr, attachment);
    })],

  // The transit gateway that is arrived at
  'transit-gateway-not-found': [
    doing(CORRECT, (world) => world.declareTo({ id: world.bench.transitGatewayEnd.id })),
    away(/if another account owns it, create a second VPN connection there and move the device to it/, NEW_CONNECTION),
  ],
  'transit-gateway-not-available': [onceMore(/wait until it is available and deploy again/,
    (world) => world.become('transitGateways', world.to.id, { state: 'available' }))],
  'transit-gateway-not-owned': [away(/create a second VPN connection in the owner's account and move the device to it/, NEW_CONNECTION)],
  'transit-gateway-route-table-not-found': [doing(/route table (tgw-rtb-\w+) is not .* name a route table of that gateway/, (world, [, id]) => world.declareTo({
    staticRouteTableIds: world.to.staticRouteTableIds.filter((each) => each !== id),
  }))],
  'transit-gateway-route-table-not-available': [onceMore(/wait until it is available and deploy again/, (world) => {
    for (const id of Object.keys(world.state('transitGatewayRouteTables'))) world.become('transitGatewayRouteTables', id, { state: 'available' });
  })],
  'default-route-table-undeclared': [declaringDefaults()],
  'vpc-not-attached': [
    doing(/VPC (vpc-\w+) has no attachment .* attach the VPC to the transit gateway/, (world, [, vpcId]) => void world.seed.vpcAttachment({
      transitGatewayId: world.to.id, vpcId, subnetIds: world.subnetIds, propagations: [],
    })),
    onceMore(/attachment (tgw-attach-\w+) of .* wait until the attachment is available/, (world) => {
      world.become('transitGatewayAttachments', world.attachmentOf(world.vpcId, world.to.id), { state: 'available' });
    }),
  ],
  'availability-zone-not-attached': [doing(/attachment (tgw-attach-\w+) .* add a subnet of each of these Availability Zones to the attachment/,
    (world, [, id]) => world.become('transitGatewayAttachments', id, { subnetIds: world.subnetIds }))],
  'vpc-table-without-prefixes': [
    doing(/attachment (tgw-attach-\w+) .* associate the attachment with a route table/, (world, [, id]) => void world.call('AssociateTransitGatewayRouteTable', {
      TransitGatewayAttachmentId: id, TransitGatewayRouteTableId: world.to.associationRouteTableId,
    })),
    doing(/add (tgw-rtb-\w+) to `staticRouteTableIds`/, (world, [, id]) => world.declareTo({ staticRouteTableIds: [...world.to.staticRouteTableIds, id] })),
    doing(/add (tgw-rtb-\w+) to `propagationRouteTableIds`/, (world, [, id]) => world.declareTo({
      propagationRouteTableIds: [...world.to.propagationRouteTableIds, id],
    })),
  ],
  'no-return-path': [
    doing(/enable propagation of (tgw-attach-\w+) to (tgw-rtb-\w+)/, (world, [, attachment, table]) => void world.call('EnableTransitGatewayRouteTablePropagation', {
      TransitGatewayAttachmentId: attachment, TransitGatewayRouteTableId: table,
    })),
    doing(/enable propagation of (tgw-attach-\w+) to (tgw-rtb-\w+), or create a static route (\S+) to it there/,
      (world, [, attachment, table, cidr]) => routeTo(world, table, cidr, attachment)),
    doing(/lead the static route (\S+) in (tgw-rtb-\w+) to (tgw-attach-\w+)/, (world, [, cidr, table, attachment]) => void world.call('ReplaceTransitGatewayRoute', {
      TransitGatewayRouteTableId: table, DestinationCidrBlock: cidr, TransitGatewayAttachmentId: attachment,
    })),
    doing(/in transit gateway route table \S+ (\S+) inside .* take them out of (tgw-rtb-\w+)/, (world, [, cidr, table]) => void world.call('DeleteTransitGatewayRoute', {
      TransitGatewayRouteTableId: table, DestinationCidrBlock: cidr,
    })),
    doing(/in transit gateway route table (\S+) (\S+) inside .* or lead them to (tgw-attach-\w+)/, (world, [, table, cidr, attachment]) => void world.call('ReplaceTransitGatewayRoute', {
      TransitGatewayRouteTableId: table, DestinationCidrBlock: cidr, TransitGatewayAttachmentId: attachment,
    })),
  ],
  'no-static-route-table': [doing(/name the tables that the VPC attachments are associated with in `staticRouteTableIds`/,
    (world) => world.declareTo({ staticRouteTableIds: world.bench.transitGatewayEnd.staticRouteTableIds }))],
  'transit-gateway-route-exists': [
    deletingRoute(/delete the static route (\S+) in (tgw-rtb-\w+) and deploy again/),
    deletingReference(/delete the reference to (pl-\w+) in (tgw-rtb-\w+) and deploy again/),
  ],
  'transit-gateway-route-shadowing': [
    acceptingLoss(),
    deletingRoute(/delete the static route (\S+) in (tgw-rtb-\w+), if that part belongs behind the VPN/),
    endingAnnouncement(/end the announcement of (\S+) by (tgw-attach-\w+), if that part belongs behind the VPN/),
  ],
  'transit-gateway-route-shadowed': [
    accepting(),
    endingAnnouncement(/end the announcement of (\S+) by (tgw-attach-\w+),/),
    doing(/- \S+ propagated route (\S+) in .* or leave the prefix out of the VPN's routes/, (world, [, cidr]) => void world.call('DeleteVpnConnectionRoute', {
      VpnConnectionId: world.connectionId, DestinationCidrBlock: cidr,
    })),
  ],
  'prefix-list-not-read': [accepting(), lookingFirst(/make sure that the list holds nothing that is behind the VPN/)],

  // The virtual private gateway that is arrived at
  'vpn-gateway-not-found': [
    doing(CORRECT, (world) => world.declareTo({ id: world.bench.declaration.to.id })),
    doing(/virtual private gateway (vgw-\w+) .* or create the gateway first/, (world, [, id]) => void world.seed.vpnGateway({ id })),
  ],
  'vpn-gateway-not-available': [onceMore(/wait until it is available and deploy again/,
    (world) => world.become('vpnGateways', world.declaration.to.id, { state: 'available' }))],
  'vpn-gateway-cannot-carry': [
    away(/keep it on a transit gateway/, 'no move'), away(/or make a new connection without it/, NEW_CONNECTION),
  ],
  'vpn-gateway-ipv4-only': [doing(/- \S+ (\S+) cannot be .* withdraw these routes first/, (world, [, cidr]) => {
    for (const table of world.from.staticRouteTableIds) world.call('DeleteTransitGatewayRoute', { TransitGatewayRouteTableId: table, DestinationCidrBlock: cidr });
  })],
  'too-many-static-routes': [doing(/summarize the routes first/, (world) => {
    const [table] = world.from.staticRouteTableIds;
    const routes = Object.values(world.state('transitGatewayRoutes')).filter((route) => /^10\.64\./.test(route.destination));
    for (const { destination } of routes) world.call('DeleteTransitGatewayRoute', { TransitGatewayRouteTableId: table, DestinationCidrBlock: destination });
    routeTo(world, table, '10.64.0.0/16', world.attachmentOf(world.connectionId, world.from.id));
  })],
  'vpc-not-served': [
    doing(/virtual private gateway (vgw-\w+) is attached to no VPC, .* attach it to (vpc-\w+)/, (world, [, VpnGatewayId, VpcId]) => {
      world.call('AttachVpnGateway', { VpnGatewayId, VpcId });
    }),
    doing(/name (vpc-\w+) as `vpcId` of `to`/, (world, [, vpcId]) => world.declareTo({ vpcId })),
    doing(/delete (.*) in (rtb-\w+) first, and take that table out/, (world, [, cidrs, id]) => {
      for (const cidr of cidrs.split(', ')) world.call('DeleteRoute', { RouteTableId: id, DestinationCidrBlock: cidr });
      takingOut(world, id);
    }),
    doing(/take (rtb-\w+) out of `vpcRoutes`:/, (world, [, id]) => {
      const { before, after } = world.declaration.stackVpcRoutes!;
      world.declare({ stackVpcRoutes: { before, after: after.filter((table) => table.routeTableId !== id) } });
    }),
  ],
  'vpn-gateway-attached-elsewhere': [
    doing(/virtual private gateway (vgw-\w+) is attached to (vpc-\w+); detach it there first/, (world, [, VpnGatewayId, VpcId]) => {
      world.call('DetachVpnGateway', { VpnGatewayId, VpcId });
      world.bench.pass(300);
    }),
    doing(/or choose another gateway/, (world) => world.declareTo({ id: world.seed.vpnGateway() })),
  ],
  'other-connection-cut-off': [
    acceptingLoss(),
    doing(/cut off VPN connection (vpn-\w+); move that connection first/, (world, [, id]) => world.become('vpnConnections', id, {
      target: { kind: 'vpn-gateway', id: world.seed.vpnGateway() },
    })),
    doing(/cut off VPN connection (vpn-\w+); make a connection on the new gateway for it, and name both in `connections`/, (world, [, fromId]) => {
      const { staticRoutes, site } = world.state('vpnConnections')[fromId];
      const cidrs = staticRoutes.map(({ cidr }) => cidr);
      const toId = world.seed.vpnConnection({ on: world.declaration.to.id, routing: 'static', staticRoutes: cidrs, networks: site.networks });
      const replacement = world.declaration.replacement!;
      world.declare({ replacement: { ...replacement, connections: [...replacement.connections, { fromId, toId }] } });
    }),
  ],

  // Routes of VPCs
  'vpc-route-table-not-found': [doing(/route table (rtb-\w+) .* correct the id or leave the table out/, (world, [, id]) => takingOut(world, id))],
  'vpc-route-of-stack-exists': [doing(/leave (rtb-\w+) with that destination out of `vpcRoutes`/, (world) => world.declare({ stackVpcRoutes: undefined })),
    away(/or delete the route and make it by the stack in a deployment of its own/, 'a deployment of that route')],
  'vpc-route-table-undeclared': [
    doing(/declare (rtb-\w+) in `vpcRouteTables` and list (\S+) under `moved`/, (world, [, id, cidr]) => world.declareTable(id, () => ({ moved: [cidr], left: [] }))),
    doing(/declare (rtb-\w+) in `vpcRouteTables`/, (world, [, id]) => world.declareTable(id, (table) => table)),
  ],
  'vpc-route-unclaimed': [
    doing(/list (\S+) under `moved`(?: or `left`)? of (rtb-\w+)/, (world, [, cidr, id]) => world.declareTable(id, ({ moved, left }) => ({ moved: [...moved, cidr], left }))),
    doing(/list (\S+) under `moved` or `left` of (rtb-\w+)/, (world, [, cidr, id]) => world.declareTable(id, ({ moved, left }) => ({ moved, left: [...left, cidr] }))),
  ],
  'vpc-route-absent': [
    doing(/- \S+ (rtb-\w+) has no static route (\S+) to .* correct the destination/, (world, [, id]) => world.declareTable(id, () => ({ moved: [ON_PREMISES[0]], left: [] }))),
    doing(/- \S+ (rtb-\w+) has no static route (\S+) to .* or take it out/, (world, [, id]) => world.declareTable(id, () => ({ moved: [], left: [] }))),
  ],
  'vpc-route-left-behind': [doing(/take (\S+) out of `left` of (rtb-\w+) and list it under `moved`/, (world, [, cidr, id]) => world.declareTable(id, ({ moved, left }) => ({
    moved: [...moved, cidr], left: left.filter((each) => each !== cidr),
  })))],

  // Other connections
  'sites-separated': [
    accepting(),
    doing(/move (vpn-\w+) too/, (world, [, id]) => world.become('vpnConnections', id, { target: { kind: 'transit-gateway', id: world.declaration.to.id } })),
    lookingFirst(/or make sure that the sites have no traffic with each other/),
  ],
  'inside-cidr-in-use': [doing(/block (\S+) of a tunnel is also that of a tunnel of (vpn-\w+) .* give one of the two tunnels another inside CIDR block/,
    (world, [, cidr, id]) => world.become('vpnConnections', id, {
      tunnels: world.state('vpnConnections')[id].tunnels.map((tunnel) => (tunnel.insideCidr === cidr ? { ...tunnel, insideCidr: '169.254.99.0/30' } : tunnel)),
    }))],
  'duplicate-connection': [
    accepting(),
    doing(/or give one of them a customer gateway of its own/, anotherCustomerGateway),
    doing(/connects (vgw-\w+) and .* move to another gateway/, (world, [, VpnGatewayId]) => {
      world.call('DetachVpnGateway', { VpnGatewayId, VpcId: world.vpcId });
      world.bench.pass(300);
      world.declareTo({ id: world.seed.vpnGateway({ attachedTo: world.vpcId }) });
    }),
  ],
  'vpn-route-shadowing': [
    acceptingLoss(),
    doing(/static route (\S+) of (vpn-\w+) meets .* delete it, if these addresses belong behind the VPN that moves/,
      (world, [, cidr, id]) => void world.call('DeleteVpnConnectionRoute', { VpnConnectionId: id, DestinationCidrBlock: cidr })),
  ],

  // Direct Connect, and what comes in from the gateway
  'direct-connect-unknown': [
    accepting(),
    onceMore(/let the role of the move read Direct Connect and deploy again/, (world) => {
      world.directConnect = { paths: [] };
    }),
  ],
  'direct-connect-cut-off': [accepting(), movingDirectConnect(/move Direct Connect to another gateway first/)],
  'direct-connect-loses': [accepting(), movingDirectConnect(/move Direct Connect to the new gateway first/)],
  'direct-connect-wins': [accepting(), lookingFirst(/make sure that Direct Connect announces none of these prefixes/), lookingFirst(/or that it should carry them/)],
  'ingress-inspection-bypassed': [
    accepting(),
    doing(/to (eni-\w+); .* route it to the same place from the new gateway first/, (world, [, target]) => void world.seed.routeTable({
      vpcId: world.vpcId, edgeGateways: [world.declaration.to.id], routes: [{ destination: '172.31.0.0/20', target }],
    })),
  ],
  'ingress-inspection-begins': [accepting(), lookingFirst(/make sure that what stands there lets it through/)],

  // Who else lives from the old transit gateway
  'attachment-without-counterpart': [
    accepting(),
    doing(/\(vpc (vpc-\w+)\) .* attach it to (tgw-\w+) too, with a table that learns the VPN's prefixes/, (world, [, vpcId, transitGatewayId]) => {
      const { staticRouteTableIds: [association], associationRouteTableId } = world.to;
      world.seed.vpcAttachment({ transitGatewayId, vpcId, subnetIds: [], association, propagations: [associationRouteTableId] });
    }),
    doing(/- \S+ (tgw-attach-\w+) .* give it another way first/, (world, [, id]) => world.become('transitGatewayAttachments', id, { association: undefined })),
  ],
  'blackhole-not-moved': [
    accepting(),
    doing(/blackhole (\S+) in .* create the same blackhole in the new tables, if it is still wanted/, (world, [, DestinationCidrBlock]) => {
      for (const table of world.to.staticRouteTableIds) world.call('CreateTransitGatewayRoute', { TransitGatewayRouteTableId: table, DestinationCidrBlock, Blackhole: true });
    }),
    lookingFirst(/drop that traffic elsewhere, if it must be/),
  ],
  'reach-lost': [
    accepting(),
    lookingFirst(/make sure that nobody behind the VPN needs it/),
    doing(/- \S+ (\S+) can be reached .* or give the new gateway a route to it/, (world, [, cidr]) =>
      routeTo(world, world.to.associationRouteTableId, cidr, world.attachmentOf(world.vpcId, world.to.id))),
  ],
  'default-route-announced': [
    accepting(),
    lookingFirst(/filter it on the device/),
    doing(/or associate the VPN with a table without it/, (world) => {
      const associationRouteTableId = world.seed.transitGatewayRouteTable({ transitGatewayId: world.to.id });
      world.call('EnableTransitGatewayRouteTablePropagation', {
        TransitGatewayAttachmentId: world.attachmentOf(world.vpcId, world.to.id), TransitGatewayRouteTableId: associationRouteTableId,
      });
      world.declareTo({ associationRouteTableId });
    }),
  ],
  'default-route-withdrawn': [
    accepting(),
    lookingFirst(/give the device another way/),
    doing(/default route \((\S+)\) today, .* or the new gateway that route/, (world, [, cidr]) =>
      routeTo(world, world.to.associationRouteTableId, cidr, world.attachmentOf(world.vpcId, world.to.id))),
  ],
  'ecmp-becomes-active': [
    accepting(),
    lookingFirst(/let the device accept traffic on either tunnel/),
    lookingFirst(/or announce more specific prefixes over the one that is to be used/),
  ],

  // Quotas, owners, alarms, rights
  'too-many-bgp-prefixes': [onceMore(/summarize the announcements first/, (world) => world.become('vpnConnections', world.connectionId, {
    tunnels: world.state('vpnConnections')[world.connectionId].tunnels.map((tunnel) => ({ ...tunnel, acceptedRouteCount: ON_PREMISES.length })),
  }))],
  'quota-exceeded': [
    doing(/ask for a higher quota/, (world) => {
      world.quotas = world.quotas.map(({ name }) => ({ name, applied: 100 }));
    }),
    doing(/(tgw-\w+) would have .* or make room first/, (world) => {
      const [other] = Object.values(world.state('transitGatewayAttachments')).filter((each) => each.resourceType === 'peering');
      world.become('transitGatewayAttachments', other.id, { state: 'deleted' });
    }),
  ],
  'quota-unknown': [
    accepting(),
    doing(/ask for a higher quota/, (world) => {
      world.quotas = world.quotas.map(({ name }) => ({ name, applied: 100 }));
    }),
    doing(/or make room first/, (world) => {
      const [other] = Object.values(world.state('vpnConnections')).filter((each) => each.id !== world.connectionId);
      world.call('DeleteVpnConnection', { VpnConnectionId: other.id });
      world.bench.pass(300);
    }),
  ],
  'owned-by-another-stack': [accepting(), lookingFirst(/in the template of Spokes, (?:give|point|take|let)/)],
  'rollback-alarm': [
    accepting(),
    doing(/deploy the move without this rollback trigger/, (world) => {
      world.stack = { ...world.stack, rollbackAlarms: [] };
    }),
  ],
  'rollback-alarms-unknown': [
    accepting(),
    onceMore(/let the role of the move describe its stack and the alarms, and deploy again/, (world) => {
      world.stack = { ...world.stack, rollbackAlarms: [] };
    }),
  ],
  'not-permitted': [onceMore(/look for a service control policy, a permissions boundary or a denial that takes these permissions away/, (world) => {
    world.refusal = undefined;
  })],

  // One virtual private gateway in the place of another
  'new-connection-classic': [doing(/make a new connection on the new gateway/, (world) => {
    const { vpcId, connections: [{ fromId }] } = world.declaration.replacement!;
    const toId = world.seed.vpnConnection({ on: world.declaration.to.id, routing: 'static', staticRoutes: ON_PREMISES, networks: ON_PREMISES });
    world.declare({ replacement: { ...world.declaration.replacement!, vpcId, connections: [{ fromId, toId }] } });
  })],
  'connection-not-classic': [
    doing(/let VirtualPrivateGatewayReplacement replace its gateway/, (world) => {
      const { fromCategory, ...replacement } = world.declaration.replacement!;
      world.declare({ replacement });
    }),
    away(/or VpnTargetMigration move it/, 'VpnTargetMigration'),
  ],
  'static-route-missing': [doing(/no static route of (vpn-\w+) leads to (\S+), .* make that static route of the new connection first/,
    (world, [, id, cidr]) => void world.call('CreateVpnConnectionRoute', { VpnConnectionId: id, DestinationCidrBlock: cidr }))],
  'vpn-gateway-not-in-place': [doing(/name the gateway that is attached to that VPC/, (world) => world.declare({ from: world.bench.declaration.from }))],
  'test-route-table-elsewhere': [
    doing(/name route tables of the test VPC/, (world) => world.declare({ replacement: world.bench.declaration.replacement })),
    doing(/or none/, (world) => {
      const replacement = world.declaration.replacement!;
      world.declare({ replacement: { ...replacement, test: { ...replacement.test!, routeTableIds: [] } } });
    }),
  ],
};

function mendingWhatEc2Names(world: World): void {
  world.refusal = undefined;
}

function takingOut(world: World, id: string): void {
  world.declare({ vpcRouteTables: world.declaration.vpcRouteTables.filter((table) => table.routeTableId !== id) });
}

function anotherCustomerGateway(world: World): void {
  const { customerGatewayId: fromId } = world.state('vpnConnections')[world.connectionId];
  world.declare({ customerGateway: { fromId, toId: world.seed.customerGateway({ asn: 65_111 }) } });
}

function declaringDefaults(): Alternative {
  return doing(/beside `associationRouteTableId` of (tgw-\w+) write `defaultRouteTableIds: \[(.*?)\],`/, (world, [, id, list]) => {
    const defaultRouteTableIds = list.split(', ').map((each) => each.replaceAll('\'', ''));
    if (world.declaration.from.id === id) world.declareFrom({ defaultRouteTableIds });
    else world.declareTo({ defaultRouteTableIds });
  });
}

function deletingRoute(says: RegExp): Alternative {
  return doing(says, (world, [, cidr, table]) => void world.call('DeleteTransitGatewayRoute', { TransitGatewayRouteTableId: table, DestinationCidrBlock: cidr }));
}

function deletingReference(says: RegExp): Alternative {
  return doing(says, (world, [, list, table]) => void world.call('DeleteTransitGatewayPrefixListReference', { TransitGatewayRouteTableId: table, PrefixListId: list }));
}

function endingAnnouncement(says: RegExp): Alternative {
  return doing(says, (world, [, cidr, id]) => world.become('transitGatewayAttachments', id, {
    prefixes: world.state('transitGatewayAttachments')[id].prefixes.filter((prefix) => prefix !== cidr),
  }));
}

function movingDirectConnect(says: RegExp): Alternative {
  return doing(says, (world) => {
    world.directConnect = { paths: [] };
  });
}

function routeTo(world: World, TransitGatewayRouteTableId: string, DestinationCidrBlock: string, TransitGatewayAttachmentId: string): void {
  world.call('CreateTransitGatewayRoute', { TransitGatewayRouteTableId, DestinationCidrBlock, TransitGatewayAttachmentId });
}
