/** The backup of an operation, as far as it may be acted on: what was written, and no more than was declared. */
import { OperationInvocation } from './invocation';
import { shortened } from './listing';
import { Ports, TerminalFailure, UntrustedRecord } from './ports';
import { MoveDeclaration } from '../../src/contract/declaration';
import { beyondDeclarations, withinDeclarations } from '../engine/declared-bounds';
import { Backup, RecordHead } from '../engine/record';

type Request = OperationInvocation['request'];

/** @throws {UntrustedRecord} when it may not be acted on. @throws {TerminalFailure} when there is none */
export async function trustedBackup(head: RecordHead, request: Request, ports: Pick<Ports, 'records'>): Promise<Backup> {
  const backup = await ports.records.readBackup(head.vpnConnectionId, head.operationId);
  if (backup === undefined) {
    throw new TerminalFailure(`reading the backup of operation ${head.operationId} of VPN connection ${head.vpnConnectionId}: it does not exist. Nothing was changed`);
  }
  const differences = [...differencesFromWritten(head, backup), ...differencesFromDeclared(head, backup, request)];
  if (differences.length > 0) throw new UntrustedRecord(nameOf(head), shortened(differences));
  return request.isPartial ? backup : { ...backup, plan: withinDeclarations(backup.plan, declarationsOf(request)) };
}

/**
 * The same where nothing is done by it but to tell of it: nothing where it is not to be trusted, which is noted. It may be of another
 * move than the request's, of whose declaration nothing is known here.
 */
export async function tellableBackup(head: RecordHead, request: Request, ports: Ports): Promise<Backup | undefined> {
  const isOwn = head.owner === request.owner && head.moveIdentity === request.moveIdentity;
  try {
    return await trustedBackup(head, isOwn ? request : { ...request, isPartial: true }, ports);
  } catch (error) {
    if (error instanceof UntrustedRecord) noteUntrusted(head, error, ports);
    else if (!(error instanceof TerminalFailure)) throw error;
    return undefined;
  }
}

/** @throws {UntrustedRecord} when the head names what nobody has declared */
export function requireDeclared(head: RecordHead, request: Request): void {
  const differences = differencesFromDeclared(head, undefined, request);
  if (differences.length > 0) throw new UntrustedRecord(`the record of operation ${head.operationId}`, shortened(differences));
}

/** For whoever is to find out who wrote it. */
export function noteUntrusted({ operationId }: RecordHead, { differences }: UntrustedRecord, { journal }: Ports): void {
  journal.note('untrusted-record', { operationId, differences });
}

/** An operation that an earlier version has opened has no digest on its head. */
export function differencesFromWritten(head: RecordHead, backup: Backup): string[] {
  return [
    ...backup.vpnConnectionId === head.vpnConnectionId ? [] : [`it is of ${backup.vpnConnectionId}`],
    ...backup.operationId === head.operationId ? [] : [`it is of operation ${backup.operationId}`],
    ...head.backupDigest === undefined || head.backupDigest === backup.digest ? [] : [`its digest is ${backup.digest}, and ${head.backupDigest} was written`],
  ];
}

function differencesFromDeclared(head: RecordHead, backup: Backup | undefined, request: Request): string[] {
  return request.isPartial ? [] : beyondDeclarations(head, backup, declarationsOf(request));
}

function declarationsOf({ declaration, former = [] }: Request): MoveDeclaration[] {
  return [declaration, ...former];
}

function nameOf({ operationId, vpnConnectionId }: RecordHead): string {
  return `the backup of operation ${operationId} of VPN connection ${vpnConnectionId}`;
}
