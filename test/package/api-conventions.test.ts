/** The conventions of the public API, read from the assembly that jsii has written: what a user in any language sees. */
import { existsSync, readFileSync } from 'node:fs';
import * as path from 'node:path';

const ASSEMBLY = path.join(__dirname, '..', '..', '.jsii');

interface Documented {
  readonly docs?: { readonly summary?: string; readonly default?: string };
}

interface Member extends Documented {
  readonly name: string;
  readonly optional?: boolean;
  readonly overrides?: string;
  readonly type?: unknown;
  readonly parameters?: readonly { readonly name: string }[];
}

interface Type extends Documented {
  readonly name: string;
  readonly kind: 'class' | 'enum' | 'interface';
  readonly datatype?: boolean;
  readonly properties?: readonly Member[];
  readonly methods?: readonly Member[];
  readonly members?: readonly Member[];
  readonly initializer?: Member;
}

/** Fails loudly when the assembly is absent: a convention that is not looked at is not kept. */
function publicTypes(): Type[] {
  if (!existsSync(ASSEMBLY)) throw new Error('there is no .jsii; compile the library first: npx projen compile');
  return Object.values((JSON.parse(readFileSync(ASSEMBLY, 'utf8')) as { types: Record<string, Type> }).types);
}

const types = publicTypes();
const structs = types.filter((type) => type.datatype);
const membersOf = (type: Type) => [...type.properties ?? [], ...type.methods ?? [], ...type.members ?? []];

test('the public API is these types', () => {
  expect(types.map((type) => type.name).sort()).toEqual([
    'AllVpnConnectionsDownAlarm',
    'AllVpnConnectionsDownAlarmProps',
    'ClassicVpnMigration',
    'ClientVpnAuthorizationPolicy',
    'ClientVpnAuthorizationPolicyOptions',
    'ClientVpnDeviceTrustProvider',
    'ClientVpnEndpoint',
    'ClientVpnEndpointOptions',
    'ClientVpnEndpointProps',
    'ClientVpnIpAddressType',
    'ConfigurationFormat',
    'CoreNetworkAttachmentOptions',
    'CustomerGateway',
    'CustomerGatewayAttributes',
    'CustomerGatewayConfiguration',
    'CustomerGatewayConfigurationProps',
    'CustomerGatewayMove',
    'CustomerGatewayProps',
    'DeviceConnectionOptions',
    'DiffieHellmanGroup',
    'DpdTimeoutAction',
    'EncryptionAlgorithm',
    'ICustomerGateway',
    'IMigrationRecords',
    'ISiteToSiteVpn',
    'ITunnel',
    'IVirtualPrivateGateway',
    'IVpnConcentrator',
    'IkeVersion',
    'InsideIpVersion',
    'IntegrityAlgorithm',
    'LinuxDeviceOptions',
    'MaintenanceWindow',
    'MigrationEventFilter',
    'MigrationEvents',
    'MigrationOptions',
    'MigrationPhase',
    'MigrationRecords',
    'MigrationStage',
    'MoveVerification',
    'MoveVerificationOptions',
    'NewVpnLogGroupsOptions',
    'OnFailure',
    'OnPhaseOptions',
    'OnUndo',
    'OutsideIpAddressType',
    'Phase1Options',
    'Phase2Options',
    'PreSharedKeySecret',
    'PreSharedKeySecretProps',
    'PreSharedKeyStorage',
    'RedundantSiteToSiteVpn',
    'RedundantSiteToSiteVpnProps',
    'RoutingDaemon',
    'SampleConfigurationOptions',
    'SampleType',
    'SiteToSiteVpn',
    'SiteToSiteVpnAttributes',
    'SiteToSiteVpnLookUpOptions',
    'SiteToSiteVpnOptions',
    'SiteToSiteVpnProps',
    'StartupAction',
    'StrongSwanOptions',
    'TargetChange',
    'TargetChangeOptions',
    'TargetGateway',
    'TransitGatewayBlackholeRoute',
    'TransitGatewayClientVpnEndpoint',
    'TransitGatewayClientVpnEndpointProps',
    'TransitGatewayClientVpnRouteOptions',
    'TransitGatewayPrefixListReference',
    'TransitGatewayRouteTables',
    'TransitGatewayRouting',
    'TunnelBandwidth',
    'TunnelInterface',
    'TunnelLogFormat',
    'TunnelLogGroup',
    'TunnelLogGroupProps',
    'TunnelLogging',
    'TunnelOptions',
    'VirtualPrivateGateway',
    'VirtualPrivateGatewayOptions',
    'VirtualPrivateGatewayProps',
    'VirtualPrivateGatewayReplacement',
    'VirtualPrivateGatewayReplacementProps',
    'VirtualPrivateGatewayTest',
    'VpcRouteTableMove',
    'VpcRouteTables',
    'VpcRoutes',
    'VpnAlarmOptions',
    'VpnConcentrator',
    'VpnConcentratorAttributes',
    'VpnConcentratorProps',
    'VpnConnectionDownAlarm',
    'VpnConnectionDownAlarmProps',
    'VpnConnectionReplacement',
    'VpnCustomResourceOptions',
    'VpnCustomResources',
    'VpnDashboard',
    'VpnDashboardConnection',
    'VpnDashboardProps',
    'VpnDeviceType',
    'VpnLogs',
    'VpnMetricOptions',
    'VpnMetrics',
    'VpnRouting',
    'VpnTargetMigration',
    'VpnTargetMigrationProps',
    'VpnTunnelDownAlarm',
    'VpnTunnelDownAlarmProps',
  ]);
});

test('every type and every member of its own is documented', () => {
  const undocumented = types.flatMap((type) => [
    ...type.docs?.summary === undefined ? [type.name] : [],
    ...membersOf(type).filter((member) => member.overrides === undefined && member.docs?.summary === undefined).map((member) => `${type.name}.${member.name}`),
  ]);

  expect(undocumented).toEqual([]);
});

test('every optional property says what happens without it', () => {
  const silent = structs.flatMap((type) => (type.properties ?? [])
    .filter((property) => property.optional && (property.docs?.default === undefined || /^-?\s*undefined/.test(property.docs.default)))
    .map((property) => `${type.name}.${property.name}`));

  expect(structs.flatMap((type) => (type.properties ?? []).filter((property) => property.optional)).length).toBeGreaterThan(20);
  expect(silent).toEqual([]);
});

test('no required property claims a default', () => {
  const contradictory = structs.flatMap((type) => (type.properties ?? [])
    .filter((property) => !property.optional && property.docs?.default !== undefined)
    .map((property) => `${type.name}.${property.name}`));

  expect(contradictory).toEqual([]);
});

test('nothing is named as a package from which Java\'s generated code takes its classes', () => {
  const packages = new Set(['software', 'java', 'javax', 'org', 'io', 'com']);
  const named = types.flatMap((type) => [...membersOf(type), ...type.initializer === undefined ? [] : [type.initializer]]
    .flatMap((member) => [member.name, ...(member.parameters ?? []).map(({ name }) => name)].map((name) => `${type.name}.${name}`)));
  expect(named.length).toBeGreaterThan(100);
  expect(named.filter((name) => packages.has(name.split('.')[1]))).toEqual([]);
});

test('no property is a union or an L1 type', () => {
  const generated = structs.flatMap((type) => (type.properties ?? [])
    .filter((property) => /"union"|\.Cfn[A-Z]/.test(JSON.stringify(property.type)))
    .map((property) => `${type.name}.${property.name}`));

  expect(generated).toEqual([]);
});

test('every class and every struct has a name that says which service term it is, in PascalCase', () => {
  expect(types.map((type) => type.name).filter((name) => !/^(?:[A-Z][a-z]+[12]?)+$/.test(name.replace(/^I(?=[A-Z])/, '')))).toEqual([]);
});
