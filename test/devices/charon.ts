/** strongSwan's daemon in a network namespace, with a userspace IPsec that needs nothing of the kernel, and what it says of its tunnels. */
import { ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { Machine, Ran, run, until } from './machine';

export interface Sa {
  readonly [name: string]: string | Sa;
}

export class Charon {
  /** @param root where /etc/swanctl and, as a device has it, /etc/strongswan.d are */
  static async start(machine: Machine, namespace: string, root: string): Promise<Charon> {
    const directory = path.join(root, 'etc/swanctl');
    mkdirSync(directory, { recursive: true });
    writeFileSync(path.join(directory, 'swanctl.conf'), 'include conf.d/*.conf\n');
    const settings = path.join(root, 'strongswan.conf');
    writeFileSync(settings, settingsOf(root));
    const command = ['ip', 'netns', 'exec', namespace, '/usr/sbin/charon-systemd'];
    const charon = new Charon(root, machine.start(command, path.join(root, 'output'), { STRONGSWAN_CONF: settings }));
    await until('charon listens', 20, () => charon.swanctl('--stats').status === 0);
    return charon;
  }

  private constructor(private readonly root: string, readonly process: ChildProcess) {}

  swanctl(...args: readonly string[]): Ran {
    return run(['swanctl', ...args, '--uri', `unix://${this.root}/vici`], { env: { SWANCTL_DIR: path.join(this.root, 'etc/swanctl') } });
  }

  /** Only asks for it: whether it was done, the SAs tell. */
  rekey(which: '--child' | '--ike', name: string): void {
    const { status, output } = this.swanctl('--rekey', which, name);
    if (status !== 0) throw new Error(`swanctl --rekey ${which} ${name}: ${output}`);
  }

  /** By the name of the connection. */
  sas(): ReadonlyMap<string, readonly Sa[]> {
    const found = new Map<string, Sa[]>();
    for (const line of this.swanctl('--list-sas', '--raw').output.split('\n').filter((each) => each.startsWith('list-sa event'))) {
      for (const [name, sa] of Object.entries(sectionOf(line.slice('list-sa event '.length)))) {
        if (typeof sa !== 'string') found.set(name, [...found.get(name) ?? [], sa]);
      }
    }
    return found;
  }
}

/** Exponents are short ones, or most of the time goes into them; routes of the userspace IPsec are out of everybody's way. */
function settingsOf(root: string): string {
  const own = path.join(root, 'etc/strongswan.d/aws-vpn.conf');
  return `
${existsSync(own) ? `include ${own}` : ''}
charon {
  load_modular = yes
  dh_exponent_ansi_x9_42 = no
  routing_table_prio = 40000
  retry_initiate_interval = 2
  plugins {
    include /etc/strongswan.d/charon/*.conf
    kernel-libipsec {
      load = 10
    }
    vici {
      socket = unix://${root}/vici
    }
    ${['bypass-lan', 'dhcp', 'farp', 'forecast', 'connmark', 'tpm', 'pkcs11', 'ha', 'eap-radius', 'led'].map((name) => `${name} {\n      load = no\n    }`).join('\n    ')}
  }
  filelog {
    log {
      path = ${root}/log
      default = 1
      flush_line = yes
    }
  }
}
`;
}

/** `{name {member=value …} …}`, where a value has no space. */
function sectionOf(text: string): Sa {
  const words = text.match(/[{}[\]]|[^\s{}[\]]+/g) ?? [];
  let at = 0;
  const section = (): Sa => {
    const members: Record<string, string | Sa> = {};
    at += 1; // the brace
    while (at < words.length && words[at] !== '}' && words[at] !== ']') {
      const word = words[at];
      at += 1;
      if (words[at] === '{' || words[at] === '[') members[word.replace(/=$/, '')] = section();
      else members[word.split('=')[0]] = word.slice(word.indexOf('=') + 1);
    }
    at += 1;
    return members;
  };
  return section();
}
