/** What a world leaves to be told from: the function's journal, and how each invocation ended. */
import { Answer } from '../../lambda/runner/ports';
import { DistortionKind } from '../../tools/rehearsal/embedded-ec2/distortions';

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

/** An answer of EC2's was given in another shape for the first time: so many notes and outcomes there were before. */
export interface FirstDistorted {
  readonly kind: DistortionKind;
  readonly notes: number;
  readonly outcomes: number;
}

/** In the order in which it happened. */
export interface History {
  readonly notes: readonly Note[];
  readonly outcomes: readonly Outcome[];
  readonly distorted: readonly FirstDistorted[];
}
