/** `runbook ID --to TARGET`: a move to carry out by hand, with AWS CLI commands, checks between them, and the way back. */
import { Command } from 'commander';
import { MoveChoices, withMoveOptions } from '../declaring/choices';
import { EstateOptions, estatesOf, withEstateOptions } from '../estate/options';
import type { Markdown } from '../output/markdown';
import { liveServices } from '../plan/live-services';
import { connectionArgument } from '../terminal/checked-values';
import { CommandFailure, EXIT } from '../terminal/command-failure';
import { Progress } from '../terminal/progress';
import { Terminal } from '../terminal/terminal';
import { Verb } from '../terminal/verb';

interface RunbookOptions extends EstateOptions, MoveChoices {}

export const runbook: Verb = (terminal) => withMoveOptions(withEstateOptions(new Command('runbook')))
  .description('Writes Markdown to carry out a move by hand: AWS CLI commands forward and back, checks between, and a sheet for the device.')
  .addArgument(connectionArgument('<id>', 'the connection, vpn-…'))
  .addHelpText('after', `
Examples:
  $ cdk-site-to-site-vpn runbook vpn-0123456789abcdef0 --to tgw-0123456789abcdef0 --region eu-central-1 > runbook.md
  $ cdk-site-to-site-vpn runbook vpn-0123456789abcdef0 --to tgw-0123456789abcdef0 --from ticket-4711
  $ cdk-site-to-site-vpn runbook vpn-0123456789abcdef0 --customer-gateway cgw-0123456789abcdef0

Its commands are those of the recovery scripts that \`VpnTargetMigration\` writes. Exit status 1: something stands against the move, and
there is no runbook. At AWS nothing is changed.`)
  .action(async (id: string, options: RunbookOptions) => terminal.out(await write(id, options, terminal)));

/** An error is one line. */
const NAMED_MAX = 5;

async function write(id: string, options: RunbookOptions, terminal: Terminal): Promise<Markdown> {
  const [{ connectionIn }, { declareMove }, { simulate }, { reportOf }, { runbookOf }, { backupOf }] = await Promise.all([
    import('../estate/connection-in'), import('../declaring/declare'), import('../plan/simulation'), import('../plan/report'),
    import('../runbook/markdown'), import('../runbook/backup'),
  ]);
  const { estate, connection } = connectionIn(await estatesOf(options, terminal), id);
  const declared = declareMove(estate, connection, options);
  const progress = new Progress(terminal);
  progress.tell('playing the move');
  const services = await liveServices(options, estate.region);
  const simulation = await simulate(estate, declared.declaration, terminal.now(), services).finally(() => progress.end());
  const { blocking } = simulation.assessedFindings;
  if (blocking.length > 0) {
    const subject = blocking.length === 1 ? '1 finding stands' : `${blocking.length} findings stand`;
    const ids = blocking.slice(0, NAMED_MAX).map((finding) => finding.id);
    const more = blocking.length > ids.length ? ` and ${blocking.length - ids.length} more` : '';
    throw new CommandFailure(EXIT.FOUND, `${subject} against the move: ${ids.join(', ')}${more}`,
      `\`plan ${id}\` tells what they are and what remedies them; those that may be accepted go with --accept.`);
  }
  const report = reportOf({ region: estate.region, accountId: estate.accountId, declared, simulation });
  return runbookOf({ report, backup: backupOf(simulation, terminal.now()), connection });
}
