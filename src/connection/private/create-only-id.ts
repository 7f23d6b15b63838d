/** Construct ids of what another value of a create-only property makes anew; without the CDK, for the command names logical ids by them. */
import { CREATE_ONLY_PROPERTIES } from '../../contract/create-only-properties';
import { sha256 } from '../../private/sha256';

/**
 * The create-only ones among the properties of a connection as a template names them, in one order, and none that it does not say: as
 * texts, or what stands in the place of one.
 */
export function createOnlyAmong(properties: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(CREATE_ONLY_PROPERTIES.map((property) => [property, properties[property]])
    .filter(([, value]) => value !== undefined)
    .map(([property, value]) => [property, typeof value === 'object' ? value : String(value)]));
}

/** @param values as `createOnlyAmong` orders them */
export function digestOfValues(values: Readonly<Record<string, unknown>>): string {
  return sha256(JSON.stringify(values), 8);
}

export function connectionIdOf(digest: string): string {
  return `Connection-${digest}`;
}
