/** Reading values out of a resource's resolved properties, which arrive as numbers, booleans or strings alike. */
import { isDeepStrictEqual } from 'node:util';
import { Properties } from './template';

export function text(properties: Properties, name: string): string {
  const value = optionalText(properties, name);
  if (value === undefined) throw new Error(`property ${name} is required`);
  return value;
}

export function optionalText(properties: Properties, name: string): string | undefined {
  const value = properties[name];
  if (value === undefined || typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new Error(`property ${name} must be a string`);
}

export function optionalNumber(properties: Properties, name: string): number | undefined {
  const value = optionalText(properties, name);
  if (value === undefined) return undefined;
  if (value.trim() === '' || Number.isNaN(Number(value))) throw new Error(`property ${name} must be a number`);
  return Number(value);
}

export function optionalBoolean(properties: Properties, name: string): boolean | undefined {
  const value = optionalText(properties, name);
  if (value === undefined) return undefined;
  if (value !== 'true' && value !== 'false') throw new Error(`property ${name} must be true or false`);
  return value === 'true';
}

export function list(properties: Properties, name: string): readonly unknown[] {
  const value = properties[name] ?? [];
  if (!Array.isArray(value)) throw new Error(`property ${name} must be a list`);
  return value;
}

export function texts(properties: Properties, name: string): readonly string[] {
  return list(properties, name).map((value) => {
    if (typeof value === 'string') return value;
    throw new Error(`property ${name} must be a list of strings`);
  });
}

export function objects(properties: Properties, name: string): readonly Properties[] {
  return list(properties, name).map((value) => {
    if (typeof value === 'object' && value !== null) return value as Properties;
    throw new Error(`property ${name} must be a list of objects`);
  });
}

export function object(properties: Properties, name: string): Properties {
  const value = properties[name] ?? {};
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(`property ${name} must be an object`);
  return value as Properties;
}

/** The names of the properties that differ; `1` and `'1'` are the same value to CloudFormation. */
export function changedProperties(before: Properties, after: Properties): readonly string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => !isDeepStrictEqual(asText(before[name]), asText(after[name])));
}

/** The value as a custom resource gets it: every number and boolean in it is a string. */
export function asText(value: unknown): unknown {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return value.map(asText);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, asText(each)]));
}
