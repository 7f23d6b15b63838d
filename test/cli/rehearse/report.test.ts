/** The report: a page that stands by itself, says what was measured, and in which nothing of an estate is markup. */
import { readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { XMLValidator } from 'fast-xml-parser';
import { printable } from '../../../src/contract/printable-text';
import { Rehearsed } from '../../../tools/cli/rehearse/rehearsed';
import { pageOf as htmlOf } from '../../../tools/cli/rehearse/report/page';
import { Network } from '../../../tools/rehearsal/embedded-ec2/network';
import { seedEstate } from '../../../tools/rehearsal/scenarios/estate';
import { StoryClock } from '../../rehearsal/embedded-ec2/estates';
import { hostileStrings, UNPRINTABLE } from '../output/hostile';
import { parseHtml } from '../output/parsers';
import { savedOf } from '../plan/saved';
import { emptyFolder } from '../saved';
import { command } from '../terminal';

const network = new Network({ clock: new StoryClock() });
const ids = seedEstate(network, { move: 'vgw-to-tgw', routing: 'static' });

let folder: string;
let made: Rehearsed;
let held: Rehearsed;

beforeAll(async () => {
  folder = await savedOf(network);
  writeFileSync(join(folder, 'made.html'), 'the former');
  [made, held] = [await rehearsal('--report', join(folder, 'made.html'), '--force'), await rehearsal('--fail-at', 'arrange')];
});

async function rehearsal(...args: readonly string[]): Promise<Rehearsed> {
  const { out } = await command(['rehearse', ids.vpnConnectionId, '--to', ids.to.id, '--from', folder, '--json', ...args]);
  return JSON.parse(out) as Rehearsed;
}

const CHOICES = ['is', 'kind', 'place', 'outcome', 'routing', 'direction'];

const pageOf = (rehearsed: Rehearsed) => htmlOf(rehearsed).text;

/** Without tags, for what a person reads. */
const textOf = (page: string) => page.replace(/<style>.*<\/style>/s, '').replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

test('the file is the page of what --json prints', () => {
  expect(readFileSync(join(folder, 'made.html'), 'utf8')).toBe(pageOf(made));
});

test('it says how it ended, for how long traffic stopped, and what is stated rather than measured', () => {
  const text = textOf(pageOf(made));
  for (const said of [
    `Rehearsal: VPN connection ${ids.vpnConnectionId}`, `from virtual private gateway ${ids.from.id} to transit gateway ${ids.to.id}`,
    'The move was made, and nothing is lost.', '5 min 5 s, assumed and not measured', 'started 0:10', 'migrated 5:', '12 of 12 flows take another path',
    '12 flows change path, 0 lost.', 'That EC2 takes 300 s to provision the connection is assumed, not measured', 'ModifyVpnConnection',
    'close the record: completed', 'IAM was enforced on each', 'At AWS nothing was changed',
  ]) expect(text).toContain(said);
});

test('each network has a lane with its outage, and each route and flow its row', () => {
  const page = pageOf(made);
  expect(page.match(/class="cut"/g)).toHaveLength(made.outages.length);
  expect(page.match(/<tr class="changed"><td class="mono">rtb-/g)).toHaveLength(6);
  for (const { table, destination } of made.routes) expect(page).toContain(`<td class="mono">${table}</td><td class="mono">${destination}</td>`);
  for (const { from, to } of made.flows) expect(page).toContain(`<div>${from} → ${to}</div>`);
  for (const hop of made.flows.flatMap(({ before, after }) => [...before, ...after])) expect(page).toContain(`<span class="mono">${hop}</span>`);
});

test('the gateway that changes is marked in both pictures, and the transit gateway\'s tables stand beside it', () => {
  const [, before, after] = pageOf(made).match(/<svg.*?<\/svg>/gs)!;
  expect(before).toContain(ids.from.id);
  expect(after).toContain(ids.to.id);
  for (const picture of [before, after]) expect(picture.match(/class="box changed"/g)).toHaveLength(3);
  for (const { id } of made.topology.after.gatewayTables) expect(after).toContain(id);
});

test('a held move says what is lost and missing, and that the outage goes on', () => {
  const text = textOf(pageOf(held));
  for (const said of [
    'The move failed and is held: somebody has to act.', 'On purpose: EC2 refuses every route', 'the routes to 10.1.0.0/16 are lost', 'more like it',
    'What the deployment said', '- create route 10.1.0.0/16 in', 'still down', ', and on',
  ]) expect(text).toContain(said);
  expect(text).not.toContain('at Object.');
});

test('nothing is fetched and nothing runs', () => {
  for (const page of [pageOf(made), pageOf(held)]) {
    expect(page).toContain('content="default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;"');
    expect(page).not.toMatch(/<(script|link|img|iframe|object|embed|base)\b|\b(src|href|on\w+)=|url\(|@import/i);
  }
});

test('tables and pictures are well formed', () => {
  for (const page of [pageOf(made), pageOf(held)]) {
    const parts = page.match(/<(section|header)>.*?<\/\1>/gs)!;
    expect(parts).toHaveLength(page.match(/<(section|header)>/g)!.length);
    expect(parts.join('').match(/<(svg|table)\b/g)!.length).toBeGreaterThanOrEqual(8);
    for (const part of parts) expect(XMLValidator.validate(part)).toBe(true);
  }
});

test('whatever an estate\'s words contain, they stay words', () => {
  const hostile = '"><img src=x onerror=alert(1)>\'&';
  const page = pageOf(everyTextWith(made, () => hostile));
  expect(page).toContain('&quot;&gt;&lt;img src=x onerror=alert(1)&gt;&#39;&amp;');
  expect(page).not.toContain('<img');
  expect(page).not.toContain('"><img');
});

test('with a hostile text in every field, a browser\'s parser finds the elements and attributes of the same page with harmless ones', () => {
  const texts = [...new Set(hostileStrings())];
  const [hostile, harmless]: string[][] = [[], []];
  for (let next = 0; next < texts.length;) {
    // What is the same on the one is the same on the other: rows of one path are grouped.
    let at = next;
    harmless.push(pageOf(everyTextWith(made, () => `harmless${at++ % texts.length}`)));
    hostile.push(pageOf(everyTextWith(made, () => texts[next++ % texts.length])));
  }
  const [parsed, expected] = [parseHtml(hostile), parseHtml(harmless)];
  expect(expected[0].outline.length).toBeGreaterThan(400);
  for (const [page, { outline }] of parsed.entries()) {
    expect(outline.find((element, index) => element !== expected[page].outline[index])).toBeUndefined();
    expect(outline).toHaveLength(expected[page].outline.length);
  }
  const read = parsed.map(({ text }) => text).join('');
  expect(UNPRINTABLE.test(read.replaceAll('\n', ''))).toBe(false);
  // Not every field is on the page.
  const shown = texts.filter((text) => !text.includes('\n') && read.includes(printable(text)));
  expect(shown.length).toBeGreaterThan(texts.length / 2);
});

test('what nobody would read is counted instead', () => {
  const [route] = made.routes;
  const many = Array.from({ length: 250 }, (_, index) => ({ ...route, destination: `10.9.${index}.0/24` }));
  expect(textOf(pageOf({ ...made, routes: many }))).toContain('50 further rows are left out; --json has them.');
});

describe('what stands against the file is said before anything is played, and what to do', () => {
  test.each<[what: string, place: (folder: string) => string, args: readonly string[], said: string]>([
    ['its folder is not there', (at) => join(at, 'none', 'r.html'), [], 'cannot be written (ENOENT). Name a file by --report in a folder that is there and yours to write.'],
    ['it is there', (at) => join(at, 'kept'), [], 'is there already. Name a file by --report that does not exist yet, or give --force to write over it.'],
    ['it is a link', (at) => join(at, 'link'), [], 'is a link, and nothing is written through one. Name a file by --report that does not exist yet.'],
    ['it is a link, and is to be written over', (at) => join(at, 'link'), ['--force'], 'is a link, and nothing is written through one. Name a file by --report that does not exist yet.'],
  ])('%s', async (_, place, args, said) => {
    const at = emptyFolder();
    writeFileSync(join(at, 'kept'), 'kept');
    symlinkSync(join(at, 'kept'), join(at, 'link'));
    const { exitCode, out, err } = await command(
      ['rehearse', ids.vpnConnectionId, '--to', ids.to.id, '--from', folder, '--report', place(at), ...args]);
    expect({ exitCode, out, err }).toEqual({ exitCode: 3, out: '', err: `error: ${place(at)} ${said}\n` });
    expect([readdirSync(at), readFileSync(join(at, 'kept'), 'utf8')]).toEqual([['kept', 'link'], 'kept']);
  });
});

/** Appends to all texts but those that choose among a few words. */
function everyTextWith<T>(value: T, text: () => string, name = ''): T {
  if (typeof value === 'string') return (CHOICES.includes(name) ? value : `${value}${text()}`) as T;
  if (Array.isArray(value)) return value.map((each) => everyTextWith(each as unknown, text)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, everyTextWith(each as unknown, text, key)])) as T;
}
