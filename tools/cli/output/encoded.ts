/**
 * What leaves the command: text as one medium reads it, in which whatever came from outside is text and nothing else.
 *
 * Each file of this folder encodes for one medium, and nothing else makes such text: the terminal takes nothing that was not encoded, and
 * ESLint refuses to make it elsewhere (`projenrc/walls.ts`).
 *
 * @see https://cheatsheetseries.owasp.org/cheatsheets/Cross_Site_Scripting_Prevention_Cheat_Sheet.html#output-encoding
 */
export type Medium = 'terminal' | 'json' | 'csv' | 'typescript' | 'python' | 'markdown' | 'mermaid' | 'html';

export class Encoded<M extends Medium = Medium> {
  /** @param text as it is written */
  constructor(protected readonly medium: M, readonly text: string) {}

  /** Within a JSON document it is a text like others. */
  toJSON(): string {
    return this.text;
  }
}
