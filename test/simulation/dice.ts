/** Chance that can be repeated: everything a simulation draws comes from one generator, so a seed is a whole story. */
export class Dice {
  private state: number;

  constructor(seed: number) {
    this.state = (seed * 7_919 + 1) % MODULUS || 1;
    // Neighbouring seeds begin near each other, and part within a few throws.
    for (let thrown = 0; thrown < 8; thrown += 1) this.next();
  }

  /** From 0 up to, and without, 1. */
  next(): number {
    this.state = (this.state * 48_271) % MODULUS;
    return (this.state - 1) / (MODULUS - 1);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** A whole number, both bounds included. */
  between(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  oneOf<T>(choices: readonly T[]): T {
    return choices[Math.floor(this.next() * choices.length)];
  }
}

/** Park and Miller's generator: its period is far above the throws of any story. */
const MODULUS = 2_147_483_647;
