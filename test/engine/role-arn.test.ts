/** The door at which a custom resource says in which role it wants to be served. */
import { roleArnOf } from '../../src/contract/role-arn';

const OWNER = { partition: 'aws', accountId: '111122223333' };
const own = 'arn:aws:iam::111122223333:role';

test.each([`${own}/Network-MigrationRole1A2B3C4D-AbCdEfGh`, `${own}/team/network/Move`, `${own}/a+b=c,d.e@f-g_h`])('%s is the function\'s own account\'s', (RoleArn) => {
  expect(roleArnOf({ RoleArn }, OWNER)).toBe(RoleArn);
});

test.each([
  'arn:aws:iam::999999999999:role/Move', 'arn:aws-cn:iam::111122223333:role/Move', 'arn:aws:iam::111122223333:user/Move',
  'arn:aws:sts::111122223333:assumed-role/Move/x', `${own}/`, `${own}/${'n'.repeat(65)}`, `${own}/Move\nx`, '', {}, null, 7, undefined,
])('%j is refused', (RoleArn) => {
  expect(() => roleArnOf({ RoleArn }, OWNER)).toThrow(
    `property RoleArn must be the ARN of a role of this account, as in ${own}/name, got ${JSON.stringify(RoleArn)}`);
});
