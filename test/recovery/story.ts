/** A move that broke off, and the scripts that were written before it, run by a real bash on what is left. */
import { CommandLine, Ran } from './command-line';
import { Intent } from '../../lambda/engine/record';
import { SystemClock } from '../../tools/rehearsal/clock';
import { Ec2Endpoint } from '../../tools/rehearsal/embedded-ec2/endpoint';
import { Flow, flowTable, lostFlows } from '../../tools/rehearsal/flows/flow-oracle';
import { Picture } from '../lambda/picture';
import { Fate, Killed, Workbench, WorkbenchOptions } from '../lambda/workbench';

export interface Story {
  readonly bench: Workbench;
  readonly before: Picture;
  readonly flows: readonly Flow[];
  readonly changes: number;
}

/** A move whose function dies for good after so many changes of the network, the stack along with it. */
export async function brokenOff(options: WorkbenchOptions, after: number): Promise<Story> {
  let changes = 0;
  const fate = (effect: string): Fate => {
    if (/^(write|note) /.test(effect)) return 'works';
    changes += 1;
    if (after === 0) return 'dies-before';
    return changes < after ? 'works' : 'dies-after';
  };
  const bench = new Workbench({ ...options, fate });
  const before = bench.picture();
  const flows = flowTable(bench.network.view);
  await bench.invoke(bench.request()).catch((error) => {
    if (!(error instanceof Killed)) throw error;
  });
  expect(bench.recoveries.size).toBe(1);
  return { bench, before, flows, changes };
}

export async function expectBack(story: Story): Promise<string> {
  const { status, output } = await recovered(story, 'back');
  story.bench.pass(60);
  expect([output, status]).toEqual([output, 0]);
  expect(story.bench.picture()).toEqual(story.before);
  expect(lostFlows(story.flows, flowTable(story.bench.network.view))).toEqual([]);
  return output;
}

export async function expectForward(story: Story, whole: Story): Promise<void> {
  const { status, output } = await recovered(story, 'forward');
  for (const each of [story, whole]) each.bench.pass(60);
  expect([output, status]).toEqual([output, 0]);
  expect(story.bench.picture()).toEqual(whole.bench.picture());
  expect(lostFlows(story.flows, flowTable(story.bench.network.view))).toEqual([]);
}

/** @param commandsMax it is stopped after so many */
export async function recovered({ bench }: Story, intent: Intent, commandsMax = Infinity): ReturnType<typeof withCommandLine> {
  const [scripts] = bench.recoveries.values();
  return withCommandLine(bench, async (line) => line.run(scripts[intent], commandsMax));
}

export async function withCommandLine(
  bench: Workbench, act: (line: CommandLine) => Promise<Ran>,
): Promise<Ran & { readonly commands: readonly (readonly string[])[] }> {
  const endpoint = new Ec2Endpoint({ clock: new SystemClock(), network: bench.network });
  const line = await CommandLine.start({ endpoints: { ec2: await endpoint.listen() }, pass: (seconds) => bench.pass(seconds) });
  try {
    return { ...await act(line), commands: line.commands };
  } finally {
    await line.close();
    await endpoint.close();
    expect(line.mistakes).toEqual([]);
    expect(endpoint.defects).toEqual([]);
  }
}
