/** What of a connection CloudFormation cannot change in place: with another value it makes another connection. */
import { Stack, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { IConstruct } from 'constructs';
import { createOnlyAmong, digestOfValues } from './create-only-id';
import { CREATE_ONLY_PROPERTIES } from '../../contract/create-only-properties';

/** A connection, or what is to become one. */
type Properties = Omit<Partial<ec2.CfnVPNConnectionProps>, 'tags'>;

/** By property, as the template has them. */
export function createOnlyValues(connection: Properties): Record<string, string> {
  const properties = CREATE_ONLY_PROPERTIES.map((property): [string, unknown] =>
    [property, connection[`${property[0].toLowerCase()}${property.slice(1)}` as keyof Properties]]);
  return createOnlyAmong(Object.fromEntries(properties)) as Record<string, string>;
}

/**
 * Part of the logical ids of the connection and of the customer gateway that comes with it. CloudFormation would delete the connection
 * before it makes the other one (`replacementStrategy` is delete_then_create), or give up one that is retained, and have nothing to return
 * to when that fails. Under another logical id the other one comes first, and the former one goes when all is done.
 */
export function createOnlyDigest(scope: IConstruct, connection: Properties): string {
  const values = createOnlyValues(connection);
  const known = Object.values(values).some((each) => Token.isUnresolved(each)) ? Stack.of(scope).resolve(values) as unknown : values;
  return digestOfValues(known as Record<string, unknown>);
}
