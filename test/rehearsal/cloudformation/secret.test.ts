/** AWS::SecretsManager::Secret in the driver: the three ways in which it comes to a value, and who reads it. */
import { CfnOutput, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { CfnCustomerGateway, CfnVPNConnection } from 'aws-cdk-lib/aws-ec2';
import { CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import { ACCOUNT, driver, REGION, synthesized } from './provider-app';
import { PreSharedKeySecret } from '../../../src';
import { VirtualClock } from '../../../tools/rehearsal/clock';
import { Network } from '../../../tools/rehearsal/embedded-ec2/network';
import { SecretStore } from '../../../tools/rehearsal/secret-store';

function world() {
  const clock = new VirtualClock();
  const network = new Network({ clock, accountId: ACCOUNT, region: REGION });
  const secrets = new SecretStore({ accountId: ACCOUNT, region: REGION, partition: 'aws' });
  return { network, secrets, ...driver({ clock, ec2: network, secrets }) };
}

const stackWith = (props: ConstructorParameters<typeof CfnSecret>[2]) => synthesized((stack: Stack) => {
  new CfnOutput(stack, 'Arn', { value: new CfnSecret(stack, 'Secret', props).ref });
});

test('without a value it is empty, and what is put into it later outlives a change of its description', async () => {
  const { cloudFormation, secrets } = world();
  const { outputs: { Arn } } = await cloudFormation.deploy(stackWith({ name: 'device', description: 'one' }));
  expect(secrets.find(Arn)?.versions).toEqual([]);
  secrets.put(Arn, { id: 'by-hand', value: 'put' });

  const { status } = await cloudFormation.deploy(stackWith({ name: 'device', description: 'two' }));

  expect([status, secrets.current(Arn)]).toEqual(['UPDATE_COMPLETE', 'put']);
});

test('a generated value is of the characters and the length that were asked for', async () => {
  const { cloudFormation, secrets } = world();
  const generateSecretString = { passwordLength: 40, excludePunctuation: true, excludeCharacters: '0aA' };
  const { outputs: { Arn } } = await cloudFormation.deploy(stackWith({ generateSecretString }));
  const first = secrets.current(Arn);
  expect(first).toMatch(/^[b-zB-Z1-9]{40}$/);

  await cloudFormation.deploy(stackWith({ generateSecretString: { ...generateSecretString, passwordLength: 41 } }));

  expect(secrets.current(Arn)).toHaveLength(41);
  expect(secrets.find(Arn)?.versions).toHaveLength(2);
});

test('a template of JSON gets the generated value under its key', async () => {
  const { cloudFormation, secrets } = world();
  const { outputs: { Arn } } = await cloudFormation.deploy(stackWith({
    generateSecretString: { secretStringTemplate: '{"site":"Berlin"}', generateStringKey: 'key', excludePunctuation: true },
  }));

  expect(JSON.parse(secrets.current(Arn)!)).toEqual({ site: 'Berlin', key: expect.stringMatching(/^[A-Za-z0-9]{32}$/) });
});

test('a connection gets the key that was generated for it', async () => {
  const { cloudFormation, network, secrets } = world();
  const vpnGatewayId = network.seed.vpnGateway();

  const { status, outputs } = await cloudFormation.deploy(synthesized((stack) => {
    const key = new PreSharedKeySecret(stack, 'Key', { removalPolicy: RemovalPolicy.DESTROY });
    const device = new CfnCustomerGateway(stack, 'Device', { type: 'ipsec.1', ipAddress: '203.0.113.1', bgpAsn: 65_000 });
    const connection = new CfnVPNConnection(stack, 'Connection', {
      type: 'ipsec.1', customerGatewayId: device.ref, vpnGatewayId, vpnTunnelOptionsSpecifications: [{ preSharedKey: key.secretValue.unsafeUnwrap() }],
    });
    new CfnOutput(stack, 'Id', { value: connection.ref });
    new CfnOutput(stack, 'KeyArn', { value: key.secretArn });
  }));

  expect(status).toBe('CREATE_COMPLETE');
  expect(network.view.state.vpnConnections[outputs.Id].tunnels[0].preSharedKey).toBe(secrets.current(outputs.KeyArn)!);
  expect(secrets.current(outputs.KeyArn)).toMatch(/^[A-Za-z1-9]{32}$/);
});

test('a name that is taken fails the resource, and a deleted one is free', async () => {
  const { cloudFormation, secrets } = world();
  secrets.create('device', { value: 'made by hand' });
  const failed = await cloudFormation.deploy(stackWith({ name: 'device' }));
  expect(failed.failures.map(({ reason }) => reason).join()).toContain('the secret device already exists. (Service: SecretsManager, ResourceExistsException)');
  await cloudFormation.destroy('Demo');
  secrets.delete('device');

  expect((await cloudFormation.deploy(stackWith({ name: 'device' }))).status).toBe('CREATE_COMPLETE');
  expect(await cloudFormation.destroy('Demo')).toBe('DELETE_COMPLETE');
  expect(secrets.find('device')).toBeUndefined();
});
