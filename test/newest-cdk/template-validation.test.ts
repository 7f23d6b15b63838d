/**
 * The newest aws-cdk-lib validates every template as it is synthesized, by AWS's own schemas: enumerations, ranges, forms
 * of ids. Here its findings are errors. The suite runs with its own Jest configuration, which puts the newest
 * aws-cdk-lib in the place of the oldest supported one.
 */
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { App, CfnResource, Duration, Resource, SecretValue, Stack } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as logs from 'aws-cdk-lib/aws-logs';
import {
  ClientVpnAuthorizationPolicy, ClientVpnDeviceTrustProvider, ClientVpnEndpoint, ClientVpnEndpointOptions, ClientVpnIpAddressType,
  CustomerGateway, DiffieHellmanGroup, DpdTimeoutAction, EncryptionAlgorithm, IkeVersion, InsideIpVersion, IntegrityAlgorithm, OnUndo,
  OutsideIpAddressType, PreSharedKeyStorage, SiteToSiteVpn, StartupAction, TargetGateway, TransitGatewayClientVpnEndpoint, TunnelBandwidth,
  TunnelLogFormat, TunnelOptions, VirtualPrivateGateway, VpcRoutes, VpnConcentrator, VpnRouting, VpnTargetMigration,
} from '../../src';
import { account, ids, newMigration, region, routesAsResources, transitGateway, virtualPrivateGateway } from '../constructs/construct-fixtures';

let app: App;
let stack: Stack;

beforeEach(() => {
  app = new App({ context: { '@aws-cdk/core:validateAgainstDefaultRules': true } });
  stack = new Stack(app, 'Stack', { env: { account, region } });
});

test('it is the newest aws-cdk-lib that is tested, and the constructs use it too', () => {
  const { version } = JSON.parse(readFileSync(require.resolve('aws-cdk-lib/package.json'), 'utf8')) as { version: string };

  expect(version).toBe('2.276.0');
  expect(new CustomerGateway(stack, 'Device', { ip: '203.0.113.10' })).toBeInstanceOf(Resource);
});

test('a connection on a virtual private gateway', () => {
  new SiteToSiteVpn(stack, 'Vpn', {
    target: virtualPrivateGateway(),
    routing: VpnRouting.staticRoutes(['10.1.0.0/16', '0.0.0.0/0']),
    targetChange: routesAsResources,
    ip: '203.0.113.10',
    asn: 4_200_000_000,
    tunnels: [
      { insideCidr: '169.254.10.0/30', preSharedKey: SecretValue.secretsManager('vpn/tunnel-1') },
      { insideCidr: '169.254.10.4/30', preSharedKey: SecretValue.secretsManager('vpn/tunnel-2') },
    ],
  });

  expect(findingsOf(app)).toEqual([]);
});

test('a connection on a transit gateway, with static routes and with BGP', () => {
  new SiteToSiteVpn(stack, 'Static', { target: transitGateway(), routing: VpnRouting.staticRoutes(['10.1.0.0/16']), targetChange: routesAsResources, ip: '203.0.113.10' });
  new SiteToSiteVpn(stack, 'Bgp', {
    target: TargetGateway.transitGateway(ids.tgw, { associationRouteTableId: ids.association, propagationRouteTableIds: [ids.spokes] }),
    routing: VpnRouting.bgp(),
    targetChange: routesAsResources,
    ip: '203.0.113.11',
  });

  expect(findingsOf(app)).toEqual([]);
});

describe('every option', () => {
  /** Every value of every enumeration, and both ends of every range. */
  function tunnel(insideCidr: string, options: TunnelOptions): TunnelOptions {
    const dhGroups = Object.values(DiffieHellmanGroup).filter((each): each is DiffieHellmanGroup => typeof each === 'number');
    const algorithms = {
      encryptionAlgorithms: Object.values(EncryptionAlgorithm), integrityAlgorithms: Object.values(IntegrityAlgorithm),
    };
    return {
      insideCidr,
      ikeVersions: Object.values(IkeVersion),
      phase1: {
        ...algorithms, dhGroups: dhGroups.filter((group) => group !== DiffieHellmanGroup.GROUP_5), lifetime: Duration.seconds(28_800),
      },
      phase2: { ...algorithms, dhGroups, lifetime: Duration.seconds(3_600) },
      lifecycleControl: true,
      ...options,
    };
  }

  test('of a connection over Direct Connect and of its tunnels', () => {
    new SiteToSiteVpn(stack, 'Vpn', {
      target: TargetGateway.transitGateway(ids.tgw, { associationRouteTableId: ids.association, propagationRouteTableIds: [ids.spokes] }),
      routing: VpnRouting.bgp(),
      targetChange: routesAsResources,
      customerGateway: new CustomerGateway(stack, 'Device', {
        ip: '10.20.30.40',
        asn: 65010,
        certificate: acm.Certificate.fromCertificateArn(stack, 'Certificate',
          'arn:aws:acm:eu-central-1:111122223333:certificate/01234567-89ab-cdef-0123-456789abcdef'),
      }),
      outsideIpAddressType: OutsideIpAddressType.PRIVATE_IPV4,
      transportTransitGatewayAttachmentId: 'tgw-attach-0a1b2c3d4e5f60718',
      acceleration: false,
      tunnelBandwidth: TunnelBandwidth.LARGE,
      insideIpVersion: InsideIpVersion.IPV4,
      localIpv4Cidr: '10.1.0.0/16',
      remoteIpv4Cidr: '10.2.0.0/16',
      preSharedKeyStorage: PreSharedKeyStorage.SECRETS_MANAGER,
      tunnels: [
        tunnel('169.254.10.0/30', {
          startupAction: StartupAction.START,
          dpdTimeoutAction: DpdTimeoutAction.RESTART,
          dpdTimeout: Duration.seconds(30),
          rekeyMargin: Duration.seconds(1_800),
          rekeyFuzzPercentage: 100,
          replayWindowSize: 2_048,
          logging: { activityLogGroup: new logs.LogGroup(stack, 'Activity'), activityLogFormat: TunnelLogFormat.JSON },
        }),
        tunnel('169.254.10.4/30', {
          startupAction: StartupAction.ADD,
          dpdTimeoutAction: DpdTimeoutAction.CLEAR,
          rekeyMargin: Duration.seconds(60),
          rekeyFuzzPercentage: 0,
          replayWindowSize: 64,
          logging: { bgpLogGroup: new logs.LogGroup(stack, 'Bgp'), bgpLogFormat: TunnelLogFormat.TEXT },
        }),
      ],
    });

    expect(findingsOf(app)).toEqual([]);
  });

  test('of a connection that carries IPv6 in IPv6', () => {
    new SiteToSiteVpn(stack, 'Vpn', {
      target: transitGateway(),
      routing: VpnRouting.staticRoutes(['10.1.0.0/16']),
      targetChange: routesAsResources,
      ip: '2001:db8::1',
      outsideIpAddressType: OutsideIpAddressType.IPV6,
      insideIpVersion: InsideIpVersion.IPV6,
      localIpv6Cidr: '2001:db8:1::/48',
      remoteIpv6Cidr: '::/0',
      tunnels: [{ insideIpv6Cidr: 'fd00:10::/126', dpdTimeoutAction: DpdTimeoutAction.NONE }, { insideIpv6Cidr: 'fd00:10::4/126' }],
    });

    expect(findingsOf(app)).toEqual([]);
  });
});

test('a connection at every other kind of place, with everything beside it', () => {
  const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: ids.vpc, availabilityZones: ['eu-central-1a'] });
  const gateway = new VirtualPrivateGateway(stack, 'Gateway', { vpc, amazonSideAsn: 64_600, propagatingRouteTableIds: [ids.otherRtb] });
  const concentrator = new VpnConcentrator(stack, 'Shops', {
    transitGatewayId: ids.tgw, associationRouteTableId: ids.association, propagationRouteTableIds: [ids.spokes],
  });
  const toIpv6 = (table: string) => VpcRoutes.staticRoutes([table], ['2001:db8::/32', ids.prefixList, '10.0.0.0/8']);
  const places: [string, TargetGateway, VpcRoutes[]][] = [
    ['Made', TargetGateway.ofVirtualPrivateGateway(gateway), [VpcRoutes.propagated([ids.rtb]), VpcRoutes.staticRoutes([ids.rtb], ['10.1.0.0/16'])]],
    ['Shop', TargetGateway.vpnConcentrator(concentrator), [toIpv6(ids.rtb)]],
    ['Office', TargetGateway.cloudWan('core-network-0a1b2c3d4e5f60718', { tags: { segment: 'offices' }, routingPolicyLabel: 'branch' }), [toIpv6(ids.otherRtb)]],
    ['Later', TargetGateway.none(), []],
    ['Hub', TargetGateway.transitGateway(ids.tgw, {
      associationRouteTableId: ids.association,
      propagationRouteTableIds: [ids.spokes],
      blackholeRoutes: [{ routeTableId: ids.spokes, destinationCidr: '10.0.0.0/8' }],
      prefixListReferences: [{ routeTableId: ids.spokes, prefixListId: ids.prefixList }],
      attachmentTags: { Site: 'Berlin' },
    }), [toIpv6('rtb-0a1b2c3d4e5f60003')]],
  ];

  const tunnels = places.map(([id, target, vpcRoutes], index) =>
    new SiteToSiteVpn(stack, id, { target, vpcRoutes, routing: VpnRouting.bgp(), targetChange: routesAsResources, ip: `203.0.113.1${index}` }).tunnels);

  expect(tunnels.flat()).toHaveLength(10);
  expect(findingsOf(app)).toEqual([]);
});

test('Client VPN endpoints in a VPC and on a transit gateway, told everything', () => {
  const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: ids.vpc, availabilityZones: ['eu-central-1a'], isolatedSubnetIds: ['subnet-0a1b2c3d4e5f60718'], vpcCidrBlock: '10.0.0.0/16',
  });
  const certificate = (digit: string) => `arn:aws:acm:eu-central-1:111122223333:certificate/${digit}1234567-89ab-cdef-0123-456789abcdef`;
  const options: ClientVpnEndpointOptions = {
    cidr: '10.200.0.0/22',
    serverCertificateArn: certificate('0'),
    clientCertificateArn: certificate('1'),
    endpointIpAddressType: ClientVpnIpAddressType.DUAL_STACK,
    trafficIpAddressType: ClientVpnIpAddressType.DUAL_STACK,
    sessionTimeout: ec2.ClientVpnSessionTimeout.TEN_HOURS,
    authorizationPolicy: ClientVpnAuthorizationPolicy.shadow('permit(principal, action, resource);'),
    deviceTrustProviders: [ClientVpnDeviceTrustProvider.crowdStrike('tenant-1', 'https://example.com/key'), ClientVpnDeviceTrustProvider.jamf('tenant-2')],
    logAuthorizationPolicyContext: true,
    port: ec2.VpnPort.OPENVPN,
    dnsServers: ['10.0.0.2'],
    clientLoginBanner: 'Mind the step.',
    tags: { Team: 'network' },
  };
  const securityGroups = [ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-0a1b2c3d4e5f60718')];

  const endpoint = new ClientVpnEndpoint(stack, 'Staff', { ...options, vpc, securityGroups });
  endpoint.addRoute('Office', { cidr: '10.1.0.0/16', target: ec2.ClientVpnRouteTarget.subnet(vpc.isolatedSubnets[0]) });
  const onTransitGateway = new TransitGatewayClientVpnEndpoint(stack, 'Guests', {
    ...options, transitGatewayId: ids.tgw, availabilityZones: ['eu-central-1a', 'eu-central-1b'],
  });
  onTransitGateway.addRoute('Office', { cidr: '10.1.0.0/16' });
  onTransitGateway.addAuthorizationRule('Everybody', { cidr: '10.1.0.0/16' });

  expect(findingsOf(app)).toEqual([]);
});

test('a move', () => {
  newMigration(stack, {
    vpcRouteTables: [{ routeTableId: ids.rtb, moved: ['0.0.0.0/0'], left: [ids.prefixList] }],
    onPremisesCidrs: ['10.1.0.0/16'],
    onRemoval: OnUndo.MOVE_BACK,
  });

  expect(stack.node.findAll().some((each) => each instanceof VpnTargetMigration)).toBe(true);
  expect(findingsOf(app)).toEqual([]);
});

test('fails on a template that CloudFormation would refuse, so that the tests above mean something', () => {
  new CfnResource(stack, 'Route', { type: 'AWS::EC2::VPNConnectionRoute', properties: { VpnConnectionId: ids.vpn, DestinationCidr: '10.1.0.0/16' } });

  expect(() => app.synth()).toThrow('Properties: \'DestinationCidrBlock\' is a required property');
});

/** Warnings do not stop a synthesis, but the report has them. */
function findingsOf(of: App): unknown[] {
  const report = readFileSync(path.join(of.synth().directory, 'validation-report.json'), 'utf8');
  return (JSON.parse(report) as { pluginReports: unknown[] }).pluginReports;
}
