/**
 * What the second part and the last one are told. What there is to do they find on record, so it is no more than where a connection is to
 * stand, with which they change. Of the last part a stack has one for all its connections: it comes before everything else, and is deleted
 * when everything stands.
 */
import { Gateway } from './gateway';
import { requireOneOf, requireText } from './property-values';
import { bareEnd, Part, TargetDeclaration } from './target-declaration';

/** Of the second part. */
export interface ArrivalProperties {
  readonly Connection: string;
  readonly VpnConnectionId: string;
  readonly Target: { readonly Kind: string; readonly Id: string };
  readonly CustomerGatewayId: string;
}

export interface Arrival extends Required<Pick<TargetDeclaration, 'connectionLogicalId' | 'vpnConnectionId' | 'customerGatewayId'>> {
  readonly target: Gateway;
}

export interface LastPartProperties {
  readonly Connections: readonly WatchedConnectionProperties[];
}

/**
 * One connection. As far as the template itself says it: `CustomerGateway`, that or its id; `Routing`, a digest of what the stack makes for
 * the attachment. It comes before everything else, so it may reference nothing that could be said to come after another connection.
 */
export interface WatchedConnectionProperties {
  readonly Connection: string;
  readonly Target: { readonly Kind: string; readonly Id: string };
  readonly CustomerGateway: string;
  readonly Routing?: string;
  readonly RoleArn: string;
}

export interface WatchedConnection {
  readonly connectionLogicalId: string;
  readonly target: Gateway;
  readonly customerGateway: string;
  readonly routing?: string;
  readonly roleArn: string;
}

export function arrivalToProperties({ connectionLogicalId, vpnConnectionId, target, customerGatewayId }: Arrival): ArrivalProperties {
  return {
    Connection: connectionLogicalId, VpnConnectionId: vpnConnectionId, Target: { Kind: target.kind, Id: target.id },
    CustomerGatewayId: customerGatewayId,
  };
}

/** @throws when a property is missing or has a value that `arrivalToProperties` never writes */
export function arrivalFromProperties({ Connection, VpnConnectionId, Target, CustomerGatewayId }: ArrivalProperties): TargetDeclaration {
  return standingAlone('AFTER', {
    connectionLogicalId: requireText('Connection', Connection),
    vpnConnectionId: requireText('VpnConnectionId', VpnConnectionId),
    target: gatewayFromProperties(Target),
    customerGatewayId: requireText('CustomerGatewayId', CustomerGatewayId),
  });
}

export function watchedToProperties(
  { connectionLogicalId, target, customerGateway, routing, roleArn }: WatchedConnection,
): WatchedConnectionProperties {
  return {
    Connection: connectionLogicalId, Target: { Kind: target.kind, Id: target.id }, CustomerGateway: customerGateway,
    ...routing === undefined ? {} : { Routing: routing }, RoleArn: roleArn,
  };
}

/** @throws when a property is missing or has a value that `watchedToProperties` never writes */
export function watchedFromProperties(properties: LastPartProperties): WatchedConnection[] {
  return properties.Connections.map(({ Connection, Target, CustomerGateway, Routing, RoleArn }) => ({
    connectionLogicalId: requireText('Connection', Connection),
    target: gatewayFromProperties(Target),
    customerGateway: requireText('CustomerGateway', CustomerGateway),
    ...Routing === undefined ? {} : { routing: Routing },
    roleArn: requireText('RoleArn', RoleArn),
  }));
}

export function declaredByLast({ customerGateway, ...watched }: Pick<WatchedConnection, 'connectionLogicalId' | 'target' | 'customerGateway'>): TargetDeclaration {
  return standingAlone('LAST', { ...watched, customerGatewayId: customerGateway });
}

function gatewayFromProperties(target: ArrivalProperties['Target'] | undefined): Gateway {
  return { kind: requireOneOf('Target.Kind', target?.Kind, ['virtual-private-gateway', 'transit-gateway']), id: requireText('Target.Id', target?.Id) };
}

function standingAlone(part: Part, standing: Omit<Arrival, 'vpnConnectionId'> & { readonly vpnConnectionId?: string }): TargetDeclaration {
  const { connectionLogicalId, vpnConnectionId, target, customerGatewayId } = standing;
  return {
    part, connectionLogicalId, ...vpnConnectionId === undefined ? {} : { vpnConnectionId }, target: bareEnd(target), customerGatewayId,
    staticRoutes: [], vpcRouteTables: [], onPremisesCidrs: [], forwardDeadlineSeconds: 0, backDeadlineSeconds: 0, acknowledgedFindings: [],
    verification: { tunnels: 'NONE', withinSeconds: 0, alarmNames: [], bakeSeconds: 0 }, onRemoval: 'RETAIN', createOnly: {},
  };
}
