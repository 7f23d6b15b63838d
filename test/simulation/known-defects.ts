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
    // `leave` and a failure before the record is opened write nothing, so nobody can tell a late delivery from a new request.
    name: 'a request that was answered without a record is not remembered',
    seed: 23,
    explains: ({ invariant }, told) => actsAfterAnswer(told) && ([
      'nothing is done any more once a Delete was answered', 'after the end further deliveries change nothing', 'every operation comes to an end',
    ].includes(invariant) || (/lost outside held/.test(invariant) && isStranded(told))),
  },
  {
    // The parts have the invocation's name and are written once, the text has the time in it, and the manifest its checksum.
    name: 'a backup written again by the same invocation does not match its parts',
    seed: 588,
    explains: ({ invariant, how }) => invariant === 'nothing is refused without need' && how.includes('parts do not match their checksum'),
  },
  {
    // That EC2 took the modify is known to the invocation that called it, and not recorded.
    name: 'a later invocation modifies again what was moved back',
    seed: 1220,
    explains: ({ invariant, how }) => invariant === 'a foreign change is never overwritten' && /target from vgw-\w+ to tgw-/.test(how),
  },
  {
    // The way back from the old gateway looks at no transit gateway route, and a fallen-back modify leaves them as blackholes.
    name: 'routes made while a modify was under way stay when it comes to nothing',
    seed: 1314,
    explains: ({ invariant }, told) => invariant === 'no route is lost outside held' && told.circumstances.unknowns.modifyOutcome === 'returns-to-old-gateway',
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
