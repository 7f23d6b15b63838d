/** What a template says of a device's configuration: of which connection, in which form, and into which secret it is written. */
import { DeviceKind, DEVICES, DeviceSettings, InterfaceKind, INTERFACE_KINDS, RoutingDaemon, ROUTING_DAEMONS } from './device-settings';
import { Authentication } from './device-tunnel';

export type DeclaredFormat =
  | { readonly kind: 'xml' }
  | {
    readonly kind: 'sample';
    readonly device: DeclaredDevice;
    /** Absent, EC2 chooses. */
    readonly ikeVersion?: string;
    readonly sampleType?: string;
  }
  | { readonly kind: 'files'; readonly settings: DeviceSettings; readonly authentication: Authentication };

/** A type of device as EC2 offers it: by its id, or by all of its three names. */
export type DeclaredDevice =
  | { readonly deviceTypeId: string }
  | { readonly vendor: string; readonly platform: string; readonly software: string };

export interface ConfigurationDeclaration {
  readonly vpnConnectionId: string;
  readonly secretArn: string;
  readonly format: DeclaredFormat;
  /** Where the template has the connection; absent where it does not say, or where a move takes the connection elsewhere. */
  readonly gatewayId?: string;
  readonly customerGatewayId?: string;
}

/** As a custom resource is given it: every value a string. */
export type ConfigurationProperties = Readonly<Record<string, string | FormatProperties>>;

type FormatProperties = Readonly<Record<string, string | readonly string[]>>;

export function toConfigurationProperties(declaration: ConfigurationDeclaration): ConfigurationProperties {
  const { vpnConnectionId, secretArn, gatewayId, customerGatewayId } = declaration;
  return {
    VpnConnectionId: vpnConnectionId,
    SecretArn: secretArn,
    Format: formatProperties(declaration.format),
    ...given({ GatewayId: gatewayId, CustomerGatewayId: customerGatewayId }),
  };
}

/** @throws an error when what is needed is missing, which another version of this package may have written */
export function fromConfigurationProperties(properties: Readonly<Record<string, unknown>>): ConfigurationDeclaration {
  const format = (properties.Format ?? {}) as Readonly<Record<string, unknown>>;
  const { GatewayId: gatewayId, CustomerGatewayId: customerGatewayId } = properties;
  return {
    vpnConnectionId: text(properties, 'VpnConnectionId'),
    secretArn: text(properties, 'SecretArn'),
    format: formatFrom(format),
    ...typeof gatewayId === 'string' ? { gatewayId } : {},
    ...typeof customerGatewayId === 'string' ? { customerGatewayId } : {},
  };
}

function formatProperties(format: DeclaredFormat): FormatProperties {
  if (format.kind === 'xml') return { Kind: 'xml' };
  if (format.kind === 'files') return filesProperties(format);
  const { device, ikeVersion, sampleType } = format;
  const names: Record<string, string> = 'deviceTypeId' in device
    ? { DeviceTypeId: device.deviceTypeId } : { Vendor: device.vendor, Platform: device.platform, Software: device.software };
  return { Kind: 'sample', ...names, ...given({ IkeVersion: ikeVersion, SampleType: sampleType }) };
}

function filesProperties({ settings, authentication }: Extract<DeclaredFormat, { kind: 'files' }>): FormatProperties {
  const { device, interfaceKind, routingDaemon, localAddress, localNetworks, remoteNetworks } = settings;
  return {
    Kind: device,
    Interface: interfaceKind,
    RoutingDaemon: routingDaemon,
    Authentication: authentication,
    LocalNetworks: localNetworks,
    RemoteNetworks: remoteNetworks,
    ...given({ LocalAddress: localAddress }),
  };
}

function filesFrom(device: DeviceKind, format: Readonly<Record<string, unknown>>): DeclaredFormat {
  const { LocalAddress: localAddress } = format;
  const settings: DeviceSettings = {
    device,
    interfaceKind: oneOf<InterfaceKind>(format, 'Interface', INTERFACE_KINDS),
    routingDaemon: oneOf<RoutingDaemon>(format, 'RoutingDaemon', ROUTING_DAEMONS),
    localNetworks: texts(format, 'LocalNetworks'),
    remoteNetworks: texts(format, 'RemoteNetworks'),
    ...typeof localAddress === 'string' ? { localAddress } : {},
  };
  return { kind: 'files', settings, authentication: oneOf<Authentication>(format, 'Authentication', ['pre-shared-key', 'certificate']) };
}

function formatFrom(format: Readonly<Record<string, unknown>>): DeclaredFormat {
  const kind = text(format, 'Kind');
  if (kind === 'xml') return { kind };
  const device = DEVICES.find((each) => each === kind);
  if (device !== undefined) return filesFrom(device, format);
  if (kind !== 'sample') {
    throw new Error(`the format of a device's configuration must be xml, sample or one of ${DEVICES.join(', ')}, got ${kind};`
      + ' deploy with the version of the package that knows it');
  }
  const { IkeVersion: ikeVersion, SampleType: sampleType } = format;
  return {
    kind,
    device: format.DeviceTypeId === undefined
      ? { vendor: text(format, 'Vendor'), platform: text(format, 'Platform'), software: text(format, 'Software') }
      : { deviceTypeId: text(format, 'DeviceTypeId') },
    ...typeof ikeVersion === 'string' ? { ikeVersion } : {},
    ...typeof sampleType === 'string' ? { sampleType } : {},
  };
}

function given(values: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

function oneOf<T extends string>(properties: Readonly<Record<string, unknown>>, name: string, allowed: readonly T[]): T {
  const value = text(properties, name);
  const found = allowed.find((each) => each === value);
  if (found !== undefined) return found;
  throw new Error(`the resource's property ${name} must be one of ${allowed.join(', ')}, got ${value}; deploy with the version of the package that knows it`);
}

/** CloudFormation leaves an empty list out. */
function texts(properties: Readonly<Record<string, unknown>>, name: string): string[] {
  const value = properties[name];
  return Array.isArray(value) ? value.map(String) : [];
}

function text(properties: Readonly<Record<string, unknown>>, name: string): string {
  const value = properties[name];
  if (typeof value === 'string') return value;
  throw new Error(`the resource's property ${name} must be a text; deploy with the version of the package that made the resource`);
}
