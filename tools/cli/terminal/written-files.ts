/**
 * The one way in which the command writes files: whole or not at all, through no link, over nothing unless asked, and readable by no more
 * people than their content allows.
 *
 * Each is made under a name of its own beside its place, and gets its name when all of it is on the disk. Whoever looks never finds a part.
 */
import { randomBytes } from 'node:crypto';
import { constants, Stats } from 'node:fs';
import { access, link, lstat, mkdir, open, rename, rmdir, unlink } from 'node:fs/promises';
import * as path from 'node:path';
import { CommandFailure, EXIT } from './command-failure';
import { printable } from '../../../src/contract/printable-text';

/** Who may read a file, and run it: what the umask leaves of it. */
export const READABLE = { byAll: 0o666, byOwner: 0o600, byOwnerWhoRunsIt: 0o700 } as const;

export type Mode = (typeof READABLE)[keyof typeof READABLE];

/** One file, where somebody wants it. */
export interface WantedFile {
  /** As it was typed. */
  readonly file: string;
  /** The option by which it was named: `--out`. */
  readonly option: string;
  readonly mode: Mode;
  /** Whether it takes the place of a file that is there; of nothing else. Undefined where nobody can ask for it. */
  readonly replaces?: boolean;
}

/** One of several below a folder. */
export interface FileBelow {
  /** One for each folder on the way, and the file's own. They come from what was read, and are checked here. */
  readonly names: readonly string[];
  readonly content: string;
  readonly mode: Mode;
}

/** What has to be undone when something fails later: the last first. */
type Undo = (() => Promise<void>)[];

/** A file system that knows one name for each file. */
const WITHOUT_SECOND_NAMES = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'];

/**
 * Looks whether a file could be written, for what takes its time before.
 *
 * @throws {CommandFailure} naming the file, what is there, and what to do
 */
export async function requireWritable({ file, option, replaces }: WantedFile): Promise<void> {
  const found = await entryAt(file).catch((error: unknown) => {
    throw cannotBeWritten(file, error, fileBy(option));
  });
  if (found !== undefined && !found.isFile()) throw unwritten(`${file} is ${kindOf(found)}`, `Name a file by ${option} that does not exist yet.`);
  if (found !== undefined && replaces !== true) {
    const instead = replaces === undefined ? '' : ', or give --force to write over it';
    throw unwritten(`${file} is there already`, `Name a file by ${option} that does not exist yet${instead}.`);
  }
  await access(path.dirname(file), constants.W_OK).catch((error: unknown) => {
    throw cannotBeWritten(file, error, fileBy(option));
  });
}

/** @throws {CommandFailure} and then everything is as it was */
export async function writeWholeFile(wanted: WantedFile, content: string): Promise<void> {
  await requireWritable(wanted);
  await undoneUnlessDone(async (undo) => {
    const unnamed = await unnamedFile(path.dirname(wanted.file), content, wanted.mode, undo);
    if (wanted.replaces === true) await rename(unnamed, wanted.file);
    else await giveName(unnamed, wanted.file, undo);
  }, (error) => cannotBeWritten(wanted.file, error, fileBy(wanted.option)));
}

/**
 * All of them, or none: also the folders that were made for them go again.
 *
 * @param directory made where it is not there; links lead to it, but neither is it one nor is anything below
 * @param folderMode of the folders that are made
 * @returns the files' paths
 * @throws {CommandFailure} and then everything is as it was
 */
export async function writeFilesBelow(
  directory: string, files: readonly FileBelow[], { option, folderMode }: { readonly option: string; readonly folderMode: 0o777 | 0o700 },
): Promise<string[]> {
  const root = path.join(path.dirname(directory), path.basename(directory)); // with a slash at its end, a link would be its target
  for (const { names } of files) names.forEach((name) => requireName(name, root));
  const paths = files.map(({ names }) => path.join(root, ...names));
  const twice = paths.find((each, index) => paths.indexOf(each) !== index);
  if (twice !== undefined) throw unwritten(`${printable(twice)} would be written twice`, 'Read what is to be written from one place at a time.');
  let at = root;
  await undoneUnlessDone(async (undo) => {
    for (const each of paths) {
      at = each;
      await requireNothing(each, root, option);
    }
    const unnamed: string[] = [];
    for (const [index, { content, mode }] of files.entries()) {
      at = paths[index];
      for (const folder of foldersTo(at, root)) await makeFolder(folder, folderMode, undo);
      unnamed.push(await unnamedFile(path.dirname(at), content, mode, undo));
    }
    for (const [index, each] of paths.entries()) {
      at = each;
      await giveName(unnamed[index], at, undo);
    }
  }, (error) => cannotBeWritten(at, error, `a folder by ${option} that is yours to write`));
  return paths;
}

/** A name that was read from somewhere leads nowhere else, on no system. */
function requireName(name: string, root: string): void {
  if (name !== '' && name !== '.' && name !== '..' && !/[/\\:]/.test(name) && printable(name) === name) return;
  throw unwritten(`'${printable(name)}' is no name for something in ${root}`, 'Correct it where it was read from: it may have no /, \\, : or character that nobody sees.');
}

/** @throws where the file is there, or anything but folders on the way to it */
async function requireNothing(file: string, root: string, option: string): Promise<void> {
  for (const folder of foldersTo(file, root)) {
    const found = await entryAt(folder);
    if (found === undefined) return;
    if (found.isSymbolicLink()) throw unwritten(`${folder} is ${kindOf(found)}`, `Name a folder by ${option} that is none itself and has none in it.`);
    if (!found.isDirectory()) throw Object.assign(new Error(), { code: 'ENOTDIR' });
  }
  if (await entryAt(file) !== undefined) throw unwritten(`${file} is there already`, `Name a folder by ${option} in which nothing of it is.`);
}

/** The named folder and those below it, to where the file is. */
function foldersTo(file: string, root: string): string[] {
  const between = path.relative(root, path.dirname(file)).split(path.sep).filter((name) => name !== '');
  return [root, ...between.map((_, index) => path.join(root, ...between.slice(0, index + 1)))];
}

/** One after the other: asked for several, Node never ends where the system says of one, as in /proc, that its parent is missing. */
async function makeFolder(folder: string, mode: number, undo: Undo): Promise<void> {
  if (await entryAt(folder) !== undefined) return; // what cannot be gone through says so when something is made in it
  const parent = path.dirname(folder);
  if (parent !== folder) await makeFolder(parent, mode, undo);
  await mkdir(folder, mode);
  undo.push(async () => rmdir(folder));
}

/** The whole file on the disk, under a name that nobody else has. */
async function unnamedFile(folder: string, content: string, mode: Mode, undo: Undo): Promise<string> {
  const file = path.join(folder, `.${randomBytes(8).toString('hex')}.part`);
  const handle = await open(file, 'wx', mode); // exclusive: a link in its place is refused, wherever it leads
  undo.push(async () => unlink(file));
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
  return file;
}

/** A second name is refused where there is something, link or not; where files have one name only, the place is taken first. */
async function giveName(unnamed: string, file: string, undo: Undo): Promise<void> {
  try {
    await link(unnamed, file);
  } catch (error) {
    if (!WITHOUT_SECOND_NAMES.includes(codeOf(error))) throw error;
    await (await open(file, 'wx', 0o600)).close();
    undo.push(async () => unlink(file));
    await rename(unnamed, file);
    return;
  }
  undo.push(async () => unlink(file));
  await unlink(unnamed);
}

async function undoneUnlessDone(write: (undo: Undo) => Promise<void>, failureOf: (error: unknown) => CommandFailure): Promise<void> {
  const undo: Undo = [];
  try {
    await write(undo);
  } catch (error) {
    // What is gone already, or has something of somebody else's in it by now, stays as it is.
    for (const each of undo.reverse()) await each().catch(() => undefined);
    throw error instanceof CommandFailure ? error : failureOf(error);
  }
}

async function entryAt(file: string): Promise<Stats | undefined> {
  return lstat(file).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  });
}

function kindOf(found: Stats): string {
  if (found.isSymbolicLink()) return 'a link, and nothing is written through one';
  return found.isDirectory() ? 'a folder' : 'no regular file';
}

function fileBy(option: string): string {
  return `a file by ${option} in a folder that is there and yours to write`;
}

function cannotBeWritten(file: string, error: unknown, place: string): CommandFailure {
  return unwritten(`${file} cannot be written (${codeOf(error)})`, `Name ${place}.`, error);
}

function unwritten(message: string, nextStep: string, cause?: unknown): CommandFailure {
  return new CommandFailure(EXIT.UNREADABLE, message, nextStep, { cause });
}

function codeOf(error: unknown): string {
  return (error as { code?: string } | undefined)?.code ?? 'unknown';
}
