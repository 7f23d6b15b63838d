/**
 * Every program takes every file that is rendered for it: a running charon loads it, `bird -p` and `vtysh -C` parse it, Libreswan's
 * `addconn` checks it and `algparse` knows its algorithms. Before each, the program is given a file with a fault, which it must refuse.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { Charon } from './charon';
import { Machine, Ran, run } from './machine';
import { Score } from './score';
import { readConfigurationXml } from '../../lambda/customer-gateway-configuration/ec2/configuration-xml';
import { deviceFiles } from '../../lambda/engine/device-configuration/device-files';
import { DeviceFile, DeviceSettings } from '../../src/contract/device-configuration/device-settings';
import { DeviceConnection, deviceConnection } from '../../src/contract/device-configuration/device-tunnel';
import { ALL_SETTINGS, connectionOf, contentOf, settingsOf } from '../engine/device-configuration/connections';
import { CONFIGURATION_OF_2012 } from '../lambda/customer-gateway-configuration/seed';

interface Rendered {
  readonly what: string;
  readonly connection: DeviceConnection;
  readonly settings: DeviceSettings;
  readonly files: readonly DeviceFile[];
}

export async function proveParsers(machine: Machine, score: Score): Promise<void> {
  const all = everythingRendered();
  await proveStrongSwan(machine, score, all.filter(({ settings }) => settings.device === 'strongswan'));
  await proveLibreswan(machine, score, all.filter(({ settings }) => settings.device === 'libreswan'));
  const withBgp = all.filter(({ connection }) => connection.routing === 'bgp');
  await proveRouting(machine, score, 'frr.conf', withBgp, (file) => run(['vtysh', '-C', '-f', file]), ['remote-as ', 'remote-as x']);
  await proveRouting(machine, score, 'bird.conf', withBgp, (file) => run(['bird', '-p', '-c', file]), ['hold time', 'hold tim']);
}

/** The XML of AWS's own example among them, whose tunnels have AWS's defaults, and as for a device of which the service knows nothing. */
function everythingRendered(): Rendered[] {
  const ipv6 = {
    awsInside: { ipAddress: 'fd00::1', prefixLength: 126 }, deviceInside: { ipAddress: 'fd00::2', prefixLength: 126 },
  };
  const seed = readConfigurationXml(CONFIGURATION_OF_2012);
  const ofSeed = deviceConnection(seed, seed.tunnels.map((tunnel) => ({ outsideIpAddress: tunnel.awsOutsideIpAddress })), 'pre-shared-key');
  const connections: readonly [what: string, connection: DeviceConnection, settings?: Partial<DeviceSettings>][] = [
    ['AWS\'s own example of 2012', ofSeed, { asn: 65_010 }],
    ['BGP', connectionOf()],
    ['static routing', connectionOf({ routing: 'static' })],
    ['IKEv1', connectionOf({ choices: { ikeVersions: ['ikev1'] } })],
    ['IPv6 inside', connectionOf({ tunnel: ipv6 }), { localNetworks: ['2001:db8:1::/48'] }],
    ['certificates', connectionOf({ authentication: 'certificate', tunnel: { deviceOutsideIpAddress: undefined } }), { localAddress: '10.9.0.2' }],
  ];
  return connections.flatMap(([what, connection, more]) => ALL_SETTINGS.map((some) => {
    const settings = settingsOf({ ...some, ...more });
    const { device, interfaceKind, routingDaemon } = settings;
    return { what: `${what}, ${device}, ${interfaceKind}, ${routingDaemon}`, connection, settings, files: deviceFiles(connection, settings) };
  }));
}

async function proveStrongSwan(machine: Machine, score: Score, all: readonly Rendered[]): Promise<void> {
  const root = machine.device('parsing', all[0].files);
  const configured = path.join(root, 'etc/swanctl');
  certify(configured);
  const charon = await Charon.start(machine, machine.namespace('parsing'), root);
  const load = (files: readonly DeviceFile[], change = (content: string) => content) => {
    rmSync(path.join(configured, 'conf.d'), { recursive: true, force: true });
    machine.device('parsing', files.map((file) => ({ ...file, content: change(file.content) })));
    return charon.swanctl('--load-all');
  };
  await score.check('swanctl refuses a word that it does not know', () => mustFail(load(all[0].files, (content) => content.replaceAll('ecp384', 'ecp385'))));
  for (const { what, connection, files } of all) {
    await score.check(`charon loads ${what}`, () => {
      mustPass(load(files));
      const loaded = charon.swanctl('--list-conns').output;
      for (const { number } of connection.tunnels) {
        if (!loaded.includes(`${connection.vpnConnectionId}-${number}: IKEv`)) throw new Error(`tunnel ${number} is not loaded: ${loaded}`);
      }
      const scripts = files.filter((file) => file.path.startsWith('/usr/local/sbin/'));
      for (const script of scripts) mustPass(run(['sh', '-n', path.join(root, script.path)]));
    });
  }
  await machine.stop(charon.process);
}

/** A device's certificate and the authority of AWS's end: here it is one and the same. */
function certify(configured: string): void {
  for (const folder of ['x509', 'x509ca', 'private']) mkdirSync(path.join(configured, folder), { recursive: true });
  const [certificate, key] = [path.join(configured, 'x509/cgw-0aaaaaaaaaaaaaaa2.pem'), path.join(configured, 'private/cgw-0aaaaaaaaaaaaaaa2.pem')];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=device', '-keyout', key, '-out', certificate], { stdio: 'pipe' });
  writeFileSync(path.join(configured, 'x509ca/cgw-0aaaaaaaaaaaaaaa2-authority.pem'), readFileSync(certificate));
}

async function proveLibreswan(machine: Machine, score: Score, all: readonly Rendered[]): Promise<void> {
  let programs = '';
  await score.check('Libreswan\'s programs are there', () => {
    programs = libreswanPrograms(machine);
    return programs;
  });
  if (programs === '') return;
  const file = path.join(machine.scratch, 'ipsec.conf');
  const check = (content: string) => {
    writeFileSync(file, content);
    return run([`${programs}/addconn`, '--config', file, '--checkconfig']);
  };
  const algorithms = (content: string) => {
    const version = content.includes('ikev2=no') ? '-v1' : '-v2';
    const lines = content.match(/^ +(ike|esp)=.*/gm) ?? [];
    if (lines.length < 2) throw new Error('there are no algorithms');
    const parsed = lines.map((line) => run([`${programs}/algparse`, version, '-pfs=yes', line.trim()]));
    return parsed.find(({ status }) => status !== 0) ?? parsed[0];
  };
  const first = contentOf(all[0].files, '/etc/ipsec.d/vpn-44a8938f.conf');
  await score.check('addconn refuses a value that it does not know', () => mustFail(check(first.replaceAll('=restart', '=rstart'))));
  await score.check('algparse refuses two groups in phase 2, of which the second could never be used', () =>
    mustFail(algorithms(first.replace(/esp=.*/, 'esp=aes256-sha2_512-dh20,aes256-sha2_512-dh21'))));
  for (const { what, files, connection } of all) {
    await score.check(`Libreswan takes ${what}`, () => {
      const content = contentOf(files, `/etc/ipsec.d/${connection.vpnConnectionId}.conf`);
      mustPass(check(content));
      mustPass(algorithms(content));
    });
  }
}

/** Debian's package cannot be installed beside strongSwan's, so it is unpacked. */
function libreswanPrograms(machine: Machine): string {
  const installed = '/usr/libexec/ipsec';
  if (existsSync(`${installed}/addconn`)) return installed;
  const folder = path.join(machine.scratch, 'libreswan');
  mkdirSync(folder);
  execFileSync('apt-get', ['download', '-o', 'APT::Sandbox::User=root', 'libreswan'], { cwd: folder, stdio: 'pipe' });
  const [archive] = readdirSync(folder).filter((name) => name.endsWith('.deb'));
  execFileSync('dpkg-deb', ['-x', path.join(folder, archive), folder], { stdio: 'pipe' });
  return path.join(folder, installed);
}

async function proveRouting(
  machine: Machine, score: Score, name: string, all: readonly Rendered[], parse: (file: string) => Ran,
  [right, wrong]: readonly [string, string],
): Promise<void> {
  const file = path.join(machine.scratch, name);
  const some = all.filter(({ files }) => files.some((each) => each.path.endsWith(name)));
  const check = (content: string) => {
    writeFileSync(file, content);
    return parse(file);
  };
  await score.check(`${name} with a fault is refused`, () => mustFail(check(contentOf(some[0].files, name).replaceAll(right, wrong))));
  for (const { what, files } of some) await score.check(`${name} is taken, ${what}`, () => mustPass(check(contentOf(files, name))));
}

function mustPass({ status, output }: Ran): void {
  if (status !== 0) throw new Error(`status ${status}: ${output.trim().slice(-1_000)}`);
}

function mustFail({ status }: Ran): void {
  if (status === 0) throw new Error('it was taken, so that taking anything proves nothing');
}
