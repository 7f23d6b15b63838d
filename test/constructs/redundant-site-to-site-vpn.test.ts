/** A pair of connections: what makes it redundant, and what would not. */
import { CfnParameter, RemovalPolicy, SecretValue, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { ids, newStack, transitGateway, virtualPrivateGateway } from './construct-fixtures';
import {
  CustomerGateway, RedundantSiteToSiteVpn, RedundantSiteToSiteVpnProps, TargetGateway, TransitGatewayRouting, VpnDashboard, VpnLogs,
  VpnRouting,
} from '../../src';

let stack: Stack;

beforeEach(() => {
  stack = newStack();
});

function newPair(props: Partial<RedundantSiteToSiteVpnProps> = {}): RedundantSiteToSiteVpn {
  return new RedundantSiteToSiteVpn(stack, 'Berlin', {
    target: virtualPrivateGateway(),
    routing: VpnRouting.bgp(),
    first: { ip: '203.0.113.10' },
    second: { ip: '203.0.113.11' },
    ...props,
  });
}

describe('a pair', () => {
  test('is two devices and two connections on one target', () => {
    const pair = newPair();

    const template = Template.fromStack(stack);
    const devices = Object.values(template.findResources('AWS::EC2::CustomerGateway')).map(({ Properties }) => Properties.IpAddress);
    const connections = Object.values(template.findResources('AWS::EC2::VPNConnection')).map(({ Properties }) => Properties);
    expect(devices).toEqual(['203.0.113.10', '203.0.113.11']);
    expect(connections.map(({ VpnGatewayId, CustomerGatewayId }) => [VpnGatewayId, CustomerGatewayId])).toEqual([
      [ids.vgw, stack.resolve(pair.firstConnection.customerGatewayId)],
      [ids.vgw, stack.resolve(pair.secondConnection.customerGatewayId)],
    ]);
  });

  test('on a transit gateway learns the networks from both devices in the same tables', () => {
    const pair = newPair({
      target: TargetGateway.transitGateway(ids.tgw, { associationRouteTableId: ids.association, propagationRouteTableIds: [ids.spokes] }),
    });

    const propagations = Object.values(Template.fromStack(stack).findResources('AWS::EC2::TransitGatewayRouteTablePropagation'));
    expect(propagations.map(({ Properties }) => Properties)).toEqual([pair.firstConnection, pair.secondConnection].map((connection) => ({
      TransitGatewayRouteTableId: ids.spokes, TransitGatewayAttachmentId: stack.resolve(connection.transitGatewayAttachmentId),
    })));
  });

  test('on a virtual private gateway has the static routes at both connections', () => {
    newPair({ routing: VpnRouting.staticRoutes(['10.1.0.0/16']) });

    Template.fromStack(stack).resourceCountIs('AWS::EC2::VPNConnectionRoute', 2);
  });

  test('takes every option of a connection for each device by itself', () => {
    newPair({
      first: {
        customerGateway: CustomerGateway.fromCustomerGatewayId(stack, 'Old', ids.cgw),
        tunnels: [{ insideCidr: '169.254.10.0/30', preSharedKey: SecretValue.secretsManager('old-1') }],
        removalPolicy: RemovalPolicy.DESTROY,
      },
      second: { ip: '203.0.113.11', asn: 65010, logs: VpnLogs.toNewLogGroups() },
    });

    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::EC2::CustomerGateway', 1);
    template.hasResourceProperties('AWS::EC2::CustomerGateway', { IpAddress: '203.0.113.11', BgpAsn: 65010 });
    template.hasResource('AWS::EC2::VPNConnection', {
      DeletionPolicy: 'Delete',
      Properties: {
        CustomerGatewayId: ids.cgw,
        VpnTunnelOptionsSpecifications: [{ TunnelInsideCidr: '169.254.10.0/30', PreSharedKey: '{{resolve:secretsmanager:old-1:SecretString:::}}' }],
      },
    });
    template.resourceCountIs('AWS::Logs::LogGroup', 2);
  });

  test('is changed one connection after the other, routes and all', () => {
    const pair = newPair({ routing: VpnRouting.staticRoutes(['10.1.0.0/16']) });

    const template = Template.fromStack(stack);
    const logicalIds = (type: string) => Object.keys(template.findResources(type));
    const [firstRoute] = logicalIds('AWS::EC2::VPNConnectionRoute');
    const [firstDevice] = logicalIds('AWS::EC2::CustomerGateway');
    const second = template.findResources('AWS::EC2::VPNConnection')[stack.resolve(pair.secondConnection.vpnId).Ref];
    expect(new Set(second.DependsOn)).toEqual(new Set([firstDevice, stack.resolve(pair.firstConnection.vpnId).Ref, firstRoute]));
    template.hasResource('AWS::EC2::VPNConnection', { DependsOn: Match.absent() });
  });

  test('sounds an alarm for each connection, and one when the site is cut off', () => {
    const pair = newPair();

    const template = Template.fromStack(stack);
    const alarms = Object.values(template.findResources('AWS::CloudWatch::Alarm')).map(({ Properties }) => [Properties.Statistic, Properties.Dimensions[0].Value]);
    expect(alarms).toEqual([
      ['Maximum', stack.resolve(pair.firstConnection.vpnId)],
      ['Maximum', stack.resolve(pair.secondConnection.vpnId)],
    ]);
    template.hasResourceProperties('AWS::CloudWatch::CompositeAlarm', {
      AlarmRule: {
        'Fn::Join': ['', [
          '(ALARM("', stack.resolve(pair.firstConnectionDownAlarm.alarmArn), '") AND ALARM("', stack.resolve(pair.secondConnectionDownAlarm.alarmArn), '"))',
        ]],
      },
    });
    expect(Object.keys(template.findResources('AWS::CloudWatch::CompositeAlarm'))).toEqual([stack.resolve(pair.bothConnectionsDownAlarm.alarmName).Ref]);
  });

  test('stands on a dashboard like any connections', () => {
    const pair = newPair();

    new VpnDashboard(stack, 'Dashboard', {
      connections: [{ vpnConnection: pair.firstConnection }, { vpnConnection: pair.secondConnection }],
      alarms: [pair.firstConnectionDownAlarm, pair.secondConnectionDownAlarm],
    });

    Template.fromStack(stack).resourceCountIs('AWS::CloudWatch::Dashboard', 1);
  });

  test('takes values that are known only at deployment', () => {
    const [ip, otherIp, block, otherBlock] = ['Ip', 'OtherIp', 'Block', 'OtherBlock'].map((name) => new CfnParameter(stack, name).valueAsString);

    newPair({ first: { ip, tunnels: [{ insideCidr: block }] }, second: { ip: otherIp, tunnels: [{}, { insideCidr: otherBlock }] } });

    Template.fromStack(stack).resourceCountIs('AWS::EC2::VPNConnection', 2);
  });
});

describe('fails', () => {
  test('with one address for both devices', () => {
    expect(() => newPair({ second: { ip: '203.0.113.10', asn: 65010 } })).toThrow(new Error('Stack/Berlin: the second device must have another address than the first,'
      + ' got "203.0.113.10" for both; AWS wants two public addresses, and one device cannot stand in for itself'));
  });

  test('with one address for both devices that is known only at deployment', () => {
    const ip = new CfnParameter(stack, 'Ip').valueAsString;

    expect(() => newPair({ first: { ip }, second: { ip } })).toThrow('got one value that is known only at deployment for both');
  });

  test('with one customer gateway for both devices, taken twice', () => {
    const [first, second] = ['One', 'Two'].map((id) => ({ customerGateway: CustomerGateway.fromCustomerGatewayId(stack, id, ids.cgw) }));

    expect(() => newPair({ first, second })).toThrow(new Error('Stack/Berlin: `second.customerGateway` must be another customer gateway than `first.customerGateway`,'
      + ` got "${ids.cgw}" for both; one device cannot stand in for itself`));
  });

  test('with one customer gateway for both devices, made here', () => {
    const customerGateway = new CustomerGateway(stack, 'Device', { ip: '203.0.113.10' });

    expect(() => newPair({ first: { customerGateway }, second: { customerGateway } })).toThrow('`second.customerGateway` must be another customer gateway');
  });

  test.each([
    [[0, 0], 'first.tunnels[0]', 'second.tunnels[0]'],
    [[0, 1], 'first.tunnels[0]', 'second.tunnels[1]'],
    [[1, 0], 'first.tunnels[1]', 'second.tunnels[0]'],
    [[1, 1], 'first.tunnels[1]', 'second.tunnels[1]'],
  ])('with one inside block for two of four tunnels: %j', ([first, second], firstProp, secondProp) => {
    const tunnels = (others: string, index: number) => [0, 1].map((each) => ({ insideCidr: each === index ? '169.254.10.0/30' : `169.254.${others}.0/30` }));

    expect(() => newPair({
      first: { ip: '203.0.113.10', tunnels: tunnels('11', first) }, second: { ip: '203.0.113.11', tunnels: tunnels('12', second) },
    })).toThrow(new Error(`Stack/Berlin: \`${secondProp}.insideCidr\` must differ from \`${firstProp}.insideCidr\`, got "169.254.10.0/30" for both tunnels; choose another`));
  });

  test('with static routes on a transit gateway, where the second would be in the way of the first', () => {
    expect(() => newPair({ target: transitGateway(), routing: VpnRouting.staticRoutes(['10.1.0.0/16']) })).toThrow(new Error(
      'Stack/Berlin: `routing` must be BGP on a transit gateway, got static routes for both connections, but a route table has only one static route to a network;'
      + ' use `VpnRouting.bgp()`, or set `transitGatewayRouting` of one connection to LEAVE if its routes are made elsewhere'));
  });

  test('not with static routes on a transit gateway that lead to one of both', () => {
    newPair({
      target: transitGateway(),
      routing: VpnRouting.staticRoutes(['10.1.0.0/16']),
      second: { ip: '203.0.113.11', transitGatewayRouting: TransitGatewayRouting.LEAVE },
    });

    Template.fromStack(stack).resourceCountIs('AWS::EC2::TransitGatewayRoute', 1);
  });

  test('with what a connection by itself refuses', () => {
    expect(() => newPair({ second: {} })).toThrow('give either `customerGateway` or `ip`, got neither');
  });
});
