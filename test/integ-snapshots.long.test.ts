/** That integ-runner takes what is committed of a snapshot for a snapshot: the command writes one, and the runner compares it. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';

const ROOT = path.join(__dirname, '..');
const RUNNER = path.join(ROOT, 'node_modules', '.bin', 'integ-runner');

let directory: string;
let applications: string;

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'integ-runner-'));
  applications = path.join(directory, 'integ');
  mkdirSync(path.join(applications, 'function'), { recursive: true });
  writeApplication();
  writeFileSync(path.join(applications, 'function', 'index.js'), 'exports.handler = () => 1;');
});

afterEach(() => rmSync(directory, { recursive: true }));

test('it finds nothing different until the application is, and an edit that it calls destructive can be written', () => {
  expect(write()).toMatchObject({ status: 0 });
  expect(readdirSync(applications).sort()).toEqual(['function', 'integ.one.js', 'integ.one.js.snapshot']);
  expect(readdirSync(path.join(applications, 'integ.one.js.snapshot'))).toHaveLength(6);
  expect(compare()).toMatchObject({ status: 0, output: expect.stringMatching(/UNCHANGED +integ\.one/) });

  writeApplication('role: aws_iam.Role.fromRoleArn(stack, "Role", "arn:aws:iam::111122223333:role/another")');
  expect(compare()).toMatchObject({ status: 1, output: expect.stringContaining('Some changes were destructive!') });
  expect(write()).toMatchObject({ status: 0 });
  expect(compare()).toMatchObject({ status: 0 });
});

test('an application that cannot be synthesized fails the command, and nothing is left of it', () => {
  writeFileSync(path.join(applications, 'integ.one.js'), 'throw new Error("never");');
  expect(write()).toMatchObject({ status: 1 });
  expect(readdirSync(applications).sort()).toEqual(['function', 'integ.one.js']);
});

function write() {
  return run(path.join(ROOT, 'node_modules', '.bin', 'tsx'), [
    path.join(ROOT, 'tools', 'build', 'integ-snapshots', 'main.ts'), applications, RUNNER, ...options(), '--dry-run', '--update-on-failed',
  ]);
}

function compare() {
  return run(RUNNER, options());
}

function options(): string[] {
  return ['--directory', applications, '--language', 'javascript', '--parallel-regions', 'us-east-1'];
}

function run(program: string, args: string[]) {
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd: directory, encoding: 'utf8', env: { ...process.env, NODE_PATH: path.join(ROOT, 'node_modules'), AWS_REGION: 'us-east-1', NO_COLOR: '1' },
  });
  return { status, output: stdout + stderr };
}

/** With a function, and an assertion. */
function writeApplication(more = ''): void {
  writeFileSync(path.join(applications, 'integ.one.js'), `
    const { App, Stack, aws_iam, aws_lambda: lambda } = require('aws-cdk-lib');
    const { ExpectedResult, IntegTest } = require('@aws-cdk/integ-tests-alpha');
    const app = new App();
    const stack = new Stack(app, 'One');
    new lambda.Function(stack, 'Function', {
      code: lambda.Code.fromAsset(${JSON.stringify(path.join(applications, 'function'))}), handler: 'index.handler', runtime: lambda.Runtime.NODEJS_24_X, ${more}
    });
    const test = new IntegTest(app, 'Test', { testCases: [stack] });
    test.assertions.awsApiCall('EC2', 'describeVpcs', {}).expect(ExpectedResult.objectLike({}));
  `);
}
