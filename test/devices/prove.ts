/**
 * `npx projen prove:devices`: that real programs take what is rendered for a device, and do with it what they should. It needs root and
 * Debian's packages; where one is missing nothing is proved, and it says so and fails.
 */
import { proveEndToEnd } from './end-to-end';
import { Machine, missingHere } from './machine';
import { proveNegotiation } from './negotiation';
import { proveParsers } from './parsers';
import { Score } from './score';

/** What must be there, and the packages that bring it. */
const PROGRAMS = {
  '/usr/sbin/swanctl': 'strongswan-swanctl',
  '/usr/sbin/charon-systemd': 'charon-systemd',
  '/usr/lib/ipsec/plugins/libstrongswan-kernel-libipsec.so': 'libcharon-extra-plugins',
  '/usr/lib/ipsec/plugins/libstrongswan-openssl.so': 'libstrongswan-standard-plugins',
  '/usr/bin/vtysh': 'frr',
  '/usr/sbin/bird': 'bird2',
  '/sbin/ip': 'iproute2',
  '/usr/bin/openssl': 'openssl',
  '/usr/bin/linux.uml': 'user-mode-linux',
  '/usr/sbin/modprobe': 'kmod',
  '/usr/bin/ping': 'iputils-ping',
  '/usr/sbin/sysctl': 'procps',
};

/** What Libreswan, which is unpacked and not installed, needs besides. */
const LIBRARIES = ['libldns3', 'libevent-pthreads-2.1-7', 'libunbound8', 'libcurl3-nss'];

void main();

async function main(): Promise<void> {
  const missing = missingHere(PROGRAMS);
  const score = new Score();
  if (missing.length > 0) {
    for (const each of missing) score.count(false, each);
    const packages = [...new Set([...Object.values(PROGRAMS), ...LIBRARIES])].join(' ');
    console.log(`nothing can be proved here. On Debian 12, as root: apt-get install --no-install-recommends ${packages}`);
  } else {
    const machine = new Machine();
    // Whoever is interrupted leaves nothing running.
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void machine.close().then(() => process.exit(1)));
    try {
      await score.check('the parsers', async () => proveParsers(machine, score));
      await score.check('the negotiations', async () => proveNegotiation(machine, score));
      await proveEndToEnd(machine, score);
    } finally {
      await machine.close();
    }
  }
  process.exitCode = score.end();
}
