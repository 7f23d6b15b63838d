/** What CloudFormation hands to the function behind a custom resource, and what Lambda does, as far as they are used. */

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/crpg-ref-requests.html */
export interface ResourceEvent<Properties = Readonly<Record<string, unknown>>> {
  readonly RequestType: 'Create' | 'Update' | 'Delete';
  /** A presigned address: whoever knows it may answer, so it is in no log and no error. */
  readonly ResponseURL: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
  readonly ResourceType: string;
  /** Not in a Create. */
  readonly PhysicalResourceId?: string;
  readonly ResourceProperties: Properties;
  /** Update only. */
  readonly OldResourceProperties?: Properties;
}

export interface Context {
  getRemainingTimeInMillis(): number;
}
