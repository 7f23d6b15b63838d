/** The terminal dies before or after any effect of a command, or loses its answer: given again, it comes to its end. */
import { OperatorHarness } from './operator-harness';
import { flowTable, lostFlows } from '../../../tools/rehearsal/flows/flow-oracle';
import { Move } from '../../lambda/estates';
import { Fate, Workbench } from '../../lambda/workbench';

export function terminalDies(moves: readonly Move[]): void {
  const stories = moves.flatMap((move) => (['static', 'bgp'] as const).flatMap((routing) =>
    (['back', 'forward', 'hold and back'] as const).map((command): Story => ({ move, routing, command }))));

  test.each(stories)('$move $routing, $command: given again, it comes to its end', async (story) => {
    const count = await play(story);
    expect(count).toBeGreaterThan(0);
    for (let at = 1; at <= count; at += 1) {
      // Before one effect is after the one before it.
      if (at === 1) await play(story, { at, fate: 'dies-before' });
      for (const fate of ['dies-after', 'loses-answer'] as const) await play(story, { at, fate });
    }
  });
}

interface Story {
  readonly move: Move;
  readonly routing: 'static' | 'bgp';
  readonly command: 'back' | 'forward' | 'hold and back';
}

/** In the middle of it: EC2 provisions on the new gateway. */
const SECONDS_INTO = 14;

/** @returns how many effects the command had */
async function play({ command, ...configuration }: Story, dies?: { readonly at: number; readonly fate: Fate }): Promise<number> {
  let effects = -1;
  const bench: Workbench = new Workbench({
    ...configuration,
    fate: () => {
      if (effects < 0) return 'works';
      effects += 1;
      return effects === dies?.at ? dies.fate : 'works';
    },
  });
  const [before, flows] = [bench.picture(), flowTable(bench.network.view)];
  await bench.invoke(bench.request(), SECONDS_INTO);
  effects = 0;
  const harness = new OperatorHarness(bench);
  if (command === 'hold and back') await harness.until('hold');
  const then = command === 'forward' ? 'forward' : 'back';
  await harness.until(then);
  bench.pass(60);
  expect(lostFlows(flows, flowTable(bench.network.view))).toEqual([]);
  if (then === 'back') expect(bench.picture()).toEqual(before);
  else expect(bench.picture()).toMatchObject({ state: 'available', gateway: { id: bench.declaration.to.id } });
  expect(bench.heads.get(bench.connectionId)).toMatchObject({ status: then === 'back' ? 'restored' : 'completed', concludedAt: expect.any(Number) });
  return effects;
}
