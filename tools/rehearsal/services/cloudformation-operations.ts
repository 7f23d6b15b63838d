/**
 * What the embedded CloudFormation answers besides DescribeStacks: what is in a stack, the stack's template, and the
 * registry's schema of a resource type. Parameters in, the result's XML out.
 *
 * The refusals' words are those that AWS was recorded with [localstack, test_resources.snapshot.json of 2025-07-25;
 * cq-provider-aws #824 for ListStackResources].
 */
import { StackResourceDescription } from '../cloudformation/stack-contents';
import { Refusal } from '../loopback-endpoint';
import { XmlContent } from '../xml';

/** Where the answers come from. */
export interface Contents {
  /** What DescribeStackResources makes of a logical id that the stack does not have. */
  readonly absentResource: 'ValidationError' | 'nothing';
  resources(stackNameOrId: string): readonly StackResourceDescription[];
  stackOf(physicalId: string): string | undefined;
  template(stackNameOrId: string): object | undefined;
  schema(typeName: string): object | undefined;
}

export interface Request {
  readonly parameters: URLSearchParams;
  readonly contents: Contents;
  /** Whether there is such a stack. */
  readonly exists: (stackNameOrId: string) => boolean;
  readonly pageSize: number;
}

type Result = { [tag: string]: XmlContent };

export const OPERATIONS: Readonly<Record<string, (request: Request) => Result>> = {
  DescribeStackResource: describeStackResource,
  DescribeStackResources: describeStackResources,
  ListStackResources: listStackResources,
  GetTemplate: getTemplate,
  DescribeType: describeType,
};

/** The stack that a request names, by itself or by one of its resources. */
export function stackOf(parameters: URLSearchParams, contents: Contents): string | undefined {
  const physicalId = parameters.get('PhysicalResourceId');
  return parameters.get('StackName') ?? (physicalId === null ? undefined : contents.stackOf(physicalId));
}

function describeStackResource({ parameters, contents, exists }: Request): Result {
  const [stack, logicalId] = [required(parameters, 'StackName'), required(parameters, 'LogicalResourceId')];
  if (!exists(stack)) throw new Refusal('ValidationError', `Stack '${stack}' does not exist`);
  const found = contents.resources(stack).find((resource) => resource.logicalId === logicalId);
  if (found === undefined) throw absent(logicalId, stack);
  return { StackResourceDetail: { ...inStack(found), ...described(found), LastUpdatedTimestamp: found.lastUpdated.toISOString() } };
}

/** "Only the first 100 resources will be returned." [DescribeStackResources API reference] */
function describeStackResources({ parameters, contents, exists }: Request): Result {
  const [logicalId, physicalId] = [parameters.get('LogicalResourceId'), parameters.get('PhysicalResourceId')];
  if (parameters.has('StackName') === (physicalId !== null)) {
    throw new Refusal('ValidationError', 'Exactly one of StackName and PhysicalResourceId must be specified');
  }
  const stack = stackOf(parameters, contents);
  if (stack === undefined) throw new Refusal('ValidationError', `Stack for ${physicalId} does not exist`);
  if (!exists(stack)) throw noStack(stack);
  const resources = contents.resources(stack).filter((resource) => logicalId === null || resource.logicalId === logicalId);
  if (logicalId !== null && resources.length === 0 && contents.absentResource === 'ValidationError') throw absent(logicalId, stack);
  const member = resources.slice(0, 100)
    .map((each) => ({ ...inStack(each), ...described(each), Timestamp: each.lastUpdated.toISOString() }));
  return { StackResources: { member } };
}

function listStackResources({ parameters, contents, exists, pageSize }: Request): Result {
  const stack = required(parameters, 'StackName');
  if (!exists(stack)) throw noStack(stack);
  const start = Number(parameters.get('NextToken') ?? 0);
  if (!Number.isInteger(start)) throw new Refusal('ValidationError', 'Invalid NextToken');
  const resources = contents.resources(stack);
  const page = resources.slice(start, start + pageSize);
  const member = page.map((each) => ({ ...described(each), LastUpdatedTimestamp: each.lastUpdated.toISOString() }));
  const end = start + member.length;
  return { StackResourceSummaries: { member }, ...end < resources.length ? { NextToken: String(end) } : {} };
}

/** No template here has transforms: both stages are the same [GetTemplate API reference]. */
function getTemplate({ parameters, contents, exists }: Request): Result {
  const stack = required(parameters, 'StackName');
  const template = exists(stack) ? contents.template(stack) : undefined;
  if (template === undefined) throw noStack(stack);
  return { TemplateBody: JSON.stringify(template), StagesAvailable: { member: ['Original', 'Processed'] } };
}

/** [DescribeType API reference; a public type's ARN names neither an account nor a version] */
function describeType({ parameters, contents }: Request): Result {
  const typeName = parameters.get('TypeName') ?? nameInArn(parameters.get('Arn'));
  if (typeName === undefined) throw new Refusal('ValidationError', 'TypeName and Type, or Arn, must be specified');
  const schema = (parameters.get('Type') ?? 'RESOURCE') === 'RESOURCE' ? contents.schema(typeName) : undefined;
  if (schema === undefined) throw new Refusal('TypeNotFoundException', `The type '${typeName}' cannot be found.`, 404);
  return {
    Type: 'RESOURCE', TypeName: typeName, Visibility: 'PUBLIC', DeprecatedStatus: 'LIVE', ProvisioningType: 'FULLY_MUTABLE',
    IsDefaultVersion: 'true', Schema: JSON.stringify(schema),
  };
}

function nameInArn(arn: string | null): string | undefined {
  return /:type\/resource\/([\w-]+)$/.exec(arn ?? '')?.[1].replaceAll('-', '::');
}

function inStack({ stackName, stackId }: StackResourceDescription): Result {
  return { StackName: stackName, StackId: stackId };
}

function described({ logicalId, physicalId, type, status, statusReason }: StackResourceDescription): Result {
  return {
    LogicalResourceId: logicalId,
    ...physicalId === undefined ? {} : { PhysicalResourceId: physicalId },
    ResourceType: type,
    ResourceStatus: status,
    ...statusReason === undefined ? {} : { ResourceStatusReason: statusReason },
    DriftInformation: { StackResourceDriftStatus: 'NOT_CHECKED' },
  };
}

function required(parameters: URLSearchParams, name: string): string {
  const value = parameters.get(name);
  if (value === null) throw new Refusal('ValidationError', `1 validation error detected: Value null at '${name}' failed to satisfy constraint: Member must not be null`);
  return value;
}

function absent(logicalId: string, stack: string): Refusal {
  return new Refusal('ValidationError', `Resource ${logicalId} does not exist for stack ${stack}`);
}

function noStack(stack: string): Refusal {
  return new Refusal('ValidationError', `Stack with id ${stack} does not exist`);
}
