/** The provider framework's waiter: run as Step Functions would, and nothing else accepted. */
import { VirtualClock } from '../../../tools/rehearsal/clock';
import { FunctionRegistry } from '../../../tools/rehearsal/cloudformation/function-registry';
import { Waiters } from '../../../tools/rehearsal/cloudformation/waiters';
import { FunctionCode, LocalLambda } from '../../../tools/rehearsal/lambda-runtime/local-lambda';

const MACHINE = 'arn:aws:states:eu-west-1:111122223333:stateMachine:waiter';
const arnOf = (name: string) => `arn:aws:lambda:eu-west-1:111122223333:function:${name}`;

function definition({ interval = 10, attempts = 3, backoff = 1 } = {}) {
  return {
    StartAt: 'framework-isComplete-task',
    States: {
      'framework-isComplete-task': {
        End: true,
        Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: interval, MaxAttempts: attempts, BackoffRate: backoff }],
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'framework-onTimeout-task' }],
        Type: 'Task',
        Resource: arnOf('task'),
      },
      'framework-onTimeout-task': { End: true, Type: 'Task', Resource: arnOf('onTimeout') },
    },
  };
}

/** Waiters over two functions whose calls are written down with their time. */
function world(task: string, concurrentExecutions?: number) {
  const clock = new VirtualClock();
  const start = clock.now();
  const functions = new FunctionRegistry(clock, undefined, undefined, concurrentExecutions);
  const put = (name: string, source: string) => functions.set(arnOf(name), new LocalLambda({
    functionName: name,
    functionArn: arnOf(name),
    handler: 'index.handler',
    code: FunctionCode.fromInline(source),
    environment: {},
    timeoutSeconds: 60,
    memoryMegabytes: 128,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'k', secretAccessKey: 's', sessionToken: 't' },
    time: clock,
    onLog: functions.log,
  }));
  put('task', `let n = 0; exports.handler = async (event) => { n += 1; console.log('task ' + event.id); ${task} }`);
  put('busy', 'exports.handler = async () => new Promise((resolve) => setTimeout(resolve, 15_000))');
  put('onTimeout', 'exports.handler = async (event) => console.log("onTimeout " + event.Error + " " + JSON.parse(event.Cause).errorMessage)');
  const observed = () => functions.logLines.filter(({ level }) => level === 'INFO').map(({ at, text }) => `${(at - start) / 1000} ${text}`);
  return { clock, functions, waiters: new Waiters(clock, functions), seen: observed };
}

test('retries at its interval, times its backoff, until the task succeeds', async () => {
  const { clock, waiters, seen: observed } = world('if (n < 4) throw new Error("not yet")');
  waiters.set(MACHINE, JSON.stringify(definition({ attempts: 5, backoff: 2 })), 'k');

  waiters.start(MACHINE, '{"id":"a"}');
  await clock.sleep(3_600_000);

  expect(observed()).toEqual(['0 task a', '10 task a', '30 task a', '70 task a']);
  expect(waiters.executions).toEqual([expect.objectContaining({ attempts: 4, status: 'SUCCEEDED' })]);
});

test('hands the last error to the other task when its attempts are used up', async () => {
  const { clock, waiters, seen: observed } = world('throw Object.assign(new Error("no " + n), { name: "Odd" })');
  waiters.set(MACHINE, JSON.stringify(definition({ attempts: 2 })), 'k');

  waiters.start(MACHINE, '{"id":"a"}');
  await clock.sleep(3_600_000);

  expect(observed()).toEqual(['0 task a', '10 task a', '20 task a', '20 onTimeout Odd no 3']);
});

test('several executions run side by side', async () => {
  const { clock, waiters, seen: observed } = world('await new Promise((resolve) => setTimeout(resolve, 30_000)); console.log("done " + event.id)');
  waiters.set(MACHINE, JSON.stringify(definition()), 'k');

  waiters.start(MACHINE, '{"id":"a"}');
  clock.setTimeout(() => waiters.start(MACHINE, '{"id":"b"}'), 5_000);
  await clock.sleep(60_000);

  expect(observed()).toEqual(['0 task a', '5 task b', '30 done a', '35 done b']);
});

test('a deleted state machine\'s executions end at their next transition', async () => {
  const { clock, waiters, seen: observed } = world('throw new Error("never")');
  waiters.set(MACHINE, JSON.stringify(definition({ attempts: 100 })), 'k');
  waiters.start(MACHINE, '{"id":"a"}');
  clock.setTimeout(() => waiters.delete(MACHINE), 15_000);

  await clock.sleep(60_000);

  expect(observed()).toEqual(['0 task a', '10 task a']);
  expect(waiters.executions[0].status).toBe('ABORTED');
  expect(() => waiters.start(MACHINE, '{}')).toThrow(`State Machine Does Not Exist: '${MACHINE}'`);
});

test('a function that is not there is an error like any other', async () => {
  const { clock, functions, waiters } = world('');
  functions.delete(arnOf('task'));
  functions.delete(arnOf('onTimeout'));
  waiters.set(MACHINE, JSON.stringify(definition()), 'k');

  waiters.start(MACHINE, '{}');
  await clock.sleep(3_600_000);

  expect(waiters.executions).toEqual([expect.objectContaining({ attempts: 4, status: 'FAILED' })]);
});

const other = (change: (states: Record<string, Record<string, unknown>>) => void): object => {
  const changed = definition();
  change(changed.States as never);
  return changed;
};

test.each<[string, object]>([
  ['another task', other((states) => { states.more = { Type: 'Task', End: true, Resource: 'x' }; })],
  ['a wait', other((states) => { states['framework-isComplete-task'].Type = 'Wait'; })],
  ['a second retrier', other((states) => { (states['framework-isComplete-task'].Retry as object[]).push({}); })],
  ['a retrier with jitter', other((states) => { Object.assign((states['framework-isComplete-task'].Retry as object[])[0], { JitterStrategy: 'FULL' }); })],
  ['an error caught by name', other((states) => { states['framework-isComplete-task'].Catch = [{ ErrorEquals: ['Odd'], Next: 'framework-onTimeout-task' }]; })],
  ['a limit of time', { ...definition(), TimeoutSeconds: 5 }],
  ['nothing', {}],
])('a definition with %s is refused', (_what, changed) => {
  expect(() => world('').waiters.set(MACHINE, JSON.stringify(changed), 'k')).toThrow('is not that of a provider framework\'s waiter');
});

test('a task for which the account has no room is retried like one that failed', async () => {
  const { clock, functions, waiters, seen: observed } = world('', 1);
  waiters.set(MACHINE, JSON.stringify(definition()), 'k');
  const busy = functions.invoke(arnOf('busy'), '{}', 'k');

  waiters.start(MACHINE, '{"id":"a"}');
  await clock.sleep(60_000);
  await busy;

  expect(observed()).toEqual(['20 task a']);
  expect(waiters.executions).toEqual([expect.objectContaining({ attempts: 3, status: 'SUCCEEDED' })]);
});

describe('the quotas of Step Functions', () => {
  /** Two events at the beginning, three for each attempt, and the one that says how it ended make 25,000. */
  test.each([[8_332, 'SUCCEEDED'], [8_333, 'FAILED']])('an execution whose attempt %d succeeds: %s', async (succeedsAt, status) => {
    const clock = new VirtualClock();
    const invoked: string[] = [];
    // Thousands of real invocations would take half a minute.
    const invoke = async (arn: string) => {
      invoked.push(arn);
      return invoked.length < succeedsAt ? { payload: '{"errorType":"Retry"}', functionError: 'Unhandled' as const } : { payload: 'null' };
    };
    const waiters = new Waiters(clock, Object.assign(new FunctionRegistry(clock), { invoke }));
    waiters.set(MACHINE, JSON.stringify(definition({ interval: 1, attempts: 10_000 })), 'k');

    waiters.start(MACHINE, '{}');
    await clock.sleep(20_000_000);

    expect(waiters.executions).toEqual([expect.objectContaining({ attempts: 8_332, status })]);
    expect(new Set(invoked)).toEqual(new Set([arnOf('task')]));
  });

  test.each([[0, true], [1, false]])('an execution starts with 256 KiB, and %d bytes more', async (over, starts) => {
    const { clock, waiters } = world('');
    waiters.set(MACHINE, JSON.stringify(definition()), 'k');
    const start = () => waiters.start(MACHINE, JSON.stringify('ü'.padEnd(262_144 - 3 + over)));

    if (starts) expect(start).not.toThrow();
    else expect(start).toThrow('Value at \'input\' failed to satisfy constraint: Member must have length less than or equal to 262144');

    await clock.sleep(1_000);
    expect(waiters.executions).toHaveLength(starts ? 1 : 0);
  });

  test('a failure of more than that reaches no other task', async () => {
    const { clock, waiters, seen: observed } = world('throw new Error("x".repeat(262_144))');
    waiters.set(MACHINE, JSON.stringify(definition({ attempts: 1 })), 'k');

    waiters.start(MACHINE, '{"id":"a"}');
    await clock.sleep(60_000);

    expect(waiters.executions).toEqual([expect.objectContaining({ attempts: 2, status: 'FAILED' })]);
    expect(observed().filter((line) => line.includes('onTimeout'))).toEqual([]);
  });
});
