/** What the template says of the two tunnels. */
import { Annotations, ArnFormat, IResolvable, Stack, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { aws_logs as logs } from 'aws-cdk-lib/interfaces';
import { limitKeysOfStack } from './pre-shared-key';
import { requireTunnels, TunnelContext } from './tunnel-checks';
import { TunnelLogging } from '../../monitoring/tunnel-logging';
import { InsideIpVersion } from '../site-to-site-vpn-options';
import { DpdTimeoutAction, TunnelOptions } from '../tunnel-options';

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
