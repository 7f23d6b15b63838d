/**
 * What a person at a terminal may do to the operation on record, and why not.
 *
 * An open operation stays CloudFormation's: an operator goes on with it, turns it back or stops it, and the request that waits for it
 * is answered as it ends. A closed one stays closed: to go on from it an operator opens another, which is the operator's own.
 */
import { refusalOfTaking } from './authority';
import { VpnConnection } from './observation';
import { natureOf } from './operation';
import { isOnSide } from './reconcile/move';
import { Backup, Intent, RecordHead } from './record';
import { MoveDeclaration } from '../../src/contract/declaration';
import { nameOfGateway } from '../../src/contract/gateway';
import { outsideWindow } from '../../src/contract/maintenance-window';

export type OperatorCommand = 'hold' | 'forward' | 'back';

export type CommandDecision =
  /** Go on with the open operation, in its direction or, `rollsBack`, in the other. */
  | { readonly kind: 'drive'; readonly rollsBack: boolean }
  /** Open another operation, which carries on with the ended one. */
  | { readonly kind: 'open'; readonly intent: Intent }
  | { readonly kind: 'stop' }
  /** What is wanted is so. */
  | { readonly kind: 'nothing'; readonly reason: string }
  | { readonly kind: 'refuse'; readonly reason: string; readonly nextStep: string };

/** What a command of an operator meets. */
export interface CommandContext {
  readonly head: RecordHead;
  readonly backup?: Backup;
  /** In what the backup is not what was written, or goes beyond what was declared. */
  readonly differences?: readonly string[];
  /** The connection as it is seen now; absent when it cannot be read, or is gone. */
  readonly connection?: VpnConnection;
  readonly now: number;
}

/** A head can stand for no operation: a Delete has left its mark on it, and nothing else. */
export function isForOperation({ owner }: Pick<RecordHead, 'owner'>): boolean {
  return owner !== '';
}

export function decideCommand(command: OperatorCommand, context: CommandContext): CommandDecision {
  const { head } = context;
  if (!isForOperation(head)) return refuse('there is no operation on record', 'The move begins with its deployment');
  if (command === 'hold') return decideHold(head);
  const done = alreadySo(command, head);
  if (done !== undefined) return { kind: 'nothing', reason: done };
  const decision = command === 'forward' ? decideForward(head) : decideBack(head);
  if (decision.kind === 'refuse') return decision;
  return refusalOf(command, context) ?? decision;
}

function decideHold(head: RecordHead): CommandDecision {
  const { status, operationId } = head;
  if (status === 'open') return taking(head, 'hold', { kind: 'stop' });
  return { kind: 'nothing', reason: `operation ${operationId} has ended (${status}), and nothing is done by itself` };
}

function alreadySo(command: OperatorCommand, { status, operationId, from, to }: RecordHead): string | undefined {
  if (command === 'forward' && status === 'completed') return `operation ${operationId} is complete: the connection was brought to ${nameOfGateway(to)}`;
  if (command === 'back' && status === 'restored') return `operation ${operationId} is back: everything was put as it was on ${nameOfGateway(from)}`;
  return undefined;
}

function decideForward(head: RecordHead): CommandDecision {
  const { status, intent, operationId } = head;
  switch (status) {
    case 'open':
      return taking(head, intent === 'forward' ? 'continue' : 'rollForward', { kind: 'drive', rollsBack: false });
    case 'held':
      return { kind: 'open', intent: 'forward' };
    default:
      return refuse(`operation ${operationId} was put back, so there is nothing to go on with`, 'Deploy the move again: it is checked afresh');
  }
}

function decideBack(head: RecordHead): CommandDecision {
  const { status, intent, operationId, finalized } = head;
  const rollsBack = intent === 'forward';
  if (status === 'open') return taking(head, rollsBack ? 'rollBack' : 'continue', { kind: 'drive', rollsBack });
  if (finalized === undefined) return { kind: 'open', intent: 'back' };
  return refuse(`operation ${operationId} is finalized: what was kept for the way back has been let go`, 'Declare the way back as another VpnTargetMigration');
}

function taking(head: RecordHead, asked: 'continue' | 'rollBack' | 'rollForward' | 'hold', decision: CommandDecision): CommandDecision {
  const failed = refusalOfTaking(head, 'operator', asked);
  return failed === undefined ? decision : refuse(failed.reason, failed.nextStep ?? 'Let it end first');
}

/** What stands against going on from here, whatever the record allows. */
function refusalOf(command: 'forward' | 'back', { head, backup, differences = [], connection, now }: CommandContext): CommandDecision | undefined {
  const { operationId, vpnConnectionId } = head;
  if (differences.length > 0) {
    return refuse(`the backup of operation ${operationId} is not to be trusted: ${differences.join('; ')}`,
      'Find out who wrote the record; by hand, run only a recovery script whose digest is the one in the function\'s log and events');
  }
  if (backup === undefined) return refuse(`the backup of operation ${operationId} does not exist`, 'Without it nothing is changed: look for it in another table');
  const { declaration, plan } = backup;
  if (declaration === undefined) {
    return refuse(`the backup of operation ${operationId} was written by an earlier version, without what was declared`,
      `Run its recovery script instead: \`evidence ${vpnConnectionId}\` has it`);
  }
  if (connection === undefined) {
    return refuse(`VPN connection ${vpnConnectionId} is not to be seen, so nobody can tell what there is to be done`, 'See that it exists, and that EC2 answers');
  }
  const wanted = command === 'forward' ? plan.to : plan.from;
  if (natureOf(declaration).modifiedBy === 'CloudFormation' && !(connection.state === 'available' && isOnSide(connection, wanted))) {
    return refuse(`ModifyVpnConnection is CloudFormation's here, and the connection does not stand on ${nameOfGateway(wanted.gateway)}`,
      'Deploy the template that wants it there, or roll the stack back');
  }
  // Where no connection is modified, the old one stands where it stood: whether it began is on the record alone.
  const isUnmoved = natureOf(declaration).modifiedBy === 'nobody' ? head.interruptedSince === undefined : isOnSide(connection, plan.from);
  return command === 'forward' ? refusalOverWindow(declaration, isUnmoved, now) : undefined;
}

/** What was moved out of its window is brought to its end; what was not is not moved now. The way back is never bound by it. */
function refusalOverWindow(declaration: MoveDeclaration, isUnmoved: boolean, now: number): CommandDecision | undefined {
  const untimely = isUnmoved ? outsideWindow(declaration, now) : undefined;
  return untimely === undefined ? undefined : refuse(untimely, 'Press `back` to put the routes as they were, or wait for the window');
}

function refuse(reason: string, nextStep: string): CommandDecision {
  return { kind: 'refuse', reason, nextStep };
}
