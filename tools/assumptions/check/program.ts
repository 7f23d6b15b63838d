/** `npx projen assumptions:check`: its options, and from the question to the table and the clean-up. */
import { randomUUID } from 'node:crypto';
import type { EC2 } from '@aws-sdk/client-ec2';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { cleanUp, Left } from './clean-up';
import { Ec2Calls, Interrupted, reasonOf } from './ec2-calls';
import { estimateOf } from './estimate';
import { Ledger } from './ledger';
import { Row, rowsOf, tableOf } from './report';
import { Watch } from './samples';
import { DEVICE_ADDRESS, RUN_TAG, Sandbox } from './sandbox';
import { CHECKED_NAMES, Stage, stagesFor } from './stages';
import { Finding, Walk } from './walk';
import { AssumptionName, ASSUMPTIONS } from '../table';

/** What a shell is told. */
export const STATUS = { DONE: 0, NOT_FORESEEN: 1, USAGE: 2, FAILED: 3, REFUSED: 4, LEFT: 5 } as const;

/** What the program knows of where it runs. */
export interface Surroundings {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Nothing where nobody can be asked. */
  readonly ask: (question: string) => Promise<string | undefined>;
  readonly client: (region: string) => EC2;
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly now: () => number;
  /** Calls back on each Ctrl-C. @returns what puts that back as it was */
  readonly onInterrupt: (act: () => void) => () => void;
}

interface Options {
  readonly region?: string;
  readonly yes?: true;
  readonly keep?: true;
  readonly json?: true;
  readonly only?: readonly AssumptionName[];
  readonly file?: string;
  readonly cleanUp?: string;
  readonly deviceAddress: string;
  readonly sharedTransitGateway?: string;
}

/** @returns the status for the shell */
export async function run(words: readonly string[], surroundings: Surroundings): Promise<number> {
  const command = commandFor(surroundings);
  try {
    command.parse(words, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? STATUS.DONE : STATUS.USAGE;
    throw error;
  }
  const options = command.opts<Options>();
  const interruption = new Interruption(surroundings);
  try {
    return options.cleanUp === undefined ? await check(options, surroundings, interruption)
      : await cleanUpLater(options.cleanUp, surroundings, interruption);
  } catch (error) {
    // Only of a file of this program's own: what EC2 was asked fails inside the check.
    surroundings.err(`${error instanceof Error ? error.message : 'failed'}\n`);
    return STATUS.FAILED;
  } finally {
    interruption.end();
  }
}

function commandFor({ out, err }: Surroundings): Command {
  return new Command('assumptions:check')
    .description('Asks EC2, in a sandbox that it makes and deletes, what this library assumes of it. It costs money, and asks before.')
    .option('--region <region>', 'where')
    .option('--only <name...>', 'check these and what comes with them; all unless given', nameOf)
    .option('--yes', 'do not ask')
    .option('--keep', 'delete nothing in the end')
    .option('--json', 'print the rows as JSON, and nothing else')
    .option('--file <path>', 'where to write what was made; a new file in this folder unless given')
    .option('--clean-up <file>', 'delete what another run made, and nothing else')
    .option('--device-address <ip>', 'the customer gateway\'s address, if EC2 does not take one for documentation', DEVICE_ADDRESS)
    .option('--shared-transit-gateway <id>', 'a transit gateway that another account shares with this one')
    .addHelpText('after', `
The status is ${STATUS.DONE} when every answer is one that was rehearsed, ${STATUS.NOT_FORESEEN} when one was not foreseen, ${STATUS.FAILED} when the check failed or was
interrupted, ${STATUS.REFUSED} when it was not allowed to begin, ${STATUS.LEFT} when something is left that could not be deleted.`)
    .configureOutput({ writeOut: out, writeErr: err })
    .exitOverride();
}

function nameOf(name: string, before: readonly AssumptionName[] = []): readonly AssumptionName[] {
  const known = ASSUMPTIONS.find((each) => each.name === name)?.name;
  if (known === undefined) throw new InvalidArgumentError('There is no assumption of this name; docs/aws-assumptions.md has them all.');
  if (!CHECKED_NAMES.includes(known)) throw new InvalidArgumentError('It cannot be checked so; docs/aws-assumptions.md says how to do it by hand.');
  return [...before, known];
}

/** The first Ctrl-C ends the walk and begins to clean up, the second ends that. */
class Interruption {
  readonly end: () => void;
  private times = 0;
  private pressed: Promise<void>;
  private wake?: () => void;

  constructor(private readonly surroundings: Surroundings) {
    const next = async () => new Promise<void>((resolve) => { this.wake = resolve; });
    this.pressed = next();
    this.end = surroundings.onInterrupt(() => {
      this.times += 1;
      this.wake?.();
      this.pressed = next();
    });
  }

  /** @param timesMax so often it may have been pressed, and calls are still made */
  callsOf(region: string, timesMax: number): Ec2Calls {
    return new Ec2Calls(this.surroundings.client(region), () => {
      if (this.times > timesMax) throw new Interrupted();
    });
  }

  get count(): number {
    return this.times;
  }

  readonly sleep = async (milliseconds: number): Promise<void> => Promise.race([this.surroundings.sleep(milliseconds), this.pressed]);
}

async function check(options: Options, surroundings: Surroundings, interruption: Interruption): Promise<number> {
  const { region, keep = false, only } = options;
  const { err, out, now } = surroundings;
  if (region === undefined) {
    err('Name the region: --region eu-central-1, for example.\n');
    return STATUS.USAGE;
  }
  const runId = randomUUID().slice(0, 8);
  const file = options.file ?? `assumptions-${runId}.json`;
  const stages = stagesFor(only ?? CHECKED_NAMES);
  err(estimateOf(stages, { region, file, keep }));
  if (options.yes !== true && await surroundings.ask('Type yes to begin: ') !== 'yes') {
    err('Nothing was made. Answer yes, or give --yes.\n');
    return STATUS.REFUSED;
  }
  const ledger = Ledger.begin(file, runId, region);
  const tell = (text: string) => err(`${new Date(now()).toISOString().slice(11, 19)} ${text}\n`);
  const ec2 = interruption.callsOf(region, 0);
  const sandbox = new Sandbox({ ec2, ledger, tell, sleep: interruption.sleep, now, deviceAddress: options.deviceAddress });
  const findings = new Map<AssumptionName, Finding>();
  const failure = await walkThrough(stages, walkOf(sandbox, findings, tell, options), tell);
  const left = keep ? undefined : await cleanUpNow(ledger, surroundings, interruption);
  const rows = rowsOf(findings, only ?? ASSUMPTIONS.map(({ name }) => name));
  out(options.json === true ? `${JSON.stringify(rows, undefined, 2)}\n` : tableOf(rows));
  if (keep) err(`Everything stays. Delete it with --clean-up ${file}\n`);
  return left !== undefined && left.length > 0 ? STATUS.LEFT : statusOf(rows, failure);
}

function walkOf(sandbox: Sandbox, findings: Map<AssumptionName, Finding>, tell: (text: string) => void, options: Options): Walk {
  const { ec2, sleep, now } = sandbox.props;
  return {
    ec2,
    sandbox,
    watch: async () => new Watch(ec2, { sleep, now }, await sandbox.connection()),
    // What was seen stays: the first to see something against a rule is not overruled.
    find: (name, observed, note) => {
      if (findings.get(name)?.seen !== undefined) return;
      findings.set(name, { seen: observed, remark: note });
      tell(`seen:  ${name}: ${observed}`);
    },
    miss: (name, reason) => {
      if (!findings.has(name)) findings.set(name, { reason });
    },
    sharedTransitGatewayId: options.sharedTransitGateway,
  };
}

/** @returns why it did not come to its end */
async function walkThrough(stages: readonly Stage[], walk: Walk, tell: (text: string) => void): Promise<string | undefined> {
  for (const { title, answers, run: walkOn } of stages) {
    tell(`walks: ${title}`);
    try {
      await walkOn(walk);
    } catch (error) {
      const failure = `failed at ${title}: ${reasonOf(error)}`;
      tell(failure);
      stages.slice(stages.findIndex((stage) => stage.title === title))
        .forEach((stage) => stage.answers.forEach((name) => walk.miss(name, failure)));
      return failure;
    }
    for (const name of answers) walk.miss(name, 'it did not come to it');
  }
  return undefined;
}

function statusOf(rows: readonly Row[], failure: string | undefined): number {
  if (failure !== undefined) return STATUS.FAILED;
  return rows.some(({ verdict }) => verdict === 'not-foreseen') ? STATUS.NOT_FORESEEN : STATUS.DONE;
}

async function cleanUpLater(file: string, surroundings: Surroundings, interruption: Interruption): Promise<number> {
  const left = await cleanUpNow(Ledger.read(file), surroundings, interruption);
  return left.length === 0 ? STATUS.DONE : STATUS.LEFT;
}

/** Says what is left, and how to get rid of it. */
async function cleanUpNow(ledger: Ledger, { err, now }: Surroundings, interruption: Interruption): Promise<Left[]> {
  let left: Left[];
  try {
    const ec2 = interruption.callsOf(ledger.region, interruption.count);
    left = await cleanUp({ ec2, ledger, tell: (text) => err(`${text}\n`), sleep: interruption.sleep, now });
  } catch (error) {
    left = [{ kind: 'vpn-connection', id: `and others of the tag ${RUN_TAG}=${ledger.run}`, reason: reasonOf(error) }];
  }
  if (left.length === 0) {
    err(`Nothing is left of run ${ledger.run}.\n`);
    return left;
  }
  err(['LEFT IN THE ACCOUNT, and maybe at a cost:', ...left.map(({ kind, id, reason }) => `  ${kind} ${id}: ${reason}`),
    `Delete them with --clean-up ${ledger.file}`, ''].join('\n'));
  return left;
}
