/**
 * The one clock of a rehearsal: the system's, or a virtual one that jumps from timer to timer.
 *
 * A virtual clock stands still while anything real is under way, and moves to its next timer once nothing is. "Real" is
 * every hold (an HTTP exchange takes one), every file operation Node has in progress, and whatever the event
 * loop still does by itself. A server that pretends to be slow gives its client's hold up for as long: see `latency`.
 */
import type { ClientRequest } from 'node:http';
import type { Socket } from 'node:net';
// Not the globals: a rehearsal may run where those have been replaced, by this very clock for example.
import { setImmediate, setTimeout } from 'node:timers';
import { promisify } from 'node:util';
import { Clock } from './contracts';
import { nodeDelay, TimerOwner, VirtualTimer } from './virtual-timer';

/** Gives a hold up; calling it again changes nothing. */
export type Release = () => void;

/** A connection as its two port numbers. */
export type SocketEnds = Pick<Socket, 'localPort' | 'remotePort'>;

/** A clock that can be told that something real is under way. */
export interface RehearsalClock extends Clock {
  /** Keeps the clock from moving by itself until released. */
  hold(): Release;
  /** Holds the clock until the request is over: answered to the last byte, failed or aborted. */
  holdDuring(request: ClientRequest): void;
  /** A server's pretended delay: the time passes although the client at the socket's other end holds the clock. */
  latency(milliseconds: number, socket: SocketEnds): Promise<void>;
}

/** What `countedHttp` replaces of `node:http` or `node:https`. */
export interface HttpModule {
  request(...args: never[]): ClientRequest;
  get(...args: never[]): ClientRequest;
}

/** Turns of the event loop without any stir after which nothing is expected to happen by itself any more. */
const QUIET_TURNS = 5;

/**
 * Operations of Node's that end by themselves, as `process.getActiveResourcesInfo` names them: those on files. What is under way on sockets
 * the holds tell; it may as well be somebody else's in this process, and last until a peer gives up.
 */
const OPERATION = /^(FSReq|CloseReq$)/;

export class SystemClock implements RehearsalClock {
  now(): number {
    return Date.now();
  }

  async sleep(milliseconds: number): Promise<void> {
    await promisify(setTimeout)(milliseconds);
  }

  hold(): Release {
    return () => undefined;
  }

  holdDuring(): void {
    // Nothing can hold the time of day.
  }

  async latency(milliseconds: number): Promise<void> {
    if (milliseconds > 0) await this.sleep(milliseconds);
  }
}

export class VirtualClock implements RehearsalClock {
  /** `Date` on this clock: without arguments it is the virtual now. Its instances are ordinary dates. */
  readonly Date: DateConstructor;

  /** As Node's: `util.promisify` makes a sleep of it. */
  readonly setTimeout = Object.assign(
    (callback: (...args: unknown[]) => void, milliseconds?: number, ...args: unknown[]): VirtualTimer =>
      this.create(() => callback(...args), nodeDelay(milliseconds), false),
    { [promisify.custom]: async (milliseconds?: number, value?: unknown) => this.sleep(nodeDelay(milliseconds)).then(() => value) },
  );

  private readonly owner: TimerOwner = {
    start: (timer) => this.start(timer, timer.delay),
    stop: (timer) => this.stop(timer),
    wake: () => this.wake(),
  };

  private readonly timers = new Map<number, VirtualTimer>();
  private readonly exchanges = new Set<Exchange>();
  private holds = 0;
  private lastId = 0;
  private lastTurn = 0;
  private pumping = false;
  private stirred = false;
  private quietTurns = 0;

  constructor(private time: number = Date.UTC(2026, 0, 1)) {
    this.Date = dateOn(this);
  }

  // Properties rather than methods: they are handed out one by one, as the globals that they stand in for are.

  readonly now = (): number => this.time;

  readonly setInterval = (callback: (...args: unknown[]) => void, milliseconds?: number, ...args: unknown[]): VirtualTimer =>
    this.create(() => callback(...args), nodeDelay(milliseconds), true);

  /** Takes, as Node's does, a timer, its number as a number or text, or nothing. */
  readonly clearTimeout = (timer?: VirtualTimer | number | string | null): void => {
    const found = timer instanceof VirtualTimer ? timer : this.timers.get(Number(timer));
    found?.close();
  };

  readonly clearInterval = (timer?: VirtualTimer | number | string | null): void => this.clearTimeout(timer);

  readonly sleep = async (milliseconds: number): Promise<void> => new Promise((resolve) => {
    this.create(resolve, Math.max(0, milliseconds), false);
  });

  readonly hold = (): Release => {
    this.holds += 1;
    let released = false;
    return () => {
      if (released) return;
      released = true;
      this.holds -= 1;
      this.wake();
    };
  };

  readonly holdDuring = (request: ClientRequest): void => {
    const exchange: Exchange = { request, lifted: false };
    this.exchanges.add(exchange);
    // 'close' comes exactly once, and last: after the answer's end, an error, an abort or a lost connection.
    request.once('close', () => {
      this.exchanges.delete(exchange);
      this.wake();
    });
  };

  readonly latency = async (milliseconds: number, socket: SocketEnds): Promise<void> => {
    if (milliseconds <= 0) return;
    const exchange = [...this.exchanges].find(({ request }) =>
      request.socket?.localPort === socket.remotePort && request.socket?.remotePort === socket.localPort);
    if (exchange !== undefined) exchange.lifted = true;
    await this.sleep(milliseconds);
    if (exchange !== undefined) exchange.lifted = false;
  };

  private create(callback: () => void, delay: number, repeats: boolean): VirtualTimer {
    this.lastId += 1;
    const timer = new VirtualTimer(this.owner, this.lastId, delay, repeats, callback);
    this.start(timer, delay);
    return timer;
  }

  private start(timer: VirtualTimer, delay: number): void {
    this.lastTurn += 1;
    timer.due = this.time + delay;
    timer.turn = this.lastTurn;
    this.timers.set(timer.id, timer);
    this.wake();
  }

  private stop(timer: VirtualTimer): void {
    this.timers.delete(timer.id);
    this.stirred = true;
  }

  /** Something has changed: begin, or begin anew, to wait for quiet. */
  private wake(): void {
    this.stirred = true;
    if (this.pumping || !this.mayMove()) return;
    this.pumping = true;
    setImmediate(this.pump);
  }

  private readonly pump = (): void => {
    if (!this.mayMove()) {
      this.pumping = false;
      return;
    }
    setImmediate(this.pump);
    this.quietTurns = this.stirred || isNodeBusy() ? 0 : this.quietTurns + 1;
    this.stirred = false;
    if (this.quietTurns < QUIET_TURNS) return;
    this.quietTurns = 0;
    this.moveToNextTimer();
  };

  /** Timers that were unreferenced fire on the way to one that is not, and never make the clock move on their own. */
  private mayMove(): boolean {
    if (this.holds > 0 || [...this.exchanges].some(({ lifted }) => !lifted)) return false;
    return [...this.timers.values()].some((timer) => timer.hasRef());
  }

  private moveToNextTimer(): void {
    const next = [...this.timers.values()].reduce((first, each) =>
      (each.due < first.due || (each.due === first.due && each.turn < first.turn) ? each : first));
    this.time = Math.max(this.time, next.due);
    // Restarted before the callback, which may well clear it.
    if (next.repeats) this.start(next, next.delay);
    else this.timers.delete(next.id);
    next.fire();
  }
}

/** `node:http` or `node:https` as it is, except that the clock stands still during every request. */
export function countedHttp<M extends HttpModule>(module: M, clock: Pick<RehearsalClock, 'holdDuring'>): M {
  const request = (...args: Parameters<M['request']>): ClientRequest => {
    const made = module.request(...args);
    clock.holdDuring(made);
    return made;
  };
  const get = (...args: Parameters<M['request']>): ClientRequest => {
    const made = request(...args);
    made.end();
    return made;
  };
  // Property by property: a plain copy would run the module's getters, some of which load half of Node or warn.
  return Object.create(Object.getPrototypeOf(module), {
    ...Object.getOwnPropertyDescriptors(module),
    request: { value: request, enumerable: true, writable: true, configurable: true },
    get: { value: get, enumerable: true, writable: true, configurable: true },
  });
}

/** One request of a client that holds the clock; `lifted` while its server pretends to be slow. */
interface Exchange {
  readonly request: ClientRequest;
  lifted: boolean;
}

/** A proxy, not a subclass: dates made inside and outside pass each other's `instanceof`. */
function dateOn(clock: Clock): DateConstructor {
  return new Proxy(Date, {
    apply: () => new Date(clock.now()).toString(),
    construct: (target, args, newTarget) => Reflect.construct(target, args.length === 0 ? [clock.now()] : args, newTarget),
    get: (target, property, receiver) => (property === 'now' ? clock.now : Reflect.get(target, property, receiver)),
  });
}

/** The SDK reads its shared configuration files, for example, before it sends a first request. */
function isNodeBusy(): boolean {
  return process.getActiveResourcesInfo().some((name) => OPERATION.test(name));
}
