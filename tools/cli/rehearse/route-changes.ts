/** What a move changes of routes: each that there was before or is after, and what became of it. */
import type { OnPremisesRoute } from '../../rehearsal/scenarios/measures';

export interface RouteChange {
  /** `vpc`: a VPC route table. `gateway`: the gateway itself, or one of its tables. */
  readonly place: 'vpc' | 'gateway';
  readonly table: string;
  readonly destination: string;
  /** Absent: there was none. */
  readonly before?: RouteEnd;
  /** Absent: there is none. */
  readonly after?: RouteEnd;
  readonly is: 'unchanged' | 'changed' | 'gone' | 'new';
}

export interface RouteEnd {
  readonly target: string;
  readonly kind: string;
}

/** By table and destination, in the order of the tables as they were met. */
export function routeChangesOf(before: readonly OnPremisesRoute[], after: readonly OnPremisesRoute[]): RouteChange[] {
  const key = ({ table, destination }: OnPremisesRoute) => `${table} ${destination}`;
  const [had, has] = [before, after].map((routes) => new Map(routes.map((route) => [key(route), route])));
  return [...new Map([...had, ...has]).keys()].map((each): RouteChange => {
    const [was, is] = [had.get(each), has.get(each)];
    const { table, destination } = (was ?? is)!;
    return {
      place: table.startsWith('rtb-') ? 'vpc' : 'gateway',
      table,
      destination,
      ...was === undefined ? {} : { before: { target: was.target, kind: was.kind } },
      ...is === undefined ? {} : { after: { target: is.target, kind: is.kind } },
      is: was === undefined ? 'new' : is === undefined ? 'gone' : was.target === is.target && was.kind === is.kind ? 'unchanged' : 'changed',
    };
  });
}
