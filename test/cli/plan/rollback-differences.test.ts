/** A way back that leaves something behind is told, route by route and flow by flow. */
import { differencesBetween, RoutesAndFlows } from '../../../tools/cli/plan/rollback-differences';
import { flowTable } from '../../../tools/rehearsal/flows/flow-oracle';
import { describeRoute, routesTowards } from '../../../tools/rehearsal/scenarios/measures';
import { officeEstate } from '../../rehearsal/embedded-ec2/estates';

test('a route that is gone, one that is new, and the flows that do not pass any more', () => {
  const { network, vpnConnectionId, vpnGatewayId, staticTableId } = officeEstate();
  const existing = (): RoutesAndFlows => ({
    routes: routesTowards(network.view, vpnConnectionId).map(describeRoute), flows: flowTable(network.view, ['10.1.0.0/16']),
  });
  const before = existing();
  expect(differencesBetween(before, existing())).toEqual([]);
  network.call('DeleteRoute', { RouteTableId: staticTableId, DestinationCidrBlock: '10.1.0.0/16' });
  network.call('CreateRoute', { RouteTableId: staticTableId, DestinationCidrBlock: '10.99.0.0/16', GatewayId: vpnGatewayId });
  expect(differencesBetween(before, existing())).toEqual([
    `${staticTableId} 10.1.0.0/16 → ${vpnGatewayId} (static) is deleted`,
    `${staticTableId} 10.99.0.0/16 → ${vpnGatewayId} (static) is created`,
    '10.100.1.0/24 → 10.1.0.0/16 does not pass',
  ]);
});
