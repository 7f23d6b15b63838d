/** Writes estates as the AWS CLI would have printed them, without keys: a folder that can be attached to a ticket, and be read again. */
import { readdir } from 'node:fs/promises';
import * as path from 'node:path';
import { Estate } from './estate';
import { describedAs, fileNameOf, LIST_NAMES, LIST_OUTPUTS, TABLE_LIST_NAMES, TABLE_OUTPUTS } from './outputs';
import { CommandFailure, EXIT } from '../terminal/command-failure';
import { READABLE, writeFilesBelow } from '../terminal/written-files';

export interface SavedFile {
  readonly name: string;
  readonly content: Readonly<Record<string, unknown>>;
}

/** What was not read is not written either: read again, it is the same gap. */
export function savedFilesOf(estate: Estate): SavedFile[] {
  const left = new Set(estate.gaps.map((gap) => gap.described));
  const lists = LIST_NAMES.map((name) => ({ output: LIST_OUTPUTS[name], id: undefined, elements: estate[name] }));
  const tables = TABLE_LIST_NAMES.flatMap((name) =>
    [...estate[name]].map(([id, elements]) => ({ output: TABLE_OUTPUTS[name], id, elements })));
  return [...lists, ...tables].flatMap(({ output, id, elements }) => {
    const isPartial = left.has(describedAs(output, id));
    if (isPartial && elements.length === 0) return [];
    const more = output.more === 'NextToken' ? 'not all was read' : true;
    return [{ name: fileNameOf(output, id), content: { [output.member]: elements, ...isPartial ? { [output.more]: more } : {} } }];
  });
}

/**
 * One folder for each region: all of them, or none.
 *
 * @returns the folders
 * @throws {CommandFailure} where something is saved already: old tables would be read beside the new ones
 */
export async function save(estates: readonly Estate[], directory: string): Promise<string[]> {
  const folders = estates.map((estate) => path.join(directory, estate.region));
  for (const folder of folders) await refuseWhatIsThere(folder);
  const files = estates.flatMap((estate) => savedFilesOf(estate).map(({ name, content }) =>
    ({ names: [estate.region, name], content: `${JSON.stringify(content, undefined, 4)}\n`, mode: READABLE.byAll })));
  await writeFilesBelow(directory, files, { option: '--save', folderMode: 0o777 });
  return folders;
}

async function refuseWhatIsThere(folder: string): Promise<void> {
  const there = await readdir(folder).catch(() => []);
  if (there.length === 0) return;
  throw new CommandFailure(EXIT.UNREADABLE, `${folder} is not empty`, 'Name a folder by --save in which nothing is saved yet.');
}
