/** The effects of a move, in the domain's words: what the workflow may ask of the world, and how the world may fail. */
import { MoveDeclaration } from '../../src/contract/declaration';
import { Measurement } from '../../src/contract/measurement';
import { PhaseEvent } from '../../src/contract/phase';
import { Action } from '../engine/actions';
import { Evidence } from '../engine/evidence';
import { Observation, Snapshot, VpnConnection } from '../engine/observation';
import { MovePlan } from '../engine/plan';
import { ObservationScope } from '../engine/reconcile';
import { Backup, RecordHead, RecoveryDigests } from '../engine/record';
import { RecoveryScripts } from '../engine/recovery';
import { VpcClaims } from '../engine/vpc-claim';

export interface Network {
  /**
   * Looks at everything the preflight needs. Changes nothing.
   * @param permitted calls that an earlier attempt at this look has tried, and may be made; those of this attempt are added
   */
  snapshot(declaration: MoveDeclaration, permitted?: Set<string>): Promise<Snapshot>;
  /**
   * Looks at what a running move needs. Changes nothing.
   * @param unlessChanged its state alone is enough: as long as connection and attachment are in the states seen then, the rest is taken
   * from it
   */
  observe(
    declaration: MoveDeclaration, plan: MovePlan, attentionTo: ChooseScope, unlessChanged?: PreviousObservation,
  ): Promise<Observation>;
  /**
   * Makes one change. Succeeds also where it was made before.
   * @throws {RetryableFailure | UncertainFailure | TerminalFailure}
   */
  perform(vpnConnectionId: string, action: Action): Promise<Performed>;
  /** The connection alone, or nothing when there is none. */
  connection(vpnConnectionId: string): Promise<VpnConnection | undefined>;
  /** The connection's attachment on the gateway, or nothing; for answers that are given without a move. */
  attachmentIdOf(declaration: MoveDeclaration): Promise<string | undefined>;
}

/** What was seen before, which a look at the state may show to be so still. */
export interface PreviousObservation extends Observation {
  /** Whether the state of the connection alone tells: nothing but its device is waited for. */
  readonly connectionOnly?: boolean;
}

/**
 * What else to look at, now that the connection was read. `paths`: every table and attachment that a packet passes on the side where
 * the connection stands.
 */
export type ChooseScope = (connection: VpnConnection | undefined) => ObservationScope | 'paths';

export interface Performed {
  /** EC2 had too many requests: this one, or an earlier attempt at it. */
  readonly throttled: boolean;
}

export interface RecordStore {
  /** What a person looks for: the name of the table. */
  readonly name: string;
  readHead(vpnConnectionId: string): Promise<RecordHead | undefined>;
  /** @throws {RevisionConflict} when the head is no longer at the revision before this one. */
  writeHead(head: RecordHead): Promise<void>;
  /**
   * Writes once and reads back. Of two backups for one operation the first stays, and is what `readBackup` answers.
   * @returns the one that stays
   */
  writeBackup(backup: Backup): Promise<Backup>;
  /** Writes what a person can run without this function, beside the backup that it was made from. */
  writeRecovery(backup: Backup, scripts: RecoveryScripts): Promise<RecoveryDigests>;
  /** With the digest of its text. @throws {UntrustedRecord} when it has not the form of one */
  readBackup(vpnConnectionId: string, operationId: string): Promise<Backup | undefined>;
  readClaims(vpcId: string): Promise<VpcClaims | undefined>;
  /** @throws {RevisionConflict} when the claims are no longer at the revision before this one. */
  writeClaims(claims: VpcClaims): Promise<void>;
  /** Writes a plan's lines under their digest, `sha256:…`; the same lines always have the same. */
  writePlan(vpnConnectionId: string, lines: readonly string[]): Promise<WrittenPlan>;
  readPlan(vpnConnectionId: string, digest: string): Promise<WrittenPlan | undefined>;
  /** Writes once, under `evidence#` and the operation's id: of two for one operation the first stays. */
  writeEvidence(evidence: Evidence): Promise<void>;
  /**
   * Notes, once, which Delete of its resource a request had been preceded by when it was first attended to.
   * @returns what was noted the first time
   */
  recordFirstDelivery(vpnConnectionId: string, requestId: string, precedingDelete: string): Promise<string>;
  /** What a request was answered that opened no operation: delivered again, it must not open one later. */
  readAnswer(vpnConnectionId: string, requestId: string): Promise<RecordedAnswer | undefined>;
  /** Of two answers to one request the first stays. */
  writeAnswer(vpnConnectionId: string, requestId: string, answer: RecordedAnswer): Promise<void>;
}

/** What a plan says, under the digest by which it is approved. */
export interface WrittenPlan {
  readonly digest: string;
  readonly lines: readonly string[];
}

export type RecordedAnswer = { readonly answer: Answer } | { readonly failure: string };

export type Outcome = 'prepared' | 'migrated' | 'migrated-unverified' | 'finalized' | 'unchanged' | 'kept' | 'moved-back';

/** What a finished request answers with. Nothing secret, a few hundred bytes. */
export interface Answer {
  readonly outcome: Outcome;
  readonly operationId: string;
  readonly transitGatewayAttachmentId: string;
  readonly interruptionSeconds: number;
  /** Of the plan that was prepared or carried out; empty when there was none. */
  readonly planDigest: string;
}

export interface Stack {
  isRollingBack(stackId: string): Promise<boolean>;
  /** Whether all resources stand where the deployment, or its rollback, leaves them, and only what is obsolete is still to go. */
  isCleaningUp(stackId: string): Promise<boolean>;
  /** Whether somebody may be waiting for the answer to a Create: not where everything stands, or is on its way out. */
  awaitsCreates(stackId: string): Promise<boolean>;
  /** The physical id of one of its resources, or nothing while there is none. */
  physicalIdOf(stackId: string, logicalId: string): Promise<string | undefined>;
}

/** CloudFormation's registry of resource types. */
export interface Registry {
  /** Properties of `AWS::EC2::VPNConnection` for a change of which CloudFormation replaces the connection, in this region and today. */
  createOnlyProperties(): Promise<string[]>;
}

export interface Health {
  /** The state of each alarm by its name: `OK`, `ALARM` or `INSUFFICIENT_DATA`; those that do not exist are left out. */
  alarmStates(names: readonly string[]): Promise<ReadonlyMap<string, string>>;
}

export interface Announcer {
  /**
   * Tells the world of a phase: once if nothing goes wrong, and within seconds or not at all.
   * @throws whatever kept it from being told, for the journal
   */
  announce(event: PhaseEvent): Promise<void>;
}

export interface Clock {
  /** Milliseconds since the epoch, by a clock that may be wrong, differ from others' and jump: for deadlines, and for people. */
  now(): number;
  /** Milliseconds since some instant of this process, which nobody sets: of two readings the difference tells what has passed. */
  elapsed(): number;
  sleep(milliseconds: number): Promise<void>;
}

/** One line each, for people and for metrics. Ids, CIDR blocks and states only. */
export interface Journal {
  note(event: string, details: Readonly<Record<string, unknown>>): void;
  /** The figures of an operation that has ended. */
  measure(vpnConnectionId: string, measurement: Measurement): void;
}

export interface Ports {
  readonly network: Network;
  readonly records: RecordStore;
  readonly stack: Stack;
  readonly registry: Registry;
  readonly health: Health;
  readonly announcer: Announcer;
  readonly clock: Clock;
  readonly journal: Journal;
}

/** May succeed later: load, a state in transition, an object that does not show yet, a lost connection. */
export class RetryableFailure extends Error {
  /**
   * @param effectUnknown the call may have taken effect all the same, because no answer came
   * @param throttled it was one request too many
   */
  constructor(message: string, readonly effectUnknown: boolean = false, readonly throttled: boolean = false) {
    super(message);
    this.name = 'RetryableFailure';
  }
}

/** A refusal whose meaning nobody knows, or that may be about what an earlier attempt has done: it is looked at again for a while. */
export class UncertainFailure extends RetryableFailure {
  constructor(message: string) {
    super(message, true);
    this.name = 'UncertainFailure';
  }
}

/** A human must act: repeating it would not help. */
export class TerminalFailure extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'TerminalFailure';
  }
}

/** Something on record has a form that only later code knows: whatever was to be done over it is not. */
export class NewerRecord extends TerminalFailure {
  /** @param remedy what a person can do about it, a sentence */
  constructor(readonly found: string, readonly remedy: string) {
    super(`${found}. ${remedy}`);
  }
}

/** What was read is not what was written, or what nobody has declared: it is evidence, and no order. Nothing is done by it. */
export class UntrustedRecord extends TerminalFailure {
  constructor(readonly what: string, readonly differences: readonly string[]) {
    super(`${what} is not to be trusted: ${differences.join('; ')}. Nothing is done by it`);
  }
}

/** Another invocation wrote the record since it was read. */
export class RevisionConflict extends Error {
  constructor(vpnConnectionId: string, revision: number) {
    super(`the record of ${vpnConnectionId} is no longer at revision ${revision}`);
    this.name = 'RevisionConflict';
  }
}

/** @returns what a port failed with; @throws anything else, which nobody has foreseen */
export function failureOf(error: unknown): RetryableFailure | TerminalFailure {
  if (error instanceof RetryableFailure || error instanceof TerminalFailure) return error;
  throw error;
}
