/** Every move with both kinds of routing, and each of them undone again by taking its construct out of the stack. */
import { MigrationChoices } from './application';
import { deployAndRemove, deployMigration } from './deployments';
import { Move, Routing } from './estate';
import { Scenario } from './scenario';

const ABOUT: { readonly [move in Exclude<Move, 'vgw-to-tgw'>]: string } = {
  'vgw-to-vgw': 'a virtual private gateway takes the place of another one at the same VPC',
  'tgw-to-tgw': 'a connection moves to another transit gateway; its routes are made again in the mapped tables',
  'tgw-to-vgw': 'a connection moves to a virtual private gateway; one VPC table gets static routes, one learns by propagation',
  'customer-gateway': 'only the device changes: another customer gateway, and no route is touched',
  'customer-gateway-and-target': 'another device and a transit gateway at once, in one call and one interruption',
};

interface Described extends Pick<Scenario, 'name' | 'about' | 'direction' | 'estate' | 'aws'> {
  readonly routing: Routing;
  readonly choices?: MigrationChoices;
}

const DESCRIBED: readonly Described[] = [
  {
    name: 'static',
    about: 'a connection with three static routes moves; the gateway has a default route table that it is taken out of',
    direction: 'vgw-to-tgw',
    routing: 'static',
    estate: { move: 'vgw-to-tgw', defaultRouteTable: true },
  },
  {
    name: 'bgp',
    about: 'a connection that speaks BGP moves; its prefixes are known from the route table they propagate to',
    direction: 'vgw-to-tgw',
    routing: 'bgp',
    estate: { move: 'vgw-to-tgw' },
  },
  ...(Object.keys(ABOUT) as (keyof typeof ABOUT)[]).flatMap((move) => (['static', 'bgp'] as const).map((routing): Described => ({
    name: `${move}-${routing}`,
    about: ABOUT[move],
    direction: move === 'customer-gateway-and-target' ? 'vgw-to-tgw' : move,
    routing,
    estate: { move },
  }))),
  {
    name: 'vgw-to-vgw-rearranged',
    about: 'the new gateway propagates into the other one of the two VPC tables, and EC2 drops the connection\'s static routes on the way',
    direction: 'vgw-to-vgw',
    routing: 'static',
    estate: { move: 'vgw-to-vgw', propagationSwapped: true },
    aws: { unknowns: { staticRoutesAcrossVpnGateways: 'dropped', vgwPropagationAfterDetach: 'kept' } },
  },
  {
    name: 'tgw-to-tgw-summary-route',
    about: 'a wide route to the old transit gateway covers the networks and is left: routes of their own lead to the new one',
    direction: 'tgw-to-tgw',
    routing: 'static',
    estate: { move: 'tgw-to-tgw', summaryRoute: '10.0.0.0/8' },
    choices: { left: ['10.0.0.0/8'] },
  },
];

export const MOVES_DEPLOYED: readonly (Scenario & { readonly routing: Routing })[] = DESCRIBED.map(({ choices, ...each }) => ({
  ...each, mustEnd: 'migrated', run: async (context) => deployMigration(context, choices),
}));

export const MOVES_REMOVED: readonly Scenario[] = DESCRIBED.map(({ choices, ...each }) => ({
  ...each,
  name: `${each.name}-removed`,
  about: `after the move of \`${each.name}\` its construct is removed, with onRemoval MOVE_BACK: everything is as it was`,
  mustEnd: 'rolled-back',
  deployment: 'succeeds',
  mustNote: ['closed', 'closed'],
  mustAnnounce: ['STARTED', 'MODIFIED', 'ARRANGED', 'MIGRATED', 'STARTED', 'MODIFIED', 'MOVED_BACK'],
  run: async (context) => deployAndRemove(context, choices),
}));
