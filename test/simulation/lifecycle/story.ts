/** One story: a stack is made, edited, broken, destroyed and made again, and each deployment is judged when it is over. */
import { appOf, AppModel, BYSTANDER, Connection, edited, KeptIds, synthesized } from './app';
import { Console } from './by-hand';
import { Life, Step, Trouble } from './choices';
import { ExpectedState } from './documented';
import { Estate, networksOf, seedEstate } from './estate';
import { CONNECTION, factsOfNetwork, isThere, resourcesOf, without } from './facts';
import { estateOf } from './inventory';
import { Background, INVARIANTS, isInUseByKept, isPresent, isSuccess, isUneasy, judged, Mutation, Turn, Violation } from './judge';
import { connectionNamed, promisesBroken } from './promises';
import { orphansOf } from '../../../tools/cli/inventory/findings';
import { DeploymentResult, Step as ResourceStep } from '../../../tools/rehearsal/cloudformation/driver';
import { Template, ValidationError } from '../../../tools/rehearsal/cloudformation/template';
import { EmbeddedAws } from '../../../tools/rehearsal/embedded-aws';
import { Applications, STACK_NAME } from '../../../tools/rehearsal/scenarios/application';

export interface StackReport {
  readonly seed: number;
  readonly life: Life;
  readonly violations: readonly Violation[];
  /** What happened, for people. */
  readonly happenings: readonly string[];
  readonly marks: readonly string[];
}

/** A bug on purpose: what it makes of each template. */
export type Plant = (template: Template) => Template;

/** The devices bring their tunnels up, and what CloudFormation does not wait for settles. */
const SETTLES_MS = 120_000;
/** Longer than anything in a deployment takes without an event. */
const QUIET_MS = 2_400_000;
const POLL_MS = 5_000;

export async function tell(seed: number, life: Life, plant?: Plant): Promise<StackReport> {
  const story = new Story(life, plant);
  try {
    await story.tell();
  } catch (error) {
    story.violated(INVARIANTS.works, (error as Error).stack ?? String(error));
  } finally {
    await story.close();
  }
  const { violations, happenings, marks } = story;
  return { seed, life, violations, happenings, marks: [...marks] };
}

/** Of a route its table and its destination are what it is, whatever it leads to. */
function placeOf(fact: string): string {
  return fact.startsWith('route: ') ? fact.split(' ').slice(-2).join(' ') : fact;
}

const QUIET: readonly string[] = [
  'nothing', 'tag', 'rename-keeping-ids', 'nest-keeping-ids', 'outputs', 'removal-policy', 'stack-policy', 'route-added', 'route-removed', 'vpc-routes',
  'tables', 'association', 'blackhole', 'prefix-list', 'attachment-tag', 'guard',
];

const NOTHING: Template = { Resources: {} };

class Story {
  readonly violations: Violation[] = [];
  readonly happenings: string[] = [];
  readonly marks = new Set<string>();
  private readonly applications: Applications;
  private aws!: EmbeddedAws;
  private estate!: Estate;
  private background!: Background;
  private readonly attachments = new Map<string, string>();
  private readonly configured = new Set<string>();
  private mutations: Mutation[] = [];
  private trouble?: Trouble;
  private eventsAtStart = 0;
  private troubled = false;
  private deployments = 0;
  private app: AppModel;
  private kept: KeptIds = new Map();
  /** Of the connections that the stack has: which of the app's it is. */
  private slots = new Map<string, number>();
  /** The same of those that somebody has deleted. */
  private readonly goneSlots = new Map<string, number>();
  private template?: Template;

  constructor(private readonly life: Life, plant?: Plant) {
    this.app = appOf(life.connections);
    this.applications = new Applications(plant);
  }

  async tell(): Promise<void> {
    this.aws = await EmbeddedAws.start({ failAt: async (step) => this.failure(step), throttled: false });
    this.estate = seedEstate(this.aws.network);
    const { state } = this.aws.network.view;
    this.background = {
      drift: new Set(), handled: new Set(), gone: new Set(), unled: new Set(), recordedWrong: new Set(), kept: new Set(),
      others: new Set(Object.keys(state.customerGateways)),
    };
    this.listen();
    await this.first();
    for (const step of this.life.steps) {
      if (this.violations.length > 0) return;
      await this.play(step);
    }
    if (this.violations.length === 0) await this.destroy();
    for (const { message } of this.aws.defects) this.violated(INVARIANTS.works, message);
  }

  async close(): Promise<void> {
    this.applications.remove();
    await this.aws.close();
  }

  violated(invariant: string, how: string): void {
    this.violations.push({ invariant, how });
    this.happen(`VIOLATED ${invariant}: ${how}`);
  }

  private happen(what: string): void {
    this.happenings.push(what);
  }

  private listen(): void {
    const { network } = this.aws;
    const call = network.call.bind(network);
    network.call = (operation, input) => {
      const output = call(operation, input);
      if (!/^(Describe|Get|Search)/.test(operation)) {
        this.mutations.push({ operation, input });
        for (const { id, resourceId, resourceType } of Object.values(network.view.state.transitGatewayAttachments)) {
          if (resourceType === 'vpn') this.attachments.set(id, resourceId);
        }
      }
      return output;
    };
  }

  private async first(): Promise<void> {
    const status = await this.deploy(this.app, this.life.firstTrouble);
    if (status === undefined || isSuccess(status) || this.violations.length > 0) return;
    await this.destroy();
  }

  private async play(step: Step): Promise<void> {
    for (const each of step.byHand) await this.byHand(each);
    if (step.deploys !== 'edits' && this.exists) {
      await this.destroy();
      if (step.deploys === 'after-destroy-of-everything') await this.deleteKept();
    }
    const wanted = step.edits.reduce(edited, this.app);
    this.happen(`-- ${step.edits.map(({ kind, connection, value }) => `${kind} ${connection} ${value}`).join(', ')}`);
    const isThereBefore = this.exists;
    const status = await this.deploy(wanted, step.trouble, step.edits.map(({ kind }) => kind));
    if (this.violations.length > 0) return;
    if (status !== undefined && !isThereBefore && !isSuccess(status)) await this.destroy();
    await this.leadToUnled();
    await this.takeOutGone();
  }

  /** As the documents say: one deployment of the former template with a tag of the attachment, after which everything leads to it again. */
  private async leadToUnled(): Promise<void> {
    const { unled } = this.background;
    const unledSlots = [...unled].map((id) => this.slots.get(id)).filter((slot) => slot !== undefined);
    if (unledSlots.length === 0 || !this.exists) return;
    this.happen('-- a tag of the attachment, to which nothing leads');
    const repaired = (each: Connection) => ({ ...each, attachmentTag: each.attachmentTag % 2 + 1 });
    const connections = this.app.connections.map((each) => (unledSlots.includes(each.slot) ? repaired(each) : each));
    const status = await this.deploy({ ...this.app, connections }, undefined, [], () => unled.clear());
    if (status !== 'UPDATE_COMPLETE' && this.violations.length === 0) this.violated(INVARIANTS.ended, `what leads to the connection is not made again: ${status}`);
    this.marks.add('leads to the connection again');
  }

  /** Whoever is told that a connection is gone takes it out of the app. */
  private async takeOutGone(): Promise<void> {
    const { gone } = this.background;
    const slots = [...gone].map((id) => this.goneSlots.get(id));
    const connections = this.app.connections.filter(({ slot }) => !slots.includes(slot));
    if (connections.length === this.app.connections.length || !this.exists || this.violations.length > 0) return;
    this.happen('-- what is gone is taken out');
    const status = await this.deploy({ ...this.app, connections });
    if (status !== 'UPDATE_COMPLETE' && this.violations.length === 0) this.violated(INVARIANTS.ended, `what is gone cannot be taken out: ${status}`);
    this.marks.add('takes out what is gone');
  }

  private get exists(): boolean {
    return this.aws.cloudFormation.describe(STACK_NAME) !== undefined;
  }

  private standing(): ExpectedState {
    const { network, cloudFormation } = this.aws;
    network.settle();
    const described = this.exists ? cloudFormation.describeResources(STACK_NAME) : [];
    return { template: this.exists ? this.template : undefined, resources: resourcesOf(described), state: network.view.state };
  }

  /** @returns how the stack ends; nothing where the app is refused at synthesis, or there was nothing to do */
  private async deploy(
    wanted: AppModel, trouble?: Trouble, kinds: readonly string[] = [], beforeJudging: () => void = () => undefined,
  ): Promise<string | undefined> {
    this.deployments += 1;
    const kept: KeptIds = new Map([...this.kept].map(([slot, ids]) => [slot, new Map(ids)]));
    let input;
    try {
      input = synthesized(this.applications, this.estate, wanted, this.deployments, kept);
    } catch (error) {
      this.happen(`refused at synthesis: ${(error as Error).message}`);
      this.marks.add('refused at synthesis');
      return undefined;
    }
    const { template } = input;
    const { cloudFormation } = this.aws;
    const before = this.standing();
    this.mutations = [];
    this.eventsAtStart = cloudFormation.events.length;
    this.trouble = trouble;
    this.troubled = false;
    const cancelling = trouble?.how === 'is-cancelled' ? this.cancel(trouble) : undefined;
    let result: DeploymentResult;
    try {
      result = await cloudFormation.deploy(input);
    } catch (error) {
      if (!(error instanceof ValidationError)) throw error;
      this.violated(INVARIANTS.works, error.message);
      return undefined;
    }
    this.trouble = undefined;
    await cancelling;
    const events = cloudFormation.events.slice(this.eventsAtStart);
    const reasons = [...new Set(events.filter(({ status }) => /_FAILED$/.test(status)).map(({ logicalId, reason = '' }) => `${logicalId}: ${reason}`))]
      .filter((reason) => !/cancelled$/.test(reason));
    if (!this.troubled) for (const kind of kinds) this.marks.add(`${kind} ${result.succeeded ? 'succeeds' : 'is rolled back'}`);
    this.happen(`${result.status}${reasons.length === 0 ? '' : `: ${reasons.join(' | ')}`}`);
    if (result.succeeded || before.template === undefined) this.template = result.succeeded ? template : NOTHING;
    const turn = {
      before, deployed: template, reasons, troubled: this.troubled, wasUneasy: isUneasy(this.background), attachments: this.attachments,
      named: events.filter(({ physicalId }) => physicalId !== ''),
    };
    let { status }: { status: string } = result;
    await this.settle(result.succeeded ? wanted : this.app);
    if (result.succeeded) beforeJudging();
    this.judge({ ...turn, after: this.standing(), status, mutations: this.mutations });
    if (before.template !== undefined) this.judgeQuiet(kinds);
    if (status === 'UPDATE_ROLLBACK_FAILED' && this.violations.length === 0) {
      status = await this.endRollback();
      await this.settle(this.app);
      if (status === 'UPDATE_ROLLBACK_COMPLETE') this.judge({ ...turn, after: this.standing(), status, mutations: this.mutations });
    }
    if (result.succeeded) {
      this.app = wanted;
      this.kept = kept;
      for (const { invariant, how } of promisesBroken(this.app, this.estate, this.standing())) this.violated(invariant, how);
    }
    return status;
  }

  private judge(turn: Turn): void {
    this.marks.add(turn.status);
    for (const { invariant, how } of judged(turn, this.background)) this.violated(invariant, how);
  }

  /** What nobody notices on the tunnels, by the user guides of CloudFormation and EC2: it changes what leads to them, or nothing at all. */
  private judgeQuiet(kinds: readonly string[]): void {
    if (isUneasy(this.background) || this.troubled || kinds.length === 0 || !kinds.every((kind) => QUIET.includes(kind))) return;
    const loud = this.mutations.filter(({ operation }) => /^(Modify|Create|Delete)(VpnConnection|VpnTunnelOptions|VpnConnectionOptions|CustomerGateway)$/.test(operation));
    if (loud.length > 0) this.violated(INVARIANTS.interrupts, `${kinds.join(', ')} needs no ${loud.map(({ operation }) => operation).join(', ')}`);
  }

  /** By the commands that the documents name, and what they say is to be done before them. */
  private async endRollback(): Promise<string> {
    const { cloudFormation, network, clock } = this.aws;
    this.marks.add('continues a rollback');
    const attempt = async (skipped: readonly string[]) => {
      const ended = await cloudFormation.continueUpdateRollback(STACK_NAME, skipped);
      this.happen(`continue-update-rollback ${skipped.join(' ')}: ${ended}`);
      return ended;
    };
    let status = await attempt([]);
    if (status !== 'UPDATE_ROLLBACK_COMPLETE') {
      for (const { id, staticRoutes, state } of Object.values(network.view.state.vpnConnections)) {
        if (state !== 'available') continue;
        for (const { cidr } of staticRoutes.filter(isThere)) {
          const isWanted = [...factsOfNetwork(network.view.state, this.attachments)].includes(`static route: ${id} ${cidr}`) && !this.blocks(id);
          if (!isWanted) network.call('DeleteVpnConnectionRoute', { VpnConnectionId: id, DestinationCidrBlock: cidr });
        }
      }
      await clock.sleep(60_000);
      status = await attempt([]);
    }
    if (status !== 'UPDATE_ROLLBACK_COMPLETE') {
      const failed = cloudFormation.describeResources(STACK_NAME).filter((each) => each.status === 'UPDATE_FAILED').map(({ logicalId }) => logicalId);
      this.marks.add('skips what cannot be rolled back');
      // What is skipped stays as it is, whatever the template says.
      for (const id of Object.keys(network.view.state.vpnConnections)) this.background.handled.add(id);
      status = await attempt(failed);
    }
    if (status !== 'UPDATE_ROLLBACK_COMPLETE') this.violated(INVARIANTS.ended, `the stack stays in ${status}`);
    return status;
  }

  /** Whether the former template has the connection on a transit gateway, to which EC2 takes none with static routes. */
  private blocks(id: string): boolean {
    const { template, resources } = this.standing();
    const own = [...resources.values()].find(({ physicalId }) => physicalId === id);
    return own !== undefined && template?.Resources[own.logicalId]?.Properties?.TransitGatewayId !== undefined;
  }

  private async destroy(): Promise<void> {
    if (!this.exists) return;
    const before = this.standing();
    const { cloudFormation } = this.aws;
    this.mutations = [];
    const first = cloudFormation.events.length;
    const failedCreation = cloudFormation.describe(STACK_NAME)?.stackStatus === 'ROLLBACK_COMPLETE';
    const status = await cloudFormation.destroy(STACK_NAME);
    const events = cloudFormation.events.slice(first);
    const reasons = events.filter((each) => each.status === 'DELETE_FAILED').map(({ logicalId, reason = '' }) => `${logicalId}: ${reason}`);
    this.happen(`destroyed: ${status} ${reasons.join(' | ')}`);
    await this.aws.clock.sleep(SETTLES_MS);
    if (status !== 'DELETE_COMPLETE' && !await this.endDeletion(reasons)) return;
    this.template = undefined;
    this.kept = new Map();
    this.slots = new Map();
    const after = this.standing();
    this.judge({
      before: failedCreation ? { ...before, template: undefined } : before, after: { ...after, template: NOTHING }, deployed: NOTHING, status: 'UPDATE_COMPLETE', reasons, named: [],
      mutations: this.mutations, troubled: false, attachments: this.attachments, wasUneasy: isUneasy(this.background),
    });
    this.judgeOrphans();
    this.marks.add('destroyed');
  }

  /** Nothing that leads nowhere is left, and what a removal policy has kept and no connection needs is listed. */
  private judgeOrphans(): void {
    const { kept, others } = this.background;
    if (isUneasy(this.background)) return;
    const { state } = this.standing();
    const listed = orphansOf(estateOf(this.aws.network)).filter(({ subject }) => !others.has(subject));
    const used = new Set(Object.values(state.vpnConnections).filter(isThere).map(({ customerGatewayId }) => customerGatewayId));
    const unused = [...kept].filter((id) => id.startsWith('cgw-') && !used.has(id));
    const found = listed.map(({ kind, subject, text }) => `${kind} ${subject} ${text}`);
    const missing = unused.filter((id) => !listed.some(({ subject }) => subject === id));
    const stray = listed.filter(({ subject }) => !unused.includes(subject));
    if (missing.length + stray.length > 0) this.violated(INVARIANTS.orphans, `${missing.join(', ')} are not among: ${found.join('; ')}`);
  }

  /** By the command that the documents name, where somebody has changed by hand what cannot be deleted for that. */
  private async endDeletion(reasons: readonly string[]): Promise<boolean> {
    const { cloudFormation } = this.aws;
    if (!isUneasy(this.background) && !isInUseByKept(this.standing(), this.background)) {
      this.violated(INVARIANTS.ends, `DELETE_FAILED: ${reasons.join(' | ')}`);
      return false;
    }
    const failed = cloudFormation.describeResources(STACK_NAME).filter((each) => each.status === 'DELETE_FAILED').map(({ logicalId }) => logicalId);
    const status = await cloudFormation.destroy(STACK_NAME, failed);
    this.happen(`delete-stack --retain-resources ${failed.join(' ')}: ${status}`);
    this.marks.add('retains what cannot be deleted');
    if (status !== 'DELETE_COMPLETE') this.violated(INVARIANTS.ended, `the stack stays in ${status}`);
    return status === 'DELETE_COMPLETE';
  }

  /** Somebody deletes what the stack has kept. */
  private async deleteKept(): Promise<void> {
    const { network, clock } = this.aws;
    const { kept } = this.background;
    for (const id of [...kept].sort((one, other) => other.localeCompare(one))) {
      if (!isPresent(this.standing(), id)) continue;
      if (id.startsWith('vpn-')) network.call('DeleteVpnConnection', { VpnConnectionId: id });
      else network.call('DeleteCustomerGateway', { CustomerGatewayId: id });
      await clock.sleep(SETTLES_MS);
      kept.delete(id);
    }
    this.happen('everything that was kept is deleted');
  }

  private async byHand(change: Step['byHand'][number]): Promise<void> {
    const connections = [...this.slots].filter(([id]) => this.standing().state.vpnConnections[id]?.state === 'available');
    const [id, slot] = connections[change.connection % Math.max(1, connections.length)] ?? [];
    if (id === undefined || slot === undefined) return;
    const { network, clock } = this.aws;
    const facts = () => factsOfNetwork(network.view.state, this.attachments);
    const before = facts();
    const hand = new Console(network, this.estate, async (milliseconds) => clock.sleep(milliseconds), this.background);
    const calls = await hand.change(change, { id, slot });
    network.settle();
    const after = facts();
    for (const fact of [...without(before, after), ...without(after, before)]) this.background.drift.add(placeOf(fact));
    if (change.kind === 'tag-changed') this.background.drift.add(`tag Site: of ${id}`);
    this.happen(`by hand ${change.kind}: ${calls.join('; ') || 'nothing'}`);
    if (this.background.gone.has(id)) this.goneSlots.set(id, slot);
    if (calls.length > 0) this.marks.add(`by hand: ${change.kind}`);
  }

  /** Sets up the devices of connections that are new, and lets time pass. */
  private async settle(app: AppModel): Promise<void> {
    const { network, clock } = this.aws;
    this.slots = new Map();
    for (const { logicalId, physicalId, type } of this.standing().resources.values()) {
      if (type !== CONNECTION || network.view.state.vpnConnections[physicalId]?.state !== 'available') continue;
      const connection = connectionNamed(app, logicalId);
      if (connection === undefined) continue;
      this.slots.set(physicalId, connection.slot);
      this.configure(physicalId, connection);
    }
    await clock.sleep(SETTLES_MS);
  }

  private configure(id: string, { slot, bgp }: Connection): void {
    const key = `${id} ${bgp}`;
    if (this.configured.has(key)) return;
    this.configured.add(key);
    const networks = networksOf(slot, 4);
    this.aws.network.configureDevice(id, { networks, ...bgp ? { advertisedPrefixes: networks.slice(0, 3) } : {} });
  }

  private async failure({ logicalId, moment, stackStatus }: ResourceStep): Promise<string | undefined> {
    const { trouble } = this;
    if (trouble === undefined || trouble.how === 'is-cancelled' || logicalId !== BYSTANDER || moment !== 'before') return undefined;
    if (stackStatus === 'UPDATE_IN_PROGRESS' || stackStatus === 'CREATE_IN_PROGRESS') {
      await this.happened(trouble.afterEvents);
      this.troubled = true;
      this.marks.add('another resource fails');
      return 'it fails, as the simulation wants';
    }
    if (trouble.how === 'fails-on-the-way-back-too' && stackStatus === 'UPDATE_ROLLBACK_IN_PROGRESS') {
      this.marks.add('another resource fails on the way back');
      return 'it fails on the way back, too, as the simulation wants';
    }
    return undefined;
  }

  /** Waits for so many events of the deployment, or until nothing happens any more. */
  private async happened(count: number): Promise<void> {
    const { cloudFormation, clock } = this.aws;
    let [observed, since] = [this.eventsAtStart, clock.now()];
    while (cloudFormation.events.length - this.eventsAtStart < count && clock.now() - since < QUIET_MS) {
      await clock.sleep(POLL_MS);
      if (cloudFormation.events.length !== observed) [observed, since] = [cloudFormation.events.length, clock.now()];
    }
  }

  private async cancel({ afterEvents }: Trouble): Promise<void> {
    const { cloudFormation } = this.aws;
    await this.happened(afterEvents);
    if (cloudFormation.describe(STACK_NAME)?.stackStatus !== 'UPDATE_IN_PROGRESS') return;
    this.troubled = true;
    this.marks.add('is cancelled');
    cloudFormation.cancelUpdate(STACK_NAME);
  }
}
