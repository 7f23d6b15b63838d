/**
 * Direct Connect on the virtual private gateways of the move. There Direct Connect beats a VPN for the same prefix, static or
 * not; on a transit gateway a static route beats Direct Connect [H]. EC2 reports no conflict: the winner just changes.
 */
import { MoveDeclaration } from '../../../src/contract/declaration';
import { acceptableFinding, Finding } from '../../../src/contract/finding';
import { Assessment } from '../assessment';
import { DirectConnectPath } from '../observation';

export function directConnectFindings({ snapshot: { directConnect }, declaration, plan, networks }: Assessment): Finding[] {
  const { to } = declaration;
  if (directConnect === undefined) return [];
  if ('unreadable' in directConnect) return unreadFindings(declaration, directConnect.unreadable);
  const prefixes = networks.join(', ') || 'the VPN\'s prefixes';
  return directConnect.paths.flatMap((path) => {
    if (path.vpnGatewayId === to.id) return [winsFinding(path, prefixes)];
    if (plan.exchangeAtVpcId !== undefined) return [cutOffFinding(path, plan.exchangeAtVpcId)];
    return plan.vpcRoutes.length === 0 ? [] : [losesFinding(path, to.id, prefixes)];
  });
}

function unreadFindings({ from, to }: MoveDeclaration, reason: string): Finding[] {
  return [from, to].filter((end) => end.kind === 'virtual-private-gateway').map(({ id }) => acceptableFinding('direct-connect-unknown', id,
    `whether Direct Connect hangs on ${id} could not be read: ${reason}`,
    'let the role of the move read Direct Connect and deploy again'));
}

function cutOffFinding(path: DirectConnectPath, vpcId: string): Finding {
  return acceptableFinding('direct-connect-cut-off', path.id,
    `detaching ${path.vpnGatewayId} from ${vpcId} would cut off ${nameOf(path)}`,
    'move Direct Connect to another gateway first');
}

function losesFinding(path: DirectConnectPath, to: string, prefixes: string): Finding {
  return acceptableFinding('direct-connect-loses', path.id,
    `for what ${nameOf(path)} announces too, Direct Connect wins over the VPN on ${path.vpnGatewayId} before the move;`
      + ` after it static VPC routes lead ${prefixes} to ${to}, and the VPN wins`,
    'move Direct Connect to the new gateway first');
}

function winsFinding(path: DirectConnectPath, prefixes: string): Finding {
  return acceptableFinding('direct-connect-wins', path.id,
    `for what ${nameOf(path)} announces of ${prefixes}, the VPN gets the traffic before the move; on ${path.vpnGatewayId} Direct Connect wins after it`,
    'make sure that Direct Connect announces none of these prefixes, or that it should carry them');
}

function nameOf(path: DirectConnectPath): string {
  return `${path.kind} ${path.id} (${path.state})`;
}
