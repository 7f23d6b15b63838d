/** `rehearse ID --to TARGET`: the move as it will be deployed, played on this estate in an emulated AWS. */
import { Command, Option } from 'commander';
import { MoveChoices, withMoveOptions } from '../declaring/choices';
import { describeDerivation } from '../declaring/derivation';
import { EstateOptions, estatesOf, withEstateOptions } from '../estate/options';
import { json } from '../output/json';
import { lines } from '../output/terminal';
import { liveServices } from '../plan/live-services';
import { describeInjectedFailures, FAILURES, InjectedFailures } from '../rehearse/injected-failures';
import type { Rehearsed } from '../rehearse/rehearsed';
import { connectionArgument } from '../terminal/checked-values';
import { CommandFailure, EXIT } from '../terminal/command-failure';
import { Terminal } from '../terminal/terminal';
import { Verb } from '../terminal/verb';
import { READABLE, requireWritable, WantedFile, writeWholeFile } from '../terminal/written-files';

interface RehearseOptions extends EstateOptions, MoveChoices, InjectedFailures {
  readonly json?: true;
  readonly report?: string;
  readonly force?: true;
}

export const rehearse: Verb = (terminal, ends) => withMoveOptions(withEstateOptions(new Command('rehearse')))
  .description('Plays the move of one connection: your estate in an emulated EC2, the synthesized application, the function that is deployed, IAM enforced.')
  .addArgument(connectionArgument('<id>', 'the connection, vpn-…'))
  .addOption(new Option('--fail-at <phase>', 'see what comes of a failure; the phases are below').choices(Object.keys(FAILURES)))
  .option('--throttle', 'others use the account\'s requests up: EC2 refuses most with RequestLimitExceeded')
  .option('--device-stays-down', 'the device does not start IKE after the move')
  .option('--report <file>', 'write one page of HTML with timeline, topology, routes and flows, for whoever decides')
  .option('--force', 'write the report over the file that is there')
  .option('--json', 'print one JSON document, and nothing else on standard output')
  .addHelpText('after', `
Phases for --fail-at:
${Object.entries(FAILURES).map(([phase, what]) => `  ${phase.padEnd(10)} ${what}`).join('\n')}

Examples:
  $ cdk-site-to-site-vpn rehearse vpn-0123456789abcdef0 --to tgw-0123456789abcdef0
  $ cdk-site-to-site-vpn rehearse vpn-0123456789abcdef0 --to tgw-0123456789abcdef0 --from ticket-4711 --fail-at arrange
  $ cdk-site-to-site-vpn rehearse vpn-0123456789abcdef0 --to tgw-0123456789abcdef0 --report rehearsal.html
  $ cdk-site-to-site-vpn rehearse vpn-0123456789abcdef0 --customer-gateway cgw-0123456789abcdef0 --throttle --json

Direct Connect and Service Quotas are asked, too, unless the estate is a saved one. At AWS nothing is changed, and nothing is
tried. aws-cdk-lib and constructs have to be installed where this runs. Minutes and
seconds are the rehearsal's, in which EC2 takes 300 s to provision: assumed, not measured at AWS. What happens is told on
standard error while it happens, the result on standard output.

Exit status 1: a route or a flow is lost, or the move failed. A move that was made to fail by --fail-at may fail, but has to
leave everything as it was, or moved.`)
  .action(async (id: string, options: RehearseOptions) => {
    const report = options.report === undefined ? undefined
      : { file: options.report, option: '--report', mode: READABLE.byAll, replaces: options.force === true };
    if (report !== undefined) await requireWritable(report); // before the play, which takes its time
    const rehearsed = await rehearsal(id, options, terminal);
    if (report !== undefined) await writeReport(report, rehearsed, terminal);
    if (options.json === true) terminal.out(json(rehearsed));
    else terminal.out(lines((await import('../rehearse/text')).linesOf(rehearsed)));
    ends(rehearsed.passed ? EXIT.DONE : EXIT.FOUND);
  });

async function rehearsal(id: string, options: RehearseOptions, terminal: Terminal): Promise<Rehearsed> {
  const [{ connectionIn }, { declareMove }, { openingOf }, { LivePrinter }] = await Promise.all([
    import('../estate/connection-in'), import('../declaring/declare'), import('../rehearse/text'), import('../../rehearsal/print'),
  ]);
  const { estate, connection } = connectionIn(await estatesOf(options, terminal), id);
  const declared = declareMove(estate, connection, options);
  const { play } = await loaded();
  terminal.err(lines(openingOf(declared.declaration, declared.derived.map(describeDerivation), describeInjectedFailures(options))));
  const services = await liveServices(options, estate.region);
  return play({ estate, declared, failures: options, now: terminal.now(), onEvent: new LivePrinter((text) => terminal.err(lines(text.trimEnd().split('\n')))).happen, services });
}

async function writeReport(report: WantedFile, rehearsed: Rehearsed, terminal: Terminal): Promise<void> {
  const { pageOf } = await import('../rehearse/report/page');
  await writeWholeFile(report, pageOf(rehearsed).text);
  terminal.err(lines(['', `written to ${report.file}`]));
}

/** What synthesizes is not in this package's own file. */
async function loaded() {
  try {
    const { rehearse: play } = await import('../rehearse/rehearsing');
    return { play };
  } catch (error) {
    if (Object(error).code !== 'MODULE_NOT_FOUND') throw error;
    throw new CommandFailure(EXIT.UNREADABLE, 'rehearse synthesizes an application, and finds no aws-cdk-lib and constructs to do so',
      'Run it in the project of your CDK application, or `npm install aws-cdk-lib constructs` beside this package.');
  }
}
