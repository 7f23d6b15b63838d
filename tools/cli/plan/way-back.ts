/** What is not as it was once a move was made and undone again. */
import { changesOf } from './flow-changes';
import { Flow } from '../../rehearsal/flows/flow-oracle';

/** Of the network at one instant. */
export interface Standing {
  readonly routes: readonly string[];
  readonly flows: readonly Flow[];
}

export function differencesBetween(before: Standing, after: Standing): string[] {
  return [
    ...before.routes.filter((route) => !after.routes.includes(route)).map((route) => `${route} is gone`),
    ...after.routes.filter((route) => !before.routes.includes(route)).map((route) => `${route} is new`),
    ...changesOf(before.flows, after.flows, after.flows).filter((flow) => flow.is === 'lost').map(({ from, to }) => `${from} → ${to} does not pass`),
  ];
}
