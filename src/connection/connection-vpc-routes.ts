/** The routes by which a VPC reaches the networks behind a connection. */
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
