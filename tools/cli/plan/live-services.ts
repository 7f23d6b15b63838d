/** Whether anybody can be asked beside EC2: on a live estate, and only then are their clients loaded. */
import type { OtherServices } from './unqueried-services';
import type { EstateOptions } from '../estate/options';

/** Nothing for saved outputs, which do not tell. */
export async function liveServices({ from, profile }: EstateOptions, region: string): Promise<OtherServices | undefined> {
  return from === undefined ? (await import('./other-services')).otherServicesIn(region, profile) : undefined;
}
