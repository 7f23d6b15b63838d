/** A seed is fast-check's: it draws the life of a stack. A story that fails shrinks, deployment by deployment and choice by choice. */
import { Life, LIVES } from './choices';
import { Plant, StackReport, tell } from './story';
import { drawn, Shrunk, smallest } from '../seeds';

export async function tellSeed(seed: number, plant?: Plant): Promise<StackReport> {
  return drawn(LIVES, seed, async (life: Life) => tell(seed, life, plant));
}

export async function shrink(reported: StackReport, seconds: number, plant?: Plant): Promise<Shrunk<StackReport>> {
  return smallest(LIVES, reported, seconds, async (life: Life) => tell(reported.seed, life, plant));
}
