/**
 * A Lambda function on this machine: its staged bytes, its environment variables, its role's credentials, in the
 * rehearsal's time. Payloads pass through JSON, overlapping invocations get an execution environment each.
 */
import { ExecutionEnvironment, FunctionConfiguration, InvocationResult } from './execution-environment';
import { FunctionTime } from './function-time';
import { randomOf, uuidOf } from './identifiers';
import { isKept, LogLevel, LogLine } from './log';
import { FindHost, ReplaceModule } from './sandbox';

export { FunctionCode } from './function-code';
export type { FunctionTime } from './function-time';
export { LambdaServiceError, type FunctionConfiguration, type InvocationResult } from './execution-environment';
export type { LogLevel, LogLine } from './log';
export type { FindHost, ReplaceModule } from './sandbox';

/** Credentials of the function's role, as Lambda puts them into the environment. */
export interface RoleCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

export interface LocalLambdaProps extends FunctionConfiguration {
  readonly region: string;
  readonly credentials: RoleCredentials;
  readonly time: FunctionTime;
  /** Stand-ins for modules of the function; everything else is its own. */
  readonly replaceModule?: ReplaceModule;
  /** Hosts that its code names itself; none is found without it. */
  readonly findHost?: FindHost;
  /** The lowest level of log lines that is kept; with JSON as its log format a function can choose it. */
  readonly lowestLogLevel?: LogLevel;
  readonly onLog?: (line: LogLine) => void;
}

/** What the caller of a killed invocation sees: the function's error, or a failing Invoke call, which clients repeat. */
export type Death = 'crash' | 'environment-lost';

export class LocalLambda {
  private readonly lines: LogLine[] = [];
  private readonly idle: ExecutionEnvironment[] = [];
  /** Environments at work, with the generation they belong to. */
  private readonly busy = new Map<ExecutionEnvironment, number>();
  private generation = 0;
  private invocationCount = 0;
  private coldStartCount = 0;

  constructor(private readonly props: LocalLambdaProps) {}

  get functionName(): string {
    return this.props.functionName;
  }

  get logLines(): readonly LogLine[] {
    return this.lines;
  }

  get invocations(): number {
    return this.invocationCount;
  }

  get coldStarts(): number {
    return this.coldStartCount;
  }

  /** Runs the handler with a JSON text as its event. A failing function is a result, not a rejection. */
  async invoke(payload: string): Promise<InvocationResult> {
    this.invocationCount += 1;
    const requestId = uuidOf(this.props.functionArn, this.invocationCount);
    const environment = this.idle.pop() ?? this.start();
    this.busy.set(environment, this.generation);
    try {
      return await environment.invoke(payload, requestId);
    } finally {
      this.release(environment);
    }
  }

  /** The next invocation starts cold. Invocations under way come to their end, and their environments with them. */
  forgetWarmEnvironments(): void {
    this.generation += 1;
    for (const environment of this.idle.splice(0)) environment.retire();
  }

  /** Abandons every invocation wherever it is; the next one starts cold. Answers how many there were. */
  kill(death: Death = 'crash'): number {
    this.forgetWarmEnvironments();
    const victims = [...this.busy.keys()];
    for (const environment of victims) {
      if (death === 'crash') environment.crash('Runtime.ExitError', 'Runtime exited with error: signal: killed');
      else environment.lose();
    }
    return victims.length;
  }

  private release(environment: ExecutionEnvironment): void {
    const current = this.busy.get(environment) === this.generation;
    this.busy.delete(environment);
    if (environment.isOver) return;
    if (current) this.idle.push(environment);
    else environment.retire();
  }

  private start(): ExecutionEnvironment {
    this.coldStartCount += 1;
    const { time, replaceModule, findHost } = this.props;
    return new ExecutionEnvironment({
      configuration: { ...this.props, environment: { ...this.reservedVariables(), ...this.props.environment } },
      time,
      random: randomOf(this.props.functionArn, this.coldStartCount),
      replaceModule: replaceModule ?? (() => undefined),
      findHost: findHost ?? (() => undefined),
      write: (requestId, level, text) => this.log(requestId, level, text),
    });
  }

  /** The variables Lambda sets itself. `HOME` keeps the SDK away from this machine's own configuration files. */
  private reservedVariables(): Record<string, string> {
    const { region, credentials, functionName, memoryMegabytes, handler, code } = this.props;
    return {
      AWS_REGION: region,
      AWS_DEFAULT_REGION: region,
      AWS_LAMBDA_FUNCTION_NAME: functionName,
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMegabytes),
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_SESSION_TOKEN: credentials.sessionToken,
      _HANDLER: handler,
      LAMBDA_TASK_ROOT: code.directory,
      HOME: code.directory,
      TZ: ':UTC',
    };
  }

  private log(requestId: string, level: LogLevel, text: string): void {
    const { time, functionName, lowestLogLevel = 'TRACE', onLog } = this.props;
    if (!isKept(level, lowestLogLevel)) return;
    const line: LogLine = { at: time.now(), functionName, requestId, level, text };
    this.lines.push(line);
    onLog?.(line);
  }
}
