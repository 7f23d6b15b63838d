/** How VPC route tables come to be and go again, and which subnets they serve. */
import type {
  AssociateRouteTableCommandInput, CreateRouteTableCommandInput, DeleteRouteTableCommandInput, DisassociateRouteTableCommandInput,
} from '@aws-sdk/client-ec2';
import { associationIdOf, routeTableOutput } from './vpc-route-tables';
import { Ec2Error } from '../../contracts';
import { live, required } from '../errors';
import { VpcRouteTable } from '../records';
import { Context, NetworkState, newId, OperationMap, patch, put, remove, rows } from '../state';
import { tagsFor } from '../tag-specifications';

export const vpcRouteTableLifecycleOperations: OperationMap = {
  CreateRouteTable: createRouteTable,
  DeleteRouteTable: deleteRouteTable,
  AssociateRouteTable: associateRouteTable,
  DisassociateRouteTable: disassociateRouteTable,
};

function createRouteTable(state: NetworkState, input: CreateRouteTableCommandInput, context: Context): object {
  const vpc = live(state, 'vpcs', input.VpcId, context);
  const table: VpcRouteTable = {
    id: newId(state, 'rtb'), vpcId: vpc.id, main: false, subnetIds: [], edgeGatewayIds: [], propagatingGatewayIds: [],
    tags: tagsFor('route-table', input.TagSpecifications),
    routes: vpc.cidrs.map((destination) => ({ destination, target: { kind: 'local', id: 'local' }, origin: 'CreateRouteTable' })),
  };
  put(state, 'vpcRouteTables', table);
  return { RouteTable: routeTableOutput(state, table, context) };
}

/** [H DeleteRouteTable API reference: disassociated from all subnets before; never the main one; DependencyViolation by the error codes] */
function deleteRouteTable(state: NetworkState, input: DeleteRouteTableCommandInput, context: Context): object {
  const table = live(state, 'vpcRouteTables', input.RouteTableId, context);
  if (table.main || table.subnetIds.length > 0 || table.edgeGatewayIds.length > 0) {
    throw new Ec2Error('DependencyViolation', `The routeTable '${table.id}' has dependencies and cannot be deleted.`);
  }
  remove(state, 'vpcRouteTables', table.id);
  return {};
}

/** [H EC2 API error codes: Resource.AlreadyAssociated with another table] */
function associateRouteTable(state: NetworkState, input: AssociateRouteTableCommandInput, context: Context): object {
  const table = live(state, 'vpcRouteTables', input.RouteTableId, context);
  const subnet = live(state, 'subnets', input.SubnetId, context);
  if (subnet.vpcId !== table.vpcId) {
    throw new Ec2Error('InvalidParameterValue', `route table ${table.id} and subnet ${subnet.id} belong to different networks`);
  }
  const present = rows(state, 'vpcRouteTables').find(({ subnetIds }) => subnetIds.includes(subnet.id));
  if (present !== undefined && present.id !== table.id) {
    throw new Ec2Error('Resource.AlreadyAssociated', `the specified association for route table ${table.id} conflicts with an existing association`);
  }
  if (present === undefined) patch(state, 'vpcRouteTables', table.id, { subnetIds: [...table.subnetIds, subnet.id] });
  return { AssociationId: associationIdOf(table.id, subnet.id), AssociationState: { State: 'associated' } };
}

/** [H EC2 API error codes: InvalidAssociationID.NotFound] */
function disassociateRouteTable(state: NetworkState, input: DisassociateRouteTableCommandInput): object {
  const id = required('AssociationId', input.AssociationId);
  const [table] = rows(state, 'vpcRouteTables').filter((each) => each.subnetIds.some((subnetId) => associationIdOf(each.id, subnetId) === id));
  if (table === undefined) throw new Ec2Error('InvalidAssociationID.NotFound', `The association ID '${id}' does not exist`);
  patch(state, 'vpcRouteTables', table.id, { subnetIds: table.subnetIds.filter((subnetId) => associationIdOf(table.id, subnetId) !== id) });
  return {};
}
