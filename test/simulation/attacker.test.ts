/**
 * Goal: whoever can write the table cannot make the function change what no declaration names. Method: stories of a move in which an
 * attacker replaces any item at any time, by an older one, by another connection's or by a crafted one; EC2's calls are looked at.
 *
 * `ATTACKS=1000 npx jest test/simulation/attacker` plays more; `ATTACK=7` that one alone.
 */
import { CIRCUMSTANCES } from './circumstances';
import { Dice } from './dice';
import { drawn } from './seeds';
import { World } from './world';
import { MoveDeclaration } from '../../src/contract/declaration';

const SEEDS = Number(process.env.ATTACKS ?? 60);
const SEED = process.env.ATTACK;

/** None of these is in any declaration. */
const FOREIGN = {
  table: 'rtb-0123456789abcdef0', transitTable: 'tgw-rtb-0123456789abcdef0', gateway: 'tgw-0123456789abcdef0', connection: 'vpn-0123456789abcdef0',
  customerGateway: 'cgw-0123456789abcdef0', default: '0.0.0.0/0',
};

const CHANGE = /^(Create|Delete|Modify|Replace|Associate|Disassociate|Enable|Disable|Attach|Detach)\w+ \{/;
const TOLD = /^(untrusted-record|record-moved|closed|refused|retry)$/;

interface Attacked {
  readonly replaced: readonly string[];
  readonly foreign: readonly string[];
  readonly untold: boolean;
  readonly wrong: readonly string[];
}

const seeds = SEED === undefined ? Array.from({ length: SEEDS }, (_, index) => index + 1) : [Number(SEED)];

test(`${seeds.length} attacks: nothing outside of the declarations is called, and what does not match is told`, async () => {
  const kinds = new Set<string>();
  for (const seed of seeds) {
    const { replaced, foreign, untold, wrong } = await attacked(seed);
    expect([seed, foreign, untold, wrong]).toEqual([seed, [], false, []]);
    for (const each of replaced) kinds.add(each);
  }
  process.stdout.write(`attacks: ${[...kinds].sort().join(', ')}\n`);
  // The crafted backup, with and without its digest on the head, is what has done harm: it must have been among them.
  const harmful = ['backup and head: crafted', 'backup: crafted', 'head: older'];
  if (SEED === undefined && SEEDS >= 60) expect([...kinds]).toEqual(expect.arrayContaining(harmful));
}, 600_000);

async function attacked(seed: number): Promise<Attacked> {
  return drawn(CIRCUMSTANCES, seed, async (circumstances) => {
    const { outsideChanges: _, denied: __, incomplete: ___, ...rest } = circumstances;
    const world = new World(new Dice(seed), { ...rest, outsideChanges: [], invocationSeconds: 60 }, undefined, new Dice(seed + 1));
    const attacker = new Attacker(world, new Dice(seed + 2));
    const ended = world.scheduler.play(story(world, attacker), world.scheduler.now() + 40_000_000);
    const failure = await ended.then(() => [], (error: Error) => [error.stack ?? error.message]);
    const found = attacker.found();
    return { ...found, wrong: [...found.wrong, ...failure] };
  });
}

/** A deployment, one more over what has become of it, and a removal; the attacker beside them. */
async function story(world: World, attacker: Attacker): Promise<void> {
  let over = false;
  const attacking = (async () => {
    while (!over && attacker.attacks < 6) {
      await world.sleep(attacker.dice.between(1, 25));
      attacker.attack();
    }
  })();
  for (const [type, requestId] of [['Create', 'request-1'], ['Create', 'request-2'], ['Delete', 'request-3']] as const) {
    const request = world.request(type, requestId);
    for (let count = 0; count < 40; count += 1) {
      const outcome = await world.invoke(request);
      if (outcome.kind === 'answered' || outcome.kind === 'failed') break;
      await world.sleep(5);
    }
  }
  over = true;
  await attacking;
}

class Attacker {
  attacks = 0;
  private readonly replaced: string[] = [];
  private readonly texts = new Map<string, string[]>();

  constructor(private readonly world: World, readonly dice: Dice) {}

  attack(): void {
    const { table, declaration: { vpnConnectionId } } = this.world;
    const keys = table.keys();
    for (const key of keys) this.remember(key, table.textOf(key));
    if (keys.length === 0) return;
    this.attacks += 1;
    const head = `${vpnConnectionId} head`;
    const backups = keys.filter((key) => /backup#[^#]+$/.test(key));
    const withBackup = this.dice.oneOf([true, true, false]) && backups.length > 0;
    const key = withBackup ? this.dice.oneOf(backups) : this.dice.oneOf([head, ...keys]);
    const how = this.dice.oneOf(['older', 'other', 'crafted', 'crafted', 'broken'] as const);
    const kind = key.split(' ')[1].split('#')[0];
    if (how === 'crafted' && kind === 'backup' && withBackup) return this.craftBackup(key, head);
    const text = this.replacement(key, how);
    if (text === undefined || text === table.textOf(key)) return;
    table.plant(key, text);
    this.tampered(`${kind}: ${how}`);
  }

  found(): Attacked {
    const { world: { happenings, notes, outcomes, watch } } = this;
    const calls = happenings.map(({ what }) => what).filter((what) => CHANGE.test(what));
    const foreign = calls.filter((call) => Object.values(FOREIGN).some((id) => call.includes(id)) || !this.isDeclared(call));
    const isTold = notes.some(({ event }) => TOLD.test(event)) || outcomes.some(({ kind }) => kind === 'failed');
    const hasCrafted = this.replaced.some((each) => /^(backup|head).*crafted/.test(each));
    return {
      replaced: this.replaced, foreign, untold: hasCrafted && !isTold,
      wrong: watch.violations.filter(({ invariant }) => /pre-shared|own words/.test(invariant)).map(({ how }) => how),
    };
  }

  /** By what is in the call's own words: ids of what is changed. */
  private isDeclared(call: string): boolean {
    const ids = call.match(/\b(?:rtb|tgw-rtb|vpn|vgw|cgw)-[0-9a-f]{17}\b/g) ?? [];
    const declared = JSON.stringify([this.world.declaration, connectionsOwn(this.world, this.world.declaration)]);
    return ids.every((id) => declared.includes(id));
  }

  private replacement(key: string, how: 'older' | 'other' | 'crafted' | 'broken'): string | undefined {
    const text = this.world.table.textOf(key);
    if (text === undefined) return undefined;
    switch (how) {
      case 'older': return this.dice.oneOf(this.texts.get(key)!);
      case 'other': return text.replaceAll(this.world.declaration.vpnConnectionId, FOREIGN.connection);
      case 'broken': return this.dice.oneOf(['{}', 'null', '[]', '"x"', text.slice(1), '{"parts":["head"]}', text.replaceAll('rtb-', 'rtb-\u001b[2J')]);
      case 'crafted': return withForeign(text, this.dice);
    }
  }

  private craftBackup(key: string, head: string): void {
    const { table } = this.world;
    const [connection, item] = key.split(' ');
    const whole = table.backupText(connection, item);
    if (whole === undefined) return;
    const text = withForeign(whole, this.dice);
    table.plantBackup(connection, item, text);
    const isDigestGiven = this.dice.chance(0.5) && table.plantDigest(head, text);
    this.tampered(isDigestGiven ? 'backup and head: crafted' : 'backup: crafted');
  }

  private tampered(what: string): void {
    this.replaced.push(what);
    this.world.happen('attacker', what);
  }

  private remember(key: string, text: string | undefined): void {
    if (text === undefined) return;
    const known = this.texts.get(key) ?? [];
    this.texts.set(key, known.includes(text) ? known : [...known, text]);
  }
}

/** One of its names for a foreign one, wherever it stands; what is no longer in order is found by other means. */
function withForeign(text: string, dice: Dice): string {
  const [form, foreign] = dice.oneOf([
    [/(?<!tgw-)\brtb-[0-9a-f]{17}/g, FOREIGN.table], [/\btgw-rtb-[0-9a-f]{17}/g, FOREIGN.transitTable], [/\btgw-[0-9a-f]{17}/g, FOREIGN.gateway],
    [/\bcgw-[0-9a-f]{17}/g, FOREIGN.customerGateway], [/\bvpn-[0-9a-f]{17}/g, FOREIGN.connection],
  ] as const);
  return text.replace(form, foreign);
}

/** The customer gateway that it has, where none is declared. */
function connectionsOwn(world: World, { vpnConnectionId }: MoveDeclaration): readonly string[] {
  return [world.network.view.state.vpnConnections[vpnConnectionId].customerGatewayId];
}
