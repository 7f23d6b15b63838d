/** The network as `inventory` reads it from EC2, as far as orphans are looked for. */
import type {
  DescribeCustomerGatewaysResult, DescribeRouteTablesResult, DescribeTransitGatewayRouteTablesResult, DescribeVpnConnectionsResult,
  SearchTransitGatewayRoutesResult,
} from '@aws-sdk/client-ec2';
import { Estate, withoutKeys } from '../../../tools/cli/estate/estate';
import { Network } from '../../../tools/rehearsal/embedded-ec2/network';

export function estateOf(network: Network): Estate {
  const { VpnConnections: connections = [] } = network.call('DescribeVpnConnections', {}) as DescribeVpnConnectionsResult;
  const { CustomerGateways: customerGateways = [] } = network.call('DescribeCustomerGateways', {}) as DescribeCustomerGatewaysResult;
  const { RouteTables: routeTables = [] } = network.call('DescribeRouteTables', {}) as DescribeRouteTablesResult;
  const { TransitGatewayRouteTables: tables = [] } = network.call('DescribeTransitGatewayRouteTables', {}) as DescribeTransitGatewayRouteTablesResult;
  const searched = tables.map(({ TransitGatewayRouteTableId = '' }) => [TransitGatewayRouteTableId, (network.call('SearchTransitGatewayRoutes', {
    TransitGatewayRouteTableId, Filters: [{ Name: 'state', Values: ['active', 'blackhole'] }],
  }) as SearchTransitGatewayRoutesResult).Routes ?? []] as const);
  return {
    region: network.region, vpnConnections: connections.map(withoutKeys), customerGateways, routeTables, transitGatewayRouteTables: tables,
    transitGatewayRoutes: new Map(searched), vpnGateways: [], transitGateways: [], transitGatewayAttachments: [],
    transitGatewayVpcAttachments: [],
    transitGatewayPropagations: new Map(), prefixListReferences: new Map(), vpcs: [], subnets: [], gaps: [],
  };
}
