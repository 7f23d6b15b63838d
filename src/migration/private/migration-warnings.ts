/** What of a change of gateways is likely to be a mistake, and is no error: the stack must still deploy where the change is long done. */
import { Annotations, Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { GatewayEnd, gatewayOf, MaintenanceWindow, MoveDeclaration } from '../../contract/declaration';
import { nameOfGateway, sameGateway } from '../../contract/gateway';

/** @param secondsNeeded for the way there and the way back, both of which have to fit in */
export function warnOfPassedWindow(scope: IConstruct, window: MaintenanceWindow | undefined, secondsNeeded: number): void {
  if (window === undefined) return;
  const latest = window.notAfter - secondsNeeded * 1000;
  if (Date.now() <= latest) return;
  Annotations.of(scope).addWarningV2('cdk-site-to-site-vpn:windowHasPassed',
    `\`window\` has passed: a change had to begin by ${new Date(latest).toISOString()}, and one that is still to come is refused;`
    + ' name a later window, or remove it once the change is done');
}

/** Whoever leads the VPC's traffic another way knows it; everybody else has forgotten it. */
export function warnOfRouteTablesNotNamed(scope: IConstruct, { from, to, vpcRouteTables, stage }: MoveDeclaration): void {
  if (vpcRouteTables.length > 0 || propagates(to) || stage === 'FINALIZED' || sameGateway(gatewayOf(from), gatewayOf(to))) return;
  Annotations.of(scope).addWarningV2('cdk-site-to-site-vpn:noVpcRouteTables',
    `\`vpcRouteTables\` names no route table: what VPCs send to the networks behind the VPN goes on to ${shown(from)} when the connection is gone from there;`
    + ' name the tables whose routes lead to it, or acknowledge this warning if none does');
}

function propagates(end: GatewayEnd): boolean {
  return end.kind === 'virtual-private-gateway' && end.propagatingRouteTableIds.length > 0;
}

function shown(end: GatewayEnd): string {
  return Token.isUnresolved(end.id) ? `the ${end.kind.replaceAll('-', ' ')} of \`from\`` : nameOfGateway(end);
}
