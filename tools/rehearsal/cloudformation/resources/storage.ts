/** AWS::DynamoDB::Table and AWS::Logs::LogGroup: what stays when everything else is gone. */
import { object, objects, optionalBoolean, optionalText } from '../properties';
import { ResourceFailure, ResourceType, Services, TableDefinition } from '../resource-type';
import { checkLength, refused } from '../service-limits';
import { Properties } from '../template';

/** [CreateTable: TableName; CreateLogGroup: logGroupName] */
const TABLE_NAME_LENGTH_MAX = 255;
const LOG_GROUP_NAME_LENGTH_MAX = 512;

export function dynamoDbTable({ tables, region, accountId, partition }: Services): ResourceType {
  return {
    properties: {
      TableName: 'create-only', KeySchema: 'create-only', AttributeDefinitions: 'mutable', BillingMode: 'mutable', ProvisionedThroughput: 'mutable',
      PointInTimeRecoverySpecification: 'mutable', DeletionProtectionEnabled: 'mutable', SSESpecification: 'mutable', TableClass: 'mutable',
      Tags: 'mutable', TimeToLiveSpecification: 'mutable',
    },
    required: ['KeySchema'],
    attributes: ['Arn'],
    create: async ({ properties, generatedName }) => {
      const name = optionalText(properties, 'TableName') ?? generatedName(TABLE_NAME_LENGTH_MAX);
      checkLength('DynamoDb', 'tableName', name, TABLE_NAME_LENGTH_MAX);
      await tables.createTable(definition(name, properties));
      tables.encryptTable(name, keyOf(properties));
      return { physicalId: name, attributes: { Arn: `arn:${partition}:dynamodb:${region}:${accountId}:table/${name}` } };
    },
    // Whatever else can change in place is about durability and money, of which there is none here.
    update: async ({ current, properties }) => {
      tables.encryptTable(current.physicalId, keyOf(properties));
      return current;
    },
    delete: async ({ physicalId, properties }) => {
      if (optionalBoolean(properties, 'DeletionProtectionEnabled') === true) {
        throw new ResourceFailure(`Resource cannot be deleted as it is currently protected against deletion: table ${physicalId}`, physicalId);
      }
      await tables.deleteTable(physicalId);
    },
  };
}

export function logGroup(services: Services): ResourceType {
  const { logGroups, region, accountId, partition } = services;
  return {
    properties: { LogGroupName: 'create-only', RetentionInDays: 'mutable', Tags: 'mutable', LogGroupClass: 'mutable', KmsKeyId: 'mutable' },
    attributes: ['Arn'],
    create: async ({ properties, generatedName }) => {
      const name = optionalText(properties, 'LogGroupName') ?? generatedName(LOG_GROUP_NAME_LENGTH_MAX);
      checkLength('CloudWatchLogs', 'logGroupName', name, LOG_GROUP_NAME_LENGTH_MAX);
      if (logGroups.has(name)) throw new ResourceFailure(`Resource of type 'AWS::Logs::LogGroup' with identifier '${name}' already exists.`);
      checkKey(name, properties, services);
      logGroups.add(name);
      return { physicalId: name, attributes: { Arn: `arn:${partition}:logs:${region}:${accountId}:log-group:${name}:*` } };
    },
    update: async ({ current, properties }) => {
      checkKey(current.physicalId, properties, services);
      return current;
    },
    delete: async ({ physicalId }) => void logGroups.delete(physicalId),
  };
}

/** [CloudWatch Logs user guide, "Encrypt log data in CloudWatch Logs using AWS KMS"; words: aws-cdk #28304] */
function checkKey(name: string, properties: Properties, { keys, region, accountId, partition }: Services): void {
  const keyArn = optionalText(properties, 'KmsKeyId');
  if (keyArn === undefined) return;
  const arn = `arn:${partition}:logs:${region}:${accountId}:log-group:${name}`;
  const actions = ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncryptFrom', 'kms:ReEncryptTo', 'kms:GenerateDataKey', 'kms:DescribeKey'];
  // In China services are principals under its own suffix.
  const suffix = partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  const use = { principal: `logs.${region}.${suffix}`, actions, context: { 'kms:EncryptionContext:aws:logs:arn': arn } };
  if (keys.allows(keyArn, use)) return;
  throw refused('CloudWatchLogs', `The specified KMS key does not exist or is not allowed to be used with Arn '${arn}'`);
}

function keyOf(properties: Properties): string | undefined {
  return optionalText(object(properties, 'SSESpecification'), 'KMSMasterKeyId');
}

function definition(name: string, properties: Properties): TableDefinition {
  const onDemand = properties.BillingMode === 'PAY_PER_REQUEST';
  return {
    TableName: name,
    AttributeDefinitions: objects(properties, 'AttributeDefinitions') as unknown as TableDefinition['AttributeDefinitions'],
    KeySchema: objects(properties, 'KeySchema') as unknown as TableDefinition['KeySchema'],
    BillingMode: onDemand ? 'PAY_PER_REQUEST' : 'PROVISIONED',
    ...onDemand ? {} : { ProvisionedThroughput: properties.ProvisionedThroughput as TableDefinition['ProvisionedThroughput'] },
  };
}
