/** A connection's declared target as the properties of the first part around it. */
import { StackVpcRoutes } from './declaration';
import { gatewayEnd, maintenanceWindow, verification, vpcRouteTables } from './properties';
import { asIs, listOf, object, oneOf, optional, Properties, seconds, text, texts, textsIfAny } from './property-codec';
import { AttachmentRouting, TargetDeclaration } from './target-declaration';

export const LAST_TYPE = 'Custom::VpnTargetChangeLast';
export const BEFORE_TYPE = 'Custom::VpnTargetChangeBefore';
export const AFTER_TYPE = 'Custom::VpnTargetChangeAfter';

const target = object<Omit<TargetDeclaration, 'part' | 'vpnConnectionId'>>({
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
  return target.write(declared);
}

/** @throws when a property is missing or has a value that `targetToProperties` never writes. */
export function targetFromProperties(properties: Properties): TargetDeclaration {
  return { part: 'BEFORE', ...target.read('', properties) };
}
