/**
 * The pre-shared key of a tunnel on its way from EC2 into the device's file. Whatever prints it, be it a log, an error or
 * `JSON.stringify`, prints that it is one.
 */
const SHOWN = '(pre-shared key)';

export class HiddenKey {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** The key itself, for the one line of a file that needs it. */
  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return SHOWN;
  }

  toJSON(): string {
    return SHOWN;
  }
}
