/**
 * Step Functions, as far as CDK's provider framework uses it: one task that is retried until it succeeds, and one that
 * runs when the retries are used up. A definition of any other shape is refused, because it would not be run faithfully.
 */
import { isDeepStrictEqual } from 'node:util';
import { FunctionRegistry } from './function-registry';
import { Properties, ValidationError } from './template';
import { FunctionTime, InvocationResult, LambdaServiceError } from '../lambda-runtime/local-lambda';

export interface Execution {
  readonly stateMachineArn: string;
  readonly startedAt: number;
  /** How many times the task has been run so far. */
  attempts: number;
  status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED';
}

interface Waiter {
  readonly taskArn: string;
  readonly onTimeoutArn: string;
  readonly intervalSeconds: number;
  readonly maxAttempts: number;
  readonly backoffRate: number;
}

interface StateMachine {
  readonly waiter: Waiter;
  readonly accessKeyId: string;
}

/** [Step Functions guide, "Step Functions service quotas": of an execution, and of what starts one or enters a state; UTF-8] */
const HISTORY_EVENTS_MAX = 25_000;
const INPUT_BYTES_MAX = 262_144;

/** [the same guide, HistoryEvent: ExecutionStarted and TaskStateEntered; LambdaFunctionScheduled, …Started and …Failed or …Succeeded] */
const HISTORY_EVENTS = { begin: 2, attempt: 3 };

const TASK = 'framework-isComplete-task';
const ON_TIMEOUT = 'framework-onTimeout-task';

export class Waiters {
  readonly executions: Execution[] = [];
  private readonly machines = new Map<string, StateMachine>();

  constructor(private readonly clock: FunctionTime, private readonly functions: FunctionRegistry) {}

  /** @throws {ValidationError} when the definition is not a provider framework's. */
  set(arn: string, definition: string, accessKeyId: string): void {
    this.machines.set(arn, { waiter: readDefinition(definition), accessKeyId });
  }

  /** Executions under way end at their next transition. */
  delete(arn: string): void {
    this.machines.delete(arn);
  }

  /**
   * Starts an execution and does not wait for it.
   * @throws {Error} when there is no such state machine, or the input is too long
   */
  start(arn: string, input: string): void {
    const machine = this.machines.get(arn);
    if (machine === undefined) throw new Error(`State Machine Does Not Exist: '${arn}'`);
    // The words of AWS's own validation; an input is not repeated [API model: sensitive].
    if (Buffer.byteLength(input) > INPUT_BYTES_MAX) {
      throw new Error(`1 validation error detected: Value at 'input' failed to satisfy constraint: Member must have length less than or equal to ${INPUT_BYTES_MAX}`);
    }
    const execution: Execution = { stateMachineArn: arn, startedAt: this.clock.now(), attempts: 0, status: 'RUNNING' };
    this.executions.push(execution);
    void this.run(execution, machine, input);
  }

  private async run(execution: Execution, { waiter, accessKeyId }: StateMachine, input: string): Promise<void> {
    let waitSeconds = waiter.intervalSeconds;
    let failure = await this.attempt(execution, waiter.taskArn, input, accessKeyId);
    while (failure !== undefined && execution.attempts <= waiter.maxAttempts) {
      await this.clock.sleep(waitSeconds * 1000);
      if (!this.machines.has(execution.stateMachineArn)) {
        execution.status = 'ABORTED';
        return;
      }
      if (!hasRoom(execution)) {
        execution.status = 'FAILED';
        return;
      }
      waitSeconds *= waiter.backoffRate;
      failure = await this.attempt(execution, waiter.taskArn, input, accessKeyId);
    }
    execution.status = failure === undefined || await this.isCaught(failure, waiter, accessKeyId) ? 'SUCCEEDED' : 'FAILED';
  }

  /** The caught error replaces the input of the state it leads to. */
  private async isCaught(failure: TaskFailure, { onTimeoutArn }: Waiter, accessKeyId: string): Promise<boolean> {
    const input = JSON.stringify(failure);
    return Buffer.byteLength(input) <= INPUT_BYTES_MAX && await this.failureOf(onTimeoutArn, input, accessKeyId) === undefined;
  }

  private async attempt(execution: Execution, arn: string, input: string, accessKeyId: string): Promise<TaskFailure | undefined> {
    execution.attempts += 1;
    return this.failureOf(arn, input, accessKeyId);
  }

  /** What Step Functions makes of a Lambda task's failure: the error's type, and its whole description as the cause. */
  private async failureOf(arn: string, input: string, accessKeyId: string): Promise<TaskFailure | undefined> {
    let result: InvocationResult;
    try {
      result = await this.functions.invoke(arn, input, accessKeyId);
    } catch (error) {
      return { Error: `Lambda.${error instanceof LambdaServiceError ? error.name : 'ServiceException'}`, Cause: String(error) };
    }
    if (result.functionError === undefined) return undefined;
    return { Error: (JSON.parse(result.payload) as { errorType: string }).errorType, Cause: result.payload };
  }
}

interface TaskFailure {
  readonly Error: string;
  readonly Cause: string;
}

/** Whether the history holds one more attempt and the execution's end: ExecutionFailed is the last event that it can have. */
function hasRoom({ attempts }: Execution): boolean {
  return HISTORY_EVENTS.begin + HISTORY_EVENTS.attempt * (attempts + 1) < HISTORY_EVENTS_MAX;
}

function readDefinition(text: string): Waiter {
  const definition = JSON.parse(text) as Properties;
  const states = Object(definition.States) as Readonly<Record<string, Properties>>;
  const task = states[TASK] ?? {};
  const onTimeout = states[ON_TIMEOUT] ?? {};
  const retry = Object((task.Retry as unknown[] | undefined)?.[0]) as Properties;
  const { IntervalSeconds: intervalSeconds, MaxAttempts: maxAttempts, BackoffRate: backoffRate } = retry;
  const expected = {
    StartAt: TASK,
    States: {
      [TASK]: {
        Type: 'Task',
        End: true,
        Resource: task.Resource,
        Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: intervalSeconds, MaxAttempts: maxAttempts, BackoffRate: backoffRate }],
        Catch: [{ ErrorEquals: ['States.ALL'], Next: ON_TIMEOUT }],
      },
      [ON_TIMEOUT]: { Type: 'Task', End: true, Resource: onTimeout.Resource },
    },
  };
  const complete = typeof task.Resource === 'string' && typeof onTimeout.Resource === 'string'
    && typeof intervalSeconds === 'number' && typeof maxAttempts === 'number' && typeof backoffRate === 'number';
  if (!complete || !isDeepStrictEqual(definition, expected)) {
    throw new ValidationError(`state machine definition is not that of a provider framework's waiter: ${text}`);
  }
  return { taskArn: task.Resource as string, onTimeoutArn: onTimeout.Resource as string, intervalSeconds, maxAttempts, backoffRate };
}
