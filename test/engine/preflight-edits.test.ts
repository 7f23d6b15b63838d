/**
 * Findings about an edit of a target, where CloudFormation makes what leads to the connection: what would be in its way or missing, and
 * what the role must be given for the way back. One thing changed in an estate in order, and exactly that finding comes up.
 */
import * as estate from './estate';
import { describeAction } from '../../lambda/engine/actions';
import { assess } from '../../lambda/engine/assessment';
import { DryRunResult, Snapshot, TransitGateway, TransitGatewayAttachment } from '../../lambda/engine/observation';
import { preflight, preflightNotes } from '../../lambda/engine/preflight';
import { actionsToDryRun } from '../../lambda/engine/preflight/dry-runs';
import { withObservedSource } from '../../lambda/engine/target-change/observed-source';
import { MoveDeclaration, TransitGatewayEnd } from '../../src/contract/declaration';
import { moveBetween, TargetDeclaration } from '../../src/contract/target-declaration';

const { CGW, HUB, ON_PREMISES, PROPAGATING_TABLE, SPOKES, STATIC_TABLE, TGW, VGW, VPN, VPN_ATTACHMENT } = estate;
const DEFAULT_TABLE = 'tgw-rtb-default';
const LAST_CIDR = ON_PREMISES[2];

const tgwEnd = estate.declaration.to as TransitGatewayEnd;
const onVgw: TargetDeclaration = {
  part: 'BEFORE', connectionLogicalId: 'Vpn', target: { kind: 'virtual-private-gateway', id: VGW, propagatingRouteTableIds: [] }, customerGatewayId: CGW,
  staticRoutes: ON_PREMISES, vpcRouteTables: estate.declaration.vpcRouteTables, onPremisesCidrs: [], forwardDeadlineSeconds: 1800,
  backDeadlineSeconds: 1200, acknowledgedFindings: [], verification: estate.declaration.verification, onRemoval: 'RETAIN', createOnly: {},
};
const onTgw = (changes: Partial<TransitGatewayEnd> = {}): TargetDeclaration => ({ ...onVgw, target: { ...tgwEnd, ...changes } });
const toTgw = (changes: Partial<TransitGatewayEnd> = {}): MoveDeclaration => moveBetween(onVgw, onTgw(changes), VPN);

const snapshotWith = (gateway: Partial<TransitGateway>, tables: readonly string[] = []): Snapshot => ({
  ...estate.snapshot,
  transitGateways: [{ ...estate.snapshot.transitGateways[0], ...gateway }],
  transitGatewayRouteTables: [
    ...estate.snapshot.transitGatewayRouteTables,
    ...tables.map((id) => ({ ...estate.snapshot.transitGatewayRouteTables[0], id })),
  ],
});
const idsOf = (snapshot: Snapshot, declaration: MoveDeclaration) => preflight(assess(snapshot, declaration)).map(({ id }) => id);

describe('what a transit gateway does by itself, and what CloudFormation is to make', () => {
  const associates = { defaultAssociationRouteTableId: DEFAULT_TABLE };
  const propagates = { defaultPropagationRouteTableId: DEFAULT_TABLE };
  const IN_THE_WAY = 'default-route-table-in-the-way';
  const none = { associationRouteTableId: '' };

  test.each<[string, Partial<TransitGateway>, Partial<TransitGatewayEnd>, string[]]>([
    ['nothing, and what is declared', {}, {}, []],
    ['an association, where another is declared', associates, {}, [IN_THE_WAY]],
    ['or the same', { defaultAssociationRouteTableId: HUB }, {}, [IN_THE_WAY]],
    ['an association, where none is declared', associates, none, []],
    ['a propagation, where it is declared', propagates, { propagationRouteTableIds: [DEFAULT_TABLE] }, [IN_THE_WAY]],
    ['a propagation, where another is declared', propagates, { propagationRouteTableIds: [SPOKES] }, []],
    ['no association, and none is declared', {}, none, ['association-missing']],
    ['a propagation, and nobody an association', propagates, { ...none, propagationRouteTableIds: [DEFAULT_TABLE] }, [IN_THE_WAY, 'association-missing']],
  ])('%s', (_, gateway, wanted, expected) => {
    expect(idsOf(snapshotWith(gateway, [DEFAULT_TABLE]), toTgw(wanted))).toEqual(expected);
  });

  test('tells what to leave out, or to switch off', () => {
    const snapshot = snapshotWith({ ...associates, ...propagates }, [DEFAULT_TABLE]);
    expect(preflight(assess(snapshot, toTgw({ propagationRouteTableIds: [DEFAULT_TABLE] })))[0]).toEqual({
      id: IN_THE_WAY,
      message: `transit gateway ${TGW} by itself associates every new attachment with ${DEFAULT_TABLE} and propagates every new attachment to ${DEFAULT_TABLE},`
        + ' and CloudFormation cannot make an association or a propagation of the attachment that is there',
      remedy: `leave \`associationRouteTableId\` and ${DEFAULT_TABLE} in \`propagationRouteTableIds\` out, if the tables of the gateway are the ones to use;`
        + ` or switch that off: aws ec2 modify-transit-gateway --transit-gateway-id ${TGW} --options DefaultRouteTableAssociation=disable,DefaultRouteTablePropagation=disable`,
    });
  });

  test.each<[string, Partial<TransitGateway>, Partial<TransitGatewayEnd>, string]>([
    ['only the one that is in the way', associates, {}, 'DefaultRouteTableAssociation=disable'],
    ['or the other', propagates, { propagationRouteTableIds: [DEFAULT_TABLE] }, 'DefaultRouteTablePropagation=disable'],
  ])('switches off %s', (_, gateway, wanted, option) => {
    const [{ remedy }] = preflight(assess(snapshotWith(gateway, [DEFAULT_TABLE]), toTgw(wanted)));
    expect(remedy).toMatch(new RegExp(`--options ${option}$`));
  });

  test('a gateway that is not there has no defaults', () => {
    expect(idsOf({ ...snapshotWith({}), transitGateways: [] }, toTgw(none))).toEqual(['transit-gateway-not-found']);
  });

  test('a move that modifies by itself is told of the tables that it is to leave instead', () => {
    expect(idsOf(snapshotWith(associates), estate.declaration)).toEqual(['default-route-table-undeclared']);
  });

  test('that a VPC learns the prefixes from what the gateway does by itself is enough', () => {
    const bgp: Partial<TargetDeclaration> = { staticRoutes: [], onPremisesCidrs: ON_PREMISES };
    const edit = moveBetween({ ...onVgw, ...bgp }, { ...onTgw({ staticRouteTableIds: [] }), ...bgp }, VPN);
    const connection = { ...estate.connectionOnVgw, routing: 'bgp' as const, staticRoutes: [] };
    const snapshot = (gateway: Partial<TransitGateway>): Snapshot => ({ ...snapshotWith(gateway), connection });
    expect(idsOf(snapshot({ defaultPropagationRouteTableId: SPOKES }), edit)).toEqual([]);
    expect(idsOf(snapshot({}), edit)).toEqual(['vpc-table-without-prefixes']);
  });

  test('and a way back to it from where the gateway associates the VPN by itself', () => {
    const pathless = snapshotWith(associates, [DEFAULT_TABLE]);
    const dead = pathless.transitGatewayRouteTables.map((table) => (table.id === DEFAULT_TABLE ? { ...table, routes: [] } : table));
    expect(idsOf(pathless, toTgw(none))).toEqual([]);
    expect(idsOf({ ...pathless, transitGatewayRouteTables: dead }, toTgw(none))).toEqual(['no-return-path']);
  });
});

describe('what the role must be given', () => {
  const trial = (action: string, resourceId: string, outcome: DryRunResult['outcome'] = 'refused'): DryRunResult =>
    ({ action: `ec2:${action}`, resourceId, outcome, code: 'UnauthorizedOperation' });
  const refused = [trial('CreateTransitGatewayRoute', SPOKES), trial('AssociateTransitGatewayRouteTable', HUB), trial('CreateTransitGatewayRoute', HUB, 'unproven')];
  const POLICY = 'look for a service control policy, a permissions boundary or a denial that takes these permissions away';
  const LINE = 'give it the tables of the transit gateway that is left, for a rollback: in `TargetChange.withRoutes()` write';
  const snapshot = { ...estate.snapshotAfterTheMove };
  const toVgw = withObservedSource(moveBetween(onTgw(), onVgw, VPN), snapshot);
  const remedyOf = (trials: readonly DryRunResult[], declaration: MoveDeclaration) =>
    preflight(assess({ ...snapshot, trials }, declaration)).filter(({ id }) => id === 'not-permitted').map(({ remedy }) => remedy);

  test.each<[string, readonly DryRunResult[], MoveDeclaration, string[]]>([
    ['the tables that it may not change, once each', [...refused, trial('DeleteTransitGatewayRoute', SPOKES)], toVgw,
      [`${LINE} \`transitGatewayRouteTableIds: ['${HUB}', '${SPOKES}'],\`; where that stands there, ${POLICY}`]],
    ['one of them', refused.slice(0, 1), toVgw, [`${LINE} \`transitGatewayRouteTableIds: ['${SPOKES}'],\`; where that stands there, ${POLICY}`]],
    ['no line for a VPC route table, of which it has the rights', [trial('CreateRoute', STATIC_TABLE)], toVgw, [POLICY]],
    ['nor for a move of another construct', refused, { ...toVgw, modifiedBy: undefined }, [POLICY]],
    ['nothing where EC2 only objects', refused.slice(2), toVgw, []],
  ])('%s', (_, trials, declaration, expected) => {
    expect(remedyOf(trials, declaration)).toEqual(expected);
  });

  test('says each call, and nobody can accept that', () => {
    const [finding] = preflight(assess({ ...snapshot, trials: refused }, toVgw)).filter(({ id }) => id === 'not-permitted');
    expect(finding.message).toBe(`the role of the move may not make these calls: ec2:CreateTransitGatewayRoute on ${SPOKES}, ec2:AssociateTransitGatewayRouteTable on ${HUB}`);
    expect(finding).not.toHaveProperty('acceptable');
  });
});

describe('what is tried before anything is changed, and what cannot be', () => {
  const tried = (snapshot: Snapshot, declaration: MoveDeclaration) =>
    actionsToDryRun(snapshot, declaration, assess(snapshot, declaration).plan).map(describeAction);
  const notTried = (snapshot: Snapshot, declaration: MoveDeclaration) =>
    preflightNotes(assess(snapshot, declaration)).find((each) => each.id === 'not-covered-by-dry-run')?.of;
  const STATIC_ROUTES = [`ec2:CreateVpnConnectionRoute on ${VPN}`, `ec2:DeleteVpnConnectionRoute on ${VPN}`];
  const propagations = [{ routeTableId: SPOKES, state: 'enabled' }];
  const attached = (changes: Partial<TransitGatewayAttachment>, gateway: Partial<TransitGateway> = {}): Snapshot => ({
    ...estate.snapshotAfterTheMove,
    attachments: [estate.vpcAttachment, { ...estate.vpnAttachment, ...changes }],
    transitGateways: snapshotWith(gateway).transitGateways,
  });

  test('towards a transit gateway: the VPC routes there and back, and nothing that CloudFormation makes or takes away', () => {
    expect(tried(estate.snapshot, toTgw())).toEqual([
      `point route ${LAST_CIDR} in ${STATIC_TABLE} to ${VGW}`,
      `create route ${LAST_CIDR} in ${PROPAGATING_TABLE} to ${TGW}`,
      `delete route ${LAST_CIDR} in ${PROPAGATING_TABLE}`,
    ]);
    expect(notTried(estate.snapshot, toTgw())).toEqual(STATIC_ROUTES);
  });

  test.each<[string, TargetDeclaration, Snapshot, string[]]>([
    ['association, propagations and routes, and blackholes away', onVgw, attached({ propagations }), [
      `delete route ${LAST_CIDR} in ${SPOKES}`, `associate ${VPN_ATTACHMENT} with ${HUB}`, `enable propagation of ${VPN_ATTACHMENT} to ${SPOKES}`,
      `create route ${LAST_CIDR} in ${SPOKES} to ${VPN_ATTACHMENT}`,
    ]],
    ['out of what the gateway does by itself, and was not so', onVgw, attached({}, { defaultAssociationRouteTableId: DEFAULT_TABLE, defaultPropagationRouteTableId: DEFAULT_TABLE }), [
      `delete route ${LAST_CIDR} in ${SPOKES}`, `associate ${VPN_ATTACHMENT} with ${HUB}`, `create route ${LAST_CIDR} in ${SPOKES} to ${VPN_ATTACHMENT}`,
      `disassociate ${VPN_ATTACHMENT} from ${DEFAULT_TABLE}`, `disable propagation of ${VPN_ATTACHMENT} to ${DEFAULT_TABLE}`,
    ]],
  ])('the way back to a transit gateway: %s', (_, wanted, snapshot, expected) => {
    const edit = withObservedSource(moveBetween(onTgw(), { ...wanted, vpcRouteTables: [] }, VPN), snapshot);
    expect(tried(snapshot, edit)).toEqual(expected);
    expect(notTried(snapshot, edit)).toEqual(STATIC_ROUTES);
  });

  test('from one transit gateway to another nothing is left that no dry run covers', () => {
    const snapshot = attached({});
    const edit = withObservedSource(moveBetween(onTgw(), onTgw({ id: 'tgw-new', staticRouteTableIds: ['tgw-rtb-new'] }), VPN), snapshot);
    expect(notTried(snapshot, edit)).toBeUndefined();
    expect(tried(snapshot, edit)).not.toContain(`delete route ${LAST_CIDR} in tgw-rtb-new`);
  });

  test('where only the customer gateway changes there is nothing but the modify', () => {
    const edit = moveBetween(onTgw(), { ...onTgw(), customerGatewayId: 'cgw-new' }, VPN);
    expect([tried(estate.snapshotAfterTheMove, edit), notTried(estate.snapshotAfterTheMove, edit)]).toEqual([[], undefined]);
  });
});

test('what leaves the old transit gateway is compared with what the other will do by itself, too', () => {
  const old: TransitGatewayAttachment = { ...estate.vpcAttachment, id: 'tgw-attach-other', resourceId: 'vpc-other', transitGatewayId: 'tgw-old' };
  const counterpart = { ...old, id: 'tgw-attach-counterpart', transitGatewayId: TGW };
  const location: Snapshot = {
    ...snapshotWith({}),
    connection: { ...estate.connectionOnTgw, routing: 'bgp', gateway: { kind: 'transit-gateway', id: 'tgw-old' } },
    transitGateways: [...estate.snapshot.transitGateways, { id: 'tgw-old', state: 'available', ownerId: estate.ACCOUNT }],
    attachments: [
      { ...estate.vpnAttachment, transitGatewayId: 'tgw-old', association: { routeTableId: 'tgw-rtb-old', state: 'associated' }, propagations: [{ routeTableId: 'tgw-rtb-old', state: 'enabled' }] },
      estate.vpcAttachment, { ...old, association: { routeTableId: 'tgw-rtb-old', state: 'associated' } }, counterpart,
    ],
    transitGatewayRouteTables: [
      ...estate.snapshot.transitGatewayRouteTables, {
        id: 'tgw-rtb-old', transitGatewayId: 'tgw-old', state: 'available',
        routes: ON_PREMISES.map((destination) => ({ destination, type: 'propagated', state: 'active', attachmentIds: [VPN_ATTACHMENT] })),
      },
    ],
  };
  const bgp: Partial<TargetDeclaration> = { staticRoutes: [], onPremisesCidrs: ON_PREMISES, vpcRouteTables: [] };
  const edit = (snapshot: Snapshot) => withObservedSource(moveBetween(
    { ...onTgw({ id: 'tgw-old' }), ...bgp }, { ...onTgw({ staticRouteTableIds: [] }), ...bgp }, VPN), snapshot);
  const [gateway, ...others] = location.transitGateways;
  const learning: Snapshot = { ...location, transitGateways: [{ ...gateway, defaultPropagationRouteTableId: SPOKES }, ...others] };
  expect(idsOf(location, edit(location))).toEqual(['attachment-without-counterpart:tgw-attach-other']);
  expect(idsOf(learning, edit(learning))).toEqual([]);
});
