/** What is not as it was once a move was made and undone again. */
import { changesOf } from './flow-changes';
import { difference } from '../../../lambda/engine/difference';
import { Flow } from '../../rehearsal/flows/flow-oracle';

/** Of the network at one instant. */
export interface RoutesAndFlows {
  readonly routes: readonly string[];
  readonly flows: readonly Flow[];
}

export function differencesBetween(before: RoutesAndFlows, after: RoutesAndFlows): string[] {
  const { missing, extra } = difference(before.routes, after.routes, (route: string) => route);
  return [
    ...missing.map((route) => `${route} is deleted`),
    ...extra.map((route) => `${route} is created`),
    ...changesOf(before.flows, after.flows, after.flows).filter((flow) => flow.is === 'lost').map(({ from, to }) => `${from} → ${to} does not pass`),
  ];
}
