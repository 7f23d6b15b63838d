/** IAM's condition operators, those that mean something for requests with text in them. Any other is an error, never a pass. */
import { arnMatches, globMatches } from './wildcards';

/** One operator applied to one key: `{ StringEquals: { 'ec2:Region': 'eu-central-1' } }` is one condition. */
export interface Condition {
  /** Condition keys are case-insensitive; kept in lower case. */
  readonly key: string;
  /** @param value the request's value of the key, if it has one */
  holds(value: string | undefined): boolean;
}

/** Between the values of a key that has several, as `aws:TagKeys` has. */
export const VALUE_SEPARATOR = '\u0000';

/** @throws {Error} for an operator that is not evaluated here */
export function conditionOf(operator: string, key: string, values: readonly string[]): Condition {
  const [, set, name, ifExists] = /^(?:(ForAnyValue|ForAllValues):)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  const condition = { key: key.toLowerCase() };
  if (operator === 'Null') return { ...condition, holds: (value) => values.some((each) => (value === undefined) === (each === 'true')) };
  const rule = OPERATORS.get(name);
  if (rule === undefined) throw new Error(`the IAM condition operator ${operator} is not evaluated here`);
  const whenAbsent = absentKeyHolds(rule, set, ifExists);
  const matchesAny = (value: string) => values.some((each) => rule.matches(each, value));
  const holdsFor = (value: string) => matchesAny(value) !== rule.negated;
  if (set === undefined) return { ...condition, holds: (value) => (value === undefined ? whenAbsent : holdsFor(value)) };
  const quantified = (each: readonly string[]) => (set === 'ForAllValues' ? each.every(holdsFor) : each.some(holdsFor));
  return { ...condition, holds: (value) => (value === undefined ? whenAbsent : quantified(value.split(VALUE_SEPARATOR))) };
}

interface Operator {
  readonly negated: boolean;
  matches(pattern: string, value: string): boolean;
}

const OPERATORS: ReadonlyMap<string, Operator> = new Map(Object.entries({
  StringEquals: (pattern: string, value: string) => pattern === value,
  StringEqualsIgnoreCase: (pattern: string, value: string) => pattern.toLowerCase() === value.toLowerCase(),
  StringLike: globMatches,
  ArnEquals: arnMatches,
  ArnLike: arnMatches,
  Bool: (pattern: string, value: string) => pattern.toLowerCase() === value.toLowerCase(),
}).flatMap(([name, matches]): [string, Operator][] => [
  [name, { negated: false, matches }],
  ...name === 'Bool' ? [] : [[name.replace(/^(String|Arn)/, '$1Not'), { negated: true, matches }] as [string, Operator]],
]));

/** What a condition on a key that the request does not have comes to [IAM user guide, condition operators and set operators]. */
function absentKeyHolds(rule: Operator, set: string | undefined, ifExists: string | undefined): boolean {
  if (set !== undefined) return set === 'ForAllValues';
  return rule.negated || ifExists !== undefined;
}
