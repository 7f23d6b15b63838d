/** What is committed of an integration application: the same at any time, and of a function nothing but the hash of its code. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { ExpectedResult, IntegTest } from '@aws-cdk/integ-tests-alpha';
import { App, AssetStaging, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { settle } from '../tools/build/integ-snapshots/settle';

const HASH = /[0-9a-f]{64}/g;

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'integ-snapshots-'));
});

afterEach(() => {
  jest.useRealTimers();
  rmSync(directory, { recursive: true });
});

test('whoever writes it again, whenever, writes the same', () => {
  expect(snapshot({ at: '2026-03-01T12:00:00Z' })).toEqual(snapshot({ at: '2026-04-01T12:00:00Z' }));
});

test('it has what integ-runner compares, and nothing else', () => {
  expect(Object.keys(snapshot()).sort()).toEqual([
    'One.assets.json', 'One.template.json',
    'TestDefaultTestDeployAssert12909640.assets.json', 'TestDefaultTestDeployAssert12909640.template.json',
    'integ.json', 'manifest.json',
  ]);
});

test('what it says of the application and of its assertions stays', () => {
  const files = snapshot();
  expect(files['One.template.json']).toContain('"AWS::Lambda::Function"');
  expect(files['TestDefaultTestDeployAssert12909640.template.json']).toContain('"api": "describeVpcs"');
  expect(files['TestDefaultTestDeployAssert12909640.template.json']).toContain('"Custom::DeployAssert@SdkCallEC2describeVpcs"');
});

test('an edit of a function changes the hash of its code, wherever it stands, and nothing else', () => {
  const [before, after] = [snapshot({ code: 'exports.handler = () => 1;' }), snapshot({ code: 'exports.handler = () => 2;' })];
  const changed = Object.keys(before).filter((name) => before[name] !== after[name]);
  expect(changed).toEqual(['One.assets.json', 'One.template.json']);

  const hashes = (files: Files) => [...new Set(changed.flatMap((name) => files[name].match(HASH) ?? []))];
  expect([hashes(before).length, hashes(after).length]).toEqual([1, 1]);
  const withoutHashes = (files: Files) => changed.map((name) => files[name].replace(HASH, 'HASH'));
  expect(withoutHashes(after)).toEqual(withoutHashes(before));
});

test('settled once more, it stays as it is', () => {
  const files = snapshot();
  settle(path.join(directory, 'snapshot'));
  expect(filesOf(path.join(directory, 'snapshot'))).toEqual(files);
});

type Files = Readonly<Record<string, string>>;

/** Of an application with a function, and an assertion. */
function snapshot({ at = '2026-03-01T12:00:00Z', code = 'exports.handler = () => 1;' } = {}): Files {
  jest.useFakeTimers({ now: new Date(at) });
  const [source, outdir] = [path.join(directory, 'function'), path.join(directory, 'snapshot')];
  rmSync(outdir, { recursive: true, force: true });
  mkdirSync(source, { recursive: true });
  writeFileSync(path.join(source, 'index.js'), code);

  AssetStaging.clearAssetHashCache(); // it is kept for a directory's name
  const app = new App({ outdir });
  const stack = new Stack(app, 'One');
  new lambda.Function(stack, 'Function', { code: lambda.Code.fromAsset(source), handler: 'index.handler', runtime: lambda.Runtime.NODEJS_24_X });
  new IntegTest(app, 'Test', { testCases: [stack] }).assertions.awsApiCall('EC2', 'describeVpcs', {}).expect(ExpectedResult.objectLike({}));
  app.synth();
  settle(outdir);
  return filesOf(outdir);
}

function filesOf(of: string): Files {
  return Object.fromEntries(readdirSync(of).sort().map((name) => [name, readFileSync(path.join(of, name), 'utf8')]));
}
