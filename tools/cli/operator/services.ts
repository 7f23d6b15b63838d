/** AWS behind the commands: the records' table, wherever it is, and the function's own adapters with the operator's credentials. */
import { CloudFormationClient, ListStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import {
  AttributeValue, DynamoDBClient, DynamoDBServiceException, GetItemCommand, ListTablesCommand, ListTablesCommandOutput, ScanCommand,
  ScanCommandOutput,
} from '@aws-sdk/client-dynamodb';
import { EC2Client } from '@aws-sdk/client-ec2';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { DryRuns } from '../../../lambda/aws/ec2/dry-runs';
import { Ec2Network } from '../../../lambda/aws/ec2/network';
import { REQUEST_BOUNDS } from '../../../lambda/aws/request-bounds';
import { CloudFormationStack } from '../../../lambda/aws/services/cloudformation-stack';
import { CloudWatchHealth } from '../../../lambda/aws/services/cloudwatch-health';
import { DynamoDbRecords } from '../../../lambda/aws/services/dynamodb-records';
import { ANNOUNCER_ATTEMPTS_MAX, EventBridgeAnnouncer } from '../../../lambda/aws/services/eventbridge-announcer';
import { VpnConnection } from '../../../lambda/engine/observation';
import { actionsToDryRun } from '../../../lambda/engine/preflight/dry-runs';
import { Backup, RecordHead } from '../../../lambda/engine/record';
import { Journal, Ports } from '../../../lambda/runner/ports';
import { atMost } from '../estate/at-most';
import { line } from '../output/terminal';
import { CommandFailure, EXIT } from '../terminal/command-failure';
import { Terminal } from '../terminal/terminal';

/** An account may have thousands. */
const TABLES_AT_A_TIME = 10;

export interface Place {
  readonly table?: string;
  readonly stack?: string;
  readonly region?: string;
  readonly profile?: string;
}

export class Services {
  private readonly configuration: Pick<Place, 'region' | 'profile'> & { readonly requestHandler: typeof REQUEST_BOUNDS };
  private readonly dynamoDb: DynamoDBClient;
  private readonly cloudFormation: CloudFormationClient;
  private readonly ec2: EC2Client;

  constructor({ region, profile }: Place, private readonly terminal: Terminal) {
    this.configuration = {
      ...region === undefined ? {} : { region }, ...profile === undefined ? {} : { profile }, requestHandler: REQUEST_BOUNDS,
    };
    this.dynamoDb = new DynamoDBClient(this.configuration);
    this.cloudFormation = new CloudFormationClient(this.configuration);
    this.ec2 = new EC2Client(this.configuration);
  }

  /** @throws {CommandFailure} when no table, or more than one, has a record of the connection */
  async recordsOf(vpnConnectionId: string, { table, stack }: Place): Promise<DynamoDbRecords> {
    if (table !== undefined) return new DynamoDbRecords(this.dynamoDb, table);
    const names = stack === undefined ? await this.tablesOfRegion() : await this.tablesOf(stack);
    const inTurn = atMost(TABLES_AT_A_TIME);
    const looked = await Promise.all(names.map(async (name) =>
      ({ name, found: await inTurn(async () => this.foundIn(name, vpnConnectionId)) })));
    const having = looked.filter(({ found }) => found === 'a record');
    const unread = looked.filter(({ found }) => found !== 'a record' && found !== 'nothing');
    const unreadable = unread.map(({ name, found }) => `${name} (${found})`).join(', ');
    if (having.length === 1) {
      if (unread.length > 0) this.terminal.err(line(`${having[0].name} has the record of ${vpnConnectionId}; not to be read: ${unreadable}`));
      return new DynamoDbRecords(this.dynamoDb, having[0].name);
    }
    const found = having.length === 0 ? `none of ${names.length}` : having.map(({ name }) => name).join(' and ');
    throw new CommandFailure(EXIT.UNREADABLE, `looking for the record of ${vpnConnectionId} in the tables of ${stack === undefined ? 'the Region' : `stack ${stack}`}:`
      + ` ${found} has one${unread.length === 0 ? '' : `, and not to be read: ${unreadable}`}`,
    'Name the table with --table; the stack that made the move has it as a resource AWS::DynamoDB::Table');
  }

  /**
   * Whatever a table is called, one of records has their keys; where an item is asked for by other keys than a table's, DynamoDB says so.
   *
   * @returns or else why that is not known
   */
  private async foundIn(table: string, vpnConnectionId: string): Promise<string> {
    try {
      const { Item } = await this.dynamoDb.send(new GetItemCommand({
        TableName: table, ConsistentRead: true, Key: { vpnConnectionId: { S: vpnConnectionId }, item: { S: 'head' } },
        ProjectionExpression: 'vpnConnectionId',
      }));
      return Item === undefined ? 'nothing' : 'a record';
    } catch (error) {
      const { name } = error as Error;
      // Of other keys, or gone since it was listed.
      if (name === 'ValidationException' || name === 'ResourceNotFoundException') return 'nothing';
      // No table is read without credentials or a Region.
      if (!(error instanceof DynamoDBServiceException) || /UnrecognizedClient|Token/.test(name)) throw error;
      return name;
    }
  }

  /** The connections of which the table has records. */
  async connectionsIn(table: string): Promise<string[]> {
    const found: string[] = [];
    let ExclusiveStartKey: Record<string, AttributeValue> | undefined;
    do {
      const page: ScanCommandOutput = await this.dynamoDb.send(new ScanCommand({
        TableName: table, FilterExpression: '#item = :head', ProjectionExpression: 'vpnConnectionId',
        ExpressionAttributeNames: { '#item': 'item' }, ExpressionAttributeValues: { ':head': { S: 'head' } }, ExclusiveStartKey,
      }));
      found.push(...(page.Items ?? []).map((item) => item.vpnConnectionId.S ?? ''));
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey !== undefined);
    return found;
  }

  ports(records: DynamoDbRecords, { owner }: RecordHead, journal: Journal): Ports {
    const stack = new CloudFormationStack(this.cloudFormation);
    return {
      network: new Ec2Network(this.ec2, owner.split(':')[4] ?? ''),
      records,
      stack,
      registry: stack,
      health: new CloudWatchHealth(new CloudWatchClient(this.configuration)),
      announcer: new EventBridgeAnnouncer(new EventBridgeClient({ ...this.configuration, maxAttempts: ANNOUNCER_ATTEMPTS_MAX })),
      clock: { now: this.terminal.now, elapsed: this.terminal.elapsed, sleep: this.terminal.sleep },
      journal,
    };
  }

  /**
   * Calls that the operator may not make, as far as DryRun tells: a move that is taken over without them would end as held.
   * @returns `ec2:ReplaceRoute on rtb-…`
   */
  async refusedRights({ vpnConnectionId, declaration, plan, survey: snapshot }: Backup, connection: VpnConnection): Promise<string[]> {
    if (declaration === undefined) return [];
    const trying = new DryRuns(this.ec2);
    const trials = await trying.steps(vpnConnectionId, actionsToDryRun(snapshot, declaration, plan));
    if (declaration.modifiedBy === undefined) trials.push((await trying.modify(declaration, connection)).trial);
    return trials.filter(({ outcome }) => outcome === 'refused').map(({ action, resourceId }) => `${action} on ${resourceId}`);
  }

  private async tablesOfRegion(): Promise<string[]> {
    const names: string[] = [];
    let ExclusiveStartTableName: string | undefined;
    do {
      const page: ListTablesCommandOutput = await this.dynamoDb.send(new ListTablesCommand({ ExclusiveStartTableName }));
      names.push(...page.TableNames ?? []);
      ExclusiveStartTableName = page.LastEvaluatedTableName;
    } while (ExclusiveStartTableName !== undefined);
    return names;
  }

  private async tablesOf(stack: string): Promise<string[]> {
    const names: string[] = [];
    let NextToken: string | undefined;
    do {
      const page = await this.cloudFormation.send(new ListStackResourcesCommand({ StackName: stack, NextToken }));
      names.push(...(page.StackResourceSummaries ?? []).filter(({ ResourceType: type }) => type === 'AWS::DynamoDB::Table')
        .flatMap(({ PhysicalResourceId: name }) => name ?? []));
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    return names;
  }
}
