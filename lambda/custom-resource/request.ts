/** One request of CloudFormation, as whoever carries it out sees it. */

/** Carried out, or not yet, and then why. */
export type Progress =
  | { readonly isComplete: true; readonly data?: Readonly<Record<string, string>> }
  | { readonly isComplete: false; readonly why: string };

export interface ResourceRequest {
  /**
   * What CloudFormation is told that the resource is, whether the request succeeds or fails: under this it will be deleted. It may change
   * for as long as nothing has been made.
   */
  readonly physicalId: string;

  /**
   * Asked again until it is complete or time is up. It looks before it changes anything, as each request may be delivered twice, also
   * at the same time.
   *
   * @param waitedMs since the request was first attempted in this invocation
   * @throws {MayPass} for another attempt; any other error when the request cannot succeed, with a sentence for the user and no secret
   */
  attempt(waitedMs: number): Promise<Progress>;
}

/** Thrown where something stands in the way that may pass by itself; the message says what. */
export class MayPass extends Error {}

export const COMPLETE: Progress = { isComplete: true };

export function notYet(why: string): Progress {
  return { isComplete: false, why };
}

/** Where there is nothing to do. */
export function nothingToDo(physicalId: string): ResourceRequest {
  return { physicalId, attempt: async () => COMPLETE };
}
