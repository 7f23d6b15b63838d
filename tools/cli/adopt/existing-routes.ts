/** Routes that exist, as the resources of a stack that they become: where each stands in it, and what CloudFormation knows it by. */

export interface ExistingResource {
  /** Construct ids, from the stack on. */
  readonly path: readonly string[];
  /** The primary identifier of its type [cloudformation-and-cdk section 1]. */
  readonly identifier: Readonly<Record<string, string>>;
}

export function routesOfConnection(vpnConnectionId: string, cidrs: readonly string[]): ExistingResource[] {
  return cidrs.map((cidr) => ({
    path: pathOf(`StaticRoute-${inPath(cidr)}`), identifier: { DestinationCidrBlock: cidr, VpnConnectionId: vpnConnectionId },
  }));
}

export interface AttachmentRouting {
  readonly transitGatewayId: string;
  readonly attachmentId: string;
  readonly association: string;
  readonly propagations: readonly string[];
  /** Static routes, each in all of the tables. */
  readonly cidrs: readonly string[];
  readonly tables: readonly string[];
}

export function routingOfAttachment(
  { transitGatewayId, attachmentId, association, propagations, cidrs, tables }: AttachmentRouting,
): ExistingResource[] {
  const inTable = (routeTableId: string) => ({ TransitGatewayRouteTableId: routeTableId, TransitGatewayAttachmentId: attachmentId });
  return [
    { path: pathOf(`Association-${transitGatewayId}`), identifier: inTable(association) },
    ...propagations.map((routeTableId) => ({ path: pathOf(`Propagation-${routeTableId}`), identifier: inTable(routeTableId) })),
    ...tables.flatMap((routeTableId) => cidrs.map((cidr) => ({
      path: pathOf(`Route-${routeTableId}-${inPath(cidr)}`),
      identifier: { TransitGatewayRouteTableId: routeTableId, DestinationCidrBlock: cidr },
    }))),
  ];
}

function pathOf(id: string): string[] {
  return ['Connection', id];
}

function inPath(cidr: string): string {
  return cidr.replaceAll('/', '-');
}
