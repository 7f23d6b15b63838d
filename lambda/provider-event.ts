/** What CDK's provider framework hands to the functions of a small custom resource. A move's own event has more in it. */

/** As far as it is used. */
export interface ProviderEvent<Properties = Readonly<Record<string, unknown>>> {
  readonly RequestType: 'Create' | 'Update' | 'Delete';
  readonly RequestId: string;
  readonly ResourceType: string;
  /** Absent while `onEvent` has not given one to the resource. */
  readonly PhysicalResourceId?: string;
  readonly ResourceProperties: Properties;
  /** Update only. */
  readonly OldResourceProperties?: Properties;
}

/** What `onEvent` returns besides the id comes with every call of `isComplete`. */
export interface StartedEvent extends ProviderEvent {
  /** When the request came, in milliseconds since the epoch. */
  readonly StartedAt?: number;
}
