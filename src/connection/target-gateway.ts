/** Where a connection ends on the AWS side. */
import { IResource } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { IConstruct, IDependable } from 'constructs';
import { CoreNetworkAttachmentOptions, TransitGatewayBlackholeRoute, TransitGatewayPrefixListReference } from './attachment-options';
import { GatewayEnd } from '../contract/declaration';
import { requireAsn, requireEach, requireId, requireTransitGatewayRouteTableId, requireVpcRouteTableId } from '../private/checks';
import { CORE_NETWORK_WORDS, Place, placeName, TransitGatewayExtras } from '../private/place';
import { amazonSideAsnOf, BESIDE_GATEWAY, requireResourceHere, requireSameEnvironment } from '../private/references';
import { requireBlackholeRoutes, requirePrefixListReferences, requireTags } from './private/target-checks';
import { IVirtualPrivateGateway } from './virtual-private-gateway';
import { IVpnConcentrator } from './vpn-concentrator';

/**
 * What is on the AWS side of a connection, with everything on it that concerns the connection.
 *
 * A connection that CloudFormation makes ({@link SiteToSiteVpn}) may end at any of them; a move ({@link VpnTargetMigration})
 * leads from and to virtual private gateways and transit gateways only, as EC2 modifies no other connection.
 */
export class TargetGateway {
  /**
   * A virtual private gateway: the gateway of one VPC.
   *
   * @param vpnGatewayId its id, `vgw-…`
   * @param options what a move does around the gateway; a connection that CloudFormation makes has none
   * @throws an error when an id is that of something else, or a route table is named twice
   * @see https://docs.aws.amazon.com/vpn/latest/s2svpn/how_it_works.html#VPNGateway
   */
  public static virtualPrivateGateway(vpnGatewayId: string, options: VirtualPrivateGatewayOptions = {}): TargetGateway {
    const place = virtualPrivateGatewayPlace(vpnGatewayId, options);
    return new TargetGateway(vpnGatewayId, place, options.amazonSideAsn ?? amazonSideAsnOf(vpnGatewayId));
  }

  /**
   * A virtual private gateway that is made in this app, or was taken by its id: the connection is made after the gateway is
   * attached to its VPC, and deleted before it is detached.
   *
   * @param options what a move does around the gateway; a connection that CloudFormation makes has none
   * @throws an error when an id is that of something else, or a route table is named twice
   * @see https://docs.aws.amazon.com/vpn/latest/s2svpn/how_it_works.html#VPNGateway
   */
  public static ofVirtualPrivateGateway(gateway: IVirtualPrivateGateway, options: VirtualPrivateGatewayOptions = {}): TargetGateway {
    const { _place: place, _amazonSideAsn: asn } = TargetGateway.virtualPrivateGateway(gateway.vpnGatewayId, options);
    return new TargetGateway(gateway.vpnGatewayId, place, asn, { resource: gateway, ready: gateway.attached });
  }

  /**
   * A transit gateway of this account and region, and the part its route tables play for the connection.
   *
   * @param transitGatewayId its id, `tgw-…`
   * @throws an error when an id is that of something else, or a route table is named twice for the same purpose
   * @see https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpn-attachments.html
   */
  public static transitGateway(transitGatewayId: string, routing: TransitGatewayRouteTables): TargetGateway {
    const place = transitGatewayPlace(transitGatewayId, routing);
    return new TargetGateway(transitGatewayId, place, routing.amazonSideAsn ?? amazonSideAsnOf(transitGatewayId));
  }

  /**
   * A transit gateway of this app, such as an `ec2.CfnTransitGateway`, and the part its route tables play for the connection.
   *
   * @throws an error when an id is that of something else, or a route table is named twice for the same purpose
   * @see https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpn-attachments.html
   */
  public static ofTransitGateway(transitGateway: ec2.ITransitGatewayRef, routing: TransitGatewayRouteTables): TargetGateway {
    return TargetGateway.transitGateway(transitGateway.transitGatewayRef.transitGatewayId, routing);
  }

  /**
   * A core network of AWS Cloud WAN. The connection itself has no gateway then: an attachment of the core network leads to it.
   *
   * EC2 cannot move such a connection to another gateway, nor another one here.
   *
   * @param coreNetworkId its id, `core-network-…`
   * @throws an error when the id is that of something else
   * @see https://docs.aws.amazon.com/vpn/latest/s2svpn/create-cwan-vpn-attachment.html
   */
  public static cloudWan(coreNetworkId: string, options: CoreNetworkAttachmentOptions = {}): TargetGateway {
    return new TargetGateway(coreNetworkId, coreNetworkPlace(coreNetworkId, options));
  }

  /**
   * A VPN concentrator: one attachment on a transit gateway that many small sites share. Routing is BGP; the association and the
   * propagations belong to the concentrator and not to each connection.
   *
   * Changing to or from a concentrator, or to another one, makes CloudFormation replace the connection.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpnConcentrator.html
   */
  public static vpnConcentrator(concentrator: IVpnConcentrator): TargetGateway {
    const { vpnConcentratorId, transitGatewayId, routed } = concentrator;
    const place: Place = { kind: 'vpn-concentrator', concentrator };
    return new TargetGateway(vpnConcentratorId, place, amazonSideAsnOf(transitGatewayId), { resource: concentrator, ready: routed });
  }

  /**
   * No gateway: the connection is made with its outside addresses, and is given a gateway later. Static routes are made then.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpnConnection.html
   */
  public static none(): TargetGateway {
    return new TargetGateway(undefined, { kind: 'none' });
  }

  private constructor(
    private readonly id: string | undefined,
    /**
     * Where the connection ends, as this library distinguishes it.
     *
     * @internal
     */
    public readonly _place: Place,
    /**
     * The autonomous system number of the gateway, where it is known.
     *
     * @internal
     */
    public readonly _amazonSideAsn?: number,
    /** The gateway's construct, where it is one, and what the connection waits for. */
    private readonly made?: { readonly resource: IResource; readonly ready: IDependable },
  ) {}

  /**
   * The id of the gateway: `vgw-…`, `tgw-…`, `core-network-…`, or that of the concentrator.
   *
   * @throws an error when there is no gateway
   */
  public get gatewayId(): string {
    if (this.id !== undefined) return this.id;
    throw new Error('`gatewayId` does not exist, since the target is `TargetGateway.none()`; only a connection that has a gateway has its id');
  }

  /**
   * What has to be there before the connection, and as long as it.
   *
   * @internal
   */
  public get _dependencies(): readonly IDependable[] {
    return this.made === undefined ? [] : [this.made.ready];
  }

  /**
   * @throws an error when the gateway, or something that is named on it, is in another account or Region than the construct
   * @internal
   */
  public _requireHere(scope: IConstruct, prop: string): void {
    if (this._place.kind === 'virtual-private-gateway' || this._place.kind === 'transit-gateway') {
      requireSameEnvironment(scope, prop, namedOn(this._place), BESIDE_GATEWAY);
    }
    if (this.made !== undefined) requireResourceHere(scope, prop, this.made.resource, BESIDE_GATEWAY);
  }

  /**
   * The gateway in the words of the domain, which knows those between which EC2 moves a connection.
   *
   * @throws an error when it is another kind
   * @internal
   */
  public get _end(): GatewayEnd {
    const place = this._place;
    if (place.kind === 'virtual-private-gateway' || place.kind === 'transit-gateway') return place.end;
    throw new Error(`the target must be a virtual private gateway or a transit gateway here, got ${placeName(place)};`
      + ' EC2 moves a connection between those two kinds only');
  }
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
   * In a swap (`vpcId`) the old gateway stops propagating when it is detached: name its tables at `from`, so that the way
   * back can restore them.
   *
   * @default - no propagation is switched on
   */
  readonly propagatingRouteTableIds?: string[];

  /**
   * The VPC, `vpc-…`, to which this gateway is attached in exchange for the gateway that the connection comes from, as a
   * VPC has one virtual private gateway only. Only for a move between two virtual private gateways.
   *
   * The swap interrupts everything that hangs on the old gateway: other connections, and Direct Connect.
   *
   * @default - the gateway stays as it is, attached or not
   */
  readonly vpcId?: string;

  /**
   * The autonomous system number of the gateway, if you know it: a device with the same number is refused at synthesis.
   *
   * @default - that of a gateway of this app; of any other it is unknown, and not compared
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
   *
   * A transit gateway with default association, as by AWS's defaults, associates every new attachment itself, which leaves no room for
   * another table: leave this out to stay in the gateway's, or switch that off first. {@link VpnTargetMigration} takes the attachment
   * out of the gateway's table, so a move needs this.
   *
   * @default - nothing is associated by this stack: the attachment is where its gateway puts it, if anywhere
   */
  readonly associationRouteTableId?: string;

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
   * A gateway that was made with AWS's defaults has one table for both, and puts every new attachment into it by itself.
   * {@link VpnTargetMigration} takes the attachment out again, and its role may do so for the tables named here only: a move that
   * they are missing from is refused, with the line to add. Where the table is the gateway's only one, it is named here and as
   * the wanted one. Where a {@link SiteToSiteVpn} makes the routing this option is refused, since CloudFormation cannot take an attachment
   * out of a table.
   *
   * @default - none: the gateway's defaults are switched off, or are the wanted tables
   */
  readonly defaultRouteTableIds?: string[];

  /**
   * The autonomous system number of the gateway, if you know it: a device with the same number is refused at synthesis.
   *
   * @default - that of a gateway of this app; of any other it is unknown, and not compared
   */
  readonly amazonSideAsn?: number;

  /**
   * Routes that drop what is sent to a network, such as a summary of everything on-premises beside the more specific routes to
   * the VPN. Only for {@link SiteToSiteVpn}.
   *
   * @default - none
   */
  readonly blackholeRoutes?: TransitGatewayBlackholeRoute[];

  /**
   * Prefix lists whose entries lead to the VPN. Only for {@link SiteToSiteVpn}.
   *
   * @default - none
   */
  readonly prefixListReferences?: TransitGatewayPrefixListReference[];

  /**
   * Tags of the VPN attachment, by key, at most 50. CloudFormation has no property for them: a custom resource of this library sets
   * them, and removes them when they are taken out here. Only for {@link SiteToSiteVpn}.
   *
   * @default - the attachment has no tags of this stack
   */
  readonly attachmentTags?: { [key: string]: string };
}

function virtualPrivateGatewayPlace(id: string, { propagatingRouteTableIds, vpcId, amazonSideAsn }: VirtualPrivateGatewayOptions): Place {
  requireAsn('amazonSideAsn', amazonSideAsn);
  requireId('vpnGatewayId', id, 'vgw', 'virtual private gateway');
  if (vpcId !== undefined) requireId('vpcId', vpcId, 'vpc', 'VPC');
  const kind = 'virtual-private-gateway';
  const tables = routeTableIds('propagatingRouteTableIds', propagatingRouteTableIds, requireVpcRouteTableId);
  return { kind, end: { kind, id, propagatingRouteTableIds: tables, ...vpcId === undefined ? {} : { vpcId } } };
}

function transitGatewayPlace(id: string, tables: TransitGatewayRouteTables): Place {
  const { associationRouteTableId, amazonSideAsn } = tables;
  requireAsn('amazonSideAsn', amazonSideAsn);
  requireId('transitGatewayId', id, 'tgw', 'transit gateway');
  if (associationRouteTableId !== undefined) requireTransitGatewayRouteTableId('associationRouteTableId', associationRouteTableId);
  const checked = (prop: 'propagationRouteTableIds' | 'staticRouteTableIds' | 'defaultRouteTableIds') =>
    routeTableIds(prop, tables[prop], requireTransitGatewayRouteTableId);
  const kind = 'transit-gateway';
  return {
    kind,
    end: {
      kind,
      id,
      associationRouteTableId: associationRouteTableId ?? '',
      propagationRouteTableIds: checked('propagationRouteTableIds'),
      staticRouteTableIds: checked('staticRouteTableIds'),
      defaultRouteTableIds: checked('defaultRouteTableIds'),
    },
    extras: extrasOf(tables),
  };
}

function coreNetworkPlace(coreNetworkId: string, options: CoreNetworkAttachmentOptions): Place {
  requireId('coreNetworkId', coreNetworkId, 'core-network', CORE_NETWORK_WORDS);
  requireTags('tags', options.tags ?? {});
  return { kind: 'core-network', coreNetworkId, options };
}

/** The gateway, and the route tables on it. Those of VPCs are looked at by whoever is to change them. */
function namedOn(place: Extract<Place, { readonly end: GatewayEnd }>): string[] {
  if (place.kind === 'virtual-private-gateway') return [place.end.id];
  const { end, extras } = place;
  return [
    end.id, end.associationRouteTableId, ...end.propagationRouteTableIds, ...end.staticRouteTableIds, ...end.defaultRouteTableIds,
    ...[...extras.blackholeRoutes, ...extras.prefixListReferences].map(({ routeTableId }) => routeTableId),
  ];
}

function extrasOf(tables: TransitGatewayRouteTables): TransitGatewayExtras {
  const { blackholeRoutes = [], prefixListReferences = [], attachmentTags = {} } = tables;
  requireBlackholeRoutes(blackholeRoutes);
  requirePrefixListReferences(prefixListReferences);
  requireTags('attachmentTags', attachmentTags);
  return { blackholeRoutes, prefixListReferences, attachmentTags };
}

function routeTableIds(prop: string, ids: string[] = [], requireOne: (prop: string, id: string) => void): string[] {
  requireEach(prop, ids, requireOne);
  return [...ids];
}
