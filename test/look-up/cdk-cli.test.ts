/** The look-ups as the real CDK CLI makes them, and what it writes into `cdk.context.json`. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { CloudControlStub, StubbedConnection } from './cloud-control-stub';

const run = promisify(execFile);
const ROOT = path.join(__dirname, '..', '..');
const KEY = 'planted.key.0123456789';

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'look-up-'));
});

afterAll(async () => rm(directory, { recursive: true }));

function connection(VpnConnectionId: string, CustomerGatewayId: string, name: string): StubbedConnection {
  return {
    VpnConnectionId,
    CustomerGatewayId,
    Type: 'ipsec.1',
    TransitGatewayId: 'tgw-0a1b2c3d4e5f60718',
    Tags: [{ Key: 'stage', Value: 'prod' }, { Key: 'Name', Value: name }],
    VpnTunnelOptionsSpecifications: [{ PreSharedKey: KEY }, { PreSharedKey: KEY }],
    PreSharedKeyStorage: 'Standard',
    CustomerGatewayConfiguration: `<pre_shared_key>${KEY}</pre_shared_key>`,
  };
}

test('every kind of look-up finds its connection, and no key reaches the context file', async () => {
  const stub = new CloudControlStub([
    connection('vpn-0a1b2c3d4e5f60718', 'cgw-0a1b2c3d4e5f60718', 'Berlin'), connection('vpn-0a1b2c3d4e5f60719', 'cgw-0a1b2c3d4e5f60719', 'Hamburg'),
  ]);
  const url = await stub.start();
  try {
    const tsx = require.resolve('tsx');
    const cli = path.join(path.dirname(require.resolve('aws-cdk/package.json')), 'bin', 'cdk');
    const { stdout } = await run(process.execPath, [
      cli, 'synth', '--json', '--app', `node --import ${tsx} ${path.join(__dirname, 'app.ts')}`, '--output', path.join(directory, 'cdk.out'),
    ], {
      cwd: directory,
      env: {
        PATH: process.env.PATH,
        HOME: directory,
        TSX_TSCONFIG_PATH: path.join(ROOT, 'tsconfig.json'),
        AWS_REGION: 'eu-central-1',
        AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
        AWS_SECRET_ACCESS_KEY: 'secret',
        AWS_ENDPOINT_URL: url,
        AWS_EC2_METADATA_DISABLED: 'true',
        CDK_DISABLE_CLI_TELEMETRY: 'true',
        CDK_VALIDATION: 'false',
      },
    });

    const { Outputs } = JSON.parse(stdout) as { Outputs: Record<string, { Value: string }> };
    expect(Object.fromEntries(Object.entries(Outputs).map(([id, { Value }]) => [id, Value]))).toEqual({
      ByIdOutput: 'vpn-0a1b2c3d4e5f60718 cgw-0a1b2c3d4e5f60718',
      ByTagsOutput: 'vpn-0a1b2c3d4e5f60718 cgw-0a1b2c3d4e5f60718',
      ByTargetOutput: 'vpn-0a1b2c3d4e5f60719 cgw-0a1b2c3d4e5f60719',
      ByCustomerGatewayOutput: 'vpn-0a1b2c3d4e5f60719 cgw-0a1b2c3d4e5f60719',
    });
    expect(stub.asked.sort()).toEqual(['GetResource', 'ListResources', 'ListResources', 'ListResources']);
    const context = await readFile(path.join(directory, 'cdk.context.json'), 'utf8');
    expect(Object.keys(JSON.parse(context) as object).filter((each) => each.startsWith('cc-api-provider:'))).toHaveLength(4);
    expect(context).not.toContain(KEY);
    expect(context).not.toMatch(/PreSharedKey|TunnelOptions|Configuration/);
  } finally {
    await stub.stop();
  }
}, 120_000);
