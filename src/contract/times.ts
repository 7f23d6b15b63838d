/**
 * Every time for which a function waits, doubts or believes something, in milliseconds, with where it comes from. Deadlines that a user
 * declares are in the declaration.
 */

// CloudFormation and Lambda

/** CloudFormation gives a custom resource an hour [its `ServiceTimeout`]; somewhat less, so that what is over time is still reported. */
export const ANSWER_WITHIN_MS = 58 * 60_000;

/** Left for yielding and answering, once an invocation's time for work is up. */
export const YIELD_MS = 45_000;

/** The same of a function that answers CloudFormation itself. */
export const ANSWERING_MS = 60_000;

/** Between two attempts of such a request. */
export const ATTEMPT_PAUSE_MS = 5_000;

/** Before an answer is put again, and then twice as long each time; and for how long one attempt may take. */
export const ANSWER_PAUSE_MS = 1_000;

export const ANSWER_ATTEMPT_MS = 10_000;

// The record

/** Longer than the slowest batch: every batch starts with a fresh lease, every call in it is bounded. */
export const LEASE_MS = 60_000;

/** A lease as old as this need not be renewed before one more call. */
export const FRESH_LEASE_MS = 2_000;

/** No action of a batch is begun later than this after its first: the calls under way then end under the same lease. */
export const BATCH_MS = 20_000;

/** The answer waits for the evidence of an ended operation. */
export const EVIDENCE_MS = 15_000;

/** Both tries of an announcement together: nothing waits for one that takes longer. */
export const ANNOUNCEMENT_MS = 3_000;

/** Other resources of the stack may be deployed before the move, for as long as CloudFormation waits for one of them. */
export const CALLER_SOUGHT_MS = 3_600_000;

// Polls

/** No poll is denser than this: EC2's request buckets are shared with everything else in the account. */
export const POLL_MS = 2_000;

/** Routes settle within seconds [H, TF] and describes lag behind: a look before that would have to be followed by another. */
export const EFFECT_LOOK_MS = 3_000;

/** The device takes its time, and nothing hangs on seeing it at once. */
export const DEVICE_POLL_MS = 5_000;

/** What the stack does is asked by others, too. */
export const STACK_POLL_MS = 10_000;

// What is believed of an answer

/** Describes may lag behind; what they show for this long is taken as true, and nothing is turned around over less. */
export const DESCRIBE_SETTLES_MS = 10_000;

/** An effect is given this long to show before its action is tried again. */
export const EFFECT_SHOWS_MS = 5_000;

/** How long an accepted modify may show no sign before it is taken as having gone back on its own. */
export const MODIFY_SHOWS_MS = 60_000;

/** A connection that was made a moment ago may not be listed yet; one that is not listed for longer is gone. */
export const LISTED_WITHIN_MS = 60_000;

/** A description may be from before a change of seconds ago; what a configuration differs in for longer does differ. */
export const CATCH_UP_MS = 120_000;

/** How long a look-up waits for what the template says; what differs for longer is not what it says. */
export const LOOK_UP_MS = 10 * 60_000;

/** Descriptions that lag behind have caught up by then, unless they lag for long: a look-up in a rollback is answered as before. */
export const UNDONE_AFTER_MS = 60_000;

/** After this a connection that stands where an Update leads away from has not been moved. */
export const UNMOVED_AFTER_MS = 120_000;

/** The alarms may be unreadable for a while: before the change, and when it is verified. */
export const ALARM_READ_MS = 60_000;

export const ALARM_UNREAD_MS = 60_000;

// What was refused

/** After a refusal an action rests: shortly where it may pass, longer in case rights are still spreading. */
export const RETRY_AFTER_MS = { passing: 2_000, uncertain: 5_000, final: 10_000 };

/**
 * How long a refusal is doubted: rights of a role made in the same deployment need a moment to spread, and what nobody knows
 * may be about a state that passes. Afterwards traffic stands still anyway, and giving up is worse.
 */
export const REFUSAL_DOUBTED_MS = {
  final: { beforeEffect: 10_000, afterEffect: 120_000 },
  uncertain: { beforeEffect: 60_000, afterEffect: 120_000 },
};

/** Load and lost connections are waited out; what was one request too many is not helped by more of them: the pause doubles, up to this. */
export const RETRY_MS = 2_000;

export const THROTTLED_PAUSE_MS = 16_000;

/** A refusal that nobody knows is believed when it has been given for this long. */
export const UNCERTAIN_MS = 120_000;

/** How long a snapshot may fail before the request does: nothing has been changed yet, so nothing is lost by failing. */
export const SNAPSHOT_MS = 120_000;

/** Load passes. Many moves of one deployment look at the same time, and share EC2's buckets with whatever else is in the account. */
export const THROTTLED_SNAPSHOT_MS = 600_000;

/** In use and busy look alike in EC2's answers: a moment is enough for the one, and no time would be for the other. */
export const DELETION_MS = 20_000;

/** From no rate at all to the full one again, after EC2 has throttled. */
export const RATE_RECOVERY_MS = 30_000;

/** For so long a right that a deployment has granted may be refused after it [IAM user guide, troubleshoot general]. */
export const RIGHTS_SPREAD_MS = 120_000;

/** Between two tries of a call that was not permitted, until rights have had time to spread. */
export const PERMISSION_RETRY_MS = 5_000;

/** An invocation, and the five minutes before their end in which the SDK asks for new ones, are shorter: none is asked for in between. */
export const CREDENTIALS_LEFT_MS = 20 * 60_000;
