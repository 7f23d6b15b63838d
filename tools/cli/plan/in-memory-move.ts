/**
 * The function itself, on a network in this process: its workflow and its adapters for EC2 as they are deployed, records in
 * memory, and a clock that jumps whenever somebody sleeps. Nothing of it is AWS.
 */
import { NO_SERVICES, OtherServices } from './unqueried-services';
import { Ec2Network } from '../../../lambda/aws/ec2/network';
import { digestOfPlan } from '../../../lambda/aws/services/plan-digest';
import { Snapshot } from '../../../lambda/engine/observation';
import { Backup, RecordHead } from '../../../lambda/engine/record';
import { MoveRequest } from '../../../lambda/engine/request-decision';
import { withAccountServices } from '../../../lambda/runner/account-services';
import { LeaseWatch } from '../../../lambda/runner/lease-watch';
import { Answer, Ports, RecordedAnswer, RecordStore, RevisionConflict, WrittenPlan } from '../../../lambda/runner/ports';
import { advance } from '../../../lambda/runner/workflow';
import { identityOf, MoveDeclaration } from '../../../src/contract/declaration';
import { PhaseEvent } from '../../../src/contract/phase';
import { Clock } from '../../rehearsal/contracts';
import { Call, clientOf } from '../../rehearsal/embedded-ec2/client';
import { Network } from '../../rehearsal/embedded-ec2/network';

/** A line of the function's journal, and when it was written. */
export interface Entry {
  readonly at: number;
  readonly event: string;
  readonly [detail: string]: unknown;
}

/** Time in which nothing waits. */
export class JumpingClock implements Clock {
  constructor(private time: number) {}

  now(): number {
    return this.time;
  }

  async sleep(milliseconds: number): Promise<void> {
    this.time += milliseconds;
  }
}

/** As long as Lambda gives one invocation of the function, and what lies between two of them. */
const INVOCATION_MILLISECONDS = 10 * 60_000;
const BETWEEN_INVOCATIONS_MILLISECONDS = 10_000;

/** CloudFormation waits for an hour, so a request has been answered by then. */
const INVOCATIONS_MAX = 20;

export class InMemoryMove {
  readonly journal: Entry[] = [];
  readonly calls: Call[] = [];
  readonly announced: PhaseEvent[] = [];
  readonly plans = new Map<string, WrittenPlan>();
  private readonly ports: Ports;
  private invocations = 0;

  constructor(readonly network: Network, private readonly clock: JumpingClock, services?: OtherServices) {
    const ec2 = new Ec2Network(clientOf(network, (call) => void this.calls.push(call)), network.accountId);
    this.ports = {
      network: withAccountServices(services ?? NO_SERVICES, ec2),
      records: this.records(),
      stack: {
        isRollingBack: async () => false, isCleaningUp: async () => false,
        awaitsCreates: async () => true, physicalIdOf: async () => undefined,
      },
      registry: { createOnlyProperties: async () => [] },
      health: { alarmStates: async () => new Map() },
      announcer: { announce: async (event) => void this.announced.push(event) },
      clock: { now: () => clock.now(), elapsed: () => clock.now(), sleep: async (milliseconds) => this.pass(milliseconds) },
      journal: { note: (event, details) => void this.journal.push({ at: clock.now(), event, ...details }), measure: () => undefined },
    };
  }

  async snapshot(declaration: MoveDeclaration): Promise<Snapshot> {
    return this.ports.network.snapshot(declaration);
  }

  /** What CloudFormation asks for, until it is answered. @throws {TerminalFailure} as the deployment would fail */
  async request(type: MoveRequest['type'], declaration: MoveDeclaration): Promise<Answer> {
    const request: MoveRequest = {
      type, requestId: `plan-${type}`, owner: 'plan', moveIdentity: identityOf(declaration), sameMove: true, declaration, receivedAt: this.clock.now(),
    };
    for (let count = 0; count < INVOCATIONS_MAX; count += 1) {
      this.invocations += 1;
      const invocation = {
        request, stackId: 'plan', holder: `plan-${this.invocations}`, leases: new LeaseWatch(this.ports.clock), until: this.clock.now() + INVOCATION_MILLISECONDS,
      };
      const answer = await advance(invocation, this.ports);
      if (answer !== undefined) return answer;
      await this.pass(BETWEEN_INVOCATIONS_MILLISECONDS);
    }
    throw new Error(`${type} had no answer after ${INVOCATIONS_MAX} invocations`);
  }

  /** Time passes, and the network does what comes due. */
  async pass(milliseconds: number): Promise<void> {
    await this.clock.sleep(milliseconds);
    this.network.settle();
  }

  private records(): RecordStore {
    const heads = new Map<string, RecordHead>();
    const backups = new Map<string, Backup>();
    const answers = new Map<string, RecordedAnswer>();
    const beginnings = new Map<string, string>();
    return {
      name: 'in memory',
      readHead: async (id) => heads.get(id),
      writeHead: async (head) => {
        const { vpnConnectionId, revision } = head;
        if ((heads.get(vpnConnectionId)?.revision ?? 0) !== revision - 1) throw new RevisionConflict(vpnConnectionId, revision - 1);
        heads.set(head.vpnConnectionId, head);
      },
      writeBackup: async (backup) => firstOf(backups, backup.operationId, backup),
      writeRecovery: async () => ({ back: '', forward: '' }),
      readBackup: async (_, operationId) => backups.get(operationId),
      // Nobody else is at work here.
      readClaims: async () => undefined,
      writeClaims: async () => undefined,
      writePlan: async (_, lines) => firstOf(this.plans, digestOfPlan(lines), { digest: digestOfPlan(lines), lines }),
      readPlan: async (_, digest) => this.plans.get(digest),
      writeEvidence: async () => undefined,
      recordFirstDelivery: async (_, requestId, precedingDelete) => firstOf(beginnings, requestId, precedingDelete),
      readAnswer: async (_, requestId) => answers.get(requestId),
      writeAnswer: async (_, requestId, answer) => void firstOf(answers, requestId, answer),
    };
  }
}

/** Of two writes under one key the first stays. */
function firstOf<V>(written: Map<string, V>, key: string, value: V): V {
  if (!written.has(key)) written.set(key, value);
  return written.get(key)!;
}
