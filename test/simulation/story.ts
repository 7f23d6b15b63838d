/** One story: the deployment, whatever else was drawn, every request driven to its end, and what is found there. */
import { Circumstances, UpdateKind } from './circumstances';
import { Dice } from './dice';
import { Outcome } from './history';
import { Beginning, judgeEnding } from './invariants';
import { marksOf } from './marks';
import { Violation } from './watch';
import { Happening, Sabotage, World } from './world';
import { MoveRequest } from '../../lambda/engine/request-decision';
import { flowTable } from '../../tools/rehearsal/flows/flow-oracle';

export interface RunReport {
  readonly seed: number;
  readonly circumstances: Circumstances;
  readonly violations: readonly Violation[];
  readonly marks: readonly string[];
  readonly happenings: readonly Happening[];
}

/** Two operations with their deadlines, thrice over. */
const STORY_SECONDS_MAX = 20_000;
const INVOCATIONS_MAX = 400;
const SETTLE_SECONDS = 120;
/** Longer than anything that EC2 or a person may have begun by then. */
const END_SECONDS = 900;

export async function tell(seed: number, circumstances: Circumstances, sabotage?: Sabotage): Promise<RunReport> {
  const world = new World(new Dice(seed), circumstances, sabotage, new Dice(seed + 1));
  const before: Beginning = { picture: world.picture(), flows: flowTable(world.network.view) };
  try {
    await world.scheduler.play(new Story(world).simulate(before), world.scheduler.now() + STORY_SECONDS_MAX * 1000);
  } catch (error) {
    world.watch.violated('it ends within its bounds', (error as Error).stack ?? '');
  }
  const { notes, outcomes, distorted, happenings, watch: { violations } } = world;
  return { seed, circumstances, violations, marks: marksOf({ notes, outcomes, distorted }), happenings };
}

class Story {
  private readonly sent: MoveRequest[] = [];
  private cancelled = false;

  constructor(private readonly world: World) {}

  async simulate(before: Beginning): Promise<void> {
    const { world } = this;
    const { circumstances } = world;
    const create = world.request('Create', 'request-1');
    const [outcome] = await Promise.all([
      this.runRequest(create),
      this.cancel(),
      ...circumstances.redeliveries.map(async ({ at, whole }) => this.redeliver(create, at, whole)),
      ...circumstances.outsideChanges.map(async ({ at, kind }) => world.sleep(at).then(() => world.interfere(kind))),
    ]);
    if (!this.cancelled) {
      if (outcome.kind === 'answered') await this.update();
      await this.undo(outcome, 'request-2');
    }
    await this.deployAgain();
    await this.end(before);
  }

  /** The waiter: invokes until there is an answer, whatever dies on the way. */
  private async runRequest(request: MoveRequest): Promise<Outcome> {
    const { world } = this;
    this.sent.push(request);
    world.stackAtRest = false;
    for (;;) {
      const twin = world.dice.chance(world.circumstances.twiceChance / 100) ? this.redeliver(request, 0) : undefined;
      const outcome = await world.invoke(request);
      await twin;
      const over = outcome.kind === 'answered' || outcome.kind === 'failed' || (outcome.kind === 'killed' && this.givesUpOnDeath(request));
      if (over) {
        if (request.type === 'Delete') {
          world.watch.atRest = 'nothing is done any more once a Delete was answered';
          world.stackAtRest = true;
        }
        return outcome;
      }
      if (world.invocations > INVOCATIONS_MAX) throw new Error(`${request.requestId} has no answer after ${INVOCATIONS_MAX} invocations`);
      await world.sleep(world.dice.between(1, 20));
    }
  }

  /** A death can reach CloudFormation as the failure of the request; a Delete's then is repeated by whoever cleans up. */
  private givesUpOnDeath(request: MoveRequest): boolean {
    return request.type === 'Create' && this.world.circumstances.deathFailsRequest;
  }

  /** CloudFormation sends the Delete of a cancelled Create while the old waiter still asks. */
  private async cancel(): Promise<void> {
    const { world } = this;
    const { cancelAt } = world.circumstances;
    if (cancelAt === undefined) return;
    await world.sleep(cancelAt);
    this.cancelled = true;
    world.rollingBack = true;
    world.happen('cloudformation', 'the stack is cancelled');
    await this.runRequest(world.request('Delete', 'request-2'));
  }

  /** @param whole it is CloudFormation's request that comes again, and begins like a new one; else the waiter's */
  private async redeliver(request: MoveRequest, at: number, whole = false): Promise<void> {
    await this.world.sleep(at);
    await this.world.invoke(whole ? { ...request, receivedAt: this.world.scheduler.now() } : request);
  }

  /** Deployments of the same stack once the move is made: what they edit is how it would be undone, and nothing else may be. */
  private async update(): Promise<void> {
    const { world } = this;
    world.watch.atRest = 'an Update changes nothing';
    for (const [index, kind] of world.circumstances.updates.entries()) await this.updateOnce(kind, `request-update-${index + 1}`);
    delete world.watch.atRest;
  }

  private async updateOnce(kind: UpdateKind, requestId: string): Promise<void> {
    const { world } = this;
    if (kind === 'of-policy') {
      const { onRemoval, onStackRollback } = world.declaration;
      world.declaration = { ...world.declaration, onRemoval: onStackRollback === 'KEEP' ? 'MOVE_BACK' : 'KEEP', onStackRollback: onRemoval };
    }
    const outcome = await this.runRequest(world.request('Update', requestId, kind === 'of-policy'));
    const expected = kind === 'of-policy' ? 'answered' : 'failed';
    if (outcome.kind !== expected) world.watch.violated('an Update edits how a move is undone, and no more', `${kind} was ${outcome.kind}`);
    // CloudFormation sends another Update, with the old properties, for one that failed.
    if (kind === 'of-move') await this.runRequest(world.request('Update', `${requestId}-rolled-back`));
  }

  private async undo(outcome: Outcome, requestId: string): Promise<void> {
    const { world } = this;
    const { rollbackDelaySeconds, afterwards } = world.circumstances;
    await world.sleep(rollbackDelaySeconds);
    const failed = outcome.kind !== 'answered';
    if (!failed && afterwards === 'nothing') return;
    world.rollingBack = failed || afterwards === 'stack-rollback';
    world.happen('cloudformation', world.rollingBack ? 'the stack rolls back' : 'the resource is removed');
    await this.runRequest(world.request('Delete', requestId));
  }

  private async deployAgain(): Promise<void> {
    const { world } = this;
    const held = world.table.head(world.declaration.vpnConnectionId)?.status === 'held';
    if (!held || !world.circumstances.mendsAndDeploysAgain) return;
    world.mend();
    await world.sleep(SETTLE_SECONDS);
    world.watch.deployedAnew();
    world.rollingBack = false;
    world.happen('somebody', 'deploys again');
    const outcome = await this.runRequest(world.request('Create', 'request-3'));
    if (outcome.kind !== 'answered') await this.undo(outcome, 'request-4');
  }

  private async end(before: Beginning): Promise<void> {
    const { world } = this;
    world.wire.troubled = false;
    world.stackAtRest = true;
    await world.sleep(END_SECONDS);
    const [picture, records] = [JSON.stringify(world.picture()), world.table.operations()];
    judgeEnding(world, before);
    const last = world.outcomeOf(this.sent.at(-1)!);
    for (const request of this.sent) await world.invoke(request);
    const again = world.outcomeOf(this.sent.at(-1)!);
    if (last !== again && last !== 'not answered') world.watch.violated('the last request is answered the same when it is delivered again', `${last} before, ${again} now`);
    await world.sleep(END_SECONDS);
    if (JSON.stringify(world.picture()) !== picture || world.table.operations() !== records) {
      world.watch.violated('after the end further deliveries change nothing', `${this.sent.map(({ requestId }) => requestId).join(', ')} once more`);
    }
  }
}
