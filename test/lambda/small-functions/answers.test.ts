/**
 * The functions beside the move on answers in other shapes: the look-up of a connection, the references to its attachment, and the
 * configuration of its device. What is absent is absent in every form; what is not whole, or does not fit, is asked for again.
 */
import { MayPass } from '../../../lambda/custom-resource/request';
import { Ec2Network } from '../../../lambda/customer-gateway-configuration/ec2/network';
import { keepConfiguration } from '../../../lambda/customer-gateway-configuration/keep-configuration';
import { findAttachment } from '../../../lambda/vpn-connection-resources/ec2/attachment';
import { ec2 } from '../../../lambda/vpn-connection-resources/ec2/client';
import { referenceRequest } from '../../../lambda/vpn-connection-resources/ec2/prefix-list-reference';
import { findTunnels } from '../../../lambda/vpn-connection-resources/ec2/tunnels';
import { PLANTED_KEY } from '../estates';
import { Answers, wireClient } from '../wire-client';

const VPN = 'vpn-0a1b2c3d4e5f60001';
const VGW = 'vgw-0a1b2c3d4e5f60001';
const TGW = 'tgw-0a1b2c3d4e5f60001';
const CGW = 'cgw-0a1b2c3d4e5f60001';
const ATTACHMENT = 'tgw-attach-0a1b2c3d4e5f60001';

/** The function has one client, made when it starts. */
function answering(answers: Answers, asked?: string[]): void {
  const wire = wireClient(answers, asked);
  jest.spyOn(ec2, 'send').mockImplementation(wire.send.bind(wire) as never);
}

afterEach(() => jest.restoreAllMocks());

describe('the look-up of an attachment', () => {
  const NOT_YET = { isComplete: false, why: expect.any(String) };
  const found = (TransitGatewayAttachmentId: string) => ({ isComplete: true, data: { TransitGatewayAttachmentId } });
  const attachment = (State: string, TransitGatewayAttachmentId = ATTACHMENT) => ({ TransitGatewayAttachmentId, State });

  test.each<[string, object[], object]>([
    ['none', [], NOT_YET],
    ['one without a state', [attachment('')], NOT_YET],
    ['one without an id', [attachment('available', '')], NOT_YET],
    ['an item that says nothing', [{}], NOT_YET],
    ['one that is going, and the new one', [attachment('deleting', 'tgw-attach-00000000'), attachment('available')], found(ATTACHMENT)],
    ['one that failed, and the new one', [attachment('failed', 'tgw-attach-00000000'), attachment('available')], found(ATTACHMENT)],
    ['one that failed, and the new one on its way', [attachment('failed', 'tgw-attach-00000000'), attachment('pending')], NOT_YET],
    ['one in capitals', [attachment('available', ATTACHMENT.toUpperCase())], found(ATTACHMENT)],
  ])('%s', async (_, listed, answer) => {
    const page = (at: number) => ({ TransitGatewayAttachments: listed.slice(at, at + 1), NextToken: at + 1 < listed.length ? String(at + 1) : '' });
    answering({ DescribeTransitGatewayAttachments: ({ NextToken = '0' }) => page(Number(NextToken)) });
    expect(await findAttachment({ VpnConnectionId: VPN, TransitGatewayId: TGW }, undefined, 0)).toEqual(answer);
  });

  test.each(['failed', 'hibernating'])('one that is %s, and nothing else, is an error', async (state) => {
    answering({ DescribeTransitGatewayAttachments: () => ({ TransitGatewayAttachments: [attachment(state)] }) });
    await expect(findAttachment({ VpnConnectionId: VPN, TransitGatewayId: TGW }, undefined, 0)).rejects.toThrow(`${ATTACHMENT} is in state ${state}`);
  });
});

describe('the look-up of tunnels', () => {
  const tunnels = [['198.51.100.1', '169.254.10.0/30'], ['198.51.100.2', '169.254.11.0/30']]
    .map(([OutsideIpAddress, TunnelInsideCidr]) => ({ OutsideIpAddress, TunnelInsideCidr, TunnelInsideIpv6Cidr: '' }));
  const connection = {
    VpnConnectionId: VPN, State: 'available', CustomerGatewayId: CGW, VpnGatewayId: VGW, TransitGatewayId: '', Options: { TunnelOptions: tunnels },
  };
  const another = { ...connection, VpnConnectionId: 'vpn-00000000', CustomerGatewayId: 'cgw-00000000' };
  const gateway = { VpnGatewayId: VGW, AmazonSideAsn: 64512 };
  const look = async (VpnConnections: object[], VpnGateways: object[]) => {
    answering({ DescribeVpnConnections: () => ({ VpnConnections }), DescribeVpnGateways: () => ({ VpnGateways }) });
    return findTunnels({ VpnConnectionId: VPN, CustomerGatewayId: CGW, VpnGatewayId: VGW }, undefined, 0);
  };

  test('the connection and its gateway are found among others', async () => {
    expect(await look([another, connection], [{ VpnGatewayId: 'vgw-00000000', AmazonSideAsn: 7224 }, gateway]))
      .toMatchObject({ isComplete: true, data: { AmazonSideAsn: '64512', Tunnel1OutsideIpAddress: '198.51.100.1' } });
  });

  test('ids in capitals are the same', async () => {
    const ids = { VpnConnectionId: VPN.toUpperCase(), CustomerGatewayId: CGW.toUpperCase(), VpnGatewayId: VGW.toUpperCase() };
    const capitals = { ...connection, ...ids };
    expect(await look([capitals], [{ ...gateway, VpnGatewayId: VGW.toUpperCase() }])).toMatchObject({ isComplete: true });
  });

  test.each<[string, object[], object[]]>([
    ['another connection alone', [another], [gateway]],
    ['a connection without its state', [{ ...connection, State: '' }], [gateway]],
    ['a tunnel without its address', [{ ...connection, Options: { TunnelOptions: [tunnels[0], { ...tunnels[1], OutsideIpAddress: '' }] } }], [gateway]],
    ['no gateway', [connection], []],
    ['a gateway without its number', [connection], [{ VpnGatewayId: VGW }]],
    ['a gateway with the number 0', [connection], [{ ...gateway, AmazonSideAsn: 0 }]],
  ])('%s: it is asked again', async (_, connections, gateways) => {
    expect(await look(connections, gateways)).toMatchObject({ isComplete: false });
  });
});

describe('the arrangement of a reference', () => {
  const key = { TransitGatewayRouteTableId: 'tgw-rtb-0a1b2c3d4e5f60001', PrefixListId: 'pl-0a1b2c3d4e5f60001' };
  const wanted = { ...key, TransitGatewayAttachmentId: ATTACHMENT };
  const reference = (State: string, TransitGatewayAttachmentId: string, PrefixListId: string = key.PrefixListId) =>
    ({ PrefixListId, State, TransitGatewayAttachment: { TransitGatewayAttachmentId } });

  const requested = (RequestType: 'Create' | 'Update' | 'Delete') => referenceRequest({
    RequestType,
    PhysicalResourceId: RequestType === 'Create' ? undefined : `${key.TransitGatewayRouteTableId}|${key.PrefixListId}`,
    ResourceProperties: wanted,
    OldResourceProperties: RequestType === 'Update' ? wanted : undefined,
  } as never);

  function standing(...references: object[]): string[] {
    const asked: string[] = [];
    const page = (at: number) => ({ TransitGatewayPrefixListReferences: references.slice(at, at + 1), NextToken: at + 1 < references.length ? String(at + 1) : '' });
    answering({
      GetTransitGatewayPrefixListReferences: ({ NextToken = '0' }) => page(Number(NextToken)),
      DeleteTransitGatewayPrefixListReference: () => ({}),
      ModifyTransitGatewayPrefixListReference: () => ({}),
    }, asked);
    return asked;
  }

  test('one that is going beside the one that stands is passed over', async () => {
    standing(reference('deleting', ATTACHMENT), reference('available', ATTACHMENT));
    expect(await requested('Create').attempt(0)).toEqual({ isComplete: true });
  });

  test('it stands in capitals, too', async () => {
    standing(reference('available', ATTACHMENT.toUpperCase(), key.PrefixListId.toUpperCase()));
    expect(await requested('Create').attempt(0)).toEqual({ isComplete: true });
  });

  test('one whose attachment is an empty element leads nowhere, and is ours to change and to delete', async () => {
    const asked = standing(reference('available', ''));
    await requested('Update').attempt(0);
    await requested('Delete').attempt(0);
    expect(asked.filter((each) => !each.startsWith('Get'))).toEqual(['ModifyTransitGatewayPrefixListReference', 'DeleteTransitGatewayPrefixListReference']);
  });
});

describe('the configuration of a device', () => {
  const described = { VpnConnectionId: VPN, State: 'available', CustomerGatewayId: CGW, VpnGatewayId: '', TransitGatewayId: TGW, CustomerGatewayConfiguration: '' };
  const reading = (answers: Answers) => new Ec2Network(wireClient(answers));

  test('a connection on a transit gateway is there, also where EC2 names an empty virtual private gateway', async () => {
    const connection = await reading({ DescribeVpnConnections: () => ({ VpnConnections: [{ ...described, VpnConnectionId: 'vpn-00000000' }, described] }) }).connection(VPN);
    expect(connection).toEqual({ state: 'available', gatewayId: TGW, customerGatewayId: CGW, choices: [] });
  });

  test('a connection without a state is asked for again', async () => {
    await expect(reading({ DescribeVpnConnections: () => ({ VpnConnections: [{ ...described, State: '' }] }) }).connection(VPN))
      .rejects.toMatchObject({ kind: 'passing', message: `describing ${VPN} (ec2:DescribeVpnConnections): AnswerWithoutState` });
  });

  test('a connection that EC2 does not list is not known', async () => {
    expect(await reading({ DescribeVpnConnections: () => ({ VpnConnections: [{ ...described, VpnConnectionId: 'vpn-00000000' }] }) }).connection(VPN)).toBeUndefined();
  });

  test('types of device come by pages, and one without an id is none', async () => {
    const types = [{ VpnConnectionDeviceTypeId: '', Vendor: 'A' }, { VpnConnectionDeviceTypeId: '5fb390ba', Vendor: 'B', Platform: '' }];
    const page = (at: number) => ({ VpnConnectionDeviceTypes: types.slice(at, at + 1), NextToken: at + 1 < types.length ? String(at + 1) : '' });
    expect(await reading({ GetVpnConnectionDeviceTypes: ({ NextToken = '0' }) => page(Number(NextToken)) }).deviceTypes())
      .toEqual([{ id: '5fb390ba', vendor: 'B', platform: '', software: '' }]);
  });
});

/** What does not fit is named, and nothing is decided or changed with the answer: the next attempt may be answered otherwise. */
describe('an answer with something in it that does not fit', () => {
  const TABLE = 'tgw-rtb-0a1b2c3d4e5f60001';
  const LIST = 'pl-0a1b2c3d4e5f60001';
  const pair = [
    { OutsideIpAddress: '198.51.100.1', TunnelInsideCidr: '169.254.10.0/30', PreSharedKey: PLANTED_KEY },
    { OutsideIpAddress: '198.51.100.2', TunnelInsideCidr: '169.254.11.0/30', PreSharedKey: PLANTED_KEY },
  ];
  const connection = {
    VpnConnectionId: VPN, State: 'available', CustomerGatewayId: CGW, TransitGatewayId: TGW, Options: { TunnelOptions: pair },
  };
  const withTunnel = (tunnel: object) =>
    ({ VpnConnections: [{ ...connection, Options: { TunnelOptions: [{ ...pair[0], ...tunnel }] } }] });
  const listing = (TransitGatewayAttachmentId: string, more: object = {}) =>
    ({ DescribeTransitGatewayAttachments: { TransitGatewayAttachments: [{ TransitGatewayAttachmentId, State: 'available', ...more }] } });
  const onVirtualGateway = { VpnConnections: [{ ...connection, TransitGatewayId: '', VpnGatewayId: VGW }] };
  const leadingElsewhere = [{ PrefixListId: LIST, State: 'available', TransitGatewayAttachment: { TransitGatewayAttachmentId: 'else-where' } }];

  /** Nothing is read further, written or said. */
  const never = () => {
    throw new Error('it went on');
  };
  const attachments = async () => findAttachment({ VpnConnectionId: VPN, TransitGatewayId: TGW }, undefined, 0);
  const tunnels = (gateway: object) => async () => findTunnels({ VpnConnectionId: VPN, CustomerGatewayId: CGW, ...gateway }, undefined, 0);
  const reference = (RequestType: 'Create' | 'Delete') => async () => referenceRequest({
    RequestType,
    PhysicalResourceId: `${TABLE}|${LIST}`,
    ResourceProperties: { TransitGatewayRouteTableId: TABLE, PrefixListId: LIST, TransitGatewayAttachmentId: ATTACHMENT },
  } as never).attempt(0);
  const configuration = (format: object) => async () => keepConfiguration({
    declaration: { vpnConnectionId: VPN, customerGatewayId: CGW, gatewayId: TGW, secretArn: 'arn:of-secret', format } as never,
    token: 'first',
    waitedMs: 0,
  }, { network: new Ec2Network(ec2), secrets: { put: never }, readXml: never, note: never });

  const described = { VpnConnections: [connection] };
  const configured = { VpnConnections: [{ ...connection, CustomerGatewayConfiguration: `<pre_shared_key>${PLANTED_KEY}</pre_shared_key>` }] };
  const NOT_ADDRESS = 'not an IP address such as 192.0.2.1 or 2001:db8::1';

  test.each<[string, () => Promise<unknown>, Record<string, object>, string]>([
    ['the attachment of a connection', attachments, listing('tgw-attach-$(id)'),
      'TransitGatewayAttachments[0].TransitGatewayAttachmentId is \'tgw-attach-$(id)\', and not the id of a transit gateway attachment, '],
    ['its association', attachments, listing(ATTACHMENT, { Association: { TransitGatewayRouteTableId: 'tgw-rtb-\n' } }),
      'TransitGatewayAttachments[0].Association.TransitGatewayRouteTableId is \'tgw-rtb-\\u{a}\', and not the id of a transit gateway route table, '],
    ['the address of a tunnel', tunnels({ TransitGatewayId: TGW }), { DescribeVpnConnections: withTunnel({ OutsideIpAddress: '198.51.100.1;reboot' }) },
      `VpnConnections[0].Options.TunnelOptions[0].OutsideIpAddress is '198.51.100.1;reboot', and ${NOT_ADDRESS}`],
    ['a key where an address should be', tunnels({ TransitGatewayId: TGW }), { DescribeVpnConnections: withTunnel({ OutsideIpAddress: `?${PLANTED_KEY}` }) },
      `VpnConnections[0].Options.TunnelOptions[0].OutsideIpAddress is a text of ${PLANTED_KEY.length + 1} characters that may be a pre-shared key, and ${NOT_ADDRESS}`],
    ['the network within a tunnel', tunnels({ TransitGatewayId: TGW }), { DescribeVpnConnections: withTunnel({ TunnelInsideCidr: '169.254.10.0/33' }) },
      'VpnConnections[0].Options.TunnelOptions[0].TunnelInsideCidr is \'169.254.10.0/33\', and not an IPv4 CIDR block such as 10.1.0.0/16'],
    ['the number of a transit gateway', tunnels({ TransitGatewayId: TGW }),
      { DescribeVpnConnections: described, DescribeTransitGateways: { TransitGateways: [{ Options: { AmazonSideAsn: 2 ** 40 } }] } },
      'TransitGateways[0].Options.AmazonSideAsn is 1099511627776, and not the number of an autonomous system, '],
    ['the number of a virtual private gateway', tunnels({ VpnGatewayId: VGW }),
      { DescribeVpnConnections: onVirtualGateway, DescribeVpnGateways: { VpnGateways: [{ VpnGatewayId: VGW, AmazonSideAsn: -1 }] } },
      'VpnGateways[0].AmazonSideAsn is -1, and not the number of an autonomous system, '],
    ...(['Create', 'Delete'] as const).map((type): [string, () => Promise<unknown>, Record<string, object>, string] => [
      `where a reference leads, at ${type}`, reference(type),
      { GetTransitGatewayPrefixListReferences: { TransitGatewayPrefixListReferences: leadingElsewhere } },
      'TransitGatewayPrefixListReferences[0].TransitGatewayAttachment.TransitGatewayAttachmentId is \'else-where\', and not the id of a transit gateway attachment, ',
    ]),
    ['the customer gateway of a device', configuration({ kind: 'xml' }),
      { DescribeVpnConnections: { VpnConnections: [{ ...configured.VpnConnections[0], CustomerGatewayId: `cgw-${PLANTED_KEY}!` }] } },
      `VpnConnections[0].CustomerGatewayId is a text of ${PLANTED_KEY.length + 5} characters that may be a pre-shared key, and not the id of a customer gateway, `],
    ['a type of device', configuration({ kind: 'sample', device: { vendor: 'A' } }),
      { DescribeVpnConnections: configured, GetVpnConnectionDeviceTypes: { VpnConnectionDeviceTypes: [{ VpnConnectionDeviceTypeId: '../x' }] } },
      'VpnConnectionDeviceTypes[0].VpnConnectionDeviceTypeId is \'../x\', and not up to 255 letters, digits and any of . _ : / -'],
  ])('%s', async (_, attempt, answers, misfit) => {
    const asked: string[] = [];
    answering(Object.fromEntries(Object.entries(answers).map(([operation, answer]) => [operation, () => answer])), asked);

    const failure: unknown = await attempt().catch((error: unknown) => error);

    expect(failure).toBeInstanceOf(MayPass);
    const call = Object.keys(answers).at(-1)!;
    expect((failure as Error).message).toContain(`: reading the answer of ${call}: ${misfit}`);
    expect((failure as Error).message).toMatch(/^[^\n]*, and with it nothing can be decided$/);
    expect((failure as Error).message).not.toContain(PLANTED_KEY);
    expect(asked).toEqual(Object.keys(answers));
  });
});
