/**
 * An answer of AWS in one form. What is absent may come as an empty element, which the SDK gives as an empty text or an empty
 * structure, or not at all; and an id may come in another case. Every adapter takes its answers through here, so that `??` and `===`
 * mean what they say. A list stays a list, and an item stays in it, whatever it lacks.
 */
import { isIdOfAnyKind } from '../../src/contract/resource-id';

const NAMES_IDS = /Ids?$/;

/** The same answer without the members that say nothing, with ids as EC2 spells them. */
export function inOneForm<T>(answer: T): T {
  return itemOf(answer, '') as T;
}

/** EC2's ids are lower case. What is none of them stays as it is. */
export function idInOneForm(id: string): string {
  return isIdOfAnyKind(id) ? id.toLowerCase() : id;
}

/** Nothing where the value says nothing. */
function formOf(value: unknown, name: string): unknown {
  if (typeof value === 'string') return value === '' ? undefined : NAMES_IDS.test(name) ? idInOneForm(value) : value;
  // A number that is none was no number in the answer.
  if (value === null || Number.isNaN(value)) return undefined;
  if (Array.isArray(value)) return value.map((each) => itemOf(each, name));
  return isStructure(value) ? structureOf(value) : value;
}

function itemOf(value: unknown, name: string): unknown {
  return formOf(value, name) ?? (isStructure(value) ? {} : value);
}

/** Every look goes through here, so each member is gone through once. One that is read by a function of its own is not read. */
function structureOf(value: object): object | undefined {
  const form: Record<string, unknown> = {};
  let saysSomething = false;
  for (const name of Object.getOwnPropertyNames(value)) {
    const property = Object.getOwnPropertyDescriptor(value, name)!;
    const said: unknown = property.get ?? formOf(property.value, name);
    if (said === undefined) continue;
    saysSomething = true;
    if (property.get === undefined) form[name] = said;
    else Object.defineProperty(form, name, property);
  }
  return saysSomething ? form : undefined;
}

function isStructure(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
