/** What each CloudFormation request leads to, by the record it meets. */
import * as estate from './estate';
import { closed, RecordHead, rollbackBegun, takenOver } from '../../lambda/engine/record';
import { decideRequest, MoveRequest, RequestDecision } from '../../lambda/engine/request-decision';
import { Stage } from '../../src/contract/declaration';

const create: MoveRequest = {
  type: 'Create', requestId: 'operation-1', owner: 'stack|Move', moveIdentity: 'identity', sameMove: true, declaration: estate.declaration,
};
const update: MoveRequest = { ...create, type: 'Update', requestId: 'request-2' };
const edited: MoveRequest = { ...update, sameMove: false, moveIdentity: 'another', previousStage: 'CUT_OVER' };
const remove: MoveRequest = { ...create, type: 'Delete', requestId: 'request-3' };
const open = estate.head;
const goingBack = rollbackBegun(open, 'cause', estate.START);
const ending = (status: 'completed' | 'restored' | 'held'): RecordHead => closed(open, { status }, estate.START);
const undo = (onStackRollback: 'KEEP' | 'MOVE_BACK', onRemoval: 'KEEP' | 'MOVE_BACK') => ({ ...remove, declaration: { ...estate.declaration, onStackRollback, onRemoval } });

test.each<[string, RecordHead | undefined, MoveRequest, boolean | undefined, RequestDecision['kind']]>([
  ['a Create without record opens', undefined, create, undefined, 'open-forward'],
  ['delivered again while open it goes on', open, create, undefined, 'drive'],
  ['delivered again after the end it reports', ending('completed'), create, undefined, 'report'],
  ['and so it does when it was held', ending('held'), create, undefined, 'report'],
  ['a later Create after a held one opens', ending('held'), { ...create, requestId: 'request-9' }, undefined, 'open-forward'],
  ['after a restored one', ending('restored'), { ...create, requestId: 'request-9' }, undefined, 'open-forward'],
  ['after another resource\'s completed one', ending('completed'), { ...create, requestId: 'request-9', owner: 'other|Move' }, undefined, 'open-forward'],
  ['a Create that meets another owner\'s open record is refused', open, { ...create, requestId: 'request-9', owner: 'other|Move' }, undefined, 'refuse'],
  ['an older request that comes late is refused', takenOver(open, { requestId: 'request-9' }, undefined, estate.START), create, undefined, 'refuse'],
  ['an Update of how it would be undone changes nothing', ending('completed'), update, undefined, 'leave'],
  ['before an Update of the move itself is refused the stack is asked', ending('completed'), edited, undefined, 'ask-stack'],
  ['then it is refused', ending('completed'), edited, false, 'refuse'],
  ['also without a record', undefined, edited, false, 'refuse'],
  ['in a rollback it is let be, or the rollback would fail over it', ending('completed'), edited, true, 'leave'],
  ['properties of the move that was made are its own, whatever came between', ending('completed'), { ...edited, moveIdentity: 'identity' }, undefined, 'leave'],
  ['a Delete of nothing leaves', undefined, remove, undefined, 'leave'],
  ['a Delete by another owner leaves', ending('completed'), { ...remove, owner: 'other|Move' }, undefined, 'leave'],
  ['a Delete after a completed move keeps it', ending('completed'), remove, undefined, 'leave'],
  ['a Delete after a held one undoes nothing by itself', ending('held'), undo('MOVE_BACK', 'MOVE_BACK'), undefined, 'leave'],
  ['a Delete after a restored one has nothing to undo', ending('restored'), undo('MOVE_BACK', 'MOVE_BACK'), undefined, 'leave'],
  ['where rollback and removal differ the stack is asked', ending('completed'), undo('MOVE_BACK', 'KEEP'), undefined, 'ask-stack'],
  ['a rollback then moves back', ending('completed'), undo('MOVE_BACK', 'KEEP'), true, 'open-back'],
  ['a removal then keeps', ending('completed'), undo('MOVE_BACK', 'KEEP'), false, 'leave'],
  ['and the other way round', ending('completed'), undo('KEEP', 'MOVE_BACK'), false, 'open-back'],
  ['where both move back nobody is asked', ending('completed'), undo('MOVE_BACK', 'MOVE_BACK'), undefined, 'open-back'],
])('%s', (_, head, request, rollingBack, expected) => {
  expect(decideRequest(head, request, rollingBack).kind).toBe(expected);
});

test('a Delete while the move is open takes it over and turns it back', () => {
  expect(decideRequest(open, remove)).toEqual({ kind: 'drive', takeOver: true, rollBackCause: 'the resource was deleted before the move was complete' });
});

test('the Delete delivered again turns it back just the same, whatever died in between', () => {
  expect(decideRequest({ ...open, requestId: remove.requestId }, remove))
    .toMatchObject({ takeOver: false, rollBackCause: expect.any(String) });
});

test('taking over and turning back is one revision', () => {
  expect(takenOver(open, { requestId: 'request-3' }, 'cause', estate.START)).toMatchObject({ revision: 2, requestId: 'request-3', intent: 'back', cause: 'cause', supersededRequestIds: ['operation-1'] });
});

test('and only takes it over when it is on the way back already', () => {
  expect(decideRequest(goingBack, remove)).toEqual({ kind: 'drive', takeOver: true });
});

test('the refusal of an edit says what to do instead', () => {
  expect(decideRequest(ending('completed'), edited, false)).toMatchObject({ reason: expect.stringContaining('another VpnTargetMigration') });
});

const staged = (stage: Stage, previousStage?: Stage, changes: Partial<MoveRequest> = {}): MoveRequest => ({
  ...previousStage === undefined ? create : update, requestId: 'request-9', previousStage, ...changes, declaration: { ...estate.declaration, ...changes.declaration, stage },
});
const finalized: RecordHead = { ...ending('completed'), finalized: { at: estate.START, propagationsEnded: [] } };

describe('stages', () => {
  test.each<[string, RecordHead | undefined, MoveRequest, boolean | undefined, RequestDecision['kind']]>([
    ['a Create that prepares', undefined, staged('PREPARED'), undefined, 'prepare'],
    ['prepares again whenever it is asked to', undefined, staged('PREPARED', 'PREPARED'), undefined, 'prepare'],
    ['also as another move, while nothing was made', undefined, staged('PREPARED', 'PREPARED', { sameMove: false, moveIdentity: 'another' }), undefined, 'prepare'],
    ['the cut-over follows', undefined, staged('CUT_OVER', 'PREPARED'), undefined, 'open-forward'],
    ['also as another move than was prepared first', undefined, staged('CUT_OVER', 'PREPARED', { sameMove: false, moveIdentity: 'another' }), undefined, 'open-forward'],
    ['after a held one it continues that', ending('held'), staged('CUT_OVER', 'PREPARED'), undefined, 'open-forward'],
    ['after a restored one it tries again', ending('restored'), staged('CUT_OVER', 'PREPARED'), undefined, 'open-forward'],
    ['cancelled on its way, it is turned back', open, staged('PREPARED', 'CUT_OVER'), undefined, 'drive'],
    ['failed, there is nothing to undo', ending('restored'), staged('PREPARED', 'CUT_OVER'), undefined, 'leave'],
    ['held, nothing is undone by itself', ending('held'), staged('PREPARED', 'CUT_OVER'), undefined, 'leave'],
    ['refused before there was a record, the rollback finds nothing', undefined, staged('PREPARED', 'CUT_OVER'), undefined, 'leave'],
    ['completed, the stack is asked whether it rolls back', ending('completed'), staged('PREPARED', 'CUT_OVER'), undefined, 'ask-stack'],
    ['it does, and the move is kept', ending('completed'), staged('PREPARED', 'CUT_OVER'), true, 'leave'],
    ['or undone, where that is wanted', ending('completed'), staged('PREPARED', 'CUT_OVER', { declaration: { ...estate.declaration, onStackRollback: 'MOVE_BACK' } }), true, 'open-back'],
    ['it does not, and PREPARED is no way back', ending('completed'), staged('PREPARED', 'CUT_OVER'), false, 'refuse'],
    ['kept through a rollback, it is left alone while PREPARED', ending('completed'), staged('PREPARED', 'PREPARED'), undefined, 'leave'],
    ['and CUT_OVER finds it made', ending('completed'), staged('CUT_OVER', 'PREPARED'), undefined, 'leave'],
    ['a completed move is finalized', ending('completed'), staged('FINALIZED', 'CUT_OVER'), undefined, 'finalize'],
    ['also from a stack that has no record of it', undefined, staged('FINALIZED'), undefined, 'finalize'],
    ['finalized twice it is left alone', finalized, staged('FINALIZED', 'FINALIZED'), undefined, 'leave'],
    ['a prepared one cannot be finalized', undefined, staged('FINALIZED', 'PREPARED'), undefined, 'refuse'],
    ['nor a held one', ending('held'), staged('FINALIZED', 'CUT_OVER'), undefined, 'refuse'],
    ['nor one that is on its way', open, staged('FINALIZED', 'CUT_OVER'), undefined, 'refuse'],
    ['what was let go is taken up again', finalized, staged('CUT_OVER', 'FINALIZED'), undefined, 'unfinalize'],
    ['if anything was', ending('completed'), staged('CUT_OVER', 'FINALIZED'), undefined, 'leave'],
    ['a finalized one stays when its construct goes', finalized, { ...remove, declaration: { ...estate.declaration, stage: 'FINALIZED', onRemoval: 'MOVE_BACK', onStackRollback: 'MOVE_BACK' } }, undefined, 'leave'],
  ])('%s', (_, head, request, rollingBack, expected) => {
    expect(decideRequest(head, request, rollingBack).kind).toBe(expected);
  });

  test('turning back says why', () => {
    expect(decideRequest(open, staged('PREPARED', 'CUT_OVER'))).toEqual({ kind: 'drive', takeOver: true, rollBackCause: 'the stage went back to PREPARED before the move was complete' });
  });
});
