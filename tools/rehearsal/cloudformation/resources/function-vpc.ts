/** What Lambda looks at before it takes a function that is to run in a VPC. */
import { texts } from '../properties';
import { Services } from '../resource-type';
import { refused } from '../service-limits';
import { Properties } from '../template';
import { call, isNotFound } from './ec2-calls';

/**
 * What Lambda does at once in the name of the function's role; the other rights that the guide lists are for later
 * [Lambda guide, "Giving Lambda functions access to resources in an Amazon VPC"].
 */
const AT_ONCE = ['CreateNetworkInterface', 'DescribeNetworkInterfaces', 'DeleteNetworkInterface'] as const;

/** [words: amazon-connect-salesforce-lambda #29, of CreateNetworkInterface; of the others the same] */
export function checkVpc(vpcConfig: Properties, accessKeyId: string, services: Services): void {
  const [subnetIds, securityGroupIds] = ['SubnetIds', 'SecurityGroupIds'].map((name) => texts(vpcConfig, name));
  if (subnetIds.length === 0 && securityGroupIds.length === 0) return;
  // [words: aws-sdk-js #1293]
  if (subnetIds.length === 0 || securityGroupIds.length === 0) throw refused('Lambda', 'SubnetIds and SecurityIds must coexist or be both empty list.');
  const { partition, region, accountId, functions } = services;
  const arnOf = (resource: string) => `arn:${partition}:ec2:${region}:${accountId}:${resource}`;
  const asked = ['network-interface/*', ...subnetIds.map((id) => `subnet/${id}`), ...securityGroupIds.map((id) => `security-group/${id}`)].map(arnOf);
  for (const operation of AT_ONCE) {
    const arns = operation === 'CreateNetworkInterface' ? asked : operation === 'DeleteNetworkInterface' ? [arnOf('network-interface/*')] : ['*'];
    if (arns.every((arn) => !functions.denies(accessKeyId, { action: `ec2:${operation}`, arn }, { 'ec2:Region': region, 'aws:RequestedRegion': region }))) continue;
    throw refused('Lambda', `The provided execution role does not have permissions to call ${operation} on EC2`);
  }
  checkSubnets(subnetIds, services);
}

/** [frame of the words: aws-lambda-dotnet #60, of a security group; in it stand EC2's own] */
function checkSubnets(subnetIds: readonly string[], services: Services): void {
  try {
    call(services, 'DescribeSubnets', { SubnetIds: [...subnetIds] });
  } catch (error) {
    if (!isNotFound(error)) throw error;
    const { code, message } = error as Error & { readonly code: string };
    throw refused('Lambda', `Error occurred while DescribeSubnets. EC2 Error Code: ${code}. EC2 Error Message: ${message}`);
  }
}
