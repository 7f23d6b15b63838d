/** Every verb of the command, in the order in which a person meets them. */
import { inventory } from './inventory';
import type { Verb } from '../program';

export const VERBS: readonly Verb[] = [inventory];
