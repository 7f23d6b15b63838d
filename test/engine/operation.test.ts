/** By which members of a declaration a kind of operation is known, what is so of each by its nature, and in which words it is told. */
import * as estate from './estate';
import { kindOfRecorded, natureOf, operationOf, OperationKind } from '../../lambda/engine/operation';
import { strategyOf } from '../../lambda/engine/strategies';
import { MoveDeclaration } from '../../src/contract/declaration';
import { handOver, moveBetween, TargetDeclaration } from '../../src/contract/target-declaration';

const { TGW, VGW, VPN, declaration } = estate;
const connections = [{ fromId: VPN, toId: 'vpn-new-1' }, { fromId: 'vpn-old-2', toId: 'vpn-new-2' }];
const target: TargetDeclaration = {
  part: 'BEFORE', connectionLogicalId: 'Vpn', target: declaration.to, customerGatewayId: estate.CGW, staticRoutes: [], vpcRouteTables: [], onPremisesCidrs: [],
  forwardDeadlineSeconds: 1, backDeadlineSeconds: 1, acknowledgedFindings: [], verification: declaration.verification, onRemoval: 'RETAIN', createOnly: {},
};
const DECLARED: { readonly [Kind in OperationKind]: MoveDeclaration } = {
  'move': declaration,
  'edited-target': moveBetween({ ...target, target: declaration.from }, target, VPN),
  'hand-over': handOver(target, VPN),
  'gateway-replacement': { ...declaration, replacement: { vpcId: 'vpc-1', connections } },
};
const KINDS = Object.keys(DECLARED) as OperationKind[];

test.each(KINDS)('%s is known by what is declared of it, and on record', (kind) => {
  expect(operationOf(DECLARED[kind])).toEqual({ kind, declaration: DECLARED[kind] });
  expect(kindOfRecorded({ plan: DECLARED[kind], declaration: DECLARED[kind] })).toBe(kind);
});

test('of what an earlier version has recorded the plan tells, as far as it does', () => {
  expect([{}, { replacement: {} }].map((plan) => kindOfRecorded({ plan }))).toEqual(['move', 'gateway-replacement']);
});

test.each<[OperationKind, ReturnType<typeof natureOf>]>([
  ['move', { modifiedBy: 'operation', makesRoutes: true, isAnnounced: true, connectionIds: [VPN], carrierIds: { from: [VPN], to: [VPN] } }],
  ['edited-target', { modifiedBy: 'CloudFormation', makesRoutes: false, isAnnounced: true, connectionIds: [VPN], carrierIds: { from: [VPN], to: [VPN] } }],
  ['hand-over', { modifiedBy: 'CloudFormation', makesRoutes: true, isAnnounced: false, connectionIds: [VPN], carrierIds: { from: [VPN], to: [VPN] } }],
  ['gateway-replacement', {
    modifiedBy: 'nobody', makesRoutes: true, isAnnounced: true, connectionIds: [VPN, 'vpn-new-1', 'vpn-old-2', 'vpn-new-2'],
    carrierIds: { from: [VPN, 'vpn-old-2'], to: ['vpn-new-1', 'vpn-new-2'] },
  }],
])('the nature of %s', (kind, nature) => {
  expect(natureOf(DECLARED[kind])).toEqual(nature);
});

test.each<[OperationKind, string, string]>([
  ['move', `moving VPN connection ${VPN} to transit gateway ${TGW}`, `moving VPN connection ${VPN} back`],
  ['edited-target', `moving VPN connection ${VPN} to transit gateway ${TGW}`, `moving VPN connection ${VPN} back`],
  ['hand-over', `moving VPN connection ${VPN} to transit gateway ${TGW}`, `moving VPN connection ${VPN} back`],
  ['gateway-replacement', `replacing virtual private gateway ${VGW} at vpc-1 by ${TGW}`, `replacing transit gateway ${TGW} at vpc-1 by ${VGW}`],
])('the words for %s', (kind, doing, undoing) => {
  expect([strategyOf(DECLARED[kind])].map((strategy) => [strategy.doing, strategy.undoing])).toEqual([[doing, undoing]]);
});
