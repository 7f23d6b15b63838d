/** How an update is undone, under every answer that CloudFormation may give: in which order, from where, and by how many attempts. */
import { Stack } from 'aws-cdk-lib';
import { CfnTransitGatewayRoute, CfnVPNConnection } from 'aws-cdk-lib/aws-ec2';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import { demo, driver, statuses, statusesOf, two } from './provider-app';
import { BGP, connectionStack, dynamicValues, estate } from './vpn-app';
import { CloudFormation, CustomResourceRequest, FailAt, Unknowns } from '../../../tools/rehearsal/cloudformation/driver';

const ORDERS: Unknowns['rollbackOrder'][] = ['dependencies-first', 'dependents-first'];
const words = ({ RequestType, PhysicalResourceId = '-' }: CustomResourceRequest) => `${RequestType} ${PhysicalResourceId}`;
const physicalId = (cloudFormation: CloudFormation, logicalId: string) =>
  cloudFormation.describeResources('Demo').find((each) => each.logicalId === logicalId)?.physicalId;

describe('the order of a rollback', () => {
  const group = (retention: number, DependsOn: readonly string[] = []) => ({ Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays: retention }, DependsOn });
  const chain = (retention: number) => ({
    stackName: 'Demo', assemblyDirectory: __dirname,
    template: { Resources: { A: group(retention), B: group(retention, ['A']), C: group(retention, ['B']), D: group(retention, ['C']) } },
  });

  test.each<[Unknowns['rollbackOrder'], string]>([['dependencies-first', 'ABC'], ['dependents-first', 'CBA']])('%s: %s', async (rollbackOrder, expected) => {
    const failAt: FailAt = ({ logicalId, action, moment }) => (logicalId === 'D' && action === 'update' && moment === 'before' ? 'no' : undefined);
    const { cloudFormation } = driver({ unknowns: { rollbackOrder, failedUpdateOfNativeResource: 'is-left' }, failAt });
    await cloudFormation.deploy(chain(1));

    expect((await cloudFormation.deploy(chain(3))).status).toBe('UPDATE_ROLLBACK_COMPLETE');

    const back = cloudFormation.events.slice(cloudFormation.events.findIndex(({ status }) => status === 'UPDATE_ROLLBACK_IN_PROGRESS'));
    expect(back.filter(({ status }) => status === 'UPDATE_IN_PROGRESS').map(({ logicalId }) => logicalId).join('')).toBe(expected);
  });

  const failing = (stack: Stack, { ref }: CfnVPNConnection) =>
    void new CfnTransitGatewayRoute(stack, 'Bad', { transitGatewayRouteTableId: ref, destinationCidrBlock: '10.1.0.0/16', blackhole: true });

  test.each(ORDERS)('%s: a connection goes back to the customer gateway that it had', async (rollbackOrder) => {
    const { network, cloudFormation, calls, connection } = estate({ dynamicValues, unknowns: { rollbackOrder } });
    const gateway = { vpnGatewayId: network.seed.vpnGateway() };
    const { outputs: { Id: id } } = await cloudFormation.deploy(connectionStack({ gateway, ...BGP }));
    const device = connection(id).CustomerGatewayId;
    calls.length = 0;

    const { status } = await cloudFormation.deploy(connectionStack({ gateway, ...BGP, ipAddress: '203.0.113.2' }, failing));

    expect(status).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(calls).toEqual(['CreateCustomerGateway', 'ModifyVpnConnection', 'CreateTransitGatewayRoute', 'ModifyVpnConnection', 'DeleteCustomerGateway']);
    expect(connection(id)).toMatchObject({ State: 'available', CustomerGatewayId: device });
    expect(physicalId(cloudFormation, 'Device')).toBe(device);
  });

  test.each(ORDERS)('%s: what was deleted to make place is made again before what refers to it', async (rollbackOrder) => {
    const { network, cloudFormation, connection } = estate({ dynamicValues, unknowns: { rollbackOrder, vpnConnectionSchema: 'gateways-create-only' } });
    const [one, other] = [network.seed.vpnGateway(), network.seed.vpnGateway()];
    const on = (vpnGatewayId: string) => ({ gateway: { vpnGatewayId }, routes: ['10.1.0.0/16'] });
    await cloudFormation.deploy(connectionStack(on(one)));

    expect((await cloudFormation.deploy(connectionStack(on(other), failing))).status).toBe('UPDATE_ROLLBACK_COMPLETE');

    const made = connection(physicalId(cloudFormation, 'Connection')!);
    expect(made).toMatchObject({ State: 'available', VpnGatewayId: one });
    expect(made.Routes?.filter(({ State }) => State === 'available').map((route) => route.DestinationCidrBlock)).toEqual(['10.1.0.0/16']);
  });
});

test.each<[Unknowns['failedUpdateOfNativeResource'], string[], string]>([
  ['is-updated-back', ['ModifyVpnConnection', 'ModifyVpnConnection'], 'virtual private gateway'],
  ['is-left', ['ModifyVpnConnection'], 'transit gateway'],
])('a connection that moved, and failed to become stable, %s', async (failedUpdateOfNativeResource, expected, where) => {
  const failAt: FailAt = ({ action, moment, stackStatus }) =>
    (action === 'update' && moment === 'after' && stackStatus === 'UPDATE_IN_PROGRESS' ? 'NotStabilized' : undefined);
  const { network, cloudFormation, calls, connection } = estate({ dynamicValues, unknowns: { failedUpdateOfNativeResource }, failAt });
  const vpnGatewayId = network.seed.vpnGateway();
  const { transitGatewayId } = network.seed.transitGateway();
  const { outputs: { Id: id } } = await cloudFormation.deploy(connectionStack({ gateway: { vpnGatewayId }, ...BGP }));
  calls.length = 0;

  const { status } = await cloudFormation.deploy(connectionStack({ gateway: { transitGatewayId }, ...BGP }));

  expect({ status, calls }).toEqual({ status: 'UPDATE_ROLLBACK_COMPLETE', calls: expected });
  expect(statusesOf(cloudFormation, 'Connection').at(-1)).toBe('UPDATE_COMPLETE');
  expect(connection(id).TransitGatewayId === undefined ? 'virtual private gateway' : 'transit gateway').toBe(where);
});

describe('what the deployment has not come to, and names an attribute that is another one by then', () => {
  /** Behind the custom resource something fails, so that the group that is named by its answer is never come to. */
  const stack = (size: number) => demo({ Counts: 'true', Size: size }, {
    more: (scope, thing) => {
      const failing = new CfnLogGroup(scope, 'Failing', { retentionInDays: size });
      failing.node.addDependency(thing!);
      new CfnLogGroup(scope, 'Named', { logGroupName: `group-${thing!.getAttString('Answer')}` }).node.addDependency(failing);
    },
  });
  const failAt: FailAt = ({ logicalId, action, moment }) => (logicalId === 'Failing' && action === 'update' && moment === 'before' ? 'no' : undefined);

  test.each<[Unknowns['resourceOfChangedAttributeInRollback'], string]>([['is-made-anew', 'group-3'], ['is-left', 'group-1']])('%s: %s', async (value, expected) => {
    const { cloudFormation } = driver({ unknowns: { resourceOfChangedAttributeInRollback: value, failedUpdateOfNativeResource: 'is-left' }, failAt });
    await cloudFormation.deploy(stack(1));

    expect((await cloudFormation.deploy(stack(3))).status).toBe('UPDATE_ROLLBACK_COMPLETE');

    expect(physicalId(cloudFormation, 'Named')).toBe(expected);
  });
});

describe('a custom resource whose Update fails with a new physical id', () => {
  test.each<[Unknowns['idOfFailedUpdate'], string[]]>([
    ['adopted', ['Update one', 'Update two', 'Delete two']],
    ['ignored', ['Update one', 'Update one']],
    ['deleted', ['Update one', 'Delete two']],
  ])('the id is %s', async (idOfFailedUpdate, expected) => {
    const { cloudFormation } = driver({ unknowns: { idOfFailedUpdate } });
    await cloudFormation.deploy(demo({ Id: 'one', Size: 1 }));

    const { status } = await cloudFormation.deploy(demo({ Id: 'two', Size: 2, OnUpdate: 'throws' }));

    expect(status).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(cloudFormation.customResourceRequests.slice(1).map(words)).toEqual(expected);
    expect(physicalId(cloudFormation, 'Thing')).toBe('one');
    // The Delete is for what the new properties made, whichever way it came to that.
    const deleted = cloudFormation.customResourceRequests.find(({ RequestType }) => RequestType === 'Delete');
    expect(deleted?.ResourceProperties.Size).toBe(expected.includes('Delete two') ? '2' : undefined);
    expect((await cloudFormation.deploy(demo({ Id: 'one', Size: 1 }))).changed).toBe(false);
  });
});

describe('a custom resource whose Update succeeded with a new physical id, before another one failed', () => {
  type Reading = Pick<Unknowns, 'rollbackOrder' | 'replacedCustomResourceInRollback' | 'deleteOfReplacedCustomResource'>;
  const before = () => two({ Id: 'one', Size: 1 }, { Id: 'second', Size: 1 }, true);
  const rolledBack = async (unknowns: Reading, onDelete = '0', failAt?: FailAt) => {
    const { cloudFormation } = driver({ unknowns, failAt });
    await cloudFormation.deploy(before());
    const { status } = await cloudFormation.deploy(two({ Id: 'two', Size: 2, OnDelete: onDelete }, { Id: 'second', Size: 2, IsComplete: 'throws' }, true));
    return { cloudFormation, status };
  };
  const sentBack = (cloudFormation: CloudFormation) => cloudFormation.customResourceRequests.slice(4).map((request) =>
    `${words(request)} of size ${String(request.ResourceProperties.Size)}`);
  const [there, gone, other] = ['Update two of size 1', 'Delete two of size 2', 'Update second of size 1'];

  test.each<[Reading['replacedCustomResourceInRollback'], Reading['deleteOfReplacedCustomResource'], Reading['rollbackOrder'], string[]]>([
    ['is-updated-back', 'in-the-clean-up', 'dependencies-first', [there, other, gone]],
    ['is-updated-back', 'in-the-clean-up', 'dependents-first', [other, there, gone]],
    ['is-updated-back', 'in-its-turn', 'dependencies-first', [there, gone, other]],
    ['is-updated-back', 'in-its-turn', 'dependents-first', [other, there, gone]],
    ['is-deleted', 'in-the-clean-up', 'dependencies-first', [other, gone]],
    ['is-deleted', 'in-the-clean-up', 'dependents-first', [other, gone]],
    ['is-deleted', 'in-its-turn', 'dependencies-first', [gone, other]],
    ['is-deleted', 'in-its-turn', 'dependents-first', [other, gone]],
  ])('%s, %s, %s', async (replacedCustomResourceInRollback, deleteOfReplacedCustomResource, rollbackOrder, expected) => {
    const reading = { rollbackOrder, replacedCustomResourceInRollback, deleteOfReplacedCustomResource };
    const { cloudFormation, status } = await rolledBack(reading);
    expect([status, sentBack(cloudFormation), physicalId(cloudFormation, 'Thing')]).toEqual(['UPDATE_ROLLBACK_COMPLETE', expected, 'one']);
    expect((await cloudFormation.deploy(before())).changed).toBe(false);
  });

  const inItsTurn = (replacedCustomResourceInRollback: Reading['replacedCustomResourceInRollback']): Reading =>
    ({ rollbackOrder: 'dependencies-first', replacedCustomResourceInRollback, deleteOfReplacedCustomResource: 'in-its-turn' });

  test.each(['is-updated-back', 'is-deleted'] as const)('%s: a Delete that fails in its turn fails the rollback, and is passed over', async (reading) => {
    const { cloudFormation, status } = await rolledBack(inItsTurn(reading), 'throws');
    expect([status, sentBack(cloudFormation).at(-1)]).toEqual(['UPDATE_ROLLBACK_FAILED', gone]);
    expect(await cloudFormation.continueUpdateRollback('Demo', ['Thing'])).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(sentBack(cloudFormation).filter((each) => each === gone)).toHaveLength(1);
    expect(sentBack(cloudFormation).at(-1)).toBe(other);
    expect((await cloudFormation.deploy(before())).changed).toBe(false);
  });

  test.each(['is-updated-back', 'is-deleted'] as const)('%s: and is tried again when the rollback is continued', async (reading) => {
    const once: string[] = [];
    const failAt: FailAt = ({ action, moment }) => (action === 'delete' && moment === 'before' && once.push(action) === 1 ? 'not yet' : undefined);
    const { cloudFormation, status } = await rolledBack(inItsTurn(reading), '0', failAt);
    expect(status).toBe('UPDATE_ROLLBACK_FAILED');
    expect(await cloudFormation.continueUpdateRollback('Demo')).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(sentBack(cloudFormation).slice(-2)).toEqual([gone, other]);
  });
});

describe('a clean-up that cannot delete', () => {
  test.each<[Unknowns['deletesInCleanUp'], number]>([['three-times', 3], ['once', 1]])('tries %s, and the update has succeeded all the same', async (deletesInCleanUp, times) => {
    const { cloudFormation } = driver({ unknowns: { deletesInCleanUp } });
    await cloudFormation.deploy(demo({ Id: 'one', OnDelete: 'throws' }));

    expect(await cloudFormation.deploy(demo({ Id: 'two' }))).toMatchObject({ status: 'UPDATE_COMPLETE', succeeded: true });

    expect(cloudFormation.customResourceRequests.slice(2).map(words)).toEqual(Array(times).fill('Delete one'));
    expect(statuses(cloudFormation).slice(-2)).toEqual(['UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', 'UPDATE_COMPLETE']);
  });

  test('after a rollback has rolled back all the same', async () => {
    const { cloudFormation } = driver();
    const before = () => two({ Id: 'one' }, { Id: 'second', Size: 1 }, true);
    await cloudFormation.deploy(before());

    const { status } = await cloudFormation.deploy(two({ Id: 'two', OnDelete: 'throws' }, { Id: 'second', Size: 2, IsComplete: 'throws' }, true));

    expect(status).toBe('UPDATE_ROLLBACK_COMPLETE');
    const toThing = cloudFormation.customResourceRequests.filter(({ LogicalResourceId }) => LogicalResourceId === 'Thing');
    expect(toThing.map(words)).toEqual(['Create -', 'Update one', 'Update two', 'Delete two', 'Delete two', 'Delete two']);
    expect(cloudFormation.events.at(-1)?.reason).toBe('One or more resources could not be deleted: [Thing].');
    expect((await cloudFormation.deploy(before())).changed).toBe(false);
  });

  test('the first time can the second time', async () => {
    const tried: string[] = [];
    const failAt: FailAt = ({ action, moment, stackStatus }) => {
      if (action !== 'delete' || moment !== 'before') return undefined;
      tried.push(stackStatus);
      return tried.length === 1 ? 'not yet' : undefined;
    };
    const { cloudFormation } = driver({ failAt });
    await cloudFormation.deploy(demo({ Id: 'one' }));

    await cloudFormation.deploy(demo({ Id: 'two' }));

    expect(tried).toEqual(['UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS']);
    expect(cloudFormation.events.at(-1)).toMatchObject({ status: 'UPDATE_COMPLETE', reason: undefined });
  });
});

describe('a rollback that failed', () => {
  /** Two custom resources one after the other; the first one's way back fails as long as `broken`. */
  async function failed() {
    const state = { broken: true };
    const failAt: FailAt = ({ logicalId, moment, stackStatus }) => {
      if (moment !== 'before') return undefined;
      if (stackStatus === 'UPDATE_IN_PROGRESS' && logicalId === 'Other') return 'first';
      return state.broken && stackStatus === 'UPDATE_ROLLBACK_IN_PROGRESS' && logicalId === 'Thing' ? 'and on the way back' : undefined;
    };
    const { cloudFormation } = driver({ failAt });
    const sized = (Size: number) => two({ Id: `one-${Size}`, Size }, { Id: 'second', Size }, true);
    await cloudFormation.deploy(sized(1));
    const { status } = await cloudFormation.deploy(sized(2));
    expect(status).toBe('UPDATE_ROLLBACK_FAILED');
    return { state, cloudFormation, sized };
  }
  const toThing = (cloudFormation: CloudFormation) => cloudFormation.customResourceRequests
    .filter(({ LogicalResourceId }) => LogicalResourceId === 'Thing')
    .map((request) => `${words(request)} of size ${String(request.ResourceProperties.Size)}`);

  test('is continued once the cause is mended, and tries again what had failed', async () => {
    const { state, cloudFormation, sized } = await failed();
    state.broken = false;

    expect(await cloudFormation.continueUpdateRollback('Demo')).toBe('UPDATE_ROLLBACK_COMPLETE');

    expect(toThing(cloudFormation)).toEqual([
      'Create - of size 1', 'Update one-1 of size 2', 'Update one-2 of size 1', 'Delete one-2 of size 2',
    ]);
    expect(statuses(cloudFormation).slice(-4)).toEqual([
      'UPDATE_ROLLBACK_FAILED', 'UPDATE_ROLLBACK_IN_PROGRESS', 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS', 'UPDATE_ROLLBACK_COMPLETE',
    ]);
    expect((await cloudFormation.deploy(sized(1))).changed).toBe(false);
  });

  test('fails again while the cause is there, and can pass over the resource', async () => {
    const { cloudFormation, sized } = await failed();

    expect(await cloudFormation.continueUpdateRollback('Demo')).toBe('UPDATE_ROLLBACK_FAILED');
    await expect(cloudFormation.continueUpdateRollback('Demo', ['Nobody'])).rejects.toThrow('Only resources whose rollback failed can be skipped');
    expect(await cloudFormation.continueUpdateRollback('Demo', ['Thing'])).toBe('UPDATE_ROLLBACK_COMPLETE');

    // It still is what the failed update made of it.
    expect(physicalId(cloudFormation, 'Thing')).toBe('one-2');
    expect(toThing(cloudFormation)).toEqual(['Create - of size 1', 'Update one-1 of size 2']);
    expect((await cloudFormation.deploy(sized(1))).changed).toBe(false);
  });

  test('and nothing else can be continued', async () => {
    const { cloudFormation } = driver();
    const { stackId } = await cloudFormation.deploy(demo({}));

    await expect(cloudFormation.continueUpdateRollback('Demo')).rejects.toThrow(`Stack:${stackId} is in CREATE_COMPLETE state`);
  });
});
