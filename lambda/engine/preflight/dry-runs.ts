/** Which calls of the move and of its way back can be tried before anything is changed, which cannot, and what came out. */
import { ActionName, rightTo } from '../../../src/contract/action-rights';
import { MoveDeclaration, TransitGatewayEnd } from '../../../src/contract/declaration';
import { Finding, finding } from '../../../src/contract/finding';
import { DryRunAction } from '../actions';
import { Assessment } from '../assessment';
import { Snapshot, vpnAttachmentOn } from '../observation';
import { MovePlan, PlannedSide } from '../plan';

/** The resources whose permission the call needs. */
export function resourceOf(action: DryRunAction): string {
  const ids = ['vpcId' in action ? action.vpcId : '', 'routeTableId' in action ? action.routeTableId : '', 'gatewayId' in action ? action.gatewayId : ''];
  return ids.filter((id) => id !== '').join(' and ');
}

/**
 * One step for each action and resource, forward and back: those with DryRun, as they would be made. ModifyVpnConnection is
 * tried apart, and what it may do is the same in both directions.
 */
export function actionsToDryRun(
  snapshot: Snapshot, { from, to, vpnConnectionId, modifiedBy }: MoveDeclaration, plan: MovePlan,
): DryRunAction[] {
  const attachmentId = vpnAttachmentOn(snapshot, vpnConnectionId, from.id)?.id;
  if (from.id === to.id) return [];
  return oneOfEach([
    ...plan.vpcRoutes.flatMap(({ routeTableId, destination, before, after }): DryRunAction[] => {
      if (before === after) return [plan.to, plan.from].map(({ gateway }) => ({ do: 'replace-vpc-route', routeTableId, destination, to: gateway }));
      const { gateway } = before === 'none' ? plan.to : plan.from;
      return [{ do: 'create-vpc-route', routeTableId, destination, to: gateway }, { do: 'delete-vpc-route', routeTableId, destination }];
    }),
    ...deletions(plan.from), ...modifiedBy === 'CLOUDFORMATION' ? [] : deletions(plan.to),
    ...attachmentId === undefined || from.kind !== 'transit-gateway' ? [] : configureTargetActions(plan.from, from, attachmentId),
    ...propagations(plan),
    ...swapActions(plan),
    ...replacement(plan),
  ]);
}

/** Calls that no dry run covers: two have no such parameter, the others name an attachment that does not exist yet. */
export function callsWithoutDryRun(snapshot: Snapshot, declaration: MoveDeclaration, plan: MovePlan): string[] {
  const { from, to, vpnConnectionId } = declaration;
  if (from.id === to.id) return [];
  const hasStaticRoutes = plan.from.staticRoutes.length + plan.to.staticRoutes.length > 0;
  const unproven = (snapshot.trials ?? []).filter((result) => result.outcome === 'unproven').map((result) => `${result.action} on ${result.resourceId} (${result.code})`);
  const staticRoutes = hasStaticRoutes ? [`${rightTo('create-static-route')} on ${vpnConnectionId}`, `${rightTo('delete-static-route')} on ${vpnConnectionId}`] : [];
  // What is new on the other gateway CloudFormation makes.
  if (declaration.modifiedBy === 'CLOUDFORMATION') return [...staticRoutes, ...unproven];
  const transit = to.kind === 'transit-gateway' ? to : undefined;
  const onTables = (action: ActionName, ids: readonly string[]) => [...new Set(ids)].map((id) => `${rightTo(action)} on ${id}`);
  const leaves = transit?.defaultRouteTableIds ?? [];
  return [
    ...staticRoutes,
    ...onTables('create-transit-gateway-route', plan.to.transitGatewayRoutes.map((route) => route.routeTableId)),
    ...onTables('associate-route-table', transit === undefined ? [] : [transit.associationRouteTableId]),
    ...onTables('enable-propagation', plan.to.propagationRouteTableIds),
    ...onTables('disassociate-route-table', leaves.filter((id) => id !== transit?.associationRouteTableId)),
    ...onTables('disable-propagation', leaves.filter((id) => !plan.to.propagationRouteTableIds.includes(id))),
    ...unproven,
  ];
}

export function permissionFindings({ snapshot, declaration: { modifiedBy } }: Assessment): Finding[] {
  const { trials = [], transitGatewayRouteTables } = snapshot;
  const refused = trials.filter((result) => result.outcome === 'refused');
  if (refused.length === 0) return [];
  // A role that the template gives rights on tables knows those of the new target; which the old one has, somebody has to say.
  const tables = modifiedBy === 'CLOUDFORMATION'
    ? transitGatewayRouteTables.map(({ id }) => id).filter((id) => refused.some(({ resourceId }) => resourceId === id)).sort() : [];
  return [finding('not-permitted',
    `the role of the move may not make these calls: ${refused.map((result) => `${result.action} on ${result.resourceId}`).join(', ')}`,
    `${tables.length === 0 ? '' : `give it the tables of the transit gateway that is left, for a rollback: in \`TargetChange.withRoutes()\` write \`transitGatewayRouteTableIds: [${tables.map((id) => `'${id}'`).join(', ')}],\`;`
      + ' where that stands there, '}look for a service control policy, a permissions boundary or a denial that takes these permissions away`)];
}

function deletions({ transitGatewayRoutes }: PlannedSide): DryRunAction[] {
  return transitGatewayRoutes.map(({ routeTableId, cidr }) => ({ do: 'delete-transit-gateway-route', routeTableId, cidr }));
}

/** The way back arrives with another attachment; that it may be made in these tables shows with the one that is there. */
function configureTargetActions(side: PlannedSide, { defaultRouteTableIds }: TransitGatewayEnd, attachmentId: string): DryRunAction[] {
  const { associationRouteTableId, propagationRouteTableIds, transitGatewayRoutes } = side;
  return [
    ...associationRouteTableId === undefined ? [] : [{ do: 'associate-route-table', routeTableId: associationRouteTableId, attachmentId } as const],
    ...propagationRouteTableIds.map((routeTableId): DryRunAction => ({ do: 'enable-propagation', routeTableId, attachmentId })),
    ...transitGatewayRoutes.map(({ routeTableId, cidr }): DryRunAction => ({ do: 'create-transit-gateway-route', routeTableId, cidr, attachmentId })),
    ...defaultRouteTableIds.filter((id) => id !== associationRouteTableId)
      .map((routeTableId): DryRunAction => ({ do: 'disassociate-route-table', routeTableId, attachmentId })),
    ...defaultRouteTableIds.filter((id) => !propagationRouteTableIds.includes(id))
      .map((routeTableId): DryRunAction => ({ do: 'disable-propagation', routeTableId, attachmentId })),
  ];
}

function propagations({ from, to, propagationsSwitchedOn, exchangeAtVpcId }: MovePlan): DryRunAction[] {
  const enable = (side: PlannedSide): DryRunAction[] => side.vgwPropagationRouteTableIds
    .map((routeTableId) => ({ do: 'enable-vgw-propagation', routeTableId, gatewayId: side.gateway.id }));
  return [
    ...enable(to),
    // Only a detached gateway loses its propagation.
    ...exchangeAtVpcId === undefined ? [] : enable(from),
    ...propagationsSwitchedOn.map((routeTableId): DryRunAction => ({ do: 'disable-vgw-propagation', routeTableId, gatewayId: to.gateway.id })),
  ];
}

function swapActions({ from, to, exchangeAtVpcId: vpcId }: MovePlan): DryRunAction[] {
  if (vpcId === undefined) return [];
  return [from.gateway.id, to.gateway.id].flatMap((gatewayId): DryRunAction[] => [
    { do: 'detach-vpn-gateway', gatewayId, vpcId }, { do: 'attach-vpn-gateway', gatewayId, vpcId },
  ]);
}

/** What a replacement does besides: the old gateway's propagation is switched off, and the new one may be tested elsewhere. */
function replacement({ from, to, replacement: planned }: MovePlan): DryRunAction[] {
  if (planned === undefined) return [];
  const { test } = planned;
  const gatewayId = to.gateway.id;
  return [
    ...from.vgwPropagationRouteTableIds.map((routeTableId): DryRunAction => ({ do: 'disable-vgw-propagation', routeTableId, gatewayId: from.gateway.id })),
    ...to.vgwPropagationRouteTableIds.map((routeTableId): DryRunAction => ({ do: 'disable-vgw-propagation', routeTableId, gatewayId })),
    ...test === undefined ? [] : [
      { do: 'attach-vpn-gateway', gatewayId, vpcId: test.vpcId } as const, { do: 'detach-vpn-gateway', gatewayId, vpcId: test.vpcId } as const,
      ...test.routeTableIds.flatMap((routeTableId): DryRunAction[] => [
        { do: 'enable-vgw-propagation', routeTableId, gatewayId }, { do: 'disable-vgw-propagation', routeTableId, gatewayId },
      ]),
    ],
  ];
}

/** What IAM is asked depends on the action and on these resources, not on the route. */
function oneOfEach(actions: readonly DryRunAction[]): DryRunAction[] {
  return [...new Map(actions.map((action): [string, DryRunAction] => [`${action.do} ${resourceOf(action)}`, action])).values()];
}
