/** Which VPC route tables lead to a connection: directly to its virtual private gateway, or to a transit gateway that leads on to it. */
import type { Route, RouteTable, VpnConnection } from '@aws-sdk/client-ec2';
import { isDeleted } from '../../../lambda/aws/ec2/reading';
import { isCidr, overlapsCidr } from '../../../src/contract/cidr';
import { Estate } from '../estate/estate';

export interface VpcPath {
  readonly routeTableId: string;
  readonly vpcId?: string;
  readonly routes: readonly { readonly destination?: string; readonly state?: string; readonly origin?: string }[];
  /** Whether the virtual private gateway propagates into the table, whatever that brings today. */
  readonly propagating?: true;
  /** A prefix list cannot be seen into, so whether what it holds overlaps is taken for granted. */
  readonly assumed?: true;
}

/** A route of a transit gateway route table that leads into the connection's attachment. */
interface RouteOn {
  readonly routeTableId: string;
  readonly destination?: string;
  readonly state?: string;
}

/** What of a VPC route table leads to one gateway. */
interface OfGateway {
  readonly table: RouteTable;
  readonly routes: readonly Route[];
}

export class VpcPaths {
  /** By the id of a gateway of either kind. */
  private readonly tables = new Map<string, OfGateway[]>();
  /** Those VPCs whose attachments use a transit gateway route table. */
  private readonly vpcsOnTable = new Map<string, Set<string>>();

  constructor(estate: Estate) {
    for (const table of estate.routeTables) this.addTable(table);
    for (const attachment of estate.transitGatewayAttachments) {
      const { ResourceType: type, ResourceId: vpcId, Association: association } = attachment;
      if (type === 'vpc' && !isDeleted(attachment) && association !== undefined) {
        into(this.vpcsOnTable, association.TransitGatewayRouteTableId ?? '', () => new Set<string>()).add(vpcId ?? '');
      }
    }
  }

  to({ VpnGatewayId: vgw, TransitGatewayId: tgw }: VpnConnection, routesOn: readonly RouteOn[]): VpcPath[] {
    if (vgw) return (this.tables.get(vgw) ?? []).map(({ table, routes }) => pathOf(table, routes, vgw));
    if (!tgw) return [];
    return (this.tables.get(tgw) ?? []).flatMap(({ table, routes }) => {
      const on = routesOn.filter(({ routeTableId }) => this.vpcsOnTable.get(routeTableId)?.has(table.VpcId ?? '') === true);
      const leading = routes.filter((route) => on.some((next) => meets(route, next)));
      const assumed = leading.some((route) => !isCidr(destinationOf(route) ?? ''));
      return leading.length === 0 ? [] : [{ ...pathOf(table, leading), ...assumed ? { assumed: true as const } : {} }];
    });
  }

  private addTable(table: RouteTable): void {
    const byGateway = new Map<string, Route[]>();
    for (const { GatewayId: id = '' } of table.PropagatingVgws ?? []) into(byGateway, id, () => []);
    for (const route of table.Routes ?? []) {
      const id = route.TransitGatewayId ?? route.GatewayId ?? '';
      if (id.startsWith('vgw-') || id.startsWith('tgw-')) into(byGateway, id, () => [] as Route[]).push(route);
    }
    for (const [id, routes] of byGateway) into<string, OfGateway[]>(this.tables, id, () => []).push({ table, routes });
  }
}

export function destinationOf(route: Route): string | undefined {
  return route.DestinationCidrBlock ?? route.DestinationIpv6CidrBlock ?? route.DestinationPrefixListId;
}

function meets(route: Route, next: RouteOn): boolean {
  const [from, to] = [destinationOf(route) ?? '', next.destination ?? ''];
  return !isCidr(from) || !isCidr(to) || overlapsCidr(from, to);
}

function pathOf(table: RouteTable, routes: readonly Route[], propagatingFrom?: string): VpcPath {
  const propagating = propagatingFrom !== undefined && (table.PropagatingVgws ?? []).some((each) => each.GatewayId === propagatingFrom);
  return {
    routeTableId: table.RouteTableId ?? '(no id)',
    ...table.VpcId === undefined ? {} : { vpcId: table.VpcId },
    routes: routes.map((route) => ({
      ...destinationOf(route) === undefined ? {} : { destination: destinationOf(route) },
      ...route.State === undefined ? {} : { state: route.State },
      ...route.Origin === undefined ? {} : { origin: route.Origin },
    })),
    ...propagating ? { propagating: true } : {},
  };
}

function into<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const value = map.get(key) ?? make();
  map.set(key, value);
  return value;
}
