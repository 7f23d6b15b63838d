/** Every kind of place where a connection may end, as a template has it, and what is refused there. */
import { CfnParameter, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { account, ids, newMigration, newStack, region } from './construct-fixtures';
import {
  SiteToSiteVpn, SiteToSiteVpnProps, TargetGateway, TransitGatewayRouteTables, TransitGatewayRouting, VirtualPrivateGateway,
  VirtualPrivateGatewayProps, VpnConcentrator, VpnConcentratorProps, VpnRouting,
} from '../../src';

const CORE_NETWORK = 'core-network-0a1b2c3d4e5f60718';
const NO_GATEWAY = { TransitGatewayId: Match.absent(), VpnGatewayId: Match.absent(), VpnConcentratorId: Match.absent() };
const ATTACHMENT = 'tgw-attach-0a1b2c3d4e5f60718';

let stack: Stack;

beforeEach(() => {
  stack = newStack();
});

function newVpn(target: TargetGateway, props: Partial<SiteToSiteVpnProps> = {}, id = 'Vpn'): SiteToSiteVpn {
  return new SiteToSiteVpn(stack, id, { target, routing: VpnRouting.bgp(), ip: '203.0.113.10', ...props });
}

const logicalId = (path: string) => stack.getLogicalId(path.split('/')
  .reduce((node, id) => (id === 'Resource' ? node.defaultChild! : node.findChild(id)).node, stack.node).scopes.at(-1) as ec2.CfnVPNConnection);

describe('a virtual private gateway of this app', () => {
  test('is made, attached and propagates, and the connection waits for the attachment', () => {
    const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: ids.vpc, availabilityZones: ['eu-central-1a'] });
    const gateway = new VirtualPrivateGateway(stack, 'Gateway', { vpc, amazonSideAsn: 4_200_000_000, propagatingRouteTableIds: [ids.rtb, ids.otherRtb] });

    newVpn(TargetGateway.ofVirtualPrivateGateway(gateway));

    const template = Template.fromStack(stack);
    const VpnGatewayId = stack.resolve(gateway.vpnGatewayId);
    template.hasResourceProperties('AWS::EC2::VPNGateway', { Type: 'ipsec.1', AmazonSideAsn: 4_200_000_000 });
    template.hasResourceProperties('AWS::EC2::VPCGatewayAttachment', { VpcId: ids.vpc, VpnGatewayId });
    template.hasResource('AWS::EC2::VPNGatewayRoutePropagation', {
      Properties: { VpnGatewayId, RouteTableIds: [ids.rtb, ids.otherRtb] }, DependsOn: [logicalId('Gateway/Attachment')],
    });
    template.hasResource('AWS::EC2::VPNConnection', {
      Properties: { VpnGatewayId, TransitGatewayId: Match.absent() }, DependsOn: [logicalId('Gateway/Attachment')],
    });
    expect(gateway.vpnGatewayRef).toEqual({ vpnGatewayId: gateway.vpnGatewayId });
  });

  test('is kept with its attachment when the stack goes, or deleted on request', () => {
    const [vpc, otherVpc] = [ids.vpc, ids.otherVpc].map((vpcId) => ec2.Vpc.fromVpcAttributes(stack, vpcId, { vpcId, availabilityZones: ['eu-central-1a'] }));
    new VirtualPrivateGateway(stack, 'Kept', { vpc });
    new VirtualPrivateGateway(stack, 'Deleted', { vpc: otherVpc, removalPolicy: RemovalPolicy.DESTROY });

    const template = Template.fromStack(stack);
    for (const type of ['AWS::EC2::VPNGateway', 'AWS::EC2::VPCGatewayAttachment']) {
      expect(Object.values(template.findResources(type)).map(({ DeletionPolicy }) => DeletionPolicy)).toEqual(['RetainExceptOnCreate', 'Delete']);
    }
  });

  test('may be unattached, and then nothing waits', () => {
    newVpn(TargetGateway.ofVirtualPrivateGateway(new VirtualPrivateGateway(stack, 'Gateway')));

    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::EC2::VPCGatewayAttachment', 0);
    template.hasResource('AWS::EC2::VPNConnection', { DependsOn: Match.absent() });
  });

  test('may be an existing one, and nothing of it is made', () => {
    const gateway = VirtualPrivateGateway.fromVpnGatewayId(stack, 'Gateway', ids.vgw);

    newVpn(TargetGateway.ofVirtualPrivateGateway(gateway));

    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::EC2::VPNGateway', 0);
    template.hasResourceProperties('AWS::EC2::VPNConnection', { VpnGatewayId: ids.vgw });
    expect(gateway.vpnGatewayRef).toEqual({ vpnGatewayId: ids.vgw });
  });

  test('takes an ASN that is known only at deployment', () => {
    new VirtualPrivateGateway(stack, 'Gateway', { amazonSideAsn: new CfnParameter(stack, 'Asn', { type: 'Number' }).valueAsNumber });

    Template.fromStack(stack).hasResourceProperties('AWS::EC2::VPNGateway', { AmazonSideAsn: { Ref: 'Asn' } });
  });

  test.each([64_512, 65_534, 4_200_000_000, 4_294_967_294])('takes ASN %d', (amazonSideAsn) => {
    new VirtualPrivateGateway(stack, 'Gateway', { amazonSideAsn });

    Template.fromStack(stack).hasResourceProperties('AWS::EC2::VPNGateway', { AmazonSideAsn: amazonSideAsn });
  });

  test.each([64_511, 65_535, 4_199_999_999, 4_294_967_295, 64_512.5])('fails with ASN %d', (amazonSideAsn) => {
    expect(() => new VirtualPrivateGateway(stack, 'Gateway', { amazonSideAsn })).toThrow(new Error(
      `Stack/Gateway: \`amazonSideAsn\` must be a whole number from 64512 to 65534 or from 4200000000 to 4294967294, got ${amazonSideAsn}`));
  });

  test.each<[string, VirtualPrivateGatewayProps, string]>([
    ['propagation without a VPC', { propagatingRouteTableIds: [ids.rtb] },
      `\`propagatingRouteTableIds\` must come with \`vpc\`, got ["${ids.rtb}"] and no VPC; a gateway propagates only into the VPC to which it is attached`],
    ['the table of something else', { propagatingRouteTableIds: [ids.spokes] },
      `\`propagatingRouteTableIds[0]\` must be the id of a VPC route table, which starts with rtb-, got "${ids.spokes}"`],
    ['a table twice', { propagatingRouteTableIds: [ids.rtb, ids.rtb] },
      `\`propagatingRouteTableIds[1]\` repeats \`propagatingRouteTableIds[0]\`, got "${ids.rtb}" twice; remove one of them`],
  ])('fails with %s', (_case, props, message) => {
    expect(() => new VirtualPrivateGateway(stack, 'Gateway', props)).toThrow(new Error(`Stack/Gateway: ${message}`));
  });

  test('fails when it is taken by the id of something else', () => {
    expect(() => VirtualPrivateGateway.fromVpnGatewayId(stack, 'Gateway', ids.tgw)).toThrow(new Error(
      `Stack/Gateway: \`vpnGatewayId\` must be the id of a virtual private gateway, which starts with vgw-, got "${ids.tgw}"`));
  });
});

test('a transit gateway of this app is taken as it is', () => {
  const transitGateway = new ec2.CfnTransitGateway(stack, 'Hub');

  newVpn(TargetGateway.ofTransitGateway(transitGateway, {
    associationRouteTableId: ids.association, propagationRouteTableIds: [ids.spokes],
  }));

  Template.fromStack(stack).hasResourceProperties('AWS::EC2::VPNConnection', { TransitGatewayId: { Ref: 'Hub' } });
});

describe('on a core network', () => {
  test('the connection has no gateway, and an attachment leads to it', () => {
    const vpn = newVpn(TargetGateway.cloudWan(CORE_NETWORK, { tags: { segment: 'offices' }, routingPolicyLabel: 'branch' }));

    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::EC2::VPNConnection', NO_GATEWAY);
    template.hasResourceProperties('AWS::NetworkManager::SiteToSiteVpnAttachment', {
      CoreNetworkId: CORE_NETWORK,
      VpnConnectionArn: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:ec2:${region}:${account}:vpn-connection/`, { Ref: logicalId('Vpn/Resource') }]] },
      Tags: [{ Key: 'segment', Value: 'offices' }],
      RoutingPolicyLabel: 'branch',
    });
    expect(stack.resolve(vpn.coreNetworkAttachmentId)).toEqual({ 'Fn::GetAtt': [logicalId('Vpn/CoreNetworkAttachment'), 'AttachmentId'] });
    expect(vpn._target.gatewayId).toBe(CORE_NETWORK);
  });

  test('static routes are the core network\'s affair, and a warning says so', () => {
    newVpn(TargetGateway.cloudWan(CORE_NETWORK), { routing: VpnRouting.staticRoutes(['10.1.0.0/16']) });

    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::EC2::VPNConnection', { StaticRoutesOnly: true });
    template.resourceCountIs('AWS::EC2::VPNConnectionRoute', 0);
    Annotations.fromStack(stack).hasWarning('/Stack/Vpn', `the static routes are not made on core network ${CORE_NETWORK}, where routes belong to the core`
      + ' network\'s policy; name the networks there as a `create-route` segment action to the attachment, or use BGP'
      + ' [ack: cdk-site-to-site-vpn:staticRoutesOnCoreNetwork]');
  });

  test('fails with the id of something else', () => {
    expect(() => TargetGateway.cloudWan(ids.tgw)).toThrow(new Error(
      `\`coreNetworkId\` must be the id of a core network, which starts with core-network-, got "${ids.tgw}"`));
  });
});

describe('on a VPN concentrator', () => {
  const transitGatewayId = ids.tgw;

  test('the connection names it, and association and propagations are those of the shared attachment', () => {
    const concentrator = new VpnConcentrator(stack, 'Shops', {
      transitGatewayId, associationRouteTableId: ids.association, propagationRouteTableIds: [ids.spokes, ids.otherSpokes],
    });
    const vpns = ['One', 'Two'].map((id, index) => newVpn(TargetGateway.vpnConcentrator(concentrator), { ip: `203.0.113.1${index}` }, id));

    const template = Template.fromStack(stack);
    const TransitGatewayAttachmentId = { 'Fn::GetAtt': [logicalId('Shops/Resource'), 'TransitGatewayAttachmentId'] };
    template.hasResource('AWS::EC2::VPNConcentrator', {
      Properties: { Type: 'ipsec.1', TransitGatewayId: ids.tgw }, DeletionPolicy: 'RetainExceptOnCreate',
    });
    template.allResourcesProperties('AWS::EC2::VPNConnection', {
      VpnConcentratorId: { Ref: logicalId('Shops/Resource') }, StaticRoutesOnly: false, TransitGatewayId: Match.absent(), VpnGatewayId: Match.absent(),
    });
    template.resourceCountIs('AWS::EC2::TransitGatewayRouteTableAssociation', 1);
    template.hasResourceProperties('AWS::EC2::TransitGatewayRouteTableAssociation', { TransitGatewayRouteTableId: ids.association, TransitGatewayAttachmentId });
    template.resourceCountIs('AWS::EC2::TransitGatewayRouteTablePropagation', 2);
    template.resourceCountIs('AWS::Lambda::Function', 0);
    const attachments = vpns.map((vpn) => stack.resolve(vpn.transitGatewayAttachmentId) as unknown);
    expect(attachments).toEqual([TransitGatewayAttachmentId, TransitGatewayAttachmentId]);
  });

  test('may be an existing one, and nothing of it is made', () => {
    const concentrator = VpnConcentrator.fromVpnConcentratorAttributes(stack, 'Shops', {
      vpnConcentratorId: 'concentrator', transitGatewayAttachmentId: ATTACHMENT, transitGatewayId,
    });

    const vpn = newVpn(TargetGateway.vpnConcentrator(concentrator));

    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::EC2::VPNConcentrator', 0);
    template.hasResourceProperties('AWS::EC2::VPNConnection', { VpnConcentratorId: 'concentrator' });
    expect(vpn.transitGatewayAttachmentId).toBe(ATTACHMENT);
  });

  test('fails with static routes', () => {
    const target = TargetGateway.vpnConcentrator(new VpnConcentrator(stack, 'Shops', { transitGatewayId }));

    expect(() => newVpn(target, { routing: VpnRouting.staticRoutes(['10.1.0.0/16']) })).toThrow(new Error(
      'Stack/Vpn: `routing` must be BGP on a VPN concentrator, got static routes ["10.1.0.0/16"]; use `VpnRouting.bgp()`, or a transit gateway without concentrator'));
  });

  test.each<[string, VpnConcentratorProps, string]>([
    ['the id of another gateway', { transitGatewayId: ids.vgw }, '`transitGatewayId` must be the id of a transit gateway'],
    ['a VPC\'s table to be associated with', { transitGatewayId, associationRouteTableId: ids.rtb }, '`associationRouteTableId` must be the id of a transit gateway route table'],
    ['a VPC\'s table to propagate to', { transitGatewayId, propagationRouteTableIds: [ids.rtb] }, '`propagationRouteTableIds[0]` must be the id of a transit gateway route table'],
    ['a table twice', { transitGatewayId, propagationRouteTableIds: [ids.spokes, ids.spokes] }, '`propagationRouteTableIds[1]` repeats `propagationRouteTableIds[0]`'],
  ])('fails with %s', (_case, props, message) => {
    expect(() => new VpnConcentrator(stack, 'Shops', props)).toThrow(message);
  });
});

describe('without a gateway', () => {
  test('the connection is made alone', () => {
    newVpn(TargetGateway.none());

    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::EC2::VPNConnection', NO_GATEWAY);
    expect(Object.keys(template.toJSON().Resources)).toHaveLength(2);
  });

  test('static routes wait for one, and a warning says so', () => {
    newVpn(TargetGateway.none(), { routing: VpnRouting.staticRoutes(['10.1.0.0/16']) });

    Template.fromStack(stack).resourceCountIs('AWS::EC2::VPNConnectionRoute', 0);
    Annotations.fromStack(stack).hasWarning('/Stack/Vpn', 'the static routes are made once `target` is a gateway; a connection without gateway has none'
      + ' [ack: cdk-site-to-site-vpn:staticRoutesWithoutGateway]');
  });

  test('fails when its id is asked for', () => {
    expect(() => TargetGateway.none().gatewayId).toThrow(new Error(
      '`gatewayId` does not exist, since the target is `TargetGateway.none()`; only a connection that has a gateway has its id'));
  });
});

describe('what a connection has only elsewhere', () => {
  const kinds: [string, () => TargetGateway, string][] = [
    ['virtual private gateway', () => TargetGateway.virtualPrivateGateway(ids.vgw), 'a virtual private gateway'],
    ['core network', () => TargetGateway.cloudWan(CORE_NETWORK), 'a core network'],
    ['none', () => TargetGateway.none(), 'no gateway'],
  ];

  test.each(kinds)('%s: no transit gateway attachment', (_kind, target, words) => {
    expect(() => newVpn(target()).transitGatewayAttachmentId).toThrow(new Error('Stack/Vpn: `transitGatewayAttachmentId` does not exist, since the connection'
      + ` ends on ${words}; only a connection whose \`target\` is a transit gateway has an attachment`));
  });

  test.each([
    ...kinds.filter(([kind]) => kind !== 'core network'),
    ['concentrator', () => TargetGateway.vpnConcentrator(new VpnConcentrator(stack, 'Shops', { transitGatewayId: ids.tgw })), 'a VPN concentrator'],
  ] as typeof kinds)('%s: no core network attachment', (_kind, target, words) => {
    expect(() => newVpn(target()).coreNetworkAttachmentId).toThrow(new Error('Stack/Vpn: `coreNetworkAttachmentId` does not exist, since the connection'
      + ` ends on ${words}; only a connection whose \`target\` is a core network has one`));
  });
});

describe('a move', () => {
  const elsewhere: [string, () => TargetGateway, string][] = [
    ['a core network', () => TargetGateway.cloudWan(CORE_NETWORK), `core network ${CORE_NETWORK}`],
    ['a concentrator', () => TargetGateway.vpnConcentrator(VpnConcentrator.fromVpnConcentratorAttributes(stack, 'Shops', {
      vpnConcentratorId: 'concentrator', transitGatewayAttachmentId: ATTACHMENT, transitGatewayId: ids.tgw,
    })), 'VPN concentrator concentrator'],
    ['none', () => TargetGateway.none(), 'none'],
  ];

  test.each(elsewhere.flatMap(([what, target, name]) => [['from', what, target, name], ['to', what, target, name]] as const))(
    'fails %s %s', (prop, _what, target, name) => {
      expect(() => newMigration(stack, { [prop]: target() })).toThrow(new Error(
        `Stack/Migration: \`${prop}\` must be a virtual private gateway or a transit gateway, got ${name}; EC2 moves a connection between those two kinds only`));
    });

  test.each(['from', 'to'] as const)('fails %s a transit gateway without the table that the attachment looks its ways up in', (prop) => {
    const end = TargetGateway.transitGateway('tgw-0f1e2d3c4b5a69788', { propagationRouteTableIds: [ids.spokes] });
    expect(() => newMigration(stack, { [prop]: end })).toThrow(new Error(
      `Stack/Migration: \`${prop}\` must name the \`associationRouteTableId\` of tgw-0f1e2d3c4b5a69788, got none; name the table that the VPN attachment is to look its ways up in`));
  });

  test('fails for a connection whose template has it elsewhere', () => {
    expect(() => newMigration(stack, { vpnConnection: newVpn(TargetGateway.none()) })).toThrow(new Error(
      'Stack/Migration: the target must be a virtual private gateway or a transit gateway here, got none; EC2 moves a connection between those two kinds only'));
  });

  test('fails with what it would not make on a transit gateway', () => {
    const to = TargetGateway.transitGateway(ids.tgw, {
      associationRouteTableId: ids.association,
      blackholeRoutes: [{ routeTableId: ids.spokes, destinationCidr: '10.0.0.0/8' }],
      attachmentTags: { Site: 'Berlin' },
    });

    expect(() => newMigration(stack, { to })).toThrow(new Error('Stack/Migration: `to` must be a transit gateway without `blackholeRoutes` and `attachmentTags`,'
      + ' which a move does not make; give them to the `SiteToSiteVpn` whose connection moves, and leave them out here'));
  });
});

describe('blackhole routes', () => {
  const onTables = (tables: Partial<TransitGatewayRouteTables>) =>
    TargetGateway.transitGateway(ids.tgw, { associationRouteTableId: ids.association, ...tables });

  test('stand in several tables, with their own ids and without attachment', () => {
    const target = onTables({
      staticRouteTableIds: [ids.spokes],
      blackholeRoutes: [
        { routeTableId: ids.spokes, destinationCidr: '10.0.0.0/8' },
        { routeTableId: ids.otherSpokes, destinationCidr: '10.0.0.0/8' },
        { routeTableId: ids.otherSpokes, destinationCidr: '2001:db8::/32' },
      ],
    });

    const vpn = newVpn(target, { routing: VpnRouting.staticRoutes(['10.1.0.0/16']), transitGatewayRouting: TransitGatewayRouting.LEAVE });

    const routes = Object.values(Template.fromStack(stack).findResources('AWS::EC2::TransitGatewayRoute')).map(({ Properties }) => Properties);
    expect(routes).toEqual([
      { TransitGatewayRouteTableId: ids.spokes, DestinationCidrBlock: '10.0.0.0/8', Blackhole: true },
      { TransitGatewayRouteTableId: ids.otherSpokes, DestinationCidrBlock: '10.0.0.0/8', Blackhole: true },
      { TransitGatewayRouteTableId: ids.otherSpokes, DestinationCidrBlock: '2001:db8::/32', Blackhole: true },
    ]);
    expect(vpn.node.tryFindChild(`Blackhole-${ids.otherSpokes}-10.0.0.0-8`)).toBeDefined();
  });

  test('take values that are known only at deployment', () => {
    const parameter = (name: string) => new CfnParameter(stack, name).valueAsString;

    newVpn(onTables({
      propagationRouteTableIds: [ids.spokes], blackholeRoutes: [{ routeTableId: parameter('Table'), destinationCidr: parameter('Cidr') }],
    }));

    Template.fromStack(stack).hasResourceProperties('AWS::EC2::TransitGatewayRoute', {
      TransitGatewayRouteTableId: { Ref: 'Table' }, DestinationCidrBlock: { Ref: 'Cidr' },
    });
  });

  test.each<[string, Partial<TransitGatewayRouteTables>, string]>([
    ['a VPC\'s table', { blackholeRoutes: [{ routeTableId: ids.rtb, destinationCidr: '10.0.0.0/8' }] },
      `\`blackholeRoutes[0].routeTableId\` must be the id of a transit gateway route table, which starts with tgw-rtb-, got "${ids.rtb}"`],
    ['what is no network', { blackholeRoutes: [{ routeTableId: ids.spokes, destinationCidr: ids.prefixList }] },
      `\`blackholeRoutes[0].destinationCidr\` must be an IPv4 or IPv6 CIDR block such as 10.1.0.0/16, got "${ids.prefixList}"`],
    ['host bits', { blackholeRoutes: [{ routeTableId: ids.spokes, destinationCidr: '10.1.0.0/8' }] },
      '`blackholeRoutes[0].destinationCidr` must begin at its network address, got "10.1.0.0/8"; write 10.0.0.0/8'],
    ['one route twice', { blackholeRoutes: [1, 2].map(() => ({ routeTableId: ids.spokes, destinationCidr: '10.0.0.0/8' })) },
      `\`blackholeRoutes[1]\` repeats \`blackholeRoutes[0]\`, got "10.0.0.0/8" twice in ${ids.spokes}; remove one of them`],
    ['a prefix list that is none', { prefixListReferences: [{ routeTableId: ids.spokes, prefixListId: '10.0.0.0/8' }] },
      '`prefixListReferences[0].prefixListId` must be the id of a prefix list, which starts with pl-, got "10.0.0.0/8"'],
    ['a VPC\'s table for a prefix list', { prefixListReferences: [{ routeTableId: ids.rtb, prefixListId: ids.prefixList }] },
      `\`prefixListReferences[0].routeTableId\` must be the id of a transit gateway route table, which starts with tgw-rtb-, got "${ids.rtb}"`],
    ['one prefix list twice', { prefixListReferences: [1, 2].map(() => ({ routeTableId: ids.spokes, prefixListId: ids.prefixList })) },
      `\`prefixListReferences[1]\` repeats \`prefixListReferences[0]\`, got "${ids.prefixList}" twice in ${ids.spokes}; remove one of them`],
  ])('fail with %s', (_case, tables, message) => {
    expect(() => onTables(tables)).toThrow(new Error(message));
  });

  test('fail where a static route to the VPN has the same network', () => {
    const target = onTables({ staticRouteTableIds: [ids.spokes], blackholeRoutes: [{ routeTableId: ids.spokes, destinationCidr: '10.1.0.0/16' }] });

    expect(() => newVpn(target, { routing: VpnRouting.staticRoutes(['10.1.0.0/16']) })).toThrow(new Error(
      `Stack/Vpn: \`blackholeRoutes[0]\` must be to another network than the static routes in its table, got "10.1.0.0/16" in ${ids.spokes}, which leads to the VPN there;`
      + ' remove it, or name a wider network'));
  });
});
