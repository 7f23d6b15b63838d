/** A function that makes one call of one of the clients, to see what the bundled ones send and understand. */
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import {
  DescribeDirectConnectGatewayAssociationsCommand, DescribeVirtualInterfacesCommand, DirectConnectClient,
} from '@aws-sdk/client-direct-connect';
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { DescribeVpnConnectionsCommand, EC2Client, ModifyVpnConnectionCommand } from '@aws-sdk/client-ec2';
import { PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetServiceQuotaCommand, ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';

const ec2 = new EC2Client({});
const dynamoDb = new DynamoDBClient({});
const cloudFormation = new CloudFormationClient({});
const cloudWatch = new CloudWatchClient({});
const directConnect = new DirectConnectClient({});
const secretsManager = new SecretsManagerClient({});
const serviceQuotas = new ServiceQuotasClient({});
const sts = new STSClient({});

/** Where it stands is what came back, an error by its name and message. */
export async function isComplete({ operation }: { readonly operation: keyof typeof calls }): Promise<unknown> {
  try {
    const { $metadata, ...output } = await calls[operation]();
    return { status: $metadata.httpStatusCode, output };
  } catch (error) {
    return { name: (error as Error).name, message: (error as Error).message };
  }
}

const calls = {
  DescribeVpnConnections: async () => ec2.send(new DescribeVpnConnectionsCommand({
    Filters: [{ Name: 'vpn-connection-id', Values: ['vpn-0a', 'vpn-0b'] }],
  })),
  ModifyVpnConnection: async () => ec2.send(new ModifyVpnConnectionCommand({ VpnConnectionId: 'vpn-0a', TransitGatewayId: 'tgw-0a', DryRun: true })),
  GetItem: async () => dynamoDb.send(new GetItemCommand({ TableName: 'records', Key: { item: { S: 'head' } }, ConsistentRead: true })),
  PutItem: async () => dynamoDb.send(new PutItemCommand({
    TableName: 'records', Item: { item: { S: 'head' }, revision: { N: '1' } }, ConditionExpression: 'attribute_not_exists(revision)',
  })),
  DescribeStacks: async () => cloudFormation.send(new DescribeStacksCommand({ StackName: 'estate' })),
  DescribeAlarms: async () => cloudWatch.send(new DescribeAlarmsCommand({ AlarmNames: ['tunnels'], AlarmTypes: ['MetricAlarm'] })),
  DescribeVirtualInterfaces: async () => directConnect.send(new DescribeVirtualInterfacesCommand({})),
  DescribeDirectConnectGatewayAssociations: async () =>
    directConnect.send(new DescribeDirectConnectGatewayAssociationsCommand({ virtualGatewayId: 'vgw-0a' })),
  PutSecretValue: async () => secretsManager.send(new PutSecretValueCommand({
    SecretId: 'device', ClientRequestToken: 'token'.padEnd(32, '-'), SecretString: '<vpn_connection/>',
  })),
  GetServiceQuota: async () => serviceQuotas.send(new GetServiceQuotaCommand({ ServiceCode: 'ec2', QuotaCode: 'L-B91E5754' })),
  AssumeRole: async () => sts.send(new AssumeRoleCommand({ RoleArn: 'arn:aws:iam::111122223333:role/Move', RoleSessionName: 'move-vpn-0a' })),
};
