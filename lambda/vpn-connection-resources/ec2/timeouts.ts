/** How long the look-ups wait for what the template says. */

/** Descriptions may lag behind a change by seconds; what differs for longer is not what the template says. */
export const LOOKUP_TIMEOUT_MS = 10 * 60_000;

/** Descriptions that lag behind have caught up by then, unless they lag for long. */
export const SETTLES_MS = 60_000;

/** After this a connection that stands where an Update leads away from has not been moved. */
export const UNMOVED_AFTER_MS = 2 * 60_000;
