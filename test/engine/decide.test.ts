/**
 * The policy of a running move as tables: what is seen and recorded on the left, the one decision on the right.
 */
import * as estate from './estate';
import { Action, describeAction, describeActionInProgress } from '../../lambda/engine/actions';
import { Observation } from '../../lambda/engine/observation';
import {
  AttemptLog, decide, Decision, emptyAttemptLog, FailedAttempt, logFailure, logObservation, logSuccess, ObservationScope,
  observationScopeOf,
} from '../../lambda/engine/reconcile';
import { modified, RecordHead, rollbackBegun, rollbackCancelled, takenOver } from '../../lambda/engine/record';
import { TransitGatewayEnd } from '../../src/contract/declaration';

const { START, VGW, TGW, HUB, SPOKES, VPN_ATTACHMENT, STATIC_TABLE, PROPAGATING_TABLE, ON_PREMISES } = estate;
const MODIFY = { do: 'modify-vpn-connection', to: { kind: 'transit-gateway', id: TGW } } as const;
const MODIFY_BACK: Action = { do: 'modify-vpn-connection', to: { kind: 'virtual-private-gateway', id: VGW } };
const seconds = (count: number) => START + count * 1000;

interface Given {
  readonly observed: Observation;
  readonly head?: RecordHead;
  readonly plan?: typeof estate.plan;
  readonly desired?: typeof estate.declaration;
  readonly attempts?: AttemptLog;
  readonly at?: number;
}

function decisionIn({
  observed, head = estate.head, plan = estate.plan, desired = estate.declaration, attempts = ours, at = seconds(1),
}: Given): Decision {
  const unseen = { head, plan, desired, now: at, attempts };
  const decision = decide({ ...unseen, observed });
  // Whoever looks at no more than the decision needs decides the same.
  const scope = observationScopeOf(observed.connection, unseen);
  expect(decide({ ...unseen, observed: noMoreThan(scope, observed) })).toEqual(decision);
  return decision;
}

function noMoreThan(scope: ObservationScope, { connection, ...rest }: Observation): Observation {
  const nothing = { connection, attachments: [], transitGatewayRouteTables: [], vpcRouteTables: [], virtualPrivateGateways: [] };
  const tables = rest.transitGatewayRouteTables.filter((table) => table.transitGatewayId === connection?.gateway?.id);
  switch (scope) {
    case 'connection': return nothing;
    case 'source': return { ...nothing, attachments: rest.attachments.map((each) => ({ ...each, propagations: [] })), transitGatewayRouteTables: tables };
    case 'attachment': return { ...nothing, ...rest, transitGatewayRouteTables: [] };
    case 'target': return { ...nothing, ...rest, transitGatewayRouteTables: tables };
  }
}

/** The decision in one line, for tables. */
function inWords(decision: Decision): string {
  switch (decision.kind) {
    case 'act': return decision.actions.map(describeAction).join('; ');
    case 'wait': return `wait ${decision.reason}`;
    case 'configured':
    case 'cancel-rollback':
    case 'tested':
    case 'ready': return decision.kind;
    case 'roll-back': return `turn back${decision.isBackOnSource ? ', as it came back' : ''}: ${decision.cause}`;
    case 'close': return [decision.status, ...decision.cause ? [decision.cause] : [], ...decision.missing ?? []].join(' | ');
  }
}

/** An invocation that made the plan itself, and one that comes after a crash. */
const ours = emptyAttemptLog(START, true);
const afterCrash = emptyAttemptLog(START, false);
const modifyAccepted = logSuccess(ours, MODIFY, seconds(5));

const withDefaultTable: typeof estate.declaration = {
  ...estate.declaration, to: { ...estate.declaration.to as TransitGatewayEnd, defaultRouteTableIds: ['tgw-rtb-default'] },
};
const bgpPlan = { ...estate.plan, to: { ...estate.plan.to, transitGatewayRoutes: [], propagationRouteTableIds: [SPOKES] } };
const { connectionOnVgw, connectionOnTgw, beforeTheMove, afterTheMove, vpnAttachment } = estate;
const withoutRoutes: Observation = { ...beforeTheMove, connection: { ...connectionOnVgw, staticRoutes: [] } };
const modifying: Observation = { ...withoutRoutes, connection: { ...connectionOnVgw, state: 'modifying', staticRoutes: [] } };
const onTargetUnconfigured: Observation = { ...beforeTheMove, connection: connectionOnTgw };
const routesGoing = (state: string): Observation =>
  ({ ...beforeTheMove, connection: { ...connectionOnVgw, staticRoutes: ON_PREMISES.map((cidr) => ({ cidr, state })) } });
const withAttachment = (changes: Partial<typeof vpnAttachment>): Observation =>
  ({ ...afterTheMove, attachments: [{ ...vpnAttachment, ...changes }] });

describe('forward, while the connection stands on the old gateway', () => {
  const deletions = ON_PREMISES.map((cidr) => `delete static route ${cidr} of the VPN connection`).join('; ');
  test.each<[string, Given, string]>([
    ['every static route is deleted first, all at once', { observed: beforeTheMove }, deletions],
    ['a route still pending counts as there', { observed: routesGoing('pending') }, deletions],
    ['routes being deleted are waited for', { observed: routesGoing('deleting') }, 'wait for the static routes to be deleted'],
    ['routes listed as deleted are gone', { observed: routesGoing('deleted') }, `move the VPN connection to transit gateway ${TGW}`],
    ['without routes the modify follows at once', { observed: withoutRoutes }, `move the VPN connection to transit gateway ${TGW}`],
    ['after a crash one looks on first, a modify may be under way', { observed: withoutRoutes, attempts: afterCrash }, 'wait to see whether an earlier modify is under way'],
    ['and modifies when nothing has shown', { observed: withoutRoutes, attempts: afterCrash, at: seconds(10) }, `move the VPN connection to transit gateway ${TGW}`],
    ['a route that is not in the backup stops the move', {
      observed: { ...beforeTheMove, connection: { ...connectionOnVgw, staticRoutes: [...connectionOnVgw.staticRoutes, { cidr: '10.9.0.0/16', state: 'available' }] } },
    }, `turn back: static route 10.9.0.0/16 of ${estate.VPN} was added after the backup, and would be lost`],
    ['past the deadline the move is given up', { observed: routesGoing('deleting'), at: seconds(1800) },
      'turn back: the forward deadline passed while waiting for the static routes to be deleted'],
    ['a connection moved elsewhere by hand is held, not fought over', {
      observed: { ...beforeTheMove, connection: { ...connectionOnVgw, gateway: { kind: 'transit-gateway', id: 'tgw-other' } } },
    }, `held | VPN connection ${estate.VPN} was moved to transit gateway tgw-other with customer gateway ${estate.CGW} by somebody else`],
    ['a state nobody knows is named', { observed: { ...beforeTheMove, connection: { ...connectionOnVgw, state: 'hibernating' } } },
      `turn back: VPN connection ${estate.VPN} is in state hibernating, which no move can go on from`],
  ])('%s', (_, given, expected) => {
    expect(inWords(decisionIn(given))).toBe(expected);
  });
});

describe('forward, once EC2 took the modify', () => {
  const vpcSteps = [
    ...ON_PREMISES.map((cidr) => `point route ${cidr} in ${STATIC_TABLE} to ${TGW}`),
    ...ON_PREMISES.map((cidr) => `create route ${cidr} in ${PROPAGATING_TABLE} to ${TGW}`),
  ].join('; ');
  const vpcDone = { vpcRouteTables: afterTheMove.vpcRouteTables };
  test.each<[string, Given, string]>([
    ['a describe that still shows the old gateway is stale, and keeps no VPC route waiting', { observed: withoutRoutes, attempts: modifyAccepted, at: seconds(6) },
      vpcSteps],
    ['with them done the modify has to show', { observed: { ...withoutRoutes, ...vpcDone }, attempts: modifyAccepted, at: seconds(6) }, 'wait for the modify to show'],
    ['what an attachment seen before its connection can take is done, but no route made', {
      observed: { ...withoutRoutes, ...vpcDone, attachments: [{ ...vpnAttachment, association: undefined }] },
      attempts: modifyAccepted, at: seconds(6),
    }, `associate ${VPN_ATTACHMENT} with ${HUB}`],
    ['until it has done so for a minute', { observed: withoutRoutes, attempts: modifyAccepted, at: seconds(65) },
      `turn back, as it came back: EC2 accepted the modify, but VPN connection ${estate.VPN} came back available on virtual private gateway ${VGW}`],
    ['VPC routes move while EC2 provisions', { observed: modifying, attempts: modifyAccepted }, vpcSteps],
    ['then there is only waiting', { observed: { ...modifying, ...vpcDone }, attempts: modifyAccepted },
      `wait for VPN connection ${estate.VPN} to become available on transit gateway ${TGW}`],
    ['somebody else\'s modifying moves no VPC route', { observed: modifying, attempts: afterCrash }, 'wait for the VPN connection to stop modifying'],
    ['available on the new gateway is not enough: the attachment must show', { observed: { ...onTargetUnconfigured, ...vpcDone } },
      `wait for the attachment of the VPN connection to appear on ${TGW}`],
    ['and be available', { observed: withAttachment({ state: 'pending' }) }, `wait for attachment ${VPN_ATTACHMENT} to become available`],
    ['an attachment that failed is held with its state', { observed: withAttachment({ state: 'failed' }) },
      `held | attachment ${VPN_ATTACHMENT} is in state failed, which it does not recover from`],
    ['everything in place and read back closes the move', { observed: afterTheMove }, 'completed'],
    ['but not in the first seconds after the modify, when describes may run ahead of it', { observed: afterTheMove, attempts: modifyAccepted, at: seconds(8) },
      'wait to see that the VPN connection stays there'],
    ['which are over once it was seen modifying', { observed: afterTheMove, attempts: logObservation(modifyAccepted, modifying, seconds(7)), at: seconds(8) }, 'completed'],
    ['or after a while', { observed: afterTheMove, attempts: modifyAccepted, at: seconds(15) }, 'completed'],
    ['nor at once after a crash, when nobody knows how long ago it was', { observed: afterTheMove, attempts: afterCrash }, 'wait to see that the VPN connection stays there'],
    ['unless that was recorded', { observed: afterTheMove, head: { ...estate.head, modifyTakenAt: START - 60_000 }, attempts: afterCrash }, 'completed'],
  ])('%s', (_, given, expected) => {
    expect(inWords(decisionIn(given))).toBe(expected);
  });
});

test('while EC2 provisions and nothing is left to do its state alone is enough, and only then', () => {
  const moved = { ...modifying, vpcRouteTables: afterTheMove.vpcRouteTables };
  expect(decisionIn({ observed: moved, attempts: modifyAccepted })).toMatchObject({ kind: 'wait', look: 'state-only' });
  expect(decisionIn({ observed: withAttachment({ state: 'pending' }) })).not.toHaveProperty('look');
  expect(decisionIn({ observed: routesGoing('deleting') })).not.toHaveProperty('look');
});

test('steps that nothing waits for are brief, those that traffic waits for are not', () => {
  expect(decisionIn({ observed: modifying, attempts: modifyAccepted })).toMatchObject({ kind: 'act', look: 'soon' });
  expect(decisionIn({ observed: withoutRoutes })).toMatchObject({ kind: 'act', actions: [MODIFY], look: 'soon' });
  expect(decisionIn({ observed: beforeTheMove })).toMatchObject({ kind: 'act', look: 'when-it-shows' });
  expect(decisionIn({ observed: onTargetUnconfigured })).toMatchObject({ kind: 'act', look: 'when-it-shows' });
});

test('an association that has to end before the next can begin is looked at when it can have ended', () => {
  const elsewhere = withAttachment({ association: { routeTableId: 'tgw-rtb-default', state: 'associated' } });
  expect(decisionIn({ observed: elsewhere, desired: withDefaultTable })).toMatchObject({ kind: 'act', look: 'when-it-shows' });
  expect(decisionIn({ observed: { ...elsewhere, connection: { ...connectionOnTgw, state: 'modifying' } }, desired: withDefaultTable, attempts: modifyAccepted }))
    .toMatchObject({ kind: 'act', look: 'soon-as-it-shows' });
  expect(decisionIn({ observed: { ...onTargetUnconfigured, connection: { ...connectionOnTgw, state: 'modifying' } }, attempts: modifyAccepted })).toMatchObject({ kind: 'act', look: 'soon' });
});

describe('the modify needs no look after the routes that are deleted before it', () => {
  const head = rollbackBegun(estate.head, 'the first cause', seconds(0));
  const onTransitGateway = { observed: afterTheMove, head, attempts: emptyAttemptLog(START, false), at: seconds(10) };
  const deletion = { do: 'delete-transit-gateway-route', routeTableId: SPOKES, cidr: ON_PREMISES[0] } as const;
  const refused = (step: Action, kind: FailedAttempt['kind']) =>
    logFailure(onTransitGateway.attempts, step, { cause: 'refused', kind, effectUnknown: false }, seconds(9));

  test('on a transit gateway, once it is sure where the connection stands', () => {
    expect(decisionIn(onTransitGateway)).toMatchObject({ kind: 'act', followedBy: MODIFY_BACK });
    expect(decisionIn({ ...onTransitGateway, at: seconds(9) })).not.toHaveProperty('followedBy');
  });

  test('unless one of them, or the modify, has to rest after a refusal', () => {
    expect(decisionIn({ ...onTransitGateway, attempts: refused(deletion, 'passing') })).not.toHaveProperty('followedBy');
    expect(decisionIn({ ...onTransitGateway, attempts: refused(MODIFY_BACK, 'final') })).not.toHaveProperty('followedBy');
  });

  test('not on a virtual private gateway, where routes take a while to go', () => {
    expect(decisionIn({ observed: beforeTheMove })).not.toHaveProperty('followedBy');
  });
});

describe('forward, on the new gateway', () => {
  const conflictingRoute: Observation = {
    ...afterTheMove,
    transitGatewayRouteTables: [{
      ...afterTheMove.transitGatewayRouteTables[0],
      routes: afterTheMove.transitGatewayRouteTables[0].routes.map((route, index) => (index === 0 ? { ...route, attachmentIds: ['tgw-attach-other'] } : route)),
    }],
  };
  const withoutTgwRoutes: Observation = {
    ...afterTheMove,
    transitGatewayRouteTables: [{ ...afterTheMove.transitGatewayRouteTables[0], routes: [] }],
  };
  test.each<[string, Given, string]>([
    ['an attachment without association is associated', { observed: withAttachment({ association: undefined }) }, `associate ${VPN_ATTACHMENT} with ${HUB}`],
    ['one in the default table is taken out first', {
      observed: withAttachment({ association: { routeTableId: 'tgw-rtb-default', state: 'associated' } }), desired: withDefaultTable,
    }, `disassociate ${VPN_ATTACHMENT} from tgw-rtb-default`],
    ['one in a table that somebody chose is left there and reported', {
      observed: withAttachment({ association: { routeTableId: 'tgw-rtb-chosen', state: 'associated' } }), desired: withDefaultTable,
    }, `held | changed by somebody else: ${VPN_ATTACHMENT} is associated with tgw-rtb-chosen | ${VPN_ATTACHMENT} is associated with tgw-rtb-chosen`],
    ['an association on its way is waited for', { observed: withAttachment({ association: { routeTableId: HUB, state: 'associating' } }) },
      `wait for ${VPN_ATTACHMENT} to finish associating with ${HUB}`],
    ['a propagation by default that is not wanted is taken away', {
      observed: withAttachment({ propagations: [{ routeTableId: 'tgw-rtb-default', state: 'enabled' }] }), desired: withDefaultTable,
    }, `disable propagation of ${VPN_ATTACHMENT} to tgw-rtb-default`],
    ['one that somebody switched on is left on and reported', {
      observed: withAttachment({ propagations: [{ routeTableId: 'tgw-rtb-chosen', state: 'enabled' }] }), desired: withDefaultTable,
    }, `held | changed by somebody else: ${VPN_ATTACHMENT} propagates to tgw-rtb-chosen | ${VPN_ATTACHMENT} propagates to tgw-rtb-chosen`],
    ['a declared one is made', { observed: afterTheMove, desired: estate.bgpDeclaration, plan: bgpPlan },
      `enable propagation of ${VPN_ATTACHMENT} to ${SPOKES}`],
    ['a missing static route is made', { observed: withoutTgwRoutes }, ON_PREMISES.map((cidr) => `create route ${cidr} in ${SPOKES} to ${VPN_ATTACHMENT}`).join('; ')],
    ['somebody else\'s route is reported, never overwritten', { observed: conflictingRoute },
      `held | changed by somebody else: route ${ON_PREMISES[0]} in ${SPOKES} leads to tgw-attach-other | route ${ON_PREMISES[0]} in ${SPOKES} leads to tgw-attach-other`],
    ['a VPC route pointed elsewhere by hand is left and reported', { observed: { ...afterTheMove, vpcRouteTables: [estate.staticTable('eni-1'), estate.propagatingTableMoved] } },
      ['held', `changed by somebody else: route ${ON_PREMISES[0]} in ${STATIC_TABLE} leads to eni-1`,
        ...ON_PREMISES.map((cidr) => `route ${cidr} in ${STATIC_TABLE} leads to eni-1`)].join(' | ')],
    ['past the deadline it is held with what is missing', { observed: withoutTgwRoutes, at: seconds(1800) },
      ['held', `the forward deadline passed while waiting to create route ${ON_PREMISES[0]} in ${SPOKES} to ${VPN_ATTACHMENT}`,
        ...ON_PREMISES.map((cidr) => `create route ${cidr} in ${SPOKES} to ${VPN_ATTACHMENT}`)].join(' | ')],
    ['or moved back, where that is wanted', { observed: withoutTgwRoutes, at: seconds(1800), desired: { ...estate.declaration, onFailure: 'MOVE_BACK' } },
      `turn back: the forward deadline passed while waiting to create route ${ON_PREMISES[0]} in ${SPOKES} to ${VPN_ATTACHMENT}`],
    ['and that even at the last moment at which it can still end in time', {
      observed: withoutTgwRoutes, at: seconds(58 * 60 - 1200), desired: { ...estate.declaration, onFailure: 'MOVE_BACK' },
      head: { ...estate.head, drivenSince: START },
    }, `turn back: the forward deadline passed while waiting to create route ${ON_PREMISES[0]} in ${SPOKES} to ${VPN_ATTACHMENT}`],
    ['but not when CloudFormation would have stopped waiting before the way back is over', {
      observed: withoutTgwRoutes, at: seconds(58 * 60 - 1199), desired: { ...estate.declaration, onFailure: 'MOVE_BACK' },
      head: { ...estate.head, drivenSince: START },
    }, [`held | the forward deadline passed while waiting to create route ${ON_PREMISES[0]} in ${SPOKES} to ${VPN_ATTACHMENT}`
      + '; the way back was not begun, as CloudFormation would have stopped waiting before its end',
    ...ON_PREMISES.map((cidr) => `create route ${cidr} in ${SPOKES} to ${VPN_ATTACHMENT}`)].join(' | ')],
  ])('%s', (_, given, expected) => {
    expect(inWords(decisionIn(given))).toBe(expected);
  });
});

describe('refusals', () => {
  const denied = { cause: 'UnauthorizedOperation', kind: 'final', effectUnknown: false } as const;
  const busy = { cause: 'IncorrectState', kind: 'passing', effectUnknown: false } as const;
  const unheardOf = { cause: 'VpnConnectionNotReady', kind: 'uncertain', effectUnknown: true } as const;
  const refusedTwice = (step: Action, failure: Pick<FailedAttempt, 'cause' | 'kind' | 'effectUnknown'>, first: number, last: number) =>
    logFailure(logFailure(ours, step, failure, seconds(first)), step, failure, seconds(last));
  const bare: Observation = { ...afterTheMove, attachments: [{ ...vpnAttachment, association: undefined }] };
  const associate: Action = { do: 'associate-route-table', routeTableId: HUB, attachmentId: VPN_ATTACHMENT };

  test('a terminal refusal of the modify rolls back once rights had time to spread', () => {
    expect(inWords(decisionIn({ observed: withoutRoutes, attempts: refusedTwice(MODIFY, denied, 1, 5), at: seconds(6) })))
      .toBe(`wait before another try or for the effect to show: move the VPN connection to transit gateway ${TGW}`);
    expect(inWords(decisionIn({ observed: withoutRoutes, attempts: refusedTwice(MODIFY, denied, 1, 11), at: seconds(12) }))).toBe('turn back: UnauthorizedOperation');
  });

  test('a retryable refusal is tried again until the deadline', () => {
    const attempts = refusedTwice(MODIFY, busy, 1, 600);
    expect(inWords(decisionIn({ observed: withoutRoutes, attempts, at: seconds(602) }))).toBe(`move the VPN connection to transit gateway ${TGW}`);
  });

  test('a refusal of the modify that nobody knows is doubted for a minute, and only then rolls back', () => {
    expect(inWords(decisionIn({ observed: withoutRoutes, attempts: refusedTwice(MODIFY, unheardOf, 1, 59), at: seconds(63) })))
      .toBe(`wait before another try or for the effect to show: move the VPN connection to transit gateway ${TGW}`);
    expect(inWords(decisionIn({ observed: withoutRoutes, attempts: refusedTwice(MODIFY, unheardOf, 1, 59), at: seconds(64) }))).toBe(`move the VPN connection to transit gateway ${TGW}`);
    expect(inWords(decisionIn({ observed: withoutRoutes, attempts: refusedTwice(MODIFY, unheardOf, 1, 61), at: seconds(62) }))).toBe('turn back: VpnConnectionNotReady');
  });

  test('a final refusal after one that nobody knew has a patience of its own', () => {
    const attempts = logFailure(logFailure(ours, MODIFY, unheardOf, seconds(1)), MODIFY, denied, seconds(30));
    expect(inWords(decisionIn({ observed: withoutRoutes, attempts, at: seconds(41) }))).toBe(`move the VPN connection to transit gateway ${TGW}`);
  });

  test('after the modify a terminal refusal is given two minutes, everything else goes on, and then it is held', () => {
    expect(inWords(decisionIn({ observed: bare, attempts: refusedTwice(associate, denied, 1, 60), at: seconds(70) }))).toBe(`associate ${VPN_ATTACHMENT} with ${HUB}`);
    expect(inWords(decisionIn({ observed: bare, attempts: refusedTwice(associate, denied, 1, 121), at: seconds(122) })))
      .toBe(`held | UnauthorizedOperation | associate ${VPN_ATTACHMENT} with ${HUB}`);
  });

  test('a step whose effect does not show yet is not repeated at once', () => {
    const attempts = logSuccess(ours, associate, seconds(1));
    expect(inWords(decisionIn({ observed: bare, attempts, at: seconds(3) }))).toBe(`wait before another try or for the effect to show: associate ${VPN_ATTACHMENT} with ${HUB}`);
    expect(inWords(decisionIn({ observed: bare, attempts, at: seconds(6) }))).toBe(`associate ${VPN_ATTACHMENT} with ${HUB}`);
  });

  test('a modify that got no answer counts as taken once the connection shows it', () => {
    const unanswered = logFailure(ours, MODIFY, { cause: 'socket hang up', kind: 'passing', effectUnknown: true }, seconds(2));
    expect(inWords(decisionIn({ observed: modifying, attempts: logObservation(unanswered, modifying, seconds(4)), at: seconds(4) })))
      .toContain(`point route ${ON_PREMISES[0]} in ${STATIC_TABLE} to ${TGW}`);
  });
});

/** What one look after the other makes of a decision, each two seconds after the one before. */
function lookOn(looks: readonly Observation[], given: Omit<Given, 'observed' | 'at'> = {}): string[] {
  let { attempts = afterCrash } = given;
  return looks.map((observed, index) => {
    const at = seconds(60 + 2 * index);
    attempts = logObservation(attempts, observed, at);
    return inWords(decisionIn({ ...given, observed, attempts, at }));
  });
}

describe('a look that shows the old gateway after the modify was taken, or seen under way', () => {
  const taken = modified(estate.head, seconds(5));
  const many = (observed: Observation, count: number) => Array.from({ length: count }, () => observed);
  const cameBack = `turn back, as it came back: EC2 accepted the modify, but VPN connection ${estate.VPN} came back available on virtual private gateway ${VGW}`;
  const isTurned = (decisions: readonly string[]) => decisions.map((each) => each.startsWith('turn'));

  test.each<[string, Omit<Given, 'observed' | 'at'>]>([
    ['by another invocation, as the record says', { head: taken }],
    ['by another invocation that died before it could say so', {}],
    ['by this invocation', { attempts: modifyAccepted }],
  ])('%s: one alone turns nothing back, and modifies nothing again', (_, given) => {
    const once = [withoutRoutes, modifying, withoutRoutes, onTargetUnconfigured, withoutRoutes, withoutRoutes];
    const decisions = lookOn([modifying, modifying, ...once], given);
    expect(isTurned(decisions)).toEqual(decisions.map(() => false));
    expect(decisions.join()).not.toContain('move the VPN connection');
  });

  test('look after look for ten seconds is a connection that came back', () => {
    const decisions = lookOn([modifying, ...many(withoutRoutes, 6)], { head: taken });
    expect(isTurned(decisions.slice(0, 6))).toEqual(many(withoutRoutes, 6).map(() => false));
    expect(decisions[6]).toBe(cameBack);
  });

  test('and counts from the last look that showed anything else', () => {
    const decisions = lookOn([modifying, ...many(withoutRoutes, 5), modifying, ...many(withoutRoutes, 6)], { head: taken });
    expect(isTurned(decisions)).toEqual([...many(withoutRoutes, 12).map(() => false), true]);
  });
});

describe('a move that was given up because its connection came back', () => {
  const head = rollbackBegun(modified(estate.head, seconds(5)), 'it came back', seconds(50), true);

  test('is put back, where the connection stays on the old gateway', () => {
    expect(lookOn([beforeTheMove, beforeTheMove, beforeTheMove, beforeTheMove, beforeTheMove, beforeTheMove], { head }).at(-1)).toBe('restored');
  });

  test('is never modified back: once it is sure to stand on the new gateway, the move goes on', () => {
    const wait = 'wait to see where the VPN connection stands';
    expect(lookOn([afterTheMove, afterTheMove, afterTheMove, afterTheMove, afterTheMove, afterTheMove], { head })).toEqual([wait, wait, wait, wait, wait, 'cancel-rollback']);
    expect(rollbackCancelled(head, seconds(70))).toMatchObject({ intent: 'forward', intentSince: seconds(70), revision: head.revision + 1 });
    expect(rollbackCancelled(head, seconds(70))).not.toHaveProperty('cameBack');
    expect(rollbackCancelled(head, seconds(70))).not.toHaveProperty('cause');
  });

  test('is modified back when somebody asks for the way back', () => {
    const asked = takenOver(head, { requestId: 'request-2' }, 'the resource was deleted', seconds(55));
    expect(lookOn(Array.from({ length: 6 }, () => ({ ...afterTheMove, transitGatewayRouteTables: [] })), { head: asked }).at(-1))
      .toBe(`move the VPN connection to virtual private gateway ${VGW}`);
  });

  test('and goes on in the same way where only the request is another', () => {
    expect(takenOver(head, { requestId: 'request-2' }, undefined, seconds(55))).toHaveProperty('cameBack', true);
  });
});

test('on the way back one look at the old gateway while the forward modify runs out ends nothing', () => {
  const head = rollbackBegun(estate.head, 'the first cause', seconds(0));
  const decisions = lookOn([modifying, modifying, beforeTheMove, modifying, beforeTheMove], { head });
  expect(decisions.filter((each) => each === 'restored')).toEqual([]);
});

describe('back', () => {
  const head = rollbackBegun(estate.head, 'the first cause', seconds(0));
  const settled = { head, attempts: emptyAttemptLog(START, false), at: seconds(10) };
  const accepted = { head, attempts: logSuccess(emptyAttemptLog(START, false), MODIFY_BACK, seconds(5)), at: seconds(6) };
  test.each<[string, Given, string]>([
    ['nothing was changed: nothing to do but to make sure', { ...settled, observed: beforeTheMove }, 'restored'],
    ['which takes a moment, a modify may still show', { ...settled, observed: beforeTheMove, at: seconds(9) }, 'wait to see that the VPN connection stays where it was'],
    ['deleted static routes are made again', { ...settled, observed: withoutRoutes },
      ON_PREMISES.map((cidr) => `create static route ${cidr} of the VPN connection`).join('; ')],
    ['and waited for', { ...settled, observed: routesGoing('pending') }, `wait for static route ${ON_PREMISES[0]}, now pending`],
    ['on the new gateway its routes go first, while it is plain whose they are', { ...settled, observed: afterTheMove },
      ON_PREMISES.map((cidr) => `delete route ${cidr} in ${SPOKES}`).join('; ')],
    ['then the modify', { ...settled, observed: { ...afterTheMove, transitGatewayRouteTables: [] } }, `move the VPN connection to virtual private gateway ${VGW}`],
    ['VPC routes go back while EC2 provisions', { ...accepted, observed: { ...afterTheMove, connection: { ...connectionOnTgw, state: 'modifying' } } }, [
      ...ON_PREMISES.map((cidr) => `point route ${cidr} in ${STATIC_TABLE} to ${VGW}`),
      ...ON_PREMISES.map((cidr) => `delete route ${cidr} in ${PROPAGATING_TABLE}`),
    ].join('; ')],
    ['a forward modify under way is let run out', { ...settled, observed: modifying }, 'wait for the VPN connection to become available'],
    ['past its deadline it is held with what is missing', { ...settled, observed: routesGoing('pending'), at: seconds(1200) },
      ['held', `the back deadline passed while waiting for static route ${ON_PREMISES[0]}, now pending`,
        ...ON_PREMISES.map((cidr) => `waiting for static route ${cidr}, now pending`)].join(' | ')],
    ['a VPC route changed by hand is left as it is', {
      ...settled, observed: { ...beforeTheMove, vpcRouteTables: [estate.staticTable('eni-1'), estate.propagatingTable] },
    }, ['held', `changed by somebody else: route ${ON_PREMISES[0]} in ${STATIC_TABLE} leads to eni-1`,
      ...ON_PREMISES.map((cidr) => `route ${cidr} in ${STATIC_TABLE} leads to eni-1`)].join(' | ')],
  ])('%s', (_, given, expected) => {
    expect(inWords(decisionIn(given))).toBe(expected);
  });
});

test('the policy changes nothing it is given', () => {
  const frozen = deepFreeze({
    observed: structuredClone(beforeTheMove), head: structuredClone(estate.head), plan: structuredClone(estate.plan),
  });
  expect(() => decisionIn(frozen)).not.toThrow();
});

test.each<[Action, string]>([
  [{ do: 'delete-static-route', cidr: '10.1.0.0/16' }, 'deleting static route 10.1.0.0/16 of the VPN connection'],
  [MODIFY_BACK, `moving the VPN connection to virtual private gateway ${VGW}`],
  [{ do: 'disassociate-route-table', routeTableId: HUB, attachmentId: VPN_ATTACHMENT }, `disassociating ${VPN_ATTACHMENT} from ${HUB}`],
  [{ do: 'replace-vpc-route', routeTableId: STATIC_TABLE, destination: '10.1.0.0/16', to: MODIFY.to }, `pointing route 10.1.0.0/16 in ${STATIC_TABLE} to ${TGW}`],
])('a step that failed is named by what was being done', (step, expected) => {
  expect(describeActionInProgress(step)).toBe(expected);
});

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(deepFreeze);
  return Object.freeze(value);
}
