/** What the handlers make of CloudFormation's events, and what of them reaches the physical id. */
import { isSameMove, moveRequestOf, physicalResourceIdOf, previousStageOf, ProviderEvent } from '../../lambda/vpn-target-migration/event';
import { targetPhysicalIdOf, targetRequestsOf } from '../../lambda/vpn-target-migration/target-event';
import { Gateway } from '../../src/contract/gateway';
import { toProperties } from '../../src/contract/properties';
import { Properties } from '../../src/contract/property-codec';
import { Part } from '../../src/contract/target-declaration';
import {
  afterPartToProperties, declaredByLast, targetToProperties, WatchedConnection, watchedToProperties,
} from '../../src/contract/target-properties';
import * as estate from '../engine/estate';

const create: ProviderEvent = {
  RequestType: 'Create',
  RequestId: '5d478078-13e9-baf0-464a-7ef285ecc786',
  StackId: 'arn:aws:cloudformation:eu-west-1:111122223333:stack/network/guid',
  LogicalResourceId: 'Move',
  ResourceProperties: toProperties(estate.declaration),
};
const madeAs = physicalResourceIdOf(create);
const update = (changes: Partial<Properties>): ProviderEvent =>
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
  ['an edit of the target', false, update({ To: { ...create.ResourceProperties.To as Properties, Id: 'tgw-other' } })],
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
  const routesEdited: Partial<Properties> = { OnPremisesCidrs: ['10.9.0.0/16'] };
  const from = (old: Partial<Properties>, changes: Partial<Properties>): ProviderEvent =>
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
  const { from, to } = estate.declaration;
  type Watched = Omit<WatchedConnection, 'roleArn'>;
  const watched = (target: Gateway, changes: Partial<Watched> = {}): WatchedConnection =>
    ({ connectionLogicalId: 'Vpn', target: { kind: target.kind, id: target.id }, customerGateway: estate.CGW, roleArn: 'role', ...changes });
  const eventWith = (properties: object, changes: Partial<ProviderEvent> = {}): ProviderEvent =>
    ({ ...create, ...changes, ResourceProperties: properties as ProviderEvent['ResourceProperties'] });
  const lastOf = (connections: readonly WatchedConnection[], changes: Partial<ProviderEvent> = {}): ProviderEvent =>
    eventWith({ Connections: connections.map(watchedToProperties) }, changes);
  const pairOn = (target: typeof from): object => targetToProperties({
    connectionLogicalId: 'Vpn', target, customerGatewayId: estate.CGW, staticRoutes: [], vpcRouteTables: [], onPremisesCidrs: [],
    forwardDeadlineSeconds: 1800, backDeadlineSeconds: 1200, acknowledgedFindings: [], verification: estate.declaration.verification,
    onRemoval: 'RETAIN', createOnly: {},
  });
  const toldTo = (part: Part, target: typeof from): object => (part === 'BEFORE' ? pairOn(target)
    : afterPartToProperties({ connectionLogicalId: 'Vpn', vpnConnectionId: estate.VPN, target, customerGatewayId: estate.CGW }));
  const eventOf = (part: Part, target: typeof from, changes: Partial<ProviderEvent> = {}): ProviderEvent =>
    (part === 'LAST' ? lastOf([watched(target)], changes) : eventWith(toldTo(part, target), changes));

  test.each<[Part, boolean]>([['LAST', true], ['BEFORE', false], ['AFTER', false]])('%s gets another physical id with another target: %s', (part, another) => {
    const made = targetPhysicalIdOf(part, eventOf(part, from));
    const updated = targetPhysicalIdOf(part, eventOf(part, to, { RequestType: 'Update', PhysicalResourceId: made }));
    expect(updated !== made).toBe(another);
    expect(targetPhysicalIdOf(part, eventOf(part, from, { RequestType: 'Update', PhysicalResourceId: updated }))).toBe(made);
  });

  test.each<[string, readonly WatchedConnection[], boolean]>([
    ['the same', [watched(to, { routing: 'digest' })], false],
    ['with other rights', [{ ...watched(to, { routing: 'digest' }), roleArn: 'other' }], false],
    ['with other routes to the attachment', [watched(to, { routing: 'other' })], true],
    ['of which nothing is said', [watched(to)], true],
    ['with another customer gateway', [watched(to, { routing: 'digest', customerGateway: 'cgw-other' })], true],
    ['with another connection beside it', [watched(to, { routing: 'digest' }), watched(from, { connectionLogicalId: 'Other' })], true],
    ['without any', [], true],
  ])('LAST %s: another physical id? %s', (_, connections, another) => {
    const made = targetPhysicalIdOf('LAST', lastOf([watched(to, { routing: 'digest' })]));
    const updated = targetPhysicalIdOf('LAST', lastOf(connections, { RequestType: 'Update', PhysicalResourceId: made }));
    expect(updated !== made).toBe(another);
  });

  test('LAST has something to do for each connection, in its role, when an outdated id is deleted', () => {
    const connections = [watched(to), { ...watched(from, { connectionLogicalId: 'Other' }), roleArn: 'other' }];
    expect((['Create', 'Update'] as const).map((RequestType) => targetRequestsOf('LAST', lastOf(connections, { RequestType })))).toEqual([[], []]);
    const requests = targetRequestsOf('LAST', lastOf(connections, { RequestType: 'Delete' }));
    const asked = { type: 'Delete', requestId: create.RequestId };
    expect(requests).toEqual([
      { request: { ...asked, owner: `${create.StackId}|Vpn`, declared: declaredByLast(connections[0]) }, role: { RoleArn: 'role' } },
      { request: { ...asked, owner: `${create.StackId}|Other`, declared: declaredByLast(connections[1]) }, role: { RoleArn: 'other' } },
    ]);
  });

  test.each<[Part]>([['BEFORE'], ['AFTER']])('%s has something to do for its connection, and knows what was before of an Update alone', (part) => {
    const OldResourceProperties = toldTo(part, from) as ProviderEvent['OldResourceProperties'];
    const [updated] = targetRequestsOf(part, eventOf(part, to, { RequestType: 'Update', OldResourceProperties }));
    expect(updated.request).toMatchObject({ type: 'Update', owner: `${create.StackId}|Vpn`, declared: { part, target: part === 'BEFORE' ? to : { id: to.id } }, former: { part, target: { id: from.id } } });
    const [made] = targetRequestsOf(part, eventOf(part, to));
    expect([made.request.type, made.request.former]).toEqual(['Create', undefined]);
  });

  test.each<[Part, object]>([
    ['LAST', { Connections: [{ ...watchedToProperties(watched(to)), Connection: '' }] }], ['BEFORE', { ...pairOn(to), Connection: '' }], ['AFTER', { ...toldTo('AFTER', to), Connection: '' }],
  ])('%s: what nobody could understand fails, but not the Delete that cleans it up', (part, properties) => {
    expect(targetRequestsOf(part, eventWith(properties, { RequestType: 'Delete' }))).toEqual([]);
    expect(() => targetRequestsOf(part, eventWith(properties, { RequestType: 'Update' }))).toThrow('Connection must be a non-empty string');
  });

  test.each<[Part]>([['BEFORE'], ['AFTER']])('%s keeps the id that an earlier version gave it, of which the target was a part', (part) => {
    const earlier = `${part.toLowerCase()}/0123456789ab/${from.id}/${estate.CGW}`;
    expect(targetPhysicalIdOf(part, eventOf(part, to, { RequestType: 'Update', PhysicalResourceId: earlier }))).toBe(earlier);
  });

  test('each has an id of its own', () => {
    expect(new Set((['LAST', 'BEFORE', 'AFTER'] as const).map((part) => targetPhysicalIdOf(part, eventOf(part, from)))).size).toBe(3);
  });
});
