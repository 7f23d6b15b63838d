/** Waiting for EC2, with an end. */
import { CheckFailure } from './ec2-calls';

export interface Time {
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly now: () => number;
}

/** AWS's own tools give a modification this long; nothing here takes longer. */
export const WAIT_MAX_MS = 45 * 60_000;
const LOOK_EVERY_MS = 5_000;

/** @throws {CheckFailure} when it has not come about after `WAIT_MAX_MS` */
export async function until(time: Time, what: string, isSo: () => Promise<boolean>): Promise<void> {
  if (!await comesWithin(time, WAIT_MAX_MS, isSo)) throw new CheckFailure(`waited ${WAIT_MAX_MS / 60_000} minutes for ${what}, in vain`);
}

/** Whether it came about within that time. */
export async function comesWithin({ sleep, now }: Time, milliseconds: number, isSo: () => Promise<boolean>): Promise<boolean> {
  const began = now();
  while (!await isSo()) {
    if (now() - began > milliseconds) return false;
    await sleep(LOOK_EVERY_MS);
  }
  return true;
}
