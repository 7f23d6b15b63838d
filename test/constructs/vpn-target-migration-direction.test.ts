/** Every direction a connection can move in, the customer gateway's included, as its declaration reaches the handler. */
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import {
  ids, newMigration, newStack, otherTransitGateway, otherVirtualPrivateGateway, transitGateway, virtualPrivateGateway,
} from './construct-fixtures';
import { CustomerGateway, CustomerGatewayMove, TargetGateway } from '../../src';
import { fromProperties } from '../../src/contract/properties';
import { Properties } from '../../src/contract/property-codec';

const swap: CustomerGatewayMove = { from: ids.cgw, to: ids.otherCgw };

let stack: Stack;

beforeEach(() => {
  stack = newStack();
});

test.each<[string, TargetGateway, TargetGateway, string, string]>([
  ['vgw-to-vgw', virtualPrivateGateway(), otherVirtualPrivateGateway(), ids.vgw, ids.otherVgw],
  ['vgw-to-tgw', virtualPrivateGateway(), transitGateway(), ids.vgw, ids.tgw],
  ['tgw-to-tgw', transitGateway(), otherTransitGateway(), ids.tgw, ids.otherTgw],
  ['tgw-to-vgw', transitGateway(), virtualPrivateGateway(), ids.tgw, ids.vgw],
])('%s is written with both ends complete, and read back so', (_direction, from, to, fromId, toId) => {
  newMigration(stack, { from, to });

  const declaration = fromProperties(propertiesOfMove() as Properties);
  expect(declaration).toMatchObject({ from: from._end, to: to._end });
  expect([declaration.from.id, declaration.to.id]).toEqual([fromId, toId]);
  expect(declaration).not.toHaveProperty('customerGateway');
});

test('vgw-to-vgw may exchange the gateway of a VPC and propagate from the new one', () => {
  newMigration(stack, { to: otherVirtualPrivateGateway({ propagatingRouteTableIds: [ids.rtb], vpcId: ids.vpc }) });

  expect(propertiesOfMove().To).toEqual({
    Kind: 'virtual-private-gateway', Id: ids.otherVgw, PropagatingRouteTableIds: [ids.rtb], VpcId: ids.vpc,
  });
});

test('vgw-to-vgw may name the VPC at both ends, so that the way there and the way back use the same two gateways', () => {
  const from = TargetGateway.virtualPrivateGateway(ids.vgw, { vpcId: ids.vpc });

  newMigration(stack, { from, to: otherVirtualPrivateGateway({ vpcId: ids.vpc }) });

  expect(propertiesOfMove()).toMatchObject({ From: { VpcId: ids.vpc }, To: { VpcId: ids.vpc } });
});

test('every direction takes a change of the customer gateway along', () => {
  newMigration(stack, { customerGateway: swap, vpcRouteTables: [{ routeTableId: ids.rtb }] });

  expect(propertiesOfMove()).toMatchObject({ To: { Id: ids.tgw }, CustomerGateway: { FromId: ids.cgw, ToId: ids.otherCgw } });
});

test.each([
  ['a virtual private gateway', virtualPrivateGateway()],
  ['a transit gateway', transitGateway()],
])('customer-gateway stays on %s', (_gateway, target) => {
  newMigration(stack, { from: target, to: target, customerGateway: swap });

  expect(fromProperties(propertiesOfMove() as Properties)).toMatchObject({
    from: target._end, to: target._end, customerGateway: { fromId: ids.cgw, toId: ids.otherCgw }, vpcRouteTables: [], onPremisesCidrs: [],
  });
});

test('customer-gateway does not depend on the order in which the route tables are named', () => {
  const target = (staticRouteTableIds: string[]) => TargetGateway.transitGateway(ids.tgw, {
    associationRouteTableId: ids.association, staticRouteTableIds,
  });

  newMigration(stack, { from: target([ids.spokes, ids.otherSpokes]), to: target([ids.otherSpokes, ids.spokes]), customerGateway: swap });

  expect(propertiesOfMove()).toMatchObject({ From: { Id: ids.tgw }, To: { Id: ids.tgw } });
});

test('customer-gateway may go to one that is made in this app', () => {
  const device = new CustomerGateway(stack, 'Device', { ip: '203.0.113.11' });

  newMigration(stack, { to: virtualPrivateGateway(), customerGateway: { from: ids.cgw, to: device.customerGatewayId } });

  expect(propertiesOfMove().CustomerGateway).toEqual({ FromId: ids.cgw, ToId: stack.resolve(device.customerGatewayId) });
});

function propertiesOfMove(): Record<string, unknown> {
  const [resource] = Object.values(Template.fromStack(stack).findResources('Custom::VpnTargetMigration'));
  return resource.Properties as Record<string, unknown>;
}
