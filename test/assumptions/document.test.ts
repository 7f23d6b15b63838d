/** The table of assumptions and the document that is made of it: complete, readable for a stranger, its commands known. */
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import * as cloudformation from '@aws-sdk/client-cloudformation';
import * as cloudwatch from '@aws-sdk/client-cloudwatch';
import * as directconnect from '@aws-sdk/client-direct-connect';
import * as events from '@aws-sdk/client-eventbridge';
import * as quotas from '@aws-sdk/client-service-quotas';
import { CHECKED_NAMES } from '../../tools/assumptions/check/stages';
import { CLOUDFORMATION_ENTRIES } from '../../tools/assumptions/cloudformation';
import { DOCUMENT, documentText } from '../../tools/assumptions/document';
import { CLIENT_VPN_ENTRIES } from '../../tools/assumptions/ec2-client-vpn';
import { CONNECTION_ENTRIES } from '../../tools/assumptions/ec2-connections';
import { GATEWAY_ENTRIES } from '../../tools/assumptions/ec2-gateways';
import { RULES } from '../../tools/assumptions/rules';
import { SERVICE_ENTRIES } from '../../tools/assumptions/services';
import { ASSUMPTIONS } from '../../tools/assumptions/table';
import { CLOUDFORMATION_UNKNOWNS } from '../../tools/rehearsal/cloudformation/unknowns';
import { UNKNOWNS } from '../../tools/rehearsal/embedded-ec2/unknowns';
import { SERVICE_UNKNOWNS } from '../../tools/rehearsal/services/unknowns';
import { commandOf, REGION } from '../recovery/command-line';

const SWITCHES = [...Object.keys(UNKNOWNS), ...Object.keys(SERVICE_UNKNOWNS), ...Object.keys(CLOUDFORMATION_UNKNOWNS)];

/** Other services' operations; CloudTrail's client is not installed. */
const OTHERS: Readonly<Record<string, object>> = { cloudformation, cloudwatch, directconnect, events, 'service-quotas': quotas };

test('every switch has one entry, every entry a switch, and no name is there twice', () => {
  const entries = [CONNECTION_ENTRIES, GATEWAY_ENTRIES, CLIENT_VPN_ENTRIES, SERVICE_ENTRIES, CLOUDFORMATION_ENTRIES].flatMap(Object.keys);
  const names = ASSUMPTIONS.map(({ name }) => name);

  expect(entries.sort()).toEqual([...SWITCHES].sort());
  expect(new Set(names).size).toBe(names.length);
  expect([...names].sort()).toEqual([...SWITCHES, ...Object.keys(RULES)].sort());
});

test('the document is as the table has it', () => {
  expect(readFileSync(path.join(__dirname, '..', '..', DOCUMENT), 'utf8')).toBe(documentText());
});

test.each(ASSUMPTIONS)('$name: told in whole sentences, with a source that anybody can look up', ({ assumed, sources, reading, commands, confidence }) => {
  const words = [assumed, reading, ...sources].join('\n');

  expect(assumed).toMatch(/^[A-Z].*\.$/s);
  expect(reading).toMatch(/\.$/);
  expect(confidence === 'unknown' || sources.some((source) => source.includes('https://'))).toBe(true);
  // Marks and sections of notes that are not in this repository.
  expect(words).not.toMatch(/\[(U|H|M|L|unverified)\]|\bsection \d|issue \d|peers \d/);
  expect(commands.length).toBeGreaterThan(0);
});

test('it says which are checked by the program, and that nothing was ever run against AWS', () => {
  const text = documentText();

  expect(text).toContain('**Nothing here has ever been run against AWS**');
  expect(text.match(/\*checked by the program\*, or by hand/g)).toHaveLength(CHECKED_NAMES.length);
  expect(text.match(/: by hand only:/g)).toHaveLength(ASSUMPTIONS.length - CHECKED_NAMES.length);
  for (const name of SWITCHES) expect(text).toContain(`- Switch: \`${name}\` in \`tools/rehearsal/`);
});

const COMMANDS = [...new Set(ASSUMPTIONS.flatMap(({ commands }) => commands))];

test.each(COMMANDS.filter((command) => command.startsWith('aws ec2 ')))('%s', (command) => {
  const [, , operation, ...words] = wordsOf(command);

  expect(() => commandOf('ec2', operation, [...words, '--region', REGION])).not.toThrow();
});

test('descriptions of connections show no keys', () => {
  const describing = COMMANDS.filter((command) => command.includes('describe-vpn-connections') || command.includes('modify-vpn-connection'));
  const counting = / \| grep -c \w+$/; // prints a number
  const shown = describing.filter((command) => !counting.test(command)).filter((command) => !/--query|--dry-run/.test(command) || /PreSharedKey|CustomerGatewayConfiguration(?!!=null)/.test(command));

  expect(describing.length).toBeGreaterThan(10);
  expect(shown).toEqual([]);
  expect(describing.filter((command) => /VpnConnections\[0\]\.Options'/.test(command) && !command.endsWith('| sha256sum'))).toEqual([]);
});

test('the other services know their commands', () => {
  const asked = COMMANDS.map(wordsOf).filter(([, service]) => service !== 'ec2' && service !== 'cloudtrail');
  const unknown = asked.filter(([, service, operation]) => !(`${pascal(operation)}Command` in (OTHERS[service] ?? {})));

  expect(asked.length).toBeGreaterThan(10);
  expect(unknown).toEqual([]);
});

/** As a shell takes it apart, without what it is piped to. */
function wordsOf(command: string): string[] {
  return [...command.split(' | ')[0].matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain);
}

function pascal(operation: string): string {
  return operation.split('-').map((word) => word[0].toUpperCase() + word.slice(1)).join('');
}
