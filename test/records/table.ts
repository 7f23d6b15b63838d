/** The table of records in the embedded DynamoDB, as an administrator reads and fills it while the clock stands still. */
import { DynamoDBClient, paginateScan, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { StoredItem } from './fixture';
import { EmbeddedAws } from '../../tools/rehearsal/embedded-aws';

const ACCESS_KEY = 'AKIARECORDSADMIN0000';

export async function readItems(aws: EmbeddedAws, table: string): Promise<StoredItem[]> {
  return withClient(aws, async (client) => {
    const items: StoredItem[] = [];
    for await (const { Items = [] } of paginateScan({ client }, { TableName: table })) items.push(...Items as unknown as StoredItem[]);
    return items.sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
  });
}

export async function putItems(aws: EmbeddedAws, table: string, items: readonly StoredItem[]): Promise<void> {
  await withClient(aws, async (client) => {
    for (const item of items) await client.send(new PutItemCommand({ TableName: table, Item: { ...item } }));
  });
}

async function withClient<T>({ clock, authorizer, environment }: EmbeddedAws, act: (client: DynamoDBClient) => Promise<T>): Promise<T> {
  authorizer.registerAdministrator(ACCESS_KEY, 'keeper of records');
  const client = new DynamoDBClient({
    endpoint: environment.AWS_ENDPOINT_URL_DYNAMODB, region: environment.AWS_REGION,
    credentials: { accessKeyId: ACCESS_KEY, secretAccessKey: 'secret' },
  });
  const release = clock.hold();
  try {
    return await act(client);
  } finally {
    release();
    client.destroy();
  }
}

function keyOf({ vpnConnectionId, item }: StoredItem): string {
  return JSON.stringify([vpnConnectionId, item]);
}
