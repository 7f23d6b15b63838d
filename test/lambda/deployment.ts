/**
 * CloudFormation's part in a change of the target, on the workbench: the first custom resource, its own modify, the second, and
 * what it does when something fails in between. In which order a rollback comes to the resources is not documented.
 */
import { Move, MOVES, ON_PREMISES, Routing } from './estates';
import { Workbench } from './workbench';
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

export class Deployment {
  readonly failures: string[] = [];
  private requests = 0;
  private begun = new Set<Part>();

  constructor(private readonly bench: Workbench, private readonly edit: Edit, private readonly name = 'deployment', private readonly invocationSeconds = 600) {}

  /** @returns whether it came about; if not, it was rolled back */
  async run(fails: FailurePoint = 'never', order: RollbackOrder = 'as they depend'): Promise<boolean> {
    const { former, wanted } = this.edit;
    const reached = await this.forward(fails);
    if (reached) {
      await this.cleanUp(former);
      return true;
    }
    this.bench.rollingBack = true;
    const undo = [
      async () => this.undo('BEFORE'), async () => this.modify(former), async () => this.undo('AFTER'),
    ];
    for (const each of order === 'as they depend' ? undo : undo.reverse()) await each();
    await this.cleanUp(wanted);
    this.bench.rollingBack = false;
    return false;
  }

  private async forward(fails: FailurePoint): Promise<boolean> {
    const { former, wanted } = this.edit;
    if (!await this.request('Update', 'BEFORE', wanted, former)) return false;
    if (fails === 'before the connection') return false;
    if (!await this.modify(wanted)) return false;
    if (fails === 'before the second part') return false;
    if (!await this.request('Update', 'AFTER', wanted, former)) return false;
    return fails !== 'at the end';
  }

  /** Only what was begun is undone. */
  private async undo(part: Part): Promise<void> {
    if (this.begun.has(part)) await this.request('Update', part, this.edit.former, this.edit.wanted);
  }

  /** For the physical ids that the update, or its rollback, left behind: the second part's has none if it was never begun. */
  private async cleanUp(outdated: Edit['former']): Promise<void> {
    for (const part of this.begun) await this.request('Delete', part, outdated);
  }

  /** Polls until the connection is there, as CloudFormation's handler does. */
  private async modify({ target, customerGatewayId }: Edit['former']): Promise<boolean> {
    const { bench } = this;
    const stands = () => bench.network.view.state.vpnConnections[bench.connectionId];
    const { target: gateway, customerGatewayId: current } = stands();
    const moves = gateway?.id !== target.id;
    if (!moves && current === customerGatewayId) return true;
    try {
      bench.network.call('ModifyVpnConnection', {
        VpnConnectionId: bench.connectionId,
        ...moves ? gatewayParameter(target) : {},
        ...current === customerGatewayId ? {} : { CustomerGatewayId: customerGatewayId },
      });
    } catch (error) {
      if (!(error instanceof Ec2Error)) throw error;
      this.failures.push(`Vpn: ${error.code}`);
      return false;
    }
    for (let polls = 0; polls < 60; polls += 1) {
      bench.pass(10);
      if (stands().state === 'available' && stands().target?.id === target.id) return true;
    }
    this.failures.push('Vpn: did not stabilize');
    return false;
  }

  async request(type: TargetRequest['type'], part: Part, declared: Edit['former'], former?: Edit['former']): Promise<boolean> {
    this.begun.add(part);
    this.requests += 1;
    const of = (declaration: Edit['former']): TargetDeclaration =>
      ({ ...declaration, part, ...part === 'AFTER' ? { vpnConnectionId: this.bench.connectionId } : {} });
    this.bench.pass(1);
    try {
      await this.bench.driveTarget({
        type, requestId: `${this.name}-${this.requests}`, owner: 'stack|Vpn', declared: of(declared),
        ...former === undefined ? {} : { former: of(former) },
      }, 60, this.invocationSeconds);
      return true;
    } catch (error) {
      if (!(error instanceof TerminalFailure)) throw error;
      this.failures.push(`${part} ${type}: ${error.message}`);
      return false;
    }
  }
}

function gatewayParameter({ kind, id }: Gateway): Record<string, string> {
  return kind === 'transit-gateway' ? { TransitGatewayId: id } : { VpnGatewayId: id };
}
