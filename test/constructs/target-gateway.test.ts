/** The two kinds of gateways, and ids that cannot be theirs. */
import { ids } from './construct-fixtures';
import { TargetGateway, TransitGatewayRouteTables, VirtualPrivateGatewayOptions } from '../../src';

test('a virtual private gateway is its id', () => {
  const target = TargetGateway.virtualPrivateGateway(ids.vgw);

  expect(target.gatewayId).toBe(ids.vgw);
  expect(target._end).toEqual({ kind: 'virtual-private-gateway', id: ids.vgw, propagatingRouteTableIds: [] });
});

test('a virtual private gateway may propagate into VPC route tables and take the place of another one', () => {
  const target = TargetGateway.virtualPrivateGateway(ids.vgw, { propagatingRouteTableIds: [ids.rtb, ids.otherRtb], vpcId: ids.vpc });

  expect(target._end).toEqual({
    kind: 'virtual-private-gateway', id: ids.vgw, propagatingRouteTableIds: [ids.rtb, ids.otherRtb], vpcId: ids.vpc,
  });
});

test.each<[string, VirtualPrivateGatewayOptions, string]>([
  ['a transit gateway route table', { propagatingRouteTableIds: [ids.rtb, ids.spokes] },
    `\`propagatingRouteTableIds[1]\` must be the id of a VPC route table, which starts with rtb-, got "${ids.spokes}"`],
  ['a table twice', { propagatingRouteTableIds: [ids.rtb, ids.otherRtb, ids.rtb] },
    `\`propagatingRouteTableIds[2]\` repeats \`propagatingRouteTableIds[0]\`, got "${ids.rtb}" twice; remove one of them`],
  ['a VPC that is a gateway', { vpcId: ids.vgw }, `\`vpcId\` must be the id of a VPC, which starts with vpc-, got "${ids.vgw}"`],
])('fails when the options of a virtual private gateway name %s', (_case, options, message) => {
  expect(() => TargetGateway.virtualPrivateGateway(ids.vgw, options)).toThrow(new Error(message));
});

test('a transit gateway has no route tables but those that are named', () => {
  const target = TargetGateway.transitGateway(ids.tgw, { associationRouteTableId: ids.association });

  expect(target.gatewayId).toBe(ids.tgw);
  expect(target._end).toEqual({
    kind: 'transit-gateway',
    id: ids.tgw,
    associationRouteTableId: ids.association,
    propagationRouteTableIds: [],
    staticRouteTableIds: [],
    defaultRouteTableIds: [],
  });
});

test('one table may serve several purposes', () => {
  const tables = [ids.association];

  const target = TargetGateway.transitGateway(ids.tgw, {
    associationRouteTableId: ids.association,
    propagationRouteTableIds: tables,
    staticRouteTableIds: tables,
  });

  expect(target._end).toMatchObject({ propagationRouteTableIds: tables, staticRouteTableIds: tables });
});

test.each([ids.tgw, ids.vpn, 'vgw-', 'VGW-0a1b2c3d4e5f60718', ''])('fails with %j as a virtual private gateway', (id) => {
  expect(() => TargetGateway.virtualPrivateGateway(id)).toThrow(new Error(
    `\`vpnGatewayId\` must be the id of a virtual private gateway, which starts with vgw-, got ${JSON.stringify(id)}`));
});

test.each([ids.vgw, ids.association, 'tgw-attach-0a1b2c3d4e5f60718'])('fails with %j as a transit gateway', (id) => {
  expect(() => TargetGateway.transitGateway(id, { associationRouteTableId: ids.association })).toThrow(new Error(
    `\`transitGatewayId\` must be the id of a transit gateway, which starts with tgw-, got ${JSON.stringify(id)}`));
});

test.each<[string, Partial<TransitGatewayRouteTables>]>([
  ['associationRouteTableId', { associationRouteTableId: ids.rtb }],
  ['propagationRouteTableIds[1]', { propagationRouteTableIds: [ids.spokes, ids.rtb] }],
  ['staticRouteTableIds[0]', { staticRouteTableIds: [ids.rtb] }],
  ['defaultRouteTableIds[0]', { defaultRouteTableIds: [ids.rtb] }],
])('fails when %s is a VPC route table', (prop, tables) => {
  expect(() => TargetGateway.transitGateway(ids.tgw, { associationRouteTableId: ids.association, ...tables })).toThrow(new Error(
    `\`${prop}\` must be the id of a transit gateway route table, which starts with tgw-rtb-, got "${ids.rtb}"`));
});

test.each(['propagationRouteTableIds', 'staticRouteTableIds', 'defaultRouteTableIds'] as const)('fails when %s names a table twice', (prop) => {
  const tables = { associationRouteTableId: ids.association, [prop]: [ids.spokes, ids.otherSpokes, ids.spokes] };

  expect(() => TargetGateway.transitGateway(ids.tgw, tables)).toThrow(new Error(
    `\`${prop}[2]\` repeats \`${prop}[0]\`, got "${ids.spokes}" twice; remove one of them`));
});
