/** The Lambda functions that stacks have made: invoked by ARN, with or without waiting, and all their logs in one place. */
import { Authorizer } from '../contracts';
import { FunctionTime, InvocationResult, LambdaServiceError, LocalLambda, LogLine } from '../lambda-runtime/local-lambda';

/** Lambda repeats a failed asynchronous invocation twice, after one and two minutes [AWS Lambda guide, asynchronous invocation]. */
const ASYNC_RETRY_SECONDS = [60, 120];

export interface Right {
  readonly action: string;
  readonly arn: string;
}

export class FunctionRegistry {
  private readonly functions = new Map<string, LocalLambda>();
  private readonly lines: LogLine[] = [];

  constructor(
    private readonly clock: FunctionTime,
    private readonly authorizer?: Authorizer,
    private readonly onLog?: (line: LogLine) => void,
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
    const isDenied = ({ action, arn }: Right) => this.authorizer?.denial(accessKeyId, action, [arn], {}) !== undefined;
    return (line) => {
      if (!needed().some(isDenied)) this.log(line);
    };
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

  /** @throws {LambdaServiceError} when there is no such function, or `callerAccessKeyId` may not invoke it. */
  async invoke(arn: string, payload: string, callerAccessKeyId: string): Promise<InvocationResult> {
    const denial = this.authorizer?.denial(callerAccessKeyId, 'lambda:InvokeFunction', [arn], {});
    if (denial !== undefined) throw new LambdaServiceError(denial);
    return this.existing(arn).invoke(payload);
  }

  /** Invoked by CloudFormation itself, which does not wait for the end. */
  async invokeAsynchronously(arn: string, payload: string): Promise<void> {
    for (const seconds of [...ASYNC_RETRY_SECONDS, undefined]) {
      if (await this.succeeds(arn, payload) || seconds === undefined) return;
      await this.clock.sleep(seconds * 1000);
    }
  }

  private async succeeds(arn: string, payload: string): Promise<boolean> {
    try {
      return (await this.existing(arn).invoke(payload)).functionError === undefined;
    } catch (error) {
      if (error instanceof LambdaServiceError) return false;
      throw error;
    }
  }

  private existing(arn: string): LocalLambda {
    const found = this.functions.get(arn);
    if (found === undefined) throw new LambdaServiceError(`Function not found: ${arn}`);
    return found;
  }
}
