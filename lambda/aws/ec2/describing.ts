/**
 * EC2's describe calls, each with ids or filters (an unfiltered one is slow and costs a smaller bucket), read to the last page and in
 * one form, and nothing in it that does not fit. What EC2 does not answer is there or not there only where it says so: less than was asked
 * for is a look that failed.
 */
import * as ec2 from '@aws-sdk/client-ec2';
import { attempted, codeOf } from './failures';
import { fitting } from './fitting';
import { RetryableFailure } from '../../runner/ports';
import { allOf } from '../pages';

export class Describing {
  readonly vpnConnections = new Kind<ec2.VpnConnection>('VPN connection', 'VpnConnection', async (asked) =>
    this.client.send(new ec2.DescribeVpnConnectionsCommand(asked)));
  readonly customerGateways = new Kind<ec2.CustomerGateway>('customer gateway', 'CustomerGateway', async (asked) =>
    this.client.send(new ec2.DescribeCustomerGatewaysCommand(asked)));
  readonly vpnGateways = new Kind<ec2.VpnGateway>('virtual private gateway', 'VpnGateway', async (asked) =>
    this.client.send(new ec2.DescribeVpnGatewaysCommand(asked)));
  readonly transitGateways = new Kind<ec2.TransitGateway>('transit gateway', 'TransitGateway', async (asked) =>
    this.client.send(new ec2.DescribeTransitGatewaysCommand(asked)));
  readonly vpcRouteTables = new Kind<ec2.RouteTable>('route table', 'RouteTable', async (asked) =>
    this.client.send(new ec2.DescribeRouteTablesCommand(asked)), 'VPC route tables of');
  readonly vpcs = new Kind<ec2.Vpc>('VPC', 'Vpc', async (asked) => this.client.send(new ec2.DescribeVpcsCommand(asked)));

  constructor(private readonly client: ec2.EC2Client) {}

  async vpnConnectionsOn(by: 'vpn-gateway-id' | 'transit-gateway-id', gatewayId: string): Promise<ec2.VpnConnection[]> {
    return this.vpnConnections.by(by, [gatewayId], 'the VPN connections on');
  }

  async attachments(...Filters: ec2.Filter[]): Promise<ec2.TransitGatewayAttachment[]> {
    return attempted('describing transit gateway attachments', async () => allOf(async (NextToken?: string) =>
      this.client.send(new ec2.DescribeTransitGatewayAttachmentsCommand({ Filters, NextToken })), 'TransitGatewayAttachments',
    fitting('DescribeTransitGatewayAttachments')));
  }

  async vpcAttachments(transitGatewayId: string): Promise<ec2.TransitGatewayVpcAttachment[]> {
    const Filters = [filter('transit-gateway-id', [transitGatewayId])];
    return attempted(`describing the VPC attachments of ${transitGatewayId}`, async () => allOf(async (NextToken?: string) =>
      this.client.send(new ec2.DescribeTransitGatewayVpcAttachmentsCommand({ Filters, NextToken })), 'TransitGatewayVpcAttachments',
    fitting('DescribeTransitGatewayVpcAttachments')));
  }

  async propagationsOf(attachmentId: string): Promise<ec2.TransitGatewayAttachmentPropagation[]> {
    const asked = { TransitGatewayAttachmentId: attachmentId };
    return attempted(`reading the propagations of ${attachmentId}`, async () => allOf(async (NextToken?: string) =>
      this.client.send(new ec2.GetTransitGatewayAttachmentPropagationsCommand({ ...asked, NextToken })), 'TransitGatewayAttachmentPropagations',
    fitting('GetTransitGatewayAttachmentPropagations')));
  }

  async transitGatewayRouteTables(transitGatewayId: string): Promise<ec2.TransitGatewayRouteTable[]> {
    const Filters = [filter('transit-gateway-id', [transitGatewayId])];
    return attempted(`describing the route tables of ${transitGatewayId}`, async () => allOf(async (NextToken?: string) =>
      this.client.send(new ec2.DescribeTransitGatewayRouteTablesCommand({ Filters, NextToken })), 'TransitGatewayRouteTables',
    fitting('DescribeTransitGatewayRouteTables')));
  }

  /** EC2 lists 1,000 routes at most, says of more that they are there, and has been seen to give no token for them [L, re:Post]. */
  async transitGatewayRoutes(routeTableId: string, types: readonly ('static' | 'propagated')[]): Promise<ec2.TransitGatewayRoute[]> {
    const doing = `searching the routes of ${routeTableId}`;
    const asked = { TransitGatewayRouteTableId: routeTableId, Filters: [filter('type', types)] };
    return attempted(doing, async () => allOf(async (NextToken?: string) => {
      const page = await this.client.send(new ec2.SearchTransitGatewayRoutesCommand({ ...asked, NextToken }));
      if (page.AdditionalRoutesAvailable === true && !page.NextToken) {
        throw new RetryableFailure(`${doing}: there are more ${types.join(' and ')} routes than SearchTransitGatewayRoutes lists, and it gave no`
          + ' NextToken for the others, which could be lost unseen');
      }
      return page;
    }, 'Routes', fitting('SearchTransitGatewayRoutes', 'Routes')));
  }

  async prefixListReferences(routeTableId: string): Promise<ec2.TransitGatewayPrefixListReference[]> {
    const asked = { TransitGatewayRouteTableId: routeTableId };
    return attempted(`reading the prefix list references of ${routeTableId}`, async () => allOf(async (NextToken?: string) =>
      this.client.send(new ec2.GetTransitGatewayPrefixListReferencesCommand({ ...asked, NextToken })), 'TransitGatewayPrefixListReferences',
    fitting('GetTransitGatewayPrefixListReferences')));
  }

  async subnets(vpcIds: readonly string[]): Promise<ec2.Subnet[]> {
    if (vpcIds.length === 0) return [];
    const Filters = [filter('vpc-id', vpcIds)];
    return attempted(`describing the subnets of ${vpcIds.join(', ')}`, async () => allOf(async (NextToken?: string) =>
      this.client.send(new ec2.DescribeSubnetsCommand({ Filters, NextToken })), 'Subnets',
    fitting('DescribeSubnets')));
  }
}

export function filter(name: string, values: readonly string[]): ec2.Filter {
  return { Name: name, Values: [...values] };
}

interface Asked {
  readonly Filters?: ec2.Filter[];
  readonly NextToken?: string;
}

/** Objects that are asked for by their ids. */
class Kind<T extends object> {
  /** @param name with which EC2's words for them begin: `VpnConnectionIds` are asked for, and `VpnConnections` are answered */
  constructor(
    private readonly noun: string, private readonly name: string, private readonly describe: (asked: Asked) => Promise<object>,
    private readonly several: string = `${noun}s`,
  ) {}

  /**
   * Nothing where EC2 says that it does not exist: that is an error. An answer without it says neither, and an empty one less than
   * that.
   */
  async one(id: string): Promise<T | undefined> {
    const doing = `describing ${this.noun} ${id}`;
    const found = await attempted(doing, async () => this.all({ [`${this.name}Ids`]: [id] }).catch((error: unknown) => {
      if (codeOf(error).endsWith('.NotFound')) return undefined;
      throw error;
    }));
    if (found === undefined) return undefined;
    const it = found.find((each) => this.idOf(each) === id);
    if (it === undefined) throw new RetryableFailure(`${doing}: EC2 answered without it, and did not say that it does not exist`);
    return it;
  }

  async by(filterName: string, values: readonly string[], what: string = this.several): Promise<T[]> {
    if (values.length === 0) return [];
    return attempted(`describing ${what} ${values.join(', ')}`, async () => this.all({ Filters: [filter(filterName, values)] }));
  }

  /** By filter EC2 leaves out what does not exist; that it does not, it says only of what it is asked for by id. */
  async those(ids: readonly string[]): Promise<T[]> {
    const found = await this.by(`${this.noun.toLowerCase().replaceAll(' ', '-')}-id`, ids);
    const known = new Set(found.map((each) => this.idOf(each)));
    const missing = await Promise.all(ids.filter((id) => !known.has(id)).map(async (id) => this.one(id)));
    return [...found, ...missing.flatMap((each) => each ?? [])];
  }

  private async all(asked: object): Promise<T[]> {
    const describe = async (NextToken?: string) => this.describe({ ...asked, NextToken }) as Promise<Readonly<Record<string, T[]>>>;
    return allOf(describe, `${this.name}s`, fitting(`Describe${this.name}s`));
  }

  private idOf(one: T): unknown {
    return (one as Readonly<Record<string, unknown>>)[`${this.name}Id`];
  }
}
