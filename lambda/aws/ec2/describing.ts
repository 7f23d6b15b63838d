/**
 * EC2's describe calls, each with ids or filters (an unfiltered one is slow and costs a smaller bucket), read to the last page and in
 * one form. What EC2 does not answer is there or not there only where it says so: less than was asked for is a look that failed.
 */
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
import { RetryableFailure } from '../../runner/ports';
import { inOneForm } from '../one-form';

export class Describing {
  constructor(private readonly client: EC2Client) {}

  async vpnConnection(id: string): Promise<VpnConnection | undefined> {
    return one(`describing VPN connection ${id}`, (each: VpnConnection) => each.VpnConnectionId === id, async () =>
      (await this.client.send(new DescribeVpnConnectionsCommand({ VpnConnectionIds: [id] }))).VpnConnections);
  }

  async vpnConnections(ids: readonly string[]): Promise<VpnConnection[]> {
    const found = await listed(`describing VPN connections ${ids.join(', ')}`, async () =>
      (await this.client.send(new DescribeVpnConnectionsCommand({ Filters: [filter('vpn-connection-id', ids)] }))).VpnConnections);
    return withMissing(found, ids, (each) => each.VpnConnectionId, async (id) => this.vpnConnection(id));
  }

  async vpnConnectionsOn(by: 'vpn-gateway-id' | 'transit-gateway-id', gatewayId: string): Promise<VpnConnection[]> {
    return listed(`describing the VPN connections on ${gatewayId}`, async () =>
      (await this.client.send(new DescribeVpnConnectionsCommand({ Filters: [filter(by, [gatewayId])] }))).VpnConnections);
  }

  async customerGateways(ids: readonly string[]): Promise<CustomerGateway[]> {
    if (ids.length === 0) return [];
    const found = await listed(`describing customer gateways ${ids.join(', ')}`, async () =>
      (await this.client.send(new DescribeCustomerGatewaysCommand({ Filters: [filter('customer-gateway-id', ids)] }))).CustomerGateways);
    return withMissing(found, ids, (each) => each.CustomerGatewayId, async (id) =>
      one(`describing customer gateway ${id}`, (each: CustomerGateway) => each.CustomerGatewayId === id, async () =>
        (await this.client.send(new DescribeCustomerGatewaysCommand({ CustomerGatewayIds: [id] }))).CustomerGateways));
  }

  async vpnGateway(id: string): Promise<VpnGateway | undefined> {
    return one(`describing virtual private gateway ${id}`, (each: VpnGateway) => each.VpnGatewayId === id, async () =>
      (await this.client.send(new DescribeVpnGatewaysCommand({ VpnGatewayIds: [id] }))).VpnGateways);
  }

  async transitGateway(id: string): Promise<TransitGateway | undefined> {
    return one(`describing transit gateway ${id}`, (each: TransitGateway) => each.TransitGatewayId === id, async () =>
      (await this.client.send(new DescribeTransitGatewaysCommand({ TransitGatewayIds: [id] }))).TransitGateways);
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

  /** EC2 lists 1,000 routes at most, says of more that they are there, and has been seen to give no token for them [L, re:Post]. */
  async transitGatewayRoutes(routeTableId: string, types: readonly ('static' | 'propagated')[]): Promise<TransitGatewayRoute[]> {
    const doing = `searching the routes of ${routeTableId}`;
    return pages(doing, async (NextToken) => {
      const page = await this.client.send(new SearchTransitGatewayRoutesCommand({
        TransitGatewayRouteTableId: routeTableId, Filters: [filter('type', types)], NextToken,
      }));
      if (page.AdditionalRoutesAvailable === true && !page.NextToken) {
        throw new RetryableFailure(`${doing}: there are more ${types.join(' and ')} routes than SearchTransitGatewayRoutes lists, and it gave no`
          + ' NextToken for the others, which could be lost unseen');
      }
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

  async vpcRouteTables(ids: readonly string[]): Promise<RouteTable[]> {
    const found = await this.vpcRouteTablesBy('route-table-id', ids);
    return withMissing(found, ids, (each) => each.RouteTableId, async (id) =>
      one(`describing route table ${id}`, (each: RouteTable) => each.RouteTableId === id, async () =>
        (await this.client.send(new DescribeRouteTablesCommand({ RouteTableIds: [id] }))).RouteTables));
  }

  async vpcRouteTablesBy(by: 'vpc-id' | 'route-table-id' | 'route.transit-gateway-id', ids: readonly string[]): Promise<RouteTable[]> {
    if (ids.length === 0) return [];
    return pages(`describing VPC route tables of ${ids.join(', ')}`, async (NextToken) => {
      const page = await this.client.send(new DescribeRouteTablesCommand({ Filters: [filter(by, ids)], NextToken }));
      return { items: page.RouteTables, next: page.NextToken };
    });
  }

  async vpcs(ids: readonly string[]): Promise<Vpc[]> {
    if (ids.length === 0) return [];
    const found = await pages(`describing VPCs ${ids.join(', ')}`, async (NextToken) => {
      const page = await this.client.send(new DescribeVpcsCommand({ Filters: [filter('vpc-id', ids)], NextToken }));
      return { items: page.Vpcs, next: page.NextToken };
    });
    return withMissing(found, ids, (each) => each.VpcId, async (id) =>
      one(`describing VPC ${id}`, (each: Vpc) => each.VpcId === id, async () =>
        (await this.client.send(new DescribeVpcsCommand({ VpcIds: [id] }))).Vpcs));
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

/**
 * The one that was asked for by id, or nothing where EC2 says that it does not exist: that is an error. An answer without it says
 * neither, and an empty one less than that.
 */
async function one<T>(doing: string, isIt: (each: T) => boolean, ask: () => Promise<T[] | undefined>): Promise<T | undefined> {
  let found: T[] | undefined;
  try {
    found = inOneForm(await ask());
  } catch (error) {
    if (codeOf(error).endsWith('.NotFound')) return undefined;
    throw failureOf(doing, error);
  }
  const it = found?.find(isIt);
  if (it === undefined) throw new RetryableFailure(`${doing}: EC2 answered without it, and did not say that it does not exist`);
  return it;
}

/** By filter EC2 leaves out what does not exist; that it does not, it says only of what it is asked for by id. */
async function withMissing<T>(
  found: readonly T[], ids: readonly string[], idOf: (each: T) => string | undefined, ask: (id: string) => Promise<T | undefined>,
): Promise<T[]> {
  const known = new Set(found.map(idOf));
  const asked = await Promise.all(ids.filter((id) => !known.has(id)).map(ask));
  return [...found, ...asked.flatMap((each) => each ?? [])];
}

async function listed<T>(doing: string, ask: () => Promise<T[] | undefined>): Promise<T[]> {
  return pages(doing, async () => ({ items: await ask() }));
}

async function pages<T>(doing: string, ask: (nextToken: string | undefined) => Promise<{ items?: T[]; next?: string }>): Promise<T[]> {
  const all: T[] = [];
  let next: string | undefined;
  try {
    do {
      const page = await ask(next);
      all.push(...inOneForm(page.items) ?? []);
      next = page.next;
    } while (next);
  } catch (error) {
    throw error instanceof RetryableFailure ? error : failureOf(doing, error);
  }
  return all;
}
