/**
 * The workflow on the real rules: the adapters for EC2 as they are deployed, the embedded EC2's network without the wire
 * in between, an in-memory record store, and a clock that jumps whenever anybody sleeps.
 */
import { EC2Client, VpnConnection } from '@aws-sdk/client-ec2';
import { Move, Routing, seedEstate } from './estates';
import { Picture, pictureOf } from './picture';
import { Ec2Network } from '../../lambda/aws/ec2/network';
import { digestOfPlan } from '../../lambda/aws/services/plan-digest';
import { Action, describeAction } from '../../lambda/engine/actions';
import { Evidence } from '../../lambda/engine/evidence';
import { Backup, RecordHead } from '../../lambda/engine/record';
import { RecoveryScripts } from '../../lambda/engine/recovery';
import { MoveRequest } from '../../lambda/engine/request-decision';
import { TargetRequest } from '../../lambda/engine/target-change/request-decision';
import { VpcClaims } from '../../lambda/engine/vpc-claim';
import { AccountServices, withAccountServices } from '../../lambda/runner/account-services';
import { Invocation } from '../../lambda/runner/invocation';
import { LeaseWatch } from '../../lambda/runner/lease-watch';
import {
  Answer, Performed, Ports, RecordedAnswer, RecordStore, RetryableFailure, RevisionConflict, WrittenPlan,
} from '../../lambda/runner/ports';
import { advanceTarget } from '../../lambda/runner/target-change';
import { advance } from '../../lambda/runner/workflow';
import { identityOf, MoveDeclaration, TransitGatewayEnd } from '../../src/contract/declaration';
import { Measurement } from '../../src/contract/measurement';
import { PhaseEvent } from '../../src/contract/phase';
import { CONNECTION_TAG } from '../../src/contract/target-declaration';
import { Ec2Error } from '../../tools/rehearsal/contracts';
import { seededDice } from '../../tools/rehearsal/embedded-ec2/answers';
import { Distorting, DistortionKind } from '../../tools/rehearsal/embedded-ec2/distortions';
import { Latencies, Quotas } from '../../tools/rehearsal/embedded-ec2/latencies';
import { Network } from '../../tools/rehearsal/embedded-ec2/network';
import { UnknownName, Unknowns, UNKNOWNS } from '../../tools/rehearsal/embedded-ec2/unknowns';

export { ON_PREMISES, PLANTED_KEY } from './estates';

export interface WorkbenchOptions {
  readonly move?: Move;
  readonly routing?: Routing;
  /** Whether transit gateways put new attachments into a table of their own choice. */
  readonly defaultRouteTable?: boolean;
  readonly latencies?: Partial<Latencies>;
  readonly unknowns?: Partial<Unknowns>;
  /** What the account may have of everything; AWS's defaults unless given. */
  readonly quotas?: Partial<Quotas>;
  /** Asked whenever a rule depends on a switch, in place of `unknowns`. */
  readonly answerTo?: (unknown: UnknownName) => string;
  /** Asked at every effect, by name: what becomes of it. */
  readonly fate?: (effect: string) => Fate;
  /** Whether a fork is of a world in which the function's environment is another one: it died. */
  readonly forgetsLeases?: boolean;
  /** Told of every effect once it took place. */
  readonly done?: (effect: string) => void;
  /** Asked at every call of EC2: the code with which it is refused, if it is. */
  readonly refusal?: (operation: string, dryRun: boolean) => string | undefined;
  /** What other services than EC2 answer; none is asked unless given. */
  readonly services?: AccountServices;
  /** How EC2's answers are given otherwise, by seeded dice. */
  readonly distortions?: readonly DistortionKind[];
  /** Asked at every announcement: how long it takes, or why it fails. */
  readonly announcing?: (event: PhaseEvent) => { readonly seconds: number } | Error;
}

/** `loses-answer`: it takes effect, and nobody hears of it. `asked-again`: nor does the SDK, and what is heard of is its second attempt. */
export type Fate = 'works' | 'dies-before' | 'dies-after' | 'loses-answer' | 'asked-again';

/** `breaks`: after the next call has been carried out, before it is answered. */
interface Wire {
  breaks: boolean;
}

/** The Lambda was killed: nothing of this invocation happens any more. */
export class Killed extends Error {}

export class Workbench {
  readonly effects: string[] = [];
  /** What was noted of requests: a write that can die like any other, and changes nothing. */
  readonly notes: string[] = [];
  readonly journal: Record<string, unknown>[] = [];
  readonly heads = new Map<string, RecordHead>();
  readonly backups = new Map<string, Backup>();
  readonly recoveries = new Map<string, RecoveryScripts>();
  readonly answers = new Map<string, RecordedAnswer>();
  readonly plans = new Map<string, WrittenPlan>();
  readonly beginnings = new Map<string, string>();
  /** Who is at work at which VPC. */
  readonly claims = new Map<string, VpcClaims>();
  readonly evidence = new Map<string, Evidence>();
  readonly announced: PhaseEvent[] = [];
  readonly measured: Measurement[] = [];
  readonly network: Network;
  readonly declaration: MoveDeclaration;
  rollingBack = false;
  /** Whether all resources stand, and what is obsolete goes. */
  cleaningUp = false;
  /** Whether its stack waits for no answer any more. */
  atRest = false;
  /** What CloudFormation's registry says of the connection's type. */
  createOnlyProperties: readonly string[] = ['Type', 'StaticRoutesOnly', 'EnableAcceleration'];
  /** What its stack has on record of resources beside the connection: physical ids by logical ids. */
  stackResources = new Map<string, string>();
  alarmStates = new Map<string, string>();
  private time = Date.UTC(2026, 10, 20, 2, 0, 0);
  /** How far the function's clock is off, in milliseconds: of what anybody decides by, it alone is. */
  clockOff = 0;
  private invocations = 0;
  private leases = this.leaseWatch();
  /** How often the SDK asks before it has an answer. */
  private attempts = 1;
  private distortions: readonly DistortionKind[] = [];
  private distorting = new Distorting([], seededDice(1));

  constructor(private readonly options: WorkbenchOptions = {}, original?: Workbench) {
    const latencies = { provisioningMs: 20_000, describeLagMs: 500, ...options.latencies };
    const clock = { now: () => this.time, sleep: async () => undefined };
    this.network = original?.network.fork(clock) ?? new Network({ clock, latencies, unknowns: options.unknowns, quotas: options.quotas });
    this.declaration = original?.declaration ?? seedEstate(
      this.network, options.move ?? 'vgw-to-tgw', options.routing ?? 'static', options.defaultRouteTable,
    );
    if (original === undefined) tagConnection(this.network, this.connectionId);
    this.distort(options.distortions ?? original?.distortions ?? []);
    if (original !== undefined) this.copy(original);
    if (options.answerTo !== undefined) askAt(this.network.unknowns, options.answerTo);
  }

  /** Another bench on which everything is as it is here now; what happens on one is not seen on the other. */
  fork(options: Pick<WorkbenchOptions, 'answerTo' | 'fate' | 'done' | 'forgetsLeases'>): Workbench {
    return new Workbench(options, this);
  }

  get connectionId(): string {
    return this.declaration.vpnConnectionId;
  }

  get transitGatewayEnd(): TransitGatewayEnd {
    const { to } = this.declaration;
    if (to.kind !== 'transit-gateway') throw new Error('this bench moves to a transit gateway');
    return to;
  }

  get customerGatewayAfter(): string {
    return this.declaration.customerGateway?.toId ?? this.network.view.state.vpnConnections[this.connectionId].customerGatewayId;
  }

  get now(): number {
    return this.time;
  }

  /** From here on EC2's answers are given in these ways. */
  distort(kinds: readonly DistortionKind[]): void {
    this.distortions = kinds;
    this.distorting = new Distorting(kinds, seededDice(1));
  }

  pass(seconds: number): void {
    this.time += seconds * 1000;
    this.network.settle();
  }

  request(changes: Partial<MoveRequest> = {}): MoveRequest {
    const declaration = changes.declaration ?? this.declaration;
    return { type: 'Create', requestId: 'request-1', owner: 'stack|Move', moveIdentity: identityOf(declaration), sameMove: true, declaration, ...changes };
  }

  /** One invocation of the Lambda. @throws {Killed} when its fate was to die. */
  async invoke(request: MoveRequest, seconds = 600): Promise<Answer | undefined> {
    this.invocations += 1;
    return this.inEnvironment(async (ports, leases) => {
      const invocation: Invocation = { request, stackId: 'stack', holder: `invocation-${this.invocations}`, leases, until: ports.clock.now() + seconds * 1000 };
      return advance(invocation, ports);
    });
  }

  /** Invokes until there is an answer, as the waiter and redelivery do, whatever dies on the way. */
  async runRequest(request: MoveRequest, invocationsMax = 20): Promise<Answer> {
    for (let count = 0; count < invocationsMax; count += 1) {
      try {
        const answer = await this.invoke(request);
        if (answer !== undefined) return answer;
      } catch (error) {
        if (!(error instanceof Killed)) throw error;
      }
      this.pass(10);
    }
    throw new Error(`no answer after ${invocationsMax} invocations`);
  }

  /** The same for a part of a change that CloudFormation makes itself. */
  async runTargetRequest(request: TargetRequest, invocationsMax = 20): Promise<Answer> {
    for (let count = 0; count < invocationsMax; count += 1) {
      try {
        const answer = await this.invokeTarget(request);
        if (answer !== undefined) return answer;
      } catch (error) {
        if (!(error instanceof Killed)) throw error;
      }
      this.pass(10);
    }
    throw new Error(`no answer after ${invocationsMax} invocations`);
  }

  async invokeTarget(request: TargetRequest, seconds = 600): Promise<Answer | undefined> {
    this.invocations += 1;
    return this.inEnvironment(async (ports, leases) => advanceTarget({
      request, stackId: 'arn:aws:cloudformation:eu-central-1:111122223333:stack/Network/1', logicalId: request.declared.part,
      holder: `invocation-${this.invocations}`, leases, until: ports.clock.now() + seconds * 1000,
    }, ports));
  }

  /** The same effects for whoever else works on the record, with a life and a clock of their own. */
  portsOfAnother(clockOff: () => number = () => 0): Ports {
    return this.ports(new Incarnation(), clockOff);
  }

  picture(): Picture {
    return pictureOf(this.network, this.connectionId);
  }

  /** What an execution environment remembers of leases ends with it. */
  private async inEnvironment<T>(invoke: (ports: Ports, leases: LeaseWatch) => Promise<T>): Promise<T> {
    try {
      return await invoke(this.ports(new Incarnation()), this.leases);
    } catch (error) {
      if (error instanceof Killed) this.leases = this.leaseWatch();
      throw error;
    }
  }

  /** Since when leases were seen to be as they are. */
  get leasesSeen(): LeaseWatch['seen'] {
    return this.leases.seen;
  }

  private leaseWatch(seen?: LeaseWatch['seen']): LeaseWatch {
    return new LeaseWatch({ elapsed: () => this.time }, seen);
  }

  private copy(original: Workbench): void {
    this.time = original.time;
    if (!this.options.forgetsLeases) this.leases = this.leaseWatch(new Map(original.leases.seen));
    this.invocations = original.invocations;
    this.rollingBack = original.rollingBack;
    this.cleaningUp = original.cleaningUp;
    this.atRest = original.atRest;
    this.createOnlyProperties = original.createOnlyProperties;
    this.stackResources = new Map(original.stackResources);
    this.effects.push(...original.effects);
    this.notes.push(...original.notes);
    this.journal.push(...original.journal);
    for (const [id, head] of original.heads) this.heads.set(id, head);
    for (const [id, backup] of original.backups) this.backups.set(id, backup);
    for (const [id, answer] of original.answers) this.answers.set(id, answer);
    for (const [id, claims] of original.claims) this.claims.set(id, claims);
    for (const [id, beginning] of original.beginnings) this.beginnings.set(id, beginning);
    for (const [id, evidence] of original.evidence) this.evidence.set(id, evidence);
    for (const [digest, plan] of original.plans) this.plans.set(digest, plan);
    for (const [name, state] of original.alarmStates) this.alarmStates.set(name, state);
  }

  private ports(incarnation: Incarnation, clockOff = () => this.clockOff): Ports {
    const network = withAccountServices(this.options.services ?? {}, this.ec2());
    const effect = async <T>(name: string, act: (fate: Fate) => Promise<T | Error>): Promise<T> => incarnation.live(async () => {
      const fate = this.options.fate?.(name) ?? 'works';
      if (fate === 'dies-before') throw incarnation.die();
      const result = fate === 'asked-again' ? await this.askedAgain(async () => act(fate)) : await act(fate);
      (name.startsWith('note ') ? this.notes : this.effects).push(name);
      this.options.done?.(name);
      if (fate === 'dies-after') throw incarnation.die();
      if (result instanceof Error) throw result;
      if (fate === 'loses-answer') throw new RetryableFailure(`${name}: TimeoutError: socket hang up`, true);
      return result;
    });
    return {
      network: {
        snapshot: async (...asked) => incarnation.live(async () => network.snapshot(...asked)),
        observe: async (declaration, plan, attentionTo, unlessChanged) =>
          incarnation.live(async () => network.observe(declaration, plan, attentionTo, unlessChanged)),
        attachmentIdOf: async (declaration) => network.attachmentIdOf(declaration),
        connection: async (id) => incarnation.live(async () => network.connection(id)),
        perform: async (id, step) => effect(describeAction(step), async (fate) => this.performed(id, step, fate)),
      },
      records: this.records(effect),
      stack: {
        isRollingBack: async () => this.rollingBack,
        isCleaningUp: async () => this.cleaningUp,
        awaitsCreates: async () => !this.atRest,
        physicalIdOf: async (_, logicalId) => (logicalId === 'Vpn' ? this.connectionId : this.stackResources.get(logicalId)),
      },
      registry: { createOnlyProperties: async () => [...this.createOnlyProperties] },
      health: { alarmStates: async () => this.alarmStates },
      announcer: { announce: async (event) => incarnation.live(async () => this.announce(event)) },
      clock: {
        now: () => this.time + clockOff(), elapsed: () => this.time,
        sleep: async (milliseconds) => incarnation.live(async () => this.pass(milliseconds / 1000)),
      },
      journal: {
        note: (event, details) => void this.journal.push({ event, ...details }),
        measure: (_, measurement) => void this.measured.push(measurement),
      },
    };
  }

  private async askedAgain<T>(act: () => Promise<T>): Promise<T> {
    await act().catch(() => undefined);
    this.attempts = 2;
    try {
      return await act();
    } finally {
      this.attempts = 1;
    }
  }

  /** What became of the step; or what the adapter made of it, where it took effect and its answer is lost on the wire. */
  private async performed(id: string, step: Action, fate: Fate): Promise<Performed | Error> {
    const wire: Wire = { breaks: fate === 'loses-answer' };
    return this.ec2(wire).perform(id, step).catch((error: Error) => {
      if (fate === 'loses-answer' && !wire.breaks) return error;
      throw error;
    });
  }

  private records(effect: <T>(name: string, act: () => Promise<T>) => Promise<T>): RecordStore {
    return {
      name: 'Records',
      readHead: async (id) => this.heads.get(id),
      writeHead: async (head) => effect('write head', async () => {
        if ((this.heads.get(head.vpnConnectionId)?.revision ?? 0) !== head.revision - 1) {
          throw new RevisionConflict(head.vpnConnectionId, head.revision - 1);
        }
        this.heads.set(head.vpnConnectionId, structuredClone(head));
      }),
      writeBackup: async (backup) => effect('write backup', async () => {
        if (!this.backups.has(backup.operationId)) this.backups.set(backup.operationId, structuredClone(backup));
        return withDigest(this.backups.get(backup.operationId)!);
      }),
      writeRecovery: async ({ operationId }, scripts) => effect('note recovery', async () => {
        if (!this.recoveries.has(operationId)) this.recoveries.set(operationId, scripts);
        return { back: digestOfPlan([scripts.back]), forward: digestOfPlan([scripts.forward]) };
      }),
      readBackup: async (_, operationId) => withDigest(this.backups.get(operationId)),
      readClaims: async (vpcId) => this.claims.get(vpcId),
      writeClaims: async (claims) => effect('note claims', async () => {
        const { revision } = this.claims.get(claims.vpcId) ?? { revision: 0 };
        if (revision !== claims.revision - 1) throw new RevisionConflict(claims.vpcId, claims.revision - 1);
        this.claims.set(claims.vpcId, structuredClone(claims));
      }),
      writePlan: async (_, lines) => effect('note plan', async () => {
        const digest = digestOfPlan(lines);
        this.plans.set(digest, { digest, lines });
        return { digest, lines };
      }),
      readPlan: async (_, digest) => this.plans.get(digest),
      writeEvidence: async (evidence) => effect('note evidence', async () => {
        if (!this.evidence.has(evidence.operationId)) this.evidence.set(evidence.operationId, structuredClone(evidence));
      }),
      recordFirstDelivery: async (_, requestId, precedingDelete) => effect('note beginning', async () => {
        if (!this.beginnings.has(requestId)) this.beginnings.set(requestId, precedingDelete);
        return this.beginnings.get(requestId)!;
      }),
      readAnswer: async (_, requestId) => this.answers.get(requestId),
      writeAnswer: async (_, requestId, answer) => effect('note answer', async () => {
        if (!this.answers.has(requestId)) this.answers.set(requestId, answer);
      }),
    };
  }

  private async announce(event: PhaseEvent): Promise<void> {
    const how = this.options.announcing?.(event);
    if (how instanceof Error) throw how;
    if (how !== undefined) this.pass(how.seconds);
    this.announced.push(structuredClone(event));
  }

  private ec2(wire: Wire = { breaks: false }): Ec2Network {
    return new Ec2Network(this.client(wire), '111122223333');
  }

  /** The SDK's client as far as the adapters use it: `send`, with EC2's errors as the SDK throws them. */
  private client(wire: Wire): EC2Client {
    const send = async (command: { readonly constructor: { readonly name: string }; readonly input: Record<string, unknown> }) => {
      const operation = command.constructor.name.replace(/Command$/, '');
      const code = this.options.refusal?.(operation, command.input.DryRun === true);
      try {
        if (code !== undefined) throw new Ec2Error(code, `${operation} is refused`);
        const answer = this.distorting.answer(operation, command.input, (input) => this.network.call(operation, input));
        if (wire.breaks) {
          wire.breaks = false;
          throw Object.assign(new Error('socket hang up'), { name: 'TimeoutError' });
        }
        return trapped(answer);
      } catch (error) {
        if (!(error instanceof Ec2Error)) throw error;
        const $metadata = { httpStatusCode: error.status, attempts: this.attempts };
        throw Object.assign(new Error(error.message), { name: error.code, $metadata });
      }
    };
    return { send } as unknown as EC2Client;
  }
}

/** As `SiteToSiteVpn` tags one that its stack may edit. */
function tagConnection({ seed, view }: Network, id: string): void {
  const connection = view.state.vpnConnections[id];
  const tag = { Key: CONNECTION_TAG, Value: 'Network/Vpn' };
  seed.records({ vpnConnections: { [id]: { ...connection, tags: [...connection.tags, tag] } } });
}

/** Members of a described connection that differ by switches and that no adapter reads: whoever begins to is found out. */
function trapped(answer: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  for (const connection of (answer.VpnConnections ?? []) as VpnConnection[]) {
    trap(connection, 'GatewayAssociationState', 'CustomerGatewayConfiguration');
    for (const route of connection.Routes ?? []) trap(route, 'Source');
  }
  return answer;
}

function trap<T extends object>(read: T, ...members: (keyof T & string)[]): void {
  for (const member of members) {
    Object.defineProperty(read, member, {
      get: () => {
        throw new Error(`an adapter reads ${member}: it is not unseen any more`);
      },
    });
  }
}

/** Every switch by a question, asked when a rule depends on it and not before. */
function askAt(unknowns: Unknowns, answerTo: (unknown: UnknownName) => string): void {
  for (const name of Object.keys(UNKNOWNS) as UnknownName[]) Object.defineProperty(unknowns, name, { get: () => answerTo(name) });
}

/** One life of the Lambda: once it is dead, every further effect of it dies, too. */
class Incarnation {
  private dead = false;

  async live<T>(act: () => Promise<T>): Promise<T> {
    if (this.dead) throw new Killed();
    return act();
  }

  die(): Killed {
    this.dead = true;
    return new Killed();
  }
}

export function withDigest<B extends Backup | undefined>(backup: B): B {
  return backup === undefined ? backup : { ...backup, digest: digestOfPlan([JSON.stringify({ ...backup, digest: undefined })]) };
}
