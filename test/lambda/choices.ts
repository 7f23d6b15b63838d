/**
 * Enumerates every sequence of choices a run can make: each run asks `pick`, and `next` prepares the sequence after the
 * one just run, until all have been.
 */
export class Choices {
  private sequence: { readonly of: number; taken: number }[] = [];
  private position = 0;
  private started = false;

  /** Whether there is another sequence to run. */
  next(): boolean {
    if (!this.started) {
      this.started = true;
      return true;
    }
    while (this.sequence.length > 0 && this.sequence.at(-1)!.taken === this.sequence.at(-1)!.of - 1) this.sequence.pop();
    if (this.sequence.length === 0) return false;
    this.sequence.at(-1)!.taken += 1;
    this.position = 0;
    return true;
  }

  /** One of `0 … count - 1`. */
  pick(count: number): number {
    if (this.position === this.sequence.length) this.sequence.push({ of: count, taken: 0 });
    return this.sequence[this.position++].taken;
  }

  /** The present sequence, to name a failing run. */
  toString(): string {
    return this.sequence.slice(0, this.position).map((choice) => choice.taken).join('');
  }
}
