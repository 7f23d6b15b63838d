/**
 * Texts that mean something to a shell, to Markdown or to a terminal, and a bash in which whatever they bring about is seen: `aws` records
 * its arguments, any other program that is called is noted, and so is a file that is there afterwards.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import * as fc from 'fast-check';

const PIECES = [
  '$(touch PWNED)', '`touch PWNED`', '\ntouch PWNED\n', '\r\ntouch PWNED\r\n', ';touch PWNED;', '|touch PWNED', '&touch PWNED&', '>PWNED', '<(touch PWNED)',
  '\'', '"', '\\', '\\\'', '"$(touch PWNED)"', '\'$(touch PWNED)\'', '${PWNED:=$(touch PWNED)}', '$HOME', '$((1+1))', '!!', '!touch', '!', '~', '~root',
  '-', '--', '-x', '--endpoint-url=http://evil.example', '=', '#', ' # ', ' ', '  ', '\t', '*', '?', '[a-z]', '{a,b}', '%s', '\\n', '%', '^a^b', ')', '}', ' fi ', ' done ',
  ';;', ' EOF\n', '\n```\n', '```', '````', '~~~', '\n# ', '\n- ', '\n\n', '1. ', '> ', '[x](javascript:1)', '![x](y)', '<img src=x onerror=y>', '&lt;', '|', '_', '*x*', '$x$',
  'https://evil.example', 'www.evil.example', 'a@evil.example', '\u2028', '\u2029', '\u0085', '\u202e', '\u2066', '\u200b', '\ufeff', '\u001b[2J',
  '\u001b]8;;http://evil.example\u0007', '\u009b1A', '\u0000', '\u007f', '\b', 'é', '😀', '\u{e0041}', 'vgw-0ce8',
];

const anyText = fc.oneof(
  { weight: 3, arbitrary: fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join('')) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 12 }) },
);

/** What no program can be given is refused where it is written. */
export const hostileTexts: fc.Arbitrary<string> = anyText.map((text) => text.replaceAll('\u0000', ''));

export interface Ran {
  readonly status: number | null;
  readonly output: string;
  /** Of each call of `aws`. */
  readonly calls: readonly (readonly string[])[];
  /** Whatever else happened. */
  readonly besides: readonly string[];
}

const BASH = programOnPath('bash');

/** Runs a text as it would be pasted: with a history that a `!` brings back, and with what `bash -n` says of it. */
export function pasted(text: string): Ran {
  const directory = mkdtempSync(path.join(tmpdir(), 'hostile-'));
  const [programs, work, record] = [path.join(directory, 'programs'), path.join(directory, 'work'), path.join(directory, 'calls')];
  for (const each of [programs, work]) mkdirSync(each);
  for (const program of ['awk', 'sh']) symlinkSync(programOnPath(program), path.join(programs, program));
  writeFileSync(path.join(programs, 'aws'), `#!/bin/sh\nprintf '%s\\000' "$@" END >>'${record}'\n`, { mode: 0o755 });
  try {
    const options = { cwd: work, env: { PATH: programs, HOME: work, AWS_REGION: 'eu-central-1' }, encoding: 'utf8' } as const;
    const syntax = spawnSync(BASH, ['-n', '-s'], { ...options, input: text });
    const { status, stdout, stderr } = spawnSync(BASH, ['-s'], { ...options, input: `${SEEING}\n${text}` });
    const output = `${syntax.stderr}${stdout}${stderr}`;
    return {
      status: syntax.status === 0 ? status : syntax.status, output,
      calls: existsSync(record) ? callsIn(readFileSync(record, 'utf8')) : [],
      besides: [...readdirSync(work).map((file) => `the file ${file}`), ...output.match(/^UNKNOWN PROGRAM: .*/gm) ?? []],
    };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Neither the date nor a wait is worth a process. */
const SEEING = `exec 2>&1
date() { printf '00:00:00Z\\n'; }
sleep() { true; }
command_not_found_handle() { printf 'UNKNOWN PROGRAM: %s\\n' "$*"; }
HISTFILE= ; set -o history; set -o histexpand; history -s 'touch PWNED'`;

function callsIn(text: string): string[][] {
  return text.split('\0END\0').slice(0, -1).map((call) => call.split('\0'));
}

function programOnPath(program: string): string {
  return process.env.PATH!.split(':').map((folder) => path.join(folder, program)).find((file) => existsSync(file))!;
}
