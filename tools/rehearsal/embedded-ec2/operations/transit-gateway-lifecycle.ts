/** How transit gateways and their route tables come to be and go again. */
import type {
  CreateTransitGatewayCommandInput, CreateTransitGatewayRouteTableCommandInput, DeleteTransitGatewayCommandInput,
  DeleteTransitGatewayRouteTableCommandInput, ModifyTransitGatewayCommandInput,
} from '@aws-sdk/client-ec2';
import { routeTableOutput } from './transit-gateway-route-tables';
import { gatewayOutput } from './transit-gateways';
import { Ec2Error } from '../../contracts';
import { incorrectState, live } from '../errors';
import { isLive, Tag, TransitGateway, TransitGatewayRouteTable } from '../records';
import { Context, NetworkState, newId, OperationMap, patch, put, remove, rows, schedule, TransitionMap } from '../state';
import { tagsFor } from '../tag-specifications';

export const transitGatewayLifecycleOperations: OperationMap = {
  CreateTransitGateway: createTransitGateway,
  ModifyTransitGateway: modifyTransitGateway,
  DeleteTransitGateway: deleteTransitGateway,
  CreateTransitGatewayRouteTable: createRouteTable,
  DeleteTransitGatewayRouteTable: deleteRouteTable,
};

export const transitGatewayLifecycleTransitions: TransitionMap = {
  'transit-gateway-settled': (state, { subject }, context) => {
    const { state: existing } = state.transitGateways[subject] ?? {};
    if (existing === 'pending' || existing === 'modifying') patch(state, 'transitGateways', subject, { state: 'available' });
    if (existing === 'deleting') {
      patch(state, 'transitGateways', subject, { state: 'deleted' });
      schedule(state, context.now + context.latencies.deletedLingerMs, 'transit-gateway-vanished', subject);
    }
  },
  'transit-gateway-vanished': (state, { subject }) => remove(state, 'transitGateways', subject),
  'transit-gateway-route-table-settled': (state, { subject }) => {
    const { state: existing } = state.transitGatewayRouteTables[subject] ?? {};
    if (existing === 'pending') patch(state, 'transitGatewayRouteTables', subject, { state: 'available' });
    if (existing === 'deleting') removeRouteTable(state, subject);
  },
};

/** [H VPC Transit Gateways guide: default ASN 64512; both defaults are on and are one table, unless asked otherwise] */
const DEFAULT_AMAZON_SIDE_ASN = 64_512;

function createTransitGateway(state: NetworkState, input: CreateTransitGatewayCommandInput, context: Context): object {
  requireRoom(state, context);
  const { Options: options = {} } = input;
  const id = newId(state, 'tgw');
  const associates = options.DefaultRouteTableAssociation !== 'disable';
  const propagates = options.DefaultRouteTablePropagation !== 'disable';
  const tableId = associates || propagates ? addRouteTable(state, id, [], context).id : undefined;
  const gateway: TransitGateway = {
    id,
    state: 'pending',
    ownerId: context.accountId,
    amazonSideAsn: options.AmazonSideAsn ?? DEFAULT_AMAZON_SIDE_ASN,
    ...(associates ? { defaultAssociationRouteTableId: tableId } : {}),
    ...(propagates ? { defaultPropagationRouteTableId: tableId } : {}),
    vpnEcmpSupport: options.VpnEcmpSupport !== 'disable',
    createdAt: context.now,
    tags: tagsFor('transit-gateway', input.TagSpecifications),
  };
  put(state, 'transitGateways', gateway);
  settleLater(state, 'transit-gateway-settled', id, context);
  return { TransitGateway: gatewayOutput(gateway, context) };
}

/**
 * [H ModifyTransitGateway API reference: attachments that are there keep what they were given; a default table is named by its id] Options
 * on which nothing here depends are taken.
 */
function modifyTransitGateway(state: NetworkState, input: ModifyTransitGatewayCommandInput, context: Context): object {
  const gateway = live(state, 'transitGateways', input.TransitGatewayId, context);
  if (gateway.state !== 'available') throw incorrectState(gateway.id, gateway.state);
  const { Options: options = {} } = input;
  const tableOf = (wanted: string | undefined, given: string | undefined, present: string | undefined) => {
    if (wanted === 'disable') return undefined;
    if (wanted === 'enable' && (given ?? present) === undefined) throw new Ec2Error('MissingParameter', 'The request must contain the default route table');
    return given === undefined ? present : live(state, 'transitGatewayRouteTables', given, context).id;
  };
  patch(state, 'transitGateways', gateway.id, {
    state: 'modifying',
    vpnEcmpSupport: options.VpnEcmpSupport === undefined ? gateway.vpnEcmpSupport : options.VpnEcmpSupport === 'enable',
    defaultAssociationRouteTableId:
      tableOf(options.DefaultRouteTableAssociation, options.AssociationDefaultRouteTableId, gateway.defaultAssociationRouteTableId),
    defaultPropagationRouteTableId:
      tableOf(options.DefaultRouteTablePropagation, options.PropagationDefaultRouteTableId, gateway.defaultPropagationRouteTableId),
  });
  settleLater(state, 'transit-gateway-settled', gateway.id, context);
  return { TransitGateway: gatewayOutput(state.transitGateways[gateway.id], context) };
}

/** [H DeleteTransitGateway API reference: not with attachments; IncorrectState of 2.3; its default table goes along] */
function deleteTransitGateway(state: NetworkState, input: DeleteTransitGatewayCommandInput, context: Context): object {
  const gateway = live(state, 'transitGateways', input.TransitGatewayId, context);
  if (gateway.state !== 'available') throw incorrectState(gateway.id, gateway.state);
  const attached = rows(state, 'transitGatewayAttachments').find((each) => each.transitGatewayId === gateway.id && isLive(each));
  if (attached !== undefined) throw new Ec2Error('IncorrectState', `${gateway.id} has the attachment ${attached.id}, which is not deleted`);
  const own = [gateway.defaultAssociationRouteTableId, gateway.defaultPropagationRouteTableId];
  for (const table of rows(state, 'transitGatewayRouteTables').filter(({ transitGatewayId }) => transitGatewayId === gateway.id)) {
    if (!own.includes(table.id)) throw new Ec2Error('IncorrectState', `${gateway.id} has the route table ${table.id}, which is not deleted`);
    removeRouteTable(state, table.id);
  }
  patch(state, 'transitGateways', gateway.id, { state: 'deleting' });
  settleLater(state, 'transit-gateway-settled', gateway.id, context);
  return { TransitGateway: gatewayOutput(state.transitGateways[gateway.id], context) };
}

function createRouteTable(state: NetworkState, input: CreateTransitGatewayRouteTableCommandInput, context: Context): object {
  const gateway = live(state, 'transitGateways', input.TransitGatewayId, context);
  if (gateway.state !== 'available') throw incorrectState(gateway.id, gateway.state);
  requireRoomForTable(state, gateway, context);
  const table = addRouteTable(state, gateway.id, tagsFor('transit-gateway-route-table', input.TagSpecifications), context);
  return { TransitGatewayRouteTable: routeTableOutput(state, table) };
}

/** [code: AWS's own handler of AWS::EC2::TransitGateway, aws-cloudformation-resource-providers-ec2-transitgateway] */
function requireRoom(state: NetworkState, { accountId, quotas: { transitGatewaysPerRegion: limit } }: Context): void {
  if (rows(state, 'transitGateways').filter((each) => each.ownerId === accountId && isLive(each)).length < limit) return;
  throw new Ec2Error('TransitGatewayLimitExceeded', `The maximum number of ${limit} transit gateways has been reached`);
}

/** How EC2 says it no source tells; the code is the error list's for a number of resources of no kind in particular [2.3]. */
function requireRoomForTable(state: NetworkState, { id }: TransitGateway, { quotas }: Context): void {
  const limit = quotas.routeTablesPerTransitGateway;
  if (rows(state, 'transitGatewayRouteTables').filter((each) => each.transitGatewayId === id).length < limit) return;
  throw new Ec2Error('ResourceCountLimitExceeded', `The maximum number of ${limit} route tables of ${id} has been reached`);
}

/** [H DeleteTransitGatewayRouteTable API reference: disassociate it before; the references of prefix lists go along, M] */
function deleteRouteTable(state: NetworkState, input: DeleteTransitGatewayRouteTableCommandInput, context: Context): object {
  const table = live(state, 'transitGatewayRouteTables', input.TransitGatewayRouteTableId, context);
  if (table.state !== 'available') throw incorrectState(table.id, table.state);
  const associated = rows(state, 'transitGatewayAttachments').find(({ association }) => association?.routeTableId === table.id);
  if (associated !== undefined) throw new Ec2Error('IncorrectState', `${table.id} is associated with ${associated.id}`);
  patch(state, 'transitGatewayRouteTables', table.id, { state: 'deleting' });
  settleLater(state, 'transit-gateway-route-table-settled', table.id, context);
  return { TransitGatewayRouteTable: routeTableOutput(state, state.transitGatewayRouteTables[table.id]) };
}

function addRouteTable(state: NetworkState, transitGatewayId: string, tags: Tag[], context: Context): TransitGatewayRouteTable {
  const table = { id: newId(state, 'tgw-rtb'), transitGatewayId, state: 'pending', createdAt: context.now, tags };
  put(state, 'transitGatewayRouteTables', table);
  settleLater(state, 'transit-gateway-route-table-settled', table.id, context);
  return table;
}

function removeRouteTable(state: NetworkState, id: string): void {
  for (const name of ['transitGatewayRoutes', 'transitGatewayPrefixListReferences'] as const) {
    for (const { id: rowId } of rows(state, name).filter(({ routeTableId }) => routeTableId === id)) remove(state, name, rowId);
  }
  for (const { id: attachmentId, propagations } of rows(state, 'transitGatewayAttachments')) {
    const kept = propagations.filter(({ routeTableId }) => routeTableId !== id);
    if (kept.length < propagations.length) patch(state, 'transitGatewayAttachments', attachmentId, { propagations: kept });
  }
  remove(state, 'transitGatewayRouteTables', id);
}

function settleLater(state: NetworkState, transition: string, id: string, context: Context): void {
  schedule(state, context.now + context.latencies.transitGatewaySettleMs, transition, id);
}
