/** What CloudFormation's answers say about the stack that asks, where a wrong reading would turn a move around. */
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudFormationStack } from '../../lambda/aws/services/cloudformation-stack';

const STACK_ID = 'arn:aws:cloudformation:eu-central-1:111122223333:stack/Vpn/1';

function answering(answers: Readonly<Record<string, (input: Readonly<Record<string, unknown>>) => object>>): CloudFormationStack {
  const send = async (asked: { readonly input: Readonly<Record<string, unknown>> }) => answers[asked.constructor.name](asked.input);
  return new CloudFormationStack({ send } as unknown as CloudFormationClient);
}

function stackIn(status: string): CloudFormationStack {
  return answering({ DescribeStacksCommand: () => ({ Stacks: [{ StackStatus: status }] }) });
}

test.each([
  ['UPDATE_IN_PROGRESS', false, false],
  ['UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', false, true],
  ['UPDATE_ROLLBACK_IN_PROGRESS', true, false],
  ['UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS', true, true],
  ['ROLLBACK_IN_PROGRESS', true, false],
  ['DELETE_IN_PROGRESS', false, false],
])('a stack in %s rolls back: %s, and cleans up: %s', async (status, rollsBack, cleansUp) => {
  const stack = stackIn(status);
  expect([await stack.isRollingBack(STACK_ID), await stack.isCleaningUp(STACK_ID)]).toEqual([rollsBack, cleansUp]);
});

test.each([
  ['CREATE_IN_PROGRESS', true],
  ['UPDATE_IN_PROGRESS', true],
  ['UPDATE_ROLLBACK_IN_PROGRESS', true],
  ['UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', false],
  ['UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS', false],
  ['ROLLBACK_IN_PROGRESS', false],
  ['DELETE_IN_PROGRESS', false],
  ['CREATE_COMPLETE', false],
  ['UPDATE_COMPLETE', false],
  ['UPDATE_ROLLBACK_COMPLETE', false],
  ['UPDATE_ROLLBACK_FAILED', false],
  ['DELETE_COMPLETE', false],
])('a stack in %s may wait for the answer to a Create: %s', async (status, awaits) => {
  expect(await stackIn(status).awaitsCreates(STACK_ID)).toBe(awaits);
});

describe('an answer in another shape', () => {
  test.each([[{}], [{ Stacks: [] }], [{ Stacks: [{}] }], [{ Stacks: [{ StackStatus: '' }] }]])('a stack without a status is not one that goes forward: %j', async (answer) => {
    await expect(answering({ DescribeStacksCommand: () => answer }).isRollingBack(STACK_ID)).rejects.toThrow('it has no status');
  });

  test.each([[{}], [{ StackResourceDetail: {} }], [{ StackResourceDetail: { PhysicalResourceId: '' } }]])('a resource has no id yet: %j', async (answer) => {
    expect(await answering({ DescribeStackResourceCommand: () => answer }).physicalIdOf(STACK_ID, 'Vpn')).toBeUndefined();
  });
});
