/**
 * Builds estates: networks that exist before the story begins. Everything is ready at once, tunnels UP included, and
 * ids are the same in every run that seeds in the same order.
 */
import { addGatewayAssociation, addVirtualInterface, DirectConnectGatewayAssociationSeed, VirtualInterfaceSeed } from './direct-connect';
import { canonical, Named } from './seeding';
import {
  addAttachment, addPrefixListReference, addTransitGateway, addTransitGatewayRoute, addTransitGatewayRouteTable, AttachmentSeed,
  OtherAttachmentSeed, PrefixListReferenceSeed, TransitGatewayRouteSeed, TransitGatewaySeed, VpnAttachmentSeed,
} from './transit-gateways';
import { addPrefixList, addRoutes, addRouteTable, addVpc, RouteSeed, RouteTableSeed, VpcSeed } from './vpcs';
import {
  addCustomerGateway, addVpnConnection, addVpnGateway, CustomerGatewaySeed, VpnConnectionSeed, VpnGatewaySeed,
} from './vpn-connections';
import { TableName, TablesOfRecords } from '../records';
import { Context, NetworkState } from '../state';

type Edit = <T>(edit: (state: NetworkState, context: Context) => T) => T;

export class Seed {
  constructor(private readonly edit: Edit) {}

  /** A VPC with its main route table, which holds the local routes. */
  vpc(seed: VpcSeed): { vpcId: string; subnetIds: string[]; mainRouteTableId: string } {
    return this.edit((state) => addVpc(state, seed));
  }

  routeTable(seed: RouteTableSeed): string {
    return this.edit((state) => addRouteTable(state, seed, false));
  }

  /** Adds to a table that is there, for instance the main one. */
  routes(routeTableId: string, routes: readonly RouteSeed[], propagating: readonly string[] = []): void {
    this.edit((state) => addRoutes(state, routeTableId, routes, propagating));
  }

  prefixList(cidrs: readonly string[], id?: string, ownerId?: string): string {
    return this.edit((state, context) => addPrefixList(state, cidrs, { id }, ownerId ?? context.accountId));
  }

  customerGateway(seed: CustomerGatewaySeed = {}): string {
    return this.edit((state) => addCustomerGateway(state, seed));
  }

  vpnGateway(seed: VpnGatewaySeed = {}): string {
    return this.edit((state) => addVpnGateway(state, seed));
  }

  transitGateway(seed: TransitGatewaySeed = {}): { transitGatewayId: string; defaultRouteTableId?: string } {
    return this.edit((state, context) => addTransitGateway(state, seed, context));
  }

  transitGatewayRouteTable(seed: Named & { readonly transitGatewayId: string }): string {
    return this.edit((state, context) => addTransitGatewayRouteTable(state, seed.transitGatewayId, seed, context));
  }

  vpcAttachment(seed: AttachmentSeed & { readonly vpcId: string; readonly subnetIds: readonly string[] }): string {
    return this.edit((state, context) => addAttachment(state, seed, 'vpc', seed.vpcId, { subnetIds: [...seed.subnetIds] }, context));
  }

  /** An attachment that brings prefixes along: Direct Connect, or a peering. */
  otherAttachment(seed: OtherAttachmentSeed): string {
    return this.edit((state, context) =>
      addAttachment(state, seed, seed.resourceType, seed.resourceId, { prefixes: seed.prefixes.map(canonical) }, context));
  }

  /** A virtual interface; one that is available brings its prefixes to the virtual private gateway it ends at. */
  virtualInterface(seed: VirtualInterfaceSeed): string {
    return this.edit((state, context) => addVirtualInterface(state, { ...seed, prefixes: (seed.prefixes ?? []).map(canonical) }, context));
  }

  /**
   * An association with a Direct Connect gateway, which brings the prefixes to a virtual private gateway, and to a transit
   * gateway by an attachment of its own.
   */
  directConnectGatewayAssociation(seed: DirectConnectGatewayAssociationSeed): string {
    return this.edit((state, context) => {
      const { prefixes = [], tables = {} } = seed;
      const association = addGatewayAssociation(state, { ...seed, prefixes: prefixes.map(canonical) }, context);
      if (association.gateway.kind === 'transit-gateway') {
        const { gateway, directConnectGatewayId } = association;
        const attachment = { transitGatewayId: gateway.id, ...tables };
        addAttachment(state, attachment, 'direct-connect-gateway', directConnectGatewayId, { prefixes: prefixes.map(canonical) }, context);
      }
      return association.id;
    });
  }

  transitGatewayRoute(seed: TransitGatewayRouteSeed): void {
    this.edit((state) => addTransitGatewayRoute(state, seed));
  }

  transitGatewayPrefixListReference(seed: PrefixListReferenceSeed): void {
    this.edit((state) => addPrefixListReference(state, seed));
  }

  /** On a transit gateway the attachment comes with it, in the tables given here or else in the gateway's default ones. */
  vpnConnection(seed: VpnConnectionSeed, tables: VpnAttachmentSeed = {}): string {
    return this.edit((state, context) => {
      const id = addVpnConnection(state, seed, context);
      if (seed.on?.startsWith('tgw-') === true) {
        addAttachment(state, { transitGatewayId: seed.on, ...tables, id: tables.attachmentId }, 'vpn', id, {}, context);
      }
      return id;
    });
  }

  /** Records as they are, many at once: an estate that was described elsewhere. */
  records(records: Partial<TablesOfRecords>): void {
    this.edit((state) => {
      for (const name of Object.keys(records) as TableName[]) Object.assign(state, { [name]: { ...state[name], ...records[name] } });
    });
  }
}
