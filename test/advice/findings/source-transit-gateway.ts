/** The transit gateway that is left: how each finding is brought about, and what its advice says to do. */
import { BETWEEN_TGWS, cause, declaringDefaults, DEFAULTS, doing, EXCHANGE, routeTo, Stories } from './story';

export const SOURCE_TRANSIT_GATEWAY = {
  'source-association-differs': {
    causes: [
      cause('another table is declared', BETWEEN_TGWS, (world) => world.declareFrom({ associationRouteTableId: world.from.staticRouteTableIds[0] })),
    ],
    advice: [doing(/is associated with (tgw-rtb-\w+), .* declare the table it is associated with/,
      (world, [, id]) => world.declareFrom({ associationRouteTableId: id }))],
  },
  'source-propagation-undeclared': {
    causes: [
      cause('into a table of the transit gateway', { ...BETWEEN_TGWS, routing: 'bgp' }, (world) => world.declareFrom({ propagationRouteTableIds: [] })),
      cause('into one of the VPC', EXCHANGE, (world) => world.declareFrom({ propagatingRouteTableIds: [] })),
    ],
    advice: [
      doing(/name (tgw-rtb-\w+) in `propagationRouteTableIds` of `from`/,
        (world, [, id]) => world.declareFrom({ propagationRouteTableIds: [...world.from.propagationRouteTableIds, id] })),
      doing(/name (rtb-\w+) in `propagatingRouteTableIds` of `from`/, (world, [, id]) => world.declareFrom({ propagatingRouteTableIds: [id] })),
    ],
  },
  'source-default-route-table-undeclared': {
    causes: [cause('the gateway has one', { ...BETWEEN_TGWS, ...DEFAULTS }, (world) => world.declareFrom({ defaultRouteTableIds: [] }))],
    advice: [declaringDefaults()],
  },
  'source-route-table-undeclared': {
    causes: [cause('it has routes to the VPN', BETWEEN_TGWS, (world) => world.declareFrom({ staticRouteTableIds: [] }))],
    advice: [doing(/name (tgw-rtb-\w+) in `staticRouteTableIds` of `from`/,
      (world, [, id]) => world.declareFrom({ staticRouteTableIds: [...world.from.staticRouteTableIds, id] }))],
  },
  'prefix-list-reference': {
    causes: [cause('it leads to the VPN', BETWEEN_TGWS, (world) => world.seed.transitGatewayPrefixListReference({
      routeTableId: world.from.staticRouteTableIds[0], prefixListId: world.seed.prefixList(['10.8.0.0/16']),
      attachmentId: world.attachmentOf(world.connectionId, world.from.id),
    }))],
    advice: [doing(/- \S+ (tgw-rtb-\w+) leads prefix list (pl-\w+) to (tgw-attach-\w+) .* put static routes for its blocks in its place, delete the reference/,
      (world, [, table, list, attachment]) => {
        world.call('DeleteTransitGatewayPrefixListReference', { TransitGatewayRouteTableId: table, PrefixListId: list });
        world.bench.pass(60);
        for (const cidr of world.state('prefixLists')[list].cidrs) routeTo(world, table, cidr, attachment);
      })],
  },
} satisfies Stories;
