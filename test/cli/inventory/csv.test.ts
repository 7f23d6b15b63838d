/** Each heading with its value, for connections on every kind of target. */
import { csvOf } from '../../../tools/cli/inventory/csv';
import { Row } from '../../../tools/cli/inventory/rows';

/** A connection of which EC2 said everything; no two values are the same. */
const FULL: Row = {
  region: 'eu-central-1',
  vpnConnectionId: 'vpn-full',
  name: 'Basel',
  state: 'modifying',
  category: 'VPN-Classic',
  type: 'ipsec.1',
  target: { kind: 'transit-gateway', id: 'tgw-1', name: 'hub', asn: 64600 },
  gatewayAssociationState: 'disassociating',
  coreNetworkArn: 'arn:core',
  coreNetworkAttachmentArn: 'arn:core-attachment',
  customerGateway: { id: 'cgw-1', name: 'office', state: 'deleting', ipAddress: '203.0.113.10', asn: 65010, deviceName: 'basel-router' },
  customerGatewayConfiguration: 'withheld',
  preSharedKeyArn: 'arn:secret',
  routing: 'bgp',
  tunnels: [
    {
      outsideIpAddress: '198.51.100.1', insideCidr: '169.254.10.0/30', status: 'UP', statusMessage: '5 BGP ROUTES', acceptedRouteCount: 5,
      since: new Date('2026-11-01T08:00:00Z'), certificateArn: 'arn:certificate',
    },
    {
      outsideIpAddress: '198.51.100.2', insideCidr: '169.254.11.0/30', status: 'DOWN', statusMessage: 'IPSEC IS DOWN', acceptedRouteCount: 0,
      since: new Date('2026-11-02T09:00:00Z'),
    },
  ],
  staticRoutes: [{ destination: '10.1.0.0/16', state: 'pending', source: 'Static' }, { destination: '10.2.0.0/16', state: 'available' }],
  attachment: {
    id: 'tgw-attach-1',
    state: 'rollingBack',
    association: { routeTableId: 'tgw-rtb-1', state: 'associating' },
    propagations: [{ routeTableId: 'tgw-rtb-2', state: 'enabled' }, { routeTableId: 'tgw-rtb-3', state: 'disabling' }],
  },
  transitGatewayRoutes: [
    { routeTableId: 'tgw-rtb-4', destination: '10.3.0.0/16', type: 'static', state: 'active' },
    { routeTableId: 'tgw-rtb-5', prefixListId: 'pl-1', type: 'static', state: 'blackhole' },
  ],
  vpcRouteTables: [{ routeTableId: 'rtb-1', vpcId: 'vpc-1', routes: [] }, { routeTableId: 'rtb-2', vpcId: 'vpc-2', routes: [], propagating: true }],
  options: { StaticRoutesOnly: false },
  tags: { Name: 'Basel', team: 'network' },
};

const WITHOUT = {
  staticRoutes: [], transitGatewayRoutes: [], vpcRouteTables: [], tunnels: [], customerGatewayConfiguration: 'withheld', routing: 'unknown', tags: {},
} as const;
const bare = (vpnConnectionId: string, target: Row['target']): Row => ({ ...WITHOUT, region: 'eu-west-1', vpnConnectionId, state: 'available', target });

/** Line by line as heading and value; what is empty is left out. */
function read(rows: readonly Row[]): Record<string, string>[] {
  const [headings, ...lines] = csvOf(rows).text.split('\r\n').slice(0, -1).map(fieldsOf);
  return lines.map((line) => {
    expect(line).toHaveLength(headings.length);
    return Object.fromEntries(headings.map((heading, index) => [heading, line[index]]).filter(([, value]) => value !== ''));
  });
}

function fieldsOf(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,"]*))/g)].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain);
}

test('of a connection of which everything is known', () => {
  expect(read([FULL])).toEqual([{
    region: 'eu-central-1',
    vpnConnectionId: 'vpn-full',
    name: 'Basel',
    state: 'modifying',
    category: 'VPN-Classic',
    type: 'ipsec.1',
    targetKind: 'transit-gateway',
    targetId: 'tgw-1',
    targetName: 'hub',
    targetAsn: '64600',
    gatewayAssociationState: 'disassociating',
    coreNetworkArn: 'arn:core',
    coreNetworkAttachmentArn: 'arn:core-attachment',
    customerGatewayId: 'cgw-1',
    customerGatewayIpAddress: '203.0.113.10',
    customerGatewayAsn: '65010',
    deviceName: 'basel-router',
    routing: 'bgp',
    tunnel1OutsideIpAddress: '198.51.100.1',
    tunnel1InsideCidr: '169.254.10.0/30',
    tunnel1Status: 'UP',
    tunnel1StatusMessage: '5 BGP ROUTES',
    tunnel1AcceptedRouteCount: '5',
    tunnel1Since: '2026-11-01T08:00:00.000Z',
    tunnel2OutsideIpAddress: '198.51.100.2',
    tunnel2InsideCidr: '169.254.11.0/30',
    tunnel2Status: 'DOWN',
    tunnel2StatusMessage: 'IPSEC IS DOWN',
    tunnel2AcceptedRouteCount: '0',
    tunnel2Since: '2026-11-02T09:00:00.000Z',
    staticRoutes: '10.1.0.0/16 10.2.0.0/16',
    attachmentId: 'tgw-attach-1',
    attachmentState: 'rollingBack',
    associationRouteTableId: 'tgw-rtb-1',
    associationState: 'associating',
    propagationRouteTableIds: 'tgw-rtb-2 tgw-rtb-3',
    transitGatewayRoutes: '10.3.0.0/16 pl-1',
    vpcRouteTableIds: 'rtb-1 rtb-2',
    options: '{"StaticRoutesOnly":false}',
    tags: '{"Name":"Basel","team":"network"}',
  }]);
});

test.each<[Row['target'], Record<string, string>]>([
  [{ kind: 'virtual-private-gateway', id: 'vgw-1', name: 'edge', asn: 64512 }, { targetId: 'vgw-1', targetName: 'edge', targetAsn: '64512' }],
  [{ kind: 'transit-gateway', id: 'tgw-1', asn: 64600 }, { targetId: 'tgw-1', targetAsn: '64600' }],
  [{ kind: 'vpn-concentrator', id: 'vpn-concentrator-1' }, { targetId: 'vpn-concentrator-1' }],
  [{ kind: 'core-network', id: 'core-network-1' }, { targetId: 'core-network-1' }],
  [{ kind: 'none' }, {}],
])('of a target %j, and of nothing else', (target, expected) => {
  expect(read([bare('vpn-bare', target)])).toEqual([
    { region: 'eu-west-1', vpnConnectionId: 'vpn-bare', state: 'available', targetKind: target.kind, ...expected, routing: 'unknown', tags: '{}' },
  ]);
});

test('the columns are the same for all, in the order of the rows', () => {
  expect(read([FULL, bare('vpn-bare', { kind: 'none' })]).map((row) => row.vpnConnectionId)).toEqual(['vpn-full', 'vpn-bare']);
});
