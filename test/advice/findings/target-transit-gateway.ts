/** The transit gateway that is arrived at: how each finding is brought about, and what its advice says to do. */
import { accepting, acceptingLoss, Alternative, away, BGP, blackhole, cause, CORRECT, declaringDefaults, DEFAULTS, doing, FIRST, lookingFirst, NEW_CONNECTION, NOWHERE, onceMore, peering, routeTo, Stories, vpcAttachment } from './story';
import { Estate, World } from '../world';

export const TARGET_TRANSIT_GATEWAY = {
  'transit-gateway-not-found': {
    causes: [cause('its id is misspelt', {}, (world) => world.declareTo({ id: `tgw-${NOWHERE}` }))],
    advice: [
      doing(CORRECT, (world) => world.declareTo({ id: world.bench.transitGatewayEnd.id })),
      away(/if another account owns it, create a second VPN connection there and move the device to it/, NEW_CONNECTION),
    ],
  },
  'transit-gateway-not-available': {
    causes: [cause('somebody modifies it', {}, (world) => world.become('transitGateways', world.to.id, { state: 'modifying' }))],
    advice: [onceMore(/wait until it is available and deploy again/,
      (world) => world.become('transitGateways', world.to.id, { state: 'available' }))],
  },
  'transit-gateway-not-owned': {
    causes: [
      cause('it is shared with this account', {}, (world) => world.become('transitGateways', world.to.id, { ownerId: '999988887777' })),
    ],
    advice: [away(/create a second VPN connection in the owner's account and move the device to it/, NEW_CONNECTION)],
  },
  'transit-gateway-route-table-not-found': {
    causes: [cause('its id is misspelt', {}, (world) => world.declareTo({
      staticRouteTableIds: [...world.to.staticRouteTableIds, `tgw-rtb-${NOWHERE}`],
    }))],
    advice: [doing(/route table (tgw-rtb-\w+) is not .* name a route table of that gateway/, (world, [, id]) => world.declareTo({
      staticRouteTableIds: world.to.staticRouteTableIds.filter((each) => each !== id),
    }))],
  },
  'transit-gateway-route-table-not-available': {
    causes: [
      cause('it is being made', {}, (world) => world.become('transitGatewayRouteTables', world.to.staticRouteTableIds[0], { state: 'pending' })),
    ],
    advice: [onceMore(/wait until it is available and deploy again/, (world) => {
      for (const id of Object.keys(world.state('transitGatewayRouteTables'))) world.become('transitGatewayRouteTables', id, { state: 'available' });
    })],
  },
  'default-route-table-undeclared': {
    causes: [
      cause('the gateway has one', DEFAULTS, (world) => world.declareTo({ defaultRouteTableIds: [] })),
      cause('and it is the association\'s', DEFAULTS, (world) => {
        const [table] = world.to.defaultRouteTableIds;
        world.become('transitGatewayAttachments', vpcAttachment(world), { propagations: [{ routeTableId: table, state: 'enabled' }] });
        world.declareTo({ associationRouteTableId: table, defaultRouteTableIds: [] });
      }),
    ],
    advice: [declaringDefaults()],
  },
  'vpc-not-attached': {
    causes: [
      cause('nobody has thought of it', {}, (world) => world.become('transitGatewayAttachments', vpcAttachment(world), { state: 'deleted' })),
      cause('it is being attached', {}, (world) => world.become('transitGatewayAttachments', vpcAttachment(world), { state: 'pending' })),
    ],
    advice: [
      doing(/VPC (vpc-\w+) has no attachment .* attach the VPC to the transit gateway/, (world, [, vpcId]) => void world.seed.vpcAttachment({
        transitGatewayId: world.to.id, vpcId, subnetIds: world.subnetIds, propagations: [],
      })),
      onceMore(/attachment (tgw-attach-\w+) of .* wait until the attachment is available/, (world) => {
        world.become('transitGatewayAttachments', world.attachmentOf(world.vpcId, world.to.id), { state: 'available' });
      }),
    ],
  },
  'availability-zone-not-attached': {
    causes: [
      cause('one is', {}, (world) => world.become('transitGatewayAttachments', vpcAttachment(world), { subnetIds: world.subnetIds.slice(0, 1) })),
    ],
    advice: [doing(/attachment (tgw-attach-\w+) .* add a subnet of each of these Availability Zones to the attachment/,
      (world, [, id]) => world.become('transitGatewayAttachments', id, { subnetIds: world.subnetIds }))],
  },
  'vpc-table-without-prefixes': {
    causes: [
      cause('the VPC is associated with none', {}, (world) => world.become('transitGatewayAttachments', vpcAttachment(world), { association: undefined })),
      cause('it is associated with another, static', {}, (world) => world.declareTo({ staticRouteTableIds: [world.to.associationRouteTableId] })),
      cause('it is associated with another, BGP', BGP, (world) => world.declareTo({ propagationRouteTableIds: [world.to.associationRouteTableId] })),
    ],
    advice: [
      doing(/attachment (tgw-attach-\w+) .* associate the attachment with a route table/, (world, [, id]) => void world.call('AssociateTransitGatewayRouteTable', {
        TransitGatewayAttachmentId: id, TransitGatewayRouteTableId: world.to.associationRouteTableId,
      })),
      doing(/add (tgw-rtb-\w+) to `staticRouteTableIds`/, (world, [, id]) => world.declareTo({ staticRouteTableIds: [...world.to.staticRouteTableIds, id] })),
      doing(/add (tgw-rtb-\w+) to `propagationRouteTableIds`/, (world, [, id]) => world.declareTo({
        propagationRouteTableIds: [...world.to.propagationRouteTableIds, id],
      })),
    ],
  },
  'no-return-path': {
    causes: [
      cause('the VPC does not propagate', {}, (world) => world.become('transitGatewayAttachments', vpcAttachment(world), { propagations: [] })),
      cause('a static route leads elsewhere', {}, (world) => world.seed.transitGatewayRoute({
        routeTableId: world.to.associationRouteTableId, destination: '172.31.0.0/16', attachmentId: peering(world, []),
      })),
      cause('a part is led elsewhere', {}, (world) => world.seed.transitGatewayRoute({
        routeTableId: world.to.associationRouteTableId, destination: '172.31.8.0/24', attachmentId: peering(world, []),
      })),
    ],
    advice: [
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
  },
  'no-static-route-table': {
    causes: [cause('none is named', {}, (world) => world.declareTo({ staticRouteTableIds: [] }))],
    advice: [doing(/name the tables that the VPC attachments are associated with in `staticRouteTableIds`/,
      (world) => world.declareTo({ staticRouteTableIds: world.bench.transitGatewayEnd.staticRouteTableIds }))],
  },
  'transit-gateway-route-exists': {
    causes: [
      cause('as a blackhole', {}, (world) => blackhole(world, world.to.staticRouteTableIds[0], FIRST)),
      cause('by a prefix list', {}, (world) => referTo(world, [FIRST])),
    ],
    advice: [
      deletingRoute(/delete the static route (\S+) in (tgw-rtb-\w+) and deploy again/),
      deletingReference(/delete the reference to (pl-\w+) in (tgw-rtb-\w+) and deploy again/),
    ],
  },
  'transit-gateway-route-shadowing': {
    causes: [
      cause('a blackhole drops a part', {}, (world) => blackhole(world, world.to.staticRouteTableIds[0], '10.1.7.0/24')),
      cause('somebody announces a part', {}, (world) => void peering(world, ['10.1.7.0/24'])),
    ],
    advice: [
      acceptingLoss(),
      deletingRoute(/delete the static route (\S+) in (tgw-rtb-\w+), if that part belongs behind the VPN/),
      endingAnnouncement(/end the announcement of (\S+) by (tgw-attach-\w+), if that part belongs behind the VPN/),
    ],
  },
  'transit-gateway-route-shadowed': {
    causes: [cause('somebody announces the same', {}, (world) => void peering(world, [FIRST]))],
    advice: [
      accepting(),
      endingAnnouncement(/end the announcement of (\S+) by (tgw-attach-\w+),/),
      doing(/- \S+ propagated route (\S+) in .* or leave the prefix out of the VPN's routes/, (world, [, cidr]) => void world.call('DeleteVpnConnectionRoute', {
        VpnConnectionId: world.connectionId, DestinationCidrBlock: cidr,
      })),
    ],
  },
  'prefix-list-not-read': {
    causes: [
      cause('the blocks are not among the routes', { unknowns: { prefixListRouteInSearch: 'one-row' } as Estate['unknowns'] }, (world) => referTo(world, ['10.66.0.0/16'])),
    ],
    advice: [
      accepting(),
      lookingFirst(/make sure that the list holds nothing that is behind the VPN/),
    ],
  },
} satisfies Stories;

function referTo(world: World, cidrs: readonly string[]): void {
  const [routeTableId] = world.to.staticRouteTableIds;
  const [prefixListId, attachmentId] = [world.seed.prefixList(cidrs), peering(world, [])];
  world.seed.transitGatewayPrefixListReference({ routeTableId, prefixListId, attachmentId });
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
