/** How long which CIDR is cut off: measured from changes at the instant they take effect, not from when anybody looks. */
import { InterruptionRecorder } from '../../../tools/rehearsal/flows/interruption';
import { officeEstate, OFFICE_CIDRS } from '../embedded-ec2/estates';

test('nothing happens, nothing is cut off', () => {
  const { network, clock } = officeEstate();
  const recorder = new InterruptionRecorder(network);
  clock.pass(1_000);
  expect(recorder.finish()).toMatchObject({
    lostFlows: [], interruptionSeconds: 0, windowSeconds: 0, outages: [], secondsByCidr: { '10.1.0.0/16': 0, '10.2.0.0/16': 0, '192.168.7.0/24': 0 },
  });
});

test('each CIDR is down from its own deletion to the settling of its own re-creation', () => {
  const { network, clock, vpnConnectionId } = officeEstate();
  const route = (DestinationCidrBlock: string): Record<string, unknown> => ({ VpnConnectionId: vpnConnectionId, DestinationCidrBlock });
  const recorder = new InterruptionRecorder(network);
  clock.pass(10);
  network.call('DeleteVpnConnectionRoute', route('10.1.0.0/16'));
  clock.pass(5);
  network.call('DeleteVpnConnectionRoute', route('10.2.0.0/16'));
  expect(recorder.cutOff).toEqual(['10.1.0.0/16', '10.2.0.0/16']);
  clock.pass(5);
  network.call('CreateVpnConnectionRoute', route('10.1.0.0/16'));
  clock.pass(8);
  network.call('CreateVpnConnectionRoute', route('10.2.0.0/16'));
  clock.pass(100);
  const report = recorder.finish();
  expect(report.secondsByCidr).toEqual({ '10.1.0.0/16': 12, '10.2.0.0/16': 15, '192.168.7.0/24': 0 });
  expect(report).toMatchObject({ interruptionSeconds: 20, windowSeconds: 20, lostFlows: [] });
  expect(report.after).toEqual(report.before);
});

test('two separate cuts add up, and the window spans both', () => {
  const { network, clock, vpnConnectionId } = officeEstate();
  const route = { VpnConnectionId: vpnConnectionId, DestinationCidrBlock: '10.1.0.0/16' };
  const recorder = new InterruptionRecorder(network);
  for (let round = 0; round < 2; round += 1) {
    network.call('DeleteVpnConnectionRoute', route);
    clock.pass(4);
    network.call('CreateVpnConnectionRoute', route);
    clock.pass(60);
  }
  const report = recorder.finish();
  expect(report).toMatchObject({ interruptionSeconds: 12, windowSeconds: 70 });
  expect(report.secondsByCidr['10.1.0.0/16']).toBe(12);
});

test('a whole move is measured to the second at which the last part came back, although nobody looked', () => {
  const estate = officeEstate({ routing: 'bgp', defaultTables: true });
  const { network, clock, vpnConnectionId, staticTableId, propagatedTableId, vpcAttachmentId, spokeTableId } = estate;
  const transitGatewayId = estate.transitGatewayId;
  const defaultTableId = network.view.state.transitGateways[transitGatewayId].defaultAssociationRouteTableId;
  network.call('DisassociateTransitGatewayRouteTable', { TransitGatewayAttachmentId: vpcAttachmentId, TransitGatewayRouteTableId: spokeTableId });
  clock.pass(2);
  network.call('AssociateTransitGatewayRouteTable', { TransitGatewayAttachmentId: vpcAttachmentId, TransitGatewayRouteTableId: defaultTableId });
  network.call('EnableTransitGatewayRouteTablePropagation', { TransitGatewayAttachmentId: vpcAttachmentId, TransitGatewayRouteTableId: defaultTableId });
  clock.pass(2);
  const recorder = new InterruptionRecorder(network);
  clock.pass(1);
  network.call('ModifyVpnConnection', { VpnConnectionId: vpnConnectionId, TransitGatewayId: transitGatewayId });
  for (const DestinationCidrBlock of OFFICE_CIDRS) {
    network.call('ReplaceRoute', { RouteTableId: staticTableId, DestinationCidrBlock, TransitGatewayId: transitGatewayId });
    network.call('CreateRoute', { RouteTableId: propagatedTableId, DestinationCidrBlock, TransitGatewayId: transitGatewayId });
  }
  clock.pass(10_000);
  const report = recorder.finish();
  expect(report.secondsByCidr).toEqual(Object.fromEntries(OFFICE_CIDRS.map((cidr) => [cidr, 305])));
  expect(report).toMatchObject({ interruptionSeconds: 305, windowSeconds: 305, lostFlows: [] });
});

test('what breaks and is mended in one instant was never down', () => {
  const { network, vpnGatewayId, staticTableId } = officeEstate();
  const recorder = new InterruptionRecorder(network);
  network.call('DeleteRoute', { RouteTableId: staticTableId, DestinationCidrBlock: '10.1.0.0/16' });
  expect(recorder.cutOff).toEqual(['10.1.0.0/16']);
  network.call('CreateRoute', { RouteTableId: staticTableId, DestinationCidrBlock: '10.1.0.0/16', GatewayId: vpnGatewayId });
  expect(recorder.finish()).toMatchObject({ outages: [], interruptionSeconds: 0 });
});

test('what is still down at the end counts up to now and is a lost flow', () => {
  const { network, clock, vpnConnectionId } = officeEstate();
  const recorder = new InterruptionRecorder(network);
  network.call('DeleteVpnConnectionRoute', { VpnConnectionId: vpnConnectionId, DestinationCidrBlock: '10.1.0.0/16' });
  clock.pass(30);
  expect(recorder.report()).toMatchObject({ interruptionSeconds: 30, windowSeconds: 30 });
  clock.pass(30);
  const report = recorder.finish();
  expect(report.secondsByCidr['10.1.0.0/16']).toBe(60);
  expect(report.lostFlows.map((flow) => `${flow.direction} ${flow.onPremisesCidr}`)).toEqual(['outbound 10.1.0.0/16', 'outbound 10.1.0.0/16']);
  expect(report.outages).toEqual([{ onPremisesCidr: '10.1.0.0/16', from: clock.now() - 60_000 }]);
});

test('flows that did not work at the start are nobody\'s loss', () => {
  const { network, clock, vpnGatewayId } = officeEstate();
  const id = network.seed.vpnConnection({ on: vpnGatewayId, routing: 'static', staticRoutes: ['10.8.0.0/16'], tunnels: 'DOWN' });
  const recorder = new InterruptionRecorder(network);
  network.call('DeleteVpnConnection', { VpnConnectionId: id });
  clock.pass(100);
  const report = recorder.finish();
  expect(report).toMatchObject({ interruptionSeconds: 0, lostFlows: [] });
  expect(report.secondsByCidr).not.toHaveProperty('10.8.0.0/16');
});
