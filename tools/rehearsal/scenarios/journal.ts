/** The function's own account of what it does: JSON lines in its log, for the verdict and in words for whoever follows. */
import { LogLine } from '../lambda-runtime/local-lambda';

export interface JournalEntry {
  readonly event: string;
  readonly [detail: string]: unknown;
}

/** A function's log line may hold anything; only the journal's own lines are JSON objects with an event. */
export function journalOf(lines: readonly Pick<LogLine, 'text'>[]): JournalEntry[] {
  return lines.flatMap(({ text }) => {
    if (!text.startsWith('{')) return [];
    const entry = JSON.parse(text) as Partial<JournalEntry>;
    return typeof entry.event === 'string' ? [entry as JournalEntry] : [];
  });
}

/** The journal in words, one line for each thing done. */
export function inWords(entries: readonly JournalEntry[]): string[] {
  return entries.flatMap((entry) => {
    switch (entry.event) {
      case 'preflight': return ['look at everything, change nothing'];
      case 'backup': return ['write the backup and read it back'];
      case 'act': return entry.steps as string[];
      case 'wait': return [`wait ${String(entry.reason)}`];
      case 'step-failed': return [`failed: ${String(entry.cause)}`];
      case 'turn-back': return [`turn back: ${String(entry.cause)}`];
      case 'take-over': return [`take over from an older request${entry.turnBack === undefined ? '' : `, and turn back: ${String(entry.turnBack)}`}`];
      case 'record-moved': return ['step aside: somebody newer has taken over'];
      case 'continue': return [`continue operation ${String(entry.operationId)}`];
      case 'refused': return ['refuse, nothing was changed'];
      case 'left': return [`leave everything as it is: ${String(entry.reason)}`];
      case 'prepared': return [`write the plan down: ${String(entry.planDigest)}`, ...entry.plan as string[]];
      case 'other-plan': return ['refuse another plan than the approved one', ...entry.difference as string[] ?? []];
      case 'finalize': return ['let go what was kept for the way back', ...(entry.free as string[]).map((each) => `free to be deleted: ${each}`)];
      case 'arranged': return ['everything stands in its place'];
      case 'closed': return [`close the record: ${String(entry.status)}`];
      default: return [];
    }
  });
}
