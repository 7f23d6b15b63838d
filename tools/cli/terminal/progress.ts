/** How far something is, on standard error: silent for the first second, then a line that rewrites itself, or one now and then. */
import { Terminal } from './terminal';
import { erased, line, overwritten } from '../output/terminal';

const SILENT_MS = 1_000;
const REWRITTEN_EVERY_MS = 100;
const WRITTEN_EVERY_MS = 5_000;

export class Progress {
  private readonly began: number;
  private shownAt?: number;
  private width = 0;
  private isOver = false;

  constructor(private readonly terminal: Pick<Terminal, 'err' | 'isErrTerminal' | 'now'>) {
    this.began = terminal.now();
  }

  tell(text: string): void {
    const { isErrTerminal, now, err } = this.terminal;
    if (this.isOver) return;
    const every = isErrTerminal ? REWRITTEN_EVERY_MS : WRITTEN_EVERY_MS;
    if (now() - this.began < SILENT_MS || (this.shownAt !== undefined && now() - this.shownAt < every)) return;
    this.shownAt = now();
    err(isErrTerminal ? overwritten(text, this.width) : line(text));
    this.width = text.length;
  }

  /** Leaves the line to whatever is written next; calls that are still under way when another one failed tell nothing more. */
  end(): void {
    this.isOver = true;
    if (this.terminal.isErrTerminal && this.shownAt !== undefined) this.terminal.err(erased(this.width));
  }
}
