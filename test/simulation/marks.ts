/**
 * The branches of the workflow that matter, each with a name and with how the journal and the answers show that it was
 * taken. The types of courses, steps and endings say which there must be: a new one does not compile until it is marked.
 */
import { History, Note } from './history';
import { Action } from '../../lambda/engine/actions';
import { Decision } from '../../lambda/engine/reconcile';
import { Status } from '../../lambda/engine/record';
import { RequestDecision } from '../../lambda/engine/request-decision';
import { DistortionKind, HARMLESS_DISTORTIONS, INCOMPLETE_DISTORTIONS } from '../../tools/rehearsal/embedded-ec2/distortions';

type Shows = (history: History) => boolean;

/** What a request is for; the stack is asked on the way to one of the others. The stages' own stories are in test/lambda/stages. */
const COURSES: Readonly<Record<Exclude<RequestDecision['kind'], 'ask-stack' | 'prepare' | 'finalize' | 'unfinalize'>, Shows>> = {
  'refuse': noted('course', { course: /^refuse$/ }),
  'leave': noted('course', { course: /^leave$/ }),
  'report': noted('course', { course: /^report$/ }),
  'open-forward': noted('course', { course: /^open-forward$/ }),
  'open-back': noted('course', { course: /^open-back$/ }),
  'drive': noted('course', { course: /^drive$/ }),
};

const ENDINGS: Readonly<Record<Exclude<Status, 'open'>, Shows>> = {
  completed: noted('closed', { status: /^completed$/ }),
  restored: noted('closed', { status: /^restored$/ }),
  held: noted('closed', { status: /^held$/ }),
};

/** By the words of `describeAction`. */
const STEPS: Readonly<Record<Exclude<Action['do'], 'delete-customer-gateway'>, Shows>> = {
  'delete-static-route': acted(/^delete static route/),
  'create-static-route': acted(/^create static route/),
  'modify-vpn-connection': acted(/^move the VPN connection/),
  'associate-route-table': acted(/^associate tgw-attach/),
  'disassociate-route-table': acted(/^disassociate tgw-attach/),
  'enable-propagation': acted(/^enable propagation of tgw-attach/),
  'disable-propagation': acted(/^disable propagation of tgw-attach/),
  'create-transit-gateway-route': acted(/^create route .* in tgw-rtb/),
  'delete-transit-gateway-route': acted(/^delete route .* in tgw-rtb/),
  'replace-vpc-route': acted(/^point route/),
  'create-vpc-route': acted(/^create route .* in rtb/),
  'delete-vpc-route': acted(/^delete route .* in rtb/),
  'enable-vgw-propagation': acted(/^enable propagation of vgw/),
  'disable-vgw-propagation': acted(/^disable propagation of vgw/),
  'attach-vpn-gateway': acted(/^attach vgw/),
  'detach-vpn-gateway': acted(/^detach vgw/),
};

const WAITS: Readonly<Record<string, Shows>> = {
  'for deleted static routes': waited(/^for the static routes to be deleted/),
  'for a modify to show': waited(/^for the modify to show/),
  'to see whether an earlier modify is under way': waited(/^to see whether an earlier modify/),
  'to see where the connection stands': waited(/^to see where the VPN connection stands/),
  'to see that the connection stays': waited(/^to see that the VPN connection stays/),
  'for somebody else\'s modify to end': waited(/^for the VPN connection to (stop modifying|become available)/),
  'for EC2 to provision': waited(/^for VPN connection .* to become available on/),
  'for the attachment': waited(/^for (the attachment|a new attachment|attachment)/),
  'for an association': waited(/to finish (dis)?associating/),
  'for a propagation': waited(/^for propagation/),
  'for a static route': waited(/^for static route/),
  'for a route': waited(/^for route/),
  'for a gateway at its VPC': waited(/^for vgw-/),
  'before another try': waited(/^before another try/),
  'for the tunnels': waited(/^for \d tunnels to be UP/),
};

const BRANCHES: Readonly<Record<string, Shows>> = {
  'refused by preflight': noted('refused', {}),
  'refused as it already stands there otherwise': failed(/already stands on .* but not as declared/s),
  'refused as another resource\'s operation is open': failed(/let it end first/),
  'refused as superseded': failed(/was superseded by/),
  'refused as overtaken by its Delete': failed(/was overtaken by/),
  'refused as an edit of the move': failed(/cannot be edited once it is made/),
  'refused as nothing could be seen': failed(/^(describing|reading|searching|trying) .*Nothing was changed$/s),
  'way back refused before it began': failed(/back: .*Nothing was changed$/s),
  'already there': answered('unchanged'),
  'left as it owns nothing': noted('left', { reason: /owns no move/ }),
  'left as it is held or restored': noted('left', { reason: /nothing is undone by itself/ }),
  'left where it is': noted('left', { reason: /kept where it is/ }),
  'left as only the undoing was edited': noted('left', { reason: /only how it would be undone/ }),
  'continued from its record': noted('continue', {}),
  'migrated': answered('migrated'),
  'moved back': answered('moved-back'),
  'kept': answered('kept'),
  'taken over': noted('take-over', {}),
  'taken over and turned back': noted('take-over', { turnBack: /deleted before the move was complete/ }),
  'stepped aside': noted('record-moved', {}),
  'handed over': noted('hand-over', {}),
  'tried again': noted('retry', {}),
  'killed': ({ outcomes }) => outcomes.some(({ kind }) => kind === 'killed'),
  'turned back before effect': ({ notes }) => notes.some(({ event }, index) => event === 'turn-back' && !movedBefore(notes, index)),
  'turned back after effect': ({ notes }) => notes.some(({ event }, index) => event === 'turn-back' && movedBefore(notes, index)),
  'modify came back': noted('turn-back', { cause: /came back available/ }),
  'route added after the backup': noted('turn-back', { cause: /added after the backup/ }),
  'connection gone or in a state nobody knows': ended(/is gone|no move can go on from/),
  'connection moved elsewhere by somebody': ended(/was moved to .* by somebody else/),
  'foreign change reported': noted('closed', { cause: /changed by somebody else/ }),
  'held by a refusal after effect': ({ notes }) => notes.some(({ event, details }, index) => event === 'closed' && details.status === 'held'
    && /UnauthorizedOperation/.test(String(details.cause)) && movedBefore(notes, index)),
  'held by the deadline': noted('closed', { status: /^held$/, cause: /deadline passed while waiting/ }),
  'held unseen': noted('closed', { status: /^held$/, cause: /nothing could be seen/ }),
  'held on the way back': ({ notes }) => notes.some(({ event, details }, index) => event === 'closed' && details.status === 'held' && rolledBackBefore(notes, index)),
  'stays on the new gateway as there is no way back': noted('closed', { cause: /the connection stays on/ }),
  'step failed for now': ({ notes }) => notes.some(({ event, details }) => event === 'step-failed' && details.kind === 'passing'),
  'step failed for a reason that nobody knows': ({ notes }) => notes.some(({ event, details }) => event === 'step-failed' && details.kind === 'uncertain'),
  'goes on, as its connection had not come back': noted('turn-forward', {}),
  'step failed for good': ({ notes }) => notes.some(({ event, details }) => event === 'step-failed' && details.kind === 'final'),
  'effect unknown, and found to have happened': ({ notes }) => notes.some(({ event, details }, index) => event === 'step-failed'
    && /^move the VPN connection/.test(String(details.step)) && /TimeoutError|InternalError/.test(String(details.cause))
    && notes.slice(index + 1).some((later) => waited(/^for VPN connection .* to become available on/)({ notes: [later], outcomes: [], distorted: [] }))),
};

/**
 * What is decided once an answer has had another shape. `ready` and `tested` are those of moves that are not told here, and few stories
 * reach the turn forward again: each of the three has a story with each distortion in test/lambda/distorted-answers.
 */
const DECISIONS: Readonly<Record<Exclude<Decision['kind'], 'ready' | 'tested' | 'cancel-rollback'> | 'refuse', Shows>> = {
  'act': noted('act', {}),
  'wait': noted('wait', {}),
  'configured': noted('arranged', {}),
  'roll-back': noted('turn-back', {}),
  'close': noted('closed', {}),
  'refuse': failed(/nothing was changed/i),
};

function onceDistorted(kind: DistortionKind, shows: Shows): Shows {
  return ({ notes, outcomes, distorted }) => distorted.some((first) => first.kind === kind
    && shows({ notes: notes.slice(first.notes), outcomes: outcomes.slice(first.outcomes), distorted: [] }));
}

const DISTORTED = Object.fromEntries([...HARMLESS_DISTORTIONS, ...INCOMPLETE_DISTORTIONS].flatMap((kind) =>
  Object.entries(DECISIONS).map(([decision, shows]) => [`${kind}: ${decision}`, onceDistorted(kind, shows)])));

const ALL: Readonly<Record<string, Shows>> = {
  ...prefixed('course', COURSES), ...prefixed('does', STEPS), ...prefixed('waits', WAITS), ...prefixed('ends', ENDINGS), ...BRANCHES,
  ...DISTORTED,
};

export const MARKS: readonly string[] = Object.keys(ALL);

export function marksOf(history: History): string[] {
  return Object.entries(ALL).filter(([, shows]) => shows(history)).map(([mark]) => mark);
}

function noted(event: string, pattern: Readonly<Record<string, RegExp>>): Shows {
  return ({ notes }) => notes.some((note) => note.event === event
    && Object.entries(pattern).every(([key, expected]) => note.details[key] !== undefined && expected.test(String(note.details[key]))));
}

function acted(step: RegExp): Shows {
  return ({ notes }) => notes.some(({ event, details }) => event === 'act' && (details.steps as readonly string[]).some((each) => step.test(each)));
}

function waited(reason: RegExp): Shows {
  return noted('wait', { reason });
}

function failed(message: RegExp): Shows {
  return ({ outcomes }) => outcomes.some((outcome) => outcome.kind === 'failed' && message.test(outcome.message));
}

function answered(as: string): Shows {
  return ({ outcomes }) => outcomes.some((outcome) => outcome.kind === 'answered' && outcome.answer.outcome === as);
}

/** The cause of an ending or of a turn. */
function ended(cause: RegExp): Shows {
  return ({ notes }) => notes.some(({ event, details }) => ['closed', 'turn-back'].includes(event) && cause.test(String(details.cause)));
}

/** Whether the operation had called the modify before that note. */
function movedBefore(notes: readonly Note[], index: number): boolean {
  const opened = notes.slice(0, index).map(({ event }) => event).lastIndexOf('backup');
  return acted(/^move the VPN connection/)({ notes: notes.slice(opened + 1, index), outcomes: [], distorted: [] });
}

function rolledBackBefore(notes: readonly Note[], index: number): boolean {
  const opened = notes.slice(0, index).map(({ event }) => event).lastIndexOf('backup');
  const since = notes.slice(opened, index);
  return since.some(({ event, details }) => event === 'turn-back' || (event === 'take-over' && details.turnBack !== undefined));
}

function prefixed(prefix: string, marks: Readonly<Record<string, Shows>>): Record<string, Shows> {
  return Object.fromEntries(Object.entries(marks).map(([name, shows]) => [`${prefix} ${name}`, shows]));
}
