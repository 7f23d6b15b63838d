/** What CloudFormation does to a custom resource, played through CDK's real provider framework. */
import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { CfnPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Function } from 'aws-cdk-lib/aws-lambda';
import { Behaviour, demo, driver, sightings, statuses, statusesOf, trace, two } from './provider-app';
import { CustomResourceRequest } from '../../../tools/rehearsal/cloudformation/driver';

const FAILED_MESSAGE = 'Received response status [FAILED] from custom resource. Message returned: ';

const words = ({ RequestType, PhysicalResourceId = '-' }: CustomResourceRequest) => `${RequestType} ${PhysicalResourceId}`;

describe('a custom resource that works', () => {
  test('is polled at the provider\'s interval until it is complete', async () => {
    const { cloudFormation, clock } = driver();
    const start = clock.now();

    const result = await cloudFormation.deploy(demo({ IsComplete: '2' }));

    expect(result).toMatchObject({ status: 'CREATE_COMPLETE', succeeded: true, changed: true, failures: [] });
    expect(sightings(cloudFormation).map(({ where, RequestType, at }) => [where, RequestType, at - start])).toEqual([
      ['onEvent', 'Create', 0],
      ['isComplete', 'Create', 0],
      ['isComplete', 'Create', 10_000],
      ['isComplete', 'Create', 20_000],
      ['answer', 'Create', 20_000],
    ]);
    // The answer is there before the function that gave it, and the waiter behind that, are through.
    await clock.sleep(1000);
    expect(cloudFormation.executions.map(({ attempts, status }) => ({ attempts, status }))).toEqual([{ attempts: 3, status: 'SUCCEEDED' }]);
  });

  test('gets every property as a string, however deep', async () => {
    const { cloudFormation } = driver();

    await cloudFormation.deploy(demo({ Count: 3, Wanted: true, Nested: { List: [1, false, 'x'] } }));

    const [{ ServiceToken, ...properties }] = cloudFormation.customResourceRequests.map((request) => request.ResourceProperties);
    expect(properties).toEqual({ Count: '3', Wanted: 'true', Nested: { List: ['1', 'false', 'x'] } });
    expect(ServiceToken).toMatch(/^arn:aws:lambda:eu-west-1:111122223333:function:Demo-Providerframework/);
  });

  test('is not asked again when nothing in its properties changes', async () => {
    const { cloudFormation } = driver();
    await cloudFormation.deploy(demo({ Size: 1 }));

    const result = await cloudFormation.deploy(demo({ Size: 1 }));

    expect(result).toMatchObject({ status: 'CREATE_COMPLETE', changed: false, succeeded: true });
    expect(cloudFormation.customResourceRequests.map(words)).toEqual(['Create -']);
  });

  test('gives its data to Fn::GetAtt, and NoEcho data is shown to nobody', async () => {
    const { cloudFormation } = driver();
    const input = demo({ Data: { Key: 'hidden' }, NoEcho: 'true' }, {
      more: (stack, thing) => new CfnOutput(stack, 'Key', { value: thing!.getAttString('Key') }),
    });

    const { outputs } = await cloudFormation.deploy(input);

    // Outputs are not masked: the CloudFormation guide warns of just that.
    expect(outputs).toEqual({ Key: 'hidden' });
    expect(cloudFormation.describeResources('Demo').find(({ logicalId }) => logicalId === 'Thing')?.attributes).toEqual({ Key: '*****' });
  });
});

describe('a Create that fails', () => {
  test('is followed by a Delete with the physical id that was answered', async () => {
    const { cloudFormation } = driver();

    const result = await cloudFormation.deploy(demo({ IsComplete: 'throws', Id: 'half-made' }));

    expect(result.status).toBe('ROLLBACK_COMPLETE');
    expect(result.failures).toEqual([{ logicalId: 'Thing', reason: expect.stringContaining(`${FAILED_MESSAGE}isComplete refused\n`) }]);
    expect(trace(cloudFormation)).toEqual([
      'onEvent Create -', 'isComplete Create half-made',
      'onEvent Delete half-made', 'isComplete Delete half-made', 'answer Delete half-made',
    ]);
    expect(statuses(cloudFormation)).toEqual(['CREATE_IN_PROGRESS', 'ROLLBACK_IN_PROGRESS', 'ROLLBACK_COMPLETE']);
  });

  test('in onEvent is followed by a Delete that the framework swallows', async () => {
    const { cloudFormation } = driver();

    await cloudFormation.deploy(demo({ OnEvent: 'throws' }));

    expect(cloudFormation.customResourceRequests.map(words)).toEqual(['Create -', 'Delete AWSCDK::CustomResourceProviderFramework::CREATE_FAILED']);
    expect(trace(cloudFormation)).toEqual(['onEvent Create -']);
  });

  test('leaves a stack that can only be deleted', async () => {
    const { cloudFormation } = driver();
    const { stackId } = await cloudFormation.deploy(demo({ IsComplete: 'throws' }));

    await expect(cloudFormation.deploy(demo({}))).rejects.toThrow(`Stack:${stackId} is in ROLLBACK_COMPLETE state and can not be updated.`);
    expect(await cloudFormation.destroy('Demo')).toBe('DELETE_COMPLETE');
    expect((await cloudFormation.deploy(demo({}))).status).toBe('CREATE_COMPLETE');
  });

  test('and whose Delete fails too leaves the stack in ROLLBACK_FAILED', async () => {
    const { cloudFormation } = driver();

    const { status } = await cloudFormation.deploy(demo({ IsComplete: 'throws', OnDelete: 'throws' }));

    expect(status).toBe('ROLLBACK_FAILED');
    expect(statusesOf(cloudFormation, 'Thing').map((each) => each.split(':')[0])).toEqual([
      'CREATE_IN_PROGRESS', 'CREATE_FAILED', 'DELETE_IN_PROGRESS', 'DELETE_FAILED',
    ]);
  });

  test('because nothing answers within the service timeout gets a Delete with an id that was never returned', async () => {
    const { cloudFormation, clock } = driver();
    const start = clock.now();

    const { failures } = await cloudFormation.deploy(demo({ IsComplete: 'never' }, { totalTimeout: Duration.minutes(50), serviceTimeout: Duration.seconds(95) }));

    const [create] = cloudFormation.customResourceRequests;
    expect(failures[0].reason).toBe(
      `CloudFormation did not receive a response from your custom resource. Please check your logs for requestId [${create.RequestId}].`);
    const failed = cloudFormation.events.find(({ status }) => status === 'CREATE_FAILED')!;
    expect(failed.timestamp - start).toBe(95_000);
    expect(cloudFormation.customResourceRequests[1].PhysicalResourceId).toMatch(/^Demo-Thing-[A-Z2-7]{12}$/);
  });

  test('because the waiter runs out of polls is reported by the framework itself', async () => {
    const { cloudFormation, clock } = driver();
    const start = clock.now();

    const { failures } = await cloudFormation.deploy(demo({ IsComplete: 'never' }, { totalTimeout: Duration.minutes(1) }));

    expect(failures).toEqual([{ logicalId: 'Thing', reason: `${FAILED_MESSAGE}Operation timed out` }]);
    expect(cloudFormation.executions[0].attempts).toBe(7);
    // The interval is waited for after each but the last attempt.
    expect(cloudFormation.events.find(({ status }) => status === 'CREATE_FAILED')!.timestamp - start).toBe(60_000);
  });
});

describe('an Update that fails', () => {
  test('is followed by a second Update with old and new properties swapped', async () => {
    const { cloudFormation } = driver();
    await cloudFormation.deploy(demo({ Size: 1 }));

    const { status } = await cloudFormation.deploy(demo({ Size: 2, IsComplete: 'throws' }));

    expect(status).toBe('UPDATE_ROLLBACK_COMPLETE');
    const [, forward, back] = cloudFormation.customResourceRequests;
    expect(cloudFormation.customResourceRequests.map(words)).toEqual(['Create -', 'Update thing', 'Update thing']);
    expect(forward.OldResourceProperties).toMatchObject({ Size: '1' });
    expect(forward.ResourceProperties).toMatchObject({ Size: '2', IsComplete: 'throws' });
    expect(back.OldResourceProperties).toEqual(forward.ResourceProperties);
    expect(back.ResourceProperties).toEqual(forward.OldResourceProperties);
    expect(statuses(cloudFormation).slice(2)).toEqual([
      'UPDATE_IN_PROGRESS', 'UPDATE_ROLLBACK_IN_PROGRESS', 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS', 'UPDATE_ROLLBACK_COMPLETE',
    ]);
  });

  test('elsewhere in the stack swaps the properties of the one that had succeeded', async () => {
    const { cloudFormation } = driver();
    await cloudFormation.deploy(two({ Size: 1, Id: 'first' }, { Size: 1, Id: 'second' }, true));

    await cloudFormation.deploy(two({ Size: 2, Id: 'first' }, { Size: 2, Id: 'second', OnEvent: 'throws' }, true));

    const updates = cloudFormation.customResourceRequests.filter(({ RequestType }) => RequestType === 'Update');
    expect(updates.map(({ LogicalResourceId, ResourceProperties, OldResourceProperties }) =>
      `${LogicalResourceId} ${String(OldResourceProperties?.Size)} to ${String(ResourceProperties.Size)}`)).toEqual([
      'Thing 1 to 2', 'Other 1 to 2', 'Thing 2 to 1', 'Other 2 to 1',
    ]);
  });

  test('on the way back too leaves the stack in UPDATE_ROLLBACK_FAILED, which cannot be updated but can be deleted', async () => {
    const { cloudFormation } = driver();
    await cloudFormation.deploy(demo({ Size: 1, OnUpdate: 'throws' }));

    const { status, succeeded } = await cloudFormation.deploy(demo({ Size: 2, OnUpdate: 'throws' }));

    expect({ status, succeeded }).toEqual({ status: 'UPDATE_ROLLBACK_FAILED', succeeded: false });
    await expect(cloudFormation.deploy(demo({ Size: 3 }))).rejects.toThrow('is in UPDATE_ROLLBACK_FAILED state and can not be updated.');
    expect(await cloudFormation.destroy('Demo')).toBe('DELETE_COMPLETE');
  });
});

describe('a new physical id', () => {
  test('has the old one deleted in the clean-up phase, with its own properties', async () => {
    const { cloudFormation } = driver();
    await cloudFormation.deploy(demo({ Id: 'one', Size: 1 }));

    await cloudFormation.deploy(demo({ Id: 'two', Size: 2 }));

    expect(cloudFormation.customResourceRequests.map(words)).toEqual(['Create -', 'Update one', 'Delete one']);
    expect(cloudFormation.customResourceRequests[2].ResourceProperties).toMatchObject({ Id: 'one', Size: '1' });
    const order = cloudFormation.events.map(({ logicalId, status }) => `${logicalId} ${status}`);
    expect(order.slice(order.indexOf('Demo UPDATE_COMPLETE_CLEANUP_IN_PROGRESS'))).toEqual([
      'Demo UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', 'Thing DELETE_IN_PROGRESS', 'Thing DELETE_COMPLETE', 'Demo UPDATE_COMPLETE',
    ]);
  });

  test('is deleted in the rollback\'s clean-up when the stack goes back', async () => {
    const { cloudFormation } = driver();
    await cloudFormation.deploy(two({ Id: 'one' }, { Id: 'second', Size: 1 }, true));

    await cloudFormation.deploy(two({ Id: 'two' }, { Id: 'second', Size: 2, IsComplete: 'throws' }, true));

    expect(cloudFormation.customResourceRequests.filter(({ LogicalResourceId }) => LogicalResourceId === 'Thing').map(words)).toEqual([
      'Create -', 'Update one', 'Update two', 'Delete two',
    ]);
    expect(cloudFormation.describeResources('Demo').find(({ logicalId }) => logicalId === 'Thing')?.physicalId).toBe('one');
  });
});

describe('a Delete that fails', () => {
  test('leaves the stack in DELETE_FAILED, and the next one tries again', async () => {
    const { cloudFormation } = driver();
    await cloudFormation.deploy(demo({ OnDelete: 'throws' }));

    expect(await cloudFormation.destroy('Demo')).toBe('DELETE_FAILED');

    // Nothing that the resource needs is gone: its provider still runs.
    expect(cloudFormation.describeResources('Demo').find(({ logicalId }) => logicalId === 'Thing')?.status).toBe('DELETE_FAILED');
    expect(await cloudFormation.destroy('Demo')).toBe('DELETE_FAILED');
    expect(cloudFormation.customResourceRequests.map(words)).toEqual(['Create -', 'Delete thing', 'Delete thing']);
  });

  test('in a clean-up phase does not fail the update', async () => {
    const { cloudFormation } = driver();
    await cloudFormation.deploy(demo({ OnDelete: 'throws' }));

    const { status } = await cloudFormation.deploy(demo(undefined));

    expect(status).toBe('UPDATE_COMPLETE');
    expect(statusesOf(cloudFormation, 'Thing').slice(-1)[0]).toContain('DELETE_FAILED');
    expect(cloudFormation.describeResources('Demo').map(({ logicalId }) => logicalId)).not.toContain('Thing');
  });
});

describe('answers that break the rules count as failures', () => {
  test.each<[string, Behaviour, string]>([
    ['longer than 4096 bytes', { Data: { Long: 'x'.repeat(4096) } }, 'Response object is too long.'],
    ['a physical id longer than 1 KB', { Id: 'x'.repeat(1025) }, 'Invalid PhysicalResourceId'],
  ])('%s', async (_name, behaviour, reason) => {
    const { cloudFormation } = driver();

    const { failures } = await cloudFormation.deploy(demo(behaviour));

    expect(failures).toEqual([{ logicalId: 'Thing', reason: FAILED_MESSAGE + reason }]);
  });

  test('while exactly 4096 bytes are fine', async () => {
    const { cloudFormation } = driver();
    await cloudFormation.deploy(demo({}));
    const [{ StackId, RequestId }] = cloudFormation.customResourceRequests;
    const empty = {
      Status: 'SUCCESS', Reason: 'SUCCESS', StackId, RequestId, PhysicalResourceId: 'thing', LogicalResourceId: 'Thing', NoEcho: false, Data: { Long: '' },
    };
    const sized = (bytes: number) => demo({ Data: { Long: 'x'.repeat(bytes - JSON.stringify(empty).length) } });

    expect((await driver().cloudFormation.deploy(sized(4096))).status).toBe('CREATE_COMPLETE');
    expect((await driver().cloudFormation.deploy(sized(4097))).failures[0].reason).toContain('Response object is too long.');
  });

  test('while exactly 1 KB of physical id is fine', async () => {
    const { cloudFormation } = driver();

    expect((await cloudFormation.deploy(demo({ Id: 'x'.repeat(1024) }))).status).toBe('CREATE_COMPLETE');
  });
});

test('policies of the new template are in force before the clean-up phase\'s Delete arrives', async () => {
  const happened: string[] = [];
  const { cloudFormation } = driver({
    authorizer: undefined,
    roles: { register: (_accessKeyId, _name, documents) => happened.push(JSON.stringify(documents).includes('ec2:New') ? 'new policy' : 'other policy') },
  });
  const allowing = (action: string) => (stack: Stack) => (stack.node.findChild('OnEvent') as Function)
    .addToRolePolicy(new PolicyStatement({ actions: [action], resources: ['*'] }));
  await cloudFormation.deploy(demo({}, { more: allowing('ec2:Old') }));
  happened.length = 0;
  cloudFormation.onEvent(({ logicalId, status }) => happened.push(`${logicalId} ${status}`));

  await cloudFormation.deploy(demo(undefined, { more: allowing('ec2:New') }));

  expect(happened.indexOf('new policy')).toBeGreaterThan(-1);
  expect(happened.indexOf('new policy')).toBeLessThan(happened.indexOf('Thing DELETE_IN_PROGRESS'));
});

test('a function that its role does not let invoke the handlers fails the resource', async () => {
  const { cloudFormation } = driver();
  const input = demo({}, {
    more: (stack) => {
      const policy = stack.node.findChild('Provider').node.findChild('framework-onEvent').node.findChild('ServiceRole').node.findChild('DefaultPolicy');
      (policy.node.defaultChild as CfnPolicy).addPropertyOverride('PolicyDocument.Statement.0.Action', 'lambda:ListFunctions');
    },
  });

  const { failures } = await cloudFormation.deploy(input);

  expect(failures[0].reason).toContain('lambda:InvokeFunction');
  expect(trace(cloudFormation)).toEqual([]);
});
