/** The same at a terminal: what an error says to do next is typed, and leads on; and no hint names an option that there is not. */
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { VERBS } from '../../tools/cli/verbs';
import { saved } from '../cli/runbook/pasted';
import { command, Ran } from '../cli/terminal';
import { ON_PREMISES, Workbench, WorkbenchOptions } from '../lambda/workbench';

const CLI = path.join(__dirname, '..', '..', 'tools', 'cli');

interface Story {
  readonly says: RegExp;
  readonly when: string;
  readonly estate?: WorkbenchOptions;
  readonly prepare?: (bench: Workbench) => void;
  readonly typed: (bench: Workbench) => readonly string[];
  /** What is typed next, one after the other. */
  readonly follow: (typed: readonly string[], said: RegExpExecArray, run: (args: readonly string[]) => Promise<Ran>) => Promise<Ran>;
}

const KNOWN_OF_THE_DEVICE: Readonly<Record<string, string>> = {
  '--remote-networks': '172.31.0.0/16', '--local-networks': ON_PREMISES[0], '--local-address': '198.51.100.1', '--interface': 'eth0',
};

const toTransitGateway = ({ connectionId, declaration: { to } }: Workbench) => [connectionId, '--to', to.id];

const STORIES: readonly Story[] = [
  {
    says: /`plan vpn-\w+` tells what they are and what remedies them; those that may be accepted go with --accept/,
    when: 'something stands against a runbook',
    estate: { routing: 'bgp' },
    typed: (bench) => ['runbook', ...toTransitGateway(bench)],
    follow: async ([, ...move], _, run) => {
      const { out } = await run(['plan', ...move]);
      const accepted = [...out.matchAll(/\b([a-z-]+:[a-z]+-[\w./-]+)/g)].map(([, id]) => id).filter((id) => id.startsWith('ecmp-'));
      expect(accepted.length).toBeGreaterThan(0);
      return run(['runbook', ...move, '--accept', ...new Set(accepted)]);
    },
  },
  {
    says: /it does not follow from tgw-\w+ with which table the VPN attachment is to be associated\. Say (--association) with (tgw-rtb-\w+) or (tgw-rtb-\w+)/,
    when: 'two tables lead to the VPC',
    prepare: ({ network, transitGatewayEnd }) => {
      const second = network.seed.transitGatewayRouteTable({ transitGatewayId: transitGatewayEnd.id });
      const [attachment] = Object.values(network.view.state.transitGatewayAttachments);
      network.call('EnableTransitGatewayRouteTablePropagation', { TransitGatewayAttachmentId: attachment.id, TransitGatewayRouteTableId: second });
    },
    typed: (bench) => ['plan', ...toTransitGateway(bench)],
    follow: async (typed, [, option, id], run) => run([...typed, option, id]),
  },
  {
    says: /(--with-keys) is for files, and nothing says where they go\. Name a folder by (--out)/,
    when: 'keys are to be printed',
    typed: ({ connectionId }) => ['config', connectionId, '--device', 'strongswan', '--with-keys'],
    follow: async (typed, [, , out], run) => {
      const args = [...typed, out, path.join(mkdtempSync(path.join(tmpdir(), 'advice-')), 'device')];
      for (;;) {
        const next = await run(args);
        const [, option] = / by (--[a-z-]+)\.\n$/.exec(next.err) ?? [];
        if (option === undefined || args.includes(option)) return next;
        args.push(option, KNOWN_OF_THE_DEVICE[option]);
      }
    },
  },
];

test.each(STORIES)('$when: $says', async ({ says, estate, prepare, typed, follow }) => {
  const bench = new Workbench(estate);
  prepare?.(bench);
  bench.pass(60);
  const { folder } = await saved(bench);
  const run = async (args: readonly string[]) => command([...args, '--from', folder]);
  const { err, exitCode } = await run(typed(bench));
  const said = says.exec(err);
  expect([err, said === null, exitCode === 0]).toEqual([err, false, false]);
  expect(await follow(typed(bench), said!, run)).toMatchObject({ exitCode: 0 });
});

test('every option that is named anywhere is one of a verb', () => {
  const verbs = VERBS.map((verb) => verb({} as Parameters<typeof verb>[0], () => undefined));
  const known = new Set(verbs.flatMap((verb) => verb.options.map(({ long }) => long)).concat('--help', '--version'));
  // The AWS CLI's, the CDK CLI's, and a page's own variables.
  const foreign = ['--filters', '--output', '--transit-gateway-route-table-id', '--force', '--resource-mapping', '--resource-mapping-inline'];
  const texts = sources(CLI).filter((file) => !file.endsWith('style.ts')).map((file) => readFileSync(file, 'utf8').replace(/var\(--[^)]*\)|`?aws [a-z0-9-]+ [^\n]*/g, ''));
  const named = new Set(texts.flatMap((text) => text.match(/(?<=[\s'`(])--[a-z][a-z-]+/g) ?? []));
  expect([...named].filter((option) => !known.has(option) && !foreign.includes(option))).toEqual([]);
});

test('a defect is looked into with an option that every verb has', () => {
  for (const verb of VERBS) expect(verb({} as Parameters<typeof verb>[0], () => undefined).options.map(({ long }) => long)).toContain('--debug');
});

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts')).map((file) => path.join(folder, file));
}
