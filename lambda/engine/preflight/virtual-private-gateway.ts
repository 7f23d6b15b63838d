/** Whether a virtual private gateway can take the connection: its state, the one VPC it serves, and what it cannot carry. */
import { isIpv4Cidr } from '../../../src/contract/cidr';
import { MoveDeclaration, VirtualPrivateGatewayEnd } from '../../../src/contract/declaration';
import { acceptableFinding, Finding, finding, notAvailable } from '../../../src/contract/finding';
import { Assessment } from '../assessment';
import { servedVpcId, Snapshot, VirtualPrivateGateway } from '../observation';
import { VpcRouteClaims } from '../vpc-route-claims';

/** Static routes that a connection on a virtual private gateway can have; not adjustable [H, UG-vpn-limits]. */
const STATIC_ROUTES_MAX = 100;

export function virtualPrivateGatewayFindings(assessment: Assessment): Finding[] {
  const { snapshot, declaration } = assessment;
  const { to } = declaration;
  if (to.kind !== 'virtual-private-gateway') return [];
  const gateway = snapshot.virtualPrivateGateways.find((each) => each.id === to.id);
  if (gateway === undefined) {
    return [finding('vpn-gateway-not-found',
      `virtual private gateway ${to.id} does not exist in this account and region`,
      'correct the id, or create the gateway first')];
  }
  return [
    ...notAvailable('vpn-gateway-not-available', `virtual private gateway ${to.id}`, gateway.state),
    ...carryingFindings(assessment, to),
    ...vpcFindings(assessment, to),
    ...swapFindings(snapshot, declaration, gateway, to),
  ];
}

function carryingFindings({ snapshot, plan }: Assessment, to: VirtualPrivateGatewayEnd): Finding[] {
  const { staticRoutes } = plan.to;
  const ipv6 = staticRoutes.filter((cidr) => !isIpv4Cidr(cidr));
  return [
    ...(snapshot.connection?.beyondVirtualPrivateGateway ?? []).map((feature) => finding('vpn-gateway-cannot-carry',
      `the connection uses ${feature}, which only a transit gateway carries`,
      'keep it on a transit gateway, or make a new connection without it')),
    ...ipv6.length === 0 ? [] : [finding('vpn-gateway-ipv4-only',
      `${ipv6.join(', ')} cannot be a static route of a connection on virtual private gateway ${to.id}`,
      'withdraw these routes first')],
    ...staticRoutes.length <= STATIC_ROUTES_MAX ? [] : [finding('too-many-static-routes',
      `the connection would have ${staticRoutes.length} static routes, and ${STATIC_ROUTES_MAX} are possible on a virtual private gateway`,
      'summarize the routes first')],
  ];
}

/** A virtual private gateway serves one VPC: tables of another would lead nowhere. */
function vpcFindings({ snapshot, declaration, vpcRoutes, ledOver }: Assessment, to: VirtualPrivateGatewayEnd): Finding[] {
  const served = servedVpcId(snapshot, to);
  const unserved = vpcRoutes.filter(({ table }) => ledOver.tableIds.has(table.id) && table.vpcId !== served);
  return unserved.map(({ table, routes }) => {
    if (served === undefined) {
      return finding('vpc-not-served',
        `virtual private gateway ${to.id} is attached to no VPC, so route table ${table.id} could not lead to it`,
        attaching(declaration, table.vpcId));
    }
    return finding('vpc-not-served',
      `virtual private gateway ${to.id} serves ${served}, and route table ${table.id} belongs to ${table.vpcId}`,
      `${withdrawing(table.id, routes)}: this VPC keeps no way to the VPN`);
  });
}

/** A VPC has one virtual private gateway at a time, and no template exchanges two of them without a gap. */
function attaching({ from, modifiedBy }: MoveDeclaration, vpcId: string): string {
  if (from.kind === 'transit-gateway') return `attach it to ${vpcId}`;
  if (modifiedBy === 'CLOUDFORMATION') return `let \`VpnTargetMigration\` move it, with ${vpcId} as \`vpcId\` of \`to\``;
  return `name ${vpcId} as \`vpcId\` of \`to\`, so that it takes the place of ${from.id}`;
}

/** A table that is only left out would be one that nobody has declared. */
function withdrawing(tableId: string, routes: VpcRouteClaims['routes']): string {
  if (routes.length === 0) return `take ${tableId} out of \`vpcRoutes\``;
  return `delete ${routes.map((route) => route.destination).join(', ')} in ${tableId} first, and take that table out`;
}

/** Exchanging gateways cuts off everything else that hangs on the old one. */
function swapFindings(
  snapshot: Snapshot, { from, replacement }: MoveDeclaration, gateway: VirtualPrivateGateway, to: VirtualPrivateGatewayEnd,
): Finding[] {
  if (to.vpcId === undefined) return [];
  const others = snapshot.virtualPrivateGateways.find((each) => each.id === from.id)?.otherConnectionIds ?? [];
  const elsewhere = gateway.attachments.find((each) => each.vpcId !== to.vpcId);
  const undeclared = snapshot.vpcRouteTables.filter((table) => table.propagatingGatewayIds.includes(from.id)
    && from.kind === 'virtual-private-gateway' && !from.propagatingRouteTableIds.includes(table.id));
  return [
    ...elsewhere === undefined ? [] : [finding('vpn-gateway-attached-elsewhere',
      `virtual private gateway ${gateway.id} is attached to ${elsewhere.vpcId}`,
      'detach it there first, or choose another gateway')],
    ...undeclared.map((table) => finding('source-propagation-undeclared',
      `${from.id} propagates into ${table.id}, which ends when it is detached, and \`from\` does not declare it`,
      `name ${table.id} in \`propagatingRouteTableIds\` of \`from\`, so that the way back can restore it`)),
    ...others.map((connectionId) => acceptableFinding('other-connection-cut-off', connectionId,
      `detaching ${from.id} from ${to.vpcId} would cut off VPN connection ${connectionId}`,
      replacement === undefined ? 'move that connection first' : 'make a connection on the new gateway for it, and name both in `connections`')),
  ];
}
