/**
 * EC2's answers as another EC2 could give them, within what the wire allows. Some distortions change nothing of what an answer says:
 * whoever reads it must come out the same. The others leave something out, so that nothing may be decided on it. Which members there are,
 * and of which type, the operation's schema tells.
 */
import { NormalizedSchema } from '@smithy/core/schema';
import { Dice, Structure } from './answers';
import { addLingering, addWithNewStates } from './distorted-objects';
import { without, withoutOneMember } from './incomplete-answers';
import { MEMBER_OF_LATER, schemaOfAnswer } from './query-codec';

export const HARMLESS_DISTORTIONS = [
  /** Text members, and structures, that are absent are there, and empty. */
  'empty-elements',
  /** Lists that are absent are there without items; or the other way round. */
  'empty-sets', 'missing-sets',
  /** One item a page, and now and then none; only where the operation has pages. */
  'pages-of-one',
  'reversed-lists', 'shuffled-lists', 'upper-case-ids', 'extra-members',
  /** Objects that have nothing to do with anything are in a state that nobody knows. */
  'new-states',
  /** What was deleted stays listed beside what is there, and before it. */
  'lingering-objects',
] as const;
export const INCOMPLETE_DISTORTIONS = ['missing-members', 'flag-without-token', 'fewer-objects'] as const;

export type HarmlessDistortion = (typeof HARMLESS_DISTORTIONS)[number];
export type IncompleteDistortion = (typeof INCOMPLETE_DISTORTIONS)[number];
export type DistortionKind = HarmlessDistortion | IncompleteDistortion;

/** The same answer to the same question, distorted in one way; pages are the business of `Distorting`. */
export function distorted(operation: string, input: Structure, answer: Structure, kind: DistortionKind, dice: Dice): Structure {
  const schema = schemaOfAnswer(operation);
  if (schema === undefined || !/^(Describe|Get|Search)/.test(operation)) return answer;
  switch (kind) {
    case 'empty-elements': return mapped(schema, answer, emptyElements);
    case 'empty-sets': return mapped(schema, answer, emptySets);
    case 'missing-sets': return mapped(schema, answer, missingSets);
    case 'reversed-lists': return mapped(schema, answer, (_, each) => withLists(each, (list) => [...list].reverse()));
    case 'shuffled-lists': return mapped(schema, answer, (_, each) => withLists(each, (list) => shuffled(list, dice)));
    case 'upper-case-ids': return mapped(schema, answer, upperCaseIds);
    case 'extra-members': return mapped(schema, answer, (_, each) => ({ ...each, [MEMBER_OF_LATER]: 'of no use' }));
    case 'new-states': return addWithNewStates(operation, input, answer);
    case 'lingering-objects': return addLingering(operation, input, answer);
    case 'pages-of-one': return answer;
    case 'missing-members': return withoutOneMember(schema, answer, dice);
    case 'flag-without-token':
    case 'fewer-objects': return without(kind, input, answer, dice);
  }
}

/** Distorts every answer in so many ways. What is left of a list that is given by pages is kept here: nobody sees half of a change. */
export class Distorting {
  private readonly pages = new Map<string, Structure>();

  constructor(private readonly kinds: readonly DistortionKind[], private readonly dice: Dice) {}

  /** @param call asks the service itself */
  answer(operation: string, input: Structure, call: (input: Structure) => Structure): Structure {
    const rest = this.pages.get(String(input.NextToken));
    const whole = rest ?? this.kinds.reduce((answer, kind) => distorted(operation, input, answer, kind, this.dice), call(input));
    return this.kinds.includes('pages-of-one') ? this.page(operation, whole) : whole;
  }

  private page(operation: string, whole: Structure): Structure {
    const schema = schemaOfAnswer(operation);
    const hasPages = schema !== undefined && Object.hasOwn(schema.getMemberSchemas(), 'NextToken') && !whole.NextToken;
    const [name, list] = Object.entries(whole).find((each): each is [string, unknown[]] => Array.isArray(each[1])) ?? [];
    if (!hasPages || name === undefined || list === undefined || list.length < 2) return whole;
    const token = `page-${this.pages.size + 1}`;
    const given = this.dice.chance(0.2) ? 0 : 1;
    this.pages.set(token, { ...whole, [name]: list.slice(given) });
    const more = Object.hasOwn(whole, 'AdditionalRoutesAvailable') ? { AdditionalRoutesAvailable: true } : {};
    return { ...whole, ...more, [name]: list.slice(0, given), NextToken: token };
  }
}

/** What a member can be, as far as it matters here: asking a schema takes longer than everything else. */
interface Member {
  readonly name: string;
  readonly kind: 'text' | 'structure' | 'list' | 'other';
  /** Of a structure, or of the structures in a list. */
  readonly inside?: NormalizedSchema;
}

const MEMBERS = new WeakMap<object, Members>();

function membersOf(schema: NormalizedSchema): Members {
  const key = schema.getSchema() as object;
  const known = MEMBERS.get(key) ?? new Map([...schema.structIterator()].map(([name, member]) => [name, memberOf(name, member)]));
  MEMBERS.set(key, known);
  return known;
}

function memberOf(name: string, schema: NormalizedSchema): Member {
  if (schema.isStringSchema()) return { name, kind: 'text' };
  if (schema.isStructSchema()) return { name, kind: 'structure', inside: schema };
  if (!schema.isListSchema()) return { name, kind: 'other' };
  const element = schema.getValueSchema();
  return { name, kind: 'list', ...element.isStructSchema() ? { inside: element } : {} };
}

type Members = ReadonlyMap<string, Member>;
type OfStructure = (members: Members, structure: Structure) => Structure;

/** Every structure in the answer, those inside first. */
function mapped(schema: NormalizedSchema, value: Structure, change: OfStructure): Structure {
  const members = membersOf(schema);
  const inside = Object.entries(value).map(([name, member]) => [name, mappedInside(members.get(name)?.inside, member, change)]);
  return change(members, Object.fromEntries(inside) as Structure);
}

function mappedInside(schema: NormalizedSchema | undefined, value: unknown, change: OfStructure): unknown {
  if (schema === undefined || value === undefined) return value;
  if (Array.isArray(value)) return value.map((each: Structure) => mapped(schema, each, change));
  return mapped(schema, value as Structure, change);
}

function absentFrom(structure: Structure, members: Members, kind: Member['kind']): string[] {
  return [...members.values()].filter((each) => each.kind === kind && structure[each.name] === undefined).map(({ name }) => name);
}

function emptyElements(members: Members, structure: Structure): Structure {
  const texts = absentFrom(structure, members, 'text').map((name) => [name, '']);
  const structures = absentFrom(structure, members, 'structure').map((name) => [name, {}]);
  return { ...structure, ...Object.fromEntries([...texts, ...structures]) as Structure };
}

function emptySets(members: Members, structure: Structure): Structure {
  return { ...structure, ...Object.fromEntries(absentFrom(structure, members, 'list').map((name) => [name, []])) };
}

function missingSets(_: Members, structure: Structure): Structure {
  return Object.fromEntries(Object.entries(structure).filter(([, member]) => !Array.isArray(member) || member.length > 0));
}

function withLists(structure: Structure, change: (list: readonly unknown[]) => unknown[]): Structure {
  return Object.fromEntries(Object.entries(structure).map(([name, member]) => [name, Array.isArray(member) ? change(member) : member]));
}

function shuffled(list: readonly unknown[], dice: Dice): unknown[] {
  const left = [...list];
  return list.map(() => left.splice(dice.between(0, left.length - 1), 1)[0]);
}

const RESOURCE_ID = /^[a-z]+(-[a-z]+)*-[0-9a-f]{8,17}$/;

function upperCaseIds(_: Members, structure: Structure): Structure {
  const upper = (value: unknown) => (typeof value === 'string' && RESOURCE_ID.test(value) ? value.toUpperCase() : value);
  return Object.fromEntries(Object.entries(structure).map(([name, member]) => {
    if (!/Ids?$/.test(name)) return [name, member];
    return [name, Array.isArray(member) ? member.map(upper) : upper(member)];
  }));
}
