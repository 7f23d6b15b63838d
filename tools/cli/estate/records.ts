/** What every record of an estate is made with, and what somebody may say besides it. */
import type { Tag } from '@aws-sdk/client-ec2';
import * as ec2 from '../../rehearsal/embedded-ec2/records';

export interface RecordsOptions {
  /** What the described instants that are missing are taken to be, in milliseconds since the epoch. */
  readonly now: number;
  /** What the device of a connection announces, by the connection's id, where EC2 cannot tell. */
  readonly announced?: ReadonlyMap<string, readonly string[]>;
  /** Connections whose device will be given the AWS side's number of the gateway that they arrive at. */
  readonly followingAsn?: readonly string[];
}

export interface RecordsOfEstate {
  readonly records: Partial<ec2.TablesOfRecords>;
  /** What they cannot hold. */
  readonly notes: readonly string[];
}

export function byId<R extends { readonly id: string }>(records: readonly R[]): Readonly<Record<string, R>> {
  return Object.fromEntries(records.map((record) => [record.id, record]));
}

export function tagsOf(tags: readonly Tag[] | undefined): ec2.Tag[] {
  return (tags ?? []).map(({ Key = '', Value = '' }) => ({ Key, Value }));
}

/** Saved outputs have text where an answer has a Date. */
export function instantOf(value: Date | undefined, otherwise: number): number {
  return value === undefined ? otherwise : new Date(value).getTime();
}
