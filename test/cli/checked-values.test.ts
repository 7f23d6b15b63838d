/**
 * What a command line names fits its grammar, or the command says which option is wrong and ends with 2: it looks nothing up. The table
 * has every option and argument that takes a value, as the verbs themselves list them.
 */
import { command } from './terminal';
import { VERBS } from '../../tools/cli/verbs';

const VERBS_OF_COMMAND = VERBS.map((verb) => verb(undefined as never, () => undefined));

interface Checked {
  readonly allowed: string;
  readonly fitting: readonly string[];
  /** Beside what fits nothing. */
  readonly others: readonly string[];
}

const OLD = '0a1b2c3d';
const NEW = '0a1b2c3d4e5f60718';

function anId(kind: string, noun: string): Checked {
  return {
    allowed: `the id of ${noun}, ${kind}- and 8 or 17 hexadecimal digits`,
    fitting: [`${kind}-${OLD}`, `${kind}-${NEW}`, `${kind}-${NEW}`.toUpperCase()],
    others: [`${kind}-0`, `${kind}-${NEW}0`, `eni-${NEW}`, `${kind}-${OLD}$(id)`, ` ${kind}-${OLD}`],
  };
}

const CIDR: Checked = {
  allowed: 'a CIDR block such as 10.1.0.0/16 or 2001:db8::/32',
  fitting: ['10.1.0.0/16', '2001:db8::/32', '0.0.0.0/0'],
  others: ['10.1.0.0', '10.1.0.0/33', '999.1.2.3/8', '10.0.0.0/8\n'],
};
const DESTINATION: Checked = {
  allowed: `${CIDR.allowed}, or the id of a prefix list`, fitting: [...CIDR.fitting, `pl-${OLD}`], others: [...CIDR.others, 'pl-0'],
};
const CONNECTION = anId('vpn', 'a VPN connection');
const TRANSIT_GATEWAY_TABLE = anId('tgw-rtb', 'a transit gateway route table');
const VPC_TABLE = anId('rtb', 'a route table');

const CHECKED: Readonly<Record<string, Checked>> = {
  '<id>': CONNECTION,
  '<connection>': CONNECTION,
  '--region': {
    allowed: 'the name of a region such as eu-central-1',
    fitting: ['eu-central-1', 'us-gov-west-1', 'eusc-de-east-1'],
    others: ['Frankfurt', 'eu-central-1a', 'eu-central-1.example.com', '../../elsewhere'],
  },
  '--to': {
    allowed: 'the id of a transit gateway or of a virtual private gateway, tgw- or vgw- and 8 or 17 hexadecimal digits',
    fitting: [`tgw-${OLD}`, `vgw-${NEW}`, `TGW-${NEW}`],
    others: ['tgw-0', `cgw-${NEW}`, `tgw-rtb-${NEW}`, 'core-network-1'],
  },
  '--customer-gateway': anId('cgw', 'a customer gateway'),
  '--association': TRANSIT_GATEWAY_TABLE,
  '--propagate-to': TRANSIT_GATEWAY_TABLE,
  '--static-routes-in': TRANSIT_GATEWAY_TABLE,
  '--propagate-into': VPC_TABLE,
  '--vpc-route-table': VPC_TABLE,
  '--moved': DESTINATION,
  '--left': DESTINATION,
  '--attach-to-vpc': anId('vpc', 'a VPC'),
  '--on-premises': CIDR,
  '--local-networks': CIDR,
  '--remote-networks': CIDR,
  '--asn': { allowed: 'a whole number from 1 to 4294967295', fitting: ['1', '65000', '4294967295'], others: ['0', '4294967296', '6.5', '1e3'] },
  '--local-address': { allowed: 'an IP address such as 192.0.2.1 or 2001:db8::1', fitting: ['192.0.2.1', '2001:db8::1'], others: ['here', '192.0.2.1/24'] },
};

/** Files, names and words, of which none is an id, a region or a network; what is one of a few has its choices. */
const FREE = [
  '--accept', '--as', '--from', '--mapping', '--out', '--profile', '--report', '--save', '--schema', '--stack', '--state', '--table', '--tag', '--target',
];

const HOSTILE = ['', ' ', '$(id)', '`id`', 'a\nb', '\u001b[31mred', '\u202eabc', '-', 'x'.repeat(5_000), '💥'.repeat(100), 'production1'];

interface Value {
  readonly verb: string;
  readonly name: string;
  readonly choices?: readonly string[];
  readonly parse: (text: string) => unknown;
  readonly isVariadic: boolean;
}

const VALUES: readonly Value[] = VERBS_OF_COMMAND.flatMap((verb) => [
  ...verb.registeredArguments.map((each) => ({ name: `<${each.name()}>`, each })),
  ...verb.options.filter((each) => each.required || each.optional).map((each) => ({ name: each.long!, each })),
].map(({ name, each }) => ({
  verb: verb.name(),
  name,
  choices: each.argChoices,
  isVariadic: each.variadic,
  parse: (text: string) => each.parseArg?.(text, undefined as never),
})));

const NAMES = [...new Set(VALUES.filter(({ choices }) => choices === undefined).map(({ name }) => name))];

test('every option and argument that takes a value is in the table', () => {
  expect(NAMES.sort()).toEqual([...Object.keys(CHECKED), ...FREE].sort());
  expect(VALUES.length).toBeGreaterThan(80);
});

describe.each(VALUES.filter(({ name }) => name in CHECKED))('$verb $name', ({ verb, name, parse, isVariadic }) => {
  const { allowed, fitting, others } = CHECKED[name];

  test('takes what fits', () => {
    const read = fitting.map((text) => [parse(text)].flat().map((each) => String(each).toLowerCase()));
    expect(read).toEqual(fitting.map((text) => [text.toLowerCase()]));
  });

  test('refuses anything else in one line, before it does anything', async () => {
    for (const other of [...others, ...HOSTILE]) {
      const given = name.startsWith('<') ? ['--', other] : [...isVariadic ? [name, fitting[0]] : [], `${name}=${other}`, '--', ...ARGUMENTS[verb]];
      const { exitCode, out, err } = await command([verb, ...REQUIRED[verb] ?? [], ...given]);
      expect({ other, exitCode, out }).toEqual({ other, exitCode: 2, out: '' });
      expect(err).toMatch(/^error: [^\n]*\.\n$/);
      expect(err.length).toBeLessThan(700);
      expect(err.startsWith(`error: ${name} is '${/^[ -~]{1,59}$/.test(other) ? `${other}', and not ${allowed}. ` : ''}`)).toBe(true);
      expect(err).toContain(`, and not ${allowed}. `);
    }
  });
});

test.each(VALUES.filter(({ name }) => FREE.includes(name)))('$verb $name takes names as they are', ({ parse }) => {
  expect(parse('x')).toBeUndefined();
});

/** Without these the verb would end for another reason. */
const REQUIRED: Readonly<Record<string, readonly string[]>> = { config: ['--device', 'strongswan'] };
const ARGUMENTS = Object.fromEntries(VERBS_OF_COMMAND.map((verb) => [verb.name(), verb.registeredArguments.map(() => `vpn-${NEW}`)]));
