/** Other options for a connection that stays on its gateway: what goes down for it, and what EC2 refuses. */
import { connectionOf, Estate, officeEstate, refusal } from './estates';

const statuses = (estate: Estate) => connectionOf(estate).VgwTelemetry?.map((tunnel) => tunnel.Status);
const addressOf = ({ network, vpnConnectionId }: Estate, index: number) =>
  network.view.state.vpnConnections[vpnConnectionId].tunnels[index].outsideIpAddress;

function modifyTunnel(estate: Estate, index: number, TunnelOptions: object) {
  const { network, vpnConnectionId: VpnConnectionId } = estate;
  return network.call('ModifyVpnTunnelOptions', { VpnConnectionId, VpnTunnelOutsideIpAddress: addressOf(estate, index), TunnelOptions });
}

describe('ModifyVpnTunnelOptions', () => {
  test('replaces the endpoint of one tunnel; the other one carries on, and the outside address stays', () => {
    const estate = officeEstate();
    const before = connectionOf(estate).Options.TunnelOptions!;

    expect(modifyTunnel(estate, 1, { RekeyMarginTimeSeconds: 300, DPDTimeoutSeconds: 45, TunnelInsideCidr: '169.254.99.0/30' }).VpnConnection)
      .toMatchObject({ State: 'modifying' });

    expect(statuses(estate)).toEqual(['UP', 'DOWN']);
    estate.clock.pass(299);
    expect(connectionOf(estate).State).toBe('modifying');
    estate.clock.pass(1);
    expect({ state: connectionOf(estate).State, statuses: statuses(estate) }).toEqual({ state: 'available', statuses: ['UP', 'DOWN'] });
    estate.clock.pass(5);
    expect(statuses(estate)).toEqual(['UP', 'UP']);
    expect(connectionOf(estate).Options.TunnelOptions).toEqual([
      before[0], { ...before[1], TunnelInsideCidr: '169.254.99.0/30', RekeyMarginTimeSeconds: 300, DpdTimeoutSeconds: 45 },
    ]);
  });

  test('what is not given stays as it is', () => {
    const estate = officeEstate();
    modifyTunnel(estate, 0, { RekeyMarginTimeSeconds: 300 });
    estate.clock.pass(305);
    modifyTunnel(estate, 0, { ReplayWindowSize: 128 });
    expect(connectionOf(estate).Options.TunnelOptions![0]).toMatchObject({ RekeyMarginTimeSeconds: 300, ReplayWindowSize: 128 });
  });

  test('right after the connection has become available, it does not keep the other tunnel from coming up', () => {
    const estate = officeEstate();
    estate.network.call('ModifyVpnConnectionOptions', { VpnConnectionId: estate.vpnConnectionId, RemoteIpv4NetworkCidr: '10.0.0.0/8' });
    estate.clock.pass(300);

    modifyTunnel(estate, 0, { RekeyMarginTimeSeconds: 300 });

    estate.clock.pass(5);
    expect(statuses(estate)).toEqual(['DOWN', 'UP']);
    estate.clock.pass(300);
    expect(statuses(estate)).toEqual(['UP', 'UP']);
  });

  test('the device takes its own time for the tunnel, and the other one is modified meanwhile: both are DOWN', () => {
    const estate = officeEstate();
    const { network, vpnConnectionId } = estate;
    network.configureDevice(vpnConnectionId, { oneTunnelMs: 20_000 });
    modifyTunnel(estate, 0, { RekeyMarginTimeSeconds: 300 });
    estate.clock.pass(300);
    expect({ state: connectionOf(estate).State, statuses: statuses(estate) }).toEqual({ state: 'available', statuses: ['DOWN', 'UP'] });

    modifyTunnel(estate, 1, { RekeyMarginTimeSeconds: 300 });

    estate.clock.pass(19);
    expect(statuses(estate)).toEqual(['DOWN', 'DOWN']);
    estate.clock.pass(1);
    expect(statuses(estate)).toEqual(['UP', 'DOWN']);
    estate.clock.pass(299);
    expect(statuses(estate)).toEqual(['UP', 'DOWN']);
    estate.clock.pass(1);
    expect(statuses(estate)).toEqual(['UP', 'UP']);
  });

  test('a device that brings it up only when told to does so for both when it is', () => {
    const estate = officeEstate();
    const { network, vpnConnectionId } = estate;
    network.configureDevice(vpnConnectionId, { oneTunnelMs: 'never' });
    modifyTunnel(estate, 0, { RekeyMarginTimeSeconds: 300 });
    estate.clock.pass(3_600);
    expect(statuses(estate)).toEqual(['DOWN', 'UP']);
    network.configureDevice(vpnConnectionId, {});
    estate.clock.pass(5);
    expect(statuses(estate)).toEqual(['UP', 'UP']);
  });

  test('what brings the other one up does not bring this one up before its time', () => {
    const estate = officeEstate();
    const { network, vpnConnectionId } = estate;
    network.configureDevice(vpnConnectionId, { oneTunnelMs: 400_000 });
    for (const index of [0, 1]) {
      modifyTunnel(estate, index, { RekeyMarginTimeSeconds: 300 });
      estate.clock.pass(300);
    }
    estate.clock.pass(100);
    expect(statuses(estate)).toEqual(['UP', 'DOWN']);
    estate.clock.pass(300);
    expect(statuses(estate)).toEqual(['UP', 'UP']);
  });

  test('refuses an address that is no tunnel\'s, and whatever comes while a tunnel is being replaced', () => {
    const estate = officeEstate();
    const { network, vpnConnectionId: VpnConnectionId, transitGatewayId: TransitGatewayId } = estate;
    const TunnelOptions = { RekeyMarginTimeSeconds: 300 };
    const modify = (input: object) => refusal(network, 'ModifyVpnTunnelOptions', { VpnConnectionId, TunnelOptions, ...input });

    expect(modify({ VpnTunnelOutsideIpAddress: '192.0.2.77' })).toMatch(/^InvalidParameterValue/);
    expect(modify({})).toMatch(/^MissingParameter/);
    expect(modify({ VpnTunnelOutsideIpAddress: addressOf(estate, 0), TunnelOptions: undefined })).toMatch(/^MissingParameter/);
    expect(modify({ VpnTunnelOutsideIpAddress: addressOf(estate, 0), SkipTunnelReplacement: true })).toMatch(/^UnsupportedOperation/);
    modifyTunnel(estate, 0, TunnelOptions);
    expect(modify({ VpnTunnelOutsideIpAddress: addressOf(estate, 1) })).toMatch(/^IncorrectState|^InvalidVpnConnection/);
    expect(refusal(network, 'ModifyVpnConnection', { VpnConnectionId, TransitGatewayId })).toMatch(/^IncorrectState|^InvalidVpnConnection/);
    expect(refusal(network, 'DeleteVpnConnection', { VpnConnectionId })).toMatch(/^IncorrectState/);
  });
});

describe('ModifyVpnConnectionOptions', () => {
  test('replaces both endpoints; tunnel options and addresses stay', () => {
    const estate = officeEstate();
    const before = connectionOf(estate).Options.TunnelOptions!;

    estate.network.call('ModifyVpnConnectionOptions', { VpnConnectionId: estate.vpnConnectionId, LocalIpv4NetworkCidr: '10.0.0.0/8' });

    expect(statuses(estate)).toEqual(['DOWN', 'DOWN']);
    estate.clock.pass(305);
    expect(statuses(estate)).toEqual(['UP', 'UP']);
    expect(connectionOf(estate).Options).toMatchObject({ LocalIpv4NetworkCidr: '10.0.0.0/8', TunnelOptions: before });
  });

  test('refuses nothing at all, and a bandwidth that a virtual private gateway does not have', () => {
    const { network, vpnConnectionId: VpnConnectionId } = officeEstate();
    expect(refusal(network, 'ModifyVpnConnectionOptions', { VpnConnectionId })).toMatch(/^MissingParameter/);
    expect(refusal(network, 'ModifyVpnConnectionOptions', { VpnConnectionId, TunnelBandwidth: 'large' })).toMatch(/^InvalidParameterCombination/);
  });
});
