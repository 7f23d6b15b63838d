/** What of a stack was there before a rehearsal began: it is taken over as it is, or made anew under the name that it had. */
import { CustomResourceRequest, isCustomResource } from './custom-resources';
import { StackResource } from './stack';

/** As plain values for JSON. */
export interface StandingStack {
  readonly resources: { readonly [logicalId: string]: StandingResource };
  /** Every request that its custom resources have been sent. */
  readonly requests: readonly CustomResourceRequest[];
}

export interface StandingResource extends Pick<StackResource, 'type' | 'attributes'>, Partial<Pick<StackResource, 'properties'>> {
  readonly physicalId: string;
}

/** What is made anew is made of its template. */
export function standing(resource: StandingResource): StandingResource {
  const { type, physicalId, attributes, properties } = resource;
  return { type, physicalId, attributes, ...isTakenOver(resource) ? { properties } : {} };
}

/** Whether nothing is to be made of it: it is in the network that stands as well, or what its function has made. */
export function isTakenOver({ type }: StandingResource): boolean {
  return isCustomResource(type) || type.startsWith('AWS::EC2::');
}

/** The name in an id that may be an ARN. */
export function nameIn({ physicalId }: StandingResource): string {
  return /[^:/]+$/.exec(physicalId)?.[0] ?? physicalId;
}
