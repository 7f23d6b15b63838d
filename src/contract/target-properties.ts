/** The travel of a connection's declared target to the first part through CloudFormation, which turns every scalar into a string. */
import { StackVpcRoutes } from './declaration';
import {
  endFromProperties, endToProperties, GatewayEndProperties, tablesFromProperties, tablesToProperties, VerificationProperties,
  verificationFromProperties, verificationToProperties, VpcRouteTableProperties, windowFromProperties, WindowProperties, windowToProperties,
} from './properties';
import { requireOneOf, requireSeconds, requireText } from './property-values';
import { AttachmentRouting, TargetDeclaration } from './target-declaration';

export const LAST_TYPE = 'Custom::VpnTargetChangeLast';
export const BEFORE_TYPE = 'Custom::VpnTargetChangeBefore';
export const AFTER_TYPE = 'Custom::VpnTargetChangeAfter';

export interface TargetProperties {
  readonly Connection: string;
  readonly Target: GatewayEndProperties;
  readonly CustomerGatewayId: string;
  readonly StaticRoutes: readonly string[];
  readonly VpcRouteTables: readonly VpcRouteTableProperties[];
  readonly StackVpcRoutes?: readonly StackVpcRoutesProperties[];
  readonly OnPremisesCidrs: readonly string[];
  readonly ForwardDeadlineSeconds: string;
  readonly BackDeadlineSeconds: string;
  readonly AcknowledgedFindings?: readonly string[];
  readonly ApprovedPlan?: string;
  readonly Window?: WindowProperties;
  readonly Verification: VerificationProperties;
  readonly OnRemoval: string;
  readonly CreateOnly: { readonly [property: string]: string };
  readonly Options?: { readonly [property: string]: string };
  readonly TunnelOptions?: readonly string[];
  readonly AttachmentRouting?: { readonly Parts: readonly string[]; readonly Digest: string; readonly LogicalIds: readonly string[] };
  /** Of no part of the declaration. */
  readonly RoleArn?: string;
}

export interface StackVpcRoutesProperties {
  readonly RouteTableId: string;
  readonly Destinations: readonly string[];
}

export function targetToProperties(declared: Omit<TargetDeclaration, 'part'>): TargetProperties {
  return {
    Connection: declared.connectionLogicalId,
    Target: endToProperties(declared.target),
    CustomerGatewayId: declared.customerGatewayId,
    StaticRoutes: declared.staticRoutes,
    VpcRouteTables: tablesToProperties(declared.vpcRouteTables),
    ...declared.stackVpcRoutes === undefined ? {} : { StackVpcRoutes: declared.stackVpcRoutes.map(stackRoutesToProperties) },
    OnPremisesCidrs: declared.onPremisesCidrs,
    ForwardDeadlineSeconds: String(declared.forwardDeadlineSeconds),
    BackDeadlineSeconds: String(declared.backDeadlineSeconds),
    ...declared.acknowledgedFindings.length === 0 ? {} : { AcknowledgedFindings: declared.acknowledgedFindings },
    ...declared.approvedPlan === undefined ? {} : { ApprovedPlan: declared.approvedPlan },
    ...declared.window === undefined ? {} : { Window: windowToProperties(declared.window) },
    Verification: verificationToProperties(declared.verification),
    OnRemoval: declared.onRemoval,
    CreateOnly: declared.createOnly,
    ...declared.options === undefined ? {} : { Options: declared.options },
    ...declared.tunnelOptions === undefined ? {} : { TunnelOptions: declared.tunnelOptions },
    ...declared.attachmentRouting === undefined ? {}
      : { AttachmentRouting: routingToProperties(declared.attachmentRouting) },
  };
}

/** @throws when a property is missing or has a value that `targetToProperties` never writes. */
export function targetFromProperties(properties: TargetProperties): TargetDeclaration {
  return {
    part: 'BEFORE',
    connectionLogicalId: requireText('Connection', properties.Connection),
    target: endFromProperties('Target', properties.Target),
    customerGatewayId: requireText('CustomerGatewayId', properties.CustomerGatewayId),
    staticRoutes: properties.StaticRoutes ?? [],
    vpcRouteTables: tablesFromProperties(properties.VpcRouteTables),
    ...properties.StackVpcRoutes === undefined ? {} : { stackVpcRoutes: properties.StackVpcRoutes.map(stackRoutesFromProperties) },
    onPremisesCidrs: properties.OnPremisesCidrs ?? [],
    forwardDeadlineSeconds: requireSeconds('ForwardDeadlineSeconds', properties.ForwardDeadlineSeconds),
    backDeadlineSeconds: requireSeconds('BackDeadlineSeconds', properties.BackDeadlineSeconds),
    acknowledgedFindings: properties.AcknowledgedFindings ?? [],
    ...properties.ApprovedPlan === undefined ? {} : { approvedPlan: requireText('ApprovedPlan', properties.ApprovedPlan) },
    ...properties.Window === undefined ? {} : { window: windowFromProperties(properties.Window) },
    verification: verificationFromProperties(properties.Verification),
    onRemoval: requireOneOf('OnRemoval', properties.OnRemoval, ['RETAIN', 'DELETE']),
    createOnly: properties.CreateOnly ?? {},
    ...properties.Options === undefined ? {} : { options: properties.Options },
    ...properties.TunnelOptions === undefined ? {} : { tunnelOptions: properties.TunnelOptions },
    ...properties.AttachmentRouting === undefined ? {} : { attachmentRouting: routingFromProperties(properties.AttachmentRouting) },
  };
}

function routingToProperties({ parts, digest, logicalIds }: AttachmentRouting): NonNullable<TargetProperties['AttachmentRouting']> {
  return { Parts: parts, Digest: digest, LogicalIds: logicalIds };
}

function routingFromProperties({ Parts = [], Digest, LogicalIds = [] }: NonNullable<TargetProperties['AttachmentRouting']>): AttachmentRouting {
  return { parts: Parts, digest: requireText('AttachmentRouting.Digest', Digest), logicalIds: LogicalIds };
}

function stackRoutesToProperties({ routeTableId, destinations }: StackVpcRoutes): StackVpcRoutesProperties {
  return { RouteTableId: routeTableId, Destinations: destinations };
}

function stackRoutesFromProperties({ RouteTableId, Destinations }: StackVpcRoutesProperties): StackVpcRoutes {
  return { routeTableId: requireText('StackVpcRoutes.RouteTableId', RouteTableId), destinations: Destinations ?? [] };
}
