/** What hangs on a gateway besides VPN connections: the real SDK against the embedded Direct Connect. */
import {
  DescribeConnectionsCommand,
  DescribeDirectConnectGatewayAssociationsCommand,
  DescribeVirtualInterfacesCommand,
  DirectConnectClient,
} from '@aws-sdk/client-direct-connect';
import { Network } from '../../../tools/rehearsal/embedded-ec2/network';
import { DirectConnectEndpoint } from '../../../tools/rehearsal/services/direct-connect';
import { ServiceUnknowns } from '../../../tools/rehearsal/services/unknowns';
import { StoryClock, transitGatewayRoutesOf, vpcRoutesOf } from '../embedded-ec2/estates';
import { rehearsalOf, START } from '../service-clients';

const GATEWAY = '11111111-2222-4333-8444-555555555555';

describe('virtual interfaces', () => {
  test('show the gateway they end at, their ASN and their state, and nothing of what the customer announces', async () => {
    const { client, network } = await rehearsal();
    const vpnGatewayId = network.seed.vpnGateway();
    const id = network.seed.virtualInterface({ on: vpnGatewayId, asn: 65_010, authKey: 'bgp-secret', prefixes: ['10.1.0.0/16'] });

    const { virtualInterfaces } = await client.send(new DescribeVirtualInterfacesCommand({}));

    expect(virtualInterfaces).toEqual([{
      virtualInterfaceId: id, virtualInterfaceName: id, virtualInterfaceType: 'private', virtualInterfaceState: 'available',
      ownerAccount: '111122223333', region: 'eu-central-1', vlan: 101, addressFamily: 'ipv4', authKey: 'bgp-secret',
      asn: 65_010, asnLong: 65_010, amazonSideAsn: 64_512, virtualGatewayId: vpnGatewayId, directConnectGatewayId: '',
      routeFilterPrefixes: [],
      bgpPeers: [{
        asn: 65_010, asnLong: 65_010, addressFamily: 'ipv4', authKey: 'bgp-secret', bgpPeerState: 'available', bgpStatus: 'up',
      }],
    }]);
    expect(id).toMatch(/^dxvif-[0-9a-f]{8}$/);
  });

  test.each<[ServiceUnknowns['directConnectAbsentGateway'], string | undefined]>([['empty', ''], ['absent', undefined]])(
    'on a Direct Connect gateway name no virtual private gateway: %s', async (directConnectAbsentGateway, virtualGatewayId) => {
      const { client, network } = await rehearsal({ directConnectAbsentGateway });
      network.seed.virtualInterface({ on: GATEWAY, type: 'transit', state: 'down', asn: 4_200_000_000 });
      network.seed.virtualInterface({ routeFilterPrefixes: ['198.51.100.0/24'] });

      const { virtualInterfaces = [] } = await client.send(new DescribeVirtualInterfacesCommand({}));

      expect(virtualInterfaces).toMatchObject([
        { virtualInterfaceType: 'transit', virtualInterfaceState: 'down', directConnectGatewayId: GATEWAY, asn: 0, asnLong: 4_200_000_000 },
        { virtualInterfaceType: 'public', routeFilterPrefixes: [{ cidr: '198.51.100.0/24' }] },
      ]);
      expect(virtualInterfaces.map((each) => each.virtualGatewayId)).toEqual([virtualGatewayId, virtualGatewayId]);
      expect(virtualInterfaces[0].bgpPeers?.map((peer) => peer.bgpStatus)).toEqual(['down']);
    });

  /** The SDK has no paginator for it. */
  test('come in pages of at most a hundred', async () => {
    const { client, network } = await rehearsal();
    const ids = Array.from({ length: 230 }, () => network.seed.virtualInterface({ on: GATEWAY }));
    const pages: string[][] = [];

    let token: string | undefined;
    do {
      const command: DescribeVirtualInterfacesCommand = new DescribeVirtualInterfacesCommand({ maxResults: 500, nextToken: token });
      const { virtualInterfaces = [], nextToken } = await client.send(command);
      pages.push(virtualInterfaces.map((each) => String(each.virtualInterfaceId)));
      token = nextToken;
    } while (token !== undefined);

    expect(pages.map((page) => page.length)).toEqual([100, 100, 30]);
    expect(pages.flat()).toEqual(ids);
    const { virtualInterfaces } = await client.send(new DescribeVirtualInterfacesCommand({ virtualInterfaceId: ids[7] }));
    expect(virtualInterfaces?.map((each) => each.virtualInterfaceId)).toEqual([ids[7]]);
  });

  test.each([{ nextToken: 'somewhere' }, { virtualInterfaceId: 'dxvif-none' }, { maxResults: 0 }, { connectionId: 'dxcon-1' }])(
    'are refused for %j', async (input) => {
      const { client } = await rehearsal();

      await expect(client.send(new DescribeVirtualInterfacesCommand(input))).rejects.toMatchObject({
        name: 'DirectConnectClientException', $metadata: { httpStatusCode: 400 },
      });
    });
});

describe('associations of a Direct Connect gateway', () => {
  test.each(['virtualGatewayId', 'associatedGatewayId'])('are found by the gateway of either kind, asked for as %s', async (member) => {
    const { client, network } = await rehearsal();
    const vpnGatewayId = network.seed.vpnGateway();
    const { transitGatewayId } = network.seed.transitGateway();
    network.seed.directConnectGatewayAssociation({
      directConnectGatewayId: GATEWAY, gatewayId: vpnGatewayId, allowedPrefixes: ['10.100.0.0/16'], directConnectGatewayOwner: '999988887777',
    });
    network.seed.directConnectGatewayAssociation({ directConnectGatewayId: GATEWAY, gatewayId: transitGatewayId, state: 'updating' });
    const askFor = async (id: string) =>
      (await client.send(new DescribeDirectConnectGatewayAssociationsCommand({ [member]: id }))).directConnectGatewayAssociations;

    expect(await askFor(vpnGatewayId)).toEqual([{
      associationId: expect.stringMatching(/^[0-9a-f-]{36}$/), associationState: 'associated',
      directConnectGatewayId: GATEWAY, directConnectGatewayOwnerAccount: '999988887777',
      associatedGateway: { id: vpnGatewayId, type: 'virtualPrivateGateway', ownerAccount: '111122223333', region: 'eu-central-1' },
      allowedPrefixesToDirectConnectGateway: [{ cidr: '10.100.0.0/16' }],
      virtualGatewayId: vpnGatewayId, virtualGatewayRegion: 'eu-central-1', virtualGatewayOwnerAccount: '111122223333',
    }]);
    expect(await askFor(transitGatewayId)).toMatchObject([{ associationState: 'updating', associatedGateway: { type: 'transitGateway' } }]);
    expect(await askFor('vgw-other')).toEqual([]);
  });

  test('must be asked for by something', async () => {
    const { client } = await rehearsal();

    await expect(client.send(new DescribeDirectConnectGatewayAssociationsCommand({}))).rejects.toMatchObject({
      name: 'DirectConnectClientException', message: 'A Direct Connect gateway, an associated gateway or an association must be given.',
    });
  });
});

test('what Direct Connect announces is in EC2\'s tables, from the interfaces and associations that stand', async () => {
  const { network } = await rehearsal();
  const { vpcId } = network.seed.vpc({ cidr: '10.100.0.0/16' });
  const vpnGatewayId = network.seed.vpnGateway({ attachedTo: vpcId });
  const table = network.seed.routeTable({ vpcId, propagating: [vpnGatewayId] });
  const { transitGatewayId, defaultRouteTableId } = network.seed.transitGateway();

  network.seed.virtualInterface({ on: vpnGatewayId, prefixes: ['10.1.0.0/16'] });
  network.seed.virtualInterface({ on: vpnGatewayId, state: 'down', prefixes: ['10.2.0.0/16'] });
  network.seed.directConnectGatewayAssociation({ gatewayId: vpnGatewayId, prefixes: ['10.3.0.0/16'] });
  network.seed.directConnectGatewayAssociation({ gatewayId: vpnGatewayId, state: 'disassociated', prefixes: ['10.4.0.0/16'] });
  network.seed.directConnectGatewayAssociation({ gatewayId: transitGatewayId, prefixes: ['10.5.0.0/16'] });

  expect(vpcRoutesOf(network, table)).toEqual([
    '10.1.0.0/16 → vgw (EnableVgwRoutePropagation, active)', '10.3.0.0/16 → vgw (EnableVgwRoutePropagation, active)',
  ]);
  expect(transitGatewayRoutesOf(network, defaultRouteTableId!)).toEqual(['10.5.0.0/16 → direct-connect-gateway (propagated, active)']);
  expect(() => network.seed.virtualInterface({ on: 'vgw-none' })).toThrow('seed the virtual private gateway vgw-none before Direct Connect on it');
  expect(() => network.seed.directConnectGatewayAssociation({ gatewayId: 'tgw-none' })).toThrow('seed the gateway tgw-none before');
  expect(Network.load(network.save(), { clock: new StoryClock() }).view.state.directConnect).toEqual(network.view.state.directConnect);
});

describe('permissions', () => {
  const interfaces = new DescribeVirtualInterfacesCommand({});

  test('are those for everything when a call names nothing', async () => {
    const { clientOf, endpoint } = await rehearsal();

    await clientOf({ Action: 'directconnect:Describe*', Resource: '*' }).send(interfaces);

    expect(endpoint.calls).toEqual([{
      at: START, service: 'directconnect', operation: 'DescribeVirtualInterfaces', principal: 'mover', mutating: false, dryRun: false,
    }]);
  });

  test('are missing with those for one interface, or for another operation', async () => {
    const { clientOf } = await rehearsal();

    const forOne = clientOf({ Action: 'directconnect:*', Resource: 'arn:aws:directconnect:eu-central-1:111122223333:dxvif/dxvif-1' });
    await expect(forOne.send(interfaces)).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining('mover is not authorized to perform: directconnect:DescribeVirtualInterfaces on resource: *'),
    });
    const forOther = clientOf({ Action: 'directconnect:DescribeDirectConnectGatewayAssociations', Resource: '*' });
    await expect(forOther.send(interfaces)).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await forOther.send(new DescribeDirectConnectGatewayAssociationsCommand({ virtualGatewayId: 'vgw-1' }));
  });

  test('for a Direct Connect gateway name it without a region', async () => {
    const { clientOf } = await rehearsal();
    const client = clientOf({ Action: 'directconnect:*', Resource: `arn:aws:directconnect::111122223333:dx-gateway/${GATEWAY}` });
    const ask = async (directConnectGatewayId: string) =>
      client.send(new DescribeDirectConnectGatewayAssociationsCommand({ directConnectGatewayId }));

    expect((await ask(GATEWAY)).directConnectGatewayAssociations).toEqual([]);
    await expect(ask('66666666-2222-4333-8444-555555555555')).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  test('begin with an access key that somebody has', async () => {
    const { clientFor } = await rehearsal();

    await expect(clientFor('AKIDNOBODY').send(interfaces)).rejects.toMatchObject({ name: 'UnrecognizedClientException' });
  });
});

test('what the embedded Direct Connect cannot do it says', async () => {
  const { client } = await rehearsal();

  await expect(client.send(new DescribeConnectionsCommand({}))).rejects.toMatchObject({
    name: 'UnknownOperationException', message: 'The embedded directconnect does not know the operation DescribeConnections.',
  });
});

async function rehearsal(unknowns: Partial<ServiceUnknowns> = {}) {
  const network = new Network({ clock: new StoryClock() });
  const story = await rehearsalOf(
    (common) => new DirectConnectEndpoint({ ...common, network, unknowns }), (configuration) => new DirectConnectClient(configuration));
  return { network, ...story };
}
