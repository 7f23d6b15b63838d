/** What is judged while the story goes on: at the instant a call is sent, arrives or has been carried out. */
import { currentStateOf, objectOf, OutsideChange, Scene } from './interference';
import { RecordsTable } from './records-table';
import { Call, Life, Onlooker } from './wire';
import { RecordHead } from '../../lambda/engine/record';

export interface Violation {
  readonly invariant: string;
  readonly how: string;
}

export class Watch implements Onlooker {
  readonly violations: Violation[] = [];
  /** The invariant that forbids every change now; absent while a move may be at work. */
  atRest?: string;
  /** When the first operation was opened: from here on a change by somebody else is one the move can know of. */
  openedAt?: number;
  /** When somebody changed something. */
  readonly outsideChanges: number[] = [];
  private readonly theirs = new Map<string, { readonly since: number; readonly currentState: string }>();
  /** When the look began on which a life decides: every look asks for the connection, once. */
  private readonly looks = new Map<Life, number>();
  private readonly lookedAt: number[] = [];
  private readonly underWay = new Map<Call, Life>();
  private stateBefore = '';
  private readonly targetAtFirst: string;
  /** Whether EC2 ever took a modify of the move's. */
  private modified = false;

  constructor(
    private readonly scene: Scene,
    private readonly table: RecordsTable,
    private readonly clock: { now(): number },
    /** By how much, at most, a look shows what was before it began. */
    private readonly staleMsMax: number,
    private readonly happen: (who: string, what: string) => void,
  ) {
    this.targetAtFirst = this.standingOf('target');
  }

  violated(invariant: string, how: string): void {
    this.violations.push({ invariant, how });
    this.happen('invariant', `${invariant}: ${how}`);
  }

  /** @param changed whether the object stands otherwise than before: a modify to where the connection is changes nothing */
  foreignChange(change: OutsideChange, changed: boolean): void {
    this.outsideChanges.push(this.clock.now());
    const object = objectOf(change);
    if (object === undefined || !changed) return;
    // Back to where it was before the move had touched it: that is where the move begins.
    const asBefore = object === 'target' && !this.modified && this.standingOf(object) === this.targetAtFirst;
    if (change.isTheirs && !asBefore) this.theirs.set(object, { since: this.clock.now(), currentState: this.standingOf(object) });
    else this.theirs.delete(object);
  }

  /** When anybody first looked at the connection from then on. */
  firstLookFrom(instant: number): number | undefined {
    return this.lookedAt.find((at) => at >= instant);
  }

  /** A deployment declares anew what everything is to be: what somebody did before it is its preflight's matter. */
  deployedAnew(): void {
    delete this.atRest;
    this.theirs.clear();
  }

  sent(call: Call, life: Life): void {
    if (call.operation === 'DescribeVpnConnections') {
      this.looks.set(life, this.clock.now());
      this.lookedAt.push(this.clock.now());
    }
    if (!changesNetwork(call)) return;
    this.onlyUnderTheLease(call, life);
    this.underWay.set(call, life);
  }

  arriving(call: Call, life: Life): void {
    if (!changesNetwork(call)) return;
    this.backupFirst(call);
    if (this.atRest !== undefined) this.violated(this.atRest, `${life.holder} calls ${call.operation}`);
    const object = objectOf(call);
    if (object !== undefined) this.stateBefore = this.standingOf(object);
  }

  carriedOut(call: Call, life: Life, error: Error | undefined): void {
    if (this.head()?.status === 'open') this.openedAt ??= this.clock.now();
    if (!changesNetwork(call)) return;
    this.happen(life.holder, `${call.operation} ${JSON.stringify(call.input)}${error === undefined ? '' : ` refused: ${error.name}`}`);
    if (error !== undefined) return;
    this.modified ||= call.operation === 'ModifyVpnConnection';
    this.outsideChangeRemains(call, life);
  }

  ended(call: Call): void {
    this.underWay.delete(call);
  }

  fate(call: Call, life: Life, fate: string): void {
    this.happen(life.holder, `${call.operation} ${fate}`);
  }

  private backupFirst(call: Call): void {
    const head = this.head();
    if (head !== undefined && this.table.hasBackup(head.vpnConnectionId, head.operationId)) return;
    this.violated('the backup exists before the first change', `${call.operation} with ${head === undefined ? 'no record' : 'no complete backup'}`);
  }

  private onlyUnderTheLease(call: Call, life: Life): void {
    const holder = this.head()?.lease?.holder;
    const other = [...this.underWay.values()].find((each) => each !== life && !each.dead);
    if (holder === life.holder && other === undefined) return;
    const why = other === undefined ? `under the lease of ${holder ?? 'nobody'}` : `while ${other.holder} is at work`;
    this.violated('two invocations never act at once', `${life.holder} sends ${call.operation} ${why}`);
  }

  private outsideChangeRemains(call: Call, life: Life): void {
    const object = objectOf(call);
    const theirs = object === undefined ? undefined : this.theirs.get(object);
    if (object === undefined || theirs === undefined) return;
    const { since } = theirs;
    const state = this.standingOf(object);
    if (state === this.stateBefore) return;
    this.theirs.delete(object);
    // What came back by itself is theirs no more.
    if (this.stateBefore !== theirs.currentState) return;
    // What was so before the backup is part of the plan. Between a stale look and the call that was decided on it EC2 has
    // no conditional write that would do better, and what was lost in that race is nobody's any more.
    if (since <= (this.head()?.startedAt ?? -Infinity) || since >= (this.looks.get(life) ?? -Infinity) - this.staleMsMax) return;
    this.violated('a foreign change is never overwritten', `${call.operation} changes ${object} from ${this.stateBefore} to ${state}`);
  }

  private standingOf(object: string): string {
    return currentStateOf(object, this.scene.network, this.scene.declaration.vpnConnectionId);
  }

  private head(): RecordHead | undefined {
    return this.table.head(this.scene.declaration.vpnConnectionId);
  }
}

function changesNetwork(call: Call): boolean {
  return call.service === 'ec2' && call.mutating;
}
