/**
 * A connection as EC2 describes it and as a template declares it, in the same words: what either does not say is AWS's default.
 * Nothing of this is taken from the code that writes the code.
 */
import type { TunnelOption, VpnConnection } from '@aws-sdk/client-ec2';
import { joined, ofType, Template } from './synthesized';

/** [aws-vpn-behaviour section 7] */
const OPTION_DEFAULTS = {
  EnableAcceleration: false, TunnelBandwidth: 'standard', OutsideIpAddressType: 'PublicIpv4', TransportTransitGatewayAttachmentId: undefined,
  TunnelInsideIpVersion: 'ipv4', LocalIpv4NetworkCidr: '0.0.0.0/0', RemoteIpv4NetworkCidr: '0.0.0.0/0',
  LocalIpv6NetworkCidr: '::/0', RemoteIpv6NetworkCidr: '::/0',
};

const TUNNEL_DEFAULTS = {
  TunnelInsideCidr: 'any', TunnelInsideIpv6Cidr: 'any', Phase1LifetimeSeconds: 28_800, Phase2LifetimeSeconds: 3_600, RekeyMarginTimeSeconds: 270,
  RekeyFuzzPercentage: 100, ReplayWindowSize: 1_024, DpdTimeoutSeconds: 'AWS decides', DpdTimeoutAction: 'clear', StartupAction: 'add',
  IkeVersions: 'all', Phase1EncryptionAlgorithms: 'all', Phase2EncryptionAlgorithms: 'all', Phase1IntegrityAlgorithms: 'all',
  Phase2IntegrityAlgorithms: 'all', Phase1DHGroupNumbers: 'all', Phase2DHGroupNumbers: 'all', EnableTunnelLifecycleControl: false,
};

const LOG_DEFAULTS = {
  LogEnabled: false, LogGroupArn: undefined, LogOutputFormat: undefined,
  BgpLogEnabled: false, BgpLogGroupArn: undefined, BgpLogOutputFormat: undefined,
};

/** The properties of the resource that EC2's members become, where the names differ [aws-vpn-behaviour section 7]. */
const RENAMED: Readonly<Record<string, string>> = {
  DpdTimeoutSeconds: 'DPDTimeoutSeconds', DpdTimeoutAction: 'DPDTimeoutAction', IkeVersions: 'IKEVersions',
};

type Row = Readonly<Record<string, unknown>>;

export function asDescribed(connection: VpnConnection): object {
  const { Options: options = {}, Tags: tags = [] } = connection;
  return {
    ends: [
      connection.CustomerGatewayId, connection.VpnGatewayId || undefined, connection.TransitGatewayId || undefined,
      connection.VpnConcentratorId,
    ],
    routing: options.StaticRoutesOnly ?? false,
    keys: connection.PreSharedKeyArn === undefined ? 'Standard' : 'SecretsManager',
    options: over(OPTION_DEFAULTS, options as Row, (name) => name),
    tunnels: [0, 1].map((index) => tunnelDescribed(options.TunnelOptions?.[index] ?? {})),
    tags: sorted(tags.filter((tag) => !tag.Key!.startsWith('aws:'))),
  };
}

/** @param customerGatewayId of the customer gateway that the template itself declares */
export function asDeclared(template: Template, customerGatewayId?: string): object {
  const [[, { Properties }]] = ofType(template, 'AWS::EC2::VPNConnection');
  type Declared = Row & { readonly VpnTunnelOptionsSpecifications?: readonly Row[]; readonly Tags?: readonly Tag[] };
  const properties = joined(Properties) as Declared;
  const device = properties.CustomerGatewayId;
  return {
    ends: [
      typeof device === 'string' ? device : customerGatewayId, properties.VpnGatewayId, properties.TransitGatewayId, properties.VpnConcentratorId,
    ],
    routing: properties.StaticRoutesOnly,
    keys: properties.PreSharedKeyStorage ?? 'Standard',
    options: over(OPTION_DEFAULTS, properties, (name) => name),
    tunnels: [0, 1].map((index) => tunnelDeclared(properties.VpnTunnelOptionsSpecifications?.[index] ?? {})),
    tags: sorted((properties.Tags ?? []).filter((tag) => tag.Key !== 'cdk-site-to-site-vpn:connection')),
  };
}

interface Tag {
  readonly Key?: string;
  readonly Value?: string;
}

function tunnelDescribed(tunnel: TunnelOption): object {
  const { LogOptions: logs, ...others } = tunnel;
  return { ...over(TUNNEL_DEFAULTS, others as Row, (name) => name), logs: logsOf((logs?.CloudWatchLogOptions ?? {}) as Row) };
}

function tunnelDeclared(tunnel: Row): object {
  expect(tunnel).not.toHaveProperty('PreSharedKey');
  const logs = (tunnel.LogOptions as { CloudwatchLogOptions?: Row } | undefined)?.CloudwatchLogOptions;
  return { ...over(TUNNEL_DEFAULTS, tunnel, (name) => RENAMED[name] ?? name), logs: logsOf(logs ?? {}) };
}

/** The group and the format of a log that is off say nothing. */
function logsOf(logs: Row): object {
  const all = over(LOG_DEFAULTS, logs, (name) => name);
  const format = (on: unknown, value: unknown) => (on === true ? value ?? 'json' : undefined);
  return {
    ...all,
    LogGroupArn: all.LogEnabled === true ? all.LogGroupArn : undefined,
    BgpLogGroupArn: all.BgpLogEnabled === true ? all.BgpLogGroupArn : undefined,
    LogOutputFormat: format(all.LogEnabled, all.LogOutputFormat), BgpLogOutputFormat: format(all.BgpLogEnabled, all.BgpLogOutputFormat),
  };
}

function over(defaults: Row, said: Row, nameOf: (name: string) => string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(defaults).map(([name, byDefault]) => {
    const value = said[nameOf(name)];
    if (value === undefined || value === '') return [name, byDefault];
    return [name, Array.isArray(value) ? value.map((each: { readonly Value: unknown }) => each.Value) : withoutHostBits(value)];
  }));
}

/** Of the /30 blocks and /126 blocks of the fixtures: EC2 echoes some with the address of one end in them. */
function withoutHostBits(value: unknown): unknown {
  const [, front, last] = /^(169\.254\.\d+\.)(\d+)\/30$/.exec(String(value)) ?? [];
  return last === undefined ? value : `${front}${Number(last) - (Number(last) % 4)}/30`;
}

function sorted(tags: readonly Tag[]): object[] {
  return tags.map(({ Key, Value }) => ({ Key, Value })).sort((a, b) => (a.Key! < b.Key! ? -1 : 1));
}
