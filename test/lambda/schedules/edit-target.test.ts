/**
 * Goal: wherever the function dies, or an answer gets lost, while a template changes the target, the deployment ends as if none had.
 * Method: every schedule of one death, before and after every effect of every request, and of one lost answer, in a deployment
 * that succeeds, or that is rolled back from each point and in both orders. The death of a request is not CloudFormation's
 * failure: it delivers it again.
 */
import { flowTable, lostFlows } from '../../../rehearsal/flows/flow-oracle';
import { Deployment, editOf, EDITS, Fortune, ROLLBACKS } from '../deployment';
import { Fate, Workbench, WorkbenchOptions } from '../workbench';

const TROUBLES: readonly Fate[] = ['dies-before', 'dies-after', 'loses-answer'];
const FORTUNES: readonly Fortune[] = [{ fails: 'never', order: 'as they depend' }, ...ROLLBACKS];

/** `npx projen test:schedules` plays all of them; without it, the two ways through a deployment that share the fewest requests. */
const isWhole = process.env.SCHEDULES !== undefined;
const edits = EDITS.filter(({ move }) => isWhole || move === 'vgw-to-tgw');
const fortunes = FORTUNES.filter(({ fails, order }) => isWhole || fails === 'never'
  || (fails === 'before the second part' && order === 'the other way round'));
const cases = edits.flatMap((edit) => fortunes.map((fortune) => ({ ...edit, ...fortune })));

test.each(cases)('$move, $routing, something fails $fails, undone $order: every death, every lost answer', async (story) => {
  const undisturbed = await play(story);
  // Each of the two parts opens, takes up or closes something, so there is much to die at.
  expect(undisturbed.names.length).toBeGreaterThan(8);
  const different: string[] = [];
  for (const [at, name] of undisturbed.names.entries()) {
    for (const trouble of TROUBLES) {
      const { ending } = await play(story, { at, trouble }).catch((error: unknown) => ({ ending: { error: String(error) } }));
      if (JSON.stringify(ending) !== JSON.stringify(undisturbed.ending)) different.push(`${trouble} ${at} ${name}: ${differenceOf(ending, undisturbed.ending)}`);
    }
  }
  expect(different).toEqual([]);
}, 600_000);

interface Played {
  /** Every effect that was begun, in order. */
  readonly names: readonly string[];
  readonly ending: object;
}

async function play(
  { fails, order, ...edit }: Fortune & Pick<WorkbenchOptions, 'move' | 'routing'>, befalls?: { readonly at: number; readonly trouble: Fate },
): Promise<Played> {
  const names: string[] = [];
  const bench: Workbench = new Workbench({
    ...edit,
    fate: (name) => {
      if (!/^(write|note) /.test(name) && !bench.effects.includes('write backup')) throw new Error(`${name} comes before the backup`);
      return names.push(name) - 1 === befalls?.at ? befalls.trouble : 'works';
    },
  });
  const flows = flowTable(bench.network.view);
  const { rolledBack, failures } = await new Deployment(editOf(bench), { fails, order }).run(bench);
  bench.pass(60);
  const head = bench.heads.get(bench.connectionId);
  return {
    names,
    ending: {
      rolledBack, failures, status: head?.status, missing: head?.missing, picture: bench.picture(),
      lost: lostFlows(flows, flowTable(bench.network.view)),
    },
  };
}

function differenceOf(ending: object, expected: object): string {
  const wanted = Object.entries(expected);
  const found = ending as Record<string, unknown>;
  if ('error' in ending) return String(found.error);
  return wanted.filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(found[name]))
    .map(([name, value]) => `${name}: ${JSON.stringify(found[name])}, not ${JSON.stringify(value)}`).join('; ');
}
