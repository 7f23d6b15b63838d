/** A runbook that `runbook` has written for the workbench's estate, and its blocks, run by real bash against the embedded EC2 over HTTP. */
import type { TunnelOption } from '@aws-sdk/client-ec2';
import { readAws } from '../../../tools/cli/estate/reading-aws';
import { savedFilesOf } from '../../../tools/cli/estate/saving';
import { SystemClock } from '../../../tools/rehearsal/clock';
import { clientOf } from '../../../tools/rehearsal/embedded-ec2/client';
import { Ec2Endpoint } from '../../../tools/rehearsal/embedded-ec2/endpoint';
import { Move } from '../../lambda/estates';
import { Workbench, WorkbenchOptions } from '../../lambda/workbench';
import { CommandLine, Ran } from '../../recovery/command-line';
import { folderOf } from '../saved';
import { command } from '../terminal';

/** The workbench's estate, saved as a person would with keys and all, and the runbook that is written from it. */
export async function written(options: WorkbenchOptions) {
  const bench = new Workbench(options);
  const { declaration: { to, from, customerGateway, acknowledgedFindings }, connectionId: id } = bench;
  const move: Move = options.move ?? 'vgw-to-tgw';
  const byPropagation = move === 'tgw-to-vgw' || move === 'vgw-to-vgw-in-place';
  const args = [
    id, ...from.id === to.id ? [] : ['--to', to.id], ...customerGateway === undefined ? [] : ['--customer-gateway', customerGateway.toId],
    ...byPropagation && to.kind === 'virtual-private-gateway' && to.propagatingRouteTableIds.length > 0
      ? ['--propagate-into', ...to.propagatingRouteTableIds] : [],
    // By itself the command would take the tables that the gateway chooses.
    ...options.defaultRouteTable === true && to.kind === 'transit-gateway' && to.id !== from.id
      ? ['--association', to.associationRouteTableId, '--propagate-to', ...to.propagationRouteTableIds] : [],
    ...acknowledgedFindings.length === 0 ? [] : ['--accept', ...acknowledgedFindings],
  ];
  const { folder, tunnels } = await saved(bench);
  const { exitCode, out: markdown, err: debug } = await command(['runbook', ...args, '--from', folder, '--debug']);
  expect([debug, exitCode]).toEqual([expect.not.stringContaining('error'), 0]);
  return { bench, markdown, debug, folder, args, tunnels };
}

export async function saved({ network }: Workbench) {
  const estate = await readAws(clientOf(network), network.region, () => undefined);
  type Described = { readonly Options?: { readonly TunnelOptions?: readonly TunnelOption[] } };
  const { VpnConnections: withKeys } = network.call('DescribeVpnConnections', {}) as { VpnConnections: Described[] };
  const files = Object.fromEntries(savedFilesOf(estate).map(({ name, content }) => [`${estate.region}/${name}`, content]));
  const folder = folderOf({ ...files, [`${estate.region}/vpn-connections.json`]: { VpnConnections: withKeys } });
  return { folder, tunnels: withKeys.flatMap((each) => each.Options?.TunnelOptions ?? []) };
}

/** The blocks of one way, in order. */
export function blocksOf(markdown: string, way: 'Forward' | 'Back'): string[] {
  const [, section] = new RegExp(`\\n## ${way}\\n(.*?)\\n## `, 's').exec(markdown)!;
  return [...section.matchAll(/```bash\n(.*?)\n```/gs)].map(([, block]) => block);
}

/**
 * Pasted one after the other, by somebody who goes no further than the first STOP.
 * @throws what the runbook's "go on only when it says `GO ON`" would stop at, though the next block was pasted
 */
export async function ran(
  bench: Workbench, blocks: readonly string[],
): Promise<Ran & { readonly commands: readonly (readonly string[])[] }> {
  const endpoint = new Ec2Endpoint({ clock: new SystemClock(), network: bench.network });
  const line = await CommandLine.start({ endpoints: { ec2: await endpoint.listen() }, pass: (seconds) => bench.pass(seconds) });
  try {
    const ended = await line.run(`set -e\n${blocks.join(`\necho '${PASTED}'\n`)}\n`);
    expect(ended.output.split(PASTED).slice(0, -1).filter((said) => !said.includes('GO ON'))).toEqual([]);
    return { ...ended, commands: line.commands };
  } finally {
    await line.close();
    await endpoint.close();
    expect(line.mistakes).toEqual([]);
    expect(endpoint.defects).toEqual([]);
  }
}

const PASTED = '--- the next block is pasted';
