/** How long a request of CloudFormation may be worked on. */

/** CloudFormation gives a custom resource an hour; somewhat less, so that what is over time is still reported. */
export const ANSWER_WITHIN_SECONDS = 58 * 60;
