/**
 * Stands in for `@smithy/core/event-streams` in the bundles. It is loaded for operations that stream events, of which
 * EC2, DynamoDB's items and CloudFormation's stacks have none.
 */
export function eventStreamSerdeProvider(): never {
  throw new Error('event streams were left out of this bundle');
}

/** The second name that is asked of the module; the provider above is called before it. */
export class EventStreamSerde {}
