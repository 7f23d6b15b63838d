/** A look-up that is asked again: what was answered first is part of its physical id, and is what it answers in a rollback if need be. */
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { ResourceEvent } from '../../../lambda/custom-resource/event';
import { ec2 } from '../../../lambda/vpn-connection-resources/ec2/client';
import { requestOf } from '../../../lambda/vpn-connection-resources/event';

const PROPERTIES = { VpnConnectionId: 'vpn-00000001', TransitGatewayId: 'tgw-00000001' };
const FIRST = 'vpn-00000001/attachment?TransitGatewayAttachmentId=tgw-attach-00000001';
const [EARLY, SETTLED] = [59_999, 60_000];

const event = (RequestType: 'Create' | 'Update', PhysicalResourceId?: string): ResourceEvent => ({
  RequestType, PhysicalResourceId, ResponseURL: 'https://example.com', StackId: 'stack', RequestId: 'request', LogicalResourceId: 'Attachment',
  ResourceType: 'Custom::TransitGatewayVpnAttachment', ResourceProperties: PROPERTIES, ...RequestType === 'Update' ? { OldResourceProperties: PROPERTIES } : {},
});

/** @param status of the stack; absent: nobody may ask */
function world({ listed, status }: { readonly listed: readonly string[]; readonly status?: string }): void {
  jest.spyOn(ec2, 'send').mockImplementation(async () => ({
    TransitGatewayAttachments: listed.map((id) => ({ TransitGatewayAttachmentId: id, TransitGatewayId: 'tgw-00000001', State: 'available' })),
  }));
  jest.spyOn(CloudFormationClient.prototype, 'send').mockImplementation(async () => {
    if (status === undefined) throw new Error('AccessDenied');
    return { Stacks: [{ StackStatus: status }] };
  });
}

afterEach(() => jest.restoreAllMocks());

test('what is found when it is made is part of its physical id, as soon as it is found', async () => {
  const request = requestOf(event('Create'));
  world({ listed: [] });
  await request.attempt(0);
  expect(request.physicalId).toBe('vpn-00000001/attachment');
  world({ listed: ['tgw-attach-00000001'] });
  await request.attempt(0);
  expect(request.physicalId).toBe(FIRST);
});

test('what is found later is answered, and the physical id stays', async () => {
  world({ listed: ['tgw-attach-00000002'] });
  const request = requestOf(event('Update', FIRST));
  expect(await request.attempt(0)).toEqual({ isComplete: true, data: { TransitGatewayAttachmentId: 'tgw-attach-00000002' } });
  expect(request.physicalId).toBe(FIRST);
});

describe('what is not found any more', () => {
  const again = async (waitedMs: number, status?: string, physicalId = FIRST) => {
    world({ listed: [], status });
    return requestOf(event('Update', physicalId)).attempt(waitedMs);
  };

  test.each(['UPDATE_ROLLBACK_IN_PROGRESS', 'ROLLBACK_IN_PROGRESS'])('is in a rollback (%s) what it was, once descriptions have settled', async (status) => {
    expect(await again(SETTLED, status)).toEqual({ isComplete: true, data: { TransitGatewayAttachmentId: 'tgw-attach-00000001' } });
    expect(await again(EARLY, status)).toMatchObject({ isComplete: false });
  });

  test('also where it would be an error by then', async () => {
    expect(await again(600_000, 'UPDATE_ROLLBACK_IN_PROGRESS')).toMatchObject({ isComplete: true });
  });

  test.each<[string, string | undefined]>([['in a deployment', 'UPDATE_IN_PROGRESS'], ['where the stack may not be asked', undefined]])('is not, %s', async (_, status) => {
    expect(await again(SETTLED, status)).toMatchObject({ isComplete: false });
    await expect(again(600_000, status)).rejects.toThrow('it has none there any more');
  });

  test('is not where nothing was ever found', async () => {
    expect(await again(SETTLED, 'UPDATE_ROLLBACK_IN_PROGRESS', 'vpn-00000001/attachment')).toMatchObject({ isComplete: false });
  });
});
