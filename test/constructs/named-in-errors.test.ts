/** Every public construct names itself in its errors, whatever throws: the constructor, a method, an accessor, a static `from…`. */
import { App, Duration, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { account, ids, newMigration, newStack, region, transitGateway, virtualPrivateGateway } from './construct-fixtures';
import * as library from '../../src';
import {
  AllVpnConnectionsDownAlarm, ClassicVpnMigration, ClientVpnEndpoint, ConfigurationFormat, CustomerGateway, CustomerGatewayConfiguration,
  MigrationRecords, PreSharedKeySecret, RedundantSiteToSiteVpn, SiteToSiteVpn, SiteToSiteVpnProps, TargetChange, TargetGateway,
  TransitGatewayClientVpnEndpoint, TunnelLogGroup, VirtualPrivateGateway, VirtualPrivateGatewayReplacement, VpnConcentrator,
  VpnConnectionDownAlarm, VpnDashboard, VpnRouting, VpnTargetMigration, VpnTunnelDownAlarm,
} from '../../src';

type ConstructClass = new (scope: Construct, id: string, props?: any) => Construct;

const CLASSES = Object.entries(library as Record<string, unknown>).filter((entry): entry is [string, ConstructClass] =>
  typeof entry[1] === 'function' && entry[1].prototype instanceof Construct);

const certificate = `arn:aws:acm:${region}:${account}:certificate/01234567-89ab-cdef-0123-456789abcdef`;
const clientVpn = { serverCertificateArn: certificate, clientCertificateArn: certificate };
const bgpVpn: SiteToSiteVpnProps = { ip: '203.0.113.10', target: TargetGateway.none(), routing: VpnRouting.bgp() };

function newVpn(scope: Construct, props: Partial<SiteToSiteVpnProps> = {}, id = 'Vpn'): SiteToSiteVpn {
  return new SiteToSiteVpn(scope, id, { ...bgpVpn, ...props });
}

/** Its customer gateway is named after what cannot be changed of the connection. */
const CUSTOMER_GATEWAY = newVpn(newStack()).node.findAll().find((each) => each instanceof CustomerGateway)!.node.id;

function replacement(scope: Construct, Class: typeof VirtualPrivateGatewayReplacement): VirtualPrivateGatewayReplacement {
  const gateway = virtualPrivateGateway();
  return new Class(scope, 'It', { from: gateway, to: gateway, connections: [] });
}

/** One wrong use of each class, in a scope of which it becomes child `It`, and how its error goes on behind the path. */
const ERRORS: Record<string, readonly [wrong: (scope: Construct) => unknown, message: string]> = {
  AllVpnConnectionsDownAlarm: [
    (scope) => new AllVpnConnectionsDownAlarm(scope, 'It', { connectionDownAlarms: [] }), '`connectionDownAlarms` must have at least 2 elements, got 0;',
  ],
  ClassicVpnMigration: [(scope) => replacement(scope, ClassicVpnMigration), '`from` and `to` must be two virtual private gateways, got "vgw-'],
  ClientVpnEndpoint: [
    (scope) => new ClientVpnEndpoint(scope, 'It', { ...clientVpn, vpc: new ec2.Vpc(scope, 'Vpc'), cidr: '10.0.0.0/22' }),
    '`cidr` must not overlap with the VPC\'s block 10.0.0.0/16, got "10.0.0.0/22";',
  ],
  CustomerGateway: [(scope) => new CustomerGateway(scope, 'It', { ip: 'here' }), '`ip` must be an IPv4 address such as'],
  CustomerGatewayConfiguration: [
    (scope) => new CustomerGatewayConfiguration(scope, 'It', { vpnConnection: newVpn(scope), format: ConfigurationFormat.xml(), secretName: '' }),
    '`secretName` must be 1 to 512 letters,',
  ],
  MigrationRecords: [
    (scope) => [new MigrationRecords(scope, 'It'), new MigrationRecords(scope, 'It')], 'There is already a Construct with name \'It\' in ',
  ],
  PreSharedKeySecret: [(scope) => new PreSharedKeySecret(scope, 'It', { length: 7 }), '`length` must be a whole number from 8 to 64, got 7;'],
  RedundantSiteToSiteVpn: [
    (scope) => new RedundantSiteToSiteVpn(scope, 'It', { ...bgpVpn, first: { ip: '203.0.113.10' }, second: { ip: '203.0.113.10' } }),
    'the second device must have another address than the first, got "203.0.113.10" for both;',
  ],
  SiteToSiteVpn: [(scope) => newVpn(scope, { ip: undefined }, 'It'), 'give either `customerGateway` or `ip`, got neither;'],
  TransitGatewayClientVpnEndpoint: [
    (scope) => new TransitGatewayClientVpnEndpoint(scope, 'It', { ...clientVpn, transitGatewayId: ids.tgw, cidr: '10.0.0.0/22' }),
    'either `availabilityZones` or `availabilityZoneIds` must be given,',
  ],
  TunnelLogGroup: [(scope) => new TunnelLogGroup(scope, 'It', { logGroupName: 'aws/mine' }), '`logGroupName` must be 1 to 512 letters,'],
  VirtualPrivateGateway: [(scope) => new VirtualPrivateGateway(scope, 'It', { amazonSideAsn: 7 }), '`amazonSideAsn` must be a whole number from 64512'],
  VirtualPrivateGatewayReplacement: [
    (scope) => replacement(scope, VirtualPrivateGatewayReplacement), '`from` and `to` must be two virtual private gateways, got "vgw-',
  ],
  VpnConcentrator: [(scope) => new VpnConcentrator(scope, 'It', { transitGatewayId: 'mine' }), '`transitGatewayId` must be the id of a transit gateway,'],
  VpnConnectionDownAlarm: [
    (scope) => new VpnConnectionDownAlarm(scope, 'It', { vpnConnection: newVpn(scope), period: Duration.seconds(7) }), '\'period\' must be 1, 5, 10, ',
  ],
  VpnDashboard: [(scope) => new VpnDashboard(scope, 'It', { connections: [] }), '`connections` must name at least one connection,'],
  VpnTargetMigration: [
    (scope) => new VpnTargetMigration(scope, 'It', { vpnConnection: newVpn(scope), from: virtualPrivateGateway(), to: virtualPrivateGateway() }),
    '`from` and `to` must be two gateways, got ',
  ],
  VpnTunnelDownAlarm: [
    (scope) => new VpnTunnelDownAlarm(scope, 'It', { vpnConnection: newVpn(scope), tunnelOutsideIpAddress: 'here' }),
    '`tunnelOutsideIpAddress` must be an IPv4 address such as',
  ],
};

/** Nested, since the path of a child of the app is but its id. */
function newScope(): Construct {
  return new Construct(newStack('Network'), 'Site');
}

function errorOf(wrong: () => unknown): Error {
  try {
    wrong();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
}

test('each public construct has a row here', () => {
  expect(Object.keys(ERRORS)).toEqual(CLASSES.map(([name]) => name).sort());
});

test.each(Object.entries(ERRORS))('%s', (_name, [wrong, message]) => {
  const said = errorOf(() => wrong(newScope())).message;
  expect(said.slice(0, `Network/Site/It: ${message}`.length)).toBe(`Network/Site/It: ${message}`);
  expect(said.split('Network/Site/It:')).toHaveLength(2);
});

/** What is not thrown by a constructor, each with the path of whose it is. */
const MEMBERS: Record<string, readonly [wrong: (scope: Construct) => unknown, message: string]> = {
  'an accessor': [(scope) => newVpn(scope).transitGatewayAttachmentId, 'Vpn: `transitGatewayAttachmentId` does not exist, since the connection ends on no'],
  'another accessor': [(scope) => newVpn(scope).amazonSideAsn, 'Vpn: `amazonSideAsn` is not known, since the connection ends on no gateway;'],
  'a method': [
    (scope) => new TransitGatewayClientVpnEndpoint(scope, 'Endpoint', {
      ...clientVpn, transitGatewayId: ids.tgw, cidr: '10.0.0.0/22', availabilityZones: ['a', 'b'],
    }).addRoute('Route', { cidr: 'there' }),
    'Endpoint: `cidr` must be an IPv4 or IPv6 CIDR block',
  ],
  'a method with an empty list': [
    (scope) => newMigration(Stack.of(scope), {}, 'Move').onPhase('Rule', { phases: [] }), 'Move: `phases` must name a phase at least, got none;',
  ],
  'a static method': [(scope) => SiteToSiteVpn.fromVpnConnectionId(scope, 'Vpn', 'mine'), 'Vpn: `vpnConnectionId` must be the id of a VPN connection,'],
  'a static method of an interface': [
    (scope) => VirtualPrivateGateway.fromVpnGatewayId(scope, 'Gateway', 'mine'), 'Gateway: `vpnGatewayId` must be the id of a virtual private gateway,',
  ],
  'a look-up': [(scope) => SiteToSiteVpn.fromLookup(scope, 'Vpn', {}), 'Vpn: give `vpnConnectionId`, `tags`,'],
  'an accessor of a construct taken from elsewhere': [
    (scope) => CustomerGateway.fromCustomerGatewayId(scope, 'Device', ids.cgw).customerGatewayIp, 'Device: `customerGatewayIp` is unknown, since',
  ],
  'an accessor of a connection taken from elsewhere': [
    (scope) => SiteToSiteVpn.fromVpnConnectionId(scope, 'Vpn', ids.vpn).customerGatewayId, 'Vpn: `customerGatewayId` is unknown, since',
  ],
  'an accessor of another construct': [
    (scope) => new VpnDashboard(scope, 'Dashboard', {
      connections: [{
        vpnConnection: newVpn(scope), get tunnelOutsideIpAddresses() {
          return [newVpn(scope, {}, 'Other').coreNetworkAttachmentId];
        },
      }],
    }), 'Other: `coreNetworkAttachmentId` does not exist,',
  ],
  'a construct inside of another': [
    (scope) => new RedundantSiteToSiteVpn(scope, 'Pair', { ...bgpVpn, first: { ip: '203.0.113.10' }, second: { ip: 'there' } }),
    `Pair/Second/${CUSTOMER_GATEWAY}: \`ip\` must be an IPv4 address`,
  ],
  'custom resources around a connection': [
    (scope) => newVpn(scope, { targetChange: TargetChange.withRoutes() }), 'Vpn: `targetChange` must be left out, since the connection ends on no gateway;',
  ],
  'an end that is evaluated late': [
    (scope) => new VirtualPrivateGatewayReplacement(scope, 'Replacement', { from: transitGateway(), to: virtualPrivateGateway(), connections: [] }),
    'Replacement: `from` must be a virtual private gateway, got transit gateway',
  ],
  'an id with a slash': [(scope) => newVpn(scope, { ip: 'here' }, 'To/Paris'), `To--Paris/${CUSTOMER_GATEWAY}: \`ip\` must be an IPv4 address`],
};

test.each(Object.entries(MEMBERS))('%s', (_name, [wrong, message]) => {
  const scope = newScope();
  const said = errorOf(() => wrong(scope)).message;
  const path = message.startsWith('Move') ? `Network/${message}` : `Network/Site/${message}`;
  expect(said.slice(0, path.length)).toBe(path);
  expect(said.match(/Network\//g)).toHaveLength(1);
});

/** As somebody reads them who sees nothing else. */
const MESSAGES: readonly (readonly [wrong: (scope: Construct) => unknown, message: string])[] = [
  [(scope) => newVpn(scope, { ip: undefined }),
    'Network/Site/Vpn: give either `customerGateway` or `ip`, got neither; the connection needs an on-premises device'],
  [(scope) => newVpn(scope, { tunnels: [{ insideCidr: '10.0.0.0/30' }] }),
    'Network/Site/Vpn: `tunnels[0].insideCidr` must be a /30 block in 169.254.0.0/16 such as 169.254.10.0/30, got "10.0.0.0/30"'],
  [(scope) => newVpn(scope, { localIpv4Cidr: '10.1.2.3/16' }),
    'Network/Site/Vpn: `localIpv4Cidr` must begin at its network address, got "10.1.2.3/16"; write 10.1.0.0/16'],
  [(scope) => newVpn(scope, { asn: 7224 }),
    `Network/Site/Vpn/${CUSTOMER_GATEWAY}: \`asn\` must not be 7224, which AWS keeps for itself in every region;`
    + ' use another number of yours, or a private one: 64512 to 65534 or 4200000000 to 4294967294'],
  [(scope) => newVpn(scope).targetChangeAlarm,
    'Network/Site/Vpn: `targetChangeAlarm` does not exist, since no custom resource looks after its edits; ask for them: `targetChange: TargetChange.withRoutes()`'],
];

test.each(MESSAGES.map(([wrong, message]) => [message, wrong] as const))('%s', (message, wrong) => {
  const scope = newScope();
  expect(() => wrong(scope)).toThrow(new Error(message));
});

/** A construct that fails with an error of somebody else while it is made. */
function failWith(error: unknown, Class: typeof SiteToSiteVpn = SiteToSiteVpn): unknown {
  const props = Object.defineProperty({ ...bgpVpn }, 'tunnels', { get: () => { throw error; } });
  try {
    return new Class(newScope(), 'Vpn', props);
  } catch (caught) {
    return caught;
  }
}

class OddError extends Error {
  public readonly code = 7;
}

describe('an error of somebody else', () => {
  test('stays the error that it is, and says where it came from, in its stack too', () => {
    const cause = new Error('the cause');
    const thrown = new OddError('odd', { cause });
    const [, ...frames] = thrown.stack!.split('\n');
    expect(failWith(thrown)).toBe(thrown);
    expect(thrown).toMatchObject({ code: 7, cause, message: 'Network/Site/Vpn: odd' });
    expect(thrown.stack!.split('\n')).toEqual(['Error: Network/Site/Vpn: odd', ...frames]);
  });

  test('says so once, however often it is thrown on', () => {
    const thrown = new Error('odd');
    failWith(thrown);
    failWith(thrown);
    expect(thrown.message).toBe('Network/Site/Vpn: odd');
  });

  test('that cannot be written stays as it is', () => {
    const thrown = Object.freeze(new Error('odd'));
    expect(failWith(thrown)).toBe(thrown);
    expect(thrown.message).toBe('odd');
  });

  test('may be no error at all', () => {
    expect(failWith('odd')).toBe('odd');
  });

  test('is left alone in the constructor of a class that extends ours', () => {
    class Mine extends SiteToSiteVpn {
      constructor(scope: Construct, id: string, props: SiteToSiteVpnProps) {
        super(scope, id, props);
        throw new OddError('mine');
      }
    }
    expect(() => new Mine(newScope(), 'Vpn', bgpVpn)).toThrow(new OddError('mine'));
    expect((failWith(new Error('odd'), Mine) as Error).message).toBe('Network/Site/Vpn: odd');
  });

  test('has no path where there is no scope', () => {
    expect(() => new SiteToSiteVpn(undefined as never, 'Vpn', bgpVpn)).toThrow(/^(?!.*Vpn: )/);
    expect(errorOf(() => new SiteToSiteVpn(new App(), '', bgpVpn)).message).toMatch(/^(?!: )/);
  });
});

describe('a decorated class', () => {
  test.each(CLASSES)('%s has its name', (name, Class) => {
    expect(Class.name).toBe(name);
    expect(Class.prototype.constructor).toBe(Class);
  });

  test('is the class of what it makes, and of what extends it', () => {
    class Mine extends SiteToSiteVpn {}
    const mine = new Mine(newScope(), 'Vpn', bgpVpn);
    const stack = errorOf(() => newVpn(newScope()).transitGatewayAttachmentId).stack;
    expect(mine).toBeInstanceOf(SiteToSiteVpn);
    expect(mine).toBeInstanceOf(Mine);
    expect(mine.constructor.name).toBe('Mine');
    expect(stack).toContain('at SiteToSiteVpn.get transitGatewayAttachmentId ');
    expect(Mine.fromVpnConnectionId(mine, 'Other', ids.vpn).vpnId).toBe(ids.vpn);
  });
});
