/** Each unknown is a switch with a visible effect: one row for each of its settings. */
import {
  codeOf, connectionOf, Estate, officeEstate, OFFICE_CIDRS, onTransitGateway, transitGatewayRoutesOf, vpcRoutesOf, vpnAttachmentsOf,
  withoutStaticRoutes,
} from './estates';
import { everySetting, UNKNOWNS, UnknownName, Unknowns, unknowns } from '../../../tools/rehearsal/embedded-ec2/unknowns';

interface Effect<Value extends string> {
  readonly see: (estate: Estate) => unknown;
  readonly expected: Readonly<Record<Value, unknown>>;
}

/** What the setting of a switch makes different, seen through calls alone. */
const EFFECTS: { readonly [Name in UnknownName]: Effect<Unknowns[Name]> } = {
  modifyToTransitGatewayWithStaticRoutes: {
    see: (estate) => codeOf(estate.network, 'ModifyVpnConnection', toTransitGateway(estate)),
    expected: {
      IncorrectState: 'IncorrectState', InvalidParameterCombination: 'InvalidParameterCombination', UnheardOfCode: 'UnheardOfCode', accepted: 'accepted',
    },
  },
  staticRoutesAcrossVpnGateways: {
    see: (estate) => {
      const VpnGatewayId = estate.network.seed.vpnGateway();
      estate.network.call('ModifyVpnConnection', { VpnConnectionId: estate.vpnConnectionId, VpnGatewayId });
      estate.clock.pass(300);
      return connectionOf(estate).Routes.map((route) => route.State);
    },
    expected: { kept: ['available', 'available', 'available'], dropped: ['deleted', 'deleted', 'deleted'] },
  },
  staticRoutesOnArrivalAtTransitGateway: {
    see: (estate) => {
      estate.network.unknowns.modifyToTransitGatewayWithStaticRoutes = 'accepted';
      estate.network.call('ModifyVpnConnection', toTransitGateway(estate));
      estate.clock.pass(300);
      return connectionOf(estate).Routes.map((route) => route.State);
    },
    expected: { kept: ['available', 'available', 'available'], deleted: ['deleted', 'deleted', 'deleted'] },
  },
  staticRouteOnTransitGatewayConnection: {
    see: (estate) => {
      onTransitGateway(estate);
      return codeOf(estate.network, 'CreateVpnConnectionRoute', { VpnConnectionId: estate.vpnConnectionId, DestinationCidrBlock: '10.9.0.0/16' });
    },
    expected: {
      'InvalidVpnConnection.InvalidType': 'InvalidVpnConnection.InvalidType',
      'InvalidParameterValue': 'InvalidParameterValue',
      'UnsupportedOperation': 'UnsupportedOperation',
      'UnheardOfCode': 'UnheardOfCode',
    },
  },
  staticRouteCreateWhileDeleting: {
    see: (estate) => {
      const route = { VpnConnectionId: estate.vpnConnectionId, DestinationCidrBlock: OFFICE_CIDRS[0] };
      estate.network.call('DeleteVpnConnectionRoute', route);
      return codeOf(estate.network, 'CreateVpnConnectionRoute', route);
    },
    expected: { accepted: 'accepted', IncorrectState: 'IncorrectState', UnheardOfCode: 'UnheardOfCode' },
  },
  staticRouteSource: {
    see: (estate) => connectionOf(estate).Routes[0],
    expected: {
      absent: { DestinationCidrBlock: '10.1.0.0/16', State: 'available' },
      Static: { DestinationCidrBlock: '10.1.0.0/16', State: 'available', Source: 'Static' },
    },
  },
  modifyToCurrentTarget: {
    see: (estate) => {
      const code = codeOf(estate.network, 'ModifyVpnConnection', { VpnConnectionId: estate.vpnConnectionId, VpnGatewayId: estate.vpnGatewayId });
      estate.clock.pass(10);
      return `${code}, ${connectionOf(estate).State}`;
    },
    expected: {
      'accepted-without-effect': 'accepted, available',
      'InvalidParameterCombination': 'InvalidParameterCombination, available',
      'UnheardOfCode': 'UnheardOfCode, available',
      'provisions-again': 'accepted, modifying',
    },
  },
  modifyOutcome: {
    see: (estate) => {
      withoutStaticRoutes(estate).network.call('ModifyVpnConnection', toTransitGateway(estate));
      estate.clock.pass(305);
      const { State, VpnGatewayId, TransitGatewayId, VgwTelemetry } = connectionOf(estate);
      return [State, (VpnGatewayId ?? TransitGatewayId)?.split('-')[0], VgwTelemetry?.[0].Status, vpnAttachmentsOf(estate)[0].State];
    },
    expected: { 'takes-effect': ['available', 'tgw', 'UP', 'available'], 'returns-to-old-gateway': ['available', 'vgw', 'UP', 'deleted'] },
  },
  modifyWhileNotAvailable: {
    see: (estate) => {
      withoutStaticRoutes(estate).network.call('ModifyVpnConnection', toTransitGateway(estate));
      return codeOf(estate.network, 'ModifyVpnConnection', { VpnConnectionId: estate.vpnConnectionId, VpnGatewayId: estate.vpnGatewayId });
    },
    expected: { 'InvalidVpnConnection.InvalidState': 'InvalidVpnConnection.InvalidState', 'IncorrectState': 'IncorrectState', 'UnheardOfCode': 'UnheardOfCode' },
  },
  modifyToForeignTransitGateway: {
    see: (estate) => {
      const { transitGatewayId } = estate.network.seed.transitGateway({ ownerId: '999988887777' });
      return codeOf(estate.network, 'ModifyVpnConnection', { VpnConnectionId: estate.vpnConnectionId, TransitGatewayId: transitGatewayId });
    },
    expected: {
      'InvalidTransitGatewayID.NotFound': 'InvalidTransitGatewayID.NotFound',
      'OperationNotPermitted': 'OperationNotPermitted',
      'UnauthorizedOperation': 'UnauthorizedOperation',
    },
  },
  describeAfterModify: {
    see: (estate) => {
      withoutStaticRoutes(estate).network.call('ModifyVpnConnection', toTransitGateway(estate));
      const observed = [shownNow(estate)];
      estate.clock.pass(4);
      return [...observed, shownNow(estate)];
    },
    expected: {
      'modifying': ['modifying on tgw', 'modifying on tgw'],
      'available-on-old-gateway': ['available on vgw', 'modifying on tgw'],
      'available-on-new-gateway': ['available on tgw', 'modifying on tgw'],
    },
  },
  describeAtEndOfModify: {
    see: (estate) => {
      withoutStaticRoutes(estate).network.call('ModifyVpnConnection', toTransitGateway(estate));
      return [294, 3, 4, 2].map((seconds) => {
        estate.clock.pass(seconds);
        return shownNow(estate);
      });
    },
    expected: {
      'never': ['modifying on tgw', 'modifying on tgw', 'available on tgw', 'available on tgw'],
      'old-gateway-before-it': ['modifying on tgw', 'available on vgw', 'available on tgw', 'available on tgw'],
      'old-gateway-after-it': ['modifying on tgw', 'modifying on tgw', 'available on tgw', 'available on vgw'],
    },
  },
  gatewayAssociationState: {
    see: (estate) => {
      withoutStaticRoutes(estate).network.call('ModifyVpnConnection', toTransitGateway(estate));
      estate.clock.pass(10);
      const whileModifying = connectionOf(estate).GatewayAssociationState;
      estate.clock.pass(300);
      return [whileModifying, connectionOf(estate).GatewayAssociationState];
    },
    expected: { associated: ['associated', 'associated'], absent: [undefined, undefined], transitional: ['associating', 'associated'] },
  },
  configurationWhileModifying: {
    see: (estate) => {
      withoutStaticRoutes(estate).network.call('ModifyVpnConnection', toTransitGateway(estate));
      estate.clock.pass(10);
      return connectionOf(estate).CustomerGatewayConfiguration?.includes('planted_secret_1');
    },
    expected: { dropped: undefined, kept: true },
  },
  preSharedKeyOfCertificateConnection: {
    see: ({ network, vpnGatewayId }) => {
      const device = network.call('CreateCustomerGateway', { Type: 'ipsec.1', BgpAsn: 65_001, CertificateArn: 'arn:aws:acm:eu-central-1:111122223333:certificate/1' });
      const { CustomerGatewayId: customerGatewayId } = device.CustomerGateway as { CustomerGatewayId: string };
      const id = network.seed.vpnConnection({ on: vpnGatewayId, routing: 'bgp', customerGatewayId, preSharedKeys: ['planted_secret_3', 'planted_secret_4'] });
      const [{ CustomerGatewayConfiguration: xml }] = network.call('DescribeVpnConnections', { VpnConnectionIds: [id] }).VpnConnections as { CustomerGatewayConfiguration: string }[];
      return /<pre_shared_key>(.*)<\/pre_shared_key>/.exec(xml)?.[1];
    },
    expected: { absent: undefined, empty: '' },
  },
  sampleConfigurationUnlessAvailable: {
    see: (estate) => {
      withoutStaticRoutes(estate).network.call('ModifyVpnConnection', toTransitGateway(estate));
      return codeOf(estate.network, 'GetVpnConnectionDeviceSampleConfiguration', {
        VpnConnectionId: estate.vpnConnectionId, VpnConnectionDeviceTypeId: '5fb390ba',
      });
    },
    expected: { IncorrectState: 'IncorrectState', answered: 'accepted' },
  },
  tunnelInsideCidrSpelling: {
    see: (estate) => connectionOf(estate).Options.TunnelOptions.map((tunnel) => Number(/\.(\d+)\/30$/.exec(tunnel.TunnelInsideCidr)?.[1]) % 4),
    expected: { 'network': [0, 0], 'host-bits': [1, 1] },
  },
  acceptedRouteCountWhileDown: {
    see: (estate) => {
      const id = estate.network.seed.vpnConnection({ on: estate.vpnGatewayId, routing: 'static', staticRoutes: ['10.8.0.0/16'], tunnels: 'DOWN' });
      return connectionOf(estate, id).VgwTelemetry?.[0].AcceptedRouteCount;
    },
    expected: { 'number-of-routes': 1, 'zero': 0 },
  },
  propagationOnRouteDeletion: {
    see: (estate) => {
      const { network, clock, vpnConnectionId, propagatedTableId } = estate;
      network.call('DeleteVpnConnectionRoute', { VpnConnectionId: vpnConnectionId, DestinationCidrBlock: OFFICE_CIDRS[0] });
      const atOnce = vpcRoutesOf(network, propagatedTableId).length;
      clock.pass(2);
      return [atOnce, vpcRoutesOf(network, propagatedTableId).length];
    },
    expected: { 'withdrawn-at-once': [2, 2], 'withdrawn-when-deleted': [3, 2] },
  },
  attachmentVisibility: {
    see: (estate) => {
      withoutStaticRoutes(estate).network.call('ModifyVpnConnection', toTransitGateway(estate));
      const during = vpnAttachmentsOf(estate).map((attachment) => attachment.State);
      estate.clock.pass(300);
      return [during, vpnAttachmentsOf(estate).map((attachment) => attachment.State)];
    },
    expected: { 'pending-at-once': [['pending'], ['available']], 'when-available': [[], ['available']] },
  },
  defaultTablesOfNewAttachment: {
    see: (estate) => {
      const { network, clock, vpnConnectionId } = withoutStaticRoutes(estate);
      const { transitGatewayId } = network.seed.transitGateway();
      network.call('ModifyVpnConnection', { VpnConnectionId: vpnConnectionId, TransitGatewayId: transitGatewayId });
      const during = vpnAttachmentsOf(estate)[0].Association?.State;
      clock.pass(302);
      return [during, vpnAttachmentsOf(estate)[0].Association?.State];
    },
    expected: { 'after-available': [undefined, 'associated'], 'at-once': ['associating', 'associated'] },
  },
  routesOfDeletedAttachment: {
    see: (estate) => {
      const TransitGatewayAttachmentId = onTransitGateway(estate);
      const { network, clock, vpnConnectionId, vpnGatewayId, spokeTableId } = estate;
      network.call('CreateTransitGatewayRoute', { TransitGatewayRouteTableId: spokeTableId, DestinationCidrBlock: OFFICE_CIDRS[0], TransitGatewayAttachmentId });
      network.call('ModifyVpnConnection', { VpnConnectionId: vpnConnectionId, VpnGatewayId: vpnGatewayId });
      clock.pass(300);
      return transitGatewayRoutesOf(network, spokeTableId);
    },
    expected: {
      'blackhole-with-attachment': ['10.1.0.0/16 → vpn (static, blackhole)'],
      'blackhole-without-attachment': ['10.1.0.0/16 →  (static, blackhole)'],
      'gone': [],
    },
  },
  routeToPendingAttachment: {
    see: (estate) => {
      withoutStaticRoutes(estate).network.call('ModifyVpnConnection', toTransitGateway(estate));
      estate.network.unknowns.attachmentVisibility = 'pending-at-once';
      const { TransitGatewayAttachmentId } = vpnAttachmentsOf(estate)[0];
      return codeOf(estate.network, 'CreateTransitGatewayRoute', {
        TransitGatewayRouteTableId: estate.spokeTableId, DestinationCidrBlock: OFFICE_CIDRS[0], TransitGatewayAttachmentId,
      });
    },
    expected: { IncorrectState: 'IncorrectState', accepted: 'accepted', UnheardOfCode: 'UnheardOfCode' },
  },
  routeAttachmentResourceId: {
    see: (estate) => {
      const TransitGatewayAttachmentId = onTransitGateway(estate);
      const { network, spokeTableId, vpnConnectionId } = estate;
      const { Route: route } = network.call('CreateTransitGatewayRoute', {
        TransitGatewayRouteTableId: spokeTableId, DestinationCidrBlock: OFFICE_CIDRS[0], TransitGatewayAttachmentId,
      });
      const attachments = (route as { TransitGatewayAttachments: { ResourceId: string }[] }).TransitGatewayAttachments;
      const addresses = connectionOf(estate).Options.TunnelOptions.map((tunnel) => tunnel.OutsideIpAddress);
      const spelled = attachments.map(({ ResourceId }) => addresses.reduce(
        (text, address, index) => text.replace(address, `address ${index + 1}`), ResourceId.replace(vpnConnectionId, 'vpn')));
      return [spelled, transitGatewayRoutesOf(network, spokeTableId, [{ Name: 'attachment.resource-id', Values: [vpnConnectionId] }]).length];
    },
    expected: { 'vpn-id': [['vpn'], 1], 'vpn-id(address)': [['vpn(address 1)', 'vpn(address 2)'], 0] },
  },
  prefixListRouteInSearch: {
    see: ({ network, officeTableId, vpcAttachmentId }) => {
      const prefixListId = network.seed.prefixList(['10.20.0.0/16', '10.21.0.0/16'], 'pl-00000000000000001');
      network.seed.transitGatewayPrefixListReference({ routeTableId: officeTableId, prefixListId, attachmentId: vpcAttachmentId });
      const Filters = [{ Name: 'prefix-list-id', Values: [prefixListId] }];
      const { Routes } = network.call('SearchTransitGatewayRoutes', { TransitGatewayRouteTableId: officeTableId, Filters });
      return (Routes as { PrefixListId?: string; DestinationCidrBlock?: string; Type?: string }[])
        .map((route) => `${route.Type} ${route.PrefixListId} ${route.DestinationCidrBlock ?? '-'}`);
    },
    expected: {
      'each-entry': ['static pl-00000000000000001 10.20.0.0/16', 'static pl-00000000000000001 10.21.0.0/16'],
      'each-entry-propagated': ['propagated pl-00000000000000001 10.20.0.0/16', 'propagated pl-00000000000000001 10.21.0.0/16'],
      'one-row': ['static pl-00000000000000001 -'],
    },
  },
  duplicatePrefixListReference: {
    see: ({ network, officeTableId, vpcAttachmentId }) => {
      const PrefixListId = network.seed.prefixList(['10.20.0.0/16']);
      const reference = { TransitGatewayRouteTableId: officeTableId, PrefixListId, TransitGatewayAttachmentId: vpcAttachmentId };
      network.call('CreateTransitGatewayPrefixListReference', reference);
      return codeOf(network, 'CreateTransitGatewayPrefixListReference', reference);
    },
    expected: { InvalidParameterValue: 'InvalidParameterValue', IncorrectState: 'IncorrectState', accepted: 'accepted' },
  },
  prefixListReferenceOfDeletedAttachment: {
    see: (estate) => {
      const { network, clock, spokeTableId: TransitGatewayRouteTableId, vpnConnectionId, vpnGatewayId } = estate;
      const TransitGatewayAttachmentId = onTransitGateway(estate);
      const PrefixListId = network.seed.prefixList(['10.20.0.0/16']);
      network.call('CreateTransitGatewayPrefixListReference', { TransitGatewayRouteTableId, PrefixListId, TransitGatewayAttachmentId });
      network.call('ModifyVpnConnection', { VpnConnectionId: vpnConnectionId, VpnGatewayId: vpnGatewayId });
      clock.pass(305);
      const { TransitGatewayPrefixListReferences: references } = network.call('GetTransitGatewayPrefixListReferences', { TransitGatewayRouteTableId });
      return (references as { Blackhole: boolean; TransitGatewayAttachment?: object }[])
        .map(({ Blackhole, TransitGatewayAttachment }) => [Blackhole, TransitGatewayAttachment !== undefined]);
    },
    expected: { 'names-attachment': [[false, true]], 'blackhole': [[true, false]], 'gone': [] },
  },
  duplicatePropagation: {
    see: ({ network, officeTableId, vpcAttachmentId }) => codeOf(network, 'EnableTransitGatewayRouteTablePropagation', {
      TransitGatewayRouteTableId: officeTableId, TransitGatewayAttachmentId: vpcAttachmentId,
    }),
    expected: {
      'TransitGatewayRouteTablePropagation.Duplicate': 'TransitGatewayRouteTablePropagation.Duplicate',
      'InvalidParameterCombination': 'InvalidParameterCombination',
      'accepted': 'accepted',
      'UnheardOfCode': 'UnheardOfCode',
    },
  },
  vgwPropagationAfterDetach: {
    see: ({ network, clock, vpcId, vpnGatewayId, propagatedTableId }) => {
      network.call('DetachVpnGateway', { VpcId: vpcId, VpnGatewayId: vpnGatewayId });
      clock.pass(600);
      const tables = network.call('DescribeRouteTables', { RouteTableIds: [propagatedTableId] }).RouteTables;
      return (tables as { PropagatingVgws: unknown[] }[])[0].PropagatingVgws.length;
    },
    expected: { dropped: 0, kept: 1 },
  },
  detachedVpnGatewayAttachment: {
    see: ({ network, clock, vpcId, vpnGatewayId }) => {
      network.call('DetachVpnGateway', { VpcId: vpcId, VpnGatewayId: vpnGatewayId });
      clock.pass(600);
      const { VpnGateways: [{ VpcAttachments }] } = network.call('DescribeVpnGateways', { VpnGatewayIds: [vpnGatewayId] }) as { VpnGateways: { VpcAttachments: { State: string }[] }[] };
      return VpcAttachments.map(({ State }) => State);
    },
    expected: { absent: [], detached: ['detached'] },
  },
  associateWhenAssociated: {
    see: ({ network, officeTableId, vpcAttachmentId }) => codeOf(network, 'AssociateTransitGatewayRouteTable', {
      TransitGatewayRouteTableId: officeTableId, TransitGatewayAttachmentId: vpcAttachmentId,
    }),
    expected: { 'Resource.AlreadyAssociated': 'Resource.AlreadyAssociated', 'IncorrectState': 'IncorrectState', 'UnheardOfCode': 'UnheardOfCode' },
  },
  transitGatewayRouteTableNotFound: {
    see: ({ network }) => codeOf(network, 'GetTransitGatewayRouteTableAssociations', { TransitGatewayRouteTableId: 'tgw-rtb-00000000000000001' }),
    expected: { 'InvalidRouteTableID.NotFound': 'InvalidRouteTableID.NotFound', 'InvalidRouteTableId.NotFound': 'InvalidRouteTableId.NotFound' },
  },
  routeToUnattachedVpnGateway: {
    see: ({ network, staticTableId }) => codeOf(network, 'CreateRoute', {
      RouteTableId: staticTableId, DestinationCidrBlock: '10.9.0.0/16', GatewayId: network.seed.vpnGateway(),
    }),
    expected: { 'Gateway.NotAttached': 'Gateway.NotAttached', 'InvalidParameterValue': 'InvalidParameterValue', 'accepted': 'accepted', 'UnheardOfCode': 'UnheardOfCode' },
  },
  duplicateVpnConnection: {
    see: ({ network, vpnConnectionId, vpnGatewayId }) => {
      const { customerGatewayId } = network.view.state.vpnConnections[vpnConnectionId];
      const code = codeOf(network, 'CreateVpnConnection', { CustomerGatewayId: customerGatewayId, VpnGatewayId: vpnGatewayId, Type: 'ipsec.1' });
      return `${code}, ${(network.call('DescribeVpnConnections', {}).VpnConnections as unknown[]).length}`;
    },
    expected: { 'InvalidOption.Conflict': 'InvalidOption.Conflict, 1', 'returns-existing': 'accepted, 1', 'creates-another': 'accepted, 2' },
  },
  clientVpnDisconnectOnSessionTimeout: {
    see: (estate) => clientVpnEndpoint(estate).DisconnectOnSessionTimeout,
    expected: { true: true, false: false },
  },
  clientVpnRouteWithoutAssociation: {
    see: (estate) => codeOf(estate.network, 'CreateClientVpnRoute', {
      ClientVpnEndpointId: clientVpnEndpoint(estate).ClientVpnEndpointId, DestinationCidrBlock: '10.1.0.0/16', TargetVpcSubnetId: 'local',
    }),
    expected: { InvalidClientVpnActiveAssociationNotFound: 'InvalidClientVpnActiveAssociationNotFound', accepted: 'accepted' },
  },
  clientVpnDeleteWhileAssociated: {
    see: (estate) => {
      const { ClientVpnEndpointId } = clientVpnEndpoint(estate);
      estate.network.call('AssociateClientVpnTargetNetwork', { ClientVpnEndpointId, SubnetId: estate.subnetIds[0] });
      return codeOf(estate.network, 'DeleteClientVpnEndpoint', { ClientVpnEndpointId });
    },
    expected: { DependencyViolation: 'DependencyViolation', IncorrectState: 'IncorrectState' },
  },
};

const ROWS = everySetting().map(({ name, value, settings }): [UnknownName, string, Partial<Unknowns>] => [name, value, settings]);

describe('every setting of every unknown', () => {
  test.each(ROWS)('%s: %s', (name, value, settings) => {
    const { see, expected } = EFFECTS[name];
    expect(see(officeEstate({ unknowns: settings }))).toEqual((expected as Record<string, unknown>)[value]);
  });

  test('its first value is its default, its values differ, and it says where it comes from', () => {
    for (const { values, default: first, question, source } of Object.values(UNKNOWNS)) {
      expect(values[0]).toBe(first);
      expect(new Set(values).size).toBe(values.length);
      expect(values.length).toBeGreaterThan(1);
      expect(question).toMatch(/\.$/);
      expect(source).toMatch(/^(\d|emulation)/);
    }
  });

  test('a name or a value that does not exist is refused', () => {
    expect(() => unknowns({ staticRouteSource: 'Dynamic' as 'Static' })).toThrow('staticRouteSource is one of absent, Static, not Dynamic');
    expect(() => unknowns({ weather: 'fine' } as Partial<Unknowns>)).toThrow('there is no unknown named weather');
  });
});

interface DescribedClientVpnEndpoint {
  readonly ClientVpnEndpointId: string;
  readonly DisconnectOnSessionTimeout: boolean;
}

/** One that says as little as it may. */
function clientVpnEndpoint({ network, vpcId }: Estate): DescribedClientVpnEndpoint {
  const certificate = 'arn:aws:acm:eu-central-1:111122223333:certificate/01234567-89ab-cdef-0123-456789abcdef';
  network.call('CreateClientVpnEndpoint', {
    ClientCidrBlock: '10.200.0.0/22', ServerCertificateArn: certificate, ConnectionLogOptions: { Enabled: false }, VpcId: vpcId,
    AuthenticationOptions: [{ Type: 'certificate-authentication', MutualAuthentication: { ClientRootCertificateChainArn: certificate } }],
  });
  return (network.call('DescribeClientVpnEndpoints', {}).ClientVpnEndpoints as DescribedClientVpnEndpoint[])[0];
}

function toTransitGateway({ vpnConnectionId, transitGatewayId }: Estate): Record<string, unknown> {
  return { VpnConnectionId: vpnConnectionId, TransitGatewayId: transitGatewayId };
}

function shownNow(estate: Estate): string {
  const { State, VpnGatewayId, TransitGatewayId } = connectionOf(estate);
  return `${State} on ${(VpnGatewayId ?? TransitGatewayId)?.split('-')[0]}`;
}
