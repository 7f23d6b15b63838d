/** A connection that custom resources guard: what they add to the template, and in which order CloudFormation comes to them. */
import { CfnCondition, CfnElement, Duration, Fn, RemovalPolicy, SecretValue, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { CfnVPNConnection } from 'aws-cdk-lib/aws-ec2';
import { ids, newStack, otherVirtualPrivateGateway, templateWithoutHashes, transitGateway, virtualPrivateGateway } from './construct-fixtures';
import {
  CustomerGateway, SiteToSiteVpn, SiteToSiteVpnProps, TargetChange, TargetChangeOptions, TargetGateway, TransitGatewayRouteTables,
  TransitGatewayRouting, TunnelBandwidth, TunnelOptions, VpcRoutes, VpnConcentrator, VpnRouting,
} from '../../src';

let stack: Stack;

beforeEach(() => {
  stack = newStack();
});

const targetChange = TargetChange.withRoutes();

function newVpn(props: Partial<SiteToSiteVpnProps> = {}): Template {
  new SiteToSiteVpn(stack, 'Vpn', {
    target: virtualPrivateGateway(), routing: VpnRouting.staticRoutes(['10.1.0.0/16']), ip: '203.0.113.10', targetChange, ...props,
  });
  return Template.fromStack(stack);
}

const withOptions = (options: TargetChangeOptions) => () => newVpn({ targetChange: TargetChange.withRoutes(options) });
const only = (template: Template, type: string): [string, Record<string, any>] => Object.entries(template.findResources(type))[0];
const BEFORE = 'Custom::VpnTargetChangeBefore';
const AFTER = 'Custom::VpnTargetChangeAfter';
const LAST = 'Custom::VpnTargetChangeLast';
const ROUTE_TYPES = [
  'AWS::EC2::VPNConnectionRoute', 'AWS::EC2::TransitGatewayRoute', 'AWS::EC2::TransitGatewayRouteTableAssociation',
  'AWS::EC2::TransitGatewayRouteTablePropagation', 'Custom::TransitGatewayVpnAttachment',
];

type Resources = Readonly<Record<string, { readonly Type: string; readonly Properties: any; readonly DependsOn?: string[] }>>;

function needsOf(resource: Resources[string]): string[] {
  const referenced = [...JSON.stringify(resource.Properties).matchAll(/"(?:Ref|Fn::GetAtt)":\[?"([^"]+)"/g)].map(([, id]) => id);
  return [...referenced, ...resource.DependsOn ?? []];
}

function withoutAll(resources: Resources, removed: readonly string[]): Resources {
  return Object.fromEntries(Object.entries(resources).filter(([id]) => !removed.includes(id)));
}

function withoutTags({ Properties: { Tags: _, ...Properties }, ...resource }: Resources[string]): object {
  return { ...resource, Properties };
}

const PLACES: [string, Partial<SiteToSiteVpnProps>][] = [
  ['on a virtual private gateway, with static routes,', {}],
  ['on a virtual private gateway, with BGP,', { routing: VpnRouting.bgp() }],
  ['on a transit gateway, with static routes,', { target: transitGateway() }],
  ['on a transit gateway, with BGP,', {
    routing: VpnRouting.bgp(),
    target: TargetGateway.transitGateway(ids.tgw, { associationRouteTableId: ids.association, propagationRouteTableIds: [ids.spokes] }),
  }],
];

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
    const vpn = new SiteToSiteVpn(stack, 'Vpn', {
      target: virtualPrivateGateway(), routing: VpnRouting.bgp(), ip: '203.0.113.10', tunnels: [{}, {}], targetChange,
    });
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
        target: virtualPrivateGateway(), routing: VpnRouting.bgp(), ip: '203.0.113.10', tunnels: [{}, {}], targetChange,
      });
      (vpn.node.defaultChild as CfnVPNConnection).vpnTunnelOptionsSpecifications = [{ preSharedKey }];
      return only(Template.fromStack(stack), BEFORE)[1].Properties.TunnelOptions;
    };
    expect(written('Planted.Key.1')).toEqual(written('Planted.Key.2'));
  });
});

test('where the attachment stays in the table of its gateway, none is named', () => {
  const template = newVpn({ target: TargetGateway.transitGateway(ids.tgw, { staticRouteTableIds: [ids.spokes] }) });
  template.hasResourceProperties(BEFORE, { Target: Match.objectLike({ AssociationRouteTableId: '' }), AttachmentRouting: { LogicalIds: [] } });
});

describe('the last part', () => {
  const watched = (template: Template): Record<string, any>[] => {
    const [[, { Properties }], ...others] = Object.entries(template.findResources(LAST));
    expect(others).toEqual([]);
    return Properties.Connections;
  };

  test('is one for all connections, and is told where each is to stand, in whose role, and of nothing else', () => {
    new SiteToSiteVpn(stack, 'Other', { target: otherVirtualPrivateGateway(), routing: VpnRouting.bgp(), ip: '203.0.113.11', targetChange });
    const template = newVpn({ target: transitGateway() });
    const role = (id: string) => ({ 'Fn::GetAtt': [Object.keys(template.findResources('AWS::IAM::Role')).find((each) => each.includes(`RoleOfStack${id}TargetChange`)), 'Arn'] });
    const connection = (id: string) => Object.keys(template.findResources('AWS::EC2::VPNConnection')).find((each) => each.startsWith(id));
    expect(watched(template)).toEqual([
      { Connection: connection('Other'), Target: { Kind: 'virtual-private-gateway', Id: ids.otherVgw }, CustomerGateway: expect.stringMatching(/^203\.0\.113\.11 65000 Stack-203\.0\.113\.11-65000-[0-9a-f]{8}$/), RoleArn: role('Other') },
      {
        Connection: connection('Vpn'), Target: { Kind: 'transit-gateway', Id: ids.tgw }, CustomerGateway: expect.stringMatching(/^203\.0\.113\.10 65000 Stack-203\.0\.113\.10-65000-[0-9a-f]{8}$/), RoleArn: role('Vpn'),
        Routing: expect.stringMatching(/^[0-9a-f]{12}$/),
      },
    ]);
  });

  test('may come before connections of which one is said to come after another', () => {
    const first = new SiteToSiteVpn(stack, 'First', { target: transitGateway(), routing: VpnRouting.staticRoutes(['10.1.0.0/16']), ip: '203.0.113.11', targetChange });
    const second = new SiteToSiteVpn(stack, 'Second', { target: virtualPrivateGateway(), routing: VpnRouting.bgp(), ip: '203.0.113.12', targetChange });
    second.node.addDependency(first);
    expect(() => Template.fromStack(stack)).not.toThrow();
  });

  test('knows a customer gateway that is taken by its id by that, and another address by the address', () => {
    const [byId, here, there] = [
      { customerGateway: CustomerGateway.fromCustomerGatewayId(stack, 'Device', ids.cgw), ip: undefined }, { ip: '203.0.113.10' }, { ip: '203.0.113.99' },
    ].map((props) => {
      const [{ CustomerGateway: known }] = watched(newVpn(props));
      stack = newStack();
      return known as string;
    });
    expect(byId).toBe(ids.cgw);
    expect([here, there].map((each) => each.split(' ')[0])).toEqual(['203.0.113.10', '203.0.113.99']);
  });

  test('changes with what is made for an attachment, and not with what is nothing to it', () => {
    const routingOf = (props: Partial<SiteToSiteVpnProps>): string => {
      stack = newStack();
      return JSON.stringify(watched(newVpn({ target: transitGateway(), ...props })));
    };
    const plain = routingOf({});
    expect(routingOf({ routing: VpnRouting.staticRoutes(['10.1.0.0/16', '10.2.0.0/16']) })).not.toBe(plain);
    expect(routingOf({ targetChange: TargetChange.withRoutes({ forwardTimeout: Duration.minutes(20) }) })).toBe(plain);
    expect(routingOf({ tunnels: [{ rekeyMargin: Duration.seconds(300) }, {}] })).toBe(plain);
  });
});

test.each(['moved', 'left'])('a route is CloudFormation\'s or the custom resources\', so none of `vpcRoutes` can be %s', (claim) => {
  const claiming = TargetChange.withRoutes({ vpcRouteTables: [{ routeTableId: ids.otherRtb, moved: ['10.1.0.0/16'] }, { routeTableId: ids.rtb, [claim]: ['10.1.0.0/16'] }] });
  expect(() => newVpn({ targetChange: claiming, vpcRoutes: [VpcRoutes.staticRoutes([ids.rtb])] })).toThrow(
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
  expect(after.Properties).toMatchObject({ VpnConnectionId: { Ref: connectionId } });
});

test.each(PLACES)('%s the second stands beside the routes: no part waits for one, and no route waits for it', (_place, props) => {
  const { Resources } = newVpn(props).toJSON() as { readonly Resources: Resources };
  const ofTypes = (...types: string[]) => Object.keys(Resources).filter((id) => types.includes(Resources[id].Type));
  const [routes, parts] = [ofTypes(...ROUTE_TYPES), ofTypes(LAST, BEFORE, AFTER)];
  const [after] = ofTypes(AFTER);
  expect(parts.flatMap((id) => needsOf(Resources[id])).filter((id) => routes.includes(id))).toEqual([]);
  expect(routes.flatMap((id) => needsOf(Resources[id]))).not.toContain(after);
});

test('a connection that is called otherwise in the end is called so to the custom resources, too', () => {
  const vpn = new SiteToSiteVpn(stack, 'Vpn', { target: virtualPrivateGateway(), routing: VpnRouting.bgp(), ip: '203.0.113.10', targetChange });
  (vpn.node.defaultChild as CfnElement).overrideLogicalId('OfficeVpn');
  const template = Template.fromStack(stack);
  expect(only(template, 'AWS::EC2::VPNConnection')[0]).toBe('OfficeVpn');
  for (const type of [BEFORE, AFTER]) expect(only(template, type)[1].Properties.Connection).toBe('OfficeVpn');
  expect(only(template, LAST)[1].Properties.Connections).toMatchObject([{ Connection: 'OfficeVpn' }]);
});

test('no policy names the connection either: it would have to come first', () => {
  const template = newVpn();
  const [connectionId] = only(template, 'AWS::EC2::VPNConnection');
  const policies = Object.values(template.findResources('AWS::IAM::Policy'));
  expect(policies).not.toEqual([]);
  expect(JSON.stringify(policies)).not.toContain(connectionId);
});

test('each declares where the connection is to stand, and the first what is to lead to it there', () => {
  const template = newVpn({
    target: transitGateway(),
    removalPolicy: RemovalPolicy.DESTROY,
    targetChange: TargetChange.withRoutes({ vpcRouteTables: [{ routeTableId: ids.rtb, left: ['10.9.0.0/16'] }], acknowledgedFindings: ['ecmp-becomes-active:tgw-1'] }),
  });

  const nothingElse = { StaticRoutes: Match.absent(), VpcRouteTables: Match.absent(), CreateOnly: Match.absent() };
  for (const [type, more] of [[BEFORE, {}], [AFTER, nothingElse]] as const) {
    template.hasResourceProperties(type, {
      Target: Match.objectLike({ Kind: 'transit-gateway', Id: ids.tgw }),
      CustomerGatewayId: { Ref: Match.stringLikeRegexp('VpnCustomerGateway') },
      ...more,
    });
  }
  template.hasResourceProperties(BEFORE, {
    StaticRoutes: ['10.1.0.0/16'],
    VpcRouteTables: [{ RouteTableId: ids.rtb, Moved: [], Left: ['10.9.0.0/16'] }],
    AcknowledgedFindings: ['ecmp-becomes-active:tgw-1'],
    OnRemoval: 'DELETE',
    CreateOnly: { StaticRoutesOnly: 'true', Type: 'ipsec.1' },
  });
});

describe.each(PLACES)('%s', (_place, props) => {
  const resourcesWith = (change: TargetChange | undefined): Resources => {
    stack = newStack();
    newVpn({ ...props, targetChange: change });
    return (templateWithoutHashes(stack) as { readonly Resources: Resources }).Resources;
  };
  const [plain, said, guarded] = [undefined, TargetChange.byCloudFormation(), targetChange].map(resourcesWith);

  test('nobody who asks for nothing gets a custom resource, but that which looks the attachment up', () => {
    const custom = Object.values(plain).map(({ Type }) => Type).filter((type) => type.startsWith('Custom::'));
    expect(custom).toEqual('target' in props ? ['Custom::TransitGatewayVpnAttachment'] : []);
    expect(said).toEqual(plain);
  });

  test('they come and go without touching any other resource: the connection is tagged, and waits for the first of them', () => {
    const added = Object.keys(guarded).filter((id) => !(id in plain));
    const [connectionId, beforeId] = ['AWS::EC2::VPNConnection', BEFORE].map((type) => Object.keys(guarded).find((id) => guarded[id].Type === type)!);
    const [unguarded, { DependsOn = [], ...connection }] = [plain, guarded].map((resources) => resources[connectionId]);
    expect(DependsOn).toContain(beforeId);
    expect(DependsOn.filter((id) => !added.includes(id))).toEqual(unguarded.DependsOn ?? []);
    expect(connection.Properties.Tags).toEqual([{ Key: 'cdk-site-to-site-vpn:connection', Value: `Stack/${connectionId}` }]);
    // One from which they may take static routes before CloudFormation touches it is tagged before, with nothing of a construct's path.
    expect(unguarded.Properties.Tags).toEqual(Object.keys(props).length === 0 ? [{ Key: 'cdk-site-to-site-vpn:connection', Value: 'Stack' }] : undefined);
    expect(withoutTags(connection)).toEqual(withoutTags(unguarded));
    expect(withoutAll(guarded, [connectionId, ...added])).toEqual(withoutAll(plain, [connectionId]));
    expect(added.map((id) => guarded[id].Type).filter((type) => type.startsWith('AWS::EC2') || type.startsWith('Custom::')).sort())
      .toEqual([AFTER, BEFORE, LAST]);
  });
});

const on = (transitGatewayId: string, tables: TransitGatewayRouteTables) =>
  TargetGateway.transitGateway(transitGatewayId, { associationRouteTableId: ids.association, ...tables });

describe('what is found and made for the attachment', () => {
  const idsOn = (target: TargetGateway) => {
    stack = newStack();
    const template = newVpn({ target, routing: VpnRouting.bgp(), targetChange: undefined });
    return ['Custom::TransitGatewayVpnAttachment', 'AWS::EC2::TransitGatewayRouteTableAssociation'].map((type) => only(template, type)[0]);
  };

  test('is other resources on another gateway, so that a rollback makes none of them again', () => {
    const [here, there] = [idsOn(on(ids.tgw, {})), idsOn(on(ids.otherTgw, {}))];
    expect(here.filter((id) => there.includes(id))).toEqual([]);
  });

  test('is the same resources with other tables, of which an attachment has one association only', () => {
    const tables = { associationRouteTableId: ids.otherAssociation, propagationRouteTableIds: [ids.spokes, ids.otherSpokes] };
    expect(idsOn(on(ids.tgw, tables))).toEqual(idsOn(on(ids.tgw, {})));
  });

  test('is known to the first part by name, and by what it is made of', () => {
    const template = newVpn({ target: on(ids.tgw, { propagationRouteTableIds: [ids.spokes] }), routing: VpnRouting.bgp() });
    const [association] = only(template, 'AWS::EC2::TransitGatewayRouteTableAssociation');
    const [propagation] = only(template, 'AWS::EC2::TransitGatewayRouteTablePropagation');
    const [, lookUp] = only(template, 'Custom::TransitGatewayVpnAttachment');
    template.hasResourceProperties(BEFORE, {
      AttachmentRouting: { Parts: lookUp.Properties.Routing, LogicalIds: [association, propagation] },
    });
    expect(lookUp.Properties.Routing).toEqual([`association ${ids.association}`, `propagation ${ids.spokes}`]);
    expect(only(template, AFTER)[1].Properties).not.toHaveProperty('AttachmentRouting');
  });
});

describe('the role', () => {
  /** In which tables of a transit gateway it may change anything; `undefined` where in none. */
  const tablesOf = (template: Template): string[] | undefined => {
    const [, role] = Object.entries(template.findResources('AWS::IAM::Role')).find(([id]) => /RoleOfStackVpnTargetChange/.test(id))!;
    const statements: Record<string, any>[] = role.Properties.Policies.flatMap((policy: any) => policy.PolicyDocument.Statement);
    const changing = statements.filter(({ Action }) => [Action].flat().some((each: string) => /TransitGateway/.test(each) && !/^ec2:(Describe|Get|Search)/.test(each)));
    if (changing.length === 0) return undefined;
    return [...JSON.stringify(changing).matchAll(/transit-gateway-route-table\/([^"]+)/g)].map(([, id]) => id);
  };
  const named = TargetChange.withRoutes({ transitGatewayRouteTableIds: [ids.otherSpokes, ids.spokes] });

  test.each<[string, Partial<SiteToSiteVpnProps>, string[] | undefined]>([
    ['on a virtual private gateway changes no table of a transit gateway', {}, undefined],
    ['but those it is told of', { targetChange: named }, [ids.otherSpokes, ids.spokes]],
    ['on a transit gateway changes those of the target', { target: transitGateway() }, [ids.association, ids.spokes]],
    ['those of which the target has several', { target: on(ids.tgw, { propagationRouteTableIds: [ids.spokes, ids.otherSpokes] }), routing: VpnRouting.bgp() },
      [ids.association, ids.spokes, ids.otherSpokes]],
    ['and those it is told of, each once', { target: transitGateway(), targetChange: named }, [ids.association, ids.spokes, ids.otherSpokes]],
  ])('%s', (_name, props, expected) => {
    expect(tablesOf(newVpn(props))).toEqual(expected);
  });
});

const bgpVpn = () => new SiteToSiteVpn(stack, 'Vpn', { target: virtualPrivateGateway(), routing: VpnRouting.bgp(), ip: '203.0.113.10', targetChange });

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

test.each([undefined, TargetChange.byCloudFormation()])('without custom resources there is no alarm, and asking for it says what to do', (change) => {
  const vpn = new SiteToSiteVpn(stack, 'Vpn', { target: virtualPrivateGateway(), routing: VpnRouting.bgp(), ip: '203.0.113.10', targetChange: change });
  expect(() => vpn.targetChangeAlarm).toThrow(new Error('Stack/Vpn: `targetChangeAlarm` does not exist, since no custom resource looks after its edits;'
    + ' ask for them: `targetChange: TargetChange.withRoutes()`'));
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

  test.each<[string, () => Partial<SiteToSiteVpnProps>, string]>([
    ['on a core network', () => ({ target: TargetGateway.cloudWan('core-network-0a1b2c3d4e5f60718') }), 'the connection ends on a core network'],
    ['on a concentrator', () => ({
      routing: VpnRouting.bgp(),
      target: TargetGateway.vpnConcentrator(VpnConcentrator.fromVpnConcentratorAttributes(stack, 'Concentrator', {
        vpnConcentratorId: 'vcn-0a1b2c3d4e5f60718', transitGatewayAttachmentId: 'tgw-attach-0a1b2c3d4e5f60718', transitGatewayId: ids.tgw,
      })),
    }), 'the connection ends on a VPN concentrator'],
    ['on no gateway', () => ({ target: TargetGateway.none() }), 'the connection ends on no gateway'],
    ['where the routing is somebody else\'s', () => ({ target: transitGateway(), transitGatewayRouting: TransitGatewayRouting.LEAVE }),
      '`transitGatewayRouting` leaves the routes to somebody else'],
  ])('%s, where there is nothing to guard', (_name, props, why) => {
    expect(() => newVpn(props())).toThrow(new Error(`Stack/Vpn: \`targetChange\` must be left out, since ${why}; it goes with a virtual private gateway,`
      + ' and with a transit gateway whose routing the stack makes'));
    stack = newStack();
    expect(() => newVpn({ ...props(), targetChange: TargetChange.byCloudFormation() })).not.toThrow();
  });
});
