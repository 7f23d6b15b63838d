/**
 * A connection whose target is edited, with VPC routes that are resources of the same stack: CloudFormation leads them to the
 * new gateway while the two custom resources see to the connection's own. No route may be anybody's but one's.
 */
import { STACK_NAME } from './application';
import {
  ANNOUNCED_PHASES, begin, deploy, deployTwice, Edit, EDITS, failing, FailurePoint, ORDERS, pairOf, ROUTINGS, UNRELATED_RESOURCE,
} from './edit-target';
import { Estate, ON_PREMISES, Routing } from './estate';
import { Scenario, ScenarioContext } from './scenario';
import { VpcRoutes } from '../../../src';
import { effectiveVpcRoutes } from '../embedded-ec2/routing';

const FOLLOWED: readonly Scenario[] = EDITS.flatMap((move) => ROUTINGS.map((routing): Scenario => ({
  ...common(move, routing),
  name: `edit-target-vpc-routes-${move}-${routing}`,
  about: 'the stack itself has the static routes of the VPC: they go over with the connection, and a second deployment changes nothing',
  mustEnd: 'migrated',
  mustAnnounce: ['STARTED', 'ARRANGED', 'MIGRATED'],
})));

const POINTS: readonly FailurePoint[] = ['after-the-modify', 'at-the-end'];

const ROLLED_BACK: readonly Scenario[] = EDITS.flatMap((move) => POINTS.flatMap((point) => ORDERS.map((rollbackOrder): Scenario => ({
  ...common(move, 'static'),
  name: `edit-target-vpc-routes-${move}-fails-${point}-${rollbackOrder}`,
  about: `the same, and another resource fails ${point.replaceAll('-', ' ')}; the rollback undoes ${rollbackOrder.replace('-', ' ')}: all is as it was`,
  mustEnd: 'rolled-back',
  mustSay: 'as the rehearsal wants',
  mustAnnounce: ANNOUNCED_PHASES[point],
  aws: { failAt: failing(UNRELATED_RESOURCE, 'UPDATE_IN_PROGRESS'), cloudFormationUnknowns: { rollbackOrder } },
  run: async (context) => deploy(context, { ...ofStack(context.estate, 'static'), on: context.estate.to, deployment: 2, point }),
}))));

const [FIRST, ...OTHERS] = ON_PREMISES;

/** Of one table the stack has one route, and somebody made the others; the other table is the stack's. */
const SHARED_TABLE: Scenario = {
  ...common('vgw-to-tgw', 'static'),
  name: 'edit-target-vpc-routes-shared-table',
  about: 'of a VPC table the stack has one route, and somebody made the others: CloudFormation moves that one, and the function the others',
  mustEnd: 'migrated',
  mustAnnounce: ['STARTED', 'ARRANGED', 'MIGRATED'],
  begin: async (context) => {
    const { estate: { from, vpcRouteTableIds: [routeTableId] }, aws: { network } } = context;
    network.seed.routes(routeTableId, OTHERS.map((destination) => ({ destination, target: from.id })));
    return begin(context, sharing(context.estate));
  },
  run: async (context) => deployTwice(context, sharing(context.estate)),
  unexpected: (context) => differencesOfTemplate(context, OTHERS.map((destination) => `${context.estate.vpcRouteTableIds[0]}|${destination}`)),
};

/** What the gateway propagates stays switched on until the stack lets go of it; the stack's static routes win over it at once. */
const PROPAGATED_BEFORE: Scenario = {
  ...common('vgw-to-tgw', 'static'),
  name: 'edit-target-vpc-routes-propagated-before',
  about: 'the stack had the virtual private gateway propagate into the VPC, and has static routes to the transit gateway instead',
  mustEnd: 'migrated',
  mustAnnounce: ['STARTED', 'ARRANGED', 'MIGRATED'],
  begin: async (context) => begin(context, { ...ofStack(context.estate, 'static'), vpcRoutes: [VpcRoutes.propagated([...context.estate.vpcRouteTableIds])] }),
};

const MADE_BY_HAND: Scenario = {
  ...common('vgw-to-tgw', 'static'),
  name: 'edit-target-vpc-routes-made-by-hand',
  about: 'the routes that the stack would make with the edit are there already, made by somebody: refused before anything is touched',
  mustEnd: 'refused',
  mustSay: 'vpc-route-of-stack-exists',
  estate: { move: 'vgw-to-tgw' },
  begin: async (context) => begin(context, { ...ofStack(context.estate, 'static'), vpcRoutes: [] }),
  run: async (context) => deploy(context, { ...ofStack(context.estate, 'static'), on: context.estate.to, deployment: 2 }),
  unexpected: () => [],
};

export const EDIT_TARGET_VPC_ROUTES: readonly Scenario[] = [...FOLLOWED, ...ROLLED_BACK, SHARED_TABLE, PROPAGATED_BEFORE, MADE_BY_HAND];

function common(move: typeof EDITS[number], routing: Routing): Pick<Scenario, 'direction' | 'routing' | 'estate' | 'begin' | 'run' | 'unexpected'> {
  return {
    direction: move, routing, estate: { move, vpcTablesEmpty: true },
    run: async (context) => deployTwice(context, ofStack(context.estate, routing)),
    begin: async (context) => begin(context, ofStack(context.estate, routing)),
    unexpected: (context) => differencesOfTemplate(context),
  };
}

/** Every VPC route is the stack's. */
function ofStack(estate: Estate, routing: Routing): Omit<Edit, 'on' | 'deployment'> {
  return {
    routing,
    targetChange: pairOf(estate, { routing }, { vpcRouteTables: [] }),
    vpcRoutes: [VpcRoutes.staticRoutes([...estate.vpcRouteTableIds], routing === 'bgp' ? ON_PREMISES : undefined)],
  };
}

function sharing(estate: Estate): Omit<Edit, 'on' | 'deployment'> {
  const [shared, own] = estate.vpcRouteTableIds;
  return {
    routing: 'static',
    targetChange: pairOf(estate, { routing: 'static' }, { vpcRouteTables: [{ routeTableId: shared }] }),
    vpcRoutes: [VpcRoutes.staticRoutes([shared], [FIRST]), VpcRoutes.staticRoutes([own])],
  };
}

/** Each route that the stack has leads to where the connection stands, and there is no other one but those that others made. */
function differencesOfTemplate({ aws, estate }: ScenarioContext, ofOthers: readonly string[] = []): string[] {
  const { view } = aws.network;
  const { target } = view.state.vpnConnections[estate.vpnConnectionId];
  const declared = aws.cloudFormation.describeResources(STACK_NAME).filter(({ type }) => type === 'AWS::EC2::Route').map(({ physicalId }) => physicalId);
  const present = estate.vpcRouteTableIds.flatMap((id) => effectiveVpcRoutes(view, view.state.vpcRouteTables[id])
    .filter((route) => route.origin === 'CreateRoute')
    .map((route) => ({ id: `${id}|${route.destination}`, target: route.target.id, state: route.state })));
  return [
    ...declared.filter((id) => !present.some((route) => route.id === id)).map((id) => `the stack has the route ${id}, which there is not`),
    ...present.filter(({ id }) => !declared.includes(id) && !ofOthers.includes(id)).map(({ id }) => `there is the route ${id}, which the stack has not`),
    ...present.filter((route) => route.target !== target?.id || route.state !== 'active')
      .map((route) => `the route ${route.id} leads to ${route.target} and is ${route.state}, while the connection stands on ${target?.id}`),
  ];
}
