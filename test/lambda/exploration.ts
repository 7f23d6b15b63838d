/**
 * Every schedule of deaths under every setting of the switches, without playing each from its beginning.
 *
 * A world is where a story stands between two invocations. One invocation is played from it; at every effect the world in
 * which the function died there, before or after it, is put aside to be gone on with. A switch is chosen when a rule first
 * depends on it: a story in which nobody asks for it is the same story whatever it says. And of two worlds that differ in
 * nothing that anybody could tell by, one is gone on with: ids, revisions and instants are compared as they are to be
 * told apart, not by their value.
 */
import { createHash } from 'node:crypto';
import { Choices } from './choices';
import { Move, Routing } from './estates';
import { Picture } from './picture';
import { Workbench } from './workbench';
import { TerminalFailure } from '../../lambda/vpn-target-migration/ports';
import { Network } from '../../rehearsal/embedded-ec2/network';
import { UnknownName, Unknowns, UNKNOWNS } from '../../rehearsal/embedded-ec2/unknowns';
import { Flow, flowTable, lostFlows } from '../../rehearsal/flows/flow-oracle';
import { RecordHead } from '../../src/domain/record';
import { MoveRequest } from '../../src/domain/request';

/** One request of a story: driven to its answer, or invoked once, with so many seconds to live, before the next comes. */
export interface Chapter {
  readonly request: (bench: Workbench) => MoveRequest;
  readonly onceForSeconds?: number;
}

export interface Plot {
  readonly move: Move;
  readonly routing: Routing;
  readonly chapters: readonly Chapter[];
  /** How it ends where EC2 lets a modify take effect. */
  readonly end: 'moved' | 'as before';
}

export interface Limits {
  readonly deathsMax: number;
  /** How many switches may stand otherwise than by default. */
  readonly deviationsMax: number;
}

export interface Explored {
  /** Worlds that nobody could tell apart count once. */
  readonly worlds: number;
  /** Invocations that were played. */
  readonly invocations: number;
  readonly endings: number;
  /** How many different settings were played to an end, those of switches that nobody asked for left out. */
  readonly settings: number;
  readonly differentEndings: ReadonlySet<string>;
}

interface World {
  readonly bench: Workbench;
  readonly chapter: number;
  readonly invocations: number;
  readonly deaths: readonly string[];
  readonly settings: Partial<Unknowns>;
  /** What passes before the next invocation. */
  readonly seconds: number;
}

/**
 * Switches that change nothing but members of EC2's answers that no adapter reads: the workbench's answers have these
 * members as traps here, so that an adapter which begins to read one is found out.
 */
export const UNSEEN: Partial<Record<UnknownName, string>> = {
  staticRouteSource: 'Source', gatewayAssociationState: 'GatewayAssociationState', configurationWhileModifying: 'CustomerGatewayConfiguration',
};

/** Between two invocations: longer than describes lag, so that the past of a world does not matter. */
const PAUSE_SECONDS = 10;
const NEXT_REQUEST_SECONDS = 1;
const INVOCATIONS_MAX = 20;
/** Far below every deadline: for how long an operation has been going on then makes no difference. */
const STORY_SECONDS_MAX = 900;

export class Exploration {
  private readonly seen = new Set<string>();
  private readonly open: World[] = [];
  private readonly settingsSeen = new Set<string>();
  private readonly differentEndings = new Set<string>();
  private invocations = 0;
  private endings = 0;
  private readonly startedAt: number;
  private readonly before: Picture;
  private readonly flows: readonly Flow[];

  constructor(private readonly plot: Plot, private readonly limits: Limits) {
    const bench = new Workbench(plot);
    this.startedAt = bench.now;
    [this.before, this.flows] = [bench.picture(), flowTable(bench.network.view)];
    this.add({ bench, chapter: 0, invocations: 0, deaths: [], settings: {}, seconds: 0 });
  }

  async explore(): Promise<Explored> {
    for (let world = this.open.pop(); world !== undefined; world = this.open.pop()) {
      const choices = new Choices();
      while (choices.next()) await this.play(world, choices);
    }
    const { seen, invocations, endings, settingsSeen, differentEndings } = this;
    return { worlds: seen.size, invocations, endings, settings: settingsSeen.size, differentEndings };
  }

  private async play(world: World, choices: Choices): Promise<void> {
    this.invocations += 1;
    const settings = { ...world.settings };
    const { request, onceForSeconds } = this.plot.chapters[world.chapter];
    const next = (bench: Workbench, over: boolean, deaths: readonly string[]): World => {
      const turned = over || onceForSeconds !== undefined;
      const answerTo = (name: UnknownName) => this.settingOf(name, settings, choices);
      return {
        bench: bench.fork({ answerTo }), chapter: world.chapter + (turned ? 1 : 0), invocations: turned ? 0 : world.invocations + 1,
        deaths, settings: { ...settings }, seconds: turned ? NEXT_REQUEST_SECONDS : PAUSE_SECONDS,
      };
    };
    const mayDie = world.deaths.length < this.limits.deathsMax;
    const bench = world.bench.fork({
      answerTo: (name) => this.settingOf(name, settings, choices),
      fate: (effect) => {
        this.requireBackup(bench, effect);
        if (mayDie) this.add(next(bench, false, [...world.deaths, `before ${effect}`]));
        return 'works';
      },
      done: (effect) => {
        if (mayDie) this.add(next(bench, false, [...world.deaths, `after ${effect}`]));
      },
    });
    try {
      bench.pass(world.seconds);
      const answered = await this.answers(bench, request(bench), onceForSeconds);
      const after = next(bench, answered, world.deaths);
      if (after.chapter === this.plot.chapters.length) this.judge(bench, settings);
      else this.add(after);
    } catch (error) {
      throw new Error([
        `${(error as Error).message}`, `deaths: ${world.deaths.join(', ') || 'none'}`, `switches: ${JSON.stringify(deviationsOf(settings))}`,
        `effects: ${bench.effects.join(', ')}`, `journal: ${JSON.stringify(bench.journal.slice(-8))}`,
      ].join('\n'), { cause: error });
    }
  }

  /** Whether the request has its answer; a failure is one. */
  private async answers(bench: Workbench, request: MoveRequest, seconds?: number): Promise<boolean> {
    try {
      return await bench.invoke(request, seconds) !== undefined;
    } catch (error) {
      if (error instanceof TerminalFailure) return true;
      throw error;
    }
  }

  private settingOf(name: UnknownName, settings: Partial<Record<UnknownName, string>>, choices: Choices): string {
    const unknown = UNKNOWNS[name];
    const chosen = settings[name];
    if (chosen !== undefined) return chosen;
    if (name in UNSEEN) return unknown.default;
    const others = unknown.values.filter((value) => value !== unknown.default);
    const mayDeviate = Object.keys(deviationsOf(settings)).length < this.limits.deviationsMax;
    const value = [unknown.default, ...others][mayDeviate ? choices.pick(1 + others.length) : 0];
    settings[name] = value;
    return value;
  }

  private add(world: World): void {
    const { bench, invocations } = world;
    if (invocations > INVOCATIONS_MAX) throw new Error(`no answer after ${INVOCATIONS_MAX} invocations`);
    if (bench.now - this.startedAt > STORY_SECONDS_MAX * 1000) throw new Error(`not over after ${STORY_SECONDS_MAX} s`);
    const digest = digestOf(world, this.limits);
    if (this.seen.has(digest)) return;
    this.seen.add(digest);
    this.open.push(world);
  }

  private requireBackup(bench: Workbench, effect: string): void {
    if (!/^(write|note) /.test(effect) && !bench.effects.includes('write backup')) throw new Error(`${effect} comes before the backup`);
  }

  private judge(bench: Workbench, settings: Partial<Unknowns>): void {
    bench.pass(60);
    const after = bench.picture();
    const lost = lostFlows(this.flows, flowTable(bench.network.view));
    if (lost.length > 0) throw new Error(`lost: ${lost.map((flow) => `${flow.direction} ${flow.subnetId} ${flow.onPremisesCidr}`).join(', ')}`);
    const asBefore = this.plot.end === 'as before' || settings.modifyOutcome === 'returns-to-old-gateway';
    const [is, be] = asBefore
      ? [after, this.before]
      : [{ state: after.state, gateway: after.gateway?.id, customerGateway: after.customerGateway },
        { state: 'available', gateway: bench.declaration.to.id, customerGateway: bench.declaration.customerGateway?.toId ?? this.before.customerGateway }];
    if (JSON.stringify(is) !== JSON.stringify(be)) throw new Error(`${JSON.stringify(is)} is not ${JSON.stringify(be)}`);
    this.endings += 1;
    this.differentEndings.add(digestOfEnding(bench));
    this.settingsSeen.add(JSON.stringify(deviationsOf(settings)));
  }
}

function deviationsOf(settings: Partial<Record<UnknownName, string>>): Partial<Record<UnknownName, string>> {
  return Object.fromEntries(Object.entries(settings).filter(([name, value]) => value !== UNKNOWNS[name as UnknownName].default));
}

/** Longer than anything that looks back but the deadlines, which no story comes near. */
const LONG_AGO_MS = 30_000;
/** Nothing that far ahead happens within a story. */
const FAR_MS = 2 * STORY_SECONDS_MAX * 1000;

/** How a story ended, as far as anybody could tell. */
export function digestOfEnding(bench: Workbench): string {
  return digestOf({ bench, chapter: 0, invocations: 0, deaths: [], settings: {}, seconds: 0 }, { deathsMax: 0, deviationsMax: 0 });
}

function digestOf({ bench, chapter, invocations, deaths, settings, seconds }: World, { deviationsMax }: Limits): string {
  const plans = [...bench.backups].map(([id, { continues, plan }]) => [id, continues, plan]);
  const heads = [...bench.heads.values()].map((head) => [headOf(head, bench.now), freshTunnelsOf(bench, head)]);
  const deviations = deviationsOf(settings);
  // Once no more may be chosen, what was asked for and stands by default is like what was not asked for.
  const binding = Object.keys(deviations).length < deviationsMax ? settings : deviations;
  const chosen = Object.entries(binding).sort(([a], [b]) => a.localeCompare(b));
  const text = JSON.stringify([
    chapter, invocations, deaths.length, seconds, chosen, heads, plans, [...bench.answers], [...bench.beginnings],
    stateOf(bench.network, bench.now),
  ]);
  return createHash('sha1').update(withoutNames(text)).digest('base64');
}

/** Instants that are only told to people are left out; a revision only tells whether it is still the same one. */
function headOf(head: RecordHead, now: number): object {
  const {
    revision, startedAt, interruptedSince, closedAt, arrangedAt, concludedAt, timeline, lease, intentSince, drivenSince, modifyTakenAt,
    goneOwners,
    ...rest
  } = head;
  return {
    ...rest,
    arranged: arrangedAt !== undefined,
    concluded: concludedAt !== undefined,
    phases: timeline?.map(({ phase }) => phase),
    lease: lease === undefined ? undefined : Math.max(0, lease.until - now),
    intentSince: ago(intentSince, now),
    drivenSince: drivenSince === undefined ? undefined : ago(drivenSince, now),
    modifyTakenAt: modifyTakenAt === undefined ? undefined : ago(modifyTakenAt, now),
    gone: Object.entries(goneOwners ?? {}).map(([owner, { requestId }]) => [owner, requestId]),
  };
}

/** Which tunnels changed their status since the move may have begun: only what is UP since then is UP on the new endpoints. */
function freshTunnelsOf(bench: Workbench, { vpnConnectionId, modifyTakenAt, interruptedSince }: RecordHead): boolean[] {
  const { tunnels } = bench.network.view.state.vpnConnections[vpnConnectionId];
  return tunnels.map(({ lastStatusChange }) => lastStatusChange >= (modifyTakenAt ?? interruptedSince ?? -Infinity));
}

function stateOf(network: Network, now: number): object {
  const { transitions, issued, ...tables } = network.view.state;
  const numbers = new Map<unknown, number>();
  const renumbered = (value: unknown) => {
    if (!numbers.has(value)) numbers.set(value, numbers.size);
    return numbers.get(value);
  };
  const withoutInstants = (key: string, value: unknown) => {
    switch (key) {
      case 'createdAt':
      case 'lastStatusChange': return undefined;
      case 'startedAt': return ago(value as number, now);
      case 'token':
      case 'provisioning': return renumbered(value);
      default: return value;
    }
  };
  const ahead = transitions.filter(({ due }) => due - now < FAR_MS)
    .map(({ due, name, subject, detail }) => ({ due: due - now, name, subject, detail }));
  return JSON.parse(JSON.stringify({ tables, ahead }, withoutInstants)) as object;
}

function ago(instant: number, now: number): number {
  return Math.min(now - instant, LONG_AGO_MS);
}

/** Generated ids by the order in which they appear. */
function withoutNames(text: string): string {
  const names = new Map<string, string>();
  return text.replace(/[a-z][a-z-]*-0[0-9a-f]{16}/g, (id) => {
    if (!names.has(id)) names.set(id, `${id.slice(0, -18)}#${names.size}`);
    return names.get(id)!;
  });
}
