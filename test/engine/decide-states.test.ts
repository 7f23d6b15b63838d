/** What a running move finds in its place, in every state in which it can be there: the one decision for each. */
import * as estate from './estate';
import { Kind, StateOf, statesOf } from './states';
import { describeAction } from '../../lambda/engine/actions';
import { Observation, TransitGatewayAttachment, VpcRouteTable } from '../../lambda/engine/observation';
import { MovePlan } from '../../lambda/engine/plan';
import { decide, Decision, emptyAttemptLog } from '../../lambda/engine/reconcile';
import { RecordHead, rollbackBegun } from '../../lambda/engine/record';
import { TransitGatewayEnd } from '../../src/contract/declaration';

const { START, VPN, VGW, TGW, HUB, SPOKES, VPC, VPN_ATTACHMENT, STATIC_TABLE, ON_PREMISES } = estate;
const { afterTheMove, beforeTheMove, connectionOnVgw, connectionOnTgw } = estate;
const [FIRST, ...OTHERS] = ON_PREMISES;
const NEW_VGW = 'vgw-0a1b2c3d4e5f60002';
const withDefaultTable: typeof estate.declaration = {
  ...estate.declaration, to: { ...estate.declaration.to as TransitGatewayEnd, defaultRouteTableIds: ['tgw-rtb-default'] },
};
const bgpPlan: MovePlan = { ...estate.plan, to: { ...estate.plan.to, transitGatewayRoutes: [], propagationRouteTableIds: [SPOKES] } };

interface Given {
  readonly observed: Observation;
  readonly plan?: MovePlan;
  readonly desired?: typeof estate.declaration;
  readonly head?: RecordHead;
}

function decisionIn({ observed, plan = estate.plan, desired = estate.declaration, head = estate.head }: Given): string {
  return inWords(decide({ observed, head, plan, desired, now: START + 30_000, attempts: emptyAttemptLog(START, true) }));
}

function inWords(decision: Decision): string {
  switch (decision.kind) {
    case 'act': return decision.actions.map(describeAction).join('; ');
    case 'wait': return decision.reason;
    case 'roll-back': return `turn back: ${decision.cause}`;
    case 'close': return decision.cause === undefined ? decision.status : `${decision.status}: ${decision.cause}`;
    default: return decision.kind;
  }
}

const attachment = (changes: Partial<TransitGatewayAttachment>): Observation =>
  ({ ...afterTheMove, attachments: [{ ...estate.vpnAttachment, ...changes }] });
const transitGatewayRoute = (state: string): Observation => ({
  ...afterTheMove,
  transitGatewayRouteTables: afterTheMove.transitGatewayRouteTables.map((table) =>
    ({ ...table, routes: table.routes.map((route) => (route.destination === FIRST ? { ...route, state } : route)) })),
});
const onSource = (changes: Partial<typeof connectionOnVgw>): Observation =>
  ({ ...beforeTheMove, connection: { ...connectionOnVgw, staticRoutes: [], ...changes } });
const staticRoute = (state: string) => onSource({ staticRoutes: [{ cidr: FIRST, state }] });
const vpcRouteIn = (table: VpcRouteTable, state: string): VpcRouteTable =>
  ({ ...table, routes: table.routes.map((route) => (route.destination === FIRST ? { ...route, state } : route)) });
const back = { head: rollbackBegun(estate.head, 'the first cause', START) };
const leaving: MovePlan = { ...estate.plan, from: { ...estate.plan.from, staticRoutes: [FIRST] } };

/** One virtual private gateway in the other's place, seen with the one of the two in some state at the VPC. */
const swap: MovePlan = {
  ...estate.plan,
  to: { ...estate.plan.from, gateway: { kind: 'virtual-private-gateway', id: NEW_VGW }, vgwPropagationRouteTableIds: [] },
  vpcRoutes: [],
  exchangeAtVpcId: VPC,
};
const exchanging = (old: string, wanted: string): Given => ({
  observed: {
    ...beforeTheMove,
    connection: { ...connectionOnVgw, gateway: swap.to.gateway },
    virtualPrivateGateways: [[VGW, old], [NEW_VGW, wanted]].map(([id, state]) =>
      ({ id, state: 'available', attachments: state === 'detached' ? [] : [{ vpcId: VPC, state }], otherConnectionIds: [] })),
  },
  plan: swap,
  desired: { ...estate.declaration, to: { kind: 'virtual-private-gateway', id: NEW_VGW, propagatingRouteTableIds: [], vpcId: VPC } },
});

type Decisions<K extends Kind> = Readonly<Record<StateOf<K>, string>>;

interface Row {
  readonly what: string;
  readonly kind: Kind;
  readonly given: (state: string) => Given;
  readonly decisions: Readonly<Record<string, string>>;
}

function row<K extends Kind>(what: string, kind: K, given: Row['given'], decisions: Decisions<K>): Row {
  return { what, kind, given, decisions };
}

const waits = (state: string) => `for ${VPN_ATTACHMENT} to finish ${state}`;
const unrecovered = (state: string) => `held: attachment ${VPN_ATTACHMENT} is in state ${state}, which it does not recover from`;
const awaited = `for attachment ${VPN_ATTACHMENT} to become available`;
const another = `for a new attachment of the VPN connection to appear on ${TGW}`;

const ROWS: readonly Row[] = [
  row('the connection, before the modify', 'VPN connection', (state) => ({ observed: onSource({ state }) }), {
    pending: 'for the VPN connection to become available',
    available: `move the VPN connection to transit gateway ${TGW}`,
    modifying: 'for the VPN connection to stop modifying',
    deleting: `turn back: VPN connection ${VPN} is in state deleting, which no move can go on from`,
    deleted: `turn back: VPN connection ${VPN} is in state deleted, which no move can go on from`,
    hibernating: `turn back: VPN connection ${VPN} is in state hibernating, which no move can go on from`,
  }),
  row('the connection, on the new gateway', 'VPN connection', (state) => ({ observed: { ...afterTheMove, connection: { ...connectionOnTgw, state } } }), {
    pending: 'for the VPN connection to become available',
    available: 'completed',
    modifying: `for VPN connection ${VPN} to become available on transit gateway ${TGW}`,
    deleting: `held: VPN connection ${VPN} is in state deleting, which no move can go on from`,
    deleted: `held: VPN connection ${VPN} is in state deleted, which no move can go on from`,
    hibernating: `held: VPN connection ${VPN} is in state hibernating, which no move can go on from`,
  }),
  row('its attachment', 'transit gateway attachment', (state) => ({ observed: attachment({ state }) }), {
    initiating: awaited, initiatingRequest: awaited, pending: awaited, modifying: awaited,
    available: 'completed',
    deleting: another, deleted: another,
    pendingAcceptance: unrecovered('pendingAcceptance'), rollingBack: unrecovered('rollingBack'), failed: unrecovered('failed'),
    failing: unrecovered('failing'), rejected: unrecovered('rejected'), rejecting: unrecovered('rejecting'), hibernating: unrecovered('hibernating'),
  }),
  row('the association that is wanted', 'association', (state) => ({ observed: attachment({ association: { routeTableId: HUB, state } }) }), {
    associating: `${waits('associating')} with ${HUB}`,
    associated: 'completed',
    disassociating: `${waits('disassociating')} with ${HUB}`,
    disassociated: `associate ${VPN_ATTACHMENT} with ${HUB}`,
    hibernating: `held: the association of ${VPN_ATTACHMENT} is in state hibernating, which is not known`,
  }),
  row('the association with a default table', 'association',
    (state) => ({ observed: attachment({ association: { routeTableId: 'tgw-rtb-default', state } }), desired: withDefaultTable }), {
      associating: `${waits('associating')} with tgw-rtb-default`,
      associated: `disassociate ${VPN_ATTACHMENT} from tgw-rtb-default`,
      disassociating: `${waits('disassociating')} with tgw-rtb-default`,
      disassociated: `associate ${VPN_ATTACHMENT} with ${HUB}`,
      hibernating: `held: the association of ${VPN_ATTACHMENT} is in state hibernating, which is not known`,
    }),
  row('a propagation that is wanted', 'propagation',
    (state) => ({
      observed: attachment({ propagations: [{ routeTableId: SPOKES, state }] }), plan: bgpPlan, desired: estate.bgpDeclaration,
    }), {
      enabling: `for propagation of ${VPN_ATTACHMENT} to ${SPOKES}, now enabling`,
      enabled: 'completed',
      disabling: `for propagation of ${VPN_ATTACHMENT} to ${SPOKES}, now disabling`,
      disabled: `enable propagation of ${VPN_ATTACHMENT} to ${SPOKES}`,
      hibernating: `for propagation of ${VPN_ATTACHMENT} to ${SPOKES}, now hibernating`,
    }),
  row('a propagation to a default table', 'propagation',
    (state) => ({ observed: attachment({ propagations: [{ routeTableId: 'tgw-rtb-default', state }] }), desired: withDefaultTable }), {
      enabling: `for propagation of ${VPN_ATTACHMENT} to tgw-rtb-default to end, now enabling`,
      enabled: `disable propagation of ${VPN_ATTACHMENT} to tgw-rtb-default`,
      disabling: `for propagation of ${VPN_ATTACHMENT} to tgw-rtb-default to end, now disabling`,
      disabled: 'completed',
      hibernating: `for propagation of ${VPN_ATTACHMENT} to tgw-rtb-default to end, now hibernating`,
    }),
  row('a static route to the attachment', 'transit gateway route', (state) => ({ observed: transitGatewayRoute(state) }), {
    pending: `for route ${FIRST} in ${SPOKES} to become active, now pending`,
    active: 'completed',
    blackhole: `for route ${FIRST} in ${SPOKES} to become active, now blackhole`,
    deleting: `for route ${FIRST} in ${SPOKES} to become active, now deleting`,
    deleted: `create route ${FIRST} in ${SPOKES} to ${VPN_ATTACHMENT}`,
    hibernating: `for route ${FIRST} in ${SPOKES} to become active, now hibernating`,
  }),
  row('the same, before the way back', 'transit gateway route', (state) => ({ observed: transitGatewayRoute(state), ...back }), {
    pending: deleteRoutes(FIRST, ...OTHERS), active: deleteRoutes(FIRST, ...OTHERS), blackhole: deleteRoutes(FIRST, ...OTHERS),
    deleting: deleteRoutes(...OTHERS), deleted: deleteRoutes(...OTHERS),
    hibernating: deleteRoutes(FIRST, ...OTHERS),
  }),
  row('a VPC route to the new gateway', 'VPC route',
    (state) => {
      const vpcRouteTables = [vpcRouteIn(estate.staticTable(TGW), state), estate.propagatingTableMoved];
      return { observed: { ...afterTheMove, vpcRouteTables } };
    }, {
      active: 'completed',
      blackhole: `for route ${FIRST} in ${STATIC_TABLE} to become active, now blackhole`,
      filtered: `for route ${FIRST} in ${STATIC_TABLE} to become active, now filtered`,
      hibernating: `for route ${FIRST} in ${STATIC_TABLE} to become active, now hibernating`,
    }),
  row('a VPC route that is back at the old gateway', 'VPC route',
    (state) => {
      const vpcRouteTables = [vpcRouteIn(estate.staticTable(VGW), state), estate.propagatingTable];
      return { observed: { ...beforeTheMove, vpcRouteTables }, ...back };
    },
    { active: 'restored', blackhole: 'restored', filtered: 'restored', hibernating: 'restored' }),
  row('a static route of the connection, which has to go', 'static route of a VPN connection',
    (state) => ({ observed: staticRoute(state), plan: leaving }), {
      pending: `delete static route ${FIRST} of the VPN connection`,
      available: `delete static route ${FIRST} of the VPN connection`,
      deleting: 'for the static routes to be deleted',
      deleted: `move the VPN connection to transit gateway ${TGW}`,
      hibernating: `turn back: static route ${FIRST} of ${VPN} is in state hibernating, which is not known`,
    }),
  row('a static route of the connection, which is to be there again', 'static route of a VPN connection',
    (state) => ({ observed: staticRoute(state), plan: leaving, ...back }), {
      pending: `for static route ${FIRST}, now pending`,
      available: 'restored',
      deleting: `for static route ${FIRST}, now deleting`,
      deleted: `create static route ${FIRST} of the VPN connection`,
      hibernating: `for static route ${FIRST}, now hibernating`,
    }),
  row('the gateway that is to leave the VPC', 'attachment of a virtual private gateway', (state) => exchanging(state, 'detached'), {
    attaching: `for ${VGW}, now attaching, at ${VPC}`,
    attached: `detach ${VGW} from ${VPC}`,
    detaching: `for ${VGW}, now detaching, at ${VPC}`,
    detached: `attach ${NEW_VGW} to ${VPC}`,
    hibernating: `for ${VGW}, now hibernating, at ${VPC}`,
  }),
  row('the gateway that takes its place', 'attachment of a virtual private gateway', (state) => exchanging('detached', state), {
    attaching: `for ${NEW_VGW}, now attaching, at ${VPC}`,
    attached: 'completed',
    detaching: `for ${NEW_VGW}, now detaching, at ${VPC}`,
    detached: `attach ${NEW_VGW} to ${VPC}`,
    hibernating: `for ${NEW_VGW}, now hibernating, at ${VPC}`,
  }),
];

describe.each(ROWS)('$what', ({ kind, given, decisions }) => {
  test.each(statesOf(kind))('%s', (state) => {
    expect(decisionIn(given(state))).toBe(decisions[state]);
  });
});

function deleteRoutes(...cidrs: string[]): string {
  return cidrs.map((cidr) => `delete route ${cidr} in ${SPOKES}`).join('; ');
}
