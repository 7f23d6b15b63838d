/** What a template says of a device's configuration: of which connection, in which form, and into which secret it is written. */

export type DeclaredFormat =
  | { readonly kind: 'xml' }
  | {
    readonly kind: 'sample';
    readonly device: DeclaredDevice;
    /** Absent, EC2 chooses. */
    readonly ikeVersion?: string;
    readonly sampleType?: string;
  };

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
export type ConfigurationProperties = Readonly<Record<string, string | Readonly<Record<string, string>>>>;

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

function formatProperties(format: DeclaredFormat): Record<string, string> {
  if (format.kind === 'xml') return { Kind: 'xml' };
  const { device, ikeVersion, sampleType } = format;
  const names: Record<string, string> = 'deviceTypeId' in device
    ? { DeviceTypeId: device.deviceTypeId } : { Vendor: device.vendor, Platform: device.platform, Software: device.software };
  return { Kind: 'sample', ...names, ...given({ IkeVersion: ikeVersion, SampleType: sampleType }) };
}

function formatFrom(format: Readonly<Record<string, unknown>>): DeclaredFormat {
  const kind = text(format, 'Kind');
  if (kind === 'xml') return { kind };
  if (kind !== 'sample') throw new Error(`the format of a device's configuration must be xml or sample, got ${kind}; deploy with the version of the package that knows it`);
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

function text(properties: Readonly<Record<string, unknown>>, name: string): string {
  const value = properties[name];
  if (typeof value === 'string') return value;
  throw new Error(`the resource's property ${name} must be a text; deploy with the version of the package that made the resource`);
}
