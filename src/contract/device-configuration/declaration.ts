/** What a template says of a device's configuration: of which connection, in which form, and into which secret it is written. */
import { DEVICES, DeviceSettings, INTERFACE_KINDS, ROUTING_DAEMONS } from './device-settings';
import { Authentication } from './device-tunnel';
import { Codec, object, optional, Properties, texts } from '../property-codec';

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

/** What another version may have written is said to be so. */
const text: Codec<string> = {
  write: (value) => value,
  read: (name, value) => {
    if (typeof value === 'string') return value;
    throw new Error(`the resource's property ${name} must be a text; deploy with the version of the package that made the resource`);
  },
};

function oneOf<T extends string>(...allowed: readonly T[]): Codec<T> {
  return {
    write: (value) => value,
    read: (name, given) => {
      const value = text.read(name, given);
      const found = allowed.find((each) => each === value);
      if (found !== undefined) return found;
      throw new Error(`the resource's property ${name} must be one of ${allowed.join(', ')}, got ${value}; deploy with the version of the package that knows it`);
    },
  };
}

const typeById = object<Extract<DeclaredDevice, { deviceTypeId: string }>>({ deviceTypeId: text });
const typeByNames = object<Exclude<DeclaredDevice, { deviceTypeId: string }>>({ vendor: text, platform: text, software: text });
const choicesOfSample = object<Pick<Extract<DeclaredFormat, { kind: 'sample' }>, 'ikeVersion' | 'sampleType'>>({
  ikeVersion: optional(text), sampleType: optional(text),
});

const files = object<Omit<DeviceSettings, 'device' | 'asn'> & { readonly authentication: Authentication }>({
  interfaceKind: oneOf(...INTERFACE_KINDS), routingDaemon: oneOf(...ROUTING_DAEMONS), authentication: oneOf('pre-shared-key', 'certificate'),
  localNetworks: texts, remoteNetworks: texts, localAddress: optional(text),
}, { interfaceKind: 'Interface' });

const declaration = object<ConfigurationDeclaration>({
  vpnConnectionId: text, secretArn: text,
  format: { write: formatProperties, read: (_, format) => formatFrom((format ?? {}) as Properties) },
  gatewayId: optional(text), customerGatewayId: optional(text),
});

/** As a custom resource is given it: every value a string. */
export function toConfigurationProperties(declared: ConfigurationDeclaration): Properties {
  return declaration.write(declared);
}

/** @throws an error when what is needed is missing, which another version of this package may have written */
export function fromConfigurationProperties(properties: Properties): ConfigurationDeclaration {
  return declaration.read('', properties);
}

function formatProperties(format: DeclaredFormat): Properties {
  if (format.kind === 'xml') return { Kind: 'xml' };
  if (format.kind === 'files') return { Kind: format.settings.device, ...files.write({ ...format.settings, ...format }) };
  const type = 'deviceTypeId' in format.device ? typeById.write(format.device) : typeByNames.write(format.device);
  return { Kind: 'sample', ...type, ...choicesOfSample.write(format) };
}

function formatFrom(format: Properties): DeclaredFormat {
  const kind = text.read('Kind', format.Kind);
  if (kind === 'xml') return { kind };
  const device = DEVICES.find((each) => each === kind);
  if (device !== undefined) {
    const { authentication, ...settings } = files.read('', format);
    return { kind: 'files', settings: { device, ...settings }, authentication };
  }
  if (kind === 'sample') {
    const type = format.DeviceTypeId === undefined ? typeByNames : typeById;
    return { kind, device: type.read('', format), ...choicesOfSample.read('', format) };
  }
  throw new Error(`the format of a device's configuration must be xml, sample or one of ${DEVICES.join(', ')}, got ${kind};`
    + ' deploy with the version of the package that knows it');
}
