/**
 * Defects that the simulation found and that are still there. Each explains exactly its own violations; a test insists
 * that every one still shows, so that whoever mends it takes it out of this list.
 */
import { Told } from './story';
import { Violation } from './watch';

export interface KnownDefect {
  readonly name: string;
  /** A short story that shows it. */
  readonly seed: number;
  explains(violation: Violation, told: Told): boolean;
}

export const KNOWN_DEFECTS: readonly KnownDefect[] = [
  {
    // Nothing tells it from a new Create of the same resource: CloudFormation's events carry no time.
    name: 'a Create whose every invocation died before its first write begins when it is delivered after its Delete',
    seed: 3070,
    explains: ({ invariant }, told) => actsAfterAnswer(told) && ([
      'nothing is done any more once a Delete was answered', 'after the end further deliveries change nothing', 'every operation comes to an end',
    ].includes(invariant) || (/lost outside held/.test(invariant) && isStranded(told))),
  },
];

export function knownDefectOf(violation: Violation, told: Told): string | undefined {
  return KNOWN_DEFECTS.find((defect) => defect.explains(violation, told))?.name;
}

/** Whether an operation was opened, or begun, after some request had got its answer without a record. */
function actsAfterAnswer({ happenings }: Told): boolean {
  const answered = happenings.findIndex(({ what }) => /^(left |failed: .*(nothing was changed|checksum))/is.test(what));
  return answered !== -1 && happenings.slice(answered).some(({ what }) => /^(backup|act) |^course {"course":"open-/.test(what));
}

/** Whether the record stayed open with nobody left to go on: its only request was told that all is over. */
function isStranded({ violations }: Told): boolean {
  return violations.some(({ invariant }) => invariant === 'every operation comes to an end');
}
