/**
 * `runbook`: whoever pastes its blocks gets where the function gets, and back. Method: the blocks are taken out of the Markdown and
 * run by real bash, in order, against the embedded EC2 over HTTP, as a person would who goes on only when it says so.
 */
import { blocksOf, ran, saved, written } from './pasted';
import { flowTable, lostFlows } from '../../../tools/rehearsal/flows/flow-oracle';
import { MOVES, ON_PREMISES, PLANTED_KEY } from '../../lambda/estates';
import { Workbench } from '../../lambda/workbench';
import { command } from '../terminal';

/** `EVERY_SCHEDULE=true npx jest test/cli/runbook` leaves the way forward after each of its stages. */
const EVERYWHERE = process.env.EVERY_SCHEDULE === 'true';

const ESTATES = MOVES.flatMap((move) => (['static', 'bgp'] as const).map((routing) => ({ move, routing })));

describe.each(ESTATES)('$move, $routing', (options) => {
  test('forward gives what the function gives, and back restores', async () => {
    const { bench, markdown } = await written(options);
    const [before, flows] = [bench.picture(), flowTable(bench.network.view)];
    expect(await ran(bench, blocksOf(markdown, 'Forward'))).toMatchObject({ status: 0, output: expect.not.stringMatching(/STOP|not taken|LEFT/) });
    const whole = new Workbench(options);
    await whole.invoke(whole.request());
    for (const each of [bench, whole]) each.pass(60);
    expect(bench.picture()).toEqual(whole.picture());
    expect(lostFlows(flows, flowTable(bench.network.view))).toEqual([]);
    expect(await ran(bench, blocksOf(markdown, 'Back'))).toMatchObject({ status: 0, output: expect.not.stringMatching(/STOP|not taken|LEFT/) });
    bench.pass(60);
    expect(bench.picture()).toEqual(before);
  }, 240_000);

  test('back restores from wherever forward was left', async () => {
    const { markdown } = await written(options);
    const stages = blocksOf(markdown, 'Forward').length;
    // After the settings and two blocks for each stage: what was in the way, the modify, and so on.
    const left = EVERYWHERE ? [1, 3, 5, 7, 9] : [options.routing === 'static' ? 3 : 5];
    for (const blocks of left.filter((count) => count <= stages)) {
      const { bench } = await written(options);
      const before = bench.picture();
      expect((await ran(bench, blocksOf(markdown, 'Forward').slice(0, blocks))).status).toBe(0);
      expect(await ran(bench, blocksOf(markdown, 'Back'))).toMatchObject({ status: 0 });
      bench.pass(60);
      expect(bench.picture()).toEqual(before);
    }
  }, 240_000);
});

test.each(MOVES.filter((move) => move.includes('tgw')))('%s, where transit gateways put attachments into tables of their own choice', async (move) => {
  const options = { move, routing: 'bgp', defaultRouteTable: true } as const;
  const { bench, markdown } = await written(options);
  expect((await ran(bench, blocksOf(markdown, 'Forward'))).status).toBe(0);
  const whole = new Workbench(options);
  await whole.invoke(whole.request());
  for (const each of [bench, whole]) each.pass(60);
  expect(bench.picture()).toEqual(whole.picture());
}, 120_000);

describe('pasted by somebody who goes on only when it says so', () => {
  test('every block may be run again', async () => {
    const { bench, markdown } = await written({});
    const [settings, ...others] = blocksOf(markdown, 'Forward');
    const { status, commands } = await ran(bench, [settings, ...others.slice(0, -1), ...others]);
    expect(status).toBe(0);
    const modifies = commands.filter(([, operation]) => operation === 'modify-vpn-connection');
    expect(modifies).toHaveLength(1);
  }, 120_000);

  test('a route that was added since stops it before anything is taken away', async () => {
    const { bench, markdown } = await written({});
    bench.network.call('CreateVpnConnectionRoute', { VpnConnectionId: bench.connectionId, DestinationCidrBlock: '10.77.0.0/16' });
    bench.pass(60);
    const before = bench.picture();
    const { status, output } = await ran(bench, blocksOf(markdown, 'Forward'));
    expect([status, output]).toEqual([1, expect.stringContaining('STOP: static route 10.77.0.0/16 of vpn-')]);
    expect(bench.picture()).toEqual(before);
  }, 120_000);

  test('a route that somebody has led elsewhere is left, and nothing is built on it', async () => {
    const { bench, markdown } = await written({ move: 'tgw-to-tgw' });
    const [table] = bench.declaration.vpcRouteTables;
    const { vpcId } = bench.network.view.state.vpcRouteTables[table.routeTableId];
    const elsewhere = Object.values(bench.network.view.state.vpnGateways).find((gateway) => gateway.attachment?.vpcId === vpcId)!.id;
    bench.network.call('ReplaceRoute', { RouteTableId: table.routeTableId, DestinationCidrBlock: ON_PREMISES[0], GatewayId: elsewhere });
    const { status, output } = await ran(bench, blocksOf(markdown, 'Forward'));
    expect(status).toBe(1);
    expect(output).toContain(`LEFT AS IT IS: route ${ON_PREMISES[0]} in ${table.routeTableId} is ${elsewhere}`);
    expect(output).toContain('STOP: do not go on before that is understood');
  }, 120_000);

  test('stopping does not end the shell', async () => {
    const { bench, markdown } = await written({});
    const [settings] = blocksOf(markdown, 'Forward');
    const { output } = await ran(bench, [settings, 'set +e\nstop "here"\necho "the shell is still $?"']);
    expect(output).toContain('the shell is still 1');
  });
});

describe('what it says', () => {
  test('names the point of no return at the modify, and nowhere else', async () => {
    const { markdown } = await written({});
    expect(markdown.match(/point of no return/g)).toHaveLength(1);
    const [section] = markdown.split('### ').filter((each) => each.includes('point of no return'));
    expect(section).toContain('aws ec2 modify-vpn-connection');
  });

  test.each(ESTATES)('tells before each next stage what has to be seen: $move, $routing', async (options) => {
    const { markdown } = await written(options);
    const stages = markdown.split('\n### ').slice(1).filter((each) => /^(Forward|Back) \d+: what|^(Forward|Back) \d+: the modify/.test(each));
    expect(stages.length).toBeGreaterThan(1);
    for (const stage of stages) {
      expect(stage).toMatch(/\nSee before going on: .+\.\n/);
      expect(stage.match(/```bash/g)).toHaveLength(2);
    }
  });

  test('the device\'s sheet has the addresses of both tunnels, who starts IKE, and the number of AWS\'s side', async () => {
    const { markdown, tunnels } = await written({ routing: 'bgp' });
    const [, sheet] = markdown.split('## For whoever looks after the device');
    for (const { OutsideIpAddress: address } of tunnels) expect(sheet).toContain(`| ${address} | 169.254.`);
    expect(sheet).toContain('start IKE, that is, bounce both tunnels on the device; AWS does not start it');
    expect(sheet).toMatch(/AWS's side is AS \d+ instead of \d+|AS \d+ on AWS's side, as before/);
    expect(sheet).toContain('the BGP session of each tunnel is Established');
  });

  test('the plan\'s digest is that of `plan`', async () => {
    const { markdown, folder, args } = await written({});
    const { out } = await command(['plan', ...args, '--json', '--from', folder]);
    expect(markdown).toContain(`\`${(JSON.parse(out) as { digest: string }).digest}\``);
  });

  test.each(ESTATES)('no key: $move, $routing', async (options) => {
    const { markdown, tunnels, debug } = await written(options);
    expect(tunnels.map((tunnel) => tunnel.PreSharedKey)).toContain(PLANTED_KEY);
    expect(`${markdown}${debug}`).not.toContain(PLANTED_KEY);
  });

  test('where something stands against the move there is no runbook', async () => {
    const { args, folder } = await written({ routing: 'bgp' });
    const without = args.slice(0, args.indexOf('--accept') === -1 ? undefined : args.indexOf('--accept'));
    const { exitCode, out, err } = await command(['runbook', ...without, '--from', folder]);
    expect([exitCode, out, err]).toEqual([1, '', expect.stringMatching(/error: (1 finding stands|\d+ findings stand) against the move: \S+/)]);
  });
});

test('however much stands against the move, the error is one line', async () => {
  const { bench, args } = await written({});
  const { from } = bench.declaration;
  for (let site = 0; site < 9; site += 1) bench.network.seed.vpnConnection({ on: from.id, routing: 'static', staticRoutes: [`10.${80 + site}.0.0/16`] });
  const { folder } = await saved(bench);
  const { err } = await command(['runbook', ...args, '--from', folder]);
  expect(err).toMatch(/^error: 9 findings stand against the move: (sites-separated:\S+, ){4}sites-separated:\S+ and 4 more\. .*\n$/);
});
