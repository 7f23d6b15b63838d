/**
 * The Lambda functions that stacks have made: invoked by ARN, with or without waiting, and all their logs in one place. What Lambda
 * does not take is refused [Lambda guide, "Lambda quotas"].
 */
import { Authorizer } from '../contracts';
import { FunctionTime, InvocationResult, LambdaServiceError, LocalLambda, LogLine } from '../lambda-runtime/local-lambda';

/** Lambda repeats a failed asynchronous invocation twice, after one and two minutes [AWS Lambda guide, asynchronous invocation]. */
const ASYNC_RETRY_SECONDS = [60, 120];

/**
 * A throttled event stays in Lambda's queue, and is tried again after 1 second, 2, 4 and so on up to 5 minutes, for 6 hours [the same
 * guide, error handling for asynchronous invocations].
 */
const QUEUED_AGAIN_SECONDS = { first: 1, longest: 300, altogether: 6 * 3600 };

/** What an account has that has been used for a while; a new one has 10 [awslabs/fhir-works-on-aws-deployment #691]. */
const CONCURRENT_EXECUTIONS = 1_000;

const REQUEST_BYTES_MAX = { synchronous: 6_291_456, asynchronous: 1_048_576 };

/**
 * Why Lambda does not take an event, or nothing. CloudFormation passes the words on [aws-cdk KubernetesManifest over a large manifest, when
 * it was 262144 bytes; since October 2025: AWS compute blog, "serverless services now support payloads up to 1 MB"].
 */
export function refusalOfEvent(payload: string): string | undefined {
  const bytes = Buffer.byteLength(payload);
  if (bytes <= REQUEST_BYTES_MAX.asynchronous) return undefined;
  return `${bytes} byte payload is too large for the Event invocation type (limit ${REQUEST_BYTES_MAX.asynchronous} bytes)`;
}

export interface Right {
  readonly action: string;
  readonly arn: string;
}

export class FunctionRegistry {
  private readonly functions = new Map<string, LocalLambda>();
  private readonly lines: LogLine[] = [];
  private executing = 0;

  constructor(
    private readonly clock: FunctionTime,
    private readonly authorizer?: Authorizer,
    private readonly onLog?: (line: LogLine) => void,
    private readonly concurrentExecutions = CONCURRENT_EXECUTIONS,
  ) {}

  /** Everything any function wrote, those that have been deleted since too. */
  get logLines(): readonly LogLine[] {
    return this.lines;
  }

  readonly log = (line: LogLine): void => {
    this.lines.push(line);
    this.onLog?.(line);
  };

  /**
   * The log as a role writes to it. Without the rights for that a function runs all the same, and its output is lost
   * [Lambda operator guide, access to CloudWatch Logs].
   */
  logUnder(accessKeyId: string, needed: () => readonly Right[]): (line: LogLine) => void {
    return (line) => {
      if (!needed().some((right) => this.denies(accessKeyId, right))) this.log(line);
    };
  }

  /** Whether a role may not do something that is done in its name; everything is allowed where nobody authorizes. */
  denies(accessKeyId: string, { action, arn }: Right, context: Readonly<Record<string, string>> = {}): boolean {
    return this.authorizer?.denial(accessKeyId, action, [arn], context) !== undefined;
  }

  set(arn: string, local: LocalLambda): void {
    this.functions.get(arn)?.forgetWarmEnvironments();
    this.functions.set(arn, local);
  }

  delete(arn: string): void {
    this.functions.get(arn)?.forgetWarmEnvironments();
    this.functions.delete(arn);
  }

  find(arn: string): LocalLambda | undefined {
    return this.functions.get(arn);
  }

  /** @throws {LambdaServiceError} when there is no such function, `callerAccessKeyId` may not invoke it, or Lambda does not take it. */
  async invoke(arn: string, payload: string, callerAccessKeyId: string): Promise<InvocationResult> {
    const denial = this.authorizer?.denial(callerAccessKeyId, 'lambda:InvokeFunction', [arn], {});
    if (denial !== undefined) throw new LambdaServiceError(denial);
    // [JupiterOne/sdk #565]
    if (Buffer.byteLength(payload) > REQUEST_BYTES_MAX.synchronous) {
      throw new LambdaServiceError(`Request must be smaller than ${REQUEST_BYTES_MAX.synchronous} bytes for the InvokeFunction operation`, 'RequestTooLargeException');
    }
    return this.execute(arn, payload);
  }

  /** Invoked by CloudFormation itself, which does not wait for the end. */
  async invokeAsynchronously(arn: string, payload: string): Promise<void> {
    for (const seconds of [...ASYNC_RETRY_SECONDS, undefined]) {
      if (await this.succeeds(arn, payload) || seconds === undefined) return;
      await this.clock.sleep(seconds * 1000);
    }
  }

  private async succeeds(arn: string, payload: string): Promise<boolean> {
    const givenUpAt = this.clock.now() + QUEUED_AGAIN_SECONDS.altogether * 1000;
    for (let wait = QUEUED_AGAIN_SECONDS.first; ; wait = Math.min(2 * wait, QUEUED_AGAIN_SECONDS.longest)) {
      try {
        return (await this.execute(arn, payload)).functionError === undefined;
      } catch (error) {
        if (!(error instanceof LambdaServiceError)) throw error;
        if (!isThrottled(error) || this.clock.now() >= givenUpAt) return false;
      }
      await this.clock.sleep(wait * 1000);
    }
  }

  /** [words: HumanCellAtlas/data-store #1118] */
  private async execute(arn: string, payload: string): Promise<InvocationResult> {
    const local = this.existing(arn);
    if (this.executing >= this.concurrentExecutions) throw new LambdaServiceError('Rate Exceeded.', 'TooManyRequestsException');
    this.executing += 1;
    try {
      return await local.invoke(payload);
    } finally {
      this.executing -= 1;
    }
  }

  private existing(arn: string): LocalLambda {
    const found = this.functions.get(arn);
    if (found === undefined) throw new LambdaServiceError(`Function not found: ${arn}`);
    return found;
  }
}

/** Too many functions of the account were at work already. */
export function isThrottled(error: unknown): boolean {
  return error instanceof LambdaServiceError && error.name === 'TooManyRequestsException';
}
