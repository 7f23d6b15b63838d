/** What two templates are compared by, and that a consumer's synthesis is really cut off. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { readmeExample } from './readme-example';
import { comparable, firstDifference } from './template';

const HASH = '0123456789abcdef'.repeat(4);

test('hashes of assets and metadata do not count, everything else does', () => {
  const one = { Resources: { Function: { Type: 'T', Properties: { S3Key: `${HASH}.zip`, Name: 'a' }, Metadata: { 'aws:asset:path': '/here' } } } };
  const other = { Metadata: { made: 'elsewhere' }, Resources: { Function: { Type: 'T', Properties: { S3Key: `${HASH.replaceAll('0', 'f')}.zip`, Name: 'a' } } } };
  const [a, b] = [one, other].map((template) => comparable(JSON.stringify(template)));

  expect(a).toBe(b);
  const changed = comparable(JSON.stringify(one).replace('"a"', '"b"'));
  expect(changed).not.toBe(a);
  expect(firstDifference(a, changed)).toMatch(/^line \d+ is "\\"Name\\": \\"b\\"", and TypeScript's is "\\"Name\\": \\"a\\""$/);
});

test('the order of properties counts', () => {
  expect(comparable('{"Resources":{"A":{"x":1,"y":2}}}')).not.toBe(comparable('{"Resources":{"A":{"y":2,"x":1}}}'));
});

test('metadata that is somebody\'s property stays', () => {
  expect(comparable('{"Resources":{"A":{"Properties":{"Metadata":1}}}}')).toContain('Metadata');
});

test('the README\'s first example is a whole application', () => {
  expect(readmeExample()).toMatch(/class Fixture extends Stack \{[\s\S]+new VpnTargetMigration\(this, 'ToTransitGateway'[\s\S]+app\.synth\(\)/);
});

test.each([
  ['use the network', 'require("node:net").connect(1, "127.0.0.1")'],
  ['use the network', 'require("node:http").get("http://127.0.0.1:1/")'],
  ['look a name up', 'require("node:dns").lookup("localhost", () => {})'],
  ['start a program (spawnSync)', 'require("node:child_process").spawnSync("docker")'],
  ['start a program (execFile)', 'require("node:child_process").execFile("esbuild")'],
])('a synthesis that would %s fails: %s', (refused, code) => {
  const run = () => execFileSync(process.execPath, ['--require', join(__dirname, 'no-outside.cjs'), '-e', code], { stdio: 'pipe' });

  expect(run).toThrow(`a consumer's synthesis must not ${refused}`);
});
