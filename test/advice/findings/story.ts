/**
 * What the story of a finding is made of: what brings it about on the embedded EC2 before the first deployment, in an estate that is in
 * order besides, and what its advice tells to do, as somebody does it: with the ids that are printed, and what else that person knows of
 * the network. Several things told are several ways out; accepting is one wherever it is offered.
 */
import { AcceptableKind, UnacceptableKind } from '../../../src/contract/finding-kinds';
import { Estate, ON_PREMISES, World } from '../world';

export interface Story {
  readonly causes: readonly Cause[];
  readonly advice: readonly Alternative[];
}

export interface Cause {
  readonly when: string;
  /** A static connection from a virtual private gateway to a transit gateway, unless given. */
  readonly estate: Estate;
  readonly prepare: (world: World) => void;
}

export interface Alternative {
  /** What is followed, in the finding's line. */
  readonly says: RegExp;
  readonly follow: (world: World, said: RegExpExecArray, line: string) => void;
  /** Where it leads instead, when it leads away from this move. */
  readonly away?: string;
  /** Whether flows are lost by it, as the finding says: that is what is accepted. */
  readonly loses?: true;
}

/** Those of one area. */
export type Stories = Readonly<Partial<Record<UnacceptableKind | AcceptableKind, Story>>>;

export const NOWHERE = '0123456789abcdef0';
export const [FIRST] = ON_PREMISES;
export const BGP: Estate = { routing: 'bgp' };
export const DEFAULTS: Estate = { defaultRouteTable: true };
export const TO_VGW: Estate = { move: 'tgw-to-vgw' };
export const BETWEEN_TGWS: Estate = { move: 'tgw-to-tgw' };
export const EXCHANGE: Estate = { move: 'vgw-to-vgw' };
export const DEVICE: Estate = { move: 'customer-gateway' };
export const CLASSIC: Estate = { move: 'classic' };
export const CORRECT = /correct the id/;
export const NEW_CONNECTION = 'a new connection';

export const cause = (when: string, estate: Estate, prepare: Cause['prepare']): Cause => ({ when, estate, prepare });
export const accepting = (says = /add '(\S+)' to `acknowledgedFindings`/): Alternative => ({
  says, follow: (world, _, line) => world.accept(/add '(\S+)' to `acknowledgedFindings`/.exec(line)![1]),
});
export const acceptingLoss = (): Alternative => ({ ...accepting(), loses: true });
/** Nothing is to be done before it is accepted but to look, or to set up what is no part of the network. */
export const lookingFirst = (says: RegExp): Alternative => accepting(says);
export const away = (says: RegExp, to: string): Alternative => ({ says, follow: () => undefined, away: to });
export const doing = (says: RegExp, follow: Alternative['follow']): Alternative => ({ says, follow });
export const onceMore = (says: RegExp, ready: (world: World) => void): Alternative => ({ says, follow: ready });

/** Another connection on a virtual private gateway. */
export function neighbour(world: World, on: string): string {
  return world.seed.vpnConnection({ on, routing: 'static', staticRoutes: ['10.77.0.0/16'] });
}

export function vpcAttachment(world: World): string {
  return world.attachmentOf(world.vpcId, world.to.id);
}

/** An attachment that announces networks where the VPC looks the way to the VPN up. */
export function peering(world: World, prefixes: readonly string[]): string {
  const [table] = world.to.staticRouteTableIds;
  return world.seed.otherAttachment({
    transitGatewayId: world.to.id, resourceType: 'peering', resourceId: 'tgw-0fedcba9876543210', prefixes, association: table, propagations: [table],
  });
}

export function blackhole(world: World, routeTableId: string, destination: string): void {
  world.seed.transitGatewayRoute({ routeTableId, destination });
}

export function takingOut(world: World, id: string): void {
  world.declare({ vpcRouteTables: world.declaration.vpcRouteTables.filter((table) => table.routeTableId !== id) });
}

export function anotherCustomerGateway(world: World): void {
  const { customerGatewayId: fromId } = world.state('vpnConnections')[world.connectionId];
  world.declare({ customerGateway: { fromId, toId: world.seed.customerGateway({ asn: 65_111 }) } });
}

export function declaringDefaults(): Alternative {
  return doing(/beside `associationRouteTableId` of (tgw-\w+) write `defaultRouteTableIds: \[(.*?)\],`/, (world, [, id, list]) => {
    const defaultRouteTableIds = list.split(', ').map((each) => each.replaceAll('\'', ''));
    if (world.declaration.from.id === id) world.declareFrom({ defaultRouteTableIds });
    else world.declareTo({ defaultRouteTableIds });
  });
}

export function routeTo(
  world: World, TransitGatewayRouteTableId: string, DestinationCidrBlock: string, TransitGatewayAttachmentId: string,
): void {
  world.call('CreateTransitGatewayRoute', { TransitGatewayRouteTableId, DestinationCidrBlock, TransitGatewayAttachmentId });
}
