/**
 * What the documents say that an edit may cost, and nothing else: which edits are refused, which a rollback does not undo, and by which
 * command somebody ends what CloudFormation cannot. It reads templates and the network, and knows nothing of the constructs.
 */
import { CONNECTION, CUSTOMER_GATEWAY, Resources, isThere, valueOf } from './facts';
import { Template } from '../../../tools/rehearsal/cloudformation/template';
import { NetworkState } from '../../../tools/rehearsal/embedded-ec2/state';

/** A template, the ids that its stack has of it, and the network. */
export interface ExpectedState {
  readonly template?: Template;
  readonly resources: Resources;
  readonly state: Readonly<NetworkState>;
}

type Properties = Readonly<Record<string, unknown>>;

/** What a deployment changes of a connection that is in both templates. */
export interface Change {
  readonly logicalId: string;
  readonly physicalId: string;
  readonly isStatic: boolean;
  /** The gateways in both templates. */
  readonly from: string;
  readonly to: string;
  readonly device: boolean;
  /** How many. */
  readonly tunnels: number;
  readonly bandwidth: boolean;
  readonly createOnly: boolean;
  /** Whether what leads to its attachment is looked up anew. */
  readonly looksAgain: boolean;
  /** Whether the new template associates its attachment. */
  readonly associates: boolean;
  readonly guarded: 'not' | 'newly' | 'before-too';
}

/** [registry schema of AWS::EC2::VPNConnection, createOnlyProperties] */
const CREATE_ONLY = [
  'EnableAcceleration', 'LocalIpv4NetworkCidr', 'LocalIpv6NetworkCidr', 'OutsideIpAddressType', 'PreSharedKeyStorage', 'RemoteIpv4NetworkCidr',
  'RemoteIpv6NetworkCidr', 'StaticRoutesOnly', 'TransportTransitGatewayAttachmentId', 'TunnelInsideIpVersion', 'Type', 'VpnConcentratorId',
];

const GUARD = 'Custom::VpnTargetChangeBefore';

export function connectionsIn(template: Template | undefined): [logicalId: string, properties: Properties][] {
  return Object.entries(template?.Resources ?? {}).filter(([, { Type: type }]) => type === CONNECTION)
    .map(([logicalId, { Properties: properties = {} }]) => [logicalId, properties]);
}

export function changesBetween(before: ExpectedState, after: Template): Change[] {
  const former = new Map(connectionsIn(before.template));
  return connectionsIn(after).flatMap(([logicalId, properties]): Change[] => {
    const old = former.get(logicalId);
    if (old === undefined) return [];
    const differs = (read: (template: Template, own: Properties) => unknown) =>
      !isSame(read(before.template!, old), read(after, properties));
    const tunnels = ({ VpnTunnelOptionsSpecifications: each }: Properties) => (each ?? []) as unknown[];
    return [{
      logicalId,
      physicalId: before.resources.get(logicalId)?.physicalId ?? '',
      isStatic: old.StaticRoutesOnly === true,
      from: gatewayOf(old),
      to: gatewayOf(properties),
      device: differs(deviceOf),
      tunnels: [0, 1].filter((index) => differs((_, own) => tunnels(own)[index] ?? {})).length,
      bandwidth: differs((_, own) => own.TunnelBandwidth),
      createOnly: CREATE_ONLY.some((name) => differs((_, own) => own[name])),
      looksAgain: differs((template) => lookUpsOf(template, logicalId)),
      associates: associationsOf(after, logicalId) > 0,
      guarded: !isGuarded(after, logicalId) ? 'not' : isGuarded(before.template!, logicalId) ? 'before-too' : 'newly',
    }];
  });
}

export function gatewayOf(connection: Properties): string {
  return String(connection.VpnGatewayId ?? connection.TransitGatewayId ?? 'none');
}

/** Its tags change in place. */
function deviceOf(template: Template, { CustomerGatewayId: id }: Properties): unknown {
  const { Ref: logicalId } = Object(id) as { Ref?: string };
  if (logicalId === undefined) return id;
  const { Tags, ...others } = template.Resources[logicalId]?.Properties ?? {};
  return [logicalId, others];
}

function lookUpsOf(template: Template, logicalId: string): unknown {
  return Object.values(template.Resources).filter(({ Type: type, Properties: properties }) =>
    type === 'Custom::TransitGatewayVpnAttachment' && isSame(properties?.VpnConnectionId, { Ref: logicalId })).map(({ Properties: properties }) => properties);
}

function associationsOf(template: Template, logicalId: string): number {
  const lookUps = Object.entries(template.Resources).filter(([, { Type: type, Properties: properties }]) =>
    type === 'Custom::TransitGatewayVpnAttachment' && isSame(properties?.VpnConnectionId, { Ref: logicalId })).map(([id]) => id);
  return Object.values(template.Resources).filter(({ Type: type, Properties: properties }) => type === 'AWS::EC2::TransitGatewayRouteTableAssociation'
    && lookUps.some((id) => JSON.stringify(properties?.TransitGatewayAttachmentId).includes(`"${id}"`))).length;
}

function isGuarded(template: Template, logicalId: string): boolean {
  return Object.values(template.Resources).some(({ Type: type, Properties: properties }) =>
    type === GUARD && properties?.Connection === logicalId);
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

export interface Refusal {
  /** Whether the documents promise it, so that a success would be as wrong. */
  readonly promised: boolean;
  readonly why: string;
  /** Of which nothing is touched. */
  readonly connection?: string;
}

/** Why the documents let the deployment fail although nothing else does. */
export function refusalsOf(before: ExpectedState, after: Template): Refusal[] {
  const former = new Map(connectionsIn(before.template));
  const fresh = connectionsIn(after).filter(([logicalId]) => !former.has(logicalId));
  const present = new Set(connectionsIn(after).map(([logicalId]) => logicalId));
  const removed = [...former.keys()].filter((logicalId) => !present.has(logicalId));
  return [
    ...changesBetween(before, after).flatMap(refusalsOfChange),
    ...successorsOf(before, after),
    ...Object.values(after.Resources).some((resource) => isTakenByDefault(resource, before.state, after))
      ? [{ promised: true, why: 'the transit gateway puts new attachments into a table of its own' }] : [],
    ...fresh.some(([, properties]) => hasTwin(properties, before)) ? [{ promised: false, why: 'EC2 makes no second connection between the same gateways' }] : [],
    // What both lead to, or are at, is there once only.
    ...fresh.length > 0 && removed.length > 0 ? [{ promised: false, why: 'the new one is made before the former one goes' }] : [],
  ];
}

/** Custom resources look after the connection, and are told of another one in its place. */
function successorsOf({ template, resources }: ExpectedState, after: Template): Refusal[] {
  return Object.entries(after.Resources).flatMap(([guard, { Type: type, Properties: properties = {} }]): Refusal[] => {
    const former = template?.Resources[guard]?.Properties?.Connection;
    if (type !== GUARD || former === undefined || former === properties.Connection) return [];
    const connection = resources.get(String(former))?.physicalId;
    return [{ promised: true, why: 'another connection would take its place', connection }];
  });
}

function refusalsOfChange(change: Change): Refusal[] {
  const { from, to, isStatic, device, tunnels, bandwidth, createOnly, guarded, associates, physicalId } = change;
  const refused = (promised: boolean, why: string) => [{ promised, why, ...guarded === 'not' ? {} : { connection: physicalId } }];
  const moves = from !== to || device;
  if (guarded === 'not') {
    if (createOnly) return refused(false, 'another connection takes its place');
    return isVpnGateway(from) && !isVpnGateway(to) && isStatic ? refused(true, 'EC2 takes no connection with static routes to a transit gateway') : [];
  }
  if (createOnly) return refused(true, 'another connection would take its place');
  if (moves && (tunnels > 0 || bandwidth)) return refused(true, 'options change too');
  if (!moves && (tunnels > 1 || bandwidth)) return refused(true, 'both tunnels change');
  if (from !== to && !isVpnGateway(to) && !associates) return refused(true, 'the attachment would be in no table');
  const needsThemBefore = !isVpnGateway(from) && isVpnGateway(to) && isStatic && guarded === 'newly';
  return needsThemBefore ? refused(false, 'static routes on the way to a virtual private gateway need the custom resources to be there before') : [];
}

/**
 * What a preflight finds in the network around a connection that goes elsewhere, and a person has to decide [README "Findings"]: routes of
 * others that lead the same way, references, and who reaches whom. A missing right is none of them.
 */
export const FINDINGS = [
  'vpc-route-table-undeclared', 'sites-separated', 'declared-prefixes-differ', 'prefix-list-reference', 'reach-lost', 'attachment-without-counterpart',
];

export function isVpnGateway(id: string): boolean {
  return id.startsWith('vgw-');
}

function isTakenByDefault(resource: Template['Resources'][string], state: Readonly<NetworkState>, template: Template): boolean {
  const { Type: type, Properties: properties = {} } = resource;
  if (type !== 'AWS::EC2::TransitGatewayRouteTableAssociation') return false;
  const [lookUp] = (Object(properties.TransitGatewayAttachmentId) as { 'Fn::GetAtt'?: string[] })['Fn::GetAtt'] ?? [];
  const gateway = state.transitGateways[String(template.Resources[lookUp ?? '']?.Properties?.TransitGatewayId)];
  return gateway?.defaultAssociationRouteTableId !== undefined;
}

function hasTwin(connection: Properties, { state, resources }: ExpectedState): boolean {
  const device = valueOf(connection.CustomerGatewayId, resources);
  return Object.values(state.vpnConnections).some((each) => isThere(each) && each.target?.id === gatewayOf(connection)
    && (each.customerGatewayId === device || device === undefined));
}

/** Connections to which nothing leads after the rollback, by README's "Without custom resources": they had been modified, and came back. */
export function unledBy(changes: readonly Change[], modified: ReadonlySet<string>): Change[] {
  return changes.filter(({ guarded, from, to, physicalId }) => guarded === 'not' && from !== to && !isVpnGateway(from) && modified.has(physicalId));
}

/** Those whose record names a former attachment, by README's "After a rollback to a transit gateway": no tag is on the new one. */
export function recordedWrongBy(changes: readonly Change[], modified: ReadonlySet<string>): Change[] {
  return changes.filter(({ guarded, from, to, physicalId }) => guarded !== 'not' && from !== to && !isVpnGateway(from) && modified.has(physicalId));
}

export const IDENTIFIED = [CONNECTION, CUSTOMER_GATEWAY];
