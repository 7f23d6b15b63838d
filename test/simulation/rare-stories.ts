/** Stories for the branches that chance hardly ever reaches: each is told to one mark, on the workbench. */
import { FirstDistorted, Note, Outcome } from './history';
import { MoveRequest } from '../../lambda/engine/request-decision';
import { TerminalFailure } from '../../lambda/runner/ports';
import { MoveDeclaration } from '../../src/contract/declaration';
import { ON_PREMISES } from '../lambda/estates';
import { Workbench } from '../lambda/workbench';

interface RareStory {
  readonly mark: string;
  readonly tell: (teller: Teller) => Promise<void>;
}

const moveBack: Partial<MoveDeclaration> = { onRemoval: 'MOVE_BACK', onStackRollback: 'MOVE_BACK' };

export const RARE_STORIES: readonly RareStory[] = [
  {
    mark: 'refused as another resource\'s operation is open',
    tell: async (teller) => {
      await teller.invoke({}, 14);
      await teller.drive({ requestId: 'request-2', owner: 'stack|Another' });
    },
  },
  {
    mark: 'refused as nothing could be seen',
    tell: async (teller) => {
      teller.refuse(/^Describe/, 'RequestLimitExceeded');
      await teller.drive({});
    },
  },
  {
    mark: 'route added after the backup',
    tell: async (teller) => {
      await teller.invoke({}, 0);
      teller.byHand('CreateVpnConnectionRoute', { DestinationCidrBlock: '10.77.0.0/16' });
      await teller.drive({});
    },
  },
  {
    mark: 'turned back before effect',
    tell: async (teller) => {
      teller.refuse(/^DeleteVpnConnectionRoute/, 'UnauthorizedOperation');
      await teller.drive({});
    },
  },
  {
    mark: 'stays on the new gateway as there is no way back',
    tell: async (teller) => {
      await teller.drive({});
      teller.refuse(/^ModifyVpnConnection/, 'UnauthorizedOperation');
      await teller.drive({ type: 'Delete', requestId: 'request-2', declaration: teller.declared(moveBack) });
    },
  },
  {
    mark: 'way back refused before it began',
    tell: async (teller) => {
      await teller.drive({});
      teller.byHand('ModifyVpnConnection', { VpnGatewayId: teller.bench.declaration.from.id });
      teller.bench.pass(60);
      await teller.drive({ type: 'Delete', requestId: 'request-2', declaration: teller.declared(moveBack) });
    },
  },
  {
    mark: 'step failed for a reason that nobody knows',
    tell: async (teller) => {
      teller.refuse(/^ModifyVpnConnection/, 'UnheardOfCode');
      await teller.drive({});
    },
  },
  {
    mark: 'goes on, as its connection had not come back',
    tell: async (teller) => {
      const { bench } = teller;
      await teller.invoke({}, 14);
      bench.pass(60);
      teller.byHand('ModifyVpnConnection', { VpnGatewayId: bench.declaration.from.id });
      bench.pass(60);
      await teller.invoke({}, 13);
      for (const cidr of ON_PREMISES) teller.byHand('DeleteVpnConnectionRoute', { DestinationCidrBlock: cidr });
      bench.pass(10);
      teller.byHand('ModifyVpnConnection', { TransitGatewayId: bench.declaration.to.id });
      bench.pass(60);
      await teller.drive({});
    },
  },
  {
    mark: 'held by a refusal after effect',
    tell: async (teller) => {
      teller.refuse(/^AssociateTransitGatewayRouteTable/, 'UnauthorizedOperation');
      await teller.drive({});
    },
  },
  {
    mark: 'held unseen',
    tell: async (teller) => {
      await teller.invoke({}, 14);
      teller.refuse(/^Describe/, 'RequestLimitExceeded');
      await teller.drive({});
    },
  },
  {
    mark: 'refused as it already stands there otherwise',
    tell: async (teller) => {
      await teller.drive({});
      const { bench } = teller;
      bench.heads.clear();
      const [table] = bench.transitGatewayEnd.staticRouteTableIds;
      bench.network.call('DeleteTransitGatewayRoute', { TransitGatewayRouteTableId: table, DestinationCidrBlock: ON_PREMISES[0] });
      bench.pass(60);
      await teller.drive({ requestId: 'request-9', declaration: teller.declared({ onPremisesCidrs: ON_PREMISES }) });
    },
  },
];

/** Tells one story and keeps what a mark is recognized by. */
export class Teller {
  readonly bench: Workbench;
  readonly outcomes: Outcome[] = [];
  readonly distorted: FirstDistorted[] = [];
  private refusal?: { readonly operations: RegExp; readonly code: string };

  constructor() {
    this.bench = new Workbench({
      refusal: (operation, dryRun) => (!dryRun && this.refusal?.operations.test(operation) === true ? this.refusal.code : undefined),
    });
  }

  get notes(): Note[] {
    return this.bench.journal.map(({ event, ...details }) => ({ event: String(event), details }));
  }

  refuse(operations: RegExp, code: string): void {
    this.refusal = { operations, code };
  }

  declared(changes: Partial<MoveDeclaration>): MoveDeclaration {
    return { ...this.bench.declaration, ...changes };
  }

  byHand(operation: string, input: Record<string, unknown>): void {
    this.bench.network.call(operation, { VpnConnectionId: this.bench.connectionId, ...input });
  }

  async invoke(changes: Partial<MoveRequest>, seconds: number): Promise<void> {
    await this.bench.invoke(this.bench.request(changes), seconds);
  }

  async drive(changes: Partial<MoveRequest>): Promise<void> {
    try {
      this.outcomes.push({ kind: 'answered', answer: await this.bench.runRequest(this.bench.request(changes)) });
    } catch (error) {
      if (!(error instanceof TerminalFailure)) throw error;
      this.outcomes.push({ kind: 'failed', message: error.message });
    }
  }
}
