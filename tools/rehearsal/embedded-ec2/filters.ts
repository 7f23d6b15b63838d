/** What all describes have in common: ids, filters and pages. */
import { notFound } from './errors';
import { TableName } from './records';
import { Context } from './state';
import { Ec2Error } from '../contracts';

export interface Filter {
  readonly Name?: string;
  readonly Values?: string[];
}

interface Taggable {
  readonly Tags?: readonly { readonly Key?: string; readonly Value?: string }[];
}

/** For each filter name what it compares with; an item matches when any of these values does. */
export type Filters<T> = Readonly<Record<string, (item: T) => readonly (string | number | boolean | undefined)[]>>;

/**
 * Those items that match every filter. A filter without a match is an empty answer, never a NotFound [5].
 * An unknown name is an error, so that a misspelt filter cannot pass for an empty network.
 */
export function filtered<T extends Taggable>(items: readonly T[], filters: readonly Filter[] | undefined, known: Filters<T>): T[] {
  const tests = (filters ?? []).map((filter) => testOf(filter, known));
  return items.filter((item) => tests.every((test) => test(item)));
}

/**
 * The items with the given ids, or all. One id that does not exist fails the whole call [5: unlike a filter].
 * An empty list is no list: on the wire it is left out [5 W].
 */
export function withIds<T>(
  items: readonly T[], ids: readonly string[] | undefined, idOf: (item: T) => string | undefined, table: TableName, context: Context,
): T[] {
  if (ids === undefined || ids.length === 0) return [...items];
  return ids.map((id) => {
    const item = items.find((each) => idOf(each) === id);
    if (item === undefined) throw notFound(table, id, context);
    return item;
  });
}

export interface Page<T> {
  readonly items: T[];
  readonly NextToken?: string;
}

/** How many a caller may ask for at once [H, MODEL: TransitGatewayMaxResults, DescribeVpcsMaxResults, DescribeSubnetsMaxResults]. */
export interface PageBounds {
  readonly min: number;
  readonly max: number;
}

const COMMON_BOUNDS: PageBounds = { min: 5, max: 1_000 };

/** The requested page. The token names where the next one begins and is opaque to callers. */
export function page<T>(
  items: readonly T[], { MaxResults: asked, NextToken: token }: { MaxResults?: number; NextToken?: string }, context: Context,
  { min, max }: PageBounds = COMMON_BOUNDS,
): Page<T> {
  const start = token === undefined ? 0 : startOf(token);
  if (asked !== undefined && (asked < min || asked > max)) {
    throw new Ec2Error('InvalidParameterValue', `Value ( ${asked} ) for parameter maxResults is invalid. Expecting a value between ${min} and ${max}.`);
  }
  const size = Math.min(asked ?? context.pageSize, context.pageSize);
  const end = start + size;
  const NextToken = end < items.length ? tokenOf(end) : undefined;
  return { items: items.slice(start, end), ...(NextToken === undefined ? {} : { NextToken }) };
}

function testOf<T extends Taggable>({ Name: name = '', Values: values = [] }: Filter, known: Filters<T>): (item: T) => boolean {
  const patterns = values.map(patternOf);
  const matches = (value: unknown): boolean => value !== undefined && patterns.some((pattern) => pattern.test(String(value)));
  const key = name.startsWith('tag:') ? name.slice('tag:'.length) : undefined;
  if (key !== undefined) return (item) => (item.Tags ?? []).some((tag) => tag.Key === key && matches(tag.Value));
  if (name === 'tag-key') return (item) => (item.Tags ?? []).some((tag) => matches(tag.Key));
  if (!Object.hasOwn(known, name)) throw new Ec2Error('InvalidParameterValue', `The filter '${name}' is invalid`);
  return (item) => known[name](item).some(matches);
}

/** Filter values are case-sensitive; `*` stands for any text, `?` for one character, a backslash makes either literal. */
function patternOf(value: string): RegExp {
  const escaped = value.replace(/\\([*?\\])|([*?])|([.+^${}()|[\]\\])/g, (_, literal: string, wildcard: string, special: string) => {
    if (wildcard !== undefined) return wildcard === '*' ? '.*' : '.';
    return `\\${literal ?? special}`;
  });
  return new RegExp(`^${escaped}$`, 's');
}

function tokenOf(start: number): string {
  return Buffer.from(`from ${start}`).toString('base64url');
}

function startOf(token: string): number {
  const start = /^from (\d+)$/.exec(Buffer.from(token, 'base64url').toString())?.[1];
  if (start === undefined) throw new Ec2Error('InvalidNextToken', 'The provided pagination token is not valid');
  return Number(start);
}
