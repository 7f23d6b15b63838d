/** What is to be put where, of all terms at once: positions are those of the tree before the first of them. */

export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /**
   * Where one word stands for two names, as in `{ steps }`: which of them the edit is about. The other keeps the word, unless it has
   * an edit of its own at the same place.
   */
  readonly side?: 'before' | 'after';
  /** What is between the two when they differ. */
  readonly between?: string;
  /** By its place in the list. */
  readonly term: number;
}

export class Edits {
  private readonly byFile = new Map<string, Map<string, Edit>>();

  public add(file: string, edit: Edit): void {
    if (!this.byFile.has(file)) this.byFile.set(file, new Map());
    const key = `${edit.start} ${edit.side ?? ''}`;
    const edits = this.byFile.get(file)!;
    if (!edits.has(key)) edits.set(key, edit);
  }

  public of(file: string): readonly Edit[] {
    return [...this.byFile.get(file)?.values() ?? []];
  }

  /** What of a file the edits make of a part of it. */
  public appliedWithin(file: string, original: string, upTo: number, { start, end }: { readonly start: number; readonly end: number }): string {
    const part = new Edits();
    for (const edit of this.of(file)) {
      if (edit.start >= start && edit.end <= end) part.add(file, { ...edit, start: edit.start - start, end: edit.end - start });
    }
    return part.applied(file, original.slice(start, end), upTo);
  }

  /** The text of a file once all terms up to this one are done. */
  public applied(file: string, original: string, upTo: number): string {
    const due = this.of(file).filter(({ term }) => term <= upTo).sort((a, b) => a.start - b.start || a.end - b.end);
    let text = '';
    let at = 0;
    for (let index = 0; index < due.length; index++) {
      const edit = due[index];
      const same = due.filter(({ start }) => start === edit.start);
      if (edit.start < at) throw new Error(`Two changes of ${file} overlap at ${edit.start}: ${JSON.stringify([due[index - 1], edit])}`);
      text += original.slice(at, edit.start) + joined(same, original.slice(edit.start, edit.end));
      at = edit.end;
      index += same.length - 1;
    }
    return text + original.slice(at);
  }
}

function joined(same: readonly Edit[], word: string): string {
  const whole = same.find(({ side }) => side === undefined);
  if (whole !== undefined) return whole.text;
  const before = same.find(({ side }) => side === 'before')?.text ?? word;
  const after = same.find(({ side }) => side === 'after')?.text ?? word;
  return before === after ? before : before + (same[0].between ?? ': ') + after;
}
