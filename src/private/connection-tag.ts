/** By which the role of the custom resources around a connection recognizes it. */
import { Names, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { CONNECTION_TAG } from '../domain/target-change/declaration';

/** @returns the value of the tag */
export function tagConnection(connection: ec2.CfnVPNConnection): string {
  const name = `${Stack.of(connection).stackName}/${Names.uniqueResourceName(connection, { maxLength: 100 })}`;
  connection.tags.setTag(CONNECTION_TAG, name);
  return name;
}
