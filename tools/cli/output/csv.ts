/**
 * Comma-separated values that a spreadsheet takes for text: RFC 4180, with an apostrophe before what it would calculate.
 *
 * A field that begins with `=`, `+`, `-` or `@` is a formula to it. So is what follows a semicolon to one whose separator that is, as in
 * many countries; quotes do not keep it from separating there, since they do not stand at the beginning of its field.
 *
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 * @see https://www.rfc-editor.org/rfc/rfc4180
 */
import { Encoded } from './encoded';
import { printable, printableJson } from '../../../src/contract/printable-text';

/** With what may stand before it; wide forms are the same to spreadsheets in East Asia. */
const FORMULA = /(^\s*|;[\s"]*)(?=[=+\-@＝＋－＠])/gu;

/** As JSON: a field that a program parses keeps its value. */
export class JsonField {
  constructor(readonly value: unknown) {}
}

export type Field = string | number | JsonField | undefined;

export function csv(records: readonly (readonly Field[])[]): Encoded<'csv'> {
  return new Encoded('csv', records.map((record) => `${record.map(encoded).join(',')}\r\n`).join(''));
}

function encoded(field: Field): string {
  const text = field instanceof JsonField ? jsonWithoutFormula(field.value) : printable(String(field ?? '')).replace(FORMULA, '$1\'');
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A separator in a text of JSON can be an escape, too. */
function jsonWithoutFormula(value: unknown): string {
  return printableJson(value).replace(/;(?=\s*[=+\-@＝＋－＠])/gu, '\\u003b');
}
