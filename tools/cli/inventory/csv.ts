/** Connections as comma-separated values, one line each; lists stand in one field, separated by spaces. */
import { Row } from './rows';
import { csv, Field, JsonField } from '../output/csv';
import { Encoded } from '../output/encoded';

const TUNNELS = [0, 1];

const FIELDS: readonly (readonly [heading: string, value: (row: Row) => Field])[] = [
  ['region', (row) => row.region],
  ['vpnConnectionId', (row) => row.vpnConnectionId],
  ['name', (row) => row.name],
  ['state', (row) => row.state],
  ['category', (row) => row.category],
  ['type', (row) => row.type],
  ['targetKind', (row) => row.target.kind],
  ['targetId', (row) => row.target.id],
  ['targetName', (row) => row.target.name],
  ['targetAsn', (row) => row.target.asn],
  ['gatewayAssociationState', (row) => row.gatewayAssociationState],
  ['coreNetworkArn', (row) => row.coreNetworkArn],
  ['coreNetworkAttachmentArn', (row) => row.coreNetworkAttachmentArn],
  ['customerGatewayId', (row) => row.customerGateway?.id],
  ['customerGatewayIpAddress', (row) => row.customerGateway?.ipAddress],
  ['customerGatewayAsn', (row) => row.customerGateway?.asn],
  ['deviceName', (row) => row.customerGateway?.deviceName],
  ['routing', (row) => row.routing],
  ...TUNNELS.flatMap((index): [string, (row: Row) => Field][] => [
    [`tunnel${index + 1}OutsideIpAddress`, (row) => row.tunnels[index]?.outsideIpAddress],
    [`tunnel${index + 1}InsideCidr`, (row) => row.tunnels[index]?.insideCidr],
    [`tunnel${index + 1}Status`, (row) => row.tunnels[index]?.status],
    [`tunnel${index + 1}StatusMessage`, (row) => row.tunnels[index]?.statusMessage],
    [`tunnel${index + 1}AcceptedRouteCount`, (row) => row.tunnels[index]?.acceptedRouteCount],
    [`tunnel${index + 1}Since`, (row) => row.tunnels[index]?.since?.toISOString()],
  ]),
  ['staticRoutes', (row) => row.staticRoutes.map((route) => route.destination).join(' ')],
  ['attachmentId', (row) => row.attachment?.id],
  ['attachmentState', (row) => row.attachment?.state],
  ['associationRouteTableId', (row) => row.attachment?.association?.routeTableId],
  ['associationState', (row) => row.attachment?.association?.state],
  ['propagationRouteTableIds', (row) => row.attachment?.propagations.map((each) => each.routeTableId).join(' ')],
  ['transitGatewayRoutes', (row) => row.transitGatewayRoutes.map((route) => route.destination ?? route.prefixListId).join(' ')],
  ['vpcRouteTableIds', (row) => row.vpcRouteTables.map((table) => table.routeTableId).join(' ')],
  ['options', (row) => row.options && new JsonField(row.options)],
  ['tags', (row) => new JsonField(row.tags)],
];

export function csvOf(rows: readonly Row[]): Encoded<'csv'> {
  return csv([FIELDS.map(([heading]) => heading), ...rows.map((row) => FIELDS.map(([, value]) => value(row)))]);
}
