/** DynamoDB as far as the record store uses it: single items, written on a condition, read consistently. */
import { Call, refusal } from './wire';
import { RecordHead } from '../../lambda/engine/record';

interface Item {
  readonly vpnConnectionId: { readonly S: string };
  readonly item: { readonly S: string };
  readonly revision: { readonly N: string };
  readonly document: { readonly S: string };
}

export class RecordsTable {
  private readonly items = new Map<string, Item>();
  /** The watch asks at every call: read once for each text. */
  private lastRead?: { readonly document: string; readonly head: RecordHead };

  readonly answer = ({ operation, input }: Call): object => {
    if (operation === 'GetItem') {
      const key = input.Key as Pick<Item, 'vpnConnectionId' | 'item'>;
      return { Item: this.items.get(keyOf(key)) };
    }
    if (operation !== 'PutItem') throw new Error(`the table does not know ${operation}`);
    const item = input.Item as Item;
    const present = this.items.get(keyOf(item));
    const previous = (input.ExpressionAttributeValues as { ':previous': { N: string } } | undefined)?.[':previous'].N;
    if (present?.revision.N !== previous) throw refusal('ConditionalCheckFailedException', 'The conditional request failed', 400);
    this.items.set(keyOf(item), item);
    return {};
  };

  head(vpnConnectionId: string): RecordHead | undefined {
    const document = this.items.get(`${vpnConnectionId} head`)?.document.S;
    if (document === undefined) return undefined;
    if (this.lastRead?.document !== document) this.lastRead = { document, head: JSON.parse(document) as RecordHead };
    return this.lastRead.head;
  }

  /** Whether a backup of the operation is complete: it is named, and every part of it is there. */
  hasBackup(vpnConnectionId: string, operationId: string): boolean {
    const manifest = this.items.get(`${vpnConnectionId} backup#${operationId}`)?.document.S;
    if (manifest === undefined) return false;
    const { parts } = JSON.parse(manifest) as { parts: string[] };
    return parts.every((part) => this.items.has(`${vpnConnectionId} ${part}`));
  }

  /** Everything, to search. */
  text(): string {
    return JSON.stringify([...this.items.values()]);
  }

  /**
   * Heads and backups, to compare: what a request was answered is noted for itself and changes nothing, nor does it that an
   * ended operation, whose function died, is told of later.
   */
  operations(): string {
    return JSON.stringify([...this.items.values()].filter(({ item }) => !/^(answer|begun|evidence)#/.test(item.S)).map(withoutConclusion));
  }
}

function withoutConclusion({ revision, ...item }: Item): unknown {
  if (item.item.S !== 'head') return item;
  const { revision: _, announced, concludedAt, ...head } = JSON.parse(item.document.S) as RecordHead;
  return { ...item, document: head };
}

function keyOf({ vpnConnectionId, item }: Pick<Item, 'vpnConnectionId' | 'item'>): string {
  return `${vpnConnectionId.S} ${item.S}`;
}
