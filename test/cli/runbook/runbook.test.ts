/** Every block of a runbook but the last says that one may go on, where nothing stands against it: `ran` stops at one that does not. */
import { blocksOf, ran, written } from './pasted';

test('whoever goes on only when a block says so comes to the end', async () => {
  const { bench, markdown } = await written({});
  expect(markdown).toContain('go on only when it says `GO ON`');

  expect(await ran(bench, blocksOf(markdown, 'Forward'))).toMatchObject({ status: 0 });
  expect(bench.picture()).toMatchObject({ gateway: { id: bench.declaration.to.id } });
});
