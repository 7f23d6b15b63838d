/** What a move becomes in a template, and the moves that are refused before anybody deploys them. */
import { App, Duration, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import {
  ids, newMigration, newStack, otherVirtualPrivateGateway, transitGateway, virtualPrivateGateway,
} from './construct-fixtures';
import {
  CustomerGatewayMove, MigrationRecords, OnFailure, OnUndo, SiteToSiteVpn, TargetChange, TargetGateway, TransitGatewayRouting,
  VpcRouteTableMove, VpnRouting, VpnTargetMigration, VpnTargetMigrationProps,
} from '../../src';
import { fromProperties } from '../../src/contract/properties';
import { Properties } from '../../src/contract/property-codec';

const swap: CustomerGatewayMove = { from: ids.cgw, to: ids.otherCgw };

let stack: Stack;

beforeEach(() => {
  stack = newStack();
});

test.each<[string, (stack: Stack) => unknown]>([
  ['one move', (scope) => newMigration(scope)],
  ['two moves', (scope) => [newMigration(scope), newMigration(scope, { vpnConnection: SiteToSiteVpn.fromVpnConnectionId(scope, 'Other', 'vpn-0a1b2c3d4e5f60719') }, 'Second')]],
  ['a connection that custom resources guard', (scope) => new SiteToSiteVpn(scope, 'Vpn', {
    target: virtualPrivateGateway(), routing: VpnRouting.bgp(), ip: '203.0.113.10', targetChange: TargetChange.withRoutes(),
  })],
])('%s has five functions, one state machine and one table that is paid by use, as the README says', (_, declare) => {
  declare(stack);

  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::Lambda::Function', 5);
  template.resourceCountIs('AWS::StepFunctions::StateMachine', 1);
  template.resourceCountIs('AWS::DynamoDB::Table', 1);
  template.hasResourceProperties('AWS::DynamoDB::Table', { BillingMode: 'PAY_PER_REQUEST', ProvisionedThroughput: Match.absent() });
});

describe('the declaration', () => {
  test('is written with every default spelt out', () => {
    newMigration(stack);

    expect(resourceOf(stack).Properties).toEqual({
      ServiceToken: expect.anything(),
      RoleArn: { 'Fn::GetAtt': [expect.stringMatching(/^MigrationRole/), 'Arn'] },
      ServiceTimeout: '3600',
      VpnConnectionId: ids.vpn,
      From: { Kind: 'virtual-private-gateway', Id: ids.vgw, PropagatingRouteTableIds: [] },
      To: {
        Kind: 'transit-gateway',
        Id: ids.tgw,
        AssociationRouteTableId: ids.association,
        PropagationRouteTableIds: [],
        StaticRouteTableIds: [ids.spokes],
        DefaultRouteTableIds: [],
      },
      VpcRouteTables: [],
      OnPremisesCidrs: [],
      OnFailure: 'HOLD',
      OnStackRollback: 'KEEP',
      OnRemoval: 'KEEP',
      ForwardDeadlineSeconds: '1800',
      BackDeadlineSeconds: '1200',
      Stage: 'CUT_OVER',
      Verification: { Tunnels: 'AS_BEFORE', WithinSeconds: '900' },
    });
  });

  test('is read back by the handler as it was written', () => {
    newMigration(stack, {
      to: TargetGateway.transitGateway(ids.tgw, {
        associationRouteTableId: ids.association,
        propagationRouteTableIds: [ids.otherSpokes],
        staticRouteTableIds: [ids.spokes],
        defaultRouteTableIds: [ids.defaults],
      }),
      vpcRouteTables: [
        { routeTableId: ids.rtb, moved: ['0.0.0.0/0', '::/0', ids.prefixList], left: ['10.0.0.0/8'] },
        { routeTableId: ids.otherRtb },
      ],
      onPremisesCidrs: ['10.1.0.0/16', '10.2.0.0/16'],
      onFailure: OnFailure.MOVE_BACK,
      onStackRollback: OnUndo.MOVE_BACK,
      onRemoval: OnUndo.MOVE_BACK,
      forwardTimeout: Duration.minutes(35),
      backTimeout: Duration.minutes(20),
    });

    expect(fromProperties(resourceOf(stack).Properties as Properties)).toEqual({
      vpnConnectionId: ids.vpn,
      from: { kind: 'virtual-private-gateway', id: ids.vgw, propagatingRouteTableIds: [] },
      to: {
        kind: 'transit-gateway',
        id: ids.tgw,
        associationRouteTableId: ids.association,
        propagationRouteTableIds: [ids.otherSpokes],
        staticRouteTableIds: [ids.spokes],
        defaultRouteTableIds: [ids.defaults],
      },
      vpcRouteTables: [
        { routeTableId: ids.rtb, moved: ['0.0.0.0/0', '::/0', ids.prefixList], left: ['10.0.0.0/8'] },
        { routeTableId: ids.otherRtb, moved: [], left: [] },
      ],
      onPremisesCidrs: ['10.1.0.0/16', '10.2.0.0/16'],
      onFailure: 'MOVE_BACK',
      onStackRollback: 'MOVE_BACK',
      onRemoval: 'MOVE_BACK',
      forwardDeadlineSeconds: 2100,
      backDeadlineSeconds: 1200,
      acknowledgedFindings: [],
      stage: 'CUT_OVER',
      verification: { tunnels: 'AS_BEFORE', withinSeconds: 900, alarmNames: [], bakeSeconds: 0 },
    });
  });

  test('names the connection by vpnId: vpnConnectionRef of aws-cdk-lib\'s own class is the id of the customer gateway', () => {
    const vpnConnection = ec2.VpnConnection.fromVpnConnectionAttributes(stack, 'Upstream', {
      vpnId: ids.vpn, customerGatewayId: 'cgw-0a1b2c3d4e5f60718', customerGatewayIp: '203.0.113.10', customerGatewayAsn: 65000,
    });

    newMigration(stack, { vpnConnection });

    expect(resourceOf(stack).Properties.VpnConnectionId).toBe(ids.vpn);
  });
});

describe('around the custom resource', () => {
  test('its attributes are those that the handler answers', () => {
    const migration = newMigration(stack);

    const logicalId = Object.keys(Template.fromStack(stack).findResources('Custom::VpnTargetMigration'))[0];
    const { outcome, operationId, transitGatewayAttachmentId, interruptionSeconds } = migration;
    expect(stack.resolve([outcome, operationId, transitGatewayAttachmentId, interruptionSeconds])).toEqual([
      { 'Fn::GetAtt': [logicalId, 'Outcome'] },
      { 'Fn::GetAtt': [logicalId, 'OperationId'] },
      { 'Fn::GetAtt': [logicalId, 'TransitGatewayAttachmentId'] },
      { 'Fn::GetAtt': [logicalId, 'InterruptionSeconds'] },
    ]);
  });

  test('its permissions exist before it is made and until it is gone', () => {
    newMigration(stack);

    const [role, ...others] = Object.keys(Template.fromStack(stack).findResources('AWS::IAM::Role')).filter((id) => id.startsWith('MigrationRole'));
    expect(others).toEqual([]);
    expect(resourceOf(stack).DependsOn).toEqual([role]);
    expect(resourceOf(stack).Properties.RoleArn).toEqual({ 'Fn::GetAtt': [role, 'Arn'] });
  });

  test('the function that works has ten minutes and the one that answers first has no time for more', () => {
    newMigration(stack);

    const functions = Object.values(Template.fromStack(stack).findResources('AWS::Lambda::Function', { Properties: { Environment: { Variables: { RECORDS_TABLE: Match.anyValue() } } } }));
    expect(functions.map(({ Properties: { Handler, Timeout, MemorySize, Runtime } }) => [Handler, Timeout, MemorySize, Runtime])).toEqual([
      ['index.onEvent', 60, 512, 'nodejs24.x'],
      ['index.isComplete', 600, 512, 'nodejs24.x'],
    ]);
  });

  test('it is polled every ten seconds and given up before CloudFormation gives up', () => {
    newMigration(stack);

    const [machine] = Object.values(Template.fromStack(stack).findResources('AWS::StepFunctions::StateMachine'));
    const retry = JSON.stringify(machine.Properties.DefinitionString).match(/IntervalSeconds\\":(\d+),\\"MaxAttempts\\":(\d+),\\"BackoffRate\\":(\d+)/);
    expect(retry?.slice(1).map(Number)).toEqual([10, 348, 1]);
  });

  test('the logs are kept for a year', () => {
    newMigration(stack);

    Template.fromStack(stack).hasResource('AWS::Logs::LogGroup', { Properties: { RetentionInDays: 365 }, DeletionPolicy: 'Retain' });
  });

  test('moves of different connections share functions and table', () => {
    newMigration(stack, {}, 'First');
    newMigration(stack, { vpnConnection: SiteToSiteVpn.fromVpnConnectionId(stack, 'OtherVpn', 'vpn-0a1b2c3d4e5f60719') }, 'Second');

    const template = Template.fromStack(stack);
    template.resourceCountIs('Custom::VpnTargetMigration', 2);
    template.resourceCountIs('AWS::StepFunctions::StateMachine', 1);
    template.resourceCountIs('AWS::DynamoDB::Table', 1);
  });

  test('moves with different tables of records do not share functions', () => {
    newMigration(stack, { records: new MigrationRecords(stack, 'Records') }, 'First');
    newMigration(stack, { vpnConnection: SiteToSiteVpn.fromVpnConnectionId(stack, 'OtherVpn', 'vpn-0a1b2c3d4e5f60719') }, 'Second');

    Template.fromStack(stack).resourceCountIs('AWS::StepFunctions::StateMachine', 2);
  });
});

describe('a connection whose template is in this app', () => {
  function newVpn(target: TargetGateway, transitGatewayRouting?: TransitGatewayRouting): SiteToSiteVpn {
    return new SiteToSiteVpn(stack, 'Vpn', { target, routing: VpnRouting.staticRoutes(['10.1.0.0/16']), ip: '203.0.113.10', transitGatewayRouting });
  }

  test('is moved by reference, and the user is told that its template will be out of date', () => {
    const vpnConnection = newVpn(virtualPrivateGateway());

    newMigration(stack, { vpnConnection });

    expect(resourceOf(stack).Properties.VpnConnectionId).toEqual(stack.resolve(vpnConnection.vpnId));
    Annotations.fromStack(stack).hasWarning('/Stack/Migration', `after this move the template of Stack/Vpn still names virtual private gateway ${ids.vgw},`
      + ' and `cdk deploy --revert-drift` would move the connection back; once the move is completed, give it the `target` of the move\'s `to`'
      + ' with `transitGatewayRouting` LEAVE [ack: cdk-site-to-site-vpn:templateNamesOldGateway]');
  });

  test('is told of by the part that its gateway plays where the app makes that, and not by a token', () => {
    const vgw = TargetGateway.virtualPrivateGateway(new ec2.CfnVPNGateway(stack, 'Vgw', { type: 'ipsec.1' }).ref);

    newMigration(stack, { vpnConnection: newVpn(vgw), from: vgw });

    Annotations.fromStack(stack).hasWarning('/Stack/Migration',
      Match.stringLikeRegexp("^after this move the template of Stack/Vpn still names the virtual private gateway of the move's `from`, and"));
  });

  test('is complete, its static routes included, before it is moved', () => {
    const vpnConnection = newVpn(virtualPrivateGateway());

    newMigration(stack, { vpnConnection });

    const routes = Object.keys(Template.fromStack(stack).findResources('AWS::EC2::VPNConnectionRoute'));
    expect(routes).toHaveLength(1);
    expect(resourceOf(stack).DependsOn).toEqual(expect.arrayContaining(routes));
  });

  test('is in agreement when its template names the new gateway and leaves the routing to the move', () => {
    const vpnConnection = newVpn(transitGateway(), TransitGatewayRouting.LEAVE);

    newMigration(stack, { vpnConnection, vpcRouteTables: [{ routeTableId: ids.rtb }] });

    Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
  });

  test('is out of date after a move to a virtual private gateway too', () => {
    const vpnConnection = newVpn(virtualPrivateGateway());

    newMigration(stack, { vpnConnection, to: otherVirtualPrivateGateway() });

    Annotations.fromStack(stack).hasWarning('/Stack/Migration', `after this move the template of Stack/Vpn still names virtual private gateway ${ids.vgw},`
      + ' and `cdk deploy --revert-drift` would move the connection back; once the move is completed, give it the virtual private gateway of the move\'s `to`,'
      + ' without options, as `target` [ack: cdk-site-to-site-vpn:templateNamesOldGateway]');
  });

  test('may be moved from a transit gateway whose routing it makes', () => {
    const vpnConnection = newVpn(transitGateway());

    newMigration(stack, { vpnConnection, from: transitGateway(), to: virtualPrivateGateway() });

    Annotations.fromStack(stack).hasWarning('/Stack/Migration', `after this move the template of Stack/Vpn still names transit gateway ${ids.tgw},`
      + ' and `cdk deploy --revert-drift` would move the connection back; once the move is completed, give it the virtual private gateway of the move\'s `to`,'
      + ' without options, as `target` [ack: cdk-site-to-site-vpn:templateNamesOldGateway]');
    const routes = Object.keys(Template.fromStack(stack).findResources('AWS::EC2::TransitGatewayRoute'));
    expect(routes).toHaveLength(1);
    expect(resourceOf(stack).DependsOn).toEqual(expect.arrayContaining(routes));
  });

  test('keeps its routing, and names the old customer gateway, when only that changes', () => {
    const vpnConnection = newVpn(transitGateway());

    newMigration(stack, {
      vpnConnection,
      from: transitGateway(),
      to: transitGateway(),
      customerGateway: { from: vpnConnection.customerGatewayId, to: ids.otherCgw },
    });

    Annotations.fromStack(stack).hasWarning('/Stack/Migration', 'after this move the template of Stack/Vpn still names the customer gateway that the connection'
      + ' leaves, and `cdk deploy --revert-drift` would move the connection back; once the move is completed, give it the move\'s `customerGateway.to`'
      + ' as `customerGateway` [ack: cdk-site-to-site-vpn:templateNamesOldCustomerGateway]');
    expect(Annotations.fromStack(stack).findWarning('*', Match.anyValue())).toHaveLength(1);
  });

  test('fails when template and move would both make the routing', () => {
    const vpnConnection = newVpn(transitGateway());

    expect(() => newMigration(stack, { vpnConnection })).toThrow(new Error('Stack/Migration: `transitGatewayRouting` of Stack/Vpn must be LEAVE, since this move makes'
      + ' the routing of the attachment; CloudFormation would fail to make it a second time'));
  });
});

describe('refused', () => {
  test('fails when the connection is not one', () => {
    const vpnConnection = ec2.VpnConnection.fromVpnConnectionAttributes(stack, 'Upstream', {
      vpnId: 'cgw-0a1b2c3d4e5f60718', customerGatewayId: 'cgw-0a1b2c3d4e5f60718', customerGatewayIp: '203.0.113.10', customerGatewayAsn: 65000,
    });

    expect(() => newMigration(stack, { vpnConnection })).toThrow(new Error(
      'Stack/Migration: `vpnConnection.vpnId` must be the id of a VPN connection, which starts with vpn-, got "cgw-0a1b2c3d4e5f60718"'));
  });

  test('fails when nothing changes', () => {
    expect(() => newMigration(stack, { to: virtualPrivateGateway() })).toThrow(new Error(
      `Stack/Migration: \`from\` and \`to\` must be two gateways, got virtual private gateway ${ids.vgw} for both; there is nothing to move,`
      + ' unless `customerGateway` says which customer gateway is to be changed'));
  });

  test.each<[string, CustomerGatewayMove, string]>([
    ['the old customer gateway is something else', { from: ids.vgw, to: ids.otherCgw },
      `\`customerGateway.from\` must be the id of a customer gateway, which starts with cgw-, got "${ids.vgw}"`],
    ['the new customer gateway is something else', { from: ids.cgw, to: '203.0.113.10' },
      '`customerGateway.to` must be the id of a customer gateway, which starts with cgw-, got "203.0.113.10"'],
    ['both customer gateways are the same', { from: ids.cgw, to: ids.cgw },
      `\`customerGateway.from\` and \`customerGateway.to\` must be two customer gateways, got "${ids.cgw}" for both;`
      + ' leave `customerGateway` out when the customer gateway stays'],
  ])('fails when %s', (_case, customerGateway, message) => {
    expect(() => newMigration(stack, { customerGateway })).toThrow(new Error(`Stack/Migration: ${message}`));
  });

  test.each<[string, Partial<VpnTargetMigrationProps>, string]>([
    ['VPC route tables', { vpcRouteTables: [{ routeTableId: ids.rtb }] },
      `\`vpcRouteTables\` must be empty when only the customer gateway changes, got ["${ids.rtb}"]; no route is touched, so leave it out`],
    ['networks', { onPremisesCidrs: ['10.1.0.0/16'] },
      '`onPremisesCidrs` must be empty when only the customer gateway changes, got ["10.1.0.0/16"]; no route is touched, so leave it out'],
    ['other transit gateway route tables',
      { from: transitGateway(), to: TargetGateway.transitGateway(ids.tgw, { associationRouteTableId: ids.association }) },
      `\`from\` and \`to\` must name the same route tables when only the customer gateway changes, got different ones of transit gateway ${ids.tgw};`
      + ' no route is touched, so pass the same `TargetGateway` for both'],
  ])('fails with %s when only the customer gateway changes', (_case, props, message) => {
    expect(() => newMigration(stack, { to: virtualPrivateGateway(), ...props, customerGateway: swap })).toThrow(new Error(`Stack/Migration: ${message}`));
  });

  test.each<[string, TargetGateway, TargetGateway, string]>([
    ['a transit gateway', transitGateway(), otherVirtualPrivateGateway({ vpcId: ids.vpc }),
      `transit gateway ${ids.tgw} to virtual private gateway ${ids.otherVgw}`],
    ['itself', otherVirtualPrivateGateway({ vpcId: ids.vpc }), otherVirtualPrivateGateway({ vpcId: ids.vpc }),
      `virtual private gateway ${ids.otherVgw} to virtual private gateway ${ids.otherVgw}`],
    ['nothing, as the connection leaves', otherVirtualPrivateGateway({ vpcId: ids.vpc }), transitGateway(),
      `virtual private gateway ${ids.otherVgw} to transit gateway ${ids.tgw}`],
  ])('fails when a gateway is to take the place of %s at a VPC', (_case, from, to, direction) => {
    expect(() => newMigration(stack, { from, to, customerGateway: swap })).toThrow(new Error(
      'Stack/Migration: `vpcId` is for a move between two virtual private gateways, one of which takes the place of the other,'
      + ` got "${ids.vpc}" for a move from ${direction}; remove it`));
  });

  test.each<[string, TargetGateway, string]>([
    ['only the old gateway names the VPC', otherVirtualPrivateGateway(), `"${ids.vpc}" and none`],
    ['both gateways name different VPCs', otherVirtualPrivateGateway({ vpcId: ids.otherVpc }), `"${ids.vpc}" and "${ids.otherVpc}"`],
  ])('fails when %s', (_case, to, got) => {
    expect(() => newMigration(stack, { from: TargetGateway.virtualPrivateGateway(ids.vgw, { vpcId: ids.vpc }), to })).toThrow(new Error(
      `Stack/Migration: \`vpcId\` of \`from\` must be that of \`to\`, got ${got};`
      + ' one VPC exchanges its gateway, so name it at `to` and leave it out at `from`'));
  });

  test.each<[string, VpcRouteTableMove[], string]>([
    ['a transit gateway route table', [{ routeTableId: ids.spokes }],
      `\`vpcRouteTables[0].routeTableId\` must be the id of a VPC route table, which starts with rtb-, got "${ids.spokes}"`],
    ['a table twice', [{ routeTableId: ids.rtb }, { routeTableId: ids.otherRtb }, { routeTableId: ids.rtb }],
      `\`vpcRouteTables[2]\` repeats \`vpcRouteTables[0]\`, got "${ids.rtb}" twice; remove one of them`],
    ['a destination that is none', [{ routeTableId: ids.rtb, moved: ['10.0.0.0/8', 'internet'] }],
      '`vpcRouteTables[0].moved[1]` must be a CIDR block such as 10.1.0.0/16 or the id of a prefix list, which starts with pl-, got "internet"'],
    ['host bits in a destination', [{ routeTableId: ids.rtb, left: ['10.1.2.3/8'] }],
      '`vpcRouteTables[0].left[0]` must begin at its network address, got "10.1.2.3/8"; write 10.0.0.0/8'],
    ['an IPv6 destination in another spelling than EC2\'s', [{ routeTableId: ids.rtb, left: ['2001:DB8:0::/32'] }],
      '`vpcRouteTables[0].left[0]` must begin at its network address, got "2001:DB8:0::/32"; write 2001:db8::/32'],
    ['a destination twice', [{ routeTableId: ids.rtb, moved: [ids.prefixList, ids.prefixList] }],
      `\`vpcRouteTables[0].moved[1]\` repeats \`vpcRouteTables[0].moved[0]\`, got "${ids.prefixList}" twice; remove one of them`],
    ['a destination that is both moved and left', [{ routeTableId: ids.rtb, moved: ['10.0.0.0/8', '0.0.0.0/0'], left: ['0.0.0.0/0'] }],
      '`vpcRouteTables[0]` must name a destination either in `moved` or in `left`, got "0.0.0.0/0" in both; remove it from one'],
  ])('fails with %s', (_case, vpcRouteTables, message) => {
    expect(() => newMigration(stack, { vpcRouteTables })).toThrow(new Error(`Stack/Migration: ${message}`));
  });

  test.each<[string, string[], string]>([
    ['a network that is none', ['10.1.0.0/16', 'office'], '`onPremisesCidrs[1]` must be an IPv4 CIDR block such as 10.1.0.0/16, got "office"'],
    ['an IPv6 network', ['2001:db8::/32'], '`onPremisesCidrs[0]` must be an IPv4 CIDR block such as 10.1.0.0/16, got "2001:db8::/32"'],
    ['host bits in a network', ['10.1.2.3/16'], '`onPremisesCidrs[0]` must begin at its network address, got "10.1.2.3/16"; write 10.1.0.0/16'],
    ['a network twice', ['10.1.0.0/16', '10.1.0.0/16'], '`onPremisesCidrs[1]` repeats `onPremisesCidrs[0]`, got "10.1.0.0/16" twice; remove one of them'],
  ])('fails with %s', (_case, onPremisesCidrs, message) => {
    expect(() => newMigration(stack, { onPremisesCidrs })).toThrow(new Error(`Stack/Migration: ${message}`));
  });

  test('fails when CloudFormation would not wait for both ways', () => {
    expect(() => newMigration(stack, { forwardTimeout: Duration.minutes(40) })).toThrow(new Error(
      'Stack/Migration: `forwardTimeout` and `backTimeout` must together be at most 55 minutes, got 40 minutes and 20 minutes;'
      + ' CloudFormation waits for an hour at most, so shorten one of them'));
  });

  test('55 minutes are enough for both ways', () => {
    newMigration(stack, { forwardTimeout: Duration.minutes(40), backTimeout: Duration.minutes(15) });

    expect(resourceOf(stack).Properties).toMatchObject({ ForwardDeadlineSeconds: '2400', BackDeadlineSeconds: '900' });
  });

  test('fails with no time at all', () => {
    expect(() => newMigration(stack, { backTimeout: Duration.seconds(0) })).toThrow(new Error('Stack/Migration: `backTimeout` must be longer than 0 seconds, got 0 seconds'));
  });
});

test('a move may be in another stack than its connection and its records', () => {
  const app = new App();
  const network = new Stack(app, 'Network');
  const moves = new Stack(app, 'Moves');
  const vpnConnection = new SiteToSiteVpn(network, 'Vpn', { target: virtualPrivateGateway(), routing: VpnRouting.bgp(), ip: '203.0.113.10' });
  const records = new MigrationRecords(network, 'Records');

  new VpnTargetMigration(moves, 'Migration', { vpnConnection, from: virtualPrivateGateway(), to: transitGateway(), records });

  expect(resourceOf(moves).Properties.VpnConnectionId).toEqual({ 'Fn::ImportValue': expect.stringMatching(/^Network:ExportsOutputRefVpn/) });
  Template.fromStack(moves).resourceCountIs('AWS::DynamoDB::Table', 0);
});

function resourceOf(of: Stack): { Properties: Record<string, unknown>; DependsOn: string[] } {
  const [resource] = Object.values(Template.fromStack(of).findResources('Custom::VpnTargetMigration'));
  return resource as { Properties: Record<string, unknown>; DependsOn: string[] };
}

test('a connection that moves when its target is edited is not moved by anything else', () => {
  const vpn = new SiteToSiteVpn(stack, 'Edited', {
    target: virtualPrivateGateway(), routing: VpnRouting.staticRoutes(['10.1.0.0/16']), ip: '203.0.113.10', targetChange: TargetChange.withRoutes(),
  });
  expect(() => newMigration(stack, { vpnConnection: vpn })).toThrow(new Error('Stack/Migration: `vpnConnection` must be a connection without `targetChange`, got Stack/Edited,'
    + ' which moves with its routes when its `target` is edited; edit that instead'));
});
