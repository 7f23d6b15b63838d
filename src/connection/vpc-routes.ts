/** The route tables of a VPC, how they learn the networks behind a connection, and what becomes of that in a move. */
import { Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { requireAtLeastOne, requireDestination, requireEach, requireVpcRouteTableId } from '../private/checks';

/**
 * How some route tables of a VPC learn the way to the networks behind a connection that CloudFormation makes.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html
 */
export class VpcRoutes {
  /**
   * The tables learn by propagation from the virtual private gateway which networks are behind it.
   *
   * Propagation belongs to the gateway: where several connections of an app share one, name the tables at one of them, or at the
   * {@link VirtualPrivateGateway}. No other kind of gateway propagates into a VPC.
   *
   * @param routeTableIds the VPC route tables, `rtb-…`, at least one, none twice
   * @throws an error when an id is that of something else, or a table is named twice
   */
  public static propagated(routeTableIds: string[]): VpcRoutes {
    return new VpcRoutes(checkedTables(routeTableIds), 'propagated');
  }

  /**
   * The tables get one static route to the gateway for each network behind the connection.
   *
   * EC2 takes a route only where the VPC is attached to the gateway. The route waits for what attaches it, if that is in the same stack;
   * let the connection depend on it, if it is in another one.
   *
   * {@link VpcRouteTables} has the ids of the tables of a VPC's subnets.
   *
   * @param routeTableIds the VPC route tables, `rtb-…`, at least one, none twice
   * @param destinations CIDR blocks or ids of prefix lists, instead of the connection's own static routes. A destination that is
   * known only at deployment is an IPv4 block. A connection with BGP needs them.
   * @throws an error when an id is that of something else, a destination is malformed, or something is named twice
   */
  public static staticRoutes(routeTableIds: string[], destinations?: string[]): VpcRoutes {
    if (destinations !== undefined) {
      requireEach('destinations', destinations, requireDestination);
      requireAtLeastOne('destinations', destinations, 'CIDR block or prefix list');
    }
    return new VpcRoutes(checkedTables(routeTableIds), 'static', destinations === undefined ? undefined : [...destinations]);
  }

  private constructor(
    /** @internal */
    public readonly _routeTableIds: readonly string[],
    /** @internal */
    public readonly _kind: 'propagated' | 'static',
    /**
     * Absent: the connection's own.
     *
     * @internal
     */
    public readonly _destinations?: readonly string[],
  ) {}
}

function checkedTables(ids: string[]): string[] {
  requireEach('routeTableIds', ids, requireVpcRouteTableId);
  requireAtLeastOne('routeTableIds', ids, 'VPC route table');
  return [...ids];
}

/**
 * One VPC route table whose traffic to the networks behind the VPN is to go to the new gateway.
 *
 * The networks behind the VPN move by themselves, whether a static route or a propagated one leads to them. Other
 * static routes to the old gateway (a wider block, `0.0.0.0/0`, IPv6, a prefix list) must be named in `moved` or in
 * `left`: the move refuses to guess.
 */
export interface VpcRouteTableMove {
  /** The id of the VPC route table, `rtb-…`. */
  readonly routeTableId: string;

  /**
   * Destinations, besides the networks behind the VPN, whose static routes are pointed to the new gateway too: CIDR
   * blocks or ids of prefix lists.
   *
   * @default - only the networks behind the VPN move
   */
  readonly moved?: string[];

  /**
   * Destinations whose static routes stay with the old gateway on purpose: CIDR blocks or ids of prefix lists.
   *
   * @default - no static route to the old gateway may be left over
   */
  readonly left?: string[];
}

/**
 * The route tables of a VPC's subnets, wherever this library takes ids of VPC route tables.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html
 */
export class VpcRouteTables {
  /**
   * The ids, `rtb-…`, of the route tables of a VPC's subnets, each once: subnets may share a table.
   *
   * Of a VPC of this app, what is made of them waits for the tables. One that exists is taken with `ec2.Vpc.fromLookup`, which knows them.
   *
   * @param selections which subnets, as aws-cdk-lib selects them; several are put together. Those that the VPC gives to whoever does not
   * choose, unless given
   * @throws an error when no subnet is selected, or the VPC was taken without its route tables
   */
  public static idsOf(vpc: ec2.IVpc, ...selections: ec2.SubnetSelection[]): string[] {
    const subnets = (selections.length === 0 ? [{}] : selections).flatMap((selection) => vpc.selectSubnets(selection).subnets);
    if (subnets.length === 0) {
      throw new Error(`the selection must select at least one subnet of ${vpc.node.path}, got none; select others, or name the tables by their ids`);
    }
    const unknown = subnets.find((subnet) => !hasRouteTable(subnet));
    if (unknown === undefined) return [...new Set(subnets.map((subnet) => subnet.routeTable.routeTableId))];
    throw new Error(`${vpc.node.path} must know the route table of each subnet, got none for ${unknown.node.path}; take the VPC with \`ec2.Vpc.fromLookup\`,`
      + ' give `ec2.Vpc.fromVpcAttributes` the `…SubnetRouteTableIds` as well, or name the tables by their ids');
  }

  private constructor() {}
}

/** aws-cdk-lib says nothing, or an empty text, of a subnet that was imported without. */
function hasRouteTable(subnet: ec2.ISubnet): boolean {
  const id = subnet.routeTable?.routeTableId as string | undefined;
  return id !== undefined && (Token.isUnresolved(id) || id !== '');
}
