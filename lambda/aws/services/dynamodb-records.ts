/**
 * The record store by DynamoDB. Every item is readable JSON under (`vpnConnectionId`, `item`).
 *
 * A backup can be larger than one item may be, so it goes in parts under keys that hold its checksum: whoever writes the
 * same part again writes the same. The small item that names the parts is written last and once. Without it the parts mean
 * nothing, with it they are all there.
 */
import { createHash } from 'node:crypto';
import { AttributeValue, DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { digestOfPlan } from './plan-digest';
import { Evidence } from '../../engine/evidence';
import { Backup, Intent, RecordHead, RecoveryDigests } from '../../engine/record';
import { GRAMMARS } from '../../engine/record-grammar';
import { recoveryPrefix, RecoveryScripts } from '../../engine/recovery';
import { VpcClaims } from '../../engine/vpc-claim';
import { shortened } from '../../runner/listing';
import {
  NewerRecord, RecordedAnswer, RecordStore, RetryableFailure, RevisionConflict, TerminalFailure, UntrustedRecord, WrittenPlan,
} from '../../runner/ports';

/** DynamoDB takes 400 KB an item, names and all; a character may be up to four bytes of it. */
export const PART_CHARACTERS_MAX = 90_000;

/**
 * Of everything that is written here. What was written before items had a version has the form of 1. A form that earlier code would
 * misunderstand has another number, and its records are kept in test/records/fixtures.
 */
export const RECORDS_VERSION = 1;

interface Manifest {
  readonly parts: readonly string[];
  readonly sha256: string;
  readonly writtenAt: number;
}

export class DynamoDbRecords implements RecordStore {
  constructor(private readonly client: DynamoDBClient, readonly name: string) {}

  async readHead(vpnConnectionId: string): Promise<RecordHead | undefined> {
    const head = await this.read<RecordHead>(vpnConnectionId, 'head', 'head');
    if (head !== undefined && head.vpnConnectionId !== vpnConnectionId) throw new UntrustedRecord(`head of ${vpnConnectionId}`, [`it is of ${head.vpnConnectionId}`]);
    return head;
  }

  async writeHead(head: RecordHead): Promise<void> {
    const written = await this.write(head.vpnConnectionId, 'head', head, head.revision);
    if (!written) throw new RevisionConflict(head.vpnConnectionId, head.revision - 1);
  }

  async writeBackup({ digest: _, ...backup }: Backup): Promise<Backup> {
    const { vpnConnectionId, operationId } = backup;
    const text = JSON.stringify(backup);
    const checksum = sha256(text);
    const parts: string[] = [];
    for (let offset = 0; offset < text.length; offset += PART_CHARACTERS_MAX) {
      const key = `${manifestKey(operationId)}#${checksum.slice(0, 16)}#${parts.length}`;
      await this.write(vpnConnectionId, key, text.slice(offset, offset + PART_CHARACTERS_MAX));
      parts.push(key);
    }
    const manifest: Manifest = { parts, sha256: checksum, writtenAt: backup.writtenAt };
    const first = await this.write(vpnConnectionId, manifestKey(operationId), manifest);
    const readBack = await this.readBackup(vpnConnectionId, operationId);
    if (readBack === undefined || (first && readBack.digest !== digestOf(checksum))) {
      throw new TerminalFailure(`writing the backup of ${vpnConnectionId} to ${this.name}: it does not read back as it was written`);
    }
    return readBack;
  }

  /** In parts of whole lines, under keys that sort as they follow each other: a query answers the script as it is run. */
  async writeRecovery({ vpnConnectionId, operationId }: Backup, scripts: RecoveryScripts): Promise<RecoveryDigests> {
    for (const intent of ['back', 'forward'] as const) {
      for (const [index, part] of partsOfLines(scripts[intent]).entries()) {
        await this.put(vpnConnectionId, recoveryKey(operationId, intent, index), { script: { S: part } });
      }
    }
    return { back: digestOf(sha256(scripts.back)), forward: digestOf(sha256(scripts.forward)) };
  }

  async readBackup(vpnConnectionId: string, operationId: string): Promise<Backup | undefined> {
    const manifest = await this.read<Manifest>(vpnConnectionId, manifestKey(operationId), 'manifest');
    if (manifest === undefined) return undefined;
    const parts = await Promise.all(manifest.parts.map(async (key) => this.read<string>(vpnConnectionId, key, 'text')));
    const text = parts.join('');
    const what = `backup ${operationId} of ${vpnConnectionId} in ${this.name}`;
    if (sha256(text) !== manifest.sha256) throw new UntrustedRecord(what, ['its parts do not match their checksum']);
    return { ...parsed<Backup>(text, 'backup', what), digest: digestOf(manifest.sha256) };
  }

  async readClaims(vpcId: string): Promise<VpcClaims | undefined> {
    return this.read<VpcClaims>(vpcId, 'claims', 'claims');
  }

  async writeClaims(claims: VpcClaims): Promise<void> {
    const written = await this.write(claims.vpcId, 'claims', claims, claims.revision);
    if (!written) throw new RevisionConflict(claims.vpcId, claims.revision - 1);
  }

  async writePlan(vpnConnectionId: string, lines: readonly string[]): Promise<WrittenPlan> {
    const plan: WrittenPlan = { digest: digestOfPlan(lines), lines };
    await this.write(vpnConnectionId, planKey(plan.digest), plan);
    return plan;
  }

  async readPlan(vpnConnectionId: string, digest: string): Promise<WrittenPlan | undefined> {
    const plan = await this.read<WrittenPlan>(vpnConnectionId, planKey(digest), 'writtenPlan');
    if (plan !== undefined && digestOfPlan(plan.lines) !== digest) throw new UntrustedRecord(`plan ${digest} of ${vpnConnectionId} in ${this.name}`, ['its lines have another digest']);
    return plan;
  }

  async writeEvidence(evidence: Evidence): Promise<void> {
    await this.write(evidence.vpnConnectionId, `evidence#${evidence.operationId}`, evidence);
  }

  /** Nothing while the operation has not been concluded. */
  async readEvidence(vpnConnectionId: string, operationId: string): Promise<Evidence | undefined> {
    return this.read<Evidence>(vpnConnectionId, `evidence#${operationId}`);
  }

  /** The script as it was written, or nothing. */
  async readRecovery(vpnConnectionId: string, operationId: string, intent: Intent): Promise<string | undefined> {
    const parts: string[] = [];
    for (;;) {
      const { script } = await this.item(vpnConnectionId, recoveryKey(operationId, intent, parts.length)) ?? {};
      if (script?.S === undefined) break;
      parts.push(script.S);
    }
    return parts.length === 0 ? undefined : `${parts.join('\n')}\n`;
  }

  async recordFirstDelivery(vpnConnectionId: string, requestId: string, precedingDelete: string): Promise<string> {
    await this.write(vpnConnectionId, `begun#${requestId}`, precedingDelete);
    return await this.read<string>(vpnConnectionId, `begun#${requestId}`, 'text') ?? precedingDelete;
  }

  async readAnswer(vpnConnectionId: string, requestId: string): Promise<RecordedAnswer | undefined> {
    return this.read<RecordedAnswer>(vpnConnectionId, answerKey(requestId), 'answer');
  }

  async writeAnswer(vpnConnectionId: string, requestId: string, answer: RecordedAnswer): Promise<void> {
    await this.write(vpnConnectionId, answerKey(requestId), answer);
  }

  private async read<T>(vpnConnectionId: string, item: string, grammar?: keyof typeof GRAMMARS): Promise<T | undefined> {
    const document = (await this.item(vpnConnectionId, item))?.document?.S;
    return document === undefined ? undefined : parsed<T>(document, grammar, `${item} of ${vpnConnectionId} in ${this.name}`);
  }

  private async item(vpnConnectionId: string, item: string): Promise<Record<string, AttributeValue> | undefined> {
    const doing = `reading ${item} of ${vpnConnectionId} from ${this.name}`;
    const found = await this.attempt(doing, async () => this.client.send(new GetItemCommand({
      TableName: this.name, Key: { vpnConnectionId: { S: vpnConnectionId }, item: { S: item } }, ConsistentRead: true,
    })));
    if (found.Item !== undefined) requireKnownVersion(found.Item, doing);
    return found.Item;
  }

  /** @returns false when the item is not at the revision before this one; an item without a revision is written once. */
  private async write(vpnConnectionId: string, item: string, document: unknown, revision: number = 1): Promise<boolean> {
    return this.put(vpnConnectionId, item, { document: { S: JSON.stringify(document) } }, revision);
  }

  private async put(vpnConnectionId: string, item: string, content: Record<string, AttributeValue>, revision = 1): Promise<boolean> {
    const isNew = revision === 1;
    try {
      await this.attempt(`writing ${item} of ${vpnConnectionId} to ${this.name}`, async () => this.client.send(new PutItemCommand({
        TableName: this.name,
        Item: {
          vpnConnectionId: { S: vpnConnectionId },
          item: { S: item },
          revision: { N: String(revision) },
          version: { N: String(RECORDS_VERSION) },
          ...content,
        },
        ConditionExpression: isNew ? 'attribute_not_exists(#item)' : '#revision = :previous',
        ExpressionAttributeNames: isNew ? { '#item': 'item' } : { '#revision': 'revision' },
        ...isNew ? {} : { ExpressionAttributeValues: { ':previous': { N: String(revision - 1) } } },
      })));
      return true;
    } catch (error) {
      if (error instanceof ConditionFailed) return false;
      throw error;
    }
  }

  private async attempt<T>(doing: string, send: () => Promise<T>): Promise<T> {
    try {
      return await send();
    } catch (error) {
      const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
      if (name === 'ConditionalCheckFailedException') throw new ConditionFailed();
      const status = $metadata?.httpStatusCode;
      const passing = status === undefined || status >= 500 || RETRYABLE_CODES.has(name);
      throw passing ? new RetryableFailure(`${doing}: ${name}: ${message}`, status === undefined) : new TerminalFailure(`${doing}: ${name}: ${message}`);
    }
  }
}

const RETRYABLE_CODES = new Set(['ProvisionedThroughputExceededException', 'ThrottlingException', 'RequestLimitExceeded', 'LimitExceededException']);

class ConditionFailed extends Error {}

/** @throws {NewerRecord} */
function requireKnownVersion({ version }: Record<string, AttributeValue>, doing: string): void {
  if (version === undefined || Number(version.N) <= RECORDS_VERSION) return;
  throw new NewerRecord(
    `${doing}: it is of version ${version.N ?? version.S} of the records, and this code knows none above ${RECORDS_VERSION}: it is left as it is, and nothing is done`,
    'Deploy with the version of the library that wrote it, or a newer one, and use the command of that version',
  );
}

/** @throws {UntrustedRecord} */
function parsed<T>(text: string, grammar: keyof typeof GRAMMARS | undefined, what: string): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UntrustedRecord(what, ['it is no JSON']);
  }
  const differences = grammar === undefined ? [] : GRAMMARS[grammar](value, 'it');
  if (differences.length > 0) throw new UntrustedRecord(what, shortened(differences));
  return value as T;
}

function digestOf(checksum: string): string {
  return `sha256:${checksum}`;
}

function answerKey(requestId: string): string {
  return `answer#${requestId}`;
}

function manifestKey(operationId: string): string {
  return `backup#${operationId}`;
}

function recoveryKey(operationId: string, intent: Intent, index: number): string {
  return `${recoveryPrefix(operationId, intent)}${String(index).padStart(3, '0')}`;
}

function planKey(digest: string): string {
  return `plan#${digest}`;
}

/** The parts, joined by line ends again, are the text. */
function partsOfLines(text: string): string[] {
  const parts: string[] = [];
  let rest = text.replace(/\n$/, '');
  while (rest.length > PART_CHARACTERS_MAX) {
    const end = rest.lastIndexOf('\n', PART_CHARACTERS_MAX);
    parts.push(rest.slice(0, end));
    rest = rest.slice(end + 1);
  }
  return [...parts, rest];
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
