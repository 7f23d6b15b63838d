/** An answer in one form: a table of what says nothing, and of what stays as it is. */
import { inOneForm } from '../../lambda/aws/one-form';

const ID = 'tgw-0a1b2c3d4e5f60001';

test.each<[string, object, object]>([
  ['an empty text is absent', { TransitGatewayId: '', GatewayId: 'vgw-1' }, { GatewayId: 'vgw-1' }],
  ['so is what has no value', { a: undefined, b: null, c: NaN }, {}],
  ['and a structure of nothing, however deep', { Association: {}, Options: { Inner: { Text: '' } } }, {}],
  ['a list stays, also an empty one', { Routes: [], Tags: [{ Key: 'k', Value: '' }] }, { Routes: [], Tags: [{ Key: 'k' }] }],
  ['an item stays, whatever it lacks', { Routes: [{}, { State: '' }] }, { Routes: [{}, {}] }],
  ['what is false or 0 is said', { Main: false, AcceptedRouteCount: 0 }, { Main: false, AcceptedRouteCount: 0 }],
  ['an id is lower case, in lists of them as well', { GatewayId: ID.toUpperCase(), SubnetIds: ['SUBNET-0a1b2c3d'] }, { GatewayId: ID, SubnetIds: ['subnet-0a1b2c3d'] }],
  ['what only looks like one is left', { Value: ID.toUpperCase(), OwnerId: 'ABC', NextToken: ID.toUpperCase() }, { Value: ID.toUpperCase(), OwnerId: 'ABC', NextToken: ID.toUpperCase() }],
])('%s', (_, answer, form) => {
  expect(inOneForm(answer)).toEqual(form);
  expect(Object.keys(inOneForm(answer))).toEqual(Object.keys(form));
});

test('dates and bytes are left, and the answer itself is', () => {
  const answer = { CreationTime: new Date(0), Bytes: new Uint8Array([1]), Id: '' };
  expect(inOneForm(answer)).toEqual({ CreationTime: new Date(0), Bytes: new Uint8Array([1]) });
  expect(answer.Id).toBe('');
});

test('a member that reads itself is not read', () => {
  const answer = Object.defineProperty({ State: '' }, 'Key', { enumerable: true, get: () => { throw new Error('read'); } });
  expect(() => (inOneForm(answer) as { Key?: string }).Key).toThrow('read');
});

test('nothing stays nothing', () => {
  expect(inOneForm(undefined)).toBeUndefined();
});
