/** AWS::DynamoDB::Table and AWS::Logs::LogGroup: what stays when everything else is gone. */
import { objects, optionalBoolean, optionalText } from '../properties';
import { ResourceFailure, ResourceType, Services, TableDefinition } from '../resource-type';
import { checkLength } from '../service-limits';
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
      return { physicalId: name, attributes: { Arn: `arn:${partition}:dynamodb:${region}:${accountId}:table/${name}` } };
    },
    // Everything that can change in place is about durability and money, of which there is none here.
    update: async ({ current }) => current,
    delete: async ({ physicalId, properties }) => {
      if (optionalBoolean(properties, 'DeletionProtectionEnabled') === true) {
        throw new ResourceFailure(`Resource cannot be deleted as it is currently protected against deletion: table ${physicalId}`, physicalId);
      }
      await tables.deleteTable(physicalId);
    },
  };
}

export function logGroup({ logGroups, region, accountId, partition }: Services): ResourceType {
  return {
    properties: { LogGroupName: 'create-only', RetentionInDays: 'mutable', Tags: 'mutable', LogGroupClass: 'mutable', KmsKeyId: 'mutable' },
    attributes: ['Arn'],
    create: async ({ properties, generatedName }) => {
      const name = optionalText(properties, 'LogGroupName') ?? generatedName(LOG_GROUP_NAME_LENGTH_MAX);
      checkLength('CloudWatchLogs', 'logGroupName', name, LOG_GROUP_NAME_LENGTH_MAX);
      if (logGroups.has(name)) throw new ResourceFailure(`Resource of type 'AWS::Logs::LogGroup' with identifier '${name}' already exists.`);
      logGroups.add(name);
      return { physicalId: name, attributes: { Arn: `arn:${partition}:logs:${region}:${accountId}:log-group:${name}:*` } };
    },
    update: async ({ current }) => current,
    delete: async ({ physicalId }) => void logGroups.delete(physicalId),
  };
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
