/** EC2 as the check speaks to it: calls that have to succeed, and calls whose refusal is the answer. */
import type { EC2 } from '@aws-sdk/client-ec2';

export type Send<O> = (client: EC2) => Promise<O>;

/** What a question was answered: EC2's error code, or what it did. */
export type Asked<O> = { readonly code: string; readonly output?: undefined } | { readonly code?: undefined; readonly output: O };

/** Why the check itself cannot go on; its message quotes nothing that was read. */
export class CheckFailure extends Error {}

/** Somebody pressed Ctrl-C. */
export class Interrupted extends CheckFailure {
  constructor() {
    super('interrupted');
    this.name = 'Interrupted';
  }
}

/** Refusals that say nothing about the question: permissions, credentials, load, quotas. */
const NO_ANSWER = /^(UnauthorizedOperation|AuthFailure|AccessDenied.*|InvalidClientTokenId|UnrecognizedClientException|SignatureDoesNotMatch|RequestExpired|ExpiredToken.*|OptInRequired|Blocked|PendingVerification|.*LimitExceeded|.*Throttl.*|.*Unavailable|Internal.*|ServerInternal|MaxIOPSLimitExceeded)$/;

export class Ec2Calls {
  /** @param goOn throws when nothing more is to be begun */
  constructor(private readonly client: EC2, private readonly goOn: () => void) {}

  async call<O>(send: Send<O>): Promise<O> {
    this.goOn();
    return send(this.client);
  }

  /** @param answers codes that count as answers here, although they usually tell of permissions */
  async ask<O>(send: Send<O>, answers: readonly string[] = []): Promise<Asked<O>> {
    try {
      return { output: await this.call(send) };
    } catch (error) {
      const code = codeOf(error);
      if (code === undefined || (NO_ANSWER.test(code) && !answers.includes(code))) throw error;
      return { code };
    }
  }
}

/** The code of EC2's refusal; nothing for a call that failed otherwise. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('$metadata' in error)) return undefined;
  const { httpStatusCode = 0 } = error.$metadata as { readonly httpStatusCode?: number };
  return httpStatusCode >= 400 && httpStatusCode < 500 ? error.name : undefined;
}

/** Why a call failed, without anything that may have been read: an answer that could not be parsed may hold a key, and is quoted. */
export function reasonOf(error: unknown): string {
  if (error instanceof CheckFailure) return error.message;
  if (!(error instanceof Error)) return 'an unknown error';
  return codeOf(error) === undefined ? error.name : `${error.name}: ${error.message}`;
}
