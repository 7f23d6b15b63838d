/**
 * One execution environment of a Lambda function: cold-started once, then used for one invocation after the other.
 *
 * Its results are worded as Lambda words them, because the provider framework and Step Functions read those words.
 */
import { compileFunction } from 'node:vm';
import { FunctionCode } from './function-code';
import { FunctionTime } from './function-time';
import { WriteLog } from './log';
import { FindHost, ReplaceModule, Sandbox } from './sandbox';

/** What Lambda's Invoke answers; `functionError` is set when the payload describes an error. */
export interface InvocationResult {
  readonly payload: string;
  readonly functionError?: 'Unhandled';
}

/** Lambda itself could not carry out the invocation, or would not: the caller gets an exception, not a result. */
export class LambdaServiceError extends Error {
  constructor(message: string, name: 'ServiceException' | 'TooManyRequestsException' | 'RequestTooLargeException' = 'ServiceException') {
    super(message);
    this.name = name;
    // It reaches a function's code as an answer from outside: no frame of this process belongs in it.
    this.stack = `${this.name}: ${message}`;
  }
}

export interface FunctionConfiguration {
  readonly functionName: string;
  readonly functionArn: string;
  readonly handler: string;
  readonly code: FunctionCode;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  readonly memoryMegabytes: number;
}

export interface EnvironmentProps {
  readonly configuration: FunctionConfiguration;
  readonly time: FunctionTime;
  readonly random: () => number;
  readonly replaceModule: ReplaceModule;
  readonly findHost: FindHost;
  readonly write: (requestId: string, ...line: Parameters<WriteLog>) => void;
}

type Handler = (event: unknown, context: object) => unknown;

interface Invocation {
  readonly requestId: string;
  settle(result: InvocationResult): void;
  fail(error: Error): void;
}

export class ExecutionEnvironment {
  private readonly sandbox: Sandbox;
  private handler?: Handler;
  private invocation?: Invocation;
  private over = false;

  constructor(private readonly props: EnvironmentProps) {
    this.sandbox = new Sandbox({
      code: props.configuration.code,
      time: props.time,
      environment: props.configuration.environment,
      random: props.random,
      write: this.write,
      onExit: (status) => this.crash('Runtime.ExitError', `Runtime exited with error: exit status ${status}`),
      replaceModule: props.replaceModule,
      findHost: props.findHost,
    });
  }

  /** An environment that timed out, exited or was killed takes no further invocation. */
  get isOver(): boolean {
    return this.over;
  }

  invoke(payload: string, requestId: string): Promise<InvocationResult> {
    const { time, configuration } = this.props;
    const deadline = time.now() + configuration.timeoutSeconds * 1000;
    return new Promise<InvocationResult>((resolve, reject) => {
      const timer = time.setTimeout(() => this.timeOut(), configuration.timeoutSeconds * 1000);
      const done = () => {
        time.clearTimeout(timer);
        this.invocation = undefined;
      };
      this.invocation = {
        requestId,
        settle: (result) => { done(); resolve(result); },
        fail: (error) => { done(); reject(error); },
      };
      void this.run(payload, this.context(requestId, deadline), this.invocation);
    });
  }

  /** Ends the environment in the middle of whatever it does; the caller gets an error as its result. */
  crash(errorType: string, message: string): void {
    const invocation = this.invocation;
    this.retire();
    invocation?.settle(failure(errorType, `RequestId: ${invocation.requestId} Error: ${message}`));
  }

  /** Ends the environment in the middle of whatever it does; the caller's Invoke call itself fails. */
  lose(): void {
    const invocation = this.invocation;
    this.retire();
    invocation?.fail(new LambdaServiceError('The execution environment was lost.'));
  }

  retire(): void {
    this.over = true;
    this.sandbox.end();
  }

  private timeOut(): void {
    this.crash('Sandbox.Timedout', `Task timed out after ${this.props.configuration.timeoutSeconds.toFixed(2)} seconds`);
  }

  private async run(payload: string, context: object, invocation: Invocation): Promise<void> {
    const result = await this.resultOf(payload, context);
    // A dead environment's code may run on to its next effect; what comes of it reaches nobody.
    if (this.over) return;
    if (result.functionError !== undefined) this.write('ERROR', `Invoke Error \t${result.payload}`);
    invocation.settle(result);
  }

  private async resultOf(payload: string, context: object): Promise<InvocationResult> {
    try {
      this.handler ??= this.loadHandler();
      const answer = await onStackOfItsOwn(this.handler, JSON.parse(payload), context);
      return withinLimit(JSON.stringify(answer) ?? 'null');
    } catch (error) {
      return failureOf(error);
    }
  }

  private loadHandler(): Handler {
    const { handler, code } = this.props.configuration;
    const dot = handler.lastIndexOf('.');
    const moduleName = handler.slice(0, dot);
    const file = code.resolveHandler(moduleName);
    if (file === undefined) throw named('Runtime.ImportModuleError', `Error: Cannot find module '${moduleName}'`);
    const exported: unknown = Reflect.get(Object(this.loadModule(file)), handler.slice(dot + 1));
    if (typeof exported !== 'function') throw named('Runtime.HandlerNotFound', `${handler} is undefined or not exported`);
    return exported as Handler;
  }

  private loadModule(file: string): unknown {
    try {
      return this.sandbox.load(file);
    } catch (error) {
      if (Object(error).code !== 'MODULE_NOT_FOUND') throw error;
      throw named('Runtime.ImportModuleError', `Error: ${String(Object(error).message)}`);
    }
  }

  private context(awsRequestId: string, deadline: number): object {
    const { functionName, functionArn, memoryMegabytes } = this.props.configuration;
    return {
      callbackWaitsForEmptyEventLoop: true,
      functionName,
      functionVersion: '$LATEST',
      invokedFunctionArn: functionArn,
      memoryLimitInMB: String(memoryMegabytes),
      awsRequestId,
      logGroupName: `/aws/lambda/${functionName}`,
      logStreamName: awsRequestId,
      getRemainingTimeInMillis: () => Math.max(0, deadline - this.props.time.now()),
    };
  }

  private readonly write: WriteLog = (level, text) => this.props.write(this.invocation?.requestId ?? '', level, text);
}

/** Lambda's own part of a stack trace. */
const bootstrap = compileFunction('return handler(event, context)', ['handler', 'event', 'context'], { filename: '/var/runtime/index.mjs' }) as (
  handler: Handler, event: unknown, context: object) => unknown;

/**
 * Calls the handler so that its stack traces hold nothing of the caller's, neither by calls nor by promises: traces
 * become part of custom resource responses, whose size is limited.
 */
function onStackOfItsOwn(handler: Handler, event: unknown, context: object): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const answered = Promise.resolve().then(bootstrap.bind(undefined, handler, event, context));
    // Arrow functions: the engine would follow `resolve` and `reject` themselves to whoever awaits them.
    answered.then((answer) => resolve(answer), (error: unknown) => reject(error));
  });
}

/** [Lambda guide, "Lambda quotas": 6 MB; the figure and the words of the error: azul #8258, and what sites of Netlify's functions show] */
const RESPONSE_BYTES_MAX = 6_291_556;

function withinLimit(payload: string): InvocationResult {
  if (Buffer.byteLength(payload) <= RESPONSE_BYTES_MAX) return { payload };
  return failure('Function.ResponseSizeTooLarge', `Response payload size exceeded maximum allowed payload size (${RESPONSE_BYTES_MAX} bytes).`);
}

function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}

/** As Lambda's Node.js runtime describes what a handler threw. The realm of the error may be another: no `instanceof`. */
function failureOf(thrown: unknown): InvocationResult {
  const error = Object(thrown) as { name?: unknown; message?: unknown; stack?: unknown };
  if (typeof error.stack !== 'string') return failure(typeof thrown, String(thrown), []);
  const frames = error.stack.split('\n').filter((line) => !line.includes(__dirname));
  return failure(String(error.name), String(error.message), frames);
}

function failure(errorType: string, errorMessage: string, trace?: readonly string[]): InvocationResult {
  return { functionError: 'Unhandled', payload: JSON.stringify({ errorType, errorMessage, trace }) };
}
