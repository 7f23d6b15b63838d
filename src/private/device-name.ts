/**
 * By which EC2 tells customer gateways apart that are equal otherwise: it answers the creation of one that is equal in everything with the
 * one that is there, and deleting either deletes both [aws-vpn-behaviour 2.1, CGW duplicates].
 */
import { Stack, Token, Tokenization } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/** Nothing of it is a construct's path: a customer gateway whose name changes is replaced, and its connection is down meanwhile. */
export function defaultDeviceName(scope: IConstruct, ip: string, asn: number, ...more: string[]): string {
  return [Stack.of(scope).stackName, ip, Tokenization.stringifyNumber(asn), ...more].join('-');
}

/** The paths of the customer gateways that a stack makes, by all that tells them apart. */
const MADE = new WeakMap<Stack, Map<string, string>>();

/**
 * @param identity what EC2 compares
 * @throws an error when the stack makes another one that is equal
 */
export function requireOneOfItsKind(scope: IConstruct, identity: readonly (string | number | undefined)[]): void {
  const stack = Stack.of(scope);
  const made = MADE.get(stack) ?? new Map<string, string>();
  MADE.set(stack, made);
  const known = identity.some((each) => Token.isUnresolved(each)) ? stack.resolve(identity) as unknown : identity;
  const key = JSON.stringify(known);
  const twin = made.get(key);
  if (twin !== undefined) {
    throw new Error(`the customer gateway must differ from ${twin}, which has the same address, AS number and \`deviceName\`: EC2 would make one of both,`
      + ' and delete it with either; if it is one device, pass the customer gateway of the one to the other as `customerGateway`, and if these are two,'
      + ' make both with `new CustomerGateway` and give each a `deviceName` of its own');
  }
  made.set(key, scope.node.path);
}
