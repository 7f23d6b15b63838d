/** CloudFormation's intrinsic functions: a template value in, the value it stands for out. */
import { Properties, ValidationError } from './template';

/** What the names in a template mean at this moment. Each throws a ValidationError that names what it does not know. */
export interface Scope {
  /** The value of a parameter, a pseudo parameter, or a resource's physical id. */
  ref(name: string): unknown;
  getAtt(logicalId: string, attribute: string): unknown;
  condition(name: string): boolean;
  mapping(map: string, topKey: string, secondKey: string): unknown;
  importValue(name: string): unknown;
}

/** The value of `AWS::NoValue`: whatever holds it is left out. */
export const NO_VALUE = Symbol('AWS::NoValue');

type Intrinsic = (argument: unknown, scope: Scope) => unknown;

const INTRINSICS: Readonly<Record<string, Intrinsic>> = {
  'Ref': (name, scope) => scope.ref(textOf('Ref', name)),
  'Fn::GetAtt': (target, scope) => scope.getAtt(...attributeTarget(target)),
  'Fn::Join': (argument, scope) => {
    const [delimiter, list] = pairOf('Fn::Join', argument);
    return listOf('Fn::Join', resolve(list, scope)).map((part) => textOf('Fn::Join', part)).join(textOf('Fn::Join', delimiter));
  },
  'Fn::Sub': (argument, scope) => substitute(argument, scope),
  'Fn::Select': (argument, scope) => {
    const [index, list] = pairOf('Fn::Select', argument);
    const values = listOf('Fn::Select', resolve(list, scope));
    const position = Number(resolve(index, scope));
    if (!(position in values)) throw new ValidationError(`Template error: Fn::Select cannot select nonexistent value at index ${position}`);
    return values[position];
  },
  'Fn::Split': (argument, scope) => {
    const [delimiter, text] = pairOf('Fn::Split', argument);
    return textOf('Fn::Split', resolve(text, scope)).split(textOf('Fn::Split', delimiter));
  },
  'Fn::If': (argument, scope) => {
    const [name, whenTrue, whenFalse] = listOf('Fn::If', argument);
    return resolve(scope.condition(textOf('Fn::If', name)) ? whenTrue : whenFalse, scope);
  },
  'Fn::FindInMap': (argument, scope) => {
    const [map, top, second] = listOf('Fn::FindInMap', argument).map((key) => textOf('Fn::FindInMap', resolve(key, scope)));
    return scope.mapping(map, top, second);
  },
  'Fn::ImportValue': (name, scope) => scope.importValue(textOf('Fn::ImportValue', resolve(name, scope))),
  'Fn::Base64': (text, scope) => Buffer.from(textOf('Fn::Base64', resolve(text, scope))).toString('base64'),
};

const CONDITIONS: Readonly<Record<string, (argument: unknown, scope: Scope) => boolean>> = {
  'Condition': (name, scope) => scope.condition(textOf('Condition', name)),
  'Fn::Equals': (argument, scope) => {
    const [left, right] = pairOf('Fn::Equals', argument).map((side) => resolve(side, scope));
    return String(left) === String(right);
  },
  'Fn::And': (argument, scope) => listOf('Fn::And', argument).every((each) => resolveCondition(each, scope)),
  'Fn::Or': (argument, scope) => listOf('Fn::Or', argument).some((each) => resolveCondition(each, scope)),
  'Fn::Not': (argument, scope) => !resolveCondition(listOf('Fn::Not', argument)[0], scope),
};

/** The value with every intrinsic function replaced. Properties whose value is AWS::NoValue are gone. */
export function resolve(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) return value.map((each) => resolve(each, scope)).filter((each) => each !== NO_VALUE);
  if (typeof value !== 'object' || value === null) return value;
  const intrinsic = intrinsicOf(value as Properties);
  if (intrinsic !== undefined) return known(INTRINSICS, intrinsic.name)(intrinsic.argument, scope);
  const resolved = Object.entries(value).map(([key, each]): [string, unknown] => [key, resolve(each, scope)]);
  return Object.fromEntries(resolved.filter(([, each]) => each !== NO_VALUE));
}

export function resolveCondition(definition: unknown, scope: Scope): boolean {
  const [[name, argument] = ['', undefined]] = Object.entries(Object(definition) as Properties);
  return known(CONDITIONS, name)(argument, scope);
}

/** One mention of a resource or parameter; with an attribute when it is a Fn::GetAtt. */
export interface Reference {
  readonly name: string;
  readonly attribute?: string;
}

/**
 * Every name a value mentions, in branches of Fn::If that are not taken too.
 * @throws {ValidationError} on an intrinsic function that is not known.
 */
export function referencesIn(value: unknown): readonly Reference[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (typeof value !== 'object' || value === null) return [];
  const intrinsic = intrinsicOf(value as Properties);
  if (intrinsic === undefined) return Object.values(value).flatMap(referencesIn);
  known(INTRINSICS, intrinsic.name);
  switch (intrinsic.name) {
    case 'Ref': return [{ name: textOf('Ref', intrinsic.argument) }];
    case 'Fn::GetAtt': return [attributeReference(attributeTarget(intrinsic.argument))];
    case 'Fn::Sub': return substitutedReferences(intrinsic.argument);
    default: return referencesIn(intrinsic.argument);
  }
}

function intrinsicOf(value: Properties): { name: string; argument: unknown } | undefined {
  const keys = Object.keys(value);
  const name = keys.find((key) => key === 'Ref' || key.startsWith('Fn::'));
  if (name === undefined) return undefined;
  if (keys.length > 1 && name.startsWith('Fn::')) throw new ValidationError(`Template error: ${name} must be the only key of its object, found ${keys.join(', ')}`);
  return keys.length === 1 ? { name, argument: value[name] } : undefined;
}

function known<T>(table: Readonly<Record<string, T>>, name: string): T {
  const found = Object.hasOwn(table, name) ? table[name] : undefined;
  if (found === undefined) throw new ValidationError(`Template error: intrinsic function ${name || '(none)'} is not supported here`);
  return found;
}

const PLACEHOLDER = /\$\{(!?)([^}]*)\}/g;

function substitute(argument: unknown, scope: Scope): string {
  const [text, variables] = subArguments(argument);
  return text.replace(PLACEHOLDER, (_all, literal: string, name: string) => {
    if (literal !== '') return `\${${name}}`;
    const value = Object.hasOwn(variables, name) ? resolve(variables[name], scope) : valueOf(name.trim(), scope);
    return textOf('Fn::Sub', value);
  });
}

function substitutedReferences(argument: unknown): readonly Reference[] {
  const [text, variables] = subArguments(argument);
  const names = [...text.matchAll(PLACEHOLDER)].filter(([, literal]) => literal === '').map(([, , name]) => name.trim());
  const free = names.filter((name) => !Object.hasOwn(variables, name));
  return [...referencesIn(Object.values(variables)), ...free.map((name) => attributeReference(splitAttribute(name)))];
}

function subArguments(argument: unknown): [string, Properties] {
  if (typeof argument === 'string') return [argument, {}];
  const [text, variables] = pairOf('Fn::Sub', argument);
  return [textOf('Fn::Sub', text), Object(variables) as Properties];
}

function valueOf(name: string, scope: Scope): unknown {
  const [logicalId, attribute] = splitAttribute(name);
  return attribute === '' ? scope.ref(logicalId) : scope.getAtt(logicalId, attribute);
}

function splitAttribute(name: string): [string, string] {
  const dot = name.indexOf('.');
  return dot < 0 ? [name, ''] : [name.slice(0, dot), name.slice(dot + 1)];
}

function attributeTarget(argument: unknown): [string, string] {
  if (typeof argument === 'string') return splitAttribute(argument);
  const [logicalId, attribute] = pairOf('Fn::GetAtt', argument);
  return [textOf('Fn::GetAtt', logicalId), textOf('Fn::GetAtt', attribute)];
}

function attributeReference([name, attribute]: readonly [string, string]): Reference {
  return attribute === '' ? { name } : { name, attribute };
}

function pairOf(intrinsic: string, argument: unknown): [unknown, unknown] {
  const values = listOf(intrinsic, argument);
  if (values.length !== 2) throw new ValidationError(`Template error: ${intrinsic} takes two arguments, found ${values.length}`);
  return [values[0], values[1]];
}

function listOf(intrinsic: string, argument: unknown): readonly unknown[] {
  if (Array.isArray(argument)) return argument;
  throw new ValidationError(`Template error: ${intrinsic} needs a list, found ${JSON.stringify(argument)}`);
}

function textOf(intrinsic: string, value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new ValidationError(`Template error: ${intrinsic} needs a string, found ${JSON.stringify(value) ?? String(value)}`);
}
