/**
 * Records as a version has left them, and what is needed to go on with them: the network, the stack and the properties of its custom
 * resources as they were at that moment. Plain data, written once by the code of its version (`write-fixtures.ts`).
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { StandingStack } from '../../tools/rehearsal/cloudformation/standing';
import { SavedNetwork } from '../../tools/rehearsal/embedded-ec2/network';
import { Estate, Routing } from '../../tools/rehearsal/scenarios/estate';
import { OnPremisesRoute } from '../../tools/rehearsal/scenarios/measures';

export const FOLDER = join(__dirname, 'fixtures');

export type Kind = 'move' | 'edited-target' | 'replacement';

/** How far the operation has come; a prepared one is a plan with its backup. */
export type State = 'prepared' | 'open' | 'held' | 'completed';

export interface Fixture {
  readonly kind: Kind;
  readonly routing: Routing;
  readonly state: State;
  /** When it was so, in milliseconds since the epoch. */
  readonly at: number;
  readonly estate: Estate;
  /** The digest of the plan that was approved, where one is. */
  readonly approvedPlan?: string;
  /** Every route towards the connection before anything was done. */
  readonly routesBefore: readonly OnPremisesRoute[];
  readonly table: string;
  /** As DynamoDB answers them. */
  readonly items: readonly StoredItem[];
  /** The event with which the function was at work when it died. */
  readonly event?: string;
  readonly stack: StandingStack;
  readonly network: SavedNetwork;
}

/** An item's attributes with their types. */
export type StoredItem = Readonly<Record<string, { readonly S: string } | { readonly N: string }>>;

/** Each version of the records has a folder. */
export function versions(): string[] {
  return readdirSync(FOLDER, { withFileTypes: true }).filter((each) => each.isDirectory()).map(({ name }) => name);
}

export function fixturesOf(version: string): Fixture[] {
  return readdirSync(join(FOLDER, version)).filter((name) => name.endsWith('.json')).sort()
    .map((name) => JSON.parse(readFileSync(join(FOLDER, version, name), 'utf8')) as Fixture);
}

export function fileOf({ kind, routing, state }: Pick<Fixture, 'kind' | 'routing' | 'state'>): string {
  return `${kind}-${routing}-${state}.json`;
}
