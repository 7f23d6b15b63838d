/** What functions write: kept line by line with its time, so that a reader can follow it and a test can search it for a secret. */
import { Console } from 'node:console';
import { Writable } from 'node:stream';
import { format } from 'node:util';

export interface LogLine {
  readonly at: number;
  readonly functionName: string;
  readonly requestId: string;
  readonly level: LogLevel;
  readonly text: string;
}

export const LOG_LEVELS = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'] as const;
export type LogLevel = typeof LOG_LEVELS[number];

export type WriteLog = (level: LogLevel, text: string) => void;

/** Whether Lambda keeps a line of this level; it drops those below the level that the function's LoggingConfig names. */
export function isKept(level: LogLevel, lowest: LogLevel): boolean {
  return LOG_LEVELS.indexOf(level) >= LOG_LEVELS.indexOf(lowest);
}

/** A console whose methods write with the level that Lambda's Node.js runtime gives to each. */
export function consoleWritingTo(write: WriteLog): Console {
  const own = new Console({ stdout: sink('INFO', write), stderr: sink('ERROR', write) });
  own.trace = (...values: unknown[]) => write('TRACE', format(...values));
  own.debug = (...values: unknown[]) => write('DEBUG', format(...values));
  own.warn = (...values: unknown[]) => write('WARN', format(...values));
  return own;
}

/** A stream that hands on everything written to it at once, in the order it was written. */
export function sink(level: LogLevel, write: WriteLog): Writable {
  return new Writable({
    decodeStrings: false,
    write(chunk: string | Buffer, _encoding, done) {
      write(level, chunk.toString().replace(/\n$/, ''));
      done();
    },
  });
}
