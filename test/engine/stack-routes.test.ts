/**
 * Whose each route is where CloudFormation modifies the connection: what it makes is waited for, what it does not see is put back, and what
 * it takes away is left to it. Where the plan has each side from, and what one look at the network makes of it.
 */
import * as estate from './estate';
import { describeAction } from '../../lambda/engine/actions';
import { assess } from '../../lambda/engine/assessment';
import { Observation, Snapshot, TransitGatewayAttachment, TransitGatewayRoute, VpcRouteTable } from '../../lambda/engine/observation';
import { MovePlan, PlannedSide } from '../../lambda/engine/plan';
import { decide, emptyAttemptLog, logObservation } from '../../lambda/engine/reconcile';
import { configureTarget } from '../../lambda/engine/reconcile/configure-target';
import { leaveSource } from '../../lambda/engine/reconcile/leave-source';
import { hasStaticRoute, hasTransitGatewayRoute, unchangedByStack } from '../../lambda/engine/reconcile/stack-routes';
import { Intent, RecordHead } from '../../lambda/engine/record';
import { withObservedSource } from '../../lambda/engine/target-change/observed-source';
import { gatewayOf, MoveDeclaration, TransitGatewayEnd, VirtualPrivateGatewayEnd } from '../../src/contract/declaration';
import { handOver, moveBetween, TargetDeclaration } from '../../src/contract/target-declaration';

const { CGW, HUB, ON_PREMISES, SPOKES, START, TGW, VGW, VPN, VPN_ATTACHMENT } = estate;
const NEW_TABLE = 'tgw-rtb-0a1b2c3d4e5f60009';
const OTHER_TGW = 'tgw-0a1b2c3d4e5f60002';
const OTHER_HUB = 'tgw-rtb-0a1b2c3d4e5f60011';
const [FIRST, SECOND] = ON_PREMISES;

const vgwEnd: VirtualPrivateGatewayEnd = { kind: 'virtual-private-gateway', id: VGW, propagatingRouteTableIds: [] };
const tgwEnd = estate.declaration.to as TransitGatewayEnd;
const onVgw: TargetDeclaration = {
  part: 'BEFORE', connectionLogicalId: 'Vpn', target: vgwEnd, customerGatewayId: CGW, staticRoutes: ON_PREMISES, vpcRouteTables: [],
  onPremisesCidrs: [], forwardDeadlineSeconds: 1800, backDeadlineSeconds: 1200, acknowledgedFindings: [], onRemoval: 'RETAIN', createOnly: {},
  verification: estate.declaration.verification,
};
const onTgw = (changes: Partial<TransitGatewayEnd> = {}): TargetDeclaration => ({ ...onVgw, target: { ...tgwEnd, ...changes } });
const onOtherTgw: TargetDeclaration = onTgw({ id: OTHER_TGW, associationRouteTableId: OTHER_HUB, staticRouteTableIds: [OTHER_HUB] });

const snapshotWith = (changes: Partial<Snapshot> = {}, gateway: Partial<Snapshot['transitGateways'][number]> = {}): Snapshot => ({
  ...estate.snapshotAfterTheMove, transitGateways: [{ ...estate.snapshot.transitGateways[0], ...gateway }], ...changes,
});
/** The connection is in a table by propagation, too. */
const propagatingTo = (...ids: string[]): Partial<TransitGatewayAttachment> => ({ propagations: ids.map((routeTableId) => ({ routeTableId, state: 'enabled' })) });
const attachedAs = (changes: Partial<TransitGatewayAttachment>): Partial<Snapshot> =>
  ({ attachments: [estate.vpcAttachment, { ...estate.vpnAttachment, ...changes }] });

describe('which side no deployment changes', () => {
  const sides = assess(estate.snapshot, moveBetween(onVgw, onTgw(), VPN)).plan;
  const [there, anew] = [sides.to, { ...sides.to, propagationRouteTableIds: [NEW_TABLE] }];
  const byStack = moveBetween(onVgw, onTgw(), VPN);

  test.each<[string, MoveDeclaration, Intent, PlannedSide, PlannedSide, PlannedSide | undefined]>([
    ['forward to another gateway, what was on the one that is left', byStack, 'forward', sides.from, sides.to, sides.from],
    ['back from there, none: all of it is put back', byStack, 'back', sides.to, sides.from, undefined],
    ['forward on one gateway, what was there before', byStack, 'forward', there, anew, there],
    ['back on one gateway, what was deployed', byStack, 'back', anew, there, anew],
    ['none where room is made', { ...byStack, handsOver: true }, 'forward', there, anew, undefined],
    ['none of a move that modifies by itself', { ...byStack, modifiedBy: undefined }, 'forward', sides.from, sides.to, undefined],
  ])('%s', (_, desired, intent, source, target, expected) => {
    expect(unchangedByStack({ desired, head: { ...estate.head, intent } }, { source, target })).toBe(expected);
  });

  test('routes are the same however they are spelled', () => {
    expect([hasStaticRoute(sides.from, '10.1.2.3/16'), hasStaticRoute(sides.from, '10.9.0.0/16')]).toEqual([true, false]);
    expect([SPOKES, HUB].map((routeTableId) => hasTransitGatewayRoute(sides.to, { routeTableId, cidr: '10.1.2.3/16' }))).toEqual([true, false]);
    expect(hasTransitGatewayRoute(sides.to, { routeTableId: SPOKES, cidr: '10.9.0.0/16' })).toBe(false);
  });
});

describe('the sides of an edit', () => {
  const tables = (side: PlannedSide) => [side.associationRouteTableId, side.propagationRouteTableIds];

  test.each<[string, TargetDeclaration, Partial<Snapshot['transitGateways'][number]>, [string | undefined, string[]]]>([
    ['what is declared', onTgw({ propagationRouteTableIds: [SPOKES] }), {}, [HUB, [SPOKES]]],
    ['and where the gateway propagates every attachment', onTgw({ propagationRouteTableIds: [SPOKES] }), { defaultPropagationRouteTableId: NEW_TABLE }, [HUB, [SPOKES, NEW_TABLE]]],
    ['once', onTgw({ propagationRouteTableIds: [SPOKES] }), { defaultPropagationRouteTableId: SPOKES }, [HUB, [SPOKES]]],
    ['the gateway\'s own association where none is declared', onTgw({ associationRouteTableId: '' }), { defaultAssociationRouteTableId: NEW_TABLE }, [NEW_TABLE, []]],
    ['but not where one is', onTgw(), { defaultAssociationRouteTableId: NEW_TABLE }, [HUB, []]],
    ['none where there is neither', onTgw({ associationRouteTableId: '' }), {}, [undefined, []]],
  ])('arriving on a transit gateway: %s', (_, wanted, gateway, expected) => {
    const plan = assess(
      { ...estate.snapshot, transitGateways: snapshotWith({}, gateway).transitGateways }, moveBetween(onVgw, wanted, VPN),
    ).plan;
    expect(tables(plan.to)).toEqual(expected);
    expect(plan.to.transitGatewayRoutes).toEqual(ON_PREMISES.map((cidr) => ({ routeTableId: SPOKES, cidr })));
  });

  test('a move that modifies by itself takes the attachment out of what its gateway does, and so plans nothing of it', () => {
    const snapshot = {
      ...estate.snapshot, transitGateways: snapshotWith({}, { defaultPropagationRouteTableId: NEW_TABLE }).transitGateways,
    };
    expect(tables(assess(snapshot, estate.declaration).plan.to)).toEqual([HUB, []]);
  });

  test('a gateway that is left is planned as seen', () => {
    const snapshot = snapshotWith(attachedAs(propagatingTo(NEW_TABLE)));
    const { from } = assess(snapshot, withObservedSource(moveBetween(onTgw(), onVgw, VPN), snapshot)).plan;
    const routes = ON_PREMISES.map((cidr) => ({ routeTableId: SPOKES, cidr }));
    expect([...tables(from), from.transitGatewayRoutes]).toEqual([HUB, [NEW_TABLE], routes]);
  });

  const cgw = (wanted: TargetDeclaration): TargetDeclaration => ({ ...wanted, customerGatewayId: 'cgw-new' });
  test('with another customer gateway on the same transit gateway, what is declared may change along', () => {
    const snapshot = snapshotWith(attachedAs(propagatingTo(NEW_TABLE)));
    const wanted = { ...onTgw({ associationRouteTableId: SPOKES, staticRouteTableIds: [HUB] }), staticRoutes: [FIRST] };
    const { from, to, vpcRoutes } = assess(snapshot, withObservedSource(moveBetween(onTgw(), cgw(wanted), VPN), snapshot)).plan;
    expect([from.customerGatewayId, ...tables(from)]).toEqual([CGW, HUB, [NEW_TABLE]]);
    expect([to.customerGatewayId, ...tables(to), to.transitGatewayRoutes]).toEqual(['cgw-new', SPOKES, [], [{ routeTableId: HUB, cidr: FIRST }]]);
    expect(vpcRoutes).toEqual([]);
  });

  test('with another customer gateway on the same virtual private gateway, all but what that propagates to', () => {
    const declared: TargetDeclaration = { ...onVgw, target: { ...vgwEnd, propagatingRouteTableIds: [] }, staticRoutes: [FIRST] };
    const { from, to } = assess(estate.snapshot, moveBetween(onVgw, cgw(declared), VPN)).plan;
    expect([from, to].map((side) => side.staticRoutes)).toEqual([ON_PREMISES, [FIRST]]);
    expect([from, to].map((side) => side.vgwPropagationRouteTableIds)).toEqual([[estate.PROPAGATING_TABLE], [estate.PROPAGATING_TABLE]]);
  });

  test.each<[string, Partial<Snapshot['transitGateways'][number]>, [string | undefined, string[]]]>([
    ['nothing but the routes', {}, [undefined, []]],
    ['what the gateway does by itself', { defaultAssociationRouteTableId: HUB, defaultPropagationRouteTableId: NEW_TABLE }, [HUB, [NEW_TABLE]]],
  ])('where room is made, %s stays', (_, gateway, expected) => {
    const snapshot = snapshotWith(attachedAs(propagatingTo(NEW_TABLE, SPOKES)), gateway);
    const { from, to } = assess(snapshot, withObservedSource(handOver(onTgw(), VPN), snapshot)).plan;
    expect([tables(from), tables(to)]).toEqual([[HUB, [NEW_TABLE, SPOKES]], expected]);
    expect(to.transitGatewayRoutes).toEqual(from.transitGatewayRoutes);
    expect([to.transitGatewayRoutes.length, to.customerGatewayId]).toEqual([ON_PREMISES.length, CGW]);
  });
});

describe('what one look makes of it', () => {
  const [spokes] = estate.afterTheMove.transitGatewayRouteTables;
  const route = (destination: string, changes: Partial<TransitGatewayRoute> = {}): TransitGatewayRoute =>
    ({ destination, type: 'static', state: 'active', attachmentIds: [VPN_ATTACHMENT], ...changes });
  const all = ON_PREMISES.map((cidr) => route(cidr));
  const observedOnTgw = (attachment: Partial<TransitGatewayAttachment>, routes = all): Observation => ({
    ...estate.afterTheMove, attachments: [{ ...estate.vpnAttachment, ...attachment }], transitGatewayRouteTables: [{ ...spokes, routes }],
  });
  const observedOnVgw = (...cidrs: string[]): Observation =>
    ({ ...estate.beforeTheMove, connection: { ...estate.connectionOnVgw, staticRoutes: cidrs.map((cidr) => ({ cidr, state: 'available' })) } });

  function situated(move: MoveDeclaration, plan: MovePlan, intent: Intent, observed: Observation) {
    const head: RecordHead = { ...estate.head, from: gatewayOf(move.from), to: gatewayOf(move.to), intent };
    return { observed, head, plan, desired: move, now: START, attempts: emptyAttemptLog(START, false) };
  }

  function afterConfiguringTarget(move: MoveDeclaration, snapshot: Snapshot, intent: Intent, observed: Observation): string[] {
    const plan = assess(snapshot, move).plan;
    const sides = intent === 'forward' ? { source: plan.from, target: plan.to } : { source: plan.to, target: plan.from };
    const { actions, waits, conflicts, failure } = configureTarget(situated(move, plan, intent, observed), sides);
    return [...actions.map(describeAction), ...waits.map(({ what }) => `wait ${what}`), ...conflicts.map((each) => `foreign ${each}`), ...failure === undefined ? [] : [failure]];
  }

  const byItself = { defaultAssociationRouteTableId: NEW_TABLE, defaultPropagationRouteTableId: NEW_TABLE };
  const bgp = (wanted: TargetDeclaration): TargetDeclaration => ({ ...wanted, staticRoutes: [], onPremisesCidrs: ON_PREMISES });
  const toRoutes = (cidrs: readonly string[]) => cidrs.map((cidr) => `wait for CloudFormation to create route ${cidr} in ${SPOKES} to ${VPN_ATTACHMENT}`);
  const TO_ASSOCIATE = `wait for CloudFormation to associate ${VPN_ATTACHMENT} with ${HUB}`;

  test.each<[string, TargetDeclaration, Partial<Snapshot['transitGateways'][number]>, Observation, string[]]>([
    ['all of it', onTgw({ propagationRouteTableIds: [SPOKES] }), {}, observedOnTgw({ association: undefined }, []),
      [TO_ASSOCIATE, `wait for CloudFormation to enable propagation of ${VPN_ATTACHMENT} to ${SPOKES}`, ...toRoutes(ON_PREMISES)]],
    ['what of it is missing', onTgw(), {}, observedOnTgw({}, [route(FIRST)]), toRoutes(ON_PREMISES.slice(1))],
    ['nothing once it is there', onTgw(), {}, observedOnTgw({}), []],
    ['what the gateway does by itself', onTgw({ associationRouteTableId: '' }), byItself, observedOnTgw({ association: undefined }),
      [`wait for CloudFormation to associate ${VPN_ATTACHMENT} with ${NEW_TABLE}`, `wait for CloudFormation to enable propagation of ${VPN_ATTACHMENT} to ${NEW_TABLE}`]],
    ['which nobody takes away', onTgw({ associationRouteTableId: '' }), byItself, observedOnTgw({ association: { routeTableId: NEW_TABLE, state: 'associated' }, ...propagatingTo(NEW_TABLE) }), []],
    ['another association is somebody else\'s', onTgw(), {}, observedOnTgw({ association: { routeTableId: NEW_TABLE, state: 'associated' } }),
      [`foreign ${VPN_ATTACHMENT} is associated with ${NEW_TABLE}`]],
    ['and so is another propagation', onTgw(), {}, observedOnTgw(propagatingTo(NEW_TABLE)), [`foreign ${VPN_ATTACHMENT} propagates to ${NEW_TABLE}`]],
    ['and another route', onTgw(), {}, observedOnTgw({}, [route(FIRST, { attachmentIds: ['tgw-attach-other'] }), ...all.slice(1)]),
      [`foreign route ${FIRST} in ${SPOKES} leads to tgw-attach-other`]],
    ['a blackhole as well: CloudFormation fails of it', onTgw(), {}, observedOnTgw({}, [route(FIRST, { attachmentIds: [], state: 'blackhole' }), ...all.slice(1)]),
      [`foreign route ${FIRST} in ${SPOKES} leads to nowhere`]],
    ['nothing is made ahead of an attachment', onTgw(), {}, { ...observedOnTgw({}), attachments: [] }, [`wait for the attachment of the VPN connection to appear on ${TGW}`]],
  ])('forward to a transit gateway, CloudFormation makes %s', (_, wanted, gateway, observed, expected) => {
    const snapshot = { ...estate.snapshot, transitGateways: snapshotWith({}, gateway).transitGateways };
    expect(afterConfiguringTarget(moveBetween(onVgw, wanted, VPN), snapshot, 'forward', observed)).toEqual(expected);
  });

  test('forward to a virtual private gateway, CloudFormation makes the static routes', () => {
    const move = withObservedSource(moveBetween(onTgw(), onVgw, VPN), snapshotWith());
    expect(afterConfiguringTarget(move, snapshotWith(), 'forward', observedOnVgw(SECOND))).toEqual([FIRST, ON_PREMISES[2]].map((cidr) => `wait for CloudFormation to create static route ${cidr}`));
    expect(afterConfiguringTarget(move, snapshotWith(), 'forward', observedOnVgw(...ON_PREMISES))).toEqual([]);
  });

  test('back on a virtual private gateway its static routes are put back', () => {
    const move = moveBetween(onVgw, onTgw(), VPN);
    expect(afterConfiguringTarget(move, estate.snapshot, 'back', observedOnVgw(SECOND))).toEqual([FIRST, ON_PREMISES[2]].map((cidr) => `create static route ${cidr} of the VPN connection`));
  });

  const blackholes = ON_PREMISES.map((cidr) => route(cidr, { attachmentIds: [], state: 'blackhole' }));
  const ofOldAttachment = ON_PREMISES.map((cidr) => route(cidr, { attachmentIds: ['tgw-attach-before'], state: 'blackhole' }));
  const created = (cidrs: readonly string[]) => cidrs.map((cidr) => `create route ${cidr} in ${SPOKES} to ${VPN_ATTACHMENT}`);
  const deleted = (cidrs: readonly string[]) => cidrs.map((cidr) => `delete route ${cidr} in ${SPOKES}`);
  test.each<[string, Partial<TransitGatewayAttachment>, Partial<Snapshot['transitGateways'][number]>, Observation, string[]]>([
    ['association, propagations and routes', propagatingTo(SPOKES), {}, observedOnTgw({ association: undefined }, []),
      [`associate ${VPN_ATTACHMENT} with ${HUB}`, `enable propagation of ${VPN_ATTACHMENT} to ${SPOKES}`, ...created(ON_PREMISES)]],
    ['nothing that is there', {}, {}, observedOnTgw({}), []],
    ['first the blackholes of the old attachment go', {}, {}, observedOnTgw({}, blackholes), deleted(ON_PREMISES)],
    ['also where EC2 still names that', {}, {}, observedOnTgw({}, ofOldAttachment), deleted(ON_PREMISES)],
    ['then the routes are made', {}, {}, observedOnTgw({}, [route(FIRST, { attachmentIds: [], state: 'deleted' }), ...all.slice(1)]), created([FIRST])],
    ['what leads elsewhere by now is somebody else\'s', {}, {}, observedOnTgw({}, [route(FIRST, { attachmentIds: ['tgw-attach-other'] }), ...all.slice(1)]),
      [`foreign route ${FIRST} in ${SPOKES} leads to tgw-attach-other`]],
    ['what the gateway does by itself, and was not so, goes', {}, byItself, observedOnTgw({ association: { routeTableId: NEW_TABLE, state: 'associated' }, ...propagatingTo(NEW_TABLE) }),
      [`disassociate ${VPN_ATTACHMENT} from ${NEW_TABLE}`, `disable propagation of ${VPN_ATTACHMENT} to ${NEW_TABLE}`]],
    ['no association where there was none', { association: undefined }, {}, observedOnTgw({ association: undefined }), []],
  ])('back on a transit gateway everything is put back: %s', (_, before, gateway, observed, expected) => {
    for (const wanted of [onVgw, onOtherTgw]) {
      const snapshot = snapshotWith(attachedAs(before), gateway);
      expect(afterConfiguringTarget(withObservedSource(moveBetween(onTgw(), wanted, VPN), snapshot), snapshot, 'back', observed)).toEqual(expected);
    }
  });

  test('to a move that modifies by itself, a blackhole there is somebody else\'s', () => {
    const { modifiedBy, ...own } = withObservedSource(moveBetween(onTgw(), onVgw, VPN), snapshotWith());
    expect(afterConfiguringTarget(own, snapshotWith(), 'back', observedOnTgw({}, blackholes))).toEqual(ON_PREMISES.map((cidr) => `foreign route ${cidr} in ${SPOKES} leads to nowhere`));
  });

  const newTables = { associationRouteTableId: SPOKES, propagationRouteTableIds: [NEW_TABLE] };
  const otherCustomerGateway = (declared: TargetDeclaration): TargetDeclaration => ({ ...declared, customerGatewayId: 'cgw-new' });
  test.each<[string, TargetDeclaration, Partial<TransitGatewayAttachment>, Observation, string[]]>([
    ['what is the same on both sides is put back', onTgw({ propagationRouteTableIds: [SPOKES] }), propagatingTo(SPOKES), observedOnTgw({ association: undefined }, []),
      [`associate ${VPN_ATTACHMENT} with ${HUB}`, `enable propagation of ${VPN_ATTACHMENT} to ${SPOKES}`, ...created(ON_PREMISES)]],
    ['what comes CloudFormation makes', { ...onTgw(newTables), staticRoutes: [...ON_PREMISES, '10.4.0.0/16'] }, {}, observedOnTgw({ association: undefined }, [...all.slice(1)]), [
      ...created([FIRST]), `wait for CloudFormation to associate ${VPN_ATTACHMENT} with ${SPOKES}`,
      `wait for CloudFormation to enable propagation of ${VPN_ATTACHMENT} to ${NEW_TABLE}`, ...toRoutes(['10.4.0.0/16']),
    ]],
    ['for which it takes the old association away', onTgw(newTables), {}, observedOnTgw(propagatingTo(NEW_TABLE)), [`wait for CloudFormation to associate ${VPN_ATTACHMENT} with ${SPOKES}`]],
    ['what goes it deletes, in its own time', { ...onTgw({ associationRouteTableId: '' }), staticRoutes: [FIRST] }, propagatingTo(SPOKES), observedOnTgw(propagatingTo(SPOKES)), []],
    ['or has deleted', { ...onTgw({ associationRouteTableId: '' }), staticRoutes: [FIRST] }, propagatingTo(SPOKES), observedOnTgw({ association: undefined }, [route(FIRST)]), []],
    ['what was in neither is somebody else\'s', onTgw(), {}, observedOnTgw({ association: { routeTableId: NEW_TABLE, state: 'associated' }, ...propagatingTo(NEW_TABLE) }),
      [`foreign ${VPN_ATTACHMENT} is associated with ${NEW_TABLE}`, `foreign ${VPN_ATTACHMENT} propagates to ${NEW_TABLE}`]],
  ])('with another customer gateway on the same transit gateway: %s', (_, wanted, before, observed, expected) => {
    const snapshot = snapshotWith(attachedAs(before));
    const move = withObservedSource(moveBetween(onTgw(), otherCustomerGateway(wanted), VPN), snapshot);
    expect(afterConfiguringTarget(move, snapshot, 'forward', observed)).toEqual(expected);
  });

  test('and on the way back: what was deployed is CloudFormation\'s to take away, and what was there before its to make', () => {
    const move = withObservedSource(moveBetween(onTgw(), otherCustomerGateway({ ...onTgw(newTables), staticRoutes: [FIRST, '10.4.0.0/16'] }), VPN), snapshotWith());
    const observed = observedOnTgw({ association: { routeTableId: SPOKES, state: 'associated' }, ...propagatingTo(NEW_TABLE) }, [route('10.4.0.0/16')]);
    expect(afterConfiguringTarget(move, snapshotWith(), 'back', observed)).toEqual([...created([FIRST]), TO_ASSOCIATE, ...toRoutes(ON_PREMISES.slice(1))]);
  });

  test('and on the same virtual private gateway', () => {
    const move = moveBetween(onVgw, otherCustomerGateway({ ...onVgw, staticRoutes: [FIRST, SECOND, '10.4.0.0/16'] }), VPN);
    expect(afterConfiguringTarget(move, estate.snapshot, 'forward', observedOnVgw(FIRST, ON_PREMISES[2]))).toEqual([
      `create static route ${SECOND} of the VPN connection`, 'wait for CloudFormation to create static route 10.4.0.0/16',
    ]);
  });

  test.each<[string, Intent, Partial<Snapshot['transitGateways'][number]>, Observation, string[]]>([
    ['forward association and propagations go, and no route', 'forward', {}, observedOnTgw(propagatingTo(SPOKES)),
      [`disassociate ${VPN_ATTACHMENT} from ${HUB}`, `disable propagation of ${VPN_ATTACHMENT} to ${SPOKES}`]],
    ['but for what the gateway does by itself', 'forward', { defaultAssociationRouteTableId: HUB, defaultPropagationRouteTableId: SPOKES }, observedOnTgw(propagatingTo(SPOKES)), []],
    ['a route that is missing is made', 'forward', {}, observedOnTgw({ association: undefined }, all.slice(1)), created([FIRST])],
    ['then there is nothing left to do', 'forward', {}, observedOnTgw({ association: undefined }), []],
    ['back they are put back', 'back', {}, observedOnTgw({ association: undefined }), [`associate ${VPN_ATTACHMENT} with ${HUB}`, `enable propagation of ${VPN_ATTACHMENT} to ${SPOKES}`]],
    ['whatever else was put in their place by then is somebody else\'s', 'back', {}, observedOnTgw({ association: { routeTableId: NEW_TABLE, state: 'associated' }, ...propagatingTo(SPOKES, NEW_TABLE) }),
      [`foreign ${VPN_ATTACHMENT} is associated with ${NEW_TABLE}`, `foreign ${VPN_ATTACHMENT} propagates to ${NEW_TABLE}`]],
  ])('where room is made: %s', (_, intent, gateway, observed, expected) => {
    const snapshot = snapshotWith(attachedAs(propagatingTo(SPOKES)), gateway);
    expect(afterConfiguringTarget(withObservedSource(handOver(onTgw(), VPN), snapshot), snapshot, intent, observed)).toEqual(expected);
  });

  test.each<[string, MoveDeclaration, Snapshot, Intent, Observation, string[]]>([
    ['static routes go in the way of a transit gateway', moveBetween(onVgw, onTgw(), VPN), estate.snapshot, 'forward', observedOnVgw(...ON_PREMISES),
      ON_PREMISES.map((cidr) => `delete static route ${cidr} of the VPN connection`)],
    ['of one to another virtual private gateway they stay', moveBetween(onVgw, { ...onVgw, target: { ...vgwEnd, id: 'vgw-new' } }, VPN), estate.snapshot, 'forward', observedOnVgw(...ON_PREMISES), []],
    ['on a transit gateway they stay until CloudFormation deletes them', moveBetween(onTgw(), onVgw, VPN), snapshotWith(), 'forward', observedOnTgw({}), []],
    ['also those that were added', moveBetween(onTgw(), onOtherTgw, VPN), snapshotWith(), 'forward', observedOnTgw({}, [...all, route('10.4.0.0/16')]), []],
    ['and on the way back from there', moveBetween(onVgw, onTgw(), VPN), estate.snapshot, 'back', observedOnTgw({}), []],
    ['whoever modifies by itself deletes them before', { ...moveBetween(onTgw(), onVgw, VPN), modifiedBy: undefined }, snapshotWith(), 'forward', observedOnTgw({}),
      deleted(ON_PREMISES)],
  ])('what goes before the modify: %s', (_, declared, snapshot, intent, observed, expected) => {
    const move = withObservedSource(declared, snapshot);
    const plan = assess(snapshot, move).plan;
    const sides = intent === 'forward' ? { source: plan.from, target: plan.to } : { source: plan.to, target: plan.from };
    const { actions, waits, failure } = leaveSource(situated(move, plan, intent, observed), sides, observed.connection!);
    expect([actions.map(describeAction), waits, failure]).toEqual([expected, [], undefined]);
  });

  test('with BGP there are no routes to wait for', () => {
    const connection = { ...estate.connectionOnVgw, routing: 'bgp' as const, staticRoutes: [] };
    expect(afterConfiguringTarget(moveBetween(bgp(onVgw), bgp(onTgw({ staticRouteTableIds: [] })), VPN), { ...estate.snapshot, connection }, 'forward', observedOnTgw({}, []))).toEqual([]);
  });

  test('VPC routes are the operation\'s own, on either way, before and after those of the stack', () => {
    const tables = estate.declaration.vpcRouteTables.slice(0, 1);
    const move = moveBetween(onVgw, { ...onTgw(), vpcRouteTables: tables }, VPN);
    const leadingTo = (id: string): readonly VpcRouteTable[] => [estate.staticTable(id), estate.propagatingTable];
    const words = (to: string) => ON_PREMISES.map((cidr) => expect.stringContaining(`${cidr} in ${estate.STATIC_TABLE} to ${to}`));
    const forth = afterConfiguringTarget(move, estate.snapshot, 'forward', { ...observedOnTgw({}, []), vpcRouteTables: leadingTo(VGW) });
    expect(forth).toEqual([...words(TGW), ...toRoutes(ON_PREMISES)]);
    expect(afterConfiguringTarget(move, estate.snapshot, 'back', { ...observedOnVgw(...ON_PREMISES), vpcRouteTables: leadingTo(TGW) })).toEqual(words(VGW));
  });
});

describe('nothing stands in the way of CloudFormation\'s modify', () => {
  const move = moveBetween(onVgw, onTgw(), VPN);
  const plan = assess({ ...estate.snapshot, connection: estate.connectionOnVgw }, move).plan;
  const cleared: Observation = { ...estate.beforeTheMove, connection: { ...estate.connectionOnVgw, staticRoutes: [] } };

  test.each<[string, Intent, Observation, number, string]>([
    ['forward nobody has called it yet', 'forward', cleared, 0, 'ready for CloudFormation to modify the VPN connection'],
    ['on the way back it may have been called, and the look be behind', 'back', estate.afterTheMove, 9, 'wait to see where the VPN connection stands'],
    ['look after look shows that it was not', 'back', estate.afterTheMove, 10, 'ready for CloudFormation to modify the VPN connection'],
  ])('%s', (_, intent, observed, seconds, expected) => {
    const head: RecordHead = { ...estate.head, intent, intentSince: START, from: gatewayOf(move.from), to: gatewayOf(move.to) };
    const now = START + seconds * 1000;
    const attempts = logObservation(emptyAttemptLog(START, false), observed, START);
    const decision = decide({ observed, head, plan, desired: move, now, attempts });
    expect(`${decision.kind}${'reason' in decision ? ` ${decision.reason}` : ''}`).toBe(expected);
  });
});
