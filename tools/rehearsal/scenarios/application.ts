/** The user's side of a scenario: a CDK app for the estate, synthesized as `cdk synth` would. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Duration, Environment, Stack } from 'aws-cdk-lib';
import { Estate } from './estate';
import {
  ClassicVpnMigration, MigrationOptions, MigrationRecords, SiteToSiteVpn, TargetGateway, VirtualPrivateGatewayReplacement,
  VpnTargetMigration, VpnTargetMigrationProps,
} from '../../../src';
import { GatewayEnd } from '../../../src/contract/declaration';
import { GatewayReplacement } from '../../../src/contract/replacement-declaration';
import { Template } from '../cloudformation/template';
import { ACCOUNT_ID, REGION } from '../embedded-aws';

export const STACK_NAME = 'Network';

/** A synthesized stack, as the driver takes it. */
export interface Synthesized {
  readonly stackName: string;
  readonly template: Template;
  readonly assemblyDirectory: string;
}

/** Props of the migration that a scenario may choose; the rest follows from the estate. */
type OwnChoices = Partial<Pick<VpnTargetMigrationProps,
'from' | 'customerGateway' | 'onFailure' | 'onStackRollback' | 'onRemoval' | 'forwardTimeout' | 'onPremisesCidrs' | 'acknowledgedFindings'
| 'stage' | 'approvedPlan' | 'window'>>;

export interface MigrationChoices extends OwnChoices {
  /** Routes of the first VPC table that lead to the old gateway and are to stay. */
  readonly left?: readonly string[];
}

/** What else there is in the stack of the migration. */
export interface StackChoices {
  /** The records that `withoutMigration` made, which hence outlive the migration. */
  readonly keepsRecords?: boolean;
  readonly beside?: (stack: Stack, migration: VpnTargetMigration) => void;
  /** A line of TypeScript that somebody was told to put among the properties of the construct. */
  readonly line?: string;
}

/** Writes cloud assemblies to a temporary directory that `remove` takes away. */
export class Applications {
  /** Every template that was synthesized. */
  readonly templates: Template[] = [];
  private readonly directory = mkdtempSync(join(tmpdir(), 'vpn-rehearsal-'));
  private count = 0;

  /**
   * @param edit what somebody does to each template between synthesis and deployment
   * @param env where the stacks are deployed
   */
  constructor(
    private readonly edit: (template: Template) => Template = (template) => template,
    private readonly env: Environment = { account: ACCOUNT_ID, region: REGION },
  ) {}

  /** The stack before anybody thought of a migration: it keeps the records that one will need. */
  withoutMigration(): Synthesized {
    return this.synthesize((stack) => void new MigrationRecords(stack, 'Records'));
  }

  withMigration(estate: Estate, { left = [], ...choices }: MigrationChoices = {}, inStack: StackChoices = {}): Synthesized {
    const { keepsRecords = false, beside, line = '' } = inStack;
    return this.synthesize((stack) => {
      const records = keepsRecords ? new MigrationRecords(stack, 'Records') : undefined;
      const { customerGateway } = estate;
      const options = { ...records === undefined ? {} : { records }, ...written(line, stack), ...choices };
      if (estate.replacement !== undefined) return addReplacement(stack, estate, estate.replacement, options);
      const migration = new VpnTargetMigration(stack, 'Migration', {
        vpnConnection: SiteToSiteVpn.fromVpnConnectionId(stack, 'Connection', estate.vpnConnectionId),
        from: targetOf(estate.from),
        to: targetOf(estate.to),
        ...customerGateway === undefined ? {} : { customerGateway: { from: customerGateway.fromId, to: customerGateway.toId } },
        acknowledgedFindings: [...estate.acknowledgedFindings],
        vpcRouteTables: estate.vpcRouteTableIds.map((routeTableId, index) => ({ routeTableId, left: index === 0 ? [...left] : [] })),
        ...options,
      });
      beside?.(stack, migration);
    });
  }

  /** The stack with whatever is put into it. */
  synthesize(fill: (stack: Stack) => void): Synthesized {
    this.count += 1;
    const outdir = join(this.directory, String(this.count));
    // The rehearsal is about the move; template validation has a test of its own and would take longer than the whole scenario.
    const app = new App({ outdir, analyticsReporting: false, context: { '@aws-cdk/core:validateAgainstDefaultRules': false } });
    const stack = new Stack(app, STACK_NAME, { env: this.env });
    fill(stack);
    const template = this.edit(app.synth().getStackArtifact(stack.artifactId).template as Template);
    this.templates.push(template);
    return { stackName: STACK_NAME, template, assemblyDirectory: outdir };
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}

/** The properties that the line gives a construct in the constructor of the stack. */
function written(line: string, stack: Stack): Partial<MigrationOptions> {
  const evaluate = new Function('MigrationRecords', `return { ${line} };`) as (this: Stack, ...imported: unknown[]) => Partial<MigrationOptions>;
  return evaluate.call(stack, MigrationRecords);
}

function addReplacement(
  stack: Stack, estate: Estate, { connections, fromCategory, test }: GatewayReplacement, options: MigrationOptions,
): void {
  const connection = (id: string) => SiteToSiteVpn.fromVpnConnectionId(stack, id, id);
  new (fromCategory === undefined ? VirtualPrivateGatewayReplacement : ClassicVpnMigration)(stack, 'Migration', {
    from: targetOf(estate.from),
    to: targetOf(estate.to),
    connections: connections.map(({ fromId, toId }) => ({ from: connection(fromId), to: connection(toId) })),
    vpcRouteTables: estate.vpcRouteTableIds.map((routeTableId) => ({ routeTableId })),
    ...test === undefined ? {} : {
      test: { vpcId: test.vpcId, routeTableIds: [...test.routeTableIds], timeout: Duration.seconds(test.withinSeconds) },
    },
    ...options,
  });
}

/** The end as a user writes it. */
export function targetOf(end: GatewayEnd, attachmentTags?: Record<string, string>): TargetGateway {
  if (end.kind === 'virtual-private-gateway') {
    const { propagatingRouteTableIds, vpcId } = end;
    return TargetGateway.virtualPrivateGateway(end.id, {
      propagatingRouteTableIds: [...propagatingRouteTableIds],
      ...vpcId === undefined ? {} : { vpcId },
    });
  }
  return TargetGateway.transitGateway(end.id, {
    ...end.associationRouteTableId === '' ? {} : { associationRouteTableId: end.associationRouteTableId },
    propagationRouteTableIds: [...end.propagationRouteTableIds],
    staticRouteTableIds: [...end.staticRouteTableIds],
    defaultRouteTableIds: [...end.defaultRouteTableIds],
    ...attachmentTags === undefined ? {} : { attachmentTags },
  });
}
