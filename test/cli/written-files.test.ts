/** How the command writes files, on a real disk: whole or not at all, through no link, over nothing unless asked, for few eyes. */
import { execFileSync } from 'node:child_process';
import {
  chmodSync, linkSync, lstatSync, mkdirSync, promises, readdirSync, readFileSync, readlinkSync, statSync, symlinkSync, writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { emptyFolder } from './saved';
import { CommandFailure } from '../../tools/cli/terminal/command-failure';
import { FileBelow, Mode, READABLE, requireWritable, WantedFile, writeFilesBelow, writeWholeFile } from '../../tools/cli/terminal/written-files';

const DEVICE = { option: '--out', folderMode: 0o700 } as const;

afterEach(() => jest.restoreAllMocks());

const wantedAt = (file: string, more: Partial<WantedFile> = {}): WantedFile => ({ file, option: '--out', mode: READABLE.byOwner, replaces: false, ...more });

const below = (...paths: string[]): FileBelow[] => paths.map((each) => ({ names: each.split('/'), content: `${each}\n`, mode: READABLE.byOwner }));

/** What a person is told, in one line; everything else that is thrown would be a defect. */
async function said(writing: Promise<unknown>): Promise<string> {
  const failure = await writing.then(() => undefined, (error: unknown) => error);
  if (!(failure instanceof CommandFailure)) throw new Error(`it was expected to be refused, and ended with ${String(failure)}`);
  expect([failure.exitCode, failure.message.includes('\n')]).toEqual([3, false]);
  return `${failure.message}. ${failure.nextStep}`;
}

/** Everything in a folder, and in those below it. */
const entriesIn = (folder: string) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();

function underUmask<T>(umask: number, act: () => Promise<T>): Promise<T> {
  const former = process.umask(umask);
  return act().finally(() => process.umask(former));
}

const modeOf = (file: string) => (statSync(file).mode % 0o1000).toString(8);

describe('a file', () => {
  test.each<[eyes: string, mode: Mode, umask: number, expected: string]>([
    ['the owner\'s', READABLE.byOwner, 0o000, '600'],
    ['the owner\'s, who runs it', READABLE.byOwnerWhoRunsIt, 0o000, '700'],
    ['everybody\'s', READABLE.byAll, 0o000, '666'],
    ['everybody\'s whom the umask does not leave out', READABLE.byAll, 0o027, '640'],
    ['the owner\'s, whatever the umask leaves', READABLE.byOwner, 0o022, '600'],
  ])('is for eyes of %s', async (_, mode, umask, expected) => {
    const folder = emptyFolder();
    await underUmask(umask, async () => writeWholeFile(wantedAt(join(folder, 'a.json'), { mode }), 'all of it'));
    expect([entriesIn(folder), modeOf(join(folder, 'a.json')), readFileSync(join(folder, 'a.json'), 'utf8')]).toEqual([['a.json'], expected, 'all of it']);
  });

  test.each([
    [false, 'is there already. Name a file by --out that does not exist yet, or give --force to write over it.'],
    [undefined, 'is there already. Name a file by --out that does not exist yet.'],
  ])('is not written over another: asked to %s', async (replaces, expected) => {
    const file = join(emptyFolder(), 'a.json');
    writeFileSync(file, 'former');
    expect(await said(writeWholeFile(wantedAt(file, { replaces }), 'new'))).toBe(`${file} ${expected}`);
    expect(readFileSync(file, 'utf8')).toBe('former');
  });

  test('takes another\'s place when asked, and neither its mode nor what else leads to it', async () => {
    const folder = emptyFolder();
    const [file, otherName] = [join(folder, 'a.json'), join(folder, 'other-name')];
    writeFileSync(file, 'former');
    chmodSync(file, 0o644);
    linkSync(file, otherName);
    await writeWholeFile(wantedAt(file, { replaces: true }), 'new');
    expect([readFileSync(file, 'utf8'), modeOf(file), readFileSync(otherName, 'utf8')]).toEqual(['new', '600', 'former']);
    expect(entriesIn(folder)).toEqual(['a.json', 'other-name']);
  });

  describe.each([false, true])('goes through nothing (asked to write over what is there: %s)', (replaces) => {
    test.each<[what: string, put: (file: string, elsewhere: string) => void, is: string]>([
      ['a link to a file', (file, elsewhere) => symlinkSync(join(elsewhere, 'kept'), file), 'a link, and nothing is written through one'],
      ['a link to nothing', (file, elsewhere) => symlinkSync(join(elsewhere, 'none'), file), 'a link, and nothing is written through one'],
      ['a link to a folder', (file, elsewhere) => symlinkSync(elsewhere, file), 'a link, and nothing is written through one'],
      ['a link to itself', (file) => symlinkSync(file, file), 'a link, and nothing is written through one'],
      ['a folder', (file) => mkdirSync(file), 'a folder'],
      ['a pipe that nobody reads', (file) => void execFileSync('mkfifo', [file]), 'no regular file'],
    ])('%s', async (_, put, is) => {
      const [folder, elsewhere] = [emptyFolder(), emptyFolder()];
      const file = join(folder, 'a.json');
      writeFileSync(join(elsewhere, 'kept'), 'kept');
      put(file, elsewhere);
      const before = lstatSync(file).ino;
      const expected = `${file} is ${is}. Name a file by --out that does not exist yet.`;
      expect(await said(requireWritable(wantedAt(file, { replaces })))).toBe(expected);
      expect(await said(writeWholeFile(wantedAt(file, { replaces }), 'new'))).toBe(expected);
      expect([readdirSync(folder), lstatSync(file).ino]).toEqual([['a.json'], before]);
      expect([entriesIn(elsewhere), readFileSync(join(elsewhere, 'kept'), 'utf8')]).toEqual([['kept'], 'kept']);
    });
  });

  test('does not follow a link that is put there after somebody looked', async () => {
    const [folder, elsewhere] = [emptyFolder(), join(emptyFolder(), 'elsewhere')];
    const file = join(folder, 'a.json');
    const { open } = promises;
    jest.spyOn(promises, 'open').mockImplementationOnce(async (...args) => {
      symlinkSync(elsewhere, file);
      return open(...args);
    });
    expect(await said(writeWholeFile(wantedAt(file), 'new'))).toContain(`${file} cannot be written (EEXIST).`);
    expect([entriesIn(folder), readlinkSync(file)]).toEqual([['a.json'], elsewhere]);
  });

  test.each<[where: string, file: (folder: string) => string, code: string]>([
    ['in a folder that is not there', (folder) => join(folder, 'none', 'a.json'), 'ENOENT'],
    ['below a file', (folder) => join(folder, 'file', 'a.json'), 'ENOTDIR'],
    ['below a link to nothing', (folder) => join(folder, 'dangling', 'a.json'), 'ENOENT'],
    ['under a name that is too long', (folder) => join(folder, 'a'.repeat(300)), 'ENAMETOOLONG'],
  ])('cannot be written %s, and that is said before', async (_, place, code) => {
    const folder = emptyFolder();
    writeFileSync(join(folder, 'file'), '');
    symlinkSync(join(folder, 'none'), join(folder, 'dangling'));
    const expected = `${place(folder)} cannot be written (${code}). Name a file by --out in a folder that is there and yours to write.`;
    expect(await said(requireWritable(wantedAt(place(folder))))).toBe(expected);
    expect(await said(writeWholeFile(wantedAt(place(folder)), 'new'))).toBe(expected);
    expect(entriesIn(folder)).toEqual(['dangling', 'file']);
  });
});

describe('several files', () => {
  test('stand below a folder that is made for them, and nothing else does', async () => {
    const folder = join(emptyFolder(), 'not', 'there');
    const paths = await underUmask(0, async () => writeFilesBelow(`${folder}/`, below('etc/frr/frr.conf', 'etc/a.conf', 'b'), DEVICE));
    expect(paths).toEqual(['etc/frr/frr.conf', 'etc/a.conf', 'b'].map((each) => join(folder, each)));
    expect(paths.map((each) => [readFileSync(each, 'utf8'), modeOf(each)])).toEqual([['etc/frr/frr.conf\n', '600'], ['etc/a.conf\n', '600'], ['b\n', '600']]);
    expect(entriesIn(folder)).toEqual(['b', 'etc', 'etc/a.conf', 'etc/frr', 'etc/frr/frr.conf']);
    expect(['.', 'etc', 'etc/frr'].map((each) => modeOf(join(folder, each)))).toEqual(['700', '700', '700']);
  });

  test('come together with what is in the folder', async () => {
    const folder = emptyFolder();
    mkdirSync(join(folder, 'etc'), { mode: 0o755 });
    writeFileSync(join(folder, 'etc/mine'), 'mine');
    await writeFilesBelow(folder, below('etc/a.conf'), DEVICE);
    expect([entriesIn(folder), modeOf(join(folder, 'etc'))]).toEqual([['etc', 'etc/a.conf', 'etc/mine'], '755']);
  });

  test('are all there or none, and the next try works', async () => {
    const folder = join(emptyFolder(), 'device');
    // The second cannot get its name, for the third needs a folder of that name.
    expect(await said(writeFilesBelow(folder, below('first', 'x', 'x/y'), DEVICE)))
      .toBe(`${join(folder, 'x')} cannot be written (EEXIST). Name a folder by --out that is yours to write.`);
    expect(entriesIn(join(folder, '..'))).toEqual([]);
    expect(await writeFilesBelow(folder, below('first', 'x'), DEVICE)).toHaveLength(2);
  });

  test('leave what was there before when they fail', async () => {
    const folder = emptyFolder();
    mkdirSync(join(folder, 'etc'));
    writeFileSync(join(folder, 'etc/mine'), 'mine');
    await said(writeFilesBelow(folder, below('etc/first', 'new/first', 'x', 'x/y'), DEVICE));
    expect(entriesIn(folder)).toEqual(['etc', 'etc/mine']);
  });

  test.each([
    ['the last of them', 'etc/b.conf', 'etc/b.conf is there already. Name a folder by --out in which nothing of it is.', (at: string) => writeFileSync(at, 'mine')],
    ['a link to nothing where one goes', 'etc/b.conf', 'etc/b.conf is there already. Name a folder by --out in which nothing of it is.',
      (at: string, elsewhere: string) => symlinkSync(join(elsewhere, 'none'), at)],
    ['a file where a folder goes', 'etc/deep', 'etc/deep/c.conf cannot be written (ENOTDIR). Name a folder by --out that is yours to write.',
      (at: string) => writeFileSync(at, 'mine')],
    ['a link to a folder where a folder goes', 'etc/deep',
      'etc/deep is a link, and nothing is written through one. Name a folder by --out that is none itself and has none in it.',
      (at: string, elsewhere: string) => symlinkSync(elsewhere, at)],
    ['a link to nothing where a folder goes', 'etc/deep',
      'etc/deep is a link, and nothing is written through one. Name a folder by --out that is none itself and has none in it.',
      (at: string, elsewhere: string) => symlinkSync(join(elsewhere, 'none'), at)],
  ])('are not begun where there is %s', async (_, at, expected, put) => {
    const [folder, elsewhere] = [emptyFolder(), emptyFolder()];
    mkdirSync(join(folder, 'etc'));
    put(join(folder, at), elsewhere);
    expect(await said(writeFilesBelow(folder, below('etc/a.conf', 'etc/b.conf', 'etc/deep/c.conf'), DEVICE))).toBe(join(folder, expected));
    expect([entriesIn(folder), entriesIn(elsewhere)]).toEqual([['etc', at], []]);
  });

  test.each(['link', 'link/'])('do not go into a folder that is a link: %s', async (name) => {
    const [folder, elsewhere] = [emptyFolder(), emptyFolder()];
    symlinkSync(elsewhere, join(folder, 'link'));
    expect(await said(writeFilesBelow(`${folder}/${name}`, below('a'), DEVICE))).toContain(`${join(folder, 'link')} is a link`);
    expect(entriesIn(elsewhere)).toEqual([]);
  });

  test('go into a folder to which a link leads: its own name is what was asked for', async () => {
    const [folder, elsewhere] = [emptyFolder(), emptyFolder()];
    symlinkSync(elsewhere, join(folder, 'link'));
    await writeFilesBelow(join(folder, 'link', 'device'), below('a'), DEVICE);
    expect(entriesIn(elsewhere)).toEqual(['device', 'device/a']);
  });

  test.each<[what: string, directory: (folder: string) => string, code: string]>([
    ['below a file', (folder) => join(folder, 'file', 'deep', 'device'), 'ENOTDIR'],
    ['below a link to nothing', (folder) => join(folder, 'dangling', 'device'), 'ENOENT'],
    ['where no folder is ever made, though none is said to be missing', () => '/proc/none/device', 'ENOENT'],
    ['under a name that is too long', (folder) => join(folder, 'a'.repeat(300), 'device'), 'ENAMETOOLONG'],
  ])('end in a line, and do not wait for a folder %s', async (_, directory, code) => {
    const folder = emptyFolder();
    writeFileSync(join(folder, 'file'), '');
    symlinkSync(join(folder, 'none'), join(folder, 'dangling'));
    const failure = await said(writeFilesBelow(directory(folder), below('etc/a.conf'), DEVICE));
    expect(failure).toBe(`${join(directory(folder), 'etc/a.conf')} cannot be written (${code}). Name a folder by --out that is yours to write.`);
    expect(entriesIn(folder)).toEqual(['dangling', 'file']);
  }, 5_000);

  test.each(['..', '.', '', 'a/b', '../../outside', '/etc', 'a\\b', 'C:', 'a\nb', 'a\u0000b', 'a\u202eb', 'a\u001b[2J'])('have names that lead nowhere else: %j', async (name) => {
    const folder = emptyFolder();
    for (const names of [[name, 'a.json'], ['a', name]]) {
      expect(await said(writeFilesBelow(join(folder, 'asked'), [{ names, content: '', mode: READABLE.byAll }], DEVICE))).toMatch(/^'[ -~]*' is no name for something in /);
    }
    expect(entriesIn(folder)).toEqual([]);
  });

  test('are not written over one another', async () => {
    const folder = emptyFolder();
    expect(await said(writeFilesBelow(folder, below('a', 'b', 'a'), DEVICE)))
      .toBe(`${join(folder, 'a')} would be written twice. Read what is to be written from one place at a time.`);
    expect(entriesIn(folder)).toEqual([]);
  });

  describe('on a disk whose files have one name only', () => {
    beforeEach(() => {
      jest.spyOn(promises, 'link').mockRejectedValue(Object.assign(new Error('EPERM: operation not permitted, link'), { code: 'EPERM' }));
    });

    test('are written all the same', async () => {
      const folder = emptyFolder();
      const [file] = await writeFilesBelow(folder, below('a', 'b'), DEVICE);
      expect([entriesIn(folder), readFileSync(file, 'utf8'), modeOf(file)]).toEqual([['a', 'b'], 'a\n', '600']);
    });

    test('take no place that somebody has taken meanwhile, and leave none of their own', async () => {
      const folder = join(emptyFolder(), 'device');
      expect(await said(writeFilesBelow(folder, below('first', 'x', 'x/y'), DEVICE))).toContain('cannot be written (EEXIST)');
      expect(entriesIn(join(folder, '..'))).toEqual([]);
    });
  });
});
