/** Metrics of connections and tunnels, the alarms on them, and the dashboard that shows them. */
import { CfnParameter, Duration, Fn, Stack, Token } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as logs from 'aws-cdk-lib/aws-logs';
import { account, ids, newStack, region, virtualPrivateGateway } from './construct-fixtures';
import {
  AllVpnConnectionsDownAlarm, SiteToSiteVpn, VpnConnectionDownAlarm, VpnDashboard, VpnDashboardConnection, VpnMetricOptions, VpnMetrics,
  VpnRouting, VpnTunnelDownAlarm,
} from '../../src';

const TUNNEL = '198.51.100.7';
const OTHER_TUNNEL = '198.51.100.8';

let stack: Stack;
let vpn: SiteToSiteVpn;

beforeEach(() => {
  stack = newStack();
  vpn = newVpn('Vpn');
});

function newVpn(id: string, ip = '203.0.113.10'): SiteToSiteVpn {
  return new SiteToSiteVpn(stack, id, { target: virtualPrivateGateway(), routing: VpnRouting.bgp(), ip });
}

function statOf(metric: cloudwatch.IMetric): unknown {
  return stack.resolve(metric.toMetricConfig().metricStat);
}

describe('a metric', () => {
  const methods = ['tunnelState', 'tunnelDataIn', 'tunnelDataOut'] as const;

  test.each(methods)('of a connection is the one that aws-cdk-lib has: %s', (method) => {
    const upstream = `metric${method[0].toUpperCase()}${method.slice(1)}` as 'metricTunnelState' | 'metricTunnelDataIn' | 'metricTunnelDataOut';

    expect(statOf(VpnMetrics.of(vpn)[method]())).toEqual(statOf(vpn[upstream]()));
  });

  test.each([
    ['tunnelState', 'TunnelState', 'Average'],
    ['tunnelDataIn', 'TunnelDataIn', 'Sum'],
    ['tunnelDataOut', 'TunnelDataOut', 'Sum'],
  ] as const)('of a tunnel has its outside address as dimension: %s', (method, metricName, statistic) => {
    expect(statOf(VpnMetrics.of(vpn)[method]({ tunnelOutsideIpAddress: TUNNEL }))).toEqual({
      namespace: 'AWS/VPN',
      metricName,
      statistic,
      dimensions: [{ name: 'TunnelIpAddress', value: TUNNEL }],
      period: stack.resolve(Duration.minutes(5)),
      account,
      region,
    });
  });

  test('takes CloudWatch\'s own options, dimensions included', () => {
    const dimensionsMap = { VpnId: vpn.vpnId, TunnelIpAddress: TUNNEL };

    const metric = VpnMetrics.of(vpn).tunnelState({ tunnelOutsideIpAddress: TUNNEL, dimensionsMap, statistic: 'max', period: Duration.minutes(1), label: 'up' });

    expect(statOf(metric)).toMatchObject({
      dimensions: [{ name: 'TunnelIpAddress', value: TUNNEL }, { name: 'VpnId', value: stack.resolve(vpn.vpnId) }],
      statistic: 'Maximum',
      period: stack.resolve(Duration.minutes(1)),
    });
    expect(metric.label).toBe('up');
  });

  test.each([['throughputIn', 'TunnelDataIn'], ['throughputOut', 'TunnelDataOut']] as const)('%s is the sum of bytes, as a rate of bits', (method, metricName) => {
    const rate = VpnMetrics.of(vpn)[method]({ tunnelOutsideIpAddress: TUNNEL, period: Duration.minutes(15), statistic: 'Average' });

    const [[id, bytes]] = Object.entries(rate.usingMetrics);
    expect(id).toMatch(/^[a-z][A-Za-z0-9_]*$/);
    expect(rate.expression).toBe(`${id} * 8 / PERIOD(${id})`);
    expect(rate.label).toBe(`${metricName}, bit/s`);
    expect(rate.period).toEqual(Duration.minutes(15));
    expect(statOf(bytes)).toMatchObject({ metricName, statistic: 'Sum', period: stack.resolve(Duration.minutes(15)) });
  });

  test('two rates can stand in one graph, and the same rate twice', () => {
    const of = (tunnelOutsideIpAddress: string, period?: Duration) => VpnMetrics.of(vpn).throughputIn({ tunnelOutsideIpAddress, period });
    const idOf = (rate: cloudwatch.MathExpression) => Object.keys(rate.usingMetrics)[0];

    const ofConnection = VpnMetrics.of(vpn);
    const rates = [of(TUNNEL), of(OTHER_TUNNEL), of(TUNNEL, Duration.hours(1)), ofConnection.throughputIn(), ofConnection.throughputOut()];

    expect(new Set(rates.map(idOf)).size).toBe(rates.length);
    expect(idOf(of(TUNNEL))).toBe(idOf(rates[0]));
    expect(() => new cloudwatch.GraphWidget({ left: [...rates, of(TUNNEL)] }).toJson()).not.toThrow();
  });

  test('is there for connections that were not made here', () => {
    const byId = SiteToSiteVpn.fromVpnConnectionId(stack, 'ById', ids.vpn);
    const upstream = ec2.VpnConnection.fromVpnConnectionAttributes(stack, 'Upstream', {
      vpnId: ids.vpn, customerGatewayId: ids.cgw, customerGatewayIp: '203.0.113.11', customerGatewayAsn: 65000,
    });

    for (const connection of [byId, upstream]) {
      expect(statOf(VpnMetrics.of(connection).tunnelState())).toMatchObject({ dimensions: [{ name: 'VpnId', value: ids.vpn }] });
    }
  });

  test('takes an address that is known only at deployment, and an IPv6 address', () => {
    const address = new CfnParameter(stack, 'Address').valueAsString;

    expect(statOf(VpnMetrics.of(vpn).tunnelState({ tunnelOutsideIpAddress: address }))).toMatchObject({
      dimensions: [{ name: 'TunnelIpAddress', value: { Ref: 'Address' } }],
    });
    expect(() => VpnMetrics.of(vpn).tunnelState({ tunnelOutsideIpAddress: '2001:db8::7' })).not.toThrow();
  });

  test.each(['tunnel-1', '198.51.100', '198.51.100.7/32', ''])('fails with tunnel address %j', (tunnelOutsideIpAddress) => {
    expect(() => VpnMetrics.of(vpn).throughputIn({ tunnelOutsideIpAddress })).toThrow(new Error(
      `\`tunnelOutsideIpAddress\` must be an IPv4 address such as 203.0.113.10 or an IPv6 address such as 2001:db8::1, got ${JSON.stringify(tunnelOutsideIpAddress)}`));
  });
});

describe('an alarm', () => {
  test('on any tunnel goes off after fifteen minutes in which none of the looks found both up', () => {
    new VpnTunnelDownAlarm(stack, 'Alarm', { vpnConnection: vpn });

    Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::Alarm', {
      Namespace: 'AWS/VPN',
      MetricName: 'TunnelState',
      Dimensions: [{ Name: 'VpnId', Value: stack.resolve(vpn.vpnId) }],
      Statistic: 'Minimum',
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 1,
      Period: 300,
      EvaluationPeriods: 3,
      TreatMissingData: 'breaching',
      AlarmDescription: { 'Fn::Join': ['', ['A tunnel of VPN connection ', stack.resolve(vpn.vpnId), ' is down']] },
    });
  });

  test('on one tunnel looks at its address alone', () => {
    new VpnTunnelDownAlarm(stack, 'Alarm', { vpnConnection: vpn, tunnelOutsideIpAddress: TUNNEL });

    Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::Alarm', {
      Dimensions: [{ Name: 'TunnelIpAddress', Value: TUNNEL }],
      Statistic: 'Minimum',
      Threshold: 1,
      AlarmDescription: { 'Fn::Join': ['', [`Tunnel ${TUNNEL} of VPN connection `, stack.resolve(vpn.vpnId), ' is down']] },
    });
  });

  test('on a connection goes off only when no tunnel is up, also if half of the tunnels is sent as a half', () => {
    new VpnConnectionDownAlarm(stack, 'Alarm', { vpnConnection: vpn });

    Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::Alarm', {
      Dimensions: [{ Name: 'VpnId', Value: stack.resolve(vpn.vpnId) }],
      Statistic: 'Maximum',
      ComparisonOperator: 'LessThanOrEqualToThreshold',
      Threshold: 0,
      Period: 300,
      EvaluationPeriods: 1,
      TreatMissingData: 'breaching',
    });
  });

  test.each([VpnTunnelDownAlarm, VpnConnectionDownAlarm])('is tuned, but not turned into another: %p', (Alarm) => {
    const before = new Alarm(stack, 'Before', { vpnConnection: vpn });
    new Alarm(stack, 'Tuned', {
      vpnConnection: vpn,
      alarmName: 'berlin',
      alarmDescription: 'Berlin is in trouble',
      actionsEnabled: false,
      period: Duration.minutes(1),
      evaluationPeriods: 10,
      datapointsToAlarm: 8,
      treatMissingData: cloudwatch.TreatMissingData.IGNORE,
    });

    const template = Template.fromStack(stack);
    const { Statistic, Threshold, ComparisonOperator } = template.findResources('AWS::CloudWatch::Alarm')[logicalId(before)].Properties;
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmName: 'berlin',
      AlarmDescription: 'Berlin is in trouble',
      ActionsEnabled: false,
      Period: 60,
      EvaluationPeriods: 10,
      DatapointsToAlarm: 8,
      TreatMissingData: 'ignore',
      Statistic,
      Threshold,
      ComparisonOperator,
    });
  });

  test('on all connections goes off when each of theirs does', () => {
    const connectionDownAlarms = [vpn, newVpn('Other', '203.0.113.11')].map((vpnConnection) =>
      new VpnConnectionDownAlarm(stack, `${vpnConnection.node.id}Down`, { vpnConnection }));

    new AllVpnConnectionsDownAlarm(stack, 'CutOff', { connectionDownAlarms, alarmName: 'berlin-cut-off', actionsEnabled: false });

    const [first, second] = connectionDownAlarms.map((alarm) => stack.resolve(alarm.alarmArn));
    Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::CompositeAlarm', {
      AlarmName: 'berlin-cut-off',
      AlarmDescription: 'All 2 VPN connections of the site are down: it is cut off',
      ActionsEnabled: false,
      AlarmRule: { 'Fn::Join': ['', ['(ALARM("', first, '") AND ALARM("', second, '"))']] },
    });
  });

  test('on all connections fails with a single one', () => {
    const connectionDownAlarms = [new VpnConnectionDownAlarm(stack, 'Down', { vpnConnection: vpn })];

    expect(() => new AllVpnConnectionsDownAlarm(stack, 'CutOff', { connectionDownAlarms })).toThrow(new Error(
      'Stack/CutOff: `connectionDownAlarms` must have at least 2 elements, got 1; for one connection its own alarm is enough'));
  });

  test('on all connections fails with the same one twice', () => {
    const alarm = new VpnConnectionDownAlarm(stack, 'Down', { vpnConnection: vpn });

    expect(() => new AllVpnConnectionsDownAlarm(stack, 'CutOff', { connectionDownAlarms: [alarm, alarm] })).toThrow(new Error(
      'Stack/CutOff: `connectionDownAlarms[1]` repeats `connectionDownAlarms[0]`, got Stack/Down twice; remove one of them'));
  });
});

describe('a dashboard', () => {
  interface Widget {
    readonly type: string;
    readonly x: number;
    readonly y: number;
    readonly properties: { readonly title: string; readonly metrics?: unknown[][]; readonly query?: string; readonly alarms?: unknown[] };
  }

  /** The dashboard's JSON with the unknown parts named by their logical ids. */
  function widgets(): Widget[] {
    const [{ Properties }] = Object.values(Template.fromStack(stack).findResources('AWS::CloudWatch::Dashboard'));
    const [, parts] = Properties.DashboardBody['Fn::Join'] as [string, (string | { 'Ref'?: string; 'Fn::GetAtt'?: string[] })[]];
    const body = parts.map((part) => typeof part === 'string' ? part : part.Ref ?? part['Fn::GetAtt']![0]).join('');
    return (JSON.parse(body) as { widgets: Widget[] }).widgets;
  }

  function newDashboard(...connections: VpnDashboardConnection[]): VpnDashboard {
    return new VpnDashboard(stack, 'Dashboard', { connections });
  }

  test('shows each connection in a row: its state, and what goes in and out', () => {
    newDashboard({ vpnConnection: vpn, title: 'Berlin' }, { vpnConnection: newVpn('Other', '203.0.113.11') });

    const shown = widgets();
    expect(shown.map(({ type, x, y, properties }) => [type, x, y, properties.title])).toEqual([
      ['metric', 0, 0, 'Berlin: tunnels up'],
      ['metric', 8, 0, 'Berlin: to AWS, bit/s'],
      ['metric', 16, 0, 'Berlin: from AWS, bit/s'],
      ['metric', 0, 6, 'Stack/Other: tunnels up'],
      ['metric', 8, 6, 'Stack/Other: to AWS, bit/s'],
      ['metric', 16, 6, 'Stack/Other: from AWS, bit/s'],
    ]);
    const { Ref: id } = stack.resolve(vpn.vpnId) as { Ref: string };
    const bytes = shown[1].properties.metrics![1].at(-1) as { id: string };
    expect(shown[0].properties.metrics).toEqual([['AWS/VPN', 'TunnelState', 'VpnId', id, { label: 'both tunnels', stat: 'Minimum' }]]);
    expect(shown[1].properties.metrics).toEqual([
      [{ label: 'both tunnels', expression: `${bytes.id} * 8 / PERIOD(${bytes.id})` }],
      ['AWS/VPN', 'TunnelDataIn', 'VpnId', id, { stat: 'Sum', visible: false, id: bytes.id }],
    ]);
  });

  test('shows each tunnel whose address is known as a line', () => {
    newDashboard({ vpnConnection: vpn, tunnelOutsideIpAddresses: [TUNNEL, OTHER_TUNNEL] }, { vpnConnection: newVpn('Other', '203.0.113.11') });

    const [state, into] = widgets();
    expect(state.properties.metrics).toEqual([
      ['AWS/VPN', 'TunnelState', 'TunnelIpAddress', TUNNEL, { label: TUNNEL, stat: 'Minimum' }],
      ['AWS/VPN', 'TunnelState', 'TunnelIpAddress', OTHER_TUNNEL, { label: OTHER_TUNNEL, stat: 'Minimum' }],
    ]);
    expect(into.properties.metrics!.filter((metric) => metric[0] === 'AWS/VPN').map((metric) => metric[3])).toEqual([TUNNEL, OTHER_TUNNEL]);
  });

  test('shows alarms first, and the newest log entries below their connection', () => {
    const alarm = new VpnConnectionDownAlarm(stack, 'Down', { vpnConnection: vpn });
    const logGroups = [logs.LogGroup.fromLogGroupName(stack, 'Activity', 'activity'), logs.LogGroup.fromLogGroupName(stack, 'Bgp', 'bgp')];
    new VpnDashboard(stack, 'Dashboard', { connections: [{ vpnConnection: vpn, title: 'Berlin', logGroups }], alarms: [alarm] });

    const shown = widgets();
    expect(shown.map(({ type }) => type)).toEqual(['alarm', 'metric', 'metric', 'metric', 'log']);
    expect(shown[0].properties.alarms).toEqual([logicalId(alarm)]);
    expect(shown[4].properties).toMatchObject({
      title: 'Berlin: newest log entries',
      query: "SOURCE 'activity' | SOURCE 'bgp' | fields @timestamp, @logStream, @message\n| sort @timestamp desc\n| limit 50",
    });
  });

  test('is named, looks back three hours, and grows', () => {
    const dashboard = new VpnDashboard(stack, 'Dashboard', { connections: [{ vpnConnection: vpn }], dashboardName: 'sites' });
    dashboard.addConnection({ vpnConnection: newVpn('Other', '203.0.113.11') });

    Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::Dashboard', {
      DashboardName: 'sites', DashboardBody: { 'Fn::Join': ['', Match.arrayWith([Match.stringLikeRegexp('"start":"-PT3H"')])] },
    });
    expect(widgets()).toHaveLength(6);
  });

  test('fails without a connection', () => {
    expect(() => newDashboard()).toThrow(new Error('Stack/Dashboard: `connections` must name at least one connection, got an empty list'));
  });

  test('fails with a connection that is there twice', () => {
    expect(() => newDashboard({ vpnConnection: vpn }, { vpnConnection: vpn })).toThrow(new Error(
      'Stack/Dashboard: `connections[1]` repeats `connections[0]`, got Stack/Vpn twice; remove one of them'));
  });

  test('fails with tunnels whose number is unknown', () => {
    const tunnelOutsideIpAddresses = Fn.split(',', Token.asString({ Ref: 'Addresses' }));

    expect(() => newDashboard({ vpnConnection: vpn, tunnelOutsideIpAddresses })).toThrow(new Error('Stack/Dashboard: `connections[0].tunnelOutsideIpAddresses` must be a list'
      + ' whose length is known at synthesis, since each address becomes a line; pass an array of addresses (they may be tokens)'));
  });

  test('fails with a tunnel whose address is none', () => {
    expect(() => newDashboard({ vpnConnection: vpn, tunnelOutsideIpAddresses: ['first'] })).toThrow('`tunnelOutsideIpAddress` must be an IPv4 address');
  });
});

function logicalId(alarm: cloudwatch.Alarm): string {
  return stack.getLogicalId(alarm.node.defaultChild as cloudwatch.CfnAlarm);
}

test('the options of a metric are those of CloudWatch and the tunnel', () => {
  const options: VpnMetricOptions = { region: 'eu-west-1', account: '999988887777', color: '#00ff00', unit: cloudwatch.Unit.NONE };

  expect(statOf(VpnMetrics.of(vpn).tunnelState(options))).toMatchObject({ region: 'eu-west-1', account: '999988887777', unitFilter: 'None' });
});
