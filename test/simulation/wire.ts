/**
 * The wire between one invocation and the services: calls take time, meet their fate, and stop with the sandbox. What is
 * above it are the adapters as they are deployed; what is below are the embedded EC2's rules and a table in memory.
 */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EC2Client } from '@aws-sdk/client-ec2';
import { Circumstances, Fate } from './circumstances';
import { Dice } from './dice';
import { Scheduler } from './scheduler';

export interface Call {
  readonly service: 'ec2' | 'dynamodb';
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly mutating: boolean;
}

/** What looks on: invariants are judged while the story goes on, at the instants at which something happens. */
export interface Onlooker {
  sent(call: Call, life: Life): void;
  /** Just before the service carries the call out; a dry run is none. */
  arriving(call: Call, life: Life): void;
  carriedOut(call: Call, life: Life, error: Error | undefined): void;
  ended(call: Call, life: Life): void;
  fate(call: Call, life: Life, fate: Fate): void;
}

/** One life of the Lambda's sandbox. */
export class Life {
  dead = false;
  readonly death: Promise<'killed'>;
  /** Settles `death`; a member only because a promise hands its resolver out nowhere else. */
  private resolveDeath!: (how: 'killed') => void;

  constructor(readonly holder: string) {
    this.death = new Promise((resolve) => {
      this.resolveDeath = resolve;
    });
  }

  end(): void {
    this.dead = true;
    this.resolveDeath('killed');
  }
}

/** Whoever waits for this is not heard of again, as a frozen sandbox is not. */
export async function silence(): Promise<never> {
  return new Promise<never>(() => undefined);
}

/** A service's own answer of refusal, as the SDK throws it. */
export function refusal(code: string, message: string, status?: number): Error {
  return Object.assign(new Error(message), { name: code, $metadata: status === undefined ? {} : { httpStatusCode: status } });
}

/** The handler's limit for one request. */
const REQUEST_TIMEOUT_MS = 15_000;

export type Service = (call: Call) => object;

export class Wire {
  /** Off once the trouble is over. */
  troubled = true;
  private fates = 0;

  constructor(
    private readonly scheduler: Scheduler,
    private readonly dice: Dice,
    private readonly circumstances: Circumstances,
    private readonly services: { readonly [name in Call['service']]: Service },
    private readonly onlooker: Onlooker,
  ) {}

  ec2(life: Life): EC2Client {
    return this.client('ec2', life) as unknown as EC2Client;
  }

  dynamoDb(life: Life): DynamoDBClient {
    return this.client('dynamodb', life) as unknown as DynamoDBClient;
  }

  /** The SDK's client as far as the adapters use it. */
  private client(service: Call['service'], life: Life) {
    return {
      send: async (command: { readonly constructor: { readonly name: string }; readonly input: Record<string, unknown> }) => {
        const operation = command.constructor.name.replace(/Command$/, '');
        const mutating = !/^(Describe|Get|Search)/.test(operation) && command.input.DryRun !== true;
        return this.send({ service, operation, input: command.input, mutating }, life);
      },
    };
  }

  private async send(call: Call, life: Life): Promise<object> {
    if (life.dead) return silence();
    const fate = this.fateOf(call, life);
    if (fate === 'dies-before') {
      life.end();
      return silence();
    }
    this.onlooker.sent(call, life);
    try {
      return await this.exchange(call, life, fate);
    } finally {
      this.onlooker.ended(call, life);
    }
  }

  private async exchange(call: Call, life: Life, fate: Fate | undefined): Promise<object> {
    await this.travel();
    // A request that was on its way when its sender died may arrive all the same.
    if (life.dead && !this.dice.chance(0.5)) return silence();
    if (fate === 'throttled') throw throttling(call.service);
    if (fate === 'server-error-before') throw refusal('InternalError', 'An internal error has occurred', 500);
    if (fate === 'lost-request') return this.timeOut(life);
    let answer = this.carryOut(call, life);
    if (fate === 'asked-again') {
      await this.travel();
      answer = atSecondAttempt(this.carryOut(call, life));
    }
    if (fate === 'dies-after') life.end();
    await this.travel();
    if (life.dead) return silence();
    if (fate === 'lost-answer') return this.timeOut(life);
    if (fate === 'server-error-after') throw refusal('InternalError', 'An internal error has occurred', 500);
    return answer();
  }

  /** @returns what gives the answer when it has come back, be it a refusal */
  private carryOut(call: Call, life: Life): () => object {
    this.onlooker.arriving(call, life);
    try {
      const answer = this.services[call.service](call);
      this.onlooker.carriedOut(call, life, undefined);
      return () => answer;
    } catch (error) {
      this.onlooker.carriedOut(call, life, error as Error);
      return () => {
        throw error;
      };
    }
  }

  private async timeOut(life: Life): Promise<never> {
    await this.scheduler.sleep(REQUEST_TIMEOUT_MS);
    if (life.dead) return silence();
    throw refusal('TimeoutError', 'socket hang up');
  }

  private async travel(): Promise<void> {
    return this.scheduler.sleep(this.dice.between(1, this.circumstances.callMs));
  }

  private fateOf(call: Call, life: Life): Fate | undefined {
    const { fates, fateChance, fatesMax } = this.circumstances;
    if (!this.troubled || fates.length === 0 || this.fates >= fatesMax) return undefined;
    // There are many more looks than changes, and a change that fails is worth more.
    if (!this.dice.chance(call.mutating ? fateChance / 50 : fateChance / 400)) return undefined;
    this.fates += 1;
    const fate = this.dice.oneOf(fates);
    this.onlooker.fate(call, life, fate);
    return fate;
  }
}

/** The SDK tells how often it has asked, in an answer as in a refusal. */
function atSecondAttempt(answer: () => object): () => object {
  const attempts = { attempts: 2 };
  return () => {
    try {
      return { ...answer(), $metadata: attempts };
    } catch (error) {
      const { $metadata } = error as { readonly $metadata?: object };
      throw Object.assign(error as Error, { $metadata: { ...$metadata, ...attempts } });
    }
  };
}

function throttling(service: Call['service']): Error {
  return service === 'ec2'
    ? refusal('RequestLimitExceeded', 'Request limit exceeded.', 503)
    : refusal('ProvisionedThroughputExceededException', 'The level of configured provisioned throughput was exceeded.', 400);
}
