/** What each device is given, whole files of the usual case, and what differs in the others. */
import { ALL_SETTINGS, connectionOf, contentOf, KEYS, settingsOf } from './connections';
import { deviceFiles } from '../../../lambda/engine/device-configuration/device-files';
import { rekeyTimes } from '../../../lambda/engine/device-configuration/ipsec';
import { tunnelMtu } from '../../../lambda/engine/device-configuration/packet-size';
import { DeviceConnection, withoutKeys } from '../../../src/contract/device-configuration/device-tunnel';
import { HiddenKey } from '../../../src/contract/device-configuration/hidden-key';
import { EncryptionName, IntegrityName, tunnelProposals } from '../../../src/contract/device-configuration/tunnel-proposals';
import { UnfitForDevice } from '../../../src/contract/device-configuration/unfit-for-device';

const CHOICES = {
  phase1: { encryptionAlgorithms: ['AES256-GCM-16', 'AES256'], integrityAlgorithms: ['SHA2-384', 'SHA2-256'], dhGroups: [20, 14], lifetimeSeconds: 7_200 },
  phase2: { encryptionAlgorithms: ['AES128-GCM-16', 'AES128'], integrityAlgorithms: ['SHA2-256'], dhGroups: [19, 15], lifetimeSeconds: 1_800 },
};

describe('strongSwan', () => {
  const connection = connectionOf({ choices: CHOICES });
  const files = deviceFiles(connection, settingsOf());

  test('its files, and which one holds keys', () => {
    expect(files.map(({ path, holdsSecret }) => [path, holdsSecret])).toEqual([
      ['/etc/swanctl/conf.d/vpn-0aaaaaaaaaaaaaaa1.conf', false], ['/etc/swanctl/conf.d/vpn-0aaaaaaaaaaaaaaa1.secrets.conf', true],
      ['/etc/strongswan.d/aws-vpn.conf', false], ['/usr/local/sbin/vpn-0aaaaaaaaaaaaaaa1-interfaces', false], ['/etc/frr/frr.conf', false],
    ]);
  });

  test('a connection for each tunnel: what its options allow, and its own interface', () => {
    const [first, second] = contentOf(files, 'swanctl/conf.d/vpn-0aaaaaaaaaaaaaaa1.conf').split(/(?=^ {2}vpn-)/m).slice(1);
    expect(first).toBe(`  vpn-0aaaaaaaaaaaaaaa1-1 {
    version = 2
    local_addrs = 198.51.100.7
    remote_addrs = 203.0.113.4
    proposals = aes256gcm16-prfsha384-prfsha256-ecp384-modp2048,aes256-sha384-sha256-ecp384-modp2048
    rekey_time = 6660s
    rand_time = 333s
    over_time = 540s
    dpd_delay = 10s
    keyingtries = 0
    mobike = no
    unique = replace
    local {
      auth = psk
      id = 198.51.100.7
    }
    remote {
      auth = psk
      id = 203.0.113.4
    }
    children {
      vpn-0aaaaaaaaaaaaaaa1-1 {
        esp_proposals = aes128gcm16-ecp256-modp3072,aes128-sha256-ecp256-modp3072
        local_ts = 0.0.0.0/0
        remote_ts = 0.0.0.0/0
        if_id_in = 2863311377
        if_id_out = 2863311377
        rekey_time = 1260s
        rand_time = 63s
        life_time = 1800s
        replay_window = 1024
        start_action = trap|start
        close_action = start
        dpd_action = restart
      }
    }
  }
`);
    const replaced = first.replaceAll('a1-1 {', 'a1-2 {').replaceAll('203.0.113.4', '203.0.113.20').replaceAll('2863311377', '2863311378');
    expect(second).toBe(`${replaced}}\n`);
  });

  test('a key for each tunnel, in a file of their own', () => {
    expect(contentOf(files, '.secrets.conf')).toBe(`# vpn-0aaaaaaaaaaaaaaa1 between cgw-0aaaaaaaaaaaaaaa2 and its gateway
secrets {
  ike-vpn-0aaaaaaaaaaaaaaa1-1 {
    id-device = 198.51.100.7
    id-aws = 203.0.113.4
    secret = "${KEYS[0]}"
  }
  ike-vpn-0aaaaaaaaaaaaaaa1-2 {
    id-device = 198.51.100.7
    id-aws = 203.0.113.20
    secret = "${KEYS[1]}"
  }
}
`);
  });

  test('VTI has marks in place of interface ids, and a key that is the mark', () => {
    const vti = deviceFiles(connection, settingsOf({ interfaceKind: 'vti' }));
    expect(contentOf(vti, 'a1.conf')).toMatch(/mark_in = 2863311377\n +mark_out = 2863311377\n/);
    expect(contentOf(vti, 'a1.conf')).not.toContain('if_id');
    expect(contentOf(vti, '-interfaces')).toContain('ip link add awsaaaaaa1-1 type vti local 198.51.100.7 remote 203.0.113.4 key 2863311377\n');
  });

  test('IKEv1 where nothing else is allowed: one algorithm of each kind in a proposal, and one group in phase 2', () => {
    const content = contentOf(deviceFiles(connectionOf({ choices: { ...CHOICES, ikeVersions: ['ikev1'], dpdTimeoutSeconds: 45 } }), settingsOf()), 'a1.conf');
    expect(content).toContain('version = 1\n');
    expect(content).toContain('dpd_timeout = 45s\n');
    expect(content).toContain(' proposals = aes256-sha384-ecp384,aes256-sha384-modp2048,aes256-sha256-ecp384,aes256-sha256-modp2048\n');
    expect(content).toContain(' esp_proposals = aes128gcm16-ecp256,aes128-sha256-ecp256\n');
  });

  test('with certificates there is no key and no file for one', () => {
    const withCertificate = deviceFiles(connectionOf({ authentication: 'certificate', tunnel: { deviceOutsideIpAddress: undefined } }), settingsOf());
    expect(withCertificate.some(({ holdsSecret }) => holdsSecret)).toBe(false);
    const content = contentOf(withCertificate, 'a1.conf');
    expect(content).toContain('certs = cgw-0aaaaaaaaaaaaaaa2.pem');
    expect(content).toContain('cacerts = cgw-0aaaaaaaaaaaaaaa2-authority.pem');
    expect(content).not.toMatch(/local_addrs|psk|secret/);
  });

  test('behind NAT the device is at its own address, and is known by its outside one', () => {
    const behind = deviceFiles(connection, settingsOf({ localAddress: '192.168.1.2', interfaceKind: 'vti' }));
    expect(contentOf(behind, 'a1.conf')).toContain('local_addrs = 192.168.1.2\n');
    expect(contentOf(behind, 'a1.conf')).toContain('id = 198.51.100.7\n');
    expect(contentOf(behind, '-interfaces')).toContain('type vti local 192.168.1.2 remote');
  });

  test('IPv6 inside and outside', () => {
    const tunnel = {
      awsOutsideIpAddress: '2001:db8::4', deviceOutsideIpAddress: '2001:db8:7::7', awsInside: { ipAddress: 'fd00::1', prefixLength: 126 },
      deviceInside: { ipAddress: 'fd00::2', prefixLength: 126 },
    };
    const { tunnels: [first], ...rest } = connectionOf({ choices: CHOICES });
    const ipv6 = { ...rest, tunnels: [{ ...first, ...tunnel }] };
    const content = deviceFiles(ipv6, settingsOf({ interfaceKind: 'vti', localNetworks: ['2001:db8:1::/48'] }));
    expect(contentOf(content, 'a1.conf')).toContain('local_ts = ::/0\n');
    expect(contentOf(content, '-interfaces')).toContain('type vti6 local 2001:db8:7::7 remote 2001:db8::4');
    expect(contentOf(content, 'frr.conf')).toContain(' address-family ipv6 unicast\n  network 2001:db8:1::/48\n');
    expect(contentOf(content, 'frr.conf')).not.toContain('router-id');
    expect(() => deviceFiles(ipv6, settingsOf())).toThrow('the tunnels of vpn-0aaaaaaaaaaaaaaa1 carry IPv6, and 10.0.0.0/16 is not of it');
  });
});

describe('Libreswan', () => {
  test('a connection for each tunnel, one group in phase 2', () => {
    const files = deviceFiles(connectionOf({ choices: CHOICES }), settingsOf({ device: 'libreswan', interfaceKind: 'vti' }));
    expect(files.map(({ path, holdsSecret }) => [path, holdsSecret])).toEqual([
      ['/etc/ipsec.d/vpn-0aaaaaaaaaaaaaaa1.conf', false], ['/etc/ipsec.d/vpn-0aaaaaaaaaaaaaaa1.secrets', true], ['/etc/frr/frr.conf', false],
    ]);
    const [first] = contentOf(files, 'a1.conf').split(/(?=^conn )/m).slice(1);
    expect(first).toBe(`conn vpn-0aaaaaaaaaaaaaaa1-1
  ikev2=insist
  left=198.51.100.7
  right=203.0.113.4
  authby=secret
  leftid=198.51.100.7
  rightid=203.0.113.4
  leftsubnet=0.0.0.0/0
  rightsubnet=0.0.0.0/0
  ike=aes_gcm256-sha2_384+sha2_256-dh20+dh14,aes256-sha2_384+sha2_256-dh20+dh14
  esp=aes_gcm128-null-dh19,aes128-sha2_256-dh19
  pfs=yes
  ikelifetime=7200s
  salifetime=1800s
  rekeymargin=540s
  rekeyfuzz=5%
  keyingtries=%forever
  dpddelay=10
  dpdtimeout=30
  dpdaction=restart
  replay-window=1024
  mobike=no
  auto=start
  mark=2863311377/0xffffffff
  vti-interface=awsaaaaaa1-1
  vti-routing=no
  leftvti=169.254.10.2/30
`);
    expect(contentOf(files, '.secrets')).toContain(`198.51.100.7 203.0.113.20 : PSK "${KEYS[1]}"\n`);
  });

  test('IKEv1 has no lists, and no elliptic curves in phase 2', () => {
    const content = contentOf(deviceFiles(connectionOf({ choices: { ...CHOICES, ikeVersions: ['ikev1'] } }), settingsOf({ device: 'libreswan', interfaceKind: 'vti' })), 'a1.conf');
    expect(content).toContain('ike=aes256-sha2_384-dh20,aes256-sha2_384-dh14,aes256-sha2_256-dh20,aes256-sha2_256-dh14\n');
    expect(content).toContain('esp=aes_gcm128-null-dh15,aes128-sha2_256-dh15\n');
  });

  test('static routing: its own script is called first', () => {
    const files = deviceFiles(connectionOf({ routing: 'static' }), settingsOf({ device: 'libreswan', interfaceKind: 'vti' }));
    expect(contentOf(files, 'a1.conf')).toContain('leftupdown=/usr/local/sbin/vpn-0aaaaaaaaaaaaaaa1-routes\n');
    expect(contentOf(files, '-routes')).toContain('ipsec _updown "$@"\n');
  });

  test('with certificates, the nickname in its database', () => {
    const content = contentOf(deviceFiles(connectionOf({ authentication: 'certificate' }), settingsOf({ device: 'libreswan', interfaceKind: 'vti' })), 'a1.conf');
    expect(content).toMatch(/authby=rsasig\n +leftcert=cgw-0aaaaaaaaaaaaaaa2\n +leftid=%fromcert\n/);
  });
});

describe('routing', () => {
  test('FRR: a session through each tunnel, the local networks and no others', () => {
    expect(contentOf(deviceFiles(connectionOf(), settingsOf({ localNetworks: ['10.0.0.0/16', '10.9.0.0/24'] })), 'frr.conf')).toBe(
      `! vpn-0aaaaaaaaaaaaaaa1 between cgw-0aaaaaaaaaaaaaaa2 and its gateway
! \`bgpd=yes\` belongs into /etc/frr/daemons; \`vtysh -f\` adds this to what FRR has already
ip prefix-list vpn-0aaaaaaaaaaaaaaa1-announced seq 5 permit 10.0.0.0/16
ip prefix-list vpn-0aaaaaaaaaaaaaaa1-announced seq 10 permit 10.9.0.0/24
router bgp 65010
 bgp router-id 198.51.100.7
 no bgp ebgp-requires-policy
 no bgp default ipv4-unicast
 no bgp network import-check
 neighbor 169.254.10.1 remote-as 64512
 neighbor 169.254.10.1 description vpn-0aaaaaaaaaaaaaaa1-1 203.0.113.4
 neighbor 169.254.10.1 update-source 169.254.10.2
 neighbor 169.254.10.1 timers 10 30
 neighbor 169.254.10.1 timers connect 10
 neighbor 169.254.20.1 remote-as 64512
 neighbor 169.254.20.1 description vpn-0aaaaaaaaaaaaaaa1-2 203.0.113.20
 neighbor 169.254.20.1 update-source 169.254.20.2
 neighbor 169.254.20.1 timers 10 30
 neighbor 169.254.20.1 timers connect 10
 address-family ipv4 unicast
  network 10.0.0.0/16
  network 10.9.0.0/24
  neighbor 169.254.10.1 activate
  neighbor 169.254.10.1 prefix-list vpn-0aaaaaaaaaaaaaaa1-announced out
  neighbor 169.254.20.1 activate
  neighbor 169.254.20.1 prefix-list vpn-0aaaaaaaaaaaaaaa1-announced out
  maximum-paths 2
 exit-address-family
exit
`);
  });

  test('BIRD: the same, and a dead session keeps no routes', () => {
    const content = contentOf(deviceFiles(connectionOf(), settingsOf({ routingDaemon: 'bird', asn: 65020 })), 'bird.conf');
    expect(content).toContain('  route 10.0.0.0/16 unreachable;\n');
    expect(content.slice(content.indexOf('protocol bgp'), content.lastIndexOf('protocol bgp'))).toBe(`protocol bgp vpn_0aaaaaaaaaaaaaaa1_1 {
  description "vpn-0aaaaaaaaaaaaaaa1-1 203.0.113.4";
  local 169.254.10.2 as 65020;
  neighbor 169.254.10.1 as 64512;
  interface "awsaaaaaa1-1";
  direct;
  hold time 30;
  keepalive time 10;
  connect retry time 10;
  error wait time 5, 30;
  graceful restart off;
  long lived graceful restart off;
  ipv4 { import all; export where proto = "announced_vpn_0aaaaaaaaaaaaaaa1"; };
}
`);
  });

  test('static routing has no routing daemon: its routes follow the tunnels', () => {
    const files = deviceFiles(connectionOf({ routing: 'static' }), settingsOf());
    expect(files.map(({ path }) => path).at(-1)).toBe('/usr/local/sbin/vpn-0aaaaaaaaaaaaaaa1-routes');
    expect(contentOf(files, 'a1.conf')).toContain('updown = /usr/local/sbin/vpn-0aaaaaaaaaaaaaaa1-routes\n');
    expect(contentOf(files, '-routes')).toContain('for network in 10.1.0.0/16; do\n');
  });
});

describe('keys', () => {
  test.each(ALL_SETTINGS)('without keys their places are named: $device, $interfaceKind, $routingDaemon', (settings) => {
    const files = deviceFiles(withoutKeys(connectionOf()), settingsOf(settings));
    const text = JSON.stringify(files);
    for (const key of KEYS) expect(text).not.toContain(key);
    expect(contentOf(files, '.secrets')).toContain('put the pre-shared key of the tunnel to 203.0.113.20 here');
  });

  test.each(ALL_SETTINGS)('a key is in no file but the one that says so: $device, $interfaceKind, $routingDaemon', (settings) => {
    const files = deviceFiles(connectionOf(), settingsOf(settings));
    for (const { content, holdsSecret } of files) for (const key of KEYS) expect(content.includes(key)).toBe(holdsSecret);
  });

  test.each([
    ['0x61626364', '0x30783631363236333634'], ['0s61626364', '0x30733631363236333634'], ['a"b\nc d', '0x6122620a632064'],
    ['plain-text-password1', '"plain-text-password1"'], ['a._B9', '"a._B9"'],
  ])('%j cannot end its line, and is not decoded', (key, text) => {
    const files = (device: 'strongswan' | 'libreswan') => deviceFiles(connectionOf({ tunnel: { key: new HiddenKey(key) } }), settingsOf({ device, interfaceKind: 'vti' }));
    expect(contentOf(files('strongswan'), '.secrets.conf')).toContain(`    secret = ${text}\n`);
    expect(contentOf(files('libreswan'), '.secrets')).toContain(` : PSK ${text}\n`);
  });
});

test.each<[what: string, connection: DeviceConnection, settings: Parameters<typeof settingsOf>[0], message: string]>([
  ['nothing to announce', connectionOf(), { localNetworks: [] }, 'vpn-0aaaaaaaaaaaaaaa1 has BGP, and nothing says what the device announces to AWS'],
  ['nothing to reach', connectionOf({ routing: 'static' }), { remoteNetworks: [] }, 'vpn-0aaaaaaaaaaaaaaa1 has static routing, and nothing says what the device reaches through it'],
  ['a network of the other version', connectionOf({ routing: 'static' }), { remoteNetworks: ['fd00::/8'] }, 'the tunnels of vpn-0aaaaaaaaaaaaaaa1 carry IPv4, and fd00::/8 is not of it'],
  ['no number', connectionOf({ tunnel: { bgp: { aws: { asn: 7224 }, device: {}, holdTimeSeconds: 30 } } }), {}, 'the configuration of vpn-0aaaaaaaaaaaaaaa1 does not tell the device\'s BGP number'],
  ['Libreswan with xfrm interfaces', connectionOf(), { device: 'libreswan' }, 'Libreswan is configured with VTI interfaces only'],
  ['Libreswan with a group that it does not have', connectionOf({ choices: { phase2: { dhGroups: [24, 2] } } }), { device: 'libreswan', interfaceKind: 'vti' },
    'tunnel 1 allows Diffie-Hellman group 24, 2 in phase 2, which Libreswan does not have here'],
  ...(['strongswan', 'libreswan'] as const).map((device): [string, DeviceConnection, object, string] => [
    `${device} with IKEv1 and GCM`, connectionOf({ choices: { ikeVersions: ['ikev1'], phase1: { encryptionAlgorithms: ['AES128-GCM-16'] } } }),
    { device, interfaceKind: 'vti' }, 'tunnel 1 allows IKEv1 only, and of encryption in phase 1 only AES-GCM, which ',
  ]),
])('%s is refused', (_what, connection, settings, message) => {
  expect(() => deviceFiles(connection, settingsOf(settings))).toThrow(UnfitForDevice);
  expect(() => deviceFiles(connection, settingsOf(settings))).toThrow(message);
});

test('the options that are not known are named at the head', () => {
  const connection = connectionOf({ choices: { phase1: { dhGroups: [20, 31] } } });
  expect(contentOf(deviceFiles(connection, settingsOf()), 'a1.conf')).toContain(
    '# allowed by the tunnel options, but not known and left out: tunnel 1: phase 1 Diffie-Hellman group 31, tunnel 2: phase 1 Diffie-Hellman group 31\n');
});

test('the device negotiates before AWS does, and within the lifetime, whatever is chosen', () => {
  for (const lifetimeSeconds of [900, 1_000, 3_600, 28_800]) {
    for (const rekeyMarginSeconds of [60, 270, Math.min(lifetimeSeconds / 2, 1_800)]) {
      for (const rekeyFuzzPercentage of [0, 50, 100]) {
        const proposals = tunnelProposals({ phase2: { lifetimeSeconds }, rekeyMarginSeconds, rekeyFuzzPercentage });
        const { rekeySeconds, randomSeconds } = rekeyTimes(proposals, proposals.phase2);
        expect(rekeySeconds - randomSeconds).toBeGreaterThan(400);
        expect(rekeySeconds).toBeLessThan(lifetimeSeconds);
        const awsBegins = lifetimeSeconds - proposals.awsRekeys.earliestSecondsBefore;
        if (awsBegins >= lifetimeSeconds / 2) expect(rekeySeconds).toBeLessThanOrEqual(awsBegins);
      }
    }
  }
});

/** @see https://docs.aws.amazon.com/vpn/latest/s2svpn/cgw-best-practice.html of which these are the rows with NAT traversal */
test.each<[EncryptionName, IntegrityName, number]>([
  ['AES256-GCM-16', 'SHA1', 1_438], ['AES128', 'SHA1', 1_422], ['AES128', 'SHA2-256', 1_422], ['AES256', 'SHA2-384', 1_422], ['AES256', 'SHA2-512', 1_406],
])('packets into a tunnel with %s and %s have at most %d bytes', (encryption, integrity, mtu) => {
  const [tunnel] = connectionOf({ choices: { phase2: { encryptionAlgorithms: [encryption], integrityAlgorithms: [integrity] } } }).tunnels;
  expect(tunnelMtu(tunnel)).toBe(mtu);
});
