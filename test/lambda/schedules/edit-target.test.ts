/**
 * Goal: wherever the function dies, or an answer gets lost, while a template changes the target, the deployment ends as if none had.
 * Method: every schedule of so many deaths, before and after every effect of every request, and of lost answers, in a deployment
 * that succeeds, or that is rolled back from each point and in both orders (see `exploration`). The death of a request is not
 * CloudFormation's failure: it delivers it again.
 */
import { EDIT_STORIES, EditStory } from '../edits';
import { Exploration, Limits } from '../exploration';

interface Level extends Limits {
  readonly stories: readonly EditStory[];
}

const undisturbed = EDIT_STORIES.filter(({ fortune }) => fortune.fails === 'never');
/** The two ways through a deployment that share the fewest requests. */
const brief = EDIT_STORIES.filter(({ move, fortune: { fails, order } }) => move === 'vgw-to-tgw'
  && (fails === 'never' || (fails === 'before the second part' && order === 'the other way round')));

const cases = levels(process.env.SCHEDULES).flatMap(({ stories, ...limits }) =>
  stories.map((story) => ({ name: story.name, story, limits, ...limits, with: limits.losesAnswers ? 'or lost answers' : 'and no lost answer' })));

test.each(cases)('$name: at most $deathsMax deaths $with, $deviationsMax switches', async ({ story, limits }) => {
  const { digests, ...explored } = await new Exploration(story, limits).explore();
  const { deathsMax, deviationsMax, losesAnswers } = limits;
  if (process.env.SCHEDULES !== undefined) {
    process.stdout.write(`${story.name}, ${deathsMax} deaths${losesAnswers ? ' or lost answers' : ''}, ${deviationsMax} switches: ${JSON.stringify(explored)}\n`);
  }
  expect(explored.endings).toBeGreaterThan(0);
  // Each of the two parts opens, takes up or closes something, so there is much to die at.
  expect(explored.worlds).toBeGreaterThan(deathsMax * 16);
  if (deviationsMax > 0) expect(explored.settings).toBeGreaterThan(deviationsMax);
}, 3_600_000);

/** What `npm test`, `npx projen test:schedules:ci` (1x1), `test:schedules` (2x1,1x2) and `test:schedules:pairs` (2x2) play. */
function levels(schedules: string | undefined): readonly Level[] {
  if (schedules === undefined) {
    return [{ stories: brief, deathsMax: 2, deviationsMax: 0 }, { stories: brief, deathsMax: 1, losesAnswers: true, deviationsMax: 0 }];
  }
  if (!schedules.includes('2x2')) {
    return [
      ...schedules === '1x1' ? [] : [{ stories: EDIT_STORIES, deathsMax: 2, deviationsMax: 0 }],
      { stories: EDIT_STORIES, deathsMax: 1, losesAnswers: true, deviationsMax: 0 },
      { stories: undisturbed, deathsMax: 1, deviationsMax: 1 },
    ];
  }
  return [
    { stories: EDIT_STORIES, deathsMax: 2, losesAnswers: true, deviationsMax: 0 },
    { stories: EDIT_STORIES, deathsMax: 2, deviationsMax: 1 },
  ];
}
