/**
 * Texts from outside that mean harm: what is special in any medium, what is not seen, and ordinary words between them.
 *
 * HOSTILE_STRINGS says how many for each medium, 500 unless it does; HOSTILE_SEED draws the same ones again.
 */
import * as fc from 'fast-check';

export const HOSTILE_STRINGS = Number(process.env.HOSTILE_STRINGS ?? 500);
const SEED = Number(process.env.HOSTILE_SEED ?? Math.floor(Math.random() * 2 ** 31));

const UNSEEN = [
  '\0', '\b', '\t', '\n', '\v', '\f', '\r', '\r\n', '\u001b[2J', '\u001b]8;;https://evil.example\u001b\\click\u001b]8;;\u001b\\', '\u007f', '\u0085',
  '\u009b2K', '\u00ad', '\u061c', '\u180e', '\u200b', '\u200e', '\u202e', '\u2028', '\u2029', '\u2066', '\ufeff', '\u{e0041}', '\ud83d', '\udc00',
];

const CODE = [
  '\'', '"', '`', '\\', '\\\\', '\\u', '\\ud83d', '\\x0a', '//', '/*', '*/', '#', ';', '\'); process.exit(7); (\'', '"); import os; os._exit(7); ("', '"""', '\'\'\'',
  '${process.exit(7)}', '$(touch PWNED)', '-*- coding: utf-7 -*-', 'coding=utf-16', '+AAo-', '#!', '@ts-nocheck', '/ <reference path="x" />', '()', '{}', '%(x)s',
];

const MARKUP = [
  '<', '>', '&', '&lt;', '&#10;', '<b>', '<img src=x onerror=alert(1)>', '<script>alert(1)</script>', '</style>', '</svg>', '</td>', '"><a href="javascript:alert(1)">', '<!--', '-->',
  ']]>', '*', '**', '_', '__', '~~', '[x](javascript:alert(1))', '![x](https://evil.example/x.png)', '[', ']', '](', '[^1]', '[x]: y', '|', '||', '\\|', '``', '```', '~~~', '# ',
  '`a``b`', '`a`@b', '      code', '- ', '+ ', '1. ', '1) ', '> ', '=== ', '---', '    ', ' ', '  ', ':smile:', '$x$', '@team', 'a@evil.example', 'https://evil.example/', 'www.evil.example', '#1', '[ ] ', '[!NOTE]',
];

const DIAGRAM = [
  '"]', '"]\nclick device "javascript:alert(1)"', '%%', '%%{init: {"securityLevel": "loose"}}%%', '-->', '--- x', '["', '(["', 'end', 'subgraph x', 'style device fill:#fff;',
  'classDef x fill:#fff;', 'click device href "x"', '#quot;', '#34;', '#', ';', '<br/>', '{{', '}}', '\ufb02\u00b0\u00b060\u00b6\u00df', '`x`', 'fa:fa-car', '$$x$$', '@{ shape: rect }',
];

const FORMULAS = ['=', '+', '-', '@', '=cmd|\'/C calc\'!A1', '=HYPERLINK("https://evil.example")', '\t=1', ' =1', ';=1', ';"=1', '";=1', ',=1', '＝1', '＋1', '－1', '＠x', '|', '|-1'];

const WORDS = ['vpn-0123456789abcdef0', 'Zürich', '東京', 'مكتب', '🏢', '10.0.0.0/16', '2001:db8::/32', 'owner', 'style', 'é', '0', '.', ',', '…'];

const FRAGMENTS = fc.oneof(
  ...[UNSEEN, CODE, MARKUP, DIAGRAM, FORMULAS, WORDS].map((fragments) => fc.constantFrom(...fragments)),
  fc.string({ unit: 'binary', maxLength: 4 }), fc.string({ unit: 'grapheme-ascii', maxLength: 8 }),
);

const HOSTILE = fc.array(FRAGMENTS, { minLength: 1, maxLength: 6 }).map((fragments) => fragments.join('')).filter((text) => text !== '');

/** As many as there are to be, each fragment alone among them. */
export function hostileStrings(count = HOSTILE_STRINGS): string[] {
  console.info(`${count} strings of HOSTILE_SEED=${SEED}`);
  const alone = [UNSEEN, CODE, MARKUP, DIAGRAM, FORMULAS].flat();
  return [...alone, ...fc.sample(HOSTILE, { seed: SEED, numRuns: Math.max(0, count - alone.length) })];
}

export interface Violation<T> {
  readonly text: string;
  readonly violation: T | undefined;
}

/** Of those for which something does not hold, the shortest with what it is, so that a failure can be read. */
export function worst<T>(
  strings: readonly string[], violationOf: (text: string, index: number) => T | undefined,
): Violation<T> | undefined {
  return strings.map((text, index) => ({ text, violation: violationOf(text, index) }))
    .filter(({ violation }) => violation !== undefined).sort((a, b) => a.text.length - b.text.length)[0];
}

/** What no medium may hold: it moves the cursor, ends a line, is not seen, or turns the direction of reading. */
export const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;
