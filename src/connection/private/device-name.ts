/**
 * By which EC2 tells customer gateways apart that are equal otherwise: it answers the creation of one that is equal in everything with the
 * one that is there, and deleting either deletes both [aws-vpn-behaviour 2.1, CGW duplicates].
 */
import { Stack, Tokenization } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/** Nothing of it is a construct's path: a customer gateway whose name changes is replaced, and its connection is down meanwhile. */
export function defaultDeviceName(scope: IConstruct, ip: string, asn: number, ...more: string[]): string {
  return [Stack.of(scope).stackName, ip, Tokenization.stringifyNumber(asn), ...more].join('-');
}
