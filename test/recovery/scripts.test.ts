/** What a person relies on who runs a script of the records: it does nothing that is not needed, and may be stopped at any time. */
import { brokenOff, expectBack, recovered } from './story';

test('where everything is as wanted, nothing is called but looks', async () => {
  const story = await brokenOff({}, Infinity);
  const { status, commands } = await recovered(story, 'forward');
  expect(status).toBe(0);
  expect(commands.filter(([, operation]) => !/^(describe|get|search)-/.test(operation))).toEqual([]);
});

test('stopped in the middle and run again, it comes to its end', async () => {
  const story = await brokenOff({}, Infinity);
  let stops = 0;
  while ((await recovered(story, 'back', 18)).status !== 0) stops += 1;
  expect(stops).toBeGreaterThan(1);
  await expectBack(story);
}, 30_000);
