/** What a function leaves out of its log: all below the level that its environment names, if it names one. */
const LEVELS = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'] as const;

type LogLevel = typeof LEVELS[number];

export function isLogged(level: LogLevel): boolean {
  return LEVELS.indexOf(level) >= LEVELS.indexOf(process.env.LOG_LEVEL as LogLevel);
}
