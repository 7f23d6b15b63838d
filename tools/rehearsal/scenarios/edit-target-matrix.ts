/**
 * The target of a stack's connection is edited: in each direction, with either routing, with the custom resources there before or new in
 * the same deployment. Each comes about, and each is rolled back from wherever something else fails, in either order.
 */
import {
  ANNOUNCED_PHASES, begin, deploy, deployTwice, EditedMove, EDITS, failing, FailurePoint, ORDERS, ROUTINGS, UNRELATED_RESOURCE,
} from './edit-target';
import { Routing } from './estate';
import { Scenario } from './scenario';
import { TargetChange } from '../../../src';
import { Phase } from '../../../src/contract/phase';
import { Unknowns } from '../cloudformation/driver';

interface Cell {
  readonly move: EditedMove;
  readonly routing: Routing;
  /** Whether the custom resources come with the edit. */
  readonly isNew: boolean;
}

/** What nobody could bring back is refused: a rollback would ask nobody to take the new static routes out of the way. */
const isRefused = ({ move, routing, isNew }: Cell) => isNew && move === 'tgw-to-vgw' && routing === 'static';

const ALL_CELLS: readonly Cell[] = EDITS.flatMap((move) => ROUTINGS.flatMap((routing) =>
  [false, true].map((isNew) => ({ move, routing, isNew }))));
const CELLS = ALL_CELLS.filter((cell) => !isRefused(cell));

const EDITED: readonly Scenario[] = CELLS.map((cell): Scenario => ({
  ...common(cell),
  name: `edit-target-${cell.move}-${cell.routing}${suffixOf(cell)}`,
  about: `the target of a stack's connection is edited${withPair(cell)}: one deployment moves it with its routes, and a second one changes nothing`,
  mustEnd: 'migrated',
  mustAnnounce: ['STARTED', 'ARRANGED', 'MIGRATED'],
  run: async (context) => deployTwice(context, cell),
}));

const REFUSED: readonly Scenario[] = ALL_CELLS.filter(isRefused).map((cell): Scenario => ({
  ...common(cell),
  name: `edit-target-${cell.move}-${cell.routing}${suffixOf(cell)}`,
  about: `the target is edited${withPair(cell)}, and a rollback would ask nobody to clear its way: refused before anything is touched`,
  mustEnd: 'refused',
  mustSay: 'deploy `TargetChange.withRoutes()` with the target as it was, and edit the target in the next deployment',
  run: async (context) => deploy(context, { routing: cell.routing, on: context.estate.to, deployment: 2 }),
}));

/** What that refusal says, to its end. */
const IN_TWO_DEPLOYMENTS: readonly Scenario[] = ALL_CELLS.filter(isRefused).map((cell): Scenario => ({
  ...common(cell),
  name: `edit-target-${cell.move}-${cell.routing}${suffixOf(cell)}-follows`,
  about: 'the same, and what the refusal says is done: the custom resources come in a deployment of their own, and the edit in the next one',
  mustEnd: 'migrated',
  mustAnnounce: ['REFUSED', 'STARTED', 'ARRANGED', 'MIGRATED'],
  run: async (context) => {
    const { routing } = cell;
    const { succeeded } = await deploy(context, { routing, on: context.estate.to, deployment: 2 });
    if (succeeded) throw new Error('what is to be refused has come about');
    const added = await deploy(context, { routing, on: context.estate.from, deployment: 2 });
    return added.succeeded ? deployTwice(context, { routing }, 3) : added;
  },
}));

const POINTS: readonly FailurePoint[] = ['before-the-modify', 'after-the-modify', 'beside-the-routes', 'at-the-end'];

function rolledBack(cell: Cell, point: FailurePoint, rollbackOrder: Unknowns['rollbackOrder']): Scenario {
  const { move, routing } = cell;
  return {
    ...common(cell),
    name: `edit-target-${move}${routing === 'bgp' ? '-bgp' : ''}${suffixOf(cell)}-fails-${point}-${rollbackOrder}`,
    about: `another resource fails ${point.replaceAll('-', ' ')}${withPair(cell)}, and the rollback undoes ${rollbackOrder.replace('-', ' ')}: all is as it was`,
    mustEnd: 'rolled-back',
    mustSay: 'as the rehearsal wants',
    mustAnnounce: announcedPhases(cell, point),
    aws: { failAt: failing(UNRELATED_RESOURCE, 'UPDATE_IN_PROGRESS'), cloudFormationUnknowns: { rollbackOrder } },
    run: async (context) => deploy(context, { routing, on: context.estate.to, deployment: 2, point }),
  };
}

/** With BGP there are no routes on a virtual private gateway to wait for, and those that are new nobody asks until the clean-up. */
function announcedPhases({ move, routing, isNew }: Cell, point: FailurePoint): readonly Phase[] {
  const isConfigured = isNew && point === 'beside-the-routes' && move === 'tgw-to-vgw' && routing === 'bgp';
  return isConfigured ? ['STARTED', 'ARRANGED', 'TURNED_BACK', 'MOVED_BACK'] : ANNOUNCED_PHASES[point];
}

/** Whoever reads CloudFormation so sends no Update back to what has a new physical id: static routes are then in the way of its modify. */
const DELETED: readonly Scenario[] = (['after-the-modify', 'at-the-end'] as const).map((point): Scenario => ({
  ...rolledBack({ move: 'tgw-to-vgw', routing: 'static', isNew: false }, point, 'dependencies-first'),
  name: `edit-target-tgw-to-vgw-is-deleted-fails-${point}`,
  about: `another resource fails ${point.replaceAll('-', ' ')}, and what has a new physical id is only deleted: all is as it was`,
  aws: { failAt: failing(UNRELATED_RESOURCE, 'UPDATE_IN_PROGRESS'), cloudFormationUnknowns: { replacedCustomResourceInRollback: 'is-deleted' } },
}));

/** Every one that comes about, and one rollback of each: wherever it fails, and in either order. */
export const EDIT_TARGET_CELLS: readonly Scenario[] = [
  ...EDITED, ...REFUSED, ...IN_TWO_DEPLOYMENTS,
  ...CELLS.map((cell, index) => rolledBack(cell, POINTS[index % POINTS.length], ORDERS[Math.floor(index / POINTS.length) % ORDERS.length])),
  ...DELETED,
];

/** All of them, of which the rehearsal plays some. */
export const EDIT_TARGET_ROLLBACKS: readonly Scenario[] = CELLS.flatMap((cell) => POINTS.flatMap((point) =>
  ORDERS.map((order) => rolledBack(cell, point, order))));

function common(cell: Cell): Pick<Scenario, 'direction' | 'routing' | 'estate' | 'begin'> {
  const { move, routing, isNew } = cell;
  const targetChange = TargetChange.byCloudFormation();
  return {
    direction: move, routing, estate: { move }, begin: async (context) => begin(context, { routing, ...isNew ? { targetChange } : {} }),
  };
}

function suffixOf({ isNew }: Cell): string {
  return isNew ? '-with-new-pair' : '';
}

function withPair({ isNew }: Cell): string {
  return isNew ? ', with custom resources that are new' : '';
}
