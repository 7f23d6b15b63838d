/** Every member of what is read of EC2 has a grammar, or is free text by decision: a new edition of the SDK asks for another one. */
import * as ec2 from '@aws-sdk/client-ec2';
import { NormalizedSchema } from '@smithy/core/schema';
import { grammarOf } from '../../lambda/aws/ec2/member-grammar';

const READ = {
  CustomerGateway: ec2.CustomerGateway$, RouteTable: ec2.RouteTable$, Subnet: ec2.Subnet$, TransitGateway: ec2.TransitGateway$,
  TransitGatewayAttachment: ec2.TransitGatewayAttachment$, TransitGatewayAttachmentPropagation: ec2.TransitGatewayAttachmentPropagation$,
  TransitGatewayPrefixListReference: ec2.TransitGatewayPrefixListReference$, TransitGatewayRoute: ec2.TransitGatewayRoute$,
  TransitGatewayRouteTable: ec2.TransitGatewayRouteTable$, TransitGatewayRouteTablePropagation: ec2.TransitGatewayRouteTablePropagation$,
  TransitGatewayVpcAttachment: ec2.TransitGatewayVpcAttachment$, Vpc: ec2.Vpc$, VpnConnection: ec2.VpnConnection$,
  VpnGateway: ec2.VpnGateway$,
};

/** What people write, what AWS writes for people, and the values of enumerations. */
const FREE_TEXT = [
  'ApplianceModeSupport', 'AutoAcceptSharedAttachments', 'BgpLogOutputFormat', 'Category', 'DefaultRouteTableAssociation',
  'DefaultRouteTablePropagation', 'Description', 'DeviceName', 'DnsSupport', 'DpdTimeoutAction', 'EncryptionState', 'GatewayAssociationState',
  'HostnameType', 'InstanceTenancy', 'InternetGatewayBlockMode', 'IpSource', 'Ipv6AddressAttribute', 'Ipv6Support', 'Key', 'LogOutputFormat',
  'Mode', 'MulticastSupport', 'NatGatewaySupport', 'Origin', 'OutsideIpAddressType', 'ResourceType', 'SecurityGroupReferencingSupport', 'Source',
  'StartupAction', 'State', 'StateMessage', 'Status', 'StatusMessage', 'TunnelBandwidth', 'TunnelInsideIpVersion', 'Type', 'Value', 'VpnEcmpSupport',
];

/** Dropped at the door of the command, and never read by a function but as what they are. */
const SENSITIVE = ['CustomerGatewayConfiguration', 'PreSharedKey'];

test('every text has one, but those that are free or withheld', () => {
  const without = Object.values(READ).flatMap((schema) => texts(NormalizedSchema.of(schema), '')).filter((name) => grammarOf(name, 'string', {}) === undefined);
  expect([...new Set(without)].sort()).toEqual([...FREE_TEXT, ...SENSITIVE].sort());
});

test.each([
  ['vpn', 'vpn-0123456789abcdef0', true], ['vpn', 'vpn-0123456789abcdef0(198.51.100.1)', true], ['vpn', 'vpn-0123456789abcdef0(x)', false],
  ['vpn', 'vpn-0123456789abcdef0(198.51.100.1)(x)', false], ['vpn', 'vpc-0123456789abcdef0', false], ['vpc', 'vpc-0123456789abcdef0', true],
  ['vpc', 'vpn-0123456789abcdef0', false], ['direct-connect-gateway', '7384609e-3a4b-4f5a-8000-000000000000', true],
  ['a type of tomorrow', 'tomorrow-1', true], ['a type of tomorrow', '$(x)', false],
])('what is attached, of type %s: %s is %s', (ResourceType, id, fits) => {
  expect(grammarOf('ResourceId', 'string', { ResourceType })?.fits(id)).toBe(fits);
});

function texts(schema: NormalizedSchema, name: string): string[] {
  if (schema.isStructSchema()) return Object.entries(schema.getMemberSchemas()).flatMap(([member, of]) => texts(of, member));
  if (schema.isListSchema()) return texts(schema.getValueSchema(), name);
  return schema.isStringSchema() ? [name] : [];
}
