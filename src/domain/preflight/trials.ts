/** Which calls of the move and of its way back can be tried before anything is changed, which cannot, and what came out. */
import { MoveDeclaration, TransitGatewayEnd } from '../declaration';
import { Finding } from '../finding';
import { Survey, vpnAttachmentOn } from '../observation';
import { MovePlan, PlannedSide } from '../plan';
import { Step } from '../steps';

/**
 * One step for each action and resource, forward and back: those with DryRun, as they would be made. ModifyVpnConnection is
 * tried apart, and what it may do is the same in both directions.
 */
export function stepsToTry(survey: Survey, { from, to, vpnConnectionId }: MoveDeclaration, plan: MovePlan): Step[] {
  const attachmentId = vpnAttachmentOn(survey, vpnConnectionId, from.id)?.id;
  if (from.id === to.id) return [];
  return oneOfEach([
    ...plan.vpcRoutes.flatMap(({ routeTableId, destination, before, after }): Step[] => {
      if (before === after) return [plan.to, plan.from].map(({ gateway }) => ({ do: 'replace-vpc-route', routeTableId, destination, to: gateway }));
      const { gateway } = before === 'none' ? plan.to : plan.from;
      return [{ do: 'create-vpc-route', routeTableId, destination, to: gateway }, { do: 'delete-vpc-route', routeTableId, destination }];
    }),
    ...deletions(plan.from), ...deletions(plan.to),
    ...attachmentId === undefined || from.kind !== 'transit-gateway' ? [] : arrivalAt(plan.from, from, attachmentId),
    ...propagations(plan),
    ...exchange(plan),
  ]);
}

/** Calls that no dry run covers: two have no such parameter, the others name an attachment that does not exist yet. */
export function callsNotTried(survey: Survey, declaration: MoveDeclaration, plan: MovePlan): string[] {
  const { from, to, vpnConnectionId } = declaration;
  if (from.id === to.id) return [];
  const hasStaticRoutes = plan.from.staticRoutes.length + plan.to.staticRoutes.length > 0;
  const transit = to.kind === 'transit-gateway' ? to : undefined;
  const onTables = (action: string, ids: readonly string[]) => [...new Set(ids)].map((id) => `ec2:${action} on ${id}`);
  const leaves = transit?.defaultRouteTableIds ?? [];
  const unproven = (survey.trials ?? []).filter((trial) => trial.outcome === 'unproven').map((trial) => `${trial.action} on ${trial.resourceId} (${trial.code})`);
  return [
    ...hasStaticRoutes ? [`ec2:CreateVpnConnectionRoute on ${vpnConnectionId}`, `ec2:DeleteVpnConnectionRoute on ${vpnConnectionId}`] : [],
    ...onTables('CreateTransitGatewayRoute', plan.to.transitGatewayRoutes.map((route) => route.routeTableId)),
    ...onTables('AssociateTransitGatewayRouteTable', transit === undefined ? [] : [transit.associationRouteTableId]),
    ...onTables('EnableTransitGatewayRouteTablePropagation', plan.to.propagationRouteTableIds),
    ...onTables('DisassociateTransitGatewayRouteTable', leaves.filter((id) => id !== transit?.associationRouteTableId)),
    ...onTables('DisableTransitGatewayRouteTablePropagation', leaves.filter((id) => !plan.to.propagationRouteTableIds.includes(id))),
    ...unproven,
  ];
}

export function permissionFindings({ trials = [] }: Survey): Finding[] {
  const refused = trials.filter((trial) => trial.outcome === 'refused').map((trial) => `${trial.action} on ${trial.resourceId}`);
  if (refused.length === 0) return [];
  return [{
    id: 'not-permitted',
    message: `the role of the move may not make these calls: ${refused.join(', ')}`,
    remedy: 'look for a service control policy, a permissions boundary or a denial that takes these permissions away',
  }];
}

function deletions({ transitGatewayRoutes }: PlannedSide): Step[] {
  return transitGatewayRoutes.map(({ routeTableId, cidr }) => ({ do: 'delete-transit-gateway-route', routeTableId, cidr }));
}

/** The way back arrives with another attachment; that it may be made in these tables shows with the one that is there. */
function arrivalAt(side: PlannedSide, { defaultRouteTableIds }: TransitGatewayEnd, attachmentId: string): Step[] {
  const { associationRouteTableId, propagationRouteTableIds, transitGatewayRoutes } = side;
  return [
    ...associationRouteTableId === undefined ? [] : [{ do: 'associate-route-table', routeTableId: associationRouteTableId, attachmentId } as const],
    ...propagationRouteTableIds.map((routeTableId): Step => ({ do: 'enable-propagation', routeTableId, attachmentId })),
    ...transitGatewayRoutes.map(({ routeTableId, cidr }): Step => ({ do: 'create-transit-gateway-route', routeTableId, cidr, attachmentId })),
    ...defaultRouteTableIds.filter((id) => id !== associationRouteTableId)
      .map((routeTableId): Step => ({ do: 'disassociate-route-table', routeTableId, attachmentId })),
    ...defaultRouteTableIds.filter((id) => !propagationRouteTableIds.includes(id))
      .map((routeTableId): Step => ({ do: 'disable-propagation', routeTableId, attachmentId })),
  ];
}

function propagations({ from, to, propagationsSwitchedOn, exchangeAtVpcId }: MovePlan): Step[] {
  const enable = (side: PlannedSide): Step[] => side.vgwPropagationRouteTableIds
    .map((routeTableId) => ({ do: 'enable-vgw-propagation', routeTableId, gatewayId: side.gateway.id }));
  return [
    ...enable(to),
    // Only a detached gateway loses its propagation.
    ...exchangeAtVpcId === undefined ? [] : enable(from),
    ...propagationsSwitchedOn.map((routeTableId): Step => ({ do: 'disable-vgw-propagation', routeTableId, gatewayId: to.gateway.id })),
  ];
}

function exchange({ from, to, exchangeAtVpcId: vpcId }: MovePlan): Step[] {
  if (vpcId === undefined) return [];
  return [from.gateway.id, to.gateway.id].flatMap((gatewayId): Step[] => [
    { do: 'detach-vpn-gateway', gatewayId, vpcId }, { do: 'attach-vpn-gateway', gatewayId, vpcId },
  ]);
}

/** What IAM is asked depends on the action and on these resources, not on the route. */
function oneOfEach(steps: readonly Step[]): Step[] {
  const keyOf = (step: Step) => [step.do, 'routeTableId' in step ? step.routeTableId : '', 'gatewayId' in step ? step.gatewayId : ''].join(' ');
  return [...new Map(steps.map((step): [string, Step] => [keyOf(step), step])).values()];
}
