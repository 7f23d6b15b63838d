/**
 * Whether `exploration`, which plays no schedule of deaths twice, leaves none out: beside plain enumeration of every schedule,
 * and for the switches that it does not try.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Choices } from './choices';
import { EDIT_STORIES } from './edits';
import { MOVES, REPLACEMENTS } from './estates';
import { digestOfWorld, Exploration, Limits, UNSEEN } from './exploration';
import { PLOTS } from './plots';
import { Fate, Workbench } from './workbench';
import { digestOfEnding } from './world-digest';
import { TerminalFailure } from '../../lambda/runner/ports';
import { everySetting, UNKNOWNS, UnknownName, Unknowns } from '../../tools/rehearsal/embedded-ec2/unknowns';

test('exploring comes to the same endings as playing every schedule of two deaths from its beginning', async () => {
  const plot = PLOTS.find(({ name }) => name === 'vgw-to-tgw, bgp, forward')!;
  const endings = new Set<string>();
  const choices = new Choices();
  let schedules = 0;
  while (choices.next()) {
    schedules += 1;
    let deaths = 0;
    const bench = new Workbench({
      move: plot.move,
      routing: plot.routing,
      fate: () => {
        const fate = deaths < 2 ? choices.pick(3) : 0;
        if (fate !== 0) deaths += 1;
        return (['works', 'dies-before', 'dies-after'] as const)[fate];
      },
    });
    await bench.runRequest(bench.request());
    bench.pass(60);
    endings.add(digestOfEnding(bench));
  }
  const found = new Set<string>();
  const onEnding = (bench: Workbench) => void found.add(digestOfEnding(bench));
  const explored = await new Exploration(plot, { deathsMax: 2, deviationsMax: 0, onEnding }).explore();
  expect([...found].sort()).toEqual([...endings].sort());
  expect(schedules).toBeGreaterThan(5 * explored.invocations);
}, 300_000);

test('exploring every switch with one death comes to the same endings as playing each setting from its beginning', async () => {
  const plot = PLOTS.find(({ name }) => name === 'tgw-to-vgw, bgp, forward')!;
  const asked = new Set<UnknownName>();
  const executed = async (fate: () => Fate, settings: Partial<Unknowns>) => {
    const answerTo = (name: UnknownName) => {
      asked.add(name);
      return settings[name] ?? UNKNOWNS[name].default;
    };
    const bench = new Workbench({ move: plot.move, routing: plot.routing, fate, answerTo });
    await bench.runRequest(bench.request()).catch((error: Error) => {
      if (!(error instanceof TerminalFailure)) throw error;
    });
    bench.pass(60);
    return digestOfEnding(bench);
  };
  const endings = new Set<string>([await executed(() => 'works', {})]);
  for (const { settings } of everySetting().filter(({ name }) => asked.has(name) && !(name in UNSEEN))) {
    const choices = new Choices();
    while (choices.next()) {
      let died = false;
      endings.add(await executed(() => {
        const fate = (['works', 'dies-before', 'dies-after'] as const)[died ? 0 : choices.pick(3)];
        died ||= fate !== 'works';
        return fate;
      }, settings));
    }
  }
  const found = new Set<string>();
  const onEnding = (bench: Workbench) => void found.add(digestOfEnding(bench));
  const { invocations, settings } = await new Exploration(plot, { deathsMax: 1, deviationsMax: 1, onEnding }).explore();
  expect([...found].sort()).toEqual([...endings].sort());
  expect(settings).toBeGreaterThan(10);
  expect(found.size).toBeLessThan(invocations);
}, 300_000);

test('exploring deployments that edit a target comes to the same worlds as playing every schedule from its beginning', async () => {
  const story = EDIT_STORIES.find(({ move, routing, fortune: { fails, order } }) => move === 'customer-gateway' && routing === 'bgp'
    && fails === 'before the second part' && order === 'the other way round')!;
  const limits: Limits = { deathsMax: 2, losesAnswers: true, deviationsMax: 0 };
  const worlds = new Set<string>();
  const choices = new Choices();
  let turns = 0;
  while (choices.next()) {
    const deaths: string[] = [];
    const bench = new Workbench({
      move: story.move,
      routing: story.routing,
      fate: (effect) => {
        const isOfRecords = /^(write|note) /.test(effect);
        const fate = (['works', 'dies-before', 'dies-after', 'loses-answer', 'asked-again'] as const)[deaths.length < 2 ? choices.pick(isOfRecords ? 4 : 5) : 0];
        if (fate !== 'works') deaths.push(effect);
        return fate;
      },
    });
    for (let position = story.first; !story.isOver(position); position = await story.invoke(bench, position)) {
      turns += 1;
      worlds.add(digestOfWorld({ bench, position, deaths, settings: {} }, limits));
    }
  }
  const { digests, invocations } = await new Exploration(story, limits).explore();
  expect([...digests].sort()).toEqual([...worlds].sort());
  expect(turns).toBeGreaterThan(5 * invocations);
}, 300_000);

describe('a switch that is left out changes nothing that an adapter could read', () => {
  const settings = Object.keys(UNSEEN).flatMap((name) => UNKNOWNS[name as UnknownName].values.map((value) => ({ name, value })));
  test.each(settings)('$name = $value', async ({ name, value }) => {
    const picture = async (unknowns: Partial<Unknowns>) => {
      const bench = new Workbench({ unknowns });
      await bench.runRequest(bench.request());
      return JSON.stringify([bench.journal, bench.effects, digestOfEnding(bench)]);
    };
    expect(await picture({ [name]: value })).toBe(await picture({}));
  });
});

test('every move and every replacement has a file of its own, and so has the target that a template changes', () => {
  const names = readdirSync(join(__dirname, 'schedules')).flatMap((file) => /^(.+?)(?:\.long)?\.test\.ts$/.exec(file)?.[1] ?? []);
  expect(names.sort()).toEqual([...MOVES, ...REPLACEMENTS, 'edit-target'].sort());
});
