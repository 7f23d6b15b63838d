/** Documents for programs: equal by value to what they say, and printable where a person looks at them. */
import { Encoded } from './encoded';
import { printableJson } from '../../../src/contract/printable-text';

export function json(value: unknown): Encoded<'json'> {
  return new Encoded('json', `${printableJson(value, 2)}\n`);
}
