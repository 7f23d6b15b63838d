/** A fixture set up again in an embedded AWS of its own, where today's code goes on from it: its records, its network and its stack. */
import { Fixture, StoredItem } from './fixture';
import { deployOn, deployStage, routesOf } from './stacks';
import { putItems, readItems } from './table';
import { RecordHead } from '../../lambda/engine/record';
import { MigrationStage } from '../../src';
import { DeploymentResult } from '../../tools/rehearsal/cloudformation/driver';
import { EmbeddedAws } from '../../tools/rehearsal/embedded-aws';
import { flowTable } from '../../tools/rehearsal/flows/flow-oracle';
import { Applications, STACK_NAME } from '../../tools/rehearsal/scenarios/application';
import { ON_PREMISES } from '../../tools/rehearsal/scenarios/estate';
import { describeRoute, lostRoutes } from '../../tools/rehearsal/scenarios/measures';
import { functionIdsOf } from '../../tools/rehearsal/scenarios/permissions';
import { ScenarioContext } from '../../tools/rehearsal/scenarios/scenario';
import { EmbeddedOperatorHarness } from '../cli/operator/embedded-operator-harness';
import { Ran } from '../cli/terminal';

const REST_MS = 60_000;
const PAUSE_MS = 10_000;
const INVOCATIONS_MAX = 20;

/** What there is to be seen of an operation that has ended. */
export interface Standing {
  readonly status: string;
  readonly gateway?: string;
  readonly lostRoutes: readonly string[];
  readonly blockedFlows: number;
}

export class StandingWorld {
  static async open(fixture: Fixture): Promise<StandingWorld> {
    const { network, stack, at } = fixture;
    const aws = await EmbeddedAws.start({ apiLatencyMs: 0, throttled: false, beginsAt: at, standing: { network, stack } });
    const world = new StandingWorld(fixture, aws);
    await world.stand();
    await putItems(aws, fixture.table, fixture.items);
    return world;
  }

  readonly cast: ScenarioContext;
  private readonly applications = new Applications();
  private readonly desk: EmbeddedOperatorHarness;
  private deployments = 2;

  private constructor(readonly fixture: Fixture, readonly aws: EmbeddedAws) {
    this.cast = { aws, estate: fixture.estate, applications: this.applications, since: aws.clock.now() };
    this.desk = EmbeddedOperatorHarness.beside(aws, fixture.estate);
  }

  async close(): Promise<void> {
    this.applications.remove();
    await this.desk.close();
  }

  /** The stage, by the plan that was approved. */
  async stage(stage: MigrationStage): Promise<DeploymentResult> {
    const { approvedPlan } = this.fixture;
    return deployStage(this.cast, stage, stage === MigrationStage.PREPARED ? {} : { approvedPlan });
  }

  async edit(end: 'from' | 'to'): Promise<DeploymentResult> {
    this.deployments += 1;
    return deployOn(this.cast, this.fixture.routing, end, this.deployments);
  }

  /** The construct is taken out of its stack. */
  async remove(): Promise<DeploymentResult> {
    return this.aws.cloudFormation.deploy(this.applications.withoutMigration());
  }

  /** Somebody says yes to each question, as to a backup without a digest nobody can say it by an option. */
  async press(command: 'forward' | 'back'): Promise<Ran> {
    return this.desk.run(command, ['--table', this.fixture.table, '--debug'], { ask: async () => 'yes' });
  }

  /** As the waiter repeats it: with the very event of the one that died. @returns what the function answers at last */
  async nextInvocations(): Promise<unknown> {
    const [logicalId] = functionIdsOf(this.applications.templates.at(-1)!);
    const local = this.aws.cloudFormation.function(STACK_NAME, logicalId);
    for (let count = 0; count < INVOCATIONS_MAX; count += 1) {
      const { payload, functionError } = await local.invoke(this.fixture.event!);
      const answer = JSON.parse(payload) as { readonly IsComplete?: boolean };
      if (functionError !== undefined || answer.IsComplete === true) return answer;
      await this.aws.clock.sleep(PAUSE_MS);
    }
    throw new Error(`no answer after ${INVOCATIONS_MAX} invocations`);
  }

  async items(): Promise<StoredItem[]> {
    return readItems(this.aws, this.fixture.table);
  }

  async head(): Promise<RecordHead> {
    return headIn(await this.items())!;
  }

  async standing(): Promise<Standing> {
    const { aws, fixture: { estate, routesBefore } } = this;
    await aws.clock.sleep(REST_MS);
    const { status } = await this.head();
    const flows = flowTable(aws.network.view, ON_PREMISES);
    return {
      status, gateway: this.gateway(), lostRoutes: lostRoutes(routesBefore, routesOf(aws, estate), ON_PREMISES),
      blockedFlows: flows.filter(({ passes }) => !passes).length,
    };
  }

  /** In words, to compare with what there was. */
  routes(): string[] {
    return routesOf(this.aws, this.fixture.estate).map(describeRoute).sort();
  }

  /** That of the connection; where the gateway is replaced, which one is attached to its VPC. */
  private gateway(): string | undefined {
    const { vpnConnectionId, from, to, replacement } = this.fixture.estate;
    const { vpnConnections, vpnGateways } = this.aws.network.view.state;
    if (replacement === undefined) return vpnConnections[vpnConnectionId].target?.id;
    return [from.id, to.id].find((id) => vpnGateways[id].attachment?.vpcId === replacement.vpcId && vpnGateways[id].attachment.state === 'attached');
  }

  /** Nothing is asked of a function for it, as all of it is there. */
  private async stand(): Promise<void> {
    const { kind, state, routing, stack } = this.fixture;
    const isEarly = state === 'prepared' || (kind === 'edited-target' ? state === 'open' : state === 'held');
    const { succeeded, failures } = kind === 'edited-target' ? await deployOn(this.cast, routing, isEarly ? 'from' : 'to', isEarly ? 1 : 2)
      : await this.stage(isEarly ? MigrationStage.PREPARED : MigrationStage.CUT_OVER);
    const asked = this.aws.cloudFormation.customResourceRequests.slice(stack.requests.length);
    if (!succeeded || asked.length > 0) throw new Error(`the stack does not stand as it stood: ${JSON.stringify([...failures, ...asked])}`);
  }
}

export function headIn(items: readonly StoredItem[]): RecordHead | undefined {
  const head = items.find(({ item }) => 'S' in item && item.S === 'head')?.document;
  return head !== undefined && 'S' in head ? JSON.parse(head.S) as RecordHead : undefined;
}
