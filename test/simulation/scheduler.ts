/**
 * Who goes on, and when: virtual time for many actors at once, single file.
 *
 * Every sleep and every call over the wire is a point at which an actor gives the world to the others. The one whose
 * instant comes first goes on; of several that are due at once the dice say which. Between two points an actor does
 * nothing but compute, so when the event loop comes round, everybody is either over or waiting here.
 */
import { Dice } from './dice';

interface Waiting {
  readonly at: number;
  readonly goOn: () => void;
}

export class Scheduler {
  private waiting: Waiting[] = [];

  constructor(private readonly dice: Dice, private time: number) {}

  now(): number {
    return this.time;
  }

  async sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      this.waiting.push({ at: this.time + Math.max(0, milliseconds), goOn: resolve });
    });
  }

  /** Lets time pass until the story is over. @throws when it is not by the limit, or when nobody waits and it never will be. */
  async play<T>(story: Promise<T>, limit: number): Promise<T> {
    let over = false;
    const ending = story.finally(() => {
      over = true;
    });
    // Handed on below; until then a rejection has a listener already.
    ending.catch(() => undefined);
    for (;;) {
      await turnOfTheEventLoop();
      if (over) return ending;
      if (this.waiting.length === 0) throw new Error('everybody waits for something that nobody will do');
      this.time = Math.max(this.time, this.waiting.reduce((least, { at }) => Math.min(least, at), Infinity));
      if (this.time > limit) throw new Error('the story is not over although its time is');
      this.release();
    }
  }

  private release(): void {
    const chosen = this.dice.oneOf(this.waiting.filter(({ at }) => at <= this.time));
    this.waiting = this.waiting.filter((each) => each !== chosen);
    chosen.goOn();
  }
}

async function turnOfTheEventLoop(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
