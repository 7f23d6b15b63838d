/** How many pre-shared keys one template can refer to: CloudFormation takes only so many dynamic references in it. */
import { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { IConstruct } from 'constructs';

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html */
const DYNAMIC_REFERENCES_MAX = 60;

const DYNAMIC_REFERENCE = /\{\{resolve:/g;

const counted = new WeakSet<Stack>();

/** The keys of all connections of the stack are counted when it is synthesized, and told of once. */
export function limitKeysOfStack(scope: IConstruct): void {
  const stack = Stack.of(scope);
  if (counted.has(stack)) return;
  counted.add(stack);
  stack.node.addValidation({ validate: () => faultsOf(stack) });
}

function faultsOf(stack: Stack): string[] {
  const connections = stack.node.findAll().filter((each): each is ec2.CfnVPNConnection =>
    each instanceof ec2.CfnVPNConnection && Stack.of(each) === stack);
  const keys = connections.reduce((sum, connection) => sum + keysOf(connection), 0);
  if (keys <= DYNAMIC_REFERENCES_MAX) return [];
  return [`\`tunnels\` of the connections of ${stack.node.path || stack.stackName} have ${keys} pre-shared keys in Secrets Manager, and CloudFormation`
    + ` takes at most ${DYNAMIC_REFERENCES_MAX} dynamic references in a stack; put some of the ${connections.length} connections into another stack`];
}

function keysOf(connection: ec2.CfnVPNConnection): number {
  const tunnels: unknown = Stack.of(connection).resolve(connection.vpnTunnelOptionsSpecifications) ?? [];
  return JSON.stringify(tunnels).match(DYNAMIC_REFERENCE)?.length ?? 0;
}
