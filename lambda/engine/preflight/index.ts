/**
 * Everything that is checked before the first change. No check writes, none stops the next: a person gets the whole
 * list in one go.
 */
import { autonomousSystemFindings, customerGatewayFindings } from './autonomous-systems';
import { connectionExists, connectionFindings } from './connection';
import { departureFindings } from './departure';
import { directConnectFindings } from './direct-connect';
import { ingressRoutingFindings } from './ingress-routing';
import { blackholeFindings, leftAttachmentFindings } from './left-attachments';
import { newNeighbourFindings, oldNeighbourFindings } from './neighbours';
import { ownershipFindings } from './ownership';
import { quotaFindings } from './quotas';
import { ecmpFindings, reachFindings } from './reach';
import { Remark, remarksOn } from './remarks';
import { rollbackAlarmFindings } from './rollback-alarms';
import { transitGatewayFindings } from './transit-gateway';
import { transitGatewayRouteFindings } from './transit-gateway-routes';
import { permissionFindings } from './trials';
import { virtualPrivateGatewayFindings } from './virtual-private-gateway';
import { vpcRouteFindings } from './vpc-routes';
import { MoveDeclaration } from '../../../src/contract/declaration';
import { acceptableFinding, Finding } from '../../../src/contract/finding';
import { Survey } from '../observation';
import { MovePlan, planMove } from '../plan';

export type { Remark } from './remarks';

/** A connection that still stands where the move begins. */
export function preflight(survey: Survey, declaration: MoveDeclaration): Finding[] {
  // Without the connection nobody knows which routes would be its own, so nothing else can be judged.
  if (!connectionExists(survey)) return connectionFindings(survey, declaration);
  const plan = planMove(survey, declaration);
  return [
    ...connectionFindings(survey, declaration),
    ...customerGatewayFindings(survey, declaration),
    ...autonomousSystemFindings(survey, declaration),
    ...departureFindings(survey, declaration),
    ...arrivalFindings(survey, declaration, plan),
    ...newNeighbourFindings(survey, declaration, plan),
    ...winnerFindings(survey, declaration, plan),
    ...vpcRouteFindings(survey, declaration),
    ...bystanderFindings(survey, declaration, plan),
    ...quotaFindings(survey, declaration, plan),
    ...ownershipFindings(survey, declaration, plan),
    ...rollbackAlarmFindings(survey),
    ...permissionFindings(survey, declaration),
    ...dryRunFindings(survey, declaration),
  ];
}

/** A held move that is taken up again: its routes are half moved on purpose, so only what it moves to is checked. */
export function preflightOfContinuation(survey: Survey, declaration: MoveDeclaration, plan: MovePlan): Finding[] {
  return arrivalFindings(survey, declaration, plan);
}

/** What is worth knowing of a connection that still stands where the move begins, and stands against nothing. */
export function preflightRemarks(survey: Survey, declaration: MoveDeclaration): Remark[] {
  return connectionExists(survey) ? remarksOn(survey, declaration, planMove(survey, declaration)) : [];
}

function arrivalFindings(survey: Survey, declaration: MoveDeclaration, plan: MovePlan): Finding[] {
  const { from, to } = declaration;
  // Only the customer gateway changes: nothing arrives anywhere.
  if (from.id === to.id) return [];
  return to.kind === 'transit-gateway' ? transitGatewayFindings(survey, declaration, to, plan)
    : virtualPrivateGatewayFindings(survey, declaration, to, plan);
}

/** Who gets the traffic: Direct Connect first, since there nobody else says that it changes. */
function winnerFindings(survey: Survey, declaration: MoveDeclaration, plan: MovePlan): Finding[] {
  return [
    ...directConnectFindings(survey, declaration, plan),
    ...transitGatewayRouteFindings(survey, declaration, plan),
    ...reachFindings(survey, declaration, plan),
    ...ecmpFindings(survey, declaration),
  ];
}

/** What others lose, or get, who live from the gateways of the move. */
function bystanderFindings(survey: Survey, declaration: MoveDeclaration, plan: MovePlan): Finding[] {
  return [
    ...oldNeighbourFindings(survey, declaration),
    ...ingressRoutingFindings(survey, declaration),
    ...leftAttachmentFindings(survey, declaration, plan),
    ...blackholeFindings(survey, declaration),
  ];
}

function dryRunFindings({ modifyRefusal }: Survey, { vpnConnectionId }: MoveDeclaration): Finding[] {
  if (modifyRefusal === undefined) return [];
  const { message, lasting } = modifyRefusal;
  if (!lasting) {
    return [acceptableFinding('modify-uncertain', vpnConnectionId,
      `whether EC2 would modify VPN connection ${vpnConnectionId} is not known, as its dry run answered what nobody here knows: ${message}`,
      'mend what EC2 names and deploy again')];
  }
  return [{
    id: 'modify-refused',
    message: `EC2 would refuse to modify VPN connection ${vpnConnectionId}: ${message}`,
    remedy: 'mend what EC2 names and deploy again; static routes may stay, as the move itself takes them away and puts them back',
  }];
}
