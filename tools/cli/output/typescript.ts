/** Code in TypeScript: a value from outside is a literal, a text from outside a comment, and a name is nothing but a name. */
import { Encoded } from './encoded';
import { printable, printableJson } from '../../../src/contract/printable-text';

/** The value itself: what TypeScript reads is equal to it. */
export function typescriptLiteral(value: unknown): string {
  if (typeof value === 'boolean' || Number.isFinite(value)) return String(value);
  return `'${printableJson(typeof value === 'string' ? value : JSON.stringify(value)).slice(1, -1).replaceAll('\\"', '"').replaceAll('\'', '\\\'')}'`;
}

/** To the end of the line, which no text brings about. */
export function typescriptComment(text: string): string {
  return `// ${printable(text)}`.trimEnd();
}

export function typescript(lines: readonly string[]): Encoded<'typescript'> {
  return new Encoded('typescript', lines.map((line) => `${line}\n`).join(''));
}
