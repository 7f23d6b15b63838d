/**
 * Everything that is checked before the first change. No check writes, none stops the next: a person gets the whole
 * list in one go.
 */
import { connectionExists, connectionFindings } from './connection';
import { targetFindings } from './target';
import { transitGatewayRouteFindings } from './transit-gateway-routes';
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
    ...routeIndependentFindings(survey, declaration, plan),
    ...transitGatewayRouteFindings(survey, declaration, plan),
    ...vpcRouteFindings(survey, declaration),
    ...dryRunFindings(survey, declaration),
  ];
}

/** A held move that is taken up again: its routes are half moved on purpose, so only what it moves to is checked. */
export function preflightOfContinuation(survey: Survey, declaration: MoveDeclaration, plan: MovePlan): Finding[] {
  return routeIndependentFindings(survey, declaration, plan);
}

function routeIndependentFindings(survey: Survey, declaration: MoveDeclaration, plan: MovePlan): Finding[] {
  const to = declaration.to;
  return to.kind === 'transit-gateway' ? targetFindings(survey, declaration, to, plan) : [];
}

function dryRunFindings(survey: Survey, declaration: MoveDeclaration): Finding[] {
  if (survey.modifyRefusal === undefined) return [];
  return [{
    id: 'modify-refused',
    message: `EC2 would refuse to modify VPN connection ${declaration.vpnConnectionId}: ${survey.modifyRefusal}`,
    remedy: 'remove what EC2 names and deploy again',
  }];
}
