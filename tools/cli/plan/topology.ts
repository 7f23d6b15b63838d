/** The connection's surroundings as a Mermaid flowchart: the device, the gateway, the tables and the VPCs, by the network as it stands. */
import { VpcRouteTable } from '../../rehearsal/embedded-ec2/records';
import { effectiveVpcRoutes } from '../../rehearsal/embedded-ec2/routing';
import { NetworkView, rows } from '../../rehearsal/embedded-ec2/state';

/** A picture with more route tables than this helps nobody. */
const TABLES_MAX = 12;

export function topologyOf(view: NetworkView, vpnConnectionId: string): string {
  const connection = view.state.vpnConnections[vpnConnectionId];
  const { target } = connection;
  const device = view.state.customerGateways[connection.customerGatewayId];
  const up = connection.tunnels.filter((tunnel) => tunnel.up).length;
  const lines = [
    'flowchart LR',
    node('device', `${connection.customerGatewayId}<br/>AS ${device?.bgpAsn ?? 'unknown'}${behind(connection.site.networks ?? [])}`),
    node('vpn', `${vpnConnectionId}<br/>${connection.staticRoutesOnly ? 'static' : 'BGP'}, ${up} of ${connection.tunnels.length} tunnels UP`),
    'device --- vpn',
  ];
  if (target === undefined) return lines.join('\n');
  lines.push(node('gateway', target.id));
  lines.push(...target.kind === 'vpn-gateway' ? ['vpn --- gateway'] : transitTables(view, vpnConnectionId, target.id));
  const tables = rows(view.state, 'vpcRouteTables').filter((table) => isRoutedTo(view, table, target.id));
  for (const table of tables.slice(0, TABLES_MAX)) {
    const destinations = effectiveVpcRoutes(view, table).filter((route) => route.target.id === target.id)
      .map((route) => `${route.destination}${route.origin === 'EnableVgwRoutePropagation' ? ' (propagated)' : ''}`);
    lines.push(node(table.id, `${table.id}<br/>${table.vpcId}`), `${nameOf(table.id)} -- "${shortened(destinations).join('<br/>')}" --> gateway`);
  }
  if (tables.length > TABLES_MAX) lines.push(node('more', `and ${tables.length - TABLES_MAX} more route tables`), 'more --> gateway');
  return lines.join('\n');
}

function transitTables(view: NetworkView, vpnConnectionId: string, gatewayId: string): string[] {
  const attachment = rows(view.state, 'transitGatewayAttachments').find((each) => each.resourceId === vpnConnectionId
    && each.transitGatewayId === gatewayId && each.state === 'available');
  const association = attachment?.association?.routeTableId;
  const propagations = (attachment?.propagations ?? []).map((each) => each.routeTableId);
  return [
    ...association === undefined ? ['vpn --- gateway'] : [node(association, association), `vpn -- association --> ${nameOf(association)}`, `${nameOf(association)} --- gateway`],
    ...propagations.filter((id) => id !== association).flatMap((id) => [node(id, id), `vpn -. propagation .-> ${nameOf(id)}`, `${nameOf(id)} --- gateway`]),
  ];
}

function isRoutedTo(view: NetworkView, table: VpcRouteTable, gatewayId: string): boolean {
  return effectiveVpcRoutes(view, table).some((route) => route.target.id === gatewayId);
}

function behind(networks: readonly string[]): string {
  return networks.length === 0 ? '' : `<br/>${shortened(networks).join('<br/>')}`;
}

function shortened(items: readonly string[]): string[] {
  return items.length <= 5 ? [...items] : [...items.slice(0, 5), `and ${items.length - 5} more`];
}

function node(id: string, label: string): string {
  return `${nameOf(id)}["${label}"]`;
}

/** Hyphens in a name would be read as an arrow. */
function nameOf(id: string): string {
  return id.replaceAll('-', '_');
}
