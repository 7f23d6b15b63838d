/**
 * The evidence of an operation, for the ticket: what there was before, what was to be done, who had it done, what happened
 * when, and what there is now. Written once, when the operation has ended, and readable without this library.
 */
import { Observation, Snapshot, vpnAttachmentOn, VpnConnection } from './observation';
import { existingStaticRoutes, vpcTablesOf } from './plan';
import { linesOfPlan } from './plan-text';
import { Backup, interruptionOf, outcomeOf, RecordHead } from './record';
import { Finding } from '../../src/contract/finding';
import { Gateway } from '../../src/contract/gateway';
import { Direction, Phase } from '../../src/contract/phase';
import { CALLER_SOUGHT_MS } from '../../src/contract/times';

export interface Evidence {
  readonly version: '1';
  readonly vpnConnectionId: string;
  readonly operationId: string;
  /** The held operation that this one went on with. */
  readonly continues?: string;
  readonly outcome: 'migrated' | 'migrated-unverified' | 'moved-back' | 'held';
  readonly cause?: string;
  readonly missing?: readonly string[];
  readonly unverified?: string;
  readonly interruptionSeconds: number;
  readonly actor: Actor;
  readonly acceptedFindings: readonly Finding[];
  /** What there was before the first change of this operation. */
  readonly baseline: NetworkExcerpt;
  readonly plan: { readonly digest?: string; readonly lines: readonly string[] };
  readonly timeline: readonly { readonly at: string; readonly phase: Phase; readonly direction: Direction }[];
  /** What there was when the operation ended. */
  readonly end: NetworkExcerpt | { readonly unseen: string };
}

export interface Actor {
  readonly stackId: string;
  readonly logicalResourceId: string;
  /** The CloudFormation requests that drove the operation, in their order. */
  readonly requestIds: readonly string[];
  /** A custom resource is not told who deployed it. */
  readonly caller: string;
  /** What operators did from a terminal: `2026-11-21T02:10:00.000Z alice: back`. */
  readonly operators?: readonly string[];
}

/** Where the connection stood, and what led to it. */
export interface NetworkExcerpt {
  /** ISO 8601. */
  readonly at: string;
  readonly state?: string;
  readonly gateway?: Gateway;
  readonly customerGatewayId?: string;
  readonly tunnels: VpnConnection['tunnels'];
  readonly staticRoutes: readonly string[];
  readonly attachment?: {
    readonly id: string;
    readonly state: string;
    readonly associationRouteTableId?: string;
    readonly propagationRouteTableIds: readonly string[];
  };
  /** Static routes to the attachment: `tgw-rtb-… 10.1.0.0/16`. */
  readonly transitGatewayRoutes: readonly string[];
  /** Routes to either gateway in the tables that the move may change: `rtb-… 10.1.0.0/16 → tgw-… (CreateRoute, active)`. */
  readonly vpcRoutes: readonly string[];
}

/** @param observed the last look at everything on the side where the connection stands; absent if there was none */
export function evidenceOf(head: RecordHead, backup: Backup, observed: Observation | undefined): Evidence {
  const { vpnConnectionId, operationId, cause, missing, unverified, timeline = [], planDigest } = head;
  return {
    version: '1',
    vpnConnectionId,
    operationId,
    continues: backup.continues,
    outcome: outcomeOf(head),
    cause, missing, unverified,
    interruptionSeconds: interruptionOf(head),
    actor: actorOf(head),
    acceptedFindings: backup.acceptedFindings ?? [],
    baseline: excerptOf(backup.survey, backup, head, backup.writtenAt),
    plan: { digest: planDigest, lines: linesOfPlan(head, backup.plan) },
    timeline: timeline.map(({ at, phase, direction }) => ({ at: instant(at), phase, direction })),
    end: observed === undefined
      ? { unseen: 'the network could not be looked at when the operation ended' }
      : excerptOf(observed, backup, head, head.closedAt ?? head.startedAt),
  };
}

function actorOf({ owner, operationId, requestId, supersededRequestIds, startedAt, operatorActs }: RecordHead): Actor {
  const [stackId, logicalResourceId = ''] = owner.split('|');
  // Older ones drove earlier operations.
  const before = supersededRequestIds.slice(Math.max(0, supersededRequestIds.indexOf(operationId)));
  const requestIds = operationId === requestId ? [requestId] : [...before, requestId];
  const [from, until] = [instant(startedAt - CALLER_SOUGHT_MS), instant(startedAt)];
  return {
    stackId,
    logicalResourceId,
    requestIds,
    caller: 'CloudFormation does not tell a custom resource who deployed the stack; CloudTrail does. A deployment by the CDK is ExecuteChangeSet, otherwise'
      + ` CreateStack, UpdateStack or DeleteStack: aws cloudtrail lookup-events --lookup-attributes AttributeKey=EventName,AttributeValue=ExecuteChangeSet --start-time ${from} --end-time ${until}`,
    operators: operatorActs?.map(({ at, by, did }) => `${instant(at)} ${by}: ${did}`),
  };
}

function excerptOf(observed: Snapshot | Observation, { plan }: Backup, { vpnConnectionId }: RecordHead, at: number): NetworkExcerpt {
  const { connection } = observed;
  const attachment = connection?.gateway && vpnAttachmentOn(observed, vpnConnectionId, connection.gateway.id);
  const gatewayIds = [plan.from.gateway.id, plan.to.gateway.id];
  const tableIds = vpcTablesOf(plan);
  return {
    at: instant(at),
    state: connection?.state,
    gateway: connection?.gateway,
    customerGatewayId: connection?.customerGatewayId,
    tunnels: connection?.tunnels ?? [],
    staticRoutes: existingStaticRoutes(observed),
    attachment: attachment && {
      id: attachment.id,
      state: attachment.state,
      associationRouteTableId: attachment.association?.routeTableId,
      propagationRouteTableIds: attachment.propagations.map((propagation) => propagation.routeTableId),
    },
    transitGatewayRoutes: attachment === undefined ? [] : observed.transitGatewayRouteTables.flatMap((table) => table.routes
      .filter((route) => route.type === 'static' && route.attachmentIds.includes(attachment.id))
      .map((route) => `${table.id} ${route.destination}`)).sort(),
    vpcRoutes: observed.vpcRouteTables.filter((table) => tableIds.includes(table.id)).flatMap((table) => table.routes
      .filter((route) => gatewayIds.includes(route.targetId))
      .map((route) => `${table.id} ${route.destination} → ${route.targetId} (${route.origin}, ${route.state})`)).sort(),
  };
}

function instant(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
