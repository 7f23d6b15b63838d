/** The connection's surroundings as a Mermaid flowchart: the device, the gateway, the tables and the VPCs, by the network as it stands. */
import { VpcRouteTable } from '../../rehearsal/embedded-ec2/records';
import { effectiveVpcRoutes } from '../../rehearsal/embedded-ec2/routing';
import { NetworkView, rows } from '../../rehearsal/embedded-ec2/state';
import { Encoded } from '../output/encoded';
import { Edge, flowchart, Node } from '../output/mermaid';

/** A picture with more route tables than this helps nobody. */
const TABLES_MAX = 12;

interface Picture {
  readonly nodes: readonly Node[];
  readonly edges: readonly Edge[];
}

export function topologyOf(view: NetworkView, vpnConnectionId: string): Encoded<'mermaid'> {
  const connection = view.state.vpnConnections[vpnConnectionId];
  const { target, customerGatewayId } = connection;
  const device = view.state.customerGateways[customerGatewayId];
  const up = connection.tunnels.filter((tunnel) => tunnel.up).length;
  const nodes: Node[] = [
    { id: customerGatewayId, lines: [customerGatewayId, `AS ${device?.bgpAsn ?? 'unknown'}`, ...shortened(connection.site.networks ?? [])] },
    { id: vpnConnectionId, lines: [vpnConnectionId, `${connection.staticRoutesOnly ? 'static' : 'BGP'}, ${up} of ${connection.tunnels.length} tunnels UP`] },
  ];
  const edges: Edge[] = [{ from: customerGatewayId, to: vpnConnectionId, is: 'line' }];
  if (target === undefined) return flowchart(nodes, edges);
  const gateway = target.kind === 'vpn-gateway' ? { nodes: [], edges: [{ from: vpnConnectionId, to: target.id, is: 'line' } as const] }
    : transitTables(view, vpnConnectionId, target.id);
  const vpcs = vpcTables(view, target.id);
  return flowchart(
    [...nodes, { id: target.id, lines: [target.id] }, ...gateway.nodes, ...vpcs.nodes], [...edges, ...gateway.edges, ...vpcs.edges],
  );
}

function vpcTables(view: NetworkView, gatewayId: string): Picture {
  const tables = rows(view.state, 'vpcRouteTables').filter((table) => isRoutedTo(view, table, gatewayId));
  const [shown, more] = [tables.slice(0, TABLES_MAX), tables.length - TABLES_MAX];
  const rest = 'more route tables';
  return {
    nodes: [...shown.map(({ id, vpcId }) => ({ id, lines: [id, vpcId] })), ...more > 0 ? [{ id: rest, lines: [`and ${more} ${rest}`] }] : []],
    edges: [
      ...shown.map((table): Edge => {
        const destinations = effectiveVpcRoutes(view, table).filter((route) => route.target.id === gatewayId)
          .map((route) => `${route.destination}${route.origin === 'EnableVgwRoutePropagation' ? ' (propagated)' : ''}`);
        return { from: table.id, to: gatewayId, is: 'arrow', label: shortened(destinations) };
      }),
      ...more > 0 ? [{ from: rest, to: gatewayId, is: 'arrow' } as const] : [],
    ],
  };
}

function transitTables(view: NetworkView, vpnConnectionId: string, gatewayId: string): Picture {
  const attachment = rows(view.state, 'transitGatewayAttachments').find((each) => each.resourceId === vpnConnectionId
    && each.transitGatewayId === gatewayId && each.state === 'available');
  const association = attachment?.association?.routeTableId;
  const propagations = (attachment?.propagations ?? []).map((each) => each.routeTableId).filter((id) => id !== association);
  const tables = association === undefined ? propagations : [association, ...propagations];
  const led = tables.flatMap((id): Edge[] => [
    id === association ? { from: vpnConnectionId, to: id, is: 'arrow', label: ['association'] } : { from: vpnConnectionId, to: id, is: 'dotted', label: ['propagation'] },
    { from: id, to: gatewayId, is: 'line' },
  ]);
  return {
    nodes: tables.map((id) => ({ id, lines: [id] })),
    edges: [...association === undefined ? [{ from: vpnConnectionId, to: gatewayId, is: 'line' } as const] : [], ...led],
  };
}

function isRoutedTo(view: NetworkView, table: VpcRouteTable, gatewayId: string): boolean {
  return effectiveVpcRoutes(view, table).some((route) => route.target.id === gatewayId);
}

function shortened(items: readonly string[]): string[] {
  return items.length <= 5 ? [...items] : [...items.slice(0, 5), `and ${items.length - 5} more`];
}
