/**
 * Things that go wrong on the wire on purpose: an error, a lost connection, a slow answer, before or after the effect.
 *
 * "After" is what makes retries dangerous: the effect has taken place, and the caller does not know.
 */

export type FaultEffect =
  | { readonly code: string; readonly message: string; readonly status?: number }
  | { readonly latencyMs: number }
  | 'drop-connection';

export interface Fault {
  readonly operation: string;
  /** Before the operation takes effect, or when it has and the answer is about to be sent. */
  readonly when: 'before' | 'after';
  readonly how: FaultEffect;
  /** So many calls pass first; none unless given. Refused and dry calls are not counted, as nothing is at stake in them. */
  readonly skip?: number;
  /** So many calls are then affected; one unless given. */
  readonly times?: number;
}

/** The service answers nothing but that it is not there, until the fault is taken away. */
export function unavailable(operation: string): Fault {
  const how = { code: 'ServiceUnavailable', message: 'The service is unavailable. Please try again shortly.', status: 503 };
  return { operation, when: 'before', how, times: Infinity };
}

export class Faults {
  private injected: { readonly fault: Fault; calls: number }[] = [];

  /** Answers what takes the fault away again: its cause is mended. */
  inject(fault: Fault): () => void {
    const injected = { fault, calls: 0 };
    this.injected.push(injected);
    return () => {
      this.injected = this.injected.filter((each) => each !== injected);
    };
  }

  /** What happens to this call at this point. Every fault counts the call; of several that are due, the oldest happens. */
  take(operation: string, when: Fault['when']): FaultEffect | undefined {
    const matching = this.injected.filter(({ fault }) => fault.operation === operation && fault.when === when);
    const due = matching.find(({ fault, calls }) => isDue(fault, calls));
    for (const each of matching) each.calls += 1;
    return due?.fault.how;
  }
}

function isDue({ skip = 0, times = 1 }: Fault, callsBefore: number): boolean {
  return callsBefore >= skip && callsBefore < skip + times;
}
