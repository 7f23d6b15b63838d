/** What CloudFormation's answers say about the stack that asks, where a wrong reading would take routes away. */
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudFormationStack } from '../../lambda/vpn-target-migration/services/cloudformation-stack';

const STACK_ID = 'arn:aws:cloudformation:eu-central-1:111122223333:stack/Vpn/1';

/** A stack in this state, with this template. */
function stackIn(status: string, template: string): CloudFormationStack {
  const answers: Readonly<Record<string, object>> = {
    DescribeStacksCommand: { Stacks: [{ StackStatus: status }] },
    GetTemplateCommand: { TemplateBody: template },
  };
  const send = async (asked: object) => answers[asked.constructor.name];
  return new CloudFormationStack({ send } as unknown as CloudFormationClient);
}

const WITH_IT = JSON.stringify({ Resources: { Vpn: { Type: 'AWS::EC2::VPNConnection' } } });
const WITHOUT_IT = JSON.stringify({ Resources: { Other: { Type: 'AWS::EC2::VPC' } } });

describe('whether a stack keeps a resource', () => {
  test.each([
    ['its template has it', 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', WITH_IT, true],
    ['its template has it no more', 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', WITHOUT_IT, false],
    ['the stack itself is deleted, whatever its template has', 'DELETE_IN_PROGRESS', WITH_IT, false],
    ['the template is none of CDK\'s: what cannot be known is kept', 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', 'Resources: {}', true],
    ['a template without resources says nothing', 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', '{}', true],
  ])('%s (%s)', async (_, status, template, keeps) => {
    expect(await stackIn(status, template).keeps(STACK_ID, 'Vpn')).toBe(keeps);
  });
});

test.each([
  ['UPDATE_IN_PROGRESS', false, false],
  ['UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', false, true],
  ['UPDATE_ROLLBACK_IN_PROGRESS', true, false],
  ['UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS', true, true],
  ['ROLLBACK_IN_PROGRESS', true, false],
  ['DELETE_IN_PROGRESS', false, false],
])('a stack in %s rolls back: %s, and cleans up: %s', async (status, rollsBack, cleansUp) => {
  const stack = stackIn(status, WITH_IT);
  expect([await stack.isRollingBack(STACK_ID), await stack.isCleaningUp(STACK_ID)]).toEqual([rollsBack, cleansUp]);
});
