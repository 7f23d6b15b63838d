/** A move's declaration as the properties of its custom resource. */
import {
  CustomerGatewayChange, GatewayEnd, MaintenanceWindow, MoveDeclaration, TransitGatewayEnd, Verification, VirtualPrivateGatewayEnd,
  VpcRouteTableDeclaration,
} from './declaration';
import { Gateway } from './gateway';
import {
  Codec, flag, instant, listOf, object, oneOf, optional, Properties, seconds, text, textOrNone, texts, textsIfAny, withDefault,
} from './property-codec';
import { replacement } from './replacement-declaration';

export const MOVE_TYPE = 'Custom::VpnTargetMigration';
export const REPLACEMENT_TYPE = 'Custom::VirtualPrivateGatewayReplacement';

export const gateway = object<{ readonly kind: Gateway['kind']; readonly id: string }>({ kind: oneOf('virtual-private-gateway', 'transit-gateway'), id: text });

const virtualPrivateGatewayEnd = object<VirtualPrivateGatewayEnd>({
  kind: oneOf('virtual-private-gateway'), id: text, propagatingRouteTableIds: texts, vpcId: optional(text),
});

const transitGatewayEnd = object<TransitGatewayEnd>({
  kind: oneOf('transit-gateway'), id: text, associationRouteTableId: textOrNone, // none: the attachment stays where its gateway puts it
  propagationRouteTableIds: texts, staticRouteTableIds: texts, defaultRouteTableIds: texts,
});

export const gatewayEnd: Codec<GatewayEnd> = {
  write: (end) => (end.kind === 'virtual-private-gateway' ? virtualPrivateGatewayEnd.write(end) : transitGatewayEnd.write(end)),
  read: (name, value) => (gateway.read(name, value).kind === 'virtual-private-gateway' ? virtualPrivateGatewayEnd : transitGatewayEnd).read(name, value),
};

export const vpcRouteTables = listOf(object<VpcRouteTableDeclaration>({ routeTableId: text, moved: texts, left: texts }));

export const maintenanceWindow = object<MaintenanceWindow>({ notBefore: instant, notAfter: instant });

/** `AS_BEFORE`, `NONE` or a number. */
const tunnels: Codec<Verification['tunnels']> = {
  write: String,
  read: (name, value) => (value === '1' || value === '2' ? Number(value) : oneOf('AS_BEFORE', 'NONE').read(name, value)),
};

/** None is baked without an alarm that watches it. */
const bakeSeconds = withDefault({ ...seconds, write: (value) => (value === 0 ? undefined : String(value)) }, 0);

/** A resource made by a version without verification asks for none. */
export const verification = withDefault(object<Verification>({
  tunnels, withinSeconds: seconds, alarmNames: textsIfAny, bakeSeconds,
}), { tunnels: 'NONE', withinSeconds: 1, alarmNames: [], bakeSeconds: 0 });

const move = object<Omit<MoveDeclaration, 'stackVpcRoutes' | 'modifiedBy' | 'handsOver'>>({
  vpnConnectionId: text,
  from: gatewayEnd,
  to: gatewayEnd,
  customerGateway: optional(object<CustomerGatewayChange>({ fromId: text, toId: text, deleteOld: flag })),
  vpcRouteTables,
  onPremisesCidrs: texts,
  onFailure: oneOf('HOLD', 'MOVE_BACK'),
  onStackRollback: oneOf('KEEP', 'MOVE_BACK'),
  onRemoval: oneOf('KEEP', 'MOVE_BACK'),
  forwardDeadlineSeconds: seconds,
  backDeadlineSeconds: seconds,
  acknowledgedFindings: textsIfAny,
  // A resource made by a version without stages was cut over when it was made.
  stage: withDefault(oneOf('PREPARED', 'CUT_OVER', 'FINALIZED'), 'CUT_OVER'),
  approvedPlan: optional(text),
  window: optional(maintenanceWindow),
  verification,
  replacement: optional(replacement),
});

export function toProperties(declaration: MoveDeclaration): Properties {
  return move.write(declaration);
}

/** @throws when a property is missing or has a value that `toProperties` never writes. */
export function fromProperties(properties: Properties): MoveDeclaration {
  return move.read('', properties);
}
