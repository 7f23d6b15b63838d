/**
 * The configurations of one connection's device, in three forms, each in a secret of its own.
 *
 * NEVER DEPLOYED. No AWS account could be reached when this was written: the snapshot beside it is made offline, and is
 * compared offline. It proves that the app synthesizes to what it synthesized to before, and nothing about AWS. Deploy it
 * once (`npx projen integ --force --no-update-workflow integ.configuration.ts`) before you rely on the assertions at its end.
 *
 * What is asserted is that each secret has a current version. Its value is not looked at: an assertion would show the keys.
 */
import { ExpectedResult, IntegTest, Match } from '@aws-cdk/integ-tests-alpha';
import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { DEVICE, OFFICES } from './surroundings';
import {
  ConfigurationFormat, CustomerGatewayConfiguration, IkeVersion, SampleType, SiteToSiteVpn, TargetGateway, VirtualPrivateGateway,
  VpnDeviceType, VpnRouting,
} from '../src';

class DeviceConfigurations extends Stack {
  public readonly secretArns: string[];

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const removalPolicy = RemovalPolicy.DESTROY;
    const gateway = new VirtualPrivateGateway(this, 'Gateway', { removalPolicy });
    const vpnConnection = new SiteToSiteVpn(this, 'Vpn', {
      target: TargetGateway.virtualPrivateGateway(gateway.vpnGatewayId), routing: VpnRouting.bgp(), ip: DEVICE, asn: 65010, removalPolicy,
    });
    const encryptionKey = new kms.Key(this, 'Key', { removalPolicy, enableKeyRotation: true });
    const formats = {
      Sample: ConfigurationFormat.sampleConfiguration({
        device: VpnDeviceType.of('Palo Alto Networks', 'PA Series', 'PANOS 7.0+'), ikeVersion: IkeVersion.IKEV2, sampleType: SampleType.RECOMMENDED,
      }),
      Xml: ConfigurationFormat.xml(),
      StrongSwan: ConfigurationFormat.strongSwan({ localNetworks: OFFICES }),
    };
    this.secretArns = Object.entries(formats).map(([name, format]) =>
      new CustomerGatewayConfiguration(this, name, { vpnConnection, format, encryptionKey }).secret.secretArn);
  }
}

const app = new App();
const stack = new DeviceConfigurations(app, 'DeviceConfigurations');
const integ = new IntegTest(app, 'DeviceConfigurationsTest', { testCases: [stack] });

for (const SecretId of stack.secretArns) {
  integ.assertions.awsApiCall('SecretsManager', 'listSecretVersionIds', { SecretId })
    .expect(ExpectedResult.objectLike({ Versions: Match.arrayWith([Match.objectLike({ VersionStages: ['AWSCURRENT'] })]) }));
}
