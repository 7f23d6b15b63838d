/**
 * The import and what comes after it, of the code that was written: whatever is imported is there as the code declares it, nothing that
 * is there is left for CloudFormation to make a second time, and custom resources that are put around the connection later change nothing.
 * Played in process, since the local CloudFormation knows no import.
 */
import type {
  DescribeTransitGatewayAttachmentsResult, DescribeTransitGatewayRouteTablesResult, DescribeVpnConnectionsResult,
  GetTransitGatewayRouteTablePropagationsResult, SearchTransitGatewayRoutesResult,
} from '@aws-sdk/client-ec2';
import { ofType, templateOf } from './synthesized';
import { Properties } from '../../../src/contract/property-codec';
import { AFTER_TYPE, afterPartFromProperties, BEFORE_TYPE, targetFromProperties } from '../../../src/contract/target-properties';
import { Network } from '../../../tools/rehearsal/embedded-ec2/network';
import { MOVES } from '../../lambda/estates';
import { Workbench } from '../../lambda/workbench';
import { savedOf } from '../plan/saved';
import { command } from '../terminal';

const ESTATES = MOVES.flatMap((move) => (['static', 'bgp'] as const).flatMap((routing) =>
  [false, true].map((defaultRouteTable) => ({ move, routing, defaultRouteTable }))));

describe.each(ESTATES)('where $move begins, $routing, default tables $defaultRouteTable', (options) => {
  test('what is imported is what is there, and all of it', async () => {
    const bench = new Workbench(options);
    const { code, mapping } = await adopted(bench);
    const { Resources } = templateOf(code);
    const routing = Object.entries(Resources).filter(([, { Type }]) => ROUTING.has(Type));
    expect(routing.map(([id, { Type }]) => lineOf(Type, mapping[id] ?? {})).sort()).toEqual(leadingTo(bench).sort());
  });

  test('custom resources that come later find the connection where it is, and so change nothing', async () => {
    const bench = new Workbench(options);
    const { code } = await adopted(bench);
    const template = templateOf(guarded(code));
    const picture = bench.picture();
    const properties = (type: string): unknown => ofType(template, type)[0][1].Properties;
    const before = targetFromProperties(properties(BEFORE_TYPE) as Properties);
    const after = afterPartFromProperties({ ...properties(AFTER_TYPE) as Properties, VpnConnectionId: bench.connectionId });
    for (const declared of [before, after]) await bench.runTargetRequest({ type: 'Create', requestId: declared.part, owner: 'stack|Connection', declared });
    expect(bench.picture()).toEqual(picture);
    expect(bench.effects.filter((effect) => !effect.startsWith('write '))).toEqual([]);
  });
});

const ROUTING: ReadonlyMap<string, string> = new Map([
  ['AWS::EC2::VPNConnectionRoute', 'static route'], ['AWS::EC2::TransitGatewayRoute', 'route'],
  ['AWS::EC2::TransitGatewayRouteTableAssociation', 'association'], ['AWS::EC2::TransitGatewayRouteTablePropagation', 'propagation'],
]);

interface Document {
  readonly code: string;
  readonly mapping: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

async function adopted(bench: Workbench): Promise<Document> {
  const { exitCode, out } = await command(['adopt', bench.connectionId, '--from', await savedOf(bench.network), '--json']);
  expect(exitCode).toBe(0);
  return JSON.parse(out) as Document;
}

/** As somebody puts them there who is about to edit the target. */
function guarded(code: string): string {
  const property = '      targetChange: require(\'cdk-site-to-site-vpn\').TargetChange.withRoutes(),\n';
  const edited = code.replace(/^ {6}removalPolicy: RemovalPolicy.RETAIN,\n/m, (line) => line + property);
  expect(edited).toContain(property);
  return edited;
}

/** What a resource is known by. */
function lineOf(type: string, identifier: Readonly<Record<string, string>>): string {
  const ids = ['VpnConnectionId', 'TransitGatewayAttachmentId', 'TransitGatewayRouteTableId', 'DestinationCidrBlock'].map((name) => identifier[name]);
  return [ROUTING.get(type), ...ids.filter((id) => id !== undefined)].join(' ');
}

/** As EC2 shows it. */
function leadingTo({ network, connectionId }: Workbench): string[] {
  const { VpnConnections: [connection] } = asked<DescribeVpnConnectionsResult>(network, 'DescribeVpnConnections', { VpnConnectionIds: [connectionId] });
  const { TransitGatewayAttachments: attachments } = asked<DescribeTransitGatewayAttachmentsResult>(network, 'DescribeTransitGatewayAttachments', {
    Filters: [{ Name: 'resource-id', Values: [connectionId] }],
  });
  return [
    ...(connection.Routes ?? []).map((route) => `static route ${connectionId} ${route.DestinationCidrBlock}`),
    ...attachments.flatMap(({ TransitGatewayAttachmentId: id = '', TransitGatewayId: gatewayId = '', Association }) => [
      ...Association === undefined ? [] : [`association ${id} ${Association.TransitGatewayRouteTableId}`],
      ...tablesOf(network, gatewayId).flatMap((tableId) => [
        ...propagates(network, tableId, id) ? [`propagation ${id} ${tableId}`] : [],
        ...staticRoutesTo(network, tableId, id).map((cidr) => `route ${tableId} ${cidr}`),
      ]),
    ]),
  ];
}

function tablesOf(network: Network, gatewayId: string): string[] {
  const { TransitGatewayRouteTables: tables } = asked<DescribeTransitGatewayRouteTablesResult>(network, 'DescribeTransitGatewayRouteTables', {
    Filters: [{ Name: 'transit-gateway-id', Values: [gatewayId] }],
  });
  return tables.map((each) => each.TransitGatewayRouteTableId!);
}

function propagates(network: Network, TransitGatewayRouteTableId: string, attachmentId: string): boolean {
  const { TransitGatewayRouteTablePropagations: all } = asked<GetTransitGatewayRouteTablePropagationsResult>(
    network, 'GetTransitGatewayRouteTablePropagations', { TransitGatewayRouteTableId },
  );
  return all.some((each) => each.TransitGatewayAttachmentId === attachmentId);
}

function staticRoutesTo(network: Network, TransitGatewayRouteTableId: string, attachmentId: string): string[] {
  const { Routes: routes } = asked<SearchTransitGatewayRoutesResult>(network, 'SearchTransitGatewayRoutes', {
    TransitGatewayRouteTableId, Filters: [{ Name: 'type', Values: ['static'] }],
  });
  return routes.filter((each) => each.TransitGatewayAttachments?.some((to) => to.TransitGatewayAttachmentId === attachmentId))
    .map((each) => each.DestinationCidrBlock!);
}

/** Lists are there, also where they are empty. */
function asked<Result>(network: Network, operation: string, input: Record<string, unknown>): Required<Result> {
  return network.call(operation, input) as Required<Result>;
}
