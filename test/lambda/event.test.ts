/** What the handlers make of CloudFormation's events, and what of them reaches the physical id. */
import { isSameMove, moveRequestOf, physicalResourceIdOf, previousStageOf, ProviderEvent } from '../../lambda/vpn-target-migration/event';
import { partOf, targetPhysicalIdOf } from '../../lambda/vpn-target-migration/target-change/event';
import { MoveProperties, toProperties } from '../../src/domain/properties';
import { Part } from '../../src/domain/target-change/declaration';
import { targetToProperties } from '../../src/domain/target-change/properties';
import * as estate from '../domain/estate';

const create: ProviderEvent = {
  RequestType: 'Create',
  RequestId: '5d478078-13e9-baf0-464a-7ef285ecc786',
  StackId: 'arn:aws:cloudformation:eu-west-1:111122223333:stack/network/guid',
  LogicalResourceId: 'Move',
  ResourceProperties: toProperties(estate.declaration),
};
const madeAs = physicalResourceIdOf(create);
const update = (changes: Partial<MoveProperties>): ProviderEvent =>
  ({ ...create, RequestType: 'Update', PhysicalResourceId: madeAs, ResourceProperties: { ...create.ResourceProperties, ...changes } });
const sameMove = (event: ProviderEvent) => isSameMove(event, moveRequestOf(event)!);

test('the physical id names the connection, the resource and the move, and is the same for a redelivery', () => {
  expect(madeAs).toMatch(new RegExp(`^${estate.VPN}/[0-9a-f]{12}/[0-9a-f]{12}$`));
  expect(physicalResourceIdOf({ ...create, RequestId: 'another' })).toBe(madeAs);
});

test('another stack\'s resource for the same move has another one', () => {
  expect(physicalResourceIdOf({ ...create, StackId: 'arn:aws:cloudformation:eu-west-1:111122223333:stack/other/guid' })).not.toBe(madeAs);
  expect(physicalResourceIdOf({ ...create, LogicalResourceId: 'Renamed' })).not.toBe(madeAs);
});

test('it stays far below the 1 KB that CloudFormation allows', () => {
  expect(madeAs.length).toBeLessThan(64);
});

test('what onEvent adds says when a request was received, and any event without it says nothing', () => {
  expect(moveRequestOf({ ...create, ReceivedAt: '1795140000000' })).toMatchObject({ receivedAt: 1795140000000 });
  expect(moveRequestOf(create)).not.toHaveProperty('receivedAt');
});

test.each<[string, boolean, ProviderEvent]>([
  ['an edit of how it would be undone', true, update({ OnRemoval: 'MOVE_BACK', OnFailure: 'MOVE_BACK', ForwardDeadlineSeconds: '600' })],
  ['an edit of the target', false, update({ To: { ...create.ResourceProperties.To, Id: 'tgw-other' } })],
  ['an edit of the route tables', false, update({ VpcRouteTables: [] })],
  ['the rollback of a refused edit, old and new swapped', true, update({})],
  ['a Create', true, create],
])('%s: the same move? %s', (_, expected, event) => {
  expect(sameMove(event)).toBe(expected);
});

test('properties nobody could understand fail a Create and an Update by name', () => {
  const broken = { ...create.ResourceProperties, VpnConnectionId: '' };
  expect(() => moveRequestOf({ ...create, ResourceProperties: broken })).toThrow('property VpnConnectionId must be a non-empty string');
});

test('but not the Delete that cleans them up: nothing was ever done for them', () => {
  const broken = { ...create.ResourceProperties, VpnConnectionId: '' };
  expect(moveRequestOf({ ...create, RequestType: 'Delete', PhysicalResourceId: madeAs, ResourceProperties: broken })).toBeUndefined();
});

describe('an Update', () => {
  const routesEdited: Partial<MoveProperties> = { OnPremisesCidrs: ['10.9.0.0/16'] };
  const from = (old: Partial<MoveProperties>, changes: Partial<MoveProperties>): ProviderEvent =>
    ({ ...update(changes), OldResourceProperties: { ...create.ResourceProperties, ...old } });

  test('knows the stage that it comes from', () => {
    expect(previousStageOf(from({ Stage: 'PREPARED' }, { Stage: 'CUT_OVER' }))).toEqual({ previousStage: 'PREPARED' });
    expect(previousStageOf(create)).toEqual({});
  });

  test('of a move that was edited while it was prepared describes the same move as before, though the physical id is of another', () => {
    expect(sameMove(from(routesEdited, { ...routesEdited, Stage: 'CUT_OVER' }))).toBe(true);
    expect(sameMove(from({}, routesEdited))).toBe(false);
  });

  test('from properties that never were valid has no stage and no move before it', () => {
    const event = from({ OnFailure: 'PANIC' }, routesEdited);
    expect(previousStageOf(event)).toEqual({});
    expect(sameMove(event)).toBe(false);
  });
});

describe('the parts of a target change', () => {
  const eventOn = (target: typeof estate.declaration.from, changes: Partial<ProviderEvent> = {}): ProviderEvent => ({
    ...create,
    ...changes,
    ResourceProperties: targetToProperties({
      connectionLogicalId: 'Vpn', target, customerGatewayId: estate.CGW, staticRoutes: [], vpcRouteTables: [], onPremisesCidrs: [],
      forwardDeadlineSeconds: 1800, backDeadlineSeconds: 1200, acknowledgedFindings: [], verification: estate.declaration.verification,
      onRemoval: 'RETAIN', createOnly: {},
    }) as unknown as MoveProperties,
  });
  const { from, to } = estate.declaration;

  test.each<[Part, boolean]>([['LAST', true], ['BEFORE', false], ['AFTER', false]])('%s gets another physical id with another target: %s', (part, another) => {
    const made = targetPhysicalIdOf(part, eventOn(from));
    const updated = targetPhysicalIdOf(part, eventOn(to, { RequestType: 'Update', PhysicalResourceId: made }));
    expect(updated !== made).toBe(another);
    expect(targetPhysicalIdOf(part, eventOn(from, { RequestType: 'Update', PhysicalResourceId: updated }))).toBe(made);
  });

  test.each<[Part]>([['BEFORE'], ['AFTER']])('%s keeps the id that an earlier version gave it, of which the target was a part', (part) => {
    const earlier = `${part.toLowerCase()}/0123456789ab/${from.id}/${estate.CGW}`;
    expect(targetPhysicalIdOf(part, eventOn(to, { RequestType: 'Update', PhysicalResourceId: earlier }))).toBe(earlier);
  });

  test('each has an id of its own, and is known by its type', () => {
    expect(new Set((['LAST', 'BEFORE', 'AFTER'] as const).map((part) => targetPhysicalIdOf(part, eventOn(from)))).size).toBe(3);
    expect(['Last', 'Before', 'After'].map((name) => partOf(`Custom::VpnTargetChange${name}`))).toEqual(['LAST', 'BEFORE', 'AFTER']);
    expect([partOf('Custom::VpnTargetMigration'), partOf(undefined)]).toEqual([undefined, undefined]);
  });
});
