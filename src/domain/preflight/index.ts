/**
 * Everything that is checked before the first change. No check writes, none stops the next: a person gets the whole
 * list in one go.
 */
import { connectionExists, connectionFindings } from './connection';
import { departureFindings } from './departure';
import { transitGatewayFindings } from './transit-gateway';
import { transitGatewayRouteFindings } from './transit-gateway-routes';
import { virtualPrivateGatewayFindings } from './virtual-private-gateway';
import { vpcRouteFindings } from './vpc-routes';
import { MoveDeclaration } from '../declaration';
import { Finding } from '../finding';
import { Survey } from '../observation';
import { MovePlan, planMove } from '../plan';

/** A connection that still stands where the move begins. */
export function preflight(survey: Survey, declaration: MoveDeclaration): Finding[] {
  // Without the connection nobody knows which routes would be its own, so nothing else can be judged.
  if (!connectionExists(survey)) return connectionFindings(survey, declaration);
  const plan = planMove(survey, declaration);
  return [
    ...connectionFindings(survey, declaration),
    ...departureFindings(survey, declaration),
    ...arrivalFindings(survey, declaration, plan),
    ...transitGatewayRouteFindings(survey, declaration, plan),
    ...vpcRouteFindings(survey, declaration),
    ...dryRunFindings(survey, declaration),
  ];
}

/** A held move that is taken up again: its routes are half moved on purpose, so only what it moves to is checked. */
export function preflightOfContinuation(survey: Survey, declaration: MoveDeclaration, plan: MovePlan): Finding[] {
  return arrivalFindings(survey, declaration, plan);
}

function arrivalFindings(survey: Survey, declaration: MoveDeclaration, plan: MovePlan): Finding[] {
  const { from, to } = declaration;
  // Only the customer gateway changes: nothing arrives anywhere.
  if (from.id === to.id) return [];
  return to.kind === 'transit-gateway' ? transitGatewayFindings(survey, to, plan) : virtualPrivateGatewayFindings(survey, declaration, to, plan);
}

function dryRunFindings(survey: Survey, declaration: MoveDeclaration): Finding[] {
  if (survey.modifyRefusal === undefined) return [];
  return [{
    id: 'modify-refused',
    message: `EC2 would refuse to modify VPN connection ${declaration.vpnConnectionId}: ${survey.modifyRefusal}`,
    remedy: 'remove what EC2 names and deploy again',
  }];
}
