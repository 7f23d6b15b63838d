/** The commands as an operator gives them, on the embedded AWS over the wire, beside the deployed function. */
import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedOperatorHarness } from './embedded-operator-harness';
import { RIGHTS } from '../../../tools/cli/operator/rights';
import { STACK_NAME } from '../../../tools/rehearsal/scenarios/application';
import { PLANTED_PRE_SHARED_KEY } from '../../../tools/rehearsal/scenarios/estate';
import { itemIn, violationsOf } from '../../recovery/records';
import { command } from '../terminal';

const STACK = ['--stack', STACK_NAME];
let harness: EmbeddedOperatorHarness;
/** Rights that a story takes away. */
let taken: string[];

beforeEach(async () => {
  taken = [];
  harness = await EmbeddedOperatorHarness.open();
});

afterEach(async () => {
  expect(harness.printed.join('')).not.toContain(PLANTED_PRE_SHARED_KEY);
  expect(harness.denials.filter((each) => !taken.includes(each))).toEqual([]);
  expect(harness.aws.defects).toEqual([]);
  expect(violationsOf(harness.aws.dynamoDb.written.flatMap(itemIn))).toEqual([]);
  await harness.close();
});

test('`status` tells of the move under way, `back` turns it back beside the function, and CloudFormation is answered', async () => {
  const { result } = await harness.deployInto(30);
  const status = await harness.run('status', STACK);
  expect(status).toMatchObject({ exitCode: 0, err: '' });
  expect(status.out).toContain('is open, forward');
  expect(status.out).toMatch(/steps {6}\d+ of \d+ done/);
  const back = await harness.run('back', [...STACK, '--yes', '--debug']);
  expect(back).toMatchObject({ exitCode: 0, out: expect.stringContaining('has ended: restored (alice turned it back from a terminal)') });
  expect(back.err).toContain('move the VPN connection to virtual private gateway');
  expect(await result).toMatchObject({ succeeded: false, failures: [{ reason: expect.stringContaining('alice turned it back from a terminal') }] });
  await harness.aws.clock.sleep(60_000);
  expect(harness.picture()).toEqual(harness.before);
  expect(JSON.parse((await harness.run('status', [...STACK, '--json'])).out)).toMatchObject({
    status: 'restored', operators: [expect.stringMatching(/^2026-.*Z alice: back$/)], evidence: expect.stringMatching(/^evidence#/),
  });
}, 120_000);

test('`status --follow` tells what has changed until the move has ended, and nothing twice', async () => {
  const { result } = await harness.deployInto(30);
  const { exitCode, out } = await harness.run('status', [...STACK, '--follow']);
  expect([exitCode, (await result).succeeded]).toEqual([0, true]);
  const reported = out.split(/^(?=VPN connection )/m);
  expect(reported.length).toBeGreaterThan(2);
  expect(new Set(reported).size).toBe(reported.length);
  expect(reported[0]).toContain('is open, forward');
  expect(reported.at(-1)).toContain('is completed, forward');
}, 120_000);

test('the function is killed, and the stack rolled back over it: `hold`, `evidence` and then `forward`, and `unlock` on the way', async () => {
  const { result } = await harness.deployInto(30);
  harness.kill();
  const left = await harness.run('unlock', STACK);
  expect(left).toMatchObject({ exitCode: 0, err: expect.stringContaining("it stands in nobody's way") });
  const asked = await harness.run('hold', STACK, { ask: async () => 'no' });
  expect(asked).toMatchObject({ exitCode: 4, err: expect.stringContaining("nothing was done, since the answer was 'no'") });
  const held = await harness.run('hold', STACK, { ask: async () => 'yes' });
  expect(held).toMatchObject({ exitCode: 0, out: expect.stringContaining('has ended: held (the resource was deleted before the move was complete)') });
  expect((await result).succeeded).toBe(false);
  const file = join(tmpdir(), `ticket-${process.pid}.json`);
  expect((await harness.run('evidence', ['--out', file])).exitCode).toBe(0);
  const ticket = readFileSync(file, 'utf8');
  rmSync(file);
  expect(ticket).not.toContain(PLANTED_PRE_SHARED_KEY);
  expect(JSON.parse(ticket)).toMatchObject({
    head: { status: 'held' }, evidence: { outcome: 'held', actor: { operators: [expect.stringContaining(' alice: hold')] } },
    recovery: { back: expect.stringMatching(/^#!\/usr\/bin\/env bash/), forward: expect.stringMatching(/^#!\/usr\/bin\/env bash/) },
  });
  // CloudFormation has rolled the stack back, and its records stay.
  const forward = await harness.run('forward', ['--yes']);
  expect(forward).toMatchObject({ exitCode: 0, out: expect.stringMatching(/^operation operator-alice-\S+ on vpn-\S+ has ended: completed\n$/) });
  expect(harness.picture()).toMatchObject({ state: 'available', gateway: { id: harness.estate.to.id } });
  expect((await harness.run('unlock', [])).out).toContain('nobody has the lease');
}, 120_000);

describe('an operation that the operator has opened', () => {
  beforeEach(async () => {
    const { result } = await harness.deployInto(30);
    await harness.run('hold', [...STACK, '--yes']);
    await result;
  }, 120_000);

  test('is left by Ctrl-C with the lease given back', async () => {
    const left = await harness.run('forward', ['--yes'], {
      onInterrupt: (act) => {
        act();
        return () => undefined;
      },
    });
    expect(left).toMatchObject({ exitCode: 4, out: expect.stringMatching(/; its lease is released\n$/) });
    expect(left.err).toContain(`go on with \`forward ${harness.connection}\``);
    expect((await harness.run('unlock', [])).out).toContain('nobody has the lease');
  }, 120_000);

  test('has a lease when its terminal dies, which is taken away once nobody has renewed it for a minute', async () => {
    const { clock } = harness.aws;
    let sleeps = 0;
    const dying = async (milliseconds: number) => {
      sleeps += 1;
      if (sleeps > 3) throw new Error('the terminal died');
      await clock.sleep(milliseconds);
    };
    expect((await harness.run('forward', ['--yes'], { sleep: dying })).exitCode).toBe(5);
    const since = clock.now();
    expect((await harness.run('unlock', [])).out).toMatch(/^held by operator alice [0-9a-f]+, renewed until 2026-\S+ by its holder's clock/);
    expect(clock.now() - since).toBeGreaterThanOrEqual(60_000);
    expect((await harness.run('unlock', ['--take-over', '--yes'])).out).toMatch(/operation operator-alice-\S+ is unlocked/);
    expect(await harness.run('forward', ['--yes'])).toMatchObject({ exitCode: 0, out: expect.stringContaining('has ended: completed') });
  }, 120_000);
});

test('without the rights nothing is begun, and the missing ones are named', async () => {
  const { result } = await harness.deployInto(30);
  taken = ['ec2:ReplaceRoute'];
  const back = await harness.run('back', [...STACK, '--yes', '--debug'], {}, taken);
  expect(back).toMatchObject({ exitCode: 3, out: '', err: expect.stringMatching(/^error: you may not make these calls: ec2:ReplaceRoute on rtb-/) });
  expect(await result).toMatchObject({ succeeded: true });
}, 120_000);

describe('a wrong word', () => {
  test.each([
    [['back', 'tgw-1'], 2, "error: <connection> is 'tgw-1', and not the id of a VPN connection, vpn- and 8 or 17 hexadecimal digits. Write it in that form."],
    [['back', 'vpn-0123456789abcdef0', '--table', 'None'], 3, 'See that --table, --stack and --region are those of the move'],
    [['status', 'vpn-0123456789abcdef0'], 3, 'error: looking for the record of vpn-0123456789abcdef0 in the tables of the Region: none of '],
  ])('%j ends with %i', async (args, exitCode, message) => {
    harness.aws.authorizer.registerAdministrator('AKIAOPERATOR00000000', 'operator');
    const ran = await command(args, { now: harness.aws.clock.now, elapsed: harness.aws.clock.now, sleep: harness.aws.clock.sleep });
    expect(ran).toMatchObject({ exitCode, out: '' });
    expect(ran.err).toContain(message);
  });

  test.each(Object.keys(RIGHTS))('`%s --help` tells the rights', async (verb) => {
    const { out } = await command([verb, '--help']);
    for (const right of RIGHTS[verb as keyof typeof RIGHTS]) expect(out).toContain(`  ${right}\n`);
    expect(out).toContain(`$ cdk-site-to-site-vpn ${verb} vpn-`);
  });
});
