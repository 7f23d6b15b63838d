/** A table of records in a real DynamoDB endpoint, condition expressions and item sizes included. */
import { AddressInfo } from 'node:net';
import { CreateTableCommand, DeleteItemCommand, DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';

export const TABLE = 'records';

export interface ServedTable {
  readonly url: string;
  readonly client: DynamoDBClient;
  readonly close: () => Promise<void>;
}

export async function servedTable(): Promise<ServedTable> {
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0 });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const client = new DynamoDBClient({
    endpoint: url, region: 'eu-west-1', credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'unused' },
  });
  await client.send(new CreateTableCommand({
    TableName: TABLE,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: 'vpnConnectionId', AttributeType: 'S' }, { AttributeName: 'item', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'vpnConnectionId', KeyType: 'HASH' }, { AttributeName: 'item', KeyType: 'RANGE' }],
  }));
  return {
    url,
    client,
    close: async () => {
      client.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export async function emptied(client: DynamoDBClient): Promise<void> {
  for await (const { Items = [] } of paginateScan({ client }, { TableName: TABLE })) {
    for (const { vpnConnectionId, item } of Items) {
      await client.send(new DeleteItemCommand({ TableName: TABLE, Key: { vpnConnectionId, item } }));
    }
  }
}
