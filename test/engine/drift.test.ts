/** A connection that already stands on the new gateway: in order, or every difference by name. */
import * as estate from './estate';
import { driftFrom } from '../../lambda/engine/drift';
import { Snapshot, TransitGatewayAttachment } from '../../lambda/engine/observation';
import { MoveDeclaration } from '../../src/contract/declaration';

const { HUB, ON_PREMISES, PROPAGATING_TABLE, SPOKES, STATIC_TABLE, TGW, VGW, VPN, VPC, VPN_ATTACHMENT } = estate;

const arrived = estate.snapshotAfterTheMove;
const withAttachment = (changes: Partial<TransitGatewayAttachment>): Snapshot =>
  ({ ...arrived, attachments: [estate.vpcAttachment, { ...estate.vpnAttachment, ...changes }] });

/** Two of three networks: what is left of the third are the VPC routes that lead to it. */
const withoutThird: Snapshot = {
  ...arrived,
  transitGatewayRouteTables: arrived.transitGatewayRouteTables.map((table) => ({
    ...table, routes: table.routes.filter((route) => route.destination !== ON_PREMISES[2]),
  })),
};
const bgp = { ...estate.connectionOnTgw, routing: 'bgp' as const };
const said = { ...estate.declaration, onPremisesCidrs: ON_PREMISES };

describe('everything as declared: nothing to do', () => {
  test.each<[string, Partial<MoveDeclaration>, readonly string[]]>([
    ['the declaration says which networks there are', { onPremisesCidrs: ON_PREMISES }, []],
    ['a record says it', {}, ON_PREMISES],
    ['the declaration says more than the record', { onPremisesCidrs: ON_PREMISES }, ON_PREMISES.slice(1)],
  ])('%s', (_, changes, recorded) => {
    expect(driftFrom(arrived, { ...estate.declaration, ...changes }, recorded)).toEqual([]);
  });

  test('with BGP nobody has to say it', () => {
    const snapshot = { ...arrived, connection: bgp };
    const attachments = [estate.vpcAttachment, { ...estate.vpnAttachment, propagations: [{ routeTableId: SPOKES, state: 'enabled' }] }];
    const { transitGatewayRouteTables } = estate.snapshot;
    expect(driftFrom({ ...snapshot, attachments, transitGatewayRouteTables }, estate.bgpDeclaration)).toEqual([]);
  });

  test('a change of the customer gateway alone touches no route, so none has to be told', () => {
    const { to } = estate.declaration;
    const changed = { ...estate.declaration, from: to, vpcRouteTables: [], customerGateway: { fromId: 'cgw-1', toId: estate.CGW } };
    expect(driftFrom(arrived, changed)).toEqual([]);
  });
});

describe('a static route that is missing', () => {
  const missing = `${SPOKES} has no static route ${ON_PREMISES[2]} to ${VPN_ATTACHMENT} (path-broken:${SPOKES}/${ON_PREMISES[2]})`;

  test('is not missed where nothing says that it should be there: the question is asked', () => {
    expect(driftFrom(withoutThird, estate.declaration)).toEqual([
      'neither `onPremisesCidrs` nor a record says which networks are behind the VPN, so a route that is missing would not be missed: declare them.'
        + ` Static routes lead to 10.1.0.0/16, 10.2.0.0/16; the declared VPC route tables lead 10.1.0.0/16, 10.2.0.0/16, 10.3.0.0/16 to ${TGW}`,
    ]);
  });

  test.each<[string, Partial<MoveDeclaration>, readonly string[], readonly string[]]>([
    ['is named when it was declared', { onPremisesCidrs: ON_PREMISES }, [], [missing]],
    ['is named when it is on record', {}, ON_PREMISES, [missing]],
    ['is accepted by its id', { onPremisesCidrs: ON_PREMISES, acknowledgedFindings: [`path-broken:${SPOKES}/${ON_PREMISES[2]}`] }, [], []],
  ])('%s', (_, changes, recorded, expected) => {
    expect(driftFrom(withoutThird, { ...estate.declaration, ...changes }, recorded)).toEqual(expected);
  });
});

describe('a VPC route table that does not lead to a network', () => {
  const unled: Snapshot = {
    ...arrived,
    vpcRouteTables: arrived.vpcRouteTables.map((table) => (table.id === PROPAGATING_TABLE
      ? { ...table, routes: table.routes.filter((route) => route.destination !== ON_PREMISES[2]) } : table)),
  };

  test('is named, unless the network is declared as left', () => {
    const left = [estate.declaration.vpcRouteTables[0], { routeTableId: PROPAGATING_TABLE, moved: [], left: [ON_PREMISES[2]] }];
    expect(driftFrom(unled, said)).toEqual([
      `${PROPAGATING_TABLE} has no route for ${ON_PREMISES[2]} (path-broken:${PROPAGATING_TABLE}/${ON_PREMISES[2]})`,
    ]);
    expect(driftFrom(unled, { ...said, vpcRouteTables: left })).toEqual([]);
  });
});

test.each<[string, Snapshot, Partial<MoveDeclaration>, string[]]>([
  ['no attachment', { ...arrived, attachments: [] }, {}, [`the connection has no attachment on transit gateway ${TGW}`]],
  ['still modifying', { ...arrived, connection: { ...estate.connectionOnTgw, state: 'modifying' } }, {}, [`VPN connection ${VPN} is modifying`]],
  ['an attachment that is pending', withAttachment({ state: 'pending' }), {}, [`attachment ${VPN_ATTACHMENT} is pending`]],
  ['another association', withAttachment({ association: { routeTableId: SPOKES, state: 'associated' } }), {},
    [`${VPN_ATTACHMENT} is associated with ${SPOKES}, not ${HUB}`]],
  ['no association', withAttachment({ association: undefined }), {}, [`${VPN_ATTACHMENT} is associated with no table, not ${HUB}`]],
  ['an undeclared propagation', withAttachment({ propagations: [{ routeTableId: SPOKES, state: 'enabled' }] }), {}, [`${VPN_ATTACHMENT} propagates to ${SPOKES}, undeclared`]],
  ['a missing propagation', { ...arrived, connection: bgp }, { to: { ...estate.bgpDeclaration.to } }, [`${VPN_ATTACHMENT} does not propagate to ${SPOKES}`]],
  ['a network that nothing leads to', arrived, { onPremisesCidrs: [...ON_PREMISES, '10.9.0.0/16'] }, [
    `${SPOKES} has no static route 10.9.0.0/16 to ${VPN_ATTACHMENT} (path-broken:${SPOKES}/10.9.0.0/16)`,
    ...[STATIC_TABLE, PROPAGATING_TABLE].map((table) => `${table} has no route for 10.9.0.0/16 (path-broken:${table}/10.9.0.0/16)`),
  ]],
  ['a VPC that is not attached', { ...arrived, attachments: [estate.vpnAttachment] }, {},
    [`VPC ${VPC} has no available attachment to transit gateway ${TGW} (path-broken:${VPC})`]],
  ['VPC routes still at the old gateway', { ...arrived, vpcRouteTables: [estate.staticTable(VGW), estate.propagatingTableMoved] }, {},
    ON_PREMISES.map((cidr) => `route ${cidr} in ${STATIC_TABLE} still leads to ${VGW}`)],
  ['a declared table that is gone', { ...arrived, vpcRouteTables: [estate.propagatingTableMoved] }, {}, [`VPC route table ${STATIC_TABLE} does not exist`]],
])('names %s', (_, snapshot, changes, expected) => {
  expect(driftFrom(snapshot, { ...said, ...changes })).toEqual(expected);
});

describe('what is there, but on its way', () => {
  const notAssociated = `${VPN_ATTACHMENT} is associated with no table, not ${HUB}`;

  test.each<[string, Partial<TransitGatewayAttachment>, readonly string[]]>([
    ['an association that begins', { association: { routeTableId: HUB, state: 'associating' } }, [notAssociated]],
    ['an association that goes', { association: { routeTableId: HUB, state: 'disassociating' } }, [notAssociated]],
    ['an attachment of which nothing else is told then', { state: 'modifying', association: undefined }, [`attachment ${VPN_ATTACHMENT} is modifying`, notAssociated]],
  ])('%s', (_, changes, expected) => {
    expect(driftFrom(withAttachment(changes), said)).toEqual(expected);
  });

  test.each([['enabling', false], ['enabled', true], ['disabling', false], ['disabled', false]])('a propagation that is %s is one: %s', (state, isOne) => {
    const propagations = [{ routeTableId: SPOKES, state }];
    expect(driftFrom({ ...withAttachment({ propagations }), connection: bgp }, estate.bgpDeclaration).includes(`${VPN_ATTACHMENT} does not propagate to ${SPOKES}`)).toBe(!isOne);
    expect(driftFrom(withAttachment({ propagations }), said).includes(`${VPN_ATTACHMENT} propagates to ${SPOKES}, undeclared`)).toBe(isOne);
  });
});
