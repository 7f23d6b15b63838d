/** Requests that overlap, come twice, or are never answered: what real deployments do to a custom resource on bad days. */
import { demo, driver, Sighting, sightings, statusesOf, trace, two } from './provider-app';
import { CloudFormation } from '../../../tools/rehearsal/cloudformation/driver';

const of = (observed: readonly Sighting[], id: string) => observed.filter(({ PhysicalResourceId }) => PhysicalResourceId === id);

describe('the same request delivered twice', () => {
  test('runs the handlers twice, and the later answer changes nothing', async () => {
    const { cloudFormation, clock } = driver({ redeliverAfterSeconds: ({ RequestType }) => (RequestType === 'Create' ? 5 : undefined) });

    const { status } = await cloudFormation.deploy(demo({ IsComplete: 'works 30' }));
    await clock.sleep(60_000);

    expect(status).toBe('CREATE_COMPLETE');
    expect(trace(cloudFormation)).toEqual([
      'onEvent Create -', 'isComplete Create thing', 'onEvent Create -', 'isComplete Create thing', 'answer Create thing', 'answer Create thing',
    ]);
    expect(new Set(sightings(cloudFormation).map(({ RequestId }) => RequestId)).size).toBe(1);
    expect(statusesOf(cloudFormation, 'Thing')).toEqual(['CREATE_IN_PROGRESS', 'CREATE_COMPLETE']);
  });
});

describe('an operation given up while a request is under way', () => {
  test('cancelling an update lets the old waiter run on beside the rollback\'s Update', async () => {
    const { cloudFormation, clock } = driver();
    await cloudFormation.deploy(demo({ Size: 1 }));
    clock.setTimeout(() => cloudFormation.cancelUpdate('Demo'), 15_000);

    const { status } = await cloudFormation.deploy(demo({ Size: 2, IsComplete: 'works 60' }));
    await clock.sleep(120_000);

    expect(status).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(sightings(cloudFormation).slice(3).map(({ where, ResourceProperties }) => `${where} ${String(ResourceProperties.Size)}`)).toEqual([
      'onEvent 2', 'isComplete 2', 'onEvent 1', 'isComplete 1', 'answer 1', 'answer 2',
    ]);
    expect(statusesOf(cloudFormation, 'Thing').slice(2)).toEqual([
      'UPDATE_IN_PROGRESS', 'UPDATE_FAILED: Resource update cancelled', 'UPDATE_IN_PROGRESS', 'UPDATE_COMPLETE',
    ]);
  });

  test('only an update can be cancelled', async () => {
    const { cloudFormation } = driver();
    await cloudFormation.deploy(demo({}));

    expect(() => cloudFormation.cancelUpdate('Demo')).toThrow('CancelUpdateStack cannot be called from current stack status: CREATE_COMPLETE');
  });

  const waiterOfSlow = ({ executions }: CloudFormation) => executions[0].status;

  test('a Create left behind gets a Delete with an id that the handler never returned', async () => {
    const { cloudFormation, clock } = driver();

    await cloudFormation.deploy(two({ Id: 'slow', IsComplete: 'works 60' }, { Id: 'quick', IsComplete: 'throws' }));
    expect(waiterOfSlow(cloudFormation)).toBe('RUNNING');
    await clock.sleep(120_000);

    const toThing = cloudFormation.customResourceRequests.filter(({ LogicalResourceId }) => LogicalResourceId === 'Thing');
    expect(toThing.map(({ RequestType }) => RequestType)).toEqual(['Create', 'Delete']);
    expect(toThing[1].PhysicalResourceId).toMatch(/^Demo-Thing-[A-Z2-7]{12}$/);
    expect(statusesOf(cloudFormation, 'Thing').slice(0, 2)).toEqual(['CREATE_IN_PROGRESS', 'CREATE_FAILED: Resource creation cancelled']);
    // Its waiter was not stopped, and worked to its end after the Delete had been answered; its role was gone, and could log nothing.
    expect(of(sightings(cloudFormation), 'slow').map(({ where }) => where)).toEqual(['isComplete']);
    expect(waiterOfSlow(cloudFormation)).toBe('SUCCEEDED');
  });

  test('unless CloudFormation waits for it: then the Delete names the real id', async () => {
    const { cloudFormation } = driver({ unknowns: { requestInFlightOnRollback: 'is-awaited' } });

    await cloudFormation.deploy(two({ Id: 'slow', IsComplete: 'works 60' }, { Id: 'quick', IsComplete: 'throws' }));

    expect(of(sightings(cloudFormation), 'slow').map(({ where, RequestType }) => `${where} ${RequestType}`)).toEqual([
      'isComplete Create', 'answer Create', 'onEvent Delete', 'isComplete Delete', 'answer Delete',
    ]);
  });

  test('the stack is shown rolling back while the waiter left behind still runs', async () => {
    const { cloudFormation, clock } = driver();
    const observed: string[] = [];
    await cloudFormation.deploy(demo({ Size: 1, IsComplete: 'works 20' }));
    clock.setTimeout(() => cloudFormation.cancelUpdate('Demo'), 10_000);
    for (const second of [5, 15, 35]) clock.setTimeout(() => observed.push(`${second} s ${String(cloudFormation.describe('Demo')?.stackStatus)}`), second * 1000);

    await cloudFormation.deploy(demo({ Size: 2, IsComplete: 'works 300' }));
    await clock.sleep(60_000);

    expect(observed).toEqual(['5 s UPDATE_IN_PROGRESS', '15 s UPDATE_ROLLBACK_IN_PROGRESS', '35 s UPDATE_ROLLBACK_COMPLETE']);
  });
});

describe('functions that die', () => {
  test('a handler that crashes fails the resource, with Lambda\'s words', async () => {
    const { cloudFormation, clock } = driver();
    clock.setTimeout(() => expect(cloudFormation.function('Demo', 'IsComplete544AE5AD').kill()).toBe(1), 30_000);

    const { failures } = await cloudFormation.deploy(demo({ IsComplete: 'works 60' }));

    expect(failures[0].reason).toMatch(/Message returned: Error: RequestId: [0-9a-f-]{36} Error: Runtime exited with error: signal: killed\n/);
  });

  test('an environment that is lost makes the framework invoke the handler once more', async () => {
    const { cloudFormation, clock } = driver();
    clock.setTimeout(() => cloudFormation.function('Demo', 'IsComplete544AE5AD').kill('environment-lost'), 30_000);

    const { status } = await cloudFormation.deploy(demo({ IsComplete: 'works 60' }));

    expect(status).toBe('CREATE_COMPLETE');
    expect(trace(cloudFormation)).toEqual(['onEvent Create -', 'isComplete Create thing', 'isComplete Create thing', 'answer Create thing']);
    expect(cloudFormation.function('Demo', 'IsComplete544AE5AD').coldStarts).toBe(2);
  });

  test('a framework function that dies is retried by the waiter', async () => {
    const { cloudFormation, clock } = driver();
    clock.setTimeout(() => cloudFormation.function('Demo', 'ProviderframeworkisComplete26D7B0CB').kill(), 30_000);

    const { status } = await cloudFormation.deploy(demo({ IsComplete: 'works 60' }));

    expect(status).toBe('CREATE_COMPLETE');
    expect(cloudFormation.executions[0].attempts).toBe(2);
  });
});

test('a framework function that dies before it starts the waiter is repeated by Lambda itself, a minute later', async () => {
  const { cloudFormation, clock } = driver();
  const start = clock.now();
  clock.setTimeout(() => cloudFormation.function('Demo', 'ProviderframeworkonEvent83C1D0A7').kill(), 10_000);

  const { status } = await cloudFormation.deploy(demo({ OnEvent: 'works 30' }));

  expect(status).toBe('CREATE_COMPLETE');
  expect(sightings(cloudFormation).map(({ where, at }) => `${where} ${at - start}`)).toEqual(['onEvent 0', 'onEvent 70000', 'isComplete 100000', 'answer 100000']);
});
