/** What the check leaves in an account: nothing, however it ends; and where it must leave something, it says what, and how to delete it. */
import { existsSync, writeFileSync } from 'node:fs';
import { REGION, SandboxAccount } from './sandbox-account';
import { STATUS } from '../../tools/assumptions/check/program';
import { Ec2Error } from '../../tools/rehearsal/contracts';

/** A whole run changes so many times; found out by one in which nothing goes wrong. */
let changes: string[] = [];

const isChange = (operation: string) => !/^(Describe|Get|Search)/.test(operation);

beforeAll(async () => {
  const account = new SandboxAccount(EVERYTHING);
  await account.check();
  changes = account.calls.map(({ operation }) => operation).filter(isChange);
});

/** Where as much as possible comes about. */
const EVERYTHING = { duplicateVpnConnection: 'creates-another', modifyToTransitGatewayWithStaticRoutes: 'accepted', routeToPendingAttachment: 'accepted' } as const;

describe('nothing is left', () => {
  test('where a connection is lost before any of the calls that change something', async () => {
    for (let place = 0; place < changes.length; place += 1) {
      const account = new SandboxAccount(EVERYTHING);
      account.beforeCall = nth(place, () => { throw new Error('ECONNRESET'); });
      const { status } = await account.check();

      expect([place, changes[place], account.left(), existsSync(account.file)]).toEqual([place, changes[place], [], false]);
      expect([STATUS.FAILED, STATUS.DONE]).toContain(status);
    }
  });

  test('where the answer to any of them is lost', async () => {
    for (let place = 0; place < changes.length; place += 1) {
      const account = new SandboxAccount(EVERYTHING);
      const lose = nth(place, () => { throw new Error('ECONNRESET'); });
      account.afterCall = (operation, _input, answer) => {
        lose(operation);
        return answer;
      };
      await account.check();

      expect([place, changes[place], account.left(), existsSync(account.file)]).toEqual([place, changes[place], [], false]);
    }
  });

  test('where somebody presses Ctrl-C at any of them', async () => {
    for (let place = 0; place < changes.length; place += 3) {
      const account = new SandboxAccount(EVERYTHING);
      account.beforeCall = (operation, press) => pressing(operation, press);
      const pressing = nth(place, (press: () => void) => press());
      const { err } = await account.check();

      // In the clean-up it ends that, which is told, and another run takes it up.
      if (err.includes('--clean-up')) await account.run(['--clean-up', account.file]);
      expect([place, changes[place], account.left(), existsSync(account.file)]).toEqual([place, changes[place], [], false]);
    }
  });

  test('where somebody presses Ctrl-C while it waits', async () => {
    const account = new SandboxAccount();
    account.beforeCall = nth(3, (press: () => void) => press(), (operation) => operation === 'DescribeTransitGatewayAttachments');
    const { status, err } = await account.check();

    expect(err).toContain('interrupted');
    expect(status).toBe(STATUS.FAILED);
    expect(account.left()).toEqual([]);
  });
});

describe('what has to stay for now', () => {
  test('is told where it cannot be deleted, and is deleted when it can', async () => {
    const account = new SandboxAccount();
    account.insteadOfCall = (operation) => {
      if (operation !== 'DeleteVpc') return undefined;
      throw Object.assign(new Ec2Error('UnauthorizedOperation', 'You are not authorized'), { $metadata: { httpStatusCode: 403 } });
    };
    const { status, err } = await account.check(['--only', 'oneVpnGatewayPerVpc']);

    expect(status).toBe(STATUS.LEFT);
    expect(err).toMatch(/LEFT IN THE ACCOUNT, and maybe at a cost:\n {2}vpc vpc-\w+: UnauthorizedOperation: You are not authorized\nDelete them with --clean-up /);
    expect(account.left().map((id) => id.split('-')[0])).toEqual(['vpc', 'rtb']);
    account.insteadOfCall = () => undefined;
    expect(await account.run(['--clean-up', account.file])).toMatchObject({ status: STATUS.DONE });
    expect([account.left(), existsSync(account.file)]).toEqual([[], false]);
  });

  test('stays with --keep, and goes with --clean-up', async () => {
    const account = new SandboxAccount();
    const { status, err } = await account.check(['--keep']);

    expect(status).toBe(STATUS.DONE);
    expect(err).toContain(`Everything stays. Delete it with --clean-up ${account.file}`);
    // A transit gateway route table came with its gateway; the reference to the prefix list stands in the other.
    expect(account.left().map((id) => id.replace(/-0\w+(?=\||$)/g, '')).sort()).toEqual([
      'cgw', 'pl', 'rtb', 'tgw', 'tgw', 'tgw-rtb', 'tgw-rtb', 'tgw-rtb|pl', 'vgw', 'vgw', 'vpc', 'vpn',
    ]);
    await account.run(['--clean-up', account.file]);
    expect(account.left()).toEqual([]);
  });

  test('is found by its tag, too, where the file lacks its id', async () => {
    const account = new SandboxAccount();
    await account.check(['--keep', '--only', 'identicalCustomerGatewayIsReturned']);
    const [written] = account.files();
    writeFileSync(account.file, written.replace(/,\s*"id": "[^"]*"/g, ''));
    await account.run(['--clean-up', account.file]);

    expect(account.left()).toEqual([]);
  });
});

describe('nothing is made', () => {
  test.each<[string, readonly string[], Partial<SandboxAccount>, number, RegExp]>([
    ['without a yes', ['--region', REGION], { answers: 'no' }, STATUS.REFUSED, /Nothing was made/],
    ['where nobody can be asked', ['--region', REGION], { answers: undefined }, STATUS.REFUSED, /give --yes/],
    ['without a region', ['--yes'], {}, STATUS.USAGE, /Name the region/],
    ['for an assumption that there is not', ['--region', REGION, '--yes', '--only', 'weather'], {}, STATUS.USAGE, /no assumption of this name/],
    ['for one that it cannot check', ['--region', REGION, '--yes', '--only', 'rollbackOrder'], {}, STATUS.USAGE, /by hand/],
    ['for an option that there is not', ['--regoin', REGION], {}, STATUS.USAGE, /unknown option/],
    ['when it is asked for help', ['--help'], {}, STATUS.DONE, /^$/],
    ['by a clean-up without a file', ['--clean-up', '/nowhere/made.json'], {}, STATUS.FAILED, /cannot be read/],
  ])('%s', async (_story, words, members, expected, reported) => {
    const account = Object.assign(new SandboxAccount(), members);
    const { status, err } = await account.run(words);

    expect(status).toBe(expected);
    expect(err).toMatch(reported);
    expect([account.calls, account.left(), account.files()]).toEqual([[], [], []]);
  });

  test('where the file of another run is in the way', async () => {
    const account = new SandboxAccount();
    writeFileSync(account.file, '{}');
    const { status, err } = await account.check();

    expect(status).toBe(STATUS.FAILED);
    expect(err).toContain('is there already');
    expect([account.calls, account.files()]).toEqual([[], ['{}']]);
    expect((await account.run(['--clean-up', account.file])).err).toContain('is not what a run wrote');
  });

  test('before it has said what it makes, what that costs and how long it takes', async () => {
    const { err } = await Object.assign(new SandboxAccount(), { answers: 'no' }).run(['--region', REGION]);

    expect(err).toMatch(/^In eu-central-1, .* this makes\n {2}a VPC/);
    expect(err).toMatch(/takes about \d+ minutes and costs about \d\.\d\d USD/);
    expect(err).toContain('never been run against AWS');
  });
});

/** Acts at one of the calls that match, and never again. */
function nth<Rest extends unknown[]>(place: number, act: (...rest: Rest) => void, matches: (operation: string) => boolean = isChange) {
  let calls = 0;
  return (operation: string, ...rest: Rest): void => {
    if (!matches(operation)) return;
    calls += 1;
    if (calls === place + 1) act(...rest);
  };
}
