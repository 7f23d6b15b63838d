/**
 * What EC2 describes of a connection's options and of its tunnels, as the properties of the library: only what differs from AWS's
 * defaults, for what a template does not say is AWS's to choose. What the library has no word for is told apart.
 */
import type { TunnelOption, VpnConnection } from '@aws-sdk/client-ec2';
import { call, Expression, literal, Members, struct } from './code';
import { InsideIpVersion, OutsideIpAddressType, PreSharedKeyStorage, TunnelBandwidth } from '../../../src/connection/site-to-site-vpn-options';
import {
  DiffieHellmanGroup, DpdTimeoutAction, EncryptionAlgorithm, IkeVersion, IntegrityAlgorithm, StartupAction, TunnelLogFormat,
} from '../../../src/connection/tunnel-options';
import { canonicalDestination, isCidr } from '../../../src/contract/cidr';

export interface DescribedProperties {
  readonly members: Members;
  /** What the members say, by EC2's names, which are those of a connection's template. */
  readonly values: Readonly<Record<string, unknown>>;
  /** What was described and cannot be said. */
  readonly untranslated: readonly string[];
}

type DescribedMembers = Omit<DescribedProperties, 'values'>;

type Enumeration = Readonly<Record<string, string | number>>;

/** How one described value is said. */
interface Word {
  readonly prop: string;
  /** What AWS takes where a template says nothing [aws-vpn-behaviour section 7]. Absent: unknown, or there is none. */
  readonly default?: unknown;
  readonly translate: (value: unknown) => Expression | undefined;
}

type ConnectionOptions = NonNullable<VpnConnection['Options']>;

/** `StaticRoutesOnly` is the routing, `TunnelOptions` are the tunnels. */
const OPTIONS: { readonly [Name in Exclude<keyof ConnectionOptions, 'StaticRoutesOnly' | 'TunnelOptions'>]-?: Word } = {
  EnableAcceleration: { prop: 'acceleration', default: false, translate: asLiteral },
  TunnelBandwidth: { prop: 'tunnelBandwidth', default: 'standard', translate: oneOf('TunnelBandwidth', TunnelBandwidth) },
  OutsideIpAddressType: { prop: 'outsideIpAddressType', default: 'PublicIpv4', translate: oneOf('OutsideIpAddressType', OutsideIpAddressType) },
  TransportTransitGatewayAttachmentId: { prop: 'transportTransitGatewayAttachmentId', translate: asLiteral },
  TunnelInsideIpVersion: { prop: 'insideIpVersion', default: 'ipv4', translate: oneOf('InsideIpVersion', InsideIpVersion) },
  LocalIpv4NetworkCidr: { prop: 'localIpv4Cidr', default: '0.0.0.0/0', translate: asNetwork },
  RemoteIpv4NetworkCidr: { prop: 'remoteIpv4Cidr', default: '0.0.0.0/0', translate: asNetwork },
  LocalIpv6NetworkCidr: { prop: 'localIpv6Cidr', default: '::/0', translate: asNetwork },
  RemoteIpv6NetworkCidr: { prop: 'remoteIpv6Cidr', default: '::/0', translate: asNetwork },
};

type TunnelMember = Exclude<keyof TunnelOption, 'OutsideIpAddress' | 'PreSharedKey' | 'LogOptions'>;

/** Members of the two phases are said within them. */
const TUNNEL: { readonly [Name in TunnelMember]-?: Word } = {
  TunnelInsideCidr: { prop: 'insideCidr', translate: asNetwork },
  TunnelInsideIpv6Cidr: { prop: 'insideIpv6Cidr', translate: asNetwork },
  IkeVersions: { prop: 'ikeVersions', translate: someOf('IkeVersion', IkeVersion) },
  Phase1EncryptionAlgorithms: { prop: 'phase1.encryptionAlgorithms', translate: someOf('EncryptionAlgorithm', EncryptionAlgorithm) },
  Phase1IntegrityAlgorithms: { prop: 'phase1.integrityAlgorithms', translate: someOf('IntegrityAlgorithm', IntegrityAlgorithm) },
  Phase1DHGroupNumbers: { prop: 'phase1.dhGroups', translate: someOf('DiffieHellmanGroup', DiffieHellmanGroup) },
  Phase1LifetimeSeconds: { prop: 'phase1.lifetime', default: 28_800, translate: asSeconds },
  Phase2EncryptionAlgorithms: { prop: 'phase2.encryptionAlgorithms', translate: someOf('EncryptionAlgorithm', EncryptionAlgorithm) },
  Phase2IntegrityAlgorithms: { prop: 'phase2.integrityAlgorithms', translate: someOf('IntegrityAlgorithm', IntegrityAlgorithm) },
  Phase2DHGroupNumbers: { prop: 'phase2.dhGroups', translate: someOf('DiffieHellmanGroup', DiffieHellmanGroup) },
  Phase2LifetimeSeconds: { prop: 'phase2.lifetime', default: 3_600, translate: asSeconds },
  StartupAction: { prop: 'startupAction', default: 'add', translate: oneOf('StartupAction', StartupAction) },
  // AWS's documents disagree about its default, so it is always said.
  DpdTimeoutSeconds: { prop: 'dpdTimeout', translate: asSeconds },
  DpdTimeoutAction: { prop: 'dpdTimeoutAction', default: 'clear', translate: oneOf('DpdTimeoutAction', DpdTimeoutAction) },
  RekeyMarginTimeSeconds: { prop: 'rekeyMargin', default: 270, translate: asSeconds },
  RekeyFuzzPercentage: { prop: 'rekeyFuzzPercentage', default: 100, translate: asLiteral },
  ReplayWindowSize: { prop: 'replayWindowSize', default: 1_024, translate: asLiteral },
  EnableTunnelLifecycleControl: { prop: 'lifecycleControl', default: false, translate: asLiteral },
};

export function optionsOf({ Options: options = {}, PreSharedKeyArn: keyArn }: VpnConnection): DescribedProperties {
  const { StaticRoutesOnly: _routing, TunnelOptions: _tunnels, ...others } = options;
  const described = translated(others, OPTIONS, '');
  if (keyArn === undefined) return described;
  const storage = PreSharedKeyStorage.SECRETS_MANAGER;
  return {
    ...described,
    members: [...described.members, ['preSharedKeyStorage', oneOf('PreSharedKeyStorage', PreSharedKeyStorage)(storage)!]],
    values: { ...described.values, PreSharedKeyStorage: storage },
  };
}

/** Log groups by their ARNs, which the code names first. */
export type LogGroups = (arn: string) => Expression;

/** @param which of the two it is, as a sentence names it */
export function tunnelOf(described: TunnelOption, which: string, groups: LogGroups): DescribedMembers {
  const { OutsideIpAddress: _address, PreSharedKey: _key, LogOptions: logs, ...others } = described;
  const { members: flat, untranslated } = translated(others, TUNNEL, `${which}: `);
  const logging = loggingOf(logs, which, groups);
  return { members: [...nested(flat), ...logging.members], untranslated: [...untranslated, ...logging.untranslated] };
}

function translated(described: object, words: Readonly<Record<string, Word>>, where: string): DescribedProperties {
  const members: [string, Expression][] = [];
  const values: Record<string, unknown> = {};
  const untranslated: string[] = [];
  for (const [name, word] of Object.entries(words)) {
    const value = (described as Readonly<Record<string, unknown>>)[name];
    if (isAbsent(value) || value === word.default) continue;
    const expression = word.translate(value);
    if (expression === undefined) {
      untranslated.push(`${where}${name} ${JSON.stringify(value)}, for which the library has no word`);
      continue;
    }
    members.push([word.prop, expression]);
    values[name] = expression.kind === 'literal' ? expression.value : value;
  }
  return { members, values, untranslated };
}

/** EC2 writes what is not there as an empty text or an empty list, too. */
function isAbsent(value: unknown): boolean {
  return value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}

function nested(flat: Members): Members {
  const members: [string, Expression][] = [];
  for (const [name, value] of flat) {
    const [outer, inner] = name.split('.');
    if (inner === undefined) {
      members.push([outer, value]);
      continue;
    }
    const type = outer === 'phase1' ? 'Phase1Options' : 'Phase2Options';
    const at = members.findIndex(([each]) => each === outer);
    const before = at === -1 ? [] : (members[at][1] as ReturnType<typeof struct>).members;
    const grown = struct(type, [...before, [inner, value]]);
    if (at === -1) members.push([outer, grown]);
    else members[at] = [outer, grown];
  }
  return members;
}

function loggingOf(logs: TunnelOption['LogOptions'], which: string, groups: LogGroups): DescribedMembers {
  const {
    LogEnabled: isOn, LogGroupArn: arn, LogOutputFormat: format,
    BgpLogEnabled: isBgpOn, BgpLogGroupArn: bgpArn, BgpLogOutputFormat: bgpFormat,
  } = logs?.CloudWatchLogOptions ?? {};
  const members: [string, Expression][] = [];
  const untranslated: string[] = [];
  const log = (on: boolean | undefined, group: string | undefined, form: string | undefined, prop: string) => {
    if (on !== true) return;
    if (!group) return void untranslated.push(`${which}: a log that is on without a log group`);
    members.push([`${prop}LogGroup`, groups(group)]);
    if (!form || form === 'json') return;
    const word = oneOf('TunnelLogFormat', TunnelLogFormat)(form);
    if (word === undefined) untranslated.push(`${which}: log format ${JSON.stringify(form)}, for which the library has no word`);
    else members.push([`${prop}LogFormat`, word]);
  };
  log(isOn, arn, format, 'activity');
  log(isBgpOn, bgpArn, bgpFormat, 'bgp');
  return { members: members.length === 0 ? [] : [['logging', struct('TunnelLogging', members)]], untranslated };
}

function asLiteral(value: unknown): Expression {
  return literal(value as string | number | boolean);
}

/** AWS echoes a block with the address of one end in it. */
function asNetwork(value: unknown): Expression | undefined {
  return typeof value === 'string' && isCidr(value) ? literal(canonicalDestination(value)) : undefined;
}

function asSeconds(value: unknown): Expression {
  return call('Duration', 'seconds', literal(value as number));
}

function oneOf(of: string, values: Enumeration): (value: unknown) => Expression | undefined {
  return (value) => {
    const member = Object.keys(values).find((name) => values[name] === value && Number.isNaN(Number(name)));
    return member === undefined ? undefined : { kind: 'member', of, member };
  };
}

function someOf(of: string, values: Enumeration): (value: unknown) => Expression | undefined {
  return (value) => {
    const items = (value as readonly { readonly Value?: unknown }[]).map((each) => oneOf(of, values)(each.Value));
    return items.some((item) => item === undefined) ? undefined : { kind: 'list', items: items as Expression[] };
  };
}

