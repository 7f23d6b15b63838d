/**
 * Files that are read: regular ones, up to a size. A pipe, a socket or a device never ends, or waits for somebody, and opening one may
 * already do something; so may a link to one.
 */
import { constants } from 'node:fs';
import { FileHandle, open } from 'node:fs/promises';

/** An estate of 20,000 connections with the configuration of each has about as much. */
export const READ_MAX_MIB = 256;
const READ_MAX = READ_MAX_MIB * 1024 * 1024;

const { O_RDONLY, O_NONBLOCK, O_NOCTTY } = constants;
/** A bit each. Windows has not all of them, and nothing of what they are for. */
const OPENED = [O_RDONLY, O_NONBLOCK, O_NOCTTY].reduce((sum, flag: number | undefined) => sum + (flag ?? 0), 0);

/** Why a file was not read, as a person is told after its name. */
export class NotRead extends Error {
  constructor(why: string, readonly nextStep: string) {
    super(why);
  }
}

/** @throws {NotRead} */
export async function bytesOf(file: string): Promise<Buffer> {
  const handle = await open(file, OPENED).catch((error: unknown) => {
    throw unread(error);
  });
  try {
    return await wholeOf(handle);
  } catch (error) {
    throw error instanceof NotRead ? error : unread(error);
  } finally {
    await handle.close();
  }
}

async function wholeOf(handle: FileHandle): Promise<Buffer> {
  const { size, ...stat } = await handle.stat().then((found) => ({ size: found.size, isFile: found.isFile() }));
  if (!stat.isFile) throw new NotRead('is not a regular file', 'Name a file, or a link to one: no pipe, no socket and no device is read.');
  if (size > READ_MAX) throw tooLarge();
  // It may grow meanwhile, or say nothing of its size, as files of the system do: what is read is counted.
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of handle.createReadStream({ autoClose: false }) as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > READ_MAX) throw tooLarge();
    parts.push(part);
  }
  return Buffer.concat(parts, length);
}

function tooLarge(): NotRead {
  return new NotRead(`has more than ${READ_MAX_MIB} MiB, which is the most that is read`, 'Save one region at a time, and each output in a file of its own.');
}

function unread(error: unknown): NotRead {
  const code = (error as { code?: string } | undefined)?.code ?? 'unknown';
  return new NotRead(`cannot be read (${code})`, 'See whether the file is there, and yours to read.');
}
