/** Where a connection ends on the AWS side. */
import { GatewayEnd } from './domain/declaration';
import { at, requireDistinct, requireId, requireKnownLength } from './private/checks';

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
   * @throws an error when the id is that of something else
   * @see https://docs.aws.amazon.com/vpn/latest/s2svpn/how_it_works.html#VPNGateway
   */
  public static virtualPrivateGateway(vpnGatewayId: string): TargetGateway {
    return new VirtualPrivateGatewayTarget(vpnGatewayId);
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
}

class VirtualPrivateGatewayTarget extends TargetGateway {
  public readonly _end: GatewayEnd;

  constructor(public readonly gatewayId: string) {
    super();
    requireId('vpnGatewayId', gatewayId, 'vgw', 'virtual private gateway');
    this._end = { kind: 'virtual-private-gateway', id: gatewayId };
  }
}

class TransitGatewayTarget extends TargetGateway {
  public readonly _end: GatewayEnd;

  constructor(public readonly gatewayId: string, tables: TransitGatewayRouteTables) {
    super();
    requireId('transitGatewayId', gatewayId, 'tgw', 'transit gateway');
    requireRouteTableId('associationRouteTableId', tables.associationRouteTableId);
    this._end = {
      kind: 'transit-gateway',
      id: gatewayId,
      associationRouteTableId: tables.associationRouteTableId,
      propagationRouteTableIds: routeTableIds('propagationRouteTableIds', tables.propagationRouteTableIds),
      staticRouteTableIds: routeTableIds('staticRouteTableIds', tables.staticRouteTableIds),
      defaultRouteTableIds: routeTableIds('defaultRouteTableIds', tables.defaultRouteTableIds),
    };
  }
}

function routeTableIds(prop: string, ids: string[] = []): string[] {
  requireKnownLength(prop, ids);
  ids.forEach((id, index) => requireRouteTableId(at(prop, index), id));
  requireDistinct(prop, ids);
  return [...ids];
}

function requireRouteTableId(prop: string, id: string): void {
  requireId(prop, id, 'tgw-rtb', 'transit gateway route table');
}
