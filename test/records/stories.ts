/** Plays each kind of operation on the embedded AWS to the point at which its records are kept. */
import { setTimeout } from 'node:timers/promises';
import { Fixture, Kind, State } from './fixture';
import { deployOn, deployStage, routesOf, seed } from './stacks';
import { readItems } from './table';
import { MigrationStage } from '../../src';
import { BEFORE_TYPE } from '../../src/contract/target-properties';
import { DeploymentResult, FailAt, Step } from '../../tools/rehearsal/cloudformation/driver';
import { EmbeddedAws } from '../../tools/rehearsal/embedded-aws';
import { Applications, STACK_NAME } from '../../tools/rehearsal/scenarios/application';
import { afterCall, refusal } from '../../tools/rehearsal/scenarios/deployments';
import { begin } from '../../tools/rehearsal/scenarios/edit-target';
import { Routing, seedGateways } from '../../tools/rehearsal/scenarios/estate';
import { functionIdsOf } from '../../tools/rehearsal/scenarios/permissions';
import { ScenarioContext } from '../../tools/rehearsal/scenarios/scenario';

const { PREPARED, CUT_OVER } = MigrationStage;

/** As a person waits before looking. */
const REST_MS = 60_000;

/** The function has made the call that interrupts traffic, and waits for what comes of it. */
const AT_WORK_MS = 20_000;

/** Long enough, in real time, for what is under way while the clock stands still. */
const QUIET_MS = 300;

export async function playedTo(kind: Kind, routing: Routing, state: State): Promise<Fixture> {
  const story = await Story.begin(kind, routing, state);
  try {
    return await story.play();
  } finally {
    await story.end();
  }
}

class Story {
  static async begin(kind: Kind, routing: Routing, state: State): Promise<Story> {
    const failures: { at?: FailAt } = {};
    const aws = await EmbeddedAws.start({ failAt: async (step) => failures.at?.(step) });
    const applications = new Applications();
    const empty = { aws, applications, since: aws.clock.now() };
    if (kind !== 'edited-target') {
      return new Story(kind, routing, state, { ...empty, estate: seed(kind, routing, aws) }, failures);
    }
    const gateways = seedGateways(aws.network, { move: 'vgw-to-tgw', routing });
    const unmade: ScenarioContext = { ...empty, estate: { ...gateways, vpnConnectionId: '', acknowledgedFindings: [] } };
    return new Story(kind, routing, state, { ...unmade, estate: await begin(unmade, { routing }) }, failures);
  }

  private readonly routesBefore: Fixture['routesBefore'];
  private approvedPlan?: string;
  private event?: string;

  private constructor(
    private readonly kind: Kind, private readonly routing: Routing, private readonly state: State, private readonly cast: ScenarioContext,
    private readonly failures: { at?: FailAt },
  ) {
    this.routesBefore = routesOf(cast.aws, cast.estate);
  }

  async play(): Promise<Fixture> {
    if (this.kind === 'edited-target') return this.edited();
    await this.succeeds(deployStage(this.cast, PREPARED));
    this.approvedPlan = String(this.attribute('PlanDigest'));
    switch (this.state) {
      case 'prepared': return this.atRest();
      case 'open': return this.cutShort();
      case 'held': return this.refused(async () => this.cutOver());
      case 'completed':
        await this.succeeds(this.cutOver());
        return this.atRest();
    }
  }

  async end(): Promise<void> {
    this.cast.applications.remove();
    await this.cast.aws.close();
  }

  private async edited(): Promise<Fixture> {
    const edit = async () => deployOn(this.cast, this.routing, 'to', 2);
    if (this.state === 'open') return this.departed();
    if (this.state === 'held') return this.refused(edit, async () => this.stackFails());
    await this.succeeds(edit());
    return this.atRest();
  }

  private async cutOver(): Promise<DeploymentResult> {
    return deployStage(this.cast, CUT_OVER, { approvedPlan: this.approvedPlan });
  }

  /** The function is at work, and will not be heard of any more. */
  private async cutShort(): Promise<Fixture> {
    const { aws, applications } = this.cast;
    const [logicalId] = functionIdsOf(applications.templates.at(-1)!);
    const local = aws.cloudFormation.function(STACK_NAME, logicalId);
    const invoke = local.invoke.bind(local);
    local.invoke = async (payload) => {
      this.event = payload;
      return invoke(payload);
    };
    const call = this.kind === 'move' ? 'ModifyVpnConnection' : 'AttachVpnGateway';
    const saved = new Promise<Fixture>((resolve, reject) => {
      afterCall(this.cast, call, AT_WORK_MS, () => void this.standingStill().then(resolve, reject));
    });
    void this.cutOver();
    return saved;
  }

  /** The way is clear for CloudFormation's modify, which it has not come to. */
  private async departed(): Promise<Fixture> {
    const saved = this.at(({ type, moment, stackStatus }) => type === BEFORE_TYPE && moment === 'after' && stackStatus === 'UPDATE_IN_PROGRESS');
    void deployOn(this.cast, this.routing, 'to', 2);
    return saved;
  }

  /** EC2 leads no route of a VPC to the new gateway, nor back. */
  private async refused(act: () => Promise<DeploymentResult>, watch?: () => Promise<Fixture>): Promise<Fixture> {
    this.cast.aws.faults.inject({ operation: 'ReplaceRoute', when: 'before', how: refusal('OperationNotPermitted'), times: Infinity });
    const watched = watch?.();
    const deployed = act();
    if (watched !== undefined) return watched;
    const { succeeded } = await deployed;
    if (succeeded) throw new Error(`${this.kind} has come about, and was to be held`);
    return this.atRest();
  }

  /** Somebody has CloudFormation leave what was made when a deployment fails. */
  private async stackFails(): Promise<Fixture> {
    return this.at(({ stackStatus }) => stackStatus === 'UPDATE_ROLLBACK_IN_PROGRESS');
  }

  /** Everything ends at the step. */
  private async at(isAwaited: (step: Step) => boolean): Promise<Fixture> {
    return new Promise<Fixture>((resolve, reject) => {
      this.failures.at = async (step) => {
        if (!isAwaited(step)) return undefined;
        this.standingStill().then(resolve, reject);
        return new Promise(() => undefined);
      };
    });
  }

  private async succeeds(deploying: Promise<DeploymentResult>): Promise<void> {
    const { succeeded, failures } = await deploying;
    if (!succeeded) throw new Error(`${this.kind}: ${failures[0]?.reason}`);
  }

  private async atRest(): Promise<Fixture> {
    await this.cast.aws.clock.sleep(REST_MS);
    return this.saved();
  }

  /** Everything as it is at this moment, at which its time ends. */
  private async standingStill(): Promise<Fixture> {
    this.cast.aws.clock.hold();
    await setTimeout(QUIET_MS);
    return this.saved();
  }

  private async saved(): Promise<Fixture> {
    const { kind, routing, state, approvedPlan, routesBefore, event, cast: { aws, estate } } = this;
    const stack = aws.cloudFormation.save(STACK_NAME);
    const [table] = Object.values(stack.resources).filter(({ type }) => type === 'AWS::DynamoDB::Table').map(({ physicalId }) => physicalId);
    const items = await readItems(aws, table);
    return {
      kind, routing, state, at: aws.clock.now(), estate, approvedPlan, routesBefore, table, items, event, stack,
      network: aws.network.save(),
    };
  }

  private attribute(name: string): unknown {
    return this.cast.aws.cloudFormation.describeResources(STACK_NAME).find(({ type }) => type.startsWith('Custom::V'))?.attributes[name];
  }
}
