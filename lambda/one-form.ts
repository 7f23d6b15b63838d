/**
 * An answer of AWS in one form. What is absent may come as an empty element, which the SDK gives as an empty text or an empty
 * structure, or not at all; and an id may come in another case. Every adapter takes its answers through here, so that `??` and `===`
 * mean what they say. A list stays a list, and an item stays in it, whatever it lacks.
 */

/** EC2's ids are lower case: the kind, and 8 or 17 hexadecimal digits. */
const RESOURCE_ID = /^[a-z]+(-[a-z]+)*-([0-9a-f]{8}|[0-9a-f]{17})$/i;
const NAMES_IDS = /Ids?$/;

/** The same answer without the members that say nothing, with ids as EC2 spells them. */
export function inOneForm<T>(answer: T): T {
  return formOf(answer, '') as T;
}

/** What is no id of EC2's stays as it is. */
export function idInOneForm(id: string): string {
  return RESOURCE_ID.test(id) ? id.toLowerCase() : id;
}

function formOf(value: unknown, name: string): unknown {
  if (typeof value === 'string') return NAMES_IDS.test(name) ? idInOneForm(value) : value;
  if (Array.isArray(value)) return value.map((each) => formOf(each, name));
  return isStructure(value) ? structureOf(value) : value;
}

/** A member that is read by a function of its own is not read here. */
function structureOf(value: object): object {
  const form = {};
  for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(value))) {
    if (property.get !== undefined) Object.defineProperty(form, name, property);
    else if (saysSomething(property.value)) (form as Record<string, unknown>)[name] = formOf(property.value, name);
  }
  return form;
}

/** A number that is none was no number in the answer. */
function saysSomething(value: unknown): boolean {
  if (value === undefined || value === null || value === '' || Number.isNaN(value)) return false;
  if (!isStructure(value)) return true;
  return Object.values(Object.getOwnPropertyDescriptors(value)).some((each) => each.get !== undefined || saysSomething(each.value));
}

function isStructure(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
