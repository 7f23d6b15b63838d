/**
 * By which the role of the custom resources around a connection recognizes it. Nothing of it is a construct's path: renaming the
 * construct changes nothing of the connection.
 */
import { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { CONNECTION_TAG } from '../../contract/target-declaration';

/** Of one that has no custom resources yet: they may come with an edit, and act on it before CloudFormation gives it its own name. */
export function nameWithoutTargetChange(connection: ec2.CfnVPNConnection): string {
  return Stack.of(connection).stackName;
}

export function nameOfConnection(connection: ec2.CfnVPNConnection): string {
  return `${Stack.of(connection).stackName}/${connection.logicalId}`;
}

export function tagConnection(connection: ec2.CfnVPNConnection, name: string): void {
  connection.tags.setTag(CONNECTION_TAG, name);
}
