/** The functions of an account: what Lambda takes from whoever invokes one, and how many may be at work at once. */
import { demo, driver, two } from './provider-app';
import { VirtualClock } from '../../../tools/rehearsal/clock';
import { FunctionRegistry, refusalOfEvent } from '../../../tools/rehearsal/cloudformation/function-registry';
import { FunctionCode, LocalLambda } from '../../../tools/rehearsal/lambda-runtime/local-lambda';

const ARN = 'arn:aws:lambda:eu-west-1:111122223333:function:demo';

/** A function that works for ten seconds and writes down when it began. */
function world(concurrentExecutions?: number) {
  const clock = new VirtualClock();
  const start = clock.now();
  const functions = new FunctionRegistry(clock, undefined, undefined, concurrentExecutions);
  functions.set(ARN, new LocalLambda({
    functionName: 'demo',
    functionArn: ARN,
    handler: 'index.handler',
    code: FunctionCode.fromInline('exports.handler = async () => { console.log("began"); await new Promise((resolve) => setTimeout(resolve, 10_000)); }'),
    environment: {},
    timeoutSeconds: 60,
    memoryMegabytes: 128,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'k', secretAccessKey: 's', sessionToken: 't' },
    time: clock,
    onLog: functions.log,
  }));
  const invoke = async (payload = '{}') => functions.invoke(ARN, payload, 'k');
  return { clock, functions, invoke, began: () => functions.logLines.map(({ at }) => (at - start) / 1000) };
}

test('an account that was not told otherwise has a thousand at work', async () => {
  const { clock, invoke, began } = world();

  const waiting = Array.from({ length: 1_000 }, async () => invoke());
  await expect(invoke()).rejects.toMatchObject({ name: 'TooManyRequestsException', message: 'Rate Exceeded.' });
  await clock.sleep(20_000);
  await Promise.all([...waiting, invoke()]);

  expect(began()).toHaveLength(1_001);
});

test('one too many is refused, until another has come to its end', async () => {
  const { clock, invoke, began } = world(2);

  const waiting = [invoke(), invoke()];
  await expect(invoke()).rejects.toMatchObject({ name: 'TooManyRequestsException' });
  await clock.sleep(10_000);
  await Promise.all(waiting);
  await invoke();

  expect(began()).toEqual([0, 0, 10]);
});

test('an event waits in Lambda\'s queue until there is room', async () => {
  const { clock, functions, began } = world(1);

  await Promise.all([functions.invokeAsynchronously(ARN, '{}'), functions.invokeAsynchronously(ARN, '{}'), clock.sleep(60_000)]);

  // After 1, 3, 7 and 15 seconds.
  expect(began()).toEqual([0, 15]);
});

test('an event that finds no room for six hours is dropped', async () => {
  const { clock, functions, began } = world(0);
  const start = clock.now();

  // Each of the three attempts has six hours of its own.
  await Promise.all([functions.invokeAsynchronously(ARN, '{}'), clock.sleep(24 * 3_600_000)]);

  expect(began()).toEqual([]);
  expect(clock.now() - start).toBeLessThan(24 * 3_600_000 + 1);
});

test('a request has at most 6 MB', async () => {
  const { clock, invoke } = world();
  const sized = (bytes: number) => JSON.stringify('x'.repeat(bytes - 2));

  const fits = invoke(sized(6_291_456));
  await clock.sleep(10_000);
  expect(await fits).toEqual({ payload: 'null' });
  await expect(invoke(sized(6_291_457))).rejects.toMatchObject({
    name: 'RequestTooLargeException', message: 'Request must be smaller than 6291456 bytes for the InvokeFunction operation',
  });
});

test('an event has at most 1 MB', () => {
  expect(refusalOfEvent('x'.repeat(1_048_576))).toBeUndefined();
  expect(refusalOfEvent('x'.repeat(1_048_577))).toBe('1048577 byte payload is too large for the Event invocation type (limit 1048576 bytes)');
});

describe('an account that may have few functions at work', () => {
  test('fails a custom resource whose provider cannot call its handler', async () => {
    const { cloudFormation } = driver({ concurrentExecutions: 1 });

    const { failures } = await cloudFormation.deploy(demo({}));

    expect(failures).toEqual([{ logicalId: 'Thing', reason: expect.stringContaining('TooManyRequestsException: Rate Exceeded.') }]);
  });

  test('deploys with enough of them, and one resource after the other needs no more', async () => {
    const { cloudFormation } = driver({ concurrentExecutions: 2 });

    expect((await cloudFormation.deploy(two({ IsComplete: '1' }, { IsComplete: '1' }, true))).status).toBe('CREATE_COMPLETE');
  });
});
