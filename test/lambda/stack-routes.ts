/** CloudFormation's part in the routes of a connection, on the workbench: each is a resource of the stack, made and deleted by itself. */
import { Workbench } from './workbench';
import { TerminalFailure } from '../../lambda/runner/ports';
import { TargetDeclaration } from '../../src/contract/target-declaration';
import { Ec2Error } from '../../tools/rehearsal/contracts';

/** As far as a template says what leads to the connection. */
export type Edition = Pick<TargetDeclaration, 'target' | 'staticRoutes'>;

type RouteResource =
  | { readonly of: 'connection'; readonly cidr: string }
  | { readonly of: 'association' | 'propagation'; readonly table: string }
  | { readonly of: 'transit gateway'; readonly table: string; readonly cidr: string };

/** Of a gateway's attachment, or of the connection on a virtual private gateway. */
export function routeResources({ target, staticRoutes }: Edition): RouteResource[] {
  if (target.kind === 'virtual-private-gateway') return staticRoutes.map((cidr) => ({ of: 'connection', cidr }));
  const { associationRouteTableId: association, propagationRouteTableIds, staticRouteTableIds } = target;
  return [
    ...association === '' ? [] : [{ of: 'association', table: association } as const],
    ...propagationRouteTableIds.map((table) => ({ of: 'propagation', table }) as const),
    ...staticRouteTableIds.flatMap((table) => staticRoutes.map((cidr) => ({ of: 'transit gateway', table, cidr }) as const)),
  ];
}

/** Those of one edition that another one does not have. */
export function routesBeside(edition: Edition, other: Edition): RouteResource[] {
  const others = new Set(routeResources(other).map((each) => JSON.stringify(each)));
  return routeResources(edition).filter((each) => !others.has(JSON.stringify(each)));
}

/** @throws {TerminalFailure} what EC2 says where there is no making one */
export function makeRoutes(bench: Workbench, edition: Edition, resources: readonly RouteResource[]): void {
  if (resources.length === 0) return;
  const attachmentId = edition.target.kind === 'transit-gateway' ? attachmentOn(bench, edition.target.id) : '';
  for (const resource of resources) {
    // One association replaces another, and is deleted before.
    if (resource.of === 'association') deleteRoutes(bench, edition, associationsOf(bench, attachmentId));
    try {
      call(bench, resource, attachmentId, MAKING);
    } catch (error) {
      throw error instanceof Ec2Error ? new TerminalFailure(error.code) : error;
    }
  }
  bench.pass(SETTLES_SECONDS);
}

/** What is gone already is deleted. */
export function deleteRoutes(bench: Workbench, edition: Edition, resources: readonly RouteResource[]): void {
  const attachmentId = edition.target.kind === 'transit-gateway' ? liveAttachmentOn(bench, edition.target.id) ?? NO_ATTACHMENT : '';
  for (const resource of resources) {
    try {
      call(bench, resource, attachmentId, DELETING);
    } catch (error) {
      if (!(error instanceof Ec2Error)) throw error;
    }
    bench.pass(SETTLES_SECONDS);
  }
}

const SETTLES_SECONDS = 5;
const NO_ATTACHMENT = 'tgw-attach-00000000000000000';

const MAKING: Record<RouteResource['of'], string> = {
  'connection': 'CreateVpnConnectionRoute', 'association': 'AssociateTransitGatewayRouteTable',
  'propagation': 'EnableTransitGatewayRouteTablePropagation', 'transit gateway': 'CreateTransitGatewayRoute',
};
const DELETING: Record<RouteResource['of'], string> = {
  'connection': 'DeleteVpnConnectionRoute', 'association': 'DisassociateTransitGatewayRouteTable',
  'propagation': 'DisableTransitGatewayRouteTablePropagation', 'transit gateway': 'DeleteTransitGatewayRoute',
};

function call(bench: Workbench, resource: RouteResource, attachmentId: string, operations: Record<RouteResource['of'], string>): void {
  bench.network.call(operations[resource.of], {
    ...resource.of === 'connection' ? { VpnConnectionId: bench.connectionId } : { TransitGatewayRouteTableId: resource.table },
    ...'cidr' in resource ? { DestinationCidrBlock: resource.cidr } : {},
    // A route is deleted by its destination alone.
    ...resource.of === 'connection' || operations[resource.of] === 'DeleteTransitGatewayRoute' ? {} : { TransitGatewayAttachmentId: attachmentId },
  });
}

function associationsOf(bench: Workbench, attachmentId: string): RouteResource[] {
  const { association } = bench.network.view.state.transitGatewayAttachments[attachmentId];
  return association === undefined ? [] : [{ of: 'association', table: association.routeTableId }];
}

/** Waits for it, as the look-up does. @throws {TerminalFailure} */
function attachmentOn(bench: Workbench, transitGatewayId: string): string {
  for (let looks = 0; looks < 60; looks += 1) {
    const id = liveAttachmentOn(bench, transitGatewayId);
    if (id !== undefined) return id;
    bench.pass(SETTLES_SECONDS);
  }
  throw new TerminalFailure(`no attachment on ${transitGatewayId}`);
}

function liveAttachmentOn(bench: Workbench, transitGatewayId: string): string | undefined {
  return Object.values(bench.network.view.state.transitGatewayAttachments)
    .find((each) => each.resourceId === bench.connectionId && each.transitGatewayId === transitGatewayId && each.state === 'available')?.id;
}
