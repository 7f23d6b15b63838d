/** A connection that already stands on the new gateway: in order, or every difference by name. */
import * as estate from './estate';
import { arrivalDifferences } from '../../src/domain/arrival';
import { MoveDeclaration } from '../../src/domain/declaration';
import { Survey, TransitGatewayAttachment } from '../../src/domain/observation';

const { HUB, SPOKES, STATIC_TABLE, TGW, VGW, VPN, VPN_ATTACHMENT } = estate;

const arrived = estate.surveyAfterTheMove;
const withAttachment = (changes: Partial<TransitGatewayAttachment>): Survey =>
  ({ ...arrived, attachments: [estate.vpcAttachment, { ...estate.vpnAttachment, ...changes }] });

test('everything as declared: nothing to do', () => {
  expect(arrivalDifferences(arrived, estate.declaration)).toEqual([]);
});

test.each<[string, Survey, Partial<MoveDeclaration>, string[]]>([
  ['no attachment', { ...arrived, attachments: [] }, {}, [`the connection has no attachment on transit gateway ${TGW}`]],
  ['still modifying', { ...arrived, connection: { ...estate.connectionOnTgw, state: 'modifying' } }, {}, [`VPN connection ${VPN} is modifying`]],
  ['an attachment that is pending', withAttachment({ state: 'pending' }), {}, [`attachment ${VPN_ATTACHMENT} is pending`]],
  ['another association', withAttachment({ association: { routeTableId: SPOKES, state: 'associated' } }), {},
    [`${VPN_ATTACHMENT} is associated with ${SPOKES}, not ${HUB}`]],
  ['no association', withAttachment({ association: undefined }), {}, [`${VPN_ATTACHMENT} is associated with no table, not ${HUB}`]],
  ['an undeclared propagation', withAttachment({ propagations: [{ routeTableId: SPOKES, state: 'enabled' }] }), {}, [`${VPN_ATTACHMENT} propagates to ${SPOKES}, undeclared`]],
  ['a missing propagation', arrived, { to: { ...estate.bgpDeclaration.to } }, [`${VPN_ATTACHMENT} does not propagate to ${SPOKES}`]],
  ['a missing static route', arrived, { onPremisesCidrs: [...estate.ON_PREMISES, '10.9.0.0/16'] }, [`${SPOKES} has no static route 10.9.0.0/16 to ${VPN_ATTACHMENT}`]],
  ['no static route at all, and none declared', { ...arrived, transitGatewayRouteTables: estate.survey.transitGatewayRouteTables }, {},
    [`no table holds a static route to ${VPN_ATTACHMENT}, and \`onPremisesCidrs\` does not say which there should be`]],
  ['VPC routes still at the old gateway', { ...arrived, vpcRouteTables: [estate.staticTable(VGW), estate.propagatingTableMoved] }, {},
    estate.ON_PREMISES.map((cidr) => `route ${cidr} in ${STATIC_TABLE} still leads to ${VGW}`)],
  ['a declared table that is gone', { ...arrived, vpcRouteTables: [estate.propagatingTableMoved] }, {}, [`VPC route table ${STATIC_TABLE} does not exist`]],
])('names %s', (_, survey, changes, expected) => {
  expect(arrivalDifferences(survey, { ...estate.declaration, ...changes })).toEqual(expected);
});
