/** Routes of VPCs: how each finding is brought about, and what its advice says to do. */
import { away, cause, doing, FIRST, NOWHERE, Stories, takingOut } from './story';
import { ON_PREMISES, World } from '../world';

export const VPC_ROUTES = {
  'vpc-route-table-not-found': {
    causes: [cause('its id is misspelt', {}, (world) => world.declareTable(`rtb-${NOWHERE}`, (table) => table))],
    advice: [doing(/route table (rtb-\w+) .* correct the id or leave the table out/, (world, [, id]) => takingOut(world, id))],
  },
  'vpc-route-of-stack-exists': {
    causes: [cause('somebody has made it', {}, (world) => world.declare({
      stackVpcRoutes: { before: [], after: [{ routeTableId: world.declaration.vpcRouteTables[0].routeTableId, destinations: [FIRST] }] },
    }))],
    advice: [
      doing(/leave (rtb-\w+) with that destination out of `vpcRoutes`/, (world) => world.declare({ stackVpcRoutes: undefined })),
      away(/or delete the route and make it by the stack in a deployment of its own/, 'a deployment of that route'),
    ],
  },
  'vpc-route-table-undeclared': {
    causes: [
      cause('it has routes to the VPN, and one to another network', {}, (world) => {
        const [table, ...others] = world.declaration.vpcRouteTables;
        world.seed.routes(table.routeTableId, [{ destination: '10.200.0.0/16', target: world.declaration.from.id }]);
        world.declare({ vpcRouteTables: others });
      }),
      cause('the gateway propagates into it', {}, (world) => world.declare({ vpcRouteTables: world.declaration.vpcRouteTables.slice(0, 1) })),
    ],
    advice: [
      doing(/declare (rtb-\w+) in `vpcRouteTables` and list (\S+) under `moved`/, (world, [, id, cidr]) => world.declareTable(id, () => ({ moved: [cidr], left: [] }))),
      doing(/declare (rtb-\w+) in `vpcRouteTables`/, (world, [, id]) => world.declareTable(id, (table) => table)),
    ],
  },
  'vpc-route-unclaimed': {
    causes: [
      cause('it leads to another network', {}, (world) => routeToOld(world, '10.200.0.0/16')),
      cause('it leads to a part of the VPN\'s', {}, (world) => routeToOld(world, '10.1.7.0/24')),
    ],
    advice: [
      doing(/list (\S+) under `moved`(?: or `left`)? of (rtb-\w+)/, (world, [, cidr, id]) => world.declareTable(id, ({ moved, left }) => ({ moved: [...moved, cidr], left }))),
      doing(/list (\S+) under `moved` or `left` of (rtb-\w+)/, (world, [, cidr, id]) => world.declareTable(id, ({ moved, left }) => ({ moved, left: [...left, cidr] }))),
    ],
  },
  'vpc-route-absent': {
    causes: [
      cause('the destination is misspelt', {}, (world) => world.declareTable(world.declaration.vpcRouteTables[0].routeTableId, () => ({ moved: ['10.11.0.0/16'], left: [] }))),
    ],
    advice: [
      doing(/- \S+ (rtb-\w+) has no static route (\S+) to .* correct the destination/, (world, [, id]) => world.declareTable(id, () => ({ moved: [ON_PREMISES[0]], left: [] }))),
      doing(/- \S+ (rtb-\w+) has no static route (\S+) to .* or take it out/, (world, [, id]) => world.declareTable(id, () => ({ moved: [], left: [] }))),
    ],
  },
  'vpc-route-left-behind': {
    causes: [
      cause('it carries what moves', {}, (world) => world.declareTable(world.declaration.vpcRouteTables[0].routeTableId, () => ({ moved: [], left: [FIRST] }))),
    ],
    advice: [doing(/take (\S+) out of `left` of (rtb-\w+) and list it under `moved`/, (world, [, cidr, id]) => world.declareTable(id, ({ moved, left }) => ({
      moved: [...moved, cidr], left: left.filter((each) => each !== cidr),
    })))],
  },
} satisfies Stories;

function routeToOld(world: World, destination: string): void {
  world.seed.routes(world.declaration.vpcRouteTables[0].routeTableId, [{ destination, target: world.declaration.from.id }]);
}
