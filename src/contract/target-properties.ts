/**
 * A connection's declared target as the properties of the parts around it: all of it of the first one. What there is to do the second part
 * and the last one find on record, so they are told no more than where a connection is to stand, with which they change. Of the last part a
 * stack has one for all its connections: it comes before everything else, and is deleted when everything stands.
 */
import { StackVpcRoutes } from './declaration';
import { Gateway } from './gateway';
import { gateway, gatewayEnd, maintenanceWindow, verification, vpcRouteTables } from './properties';
import { asIs, listOf, object, oneOf, optional, Properties, seconds, text, texts, textsIfAny } from './property-codec';
import { AttachmentRouting, bareEnd, Part, TargetDeclaration } from './target-declaration';

export const LAST_TYPE = 'Custom::VpnTargetChangeLast';
export const BEFORE_TYPE = 'Custom::VpnTargetChangeBefore';
export const AFTER_TYPE = 'Custom::VpnTargetChangeAfter';

const beforePart = object<Omit<TargetDeclaration, 'part' | 'vpnConnectionId'>>({
  connectionLogicalId: text,
  target: gatewayEnd,
  customerGatewayId: text,
  staticRoutes: texts,
  vpcRouteTables,
  stackVpcRoutes: optional(listOf(object<StackVpcRoutes>({ routeTableId: text, destinations: texts }))),
  onPremisesCidrs: texts,
  forwardDeadlineSeconds: seconds,
  backDeadlineSeconds: seconds,
  acknowledgedFindings: textsIfAny,
  approvedPlan: optional(text),
  window: optional(maintenanceWindow),
  verification,
  onRemoval: oneOf('RETAIN', 'DELETE'),
  createOnly: asIs({}),
  options: optional(asIs({})),
  tunnelOptions: optional(texts),
  attachmentRouting: optional(object<AttachmentRouting>({ parts: texts, digest: text, logicalIds: texts })),
}, { connectionLogicalId: 'Connection' });

export function targetToProperties(declared: Omit<TargetDeclaration, 'part'>): Properties {
  return beforePart.write(declared);
}

/** @throws when a property is missing or has a value that `targetToProperties` never writes. */
export function targetFromProperties(properties: Properties): TargetDeclaration {
  return { part: 'BEFORE', ...beforePart.read('', properties) };
}

/** Of the second part. */
export interface AfterPart extends Required<Pick<TargetDeclaration, 'connectionLogicalId' | 'vpnConnectionId' | 'customerGatewayId'>> {
  readonly target: Gateway;
}

/**
 * One connection, to the last part. As far as the template itself says it: `customerGateway`, that or its id; `routing`, a digest of
 * what the stack makes for the attachment. The part comes before everything else, so it may reference nothing that could be said to come
 * after another connection.
 */
export interface WatchedConnection {
  readonly connectionLogicalId: string;
  readonly target: Gateway;
  readonly customerGateway: string;
  readonly routing?: string;
  readonly roleArn: string;
}

const arrival = object<AfterPart>({
  connectionLogicalId: text, vpnConnectionId: text, target: gateway, customerGatewayId: text,
}, { connectionLogicalId: 'Connection' });

const watchedConnection = object<WatchedConnection>({
  connectionLogicalId: text, target: gateway, customerGateway: text, routing: optional(text), roleArn: text,
}, { connectionLogicalId: 'Connection' });

export function afterPartToProperties(declared: AfterPart): Properties {
  return arrival.write(declared);
}

/** @throws when a property is missing or has a value that `afterPartToProperties` never writes */
export function afterPartFromProperties(properties: Properties): TargetDeclaration {
  return bareTargetDeclaration('AFTER', arrival.read('', properties));
}

export function watchedToProperties(connection: WatchedConnection): Properties {
  return watchedConnection.write(connection);
}

/** @throws when a property is missing or has a value that `watchedToProperties` never writes */
export function watchedFromProperties({ Connections }: Properties): readonly WatchedConnection[] {
  return listOf(watchedConnection).read('', Connections);
}

export function declaredByLast({ customerGateway, ...watched }: Pick<WatchedConnection, 'connectionLogicalId' | 'target' | 'customerGateway'>): TargetDeclaration {
  return bareTargetDeclaration('LAST', { ...watched, customerGatewayId: customerGateway });
}

function bareTargetDeclaration(part: Part, location: Omit<AfterPart, 'vpnConnectionId'> & { readonly vpnConnectionId?: string }): TargetDeclaration {
  const { connectionLogicalId, vpnConnectionId, target, customerGatewayId } = location;
  return {
    part, connectionLogicalId, ...vpnConnectionId === undefined ? {} : { vpnConnectionId }, target: bareEnd(target), customerGatewayId,
    staticRoutes: [], vpcRouteTables: [], onPremisesCidrs: [], forwardDeadlineSeconds: 0, backDeadlineSeconds: 0, acknowledgedFindings: [],
    verification: { tunnels: 'NONE', withinSeconds: 0, alarmNames: [], bakeSeconds: 0 }, onRemoval: 'RETAIN', createOnly: {},
  };
}
