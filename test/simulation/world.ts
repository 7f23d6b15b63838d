/**
 * One world per seed: the embedded EC2's network, a table of records, and whoever invokes the function or interferes,
 * all in one virtual time. The function's workflow and adapters are the deployed ones.
 */
import { Circumstances, OutsideChangeKind } from './circumstances';
import { Dice } from './dice';
import { FirstDistorted, Note, Outcome } from './history';
import { currentStateOf, HandMadeCall, objectOf, outsideChange, OutsideChange, Scene } from './interference';
import { RecordsTable } from './records-table';
import { Scheduler } from './scheduler';
import { Watch } from './watch';
import { Call, Life, refusal, silence, Wire } from './wire';
import { Ec2Network } from '../../lambda/aws/ec2/network';
import { DynamoDbRecords } from '../../lambda/aws/services/dynamodb-records';
import { MoveRequest } from '../../lambda/engine/request-decision';
import { LeaseWatch } from '../../lambda/runner/lease-watch';
import { Ports, TerminalFailure } from '../../lambda/runner/ports';
import { advance } from '../../lambda/runner/workflow';
import { identityOf, MoveDeclaration } from '../../src/contract/declaration';
import { Ec2Error } from '../../tools/rehearsal/contracts';
import { Structure } from '../../tools/rehearsal/embedded-ec2/answers';
import { distorted, Distorting, DistortionKind } from '../../tools/rehearsal/embedded-ec2/distortions';
import { Network } from '../../tools/rehearsal/embedded-ec2/network';
import { seedEstate } from '../lambda/estates';
import { Picture, pictureOf } from '../lambda/picture';

/** What happened, for people. */
export interface Happening {
  readonly at: number;
  readonly who: string;
  readonly what: string;
}

/** A bug on purpose: what it makes of the function's ports. */
export type Sabotage = (ports: Ports) => Ports;

/** A person tries again for about as long as a disassociation takes. */
const TRIES_BY_HAND_MAX = 12;

/** How often, when it is read, a clock that is off is set. */
const CLOCK_JUMPS = 0.02;

/** What the handler leaves for answering; the sandbox is gone after it. */
const HAND_OVER_SECONDS = 45;

export class World {
  readonly scheduler: Scheduler;
  readonly network: Network;
  readonly table = new RecordsTable();
  /** As it is declared now: an Update may have edited how the move would be undone. */
  declaration: MoveDeclaration;
  readonly watch: Watch;
  readonly wire: Wire;
  readonly notes: Note[] = [];
  readonly outcomes: Outcome[] = [];
  readonly distorted: FirstDistorted[] = [];
  private readonly lastOutcomes = new Map<string, Outcome>();
  readonly happenings: Happening[] = [];
  rollingBack = false;
  /** Whether CloudFormation waits for no answer any more. */
  stackAtRest = false;
  invocations = 0;
  /** What each execution environment that is at no work remembers of leases: it ends with a death. */
  private readonly idleEnvironments: LeaseWatch[] = [];
  private readonly clocksOff = new Map<Life, number>();
  private readonly startedAt = Date.UTC(2026, 10, 20, 2, 0, 0);
  private readonly scene: Scene;
  private readonly conflicts: OutsideChange[] = [];
  private readonly distorting: Distorting;

  /** @param shapes are the dice of what EC2's answers look like: a story goes on as it would with others */
  constructor(
    readonly dice: Dice, readonly circumstances: Circumstances, private readonly sabotage: Sabotage = (ports) => ports,
    private readonly shapes = new Dice(1),
  ) {
    this.scheduler = new Scheduler(dice, this.startedAt);
    const { latencies, describeLagMsMax, unknowns, move, routing, defaultRouteTable, policy } = circumstances;
    const describeLagMs = () => dice.between(0, describeLagMsMax);
    this.network = new Network({ clock: this.scheduler, latencies: { ...latencies, describeLagMs }, unknowns });
    this.distorting = new Distorting(circumstances.distortions, shapes);
    this.declaration = { ...seedEstate(this.network, move, routing, defaultRouteTable), ...policy };
    this.scene = sceneOf(this.network, this.declaration);
    const staleMsMax = describeLagMsMax + latencies.staleAfterModifyMs;
    this.watch = new Watch(this.scene, this.table, this.scheduler, staleMsMax, (who, what) => this.happen(who, what));
    this.wire = new Wire(this.scheduler, dice, circumstances, { ec2: (call) => this.ec2(call), dynamodb: this.table.answer }, this.watch);
  }

  request(type: MoveRequest['type'], requestId: string, sameMove = true): MoveRequest {
    const { declaration } = this;
    return { type, requestId, owner: 'stack|Move', moveIdentity: sameMove ? identityOf(declaration) : 'another move', sameMove, declaration, receivedAt: this.scheduler.now() };
  }

  picture(): Picture {
    return pictureOf(this.network, this.declaration.vpnConnectionId);
  }

  /** Seconds since the beginning. */
  get seconds(): number {
    return (this.scheduler.now() - this.startedAt) / 1000;
  }

  async sleep(seconds: number): Promise<void> {
    return this.scheduler.sleep(seconds * 1000);
  }

  async invoke(request: MoveRequest): Promise<Outcome> {
    this.invocations += 1;
    const life = new Life(`${request.requestId}/${this.invocations}`);
    const { invocationSeconds } = this.circumstances;
    const until = this.scheduler.now() + invocationSeconds * 1000;
    const limit = this.sleep(invocationSeconds + HAND_OVER_SECONDS).then(() => life.end());
    const leases = this.idleEnvironments.pop() ?? new LeaseWatch({ elapsed: () => this.scheduler.now() });
    const invocation = { request, stackId: 'stack', holder: life.holder, leases, until: until + this.clockOffOf(life) };
    const work = advance(invocation, this.sabotage(this.ports(life))).then(
      (answer): Outcome => (answer === undefined ? { kind: 'again' } : { kind: 'answered', answer }),
      (error: Error): Outcome => {
        if (!(error instanceof TerminalFailure)) this.watch.violated('fails only in its own words', error.stack ?? error.message);
        return { kind: 'failed', message: error.message };
      },
    );
    const outcome = await Promise.race([work, life.death.then((): Outcome => ({ kind: 'killed' })), limit.then((): Outcome => ({ kind: 'killed' }))]);
    if (outcome.kind !== 'killed') this.idleEnvironments.push(leases);
    this.outcomes.push(outcome);
    if (outcome.kind === 'answered' || outcome.kind === 'failed') this.lastOutcomes.set(request.requestId, outcome);
    this.happen(life.holder, outcomeInWords(outcome));
    return outcome;
  }

  /** Each invocation has a clock of its own. */
  private clockOffOf(life: Life): number {
    const { clocksOffMsMax } = this.circumstances;
    if (clocksOffMsMax === undefined) return 0;
    const jumps = !this.clocksOff.has(life) || this.shapes.chance(CLOCK_JUMPS);
    if (jumps) this.clocksOff.set(life, this.shapes.between(-clocksOffMsMax, clocksOffMsMax));
    return this.clocksOff.get(life)!;
  }

  /** How the request was last answered, in a line. */
  outcomeOf({ requestId }: MoveRequest): string {
    const outcome = this.lastOutcomes.get(requestId);
    return outcome === undefined ? 'not answered' : outcomeInWords(outcome);
  }

  /** Somebody changes something by hand; EC2 may refuse it. */
  async interfere(kind: OutsideChangeKind): Promise<void> {
    this.network.settle();
    const change = outsideChange(kind, this.scene);
    if (change === undefined) return;
    if (change.first !== undefined && this.change(kind, { ...change.first, isTheirs: false })) {
      for (let tries = 0; tries < TRIES_BY_HAND_MAX && !this.change(kind, change); tries += 1) await this.sleep(1);
      return;
    }
    this.change(kind, change);
  }

  /** Whoever interfered takes it back, the last change first. */
  mend(): void {
    for (const { undo } of this.conflicts.reverse()) if (undo !== undefined) this.byHand('taken back', undo);
  }

  happen(who: string, what: string): void {
    this.happenings.push({ at: this.seconds, who, what });
  }

  private change(kind: string, change: OutsideChange): boolean {
    const state = () => currentStateOf(objectOf(change)!, this.network, this.declaration.vpnConnectionId);
    const before = state();
    if (!this.byHand(kind, change)) return false;
    this.conflicts.push(change);
    this.watch.foreignChange(change, state() !== before);
    return true;
  }

  private byHand(why: string, { operation, input }: HandMadeCall): boolean {
    try {
      this.network.call(operation, { ...input });
      this.happen('somebody', `${why}: ${operation} ${JSON.stringify(input)}`);
      return true;
    } catch (error) {
      if (!(error instanceof Ec2Error)) throw error;
      return false;
    }
  }

  private ports(life: Life): Ports {
    const sleep = async (milliseconds: number) => {
      await this.scheduler.sleep(milliseconds);
      if (life.dead) await silence();
    };
    return {
      network: new Ec2Network(this.wire.ec2(life), this.network.accountId),
      records: new DynamoDbRecords(this.wire.dynamoDb(life), 'Records'),
      stack: {
        isRollingBack: async () => (life.dead ? silence() : this.rollingBack),
        isCleaningUp: async () => (life.dead ? silence() : false),
        awaitsCreates: async () => (life.dead ? silence() : !this.stackAtRest),
        physicalIdOf: async () => this.declaration.vpnConnectionId,
      },
      registry: { createOnlyProperties: async () => [] },
      health: { alarmStates: async () => new Map() },
      announcer: { announce: async () => void (life.dead && await silence()) },
      clock: {
        now: () => this.scheduler.now() + this.clockOffOf(life),
        elapsed: () => this.scheduler.now(),
        sleep,
      },
      journal: {
        note: (event, details) => {
          this.notes.push({ event, details });
          this.happen(life.holder, `${event} ${JSON.stringify(details)}`);
        },
        measure: (vpnConnectionId, measurement) => this.happen(life.holder, `measured ${vpnConnectionId} ${JSON.stringify(measurement)}`),
      },
    };
  }

  private ec2({ operation, input }: Call): object {
    const { denied } = this.circumstances;
    if (denied?.operation === operation && this.seconds < denied.seconds && (denied.dryRunsToo || input.DryRun !== true)) {
      throw refusal('UnauthorizedOperation', 'You are not authorized to perform this operation', 403);
    }
    try {
      const answer = this.distorting.answer(operation, input, (asked) => this.network.call(operation, { ...asked }));
      this.circumstances.distortions.forEach((kind) => this.noteDistorted(kind));
      return this.incomplete(operation, input, answer);
    } catch (error) {
      if (!(error instanceof Ec2Error)) throw error;
      throw refusal(error.code, error.message, error.status);
    }
  }

  /** Less than the whole, for as long as it was drawn, and no longer than there is trouble. */
  private incomplete(operation: string, input: Call['input'], answer: Structure): Structure {
    const { incomplete } = this.circumstances;
    if (incomplete === undefined || !this.wire.troubled) return answer;
    const { kind, at, seconds, chance } = incomplete;
    if (this.seconds < at || this.seconds >= at + seconds || !this.shapes.chance(chance / 100)) return answer;
    const less = distorted(operation, input, answer, kind, this.shapes);
    if (less !== answer) this.noteDistorted(kind);
    return less;
  }

  private noteDistorted(kind: DistortionKind): void {
    if (this.distorted.some((each) => each.kind === kind)) return;
    this.distorted.push({ kind, notes: this.notes.length, outcomes: this.outcomes.length });
    this.happen('ec2', `answers with ${kind}`);
  }
}

function sceneOf(network: Network, declaration: MoveDeclaration): Scene {
  const { seed } = network;
  const transitGatewayIds = [declaration.from, declaration.to].filter((end) => end.kind === 'transit-gateway').map((end) => end.id);
  return {
    network,
    declaration,
    elsewhere: seed.transitGateway({ defaultAssociation: false, defaultPropagation: false }).transitGatewayId,
    anotherCustomerGateway: seed.customerGateway(),
    anotherTableOf: Object.fromEntries(transitGatewayIds.map((id) => [id, seed.transitGatewayRouteTable({ transitGatewayId: id })])),
  };
}

function outcomeInWords(outcome: Outcome): string {
  if (outcome.kind === 'answered') return `answered ${JSON.stringify(outcome.answer)}`;
  return outcome.kind === 'failed' ? `failed: ${outcome.message}` : outcome.kind;
}
