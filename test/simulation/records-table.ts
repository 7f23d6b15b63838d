/** DynamoDB as far as the record store uses it: single items, written on a condition, read consistently. */
import { createHash } from 'node:crypto';
import { Call, refusal } from './wire';
import { RecordHead } from '../../lambda/engine/record';

interface Item {
  readonly vpnConnectionId: { readonly S: string };
  readonly item: { readonly S: string };
  readonly revision: { readonly N: string };
  readonly document?: { readonly S: string };
}

export class RecordsTable {
  private readonly items = new Map<string, Item>();
  /** The watch asks at every call: read once for each text. */
  private lastRead?: { readonly document: string; readonly head: RecordHead | undefined };

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
    const document = this.items.get(`${vpnConnectionId} head`)?.document?.S;
    if (document === undefined) return undefined;
    if (this.lastRead?.document !== document) this.lastRead = { document, head: parsed<RecordHead>(document) };
    return this.lastRead.head;
  }

  /** Whether a backup of the operation is complete: it is named, and every part of it is there. */
  hasBackup(vpnConnectionId: string, operationId: string): boolean {
    const manifest = this.items.get(`${vpnConnectionId} backup#${operationId}`)?.document?.S;
    if (manifest === undefined) return false;
    const { parts } = parsed<{ parts?: string[] }>(manifest) ?? {};
    return parts !== undefined && parts.every((part) => this.items.has(`${vpnConnectionId} ${part}`));
  }

  keys(): string[] {
    return [...this.items.keys()];
  }

  /** What stands in an item; a script is no document. */
  textOf(key: string): string | undefined {
    return this.items.get(key)?.document?.S;
  }

  /** Somebody who may write the table writes what they like. */
  plant(key: string, text: string): void {
    const item = this.items.get(key)!;
    this.items.set(key, { ...item, document: { S: text } });
  }

  /** Nothing where what is there is no backup any more. */
  backupText(vpnConnectionId: string, item: string): string | undefined {
    try {
      const { parts } = JSON.parse(this.textOf(`${vpnConnectionId} ${item}`)!) as { parts: string[] };
      return parts.map((part) => JSON.parse(this.textOf(`${vpnConnectionId} ${part}`)!) as string).join('');
    } catch {
      return undefined;
    }
  }

  /** A backup in one part, whose checksum fits. */
  plantBackup(vpnConnectionId: string, item: string, text: string): void {
    const part = `${item}#${sha256(text).slice(0, 16)}#0`;
    const manifest = { parts: [part], sha256: sha256(text), writtenAt: 0 };
    for (const [key, document] of [[part, text], [item, manifest]] as const) {
      const planted = { vpnConnectionId: { S: vpnConnectionId }, item: { S: key }, revision: { N: '1' }, document: { S: JSON.stringify(document) } };
      this.items.set(keyOf(planted), planted);
    }
  }

  /** @returns whether there is a head to put it on */
  plantDigest(headKey: string, text: string): boolean {
    const head = this.textOf(headKey);
    if (head === undefined || !head.includes('"backupDigest"')) return false;
    this.plant(headKey, head.replace(/"backupDigest":"sha256:\w+"/, `"backupDigest":"sha256:${sha256(text)}"`));
    return true;
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

/** Nothing where somebody has written what is none. */
function parsed<T>(text: string): T | undefined {
  try {
    return JSON.parse(text) as T | undefined ?? undefined;
  } catch {
    return undefined;
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function withoutConclusion({ revision, ...item }: Item): unknown {
  if (item.item.S !== 'head') return item;
  const { revision: _, announced, concludedAt, ...head } = JSON.parse(item.document!.S) as RecordHead;
  return { ...item, document: head };
}

function keyOf({ vpnConnectionId, item }: Pick<Item, 'vpnConnectionId' | 'item'>): string {
  return `${vpnConnectionId.S} ${item.S}`;
}
