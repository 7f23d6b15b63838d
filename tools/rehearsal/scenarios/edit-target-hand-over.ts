/**
 * After a rollback to a transit gateway: the connection has another attachment there than CloudFormation's record names. Then what leads to
 * it is edited, for which CloudFormation looks again, and makes for the new attachment what an attachment has once only.
 */
import { STACK_NAME } from './application';
import { ANNOUNCED_PHASES, begin, deploy, deployTwice, Edit, failing, ORDERS, ROUTINGS, UNRELATED_RESOURCE } from './edit-target';
import { Estate, ON_PREMISES, Routing } from './estate';
import { routesTowards } from './measures';
import { Scenario, ScenarioContext } from './scenario';
import { TransitGatewayEnd } from '../../../src/contract/declaration';
import { FailAt, Unknowns } from '../cloudformation/driver';

/** What is edited while the connection stays: another table for the association, one more to propagate into, one more static route. */
export type Changed = 'association' | 'propagation' | 'route';

type Undone = Pick<Unknowns, 'rollbackOrder' | 'resourceOfChangedAttributeInRollback'>;

const CHANGES: Record<Routing, readonly Changed[]> = { static: ['association', 'propagation', 'route'], bgp: ['association', 'propagation'] };
const ONE_MORE = '10.4.0.0/16';
const EVERY = ROUTINGS.flatMap((routing) => CHANGES[routing].map((changed) => ({ routing, changed })));
const UNDONE: readonly Undone[] = ORDERS.flatMap((rollbackOrder) => (['is-made-anew', 'is-left'] as const)
  .map((resourceOfChangedAttributeInRollback) => ({ rollbackOrder, resourceOfChangedAttributeInRollback })));

const HANDED_OVER: readonly Scenario[] = EVERY.map(({ routing, changed }): Scenario => ({
  ...rolledBackOnce(routing),
  name: `edit-target-hand-over-${routing}-${changed}`,
  about: `a connection has come back to its transit gateway with another attachment, and its ${changed} is edited: all leads to that one`,
  mustEnd: 'migrated',
  run: async (context) => deployTwice(staying(context, changed), editOf(routing, changed), 3),
  unexpected: (context) => differencesOf(context, routing, changed),
}));

/** Before CloudFormation has made anything of it anew, and when all is made. */
const POINTS = ['before-the-routes', 'at-the-end'] as const;

/**
 * Where CloudFormation makes a propagation anew that the rollback has just given up for its former one, EC2 has both for one: nothing
 * that leads to the connection is lost, but the rollback fails, and goes on only without that propagation.
 */
function isStuck({ routing, point, undone }: HandOverUndone): boolean {
  return routing === 'bgp' && point === 'at-the-end' && undone.resourceOfChangedAttributeInRollback === 'is-made-anew';
}

interface HandOverUndone {
  readonly routing: Routing;
  readonly changed: Changed;
  readonly point: (typeof POINTS)[number];
  readonly undone: Undone;
}

const ALL_UNDONE: readonly HandOverUndone[] = EVERY.flatMap((each) => POINTS.flatMap((point) =>
  UNDONE.map((undone) => ({ ...each, point, undone }))));

function handOverUndone({ routing, changed, point, undone }: HandOverUndone): Scenario {
  return {
    ...rolledBackOnce(routing, undone),
    name: `edit-target-hand-over-${routing}-${changed}-fails-${point}-${Object.values(undone).join('-')}`,
    about: `the same, and another resource fails ${point.replaceAll('-', ' ')} (${Object.values(undone).join(', ')}): all is as it was`,
    mustEnd: 'rolled-back',
    mustSay: 'as the rehearsal wants',
    run: async (context) => deploy(context, { ...editOf(routing, changed), on: staying(context, changed).estate.to, deployment: 3, point }),
    unexpected: (context) => differencesOf(context, routing),
  };
}

/** What the rehearsal plays of them. */
export const EDIT_TARGET_HAND_OVERS: readonly Scenario[] = HANDED_OVER;
export const EDIT_TARGET_HAND_OVERS_UNDONE: readonly Scenario[] = ALL_UNDONE.filter((each) => !isStuck(each)).map(handOverUndone);
export const EDIT_TARGET_HAND_OVERS_STUCK: readonly Scenario[] = ALL_UNDONE.filter(isStuck).map((each) => ({
  ...handOverUndone(each),
  about: 'the rollback fails over a propagation, goes on without it as somebody tells CloudFormation, and then all is as it was',
  run: async (context) => {
    const { aws: { cloudFormation } } = context;
    const result = await handOverUndone(each).run(context);
    const failed = cloudFormation.describeResources(STACK_NAME).filter(({ status }) => status === 'UPDATE_FAILED').map(({ logicalId }) => logicalId);
    if (!failed.every((logicalId) => /Propagation/.test(logicalId))) throw new Error(`what failed is ${failed.join(', ')}`);
    return { ...result, status: await cloudFormation.continueUpdateRollback(STACK_NAME, failed) };
  },
}));

function rolledBackOnce(routing: Routing, undone?: Undone): Pick<Scenario, 'direction' | 'routing' | 'estate' | 'begin' | 'aws' | 'mustAnnounce'> {
  let fails = true;
  const failAt: FailAt = (step) => (fails ? failing(UNRELATED_RESOURCE, 'UPDATE_IN_PROGRESS')(step) : undefined);
  return {
    direction: 'tgw-to-vgw', routing, estate: { move: 'tgw-to-vgw' },
    mustAnnounce: ANNOUNCED_PHASES['at-the-end'],
    aws: { failAt, cloudFormationUnknowns: undone },
    begin: async (context) => {
      fails = true;
      const estate = await begin(context, { routing });
      const { status } = await deploy({ ...context, estate }, { routing, on: estate.to, deployment: 2, point: 'at-the-end' });
      if (status !== 'UPDATE_ROLLBACK_COMPLETE') throw new Error(`the stack of the story is to be rolled back, and is ${status}`);
      fails = undone !== undefined;
      seedTable(context, estate);
      await context.aws.clock.sleep(120_000);
      return { ...estate, to: estate.from };
    },
  };
}

/** A table that leads to the VPC, too: the first association, and the first propagation, are not to be in it. */
function seedTable({ aws: { network } }: ScenarioContext, { from }: Estate): void {
  const routeTableId = network.seed.transitGatewayRouteTable({ transitGatewayId: from.id });
  const vpc = Object.values(network.view.state.transitGatewayAttachments).find((each) => each.transitGatewayId === from.id && each.resourceType === 'vpc');
  network.call('EnableTransitGatewayRouteTablePropagation', { TransitGatewayRouteTableId: routeTableId, TransitGatewayAttachmentId: vpc!.id });
}

function anotherTable({ aws: { network }, estate: { from } }: ScenarioContext): string {
  const { associationRouteTableId, propagationRouteTableIds, staticRouteTableIds } = endOf(from);
  const taken = [associationRouteTableId, ...propagationRouteTableIds, ...staticRouteTableIds];
  return Object.values(network.view.state.transitGatewayRouteTables)
    .find(({ id, transitGatewayId }) => transitGatewayId === from.id && !taken.includes(id))!.id;
}

/** The connection stays where it is, and what leads to it there is edited. */
function staying(context: ScenarioContext, changed?: Changed): ScenarioContext {
  const from = endOf(context.estate.from);
  const to: TransitGatewayEnd = {
    ...from,
    ...changed === 'association' ? { associationRouteTableId: anotherTable(context) } : {},
    ...changed === 'propagation' ? { propagationRouteTableIds: [...from.propagationRouteTableIds, anotherTable(context)] } : {},
  };
  return { ...context, estate: { ...context.estate, to } };
}

function endOf(end: Estate['from']): TransitGatewayEnd {
  if (end.kind !== 'transit-gateway') throw new Error('this story is one of a transit gateway');
  return end;
}

function editOf(routing: Routing, changed: Changed): Omit<Edit, 'on' | 'deployment'> {
  return { routing, ...changed === 'route' ? { networks: [...ON_PREMISES, ONE_MORE] } : {} };
}

/** All that leads to the connection leads to the attachment that it has, and is as the template says. */
function differencesOf(context: ScenarioContext, routing: Routing, changed?: Changed): string[] {
  const { aws: { network: { view }, cloudFormation }, estate: { vpnConnectionId } } = context;
  const wanted = endOf(staying(context, changed).estate.to);
  const attachment = Object.values(view.state.transitGatewayAttachments)
    .find(({ resourceId, state }) => resourceId === vpnConnectionId && state === 'available')!;
  const networks = [...routing === 'static' ? [...ON_PREMISES, ...changed === 'route' ? [ONE_MORE] : []] : ON_PREMISES].sort();
  const tables = routing === 'static' ? wanted.staticRouteTableIds : wanted.propagationRouteTableIds;
  const leading = routesTowards(view, vpnConnectionId).filter(({ table }) => tables.includes(table));
  const routes = leading.map(({ destination }) => destination).sort();
  const propagations = attachment.propagations.filter(({ state }) => state === 'enabled').map(({ routeTableId }) => routeTableId).sort();
  const named = cloudFormation.describeResources(STACK_NAME).filter(({ type }) => /RouteTable(Association|Propagation)$/.test(type)).map(({ physicalId }) => physicalId);
  return [
    ...attachment.association?.state === 'associated' && attachment.association.routeTableId === wanted.associationRouteTableId ? []
      : [`${attachment.id} is associated with ${attachment.association?.routeTableId ?? 'no table'}`],
    ...propagations.join() === [...wanted.propagationRouteTableIds].sort().join() ? [] : [`${attachment.id} propagates to ${propagations.join(', ')}`],
    ...routes.join() === tables.flatMap(() => networks).sort().join() ? [] : [`of the networks ${routes.join(', ')} are led to`],
    // With the edit CloudFormation knows it.
    ...changed === undefined || named.every((id) => id.includes(attachment.id)) ? [] : [`the stack has ${named.join(', ')}`],
  ];
}
