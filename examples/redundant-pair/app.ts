/**
 * One site, two devices, two connections: it survives the failure of an endpoint at AWS and of a device. Keys that nobody sees, logs,
 * alarms to whoever is on call, and a dashboard.
 */
import { App, Stack, StackProps } from 'aws-cdk-lib';
import * as cloudwatchActions from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import {
  DeviceConnectionOptions, PreSharedKeySecret, RedundantSiteToSiteVpn, TargetGateway, VpnDashboard, VpnLogs, VpnRouting,
} from 'cdk-site-to-site-vpn';
import { Construct } from 'constructs';

/** What is there: put yours here. */
const TRANSIT_GATEWAY = 'tgw-0a1b2c3d4e5f60718';
const VPN_ROUTE_TABLE = 'tgw-rtb-0a1b2c3d4e5f60718';
const VPC_ROUTE_TABLE = 'tgw-rtb-0f1e2d3c4b5a69788';

export class RedundantPair extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    const key = new kms.Key(this, 'Key', { enableKeyRotation: true });
    const onCall = new sns.Topic(this, 'OnCall', { masterKey: key });

    const berlin = new RedundantSiteToSiteVpn(this, 'Berlin', {
      target: TargetGateway.transitGateway(TRANSIT_GATEWAY, {
        associationRouteTableId: VPN_ROUTE_TABLE,
        propagationRouteTableIds: [VPC_ROUTE_TABLE],
      }),
      routing: VpnRouting.bgp(),
      first: { ip: '198.51.100.1', ...this.device('First', ['169.254.10.0/30', '169.254.10.4/30'], key) },
      second: { ip: '198.51.100.2', ...this.device('Second', ['169.254.10.8/30', '169.254.10.12/30'], key) },
    });

    const { firstConnection, secondConnection, firstConnectionDownAlarm, secondConnectionDownAlarm, bothConnectionsDownAlarm } = berlin;
    bothConnectionsDownAlarm.addAlarmAction(new cloudwatchActions.SnsAction(onCall));
    new VpnDashboard(this, 'Dashboard', {
      connections: [firstConnection, secondConnection].map((vpnConnection) => ({
        vpnConnection, logGroups: [vpnConnection.logging.activityLogGroup!],
      })),
      alarms: [firstConnectionDownAlarm, secondConnectionDownAlarm],
    });
  }

  private device(name: string, insideCidrs: readonly string[], encryptionKey: kms.Key): DeviceConnectionOptions {
    return {
      asn: 65010,
      tunnels: insideCidrs.map((insideCidr, index) => ({
        insideCidr,
        preSharedKey: new PreSharedKeySecret(this, `${name}Key${index + 1}`, { encryptionKey }).secretValue,
      })),
      logs: VpnLogs.toNewLogGroups({ encryptionKey }),
    };
  }
}

const app = new App();
new RedundantPair(app, 'RedundantPair', { env: { account: '111122223333', region: 'eu-central-1' } });
app.synth();
