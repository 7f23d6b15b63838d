/** A device's configuration as the package ships it: deployed by the driver, over HTTP, policies enforced, keys searched for everywhere. */
import { CfnOutput, SecretValue, Stack } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import { World, world } from './bundle-world';
import { synthesized } from './provider-app';
import {
  ConfigurationFormat, CustomerGatewayConfiguration, CustomerGatewayConfigurationProps, IkeVersion, SampleType, SiteToSiteVpn,
  TargetGateway, TransitGatewayRouting, VpnDeviceType, VpnRouting,
} from '../../../src';
import { CloudFormationProps } from '../../../tools/rehearsal/cloudformation/driver';
import { UNKNOWNS, Unknowns } from '../../../tools/rehearsal/embedded-ec2/unknowns';

const KEYS = ['planted.key.0123456789', 'planted.key.9876543210'];
const PALO_ALTO = VpnDeviceType.of('Palo Alto Networks', 'PA Series', 'PANOS 7.0+');

let here: World;
beforeEach(async () => { await begin(); });
afterEach(async () => here.close());

async function begin(more: Partial<CloudFormationProps> = {}): Promise<void> {
  here = await world(more);
  here.secrets.create('vpn-keys', { value: JSON.stringify(KEYS) });
}

interface Declared extends Partial<Omit<CustomerGatewayConfigurationProps, 'vpnConnection'>> {
  readonly target: TargetGateway;
  readonly ip?: string;
  readonly withConfiguration?: boolean;
  /** Keeps the bystander's log for so many days; it is made after everything else. */
  readonly days?: number;
}

function stackWith({ target, ip = '203.0.113.1', withConfiguration = true, days = 1, ...props }: Declared) {
  return synthesized((stack: Stack) => {
    const vpn = new SiteToSiteVpn(stack, 'Vpn', {
      ip, target, routing: VpnRouting.bgp(), transitGatewayRouting: TransitGatewayRouting.LEAVE,
      tunnels: [0, 1].map((index) => ({ preSharedKey: SecretValue.secretsManager('vpn-keys', { jsonField: `${index}` }) })),
    });
    new CfnOutput(stack, 'Id', { value: vpn.vpnId });
    const bystander = new CfnLogGroup(stack, 'Bystander', { retentionInDays: days });
    if (!withConfiguration) return;
    const device = new CustomerGatewayConfiguration(stack, 'Device', { vpnConnection: vpn, format: ConfigurationFormat.xml(), ...props });
    new CfnOutput(stack, 'Secret', { value: device.secret.secretArn });
    bystander.node.addDependency(device);
  });
}

const onVpnGateway = (asn?: number) => TargetGateway.virtualPrivateGateway(here.network.seed.vpnGateway({ asn }));

function onTransitGateway(asn?: number): TargetGateway {
  const { transitGatewayId } = here.network.seed.transitGateway({ defaultAssociation: false, defaultPropagation: false, asn });
  const associationRouteTableId = here.network.seed.transitGatewayRouteTable({ transitGatewayId });
  return TargetGateway.transitGateway(transitGatewayId, { associationRouteTableId });
}

const sample = (options: object = {}) => ConfigurationFormat.sampleConfiguration({ device: PALO_ALTO, ...options });
const reads = () => here.ec2.calls
  .filter(({ operation, principal }) => operation === 'DescribeVpnConnections' && principal.includes('Configuration')).length;

/** Everywhere but in the secrets, and in EC2 itself. */
function expectNoKeyElsewhere(...more: unknown[]): void {
  const { cloudFormation, ec2 } = here;
  const observed = JSON.stringify([
    cloudFormation.events, cloudFormation.describeResources('Demo'), cloudFormation.logLines, cloudFormation.customResourceRequests,
    cloudFormation.executions, ec2.calls, ...more,
  ]);
  for (const key of KEYS) expect(observed).not.toContain(key);
  expect(observed).not.toMatch(/pre_shared_key|pre-shared-key |CustomerGatewayConfiguration>/);
}

const SETTINGS = (['describeAfterModify', 'configurationWhileModifying', 'sampleConfigurationUnlessAvailable'] as const)
  .flatMap((name) => UNKNOWNS[name].values.map((value): [string, string, Partial<Unknowns>] => [name, value, { [name]: value }]));

test.each(SETTINGS)('with %s %s, it is written with the connection, and again after a change of gateway in place', async (_name, _value, settings) => {
  Object.assign(here.network.unknowns, settings);
  const before = await here.cloudFormation.deploy(stackWith({ target: onVpnGateway(64_999), format: sample() }));
  expect(before.status).toBe('CREATE_COMPLETE');
  const { Id, Secret } = before.outputs;
  const first = here.secrets.current(Secret)!;
  for (const each of [Id, 'PANOS 7.0+', 'AWS 64999', ...KEYS]) expect(first).toContain(each);

  const after = await here.cloudFormation.deploy(stackWith({ target: onTransitGateway(65_111), format: sample() }));

  expect([after.status, after.outputs.Secret]).toEqual(['UPDATE_COMPLETE', Secret]);
  expect(here.secrets.find(Secret)?.versions.map(({ value }) => value)).toEqual([first, first.replace('AWS 64999', 'AWS 65111')]);
  expectNoKeyElsewhere(before, after);
});

test('the XML is written as EC2 has it when the connection has come to its new gateway', async () => {
  await here.cloudFormation.deploy(stackWith({ target: onVpnGateway() }));
  const { outputs: { Secret } } = await here.cloudFormation.deploy(stackWith({ target: onTransitGateway(65_111) }));

  expect(here.secrets.current(Secret)).toMatch(/<vpn_gateway_id><\/vpn_gateway_id>[\s\S]*<asn>65111<\/asn>/);
  expectNoKeyElsewhere();
});

test.each([
  ['strongSwan', () => ConfigurationFormat.strongSwan({ localNetworks: ['10.1.0.0/16'] }), '/etc/swanctl/conf.d/'],
  ['Libreswan', () => ConfigurationFormat.libreswan({ localNetworks: ['10.1.0.0/16'] }), '/etc/ipsec.d/'],
])('the files of a device with %s are written, with the AS number and the keys in those that need them', async (_device, format, directory) => {
  const result = await here.cloudFormation.deploy(stackWith({ target: onVpnGateway(64_999), format: format() }));

  const files = JSON.parse(here.secrets.current(result.outputs.Secret)!) as Record<string, string>;
  expect(Object.keys(files).filter((path) => path.startsWith(directory)).length).toBeGreaterThan(1);
  expect(Object.entries(files).find(([path]) => path.includes('frr'))?.[1]).toContain('remote-as 64999');
  for (const key of KEYS) expect(Object.values(files).filter((content) => content.includes(key))).toHaveLength(1);
  expectNoKeyElsewhere(result);
});

test('what a device lacks is said with the setting that it is named by', async () => {
  const result = await here.cloudFormation.deploy(stackWith({ target: onVpnGateway(), format: ConfigurationFormat.strongSwan() }));

  expect(result.failures[0].reason).toMatch(
    /keeping the device's configuration of vpn-\w+: vpn-\w+ has BGP, and nothing says what the device announces to AWS. Name the networks behind the device. \(`localNetworks`\)/);
});

test('a deployment that changes nothing of the connection reads nothing', async () => {
  const target = onVpnGateway();
  await here.cloudFormation.deploy(stackWith({ target }));
  const read = reads();

  const { status } = await here.cloudFormation.deploy(stackWith({ target, days: 3 }));

  expect([status, reads()]).toEqual(['UPDATE_COMPLETE', read]);
});

test.each<[string, Partial<Declared>]>([
  ['another device', { ip: '203.0.113.2' }], ['another format', { format: sample({ ikeVersion: IkeVersion.IKEV2, sampleType: SampleType.RECOMMENDED }) }],
  ['another note', { refresh: 'today' }],
])('%s has it read again, and written once', async (_what, change) => {
  const target = onVpnGateway();
  const { outputs: { Secret } } = await here.cloudFormation.deploy(stackWith({ target }));
  const before = reads();

  const { status } = await here.cloudFormation.deploy(stackWith({ target, ...change }));

  expect(status).toBe('UPDATE_COMPLETE');
  expect(reads()).toBeGreaterThan(before);
  expect(here.secrets.find(Secret)?.versions).toHaveLength(2);
});

test('a failed change of target leaves the secret with the gateway that the connection went back to', async () => {
  await here.close();
  await begin({ failAt: ({ logicalId, stackStatus }) => (logicalId === 'Bystander' && stackStatus === 'UPDATE_IN_PROGRESS' ? 'fails on purpose' : undefined) });
  const { outputs: { Secret } } = await here.cloudFormation.deploy(stackWith({ target: onVpnGateway(64_999) }));

  const { status, failures } = await here.cloudFormation.deploy(stackWith({ target: onTransitGateway(65_111), days: 3 }));

  expect([status, failures.map(({ reason }) => reason)]).toEqual(['UPDATE_ROLLBACK_COMPLETE', ['fails on purpose']]);
  expect(here.secrets.find(Secret)?.versions.map(({ value }) => /<vpn_gateway>[\s\S]*?<asn>(\d+)</.exec(value)?.[1])).toEqual(['64999', '65111', '64999']);
});

test('a function that is lost after it has put the value puts it once', async () => {
  let lost = 0;
  here.faults.inject({ operation: 'PutSecretValue', when: 'after', how: 'drop-connection', times: 1 });
  here.ec2.onCall(({ operation, principal }) => {
    if (operation !== 'DescribeVpnConnections' || !principal.includes('Configuration') || lost > 0) return;
    const functions = here.cloudFormation.describeResources('Demo').filter(({ type, logicalId }) => type === 'AWS::Lambda::Function' && !logicalId.includes('framework'));
    lost = functions.reduce((sum, { logicalId }) => sum + here.cloudFormation.function('Demo', logicalId).kill('environment-lost'), 0);
  });

  const { status, outputs } = await here.cloudFormation.deploy(stackWith({ target: onVpnGateway() }));

  expect({ status, lost }).toEqual({ status: 'CREATE_COMPLETE', lost: 1 });
  expect(here.secrets.find(outputs.Secret)?.versions).toHaveLength(1);
});

test('a type of device that there is not fails the deployment with those that there are, and leaves nothing behind', async () => {
  const device = VpnDeviceType.of('Palo Alto Networks', 'PA Series', 'PANOS 11.0+');
  const target = onVpnGateway();
  await here.cloudFormation.deploy(stackWith({ target, withConfiguration: false }));

  const result = await here.cloudFormation.deploy(stackWith({ target, format: ConfigurationFormat.sampleConfiguration({ device }) }));

  expect(result.status).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect(result.failures[0].reason).toContain('EC2 offers no sample for "Palo Alto Networks", "PA Series", "PANOS 11.0+"; it does for'
    + ' "Palo Alto Networks", "PA Series", "PANOS 7.0+" (5fb390ba); "Palo Alto Networks", "PA Series", "PANOS 4.1.2+" (754a6372)');
  expect(here.cloudFormation.describeResources('Demo').filter(({ type }) => type === 'AWS::SecretsManager::Secret')).toEqual([]);
  expectNoKeyElsewhere(result);
});

test('what EC2 says in a refusal is in no error', async () => {
  const target = onVpnGateway();
  here.faults.inject({
    operation: 'GetVpnConnectionDeviceSampleConfiguration', when: 'before', times: Infinity,
    how: { code: 'InvalidParameterValue', message: `cannot render ${KEYS[0]}`, status: 400 },
  });

  const result = await here.cloudFormation.deploy(stackWith({ target, format: sample() }));

  expect(result.failures[0].reason).toMatch(
    /keeping the device's configuration of vpn-\w+: reading the sample of vpn-\w+ for device type 5fb390ba \(ec2:GetVpnConnectionDeviceSampleConfiguration\): InvalidParameterValue/);
  expectNoKeyElsewhere(result);
});

test.each<[string, (key: kms.IKey) => Partial<Declared>]>([
  ['a sample, with a key of the customer\'s', (encryptionKey) => ({ format: sample(), encryptionKey })], ['XML', () => ({})],
])('its role needs all that it may: %s', async (_what, props) => {
  const target = onVpnGateway();
  const keyArn = 'arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000';
  const { status } = await here.cloudFormation.deploy(synthesized((stack) => {
    const vpnConnection = new SiteToSiteVpn(stack, 'Vpn', { ip: '203.0.113.1', target, routing: VpnRouting.bgp() });
    const { format = ConfigurationFormat.xml(), ...more } = props(kms.Key.fromKeyArn(stack, 'Key', keyArn));
    new CustomerGatewayConfiguration(stack, 'Device', { vpnConnection, format, encryptionKey: more.encryptionKey });
  }));

  expect(status).toBe('CREATE_COMPLETE');
  const unused = here.authorizer.unused().filter(({ principal }) => principal.includes('Configuration') && principal.includes('IsComplete'));
  expect(unused.filter(({ actionPattern }) => !actionPattern.startsWith('logs:'))).toEqual([]);
});

test('without a right the deployment says which, in minutes', async () => {
  const target = onVpnGateway();
  const input = stackWith({ target, format: sample() });
  const template = JSON.parse(JSON.stringify(input.template).replace('secretsmanager:PutSecretValue', 'secretsmanager:DescribeSecret')) as typeof input.template;
  const started = here.clock.now();

  const { failures } = await here.cloudFormation.deploy({ ...input, template });

  expect(failures[0].reason).toMatch(/\(secretsmanager:PutSecretValue\): AccessDeniedException; see that nothing denies the call to the function's role/);
  expect(here.clock.now() - started).toBeLessThan(15 * 60_000);
});

test('taken out of the stack, the secret goes', async () => {
  const target = onVpnGateway();
  const { outputs: { Secret } } = await here.cloudFormation.deploy(stackWith({ target }));
  expect(here.secrets.current(Secret)).toBeDefined();

  const { status } = await here.cloudFormation.deploy(stackWith({ target, withConfiguration: false }));

  expect(status).toBe('UPDATE_COMPLETE');
  expect(here.secrets.find(Secret)).toBeUndefined();
});
