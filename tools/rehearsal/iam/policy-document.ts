/**
 * Identity-based policies as `{ Version, Statement }` read into statements that can be asked.
 *
 * Strict on purpose: an element, operator or variable that is not understood is an error when the policy is registered, as
 * skipping it would make a rehearsal allow or deny what IAM does not.
 */
import { Condition, conditionOf } from './conditions';
import { arnMatches, globMatches } from './wildcards';

export interface Statement {
  /** Its Sid, or its position when it has none. */
  readonly name: string;
  readonly effect: 'Allow' | 'Deny';
  /** The patterns of `Action`; empty when the statement has `NotAction`. */
  readonly actions: readonly string[];
  readonly conditions: readonly Condition[];
  coversAction(action: string): boolean;
  coversResource(arn: string): boolean;
}

/** @throws {Error} when the document is malformed or holds anything that is not evaluated */
export function readPolicyDocument(document: unknown, policyName: string): Statement[] {
  const { Version, Id, Statement: statements, ...unknown } = asRecord(document, policyName);
  refuseUnknown(unknown, policyName);
  if (Version !== undefined && Version !== '2012-10-17') throw new Error(`${policyName}: version ${String(Version)} is not evaluated here`);
  const list: unknown[] = Array.isArray(statements) ? statements : [statements];
  return list.map((each, index) => readStatement(each, `${policyName}[${index}]`));
}

/** The pattern's action names are case-insensitive; so is the prefix. */
export function actionMatches(pattern: string, action: string): boolean {
  return globMatches(pattern.toLowerCase(), action.toLowerCase());
}

function readStatement(value: unknown, path: string): Statement {
  const { Sid, Effect, Action, NotAction, Resource, NotResource, Condition: conditions, ...unknown } = asRecord(value, path);
  refuseUnknown(unknown, path);
  if (Effect !== 'Allow' && Effect !== 'Deny') throw new Error(`${path}: Effect must be Allow or Deny`);
  const actions = eitherOf(path, 'Action', Action, NotAction);
  const resources = eitherOf(path, 'Resource', Resource, NotResource);
  actions.forEach((each) => checkAction(each, path));
  resources.forEach((each) => checkResource(each, path));
  return {
    name: typeof Sid === 'string' ? Sid : path,
    effect: Effect,
    actions: Action === undefined ? [] : actions,
    conditions: readConditions(conditions, path),
    coversAction: (action) => actions.some((each) => actionMatches(each, action)) === (Action !== undefined),
    coversResource: (arn) => resources.some((each) => each === '*' || arnMatches(each, arn)) === (Resource !== undefined),
  };
}

function readConditions(value: unknown, path: string): Condition[] {
  if (value === undefined) return [];
  return Object.entries(asRecord(value, `${path}.Condition`)).flatMap(([operator, keys]) =>
    Object.entries(asRecord(keys, `${path}.Condition.${operator}`)).map(([key, values]) => {
      const texts = textsOf(values, `${path}.Condition.${operator}.${key}`);
      texts.forEach((text) => refuseVariable(text, path));
      return conditionOf(operator, key, texts);
    }));
}

function eitherOf(path: string, name: string, value: unknown, notValue: unknown): string[] {
  if ((value === undefined) === (notValue === undefined)) throw new Error(`${path}: exactly one of ${name} and Not${name} is needed`);
  return textsOf(value ?? notValue, `${path}.${name}`);
}

function textsOf(value: unknown, path: string): string[] {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list.map((each) => {
    if (typeof each === 'string') return each;
    if (typeof each === 'boolean' || typeof each === 'number') return String(each);
    throw new Error(`${path}: a text is needed, not ${JSON.stringify(each)}`);
  });
}

function checkAction(action: string, path: string): void {
  if (action !== '*' && !/^[\w-]+:[\w*?]+$/.test(action)) throw new Error(`${path}: ${action} is no action`);
}

function checkResource(resource: string, path: string): void {
  refuseVariable(resource, path);
  if (resource !== '*' && resource.split(':').length < 6) throw new Error(`${path}: ${resource} is neither * nor an ARN of six parts`);
}

function refuseVariable(text: string, path: string): void {
  if (text.includes('${')) throw new Error(`${path}: policy variables are not evaluated here: ${text}`);
}

function refuseUnknown(elements: Record<string, unknown>, path: string): void {
  const [first] = Object.keys(elements);
  if (first !== undefined) throw new Error(`${path}: the element ${first} is not evaluated here`);
}

function asRecord(value: unknown, path: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw new Error(`${path}: an object is needed, not ${JSON.stringify(value)}`);
}
