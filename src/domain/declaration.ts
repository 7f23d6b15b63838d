/**
 * What the user declared of one move, and its travel through CloudFormation.
 *
 * The construct writes a declaration with `toProperties`, CloudFormation turns every scalar into a string, and the
 * Lambda reads it back with `fromProperties`: one module for both ends, so that they cannot disagree.
 */
import { Gateway } from './gateway';

/** A virtual private gateway as one end of a move. */
export interface VirtualPrivateGatewayEnd {
  readonly kind: 'virtual-private-gateway';
  readonly id: string;
  /** The VPC route tables that get the prefixes of the VPN by propagation from this gateway rather than by static routes. */
  readonly propagatingRouteTableIds: readonly string[];
  /** The VPC this gateway is attached to in exchange for the other one; absent when it is attached already. */
  readonly vpcId?: string;
}

/** A transit gateway as one end of a move, with everything on it that concerns the VPN attachment. */
export interface TransitGatewayEnd {
  readonly kind: 'transit-gateway';
  readonly id: string;
  /** The one table the VPN attachment is associated with: what on-premises hosts can reach. */
  readonly associationRouteTableId: string;
  /** Exactly the tables the VPN attachment propagates to. */
  readonly propagationRouteTableIds: readonly string[];
  /** The tables that get one static route for each on-premises prefix. */
  readonly staticRouteTableIds: readonly string[];
  /** Tables the gateway puts every new attachment into by default, and out of which this one is to be taken. */
  readonly defaultRouteTableIds: readonly string[];
}

export type GatewayEnd = VirtualPrivateGatewayEnd | TransitGatewayEnd;

/** What happens to the routes of one VPC route table that point to the old gateway. */
export interface VpcRouteTableDeclaration {
  readonly routeTableId: string;
  /** Destinations (CIDR blocks or prefix list ids) besides the connection's own prefixes that move to the new gateway. */
  readonly moved: readonly string[];
  /** Destinations that stay with the old gateway, on purpose. */
  readonly left: readonly string[];
}

export interface CustomerGatewayChange {
  readonly fromId: string;
  readonly toId: string;
}

export type OnFailure = 'HOLD' | 'MOVE_BACK';
export type OnUndo = 'KEEP' | 'MOVE_BACK';

/** One move of one connection, complete: no part of the plan depends on anything else but the network itself. */
export interface MoveDeclaration {
  readonly vpnConnectionId: string;
  readonly from: GatewayEnd;
  readonly to: GatewayEnd;
  /** Absent when the customer gateway stays. */
  readonly customerGateway?: CustomerGatewayChange;
  readonly vpcRouteTables: readonly VpcRouteTableDeclaration[];
  /** The networks behind the VPN; empty means: take them from the connection's static routes. */
  readonly onPremisesCidrs: readonly string[];
  readonly onFailure: OnFailure;
  readonly onStackRollback: OnUndo;
  readonly onRemoval: OnUndo;
  readonly forwardDeadlineSeconds: number;
  readonly backDeadlineSeconds: number;
}

/** The custom resource's properties, as the template holds them and as the handler's event carries them. */
export interface MoveProperties {
  readonly VpnConnectionId: string;
  readonly From: GatewayEndProperties;
  readonly To: GatewayEndProperties;
  readonly CustomerGateway?: { readonly FromId: string; readonly ToId: string };
  readonly VpcRouteTables: readonly {
    readonly RouteTableId: string;
    readonly Moved: readonly string[];
    readonly Left: readonly string[];
  }[];
  readonly OnPremisesCidrs: readonly string[];
  readonly OnFailure: string;
  readonly OnStackRollback: string;
  readonly OnRemoval: string;
  readonly ForwardDeadlineSeconds: string;
  readonly BackDeadlineSeconds: string;
}

export interface GatewayEndProperties {
  readonly Kind: string;
  readonly Id: string;
  readonly AssociationRouteTableId?: string;
  readonly PropagationRouteTableIds?: readonly string[];
  readonly StaticRouteTableIds?: readonly string[];
  readonly DefaultRouteTableIds?: readonly string[];
  readonly PropagatingRouteTableIds?: readonly string[];
  readonly VpcId?: string;
}

export function toProperties(declaration: MoveDeclaration): MoveProperties {
  return {
    VpnConnectionId: declaration.vpnConnectionId,
    From: endToProperties(declaration.from),
    To: endToProperties(declaration.to),
    ...declaration.customerGateway === undefined ? {} : {
      CustomerGateway: { FromId: declaration.customerGateway.fromId, ToId: declaration.customerGateway.toId },
    },
    VpcRouteTables: declaration.vpcRouteTables.map((table) => ({ RouteTableId: table.routeTableId, Moved: table.moved, Left: table.left })),
    OnPremisesCidrs: declaration.onPremisesCidrs,
    OnFailure: declaration.onFailure,
    OnStackRollback: declaration.onStackRollback,
    OnRemoval: declaration.onRemoval,
    ForwardDeadlineSeconds: String(declaration.forwardDeadlineSeconds),
    BackDeadlineSeconds: String(declaration.backDeadlineSeconds),
  };
}

/** @throws when a property is missing or has a value that `toProperties` never writes. */
export function fromProperties(properties: MoveProperties): MoveDeclaration {
  return {
    vpnConnectionId: requireText('VpnConnectionId', properties.VpnConnectionId),
    from: endFromProperties('From', properties.From),
    to: endFromProperties('To', properties.To),
    ...properties.CustomerGateway === undefined ? {} : {
      customerGateway: {
        fromId: requireText('CustomerGateway.FromId', properties.CustomerGateway.FromId),
        toId: requireText('CustomerGateway.ToId', properties.CustomerGateway.ToId),
      },
    },
    vpcRouteTables: (properties.VpcRouteTables ?? []).map((table) => ({
      routeTableId: requireText('VpcRouteTables.RouteTableId', table.RouteTableId),
      moved: table.Moved ?? [],
      left: table.Left ?? [],
    })),
    onPremisesCidrs: properties.OnPremisesCidrs ?? [],
    onFailure: requireOneOf('OnFailure', properties.OnFailure, ['HOLD', 'MOVE_BACK']),
    onStackRollback: requireOneOf('OnStackRollback', properties.OnStackRollback, ['KEEP', 'MOVE_BACK']),
    onRemoval: requireOneOf('OnRemoval', properties.OnRemoval, ['KEEP', 'MOVE_BACK']),
    forwardDeadlineSeconds: requireSeconds('ForwardDeadlineSeconds', properties.ForwardDeadlineSeconds),
    backDeadlineSeconds: requireSeconds('BackDeadlineSeconds', properties.BackDeadlineSeconds),
  };
}

/** The gateway alone, without its route tables. */
export function gatewayOf(end: GatewayEnd): Gateway {
  return { kind: end.kind, id: end.id };
}

/**
 * What makes a move this move: an update that changes any of it is another move and is refused.
 * Deadlines and the choices for failure, rollback and removal may be edited at any time.
 */
export function identityOf(declaration: MoveDeclaration): string {
  const { vpnConnectionId, from, to, customerGateway, vpcRouteTables, onPremisesCidrs } = declaration;
  return JSON.stringify({ vpnConnectionId, from, to, customerGateway, vpcRouteTables, onPremisesCidrs });
}

function endToProperties(end: GatewayEnd): GatewayEndProperties {
  if (end.kind === 'virtual-private-gateway') {
    return {
      Kind: end.kind,
      Id: end.id,
      PropagatingRouteTableIds: end.propagatingRouteTableIds,
      ...end.vpcId === undefined ? {} : { VpcId: end.vpcId },
    };
  }
  return {
    Kind: end.kind,
    Id: end.id,
    AssociationRouteTableId: end.associationRouteTableId,
    PropagationRouteTableIds: end.propagationRouteTableIds,
    StaticRouteTableIds: end.staticRouteTableIds,
    DefaultRouteTableIds: end.defaultRouteTableIds,
  };
}

function endFromProperties(name: string, end: GatewayEndProperties): GatewayEnd {
  const kind = requireOneOf(`${name}.Kind`, end?.Kind, ['virtual-private-gateway', 'transit-gateway']);
  const id = requireText(`${name}.Id`, end.Id);
  if (kind === 'virtual-private-gateway') {
    return {
      kind,
      id,
      propagatingRouteTableIds: end.PropagatingRouteTableIds ?? [],
      ...end.VpcId === undefined ? {} : { vpcId: end.VpcId },
    };
  }
  return {
    kind,
    id,
    associationRouteTableId: requireText(`${name}.AssociationRouteTableId`, end.AssociationRouteTableId),
    propagationRouteTableIds: end.PropagationRouteTableIds ?? [],
    staticRouteTableIds: end.StaticRouteTableIds ?? [],
    defaultRouteTableIds: end.DefaultRouteTableIds ?? [],
  };
}

function requireText(name: string, value: unknown): string {
  if (typeof value === 'string' && value !== '') return value;
  throw new Error(`property ${name} must be a non-empty string, got ${JSON.stringify(value)}`);
}

function requireOneOf<T extends string>(name: string, value: unknown, allowed: readonly T[]): T {
  const found = allowed.find((each) => each === value);
  if (found !== undefined) return found;
  throw new Error(`property ${name} must be one of ${allowed.join(', ')}, got ${JSON.stringify(value)}`);
}

function requireSeconds(name: string, value: unknown): number {
  const seconds = Number(value);
  if (Number.isInteger(seconds) && seconds > 0) return seconds;
  throw new Error(`property ${name} must be a whole number of seconds above 0, got ${JSON.stringify(value)}`);
}
