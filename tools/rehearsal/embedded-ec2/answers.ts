/** What one call answered, as any code sees it that knows no operation; and where choices come from, so that a story can be told again. */
export type Structure = Readonly<Record<string, unknown>>;

export interface Dice {
  chance(probability: number): boolean;
  /** A whole number, both bounds included. */
  between(least: number, most: number): number;
}

/** Dice that are thrown the same in every run with the same seed. */
export function seededDice(seed: number): Dice {
  let state = seed % MODULUS || 1;
  const next = () => {
    state = (state * 48_271) % MODULUS;
    return state / MODULUS;
  };
  return {
    chance: (probability) => next() < probability,
    between: (least, most) => least + Math.floor(next() * (most - least + 1)),
  };
}

/** Park and Miller's generator: its period is far above the number of calls of any rehearsal. */
const MODULUS = 2_147_483_647;
