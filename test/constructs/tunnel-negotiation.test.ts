/** What AWS may agree to with the device, and what it would refuse of it. */
import { Duration, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as logs from 'aws-cdk-lib/aws-logs';
import { ids, newStack, transitGateway, virtualPrivateGateway } from './construct-fixtures';
import {
  CustomerGateway, DiffieHellmanGroup, DpdTimeoutAction, EncryptionAlgorithm, IkeVersion, InsideIpVersion, IntegrityAlgorithm,
  SiteToSiteVpn, StartupAction, TargetGateway, TunnelLogFormat, TunnelLogging, TunnelOptions, VpnRouting,
} from '../../src';

const { seconds } = Duration;

let stack: Stack;

beforeEach(() => {
  stack = newStack();
});

function newVpn(...tunnels: TunnelOptions[]): SiteToSiteVpn {
  return new SiteToSiteVpn(stack, 'Vpn', { target: virtualPrivateGateway(), routing: VpnRouting.bgp(), ip: '203.0.113.10', tunnels });
}

function newIpv6Vpn(...tunnels: TunnelOptions[]): SiteToSiteVpn {
  const tables = { associationRouteTableId: ids.association, propagationRouteTableIds: [ids.spokes] };
  const target = TargetGateway.transitGateway(ids.tgw, tables);
  const insideIpVersion = InsideIpVersion.IPV6;
  return new SiteToSiteVpn(stack, 'Vpn', { target, routing: VpnRouting.bgp(), ip: '203.0.113.10', insideIpVersion, tunnels });
}

function renderedTunnels(): any[] {
  const [connection] = Object.values(Template.fromStack(stack).findResources('AWS::EC2::VPNConnection'));
  return connection.Properties.VpnTunnelOptionsSpecifications;
}

describe('in the template', () => {
  test('everything that can be said of a tunnel is said', () => {
    newVpn({
      insideCidr: '169.254.10.0/30',
      ikeVersions: [IkeVersion.IKEV2],
      phase1: {
        encryptionAlgorithms: [EncryptionAlgorithm.AES256_GCM_16],
        integrityAlgorithms: [IntegrityAlgorithm.SHA2_512],
        dhGroups: [DiffieHellmanGroup.GROUP_20, DiffieHellmanGroup.GROUP_21],
        lifetime: Duration.hours(2),
      },
      phase2: {
        encryptionAlgorithms: [EncryptionAlgorithm.AES256, EncryptionAlgorithm.AES128_GCM_16],
        integrityAlgorithms: [IntegrityAlgorithm.SHA2_256, IntegrityAlgorithm.SHA2_384],
        dhGroups: [DiffieHellmanGroup.GROUP_5],
        lifetime: Duration.minutes(30),
      },
      startupAction: StartupAction.START,
      dpdTimeout: seconds(45),
      dpdTimeoutAction: DpdTimeoutAction.RESTART,
      rekeyMargin: Duration.minutes(15),
      rekeyFuzzPercentage: 0,
      replayWindowSize: 2048,
      lifecycleControl: true,
    }, {});

    expect(renderedTunnels()).toEqual([{
      TunnelInsideCidr: '169.254.10.0/30',
      IKEVersions: [{ Value: 'ikev2' }],
      Phase1EncryptionAlgorithms: [{ Value: 'AES256-GCM-16' }],
      Phase1IntegrityAlgorithms: [{ Value: 'SHA2-512' }],
      Phase1DHGroupNumbers: [{ Value: 20 }, { Value: 21 }],
      Phase1LifetimeSeconds: 7200,
      Phase2EncryptionAlgorithms: [{ Value: 'AES256' }, { Value: 'AES128-GCM-16' }],
      Phase2IntegrityAlgorithms: [{ Value: 'SHA2-256' }, { Value: 'SHA2-384' }],
      Phase2DHGroupNumbers: [{ Value: 5 }],
      Phase2LifetimeSeconds: 1800,
      StartupAction: 'start',
      DPDTimeoutSeconds: 45,
      DPDTimeoutAction: 'restart',
      RekeyMarginTimeSeconds: 900,
      RekeyFuzzPercentage: 0,
      ReplayWindowSize: 2048,
      EnableTunnelLifecycleControl: true,
    }, {}]);
  });

  test('of what is not said, nothing is said: the dead peer time-out least of all, about which AWS\'s documents disagree', () => {
    newVpn({ phase1: {}, phase2: {} }, {});

    expect(renderedTunnels()).toEqual([{}, {}]);
  });

  test('every enumeration has the values that AWS lists', () => {
    expect(Object.values(IkeVersion)).toEqual(['ikev1', 'ikev2']);
    expect(Object.values(EncryptionAlgorithm)).toEqual(['AES128', 'AES256', 'AES128-GCM-16', 'AES256-GCM-16']);
    expect(Object.values(IntegrityAlgorithm)).toEqual(['SHA1', 'SHA2-256', 'SHA2-384', 'SHA2-512']);
    expect(Object.values(DiffieHellmanGroup).filter((each) => typeof each === 'number')).toEqual([2, 5, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24]);
    expect(Object.values(StartupAction)).toEqual(['add', 'start']);
    expect(Object.values(DpdTimeoutAction)).toEqual(['clear', 'none', 'restart']);
    expect(Object.values(TunnelLogFormat)).toEqual(['json', 'text']);
  });

  test('a connection that carries IPv6 has IPv6 addresses inside', () => {
    newIpv6Vpn({ insideIpv6Cidr: 'fd00:10::/126' }, { insideIpv6Cidr: 'fd00:10::4/126' });

    expect(renderedTunnels()).toEqual([{ TunnelInsideIpv6Cidr: 'fd00:10::/126' }, { TunnelInsideIpv6Cidr: 'fd00:10::4/126' }]);
  });
});

describe('the least and the most that AWS takes', () => {
  test.each<[string, TunnelOptions]>([
    ['phase 1', { phase1: { lifetime: seconds(901) }, phase2: { lifetime: seconds(900) } }],
    ['phase 1, at most', { phase1: { lifetime: seconds(28_800) } }],
    ['phase 2, at most', { phase1: { lifetime: seconds(3_601) }, phase2: { lifetime: seconds(3_600) } }],
    ['the rekey margin', { rekeyMargin: seconds(60) }],
    ['the rekey margin, at most', { rekeyMargin: seconds(1_800) }],
    ['the rekey margin of a short phase 2', { rekeyMargin: seconds(450), phase2: { lifetime: seconds(900) } }],
    ['the dead peer time-out', { dpdTimeout: seconds(30) }],
    ['the dead peer time-out, at most: there is no such thing', { dpdTimeout: Duration.days(1) }],
    ['the rekey fuzz', { rekeyFuzzPercentage: 0 }],
    ['the rekey fuzz, at most', { rekeyFuzzPercentage: 100 }],
    ['the replay window', { replayWindowSize: 64 }],
    ['the replay window, at most', { replayWindowSize: 2_048 }],
    ['IKEv2 among others, where AWS begins', { startupAction: StartupAction.START, ikeVersions: [IkeVersion.IKEV1, IkeVersion.IKEV2] }],
    ['IKEv1 alone, where the device begins', { startupAction: StartupAction.ADD, ikeVersions: [IkeVersion.IKEV1] }],
  ])('%s', (_case, tunnel) => {
    expect(() => newVpn(tunnel, {})).not.toThrow();
  });

  const afterPhase1 = (second: string, first: string) => `\`tunnels[1].phase2.lifetime\` must be less than the lifetime of phase 1, got ${second} and ${first};`
    + ' shorten phase 2 or lengthen phase 1';
  const overHalf = (half: number, got: number) => `\`tunnels[1].rekeyMargin\` must be at most half of the lifetime of phase 2, ${half} seconds, got ${got} seconds;`
    + ' shorten it or lengthen `phase2.lifetime`';

  test.each<[string, TunnelOptions, string]>([
    ['a short phase 1', { phase1: { lifetime: seconds(899) } },
      '`tunnels[1].phase1.lifetime` must be a whole number of seconds, from 900 to 28800, got 899 seconds'],
    ['a long phase 1', { phase1: { lifetime: seconds(28_801) } },
      '`tunnels[1].phase1.lifetime` must be a whole number of seconds, from 900 to 28800, got 28801 seconds'],
    ['half a second', { phase1: { lifetime: Duration.millis(900_500) } },
      '`tunnels[1].phase1.lifetime` must be a whole number of seconds, from 900 to 28800, got 900.5 seconds'],
    ['a short phase 2', { phase2: { lifetime: seconds(899) } },
      '`tunnels[1].phase2.lifetime` must be a whole number of seconds, from 900 to 3600, got 899 seconds'],
    ['a long phase 2', { phase2: { lifetime: seconds(3_601) } },
      '`tunnels[1].phase2.lifetime` must be a whole number of seconds, from 900 to 3600, got 3601 seconds'],
    ['phase 2 as long as phase 1', { phase1: { lifetime: seconds(1_000) }, phase2: { lifetime: seconds(1_000) } },
      afterPhase1('1000 seconds', '1000 seconds')],
    ['phase 2 longer than phase 1', { phase1: { lifetime: seconds(1_000) }, phase2: { lifetime: seconds(1_001) } },
      afterPhase1('1001 seconds', '1000 seconds')],
    ['the default of phase 2 longer than phase 1', { phase1: { lifetime: seconds(3_600) } },
      afterPhase1('3600 seconds, AWS\'s default,', '3600 seconds')],
    ['a short rekey margin', { rekeyMargin: seconds(59) },
      '`tunnels[1].rekeyMargin` must be a whole number of seconds, 60 or more, got 59 seconds'],
    ['a rekey margin over half of phase 2\'s default', { rekeyMargin: seconds(1_801) }, overHalf(1_800, 1_801)],
    ['a rekey margin over half of phase 2', { rekeyMargin: seconds(451), phase2: { lifetime: seconds(900) } }, overHalf(450, 451)],
    ['a short dead peer time-out', { dpdTimeout: seconds(29) },
      '`tunnels[1].dpdTimeout` must be a whole number of seconds, 30 or more, got 29 seconds'],
    ['a negative rekey fuzz', { rekeyFuzzPercentage: -1 }, '`tunnels[1].rekeyFuzzPercentage` must be a whole number from 0 to 100, got -1'],
    ['a rekey fuzz over 100', { rekeyFuzzPercentage: 101 }, '`tunnels[1].rekeyFuzzPercentage` must be a whole number from 0 to 100, got 101'],
    ['half a percent', { rekeyFuzzPercentage: 0.5 }, '`tunnels[1].rekeyFuzzPercentage` must be a whole number from 0 to 100, got 0.5'],
    ['a small replay window', { replayWindowSize: 63 }, '`tunnels[1].replayWindowSize` must be a whole number from 64 to 2048, got 63'],
    ['a large replay window', { replayWindowSize: 2_049 }, '`tunnels[1].replayWindowSize` must be a whole number from 64 to 2048, got 2049'],
  ])('fails with %s', (_case, tunnel, message) => {
    expect(() => newVpn({}, tunnel)).toThrow(new Error(`Stack/Vpn: ${message}`));
  });
});

describe('what may be agreed to', () => {
  test('fails with group 5 in phase 1', () => {
    expect(() => newVpn({ phase1: { dhGroups: [DiffieHellmanGroup.GROUP_14, DiffieHellmanGroup.GROUP_5] } })).toThrow(new Error(
      'Stack/Vpn: `tunnels[0].phase1.dhGroups` must not contain group 5, which AWS takes in phase 2 only; choose from 2 and 14 to 24'));
  });

  const lists: [string, (list: any[]) => TunnelOptions, unknown][] = [
    ['ikeVersions', (ikeVersions) => ({ ikeVersions }), IkeVersion.IKEV2],
    ...(['phase1', 'phase2'] as const).flatMap((phase): [string, (list: any[]) => TunnelOptions, unknown][] => [
      [`${phase}.encryptionAlgorithms`, (encryptionAlgorithms) => ({ [phase]: { encryptionAlgorithms } }), EncryptionAlgorithm.AES256],
      [`${phase}.integrityAlgorithms`, (integrityAlgorithms) => ({ [phase]: { integrityAlgorithms } }), IntegrityAlgorithm.SHA1],
      [`${phase}.dhGroups`, (dhGroups) => ({ [phase]: { dhGroups } }), DiffieHellmanGroup.GROUP_14],
    ]),
  ];

  test.each(lists)('fails with an empty %s', (prop, tunnelWith) => {
    expect(() => newVpn(tunnelWith([]))).toThrow(new Error(
      `Stack/Vpn: \`tunnels[0].${prop}\` must name at least one value, got an empty list; leave it out to allow all`));
  });

  test.each(lists)('fails with the same value twice in %s', (prop, tunnelWith, value) => {
    expect(() => newVpn(tunnelWith([value, value]))).toThrow(new Error(
      `Stack/Vpn: \`tunnels[0].${prop}\` must name each value once, got ${value} twice; remove one of them`));
  });

  test('warns of a second tunnel that allows everything, and is quiet when that is said, or both do', () => {
    newVpn({ ikeVersions: [IkeVersion.IKEV2] });
    const warning = 'the second tunnel has no options and allows every algorithm that AWS knows, the weakest too; give `tunnels` a second element,'
      + ' {} if that is meant [ack: cdk-site-to-site-vpn:oneTunnelWithoutOptions]';

    Annotations.fromStack(stack).hasWarning('/Stack/Vpn', warning);

    for (const tunnels of [[{ ikeVersions: [IkeVersion.IKEV2] }, {}], []]) {
      stack = newStack();
      newVpn(...tunnels);
      Annotations.fromStack(stack).hasNoWarning('/Stack/Vpn', Match.anyValue());
    }
  });
});

describe('who begins', () => {
  test('fails when AWS is to begin without IKEv2', () => {
    expect(() => newVpn({ startupAction: StartupAction.START, ikeVersions: [IkeVersion.IKEV1] })).toThrow(new Error(
      'Stack/Vpn: `tunnels[0].startupAction` must not be START without IKEv2, got `ikeVersions` ["ikev1"];'
      + ' AWS begins a negotiation with IKEv2 only, so add IKEV2 or let the device begin'));
  });

  function vpnToDevice(attributes: { withoutAddress?: boolean }, ...tunnels: TunnelOptions[]): void {
    const customerGateway = CustomerGateway.fromCustomerGatewayAttributes(stack, 'Device', { customerGatewayId: ids.cgw, ...attributes });
    new SiteToSiteVpn(stack, 'Vpn', { target: virtualPrivateGateway(), routing: VpnRouting.bgp(), customerGateway, tunnels });
  }

  test('fails when AWS is to begin and knows no address', () => {
    expect(() => vpnToDevice({ withoutAddress: true }, { startupAction: StartupAction.START })).toThrow(new Error(
      'Stack/Vpn: `tunnels[0].startupAction` must not be START for a customer gateway without an address, to which AWS cannot send anything;'
      + ' use a customer gateway with the address of the device, or let the device begin'));
  });

  test('warns when AWS is to begin anew and knows no address', () => {
    vpnToDevice({ withoutAddress: true }, {}, { dpdTimeoutAction: DpdTimeoutAction.RESTART });

    Annotations.fromStack(stack).hasWarning('/Stack/Vpn', 'AWS cannot restart a tunnel to a customer gateway without an address;'
      + ' use one with the address of the device, or another `dpdTimeoutAction` [ack: cdk-site-to-site-vpn:restartWithoutAddress]');
  });

  test('a customer gateway of which nothing is known may have an address', () => {
    vpnToDevice({}, { startupAction: StartupAction.START, dpdTimeoutAction: DpdTimeoutAction.RESTART }, {});

    expect(renderedTunnels()[0]).toEqual({ StartupAction: 'start', DPDTimeoutAction: 'restart' });
    Annotations.fromStack(stack).hasNoWarning('/Stack/Vpn', Match.anyValue());
  });
});

describe('IPv6 inside', () => {
  test.each(['fd00:10::', 'fd00:10::/64', 'fd00:10::/127', '2001:db8::/126', 'fc00::/126', '169.254.10.0/30', ''])('fails with %j', (insideIpv6Cidr) => {
    expect(() => newIpv6Vpn({}, { insideIpv6Cidr })).toThrow(new Error(
      `Stack/Vpn: \`tunnels[1].insideIpv6Cidr\` must be a /126 block in fd00::/8 such as fd00:10::/126, got ${JSON.stringify(insideIpv6Cidr)}`));
  });

  test.each([['fd00:10::1/126', 'fd00:10::/126'], ['fd00:10:0::/126', 'fd00:10::/126']])('fails with %s, which is %s', (insideIpv6Cidr, network) => {
    expect(() => newIpv6Vpn({ insideIpv6Cidr })).toThrow(new Error(
      `Stack/Vpn: \`tunnels[0].insideIpv6Cidr\` must begin at its network address, got "${insideIpv6Cidr}"; write ${network}`));
  });

  test('fails when both tunnels have the same block', () => {
    expect(() => newIpv6Vpn({ insideIpv6Cidr: 'fd00:10::/126' }, { insideIpv6Cidr: 'fd00:10::/126' })).toThrow(new Error(
      'Stack/Vpn: `tunnels[1].insideIpv6Cidr` must differ from `tunnels[0].insideIpv6Cidr`, got "fd00:10::/126" for both tunnels; choose another'));
  });

  test('fails on a connection that carries IPv4', () => {
    expect(() => newVpn({ insideIpv6Cidr: 'fd00:10::/126' })).toThrow(new Error('Stack/Vpn: `tunnels[0].insideIpv6Cidr` must not be given for a connection'
      + ' that carries IPv4, got "fd00:10::/126"; set `insideIpVersion` to IPV6 or remove it'));
  });

  test('warns of IPv4 addresses inside a connection that carries IPv6', () => {
    newIpv6Vpn({ insideCidr: '169.254.10.0/30' }, {});

    Annotations.fromStack(stack).hasWarning('/Stack/Vpn', 'the connection carries IPv6, and `insideCidr` is a block of IPv4 addresses;'
      + ' name the addresses inside the tunnel in `insideIpv6Cidr` [ack: cdk-site-to-site-vpn:insideIpv4OfIpv6]');
  });
});

describe('logs', () => {
  function loggingOf(logging: TunnelLogging, routing = VpnRouting.bgp()): unknown {
    new SiteToSiteVpn(stack, 'Vpn', { target: virtualPrivateGateway(), routing, ip: '203.0.113.10', tunnels: [{ logging }, {}] });
    return renderedTunnels()[0].LogOptions;
  }

  test('of activity and of BGP go to their groups, named without the streams', () => {
    const activityLogGroup = new logs.LogGroup(stack, 'Activity');
    const bgpLogGroup = logs.LogGroup.fromLogGroupArn(stack, 'Bgp', 'arn:aws:logs:eu-central-1:444455556666:log-group:/vpn/bgp:*');

    const rendered = loggingOf({
      activityLogGroup, activityLogFormat: TunnelLogFormat.TEXT, bgpLogGroup, bgpLogFormat: TunnelLogFormat.JSON,
    });

    const Partition = { Ref: 'AWS::Partition' };
    const activityName = stack.resolve(activityLogGroup.logGroupName);
    expect(rendered).toEqual({
      CloudwatchLogOptions: {
        LogEnabled: true,
        LogGroupArn: { 'Fn::Join': ['', ['arn:', Partition, ':logs:eu-central-1:111122223333:log-group:', activityName]] },
        LogOutputFormat: 'text',
        BgpLogEnabled: true,
        BgpLogGroupArn: { 'Fn::Join': ['', ['arn:', Partition, ':logs:eu-central-1:444455556666:log-group:/vpn/bgp']] },
        BgpLogOutputFormat: 'json',
      },
    });
  });

  test('that are not named are switched off', () => {
    expect(loggingOf({})).toEqual({ CloudwatchLogOptions: { LogEnabled: false, BgpLogEnabled: false } });
  });

  test('of BGP are not spoken of where there is none', () => {
    expect(loggingOf({}, VpnRouting.staticRoutes(['10.1.0.0/16']))).toEqual({ CloudwatchLogOptions: { LogEnabled: false } });
  });

  test('fail when they are of the BGP of a connection with static routes', () => {
    const bgpLogGroup = new logs.LogGroup(stack, 'Bgp');

    expect(() => loggingOf({ bgpLogGroup }, VpnRouting.staticRoutes(['10.1.0.0/16']))).toThrow(new Error(
      'Stack/Vpn: `tunnels[0].logging.bgpLogGroup` must not be given for a connection with static routes, which has no BGP sessions; remove it'));
  });

  test.each<[keyof TunnelLogging, string]>([['activityLogFormat', 'activityLogGroup'], ['bgpLogFormat', 'bgpLogGroup']])(
    'fail when they have %s and no group', (format, group) => {
      expect(() => loggingOf({ [format]: TunnelLogFormat.TEXT })).toThrow(new Error(
        `Stack/Vpn: \`tunnels[0].logging.${format}\` needs \`${group}\`, got "text" without a log group; name one or remove the format`));
    });
});

test('static routes on a transit gateway take the same options', () => {
  new SiteToSiteVpn(stack, 'Vpn', {
    target: transitGateway(),
    routing: VpnRouting.staticRoutes(['10.1.0.0/16']),
    ip: '203.0.113.10',
    tunnels: [{ startupAction: StartupAction.START }, { startupAction: StartupAction.START }],
  });

  expect(renderedTunnels()).toEqual([{ StartupAction: 'start' }, { StartupAction: 'start' }]);
});
