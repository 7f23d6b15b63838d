/** A device's configuration in a secret: what the template says of it, what makes it be read again, and that no key is in it. */
import { App, CfnOutput, CfnParameter, Lazy, RemovalPolicy, SecretValue, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { account, ids, newMigration, newStack, region, transitGateway, virtualPrivateGateway } from './construct-fixtures';
import {
  ConfigurationFormat, CustomerGatewayConfiguration, CustomerGatewayConfigurationProps, IkeVersion, PreSharedKeySecret, PreSharedKeyStorage,
  RoutingDaemon, SampleType, SiteToSiteVpn, SiteToSiteVpnProps, TargetGateway, TransitGatewayRouting, VpnConcentrator, VpnDeviceType,
  VpnRouting,
} from '../../src';

const TYPE = 'Custom::CustomerGatewayConfiguration';
const KEY = 'arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000';

let stack: Stack;

beforeEach(() => {
  stack = newStack();
});

function imported(): ec2.IVpnConnection {
  return SiteToSiteVpn.fromVpnConnectionId(stack, 'Imported', ids.vpn);
}

function newVpn(props: Partial<SiteToSiteVpnProps> = {}): SiteToSiteVpn {
  return new SiteToSiteVpn(stack, 'Vpn', {
    target: virtualPrivateGateway(), routing: VpnRouting.bgp(), ip: '203.0.113.10', ...props,
  });
}

function configuration(props: Partial<CustomerGatewayConfigurationProps> = {}, id = 'Device'): CustomerGatewayConfiguration {
  const vpnConnection = props.vpnConnection ?? imported();
  return new CustomerGatewayConfiguration(stack, id, { format: ConfigurationFormat.xml(), ...props, vpnConnection });
}

const propertiesOf = (type: string) => Object.values(Template.fromStack(stack).findResources(type)).map((resource) => resource.Properties);
const resourceProperties = () => propertiesOf(TYPE)[0];

test('the secret is empty until the function writes into it, and goes with the stack', () => {
  configuration();

  Template.fromStack(stack).hasResource('AWS::SecretsManager::Secret', {
    Properties: { Description: 'Configuration of the customer gateway device of a VPN connection, made at Stack/Device' },
    DeletionPolicy: 'Delete',
    UpdateReplacePolicy: 'Delete',
  });
  expect(Object.keys(propertiesOf('AWS::SecretsManager::Secret')[0])).toEqual(['Description']);
});

test('the secret has the name, the words, the key and the end that were given', () => {
  const encryptionKey = kms.Key.fromKeyArn(stack, 'Key', KEY);
  configuration({ secretName: 'vpn/berlin', description: 'For the router in Berlin', encryptionKey, removalPolicy: RemovalPolicy.RETAIN });

  Template.fromStack(stack).hasResource('AWS::SecretsManager::Secret', {
    Properties: { Name: 'vpn/berlin', Description: 'For the router in Berlin', KmsKeyId: KEY },
    DeletionPolicy: 'Retain',
  });
});

test.each<[string, () => ConfigurationFormat, object]>([
  ['XML', () => ConfigurationFormat.xml(), { Kind: 'xml' }],
  ['the sample of a type by its id', () => ConfigurationFormat.sampleConfiguration({ device: VpnDeviceType.fromId('5fb390ba') }),
    { Kind: 'sample', DeviceTypeId: '5fb390ba' }],
  ['the sample of a type by its names', () => ConfigurationFormat.sampleConfiguration({
    device: VpnDeviceType.of('Palo Alto Networks', 'PA Series', 'PANOS 7.0+'), ikeVersion: IkeVersion.IKEV2, sampleType: SampleType.RECOMMENDED,
  }), {
    Kind: 'sample', Vendor: 'Palo Alto Networks', Platform: 'PA Series', Software: 'PANOS 7.0+', IkeVersion: 'ikev2', SampleType: 'recommended',
  }],
  ['files for strongSwan', () => ConfigurationFormat.strongSwan({ localNetworks: ['10.1.0.0/16'] }), {
    Kind: 'strongswan', Interface: 'xfrm', RoutingDaemon: 'frr', Authentication: 'pre-shared-key', LocalNetworks: ['10.1.0.0/16'], RemoteNetworks: [],
  }],
  ['files for Libreswan', () => ConfigurationFormat.libreswan({
    routingDaemon: RoutingDaemon.BIRD, remoteNetworks: ['10.0.0.0/16'], localAddress: '192.168.0.2', certificate: true,
  }), {
    Kind: 'libreswan', Interface: 'vti', RoutingDaemon: 'bird', Authentication: 'certificate', LocalNetworks: [], RemoteNetworks: ['10.0.0.0/16'],
    LocalAddress: '192.168.0.2',
  }],
  ['the compatible sample with IKEv1', () => ConfigurationFormat.sampleConfiguration({
    device: VpnDeviceType.fromId('5fb390ba'), ikeVersion: IkeVersion.IKEV1, sampleType: SampleType.COMPATIBILITY,
  }), { Kind: 'sample', DeviceTypeId: '5fb390ba', IkeVersion: 'ikev1', SampleType: 'compatibility' }],
])('the function is told the format: %s', (_what, format, expected) => {
  const { secret } = configuration({ format: format() });

  expect(resourceProperties()).toEqual({
    ServiceToken: expect.anything(), ServiceTimeout: '1200', VpnConnectionId: ids.vpn, SecretArn: stack.resolve(secret.secretArn), Format: expected,
  });
});

describe('it is read again', () => {
  test('when anything of a connection of this app changes that may change it', () => {
    const vpnConnection = newVpn({
      tunnels: [
        { insideCidr: '169.254.10.0/30', ikeVersions: [IkeVersion.IKEV2], preSharedKey: SecretValue.secretsManager('vpn') },
        { insideCidr: new CfnParameter(stack, 'Inside').valueAsString },
      ],
    });
    const { secret } = configuration({ vpnConnection, refresh: '2026-11-22' });

    expect(resourceProperties()).toEqual({
      ServiceToken: expect.anything(),
      ServiceTimeout: '1200',
      VpnConnectionId: stack.resolve(vpnConnection.vpnId),
      SecretArn: stack.resolve(secret.secretArn),
      Format: { Kind: 'xml' },
      GatewayId: ids.vgw,
      CustomerGatewayId: stack.resolve(vpnConnection.customerGatewayId),
      TunnelOptions: [{ tunnelInsideCidr: '169.254.10.0/30', ikeVersions: [{ value: 'ikev2' }] }, { tunnelInsideCidr: { Ref: 'Inside' } }],
      KeyReferences: expect.stringMatching(/^[0-9a-f]{12}$/),
      Refresh: '2026-11-22',
    });
  });

  test('when a key comes from another secret, of which nothing but a digest is said', () => {
    const digests = ['one', 'two'].map((name) => {
      stack = newStack();
      configuration({ vpnConnection: newVpn({ tunnels: [{ preSharedKey: SecretValue.secretsManager(name) }] }) });
      expect(JSON.stringify(resourceProperties())).not.toContain('resolve:');
      return resourceProperties().KeyReferences;
    });

    expect(digests[0]).not.toBe(digests[1]);
  });

  test('when a key comes from a secret of the stack', () => {
    const { secretValue } = new PreSharedKeySecret(stack, 'Key');
    configuration({ vpnConnection: newVpn({ tunnels: [{ preSharedKey: secretValue }] }) });

    expect(resourceProperties().KeyReferences).toMatch(/^[0-9a-f]{12}$/);
  });

  test('not by a digest of a key that somebody has written into the template by hand', () => {
    const vpnConnection = newVpn();
    (vpnConnection.node.defaultChild as ec2.CfnVPNConnection).vpnTunnelOptionsSpecifications = [{ preSharedKey: 'planted.key.0123456789' }];
    configuration({ vpnConnection });

    expect(resourceProperties()).not.toHaveProperty('KeyReferences');
    expect(JSON.stringify(resourceProperties())).not.toContain('planted');
  });

  test('after every move of the connection in the stack, declared before or after it', () => {
    const vpnConnection = imported();
    const first = newMigration(stack, { vpnConnection });
    configuration({ vpnConnection });
    const second = newMigration(stack, {
      vpnConnection, from: transitGateway(), to: virtualPrivateGateway(),
    }, 'Back');
    newMigration(stack, { vpnConnection: SiteToSiteVpn.fromVpnConnectionId(stack, 'Other', 'vpn-0a1b2c3d4e5f60719') }, 'OfAnother');

    expect(resourceProperties().Moves).toEqual(stack.resolve([first.operationId, second.operationId]));
  });

  test('with a move the template\'s gateway is no longer what the connection must have come to', () => {
    const vpnConnection = newVpn();
    newMigration(stack, { vpnConnection });
    configuration({ vpnConnection });

    expect(resourceProperties()).toMatchObject({ Target: ids.vgw, Moves: [expect.anything()] });
    expect(resourceProperties()).not.toHaveProperty('GatewayId');
    expect(resourceProperties()).not.toHaveProperty('CustomerGatewayId');
  });

  test.each<[string, () => TargetGateway, object]>([
    ['a transit gateway', transitGateway, { GatewayId: ids.tgw }],
    ['a core network', () => TargetGateway.cloudWan('core-network-0a1b2c3d4e5f60718'), {
      Target: 'core-network-0a1b2c3d4e5f60718', CoreNetworkAttachmentId: { 'Fn::GetAtt': [expect.stringMatching(/^Vpn/), 'AttachmentId'] },
    }],
    ['a concentrator', () => TargetGateway.vpnConcentrator(VpnConcentrator.fromVpnConcentratorAttributes(stack, 'Shops', {
      vpnConcentratorId: 'concentrator', transitGatewayAttachmentId: 'tgw-attach-0a1b2c3d4e5f60718', transitGatewayId: ids.otherTgw,
    })), { Target: 'concentrator' }],
    ['nothing', () => TargetGateway.none(), {}],
  ])('when the template has it at another place than %s', (_place, target, expected) => {
    configuration({ vpnConnection: newVpn({ target: target(), transitGatewayRouting: TransitGatewayRouting.LEAVE }) });

    const { Target, GatewayId, CoreNetworkAttachmentId } = resourceProperties();
    expect(JSON.parse(JSON.stringify({ Target, GatewayId, CoreNetworkAttachmentId }))).toEqual(expected);
  });
});

test('it is read by a function that has its permission by then', () => {
  configuration();

  Template.fromStack(stack).hasResource(TYPE, { DependsOn: [Match.stringLikeRegexp('^CustomerGatewayConfigurationProviderRights')] });
});

test('several share one function in a stack, and stacks share none', () => {
  const app = new App();
  const stacks = ['One', 'Two'].map((id) => new Stack(app, id, { env: { account, region } }));
  for (const each of stacks) {
    stack = each;
    const vpnConnection = imported();
    configuration({ vpnConnection });
    configuration({ vpnConnection }, 'Other');
  }
  for (const each of stacks) {
    const template = Template.fromStack(each);
    template.resourceCountIs(TYPE, 2);
    template.resourceCountIs('AWS::SecretsManager::Secret', 2);
    template.resourceCountIs('AWS::Lambda::Function', 1);
  }
});

describe('the rights of several', () => {
  const SAMPLE = ConfigurationFormat.sampleConfiguration({ device: VpnDeviceType.fromId('5fb390ba') });
  const rights = () => [...policiesOf('AWS::IAM::Policy'), ...policiesOf('AWS::IAM::ManagedPolicy')];
  const policiesOf = (type: string) => Object.entries(Template.fromStack(stack).findResources(type))
    .filter(([id]) => id.startsWith('CustomerGatewayConfigurationProviderRights') || id.includes('DevicePolicy'));
  const many = (count: number) => {
    const encryptionKey = kms.Key.fromKeyArn(stack, 'Key', KEY);
    for (let index = 0; index < count; index += 1) {
      const vpnConnection = SiteToSiteVpn.fromVpnConnectionId(stack, `Vpn${index}`, `vpn-0a1b2c3d4e5f6${String(index).padStart(4, '0')}`);
      configuration({ vpnConnection, format: SAMPLE, encryptionKey }, `DeviceOfSite${index}`);
    }
  };

  test('stand in one policy, of each kind once, and of encryption once for each key', () => {
    const [one, other] = ['one', 'other'].map((id) => kms.Key.fromKeyArn(stack, id, KEY.replace('0a1b', `${id.length}a1b`)));
    const vpnConnection = imported();
    [one, one, other].forEach((encryptionKey, index) => configuration({ vpnConnection, encryptionKey, format: SAMPLE }, `Device${index}`));

    const [[, { Properties: { PolicyDocument } }], ...more] = rights();
    expect(more).toEqual([]);
    const statements: { Action: unknown; Resource: unknown }[] = PolicyDocument.Statement;
    expect(statements.map(({ Action, Resource }) => [Action, [Resource].flat().length])).toEqual([
      [['ec2:DescribeVpnConnections', 'ec2:GetVpnConnectionDeviceTypes'], 1],
      ['secretsmanager:PutSecretValue', 3],
      ['ec2:GetVpnConnectionDeviceSampleConfiguration', 2],
      [['kms:Decrypt', 'kms:GenerateDataKey'], 1],
      [['kms:Decrypt', 'kms:GenerateDataKey'], 1],
    ]);
  });

  test('are spread over policies none of which is too long, and each configuration waits for its own', () => {
    many(40);

    const policies = rights();
    expect(policies.length).toBeGreaterThan(1);
    // As it will be: an ARN for each reference.
    const arn = `arn:aws-us-gov:secretsmanager:ap-southeast-1:111122223333:secret:${'x'.repeat(60)}`;
    for (const [, { Properties }] of policies) {
      expect(JSON.stringify(Properties.PolicyDocument).replace(/\{"Ref":"Device[^}]*\}/g, `"${arn}"`).length).toBeLessThanOrEqual(6144);
    }
    const text = policies.map(([id, { Properties }]) => [id, JSON.stringify(Properties)] as const);
    for (const { Properties: { SecretArn }, DependsOn: [own] } of Object.values(Template.fromStack(stack).findResources(TYPE))) {
      expect(text.find(([id]) => id === own)?.[1]).toContain(`"${SecretArn.Ref}"`);
    }
  });

  test('have an end, and whoever comes too late is told so', () => {
    expect(() => many(400)).toThrow('the device configurations of stack Stack must fit into the policies of one role, which may have 10 managed ones;'
      + ' make this one, and further ones, in another stack');
  });

  test('make no circle where one connection waits for another with all that is inside', () => {
    const [first, second] = ['First', 'Second'].map((id, index) => new SiteToSiteVpn(stack, id, {
      target: virtualPrivateGateway(), routing: VpnRouting.bgp(), ip: `203.0.113.${index + 1}`,
    }));
    const format = ConfigurationFormat.xml();
    for (const vpnConnection of [first, second]) new CustomerGatewayConfiguration(vpnConnection, 'Device', { vpnConnection, format });
    second.node.addDependency(first);

    expect(rights().map(([id]) => id.replace(/[0-9A-F]{8}$/, ''))).toEqual(['FirstDevicePolicy', 'SecondDevicePolicy']);
    // Which looks for circles.
    expect(() => Template.fromStack(stack)).not.toThrow();
  });
});

test('a connection of another stack is taken by its id', () => {
  const app = new App();
  stack = new Stack(app, 'Network', { env: { account, region } });
  const vpnConnection = newVpn({ target: TargetGateway.none() });
  stack = new Stack(app, 'Devices', { env: { account, region } });
  configuration({ vpnConnection });

  expect(resourceProperties().VpnConnectionId).toEqual({ 'Fn::ImportValue': expect.stringMatching(/^Network:ExportsOutputRefVpn/) });
});

test('whoever is granted to read it may read the value, and use the key for that', () => {
  const role = new iam.Role(stack, 'Router', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
  const device = configuration({ encryptionKey: kms.Key.fromKeyArn(stack, 'Key', KEY) });

  device.grantRead(role);

  const [granted] = Object.entries(Template.fromStack(stack).findResources('AWS::IAM::Policy')).filter(([id]) => id.startsWith('Router'));
  const secretArn = stack.resolve(device.secret.secretArn);
  expect(granted[1].Properties.PolicyDocument.Statement).toEqual([
    { Effect: 'Allow', Action: ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'], Resource: secretArn },
    {
      Effect: 'Allow',
      Action: 'kms:Decrypt',
      Resource: KEY,
      Condition: {
        StringEquals: { 'kms:ViaService': 'secretsmanager.eu-central-1.amazonaws.com', 'kms:EncryptionContext:SecretARN': secretArn },
      },
    },
  ]);
});

test('a connection whose keys AWS keeps is warned of', () => {
  configuration({ vpnConnection: newVpn({ preSharedKeyStorage: PreSharedKeyStorage.SECRETS_MANAGER }) });

  Annotations.fromStack(stack).hasWarning('/Stack/Device', Match.stringLikeRegexp(
    'AWS keeps the pre-shared keys of Stack/Vpn in a secret of its own and shows them nowhere else, so the configuration has none'));
});

describe('it is refused', () => {
  test.each<[string, () => unknown, string]>([
    ['an id of something else', () => configuration({ vpnConnection: { vpnId: ids.vgw } as ec2.IVpnConnection }),
      `Stack/Device: \`vpnConnection\` must be the id of a VPN connection, which starts with vpn-, got "${ids.vgw}"`],
    ['a name that no secret has', () => configuration({ secretName: 'vpn berlin' }),
      'Stack/Device: `secretName` must be 1 to 512 letters, digits and characters of /_+=.@-, got "vpn berlin"; Secrets Manager takes no others'],
    ['a local network that is none', () => ConfigurationFormat.strongSwan({ localNetworks: ['10.1.0.0'] }),
      '`localNetworks[0]` must be an IPv4 or IPv6 CIDR block such as 10.1.0.0/16, got "10.1.0.0"'],
    ['a remote network that is none', () => ConfigurationFormat.libreswan({ remoteNetworks: ['10.0.0.1/16'] }),
      '`remoteNetworks[0]` must begin at its network address, got "10.0.0.1/16"; write 10.0.0.0/16'],
    ['an address that is none', () => ConfigurationFormat.strongSwan({ localAddress: 'router' }),
      '`localAddress` must be an IPv4 address such as 203.0.113.10 or an IPv6 address such as 2001:db8::1, got "router"'],
    ['an empty id of a type', () => VpnDeviceType.fromId(' '), '`vpnConnectionDeviceTypeId` must not be empty, got " "'],
    ['an empty vendor', () => VpnDeviceType.of('', 'PA Series', 'PANOS 7.0+'), '`vendor` must not be empty, got ""'],
    ['an empty platform', () => VpnDeviceType.of('Palo Alto Networks', '', 'PANOS 7.0+'), '`platform` must not be empty, got ""'],
    ['an empty version of the software', () => VpnDeviceType.of('Palo Alto Networks', 'PA Series', ''), '`softwareVersion` must not be empty, got ""'],
    ...([IkeVersion.IKEV1, undefined] as const).map((ikeVersion): [string, () => unknown, string] => [
      `the recommended sample with ${ikeVersion ?? 'no version'}`, () => ConfigurationFormat.sampleConfiguration({
        device: VpnDeviceType.fromId('5fb390ba'), sampleType: SampleType.RECOMMENDED, ikeVersion,
      }), `\`ikeVersion\` must be IkeVersion.IKEV2 with \`sampleType\` RECOMMENDED, got ${ikeVersion ?? 'none'};`
        + ' EC2 has no recommended sample for ikev1 and answers UnsupportedOperation (GetVpnConnectionDeviceSampleConfiguration)',
    ]),
  ])('%s', (_what, make, message) => {
    expect(make).toThrow(new Error(message));
  });

  test('inside a connection that a move takes with it', () => {
    const vpnConnection = newVpn();
    new CustomerGatewayConfiguration(vpnConnection, 'Device', { vpnConnection, format: ConfigurationFormat.xml() });
    expect(() => Template.fromStack(stack)).not.toThrow();
    newMigration(stack, { vpnConnection });

    expect(stack.node.findAll().flatMap((each) => each.node.validate())).toEqual([
      '`scope` of Stack/Vpn/Device must not be its connection, which a move in this stack takes with all that is inside; make the configuration beside the connection',
    ]);
  });
});

test('what is known only at deployment is not judged', () => {
  const text = (name: string) => Lazy.string({ produce: () => name });

  expect(() => configuration({
    secretName: text('not a name'),
    format: ConfigurationFormat.sampleConfiguration({ device: VpnDeviceType.of(text(''), text(''), text('')) }),
    refresh: new CfnParameter(stack, 'Refresh').valueAsString,
  })).not.toThrow();
  expect(resourceProperties().Refresh).toEqual({ Ref: 'Refresh' });
});

test('nothing of the configuration can be an output', () => {
  const device = configuration();
  new CfnOutput(stack, 'Arn', { value: device.secret.secretArn });

  const template = JSON.stringify(Template.fromStack(stack).toJSON());
  expect(template).not.toMatch(/resolve:secretsmanager|SecretString|"Data"/);
  const attributes = [...template.matchAll(/"Fn::GetAtt":\["(Device[^"]*)","([^"]*)"\]/g)].map(([, , name]) => name);
  expect(attributes).toEqual([]);
});
