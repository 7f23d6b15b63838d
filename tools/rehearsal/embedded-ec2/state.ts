/**
 * Everything the embedded EC2 knows at an instant, and how it is read and changed. Its records are immutable: a snapshot is one shallow
 * copy, a dry run is an operation on a copy that is thrown away, and the whole network can be written as JSON.
 */
import { createHash } from 'node:crypto';
import { Latencies, Quotas } from './latencies';
import { DirectConnect, NAMINGS, Table, TableName, Tables, TablesOfRecords } from './records';
import { Unknowns } from './unknowns';

/** Something that will happen by itself at `due`. */
export interface Transition {
  readonly due: number;
  /** Order among those due at the same time. */
  readonly sequence: number;
  readonly name: string;
  readonly subject: string;
  readonly detail: Readonly<Record<string, string | number>>;
}

export type NetworkState = TablesOfRecords & {
  directConnect: DirectConnect;
  transitions: readonly Transition[];
  /** How many ids and sequence numbers were given out. */
  issued: number;
};

/** What an operation or a transition may know besides the state. */
export interface Context {
  readonly now: number;
  readonly accountId: string;
  readonly region: string;
  readonly unknowns: Unknowns;
  readonly latencies: Latencies;
  readonly quotas: Quotas;
  /** The most that a paged describe gives at once. */
  readonly pageSize: number;
}

/** A state together with the switches that its derivations depend on. */
export interface NetworkView {
  readonly state: Readonly<NetworkState>;
  readonly unknowns: Unknowns;
}

/** One operation. The input's type is the SDK's; the network hands over what came off the wire. */
export type Operation = (state: NetworkState, input: never, context: Context) => object;
export type OperationMap = Readonly<Record<string, Operation>>;
export type TransitionMap = Readonly<Record<string, (state: NetworkState, transition: Transition, context: Context) => void>>;

export function emptyState(): NetworkState {
  const tables = Object.fromEntries(Object.keys(NAMINGS).map((name) => [name, {}])) as TablesOfRecords;
  return { ...tables, directConnect: { virtualInterfaces: [], gatewayAssociations: [] }, transitions: [], issued: 0 };
}

export function put<Name extends TableName>(state: TablesOfRecords, table: Name, record: Tables[Name]): void {
  state[table] = { ...state[table], [record.id]: record };
}

/** Changes some members of a record; a record that is no longer there stays away. */
export function patch<Name extends TableName>(state: TablesOfRecords, table: Name, id: string, changes: Partial<Tables[Name]>): void {
  const record = state[table][id];
  if (record !== undefined) put(state, table, { ...record, ...changes });
}

export function remove<Name extends TableName>(state: TablesOfRecords, table: Name, id: string): void {
  const records: Table<Tables[Name]> = state[table];
  state[table] = Object.fromEntries(Object.entries(records).filter(([key]) => key !== id)) as TablesOfRecords[Name];
}

export function get<Name extends TableName>(state: Readonly<TablesOfRecords>, table: Name, id: string): Tables[Name] | undefined {
  return state[table][id];
}

export function rows<Name extends TableName>(state: Readonly<TablesOfRecords>, table: Name): Tables[Name][] {
  return Object.values(state[table]);
}

export function issue(state: NetworkState): number {
  state.issued += 1;
  return state.issued;
}

/** An id in AWS's form, the same in every run that does the same: `vpn-0` and sixteen hex digits. */
export function newId(state: NetworkState, prefix: string): string {
  const digits = createHash('sha256').update(`${prefix} ${issue(state)}`).digest('hex').slice(0, 16);
  return `${prefix}-0${digits}`;
}

export function schedule(
  state: NetworkState, at: number, name: string, subject: string, detail: Transition['detail'] = {},
): void {
  const transition: Transition = { due: at, sequence: issue(state), name, subject, detail };
  state.transitions = [...state.transitions, transition].sort((a, b) => a.due - b.due || a.sequence - b.sequence);
}
