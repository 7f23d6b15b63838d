/**
 * Text from outside on its way out: what moves a cursor, ends a line or turns the direction of reading is shown by its number.
 *
 * Every medium passes through this first, and escapes what is special in itself after it. What is left is one line of characters that
 * stand where they are written.
 *
 * @see https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing
 * @see https://www.unicode.org/reports/tr9/#Directional_Formatting_Characters
 */

/** Controls, formats (bidirectional, zero-width, tags), line and paragraph separators, and halves of a surrogate pair. */
const NOT_PRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** A text in which everything that is not seen is written as `\u{…}`, with the character's number in hexadecimal digits. */
export function printable(text: string): string {
  return unseenAs(text, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`);
}

/** A value as JSON in which everything that is not seen is an escape, and so equal by value; only line ends of an indentation are not. */
export function printableJson(value: unknown, indentation?: number): string {
  return unseenAs(JSON.stringify(value, undefined, indentation), (character) => (character === '\n' ? character : jsonEscape(character)));
}

/** @param written how one character stands in a medium */
export function unseenAs(text: string, written: (character: string) => string): string {
  return text.replace(NOT_PRINTABLE, written);
}

/** One for each of its UTF-16 units. */
function jsonEscape(character: string): string {
  return character.split('').map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
}
