/**
 * What leads where, as short sentences: those that a template says, with the physical ids that its stack has, and those that EC2 has. It
 * knows templates and the embedded EC2's records, and nothing of the constructs.
 */
import { Template } from '../../../tools/rehearsal/cloudformation/template';
import { NetworkState } from '../../../tools/rehearsal/embedded-ec2/state';

/** As DescribeStackResources shows it. */
export interface Resource {
  readonly logicalId: string;
  readonly physicalId: string;
  readonly type: string;
  readonly status: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

export type Resources = ReadonlyMap<string, Resource>;

/** Of which connection an attachment is, or was. */
export type Attachments = ReadonlyMap<string, string>;

type Properties = Readonly<Record<string, unknown>>;

export const CONNECTION = 'AWS::EC2::VPNConnection';
export const CUSTOMER_GATEWAY = 'AWS::EC2::CustomerGateway';
const ATTACHMENT = 'Custom::TransitGatewayVpnAttachment';

export function resourcesOf(described: readonly Resource[]): Resources {
  return new Map(described.map((resource) => [resource.logicalId, resource]));
}

/** A value of the template as far as ids make it; undefined where something else would have to be known. */
export function valueOf(value: unknown, resources: Resources): unknown {
  if (Array.isArray(value)) return value.map((each) => valueOf(each, resources));
  if (typeof value !== 'object' || value === null) return value;
  const { 'Ref': logicalId, 'Fn::GetAtt': attribute } = value as { 'Ref'?: string; 'Fn::GetAtt'?: [string, string] };
  if (logicalId !== undefined) return resources.get(logicalId)?.physicalId;
  if (attribute !== undefined) return resources.get(attribute[0])?.attributes[attribute[1]];
  if (Object.keys(value).some((key) => key.startsWith('Fn::'))) return undefined;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, valueOf(each, resources)]));
}

/** What a template says about routes, for a stack that is what it says. */
export function factsOfTemplate(template: Template, resources: Resources): Set<string> {
  const facts = new Set<string>();
  for (const { Type: type, Properties: properties = {} } of Object.values(template.Resources)) {
    const value = (name: string) => valueOf(properties[name], resources);
    const attached = () => connectionBehind(template, resources, properties);
    switch (type) {
      case 'AWS::EC2::VPNConnectionRoute': facts.add(`static route: ${value('VpnConnectionId')} ${value('DestinationCidrBlock')}`); break;
      case 'AWS::EC2::TransitGatewayRouteTableAssociation': facts.add(`association: ${attached()} ${value('TransitGatewayRouteTableId')}`); break;
      case 'AWS::EC2::TransitGatewayRouteTablePropagation': facts.add(`propagation: ${attached()} ${value('TransitGatewayRouteTableId')}`); break;
      case 'AWS::EC2::TransitGatewayRoute':
        facts.add(`route: ${attached()} ${value('TransitGatewayRouteTableId')} ${value('DestinationCidrBlock')}`); break;
      case 'Custom::TransitGatewayPrefixListReference':
        facts.add(`reference: ${attached()} ${value('TransitGatewayRouteTableId')} ${value('PrefixListId')}`); break;
      case 'Custom::TransitGatewayAttachmentTag': facts.add(`attachment tag: ${attached()} ${value('Key')}=${value('Value')}`); break;
      case 'AWS::EC2::Route': {
        const gateway = value('TransitGatewayId') ?? value('GatewayId');
        facts.add(`VPC route: ${value('RouteTableId')} ${value('DestinationCidrBlock')} ${gateway}`); break;
      }
      case 'AWS::EC2::VPNGatewayRoutePropagation':
        for (const table of value('RouteTableIds') as string[]) facts.add(`VPC propagation: ${table} ${value('VpnGatewayId')}`);
    }
  }
  return facts;
}

/** The connection to whose attachment the resource leads, or nothing for a blackhole. */
function connectionBehind(template: Template, resources: Resources, properties: Properties): string {
  const attachment = properties.TransitGatewayAttachmentId as { 'Fn::GetAtt'?: [string, string] } | undefined;
  if (attachment === undefined) return 'nowhere';
  const lookUp = template.Resources[attachment['Fn::GetAtt']?.[0] ?? ''];
  if (lookUp?.Type !== ATTACHMENT) return `an attachment that ${JSON.stringify(attachment)} names`;
  return String(valueOf(lookUp.Properties?.VpnConnectionId, resources));
}

/** The same, as EC2 has it. What leads to an attachment that is gone is named so. */
export function factsOfNetwork(state: Readonly<NetworkState>, attachments: Attachments): Set<string> {
  const leadsTo = (attachmentId: string | undefined) => {
    if (attachmentId === undefined) return 'nowhere';
    const connection = attachments.get(attachmentId) ?? attachmentId;
    return state.transitGatewayAttachments[attachmentId]?.state === 'available' ? connection : `the former attachment of ${connection}`;
  };
  return new Set([
    ...Object.values(state.vpnConnections).filter(isThere).flatMap(({ id, staticRoutes }) =>
      staticRoutes.filter(isThere).map(({ cidr }) => `static route: ${id} ${cidr}`)),
    ...Object.values(state.transitGatewayAttachments).filter((each) => each.resourceType === 'vpn' && isThere(each)).flatMap((each) => [
      ...each.association === undefined || !isThere(each.association) ? [] : [`association: ${leadsTo(each.id)} ${each.association.routeTableId}`],
      ...each.propagations.filter(isThere).map(({ routeTableId }) => `propagation: ${leadsTo(each.id)} ${routeTableId}`),
      ...each.tags.map(({ Key, Value }) => `attachment tag: ${leadsTo(each.id)} ${Key}=${Value}`),
    ]),
    ...Object.values(state.transitGatewayRoutes).map(({ attachmentId, routeTableId, destination }) =>
      `route: ${leadsTo(attachmentId)} ${routeTableId} ${destination}`),
    ...Object.values(state.transitGatewayPrefixListReferences).filter(isThere).map(({ attachmentId, routeTableId, prefixListId }) =>
      `reference: ${leadsTo(attachmentId)} ${routeTableId} ${prefixListId}`),
    ...Object.values(state.vpcRouteTables).flatMap(({ id, routes, propagatingGatewayIds }) => [
      ...routes.filter(({ origin }) => origin === 'CreateRoute').map(({ destination, target }) => `VPC route: ${id} ${destination} ${target.id}`),
      ...propagatingGatewayIds.map((gateway) => `VPC propagation: ${id} ${gateway}`),
    ]),
  ]);
}

export function isThere({ state }: { readonly state: string }): boolean {
  return !['deleting', 'deleted', 'disassociating', 'disassociated', 'disabling', 'disabled'].includes(state);
}

export function without(facts: ReadonlySet<string>, others: ReadonlySet<string>): string[] {
  return [...facts].filter((fact) => !others.has(fact));
}

/** What a connection itself is said to be by the template, where EC2 says otherwise. */
export function differencesOfConnections(template: Template, resources: Resources, state: Readonly<NetworkState>): string[] {
  return Object.entries(template.Resources).flatMap(([logicalId, { Type: type, Properties: properties = {} }]) => {
    const physicalId = resources.get(logicalId)?.physicalId ?? '';
    const wanted = (name: string) => valueOf(properties[name], resources);
    if (type === CUSTOMER_GATEWAY) {
      const gateway = state.customerGateways[physicalId];
      if (gateway === undefined || !isThere(gateway)) return [`device: ${physicalId || logicalId} is not there`];
      return compared(physicalId, [
        ['address', wanted('IpAddress'), gateway.ipAddress], ['AS number', wanted('BgpAsn') ?? wanted('BgpAsnExtended'), gateway.bgpAsn],
        ['device name', wanted('DeviceName'), gateway.deviceName],
      ]);
    }
    if (type !== CONNECTION) return [];
    const connection = state.vpnConnections[physicalId];
    if (connection?.state !== 'available') return [`connection: ${physicalId || logicalId} is ${connection?.state ?? 'not there'}`];
    return [
      ...compared(physicalId, [
        ['gateway', wanted('VpnGatewayId') ?? wanted('TransitGatewayId'), connection.target?.id],
        ['device', wanted('CustomerGatewayId'), connection.customerGatewayId],
        ['static routes only', wanted('StaticRoutesOnly'), connection.staticRoutesOnly],
        ['local network', wanted('LocalIpv4NetworkCidr') ?? DEFAULT_NETWORK, connection.options.LocalIpv4NetworkCidr ?? DEFAULT_NETWORK],
        ['bandwidth', wanted('TunnelBandwidth') ?? 'standard', connection.options.TunnelBandwidth ?? 'standard'],
      ]),
      ...differencesOfTags(physicalId, wanted('Tags'), connection.tags),
      ...differencesOfTunnels(physicalId, wanted('VpnTunnelOptionsSpecifications'), connection.tunnels),
    ];
  });
}

const DEFAULT_NETWORK = '0.0.0.0/0';

type Tag = { readonly Key: string; readonly Value: string };

function differencesOfTags(id: string, wanted: unknown, present: readonly Tag[]): string[] {
  return ((wanted ?? []) as Tag[]).flatMap(({ Key, Value }) => compared(id, [[`tag ${Key}`, Value, present.find((tag) => tag.Key === Key)?.Value]]));
}

function differencesOfTunnels(id: string, wanted: unknown, present: readonly { readonly options: Properties }[]): string[] {
  return ((wanted ?? []) as Properties[]).flatMap(({ DPDTimeoutSeconds, LogOptions }, index) => {
    const { CloudwatchLogOptions: logs } = (LogOptions ?? {}) as { CloudwatchLogOptions?: Properties };
    const { CloudWatchLogOptions: observed } = (present[index]?.options.LogOptions ?? {}) as { CloudWatchLogOptions?: Properties };
    return compared(`${id}`, [
      [`DPD of tunnel ${index}`, DPDTimeoutSeconds, DPDTimeoutSeconds === undefined ? undefined : present[index]?.options.DpdTimeoutSeconds],
      ...logs === undefined ? [] : [[`logs of tunnel ${index}`, logs.LogEnabled ?? false, observed?.LogEnabled ?? false] as const],
    ]);
  });
}

function compared(id: string, members: readonly (readonly [what: string, wanted: unknown, present: unknown])[]): string[] {
  return members.filter(([, wanted, present]) => String(wanted) !== String(present))
    .map(([what, wanted, present]) => `${what}: of ${id} is ${String(present)} and not ${String(wanted)}`);
}
