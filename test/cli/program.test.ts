/** How the command itself behaves, whatever the verb. */
import { command } from './terminal';

test('help goes to standard output and tells the exit status', async () => {
  const { exitCode, out, err } = await command(['--help']);
  expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
  expect(out).toContain('Usage: cdk-site-to-site-vpn');
  expect(out).toContain('Exit status: 0 done · 1 something stands against going on · 2 the command line is wrong');
});

test.each([
  [['--frm', 'estate'], "error: unknown option '--frm'"],
])('a command line that is wrong, %j, ends with 2 and says what', async (args, message) => {
  const { exitCode, out, err } = await command(args);
  expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
  expect(err).toContain(message);
});
