/**
 * Everything that a way can need from one end to the other, in order: the engine's own parts, played on a network that is
 * imagined from the plan, complete on the side that is left. What is there already when a person comes to it is left out then.
 */
import { sameGateway } from '../../../src/contract/gateway';
import { Action, afterAction, describeAction, keyOfAction } from '../actions';
import {
  Observation, Snapshot, TransitGatewayAttachment, TransitGatewayRoute, VpcRoute, VpcRouteTable, vpnAttachmentOn, VpnConnection,
} from '../observation';
import { MovePlan, PlannedReplacement, PlannedSide } from '../plan';
import { emptyAttemptLog } from '../reconcile/attempt-log';
import { configureTarget } from '../reconcile/configure-target';
import { ReconcileContext, SourceAndTarget, sourceAndTargetOf } from '../reconcile/context';
import { leaveSource } from '../reconcile/leave-source';
import { isOnSide, modifyAction } from '../reconcile/move';
import { attachmentStateAt as gatewayStateAt, propagatingTables, switchPropagation } from '../reconcile/virtual-private-gateway';
import { Backup, Intent, openedHead } from '../record';
import { replacementActions } from '../replacement/propose';

export interface Procedure extends SourceAndTarget {
  readonly backup: Backup;
  readonly intent: Intent;
  /** What is taken away before the modify, while the connection stands on the source. */
  readonly leaveSource: readonly Action[];
  /** Absent where gateways change places, or room is made for what a stack makes, and no connection is modified. */
  readonly modify?: Action;
  /** What is made on the destination. Each batch needs the effects of those before. */
  readonly configureTarget: readonly (readonly Action[])[];
}

/** Stands for the id of an attachment, which only the network of that hour knows. */
export const ATTACHMENT = 'tgw-attach-as-found';

/** Detach, attach, take out of the default table, and routes at the end: no way has more batches than these. */
const BATCHES_MAX = 8;

export function procedureOf(backup: Backup, intent: Intent): Procedure {
  const { plan: { replacement, to }, declaration } = backup;
  const sides = sourceAndTargetOf({ head: { intent }, plan: backup.plan });
  const way = { ...sides, backup, intent };
  const before = assumedOnSource(backup, sides);
  if (replacement !== undefined) {
    return {
      ...way, leaveSource: [], configureTarget: [...clearing(replacement, to.gateway.id), ...batchesFrom(before, backup, intent)],
    };
  }
  const removals = leaveSource(contextOf(backup, intent, before), sides, before.connection!).actions;
  const batches = batchesFrom(assumedAfterModify(removals.reduce(effectOf(sides), before), backup, sides), backup, intent);
  return { ...way, leaveSource: removals, ...declaration?.handsOver ? {} : { modify: modifyAction(sides) }, configureTarget: batches };
}

/**
 * What of the procedure is left from where things are seen to stand. On the source that is nearly everything; on the destination what is
 * missing there, played on until nothing is, as some steps need others.
 * @param observed a look at everything on the side where the connection stands
 */
export function remainingActions(backup: Backup, intent: Intent, observed: Observation): readonly Action[] {
  const procedure = procedureOf(backup, intent);
  const { source, target } = procedure;
  const { connection } = observed;
  const { replacement, to } = backup.plan;
  const remainingFrom = (from: Observation) => once(batchesFrom(from, backup, intent).flat());
  if (replacement !== undefined) return [...clearing(replacement, to.gateway.id, observed).flat(), ...remainingFrom(observed)];
  if (connection === undefined || !isOnSide(connection, target)) {
    const leaves = connection !== undefined && isOnSide(connection, source);
    const removals = leaves ? leaveSource(contextOf(backup, intent, observed), procedure, connection).actions : procedure.leaveSource;
    return [
      ...removals, ...procedure.modify === undefined ? [] : [procedure.modify],
      ...remainingFrom(assumedOnTarget(backup, procedure, observed)),
    ];
  }
  // Until the connection and its attachment are at rest, everything on the gateway is still to come.
  const isAtTarget = connection.state === 'available'
    && (target.gateway.kind !== 'transit-gateway' || vpnAttachmentOn(observed, backup.vpnConnectionId, target.gateway.id)?.state === 'available');
  return remainingFrom(isAtTarget ? observed : assumedOnTarget(backup, procedure, observed));
}

function once(actions: readonly Action[]): Action[] {
  return [...new Map(actions.map((action) => [keyOfAction(action), action])).values()];
}

/** Imagined but for the VPCs' tables, in which much may be done by then. */
function assumedOnTarget(backup: Backup, procedure: Procedure, { vpcRouteTables }: Observation): Observation {
  const imagined = assumedAfterModify(assumedOnSource(backup, procedure), backup, procedure);
  return vpcRouteTables.length === 0 ? imagined : { ...imagined, vpcRouteTables };
}

/** What of the procedure is left, in words. */
export function missingActions(backup: Backup, intent: Intent, observed: Observation): string[] {
  const { target: { gateway } } = sourceAndTargetOf({ head: { intent }, plan: backup.plan });
  const attachment = vpnAttachmentOn(observed, backup.vpnConnectionId, gateway.id);
  return remainingActions(backup, intent, observed).map((action) => describeAction(action).replaceAll(ATTACHMENT, attachment?.id ?? 'the attachment'));
}

/** The tables that the transit gateway puts a new attachment into by itself. */
export function defaultTablesOn(snapshot: Snapshot, gatewayId: string) {
  const gateway = snapshot.transitGateways.find((each) => each.id === gatewayId);
  return { association: gateway?.defaultAssociationRouteTableId, propagation: gateway?.defaultPropagationRouteTableId };
}

/** Of a test at another VPC there may be something left, in either direction: the new gateway has to be free first. */
function clearing({ test }: PlannedReplacement, gatewayId: string, observed?: Observation): readonly (readonly Action[])[] {
  if (test === undefined) return [];
  const { routeTableIds, vpcId } = test;
  const off = observed === undefined ? routeTableIds : propagatingTables(observed, gatewayId).filter((id) => routeTableIds.includes(id));
  const isFree = observed !== undefined && gatewayStateAt(observed.virtualPrivateGateways, gatewayId, vpcId) === 'detached';
  const detach: Action = { do: 'detach-vpn-gateway', gatewayId, vpcId };
  return [switchPropagation('off', off, gatewayId), isFree ? [] : [detach]].filter((actions) => actions.length > 0);
}

/** Batch after batch, each on the network that those before it have made, until there is nothing left to do. */
function batchesFrom(from: Observation, backup: Backup, intent: Intent): readonly (readonly Action[])[] {
  const sides = sourceAndTargetOf({ head: { intent }, plan: backup.plan });
  const proposed = backup.plan.replacement === undefined ? configureTarget : replacementActions;
  const batches: (readonly Action[])[] = [];
  let observed = from;
  while (batches.length < BATCHES_MAX) {
    const { actions } = proposed(contextOf(backup, intent, observed), sides);
    if (actions.length === 0) break;
    batches.push(actions);
    observed = actions.reduce(effectOf(sides), observed);
  }
  return batches;
}

function effectOf({ source }: SourceAndTarget): (observed: Observation, action: Action) => Observation {
  return (observed, action) => afterAction(observed, action, { left: source.gateway.id, attachmentId: ATTACHMENT, isArranging: false });
}

function contextOf(
  { vpnConnectionId, operationId, plan, survey: snapshot, declaration }: Backup, intent: Intent, observed: Observation,
): ReconcileContext {
  const { modifiedBy, handsOver } = declaration ?? {};
  const { source: { gateway: from }, target: { gateway: to } } = sourceAndTargetOf({ head: { intent }, plan });
  const head = openedHead(undefined, {
    vpnConnectionId, operationId, owner: '', moveIdentity: '', requestId: '', from, to, intent, propagationsSwitchedOn: plan.propagationsSwitchedOn,
  }, '', 0);
  return {
    observed, plan, head, now: 0, attempts: emptyAttemptLog(0, false),
    desired: {
      vpnConnectionId, from: endOf(snapshot, plan.from), to: endOf(snapshot, plan.to), vpcRouteTables: [], onPremisesCidrs: [],
      onFailure: 'HOLD', onStackRollback: 'KEEP', onRemoval: 'KEEP', forwardDeadlineSeconds: 0, backDeadlineSeconds: 0,
      acknowledgedFindings: [], stage: 'CUT_OVER', verification: { tunnels: 'NONE', withinSeconds: 0, alarmNames: [], bakeSeconds: 0 },
      ...modifiedBy === undefined ? {} : { modifiedBy }, ...handsOver === undefined ? {} : { handsOver },
    },
  };
}

function endOf(snapshot: Snapshot, side: PlannedSide): ReconcileContext['desired']['from'] {
  const { gateway } = side;
  if (gateway.kind === 'virtual-private-gateway') return { ...gateway, kind: gateway.kind, propagatingRouteTableIds: side.vgwPropagationRouteTableIds };
  const { association, propagation } = defaultTablesOn(snapshot, gateway.id);
  return {
    ...gateway, kind: gateway.kind, associationRouteTableId: side.associationRouteTableId ?? '', propagationRouteTableIds: side.propagationRouteTableIds,
    staticRouteTableIds: [], defaultRouteTableIds: [association, propagation].filter((id) => id !== undefined),
  };
}

/** The network with the connection on the source, and nothing of the destination made yet. */
function assumedOnSource({ vpnConnectionId, plan }: Backup, { source, target }: SourceAndTarget): Observation {
  const connection: VpnConnection = {
    id: vpnConnectionId, state: 'available', category: 'VPN', gateway: source.gateway, customerGatewayId: source.customerGatewayId,
    routing: 'static', beyondVirtualPrivateGateway: [], tunnels: [],
    staticRoutes: source.staticRoutes.map((cidr) => ({ cidr, state: 'available' })),
  };
  const attachments = source.gateway.kind === 'transit-gateway' ? [attachmentOn(vpnConnectionId, source)] : [];
  return {
    connection, attachments,
    virtualPrivateGateways: plan.exchangeAtVpcId === undefined ? [] : [
      gatewayAt(source.gateway.id, [plan.exchangeAtVpcId]), gatewayAt(target.gateway.id, []),
    ],
    transitGatewayRouteTables: [source, target]
      .flatMap((side) => [...new Set(side.transitGatewayRoutes.map((route) => route.routeTableId))].map((id) => ({
        id, transitGatewayId: side.gateway.id, state: 'available', routes: side === source ? staticRoutesIn(id, source, 'active', [ATTACHMENT]) : [],
      }))),
    vpcRouteTables: vpcRouteTablesOf(plan, source),
  };
}

function vpcRouteTablesOf(plan: MovePlan, source: PlannedSide): VpcRouteTable[] {
  const switchedOn = source === plan.to ? plan.propagationsSwitchedOn : [];
  const propagating = [...source.vgwPropagationRouteTableIds, ...switchedOn];
  const ids = new Set([...plan.vpcRoutes.map((route) => route.routeTableId), ...propagating]);
  return [...ids].map((id) => ({
    id, vpcId: '', subnetIds: [],
    propagatingGatewayIds: propagating.includes(id) ? [source.gateway.id] : [],
    routes: plan.vpcRoutes.filter((route) => route.routeTableId === id && route[source === plan.from ? 'before' : 'after'] === 'static')
      .map(({ destination }) => vpcRouteTo(destination, source.gateway.id)),
  }));
}

/**
 * After the modify, at its most laborious: no route has survived it, or where they are a stack's, those of the old attachment are there as
 * blackholes; and a new attachment is where the gateway puts it. A default that is wanted is left out, so that there is a step for it where
 * the gateway has stopped doing it by itself. Where none is modified, the attachment is as it was.
 */
function assumedAfterModify(
  observed: Observation, { vpnConnectionId, survey: snapshot, declaration }: Backup, { source, target }: SourceAndTarget,
): Observation {
  const { gateway, customerGatewayId } = target;
  const connection = { ...observed.connection!, gateway, customerGatewayId, staticRoutes: [] };
  const isLeftBehind = declaration?.modifiedBy === 'CLOUDFORMATION' && !sameGateway(source.gateway, gateway);
  const tables = observed.transitGatewayRouteTables
    .map((table) => ({ ...table, routes: isLeftBehind ? staticRoutesIn(table.id, target, 'blackhole', []) : [] }));
  const withTables = { ...observed, connection, transitGatewayRouteTables: tables };
  if (declaration?.handsOver) {
    const { associationRouteTableId: associated, propagationRouteTableIds: propagatingTo } = source;
    return { ...withTables, attachments: [attachmentOn(vpnConnectionId, source, associated, propagatingTo)] };
  }
  if (gateway.kind !== 'transit-gateway') return { ...withTables, attachments: [] };
  const { association, propagation } = defaultTablesOn(snapshot, gateway.id);
  const { associationRouteTableId, propagationRouteTableIds } = target;
  const elsewhere = association === associationRouteTableId ? undefined : association;
  const besides = propagation === undefined || propagationRouteTableIds.includes(propagation) ? [] : [propagation];
  return { ...withTables, attachments: [attachmentOn(vpnConnectionId, target, elsewhere, besides)] };
}

function attachmentOn(
  resourceId: string, { gateway }: PlannedSide, associated?: string, propagatingTo: readonly string[] = [],
): TransitGatewayAttachment {
  return {
    id: ATTACHMENT, transitGatewayId: gateway.id, resourceType: 'vpn', resourceId, state: 'available', subnetIds: [],
    ...associated === undefined ? {} : { association: { routeTableId: associated, state: 'associated' } },
    propagations: propagatingTo.map((routeTableId) => ({ routeTableId, state: 'enabled' })),
  };
}

function staticRoutesIn(
  tableId: string, { transitGatewayRoutes }: PlannedSide, state: string, attachmentIds: readonly string[],
): TransitGatewayRoute[] {
  return transitGatewayRoutes.filter((route) => route.routeTableId === tableId)
    .map(({ cidr }) => ({ destination: cidr, type: 'static', state, attachmentIds }));
}

function vpcRouteTo(destination: string, targetId: string): VpcRoute {
  return { destination, targetId, origin: 'CreateRoute', state: 'active' };
}

function gatewayAt(id: string, vpcIds: readonly string[]) {
  return { id, state: 'available', attachments: vpcIds.map((vpcId) => ({ vpcId, state: 'attached' })), otherConnectionIds: [] };
}
