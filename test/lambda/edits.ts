/**
 * The stories of a template that changes a target, which are played under every schedule of deaths: whole deployments, that come
 * about or are rolled back from each point, in both orders and under every reading of what a replaced custom resource is sent. Each must
 * end as it does when nothing dies.
 */
import { Deployment, DeploymentPosition, editOf, EDITS, Fortune, READINGS, ROLLBACKS } from './deployment';
import { Move, Routing } from './estates';
import { Ending, Story } from './exploration';
import { Workbench } from './workbench';
import { deviationsOf } from './world-digest';
import { Unknowns } from '../../tools/rehearsal/embedded-ec2/unknowns';
import { flowTable } from '../../tools/rehearsal/flows/flow-oracle';

export class EditStory implements Story<DeploymentPosition> {
  readonly name: string;
  readonly first: DeploymentPosition;
  private readonly deployment: Deployment;
  private readonly undisturbed = new Map<string, string>();

  /** @param comesWithIt whether the custom resources come in the deployment that edits the target */
  constructor(readonly move: Move, readonly routing: Routing, readonly fortune: Fortune, comesWithIt = false) {
    const { fails, order, reading } = fortune;
    const undone = reading === undefined ? '' : `, undone ${order}, replaced ${Object.values(reading).join(' ')}`;
    this.name = `${move}, ${routing}${comesWithIt ? ', with new custom resources' : ''}, something fails ${fails}${undone}`;
    // Ids are the same on every bench.
    this.deployment = new Deployment({ ...editOf(new Workbench({ move, routing })), comesWithIt }, fortune);
    this.first = this.deployment.first;
  }

  isOver({ stage }: DeploymentPosition): boolean {
    return stage === 'over';
  }

  async invoke(bench: Workbench, position: DeploymentPosition): Promise<DeploymentPosition> {
    return this.deployment.play(bench, position);
  }

  afterDeath(position: DeploymentPosition): DeploymentPosition {
    return this.deployment.afterDeath(position);
  }

  async judge({ bench, position, settings }: Ending<DeploymentPosition>): Promise<void> {
    const [is, be] = [endingOf(bench, position), await this.standard(deviationsOf(settings))];
    if (is !== be) throw new Error(`it ends with ${is}, and undisturbed with ${be}`);
  }

  /** How it ends when nothing dies and these switches stand otherwise than by default. */
  async standard(unknowns: Partial<Unknowns>): Promise<string> {
    const key = JSON.stringify(unknowns);
    const known = this.undisturbed.get(key);
    if (known !== undefined) return known;
    const bench = new Workbench({ move: this.move, routing: this.routing, unknowns });
    const position = await this.deployment.run(bench);
    bench.pass(60);
    const ending = endingOf(bench, position);
    this.undisturbed.set(key, ending);
    return ending;
  }
}

/** Each rollback under each reading, spread over the edits. */
export const EDIT_STORIES: readonly EditStory[] = EDITS.flatMap(({ move, routing }, edit) => [
  new EditStory(move, routing, { fails: 'never', order: 'as they depend' }),
  ...ROLLBACKS.map((rollback, index) => new EditStory(move, routing, { ...rollback, reading: READINGS[(edit + index) % READINGS.length] })),
  ...move === 'tgw-to-vgw' && routing === 'static' ? [] : [
    new EditStory(move, routing, { fails: 'never', order: 'as they depend' }, true),
    new EditStory(move, routing, { ...ROLLBACKS[2 + edit % (ROLLBACKS.length - 2)], reading: READINGS[0] }, true),
  ],
]);

function endingOf(bench: Workbench, { rolledBack, failures }: DeploymentPosition): string {
  const head = bench.heads.get(bench.connectionId);
  return JSON.stringify({
    rolledBack, failures, status: head?.status, missing: head?.missing, picture: bench.picture(), flows: flowTable(bench.network.view),
  });
}
