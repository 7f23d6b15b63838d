/** Which command may be given on which record, and what an operator is told where it may not. */
import * as estate from './estate';
import { assess } from '../../lambda/engine/assessment';
import { isOperatorRequest, operatorRequestId } from '../../lambda/engine/authority';
import { CommandContext, decideCommand, OperatorCommand } from '../../lambda/engine/operator';
import {
  Backup, closed, finalizing, heldByOperator, leaseAcquired, operatorTookOver, ownerDeleted, RecordHead,
  releasedByOperator, rollbackBegun, takenOver, unlocked,
} from '../../lambda/engine/record';
import { decideRequest, MoveRequest } from '../../lambda/engine/request-decision';

const { START, declaration, head: open } = estate;
const plan = assess(estate.snapshot, declaration).plan;
const backup: Backup = {
  vpnConnectionId: estate.VPN, operationId: open.operationId, writtenAt: START, tunnelsUp: 2, plan, survey: estate.snapshot, declaration,
};
const there = estate.snapshot.connection!;
const moved = { ...there, gateway: plan.to.gateway };
const goingBack = rollbackBegun(open, 'cause', START);
const ended = (status: 'completed' | 'restored' | 'held') => closed(open, { status }, START);
const byCloudFormation: Backup = { ...backup, declaration: { ...declaration, modifiedBy: 'CLOUDFORMATION' } };
const windowOver: Backup = { ...backup, declaration: { ...declaration, window: { notBefore: START - 7_200_000, notAfter: START - 1 } } };
const { declaration: _, ...undeclared } = backup;

test.each<[string, OperatorCommand, RecordHead, Partial<CommandContext>, string]>([
  ['open, going forward', 'hold', open, {}, 'stop'],
  ['open, and EC2 cannot be read', 'hold', open, { connection: undefined, backup: undefined }, 'stop'],
  ['held already', 'hold', ended('held'), {}, 'nothing: operation operation-1 has ended (held), and nothing is done by itself'],
  ['completed', 'hold', ended('completed'), {}, 'nothing: operation operation-1 has ended (completed), and nothing is done by itself'],
  ['open, going forward', 'forward', open, {}, 'drive'],
  ['open, going back', 'forward', goingBack, {}, 'refuse: operation operation-1 is on its way back, and a request of CloudFormation that wants that would turn it again'],
  ['held', 'forward', ended('held'), {}, 'open forward'],
  ['completed', 'forward', ended('completed'), {}, `nothing: operation operation-1 is complete: the connection was brought to transit gateway ${estate.TGW}`],
  ['restored', 'forward', ended('restored'), {}, 'refuse: operation operation-1 was put back, so there is nothing to go on with'],
  ['held, and the window has closed', 'forward', ended('held'), { backup: windowOver }, 'refuse: it is 2026'],
  ['held where it was moved, and the window has closed', 'forward', ended('held'), { backup: windowOver, connection: moved }, 'open forward'],
  ['open, going forward', 'back', open, {}, 'drive back'],
  ['open, and the window has closed', 'back', open, { backup: windowOver }, 'drive back'],
  ['open, going back', 'back', goingBack, {}, 'drive'],
  ['held', 'back', ended('held'), {}, 'open back'],
  ['completed', 'back', ended('completed'), {}, 'open back'],
  ['finalized', 'back', finalizing(ended('completed'), [], START), {}, 'refuse: operation operation-1 is finalized: what was kept for the way back has been let go'],
  ['restored', 'back', ended('restored'), {}, `nothing: operation operation-1 is back: everything was put as it was on virtual private gateway ${estate.VGW}`],
  ['without a backup', 'back', open, { backup: undefined }, 'refuse: the backup of operation operation-1 does not exist'],
  ['by an earlier version', 'back', open, { backup: undeclared }, 'refuse: the backup of operation operation-1 was written by an earlier version, without what was declared'],
  ['with a connection that is gone', 'back', open, { connection: undefined }, `refuse: VPN connection ${estate.VPN} is not to be seen, so nobody can tell what there is to be done`],
  ['CloudFormation\'s to modify, not there yet', 'forward', open, { backup: byCloudFormation },
    `refuse: ModifyVpnConnection is CloudFormation's here, and the connection does not stand on transit gateway ${estate.TGW}`],
  ['CloudFormation\'s to modify, and there', 'forward', open, { backup: byCloudFormation, connection: moved }, 'drive'],
  ['CloudFormation\'s to modify, and where it was', 'back', open, { backup: byCloudFormation }, 'drive back'],
  ['CloudFormation\'s to modify, and not back yet', 'back', open, { backup: byCloudFormation, connection: moved },
    `refuse: ModifyVpnConnection is CloudFormation's here, and the connection does not stand on virtual private gateway ${estate.VGW}`],
  ['nobody\'s: only a Delete was noted', 'hold', ownerDeleted(undefined, { ...open, owner: 'stack|Move' }, START), {}, 'refuse: there is no operation on record'],
])('%s: %s', (__, command, head, changes, expected) => {
  expect(inWords(command, { head, backup, connection: there, now: START, ...changes })).toContain(expected);
});

function inWords(command: OperatorCommand, pressed: CommandContext): string {
  const decision = decideCommand(command, pressed);
  switch (decision.kind) {
    case 'drive': return decision.rollsBack ? 'drive back' : 'drive';
    case 'open': return `open ${decision.intent}`;
    case 'stop': return 'stop';
    default: return `${decision.kind}: ${decision.reason}`;
  }
}

describe('the lease', () => {
  const act = { at: START, by: 'alice', did: 'back' } as const;
  const atWork = leaseAcquired(open, 'invocation-1', START);
  const taken = operatorTookOver(atWork, act, 'operator alice', 'alice turned it back');

  test('is promised from the moment at which it is free at the latest, in the write that turns the operation back', () => {
    expect(taken).toMatchObject({
      revision: atWork.revision + 1, intent: 'back', cause: 'alice turned it back', requestId: open.requestId,
      lease: { holder: 'invocation-1' }, promised: { holder: 'operator alice', until: START + 120_000 }, operatorActs: [act],
    });
  });

  test.each<[string, RecordHead]>([
    ['who gets it', leaseAcquired(taken, 'operator alice', START)],
    ['a newer request of CloudFormation', takenOver(taken, { requestId: 'request-9' }, undefined, START)],
    ['the end', closed(taken, { status: 'held' }, START)],
    ['who waits no longer', releasedByOperator(taken, 'operator alice')],
    ['an operator who unlocks', unlocked(taken, { ...act, did: 'unlock' })],
  ])('is promised no more after %s', (__, head) => {
    expect(head.promised).toBeUndefined();
    expect(head.revision).toBe(taken.revision + 1);
  });

  test('of somebody else is not given away by who leaves', () => {
    expect(releasedByOperator(taken, 'operator bob')).toMatchObject({ lease: { holder: 'invocation-1' }, promised: { holder: 'operator alice' } });
  });

  test('stays with a held operation at which somebody may be at work', () => {
    expect(heldByOperator(atWork, { ...act, did: 'hold' }, 'alice held it', ['a route'])).toMatchObject({
      status: 'held', cause: 'alice held it', missing: ['a route'], lease: { holder: 'invocation-1' }, operatorActs: [{ did: 'hold' }],
    });
  });
});

describe('an operation that an operator has opened', () => {
  const own: RecordHead = { ...open, requestId: operatorRequestId('alice', '1'), operationId: operatorRequestId('alice', '1') };
  const request = (type: MoveRequest['type'], stage: 'CUT_OVER' | 'PREPARED' = 'CUT_OVER'): MoveRequest => ({
    type, requestId: 'request-9', owner: open.owner, moveIdentity: open.moveIdentity, sameMove: true, previousStage: 'CUT_OVER', declaration: { ...declaration, stage },
  });

  test.each<[string, MoveRequest, string]>([
    ['a Delete, as one that is held', request('Delete'), 'leave'],
    ['an Update that returns to PREPARED', request('Update', 'PREPARED'), 'leave'],
    ['a Create that deploys the move again goes on with', request('Create'), 'drive'],
  ])('%s', (__, asked, kind) => {
    expect(decideRequest(own, asked).kind).toBe(kind);
    // Of CloudFormation's own the first two would be rolled back.
    expect(decideRequest(open, asked).kind).toBe('drive');
  });

  test('is known by its id, whatever the operator is called', () => {
    expect(operatorRequestId('Zoë K#1', 'x')).toBe('operator-Zo_K_1-x');
    expect(['operator-alice-1', '8d3c7f6e-0000-4000-8000-000000000000'].map(isOperatorRequest)).toEqual([true, false]);
  });
});
