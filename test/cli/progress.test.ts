/** How far something is: nothing in the first second, then as often as whoever looks can follow. */
import { Progress } from '../../tools/cli/terminal/progress';

test('somebody at a terminal sees one line that rewrites itself, and nothing of it when it is over', () => {
  const { at, written, progress } = telling(true);
  at(0, '1 of 20');
  at(999, '2 of 20');
  at(1_000, '3 of 20, and a long word');
  at(1_050, '4 of 20');
  at(1_100, '5 of 20');
  progress.end();
  expect(written).toEqual(['\r3 of 20, and a long word', `\r5 of 20${' '.repeat(17)}`, '\r       \r']);
});

test('a file is told in lines, now and then', () => {
  const { at, written, progress } = telling(false);
  for (let second = 0; second <= 12; second += 1) at(second * 1_000, `${second} of 20`);
  progress.end();
  expect(written).toEqual(['1 of 20\n', '6 of 20\n', '11 of 20\n']);
});

test('what is over within a second is not told', () => {
  const { at, written, progress } = telling(true);
  at(900, '20 of 20');
  progress.end();
  expect(written).toEqual([]);
});

test.each([true, false])('what ends after the failure of something else is not told (at a terminal: %s)', (isErrTerminal) => {
  const { at, written, progress } = telling(isErrTerminal);
  progress.end();
  at(2_000, '6 of 20');
  expect(written).toEqual([]);
});

function telling(isErrTerminal: boolean) {
  const written: string[] = [];
  let now = 0;
  const progress = new Progress({ isErrTerminal, now: () => now, err: ({ text }) => void written.push(text) });
  const at = (time: number, text: string) => {
    now = time;
    progress.tell(text);
  };
  return { at, written, progress };
}
