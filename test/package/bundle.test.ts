/** The functions as the package ships them: assets/ is what users deploy, so it is what these tests load. */
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { Asked, AwsStub, OPERATIONS } from './bundle/aws-stub';
import { FINDINGS, FINDINGS_OF_EDIT, FINDINGS_OF_REPLACEMENT, NOTES } from '../../src/contract/finding-kinds';

const ROOT = path.join(__dirname, '..', '..');
const ASSETS = path.join(ROOT, 'assets');
/** Each with its handlers. */
const HANDLERS: Readonly<Record<string, readonly string[]>> = {
  'customer-gateway-configuration': ['handler'],
  'vpn-connection-resources': ['handler'],
  'vpn-target-migration': ['onEvent', 'isComplete'],
};
const FUNCTIONS = Object.keys(HANDLERS);

/** What Lambda gives a function, and nothing of the machine that runs the tests. */
const LAMBDA_ENVIRONMENT = {
  AWS_REGION: 'eu-central-1',
  AWS_ACCESS_KEY_ID: 'ASIAEXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'secret',
  AWS_SESSION_TOKEN: 'session',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
};

const run = promisify(execFile);
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'bundle-'));
});

afterAll(async () => rm(directory, { recursive: true }));

test('each function is staged under its name, with its licences and nothing else', async () => {
  expect((await readdir(ASSETS)).sort()).toEqual(FUNCTIONS);
  for (const name of FUNCTIONS) expect((await readdir(path.join(ASSETS, name))).sort()).toEqual(['THIRD-PARTY-LICENSES.txt', 'index.js']);
});

test.each(Object.entries(HANDLERS))('%s loads where there is nothing but itself and Node, and has its handlers', async (name, handlers) => {
  const alone = path.join(directory, 'alone', name);
  await cp(path.join(ASSETS, name), alone, { recursive: true });

  const { stdout, stderr } = await run(
    process.execPath, ['-p', "Object.entries(require('./index')).map(([name, handler]) => `${name} ${typeof handler}`).sort().join()"],
    { cwd: alone, env: LAMBDA_ENVIRONMENT },
  );

  const expected = handlers.map((each) => `${each} function`).sort().join();
  expect({ stdout, stderr }).toEqual({ stdout: `${expected}\n`, stderr: '' });
});

test('building again in another place gives the same bytes, and they are the staged ones', async () => {
  const [first, second] = [path.join(directory, 'first'), path.join(directory, 'second', 'deeper')];
  for (const LAMBDA_ASSETS_DIRECTORY of [first, second]) {
    await run(path.join(ROOT, 'node_modules/.bin/rolldown'), ['-c', 'tools/build/lambda-bundle.config.mts'], {
      cwd: ROOT, env: { ...process.env, LAMBDA_ASSETS_DIRECTORY },
    });
  }

  const staged = await contents(ASSETS);
  expect(Object.keys(staged)).toHaveLength(2 * FUNCTIONS.length);
  expect(await contents(first)).toEqual(staged);
  expect(await contents(second)).toEqual(staged);
});

test('the licences name every bundled package, and the credential chain is none of them', async () => {
  const notices = await readFile(path.join(ASSETS, 'vpn-target-migration', 'THIRD-PARTY-LICENSES.txt'), 'utf8');

  const packages = [...notices.matchAll(/^(\S+) \d+\.\d+\.\d+ \((.+)\)$/gm)].map(([, name, license]) => `${name} ${license}`).sort();
  expect(packages).toEqual([
    '@aws-sdk/client-cloudformation Apache-2.0',
    '@aws-sdk/client-cloudwatch Apache-2.0',
    '@aws-sdk/client-direct-connect Apache-2.0',
    '@aws-sdk/client-dynamodb Apache-2.0',
    '@aws-sdk/client-ec2 Apache-2.0',
    '@aws-sdk/client-eventbridge Apache-2.0',
    '@aws-sdk/client-service-quotas Apache-2.0',
    '@aws-sdk/client-sts Apache-2.0',
    '@aws-sdk/core Apache-2.0',
    '@aws-sdk/credential-provider-env Apache-2.0',
    '@aws-sdk/dynamodb-codec Apache-2.0',
    '@aws-sdk/signature-v4-multi-region Apache-2.0',
    '@aws-sdk/xml-builder Apache-2.0',
    '@aws/lambda-invoke-store Apache-2.0',
    '@smithy/core Apache-2.0',
    '@smithy/middleware-compression Apache-2.0',
    '@smithy/node-http-handler Apache-2.0',
    '@smithy/signature-v4 Apache-2.0',
    '@smithy/types Apache-2.0',
    'ipaddr.js MIT',
  ]);
  expect(notices).toContain('TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION');
  expect(notices).toContain('Copyright (C) 2011-2017 whitequark');
});

test.each([
  ['a credential provider that Lambda has no use for', /GetRoleCredentials|WebIdentityToken|credential_process/],
  ['a schema of an operation that is not called', /RunInstances|CreateTable\b|ListStackSets|PutMetricAlarm|CreateBGPPeer|ListServiceQuotas|BatchGetSecretValue/],
  ['an import that its evaluator does not provide', /\bimport\(/],
])('%s is in no bundle', async (_what, pattern) => {
  for (const name of FUNCTIONS) {
    expect(pattern.exec(await readFile(path.join(ASSETS, name, 'index.js'), 'utf8'))?.[0]).toBeUndefined();
  }
});

test('what is written about findings is in no bundle', async () => {
  const texts = [...FINDINGS, ...FINDINGS_OF_REPLACEMENT, ...FINDINGS_OF_EDIT].map(({ means }) => means);
  for (const name of FUNCTIONS) {
    const code = await readFile(path.join(ASSETS, name, 'index.js'), 'utf8');
    expect([...texts, NOTES['not-covered-by-dry-run']].filter((text) => code.includes(text))).toEqual([]);
  }
});

describe('over HTTP, the bundled clients', () => {
  interface Heard {
    readonly answers: Readonly<Record<string, unknown>>;
    readonly asked: readonly Asked[];
  }

  let ofBundle: Heard;
  let ofSource: Heard;

  beforeAll(async () => {
    const source = path.join(ROOT, 'test/package/bundle/every-client.ts');
    const output = path.join(directory, 'every-client');
    await run(path.join(ROOT, 'node_modules/.bin/tsx'), ['tools/build/bundle-entry.mts', source, output], { cwd: ROOT });
    ofBundle = await callAll(path.join(output, 'index.js'));
    ofSource = await callAll(source);
  });

  test.each(OPERATIONS)('ask for %s and understand the answer as the SDK itself does', (operation) => {
    expect(ofBundle.answers[operation]).toEqual(ofSource.answers[operation]);
    const [bundle, source] = [ofBundle, ofSource].map(({ asked }) => asked.filter((each) => each.operation === operation));
    expect(bundle).toEqual(source);
    expect(bundle).toEqual([expect.objectContaining({
      sessionToken: 'session',
      credential: expect.stringMatching(
        /^ASIAEXAMPLE\/\(day\)\/eu-central-1\/(ec2|dynamodb|cloudformation|monitoring|directconnect|secretsmanager|servicequotas|sts)\/aws4_request$/),
    })]);
  });

  test('keep lists, dates, numbers and error names', () => {
    expect(ofBundle.answers.DescribeVpnConnections).toEqual({
      status: 200,
      output: {
        VpnConnections: [{
          VpnConnectionId: 'vpn-0a',
          State: 'modifying',
          Options: { StaticRoutesOnly: true },
          Routes: [{ DestinationCidrBlock: '10.1.0.0/16', State: 'available' }],
          VgwTelemetry: [{ AcceptedRouteCount: 3, LastStatusChange: '2026-11-20T10:00:00.000Z' }],
        }],
      },
    });
    expect(ofBundle.answers.ModifyVpnConnection).toEqual({ name: 'DryRunOperation', message: 'Request would have succeeded.' });
    expect(ofBundle.answers.PutItem).toEqual({ name: 'ConditionalCheckFailedException', message: 'The conditional request failed' });
  });

  /** Every call, in a process of its own, of the bundle as it is or of the TypeScript source with the whole SDK. */
  async function callAll(file: string): Promise<Heard> {
    const typescript = file.endsWith('.ts') ? ['--import', require.resolve('tsx')] : [];
    const stub = await AwsStub.start();
    try {
      const { stdout } = await run(process.execPath, [...typescript, '-e', CALL_ALL, file, ...OPERATIONS], {
        cwd: ROOT,
        env: {
          ...LAMBDA_ENVIRONMENT,
          AWS_ENDPOINT_URL_EC2: stub.url,
          AWS_ENDPOINT_URL_DYNAMODB: stub.url,
          AWS_ENDPOINT_URL_CLOUDFORMATION: stub.url,
          AWS_ENDPOINT_URL_CLOUDWATCH: stub.url,
          AWS_ENDPOINT_URL_DIRECT_CONNECT: stub.url,
          AWS_ENDPOINT_URL_SECRETS_MANAGER: stub.url,
          AWS_ENDPOINT_URL_SERVICE_QUOTAS: stub.url,
          AWS_ENDPOINT_URL_STS: stub.url,
        },
      });
      return { answers: JSON.parse(stdout) as Heard['answers'], asked: stub.asked };
    } finally {
      await stub.stop();
    }
  }
});

/** Prints what each call, one after the other, has come back with. */
const CALL_ALL = `
  const [file, ...operations] = process.argv.slice(1);
  const { isComplete } = require(file);
  (async () => {
    const answers = {};
    for (const operation of operations) answers[operation] = await isComplete({ operation });
    console.log(JSON.stringify(answers));
  })();
`;

async function contents(parent: string): Promise<Record<string, string>> {
  const files = (await readdir(parent, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const entries = files.map(async ({ parentPath, name }) => {
    const file = path.join(parentPath, name);
    return [path.relative(parent, file), await readFile(file, 'utf8')] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}
