/** Where a connection ends on the AWS side. */
import { GatewayEnd } from './domain/declaration';
import { at, requireAsn, requireDistinct, requireId, requireKnownLength } from './private/checks';

/**
 * The gateway on the AWS side of a connection, with everything on it that concerns the connection.
 *
 * It is used for a connection that CloudFormation makes ({@link SiteToSiteVpn}) and for both ends of a move
 * ({@link VpnTargetMigration}).
 */
export abstract class TargetGateway {
  /**
   * A virtual private gateway: the gateway of one VPC.
   *
   * @param vpnGatewayId its id, `vgw-…`
   * @param options what a move does around the gateway; a connection that CloudFormation makes has none
   * @throws an error when an id is that of something else, or a route table is named twice
   * @see https://docs.aws.amazon.com/vpn/latest/s2svpn/how_it_works.html#VPNGateway
   */
  public static virtualPrivateGateway(vpnGatewayId: string, options: VirtualPrivateGatewayOptions = {}): TargetGateway {
    return new VirtualPrivateGatewayTarget(vpnGatewayId, options);
  }

  /**
   * A transit gateway of this account and region, and the part its route tables play for the connection.
   *
   * @param transitGatewayId its id, `tgw-…`
   * @throws an error when an id is that of something else, or a route table is named twice for the same purpose
   * @see https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpn-attachments.html
   */
  public static transitGateway(transitGatewayId: string, routing: TransitGatewayRouteTables): TargetGateway {
    return new TransitGatewayTarget(transitGatewayId, routing);
  }

  /** The id of the gateway, `vgw-…` or `tgw-…`. */
  public abstract readonly gatewayId: string;

  /**
   * The gateway in the words of the domain.
   *
   * @internal
   */
  public abstract readonly _end: GatewayEnd;

  /**
   * The autonomous system number of the gateway, where it is known.
   *
   * @internal
   */
  public abstract readonly _amazonSideAsn?: number;
}

/**
 * What a {@link VpnTargetMigration} does around a virtual private gateway, besides moving the connection.
 */
export interface VirtualPrivateGatewayOptions {
  /**
   * The VPC route tables, `rtb-…`, that learn the networks behind the VPN by propagation from this gateway instead of
   * getting static routes. They matter where a connection arrives; propagation is switched on there, and off again on the way back.
   *
   * A static route wins over a propagated one to the same network: name such a table in the move's `vpcRouteTables` too,
   * so that its routes to the old gateway go.
   *
   * In an exchange (`vpcId`) the old gateway stops propagating when it is detached: name its tables at `from`, so that the way
   * back can restore them.
   *
   * @default - no propagation is switched on
   */
  readonly propagatingRouteTableIds?: string[];

  /**
   * The VPC, `vpc-…`, to which this gateway is attached in exchange for the gateway that the connection comes from, as a
   * VPC has one virtual private gateway only. Only for a move between two virtual private gateways.
   *
   * The exchange interrupts everything that hangs on the old gateway: other connections, and Direct Connect.
   *
   * @default - the gateway stays as it is, attached or not
   */
  readonly vpcId?: string;

  /**
   * The autonomous system number of the gateway, if you know it: a device with the same number is refused at synthesis.
   *
   * @default - unknown, and not compared
   */
  readonly amazonSideAsn?: number;
}

/**
 * The transit gateway route tables that concern one VPN attachment.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/tgw/tgw-route-tables.html
 */
export interface TransitGatewayRouteTables {
  /**
   * The one table the VPN attachment is associated with, `tgw-rtb-…`: it decides what on-premises hosts can reach, so
   * it needs a route to each VPC.
   */
  readonly associationRouteTableId: string;

  /**
   * The tables that learn the networks a device announces by BGP.
   *
   * @default - the VPN attachment propagates to no table
   */
  readonly propagationRouteTableIds?: string[];

  /**
   * The tables that get one static route for each network behind the VPN: those the VPC attachments are associated with.
   *
   * Needed for a connection with static routes, which announces nothing by itself.
   *
   * @default - no static routes are made on the transit gateway
   */
  readonly staticRouteTableIds?: string[];

  /**
   * The default association and default propagation route tables of the transit gateway, if it has any and the VPN
   * attachment is not to stay in them.
   *
   * A gateway with such defaults puts every new attachment into them by itself. {@link VpnTargetMigration} takes the
   * attachment out again, and its role may do so for the tables named here only. CloudFormation cannot:
   * {@link SiteToSiteVpn} refuses this option when it is to make the routing of the attachment itself.
   *
   * @default - none: the gateway's defaults are switched off, or are the wanted tables
   */
  readonly defaultRouteTableIds?: string[];

  /**
   * The autonomous system number of the gateway, if you know it: a device with the same number is refused at synthesis.
   *
   * @default - unknown, and not compared
   */
  readonly amazonSideAsn?: number;
}

class VirtualPrivateGatewayTarget extends TargetGateway {
  public readonly _end: GatewayEnd;
  public readonly _amazonSideAsn?: number;

  constructor(public readonly gatewayId: string, { propagatingRouteTableIds, vpcId, amazonSideAsn }: VirtualPrivateGatewayOptions) {
    super();
    requireAsn('amazonSideAsn', amazonSideAsn);
    this._amazonSideAsn = amazonSideAsn;
    requireId('vpnGatewayId', gatewayId, 'vgw', 'virtual private gateway');
    if (vpcId !== undefined) requireId('vpcId', vpcId, 'vpc', 'VPC');
    this._end = {
      kind: 'virtual-private-gateway',
      id: gatewayId,
      propagatingRouteTableIds: routeTableIds('propagatingRouteTableIds', propagatingRouteTableIds, requireVpcRouteTableId),
      ...vpcId === undefined ? {} : { vpcId },
    };
  }
}

class TransitGatewayTarget extends TargetGateway {
  public readonly _end: GatewayEnd;
  public readonly _amazonSideAsn?: number;

  constructor(public readonly gatewayId: string, tables: TransitGatewayRouteTables) {
    super();
    requireAsn('amazonSideAsn', tables.amazonSideAsn);
    this._amazonSideAsn = tables.amazonSideAsn;
    requireId('transitGatewayId', gatewayId, 'tgw', 'transit gateway');
    requireTransitGatewayRouteTableId('associationRouteTableId', tables.associationRouteTableId);
    this._end = {
      kind: 'transit-gateway',
      id: gatewayId,
      associationRouteTableId: tables.associationRouteTableId,
      propagationRouteTableIds: routeTableIds('propagationRouteTableIds', tables.propagationRouteTableIds, requireTransitGatewayRouteTableId),
      staticRouteTableIds: routeTableIds('staticRouteTableIds', tables.staticRouteTableIds, requireTransitGatewayRouteTableId),
      defaultRouteTableIds: routeTableIds('defaultRouteTableIds', tables.defaultRouteTableIds, requireTransitGatewayRouteTableId),
    };
  }
}

function routeTableIds(prop: string, ids: string[] | undefined, requireEach: (prop: string, id: string) => void): string[] {
  if (ids === undefined) return [];
  requireKnownLength(prop, ids);
  ids.forEach((id, index) => requireEach(at(prop, index), id));
  requireDistinct(prop, ids);
  return [...ids];
}

function requireVpcRouteTableId(prop: string, id: string): void {
  requireId(prop, id, 'rtb', 'VPC route table');
}

function requireTransitGatewayRouteTableId(prop: string, id: string): void {
  requireId(prop, id, 'tgw-rtb', 'transit gateway route table');
}
