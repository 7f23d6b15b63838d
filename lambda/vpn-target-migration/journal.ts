/** The journal as structured log lines: one JSON object each, with the same three keys in every line. */
import { Clock, Journal } from './ports';

export function consoleJournal(clock: Clock, context: Readonly<Record<string, string>>): Journal {
  return {
    note(event, details) {
      console.log(JSON.stringify({ at: new Date(clock.now()).toISOString(), event, ...context, ...details }));
    },
  };
}
