/**
 * CloudFormation's part in a change of the target, on the workbench: the custom resources before the connection, its own modify, the routes
 * that are resources of the stack, the custom resource after it, and what it does when something fails in between. In which order a
 * rollback comes to the resources is not documented, nor what it sends to one whose physical id has changed. A rollback that fails is
 * continued, and passes over what has failed; then a person gives the command that the failure named.
 */
import { Move, MOVES, ON_PREMISES, Routing } from './estates';
import { deleteRoutes, makeRoutes, routesBeside } from './stack-routes';
import { Killed, Workbench } from './workbench';
import { TargetRequest } from '../../lambda/engine/target-change/request-decision';
import { TerminalFailure } from '../../lambda/runner/ports';
import { ProviderEvent } from '../../lambda/vpn-target-migration/event';
import { targetPhysicalIdOf } from '../../lambda/vpn-target-migration/target-event';
import { Gateway } from '../../src/contract/gateway';
import { Part, TargetDeclaration } from '../../src/contract/target-declaration';
import {
  afterPartFromProperties, afterPartToProperties, declaredByLast, targetToProperties, watchedToProperties,
} from '../../src/contract/target-properties';
import { Unknowns } from '../../tools/rehearsal/cloudformation/unknowns';
import { Ec2Error } from '../../tools/rehearsal/contracts';
import { OperatorHarness } from '../cli/operator/operator-harness';

/** Where something else in the stack fails. */
export type FailurePoint = 'never' | 'before the connection' | 'before the second part' | 'at the end';
export type RollbackOrder = 'as they depend' | 'the other way round';

export const FAILURES: readonly FailurePoint[] = ['before the connection', 'before the second part', 'at the end'];
export const ORDERS: readonly RollbackOrder[] = ['as they depend', 'the other way round'];

/** An edit leaves the attachment of virtual private gateways to VPCs to the template. */
export const EDITED = MOVES.filter((move) => move !== 'vgw-to-vgw');
export const EDITS: readonly { readonly move: Move; readonly routing: Routing }[] = EDITED
  .flatMap((move) => (['static', 'bgp'] as const).map((routing) => ({ move, routing })));

/** What a rollback sends to a custom resource whose physical id has changed, and when. */
export type Reading = Pick<Unknowns, 'replacedCustomResourceInRollback' | 'deleteOfReplacedCustomResource'>;

/** The first is the default. */
export const READINGS: readonly Reading[] = (['in-the-clean-up', 'in-its-turn'] as const).flatMap((deleteOfReplacedCustomResource) =>
  (['is-updated-back', 'is-deleted'] as const).map((replacedCustomResourceInRollback) =>
    ({ replacedCustomResourceInRollback, deleteOfReplacedCustomResource })));

/** How a deployment goes, whatever else disturbs it. */
export interface Fortune {
  readonly fails: FailurePoint;
  readonly order: RollbackOrder;
  readonly reading?: Reading;
}

export const ROLLBACKS: readonly Fortune[] = FAILURES.flatMap((fails) => ORDERS.map((order) => ({ fails, order })));

/** The one rollback in which CloudFormation asks nobody after its modify. */
export function leavesRoutesToPerson({ fails, order, reading = READINGS[0] }: Fortune): boolean {
  return fails === 'before the second part' && order === 'as they depend' && reading.deleteOfReplacedCustomResource === 'in-its-turn';
}

/** What the template says before and after the edit. */
export interface Edit {
  readonly former: Omit<TargetDeclaration, 'part'>;
  readonly wanted: Omit<TargetDeclaration, 'part'>;
  /** Whether the custom resources come in the same deployment. */
  readonly comesWithIt?: boolean;
}

/** The estate's two ends as two editions of a template. */
export function editOf(bench: Workbench): Edit {
  const { from, to, customerGateway, vpcRouteTables, verification, acknowledgedFindings } = bench.declaration;
  const connection = bench.network.view.state.vpnConnections[bench.connectionId];
  const isStatic = connection.staticRoutesOnly;
  const common = {
    connectionLogicalId: 'Vpn', vpcRouteTables, verification, acknowledgedFindings, createOnly: {},
    staticRoutes: isStatic ? ON_PREMISES : [], onPremisesCidrs: isStatic ? [] : ON_PREMISES,
    forwardDeadlineSeconds: 1800, backDeadlineSeconds: 1200, onRemoval: 'RETAIN' as const,
  };
  return {
    former: { ...common, target: from, customerGatewayId: connection.customerGatewayId },
    wanted: { ...common, target: to, customerGatewayId: customerGateway?.toId ?? connection.customerGatewayId },
  };
}

/** How far a deployment has come: plain state, so that it can be gone on with on any fork of its bench. */
export interface DeploymentPosition {
  readonly stage: 'forward' | 'back' | 'clean-up' | 'over';
  /** So many acts of this stage are over. */
  readonly act: number;
  /** Of the act's request, so far. */
  readonly invocations: number;
  /** Requests that are over. */
  readonly requests: number;
  /** Which of them got a request on the way forward. */
  readonly begun: readonly (Part | 'ROUTES')[];
  readonly rolledBack: boolean;
  readonly failures: readonly string[];
}

/** What CloudFormation does next, a request to one of the custom resources or its own modify; or at last what a person does. */
type Act = PartAct | { readonly modifyTo: Edit['former'] } | RouteAct | { readonly press: 'back' };

/** The routes that an edition has and the other one has not. */
type RouteAct = { readonly make: Edit['former']; readonly beside: Edit['former'] } | { readonly drop: Edit['former']; readonly beside: Edit['former'] };

interface PartAct extends Pick<TargetRequest, 'type'>, Partial<Pick<Edit, 'former'>> {
  readonly part: Part;
  readonly declared: Edit['former'];
}

/** Where something else fails: when so many acts of the way forward are over. */
const FAILS_AFTER: Record<FailurePoint, number> = { 'never': Infinity, 'before the connection': 2, 'before the second part': 3, 'at the end': 5 };

const SUCCEEDS: Fortune = { fails: 'never', order: 'as they depend' };
/** Between two invocations: longer than describes lag, so that the past of a bench does not matter. */
const PAUSE_SECONDS = 10;
const NEXT_REQUEST_SECONDS = 1;
const INVOCATIONS_MAX = 60;

export class Deployment {
  readonly first: DeploymentPosition = {
    stage: 'forward', act: 0, invocations: 0, requests: 0, begun: ['LAST'], rolledBack: false, failures: [],
  };

  constructor(
    private readonly edit: Edit, private readonly fortune: Fortune = SUCCEEDS,
    private readonly name = 'deployment', private readonly invocationSeconds = 600,
  ) {}

  /** @returns how it ended */
  async run(bench: Workbench): Promise<DeploymentPosition> {
    let position = this.first;
    while (position.stage !== 'over') {
      if (position.invocations === INVOCATIONS_MAX) throw new Error(`no answer after ${INVOCATIONS_MAX} invocations`);
      position = await this.play(bench, position);
    }
    bench.rollingBack = false;
    bench.cleaningUp = false;
    return position;
  }

  /** One invocation of a request, be it its death, or the whole of CloudFormation's modify. @returns where it stands then */
  async play(bench: Workbench, position: DeploymentPosition): Promise<DeploymentPosition> {
    bench.rollingBack = position.rolledBack;
    bench.cleaningUp = position.stage === 'clean-up';
    const act = this.actsOf(position)[position.act];
    try {
      if ('modifyTo' in act) modify(bench, act.modifyTo);
      else if ('make' in act) makeRoutes(bench, act.make, routesBeside(act.make, act.beside));
      else if ('drop' in act) deleteRoutes(bench, act.drop, routesBeside(act.drop, act.beside));
      else if ('press' in act) await press(bench, position);
      else if (!await this.invoke(bench, position, act)) return this.afterDeath(position);
      return this.next(position, act);
    } catch (error) {
      if (error instanceof Killed) return this.afterDeath(position);
      if (!(error instanceof TerminalFailure)) throw error;
      const failing = 'part' in act ? `${act.part} ${act.type}` : Object.keys(act)[0];
      return this.next(position, act, `${failing}: ${error.message}`);
    }
  }

  /** CloudFormation delivers the request again. */
  afterDeath(position: DeploymentPosition): DeploymentPosition {
    return { ...position, invocations: position.invocations + 1 };
  }

  /** @returns whether there is an answer */
  private async invoke(
    bench: Workbench, { invocations, requests }: DeploymentPosition, { type, part, declared, former }: PartAct,
  ): Promise<boolean> {
    const of = (declaration: Edit['former']): TargetDeclaration => {
      switch (part) {
        case 'LAST': return declaredByLast(watchedOf(declaration));
        case 'BEFORE': return { ...declaration, part };
        case 'AFTER': return afterPartFromProperties(afterPartToProperties({ ...declaration, vpnConnectionId: bench.connectionId }));
      }
    };
    bench.pass(invocations === 0 ? NEXT_REQUEST_SECONDS : PAUSE_SECONDS);
    const answer = await bench.invokeTarget({
      type, requestId: `${this.name}-${requests + 1}`, owner: 'stack|Vpn', declared: of(declared),
      ...former === undefined ? {} : { former: of(former) },
    }, this.invocationSeconds);
    return answer !== undefined;
  }

  /** Only what was begun is undone; cleaned up are the physical ids that the update, or its rollback, left behind. */
  private actsOf({ stage, begun, rolledBack, failures }: DeploymentPosition): readonly Act[] {
    const { former, wanted, comesWithIt } = this.edit;
    const inOrder = (acts: (part: Part) => Act[], modifyTo: Edit['former'], routes: readonly Act[]): Act[][] =>
      [acts('LAST'), acts('BEFORE'), [{ modifyTo }], [...routes], acts('AFTER')];
    switch (stage) {
      case 'forward':
        return inOrder((part) => [comesWithIt ? { type: 'Create', part, declared: wanted } : { type: 'Update', part, declared: wanted, former }],
          wanted, [{ make: wanted, beside: former }]).flat();
      case 'back': {
        // An association that took the place of another is made again; what else the former edition has is on record still.
        const remade: Act[] = begun.includes('ROUTES') && former.target.id === wanted.target.id
          ? [{ make: withAssociationAlone(former), beside: withAssociationAlone(wanted) }] : [];
        const acts = inOrder((part) => (begun.includes(part) && !comesWithIt ? this.undo(part) : []), former, remade);
        return (this.fortune.order === 'as they depend' ? acts : acts.reverse()).flat();
      }
      case 'clean-up': {
        const dropped: Act[] = !rolledBack ? [{ drop: former, beside: wanted }] : begun.includes('ROUTES') ? [{ drop: wanted, beside: former }] : [];
        // What the deployment has made goes, what depends on others first.
        if (rolledBack && comesWithIt) {
          const made = (['AFTER', 'BEFORE', 'LAST'] as const).filter((part) => begun.includes(part));
          return [...dropped, ...made.map((part) => ({ type: 'Delete', part, declared: wanted }) as const)];
        }
        if (rolledBack && this.reading.deleteOfReplacedCustomResource === 'in-its-turn') return [...dropped, ...failures.some(asksPerson) ? [{ press: 'back' } as const] : []];
        const parts = begun.filter((each) => each !== 'ROUTES').filter((part) => this.isReplaced(part));
        return [...dropped, ...parts.map((part) => ({ type: 'Delete', part, declared: rolledBack ? wanted : former }) as const)];
      }
      case 'over':
        return [];
    }
  }

  private undo(part: Part): Act[] {
    const { former, wanted } = this.edit;
    const { replacedCustomResourceInRollback, deleteOfReplacedCustomResource } = this.reading;
    const back: Act = { type: 'Update', part, declared: former, former: wanted };
    if (!this.isReplaced(part)) return [back];
    return [
      ...replacedCustomResourceInRollback === 'is-updated-back' ? [back] : [],
      ...deleteOfReplacedCustomResource === 'in-its-turn' ? [{ type: 'Delete', part, declared: wanted } as const] : [],
    ];
  }

  /** Whether the function answers another physical id to the edit. */
  private isReplaced(part: Part): boolean {
    const eventOf = (RequestType: 'Create' | 'Update', declared: Edit['former'], PhysicalResourceId?: string): ProviderEvent => ({
      RequestType, PhysicalResourceId, RequestId: 'request', StackId: 'stack', LogicalResourceId: part,
      ResourceProperties: propertiesOf(part, declared) as unknown as ProviderEvent['ResourceProperties'],
    });
    const id = targetPhysicalIdOf(part, eventOf('Create', this.edit.former));
    return targetPhysicalIdOf(part, eventOf('Update', this.edit.wanted, id)) !== id;
  }

  private get reading(): Reading {
    return this.fortune.reading ?? READINGS[0];
  }

  /** A failure ends the way forward, and nothing else. */
  private next(position: DeploymentPosition, act: Act, failure?: string): DeploymentPosition {
    const { stage, begun } = position;
    const over: DeploymentPosition = {
      ...position,
      act: position.act + 1,
      invocations: 0,
      requests: position.requests + ('part' in act ? 1 : 0),
      failures: [...position.failures, ...failure === undefined ? [] : [failure]],
    };
    if (stage === 'forward' && (failure !== undefined || over.act === FAILS_AFTER[this.fortune.fails])) {
      return { ...over, stage: 'back', act: 0, rolledBack: true };
    }
    const acts = this.actsOf(over);
    if (over.act < acts.length) {
      const coming = acts[over.act];
      if (stage !== 'forward' || !('part' in coming || 'make' in coming)) return over;
      return { ...over, begun: [...begun, 'part' in coming ? coming.part : 'ROUTES'] };
    }
    const cleaning: DeploymentPosition = { ...over, stage: 'clean-up', act: 0 };
    return stage === 'clean-up' || this.actsOf(cleaning).length === 0 ? { ...over, stage: 'over', act: 0 } : cleaning;
  }
}

function watchedOf({ connectionLogicalId, target: { kind, id }, customerGatewayId, attachmentRouting }: Edit['former']) {
  const routing = attachmentRouting === undefined ? {} : { routing: attachmentRouting.digest };
  return { connectionLogicalId, target: { kind, id }, customerGateway: customerGatewayId, ...routing };
}

function propertiesOf(part: Part, declared: Edit['former']): object {
  if (part === 'AFTER') return afterPartToProperties({ ...declared, vpnConnectionId: 'vpn' });
  if (part === 'BEFORE') return targetToProperties(declared);
  return { Connections: [watchedToProperties({ ...watchedOf(declared), roleArn: 'role' })] };
}

function withAssociationAlone(edition: Edit['former']): Edit['former'] {
  const { target } = edition;
  return { ...edition, staticRoutes: [], target: target.kind === 'transit-gateway' ? { ...target, propagationRouteTableIds: [] } : target };
}

function asksPerson(failure: string): boolean {
  return /continue-update-rollback[^]*cdk-site-to-site-vpn back/.test(failure);
}

/** Another terminal each time. @throws {TerminalFailure} when there is no such command, or it does not end */
async function press(bench: Workbench, { invocations }: DeploymentPosition): Promise<void> {
  bench.pass(PAUSE_SECONDS);
  const { kind } = await new OperatorHarness(bench, `alice-${invocations}`).once('back');
  if (kind !== 'ended') throw new TerminalFailure(kind);
}

/** Polls until the connection is there, as CloudFormation's handler does. @throws {TerminalFailure} */
function modify(bench: Workbench, { target, customerGatewayId }: Edit['former']): void {
  const stands = () => bench.network.view.state.vpnConnections[bench.connectionId];
  const { target: gateway, customerGatewayId: current } = stands();
  const moves = gateway?.id !== target.id;
  if (!moves && current === customerGatewayId) return;
  try {
    bench.network.call('ModifyVpnConnection', {
      VpnConnectionId: bench.connectionId,
      ...moves ? gatewayParameter(target) : {},
      ...current === customerGatewayId ? {} : { CustomerGatewayId: customerGatewayId },
    });
  } catch (error) {
    throw error instanceof Ec2Error ? new TerminalFailure(error.code) : error;
  }
  for (let polls = 0; polls < 60; polls += 1) {
    bench.pass(10);
    if (stands().state === 'available' && stands().target?.id === target.id) return;
  }
  throw new TerminalFailure('did not stabilize');
}

function gatewayParameter({ kind, id }: Gateway): Record<string, string> {
  return kind === 'transit-gateway' ? { TransitGatewayId: id } : { VpnGatewayId: id };
}
