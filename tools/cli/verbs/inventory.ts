/** `inventory`: every connection at a glance, what leads to it, and what is worth a look. */
import { Command, Option } from 'commander';
import { EstateOptions, estatesOf, withEstateOptions } from '../estate/options';
import { savingCommands } from '../estate/outputs';
import { csvOf } from '../inventory/csv';
import { Filters, requireTarget, shown, TARGET_KINDS, TUNNEL_STATUSES } from '../inventory/filters';
import { findingsOf, orphansOf } from '../inventory/findings';
import { documentOf } from '../inventory/json';
import { rowsOf } from '../inventory/rows';
import { findingLines, notesOf, tableOf } from '../inventory/table';
import { json } from '../output/json';
import { line, lines } from '../output/terminal';
import { Terminal } from '../terminal/terminal';
import { Verb } from '../terminal/verb';

interface InventoryOptions extends EstateOptions, Filters {
  readonly orphans?: true;
  readonly json?: true;
  readonly csv?: true;
  readonly save?: string;
}

export const inventory: Verb = (terminal) => withEstateOptions(new Command('inventory'))
  .description('Lists VPN connections with their gateways, tunnels, routes and the VPC route tables that lead to them, and what is worth a look.')
  .option('--state <states...>', 'only connections in these states; without it, all but deleted ones, which EC2 goes on listing for a while')
  .option('--target <target>', `only connections on this gateway, by id or name, or on this kind: ${TARGET_KINDS.join(', ')}`)
  .option('--tag <tags...>', 'only connections with these tags: KEY, or KEY=VALUE')
  .addOption(new Option('--tunnel-status <status>', 'only connections with every tunnel up, some, or none').choices(TUNNEL_STATUSES))
  .addOption(new Option('--routing <routing>', 'only connections with this routing').choices(['static', 'bgp']))
  .option('--orphans', 'only what is worth a look: unused customer gateways, blackhole routes, tunnels down, weak algorithms, Classic')
  .addOption(new Option('--json', 'print one JSON document with everything').conflicts('csv'))
  .addOption(new Option('--csv', 'print comma-separated values (RFC 4180), one line for each connection').conflicts('orphans'))
  .option('--save <dir>', 'save what was read, without keys, in a folder that --from reads')
  .addHelpText('after', help())
  .action(async (options: InventoryOptions) => takeInventory(options, terminal));

async function takeInventory(options: InventoryOptions, terminal: Terminal): Promise<void> {
  const estates = await estatesOf(options, terminal);
  if (options.save !== undefined) {
    const { save } = await import('../estate/saving');
    for (const folder of await save(estates, options.save)) terminal.err(line(`saved in ${folder}`));
  }
  const all = estates.flatMap(rowsOf);
  if (options.target !== undefined) requireTarget(all, estates.flatMap(gatewayIdsOf), options.target);
  const rows = shown(all, options);
  // Of a part of the connections, what no connection stands for is no part.
  const findings = [...findingsOf(rows), ...isFiltered(options) ? [] : estates.flatMap(orphansOf)];
  const width = terminal.isTerminal ? terminal.columns : Infinity;
  if (options.json === true) terminal.out(json(documentOf(estates, rows, findings)));
  else if (options.csv === true) terminal.out(csvOf(rows));
  else if (options.orphans === true) terminal.out(lines(findingLines(findings)));
  else terminal.out(lines([...tableOf(rows, width), '', ...notesOf(estates, all, rows), '', ...findingLines(findings)]));
}

function isFiltered({ state, target, tag, tunnelStatus, routing }: Filters): boolean {
  return [state, target, tag, tunnelStatus, routing].some((filter) => filter !== undefined);
}

function gatewayIdsOf({ vpnGateways, transitGateways }: Awaited<ReturnType<typeof estatesOf>>[number]): string[] {
  return [...vpnGateways.map((each) => each.VpnGatewayId), ...transitGateways.map((each) => each.TransitGatewayId)]
    .filter((id) => id !== undefined);
}

function help(): string {
  return `
Examples:
  $ cdk-site-to-site-vpn inventory --region eu-central-1
  $ cdk-site-to-site-vpn inventory --all-regions --tunnel-status partial
  $ cdk-site-to-site-vpn inventory --target tgw-0123456789abcdef0 --tag team=network --csv > connections.csv
  $ cdk-site-to-site-vpn inventory --region eu-central-1 --save ticket-4711
  $ cdk-site-to-site-vpn inventory --from ticket-4711 --orphans

A folder for --from is made by --save, or by hand; every region in a folder of its name, and any file name that ends in .json,
but what is asked of one transit gateway route table names it in the file's name:
${savingCommands().map((command) => `  $ ${command}`).join('\n')}
Keys in such files are not read.

What nobody would see in a name or a tag, such as an end of a line, is shown by its number. With --csv what a spreadsheet would calculate,
for it begins with =, +, - or @, has an apostrophe in front; tags and options are JSON, and keep their values.`;
}
