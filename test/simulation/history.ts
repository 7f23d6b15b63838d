/** What a world leaves to be told from: the function's journal, and how each invocation ended. */
import { Answer } from '../../lambda/vpn-target-migration/ports';

/** One line of the function's journal. */
export interface Note {
  readonly event: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** How one invocation ended, as whoever invoked it can tell. */
export type Outcome =
  | { readonly kind: 'answered'; readonly answer: Answer }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'again' | 'killed' };

/** In the order in which it happened. */
export interface History {
  readonly notes: readonly Note[];
  readonly outcomes: readonly Outcome[];
}
