/** The time that a local Lambda function lives in: every timer and date of its code is one of these. */
import { RehearsalClock } from '../clock';

/** What a timer is identified by; only the clock that made it looks inside. */
export type TimerHandle = unknown;

/** The part of a virtual clock that stands in for a function's global timers and dates. */
export interface FunctionTime extends RehearsalClock {
  readonly Date: DateConstructor;
  setTimeout(callback: (...args: unknown[]) => void, milliseconds?: number, ...args: unknown[]): TimerHandle;
  clearTimeout(handle: TimerHandle): void;
  setInterval(callback: (...args: unknown[]) => void, milliseconds?: number, ...args: unknown[]): TimerHandle;
  clearInterval(handle: TimerHandle): void;
}
