/** The announcer over the wire: the real SDK against the embedded EventBridge, in the role that the library declares. */
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { rehearsalOf, START } from './service-clients';
import { EventBridgeAnnouncer } from '../../lambda/aws/services/eventbridge-announcer';
import { phaseEvent } from '../../src/contract/phase';
import { unavailable } from '../../tools/rehearsal/faults';
import { EventBridgeEndpoint, ONE_ENTRY } from '../../tools/rehearsal/services/eventbridge';

const EVENT = phaseEvent({ at: START - 4321, phase: 'MIGRATED_UNVERIFIED', direction: 'forward' }, {
  vpnConnectionId: 'vpn-1', operationId: 'request-1', requestId: 'request-1', stackId: 'stack',
  unverified: '0 of 2 tunnels UP 15 min after the move',
  from: { kind: 'virtual-private-gateway', id: 'vgw-1' },
  to: { kind: 'transit-gateway', id: 'tgw-1' },
});

const DEFAULT_BUS = 'arn:aws:events:eu-central-1:111122223333:event-bus/default';

const rehearsal = async () => rehearsalOf(
  (common) => new EventBridgeEndpoint(common), (configuration) => new EventBridgeClient(configuration));

const allowed = (source: string) => ({
  Action: 'events:PutEvents', Resource: DEFAULT_BUS, Condition: { StringEquals: { 'events:source': source } },
});

test('an event is put on the default bus, of the time at which its phase was reached', async () => {
  const { endpoint, clientOf } = await rehearsal();
  await new EventBridgeAnnouncer(clientOf(allowed('cdk-site-to-site-vpn'))).announce(EVENT);
  expect(endpoint.events).toEqual([{
    id: expect.any(String), at: START, time: START - 4321, eventBusArn: DEFAULT_BUS, resources: [], source: 'cdk-site-to-site-vpn',
    detailType: 'VPN Target Migration Migrated Unverified', detail: EVENT.detail,
  }]);
});

test.each<[string, (at: Awaited<ReturnType<typeof rehearsal>>) => EventBridgeClient, string]>([
  ['nobody allows it', ({ clientOf }) => clientOf(allowed('somebody.else')), 'AccessDeniedException'],
  ['the service is unavailable', ({ client, faults }) => {
    faults.inject(unavailable('PutEvents'));
    return client;
  }, 'ServiceUnavailable'],
  ['its entry fails', ({ client, faults }) => {
    faults.inject({ operation: ONE_ENTRY, when: 'before', how: { code: 'InternalFailure', message: 'Sorry.' } });
    return client;
  }, 'InternalFailure: Sorry'],
])('where %s, it says so and what it was about', async (_, clientFor, reason) => {
  const at = await rehearsal();
  const announcing = new EventBridgeAnnouncer(clientFor(at)).announce(EVENT);
  await expect(announcing).rejects.toThrow(/^announcing MIGRATED_UNVERIFIED of vpn-1: /);
  await expect(announcing).rejects.toThrow(reason);
  expect(at.endpoint.events).toEqual([]);
});
