/** What the two directions of a move share: what is before them, what each wants, and the words of a decision. */
import { DESCRIBE_SETTLES_SECONDS, Witness } from './witness';
import { MoveDeclaration } from '../../../src/contract/declaration';
import { Observation } from '../observation';
import { MovePlan } from '../plan';
import { RecordHead, Status } from '../record';
import { Step } from '../steps';

/** One decision. */
export type Next =
  /**
   * `then`: to be called once all of these were taken, without another look. `brief`: the move waits for something else in
   * any case and wants to see it soon, so no more of them are begun than one poll allows. `prelude`: the next step needs the
   * effect of one of these, so it is worth to look when that will show, and not before. `harmless`: nobody's traffic stops for them.
   */
  | {
    readonly kind: 'act'; readonly steps: readonly Step[]; readonly then?: Step; readonly brief?: boolean; readonly prelude?: boolean; readonly harmless?: boolean;
  }
  /**
   * `glance`: until the connection or its attachment changes state nothing else can matter, so nothing else need be looked at.
   * `forDevice`: AWS's side is done, so there is no hurry to see it.
   */
  | { readonly kind: 'wait'; readonly reason: string; readonly glance?: boolean; readonly forDevice?: boolean }
  /** Nothing stands in the way of the modify any more, which is CloudFormation's. */
  | { readonly kind: 'ready'; readonly reason: string }
  /** The new gateway has proved itself where nobody loses anything: recorded, since nothing of it is to be seen afterwards. */
  | { readonly kind: 'tested'; readonly learned: readonly string[] }
  /** Everything stands in its place: recorded, since what follows is counted from this moment. */
  | { readonly kind: 'arranged' }
  /**
   * Give the move up and put back what was: recorded before anything of it is done. `cameBack`: for no other reason than that
   * the connection was seen where it came from.
   */
  | { readonly kind: 'turn-back'; readonly cause: string; readonly cameBack?: boolean }
  /** The connection was taken to have come back, and has not: the move goes on. */
  | { readonly kind: 'turn-forward' }
  | {
    readonly kind: 'close'; readonly status: Exclude<Status, 'open'>;
    readonly cause?: string; readonly missing?: readonly string[]; readonly unverified?: string;
    /** When all of it was seen in its place; absent: now. */
    readonly at?: number;
  };

/**
 * What one direction wants, before deadlines and refusals are looked at.
 * `tookEffect` is whether ModifyVpnConnection did, as far as can be seen: before it everything can be put back at once.
 */
export interface Intended {
  readonly steps: readonly Step[];
  /** What has to happen by itself before more can be done or the move is over. */
  readonly waits: readonly string[];
  /** Somebody else's changes that stand in the way: reported, never overwritten. */
  readonly foreign: readonly string[];
  /** Something that no waiting and no retry can mend. */
  readonly failure?: string;
  /** Whether the failure is that the connection stands where it came from, after EC2 had taken the modify. */
  readonly cameBack?: boolean;
  /** Whether it stands on the new gateway after all. */
  readonly arrivedAfterAll?: boolean;
  readonly tookEffect: boolean;
  /** Whether all that is waited for is CloudFormation's modify. */
  readonly ready?: boolean;
  /** What needs nothing but these steps, not even that they are seen to have taken effect. */
  readonly then?: Step;
  /** Whether the next look need not wait for these steps, because something else has to happen in any case. */
  readonly brief?: boolean;
  /** Whether only the connection and its attachment are waited for. */
  readonly glance?: boolean;
  /** Whether only the device is waited for. */
  readonly forDevice?: boolean;
  /** Whether nobody's traffic stops for these steps. */
  readonly harmless?: boolean;
  /** What a test has shown that is over now. */
  readonly tested?: readonly string[];
}

export interface Situation {
  readonly observed: Observation;
  readonly head: RecordHead;
  readonly plan: MovePlan;
  /** How many tunnels were UP before the move; absent where it does not matter. */
  readonly tunnelsUpBefore?: number;
  /** Whether an earlier operation may have moved the connection already. */
  readonly continues?: boolean;
  readonly desired: MoveDeclaration;
  readonly now: number;
  readonly witness: Witness;
}

/** Whether the looks have agreed for so long that what an earlier invocation called would show by now, and none of them is stale. */
export function hasSettled({ witness, head, now }: Situation): boolean {
  const agreedSince = witness.standing?.since ?? witness.since;
  const since = head.intent === 'back' ? Math.max(agreedSince, head.intentSince) : agreedSince;
  return now - since >= DESCRIBE_SETTLES_SECONDS * 1000;
}

export function together(...parts: Omit<Intended, 'tookEffect'>[]): Omit<Intended, 'tookEffect'> {
  const failure = parts.find((part) => part.failure !== undefined)?.failure;
  return {
    steps: parts.flatMap((part) => part.steps),
    waits: parts.flatMap((part) => part.waits),
    foreign: parts.flatMap((part) => part.foreign),
    ...failure !== undefined ? { failure } : {},
  };
}
