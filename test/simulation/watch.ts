/** What is judged while the story goes on: at the instant a call is sent, arrives or has been carried out. */
import { ForeignChange, objectOf, standingOf } from './interference';
import { RecordsTable } from './records-table';
import { Call, Life, Onlooker } from './wire';
import { Network } from '../../rehearsal/embedded-ec2/network';
import { MoveDeclaration } from '../../src/domain/declaration';

export interface Violation {
  readonly invariant: string;
  readonly how: string;
}

/** Between a stale look and the call that was decided on it: EC2 has no conditional writes that would do better. */
const RACE_MILLISECONDS = 30_000;

const DESTRUCTIVE = ['DeleteVpnConnectionRoute', 'ModifyVpnConnection'];

export class Watch implements Onlooker {
  readonly violations: Violation[] = [];
  /** Set once a Delete has been answered, until somebody deploys anew. */
  resourceIsDeleted = false;
  foreignChanges = 0;
  private readonly theirs = new Map<string, number>();
  private readonly underWay = new Map<Call, Life>();
  private standingBefore = '';

  constructor(
    private readonly network: Network,
    private readonly table: RecordsTable,
    private readonly declaration: MoveDeclaration,
    private readonly clock: { now(): number },
    private readonly happen: (who: string, what: string) => void,
  ) {}

  violated(invariant: string, how: string): void {
    this.violations.push({ invariant, how });
    this.happen('invariant', `${invariant}: ${how}`);
  }

  /** @param changed whether the object stands otherwise than before: a modify to where the connection is changes nothing */
  foreignChange(change: ForeignChange, changed: boolean): void {
    this.foreignChanges += 1;
    const object = objectOf(change.operation, change.input);
    if (object === undefined || !changed) return;
    if (change.isTheirs) this.theirs.set(object, this.clock.now());
    else this.theirs.delete(object);
  }

  /** A deployment declares anew what everything is to be: what somebody did before it is its preflight's matter. */
  deployedAnew(): void {
    this.resourceIsDeleted = false;
    this.theirs.clear();
  }

  sent(call: Call, life: Life): void {
    if (!changesNetwork(call)) return;
    this.onlyUnderTheLease(call, life);
    this.underWay.set(call, life);
  }

  arriving(call: Call, life: Life): void {
    if (!changesNetwork(call)) return;
    this.backupFirst(call);
    this.nothingForADeletedResource(call, life);
    const object = objectOf(call.operation, call.input);
    if (object !== undefined) this.standingBefore = standingOf(object, this.network, this.declaration.vpnConnectionId);
  }

  carriedOut(call: Call, life: Life, error: Error | undefined): void {
    if (!changesNetwork(call)) return;
    this.happen(life.holder, `${call.operation} ${JSON.stringify(call.input)}${error === undefined ? '' : ` refused: ${error.name}`}`);
    if (error === undefined) this.foreignChangeStands(call);
  }

  ended(call: Call): void {
    this.underWay.delete(call);
  }

  fate(call: Call, life: Life, fate: string): void {
    this.happen(life.holder, `${call.operation} ${fate}`);
  }

  private backupFirst(call: Call): void {
    if (!DESTRUCTIVE.includes(call.operation)) return;
    const head = this.table.head(this.declaration.vpnConnectionId);
    if (head !== undefined && this.table.hasBackup(head.vpnConnectionId, head.operationId)) return;
    this.violated('the backup exists before the first destructive call', `${call.operation} with ${head === undefined ? 'no record' : 'no complete backup'}`);
  }

  private onlyUnderTheLease(call: Call, life: Life): void {
    const holder = this.table.head(this.declaration.vpnConnectionId)?.lease?.holder;
    const other = [...this.underWay.values()].find((each) => each !== life && !each.dead);
    if (holder === life.holder && other === undefined) return;
    const why = other === undefined ? `under the lease of ${holder ?? 'nobody'}` : `while ${other.holder} is at work`;
    this.violated('two invocations never act at once', `${life.holder} sends ${call.operation} ${why}`);
  }

  private nothingForADeletedResource(call: Call, life: Life): void {
    if (this.resourceIsDeleted) this.violated('nothing is done any more once a Delete was answered', `${life.holder} calls ${call.operation}`);
  }

  private foreignChangeStands(call: Call): void {
    const object = objectOf(call.operation, call.input);
    const since = object === undefined ? undefined : this.theirs.get(object);
    if (object === undefined || since === undefined) return;
    const standing = standingOf(object, this.network, this.declaration.vpnConnectionId);
    if (standing === this.standingBefore) return;
    this.theirs.delete(object);
    // What was so before the backup is part of the plan, and what was lost in the race is nobody's any more.
    const plannedAt = this.table.head(this.declaration.vpnConnectionId)?.startedAt ?? -Infinity;
    if (since <= plannedAt || this.clock.now() - since < RACE_MILLISECONDS) return;
    this.violated('a foreign change is never overwritten', `${call.operation} changes ${object} from ${this.standingBefore} to ${standing}`);
  }
}

function changesNetwork(call: Call): boolean {
  return call.service === 'ec2' && call.mutating;
}
