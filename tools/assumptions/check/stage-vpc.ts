/** What can be asked while the new connection is still pending: the VPC, its virtual private gateways, the customer gateway. */
import { settled, Walk } from './walk';

const ROUTE = '10.96.2.0/24';
const OUTSIDE_ROUTE = '10.96.1.0/24';

export async function askVpc(walk: Walk): Promise<void> {
  const { ec2, sandbox, find } = walk;
  const [CustomerGatewayId, VpnConnectionId] = [await sandbox.customerGateway(), await sandbox.connection()];
  const otherVpnGateway = await sandbox.vpnGateway(2);
  const early = await ec2.ask((client) => client.modifyVpnConnection({ VpnConnectionId, VpnGatewayId: otherVpnGateway }));
  find('modifyWhileNotAvailable', early.code ?? 'accepted');

  const again = await ec2.ask((client) => client.createCustomerGateway(sandbox.device));
  const same = again.output?.CustomerGateway?.CustomerGatewayId === CustomerGatewayId;
  find('identicalCustomerGatewayIsReturned', same ? 'holds' : 'does-not-hold', again.code);
  if (!same) sandbox.tracked('customer-gateway', 'second customer gateway').made(again.output?.CustomerGateway?.CustomerGatewayId);
  const deletion = await ec2.ask((client) => client.deleteCustomerGateway({ CustomerGatewayId }));
  find('gatewayInUseStays', deletion.code === undefined ? 'does-not-hold' : 'holds', deletion.code);

  await askAttachments(walk, otherVpnGateway);
  const { insideCidrs } = await settled(walk);
  const hasHostBits = insideCidrs.some((cidr) => Number(cidr.split('/')[0].split('.')[3]) % 4 !== 0);
  find('tunnelInsideCidrSpelling', hasHostBits ? 'host-bits' : 'network');
}

async function askAttachments({ ec2, sandbox, find }: Walk, otherVpnGateway: string): Promise<void> {
  const [VpcId, VpnGatewayId] = [await sandbox.vpc(), await sandbox.vpnGateway(1)];
  const table = await sandbox.mainRouteTable(VpcId);
  const RouteTableId = table?.id;
  const unattached = await ec2.ask((client) =>
    client.createRoute({ RouteTableId, DestinationCidrBlock: OUTSIDE_ROUTE, GatewayId: otherVpnGateway }));
  find('routeToUnattachedVpnGateway', unattached.code ?? 'accepted');

  await ec2.call((client) => client.attachVpnGateway({ VpcId, VpnGatewayId }));
  await sandbox.wait(`${VpnGatewayId} to be attached`, async () => await attachmentOf(ec2, VpnGatewayId) === 'attached');
  const second = await ec2.ask((client) => client.attachVpnGateway({ VpcId, VpnGatewayId: otherVpnGateway }));
  find('oneVpnGatewayPerVpc', second.code === undefined ? 'does-not-hold' : 'holds', second.code);

  await ec2.call((client) => client.enableVgwRoutePropagation({ RouteTableId, GatewayId: VpnGatewayId }));
  await sandbox.wait(`${RouteTableId} to name ${VpnGatewayId}`, async () => propagates(sandbox, VpcId, VpnGatewayId));
  await ec2.call((client) => client.detachVpnGateway({ VpcId, VpnGatewayId }));
  await sandbox.wait(`${VpnGatewayId} to be detached`, async () => await attachmentOf(ec2, VpnGatewayId) === undefined);
  find('vgwPropagationAfterDetach', await propagates(sandbox, VpcId, VpnGatewayId) ? 'kept' : 'dropped');
}

async function propagates(sandbox: Walk['sandbox'], vpcId: string, vpnGatewayId: string): Promise<boolean> {
  return (await sandbox.mainRouteTable(vpcId))?.propagating.includes(vpnGatewayId) === true;
}

async function attachmentOf(ec2: Walk['ec2'], id: string): Promise<string | undefined> {
  const { VpnGateways = [] } = await ec2.call((client) => client.describeVpnGateways({ VpnGatewayIds: [id] }));
  return (VpnGateways[0]?.VpcAttachments ?? []).map(({ State }) => State).find((state) => state !== 'detached');
}

/** To a transit gateway that has no attachment in the VPC. */
export async function askUnattachedTransitGateway({ ec2, sandbox, find }: Walk, TransitGatewayId: string): Promise<void> {
  const table = await sandbox.mainRouteTable(await sandbox.vpc());
  const route = await ec2.ask((client) => client.createRoute({ RouteTableId: table?.id, DestinationCidrBlock: ROUTE, TransitGatewayId }));
  find('transitGatewayRouteNeedsAttachedVpc', route.code === undefined ? 'does-not-hold' : 'holds', route.code);
}
