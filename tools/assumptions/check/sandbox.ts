/** What the check makes for itself, each thing when it is first asked for: tagged, and on the ledger before and after. */
import type { ResourceType, TagSpecification } from '@aws-sdk/client-ec2';
import { CheckFailure, Ec2Calls } from './ec2-calls';
import { Kind, Ledger } from './ledger';
import { until } from './waiting';

export const RUN_TAG = 'cdk-site-to-site-vpn:assumptions';

export const VPC_CIDR = '10.98.0.0/16';
export const LIST_CIDRS = ['10.97.1.0/24', '10.97.2.0/24'];
/** Of a range that is reserved for documentation (RFC 5737): no device answers there. */
export const DEVICE_ADDRESS = '203.0.113.77';
const DEVICE_ASN = 65_177;

type Ordinal = 1 | 2;

export interface SandboxProps {
  readonly ec2: Ec2Calls;
  readonly ledger: Ledger;
  readonly tell: (text: string) => void;
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly now: () => number;
  readonly deviceAddress: string;
}

export class Sandbox {
  private readonly made = new Map<string, Promise<string>>();

  constructor(readonly props: SandboxProps) {}

  async vpc(): Promise<string> {
    return this.once('vpc', 'VPC', async (TagSpecifications, made) => {
      const { Vpc } = await this.props.ec2.call((client) => client.createVpc({ CidrBlock: VPC_CIDR, TagSpecifications }));
      const id = made(Vpc?.VpcId);
      await this.wait('the VPC', async () => (await this.mainRouteTable(id)) !== undefined);
      return id;
    });
  }

  /** The VPC's main table, which comes with it. */
  async mainRouteTable(vpcId: string): Promise<{ id: string; propagating: string[] } | undefined> {
    const Filters = [{ Name: 'vpc-id', Values: [vpcId] }];
    const { RouteTables = [] } = await this.props.ec2.call((client) => client.describeRouteTables({ Filters }));
    const [table] = RouteTables;
    if (table?.RouteTableId === undefined) return undefined;
    return { id: table.RouteTableId, propagating: (table.PropagatingVgws ?? []).flatMap(({ GatewayId }) => GatewayId ?? []) };
  }

  async vpnGateway(ordinal: Ordinal): Promise<string> {
    return this.once('vpn-gateway', `virtual private gateway ${ordinal}`, async (TagSpecifications, made) => {
      const { VpnGateway } = await this.props.ec2.call((client) => client.createVpnGateway({ Type: 'ipsec.1', TagSpecifications }));
      const id = made(VpnGateway?.VpnGatewayId);
      await this.wait(id, async () => {
        const { VpnGateways = [] } = await this.props.ec2.call((client) => client.describeVpnGateways({ VpnGatewayIds: [id] }));
        return VpnGateways[0]?.State === 'available';
      });
      return id;
    });
  }

  /** The name makes it unlike every other: EC2 answers an identical request with the gateway that is there, which may be somebody's. */
  get device() {
    const { ledger, deviceAddress } = this.props;
    return { Type: 'ipsec.1' as const, IpAddress: deviceAddress, BgpAsn: DEVICE_ASN, DeviceName: `assumptions-${ledger.run}` };
  }

  async customerGateway(): Promise<string> {
    return this.once('customer-gateway', 'customer gateway', async (TagSpecifications, made) => {
      const input = { ...this.device, TagSpecifications };
      const { CustomerGateway } = await this.props.ec2.call((client) => client.createCustomerGateway(input));
      return made(CustomerGateway?.CustomerGatewayId);
    });
  }

  /** On the first virtual private gateway, with static routes; it is `pending` for minutes. */
  async connection(): Promise<string> {
    const [CustomerGatewayId, VpnGatewayId] = [await this.customerGateway(), await this.vpnGateway(1)];
    return this.once('vpn-connection', 'VPN connection', async (TagSpecifications, made) => {
      const { VpnConnection } = await this.props.ec2.call((client) => client.createVpnConnection({
        Type: 'ipsec.1', CustomerGatewayId, VpnGatewayId, Options: { StaticRoutesOnly: true }, TagSpecifications,
      }));
      return made(VpnConnection?.VpnConnectionId);
    });
  }

  /** The first has default tables, as AWS makes it; the second has none. */
  async transitGateway(ordinal: Ordinal): Promise<string> {
    return this.once('transit-gateway', `transit gateway ${ordinal}`, async (TagSpecifications, made) => {
      const Options = ordinal === 1 ? {} : { DefaultRouteTableAssociation: 'disable', DefaultRouteTablePropagation: 'disable' } as const;
      const { TransitGateway } = await this.props.ec2.call((client) => client.createTransitGateway({ Options, TagSpecifications }));
      const id = made(TransitGateway?.TransitGatewayId);
      await this.wait(id, async () => {
        const { TransitGateways = [] } = await this.props.ec2.call((client) => client.describeTransitGateways({ TransitGatewayIds: [id] }));
        return TransitGateways[0]?.State === 'available';
      });
      return id;
    });
  }

  /** A second table of the first transit gateway. */
  async routeTable(): Promise<string> {
    const TransitGatewayId = await this.transitGateway(1);
    return this.once('transit-gateway-route-table', 'transit gateway route table', async (TagSpecifications, made) => {
      const { TransitGatewayRouteTable: table } = await this.props.ec2.call((client) =>
        client.createTransitGatewayRouteTable({ TransitGatewayId, TagSpecifications }));
      const id = made(table?.TransitGatewayRouteTableId);
      await this.wait(id, async () => {
        const TransitGatewayRouteTableIds = [id];
        const { TransitGatewayRouteTables: tables = [] } = await this.props.ec2.call((client) =>
          client.describeTransitGatewayRouteTables({ TransitGatewayRouteTableIds }));
        return tables[0]?.State === 'available';
      });
      return id;
    });
  }

  async prefixList(): Promise<string> {
    return this.once('prefix-list', 'prefix list', async (TagSpecifications, made) => {
      const { PrefixList } = await this.props.ec2.call((client) => client.createManagedPrefixList({
        PrefixListName: `assumptions-${this.props.ledger.run}`, AddressFamily: 'IPv4', MaxEntries: LIST_CIDRS.length,
        Entries: LIST_CIDRS.map((Cidr) => ({ Cidr })), TagSpecifications,
      }));
      const id = made(PrefixList?.PrefixListId);
      await this.wait(id, async () => {
        const { PrefixLists = [] } = await this.props.ec2.call((client) => client.describeManagedPrefixLists({ PrefixListIds: [id] }));
        return PrefixLists[0]?.State === 'create-complete';
      });
      return id;
    });
  }

  /** Something more that a question may bring about, on the ledger all the same. */
  tracked(kind: Kind, name: string): { readonly made: (id: string | undefined) => void; readonly TagSpecifications: TagSpecification[] } {
    const made = this.props.ledger.making(kind, name);
    return { made: (id) => (id === undefined ? undefined : made(id)), TagSpecifications: this.tags(kind, name) };
  }

  async wait(what: string, isReady: () => Promise<boolean>): Promise<void> {
    await until(this.props, what, isReady);
  }

  private async once(
    kind: Kind, name: string, create: (tags: TagSpecification[], made: (id: string | undefined) => string) => Promise<string>,
  ): Promise<string> {
    const present = this.made.get(name);
    if (present !== undefined) return present;
    const { ledger, tell } = this.props;
    tell(`makes: ${name}`);
    const written = ledger.making(kind, name);
    const made = create(this.tags(kind, name), (id) => {
      if (id === undefined) throw new CheckFailure(`EC2 answered no id of the ${name}`);
      written(id);
      tell(`made:  ${name} ${id}`);
      return id;
    });
    this.made.set(name, made);
    return made;
  }

  private tags(kind: Kind, name: string): TagSpecification[] {
    const Tags = [{ Key: RUN_TAG, Value: this.props.ledger.run }, { Key: 'Name', Value: `assumptions: ${name}` }];
    return [{ ResourceType: kind satisfies ResourceType, Tags }];
  }
}
