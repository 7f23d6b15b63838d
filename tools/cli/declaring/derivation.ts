/** What of a move's declaration followed from the estate: a person is told of it, and may say otherwise. */
export interface Derivation {
  /** `the attachment is associated with tgw-rtb-…`. */
  readonly what: string;
  readonly why: string;
  /** What says otherwise: `--association`. */
  readonly option: string;
}

/** `the attachment is associated with tgw-rtb-… (the gateway's default; --association says otherwise)`. */
export function describeDerivation({ what, why, option }: Derivation): string {
  return `${what} (${why}; ${option} says otherwise)`;
}
