/** A declaration survives CloudFormation, and what does not come from `toProperties` is refused by name. */
import * as fc from 'fast-check';
import * as estate from './estate';
import { identityOf, MoveDeclaration } from '../../src/contract/declaration';
import { fromProperties, toProperties } from '../../src/contract/properties';
import { Properties } from '../../src/contract/property-codec';

/** CloudFormation turns every scalar into a string. */
const throughCloudFormation = (properties: unknown): Properties =>
  JSON.parse(JSON.stringify(properties, (_, value) => (typeof value === 'number' || typeof value === 'boolean' ? String(value) : value)));

const id = fc.stringMatching(/^[a-z]{2,8}-[0-9a-f]{17}$/);
const ids = fc.array(id, { maxLength: 3 });
const end = fc.oneof(
  fc.record({ kind: fc.constant('virtual-private-gateway' as const), id, propagatingRouteTableIds: ids, vpcId: id }, { requiredKeys: ['kind', 'id', 'propagatingRouteTableIds'] }),
  fc.record({
    kind: fc.constant('transit-gateway' as const), id, associationRouteTableId: id,
    propagationRouteTableIds: ids, staticRouteTableIds: ids, defaultRouteTableIds: ids,
  }),
);
const tunnels = fc.constantFrom('AS_BEFORE' as const, 'NONE' as const, 1, 2);
const declarations: fc.Arbitrary<MoveDeclaration> = fc.record({
  vpnConnectionId: id,
  from: end,
  to: end,
  customerGateway: fc.record({ fromId: id, toId: id, deleteOld: fc.constant(true as const) }, { requiredKeys: ['fromId', 'toId'] }),
  vpcRouteTables: fc.array(fc.record({ routeTableId: id, moved: ids, left: ids }), { maxLength: 3 }),
  onPremisesCidrs: ids,
  onFailure: fc.constantFrom('HOLD' as const, 'MOVE_BACK' as const),
  onStackRollback: fc.constantFrom('KEEP' as const, 'MOVE_BACK' as const),
  onRemoval: fc.constantFrom('KEEP' as const, 'MOVE_BACK' as const),
  forwardDeadlineSeconds: fc.integer({ min: 1, max: 3000 }),
  backDeadlineSeconds: fc.integer({ min: 1, max: 3000 }),
  acknowledgedFindings: ids,
  stage: fc.constantFrom('PREPARED' as const, 'CUT_OVER' as const, 'FINALIZED' as const),
  approvedPlan: fc.stringMatching(/^sha256:[0-9a-f]{64}$/),
  verification: fc.oneof(
    fc.record({ tunnels, withinSeconds: fc.integer({ min: 1, max: 3000 }), alarmNames: fc.constant([]), bakeSeconds: fc.constant(0) }),
    fc.record({
      tunnels, withinSeconds: fc.integer({ min: 1, max: 3000 }),
      alarmNames: fc.array(id, { minLength: 1, maxLength: 3 }), bakeSeconds: fc.integer({ min: 1, max: 600 }),
    }),
  ),
  window: fc.record({ notBefore: fc.nat(4e12), notAfter: fc.nat(4e12) }),
}, { requiredKeys: ['vpnConnectionId', 'from', 'to', 'vpcRouteTables', 'onPremisesCidrs', 'onFailure', 'onStackRollback', 'onRemoval', 'forwardDeadlineSeconds', 'backDeadlineSeconds', 'acknowledgedFindings', 'stage', 'verification'] });

test('every declaration comes back as it was', () => {
  fc.assert(fc.property(declarations, (declaration) => {
    expect(fromProperties(throughCloudFormation(toProperties(declaration)))).toEqual(declaration);
  }), { seed: 20261120 });
});

test('how a move would be undone is not part of which move it is, everything else is', () => {
  const same = { ...estate.declaration, onFailure: 'MOVE_BACK', onRemoval: 'MOVE_BACK', onStackRollback: 'MOVE_BACK', forwardDeadlineSeconds: 60 } as const;
  expect(identityOf(same)).toBe(identityOf(estate.declaration));
  for (const other of [
    { vpnConnectionId: 'vpn-other' }, { from: estate.declaration.to }, { to: estate.declaration.from }, { vpcRouteTables: [] }, { onPremisesCidrs: ['10.0.0.0/8'] },
  ]) {
    expect(identityOf({ ...estate.declaration, ...other })).not.toBe(identityOf(estate.declaration));
  }
});

test.each<[string, Partial<Properties>, string]>([
  ['no connection', { VpnConnectionId: '' }, 'property VpnConnectionId must be a non-empty string, got ""'],
  ['an unknown kind of gateway', { From: { Kind: 'core-network', Id: 'x' } }, 'property From.Kind must be one of virtual-private-gateway, transit-gateway, got "core-network"'],
  ['a transit gateway without association', { To: { Kind: 'transit-gateway', Id: 'tgw-1' } }, 'property To.AssociationRouteTableId must be a non-empty string, got undefined'],
  ['an unknown choice', { OnFailure: 'PANIC' }, 'property OnFailure must be one of HOLD, MOVE_BACK, got "PANIC"'],
  ['a deadline of nothing', { ForwardDeadlineSeconds: '0' }, 'property ForwardDeadlineSeconds must be a whole number of seconds above 0, got "0"'],
])('fails on %s', (_, change, message) => {
  expect(() => fromProperties({ ...toProperties(estate.declaration), ...change })).toThrow(message);
});
