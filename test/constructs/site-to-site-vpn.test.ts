/** What a Site-to-Site VPN connection becomes in a template, and what is refused before it gets there. */
import { App, CfnElement, CfnParameter, RemovalPolicies, RemovalPolicy, Stack, Token } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { ids, newStack, otherVirtualPrivateGateway, transitGateway, virtualPrivateGateway } from './construct-fixtures';
import {
  CustomerGateway, SiteToSiteVpn, SiteToSiteVpnProps, TargetChange, TargetGateway, TransitGatewayRouteTables, TransitGatewayRouting,
  VirtualPrivateGatewayOptions, VpnRouting,
} from '../../src';

let stack: Stack;

beforeEach(() => {
  stack = newStack();
});

function newVpn(props: Partial<SiteToSiteVpnProps> = {}, id = 'Vpn'): SiteToSiteVpn {
  return new SiteToSiteVpn(stack, id, {
    target: virtualPrivateGateway(),
    routing: VpnRouting.staticRoutes(['10.1.0.0/16']),
    ...'customerGateway' in props ? {} : { ip: '203.0.113.10' },
    ...props,
  });
}

describe('on a virtual private gateway', () => {
  test('the connection names the gateway, the device made for it, and the kind of routing', () => {
    // WHEN
    const vpn = newVpn();

    // THEN
    Template.fromStack(stack).hasResourceProperties('AWS::EC2::VPNConnection', {
      Type: 'ipsec.1',
      VpnGatewayId: ids.vgw,
      TransitGatewayId: Match.absent(),
      CustomerGatewayId: stack.resolve(vpn.customerGatewayId),
      StaticRoutesOnly: true,
      VpnTunnelOptionsSpecifications: Match.absent(),
    });
    expect(vpn.customerGatewayIp).toBe('203.0.113.10');
    expect(vpn.customerGatewayAsn).toBe(65000);
    expect(vpn.node.defaultChild).toBeInstanceOf(ec2.CfnVPNConnection);
  });

  test('each static route is a resource of its own, even where two have the same digits', () => {
    const vpn = newVpn({ routing: VpnRouting.staticRoutes(['10.1.11.0/24', '10.11.1.0/24']) });

    const routes = Template.fromStack(stack).findResources('AWS::EC2::VPNConnectionRoute');
    expect(Object.values(routes).map((route) => route.Properties)).toEqual([
      { VpnConnectionId: stack.resolve(vpn.vpnId), DestinationCidrBlock: '10.1.11.0/24' },
      { VpnConnectionId: stack.resolve(vpn.vpnId), DestinationCidrBlock: '10.11.1.0/24' },
    ]);
    expect(vpn.node.tryFindChild('StaticRoute-10.1.11.0-24')).toBeDefined();
  });

  test('with BGP there are no static routes and nothing of a transit gateway', () => {
    newVpn({ routing: VpnRouting.bgp() });

    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::EC2::VPNConnection', { StaticRoutesOnly: false });
    template.resourceCountIs('AWS::EC2::VPNConnectionRoute', 0);
    template.resourceCountIs('Custom::TransitGatewayVpnAttachment', 0);
    template.resourceCountIs('AWS::Lambda::Function', 0);
  });

  test('there is no attachment to ask for', () => {
    expect(() => newVpn().transitGatewayAttachmentId).toThrow(new Error('Stack/Vpn: `transitGatewayAttachmentId` does not exist, since the connection'
      + ' ends on a virtual private gateway; only a connection whose `target` is a transit gateway has an attachment'));
  });

  test('100 static routes fit', () => {
    newVpn({ routing: VpnRouting.staticRoutes(networks(100)) });

    Template.fromStack(stack).resourceCountIs('AWS::EC2::VPNConnectionRoute', 100);
  });

  test.each<[string, VirtualPrivateGatewayOptions, string]>([
    ['propagation', { propagatingRouteTableIds: [ids.rtb] }, '`propagatingRouteTableIds`'],
    ['an exchange at a VPC', { vpcId: ids.vpc }, '`vpcId`'],
    ['both', { propagatingRouteTableIds: [ids.rtb], vpcId: ids.vpc }, '`propagatingRouteTableIds` and `vpcId`'],
  ])('fails with %s, which only a move makes', (_case, options, got) => {
    expect(() => newVpn({ target: otherVirtualPrivateGateway(options) })).toThrow(new Error(
      `Stack/Vpn: \`target\` must be a virtual private gateway without options, got ${got}; they mean nothing for a connection that CloudFormation makes,`
      + ' only for one that `VpnTargetMigration` moves, so remove them here'));
  });

  test('fails with 101 static routes', () => {
    expect(() => newVpn({ routing: VpnRouting.staticRoutes(networks(101)) })).toThrow(new Error(
      'Stack/Vpn: `staticRoutes` must have at most 100 elements on a virtual private gateway, got 101; summarize them, use BGP, or use a transit gateway'));
  });
});

describe('on a transit gateway', () => {
  test('association and static routes hang on the looked-up attachment', () => {
    // WHEN
    const vpn = newVpn({
      target: onTables({ staticRouteTableIds: [ids.spokes, ids.otherSpokes] }),
      routing: VpnRouting.staticRoutes(['10.1.0.0/16', '10.2.0.0/16']),
    });

    // THEN
    const template = Template.fromStack(stack);
    const TransitGatewayAttachmentId = stack.resolve(vpn.transitGatewayAttachmentId);
    template.hasResourceProperties('AWS::EC2::VPNConnection', { TransitGatewayId: ids.tgw, VpnGatewayId: Match.absent() });
    expect(propertiesOf(template, 'AWS::EC2::TransitGatewayRouteTableAssociation')).toEqual([
      { TransitGatewayRouteTableId: ids.association, TransitGatewayAttachmentId },
    ]);
    expect(propertiesOf(template, 'AWS::EC2::TransitGatewayRoute')).toEqual([
      { TransitGatewayRouteTableId: ids.spokes, DestinationCidrBlock: '10.1.0.0/16', TransitGatewayAttachmentId },
      { TransitGatewayRouteTableId: ids.spokes, DestinationCidrBlock: '10.2.0.0/16', TransitGatewayAttachmentId },
      { TransitGatewayRouteTableId: ids.otherSpokes, DestinationCidrBlock: '10.1.0.0/16', TransitGatewayAttachmentId },
      { TransitGatewayRouteTableId: ids.otherSpokes, DestinationCidrBlock: '10.2.0.0/16', TransitGatewayAttachmentId },
    ]);
    template.resourceCountIs('AWS::EC2::TransitGatewayRouteTablePropagation', 0);
    template.resourceCountIs('AWS::EC2::VPNConnectionRoute', 0);
    expect(vpn.node.tryFindChild(`Route-${ids.otherSpokes}-10.2.0.0-16`)).toBeDefined();
  });

  test('with BGP the attachment propagates to each named table', () => {
    const vpn = newVpn({
      target: onTables({ propagationRouteTableIds: [ids.spokes, ids.otherSpokes] }),
      routing: VpnRouting.bgp(),
    });

    const template = Template.fromStack(stack);
    const TransitGatewayAttachmentId = stack.resolve(vpn.transitGatewayAttachmentId);
    expect(propertiesOf(template, 'AWS::EC2::TransitGatewayRouteTablePropagation')).toEqual([
      { TransitGatewayRouteTableId: ids.spokes, TransitGatewayAttachmentId },
      { TransitGatewayRouteTableId: ids.otherSpokes, TransitGatewayAttachmentId },
    ]);
    template.resourceCountIs('AWS::EC2::TransitGatewayRoute', 0);
  });

  test('the look-up is keyed on the gateway too, so that a change of gateway in place finds the new attachment', () => {
    const vpn = newVpn({ target: transitGateway() });

    Template.fromStack(stack).hasResourceProperties('Custom::TransitGatewayVpnAttachment', {
      VpnConnectionId: stack.resolve(vpn.vpnId),
      TransitGatewayId: ids.tgw,
      Routing: [`association ${ids.association}`, `route ${ids.spokes} 10.1.0.0/16`],
    });
    expect(stack.resolve(vpn.transitGatewayAttachmentId)).toEqual({
      'Fn::GetAtt': [stack.getLogicalId(lookUpOf(vpn)), 'TransitGatewayAttachmentId'],
    });
  });

  test('without an association the attachment stays where its gateway puts it, and static routes lead to it all the same', () => {
    const target = TargetGateway.transitGateway(ids.tgw, { staticRouteTableIds: [ids.spokes] });
    newVpn({ target, routing: VpnRouting.staticRoutes(['10.1.0.0/16']) });

    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::EC2::TransitGatewayRouteTableAssociation', 0);
    template.resourceCountIs('AWS::EC2::TransitGatewayRoute', 1);
    template.hasResourceProperties('Custom::TransitGatewayVpnAttachment', { AssociationRouteTableId: Match.absent() });
  });

  test('the look-up knows the association that is to come, so that it finds out when there is no room for it', () => {
    newVpn({ target: transitGateway() });

    Template.fromStack(stack).hasResourceProperties('Custom::TransitGatewayVpnAttachment', { AssociationRouteTableId: ids.association });
  });

  test('two connections share one function that looks up', () => {
    newVpn({ target: transitGateway() }, 'One');
    newVpn({ target: transitGateway(), ip: '203.0.113.11', routing: VpnRouting.staticRoutes(['10.2.0.0/16']) }, 'Two');

    const template = Template.fromStack(stack);
    template.resourceCountIs('Custom::TransitGatewayVpnAttachment', 2);
    template.resourceCountIs('AWS::Lambda::Function', 1);
  });

  test('routing that exists already is left alone, and nothing is looked up', () => {
    newVpn({
      target: onTables({ staticRouteTableIds: [ids.spokes], defaultRouteTableIds: [ids.defaults] }),
      transitGatewayRouting: TransitGatewayRouting.LEAVE,
    });

    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::EC2::TransitGatewayRouteTableAssociation', 0);
    template.resourceCountIs('AWS::EC2::TransitGatewayRoute', 0);
    template.resourceCountIs('AWS::Lambda::Function', 0);
  });

  test('the attachment is looked up once, when it is asked for', () => {
    const vpn = newVpn({ target: transitGateway(), transitGatewayRouting: TransitGatewayRouting.LEAVE });

    expect(vpn.transitGatewayAttachmentId).toBe(vpn.transitGatewayAttachmentId);
    Template.fromStack(stack).resourceCountIs('Custom::TransitGatewayVpnAttachment', 1);
  });

  test('warns when BGP is to be learnt by no table', () => {
    newVpn({ target: onTables({}), routing: VpnRouting.bgp() });

    Annotations.fromStack(stack).hasWarning('/Stack/Vpn', 'the networks that the device announces by BGP reach no route table of the transit gateway;'
      + ' name the tables that are to learn them in `propagationRouteTableIds` [ack: cdk-site-to-site-vpn:bgpWithoutPropagation]');
  });

  test('fails when static routes have no table to go to', () => {
    expect(() => newVpn({ target: onTables({}) })).toThrow(new Error('Stack/Vpn: `staticRouteTableIds` must name at least one route table when `routing` has static routes,'
      + ' got none; a transit gateway learns nothing from such a connection by itself'));
  });

  test('fails when BGP comes with tables for static routes', () => {
    expect(() => newVpn({ target: transitGateway(), routing: VpnRouting.bgp() })).toThrow(new Error('Stack/Vpn: `staticRouteTableIds` must be empty when `routing` is BGP,'
      + ` got ["${ids.spokes}"]; name the tables in \`propagationRouteTableIds\` instead`));
  });

  test('fails when CloudFormation would have to take the attachment out of a default table', () => {
    const target = onTables({ staticRouteTableIds: [ids.spokes], defaultRouteTableIds: [ids.defaults] });

    expect(() => newVpn({ target })).toThrow(new Error(`Stack/Vpn: \`defaultRouteTableIds\` must be empty when CloudFormation makes the routing, got ["${ids.defaults}"];`
      + ' it cannot take the attachment out of a table, so switch the default association and propagation of the transit gateway off,'
      + ' or set `transitGatewayRouting` to LEAVE when the routing exists already'));
  });
});

describe('the device', () => {
  test('may be passed in, and none is made then', () => {
    const customerGateway = CustomerGateway.fromCustomerGatewayId(stack, 'Device', 'cgw-0a1b2c3d4e5f60718');

    const vpn = newVpn({ customerGateway });

    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::EC2::VPNConnection', { CustomerGatewayId: 'cgw-0a1b2c3d4e5f60718' });
    template.resourceCountIs('AWS::EC2::CustomerGateway', 0);
    expect(() => vpn.customerGatewayIp).toThrow('Stack/Device: `customerGatewayIp` is unknown');
  });

  test('fails when there is none', () => {
    expect(() => newVpn({ ip: undefined })).toThrow(new Error(
      'Stack/Vpn: give either `customerGateway` or `ip`, got neither; the connection needs an on-premises device'));
  });

  test('fails when both are given', () => {
    const customerGateway = CustomerGateway.fromCustomerGatewayId(stack, 'Device', 'cgw-0a1b2c3d4e5f60718');

    expect(() => newVpn({ customerGateway, ip: '203.0.113.10' })).toThrow(new Error(
      'Stack/Vpn: give either `customerGateway` or `ip`, got both; remove the one that does not name the device'));
  });

  test('fails when a device that is passed in is given another ASN', () => {
    const customerGateway = CustomerGateway.fromCustomerGatewayId(stack, 'Device', 'cgw-0a1b2c3d4e5f60718');

    expect(() => newVpn({ customerGateway, asn: 65001 })).toThrow(new Error(
      'Stack/Vpn: `asn` belongs to the device at `ip`, got 65001 together with `customerGateway`; remove it, since a customer gateway has its own'));
  });
});

describe('what CloudFormation makes anew for a value that it cannot change in place', () => {
  const idsWith = (props: Partial<SiteToSiteVpnProps>) => {
    stack = newStack();
    newVpn(props);
    const template = Template.fromStack(stack);
    return ['AWS::EC2::VPNConnection', 'AWS::EC2::CustomerGateway'].map((type) => Object.entries(template.findResources(type))
      .map(([logicalId, { Properties }]) => `${logicalId} ${Properties.DeviceName ?? ''}`)[0]);
  };
  const onTransitGateway = { target: transitGateway() };

  test.each<[string, Partial<SiteToSiteVpnProps>, Partial<SiteToSiteVpnProps>]>([
    ['routing', {}, { routing: VpnRouting.bgp() }],
    ['acceleration', onTransitGateway, { ...onTransitGateway, acceleration: true }],
    ['local network', {}, { localIpv4Cidr: '10.0.0.0/16' }],
  ])('%s: both have other ids, so that the new ones come before the old ones go, and the device has another name', (_, before, after) => {
    const [former, wanted] = [idsWith(before), idsWith(after)];
    expect(wanted.filter((each) => former.includes(each))).toEqual([]);
    expect(wanted.map((each) => each.split(' ')[1])).not.toEqual(former.map((each) => each.split(' ')[1]));
  });

  test.each<[string, Partial<SiteToSiteVpnProps>]>([
    ['static routes', { routing: VpnRouting.staticRoutes(['10.9.0.0/16']) }],
    ['target', { target: otherVirtualPrivateGateway() }],
    ['tunnels', { tunnels: [{ insideCidr: '169.254.10.0/30' }, {}] }],
    ['removal policy', { removalPolicy: RemovalPolicy.DESTROY }],
    ['custom resources', { targetChange: TargetChange.withRoutes() }],
  ])('nothing for other %s', (_, after) => {
    expect(idsWith(after)).toEqual(idsWith({}));
  });

  test('a value that only the deployment knows counts by its name, whatever other tokens there are', () => {
    const withParameter = (others: number) => {
      stack = newStack();
      for (let index = 0; index < others; index += 1) Token.asString({ Ref: `Other${index}` });
      newVpn({ localIpv4Cidr: new CfnParameter(stack, 'Network').valueAsString });
      return Object.keys(Template.fromStack(stack).findResources('AWS::EC2::VPNConnection'));
    };
    expect(withParameter(0)).toEqual(withParameter(7));
  });

  test('the connection is the default child, and may have an id of one\'s own', () => {
    const vpn = newVpn();
    (vpn.node.defaultChild as ec2.CfnVPNConnection).overrideLogicalId('Office');

    expect(Object.keys(Template.fromStack(stack).findResources('AWS::EC2::VPNConnection'))).toEqual(['Office']);
  });
});

describe('on a gateway of the stack, which goes with it while the connection is kept', () => {
  const warnings = (set: (vpn: SiteToSiteVpn, gateway: ec2.CfnTransitGateway) => void) => {
    const gateway = new ec2.CfnTransitGateway(stack, 'Gateway');
    const target = TargetGateway.ofTransitGateway(gateway, { associationRouteTableId: ids.association, staticRouteTableIds: [ids.spokes] });
    set(newVpn({ target }), gateway);
    (stack.node.root as App).synth();
    return Annotations.fromStack(stack).findWarning('/Stack/Vpn', Match.stringLikeRegexp('keptOnGatewayThatGoes')).map(({ entry }) => entry.data);
  };

  test('a warning says how deleting the stack would end', () => {
    expect(warnings(() => undefined)).toEqual(['the connection is kept when its stack is deleted, and Stack/Gateway is not: EC2 deletes no gateway with a'
      + ' connection, so that the deletion ends in DELETE_FAILED; let the connection go with its stack (`removalPolicy`), or keep the gateway, too'
      + ' [ack: cdk-site-to-site-vpn:keptOnGatewayThatGoes]']);
  });

  test.each<[string, (vpn: SiteToSiteVpn, gateway: ec2.CfnTransitGateway) => void]>([
    ['both go', (vpn) => vpn.applyRemovalPolicy(RemovalPolicy.DESTROY)],
    ['both are kept', (_, gateway) => gateway.applyRemovalPolicy(RemovalPolicy.RETAIN)],
    ['all of the stack goes', () => RemovalPolicies.of(stack).destroy()],
  ])('and none where %s', (_, set) => {
    expect(warnings(set)).toEqual([]);
  });
});

describe('when the stack goes', () => {
  test('the connection and its device are kept, and nothing is left of one that could not be made', () => {
    newVpn();

    const template = Template.fromStack(stack);
    template.hasResource('AWS::EC2::VPNConnection', { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' });
    template.hasResource('AWS::EC2::CustomerGateway', { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Delete' });
    template.hasResource('AWS::EC2::VPNConnectionRoute', { DeletionPolicy: Match.absent() });
  });

  test('both are deleted on request', () => {
    newVpn({ removalPolicy: RemovalPolicy.DESTROY });

    const template = Template.fromStack(stack);
    template.hasResource('AWS::EC2::VPNConnection', { DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Delete' });
    template.hasResource('AWS::EC2::CustomerGateway', { DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Delete' });
  });
});

describe('as an ec2.IVpnConnection', () => {
  test('vpnConnectionRef is the connection: aws-cdk-lib\'s own class answers the id of the customer gateway', () => {
    // GIVEN the trap in aws-cdk-lib
    const upstream = ec2.VpnConnection.fromVpnConnectionAttributes(stack, 'Upstream', {
      vpnId: ids.vpn, customerGatewayId: 'cgw-0a1b2c3d4e5f60718', customerGatewayIp: '203.0.113.10', customerGatewayAsn: 65000,
    });
    expect(upstream.vpnConnectionRef.vpnConnectionId).toBe('cgw-0a1b2c3d4e5f60718');

    // THEN ours does not have it, made or taken by id
    const vpn = newVpn();
    expect(vpn.vpnConnectionRef.vpnConnectionId).toBe(vpn.vpnId);
    expect(SiteToSiteVpn.fromVpnConnectionId(stack, 'ById', ids.vpn).vpnConnectionRef.vpnConnectionId).toBe(ids.vpn);
  });

  test('the metrics of aws-cdk-lib are there', () => {
    const vpn = newVpn();

    expect(stack.resolve(vpn.metricTunnelState().toMetricConfig().metricStat!.dimensions)).toEqual([
      { name: 'VpnId', value: stack.resolve(vpn.vpnId) },
    ]);
  });

  test('a connection taken by its id makes nothing', () => {
    const vpn = SiteToSiteVpn.fromVpnConnectionId(stack, 'ById', ids.vpn);

    expect(vpn.vpnId).toBe(ids.vpn);
    expect(Template.fromStack(stack).toJSON().Resources).toBeUndefined();
  });

  const unknown = ['customerGatewayId', 'customerGatewayIp', 'customerGatewayAsn', 'transitGatewayAttachmentId'] as const;

  test.each(unknown)('fails when %s of a connection taken by its id is read', (attribute) => {
    const vpn = SiteToSiteVpn.fromVpnConnectionId(stack, 'ById', ids.vpn);

    expect(() => vpn[attribute]).toThrow(new Error(`Stack/ById: \`${attribute}\` is unknown, since the connection was taken by its id;`
      + ' give it to `SiteToSiteVpn.fromVpnConnectionAttributes` where it is needed'));
  });

  test('fails when it is taken by the id of something else', () => {
    expect(() => SiteToSiteVpn.fromVpnConnectionId(stack, 'ById', 'cgw-0a1b2c3d4e5f60718')).toThrow(new Error(
      'Stack/ById: `vpnConnectionId` must be the id of a VPN connection, which starts with vpn-, got "cgw-0a1b2c3d4e5f60718"'));
  });
});

function onTables(tables: Partial<TransitGatewayRouteTables>): TargetGateway {
  return TargetGateway.transitGateway(ids.tgw, { associationRouteTableId: ids.association, ...tables });
}

function networks(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `10.${index}.0.0/16`);
}

function propertiesOf(template: Template, type: string): unknown[] {
  return Object.values(template.findResources(type)).map((resource) => resource.Properties);
}

function lookUpOf(vpn: SiteToSiteVpn): CfnElement {
  return vpn.node.findChild(`Attachment-${ids.tgw}`).node.findChild('Resource').node.defaultChild as CfnElement;
}
