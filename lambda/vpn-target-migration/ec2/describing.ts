/** EC2's describe calls, each with ids or filters (an unfiltered one is slow and costs a smaller bucket) and read to the last page. */
import {
  CustomerGateway, DescribeCustomerGatewaysCommand, DescribeRouteTablesCommand, DescribeSubnetsCommand,
  DescribeTransitGatewayAttachmentsCommand, DescribeTransitGatewayRouteTablesCommand, DescribeTransitGatewaysCommand,
  DescribeTransitGatewayVpcAttachmentsCommand, DescribeVpcsCommand, DescribeVpnConnectionsCommand, DescribeVpnGatewaysCommand,
  EC2Client, Filter, GetTransitGatewayAttachmentPropagationsCommand, GetTransitGatewayPrefixListReferencesCommand, RouteTable,
  SearchTransitGatewayRoutesCommand, Subnet, TransitGateway, TransitGatewayAttachment, TransitGatewayAttachmentPropagation,
  TransitGatewayPrefixListReference, TransitGatewayRoute, TransitGatewayRouteTable, TransitGatewayVpcAttachment, Vpc, VpnConnection,
  VpnGateway,
} from '@aws-sdk/client-ec2';
import { codeOf, failureOf } from './failures';

export class Describing {
  constructor(private readonly client: EC2Client) {}

  async vpnConnection(id: string): Promise<VpnConnection | undefined> {
    const found = await existing(`describing VPN connection ${id}`, async () =>
      (await this.client.send(new DescribeVpnConnectionsCommand({ VpnConnectionIds: [id] }))).VpnConnections);
    return found.find((each) => each.VpnConnectionId === id);
  }

  async vpnConnections(ids: readonly string[]): Promise<VpnConnection[]> {
    return existing(`describing VPN connections ${ids.join(', ')}`, async () =>
      (await this.client.send(new DescribeVpnConnectionsCommand({ Filters: [filter('vpn-connection-id', ids)] }))).VpnConnections);
  }

  async vpnConnectionsOn(by: 'vpn-gateway-id' | 'transit-gateway-id', gatewayId: string): Promise<VpnConnection[]> {
    return existing(`describing the VPN connections on ${gatewayId}`, async () =>
      (await this.client.send(new DescribeVpnConnectionsCommand({ Filters: [filter(by, [gatewayId])] }))).VpnConnections);
  }

  async customerGateways(ids: readonly string[]): Promise<CustomerGateway[]> {
    if (ids.length === 0) return [];
    return existing(`describing customer gateways ${ids.join(', ')}`, async () =>
      (await this.client.send(new DescribeCustomerGatewaysCommand({ Filters: [filter('customer-gateway-id', ids)] }))).CustomerGateways);
  }

  async vpnGateway(id: string): Promise<VpnGateway | undefined> {
    const found = await existing(`describing virtual private gateway ${id}`, async () =>
      (await this.client.send(new DescribeVpnGatewaysCommand({ VpnGatewayIds: [id] }))).VpnGateways);
    return found.find((each) => each.VpnGatewayId === id);
  }

  async transitGateway(id: string): Promise<TransitGateway | undefined> {
    const found = await existing(`describing transit gateway ${id}`, async () =>
      (await this.client.send(new DescribeTransitGatewaysCommand({ TransitGatewayIds: [id] }))).TransitGateways);
    return found.find((each) => each.TransitGatewayId === id);
  }

  async attachments(...filters: Filter[]): Promise<TransitGatewayAttachment[]> {
    return pages('describing transit gateway attachments', async (NextToken) => {
      const page = await this.client.send(new DescribeTransitGatewayAttachmentsCommand({ Filters: filters, NextToken }));
      return { items: page.TransitGatewayAttachments, next: page.NextToken };
    });
  }

  async vpcAttachments(transitGatewayId: string): Promise<TransitGatewayVpcAttachment[]> {
    return pages(`describing the VPC attachments of ${transitGatewayId}`, async (NextToken) => {
      const Filters = [filter('transit-gateway-id', [transitGatewayId])];
      const page = await this.client.send(new DescribeTransitGatewayVpcAttachmentsCommand({ Filters, NextToken }));
      return { items: page.TransitGatewayVpcAttachments, next: page.NextToken };
    });
  }

  async propagationsOf(attachmentId: string): Promise<TransitGatewayAttachmentPropagation[]> {
    return pages(`reading the propagations of ${attachmentId}`, async (NextToken) => {
      const page = await this.client.send(new GetTransitGatewayAttachmentPropagationsCommand({
        TransitGatewayAttachmentId: attachmentId, NextToken,
      }));
      return { items: page.TransitGatewayAttachmentPropagations, next: page.NextToken };
    });
  }

  async transitGatewayRouteTables(transitGatewayId: string): Promise<TransitGatewayRouteTable[]> {
    return pages(`describing the route tables of ${transitGatewayId}`, async (NextToken) => {
      const Filters = [filter('transit-gateway-id', [transitGatewayId])];
      const page = await this.client.send(new DescribeTransitGatewayRouteTablesCommand({ Filters, NextToken }));
      return { items: page.TransitGatewayRouteTables, next: page.NextToken };
    });
  }

  async transitGatewayRoutes(routeTableId: string, types: readonly ('static' | 'propagated')[]): Promise<TransitGatewayRoute[]> {
    return pages(`searching the routes of ${routeTableId}`, async (NextToken) => {
      const page = await this.client.send(new SearchTransitGatewayRoutesCommand({
        TransitGatewayRouteTableId: routeTableId, Filters: [filter('type', types)], NextToken,
      }));
      return { items: page.Routes, next: page.NextToken };
    });
  }

  async prefixListReferences(routeTableId: string): Promise<TransitGatewayPrefixListReference[]> {
    return pages(`reading the prefix list references of ${routeTableId}`, async (NextToken) => {
      const page = await this.client.send(new GetTransitGatewayPrefixListReferencesCommand({
        TransitGatewayRouteTableId: routeTableId, NextToken,
      }));
      return { items: page.TransitGatewayPrefixListReferences, next: page.NextToken };
    });
  }

  async vpcRouteTables(by: 'vpc-id' | 'route-table-id' | 'route.transit-gateway-id', ids: readonly string[]): Promise<RouteTable[]> {
    if (ids.length === 0) return [];
    return pages(`describing VPC route tables of ${ids.join(', ')}`, async (NextToken) => {
      const page = await this.client.send(new DescribeRouteTablesCommand({ Filters: [filter(by, ids)], NextToken }));
      return { items: page.RouteTables, next: page.NextToken };
    });
  }

  async vpcs(ids: readonly string[]): Promise<Vpc[]> {
    if (ids.length === 0) return [];
    return pages(`describing VPCs ${ids.join(', ')}`, async (NextToken) => {
      const page = await this.client.send(new DescribeVpcsCommand({ Filters: [filter('vpc-id', ids)], NextToken }));
      return { items: page.Vpcs, next: page.NextToken };
    });
  }

  async subnets(vpcIds: readonly string[]): Promise<Subnet[]> {
    if (vpcIds.length === 0) return [];
    return pages(`describing the subnets of ${vpcIds.join(', ')}`, async (NextToken) => {
      const page = await this.client.send(new DescribeSubnetsCommand({ Filters: [filter('vpc-id', vpcIds)], NextToken }));
      return { items: page.Subnets, next: page.NextToken };
    });
  }
}

export function filter(name: string, values: readonly string[]): Filter {
  return { Name: name, Values: [...values] };
}

/** Asked by id, EC2 answers an error for what does not exist; asked by filter, an empty list. Both mean the same here. */
async function existing<T>(doing: string, ask: () => Promise<T[] | undefined>): Promise<T[]> {
  try {
    return await ask() ?? [];
  } catch (error) {
    if (codeOf(error).endsWith('.NotFound')) return [];
    throw failureOf(doing, error);
  }
}

async function pages<T>(doing: string, ask: (nextToken: string | undefined) => Promise<{ items?: T[]; next?: string }>): Promise<T[]> {
  const all: T[] = [];
  let next: string | undefined;
  try {
    do {
      const page = await ask(next);
      all.push(...page.items ?? []);
      next = page.next;
    } while (next);
  } catch (error) {
    throw failureOf(doing, error);
  }
  return all;
}
