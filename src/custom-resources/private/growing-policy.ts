/** Parts of policies, policies whose statements come to be while the app is constructed, and how many characters IAM takes. */
import { Aspects, CfnElement, Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { sha256 } from '../../private/sha256';

/** @param account where it may be another's */
export function ec2Arn(stack: Stack, resource: string, resourceName: string, account?: string): string {
  return stack.formatArn({ service: 'ec2', account, resource, resourceName });
}

/** Of actions for which EC2 has no resource-level permission [H, SAR]. */
export function ec2Reading(stack: Stack, actions: string[], sid?: string): iam.PolicyStatement {
  return new iam.PolicyStatement({ sid, actions, resources: ['*'], conditions: { StringEquals: { 'ec2:Region': stack.region } } });
}

export interface GrowingPolicyProps {
  readonly role: iam.IRole;
  readonly statements?: iam.PolicyStatement[];
}

export class GrowingPolicy extends iam.Policy {
  constructor(scope: Construct, id: string, { role, statements }: GrowingPolicyProps) {
    super(scope, id, { statements });
    // At last and by the role: one that the app does not make (`Role.customizeRoles`) reports what is in a policy when it is attached.
    Aspects.of(this).add({ visit: (node) => (node === this ? role.attachInlinePolicy(this) : undefined) });
  }
}

/**
 * One that has its logical id from its content.
 *
 * CloudFormation deletes what a template has no more in the end, when the policies of the new template are in force; so whoever needs a
 * right to remove something would have lost it with the template. With other content this is another policy: the new one is made before
 * whatever depends on it, and the old one is deleted after whatever depended on that, on the way forward and in a rollback.
 */
export class ContentNamedPolicy extends GrowingPolicy {
  /** To be called whenever what its statements are made of has changed. */
  public rename(): void {
    const element = this.node.defaultChild as CfnElement;
    const stack = Stack.of(this);
    const content = JSON.stringify(stack.resolve(this.document.toJSON()));
    element.overrideLogicalId(stack.getLogicalId(element) + sha256(content, 8).toUpperCase());
  }
}

/** Of all inline policies of a role together. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const INLINE_CHARACTERS_MAX = 10_240;

/** Of one managed policy, at the same place. */
export const MANAGED_CHARACTERS_MAX = 6_144;

/** Managed policies of a role, unless the account's quota was raised. */
export const MANAGED_POLICIES_MAX = 10;

/** What CloudFormation puts in the place of these is not longer [AWS general reference: partitions, Regions]. */
const LONGEST: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws-us-gov',
  'AWS::Region': 'us-isof-south-1',
  'AWS::AccountId': '1'.repeat(12),
  'AWS::StackName': 'n'.repeat(128),
  'AWS::URLSuffix': 'amazonaws.com.cn',
};

/** What stands in an ARN is an id of EC2, of which none that a policy here names is longer. */
const LONGEST_ID = 'tgw-attach-0123456789abcdef0';

/** Of at most 110 characters each in a role here, so that more than half of the room is left for the actions and the rest. */
const RESOURCES_WITHOUT_COUNTING = 40;

/** What stands alone is an ARN: this is in it beside the logical id of which CloudFormation, and a service, make a name. */
const AROUND_NAME = 66 + 20;

/**
 * @param vpcRouteTables how many of them the statements name
 * @throws an error when a role takes less
 */
export function requireRoomInRole(scope: Construct, statements: readonly iam.PolicyStatement[], vpcRouteTables: number): void {
  // To count is to resolve, for each connection of an app.
  if (statements.reduce((sum, { resources }) => sum + resources.length, 0) <= RESOURCES_WITHOUT_COUNTING) return;
  const stack = Stack.of(scope);
  const document = new iam.PolicyDocument({ statements: [...statements] });
  const characters = charactersOf(stack, document);
  if (characters <= INLINE_CHARACTERS_MAX) return;
  const table = stack.resolve(stack.formatArn({ service: 'ec2', resource: 'route-table', resourceName: 'rtb-0123456789abcdef0' })) as unknown;
  const over = Math.ceil((characters - INLINE_CHARACTERS_MAX) / `${JSON.stringify(inFull(stack, table))},`.length);
  throw new Error(`the rights of its role come to ${characters} characters, and IAM takes ${INLINE_CHARACTERS_MAX} in the inline policies of a role;`
    + ` name fewer route tables: of the ${vpcRouteTables} in \`vpcRouteTables\` about ${Math.max(0, vpcRouteTables - over)} fit`);
}

/** White space is not counted. The document can still be added to: resolved as it is, it could not. */
export function charactersOf(stack: Stack, document: iam.PolicyDocument): number {
  return document.isEmpty ? 0 : JSON.stringify(inFull(stack, stack.resolve(document.toJSON()))).replace(/\s/g, '').length;
}

/** With a text of its greatest length for everything that is not known yet. */
function inFull(stack: Stack, value: unknown, isPart = false): unknown {
  if (Array.isArray(value)) return value.map((each) => inFull(stack, each, isPart));
  if (typeof value !== 'object' || value === null) return value;
  const [[name, argument] = ['', undefined], ...more] = Object.entries(value);
  if (more.length === 0 && (name === 'Ref' || name.startsWith('Fn::'))) return textOf(stack, name, argument, isPart);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, inFull(stack, each, isPart)]));
}

function textOf(stack: Stack, name: string, argument: unknown, isPart: boolean): string {
  if (name === 'Fn::Join') {
    const [separator, parts] = argument as [string, unknown[]];
    return parts.map((each) => String(inFull(stack, each, true))).join(separator);
  }
  const logicalId = [argument].flat().map(String).join('');
  if (logicalId === 'AWS::StackId') return stackId(stack);
  return LONGEST[logicalId] ?? (isPart ? LONGEST_ID : 'x'.repeat(AROUND_NAME + logicalId.length));
}

/** `arn:aws:cloudformation:eu-central-1:111122223333:stack/Network/01234567-89ab-cdef-0123-456789abcdef` */
function stackId({ partition, region, account, stackName }: Stack): string {
  const [p, r, a, n] = ([[partition, 'AWS::Partition'], [region, 'AWS::Region'], [account, 'AWS::AccountId'], [stackName, 'AWS::StackName']] as const)
    .map(([known, name]) => (Token.isUnresolved(known) ? LONGEST[name] : known));
  return `arn:${p}:cloudformation:${r}:${a}:stack/${n}/01234567-89ab-cdef-0123-456789abcdef`;
}
