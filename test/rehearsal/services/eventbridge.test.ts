/** What a move tells the world: the real SDK against the embedded EventBridge. */
import { EventBridgeClient, ListRulesCommand, PutEventsCommand, PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { unavailable } from '../../../tools/rehearsal/faults';
import { EventBridgeEndpoint, EventBridgeEndpointProps, ONE_ENTRY } from '../../../tools/rehearsal/services/eventbridge';
import { rehearsalOf, START } from '../service-clients';

const EVENT: PutEventsRequestEntry = { Source: 'vpn.move', DetailType: 'Move Completed', Detail: '{"vpnConnectionId":"vpn-1"}' };
const DEFAULT_BUS = 'arn:aws:events:eu-central-1:111122223333:event-bus/default';

test('events are kept with the time of the one clock, in their order', async () => {
  const { client, endpoint, clock } = await rehearsal();

  const first = await client.send(new PutEventsCommand({ Entries: [{ ...EVENT, Resources: ['arn:of:connection'] }] }));
  await clock.sleep(90_000);
  await client.send(new PutEventsCommand({ Entries: [EVENT, { ...EVENT, Time: new Date(START), DetailType: 'Other' }] }));

  const accepted = { eventBusArn: DEFAULT_BUS, source: 'vpn.move', detailType: 'Move Completed', detail: { vpnConnectionId: 'vpn-1' } };
  expect(endpoint.events).toEqual([
    { id: first.Entries?.[0].EventId, at: START, time: START, ...accepted, resources: ['arn:of:connection'] },
    { id: expect.any(String), at: START + 90_000, time: START + 90_000, ...accepted, resources: [] },
    { id: expect.any(String), at: START + 90_000, time: START, ...accepted, detailType: 'Other', resources: [] },
  ]);
  expect(new Set(endpoint.events.map((event) => event.id)).size).toBe(3);
  expect(endpoint.calls[0]).toEqual({
    at: START, service: 'events', operation: 'PutEvents', principal: 'operator', mutating: true, dryRun: false,
  });
});

describe('a request', () => {
  test.each<[number, string]>([[0, 'greater than or equal to 1'], [11, 'less than or equal to 10']])(
    'with %d entries is refused', async (length, bound) => {
      const { client, endpoint } = await rehearsal();

      await expect(client.send(new PutEventsCommand({ Entries: Array.from({ length }, () => EVENT) }))).rejects.toMatchObject({
        name: 'ValidationException', message: expect.stringContaining(bound), $metadata: { httpStatusCode: 400 },
      });
      expect(endpoint.events).toEqual([]);
    });

  test('with ten entries is taken', async () => {
    const { client, endpoint } = await rehearsal();

    await client.send(new PutEventsCommand({ Entries: Array.from({ length: 10 }, () => EVENT) }));

    expect(endpoint.events).toHaveLength(10);
  });

  test.each<[EventBridgeEndpointProps['unknowns'], number[], boolean]>([
    [{}, [256 * 1_024 - 1], true],
    [{}, [256 * 1_024], false],
    [{}, [128 * 1_024, 128 * 1_024], false],
    [{ putEventsSizeLimit: '256-KB-each-entry' }, [255 * 1_024, 255 * 1_024], true],
    [{ putEventsSizeLimit: '256-KB-each-entry' }, [100, 256 * 1_024], false],
    [{ putEventsSizeLimit: '1-MB-in-total' }, [512 * 1_024, 512 * 1_024 - 1], true],
    [{ putEventsSizeLimit: '1-MB-in-total' }, [512 * 1_024, 512 * 1_024], false],
  ])('under %j with entries of %j bytes is accepted: %s', async (unknowns, sizes, fits) => {
    const { client, endpoint } = await rehearsal({ unknowns });

    const put = client.send(new PutEventsCommand({ Entries: sizes.map(entryOfSize) }));

    if (fits) expect((await put).FailedEntryCount).toBe(0);
    else await expect(put).rejects.toMatchObject({ name: 'ValidationException', message: expect.stringContaining('over the limit') });
    expect(endpoint.events).toHaveLength(fits ? sizes.length : 0);
  });

  test('counts characters by their bytes, and a time as fourteen', async () => {
    const { client } = await rehearsal();
    const full = entryOfSize(256 * 1_024 - 1);

    await expect(client.send(new PutEventsCommand({ Entries: [{ ...full, Time: new Date() }] }))).rejects.toThrow('over the limit');
    await expect(client.send(new PutEventsCommand({ Entries: [{ ...full, Source: 'vpn.möve' }] }))).rejects.toThrow('over the limit');
  });

  test('without one complete entry is refused as a whole', async () => {
    const { client } = await rehearsal();
    const put = client.send(new PutEventsCommand({ Entries: [{ ...EVENT, Detail: undefined }, { ...EVENT, Source: undefined }] }));

    await expect(put).rejects.toMatchObject({ name: 'ValidationException' });
  });
});

test.each<[string, PutEventsRequestEntry]>([
  ['MalformedDetail', { ...EVENT, Detail: '{"vpn' }],
  ['MalformedDetail', { ...EVENT, Detail: '["vpn-1"]' }],
  ['InvalidArgument', { ...EVENT, DetailType: undefined }],
  ['InvalidArgument', { ...EVENT, DetailType: 'x'.repeat(129) }],
  ['NotAuthorizedForSourceException', { ...EVENT, Source: 'aws.ec2' }],
])('an entry fails with %s and the others do not', async (code, wrong) => {
  const { client, endpoint } = await rehearsal();

  const { FailedEntryCount, Entries } = await client.send(new PutEventsCommand({ Entries: [EVENT, wrong, EVENT] }));

  expect(FailedEntryCount).toBe(1);
  expect(Entries?.map((entry) => entry.ErrorCode)).toEqual([undefined, code, undefined]);
  expect(Entries?.map((entry) => entry.EventId === undefined)).toEqual([false, true, false]);
  expect(endpoint.events).toHaveLength(2);
});

describe('a bus', () => {
  const toBus = new PutEventsCommand({ Entries: [{ ...EVENT, EventBusName: 'network' }] });

  test('is named by its name or its ARN', async () => {
    const eventBusArn = 'arn:aws:events:eu-central-1:111122223333:event-bus/network';
    const { client, endpoint } = await rehearsal({ eventBuses: ['network'] });

    await client.send(toBus);
    await client.send(new PutEventsCommand({ Entries: [{ ...EVENT, EventBusName: eventBusArn }] }));

    expect(endpoint.events.map((event) => event.eventBusArn)).toEqual([eventBusArn, eventBusArn]);
  });

  test.each([['dropped', 0, undefined], ['ResourceNotFoundException', 1, 'ResourceNotFoundException']] as const)(
    'that does not exist keeps nothing: %s', async (eventToAbsentBus, failedEntries, code) => {
      const { client, endpoint } = await rehearsal({ unknowns: { eventToAbsentBus } });

      const { FailedEntryCount, Entries } = await client.send(toBus);

      expect([FailedEntryCount, Entries?.[0].ErrorCode]).toEqual([failedEntries, code]);
      expect(endpoint.events).toEqual([]);
    });
});

describe('trouble', () => {
  test('can befall the service, until it is there again', async () => {
    const { client, endpoint, faults } = await rehearsal();
    const mend = faults.inject(unavailable('PutEvents'));
    const put = async () => client.send(new PutEventsCommand({ Entries: [EVENT] }));

    await expect(put()).rejects.toMatchObject({ name: 'ServiceUnavailable', $metadata: { httpStatusCode: 503 } });
    await expect(put()).rejects.toMatchObject({ name: 'ServiceUnavailable' });
    mend();
    await put();

    expect(endpoint.events).toHaveLength(1);
    expect(endpoint.calls.map((call) => call.error)).toEqual(['ServiceUnavailable', 'ServiceUnavailable', undefined]);
  });

  test('can befall one entry, which may be put again', async () => {
    const { client, faults } = await rehearsal();
    faults.inject({ operation: ONE_ENTRY, when: 'before', skip: 1, how: { code: 'InternalFailure', message: 'on purpose' } });

    const { FailedEntryCount, Entries } = await client.send(new PutEventsCommand({ Entries: [EVENT, EVENT, EVENT] }));

    expect(FailedEntryCount).toBe(1);
    expect(Entries?.[1]).toEqual({ ErrorCode: 'InternalFailure', ErrorMessage: 'on purpose' });
  });
});

describe('permissions', () => {
  const allowed = { Action: 'events:PutEvents', Resource: DEFAULT_BUS, Condition: { StringEquals: { 'events:source': 'vpn.move' } } };
  const put = new PutEventsCommand({ Entries: [EVENT, { ...EVENT, Source: 'somebody.else' }] });

  test('are for a bus, a source and a detail type', async () => {
    const { clientOf } = await rehearsal({ eventBuses: ['network'] });
    const send = async (statement: object, entry: PutEventsRequestEntry) =>
      clientOf({ ...allowed, ...statement }).send(new PutEventsCommand({ Entries: [entry] }));
    const byDetailType = { Condition: { 'ForAllValues:StringEquals': { 'events:detail-type': ['Move Completed'] } } };

    expect((await send({}, EVENT)).FailedEntryCount).toBe(0);
    expect((await send(byDetailType, EVENT)).FailedEntryCount).toBe(0);
    await expect(send(byDetailType, { ...EVENT, DetailType: 'Other' })).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await expect(send({}, { ...EVENT, EventBusName: 'network' })).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining('mover is not authorized to perform: events:PutEvents on resource: '
        + 'arn:aws:events:eu-central-1:111122223333:event-bus/network'),
    });
    await expect(send({ Action: 'events:PutRule' }, EVENT)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  test('that one entry lacks are missing for the request', async () => {
    const { clientOf, endpoint } = await rehearsal();

    await expect(clientOf(allowed).send(put)).rejects.toMatchObject({ name: 'AccessDeniedException' });
    expect(endpoint.events).toEqual([]);
  });

  test('or for that entry alone', async () => {
    const { clientOf, endpoint } = await rehearsal({ unknowns: { putEventsDenial: 'entry' } });

    const { FailedEntryCount, Entries } = await clientOf(allowed).send(put);

    expect([FailedEntryCount, Entries?.[1].ErrorCode]).toEqual([1, 'AccessDeniedException']);
    expect(endpoint.events).toHaveLength(1);
  });
});

test('what the embedded EventBridge cannot do it says', async () => {
  const { client } = await rehearsal();

  await expect(client.send(new ListRulesCommand({}))).rejects.toMatchObject({ name: 'UnknownOperationException' });
});

function entryOfSize(bytes: number): PutEventsRequestEntry {
  const rest = Buffer.byteLength(`${EVENT.Source}${EVENT.DetailType}{"a":""}`);
  return { ...EVENT, Detail: `{"a":"${'x'.repeat(bytes - rest)}"}` };
}

async function rehearsal(props: Partial<EventBridgeEndpointProps> = {}) {
  return rehearsalOf(
    (common) => new EventBridgeEndpoint({ ...common, ...props }), (configuration) => new EventBridgeClient(configuration));
}
