/**
 * ModifyVpnConnectionOptions and ModifyVpnTunnelOptions: other options for a connection that stays where it is. The former replaces
 * both endpoints, the latter that of one tunnel; outside addresses stay [1.4, 6].
 *
 * The device is taken to follow: what a new key or inside address asks of it is done when the new endpoint is there. How long it takes
 * then is its own matter, and EC2 shows the connection available meanwhile.
 */
import type { ModifyVpnConnectionOptionsCommandInput, ModifyVpnTunnelOptionsCommandInput } from '@aws-sdk/client-ec2';
import { requireModifiable } from './vpn-connection-modification';
import { beginIkeOfTunnel, tunnelsDown } from './vpn-provisioning';
import { Ec2Error } from '../../contracts';
import { live, required } from '../errors';
import { Context, issue, NetworkState, OperationMap, patch, schedule, TransitionMap } from '../state';
import { describedOptions, vpnConnectionOutput } from '../vpn-connection-output';

export const vpnOptionsModificationOperations: OperationMap = {
  ModifyVpnConnectionOptions: modifyVpnConnectionOptions,
  ModifyVpnTunnelOptions: modifyVpnTunnelOptions,
};

export const vpnOptionsModificationTransitions: TransitionMap = {
  'vpn-tunnel-replaced': (state, { subject, detail }, context) => {
    const connection = state.vpnConnections[subject];
    if (connection === undefined || !connection.tunnels.some((tunnel) => tunnel.replacement === detail.replacement)) return;
    patch(state, 'vpnConnections', subject, {
      state: 'available',
      tunnels: connection.tunnels.map((tunnel) =>
        (tunnel.replacement === detail.replacement ? { ...tunnel, replacement: undefined, awaited: detail.replacement } : tunnel)),
    });
    beginIkeOfTunnel(state, subject, Number(detail.replacement), context);
  },
};

const CONNECTION_OPTIONS = [
  'LocalIpv4NetworkCidr', 'RemoteIpv4NetworkCidr', 'LocalIpv6NetworkCidr', 'RemoteIpv6NetworkCidr', 'TunnelBandwidth',
] as const;

/** [6 H: neither the kind of routing nor acceleration; 7: the larger bandwidth on no virtual private gateway] */
function modifyVpnConnectionOptions(state: NetworkState, input: ModifyVpnConnectionOptionsCommandInput, context: Context): object {
  const connection = live(state, 'vpnConnections', input.VpnConnectionId, context);
  const given = CONNECTION_OPTIONS.filter((name) => input[name] !== undefined);
  if (given.length === 0) required('LocalIpv4NetworkCidr', undefined);
  requireModifiable(connection, context);
  if (input.TunnelBandwidth === 'large' && connection.target?.kind === 'vpn-gateway') {
    throw new Ec2Error('InvalidParameterCombination', `The options of ${connection.id} are not supported on a virtual private gateway`);
  }
  const provisioning = issue(state);
  patch(state, 'vpnConnections', connection.id, {
    state: 'modifying', provisioning, tunnels: tunnelsDown(connection, context),
    options: { ...connection.options, ...Object.fromEntries(given.map((name) => [name, input[name]])) },
  });
  schedule(state, context.now + context.latencies.provisioningMs, 'vpn-connection-provisioned', connection.id, { provisioning });
  return { VpnConnection: vpnConnectionOutput(state, state.vpnConnections[connection.id], context) };
}

/** [6 H: one tunnel in a call, by its outside address; options that are not given stay, M: a provider has to name defaults to reset one] */
function modifyVpnTunnelOptions(state: NetworkState, input: ModifyVpnTunnelOptionsCommandInput, context: Context): object {
  const connection = live(state, 'vpnConnections', input.VpnConnectionId, context);
  const address = required('VpnTunnelOutsideIpAddress', input.VpnTunnelOutsideIpAddress);
  const { TunnelInsideCidr, PreSharedKey, ...options } = required('TunnelOptions', input.TunnelOptions);
  for (const name of ['SkipTunnelReplacement', 'PreSharedKeyStorage'] as const) {
    if (input[name] !== undefined) throw new Ec2Error('UnsupportedOperation', `${name} is not emulated`);
  }
  requireModifiable(connection, context);
  if (!connection.tunnels.some((tunnel) => tunnel.outsideIpAddress === address)) {
    throw new Ec2Error('InvalidParameterValue', `The tunnel outside IP address ${address} is not one of ${connection.id}`);
  }
  const replacement = issue(state);
  const down = tunnelsDown(connection, context);
  const tunnels = connection.tunnels.map((tunnel, index) => (tunnel.outsideIpAddress !== address ? tunnel : {
    ...down[index],
    replacement,
    insideCidr: TunnelInsideCidr ?? tunnel.insideCidr,
    preSharedKey: PreSharedKey ?? tunnel.preSharedKey,
    options: { ...tunnel.options, ...describedOptions(options) },
  }));
  patch(state, 'vpnConnections', connection.id, { state: 'modifying', tunnels });
  schedule(state, context.now + context.latencies.provisioningMs, 'vpn-tunnel-replaced', connection.id, { replacement });
  return { VpnConnection: vpnConnectionOutput(state, state.vpnConnections[connection.id], context) };
}
