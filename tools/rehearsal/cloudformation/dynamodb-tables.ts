/** Makes tables at the embedded DynamoDB, as the deploying administrator, while the clock stands still. */
import { once } from 'node:events';
import * as http from 'node:http';
import { countedHttp } from '../clock';
import { ResourceFailure, TableDefinition, Tables } from './resource-type';
import { FunctionTime } from '../lambda-runtime/function-time';

export interface DynamoDbTablesProps {
  readonly clock: FunctionTime;
  /** The endpoint's address, `http://127.0.0.1:…`. */
  readonly endpoint: string;
  readonly region: string;
  /** Of an administrator: tables are CloudFormation's business, not a function's. */
  readonly accessKeyId: string;
  /** Which key of the customer's encrypts a table, by its name. */
  readonly keys: Map<string, string>;
}

const POLL_SECONDS = 1;

/** The store is faster, but by real time: a creation that always takes this long is the same in every run. */
const CREATION_SECONDS = 10;

export class DynamoDbTables implements Tables {
  private readonly http: typeof http;

  constructor(private readonly props: DynamoDbTablesProps) {
    this.http = countedHttp(http, props.clock);
  }

  async createTable(table: TableDefinition): Promise<void> {
    await this.call('CreateTable', table);
    const { clock } = this.props;
    const readyAt = clock.now() + CREATION_SECONDS * 1000;
    while (await this.status(table.TableName) !== 'ACTIVE') await clock.sleep(POLL_SECONDS * 1000);
    await clock.sleep(Math.max(0, readyAt - clock.now()));
  }

  async deleteTable(tableName: string): Promise<void> {
    await this.call('DeleteTable', { TableName: tableName });
    this.props.keys.delete(tableName);
  }

  encryptTable(tableName: string, keyArn: string | undefined): void {
    if (keyArn === undefined) this.props.keys.delete(tableName);
    else this.props.keys.set(tableName, keyArn);
  }

  private async status(tableName: string): Promise<string | undefined> {
    const { Table: table } = await this.call('DescribeTable', { TableName: tableName }) as { Table?: { TableStatus?: string } };
    return table?.TableStatus;
  }

  /** By hand, because the SDK would send its requests past the clock. Nobody here checks a signature, only whose key it names. */
  private async call(operation: string, input: object): Promise<unknown> {
    const { endpoint, clock, region, accessKeyId } = this.props;
    const timestamp = new Date(clock.now()).toISOString().replace(/[-:]|\.\d+/g, '');
    const scope = `${accessKeyId}/${timestamp.slice(0, 8)}/${region}/dynamodb/aws4_request`;
    const request = this.http.request(endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `DynamoDB_20120810.${operation}`,
        'x-amz-date': timestamp,
        'authorization': `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host;x-amz-date, Signature=none`,
      },
    });
    request.end(JSON.stringify(input));
    const [response] = await once(request, 'response') as [http.IncomingMessage];
    const body = Buffer.concat(await response.toArray()).toString();
    if (response.statusCode !== 200) throw new ResourceFailure(`DynamoDB refused ${operation}: ${body}`);
    return JSON.parse(body);
  }
}
