/** What the template says of the two tunnels, and what AWS would refuse of their options, one rule each [aws-vpn-behaviour section 7]. */
import { Annotations, ArnFormat, IResolvable, Stack, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { aws_logs as logs } from 'aws-cdk-lib/interfaces';
import { IConstruct } from 'constructs';
import { requireVersion } from './connection-checks';
import { KnownDevice } from './known-device';
import { limitKeysOfStack, requireSecretKey } from './pre-shared-key';
import { canonicalDestination, containsCidr, isCidr, isIpv4Cidr, prefixLength } from '../../contract/cidr';
import { at, knownSeconds, refuse, requireAtLeastOne, requireAtMost, requireBlock, requireSeconds, requireWholeNumber } from '../../private/checks';
import { InsideIpVersion } from '../site-to-site-vpn-options';
import {
  DiffieHellmanGroup, DpdTimeoutAction, IkeVersion, Phase1Options, Phase2Options, StartupAction, TunnelLogging, TunnelOptions,
} from '../tunnel-options';

type RenderedTunnel = ec2.CfnVPNConnection.VpnTunnelOptionsSpecificationProperty;

/** @throws an error when AWS would refuse one of them */
export function renderTunnels(tunnels: readonly TunnelOptions[], context: TunnelContext): RenderedTunnel[] {
  requireTunnels(tunnels, context);
  warnOfOneTunnel(tunnels, context);
  warnOfRestart(tunnels, context);
  warnOfInsideIpv4(tunnels, context);
  if (tunnels.some((tunnel) => tunnel.preSharedKey !== undefined)) limitKeysOfStack(context.scope);
  return tunnels.map((tunnel) => renderTunnel(tunnel, context));
}

/** The logs of a connection, told to each of its tunnels: it has two of them, also where nothing else is said. */
export function withLogging(tunnels: readonly TunnelOptions[] = [], logging: TunnelLogging): TunnelOptions[] {
  const [first = {}, second = {}, ...more] = tunnels;
  return [first, second, ...more].map((tunnel) => ({ ...tunnel, logging: tunnel.logging ?? logging }));
}

function renderTunnel(tunnel: TunnelOptions, { scope, isBgp }: TunnelContext): RenderedTunnel {
  const { phase1, phase2 } = tunnel;
  return {
    tunnelInsideCidr: tunnel.insideCidr,
    tunnelInsideIpv6Cidr: tunnel.insideIpv6Cidr,
    preSharedKey: tunnel.preSharedKey?.unsafeUnwrap(),
    ikeVersions: renderChoice(tunnel.ikeVersions),
    phase1EncryptionAlgorithms: renderChoice(phase1?.encryptionAlgorithms),
    phase1IntegrityAlgorithms: renderChoice(phase1?.integrityAlgorithms),
    phase1DhGroupNumbers: renderChoice(phase1?.dhGroups),
    phase1LifetimeSeconds: phase1?.lifetime?.toSeconds(),
    phase2EncryptionAlgorithms: renderChoice(phase2?.encryptionAlgorithms),
    phase2IntegrityAlgorithms: renderChoice(phase2?.integrityAlgorithms),
    phase2DhGroupNumbers: renderChoice(phase2?.dhGroups),
    phase2LifetimeSeconds: phase2?.lifetime?.toSeconds(),
    startupAction: tunnel.startupAction,
    dpdTimeoutSeconds: tunnel.dpdTimeout?.toSeconds(),
    dpdTimeoutAction: tunnel.dpdTimeoutAction,
    rekeyMarginTimeSeconds: tunnel.rekeyMargin?.toSeconds(),
    rekeyFuzzPercentage: tunnel.rekeyFuzzPercentage,
    replayWindowSize: tunnel.replayWindowSize,
    enableTunnelLifecycleControl: tunnel.lifecycleControl,
    logOptions: tunnel.logging && { cloudwatchLogOptions: renderLogging(scope, tunnel.logging, isBgp) },
  };
}

function renderChoice<V extends string | number>(values: readonly V[] | undefined): { readonly value: V }[] | undefined {
  return values?.map((value) => ({ value }));
}

/** A log that was on is switched off only by saying so; of BGP nothing is said where there is none. */
function renderLogging(
  scope: TunnelContext['scope'], logging: TunnelLogging, isBgp: boolean,
): ec2.CfnVPNConnection.CloudwatchLogOptionsSpecificationProperty {
  const { activityLogGroup, activityLogFormat, bgpLogGroup, bgpLogFormat } = logging;
  return {
    logEnabled: activityLogGroup !== undefined,
    logGroupArn: activityLogGroup && arnOf(scope, activityLogGroup),
    logOutputFormat: activityLogFormat,
    ...isBgp ? { bgpLogEnabled: bgpLogGroup !== undefined } : {},
    bgpLogGroupArn: bgpLogGroup && arnOf(scope, bgpLogGroup),
    bgpLogOutputFormat: bgpLogFormat,
  };
}

/** Without the `:*` for the group's streams that CDK appends: EC2 is told of the group itself [M, as Terraform's provider does]. */
function arnOf(scope: TunnelContext['scope'], group: logs.ILogGroupRef): string {
  return Stack.of(scope).formatArn({
    service: 'logs',
    region: group.env.region,
    account: group.env.account,
    resource: 'log-group',
    resourceName: group.logGroupRef.logGroupName,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
}

/** Those that are known one by one. To be asked as late as possible, since the connection's options may be set by hand. */
export function tunnelSpecificationsOf(connection: ec2.CfnVPNConnection): RenderedTunnel[] {
  const specifications = connection.vpnTunnelOptionsSpecifications;
  if (!Array.isArray(specifications)) return [];
  return (specifications as (IResolvable | RenderedTunnel)[]).filter((each): each is RenderedTunnel => !(Token.isUnresolved(each) && 'resolve' in each));
}

function warnOfOneTunnel(tunnels: readonly TunnelOptions[], { scope }: TunnelContext): void {
  if (tunnels.length !== 1) return;
  Annotations.of(scope).addWarningV2('cdk-site-to-site-vpn:oneTunnelWithoutOptions',
    'the second tunnel has no options and allows every algorithm that AWS knows, the weakest too; give `tunnels` a second element, {} if that is meant');
}

function warnOfRestart(tunnels: readonly TunnelOptions[], { scope, device }: TunnelContext): void {
  if (!device.hasNoAddress || !tunnels.some((tunnel) => tunnel.dpdTimeoutAction === DpdTimeoutAction.RESTART)) return;
  Annotations.of(scope).addWarningV2('cdk-site-to-site-vpn:restartWithoutAddress',
    'AWS cannot restart a tunnel to a customer gateway without an address; use one with the address of the device, or another `dpdTimeoutAction`');
}

/** Whether EC2 refuses it is not documented, so it is not refused here. */
function warnOfInsideIpv4(tunnels: readonly TunnelOptions[], { scope, insideIpVersion }: TunnelContext): void {
  if (insideIpVersion !== InsideIpVersion.IPV6 || !tunnels.some((tunnel) => tunnel.insideCidr !== undefined)) return;
  Annotations.of(scope).addWarningV2('cdk-site-to-site-vpn:insideIpv4OfIpv6',
    'the connection carries IPv6, and `insideCidr` is a block of IPv4 addresses; name the addresses inside the tunnel in `insideIpv6Cidr`');
}

/** What a tunnel's options have to fit. */
export interface TunnelContext {
  readonly scope: IConstruct;
  readonly insideIpVersion: InsideIpVersion;
  readonly isBgp: boolean;
  readonly device: KnownDevice;
}

/** A connection always has two tunnels [H, SDK]. */
const TUNNELS_MAX = 2;

const LINK_LOCAL = '169.254.0.0/16';
const UNIQUE_LOCAL = 'fd00::/8';

/** Blocks that AWS uses itself [H, SDK]. */
const RESERVED_INSIDE_CIDRS: readonly string[] = [
  '169.254.0.0/30',
  '169.254.1.0/30',
  '169.254.2.0/30',
  '169.254.3.0/30',
  '169.254.4.0/30',
  '169.254.5.0/30',
  '169.254.169.252/30',
];

/** In seconds. What AWS assumes where nothing is said takes part in the comparisons too. */
const PHASE1_LIFETIME = { min: 900, max: 28_800, default: 28_800 };
const PHASE2_LIFETIME = { min: 900, max: 3_600, default: 3_600 };
const REKEY_MARGIN_MIN = 60;
const DPD_TIMEOUT_MIN = 30;

const REPLAY_WINDOW = { min: 64, max: 2_048 };

export function requireTunnels(tunnels: readonly TunnelOptions[], context: TunnelContext): void {
  requireAtMost('tunnels', tunnels.length, TUNNELS_MAX, 'elements, since a connection has two tunnels');
  tunnels.forEach((tunnel, index) => requireTunnel(at('tunnels', index), tunnel, context));
  requireDistinctInsideCidrs('insideCidr', tunnels.map((tunnel) => tunnel.insideCidr));
  requireDistinctInsideCidrs('insideIpv6Cidr', tunnels.map((tunnel) => tunnel.insideIpv6Cidr));
}

function requireTunnel(prop: string, tunnel: TunnelOptions, { scope, insideIpVersion, isBgp, device }: TunnelContext): void {
  requireInsideCidr(`${prop}.insideCidr`, tunnel.insideCidr);
  requireInsideIpv6Cidr(`${prop}.insideIpv6Cidr`, tunnel.insideIpv6Cidr, insideIpVersion);
  requireSecretKey(scope, `${prop}.preSharedKey`, tunnel.preSharedKey);
  requireChoice(`${prop}.ikeVersions`, tunnel.ikeVersions);
  requirePhase(`${prop}.phase1`, tunnel.phase1);
  requirePhase(`${prop}.phase2`, tunnel.phase2);
  requireNoGroup5(`${prop}.phase1.dhGroups`, tunnel.phase1?.dhGroups);
  requireLifetimes(prop, tunnel);
  requireRekeyMargin(prop, tunnel);
  requireStartPossible(prop, tunnel, device);
  requireSeconds(`${prop}.dpdTimeout`, tunnel.dpdTimeout, DPD_TIMEOUT_MIN);
  requireWholeNumber(`${prop}.rekeyFuzzPercentage`, tunnel.rekeyFuzzPercentage, 0, 100);
  requireWholeNumber(`${prop}.replayWindowSize`, tunnel.replayWindowSize, REPLAY_WINDOW.min, REPLAY_WINDOW.max);
  requireLogs(`${prop}.logging`, tunnel.logging, isBgp);
}

function requireInsideCidr(prop: string, value: string | undefined): void {
  if (value === undefined) return;
  // AWS echoes a block with the address of one end in it; written so in a template, it would be compared as another block.
  requireBlock(prop, value, (block) => isIpv4Cidr(block) && prefixLength(block) === 30 && containsCidr(LINK_LOCAL, block),
    `a /30 block in ${LINK_LOCAL} such as 169.254.10.0/30`);
  if (!RESERVED_INSIDE_CIDRS.includes(value)) return;
  throw new Error(`\`${prop}\` must not be a block that AWS keeps for itself (${RESERVED_INSIDE_CIDRS.join(', ')}), got ${JSON.stringify(value)}; choose another`);
}

function requireInsideIpv6Cidr(prop: string, value: string | undefined, version: InsideIpVersion): void {
  requireVersion(prop, value, InsideIpVersion.IPV6, version);
  if (value === undefined) return;
  requireBlock(prop, value, (block) => isCidr(block) && prefixLength(block) === 126 && containsCidr(UNIQUE_LOCAL, block),
    `a /126 block in ${UNIQUE_LOCAL} such as fd00:10::/126`);
}

function requireDistinctInsideCidrs(name: string, [first, second]: readonly (string | undefined)[]): void {
  if (first === undefined || second === undefined || canonicalDestination(first) !== canonicalDestination(second)) return;
  throw new Error(`\`tunnels[1].${name}\` must differ from \`tunnels[0].${name}\`, got ${JSON.stringify(second)} for both tunnels; choose another`);
}

function requirePhase(prop: string, phase: Phase1Options | Phase2Options | undefined): void {
  requireChoice(`${prop}.encryptionAlgorithms`, phase?.encryptionAlgorithms);
  requireChoice(`${prop}.integrityAlgorithms`, phase?.integrityAlgorithms);
  requireChoice(`${prop}.dhGroups`, phase?.dhGroups);
}

/** Nothing said means all; an empty list would mean none, with which no tunnel comes up. */
function requireChoice(prop: string, values: readonly (string | number)[] | undefined): void {
  if (values === undefined) return;
  requireAtLeastOne(prop, values, 'value', '; leave it out to allow all');
  const repeated = values.find((value, index) => values.indexOf(value) < index);
  if (repeated !== undefined) throw new Error(`\`${prop}\` must name each value once, got ${repeated} twice; remove one of them`);
}

function requireNoGroup5(prop: string, groups: readonly DiffieHellmanGroup[] | undefined): void {
  if (!groups?.includes(DiffieHellmanGroup.GROUP_5)) return;
  throw new Error(`\`${prop}\` must not contain group 5, which AWS takes in phase 2 only; choose from 2 and 14 to 24`);
}

function requireLifetimes(prop: string, { phase1, phase2 }: TunnelOptions): void {
  requireSeconds(`${prop}.phase1.lifetime`, phase1?.lifetime, PHASE1_LIFETIME.min, PHASE1_LIFETIME.max);
  requireSeconds(`${prop}.phase2.lifetime`, phase2?.lifetime, PHASE2_LIFETIME.min, PHASE2_LIFETIME.max);
  if (phase1?.lifetime?.isUnresolved() || phase2?.lifetime?.isUnresolved()) return;
  const first = knownSeconds(phase1?.lifetime) ?? PHASE1_LIFETIME.default;
  const second = knownSeconds(phase2?.lifetime) ?? PHASE2_LIFETIME.default;
  if (second < first) return;
  throw new Error(`\`${prop}.phase2.lifetime\` must be less than the lifetime of phase 1, got ${second} seconds${byDefault(phase2?.lifetime)}`
    + ` and ${first} seconds${byDefault(phase1?.lifetime)}; shorten phase 2 or lengthen phase 1`);
}

function requireRekeyMargin(prop: string, { rekeyMargin, phase2 }: TunnelOptions): void {
  // One that is known only at deployment can be no longer than AWS's default, which is the longest.
  const lifetime = knownSeconds(phase2?.lifetime) ?? PHASE2_LIFETIME.default;
  requireSeconds(`${prop}.rekeyMargin`, rekeyMargin, REKEY_MARGIN_MIN);
  const margin = knownSeconds(rekeyMargin);
  if (margin === undefined || margin <= lifetime / 2) return;
  throw new Error(`\`${prop}.rekeyMargin\` must be at most half of the lifetime of phase 2, ${lifetime / 2} seconds, got ${margin} seconds;`
    + ' shorten it or lengthen `phase2.lifetime`');
}

function requireStartPossible(prop: string, { startupAction, ikeVersions }: TunnelOptions, device: KnownDevice): void {
  if (startupAction !== StartupAction.START) return;
  refuse(
    [ikeVersions?.includes(IkeVersion.IKEV2) === false, () =>
      `\`${prop}.startupAction\` must not be START without IKEv2, got \`ikeVersions\` ${JSON.stringify(ikeVersions)};`
      + ' AWS begins a negotiation with IKEv2 only, so add IKEV2 or let the device begin'],
    [device.hasNoAddress === true, () =>
      `\`${prop}.startupAction\` must not be START for a customer gateway without an address, to which AWS cannot send anything;`
      + ' use a customer gateway with the address of the device, or let the device begin'],
  );
}

function requireLogs(prop: string, logging: TunnelLogging | undefined, isBgp: boolean): void {
  if (logging === undefined) return;
  for (const [format, group] of [['activityLogFormat', 'activityLogGroup'], ['bgpLogFormat', 'bgpLogGroup']] as const) {
    refuse([logging[format] !== undefined && logging[group] === undefined, () =>
      `\`${prop}.${format}\` needs \`${group}\`, got ${JSON.stringify(logging[format])} without a log group; name one or remove the format`]);
  }
  refuse([!isBgp && logging.bgpLogGroup !== undefined, () =>
    `\`${prop}.bgpLogGroup\` must not be given for a connection with static routes, which has no BGP sessions; remove it`]);
}

function byDefault(given: unknown): string {
  return given === undefined ? ', AWS\'s default,' : '';
}
