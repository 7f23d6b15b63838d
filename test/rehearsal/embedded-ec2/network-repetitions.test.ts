/** Each call of a move made a second time: at once, and when the first has settled. */
import { codeOf, Estate, officeEstate } from './estates';

interface Call {
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** What has to be called, and to settle, before. */
  readonly after?: readonly Omit<Call, 'after'>[];
}

const call = (operation: string, input: Call['input'], ...after: Omit<Call, 'after'>[]): Call => ({ operation, input, after });

const attachedTo = (TransitGatewayRouteTableId: string, { vpcAttachmentId }: Estate) =>
  ({ TransitGatewayRouteTableId, TransitGatewayAttachmentId: vpcAttachmentId });
const onTable = (estate: Estate) => attachedTo(estate.spokeTableId, estate);
const intoOffices = (estate: Estate) => attachedTo(estate.officeTableId, estate);
const transitGatewayRoute = (estate: Estate) => ({ ...onTable(estate), DestinationCidrBlock: '10.9.0.0/16' });
const staticRoute = ({ vpnConnectionId }: Estate, cidr: string) => ({ VpnConnectionId: vpnConnectionId, DestinationCidrBlock: cidr });
const vpcRoute = ({ mainTableId, transitGatewayId }: Estate) =>
  ({ RouteTableId: mainTableId, DestinationCidrBlock: '10.9.0.0/16', TransitGatewayId: transitGatewayId });
const gatewayAtVpc = ({ vpnGatewayId, vpcId }: Estate) => ({ VpnGatewayId: vpnGatewayId, VpcId: vpcId });
const vgwPropagation = ({ mainTableId, vpnGatewayId }: Estate) => ({ RouteTableId: mainTableId, GatewayId: vpnGatewayId });

test.each<[string, (estate: Estate) => Call, atOnce: string, settled: string]>([
  ['an association', (estate) => call('AssociateTransitGatewayRouteTable', onTable(estate), call('DisassociateTransitGatewayRouteTable', onTable(estate))),
    'Resource.AlreadyAssociated', 'Resource.AlreadyAssociated'],
  ['its end', (estate) => call('DisassociateTransitGatewayRouteTable', onTable(estate)), 'InvalidAssociation.NotFound', 'InvalidAssociation.NotFound'],
  ['a propagation', (estate) => call('EnableTransitGatewayRouteTablePropagation', onTable(estate)),
    'TransitGatewayRouteTablePropagation.Duplicate', 'TransitGatewayRouteTablePropagation.Duplicate'],
  ['its end', (estate) => call('DisableTransitGatewayRouteTablePropagation', intoOffices(estate)),
    'TransitGatewayRouteTablePropagation.NotFound', 'TransitGatewayRouteTablePropagation.NotFound'],
  ['a route of a transit gateway', (estate) => call('CreateTransitGatewayRoute', transitGatewayRoute(estate)), 'RouteAlreadyExists', 'RouteAlreadyExists'],
  ['its end',
    (estate) => call('DeleteTransitGatewayRoute', transitGatewayRoute(estate), call('CreateTransitGatewayRoute', transitGatewayRoute(estate))),
    'InvalidRoute.NotFound', 'InvalidRoute.NotFound'],
  ['a static route of a connection', (estate) => call('CreateVpnConnectionRoute', staticRoute(estate, '10.9.0.0/16')),
    'RouteAlreadyExists', 'RouteAlreadyExists'],
  ['its end', (estate) => call('DeleteVpnConnectionRoute', staticRoute(estate, '10.1.0.0/16')), 'InvalidRoute.NotFound', 'InvalidRoute.NotFound'],
  ['a route of a VPC', (estate) => call('CreateRoute', vpcRoute(estate)), 'RouteAlreadyExists', 'RouteAlreadyExists'],
  ['a route that is replaced', (estate) => call('ReplaceRoute', vpcRoute(estate), call('CreateRoute', vpcRoute(estate))), 'accepted', 'accepted'],
  ['its end', (estate) => call('DeleteRoute', vpcRoute(estate), call('CreateRoute', vpcRoute(estate))), 'InvalidRoute.NotFound', 'InvalidRoute.NotFound'],
  ['a propagation into a VPC', (estate) => call('EnableVgwRoutePropagation', vgwPropagation(estate)), 'accepted', 'accepted'],
  ['its end', (estate) => call('DisableVgwRoutePropagation', vgwPropagation(estate), call('EnableVgwRoutePropagation', vgwPropagation(estate))),
    'accepted', 'accepted'],
  ['a gateway that is attached', (estate) => call('AttachVpnGateway', gatewayAtVpc(estate), call('DetachVpnGateway', gatewayAtVpc(estate))),
    'InvalidVpcState', 'accepted'],
  ['a gateway that is detached', (estate) => call('DetachVpnGateway', gatewayAtVpc(estate)),
    'InvalidVpnGatewayAttachment.NotFound', 'InvalidVpnGatewayAttachment.NotFound'],
])('%s', (_, of, atOnce, settled) => {
  const estate = officeEstate();
  const { network, clock } = estate;
  const { operation, input, after = [] } = of(estate);
  for (const before of after) {
    network.call(before.operation, before.input);
    clock.pass(60);
  }
  expect(codeOf(network, operation, input)).toBe('accepted');
  expect(codeOf(network, operation, input)).toBe(atOnce);
  clock.pass(60);
  expect(codeOf(network, operation, input)).toBe(settled);
});
