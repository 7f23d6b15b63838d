/** What watches a connection, against AWS's own schemas: secrets, log groups, alarms and dashboards of a redundant pair. */
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import {
  PreSharedKeySecret, RedundantSiteToSiteVpn, TargetGateway, TunnelLogFormat, VpnDashboard, VpnLogs, VpnRouting, VpnTunnelDownAlarm,
} from '../../src';
import { account, ids, region } from '../constructs/construct-fixtures';

test('a redundant pair with generated keys, encrypted logs, alarms and a dashboard', () => {
  const app = new App({ context: { '@aws-cdk/core:validateAgainstDefaultRules': true } });
  const stack = new Stack(app, 'Stack', { env: { account, region } });
  const encryptionKey = new kms.Key(stack, 'Key', { enableKeyRotation: true });
  const tunnels = (device: string, ...blocks: string[]) => blocks.map((insideCidr) => ({
    insideCidr, preSharedKey: new PreSharedKeySecret(stack, `${device}-${insideCidr.replace('/', '-')}`, { encryptionKey }).secretValue,
  }));
  const { firstConnection, secondConnection, firstConnectionDownAlarm } = new RedundantSiteToSiteVpn(stack, 'Pair', {
    target: TargetGateway.transitGateway(ids.tgw, { associationRouteTableId: ids.association, propagationRouteTableIds: [ids.spokes] }),
    routing: VpnRouting.bgp(),
    first: {
      ip: '203.0.113.10', tunnels: tunnels('First', '169.254.10.0/30', '169.254.10.4/30'), logs: VpnLogs.toNewLogGroups({ encryptionKey }),
    },
    second: {
      ip: '203.0.113.11', tunnels: tunnels('Second', '169.254.10.8/30', '169.254.10.12/30'), logs: VpnLogs.toNewLogGroups({ format: TunnelLogFormat.TEXT }),
    },
  });
  new VpnTunnelDownAlarm(stack, 'TunnelDown', { vpnConnection: firstConnection, tunnelOutsideIpAddress: '198.51.100.7' });
  new VpnDashboard(stack, 'Dashboard', {
    connections: [firstConnection, secondConnection].map((vpnConnection) => ({
      vpnConnection, logGroups: [vpnConnection.logging.activityLogGroup!],
    })),
    alarms: [firstConnectionDownAlarm],
  });

  const report = readFileSync(path.join(app.synth().directory, 'validation-report.json'), 'utf8');

  expect((JSON.parse(report) as { pluginReports: unknown[] }).pluginReports).toEqual([]);
  Template.fromStack(stack).resourceCountIs('AWS::Logs::LogGroup', 4 + 1); // the look-up of attachments has one too
});
