/** The connection's side of an estate in the domain's values, by the very reading that the function has. */
import type { VpnConnection as Described } from '@aws-sdk/client-ec2';
import { attachmentOf, liveOnes, transitGatewayRoutesOf, vpcRouteTableOf, vpnConnectionOf } from '../../../lambda/aws/ec2/reading';
import { Snapshot, TransitGatewayAttachment, TransitGatewayRoute, VpcRouteTable, VpnConnection } from '../../../lambda/engine/observation';
import { existingStaticRoutes, routesToAttachment } from '../../../lambda/engine/plan';
import { RetryableFailure } from '../../../lambda/runner/ports';
import { GatewayEnd, TransitGatewayEnd } from '../../../src/contract/declaration';
import { announcementsOf } from '../estate/announcements';
import { Estate } from '../estate/estate';
import { CommandFailure, EXIT } from '../terminal/command-failure';

export class EstateReader {
  readonly connection: VpnConnection;
  readonly vpcRouteTables: readonly VpcRouteTable[];

  constructor(readonly estate: Estate, described: Described) {
    this.connection = domainValue(() => vpnConnectionOf(described));
    this.vpcRouteTables = domainValue(() => estate.routeTables.map((table) => vpcRouteTableOf(table, [], [])));
  }

  /** The networks behind the VPN as far as routes name them: enough to find the tables that lead there. */
  prefixesOn(from: GatewayEnd): readonly string[] {
    if (from.kind === 'transit-gateway') {
      const types = ['static', 'propagated'] as const;
      return [...new Set(types.flatMap((type) => routesToAttachment(this.snapshotOf(from), from, type).map((route) => route.cidr)))];
    }
    if (this.connection.routing === 'static') return existingStaticRoutes(this);
    return announcementsOf(this.estate).ofConnection.get(this.connection.id) ?? [];
  }

  /** Tables with static routes to the connection's attachment. */
  staticRouteTablesOn(end: TransitGatewayEnd): string[] {
    return [...new Set(routesToAttachment(this.snapshotOf(end), end, 'static').map((route) => route.routeTableId))];
  }

  ownAttachmentOn(transitGatewayId: string): TransitGatewayAttachment | undefined {
    return this.attachmentsOn(transitGatewayId).find((each) => each.resourceType === 'vpn' && each.resourceId === this.connection.id);
  }

  vpcAttachmentOn(transitGatewayId: string, vpcId: string): TransitGatewayAttachment | undefined {
    return this.attachmentsOn(transitGatewayId).find((each) => each.resourceType === 'vpc' && each.resourceId === vpcId);
  }

  /** Available ones, in the order in which they were described. */
  routeTablesOf(transitGatewayId: string): string[] {
    return this.estate.transitGatewayRouteTables
      .filter((table) => table.TransitGatewayId === transitGatewayId && table.State === 'available')
      .map((table) => table.TransitGatewayRouteTableId!);
  }

  routesIn(routeTableId: string): TransitGatewayRoute[] {
    return domainValue(() => transitGatewayRoutesOf(routeTableId, this.estate.transitGatewayRoutes.get(routeTableId) ?? []));
  }

  private attachmentsOn(transitGatewayId: string): TransitGatewayAttachment[] {
    const live = liveOnes(this.estate.transitGatewayAttachments.filter((each) => each.TransitGatewayId === transitGatewayId));
    return live.map((each) => domainValue(() => {
      const id = each.TransitGatewayAttachmentId!;
      const propagations = [...this.estate.transitGatewayPropagations].flatMap(([routeTableId, members]) => members
        .filter((member) => member.TransitGatewayAttachmentId === id && member.State !== 'disabled')
        .map(({ State }) => ({ TransitGatewayRouteTableId: routeTableId, State })));
      return attachmentOf(each, [], propagations);
    }));
  }

  private snapshotOf(end: TransitGatewayEnd): Snapshot {
    return {
      accountId: this.estate.accountId ?? '',
      connection: this.connection,
      virtualPrivateGateways: [],
      transitGateways: [],
      attachments: this.attachmentsOn(end.id),
      transitGatewayRouteTables: this.routeTablesOf(end.id)
        .map((id) => ({ id, transitGatewayId: end.id, state: 'available', routes: this.routesIn(id) })),
      vpcRouteTables: [],
      vpcs: [],
    };
  }
}

/** @throws {CommandFailure} where what was described lacks what a declaration hangs on */
function domainValue<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof RetryableFailure)) throw error;
    throw new CommandFailure(EXIT.UNREADABLE, error.message, 'Describe it again: a saved output has to be whole.');
  }
}
