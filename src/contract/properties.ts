/**
 * A declaration's travel through CloudFormation.
 *
 * The construct writes it with `toProperties`, CloudFormation turns every scalar into a string, and the Lambda reads it
 * back with `fromProperties`: one module for both ends, so that they cannot disagree.
 */
import { GatewayEnd, MaintenanceWindow, MoveDeclaration, Verification, VpcRouteTableDeclaration } from './declaration';
import { requireOneOf, requireSeconds, requireText } from './property-values';
import { ReplacementProperties, replacementFromProperties, replacementToProperties } from './replacement-declaration';

export const MOVE_TYPE = 'Custom::VpnTargetMigration';
export const REPLACEMENT_TYPE = 'Custom::VirtualPrivateGatewayReplacement';

/** The custom resource's properties, as the template holds them and as the handler's event carries them. */
export interface MoveProperties {
  readonly VpnConnectionId: string;
  readonly From: GatewayEndProperties;
  readonly To: GatewayEndProperties;
  readonly CustomerGateway?: { readonly FromId: string; readonly ToId: string; readonly DeleteOld?: string };
  readonly VpcRouteTables: readonly VpcRouteTableProperties[];
  readonly OnPremisesCidrs: readonly string[];
  readonly OnFailure: string;
  readonly OnStackRollback: string;
  readonly OnRemoval: string;
  readonly ForwardDeadlineSeconds: string;
  readonly BackDeadlineSeconds: string;
  readonly AcknowledgedFindings?: readonly string[];
  readonly Stage?: string;
  readonly ApprovedPlan?: string;
  readonly Window?: WindowProperties;
  readonly Verification?: VerificationProperties;
  readonly Replacement?: ReplacementProperties;
  /** Of no part of the declaration: another role makes no other move. */
  readonly RoleArn?: string;
}

export interface VpcRouteTableProperties {
  readonly RouteTableId: string;
  readonly Moved: readonly string[];
  readonly Left: readonly string[];
}

/** ISO 8601 in UTC, so that a person reads the template. */
export interface WindowProperties {
  readonly NotBefore: string;
  readonly NotAfter: string;
}

export interface VerificationProperties {
  /** `AS_BEFORE`, `NONE` or a number. */
  readonly Tunnels: string;
  readonly WithinSeconds: string;
  readonly AlarmNames?: readonly string[];
  readonly BakeSeconds?: string;
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
      CustomerGateway: {
        FromId: declaration.customerGateway.fromId,
        ToId: declaration.customerGateway.toId,
        ...declaration.customerGateway.deleteOld ? { DeleteOld: 'true' } : {},
      },
    },
    VpcRouteTables: tablesToProperties(declaration.vpcRouteTables),
    OnPremisesCidrs: declaration.onPremisesCidrs,
    OnFailure: declaration.onFailure,
    OnStackRollback: declaration.onStackRollback,
    OnRemoval: declaration.onRemoval,
    ForwardDeadlineSeconds: String(declaration.forwardDeadlineSeconds),
    BackDeadlineSeconds: String(declaration.backDeadlineSeconds),
    ...declaration.acknowledgedFindings.length === 0 ? {} : { AcknowledgedFindings: declaration.acknowledgedFindings },
    Stage: declaration.stage,
    ...declaration.approvedPlan === undefined ? {} : { ApprovedPlan: declaration.approvedPlan },
    ...declaration.window === undefined ? {} : { Window: windowToProperties(declaration.window) },
    Verification: verificationToProperties(declaration.verification),
    ...declaration.replacement === undefined ? {} : { Replacement: replacementToProperties(declaration.replacement) },
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
        ...properties.CustomerGateway.DeleteOld === 'true' ? { deleteOld: true as const } : {},
      },
    },
    vpcRouteTables: tablesFromProperties(properties.VpcRouteTables),
    onPremisesCidrs: properties.OnPremisesCidrs ?? [],
    onFailure: requireOneOf('OnFailure', properties.OnFailure, ['HOLD', 'MOVE_BACK']),
    onStackRollback: requireOneOf('OnStackRollback', properties.OnStackRollback, ['KEEP', 'MOVE_BACK']),
    onRemoval: requireOneOf('OnRemoval', properties.OnRemoval, ['KEEP', 'MOVE_BACK']),
    forwardDeadlineSeconds: requireSeconds('ForwardDeadlineSeconds', properties.ForwardDeadlineSeconds),
    backDeadlineSeconds: requireSeconds('BackDeadlineSeconds', properties.BackDeadlineSeconds),
    acknowledgedFindings: properties.AcknowledgedFindings ?? [],
    // A resource made by a version without stages was cut over when it was made.
    stage: requireOneOf('Stage', properties.Stage ?? 'CUT_OVER', ['PREPARED', 'CUT_OVER', 'FINALIZED']),
    ...properties.ApprovedPlan === undefined ? {} : { approvedPlan: requireText('ApprovedPlan', properties.ApprovedPlan) },
    ...properties.Window === undefined ? {} : { window: windowFromProperties(properties.Window) },
    verification: verificationFromProperties(properties.Verification),
    ...properties.Replacement === undefined ? {} : { replacement: replacementFromProperties(properties.Replacement) },
  };
}

export function tablesToProperties(tables: readonly VpcRouteTableDeclaration[]): VpcRouteTableProperties[] {
  return tables.map((table) => ({ RouteTableId: table.routeTableId, Moved: table.moved, Left: table.left }));
}

export function tablesFromProperties(tables: readonly VpcRouteTableProperties[] | undefined): VpcRouteTableDeclaration[] {
  return (tables ?? []).map((table) => ({
    routeTableId: requireText('VpcRouteTables.RouteTableId', table.RouteTableId), moved: table.Moved ?? [], left: table.Left ?? [],
  }));
}

export function endToProperties(end: GatewayEnd): GatewayEndProperties {
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

export function endFromProperties(name: string, end: GatewayEndProperties): GatewayEnd {
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
    // None is said by an empty text: the attachment stays where its gateway puts it.
    associationRouteTableId: end.AssociationRouteTableId === '' ? '' : requireText(`${name}.AssociationRouteTableId`, end.AssociationRouteTableId),
    propagationRouteTableIds: end.PropagationRouteTableIds ?? [],
    staticRouteTableIds: end.StaticRouteTableIds ?? [],
    defaultRouteTableIds: end.DefaultRouteTableIds ?? [],
  };
}

export function windowToProperties({ notBefore, notAfter }: MaintenanceWindow): WindowProperties {
  return { NotBefore: new Date(notBefore).toISOString(), NotAfter: new Date(notAfter).toISOString() };
}

export function windowFromProperties(window: WindowProperties): MaintenanceWindow {
  return { notBefore: requireInstant('Window.NotBefore', window.NotBefore), notAfter: requireInstant('Window.NotAfter', window.NotAfter) };
}

export function verificationToProperties({ tunnels, withinSeconds, alarmNames, bakeSeconds }: Verification): VerificationProperties {
  return {
    Tunnels: String(tunnels),
    WithinSeconds: String(withinSeconds),
    ...alarmNames.length === 0 ? {} : { AlarmNames: alarmNames, BakeSeconds: String(bakeSeconds) },
  };
}

/** A resource made by a version without verification asks for none. */
export function verificationFromProperties(verification: VerificationProperties | undefined): Verification {
  if (verification === undefined) return { tunnels: 'NONE', withinSeconds: 1, alarmNames: [], bakeSeconds: 0 };
  const alarmNames = verification.AlarmNames ?? [];
  return {
    tunnels: verification.Tunnels === '1' || verification.Tunnels === '2' ? Number(verification.Tunnels)
      : requireOneOf('Verification.Tunnels', verification.Tunnels, ['AS_BEFORE', 'NONE'] as const),
    withinSeconds: requireSeconds('Verification.WithinSeconds', verification.WithinSeconds),
    alarmNames,
    bakeSeconds: alarmNames.length === 0 ? 0 : requireSeconds('Verification.BakeSeconds', verification.BakeSeconds),
  };
}

function requireInstant(name: string, value: unknown): number {
  const instant = Date.parse(String(value));
  if (Number.isFinite(instant)) return instant;
  throw new Error(`property ${name} must be an instant as in 2026-11-22T01:00:00Z, got ${JSON.stringify(value)}`);
}
