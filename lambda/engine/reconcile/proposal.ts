/** What a direction needs next, before deadlines and refusals are looked at: made by the functions here, and merged by one of them. */
import { Action } from '../actions';

/** What has to happen by itself, in words that follow upon "waiting". */
export interface Wait {
  readonly what: string;
  /** Whose it is, if the operation has to know: a stack that is rolled back makes nothing more. */
  readonly on?: 'cloudformation';
}

/**
 * How the next look goes. `soon`: something else is waited for in any case, so no more steps are begun than one poll allows, and no
 * look waits for them. `state-only`: until the connection or its attachment changes state nothing else can matter, so nothing else
 * need be looked at. `unhurried`: AWS's side is done, so the state of the connection is enough, and there is no hurry to see it.
 * Absent: at everything, once the effect of all steps can be seen.
 */
export type Look = 'soon' | 'state-only' | 'unhurried';

export interface Proposal {
  readonly actions: readonly Action[];
  /** What has to happen by itself before more can be done or the move is over. */
  readonly waits: readonly Wait[];
  /** Somebody else's changes that stand in the way: reported, never overwritten. */
  readonly conflicts: readonly string[];
  /** Something that no waiting and no retry can mend. */
  readonly failure?: string;
  /** Whether the failure is that the connection stands where it came from, after EC2 had taken the modify. */
  readonly isBackOnSource?: boolean;
  /** Whether it stands on the new gateway after all. */
  readonly isOnTarget?: boolean;
  /** Whether ModifyVpnConnection took effect on the way forward, as far as can be seen: before it everything can be put back at once. */
  readonly tookEffect?: boolean;
  /** Whether all that is waited for is CloudFormation's modify. */
  readonly readyForModify?: boolean;
  /** What needs nothing but these steps, not even that they are seen to have taken effect. */
  readonly followedBy?: Action;
  readonly look?: Look;
  /** Whether nobody's traffic stops for these steps. */
  readonly noInterruption?: boolean;
  /** What a test has shown that is over now. */
  readonly tested?: readonly string[];
}

export const NO_PROPOSAL: Proposal = { actions: [], waits: [], conflicts: [] };

export function propose(...actions: readonly Action[]): Proposal {
  return { ...NO_PROPOSAL, actions };
}

export function awaiting(what: string): Proposal {
  return { ...NO_PROPOSAL, waits: [{ what }] };
}

/** @param action what CloudFormation is to do, in words that follow upon "to" */
export function awaitingStack(action: string): Proposal {
  return { ...NO_PROPOSAL, waits: [{ what: `for CloudFormation to ${action}`, on: 'cloudformation' }] };
}

export function conflict(change: string): Proposal {
  return { ...NO_PROPOSAL, conflicts: [change] };
}

export function failing(failure: string): Proposal {
  return { ...NO_PROPOSAL, failure };
}

export function merge(...parts: readonly Proposal[]): Proposal {
  const failure = parts.find((part) => part.failure !== undefined)?.failure;
  return {
    actions: parts.flatMap((part) => part.actions),
    waits: parts.flatMap((part) => part.waits),
    conflicts: parts.flatMap((part) => part.conflicts),
    ...failure !== undefined ? { failure } : {},
  };
}

/** Whether there is nothing to do and nothing to wait for. */
export function isDone({ actions, waits }: Proposal): boolean {
  return actions.length + waits.length === 0;
}
