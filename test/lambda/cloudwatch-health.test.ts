/** What CloudWatch's answers say of the alarms that watch a move: to the last page, and nothing of what they do not hold. */
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { Workbench } from './workbench';
import { CloudWatchHealth } from '../../lambda/aws/services/cloudwatch-health';
import { RetryableFailure } from '../../lambda/runner/ports';

function healthOf(...pages: readonly object[][]): CloudWatchHealth {
  const send = async ({ input: { NextToken = '0' } }: { readonly input: { readonly NextToken?: string } }) => {
    const page = Number(NextToken);
    return { MetricAlarms: pages[page], NextToken: page + 1 < pages.length ? String(page + 1) : '' };
  };
  return new CloudWatchHealth({ send } as unknown as CloudWatchClient);
}

test.each<[string, object[][], [string, string][]]>([
  ['a page', [[{ AlarmName: 'A', StateValue: 'OK' }, { AlarmName: 'B', StateValue: 'ALARM' }]], [['A', 'OK'], ['B', 'ALARM']]],
  ['pages of one, and one of none', [[{ AlarmName: 'A', StateValue: 'OK' }], [], [{ AlarmName: 'B', StateValue: 'ALARM' }]], [['A', 'OK'], ['B', 'ALARM']]],
  ['one without a state', [[{ AlarmName: 'A', StateValue: '' }, { AlarmName: 'B', StateValue: 'OK' }]], [['B', 'OK']]],
  ['one without a name', [[{ StateValue: 'OK' }]], []],
])('%s', async (_, pages, states) => {
  expect([...await healthOf(...pages).alarmStates(['A', 'B'])]).toEqual(states);
});

test('no answer is a failure that may pass', async () => {
  const send = async () => {
    throw Object.assign(new Error('socket hang up'), { name: 'TimeoutError' });
  };
  await expect(new CloudWatchHealth({ send } as unknown as CloudWatchClient).alarmStates(['A'])).rejects.toBeInstanceOf(RetryableFailure);
});

test('a move that an answer tells nothing of its alarm is not taken for quiet', async () => {
  const bench = new Workbench();
  const verification = { ...bench.declaration.verification, alarmNames: ['Health'], bakeSeconds: 60 };
  bench.alarmStates = new Map([['Health', 'OK']]);
  await bench.invoke(bench.request({ declaration: { ...bench.declaration, verification } }), 60);
  bench.alarmStates = new Map();

  await expect(bench.runRequest(bench.request({ declaration: { ...bench.declaration, verification } })))
    .rejects.toThrow('whether alarm Health went into ALARM could not be read. The move is held');

  expect(bench.journal.filter(({ event }) => event === 'alarms-unread').map(({ cause }) => cause)).toContain('describing alarms: CloudWatch answered without Health');
});
