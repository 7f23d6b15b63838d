/** The branches of the workflow that matter, by what the journal and the answers say of them: a run must have seen each. */
import { Outcome, World } from './world';

type Note = World['notes'][number];

/** Each mark with how a note or an outcome shows that it was reached. */
const BY_NOTE: Readonly<Record<string, (note: Note) => boolean>> = {
  'hand-over': ({ event }) => event === 'hand-over',
  'take-over': ({ event }) => event === 'take-over',
  'take-over that turns back': ({ event, details }) => event === 'take-over' && details.turnBack !== undefined,
  'turn-back': ({ event }) => event === 'turn-back',
  'step failed for now': ({ event, details }) => event === 'step-failed' && details.terminal === false,
  'step failed for good': ({ event, details }) => event === 'step-failed' && details.terminal === true,
  'record moved': ({ event }) => event === 'record-moved',
  'retry': ({ event }) => event === 'retry',
  'refused by preflight': ({ event }) => event === 'refused',
  'continue': ({ event }) => event === 'continue',
  'left': ({ event }) => event === 'left',
  'completed': ({ event, details }) => event === 'closed' && details.status === 'completed',
  'restored': ({ event, details }) => event === 'closed' && details.status === 'restored',
  'held by deadline': ({ event, details }) => isHeldOver(event, details, /deadline passed/),
  'held by foreign change': ({ event, details }) => isHeldOver(event, details, /by somebody else/),
  'held by refusal': ({ event, details }) => isHeldOver(event, details, /UnauthorizedOperation/),
};

const BY_OUTCOME: Readonly<Record<string, (outcome: Outcome) => boolean>> = {
  'killed': ({ kind }) => kind === 'killed',
  'migrated': (outcome) => outcome.kind === 'answered' && outcome.answer.outcome === 'migrated',
  'moved back': (outcome) => outcome.kind === 'answered' && outcome.answer.outcome === 'moved-back',
  'kept': (outcome) => outcome.kind === 'answered' && outcome.answer.outcome === 'kept',
  'refused as superseded': (outcome) => outcome.kind === 'failed' && outcome.message.includes('was superseded by'),
};

export const MARKS: readonly string[] = [...Object.keys(BY_NOTE), ...Object.keys(BY_OUTCOME)];

export function marksOf(notes: readonly Note[], outcomes: readonly Outcome[]): string[] {
  return [
    ...Object.entries(BY_NOTE).filter(([, shows]) => notes.some(shows)),
    ...Object.entries(BY_OUTCOME).filter(([, shows]) => outcomes.some(shows)),
  ].map(([mark]) => mark);
}

function isHeldOver(event: string, details: Note['details'], cause: RegExp): boolean {
  return event === 'closed' && details.status === 'held' && cause.test(String(details.cause));
}
