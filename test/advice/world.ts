/**
 * A network, and the declaration of a move on it as somebody edits it who does what a refusal says: the workbench, with what other
 * services answer, and the checks that synthesis makes of a declaration.
 */
import { DirectConnect, OwnStack, Quota } from '../../lambda/engine/observation';
import { TerminalFailure } from '../../lambda/runner/ports';
import { GatewayEnd, MoveDeclaration, TransitGatewayEnd, VirtualPrivateGatewayEnd } from '../../src/contract/declaration';
import {
  requireAcknowledgements, requireChange, requireNetworks, requireVpcRouteTables,
} from '../../src/migration/private/migration-declaration';
import { TableName, Tables, TablesOfRecords } from '../../tools/rehearsal/embedded-ec2/records';
import { Flow, flowTable, lostFlows } from '../../tools/rehearsal/flows/flow-oracle';
import { ON_PREMISES, Workbench, WorkbenchOptions } from '../lambda/workbench';

export { ON_PREMISES };

export type Estate = Pick<WorkbenchOptions, 'move' | 'routing' | 'defaultRouteTable' | 'unknowns' | 'quotas'>;

export const OWN_STACK = 'arn:aws:cloudformation:eu-central-1:111122223333:stack/Move/1';

export class World {
  readonly bench: Workbench;
  declaration: MoveDeclaration;
  directConnect: DirectConnect = { paths: [] };
  quotas: readonly Quota[] = [];
  stack: OwnStack = { id: OWN_STACK, rollbackAlarms: [] };
  /** The code with which EC2 refuses a call, if it does. */
  refusal?: (operation: string, dryRun: boolean) => string | undefined;
  private deployments = 0;

  constructor(estate: Estate) {
    this.bench = new Workbench({
      ...estate,
      refusal: (...call) => this.refusal?.(...call),
      services: {
        directConnect: async () => this.directConnect, quotas: async () => [...this.quotas], stack: async () => this.stack,
      },
    });
    this.declaration = this.bench.declaration;
  }

  get connectionId(): string {
    return this.bench.connectionId;
  }

  get seed() {
    return this.bench.network.seed;
  }

  get vpcId(): string {
    return Object.keys(this.bench.network.view.state.vpcs)[0];
  }

  get subnetIds(): string[] {
    return Object.values(this.state('subnets')).filter((subnet) => subnet.vpcId === this.vpcId).map((subnet) => subnet.id);
  }

  get from(): TransitGatewayEnd {
    return transitGatewayEnd(this.declaration.from);
  }

  get to(): TransitGatewayEnd {
    return transitGatewayEnd(this.declaration.to);
  }

  /** What somebody writes into the template. */
  declare(changes: Partial<MoveDeclaration>): void {
    this.declaration = { ...this.declaration, ...changes };
  }

  declareFrom(changes: Partial<TransitGatewayEnd> | Partial<VirtualPrivateGatewayEnd>): void {
    this.declare({ from: { ...this.declaration.from, ...changes } as GatewayEnd });
  }

  declareTo(changes: Partial<TransitGatewayEnd> | Partial<VirtualPrivateGatewayEnd>): void {
    this.declare({ to: { ...this.declaration.to, ...changes } as GatewayEnd });
  }

  /** Of one VPC route table. */
  declareTable(routeTableId: string, change: (table: Lists) => Lists): void {
    const known = this.declaration.vpcRouteTables.some((table) => table.routeTableId === routeTableId);
    const tables = known ? this.declaration.vpcRouteTables : [...this.declaration.vpcRouteTables, { routeTableId, moved: [], left: [] }];
    const changed = (table: Lists) => ({ ...change(table), routeTableId });
    this.declare({ vpcRouteTables: tables.map((table) => (table.routeTableId === routeTableId ? changed(table) : table)) });
  }

  accept(id: string): void {
    this.declare({ acknowledgedFindings: [...this.declaration.acknowledgedFindings, id] });
  }

  /** What somebody calls, or has called. */
  call(operation: string, input: Record<string, unknown>): Record<string, unknown> {
    return this.bench.network.call(operation, input) as Record<string, unknown>;
  }

  state<Name extends TableName>(table: Name): Readonly<Record<string, Tables[Name]>> {
    const tables: TablesOfRecords = this.bench.network.view.state;
    return tables[table];
  }

  /** What becomes of an object by itself, or by a service that is not played. */
  become<Name extends TableName>(table: Name, id: string, changes: Partial<Tables[Name]>): void {
    this.seed.records({ [table]: { [id]: { ...this.state(table)[id], ...changes } } });
  }

  attachmentOf(resourceId: string, transitGatewayId: string): string {
    return Object.values(this.state('transitGatewayAttachments'))
      .find((each) => each.resourceId === resourceId && each.transitGatewayId === transitGatewayId)!.id;
  }

  flows(): Flow[] {
    this.bench.pass(60);
    return flowTable(this.bench.network.view);
  }

  lost(before: readonly Flow[]): Flow[] {
    return lostFlows(before, this.flows());
  }

  /** @returns what the deployment failed with, if it did */
  async deploy(): Promise<string | undefined> {
    this.bench.pass(60);
    this.deployments += 1;
    const { declaration } = this;
    requireDeclarable(declaration);
    const request = this.bench.request({ requestId: `deployment-${this.deployments}`, owner: `stack|Move${this.deployments}`, declaration });
    try {
      const { outcome } = await this.bench.runRequest(request);
      return outcome === 'migrated' ? undefined : outcome;
    } catch (error) {
      if (!(error instanceof TerminalFailure)) throw error;
      return error.message;
    }
  }
}

interface Lists {
  readonly moved: readonly string[];
  readonly left: readonly string[];
}

function requireDeclarable(declaration: MoveDeclaration): void {
  const { vpcRouteTables, onPremisesCidrs, acknowledgedFindings } = declaration;
  requireVpcRouteTables(vpcRouteTables.map(({ routeTableId, moved, left }) => ({ routeTableId, moved: [...moved], left: [...left] })));
  requireNetworks(onPremisesCidrs);
  requireAcknowledgements(acknowledgedFindings);
  if (declaration.replacement === undefined) requireChange(declaration);
}

function transitGatewayEnd(end: GatewayEnd): TransitGatewayEnd {
  if (end.kind !== 'transit-gateway') throw new Error(`${end.id} is no transit gateway`);
  return end;
}
