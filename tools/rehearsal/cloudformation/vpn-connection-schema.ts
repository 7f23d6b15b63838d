/**
 * The registry schema of AWS::EC2::VPNConnection: which properties it has, and which of them replace the connection. The
 * driver obeys it and DescribeType shows it, so that a function that reads the schema learns what will really be done.
 *
 * In 2026 the gateways, the tunnel options and the bandwidth became changeable in place; no source tells of every region
 * [cloudformation-and-cdk section 1.2].
 */
import { Mutability } from './resource-type';
import { Unknowns } from './unknowns';

export const VPN_CONNECTION_TYPE = 'AWS::EC2::VPNConnection';

type Edition = Unknowns['vpnConnectionSchema'];

/** [1.3, registry] */
const PROPERTY_TYPES = {
  CustomerGatewayId: 'string',
  EnableAcceleration: 'boolean',
  LocalIpv4NetworkCidr: 'string',
  LocalIpv6NetworkCidr: 'string',
  OutsideIpAddressType: 'string',
  PreSharedKeyStorage: 'string',
  RemoteIpv4NetworkCidr: 'string',
  RemoteIpv6NetworkCidr: 'string',
  StaticRoutesOnly: 'boolean',
  Tags: 'array',
  TransitGatewayId: 'string',
  TransportTransitGatewayAttachmentId: 'string',
  TunnelBandwidth: 'string',
  TunnelInsideIpVersion: 'string',
  Type: 'string',
  VpnConcentratorId: 'string',
  VpnGatewayId: 'string',
  VpnTunnelOptionsSpecifications: 'array',
} as const;

export type VpnConnectionProperty = keyof typeof PROPERTY_TYPES;

export const REQUIRED_PROPERTIES: readonly VpnConnectionProperty[] = ['Type', 'CustomerGatewayId'];

/** [1.2: no longer create-only since 2026-02-02, and then since 2026-02-25 and 2026-05-04] */
const GATEWAYS: readonly VpnConnectionProperty[] = ['CustomerGatewayId', 'VpnGatewayId', 'TransitGatewayId'];
const IN_PLACE: Readonly<Record<Edition, readonly VpnConnectionProperty[]>> = {
  'gateways-create-only': [],
  'only-gateways-in-place': GATEWAYS,
  'gateways-in-place': [...GATEWAYS, 'VpnTunnelOptionsSpecifications', 'TunnelBandwidth'],
};

/** [1.2: what the update handler is permitted; before 2026 it changed tags only] */
const TAG_PERMISSIONS = ['ec2:DescribeVpnConnections', 'ec2:CreateTags', 'ec2:DeleteTags'];
const MODIFY_PERMISSIONS = ['ec2:ModifyVpnConnection', 'ec2:ModifyVpnConnectionOptions', 'ec2:ModifyVpnTunnelOptions'];

export function mutabilityOf(property: VpnConnectionProperty, edition: Edition): Mutability {
  if (property === 'Tags') return 'mutable';
  return IN_PLACE[edition].includes(property) ? 'mutable' : 'create-only';
}

/** What DescribeType answers as Schema, as far as the project's notes know it. */
export function vpnConnectionSchema(edition: Edition): object {
  const names = Object.keys(PROPERTY_TYPES) as VpnConnectionProperty[];
  const update = edition === 'gateways-create-only' ? TAG_PERMISSIONS : [...TAG_PERMISSIONS, ...MODIFY_PERMISSIONS];
  return {
    typeName: VPN_CONNECTION_TYPE,
    properties: {
      ...Object.fromEntries(names.map((name) => [name, { type: PROPERTY_TYPES[name] }])),
      VpnConnectionId: { type: 'string' },
    },
    additionalProperties: false,
    required: REQUIRED_PROPERTIES,
    createOnlyProperties: names.filter((name) => mutabilityOf(name, edition) === 'create-only').map((name) => `/properties/${name}`),
    readOnlyProperties: ['/properties/VpnConnectionId'],
    writeOnlyProperties: ['/properties/PreSharedKeyStorage', '/properties/VpnTunnelOptionsSpecifications/*/PreSharedKey'],
    primaryIdentifier: ['/properties/VpnConnectionId'],
    replacementStrategy: 'delete_then_create',
    tagging: { taggable: true, tagOnCreate: true, tagUpdatable: true, tagProperty: '/properties/Tags' },
    handlers: { update: { permissions: update } },
  };
}
