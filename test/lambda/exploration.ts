/**
 * Every schedule of deaths, and of lost answers where wanted, under every setting of the switches, without playing each from its beginning.
 *
 * A world is where a story stands between two invocations. One invocation is played from it; at every effect the world in
 * which the function died there, before or after it, is put aside to be gone on with. An answer that is lost does not end
 * the invocation, which is played once more for it. A switch is chosen when a rule first depends on it: a story in which
 * nobody asks for it is the same story whatever it says. And of two worlds that differ in nothing that anybody could tell
 * by, one is gone on with (see `world-digest`): also where they differ in a switch that is asked for in nothing that may still come.
 */
import { Choices } from './choices';
import { Move, Routing } from './estates';
import { Picture } from './picture';
import { Workbench } from './workbench';
import { bindingOf, deviationsOf, digestOf, STORY_SECONDS_MAX } from './world-digest';
import { HarmlessDistortion } from '../../tools/rehearsal/embedded-ec2/distortions';
import { UnknownName, Unknowns, UNKNOWNS } from '../../tools/rehearsal/embedded-ec2/unknowns';
import { Flow, flowTable, lostFlows } from '../../tools/rehearsal/flows/flow-oracle';

/** Where a story stands between two invocations, beside its bench: plain state, so that it can be gone on with twice. */
export interface Position {
  /** Of the request that is to be answered next. */
  readonly invocations: number;
}

/** What is asked of the function, one invocation after another. */
export interface Story<P extends Position> {
  readonly move: Move;
  readonly routing: Routing;
  readonly first: P;
  isOver(position: P): boolean;
  /** Lets pass what passes before, and plays one invocation. @returns where the story stands then */
  invoke(bench: Workbench, position: P): Promise<P>;
  /** Where it stands if that invocation dies. */
  afterDeath(position: P): P;
  /** How it has to end where switches stand otherwise than by default, as far as that depends on them. */
  standard(deviations: Partial<Unknowns>): Promise<string>;
  /** @throws for an ending that must not be */
  judge(ending: Ending<P>): Promise<void>;
}

export interface Ending<P extends Position> {
  readonly bench: Workbench;
  readonly position: P;
  readonly settings: Partial<Unknowns>;
  readonly beginning: Workbench;
  readonly before: Picture;
}

export interface Limits {
  readonly deathsMax: number;
  /** Whether an effect's answer may be lost in place of a death, or come at the SDK's second attempt. */
  readonly losesAnswers?: boolean;
  /** How many switches may stand otherwise than by default. */
  readonly deviationsMax: number;
  /** Of several switches that may, whether those are among them that are otherwise tried alone. */
  readonly everyPair?: boolean;
  /** Told of each ending, when its bench has come to rest. */
  readonly onEnding?: (bench: Workbench) => void;
  /** In which other shapes EC2 answers; as it is unless given. */
  readonly distortions?: readonly HarmlessDistortion[];
}

export interface Explored {
  /** Worlds that nobody could tell apart count once. */
  readonly worlds: number;
  /** Invocations that were played. */
  readonly invocations: number;
  readonly endings: number;
  /** How many different settings were played to an end, those of switches that nobody asked for left out. */
  readonly settings: number;
  /** What each world could be told by. */
  readonly digests: ReadonlySet<string>;
}

export interface World<P extends Position> {
  readonly bench: Workbench;
  readonly position: P;
  /** And lost answers. */
  readonly deaths: readonly string[];
  readonly settings: Partial<Unknowns>;
}

/**
 * Switches that change nothing but members of EC2's answers that no adapter reads: the workbench's answers have these
 * members as traps here, so that an adapter which begins to read one is found out.
 */
export const UNSEEN: Partial<Record<UnknownName, string>> = {
  staticRouteSource: 'Source', gatewayAssociationState: 'GatewayAssociationState', configurationWhileModifying: 'CustomerGatewayConfiguration',
};

/** Answers that are tried alone, and in pairs only where every pair is: of codes one is like the other. */
const ALONE = /^(UnheardOfCode|old-gateway-before-it|old-gateway-after-it)$/;

const INVOCATIONS_MAX = 20;

/** A world that is to be gone on with. */
interface Open<P extends Position> {
  readonly world: World<P>;
  readonly state: string;
  readonly passed: Passed;
}

/** What is known of a world once it was gone on with, switches that were not chosen yet being left as they are. */
class Passed {
  /** What the next invocation asks for. */
  readonly asked = new Set<UnknownName>();
  /** Where it may lead to. */
  readonly next = new Set<Passed>();
  private all?: ReadonlySet<UnknownName>;

  /** What is asked for from there on, whatever dies. To be read when every world that it leads to has been gone on with. */
  get askedFromHere(): ReadonlySet<UnknownName> {
    if (this.all !== undefined) return this.all;
    const [all, reached] = [new Set<UnknownName>(), new Set<Passed>([this])];
    for (const each of reached) {
      for (const name of each.asked) all.add(name);
      for (const further of each.next) reached.add(further);
    }
    this.all = all;
    return all;
  }
}

export class Exploration<P extends Position> {
  private readonly seen = new Map<string, Passed>();
  /** By state and deviations, whatever else was asked for. */
  private readonly passed = new Map<string, Passed>();
  /** By the number of deviations: the fewer come first, so that it is known what they ask for. */
  private readonly open: Open<P>[][] = [];
  private readonly settingsSeen = new Set<string>();
  private invocations = 0;
  private endings = 0;
  private readonly beginning: Workbench;
  private readonly before: Picture;
  private readonly flows: readonly Flow[];

  constructor(private readonly story: Story<P>, private readonly limits: Limits) {
    const { move, routing } = story;
    this.beginning = new Workbench({ move, routing, distortions: limits.distortions });
    [this.before, this.flows] = [this.beginning.picture(), flowTable(this.beginning.network.view)];
  }

  async explore(): Promise<Explored> {
    this.add({ bench: this.beginning, position: this.story.first, deaths: [], settings: {} });
    for (let open = this.nextOpen(); open !== undefined; open = this.nextOpen()) {
      if (await this.isPassedWithLess(open)) continue;
      const choices = new Choices();
      while (choices.next()) await this.invoke(open, choices);
    }
    const { seen: observed, invocations, endings, settingsSeen } = this;
    return { worlds: observed.size, invocations, endings, settings: settingsSeen.size, digests: new Set(observed.keys()) };
  }

  private nextOpen(): Open<P> | undefined {
    return this.open.find((worlds) => worlds !== undefined && worlds.length > 0)?.pop();
  }

  private async invoke({ world, passed }: Open<P>, choices: Choices): Promise<void> {
    this.invocations += 1;
    const { story } = this;
    const settings = { ...world.settings };
    const answerTo = (name: UnknownName) => this.settingOf(name, settings, passed, choices);
    const deaths = [...world.deaths];
    const left: World<P>[] = [];
    const put = (position: P, ...more: readonly string[]) => {
      const forked = bench.fork({ answerTo, forgetsLeases: more.length > 0 });
      left.push({ bench: forked, position, deaths: [...deaths, ...more], settings: { ...settings } });
    };
    const mayDie = () => deaths.length < this.limits.deathsMax;
    const dies = (where: string) => {
      if (mayDie()) put(story.afterDeath(world.position), where);
    };
    /** Several effects may be under way at once. */
    const unheard = new Set<string>();
    const bench: Workbench = world.bench.fork({
      answerTo,
      fate: (effect) => {
        this.requireBackup(bench, effect);
        dies(`before ${effect}`);
        unheard.delete(effect);
        if (!this.limits.losesAnswers || !mayDie()) return 'works';
        // Only EC2's calls are told how often they were made.
        const fate = (['works', 'loses-answer', 'asked-again'] as const)[choices.pick(isOfRecords(effect) ? 2 : 3)];
        if (fate === 'works') return fate;
        unheard.add(effect);
        deaths.push(`${fate}: ${effect}`);
        return fate;
      },
      // One trouble at each effect: where its answer is lost and the function dies, it dies.
      done: (effect) => {
        if (!unheard.has(effect)) dies(`after ${effect}`);
      },
    });
    try {
      const position = await story.invoke(bench, world.position);
      if (story.isOver(position)) await this.judge(bench, position, settings);
      else put(position);
      for (const each of left) {
        const next = this.add(each);
        if (sameDeviations(each.settings, world.settings)) passed.next.add(next);
      }
    } catch (error) {
      throw new Error([
        `${(error as Error).message}`, `deaths: ${deaths.join(', ') || 'none'}`, `switches: ${JSON.stringify(deviationsOf(settings))}`,
        `effects: ${bench.effects.join(', ')}`, `journal: ${JSON.stringify(bench.journal.slice(-8))}`,
      ].join('\n'), { cause: error });
    }
  }

  private settingOf(name: UnknownName, settings: Partial<Record<UnknownName, string>>, passed: Passed, choices: Choices): string {
    const unknown = UNKNOWNS[name];
    if (name in UNSEEN) return unknown.default;
    passed.asked.add(name);
    const chosen = settings[name];
    if (chosen !== undefined) return chosen;
    const { deviationsMax, everyPair } = this.limits;
    const inPairs = (value: string) => deviationsMax < 2 || everyPair || !ALONE.test(value);
    const others = unknown.values.filter((value) => value !== unknown.default && inPairs(value));
    const mayDeviate = Object.keys(deviationsOf(settings)).length < deviationsMax;
    const value = [unknown.default, ...others][mayDeviate ? choices.pick(1 + others.length) : 0];
    settings[name] = value;
    return value;
  }

  private add(world: World<P>): Passed {
    const { bench, position, settings } = world;
    if (position.invocations > INVOCATIONS_MAX) throw new Error(`no answer after ${INVOCATIONS_MAX} invocations`);
    if (bench.now - this.beginning.now > STORY_SECONDS_MAX * 1000) throw new Error(`not over after ${STORY_SECONDS_MAX} s`);
    const state = stateOfWorld(world);
    const digest = digestOfWorld(world, this.limits, state);
    const known = this.seen.get(digest);
    if (known !== undefined) return known;
    const passed = new Passed();
    this.seen.set(digest, passed);
    const deviations = deviationsOf(settings);
    this.passed.set(keyOf(state, deviations), passed);
    (this.open[Object.keys(deviations).length] ??= []).push({ world, state, passed });
    return passed;
  }

  /**
   * Whether a world was gone on with that differs in one switch only, which stands by default there and is asked for in nothing that may
   * still come, nor told by how it has to end. Where more switches may still deviate, the one would be asked for beside these.
   */
  private async isPassedWithLess({ world, state }: Open<P>): Promise<boolean> {
    const deviations = deviationsOf(world.settings);
    const names = Object.keys(deviations) as UnknownName[];
    if (names.length === 0 || names.length < this.limits.deviationsMax) return false;
    for (const name of names) {
      const { [name]: _, ...fewer } = deviations;
      const passed = this.passed.get(keyOf(state, fewer));
      if (passed === undefined || passed.askedFromHere.has(name)) continue;
      if (await this.story.standard(deviations) !== await this.story.standard(fewer)) continue;
      this.settingsSeen.add(JSON.stringify(deviations));
      return true;
    }
    return false;
  }

  private requireBackup(bench: Workbench, effect: string): void {
    if (!isOfRecords(effect) && !bench.effects.includes('write backup')) throw new Error(`${effect} comes before the backup`);
  }

  private async judge(bench: Workbench, position: P, settings: Partial<Unknowns>): Promise<void> {
    const { beginning, before } = this;
    bench.pass(60);
    const lost = lostFlows(this.flows, flowTable(bench.network.view));
    if (lost.length > 0) throw new Error(`lost: ${lost.map((flow) => `${flow.direction} ${flow.subnetId} ${flow.onPremisesCidr}`).join(', ')}`);
    await this.story.judge({ bench, position, settings, beginning, before });
    this.endings += 1;
    this.limits.onEnding?.(bench);
    this.settingsSeen.add(JSON.stringify(deviationsOf(settings)));
  }
}

function isOfRecords(effect: string): boolean {
  return /^(write|note) /.test(effect);
}

function sameDeviations(some: Partial<Unknowns>, others: Partial<Unknowns>): boolean {
  return Object.keys(deviationsOf(some)).length === Object.keys(deviationsOf(others)).length;
}

function keyOf(state: string, deviations: Partial<Unknowns>): string {
  return `${state} ${JSON.stringify(Object.entries(deviations).sort())}`;
}

/** What anybody could tell a world by, were all switches known. */
function stateOfWorld<P extends Position>({ bench, position, deaths }: Omit<World<P>, 'settings'>): string {
  return digestOf(bench, [position, deaths.length]);
}

/** And for how much more it is good. */
export function digestOfWorld<P extends Position>(world: World<P>, { deviationsMax }: Limits, state = stateOfWorld(world)): string {
  return `${state} ${JSON.stringify(bindingOf(world.settings, deviationsMax))}`;
}
