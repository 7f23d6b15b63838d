/**
 * CloudFormation's part in a change of the target, on the workbench: the first custom resource, its own modify, the second, and
 * what it does when something fails in between. In which order a rollback comes to the resources is not documented.
 */
import { Move, MOVES, ON_PREMISES, Routing } from './estates';
import { Killed, Workbench } from './workbench';
import { TerminalFailure } from '../../lambda/vpn-target-migration/ports';
import { Ec2Error } from '../../rehearsal/contracts';
import { Gateway } from '../../src/domain/gateway';
import { TargetRequest } from '../../src/domain/target-change/course';
import { Part, TargetDeclaration } from '../../src/domain/target-change/declaration';

/** Where something else in the stack fails. */
export type FailurePoint = 'never' | 'before the connection' | 'before the second part' | 'at the end';
export type RollbackOrder = 'as they depend' | 'the other way round';

export const FAILURES: readonly FailurePoint[] = ['before the connection', 'before the second part', 'at the end'];
export const ORDERS: readonly RollbackOrder[] = ['as they depend', 'the other way round'];

/** An edit leaves the attachment of virtual private gateways to VPCs to the template. */
export const EDITED = MOVES.filter((move) => move !== 'vgw-to-vgw');
export const EDITS: readonly { readonly move: Move; readonly routing: Routing }[] = EDITED
  .flatMap((move) => (['static', 'bgp'] as const).map((routing) => ({ move, routing })));

/** How a deployment goes, whatever else disturbs it. */
export interface Fortune {
  readonly fails: FailurePoint;
  readonly order: RollbackOrder;
}

export const ROLLBACKS: readonly Fortune[] = FAILURES.flatMap((fails) => ORDERS.map((order) => ({ fails, order })));

/** What the template says before and after the edit. */
export interface Edit {
  readonly former: Omit<TargetDeclaration, 'part'>;
  readonly wanted: Omit<TargetDeclaration, 'part'>;
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
  /** Which of the two got a request on the way forward. */
  readonly begun: readonly Part[];
  readonly rolledBack: boolean;
  readonly failures: readonly string[];
}

/** What CloudFormation does next: a request to one of the two, or its own modify. */
type Act = PartAct | { readonly modifyTo: Edit['former'] };

interface PartAct extends Pick<TargetRequest, 'type'>, Partial<Pick<Edit, 'former'>> {
  readonly part: Part;
  readonly declared: Edit['former'];
}

/** Where something else fails: when so many acts of the way forward are over. */
const FAILS_AFTER: Record<FailurePoint, number> = { 'never': Infinity, 'before the connection': 1, 'before the second part': 2, 'at the end': 3 };

const SUCCEEDS: Fortune = { fails: 'never', order: 'as they depend' };
/** Between two invocations: longer than describes lag, so that the past of a bench does not matter. */
const PAUSE_SECONDS = 10;
const NEXT_REQUEST_SECONDS = 1;
const INVOCATIONS_MAX = 60;

export class Deployment {
  readonly first: DeploymentPosition = {
    stage: 'forward', act: 0, invocations: 0, requests: 0, begun: ['BEFORE'], rolledBack: false, failures: [],
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
    return position;
  }

  /** One invocation of a request, be it its death, or the whole of CloudFormation's modify. @returns where it stands then */
  async play(bench: Workbench, position: DeploymentPosition): Promise<DeploymentPosition> {
    bench.rollingBack = position.rolledBack;
    const act = this.actsOf(position)[position.act];
    try {
      if ('modifyTo' in act) modify(bench, act.modifyTo);
      else if (!await this.invoke(bench, position, act)) return this.afterDeath(position);
      return this.next(position, act);
    } catch (error) {
      if (error instanceof Killed) return this.afterDeath(position);
      if (!(error instanceof TerminalFailure)) throw error;
      const failing = 'modifyTo' in act ? 'Vpn' : `${act.part} ${act.type}`;
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
    const of = (declaration: Edit['former']): TargetDeclaration =>
      ({ ...declaration, part, ...part === 'AFTER' ? { vpnConnectionId: bench.connectionId } : {} });
    bench.pass(invocations === 0 ? NEXT_REQUEST_SECONDS : PAUSE_SECONDS);
    const answer = await bench.invokeTarget({
      type, requestId: `${this.name}-${requests + 1}`, owner: 'stack|Vpn', declared: of(declared),
      ...former === undefined ? {} : { former: of(former) },
    }, this.invocationSeconds);
    return answer !== undefined;
  }

  /** Only what was begun is undone; cleaned up are the physical ids that the update, or its rollback, left behind. */
  private actsOf({ stage, begun, rolledBack }: DeploymentPosition): readonly Act[] {
    const { former, wanted } = this.edit;
    switch (stage) {
      case 'forward':
        return [
          { type: 'Update', part: 'BEFORE', declared: wanted, former },
          { modifyTo: wanted },
          { type: 'Update', part: 'AFTER', declared: wanted, former },
        ];
      case 'back': {
        const undo = (part: Part): Act[] => (begun.includes(part) ? [{ type: 'Update', part, declared: former, former: wanted }] : []);
        const acts: Act[] = [...undo('BEFORE'), { modifyTo: former }, ...undo('AFTER')];
        return this.fortune.order === 'as they depend' ? acts : acts.reverse();
      }
      case 'clean-up':
        return begun.map((part) => ({ type: 'Delete', part, declared: rolledBack ? wanted : former }));
      case 'over':
        return [];
    }
  }

  /** A failure ends the way forward, and nothing else. */
  private next(position: DeploymentPosition, act: Act, failure?: string): DeploymentPosition {
    const { stage, begun } = position;
    const over: DeploymentPosition = {
      ...position,
      act: position.act + 1,
      invocations: 0,
      requests: position.requests + ('modifyTo' in act ? 0 : 1),
      failures: [...position.failures, ...failure === undefined ? [] : [failure]],
    };
    if (stage === 'forward' && (failure !== undefined || over.act === FAILS_AFTER[this.fortune.fails])) {
      return { ...over, stage: 'back', act: 0, rolledBack: true };
    }
    if (over.act < this.actsOf(over).length) return stage === 'forward' && over.act === 2 ? { ...over, begun: [...begun, 'AFTER'] } : over;
    return { ...over, stage: stage === 'clean-up' ? 'over' : 'clean-up', act: 0 };
  }
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
