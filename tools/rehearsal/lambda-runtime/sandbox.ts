/**
 * The world of one execution environment: the free names that the function's code sees, and the modules it may load.
 *
 * Time is the rehearsal's, requests over http and https hold it still while their bytes travel, and all of it turns
 * inert when the environment ends: no timer fires, no request leaves, as on a machine that was switched off.
 */
import { EventEmitter } from 'node:events';
import * as http from 'node:http';
import * as https from 'node:https';
import { isBuiltin } from 'node:module';
import { dirname } from 'node:path';
import * as perfHooks from 'node:perf_hooks';
import { PassThrough } from 'node:stream';
import { promisify } from 'node:util';
import { countedHttp } from '../clock';
import { CompiledModule, FunctionCode, MODULE_PARAMETERS } from './function-code';
import { FunctionTime, TimerHandle } from './function-time';
import { consoleWritingTo, sink, WriteLog } from './log';

/** A module that stands in for the function's own file of that name. */
export type ReplaceModule = (specifier: string, fromFile: string) => object | undefined;

/** Where a host of AWS's is found here that the code names, and no variable of its environment: the URL of a loopback endpoint. */
export type FindHost = (hostname: string) => string | undefined;

export interface SandboxProps {
  readonly code: FunctionCode;
  readonly time: FunctionTime;
  readonly environment: Readonly<Record<string, string>>;
  /** What `Math.random` answers: an SDK spreads its retries by it. */
  readonly random: () => number;
  readonly write: WriteLog;
  /** The code called `process.exit`. */
  readonly onExit: (status: number) => void;
  readonly replaceModule: ReplaceModule;
  readonly findHost: FindHost;
}

interface LoadedModule { exports: unknown }

export class Sandbox {
  private ended = false;
  private readonly timers = new Set<TimerHandle>();
  private readonly agents = new Set<http.Agent>();
  private readonly requests = new Set<http.ClientRequest>();
  private readonly loaded = new Map<string, LoadedModule>();
  private readonly builtins: ReadonlyMap<string, unknown>;
  private readonly globals: Readonly<Record<string, unknown>>;

  constructor(private readonly props: SandboxProps) {
    const process = this.process();
    const timers = this.timerFunctions();
    const performance = this.performance();
    this.builtins = this.builtinModules(process, timers, performance);
    this.globals = this.globalNames({
      process,
      performance,
      console: consoleWritingTo(this.write),
      Date: props.time.Date,
      Math: Object.assign(Object.create(Math), { random: props.random }),
      ...timers,
    });
  }

  /** @throws what the module throws while it loads. */
  load(file: string): unknown {
    const known = this.loaded.get(file);
    if (known !== undefined) return known.exports;
    const module: LoadedModule = { exports: {} };
    this.loaded.set(file, module);
    if (file.endsWith('.json')) {
      module.exports = JSON.parse(this.props.code.jsonText(file));
    } else {
      this.run(this.props.code.compile(file), file, module);
    }
    return module.exports;
  }

  /** Everything the code left behind stops here. */
  end(): void {
    this.ended = true;
    for (const timer of this.timers) this.props.time.clearTimeout(timer);
    this.timers.clear();
    // Nobody listens to a dead function's requests any more, and a request's error without a listener would end the process.
    for (const request of this.requests) request.on('error', () => undefined).destroy();
    for (const agent of this.agents) agent.destroy();
    this.agents.clear();
  }

  private run(compiled: CompiledModule, file: string, module: LoadedModule): void {
    const values: Record<string, unknown> = {
      ...this.globals,
      module,
      exports: module.exports,
      require: (specifier: string) => this.require(specifier, file),
      __filename: file,
      __dirname: dirname(file),
    };
    compiled(...MODULE_PARAMETERS.map((name) => values[name]));
  }

  private require(specifier: string, fromFile: string): unknown {
    const replacement = this.props.replaceModule(specifier, fromFile);
    if (replacement !== undefined) return this.silencedAtEnd(replacement);
    if (isBuiltin(specifier)) return this.builtin(specifier.replace(/^node:/, ''));
    const file = this.props.code.resolve(specifier, fromFile);
    if (file !== undefined) return this.load(file);
    throw Object.assign(new Error(`Cannot find module '${specifier}'\nRequire stack:\n- ${fromFile}`), { code: 'MODULE_NOT_FOUND' });
  }

  private builtin(name: string): unknown {
    return this.builtins.get(name) ?? process.getBuiltinModule(name);
  }

  private builtinModules(process: object, timers: TimerFunctions, performance: object): ReadonlyMap<string, unknown> {
    return new Map<string, unknown>([
      ['http', this.http(http)],
      ['https', this.http(https)],
      ['process', process],
      ['console', consoleWritingTo(this.write)],
      ['perf_hooks', overlay(perfHooks, { performance })],
      ['timers', timers],
      ['timers/promises', { setTimeout: timers.setTimeout[promisify.custom] }],
    ]);
  }

  private readonly write: WriteLog = (level, text) => {
    if (!this.ended) this.props.write(level, text);
  };

  /** `globalThis` with the names of this world before those of the host's. */
  private globalNames(own: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
    const names: Record<string, unknown> = { ...own };
    names.globalThis = names.global = overlay(globalThis, names);
    return names;
  }

  /** A process of its own: the host's environment variables, exit and listeners are out of the function's reach. */
  private process(): object {
    const host = globalThis.process;
    const { time, environment, onExit } = this.props;
    const startedAt = time.now();
    const hrtime = Object.assign(
      () => [Math.floor((time.now() - startedAt) / 1000), ((time.now() - startedAt) % 1000) * 1e6],
      { bigint: () => BigInt(time.now() - startedAt) * 1_000_000n },
    );
    return Object.assign(new EventEmitter(), {
      env: { ...environment },
      argv: ['node'],
      execArgv: [],
      pid: 1,
      version: host.version,
      versions: host.versions,
      release: host.release,
      platform: host.platform,
      arch: host.arch,
      features: host.features,
      nextTick: host.nextTick.bind(host),
      memoryUsage: host.memoryUsage,
      cwd: () => this.props.code.directory,
      uptime: () => (time.now() - startedAt) / 1000,
      hrtime,
      emitWarning: (warning: string | Error) => this.write('WARN', String(warning)),
      exit: (status = 0) => onExit(status),
      stdout: sink('INFO', this.write),
      stderr: sink('ERROR', this.write),
    });
  }

  private performance(): object {
    const startedAt = this.props.time.now();
    return { timeOrigin: startedAt, now: () => this.props.time.now() - startedAt };
  }

  private timerFunctions(): TimerFunctions {
    const { time } = this.props;
    const once = (callback: Callback, milliseconds?: number, ...args: unknown[]): TimerHandle => {
      const handle = time.setTimeout(() => {
        this.timers.delete(handle);
        if (!this.ended) callback(...args);
      }, milliseconds);
      return this.remember(handle);
    };
    const often = (callback: Callback, milliseconds?: number, ...args: unknown[]): TimerHandle =>
      this.remember(time.setInterval(() => this.ended || callback(...args), milliseconds));
    const forget = (handle: TimerHandle): void => {
      this.timers.delete(handle);
      time.clearTimeout(handle);
    };
    const wait = <T>(milliseconds: number, value: T): Promise<T> => new Promise((resolve) => once(() => resolve(value), milliseconds));
    return {
      setTimeout: Object.assign(once, { [promisify.custom]: wait }),
      clearTimeout: forget,
      setInterval: often,
      clearInterval: forget,
      setImmediate: (callback, ...args) => this.soon(callback, args),
      clearImmediate: (handle) => clearImmediate(handle),
    };
  }

  /** The next turn of the event loop is work under way: time must not move before it. */
  private soon(callback: Callback, args: readonly unknown[]): NodeJS.Immediate {
    const release = this.props.time.hold();
    return setImmediate(() => {
      release();
      if (!this.ended) callback(...args);
    });
  }

  private remember(handle: TimerHandle): TimerHandle {
    if (this.ended) this.props.time.clearTimeout(handle);
    else this.timers.add(handle);
    return handle;
  }

  private http<M extends typeof http | typeof https>(module: M): M {
    const counted = countedHttp(module, this.props.time);
    const send = (...args: Parameters<typeof http.request>): http.ClientRequest =>
      (this.ended ? unsentRequest() : this.watch(this.toHostFoundHere(args) ?? counted.request(...args)));
    const get = (...args: Parameters<typeof http.request>): http.ClientRequest => {
      const request = send(...args);
      request.end();
      return request;
    };
    const Agent = new Proxy(module.Agent, {
      construct: (target, args, newTarget) => {
        const agent = Reflect.construct(target, args, newTarget) as http.Agent;
        this.agents.add(agent);
        return agent;
      },
    });
    return overlay(module, { request: send, get, Agent });
  }

  /** Nothing where the request goes where it says. The wire is in clear here, whatever the code asks for. */
  private toHostFoundHere([options, ...more]: readonly unknown[]): http.ClientRequest | undefined {
    const named = Object(options) as http.RequestOptions;
    const url = named.hostname ? this.props.findHost(named.hostname) : undefined;
    if (url === undefined) return undefined;
    const { hostname, port } = new URL(url);
    const args = [{ ...named, protocol: 'http:', hostname, port }, ...more];
    return countedHttp(http, this.props.time).request(...args as Parameters<typeof http.request>);
  }

  private watch(request: http.ClientRequest): http.ClientRequest {
    this.requests.add(request);
    return request.once('close', () => this.requests.delete(request));
  }

  /** What a replacement's functions do after the end goes nowhere, and nobody gets an answer. */
  private silencedAtEnd(replacement: object): object {
    const silenced = (member: unknown): unknown => {
      if (typeof member !== 'function') return member;
      const call = (args: unknown[]): unknown => {
        if (this.ended) return new Promise(() => undefined);
        const answer: unknown = Reflect.apply(member, replacement, args);
        return typeof answer !== 'object' || answer === null || answer instanceof Promise ? answer : this.silencedAtEnd(answer);
      };
      // Not an arrow function: it may stand for a class.
      return function (...args: unknown[]) { return call(args); };
    };
    return Object.fromEntries(Object.entries(replacement).map(([name, member]: [string, unknown]) => [name, silenced(member)]));
  }
}

type Callback = (...args: unknown[]) => void;

interface TimerFunctions {
  readonly setTimeout: {
    (callback: Callback, milliseconds?: number): TimerHandle;
    [promisify.custom]: <T>(milliseconds: number, value: T) => Promise<T>;
  };
  readonly clearTimeout: (handle: TimerHandle) => void;
  readonly setInterval: (callback: Callback, milliseconds?: number) => TimerHandle;
  readonly clearInterval: (handle: TimerHandle) => void;
  readonly setImmediate: (callback: Callback, ...args: unknown[]) => NodeJS.Immediate;
  readonly clearImmediate: (handle: NodeJS.Immediate) => void;
}

/** The host's object as it is, but for some names. A copy would touch getters that warn of their deprecation. */
function overlay<M extends object>(host: M, own: Readonly<Record<string, unknown>>): M {
  return new Proxy(host, { get: (target, key) => (typeof key === 'string' && key in own ? own[key] : Reflect.get(target, key)) });
}

/** A request that takes everything and answers nothing. */
function unsentRequest(): http.ClientRequest {
  const request = new PassThrough().resume();
  const self = () => request;
  return Object.assign(request, {
    setTimeout: self, setNoDelay: self, setSocketKeepAlive: self, setHeader: self, flushHeaders: () => undefined, abort: () => undefined,
  }) as unknown as http.ClientRequest;
}
