/**
 * EC2's answers as they come over the wire, read by the adapter: what is absent in whichever form, pages, what lingers beside what is
 * there, and answers that hold less than was asked for.
 */
import { Answers, wireClient } from './wire-client';
import { Describing } from '../../lambda/aws/ec2/describing';
import {
  attachmentOf, liveOnes, transitGatewayOf, transitGatewayRoutesOf, virtualPrivateGatewayOf, vpcOf, vpcRouteTableOf, vpnConnectionOf,
} from '../../lambda/aws/ec2/reading';
import { RetryableFailure } from '../../lambda/runner/ports';
import { Ec2Error } from '../../tools/rehearsal/contracts';

const VPN = 'vpn-0a1b2c3d4e5f60001';
const VGW = 'vgw-0a1b2c3d4e5f60001';
const TGW = 'tgw-0a1b2c3d4e5f60001';
const TABLE = 'rtb-0a1b2c3d4e5f60001';
const HUB = 'tgw-rtb-0a1b2c3d4e5f60001';
const ATTACHMENT = 'tgw-attach-0a1b2c3d4e5f60001';

async function asking<T>(answers: Answers, ask: (ec2: Describing) => Promise<T>, asked?: string[]): Promise<T> {
  return ask(new Describing(wireClient(answers, asked)));
}

describe('an empty element is absent', () => {
  test('a VPC route to a virtual private gateway leads there, whatever else it could lead to', async () => {
    const route = {
      DestinationCidrBlock: '10.1.0.0/16', DestinationIpv6CidrBlock: '', DestinationPrefixListId: '', TransitGatewayId: '', NatGatewayId: '', GatewayId: VGW,
    };
    const RouteTables = [{ RouteTableId: TABLE, VpcId: 'vpc-0a1b2c3d', Routes: [{ ...route, Origin: 'CreateRoute', State: 'active' }] }];
    const [table] = await asking({ DescribeRouteTables: () => ({ RouteTables, NextToken: '' }) }, async (ec2) => ec2.vpcRouteTables.those([TABLE]));
    expect(vpcRouteTableOf(table, [], []).routes).toEqual([{ destination: '10.1.0.0/16', targetId: VGW, origin: 'CreateRoute', state: 'active' }]);
  });

  test('a connection stands where it is said to stand', async () => {
    const VpnConnections = [{
      VpnConnectionId: VPN,
      State: 'available',
      TransitGatewayId: '',
      VpnGatewayId: VGW,
      CustomerGatewayId: 'cgw-0a1b2c3d',
      CoreNetworkArn: '',
      VpnConcentratorId: '',
      Options: { StaticRoutesOnly: true, TransportTransitGatewayAttachmentId: '', TunnelOptions: [{ TunnelInsideCidr: '' }] }, Category: '', Tags: [],
    }];
    const connection = await asking({ DescribeVpnConnections: () => ({ VpnConnections }) }, async (ec2) => ec2.vpnConnections.one(VPN));
    expect(vpnConnectionOf(connection!)).toEqual({
      id: VPN, state: 'available', category: 'VPN', gateway: { kind: 'virtual-private-gateway', id: VGW }, customerGatewayId: 'cgw-0a1b2c3d', routing: 'static',
      beyondVirtualPrivateGateway: [], staticRoutes: [], tunnels: [],
    });
  });

  test.each([
    ['an empty structure', {}],
    ['empty texts in it', { TransitGatewayRouteTableId: '', State: '' }],
    ['one that was taken away', { TransitGatewayRouteTableId: HUB, State: 'disassociated' }],
  ])('an attachment is associated with nothing: %s', async (_, Association) => {
    const TransitGatewayAttachments = [{
      TransitGatewayAttachmentId: ATTACHMENT, TransitGatewayId: TGW, ResourceType: 'vpn', ResourceId: VPN, State: 'available', Association,
    }];
    const answers: Answers = { DescribeTransitGatewayAttachments: () => ({ TransitGatewayAttachments }) };
    const [attachment] = await asking(answers, async (ec2) => ec2.attachments());
    expect(attachmentOf(attachment, [], [])).not.toHaveProperty('association');
  });

  test('a gateway without a number has none', async () => {
    const Options = { AmazonSideAsn: 0, AssociationDefaultRouteTableId: '', VpnEcmpSupport: '' };
    const TransitGateways = [{ TransitGatewayId: TGW, State: 'available', OwnerId: '111122223333', Options }];
    const gateway = await asking({ DescribeTransitGateways: () => ({ TransitGateways }) }, async (ec2) => ec2.transitGateways.one(TGW));
    expect(transitGatewayOf(gateway!)).toEqual({ id: TGW, state: 'available', ownerId: '111122223333' });
  });
});

test('ids in another case are the ids that were asked for', async () => {
  const RouteTables = [{
    RouteTableId: TABLE.toUpperCase(), VpcId: 'VPC-0A1B2C3D', Routes: [{ DestinationCidrBlock: '10.1.0.0/16', GatewayId: VGW.toUpperCase(), Origin: 'CreateRoute', State: 'active' }],
  }];
  const [table] = await asking({ DescribeRouteTables: () => ({ RouteTables }) }, async (ec2) => ec2.vpcRouteTables.those([TABLE]));
  expect(vpcRouteTableOf(table, [], [])).toMatchObject({ id: TABLE, vpcId: 'vpc-0a1b2c3d', routes: [{ targetId: VGW }] });
});

test('pages are read to the last one, through one that holds nothing', async () => {
  const pages = [['10.1.0.0/16'], [], ['10.2.0.0/16']];
  const answers: Answers = {
    SearchTransitGatewayRoutes: ({ NextToken = '0' }) => {
      const page = Number(NextToken);
      const more = page < pages.length - 1;
      return {
        Routes: pages[page].map((DestinationCidrBlock) => ({ DestinationCidrBlock, Type: 'static', State: 'blackhole' })),
        AdditionalRoutesAvailable: more,
        NextToken: more ? String(page + 1) : '',
      };
    },
  };
  const routes = await asking(answers, async (ec2) => ec2.transitGatewayRoutes(HUB, ['static']));
  expect(transitGatewayRoutesOf(HUB, routes).map(({ destination }) => destination)).toEqual(['10.1.0.0/16', '10.2.0.0/16']);
});

describe('what lingers is not taken for what is there', () => {
  test('an attachment that failed before the one that stands comes after it, and one that is going not at all', () => {
    const attachments = (['failed', 'deleted', 'deleting', 'available', 'hibernating'] as const).map((State) => ({ TransitGatewayAttachmentId: State, State: State as 'failed' }));
    expect(liveOnes(attachments).map(({ State }) => State)).toEqual(['available', 'failed', 'hibernating']);
  });

  test('a route that is being deleted comes after the one in its place', () => {
    const routes = (['deleted', 'deleting', 'active'] as const).map((State) => ({
      DestinationCidrBlock: '10.1.0.0/16', Type: 'static' as const, State, TransitGatewayAttachments: [{ TransitGatewayAttachmentId: ATTACHMENT }],
    }));
    expect(transitGatewayRoutesOf(HUB, routes).map(({ state }) => state)).toEqual(['active', 'deleting']);
  });

  test('a propagation that was switched off is none', () => {
    const propagations = (['disabled', 'enabled'] as const).map((State) => ({ TransitGatewayRouteTableId: HUB, State }));
    const attachment = { TransitGatewayAttachmentId: ATTACHMENT, TransitGatewayId: TGW, ResourceType: 'vpn', ResourceId: VPN, State: 'available' } as const;
    expect(attachmentOf(attachment, [], propagations).propagations).toEqual([{ routeTableId: HUB, state: 'enabled' }]);
  });

  test('a gateway is attached where it is, not where it was', () => {
    const VpcAttachments = (['detached', 'attached'] as const).map((State) => ({ VpcId: `vpc-${State}`, State }));
    expect(virtualPrivateGatewayOf({ VpnGatewayId: VGW, State: 'available', VpcAttachments }, []).attachments).toEqual([{ vpcId: 'vpc-attached', state: 'attached' }]);
  });

  test('a subnet uses the table that it is associated with, not the one that it was', () => {
    const association = (State: 'disassociated' | 'associated') => ({ SubnetId: 'subnet-a', AssociationState: { State } });
    const left = { RouteTableId: 'rtb-left', VpcId: 'vpc-1', Associations: [association('disassociated')] };
    const main = { RouteTableId: 'rtb-main', VpcId: 'vpc-1', Associations: [{ Main: true }, association('disassociated')] };
    const own = { RouteTableId: 'rtb-own', VpcId: 'vpc-1', Associations: [association('associated')] };
    const subnets = [{ SubnetId: 'subnet-a', VpcId: 'vpc-1' }];
    expect([left, main, own].map((table) => vpcRouteTableOf(table, [left, main, own], subnets).subnetIds)).toEqual([[], [], ['subnet-a']]);
  });

  test('a block of the VPC counts unless it is said to be gone', () => {
    const blocks = [['10.0.0.0/16', 'associated'], ['10.7.0.0/16', undefined], ['10.8.0.0/16', 'disassociated'], ['10.9.0.0/16', 'hibernating']] as const;
    const CidrBlockAssociationSet = blocks.map(([CidrBlock, State]) => ({ CidrBlock, CidrBlockState: { State: State as 'associated' } }));
    expect(vpcOf({ VpcId: 'vpc-1', CidrBlockAssociationSet }, []).cidrs).toEqual(['10.0.0.0/16', '10.7.0.0/16']);
  });
});

describe('that something is not there, EC2 has to say', () => {
  const gone = (code: string) => () => {
    throw new Ec2Error(code, 'it does not exist');
  };
  const ASKED: readonly [string, string, string, string, (ec2: Describing) => Promise<unknown>][] = [
    ['DescribeVpnConnections', 'VpnConnections', 'InvalidVpnConnectionID.NotFound', VPN, async (ec2) => ec2.vpnConnections.one(VPN)],
    ['DescribeVpnGateways', 'VpnGateways', 'InvalidVpnGatewayID.NotFound', VGW, async (ec2) => ec2.vpnGateways.one(VGW)],
    ['DescribeTransitGateways', 'TransitGateways', 'InvalidTransitGatewayID.NotFound', TGW, async (ec2) => ec2.transitGateways.one(TGW)],
  ];

  test.each(ASKED)('%s says it by an error, and not by an answer without it', async (operation, list, code, id, ask) => {
    await expect(asking({ [operation]: gone(code) }, ask)).resolves.toBeUndefined();
    for (const answer of [{ [list]: [] }, {}, { [list]: [{}] }]) {
      const failure = await asking({ [operation]: () => answer }, ask).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(RetryableFailure);
      expect((failure as Error).message).toMatch(new RegExp(`^describing .* ${id}: EC2 answered without it, and did not say that it does not exist$`));
    }
  });

  const FILTERED: readonly [string, string, string, string, (ec2: Describing, ids: string[]) => Promise<object[]>][] = [
    ['DescribeRouteTables', 'RouteTables', 'RouteTableId', 'InvalidRouteTableID.NotFound', async (ec2, ids) => ec2.vpcRouteTables.those(ids)],
    ['DescribeVpnConnections', 'VpnConnections', 'VpnConnectionId', 'InvalidVpnConnectionID.NotFound', async (ec2, ids) => ec2.vpnConnections.those(ids)],
    ['DescribeCustomerGateways', 'CustomerGateways', 'CustomerGatewayId', 'InvalidCustomerGatewayID.NotFound', async (ec2, ids) => ec2.customerGateways.those(ids)],
    ['DescribeVpcs', 'Vpcs', 'VpcId', 'InvalidVpcID.NotFound', async (ec2, ids) => ec2.vpcs.those(ids)],
  ];

  test.each(FILTERED)('%s is asked by id for what its filter did not bring', async (operation, list, member, code, ask) => {
    const kind = { RouteTableId: 'rtb', VpnConnectionId: 'vpn', CustomerGatewayId: 'cgw', VpcId: 'vpc' }[member];
    const [first, second] = [`${kind}-00000001`, `${kind}-00000002`];
    const filtered = { [list]: [{ [member]: first }] };
    const answering = (byId: () => object): Answers => ({ [operation]: ({ Filters }) => (Filters === undefined ? byId() : filtered) });
    const read = async (byId: () => object) => asking(answering(byId), async (ec2) => ask(ec2, [first, second]));

    expect(await read(() => ({ [list]: [{ [member]: second }] }))).toEqual([{ [member]: first }, { [member]: second }]);
    expect(await read(gone(code))).toEqual([{ [member]: first }]);
    await expect(read(() => ({ [list]: [] }))).rejects.toBeInstanceOf(RetryableFailure);
  });

  test('what its filter did bring is asked for once', async () => {
    const asked: string[] = [];
    await asking({ DescribeVpcs: () => ({ Vpcs: [{ VpcId: 'vpc-0a1b2c3d' }] }) }, async (ec2) => ec2.vpcs.those(['vpc-0a1b2c3d']), asked);
    expect(asked).toEqual(['DescribeVpcs']);
  });

  test.each([undefined, ''])('further routes of a table that no token leads to (%j) are not overlooked', async (NextToken) => {
    const answers: Answers = { SearchTransitGatewayRoutes: () => ({ Routes: [], AdditionalRoutesAvailable: true, NextToken }) };
    const failure = await asking(answers, async (ec2) => ec2.transitGatewayRoutes(HUB, ['static', 'propagated'])).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(RetryableFailure);
    expect((failure as Error).message).toBe(`searching the routes of ${HUB}: there are more static and propagated routes than SearchTransitGatewayRoutes lists,`
      + ' and it gave no NextToken for the others, which could be lost unseen');
  });
});
