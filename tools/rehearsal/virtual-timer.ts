/**
 * What a virtual clock's `setTimeout` and `setInterval` hand out: it behaves as Node's `Timeout`, because library code
 * calls `unref`, `refresh` and friends on it.
 */
import { AsyncResource } from 'node:async_hooks';

/** What a timer needs of the clock it belongs to. */
export interface TimerOwner {
  /** (Re)starts the timer, `delay` milliseconds from now. */
  start(timer: VirtualTimer): void;
  stop(timer: VirtualTimer): void;
  /** A timer's claim on the clock has changed. */
  wake(): void;
}

/** Node's largest delay; anything above it, below 1 or not a number becomes 1 millisecond. */
const LONGEST_DELAY = 2 ** 31 - 1;

export class VirtualTimer {
  /** When it fires, in milliseconds since the epoch; the clock sets it. */
  due = 0;
  /** Breaks a tie between timers that are due together: who was started first fires first. */
  turn = 0;

  private referenced = true;
  private cleared = false;
  private readonly callback: () => void;

  constructor(
    private readonly owner: TimerOwner,
    readonly id: number,
    readonly delay: number,
    readonly repeats: boolean,
    callback: () => void,
  ) {
    // As with Node's own timers, the callback sees the AsyncLocalStorage values of whoever started the timer.
    this.callback = AsyncResource.bind(callback);
  }

  fire(): void {
    this.callback();
  }

  ref(): this {
    this.referenced = true;
    this.owner.wake();
    return this;
  }

  unref(): this {
    this.referenced = false;
    return this;
  }

  hasRef(): boolean {
    return this.referenced;
  }

  /** As Node's: it also starts a timer again that has fired, and never one that was cleared. */
  refresh(): this {
    if (!this.cleared) this.owner.start(this);
    return this;
  }

  close(): this {
    this.cleared = true;
    this.owner.stop(this);
    return this;
  }

  [Symbol.toPrimitive](): number {
    return this.id;
  }
}

/** The delay that Node makes of what its `setTimeout` is given. */
export function nodeDelay(milliseconds: number | undefined): number {
  const delay = Math.trunc(Number(milliseconds));
  return delay >= 1 && delay <= LONGEST_DELAY ? delay : 1;
}
