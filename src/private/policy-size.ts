/** How large a policy becomes, before anybody knows all that will be in it. */
import { Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

/** All inline policies of a role together, white space not counted [IAM user guide, reference_iam-quotas]. */
export const INLINE_POLICIES_CHARACTERS_MAX = 10_240;

/** What CloudFormation puts in the place of these is not longer [AWS general reference: partitions, Regions]. */
const LONGEST: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws-us-gov',
  'AWS::Region': 'us-isof-south-1',
  'AWS::AccountId': '1'.repeat(12),
  'AWS::StackName': 'n'.repeat(128),
};

/** The id of a transit gateway's route table is the longest of those that EC2 gives to what stands in a policy of a move. */
const LONGEST_ID = 'tgw-rtb-0123456789abcdef0';

/**
 * @param vpcRouteTables how many of them the document names
 * @throws an error when a role takes less
 */
export function requireRoomInRole(scope: Construct, document: iam.PolicyDocument, vpcRouteTables: number): void {
  const stack = Stack.of(scope);
  const size = sizeOf(stack, document);
  if (size <= INLINE_POLICIES_CHARACTERS_MAX) return;
  const table = stack.resolve(stack.formatArn({ service: 'ec2', resource: 'route-table', resourceName: 'rtb-0123456789abcdef0' })) as unknown;
  const over = Math.ceil((size - INLINE_POLICIES_CHARACTERS_MAX) / `${JSON.stringify(longest(stack, table))},`.length);
  throw new Error(`the rights of ${scope.node.path} come to ${size} characters, and IAM takes ${INLINE_POLICIES_CHARACTERS_MAX} in the inline policies of a role;`
    + ` name fewer route tables: of the ${vpcRouteTables} in \`vpcRouteTables\` about ${Math.max(0, vpcRouteTables - over)} fit`);
}

/** As IAM counts, with the longest values in the place of those that are not known yet. */
export function sizeOf(stack: Stack, document: iam.PolicyDocument): number {
  return JSON.stringify(longest(stack, stack.resolve(document))).replace(/\s/g, '').length;
}

function longest(stack: Stack, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => longest(stack, each));
  if (typeof value !== 'object' || value === null) return value;
  const { 'Fn::Join': join, Ref: ref } = value as { readonly 'Fn::Join'?: readonly [string, unknown[]]; readonly 'Ref'?: string };
  if (join !== undefined) return join[1].map((each) => String(longest(stack, each))).join(join[0]);
  if (ref === 'AWS::StackId') return stackId(stack);
  if (ref !== undefined) return LONGEST[ref] ?? LONGEST_ID;
  if (isIntrinsic(value)) return LONGEST_ID;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, longest(stack, each)]));
}

/** `arn:aws:cloudformation:eu-central-1:111122223333:stack/Network/01234567-89ab-cdef-0123-456789abcdef` */
function stackId({ partition, region, account, stackName }: Stack): string {
  const [p, r, a, n] = ([[partition, 'AWS::Partition'], [region, 'AWS::Region'], [account, 'AWS::AccountId'], [stackName, 'AWS::StackName']] as const)
    .map(([known, name]) => (Token.isUnresolved(known) ? LONGEST[name] : known));
  return `arn:${p}:cloudformation:${r}:${a}:stack/${n}/01234567-89ab-cdef-0123-456789abcdef`;
}

function isIntrinsic(value: object): boolean {
  const [key, ...more] = Object.keys(value);
  return more.length === 0 && key?.startsWith('Fn::');
}
