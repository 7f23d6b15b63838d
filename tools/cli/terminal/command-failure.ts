/** Why a command ended without doing what it was asked for, in one line, with what to do next. */

/** What a shell is told. They are documented in the help. */
export const EXIT = {
  DONE: 0,
  /** It ran, and what it found stands against going on: findings, a difference, a rehearsal that failed. */
  FOUND: 1,
  /** The command line cannot be understood. */
  USAGE: 2,
  /** The estate or the records could not be read: credentials, permissions, saved files, an unknown id. */
  UNREADABLE: 3,
  /** Somebody said no: the person who was asked, or whoever holds the lease. */
  REFUSED: 4,
  /** The command itself is wrong. */
  DEFECT: 5,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export class CommandFailure extends Error {
  /**
   * @param message what went wrong, naming the value
   * @param nextStep what the person can do about it, a sentence
   */
  constructor(readonly exitCode: ExitCode, message: string, readonly nextStep: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CommandFailure';
  }
}
