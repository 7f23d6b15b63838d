/** IAM while a change of it is on its way. */
import { BelatedRights } from '../../../tools/rehearsal/iam/belated-rights';
import { PolicyAuthorizer } from '../../../tools/rehearsal/iam/policy-authorizer';

const DELAY_MS = 60_000;
const allow = (Action: string) => ({ Statement: { Effect: 'Allow', Action, Resource: '*' } });

function iam(delayMs = DELAY_MS) {
  const time = { ms: 0 };
  const authorizer = new PolicyAuthorizer();
  authorizer.registerAdministrator('AKIDADMIN', 'cloudformation');
  const rights = new BelatedRights(authorizer, { now: () => time.ms }, delayMs);
  const may = (action: string, accessKeyId = 'ASIAROLE') => rights.denial(accessKeyId, action, ['*'], {}) === undefined;
  return { time, rights, may };
}

test('a right is refused until it is known everywhere, and so is one of a session', () => {
  const { time, rights, may } = iam();
  rights.register('ASIAROLE', 'role', [allow('ec2:CreateRoute')]);
  rights.openSession('ASIASESSION', 'ASIAROLE', () => false);

  expect([may('ec2:CreateRoute'), may('ec2:CreateRoute', 'ASIASESSION')]).toEqual([false, false]);
  time.ms = DELAY_MS - 1;
  expect(may('ec2:CreateRoute')).toBe(false);
  time.ms = DELAY_MS;
  expect([may('ec2:CreateRoute'), may('ec2:CreateRoute', 'ASIASESSION')]).toEqual([true, true]);
});

test('one that stays is not lost while another comes, and one that goes is gone at once', () => {
  const { time, rights, may } = iam();
  rights.register('ASIAROLE', 'role', [allow('ec2:CreateRoute'), allow('ec2:DeleteRoute')]);
  time.ms = DELAY_MS;
  rights.register('ASIAROLE', 'role', [allow('ec2:CreateRoute'), allow('ec2:ReplaceRoute')]);

  expect(['Create', 'Delete', 'Replace'].map((each) => may(`ec2:${each}Route`))).toEqual([true, false, false]);
  time.ms = 2 * DELAY_MS;
  expect(['Create', 'Delete', 'Replace'].map((each) => may(`ec2:${each}Route`))).toEqual([true, false, true]);
});

test('whoever was there before is not concerned, and without a delay nobody is', () => {
  expect(iam().may('ec2:CreateRoute', 'AKIDADMIN')).toBe(true);
  const { rights, may } = iam(0);
  rights.register('ASIAROLE', 'role', [allow('ec2:CreateRoute')]);
  expect(may('ec2:CreateRoute')).toBe(true);
});
