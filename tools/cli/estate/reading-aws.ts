/** One region read from EC2: every list to its last page, then every transit gateway route table, a few calls at a time. */
import {
  DescribeCustomerGatewaysCommand, DescribeRegionsCommand, DescribeRouteTablesCommand, DescribeSubnetsCommand,
  DescribeTransitGatewayAttachmentsCommand, DescribeTransitGatewayRouteTablesCommand, DescribeTransitGatewaysCommand,
  DescribeTransitGatewayVpcAttachmentsCommand, DescribeVpcsCommand, DescribeVpnConnectionsCommand, DescribeVpnGatewaysCommand, EC2Client,
  GetTransitGatewayPrefixListReferencesCommand, GetTransitGatewayRouteTablePropagationsCommand, SearchTransitGatewayRoutesCommand,
} from '@aws-sdk/client-ec2';
import { estateOf, noTables } from './assembling';
import { atMost } from './at-most';
import { isForbidden, isGone, readingFailure } from './ec2-client';
import { Estate, Gap, withoutKeys } from './estate';
import { actionOf, describedAs, LIST_NAMES, LIST_OUTPUTS, Lists, ListsOfTables, Output, TABLE_LIST_NAMES, TABLE_OUTPUTS } from './outputs';
import { Misfit, shapedList } from './shapes';
import { inOneForm } from '../../../lambda/aws/one-form';
import { REGION } from '../../../src/contract/grammar';
import { quotedValue } from '../../../src/contract/quoted-value';

const CALLS_AT_A_TIME = 5;

/** The most that EC2 gives at once, by its API reference; a describe that asks for pages has a larger bucket of requests. */
const PAGE = 1_000;
const PAGE_OF_ROUTE_TABLES = 100;

/** @param told of how far it is, whenever that changes */
export async function readAws(client: EC2Client, region: string, reported: (progress: string) => void): Promise<Estate> {
  return new Reading(client, region, reported).estate();
}

/** The regions that the account has enabled. */
export async function enabledRegions(client: EC2Client, region: string): Promise<string[]> {
  try {
    const { Regions = [] } = await client.send(new DescribeRegionsCommand({}));
    const names = Regions.flatMap(({ RegionName: name }) => name ?? []).sort();
    const misfit = names.find((name) => !REGION.fits(name));
    if (misfit !== undefined) throw new Misfit('RegionName', `is ${quotedValue(misfit)}, and not ${REGION.allowed}`);
    return names;
  } catch (error) {
    throw readingFailure('ec2:DescribeRegions', region, error);
  }
}

interface Page<T> {
  readonly items: readonly T[] | undefined;
  readonly next?: string;
}

type Ask<T> = (nextToken: string | undefined) => Promise<Page<T>>;

class Reading {
  private readonly gaps: Gap[] = [];
  private readonly inTurn = atMost(CALLS_AT_A_TIME);
  /** The first failure ends the calls that are still under way. */
  private readonly ending = new AbortController();
  private readonly abort = { abortSignal: this.ending.signal };
  private begun = 0;
  private done = 0;

  private readonly lists: { readonly [Name in keyof Lists]: Ask<Lists[Name]> } = {
    vpnConnections: async () => {
      const { VpnConnections } = await this.client.send(new DescribeVpnConnectionsCommand({}), this.abort);
      return { items: VpnConnections?.map(withoutKeys) }; // at once, so that the configurations need not stay in memory
    },
    customerGateways: async () => {
      const { CustomerGateways } = await this.client.send(new DescribeCustomerGatewaysCommand({}), this.abort);
      return { items: CustomerGateways };
    },
    vpnGateways: async () => {
      const { VpnGateways } = await this.client.send(new DescribeVpnGatewaysCommand({}), this.abort);
      return { items: VpnGateways };
    },
    transitGateways: async (NextToken) => {
      const page = await this.client.send(new DescribeTransitGatewaysCommand({ MaxResults: PAGE, NextToken }), this.abort);
      return { items: page.TransitGateways, next: page.NextToken };
    },
    transitGatewayAttachments: async (NextToken) => {
      const page = await this.client.send(new DescribeTransitGatewayAttachmentsCommand({ MaxResults: PAGE, NextToken }), this.abort);
      return { items: page.TransitGatewayAttachments, next: page.NextToken };
    },
    transitGatewayVpcAttachments: async (NextToken) => {
      const page = await this.client.send(new DescribeTransitGatewayVpcAttachmentsCommand({ MaxResults: PAGE, NextToken }), this.abort);
      return { items: page.TransitGatewayVpcAttachments, next: page.NextToken };
    },
    transitGatewayRouteTables: async (NextToken) => {
      const page = await this.client.send(new DescribeTransitGatewayRouteTablesCommand({ MaxResults: PAGE, NextToken }), this.abort);
      return { items: page.TransitGatewayRouteTables, next: page.NextToken };
    },
    routeTables: async (NextToken) => {
      const page = await this.client.send(new DescribeRouteTablesCommand({ MaxResults: PAGE_OF_ROUTE_TABLES, NextToken }), this.abort);
      return { items: page.RouteTables, next: page.NextToken };
    },
    vpcs: async (NextToken) => {
      const page = await this.client.send(new DescribeVpcsCommand({ MaxResults: PAGE, NextToken }), this.abort);
      return { items: page.Vpcs, next: page.NextToken };
    },
    subnets: async (NextToken) => {
      const page = await this.client.send(new DescribeSubnetsCommand({ MaxResults: PAGE, NextToken }), this.abort);
      return { items: page.Subnets, next: page.NextToken };
    },
  };

  private readonly ofTable: { readonly [Name in keyof ListsOfTables]: (id: string) => Ask<ListsOfTables[Name]> } = {
    transitGatewayRoutes: (TransitGatewayRouteTableId) => async (NextToken) => {
      const page = await this.client.send(new SearchTransitGatewayRoutesCommand({
        TransitGatewayRouteTableId, Filters: [{ Name: 'type', Values: ['static', 'propagated'] }], MaxResults: PAGE, NextToken,
      }), this.abort);
      if (page.AdditionalRoutesAvailable === true && !page.NextToken) {
        const described = describedAs(TABLE_OUTPUTS.transitGatewayRoutes, TransitGatewayRouteTableId);
        this.gaps.push({ described, why: 'there are more routes than EC2 lists, and it gave no token for the others' });
      }
      return { items: page.Routes, next: page.NextToken };
    },
    transitGatewayPropagations: (TransitGatewayRouteTableId) => async (NextToken) => {
      const page = await this.client.send(new GetTransitGatewayRouteTablePropagationsCommand({
        TransitGatewayRouteTableId, MaxResults: PAGE, NextToken,
      }), this.abort);
      return { items: page.TransitGatewayRouteTablePropagations, next: page.NextToken };
    },
    prefixListReferences: (TransitGatewayRouteTableId) => async (NextToken) => {
      const page = await this.client.send(new GetTransitGatewayPrefixListReferencesCommand({
        TransitGatewayRouteTableId, MaxResults: PAGE, NextToken,
      }), this.abort);
      return { items: page.TransitGatewayPrefixListReferences, next: page.NextToken };
    },
  };

  constructor(
    private readonly client: EC2Client, private readonly region: string, private readonly onProgress: (progress: string) => void,
  ) {}

  async estate(): Promise<Estate> {
    try {
      const lists = Object.fromEntries(await Promise.all(LIST_NAMES.map(async (name) => [
        name, await this.pages(name, LIST_OUTPUTS[name], undefined, this.lists[name] as Ask<unknown>),
      ]))) as { [Name in keyof Lists]: Lists[Name][] | undefined };
      const tables = noTables();
      const live = (lists.transitGatewayRouteTables ?? []).filter(({ State: state }) => state !== 'deleting' && state !== 'deleted')
        .flatMap(({ TransitGatewayRouteTableId: id }) => id ?? []);
      await Promise.all(live.flatMap((id) => TABLE_LIST_NAMES.map(async (name) => {
        const read = await this.pages(name, TABLE_OUTPUTS[name], id, this.ofTable[name](id) as Ask<unknown>);
        if (read !== undefined) (tables[name] as Map<string, unknown[]>).set(id, read);
      })));
      return estateOf({ region: this.region, lists, tables, gaps: this.gaps });
    } finally {
      this.ending.abort();
    }
  }

  /** All pages; nothing, and a gap, where that is not allowed or the table is gone by now. */
  private async pages(
    name: keyof (Lists & ListsOfTables), output: Output, routeTableId: string | undefined, ask: Ask<unknown>,
  ): Promise<unknown[] | undefined> {
    this.begun += 1;
    const read = await this.allOf(name, output, ask).catch((error: unknown) => {
      const why = whyLeftOut(output, routeTableId, error);
      if (why === undefined) throw readingFailure(actionOf(output), this.region, error);
      this.gaps.push({ described: describedAs(output, routeTableId), why });
      return undefined;
    });
    this.done += 1;
    this.onProgress(`${this.region}: ${this.done} of ${this.begun} answers read`);
    return read;
  }

  private async allOf(name: keyof (Lists & ListsOfTables), { member }: Output, ask: Ask<unknown>): Promise<unknown[]> {
    const all: unknown[] = [];
    let next: string | undefined;
    do {
      const page = await this.inTurn(async () => ask(next));
      for (const item of shapedList(name, member, inOneForm(page.items) ?? [])) all.push(item);
      next = page.next;
    } while (next);
    return all;
  }
}

/** Nothing when it must not be left out: without its connections an estate is not one. */
function whyLeftOut(output: Output, routeTableId: string | undefined, error: unknown): string | undefined {
  if (output === LIST_OUTPUTS.vpnConnections) return undefined;
  if (isForbidden(error)) return `${actionOf(output)} is not allowed`;
  return routeTableId !== undefined && isGone(error) ? 'the table was gone before it could be read' : undefined;
}
