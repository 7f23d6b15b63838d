/** `plan ID --to TARGET`: what a move would do to this estate, before anybody deploys one. */
import { Command, Option } from 'commander';
import { MoveChoices, withMoveOptions } from '../declaring/choices';
import { EstateOptions, estatesOf, withEstateOptions } from '../estate/options';
import { json } from '../output/json';
import { lines } from '../output/terminal';
import type { CreateOnly } from '../plan/approaches';
import { liveServices } from '../plan/live-services';
import type { PlanReport } from '../plan/report';
import type { Simulation } from '../plan/simulation';
import { connectionArgument } from '../terminal/checked-values';
import { EXIT } from '../terminal/command-failure';
import { Progress } from '../terminal/progress';
import { Terminal } from '../terminal/terminal';
import { Verb } from '../terminal/verb';

interface PlanOptions extends EstateOptions, MoveChoices {
  readonly schema?: string;
  readonly json?: true;
  readonly markdown?: true;
}

export const plan: Verb = (terminal, ends) => withMoveOptions(withEstateOptions(new Command('plan')))
  .description('What a move of one connection would do: findings, plan and digest, phases, every flow and route, interruption, rights.')
  .addArgument(connectionArgument('<id>', 'the connection, vpn-…'))
  .option('--schema <file>', 'a saved `aws cloudformation describe-type` of AWS::EC2::VPNConnection, to tell whether an edit would replace it (default: AWS is asked, unless the estate is a saved one)')
  .addOption(new Option('--json', 'one JSON document').conflicts('markdown'))
  .option('--markdown', 'Markdown with Mermaid topologies before and after, for a ticket')
  .addHelpText('after', `
Examples:
  $ cdk-site-to-site-vpn plan vpn-0123456789abcdef0 --to tgw-0123456789abcdef0
  $ cdk-site-to-site-vpn plan vpn-0123456789abcdef0 --to tgw-0123456789abcdef0 --from saved/ --markdown > plan.md
  $ cdk-site-to-site-vpn plan vpn-0123456789abcdef0 --to vgw-0123456789abcdef0 --propagate-into rtb-0123456789abcdef0
  $ cdk-site-to-site-vpn plan vpn-0123456789abcdef0 --customer-gateway cgw-0123456789abcdef0 --json

The function of \`VpnTargetMigration\` itself looks at the estate and carries the plan out, there and back, on an emulated EC2 in this
process. Direct Connect and Service Quotas are asked, too, and of a stack's connection CloudFormation's schema in that region, unless
the estate is a saved one. At AWS nothing is changed, and nothing is tried. Exit status 1: something stands against the move.`)
  .action(async (id: string, options: PlanOptions) => {
    const report = await reportOn(id, options, terminal);
    if (options.json === true) terminal.out(json(report));
    else if (options.markdown === true) terminal.out((await import('../plan/markdown')).markdownOf(report));
    else terminal.out(lines((await import('../plan/text')).linesOf(report)));
    const { findings, course } = report;
    const fails = findings.against.length > 0 || course?.failure !== undefined || (course?.flows.lost ?? 0) > 0;
    ends(fails ? EXIT.FOUND : EXIT.DONE);
  });

async function reportOn(id: string, options: PlanOptions, terminal: Terminal): Promise<PlanReport> {
  const [{ connectionIn }, { declareMove }, { simulate }, { reportOf }] = await Promise.all([
    import('../estate/connection-in'), import('../declaring/declare'), import('../plan/simulation'), import('../plan/report'),
  ]);
  const estates = await estatesOf(options, terminal);
  const saved = options.schema === undefined ? undefined : await (await import('../plan/schema-file')).savedCreateOnly(options.schema);
  const { estate, connection } = connectionIn(estates, id);
  const declared = declareMove(estate, connection, options);
  const progress = new Progress(terminal);
  progress.tell('playing the move');
  const services = await liveServices(options, estate.region);
  const simulation = await simulate(estate, declared.declaration, terminal.now(), services).finally(() => progress.end());
  const createOnly = saved ?? await liveCreateOnly(estate.region, simulation, options);
  return reportOf({ region: estate.region, accountId: estate.accountId, declared, simulation, createOnly });
}

/** Asked only of a stack's connection: no other has a property that could be edited. */
async function liveCreateOnly(region: string, { assessment }: Simulation, { from, profile }: PlanOptions): Promise<CreateOnly | undefined> {
  if (from !== undefined || assessment.snapshot.connection?.stackId === undefined) return undefined;
  return (await import('../plan/other-services')).createOnlyIn(region, profile);
}
