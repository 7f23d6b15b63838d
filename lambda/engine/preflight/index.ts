/**
 * Everything that is checked before the first change. No check writes, none stops the next: a person gets the whole
 * list in one go.
 */
import { asnChangeFindings, customerGatewayFindings, equalAsnFindings } from './autonomous-systems';
import { connectionExists, connectionFindings } from './connection';
import { directConnectFindings } from './direct-connect';
import { permissionFindings } from './dry-runs';
import { ingressRoutingFindings } from './ingress-routing';
import { Note, notesOn } from './notes';
import { duplicateFindings, insideCidrFindings, neighbouringRouteFindings, separatedSiteFindings } from './other-connections';
import { quotaFindings } from './quotas';
import { ecmpFindings, reachabilityFindings } from './reachability';
import { blackholeFindings, remainingAttachmentFindings } from './remaining-attachments';
import { sourceFindings } from './source';
import { ownershipFindings, rollbackAlarmFindings } from './stacks';
import { transitGatewayFindings } from './transit-gateway';
import { transitGatewayRouteFindings } from './transit-gateway-routes';
import { virtualPrivateGatewayFindings } from './virtual-private-gateway';
import { vpcRouteFindings } from './vpc-routes';
import { acceptableFinding, Finding, finding } from '../../../src/contract/finding';
import { Assessment, Check } from '../assessment';

export type { Note } from './notes';

/** Of the gateway to which the connection comes. */
const CHECKS_OF_TARGET = ofAnotherGateway(transitGatewayFindings, virtualPrivateGatewayFindings);

/** In the order in which a person reads what they find. */
const CHECKS_OF_MOVE: readonly Check[] = [
  connectionFindings, customerGatewayFindings, equalAsnFindings,
  ...ofAnotherGateway(asnChangeFindings, sourceFindings), ...CHECKS_OF_TARGET,
  ...ofAnotherGateway(insideCidrFindings), duplicateFindings,
  ...ofAnotherGateway(
    neighbouringRouteFindings,
    // Who gets the traffic: Direct Connect first, since there nobody else says that it changes.
    directConnectFindings, transitGatewayRouteFindings, reachabilityFindings, ecmpFindings,
    vpcRouteFindings,
    // What others lose, or get, who live from the gateways of the move.
    separatedSiteFindings, ingressRoutingFindings, remainingAttachmentFindings, blackholeFindings,
    quotaFindings,
  ),
  ownershipFindings, rollbackAlarmFindings, permissionFindings, modifyFindings,
];

/** Of connections that still stand where the operation begins, to which the first of the checks sees. */
export function preflight(assessment: Assessment, checks: readonly Check[] = CHECKS_OF_MOVE): Finding[] {
  const [connectionCheck, ...others] = checks;
  const ofConnections = connectionCheck(assessment);
  // Without the connection nobody knows which routes would be its own, so nothing else can be judged.
  const known = !ofConnections.some((each) => each.id === 'connection-not-found');
  return [...ofConnections, ...known ? findingsOf(others, assessment) : []];
}

/** A held move that is taken up again: its routes are half moved on purpose, so only what it moves to is checked. */
export function preflightOfContinuation(assessment: Assessment): Finding[] {
  return findingsOf(CHECKS_OF_TARGET, assessment);
}

/** What is worth knowing of a connection that still stands where the move begins, and stands against nothing. */
export function preflightNotes(assessment: Assessment): Note[] {
  return connectionExists(assessment.snapshot) ? notesOn(assessment) : [];
}

function findingsOf(checks: readonly Check[], assessment: Assessment): Finding[] {
  return checks.flatMap((check) => check(assessment));
}

/** Where only the customer gateway changes, nothing leaves a gateway, and nothing arrives at one. */
function ofAnotherGateway(...checks: readonly Check[]): Check[] {
  return checks.map((check) => (assessment) => (assessment.declaration.from.id === assessment.declaration.to.id ? [] : check(assessment)));
}

function modifyFindings({ snapshot: { modifyRefusal }, declaration: { vpnConnectionId } }: Assessment): Finding[] {
  if (modifyRefusal === undefined) return [];
  const { message, lasting } = modifyRefusal;
  if (!lasting) {
    return [acceptableFinding('modify-uncertain', vpnConnectionId,
      `whether EC2 would modify VPN connection ${vpnConnectionId} is not known, as its dry run answered what nobody here knows: ${message}`,
      'mend what EC2 names and deploy again')];
  }
  return [finding('modify-refused',
    `EC2 would refuse to modify VPN connection ${vpnConnectionId}: ${message}`,
    'mend what EC2 names and deploy again; static routes may stay, as the move itself takes them away and puts them back')];
}
