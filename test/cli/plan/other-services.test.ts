/** `plan` and `rehearse` against AWS: what EC2 does not know is asked for as the function asks; the deployment then tells nothing new. */
import { SystemClock } from '../../../tools/rehearsal/clock';
import { Unknowns } from '../../../tools/rehearsal/cloudformation/unknowns';
import { vpnConnectionSchema } from '../../../tools/rehearsal/cloudformation/vpn-connection-schema';
import { Network } from '../../../tools/rehearsal/embedded-ec2/network';
import { PolicyAuthorizer } from '../../../tools/rehearsal/iam/policy-authorizer';
import { seedEstate } from '../../../tools/rehearsal/scenarios/estate';
import { CloudFormationEndpoint } from '../../../tools/rehearsal/services/cloudformation-api';
import { DirectConnectEndpoint } from '../../../tools/rehearsal/services/direct-connect';
import { ServiceQuotasEndpoint } from '../../../tools/rehearsal/services/service-quotas';
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

/** The registry with an edition of the connection's schema, for a reader who may do so much. */
async function registryOf(edition: Unknowns['vpnConnectionSchema'], allowed: readonly string[]): Promise<void> {
  const authorizer = new PolicyAuthorizer();
  const statement = allowed.map((Action) => ({ Effect: 'Allow', Action, Resource: '*' }));
  authorizer.register('AKIAREADER0000000000', 'reader', [{ Version: '2012-10-17', Statement: statement }]);
  const contents = {
    absentResource: 'nothing', resources: () => [], stackOf: () => undefined, template: () => undefined, schema: () => vpnConnectionSchema(edition),
  } as const;
  const registry = new CloudFormationEndpoint({
    clock: new SystemClock(), accountId: '111122223333', region: REGION, authorizer, describeStack: () => undefined, contents: () => contents,
  });
  opened.push(registry);
  Object.assign(process.env, { AWS_ENDPOINT_URL_CLOUDFORMATION: await registry.listen() });
}

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

describe('the edition of the connection\'s schema in that region', () => {
  const OWNED = { 'aws:cloudformation:stack-id': 'arn:aws:cloudformation:eu-central-1:111122223333:stack/Network/1a2b' };

  async function editing(edition: Unknowns['vpnConnectionSchema'], allowed: readonly string[] = ['cloudformation:DescribeType']) {
    const { network } = await liveEc2();
    const { from, to } = seedEstate(network, { move: 'vgw-to-tgw', routing: 'static' });
    const id = network.seed.vpnConnection({ on: from.id, routing: 'static', staticRoutes: ['10.6.0.0/16'], tags: OWNED });
    await beside(network, ALL);
    await registryOf(edition, allowed);
    const { out } = await command(['plan', id, '--to', to.id, '--region', REGION, '--json']);
    return JSON.parse(out).ways.find(({ name }: { name: string }) => name === 'edit the property');
  }

  test('is asked for, and says whether a stack\'s connection is modified or replaced', async () => {
    expect(await editing('gateways-in-place')).toMatchObject({ fits: true });
    expect(await editing('gateways-create-only')).toMatchObject({ fits: false, reason: expect.stringContaining('CloudFormation would replace the connection') });
  });

  test('is unknown to who may not ask for it, with the permission that is missing', async () => {
    expect(await editing('gateways-in-place', [])).toMatchObject({ fits: 'unknown', reason: expect.stringContaining('cloudformation:DescribeType') });
  });
});

describe('a rehearsal', () => {
  async function rehearsalOf(allowed: readonly string[], prepare: (network: Network, gatewayId: string) => void) {
    const { network } = await liveEc2();
    const { vpnConnectionId, from, to } = seedEstate(network, { move: 'vgw-to-tgw', routing: 'static' });
    prepare(network, from.id);
    await beside(network, allowed);
    const { exitCode, out, err } = await command(['rehearse', vpnConnectionId, '--to', to.id, '--region', REGION, '--json']);
    if (out === '') throw new Error(err);
    return { exitCode, from, ...JSON.parse(out) };
  }

  test('has the Direct Connect that there is, and is refused for it as the deployment will be', async () => {
    const { exitCode, findings, reservations } = await rehearsalOf(ALL, (network, on) =>
      void network.seed.virtualInterface({ id: 'dxvif-0123abcd', on, authKey: 'planted-bgp-key' }));
    expect(exitCode).toBe(1);
    expect(findings).toContainEqual(expect.objectContaining({ is: 'against', id: 'direct-connect-loses:dxvif-0123abcd' }));
    expect(reservations.join()).toContain('what virtual interface dxvif-0123abcd announces AWS does not tell');
  });

  test('is played without what may not be read, and says so', async () => {
    const { exitCode, reservations } = await rehearsalOf([], () => undefined);
    expect(exitCode).toBe(0);
    expect(reservations.join('\n')).toMatch(/Direct Connect could not be read \(.*directconnect:Describe.*the deployment asks for itself/);
    expect(reservations.join('\n')).toContain('quota routes-per-transit-gateway is not known');
  });
});
