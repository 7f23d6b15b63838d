/**
 * Every schedule of deaths, and of lost answers where wanted, under every setting of the switches, without playing each from its beginning.
 *
 * A world is where a story stands between two invocations. One invocation is played from it; at every effect the world in
 * which the function died there, before or after it, is put aside to be gone on with. An answer that is lost does not end
 * the invocation, which is played once more for it. A switch is chosen when a rule first depends on it: a story in which
 * nobody asks for it is the same story whatever it says. And of two worlds that differ in nothing that anybody could tell
 * by, one is gone on with (see `world-digest`).
 */
import { Choices } from './choices';
import { Move, Routing } from './estates';
import { Picture } from './picture';
import { Workbench } from './workbench';
import { bindingOf, deviationsOf, digestOf, STORY_SECONDS_MAX } from './world-digest';
import { HarmlessDistortion } from '../../rehearsal/embedded-ec2/distortions';
import { UnknownName, Unknowns, UNKNOWNS } from '../../rehearsal/embedded-ec2/unknowns';
import { Flow, flowTable, lostFlows } from '../../rehearsal/flows/flow-oracle';

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
  /** How long it may last, where not as long as most. */
  readonly secondsMax?: number;
  isOver(position: P): boolean;
  /** Lets pass what passes before, and plays one invocation. @returns where the story stands then */
  play(bench: Workbench, position: P): Promise<P>;
  /** Where it stands if that invocation dies. */
  afterDeath(position: P): P;
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

export class Exploration<P extends Position> {
  private readonly seen = new Set<string>();
  private readonly open: World<P>[] = [];
  private readonly settingsSeen = new Set<string>();
  private invocations = 0;
  private endings = 0;
  private readonly beginning: Workbench;
  private readonly before: Picture;
  private readonly flows: readonly Flow[];

  constructor(private readonly story: Story<P>, private readonly limits: Limits) {
    const { move, routing, first } = story;
    this.beginning = new Workbench({ move, routing, distortions: limits.distortions });
    [this.before, this.flows] = [this.beginning.picture(), flowTable(this.beginning.network.view)];
    this.add({ bench: this.beginning, position: first, deaths: [], settings: {} });
  }

  async explore(): Promise<Explored> {
    for (let world = this.open.pop(); world !== undefined; world = this.open.pop()) {
      const choices = new Choices();
      while (choices.next()) await this.play(world, choices);
    }
    const { seen, invocations, endings, settingsSeen } = this;
    return { worlds: seen.size, invocations, endings, settings: settingsSeen.size, digests: seen };
  }

  private async play(world: World<P>, choices: Choices): Promise<void> {
    this.invocations += 1;
    const { story } = this;
    const settings = { ...world.settings };
    const answerTo = (name: UnknownName) => this.settingOf(name, settings, choices);
    const deaths = [...world.deaths];
    const put = (position: P, ...more: readonly string[]) =>
      this.add({ bench: bench.fork({ answerTo }), position, deaths: [...deaths, ...more], settings: { ...settings } });
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
      const position = await story.play(bench, world.position);
      if (story.isOver(position)) await this.judge(bench, position, settings);
      else put(position);
    } catch (error) {
      throw new Error([
        `${(error as Error).message}`, `deaths: ${deaths.join(', ') || 'none'}`, `switches: ${JSON.stringify(deviationsOf(settings))}`,
        `effects: ${bench.effects.join(', ')}`, `journal: ${JSON.stringify(bench.journal.slice(-8))}`,
      ].join('\n'), { cause: error });
    }
  }

  private settingOf(name: UnknownName, settings: Partial<Record<UnknownName, string>>, choices: Choices): string {
    const unknown = UNKNOWNS[name];
    const chosen = settings[name];
    if (chosen !== undefined) return chosen;
    if (name in UNSEEN) return unknown.default;
    const { deviationsMax, everyPair } = this.limits;
    const inPairs = (value: string) => deviationsMax < 2 || everyPair || !ALONE.test(value);
    const others = unknown.values.filter((value) => value !== unknown.default && inPairs(value));
    const mayDeviate = Object.keys(deviationsOf(settings)).length < deviationsMax;
    const value = [unknown.default, ...others][mayDeviate ? choices.pick(1 + others.length) : 0];
    settings[name] = value;
    return value;
  }

  private add(world: World<P>): void {
    const { bench, position } = world;
    if (position.invocations > INVOCATIONS_MAX) throw new Error(`no answer after ${INVOCATIONS_MAX} invocations`);
    const { secondsMax = STORY_SECONDS_MAX } = this.story;
    if (bench.now - this.beginning.now > secondsMax * 1000) throw new Error(`not over after ${secondsMax} s`);
    const digest = digestOfWorld(world, this.limits);
    if (this.seen.has(digest)) return;
    this.seen.add(digest);
    this.open.push(world);
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

/** What anybody could tell a world by, and for how much more it is good. */
export function digestOfWorld<P extends Position>({ bench, position, deaths, settings }: World<P>, { deviationsMax }: Limits): string {
  return digestOf(bench, [position, deaths.length, bindingOf(settings, deviationsMax)]);
}
