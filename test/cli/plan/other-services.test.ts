/** `plan` against AWS: what EC2 does not know is asked for as the function asks for it, so that the deployment says nothing new. */
import { SystemClock } from '../../../rehearsal/clock';
import { DirectConnectEndpoint } from '../../../rehearsal/embedded-direct-connect';
import { Network } from '../../../rehearsal/embedded-ec2/network';
import { ServiceQuotasEndpoint } from '../../../rehearsal/embedded-service-quotas';
import { PolicyAuthorizer } from '../../../rehearsal/iam/policy-authorizer';
import { seedEstate } from '../../../rehearsal/scenarios/estate';
import { liveEc2, REGION } from '../live';
import { command } from '../terminal';

const opened: { close(): Promise<unknown> }[] = [];

afterEach(async () => void await Promise.all(opened.splice(0).map(async (each) => each.close())));

/** The services beside EC2, on the same network, for a reader who may do so much. */
async function beside(network: Network, allowed: readonly string[]): Promise<DirectConnectEndpoint> {
  const authorizer = new PolicyAuthorizer();
  const statement = allowed.map((Action) => ({ Effect: 'Allow', Action, Resource: '*' }));
  authorizer.register('AKIAREADER0000000000', 'reader', [{ Version: '2012-10-17', Statement: statement }]);
  const common = { clock: new SystemClock(), accountId: '111122223333', region: REGION, authorizer, network };
  const [directConnect, quotas] = [new DirectConnectEndpoint(common), new ServiceQuotasEndpoint(common)];
  opened.push(directConnect, quotas);
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_DIRECT_CONNECT: await directConnect.listen(), AWS_ENDPOINT_URL_SERVICE_QUOTAS: await quotas.listen(),
  });
  return directConnect;
}

const ALL = ['directconnect:*', 'servicequotas:*'];

async function planOf(allowed: readonly string[], more: readonly string[] = []) {
  const { network } = await liveEc2();
  const { vpnConnectionId, from, to } = seedEstate(network, { move: 'vgw-to-tgw', routing: 'static' });
  const path = network.seed.virtualInterface({ on: from.id, authKey: 'planted-bgp-key', prefixes: ['10.1.0.0/16'] });
  const directConnect = await beside(network, allowed);
  const ran = await command(['plan', vpnConnectionId, '--to', to.id, '--region', REGION, '--json', ...more]);
  const report = JSON.parse(ran.out);
  return { ...ran, path, from, directConnect, report, against: report.findings.against.map(({ id }: { id: string }) => id) };
}

test('Direct Connect on the old gateway is a finding, as it will be in the deployment, and its key is nowhere', async () => {
  const { exitCode, path, report, against, out, err } = await planOf(ALL);
  expect({ exitCode, against }).toEqual({ exitCode: 1, against: [expect.stringMatching(new RegExp(`^direct-connect-\\w+:${path}`))] });
  expect(report.notAsked.join()).not.toContain('Direct Connect');
  expect(out + err).not.toContain('planted-bgp-key');
});

test('it is asked once, however often the move that is played looks', async () => {
  const { directConnect } = await planOf(ALL);
  expect(directConnect.calls.map(({ operation }) => operation).sort()).toEqual(['DescribeDirectConnectGatewayAssociations', 'DescribeVirtualInterfaces']);
});

test('what may not be read is a finding that a person decides about, and no defect', async () => {
  const { exitCode, from, against } = await planOf(['servicequotas:*']);
  expect({ exitCode, against }).toEqual({ exitCode: 1, against: [`direct-connect-unknown:${from.id}`] });
});

test('quotas are the account\'s own', async () => {
  const { report } = await planOf(ALL);
  expect(JSON.stringify(report)).not.toContain('Service Quotas is not asked here');
});
