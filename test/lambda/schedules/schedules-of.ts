/**
 * Goal: whatever dies, and whatever EC2 answers where nobody knows, a move converges and nothing is lost.
 * Method: every schedule of so many deaths, before and after every effect, forward and back, for both kinds of routing, under
 * every setting of so many switches (see `exploration`). One test file for each move, so that they share the cores.
 */
import { HARMLESS_DISTORTIONS } from '../../../tools/rehearsal/embedded-ec2/distortions';
import { Move } from '../estates';
import { Exploration, Limits } from '../exploration';
import { PLOTS } from '../plots';

/** Where one story is also played with answers in other shapes. */
const DIRECTIONS = ['vgw-to-tgw', 'vgw-to-vgw', 'tgw-to-tgw', 'tgw-to-vgw'] as const;

/**
 * DEATHS x SWITCHES; `npx projen test:schedules:ci` sets 1x1, `test:schedules` 2x1,1x2, and `test:schedules:pairs` 2x2, with every pair.
 * Where they are set, answers get lost as well, or come at the SDK's second attempt.
 */
function limitsOf(usual: string): Limits[] {
  const { SCHEDULES } = process.env;
  const limits = (SCHEDULES ?? usual).split(',').map((each) => {
    const [deathsMax, deviationsMax] = each.split('x').map(Number);
    return { deathsMax, deviationsMax, everyPair: each === '2x2' };
  });
  return SCHEDULES === undefined ? limits : [...limits, { deathsMax: 1, deviationsMax: 0, losesAnswers: true }];
}

/** @param usual what is played where nothing is set: few enough for every run of the tests */
export function schedulesOf(move: Move, usual = '2x0'): void {
  const plots = PLOTS.filter((plot) => plot.move === move);
  const cases = limitsOf(usual).flatMap((limits) => plots.map((plot) => (
    { name: plot.name, plot, limits, ...limits, what: limits.losesAnswers ? 'deaths or lost answers' : 'deaths' })));

  test.each(cases)('$name: at most $deathsMax $what, $deviationsMax switches', async ({ plot, limits, what }) => {
    const { deathsMax, deviationsMax } = limits;
    const explored = await new Exploration(plot, limits).explore();
    if (process.env.SCHEDULES !== undefined) {
      const { worlds, invocations, endings, settings } = explored;
      process.stdout.write(`${plot.name}, ${deathsMax} ${what}, ${deviationsMax} switches: ${JSON.stringify({ worlds, invocations, endings, settings })}\n`);
    }
    expect(explored.endings).toBeGreaterThan(0);
    // Each of a move's effects can be a death, and some can be told from each other; and switches were asked for.
    expect(explored.worlds).toBeGreaterThan(deathsMax * 5);
    if (deviationsMax > 0) expect(explored.settings).toBeGreaterThan(deviationsMax);
  }, 3_600_000);

  if (!DIRECTIONS.some((direction) => direction === move)) return;
  test(`${move}: one death at most, and EC2 answers in every other shape that says the same`, async () => {
    const plot = plots.find(({ name }) => name === `${move}, static, cancelled while EC2 provisions`)!;
    const explored = await new Exploration(plot, { deathsMax: 1, deviationsMax: 0, distortions: HARMLESS_DISTORTIONS }).explore();
    const asItIs = await new Exploration(plot, { deathsMax: 1, deviationsMax: 0 }).explore();
    // In what order things are done may be another; how often something can die, and how it then ends, is not.
    expect([explored.invocations, explored.endings]).toEqual([asItIs.invocations, asItIs.endings]);
  }, 600_000);
}
