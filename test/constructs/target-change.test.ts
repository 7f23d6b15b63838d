/** A connection whose target may be edited: what stands around it in the template, and in which order CloudFormation comes to it. */
import { CfnCondition, CfnElement, Duration, Fn, RemovalPolicy, SecretValue, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { CfnVPNConnection } from 'aws-cdk-lib/aws-ec2';
import { ids, newStack, transitGateway, virtualPrivateGateway } from './construct-fixtures';
import {
  SiteToSiteVpn, SiteToSiteVpnProps, TargetChange, TargetChangeOptions, TargetGateway, TransitGatewayRouting,
  TunnelBandwidth, TunnelOptions, VpcRoutes, VpnRouting,
} from '../../src';

let stack: Stack;

beforeEach(() => {
  stack = newStack();
});

function newVpn(props: Partial<SiteToSiteVpnProps> = {}): Template {
  new SiteToSiteVpn(stack, 'Vpn', { target: virtualPrivateGateway(), routing: VpnRouting.staticRoutes(['10.1.0.0/16']), ip: '203.0.113.10', ...props });
  return Template.fromStack(stack);
}

const withOptions = (options: TargetChangeOptions) => () => newVpn({ targetChange: TargetChange.withRoutes(options) });
const only = (template: Template, type: string): [string, Record<string, any>] => Object.entries(template.findResources(type))[0];
const BEFORE = 'Custom::VpnTargetChangeBefore';
const AFTER = 'Custom::VpnTargetChangeAfter';
const LAST = 'Custom::VpnTargetChangeLast';

test('the first part knows the VPC routes that the stack itself has, and a change of these alone asks nothing of the second', () => {
  const template = newVpn({ vpcRoutes: [VpcRoutes.staticRoutes([ids.rtb, ids.otherRtb]), VpcRoutes.staticRoutes([ids.rtb], ['10.9.0.0/16'])] });
  const [, before] = only(template, BEFORE);
  const [, after] = only(template, AFTER);

  expect(before.Properties.StackVpcRoutes).toEqual([
    { RouteTableId: ids.rtb, Destinations: ['10.1.0.0/16', '10.9.0.0/16'] }, { RouteTableId: ids.otherRtb, Destinations: ['10.1.0.0/16'] },
  ]);
  expect(after.Properties).not.toHaveProperty('StackVpcRoutes');
});

describe('options that CloudFormation modifies in place', () => {
  const digestsWith = (...tunnels: TunnelOptions[]): string[] => {
    stack = newStack();
    return only(newVpn({ tunnels }), BEFORE)[1].Properties.TunnelOptions;
  };
  const margin = (seconds: number) => ({ rekeyMargin: Duration.seconds(seconds) });

  test('are known to the first part by a digest for each tunnel, which another option of that tunnel changes', () => {
    const [one, same, other] = [300, 300, 400].map((seconds) => digestsWith(margin(seconds), margin(500)));
    expect(one).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/), expect.stringMatching(/^[0-9a-f]{64}$/)]);
    expect(same).toEqual(one);
    expect(other[0]).not.toBe(one[0]);
    expect(other[1]).toBe(one[1]);
  });

  test('are none of a tunnel that has none', () => {
    expect(digestsWith({}, margin(300))).toEqual(['', expect.stringMatching(/^[0-9a-f]{64}$/)]);
  });

  test('are those of both tunnels where only the deployment decides what they are', () => {
    const condition = new CfnCondition(stack, 'Wide');
    const vpn = new SiteToSiteVpn(stack, 'Vpn', { target: virtualPrivateGateway(), routing: VpnRouting.bgp(), ip: '203.0.113.10', tunnels: [{}, {}] });
    (vpn.node.defaultChild as CfnVPNConnection).vpnTunnelOptionsSpecifications = Fn.conditionIf(condition.logicalId, [], [{ preSharedKey: 'x' }]);
    const [first, second] = only(Template.fromStack(stack), BEFORE)[1].Properties.TunnelOptions;
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(second).toBe(first);
  });

  test('are known as they are where they are those of both tunnels', () => {
    const { Properties } = only(newVpn({ target: transitGateway(), tunnelBandwidth: TunnelBandwidth.LARGE }), BEFORE)[1];
    expect(Properties.Options).toEqual({ TunnelBandwidth: 'large' });
  });

  test('are not known to the others, nor where there are none', () => {
    expect(only(newVpn(), BEFORE)[1].Properties).not.toHaveProperty('TunnelOptions');
    stack = newStack();
    const template = newVpn({ tunnels: [margin(300), {}] });
    for (const type of [AFTER, LAST]) expect(only(template, type)[1].Properties).not.toHaveProperty('TunnelOptions');
  });

  test('say of a pre-shared key where it is kept, and nothing of a key that an escape hatch puts in', () => {
    const kept = (name: string) => digestsWith({ preSharedKey: SecretValue.secretsManager(name) }, {});
    expect(kept('one')).not.toEqual(kept('other'));
    const written = (preSharedKey: string) => {
      stack = newStack();
      const vpn = new SiteToSiteVpn(stack, 'Vpn', {
        target: virtualPrivateGateway(), routing: VpnRouting.bgp(), ip: '203.0.113.10', tunnels: [{}, {}],
      });
      (vpn.node.defaultChild as CfnVPNConnection).vpnTunnelOptionsSpecifications = [{ preSharedKey }];
      return only(Template.fromStack(stack), BEFORE)[1].Properties.TunnelOptions;
    };
    expect(written('Planted.Key.1')).toEqual(written('Planted.Key.2'));
  });
});

test('whoever takes the attachment out of the gateway\'s own table has to know where it goes', () => {
  const target = TargetGateway.transitGateway(ids.tgw, { staticRouteTableIds: [ids.spokes] });
  expect(() => newVpn({ target, targetChange: TargetChange.withRoutes() })).toThrow(
    `\`target\` must name the \`associationRouteTableId\` of ${ids.tgw}, got none; name the table that the VPN attachment is to look its ways up in,`
    + ' or leave the routes to CloudFormation with `targetChange: TargetChange.byCloudFormation()`');
});

test.each(['moved', 'left'])('a route is CloudFormation\'s or the custom resources\', so none of `vpcRoutes` can be %s', (claim) => {
  const targetChange = TargetChange.withRoutes({ vpcRouteTables: [{ routeTableId: ids.otherRtb, moved: ['10.1.0.0/16'] }, { routeTableId: ids.rtb, [claim]: ['10.1.0.0/16'] }] });
  expect(() => newVpn({ targetChange, vpcRoutes: [VpcRoutes.staticRoutes([ids.rtb])] })).toThrow(
    `\`vpcRouteTables[1]\` must name no route that \`vpcRoutes\` makes, got "10.1.0.0/16" in ${ids.rtb}; CloudFormation leads that one to the new gateway, so take it out of one of the two`);
});

test('the last part comes before all others, so that it has its new id by then; the first before the connection and does not name it, the second after', () => {
  const template = newVpn();
  const [lastId, last] = only(template, LAST);
  const [beforeId, before] = only(template, BEFORE);
  const [connectionId, connection] = only(template, 'AWS::EC2::VPNConnection');
  const [, after] = only(template, AFTER);

  expect(before.DependsOn).toContain(lastId);
  expect(connection.DependsOn).toContain(beforeId);
  for (const id of [connectionId, beforeId]) expect(JSON.stringify(last)).not.toMatch(`"(Ref|Fn::GetAtt)":\\[?"${id}"`);
  expect(before.Properties.Connection).toBe(connectionId);
  expect(JSON.stringify(before)).not.toContain(`"Ref":"${connectionId}"`);
  expect(after.Properties).toMatchObject({ VpnConnectionId: { Ref: connectionId }, Adopted: { 'Fn::GetAtt': [beforeId, 'Adopted'] } });
});

test('no policy names the connection either: it would have to come first', () => {
  const template = newVpn();
  const [connectionId] = only(template, 'AWS::EC2::VPNConnection');
  const policies = Object.values(template.findResources('AWS::IAM::Policy'));
  expect(policies).not.toEqual([]);
  expect(JSON.stringify(policies)).not.toContain(connectionId);
});

test('each declares where the connection is to stand, and what is to lead to it there', () => {
  const template = newVpn({
    target: transitGateway(),
    removalPolicy: RemovalPolicy.DESTROY,
    targetChange: TargetChange.withRoutes({ vpcRouteTables: [{ routeTableId: ids.rtb, left: ['10.9.0.0/16'] }], acknowledgedFindings: ['ecmp-becomes-active:tgw-1'] }),
  });

  for (const type of [LAST, BEFORE, AFTER]) {
    template.hasResourceProperties(type, {
      Target: Match.objectLike({ Kind: 'transit-gateway', Id: ids.tgw }),
      CustomerGatewayId: { Ref: Match.stringLikeRegexp('VpnCustomerGateway') },
      StaticRoutes: ['10.1.0.0/16'],
      VpcRouteTables: [{ RouteTableId: ids.rtb, Moved: [], Left: ['10.9.0.0/16'] }],
      AcknowledgedFindings: ['ecmp-becomes-active:tgw-1'],
      OnRemoval: 'DELETE',
      CreateOnly: { StaticRoutesOnly: 'true', Type: 'ipsec.1' },
    });
  }
});

test.each<[string, Partial<SiteToSiteVpnProps>]>([
  ['on a virtual private gateway', {}],
  ['on a transit gateway', { target: transitGateway() }],
  ['with BGP', {
    target: TargetGateway.transitGateway(ids.tgw, { associationRouteTableId: ids.association, propagationRouteTableIds: [ids.spokes] }),
    routing: VpnRouting.bgp(),
  }],
])('%s no route, association or propagation is a resource of the stack', (_name, props) => {
  const template = newVpn(props);
  template.resourceCountIs(BEFORE, 1);
  for (const type of ['AWS::EC2::VPNConnectionRoute', 'AWS::EC2::TransitGatewayRoute', 'AWS::EC2::TransitGatewayRouteTableAssociation',
    'AWS::EC2::TransitGatewayRouteTablePropagation']) template.resourceCountIs(type, 0);
});

test.each<[string, Partial<SiteToSiteVpnProps>]>([
  ['who wants none', { targetChange: TargetChange.byCloudFormation() }],
  ['whose routing is left alone', { target: transitGateway(), transitGatewayRouting: TransitGatewayRouting.LEAVE }],
])('%s gets no custom resource and no table', (_name, props) => {
  const template = newVpn(props);
  for (const type of [LAST, BEFORE, AFTER, 'AWS::DynamoDB::Table', 'AWS::CloudWatch::Alarm']) template.resourceCountIs(type, 0);
});

test('a default route table may be named, since the attachment can be taken out of it', () => {
  const target = TargetGateway.transitGateway(ids.tgw, {
    associationRouteTableId: ids.association, staticRouteTableIds: [ids.spokes], defaultRouteTableIds: [ids.defaults],
  });
  newVpn({ target }).hasResourceProperties(BEFORE, {
    Target: Match.objectLike({ DefaultRouteTableIds: [ids.defaults] }),
  });
});

const bgpVpn = () => new SiteToSiteVpn(stack, 'Vpn', { target: virtualPrivateGateway(), routing: VpnRouting.bgp(), ip: '203.0.113.10' });

test('nobody gets an alarm who has not asked for it', () => {
  newVpn().resourceCountIs('AWS::CloudWatch::Alarm', 0);
});

test('the alarm goes off when a change is held, or fails where the stack stays green', () => {
  bgpVpn().targetChangeAlarm.alarmArn.at(0);
  Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::Alarm', {
    Threshold: 1,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    TreatMissingData: 'notBreaching',
    Metrics: Match.arrayWith([
      Match.objectLike({ Expression: 'FILL(held, 0) + FILL(errors, 0)' }),
      Match.objectLike({ Id: 'held', MetricStat: Match.objectLike({ Metric: Match.objectLike({ MetricName: 'Held', Namespace: 'CdkSiteToSiteVpn' }) }) }),
      Match.objectLike({ Id: 'errors', MetricStat: Match.objectLike({ Metric: Match.objectLike({ MetricName: 'Errors', Namespace: 'AWS/Lambda' }) }) }),
    ]),
  });
});

test('whoever asks for the alarm twice gets the same, which can be given an action', () => {
  const vpn = bgpVpn();
  const { targetChangeAlarm } = vpn;
  expect(vpn.targetChangeAlarm).toBe(targetChangeAlarm);
  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::CloudWatch::Alarm', 1);
  expect(only(template, 'AWS::CloudWatch::Alarm')[0]).toBe(stack.getLogicalId(targetChangeAlarm.node.defaultChild as CfnElement));
});

test('where CloudFormation keeps the routes itself there is no alarm, and asking for it says why', () => {
  const vpn = new SiteToSiteVpn(stack, 'Vpn', {
    target: virtualPrivateGateway(), routing: VpnRouting.bgp(), ip: '203.0.113.10', targetChange: TargetChange.byCloudFormation(),
  });
  expect(() => vpn.targetChangeAlarm).toThrow(/`targetChangeAlarm` of .*Vpn does not exist, since no custom resource looks after its routes/);
});

describe('fails', () => {
  test.each<[string, TargetChangeOptions, RegExp]>([
    ['with a route table of another kind', { transitGatewayRouteTableIds: [ids.rtb] }, /`transitGatewayRouteTableIds\[0\]` must be/],
    ['with one named twice', { transitGatewayRouteTableIds: [ids.spokes, ids.spokes] }, /`transitGatewayRouteTableIds\[1\]` repeats/],
    ['with a digest that is none', { approvedPlan: 'sha256:abc' }, /`approvedPlan` must be/],
    ['with a VPC route table that is none', { vpcRouteTables: [{ routeTableId: ids.spokes }] }, /`vpcRouteTables\[0\].routeTableId` must be/],
    ['with a network that is none', { onPremisesCidrs: ['10.1.0.1/16'] }, /`onPremisesCidrs\[0\]` must/],
  ])('%s', (_name, options, message) => {
    expect(withOptions(options)).toThrow(message);
  });

  test('without one of the target\'s tables, which the role could not change after the modify', () => {
    const target = TargetGateway.transitGateway(ids.tgw, {
      associationRouteTableId: ids.association, staticRouteTableIds: [ids.spokes], defaultRouteTableIds: [ids.defaults],
    });
    const targetChange = TargetChange.withRoutes({ transitGatewayRouteTableIds: [ids.association, ids.spokes] });
    expect(() => newVpn({ target, targetChange })).toThrow(`must name every route table of \`target\`, got ["${ids.association}","${ids.spokes}"] without ${ids.defaults}; add it`);
  });

  test('but with all of them it does not', () => {
    const targetChange = TargetChange.withRoutes({ transitGatewayRouteTableIds: [ids.association, ids.spokes] });
    expect(() => newVpn({ target: transitGateway(), targetChange })).not.toThrow();
  });
});
