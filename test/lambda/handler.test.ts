/** By which type of custom resource the function knows what it is asked for, and what becomes of one that it does not know. */
import { ProviderEvent } from '../../lambda/vpn-target-migration/event';
import { isComplete, onEvent } from '../../lambda/vpn-target-migration/handler';
import { toProperties } from '../../src/contract/properties';
import { afterPartToProperties } from '../../src/contract/target-properties';
import * as estate from '../engine/estate';

const create: ProviderEvent = {
  RequestType: 'Create',
  RequestId: '5d478078-13e9-baf0-464a-7ef285ecc786',
  StackId: 'arn:aws:cloudformation:eu-west-1:111122223333:stack/network/guid',
  LogicalResourceId: 'Resource',
  ResourceProperties: toProperties(estate.declaration),
};
const context = {
  awsRequestId: 'invocation', invokedFunctionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:move', getRemainingTimeInMillis: () => 60_000,
};
const after = afterPartToProperties({
  connectionLogicalId: 'Vpn', vpnConnectionId: estate.VPN, target: { kind: 'transit-gateway', id: 'tgw-1' }, customerGatewayId: 'cgw-1',
});

test.each<[string, object, RegExp]>([
  ['Custom::VpnTargetMigration', create.ResourceProperties, new RegExp(`^${estate.VPN}/`)],
  ['Custom::VirtualPrivateGatewayReplacement', create.ResourceProperties, new RegExp(`^${estate.VPN}/`)],
  ['Custom::VpnTargetChangeLast', { Connections: [] }, /^last\//],
  ['Custom::VpnTargetChangeAfter', after, /^after\//],
])('%s is known by its type', async (ResourceType, properties, id) => {
  const event = { ...create, ResourceType, ResourceProperties: properties as ProviderEvent['ResourceProperties'] };
  expect((await onEvent(event)).PhysicalResourceId).toMatch(id);
});

test('Custom::VpnTargetChangeBefore is known by its type, and has an id of its own from then on', async () => {
  const event: ProviderEvent = { ...create, RequestType: 'Update', ResourceType: 'Custom::VpnTargetChangeBefore', PhysicalResourceId: 'before/1' };
  expect((await onEvent(event)).PhysicalResourceId).toBe('before/1');
});

describe('a resource of a type that the function does not know', () => {
  const unknown = (changes: Partial<ProviderEvent>): ProviderEvent => ({ ...create, ResourceType: 'Custom::VpnTargetAnything', PhysicalResourceId: 'as/made', ...changes });
  const failure = 'the function does not know resources of type Custom::VpnTargetAnything; deploy with one version of the library';

  test.each<['Create' | 'Update']>([['Create'], ['Update']])('%s fails by its name, whatever its properties are', async (RequestType) => {
    await expect(onEvent(unknown({ RequestType }))).rejects.toThrow(failure);
    await expect(isComplete(unknown({ RequestType }), context)).rejects.toThrow(failure);
  });

  test('Delete succeeds, as nothing was ever done about it', async () => {
    expect((await onEvent(unknown({ RequestType: 'Delete' }))).PhysicalResourceId).toBe('as/made');
    expect(await isComplete(unknown({ RequestType: 'Delete' }), context)).toEqual({ IsComplete: true });
  });
});
