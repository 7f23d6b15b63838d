/** Every verb of the command, in the order in which a person meets them. */
import type { Verb } from '../program';

export const VERBS: readonly Verb[] = [];
