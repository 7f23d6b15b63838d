/** Resources that fail on purpose, at every point of a deployment, around a VPN connection that changes its gateway. */
import { CfnResource } from 'aws-cdk-lib';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import { statusesOf } from './provider-app';
import { BGP, ConnectionOptions, connectionStack, dynamicValues, estate } from './vpn-app';
import { CloudFormation, FailAt, StackEvent, Step } from '../../../tools/rehearsal/cloudformation/driver';

/** The stack's own events, and the failures of the resources that come one after the other. */
const course = (events: readonly StackEvent[]) => events
  .filter(({ logicalId }) => logicalId !== 'Beside')
  .filter(({ type, status }) => type === 'AWS::CloudFormation::Stack' || status.endsWith('FAILED'))
  .map(({ logicalId, status }) => `${logicalId} ${status}`);

/** A connection on a virtual private gateway, log groups before it, after it and beside it, and then the edited template. */
async function edited(failAt: (cloudFormation: () => CloudFormation) => FailAt) {
  const world: ReturnType<typeof estate> = estate({ dynamicValues, failAt: failAt(() => world.cloudFormation) });
  const { network, cloudFormation, calls, connection } = world;
  const vpnGatewayId = network.seed.vpnGateway();
  const { transitGatewayId } = network.seed.transitGateway();
  const stack = (gateway: ConnectionOptions['gateway'], retentionInDays: number) => connectionStack({ gateway, ...BGP }, (scope, vpn) => {
    const group = (id: string) => new CfnLogGroup(scope, id, { logGroupName: id, retentionInDays }) as CfnResource;
    const [before, between, after] = [group('Before'), group('Between'), group('After')];
    vpn.addDependency(before);
    between.addDependency(vpn);
    after.addDependency(between);
    group('Beside');
  });
  const { outputs: { Id: id } } = await cloudFormation.deploy(stack({ vpnGatewayId }, 1));
  const start = cloudFormation.events.length;
  calls.length = 0;
  const result = await cloudFormation.deploy(stack({ transitGatewayId }, 3));
  return { ...world, ...result, calls, course: course(cloudFormation.events.slice(start)), seen: connection(id), vpnGatewayId };
}

const forward = ({ stackStatus }: Step) => stackStatus === 'UPDATE_IN_PROGRESS';

describe('an update whose resource fails', () => {
  test.each<[string, Step['moment'], string[]]>([
    ['Before', 'before', []],
    ['Before', 'after', []],
    ['Connection', 'before', ['ModifyVpnConnection']],
    ['Connection', 'after', ['ModifyVpnConnection', 'ModifyVpnConnection']],
    ['Between', 'before', ['ModifyVpnConnection', 'ModifyVpnConnection']],
    ['After', 'before', ['ModifyVpnConnection', 'ModifyVpnConnection']],
    ['After', 'after', ['ModifyVpnConnection', 'ModifyVpnConnection']],
  ])('%s, %s it was done: the connection ends where it was', async (logicalId, moment, calls) => {
    const result = await edited(() => (step) => (forward(step) && step.logicalId === logicalId && step.moment === moment ? 'it is wanted so' : undefined));

    expect(result).toMatchObject({
      status: 'UPDATE_ROLLBACK_COMPLETE', failures: [{ logicalId, reason: 'it is wanted so' }], calls,
      course: ['Demo UPDATE_IN_PROGRESS', `${logicalId} UPDATE_FAILED`, ...ROLLED_BACK],
      seen: { State: 'available', VpnGatewayId: result.vpnGatewayId },
    });
  });

  const ROLLED_BACK = ['Demo UPDATE_ROLLBACK_IN_PROGRESS', 'Demo UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS', 'Demo UPDATE_ROLLBACK_COMPLETE'];

  test('between the connection and what comes after it: that never begins', async () => {
    const result = await edited(() => (step) => (forward(step) && step.logicalId === 'Between' ? 'no' : undefined));

    expect(result.calls).toEqual(['ModifyVpnConnection', 'ModifyVpnConnection']);
    expect(statusesOf(result.cloudFormation, 'After')).toEqual(['CREATE_IN_PROGRESS', 'CREATE_COMPLETE']);
  });

  test('beside the connection while that is moving: it arrives, is told to be cancelled, and goes back', async () => {
    const result = await edited((cloudFormation) => async (step) => {
      if (!forward(step) || step.logicalId !== 'Beside' || step.moment !== 'before') return undefined;
      await cloudFormation().reaches('Connection', 'UPDATE_IN_PROGRESS');
      return 'in the middle';
    });

    expect(statusesOf(result.cloudFormation, 'Connection').slice(2)).toEqual([
      'UPDATE_IN_PROGRESS', 'UPDATE_FAILED: Resource update cancelled', 'UPDATE_IN_PROGRESS', 'UPDATE_COMPLETE',
    ]);
    expect(result.seen).toMatchObject({ State: 'available', VpnGatewayId: result.vpnGatewayId });
  });
});

test('a rollback whose resource fails leaves the stack in UPDATE_ROLLBACK_FAILED', async () => {
  const result = await edited(() => ({ stackStatus, logicalId, moment }) => {
    if (moment === 'after') return undefined;
    if (stackStatus === 'UPDATE_IN_PROGRESS' && logicalId === 'After') return 'first';
    return stackStatus === 'UPDATE_ROLLBACK_IN_PROGRESS' && logicalId === 'Connection' ? 'and on the way back' : undefined;
  });

  expect(result.status).toBe('UPDATE_ROLLBACK_FAILED');
  expect(result.course.slice(-2)).toEqual(['Connection UPDATE_FAILED', 'Demo UPDATE_ROLLBACK_FAILED']);
});

test.each<[Step['moment'], boolean]>([['before', true], ['after', false]])('a deletion that fails %s it was done leaves its resource %s', async (moment, kept) => {
  const steps: string[] = [];
  const { network, cloudFormation, connection } = estate({
    dynamicValues,
    failAt: (step) => {
      steps.push(`${step.moment} ${step.action} ${step.logicalId} in ${step.stackStatus}`);
      return step.action === 'delete' && step.logicalId === 'Connection' && step.moment === moment ? 'no' : undefined;
    },
  });
  const gateway = { vpnGatewayId: network.seed.vpnGateway() };
  const { outputs: { Id: id } } = await cloudFormation.deploy(connectionStack({ gateway, ...BGP }));

  expect(await cloudFormation.destroy('Demo')).toBe('DELETE_FAILED');

  expect(connection(id).State === 'available').toBe(kept);
  expect(steps.slice(0, 4)).toEqual([
    'before create Device in CREATE_IN_PROGRESS', 'after create Device in CREATE_IN_PROGRESS',
    'before create Connection in CREATE_IN_PROGRESS', 'after create Connection in CREATE_IN_PROGRESS',
  ]);
});

test('a deletion goes on past what somebody has it retain, once that has failed and not before', async () => {
  const { network, cloudFormation, connection } = estate({
    dynamicValues, failAt: ({ action, logicalId }) => (action === 'delete' && logicalId === 'Connection' ? 'no' : undefined),
  });
  const gateway = { vpnGatewayId: network.seed.vpnGateway() };
  const { outputs: { Id: id } } = await cloudFormation.deploy(connectionStack({ gateway, ...BGP }));

  await expect(cloudFormation.destroy('Demo', ['Connection'])).rejects.toThrow('Only resources whose deletion failed can be retained, which [Connection] are not.');
  expect(await cloudFormation.destroy('Demo')).toBe('DELETE_FAILED');
  // The device of the connection that stays is in use.
  expect(await cloudFormation.destroy('Demo', ['Connection'])).toBe('DELETE_FAILED');
  expect(await cloudFormation.destroy('Demo', ['Device'])).toBe('DELETE_COMPLETE');

  expect(connection(id).State).toBe('available');
});

test('a creation that fails after it was done is deleted with the id it got', async () => {
  const { network, cloudFormation, calls } = estate({
    dynamicValues, failAt: ({ logicalId, moment }) => (logicalId === 'Connection' && moment === 'after' ? 'not stable' : undefined),
  });
  const gateway = { vpnGatewayId: network.seed.vpnGateway() };

  const { status, failures } = await cloudFormation.deploy(connectionStack({ gateway, ...BGP }));

  expect({ status, failures }).toEqual({ status: 'ROLLBACK_FAILED', failures: [{ logicalId: 'Connection', reason: 'not stable' }] });
  expect(calls).toEqual(['CreateCustomerGateway', 'CreateVpnConnection', 'DeleteVpnConnection']);
});
