/** The files of a folder of saved outputs, as objects; what is wrong with one is said without quoting it, as it may hold a key. */
import { readdir } from 'node:fs/promises';
import * as path from 'node:path';
import { bytesOf, NotRead } from './regular-file';
import { printable } from '../../../src/contract/printable-text';
import { CommandFailure, EXIT } from '../terminal/command-failure';

/**
 * The folder itself and each in it: one region each.
 *
 * @throws {CommandFailure}
 */
export async function savedFoldersIn(directory: string): Promise<string[]> {
  return [directory, ...await foldersIn(directory)];
}

/** @throws {CommandFailure} */
export async function savedFilesIn(directory: string): Promise<string[]> {
  const entries = await listed(directory);
  return entries.filter((entry) => !entry.isDirectory() && entry.name.endsWith('.json')).map((entry) => path.join(directory, entry.name)).sort();
}

/** @throws {CommandFailure} naming the file and the place in it */
export async function savedContentOf(file: string): Promise<Readonly<Record<string, unknown>>> {
  const again = 'Save it again by the AWS CLI, with `--output json`.';
  const bytes = await bytesOf(file).catch((error: unknown) => {
    throw error instanceof NotRead ? unreadable(`${file} ${error.message}`, error.nextStep) : error;
  });
  const content = parsed(bytes, (place) => unreadable(`${file} is not JSON${place}`, again));
  if (typeof content === 'object' && content !== null && !Array.isArray(content)) return content as Readonly<Record<string, unknown>>;
  throw unreadable(`${file} is not an object with the members of an answer`, again);
}

/** Saved outputs that are not what they should be. */
export function unreadable(message: string, nextStep: string): CommandFailure {
  return new CommandFailure(EXIT.UNREADABLE, printable(message), printable(nextStep));
}

/** The parser quotes what it does not understand, which may be a key: of its words only the place is kept. */
function parsed(bytes: Buffer, failure: (place: string) => CommandFailure): unknown {
  try {
    return JSON.parse(textOf(bytes));
  } catch (error) {
    const place = /\bline \d+ column \d+|\bposition \d+/.exec(String(error))?.[0];
    throw failure(place === undefined ? '' : `, at ${place}`);
  }
}

async function foldersIn(directory: string): Promise<string[]> {
  const entries = await listed(directory);
  return entries.filter((entry) => entry.isDirectory()).map((entry) => path.join(directory, entry.name)).sort();
}

async function listed(directory: string) {
  try {
    return await readdir(directory, { withFileTypes: true });
  } catch (error) {
    throw unreadable(`${directory} is not a folder that can be read (${systemCode(error)})`,
      'Name a folder of saved `aws ec2 describe-…` outputs by --from.');
  }
}

/** PowerShell redirects in UTF-16, and both kinds of file may begin with a mark that is no JSON. */
function textOf(bytes: Buffer): string {
  return new TextDecoder(bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8').decode(bytes);
}

function systemCode(error: unknown): string {
  return (error as { code?: string } | undefined)?.code ?? 'unknown';
}
