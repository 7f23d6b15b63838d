/**
 * Two devices, two connections to one transit gateway by BGP, generated pre-shared keys, logs, alarms and a dashboard.
 *
 * NEVER DEPLOYED. No AWS account could be reached when this was written: the snapshot beside it is made offline, and is
 * compared offline. It proves that the app synthesizes to what it synthesized to before, and nothing about AWS. Deploy it
 * once (`npx projen integ --force --no-update-workflow integ.redundant-pair.ts`) before you rely on the assertions at its end.
 *
 * The devices do not exist either, so all four tunnels stay down: what is asserted is that both attachments propagate to one
 * table, and that CloudWatch takes a connection whose tunnels are down for down.
 */
import { ExpectedResult, IntegTest, Match } from '@aws-cdk/integ-tests-alpha';
import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import {
  DeviceConnectionOptions, PreSharedKeySecret, RedundantSiteToSiteVpn, TargetGateway, TunnelOptions, VpnDashboard, VpnLogs, VpnRouting,
} from '../src';

class RedundantPair extends Stack {
  public readonly pair: RedundantSiteToSiteVpn;
  public readonly vpcRouteTableId: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const gateway = new ec2.CfnTransitGateway(this, 'TransitGateway', {
      defaultRouteTableAssociation: 'disable',
      defaultRouteTablePropagation: 'disable',
      vpnEcmpSupport: 'enable',
    });
    const [vpnRouteTable, vpcRouteTable] = ['VpnRouteTable', 'VpcRouteTable'].map((name) =>
      new ec2.CfnTransitGatewayRouteTable(this, name, { transitGatewayId: gateway.ref }));
    this.vpcRouteTableId = vpcRouteTable.ref;
    const key = new kms.Key(this, 'Key', { removalPolicy: RemovalPolicy.DESTROY, enableKeyRotation: true });

    this.pair = new RedundantSiteToSiteVpn(this, 'Berlin', {
      target: TargetGateway.transitGateway(gateway.ref, {
        associationRouteTableId: vpnRouteTable.ref, propagationRouteTableIds: [vpcRouteTable.ref],
      }),
      routing: VpnRouting.bgp(),
      first: { ip: '203.0.113.10', ...this.deviceOptions('First', ['169.254.10.0/30', '169.254.10.4/30'], key) },
      second: { ip: '203.0.113.11', ...this.deviceOptions('Second', ['169.254.10.8/30', '169.254.10.12/30'], key) },
    });

    const { firstConnection, secondConnection, firstConnectionDownAlarm, secondConnectionDownAlarm } = this.pair;
    new VpnDashboard(this, 'Dashboard', {
      connections: [firstConnection, secondConnection].map((vpnConnection) => ({
        vpnConnection, logGroups: [vpnConnection.logging.activityLogGroup!, vpnConnection.logging.bgpLogGroup!],
      })),
      alarms: [firstConnectionDownAlarm, secondConnectionDownAlarm],
    });
  }

  private deviceOptions(device: string, insideCidrs: string[], encryptionKey: kms.Key): DeviceConnectionOptions {
    const removalPolicy = RemovalPolicy.DESTROY;
    const tunnels: TunnelOptions[] = insideCidrs.map((insideCidr, index) => ({
      insideCidr,
      preSharedKey: new PreSharedKeySecret(this, `${device}Key${index + 1}`, { encryptionKey, removalPolicy }).secretValue,
    }));
    return {
      asn: 65010,
      tunnels,
      logs: VpnLogs.toNewLogGroups({ encryptionKey, retention: logs.RetentionDays.ONE_DAY, removalPolicy }),
      removalPolicy,
    };
  }
}

const app = new App();
const stack = new RedundantPair(app, 'RedundantPair');
const integ = new IntegTest(app, 'RedundantPairTest', { testCases: [stack] });

integ.assertions.awsApiCall('EC2', 'getTransitGatewayRouteTablePropagations', {
  TransitGatewayRouteTableId: stack.vpcRouteTableId,
}).expect(ExpectedResult.objectLike({
  TransitGatewayRouteTablePropagations: Match.arrayWith([stack.pair.firstConnection, stack.pair.secondConnection].map((connection) =>
    Match.objectLike({ ResourceId: connection.vpnId, ResourceType: 'vpn', State: 'enabled' }))),
})).waitForAssertions({ interval: Duration.seconds(15), totalTimeout: Duration.minutes(5) });

integ.assertions.awsApiCall('CloudWatch', 'describeAlarms', {
  AlarmNames: [stack.pair.bothConnectionsDownAlarm.alarmName], AlarmTypes: ['CompositeAlarm'],
}).expect(ExpectedResult.objectLike({
  CompositeAlarms: [{ StateValue: 'ALARM' }],
})).waitForAssertions({ interval: Duration.seconds(30), totalTimeout: Duration.minutes(20) });
