/** What each CloudFormation request leads to, by the record it meets. */
import * as estate from './estate';
import { closed, RecordHead, takenOver, turnedBack } from '../../src/domain/record';
import { Course, courseOf, MoveRequest } from '../../src/domain/request';

const create: MoveRequest = {
  type: 'Create', requestId: 'operation-1', owner: 'stack|Move', moveIdentity: 'identity', sameMove: true, declaration: estate.declaration,
};
const update: MoveRequest = { ...create, type: 'Update', requestId: 'request-2' };
const remove: MoveRequest = { ...create, type: 'Delete', requestId: 'request-3' };
const open = estate.head;
const goingBack = turnedBack(open, 'cause', estate.START);
const ending = (status: 'completed' | 'restored' | 'held'): RecordHead => closed(open, { status }, estate.START);
const undo = (onStackRollback: 'KEEP' | 'MOVE_BACK', onRemoval: 'KEEP' | 'MOVE_BACK') => ({ ...remove, declaration: { ...estate.declaration, onStackRollback, onRemoval } });

test.each<[string, RecordHead | undefined, MoveRequest, boolean | undefined, Course['kind']]>([
  ['a Create without record opens', undefined, create, undefined, 'open-forward'],
  ['delivered again while open it goes on', open, create, undefined, 'drive'],
  ['delivered again after the end it reports', ending('completed'), create, undefined, 'report'],
  ['and so it does when it was held', ending('held'), create, undefined, 'report'],
  ['a later Create after a held one opens', ending('held'), { ...create, requestId: 'request-9' }, undefined, 'open-forward'],
  ['after a restored one', ending('restored'), { ...create, requestId: 'request-9' }, undefined, 'open-forward'],
  ['after another resource\'s completed one', ending('completed'), { ...create, requestId: 'request-9', owner: 'other|Move' }, undefined, 'open-forward'],
  ['a Create that meets another owner\'s open record is refused', open, { ...create, requestId: 'request-9', owner: 'other|Move' }, undefined, 'refuse'],
  ['an older request that comes late is refused', takenOver(open, 'request-9', undefined, estate.START), create, undefined, 'refuse'],
  ['an Update of how it would be undone changes nothing', ending('completed'), update, undefined, 'leave'],
  ['an Update of the move itself is refused', ending('completed'), { ...update, sameMove: false }, undefined, 'refuse'],
  ['also without a record', undefined, { ...update, sameMove: false }, undefined, 'refuse'],
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
  expect(courseOf(head, request, rollingBack).kind).toBe(expected);
});

test('a Delete while the move is open takes it over and turns it back', () => {
  expect(courseOf(open, remove)).toEqual({ kind: 'drive', takeOver: true, turnBack: 'the resource was deleted before the move was complete' });
});

test('the Delete delivered again turns it back just the same, whatever died in between', () => {
  expect(courseOf({ ...open, requestId: remove.requestId }, remove)).toMatchObject({ takeOver: false, turnBack: expect.any(String) });
});

test('taking over and turning back is one revision', () => {
  expect(takenOver(open, 'request-3', 'cause', estate.START)).toMatchObject({ revision: 2, requestId: 'request-3', intent: 'back', cause: 'cause', supersededRequestIds: ['operation-1'] });
});

test('and only takes it over when it is on the way back already', () => {
  expect(courseOf(goingBack, remove)).toEqual({ kind: 'drive', takeOver: true });
});

test('the refusal of an edit says what to do instead', () => {
  expect(courseOf(ending('completed'), { ...update, sameMove: false })).toMatchObject({ reason: expect.stringContaining('another VpnTargetMigration') });
});
