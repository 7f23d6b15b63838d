/** Whether anything is wrong after a move: the real SDK against the embedded CloudWatch. */
import { CloudWatchClient, DescribeAlarmsCommand, DescribeAlarmsCommandInput, ListMetricsCommand, paginateDescribeAlarms } from '@aws-sdk/client-cloudwatch';
import { unavailable } from '../../../tools/rehearsal/faults';
import { CloudWatchEndpoint } from '../../../tools/rehearsal/services/cloudwatch';
import { ServiceUnknowns } from '../../../tools/rehearsal/services/unknowns';
import { rehearsalOf, START } from '../service-clients';

const ARN = 'arn:aws:cloudwatch:eu-central-1:111122223333:alarm';

test('an alarm is described with its state, its metric and its actions', async () => {
  const { client, endpoint } = await rehearsal();
  const arn = endpoint.putAlarm({ name: 'tunnels', dimensions: { VpnId: 'vpn-1' }, actions: ['arn:aws:sns:eu-central-1:111122223333:night'] });

  const { MetricAlarms, CompositeAlarms, NextToken } = await client.send(new DescribeAlarmsCommand({ AlarmNames: ['tunnels'] }));

  expect(arn).toBe(`${ARN}:tunnels`);
  expect(MetricAlarms).toEqual([{
    AlarmName: 'tunnels', AlarmArn: arn, ActionsEnabled: true, AlarmActions: ['arn:aws:sns:eu-central-1:111122223333:night'],
    StateValue: 'OK', StateReason: 'as the story begins', StateUpdatedTimestamp: new Date(START), StateTransitionedTimestamp: new Date(START),
    Namespace: 'AWS/VPN', MetricName: 'TunnelState', Dimensions: [{ Name: 'VpnId', Value: 'vpn-1' }],
  }]);
  expect([CompositeAlarms, NextToken]).toEqual([[], undefined]);
  expect(endpoint.calls).toEqual([{
    at: START, service: 'monitoring', operation: 'DescribeAlarms', principal: 'operator', mutating: false, dryRun: false,
  }]);
});

test('its state changes when the story says so, at once or later', async () => {
  const { client, endpoint, clock } = await rehearsal();
  endpoint.putAlarm({ name: 'tunnels', state: 'INSUFFICIENT_DATA' });
  endpoint.setAlarmState('tunnels', 'ALARM', START + 60_000);
  endpoint.setAlarmState('tunnels', 'OK', START + 120_000, 'back again');
  const stateNow = async () => {
    const { MetricAlarms = [] } = await client.send(new DescribeAlarmsCommand({}));
    return MetricAlarms.map((alarm) => [alarm.StateValue, alarm.StateUpdatedTimestamp?.getTime()]);
  };

  expect(await stateNow()).toEqual([['INSUFFICIENT_DATA', START]]);
  await clock.sleep(60_000);
  expect(await stateNow()).toEqual([['ALARM', START + 60_000]]);
  await clock.sleep(90_000);
  expect(await stateNow()).toEqual([['OK', START + 120_000]]);
  endpoint.setAlarmState('tunnels', 'ALARM');
  expect(await stateNow()).toEqual([['ALARM', START + 150_000]]);
  endpoint.deleteAlarm('tunnels');
  expect(await stateNow()).toEqual([]);
  expect(() => endpoint.setAlarmState('tunnels', 'OK')).toThrow('there is no alarm tunnels');
});

describe('alarms', () => {
  test.each<[DescribeAlarmsCommandInput, string[]]>([
    [{}, ['a-ok', 'b-alarm']],
    [{ AlarmNames: ['b-alarm', 'not-there'] }, ['b-alarm']],
    [{ AlarmNames: ['c-both'] }, []],
    [{ AlarmNames: ['c-both'], AlarmTypes: ['CompositeAlarm'] }, ['c-both']],
    [{ AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] }, ['a-ok', 'b-alarm', 'c-both']],
    [{ AlarmNamePrefix: 'b-' }, ['b-alarm']],
    [{ StateValue: 'ALARM' }, ['b-alarm']],
    [{ ActionPrefix: 'arn:aws:sns' }, ['a-ok']],
  ])('asked for by %j are %j', async (input, names) => {
    const { client } = await threeAlarms();

    expect(await namesOf(client, input)).toEqual(names);
  });

  test('come in pages, of fifty unless asked for otherwise', async () => {
    const { client, endpoint } = await rehearsal();
    const names = Array.from({ length: 120 }, (_, index) => `alarm-${String(index).padStart(3, '0')}`);
    for (const name of names) endpoint.putAlarm({ name });
    const pagesOf = async (pageSize?: number) => {
      const pages: string[][] = [];
      for await (const { MetricAlarms = [] } of paginateDescribeAlarms({ client, pageSize }, {})) {
        pages.push(MetricAlarms.map((alarm) => String(alarm.AlarmName)));
      }
      return pages;
    };

    expect((await pagesOf()).map((page) => page.length)).toEqual([50, 50, 20]);
    expect((await pagesOf(100)).flat()).toEqual(names);
  });

  /** The client names the older protocol's ValidationError by the newer one's name. */
  test.each<[string, DescribeAlarmsCommandInput, string]>([
    ['a wrong token', { NextToken: 'somewhere' }, 'InvalidNextToken'],
    ['too many at once', { MaxRecords: 101 }, 'ValidationException'],
    ['none at once', { MaxRecords: 0 }, 'ValidationException'],
    ['names and a prefix', { AlarmNames: ['a'], AlarmNamePrefix: 'a' }, 'ValidationException'],
    ['too many names', { AlarmNames: Array.from({ length: 101 }, (_, index) => `alarm-${index}`) }, 'ValidationException'],
    ['the children of one', { ChildrenOfAlarmName: 'a' }, 'ValidationException'],
  ])('are refused for %s', async (_, input, name) => {
    const { client } = await rehearsal();

    await expect(client.send(new DescribeAlarmsCommand(input))).rejects.toMatchObject({
      name, $metadata: { httpStatusCode: 400 },
    });
  });
});

describe('permissions', () => {
  const named = new DescribeAlarmsCommand({ AlarmNames: ['a-ok', 'b-alarm'] });

  test('are for alarms by their names', async () => {
    const { clientOf } = await threeAlarms();

    const { MetricAlarms } = await clientOf({ Action: 'cloudwatch:DescribeAlarms', Resource: [`${ARN}:a-ok`, `${ARN}:b-alarm`] }).send(named);
    expect(MetricAlarms).toHaveLength(2);
    await expect(clientOf({ Action: 'cloudwatch:DescribeAlarms', Resource: `${ARN}:a-ok` }).send(named)).rejects.toMatchObject({
      name: 'AccessDenied', message: expect.stringContaining(`perform: cloudwatch:DescribeAlarms on resource: ${ARN}:b-alarm`),
    });
  });

  test('must be for all of them when no name is given', async () => {
    const { clientOf } = await threeAlarms();

    expect(await namesOf(clientOf({ Action: 'cloudwatch:DescribeAlarms', Resource: `${ARN}:*` }), {})).toEqual(['a-ok', 'b-alarm']);
    await expect(namesOf(clientOf({ Action: 'cloudwatch:DescribeAlarms', Resource: `${ARN}:a-*` }), {})).rejects.toThrow(`${ARN}:*`);
  });

  test.each<[ServiceUnknowns['compositeAlarmsWithoutPermission'], string[] | string]>([['AccessDenied', 'AccessDenied'], ['omitted', ['a-ok']]])(
    'must be for everything to see a composite alarm; without them: %s', async (compositeAlarmsWithoutPermission, answer) => {
      const { clientOf } = await threeAlarms({ compositeAlarmsWithoutPermission });
      const input: DescribeAlarmsCommandInput = { AlarmNames: ['a-ok', 'c-both'], AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] };
      const ask = async (Resource: string) => namesOf(clientOf({ Action: 'cloudwatch:DescribeAlarms', Resource }), input);

      expect(await ask('*')).toEqual(['a-ok', 'c-both']);
      expect(await ask(`${ARN}:*`).catch((error: Error) => error.name)).toEqual(answer);
      await expect(ask(`${ARN}:other`)).rejects.toMatchObject({ name: 'AccessDenied' });
    });
});

test('trouble can befall the service', async () => {
  const { client, faults } = await rehearsal();
  const mend = faults.inject(unavailable('DescribeAlarms'));

  await expect(client.send(new DescribeAlarmsCommand({}))).rejects.toMatchObject({ name: 'ServiceUnavailable', $metadata: { httpStatusCode: 503 } });
  mend();
  expect(await namesOf(client, {})).toEqual([]);
});

test('what the embedded CloudWatch cannot do it says', async () => {
  const { client } = await rehearsal();

  await expect(client.send(new ListMetricsCommand({}))).rejects.toMatchObject({ name: 'UnknownOperationException' });
});

async function namesOf(client: CloudWatchClient, input: DescribeAlarmsCommandInput): Promise<(string | undefined)[]> {
  const { MetricAlarms = [], CompositeAlarms = [] } = await client.send(new DescribeAlarmsCommand(input));
  return [...MetricAlarms, ...CompositeAlarms].map((alarm) => alarm.AlarmName);
}

async function threeAlarms(unknowns: Partial<ServiceUnknowns> = {}) {
  const story = await rehearsal(unknowns);
  story.endpoint.putAlarm({ name: 'c-both', state: 'ALARM', rule: 'ALARM("a-ok") AND ALARM("b-alarm")' });
  story.endpoint.putAlarm({ name: 'b-alarm', state: 'ALARM' });
  story.endpoint.putAlarm({ name: 'a-ok', actions: ['arn:aws:sns:eu-central-1:111122223333:night'] });
  return story;
}

async function rehearsal(unknowns: Partial<ServiceUnknowns> = {}) {
  return rehearsalOf((common) => new CloudWatchEndpoint({ ...common, unknowns }), (configuration) => new CloudWatchClient(configuration));
}
