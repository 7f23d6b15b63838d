/**
 * IAM is eventually consistent: what a deployment has granted may be refused for a moment after it. So a refusal of rights is repeated
 * for two minutes since the request was received, and believed then.
 */
import { PERMISSION_RETRY_MS, RIGHTS_SPREAD_MS } from '../../../src/contract/times';
import { Clock } from '../../runner/ports';
import { codeOf } from '../ec2/failures';
import { isRefusedToRole } from '../error-codes';

/** What changes the network is not among these: a dry run has asked for it, and while traffic stands still nobody waits for a policy. */
const REPEATED = /^(Describe|Get|Search|List|AssumeRole|PutItem)/;

/** As far as a client of the SDK is needed here. */
interface Client {
  readonly middlewareStack: {
    add(
      middleware: (next: Handler, context: { readonly commandName?: string }) => Handler, options: { readonly step: 'initialize'; readonly name: string },
    ): void;
  };
}

type Handler = (args: { readonly input: object }) => Promise<never>;

export class PermissionRetry {
  private since = -Infinity;

  constructor(private readonly clock: Pick<Clock, 'now' | 'sleep'>) {}

  /** From now on it is that of one request. */
  forRequest(receivedAt: number): void {
    this.since = receivedAt;
  }

  /** The same client, whose calls have it. */
  in<C>(client: C): C {
    // Each client has a type of its own for the same.
    (client as unknown as Client).middlewareStack.add((next, { commandName = '' }) => async (args) => {
      for (;;) {
        try {
          return await next(args);
        } catch (error) {
          const isRepeated = REPEATED.test(commandName) || ('DryRun' in args.input && args.input.DryRun === true);
          if (!isRepeated || !isRefusedToRole(codeOf(error)) || this.isOver()) throw error;
          await this.clock.sleep(PERMISSION_RETRY_MS);
        }
      }
    }, { step: 'initialize', name: 'patienceWithRights' });
    return client;
  }

  private isOver(): boolean {
    return this.clock.now() + PERMISSION_RETRY_MS > this.since + RIGHTS_SPREAD_MS;
  }
}
