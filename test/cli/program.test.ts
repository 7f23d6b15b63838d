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

test.each([
  ['tells its kind and the next step', [], /^error: the command has a defect \(TypeError\). Run it again with --debug and report what it prints.\n$/],
  ['tells with --debug where it happened', ['--debug'], /^ +at [\s\S]*\nerror: the command has a defect \(TypeError\). Please report this with the lines above.\n$/],
])('a defect of the command %s, and nothing of what it read', async (_, more, text) => {
  const key = 'Planted.PreSharedKey_2026';
  const broken = () => {
    throw Object.assign(new TypeError(`cannot read ${key}`), { $response: { body: key } });
  };
  const { exitCode, err } = await command(['inventory', '--from', 'test', ...more], { now: broken });
  expect(exitCode).toBe(5);
  expect(err).toMatch(text);
  expect(err).not.toContain(key);
});
