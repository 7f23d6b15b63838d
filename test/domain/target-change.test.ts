/**
 * The policy of a target that its template changes, as tables: where the connection stands and what is on record on the left,
 * what one request does on the right; what the two parts declare; and what a change of routes alone takes back.
 */
import * as estate from './estate';
import { gatewayOf, MoveDeclaration, TransitGatewayEnd, VirtualPrivateGatewayEnd } from '../../src/domain/declaration';
import { freshWitness, Next, nextSteps, witnessOfLook } from '../../src/domain/next-steps';
import { Observation, TransitGatewayAttachment } from '../../src/domain/observation';
import { planMove } from '../../src/domain/plan';
import { RecordHead } from '../../src/domain/record';
import { describeStep } from '../../src/domain/steps';
import { courseOfTarget, CREATION, TargetCourse, TargetRequest } from '../../src/domain/target-change/course';
import { moveBetween, rearrangement, standsOnTarget, TargetDeclaration, withdrawal } from '../../src/domain/target-change/declaration';
import { targetFromProperties, TargetProperties, targetToProperties } from '../../src/domain/target-change/properties';
import { concernsConnection, guardRefusal, optionsRefusal, replacementRefusal, strandedRoutesRefusal } from '../../src/domain/target-change/refusals';

const { CGW, HUB, ON_PREMISES, SPOKES, START, TGW, VGW, VPN, VPN_ATTACHMENT } = estate;
const OTHER_TABLE = 'tgw-rtb-0a1b2c3d4e5f60009';
const vgwEnd: VirtualPrivateGatewayEnd = { kind: 'virtual-private-gateway', id: VGW, propagatingRouteTableIds: [estate.PROPAGATING_TABLE] };
const tgwEnd = estate.declaration.to as TransitGatewayEnd;
const onVgw: TargetDeclaration = {
  part: 'BEFORE', connectionLogicalId: 'Vpn', target: vgwEnd, customerGatewayId: CGW, staticRoutes: ON_PREMISES,
  vpcRouteTables: estate.declaration.vpcRouteTables, onPremisesCidrs: [], forwardDeadlineSeconds: 1800, backDeadlineSeconds: 1200,
  acknowledgedFindings: [], verification: estate.declaration.verification, onRemoval: 'RETAIN', createOnly: { Type: 'ipsec.1' },
};
const onTgw: TargetDeclaration = { ...onVgw, target: tgwEnd };
const after = (declared: TargetDeclaration): TargetDeclaration => ({ ...declared, part: 'AFTER', vpnConnectionId: VPN });

const last = (declared: TargetDeclaration): TargetDeclaration => ({ ...declared, part: 'LAST' });

const OWNER = 'stack|Vpn';
const standingOnVgw = { gateway: { kind: 'virtual-private-gateway' as const, id: VGW }, customerGatewayId: CGW };
const standingOnTgw = { gateway: { kind: 'transit-gateway' as const, id: TGW }, customerGatewayId: CGW };
const elsewhere = { gateway: { kind: 'transit-gateway' as const, id: 'tgw-other' }, customerGatewayId: CGW };

const open: RecordHead = { ...estate.head, owner: OWNER, operationId: 'before', requestId: 'before', moveIdentity: 'target' };
const takenOver: RecordHead = { ...open, requestId: 'after' };
const turned: RecordHead = { ...open, intent: 'back' };
const completed: RecordHead = { ...open, status: 'completed' };
const restored: RecordHead = { ...turned, status: 'restored' };
const foreignOpen: RecordHead = { ...open, owner: 'stack|Other' };
const rearranging: RecordHead = { ...open, from: standingOnVgw.gateway, to: standingOnVgw.gateway };

describe('what one request is for', () => {
  const update = (declared: TargetDeclaration, former: TargetDeclaration): TargetRequest => ({ type: 'Update', requestId: 'request', owner: OWNER, declared, former });
  const create = (declared: TargetDeclaration): TargetRequest => ({ type: 'Create', requestId: 'request', owner: OWNER, declared });
  const remove = (declared: TargetDeclaration): TargetRequest => ({ type: 'Delete', requestId: 'request', owner: OWNER, declared });
  const forth = update(onTgw, onVgw);
  const forthAfter = update(after(onTgw), after(onVgw));
  const undone = update(onVgw, onTgw);
  const undoneAfter = update(after(onVgw), after(onTgw));

  type Row = [string, RecordHead | undefined, TargetRequest, typeof standingOnVgw | typeof standingOnTgw | undefined, boolean, string];
  const forward: Row[] = [
    ['a connection that is not there is left', undefined, forth, undefined, false, 'leave: there is no connection yet, or none any more'],
    ['a superseded request is refused', { ...open, supersededRequestIds: ['request'] }, forth, standingOnVgw, false,
      'refuse: request request was superseded by before, which has taken over'],
    ['somebody else\'s open operation is not entered', foreignOpen, forth, standingOnVgw, false,
      `refuse: operation before of stack|Other is open on ${VPN}; let it end first`],
    ['nor does it keep a rollback from ending', foreignOpen, undone, standingOnVgw, true, 'leave: operation before of stack|Other is at work on the connection'],
    ['a closed operation of somebody else is no hindrance', { ...foreignOpen, status: 'completed' }, forth, standingOnVgw, false, 'depart'],
    ['delivered again, an open operation of this request goes on', { ...open, requestId: 'request' }, forth, standingOnVgw, false, 'drive'],
    ['delivered again, a closed one is reported', { ...completed, requestId: 'request' }, forth, standingOnTgw, false, 'report'],
    ['the first part clears the way', undefined, forth, standingOnVgw, false, 'depart'],
    ['where the connection stays, the first part looks at what is made of it there', undefined, update(onVgw, onVgw), standingOnVgw, false, 'guard'],
    ['which it cannot without knowing what was before', undefined, { ...update(onVgw, onVgw), former: undefined }, standingOnVgw, false,
      'leave: the connection stands on its target'],
    ['also where somebody has moved it there already', undefined, forth, standingOnTgw, false, 'guard'],
    ['a connection that somebody moved is refused', undefined, forth, elsewhere, false,
      `refuse: it stands on transit gateway tgw-other with customer gateway ${CGW}, while CloudFormation knows it on virtual private gateway ${VGW} with customer gateway ${CGW}: somebody moved it; move it back, or deploy a template that names the gateway where it stands`],
    ['also where the former target is not known', undefined, { ...forth, former: undefined }, elsewhere, false,
      `refuse: it stands on transit gateway tgw-other with customer gateway ${CGW}, while the former target is not known: somebody moved it; move it back, or deploy a template that names the gateway where it stands`],
    ['what an earlier deployment left open is settled, forward where it stands on the old side turns back', open, forth, standingOnVgw, false, 'settle back: a later deployment came'],
    ['and towards the new side where it stands there', turned, forth, standingOnTgw, false, 'settle forward: a later deployment came'],
    ['the way back goes on as it is', turned, forth, standingOnVgw, false, 'settle'],
    ['and so does the way forward', open, forth, standingOnTgw, false, 'settle'],
    ['elsewhere it is settled as it was', open, forth, elsewhere, false, 'settle'],
    ['the second part goes on with what the first has opened', open, forthAfter, standingOnTgw, false, 'drive'],
    ['but not with what a rollback has left', turned, forthAfter, standingOnTgw, false, 'settle forward: a later deployment came'],
    ['the second part arranges routes alone', undefined, update(after(onVgw), after(onVgw)), standingOnVgw, false, 'arrange'],
    ['the second part refuses a connection that was not moved', undefined, forthAfter, standingOnVgw, false,
      `refuse: it stands on virtual private gateway ${VGW} with customer gateway ${CGW}, and CloudFormation should have moved it to transit gateway ${TGW} with customer gateway ${CGW}`],
  ];
  const creation: Row[] = [
    ['a first part that finds the connection there leaves it', undefined, create(onVgw), standingOnVgw, false, 'leave: the connection was there before, and stays where it is'],
    ['but not when its target is to change at once', undefined, create(onTgw), standingOnVgw, false,
      `refuse: it stands on virtual private gateway ${VGW} with customer gateway ${CGW}, and the template wants transit gateway ${TGW} with customer gateway ${CGW}: the deployment that begins to look after its routes must leave its target as it is; change that in the next one`],
    ['the second part makes the routes of a new connection', undefined, create(after(onVgw)), standingOnVgw, false, 'arrange'],
    ['and compares those of an adopted one', undefined, create({ ...after(onVgw), adopted: true }), standingOnVgw, false, 'compare'],
    ['while its stack rolls back, a creation still arranges', undefined, create(after(onVgw)), standingOnVgw, true, 'arrange'],
  ];
  const rollback: Row[] = [
    ['an open way forward turns back', open, undone, standingOnTgw, true, 'drive back: the stack is rolled back'],
    ['an open way back goes on', turned, undoneAfter, standingOnVgw, true, 'drive'],
    ['a completed move is undone where it stands on the new side', completed, undone, standingOnTgw, true, 'return'],
    ['and where CloudFormation has moved it back already', completed, undoneAfter, standingOnVgw, true, 'return'],
    ['a restored one is left', restored, undoneAfter, standingOnVgw, true, 'leave: the connection stands where it stood, with its routes'],
    ['one that was never recorded, too', undefined, undoneAfter, standingOnVgw, true, 'leave: the connection stands where it stood, with its routes'],
    ['a change of routes is put back by the second part', { ...rearranging, status: 'completed' }, undoneAfter, standingOnVgw, true, 'arrange'],
    ['the first part refuses nothing then, whatever it undoes', undefined, undone, standingOnVgw, true, 'leave: the connection stands where it stood, with its routes'],
    ['a connection that was made in the place of another one gets its routes', undefined, { ...undoneAfter, former: { ...after(onVgw), vpnConnectionId: 'vpn-other' } },
      standingOnVgw, true, 'arrange'],
    ['and not by the first', { ...rearranging, status: 'completed' }, undone, standingOnVgw, true, 'leave: the connection stands where it stood'],
    ['without a record nothing is brought back', undefined, undone, standingOnTgw, true,
      `refuse: it stands on transit gateway ${TGW} with customer gateway ${CGW}, and no record tells how it is brought back to virtual private gateway ${VGW} with customer gateway ${CGW}`],
    ['nor by the record of an operation that was undone', restored, undone, standingOnTgw, true,
      `refuse: it stands on transit gateway ${TGW} with customer gateway ${CGW}, and no record tells how it is brought back to virtual private gateway ${VGW} with customer gateway ${CGW}`],
  ];
  const deletion: Row[] = [
    ['an open operation ends where the connection stands: on the old side', open, remove(onTgw), standingOnVgw, true,
      'drive back: the connection did not come to stand on its new target'],
    ['on the new side, forward', open, remove(onVgw), standingOnTgw, false, 'drive'],
    ['on the new side, although it was on its way back', turned, remove(onVgw), standingOnTgw, false,
      'drive forward: the connection did not come to stand on its new target'],
    ['delivered again, it is reported', { ...completed, requestId: 'request' }, remove(onVgw), standingOnTgw, false, 'report'],
    ['the clean-up after a success leaves the routes', completed, remove(after(onVgw)), standingOnTgw, false, 'leave: the routes are where the connection stands'],
    ['the clean-up after a rollback in which nobody was reached puts them back', completed, remove(after(onTgw)), standingOnVgw, true, 'return'],
    ['but once only', restored, remove(after(onTgw)), standingOnVgw, true, 'leave: the routes are where the connection stands'],
    ['removal with RETAIN leaves the routes', undefined, remove(after(onTgw)), standingOnTgw, false, 'leave: the routes stay with the connection'],
    ['removal with DELETE withdraws them', undefined, remove({ ...after(onTgw), onRemoval: 'DELETE' }), standingOnTgw, false, 'withdraw'],
    ['of the two parts the second does', undefined, remove({ ...onTgw, onRemoval: 'DELETE' }), standingOnTgw, false, 'leave: the routes are where the connection stands'],
    ['a creation that is rolled back withdraws what it made', { ...completed, moveIdentity: CREATION }, remove(after(onTgw)), standingOnTgw, true, 'withdraw'],
    ['and nothing that was adopted after it had been made and given up', { ...completed, moveIdentity: CREATION }, remove({ ...after(onTgw), adopted: true }), standingOnTgw, true,
      'leave: the routes stay with the connection'],
    ['nor anything else that was adopted', undefined, remove({ ...after(onTgw), onRemoval: 'DELETE' }), standingOnTgw, true, 'leave: the routes stay with the connection'],
  ];

  const lastPart: Row[] = [
    ['it leaves the way forward to the others', open, update(last(onTgw), last(onVgw)), standingOnVgw, false, 'leave: the last part has something to do when its outdated id is deleted'],
    ['also what an earlier deployment left open', turned, update(last(onTgw), last(onVgw)), standingOnTgw, false, 'leave: the last part has something to do when its outdated id is deleted'],
    ['and the way back', open, update(last(onVgw), last(onTgw)), standingOnTgw, true, 'leave: the last part has something to do when its outdated id is deleted'],
    ['created, it leaves a connection that is there', undefined, create(last(onVgw)), standingOnVgw, false, 'leave: the last part has something to do when its outdated id is deleted'],
    ['after a success it leaves the routes', completed, remove(last(onVgw)), standingOnTgw, false, 'leave: the routes are where the connection stands'],
    ['what nobody has put back, it does', turned, remove(last(onTgw)), standingOnVgw, true, 'drive'],
    ['also what had come to its end before something failed', completed, remove(last(onTgw)), standingOnVgw, true, 'return'],
    ['what is back it leaves', restored, remove(last(onTgw)), standingOnVgw, true, 'leave: the routes are where the connection stands'],
    ['removed with DELETE, it withdraws nothing', undefined, remove({ ...last(onTgw), onRemoval: 'DELETE' }), standingOnTgw, false, 'leave: the routes are where the connection stands'],
    ['made in a deployment that is undone, it leaves what was adopted', undefined, remove(last(onVgw)), standingOnVgw, true, 'leave: the routes are where the connection stands'],
  ];

  test.each([...forward, ...creation, ...rollback, ...deletion])('%s', (_, head, request, standing, rollingBack, expected) => {
    const course = courseOfTarget(head, request, standing, { rollingBack, cleaningUp: false, keepsConnection: false });
    expect(inWords(course)).toBe(expected);
  });

  test.each(lastPart)('the last part: %s', (_, head, request, standing, rollingBack, expected) => {
    const course = courseOfTarget(head, request, standing, { rollingBack, cleaningUp: true, keepsConnection: false });
    expect(inWords(course)).toBe(expected);
  });

  test.each<[string, RecordHead | undefined, typeof standingOnVgw | typeof standingOnTgw, string]>([
    ['nobody comes after it: a person is asked', open, standingOnTgw, 'stop'],
    ['nor where EC2 has put it somewhere else', open, elsewhere, 'stop'],
    ['the second part has begun, and is asked again', takenOver, standingOnTgw, 'leave: the connection is still to be moved back, and the other parts see to that'],
    ['the second part has ended', { ...takenOver, status: 'completed' }, standingOnTgw, 'leave: the connection is still to be moved back, and the other parts see to that'],
    ['it never left', open, standingOnVgw, 'drive back: the connection did not come to stand on its new target'],
    ['it has come back before', turned, standingOnVgw, 'drive'],
    ['nothing is on record', undefined, standingOnTgw, 'leave: the connection is still to be moved back, and the other parts see to that'],
  ])('the last part is deleted in its turn in a rollback, and the connection is still to be moved back: %s', (_, head, standing, expected) => {
    const course = courseOfTarget(head, remove(last(onTgw)), standing, { rollingBack: true, cleaningUp: false, keepsConnection: false });
    expect(inWords(course)).toBe(expected);
  });

  const inWords = (course: TargetCourse): string => {
    const turn = 'turn' in course && course.turn !== undefined ? ` ${course.turn}: ${course.cause}` : '';
    return `${course.kind}${'reason' in course ? `: ${course.reason}` : turn}`;
  };

  test.each([
    ['a removal that would withdraw them', remove({ ...after(onTgw), onRemoval: 'DELETE' }), false, 'the routes stay with the connection'],
    ['the end of an operation', remove(onVgw), false, 'the routes are where the connection stands'],
  ])('where the stack keeps the connection, the custom resources alone go, and no route with them: %s', (_, request, rollingBack, reason) => {
    expect(courseOfTarget(undefined, request, standingOnTgw, { rollingBack, cleaningUp: false, keepsConnection: true })).toEqual({ kind: 'leave', reason });
  });

  test('a creation that is rolled back withdraws what it made, whatever the template that the stack returns to says', () => {
    const made = { ...completed, moveIdentity: CREATION };
    const stack = { rollingBack: true, cleaningUp: false, keepsConnection: true };
    const course = courseOfTarget(made, remove(after(onTgw)), standingOnTgw, stack);
    expect(course.kind).toBe('withdraw');
  });
});

describe('what the parts declare', () => {
  test('stands on its target on both its ends, or does not', () => {
    expect([standingOnVgw, standingOnTgw, { ...standingOnVgw, customerGatewayId: 'cgw-other' }].map((standing) => standsOnTarget(standing, onVgw))).toEqual([true, false, false]);
  });

  test('a change of the gateway is a move whose modify CloudFormation makes, with the plan and the window that were asked for', () => {
    const window = { notBefore: START, notAfter: START + 1 };
    const move = moveBetween(onVgw, { ...onTgw, approvedPlan: 'sha256:1', window }, VPN);
    expect(move).toEqual(expect.objectContaining({
      vpnConnectionId: VPN, from: vgwEnd, to: tgwEnd, modifiedBy: 'CLOUDFORMATION', onPremisesCidrs: ON_PREMISES, formerOnPremisesCidrs: ON_PREMISES,
      vpcRouteTables: onTgw.vpcRouteTables, approvedPlan: 'sha256:1', window, onStackRollback: 'MOVE_BACK', stage: 'CUT_OVER',
    }));
    expect(move.customerGateway).toBeUndefined();
  });

  test('a change of the customer gateway alone touches no VPC route table', () => {
    const move = moveBetween(onTgw, { ...onTgw, customerGatewayId: 'cgw-new' }, VPN);
    expect(move).toEqual(expect.objectContaining({ customerGateway: { fromId: CGW, toId: 'cgw-new' }, vpcRouteTables: [] }));
  });

  const bareTgw = { ...tgwEnd, associationRouteTableId: '', propagationRouteTableIds: [], staticRouteTableIds: [] };
  const bareVgw = { ...vgwEnd, propagatingRouteTableIds: [] };
  test.each<[string, MoveDeclaration, Partial<MoveDeclaration>]>([
    ['routes that change on one gateway', rearrangement({ ...onTgw, staticRoutes: ['10.9.0.0/16'] }, onTgw, VPN),
      { from: tgwEnd, to: tgwEnd, formerOnPremisesCidrs: ['10.9.0.0/16'], onPremisesCidrs: ON_PREMISES }],
    ['with BGP, the networks that were declared', rearrangement({ ...onTgw, staticRoutes: [], onPremisesCidrs: ['10.9.0.0/16'] }, { ...onTgw, staticRoutes: [], onPremisesCidrs: ['10.8.0.0/16'] }, VPN),
      { formerOnPremisesCidrs: ['10.9.0.0/16'], onPremisesCidrs: ['10.8.0.0/16'] }],
    ['routes where none were declared', rearrangement(undefined, onTgw, VPN), { from: bareTgw, to: tgwEnd, formerOnPremisesCidrs: [] }],
    ['routes that were declared on another gateway', rearrangement(onVgw, onTgw, VPN), { from: bareTgw, to: tgwEnd, formerOnPremisesCidrs: [] }],
    ['routes withdrawn from a transit gateway', withdrawal(onTgw, VPN), { from: tgwEnd, to: bareTgw, formerOnPremisesCidrs: ON_PREMISES, onPremisesCidrs: [] }],
    ['routes withdrawn from a virtual private gateway', withdrawal(onVgw, VPN), { from: vgwEnd, to: bareVgw, formerOnPremisesCidrs: ON_PREMISES, onPremisesCidrs: [] }],
  ])('%s', (_, declared, expected) => {
    expect(declared).toEqual(expect.objectContaining(expected));
    expect(declared).toEqual(expect.objectContaining({ vpcRouteTables: [], verification: { tunnels: 'NONE', withinSeconds: 1, alarmNames: [], bakeSeconds: 0 } }));
  });

  test('no change of routes waits for a plan or a window: no traffic stops for it', () => {
    const move = rearrangement(onTgw, { ...onTgw, approvedPlan: 'sha256:1', window: { notBefore: 1, notAfter: 2 } }, VPN);
    expect([move.approvedPlan, move.window]).toEqual([undefined, undefined]);
  });
});

describe('refusals', () => {
  test.each<[string, readonly string[], TargetDeclaration, TargetDeclaration, string | undefined]>([
    ['a gateway that can be changed in place', ['Type'], onVgw, onTgw, undefined],
    ['a gateway that cannot', ['Type', 'VpnGatewayId', 'TransitGatewayId'], onVgw, onTgw, 'cannot change VpnGatewayId and TransitGatewayId in place'],
    ['a gateway that cannot, and stays', ['Type', 'VpnGatewayId', 'TransitGatewayId'], onVgw, onVgw, undefined],
    ['a customer gateway that cannot', ['CustomerGatewayId'], onVgw, { ...onVgw, customerGatewayId: 'cgw-new' }, 'cannot change CustomerGatewayId in place'],
    ['something else that changes as well', [], onVgw, { ...onTgw, createOnly: { Type: 'ipsec.2' } }, 'Type would change in the same deployment'],
    ['something else that comes or goes', [], { ...onVgw, createOnly: { StaticRoutesOnly: 'true' } }, onTgw, 'StaticRoutesOnly, Type would change in the same deployment'],
  ])('%s', (_, today, former, wanted, expected) => {
    const refusal = replacementRefusal(VPN, today, former, wanted);
    if (expected === undefined) expect(refusal).toBeUndefined();
    else expect(refusal).toMatch(new RegExp(`^changing the target of VPN connection ${VPN}: .*${expected}.*Nothing was changed`));
  });

  const withTunnels = (declared: TargetDeclaration, tunnelOptions: string[], acknowledgedFindings: string[] = []) =>
    ({ ...declared, tunnelOptions, acknowledgedFindings });
  test.each<[string, TargetDeclaration, TargetDeclaration, string | undefined]>([
    ['options that stay', withTunnels(onVgw, ['a', 'a']), withTunnels(onTgw, ['a', 'a']), undefined],
    ['options that change with the target', withTunnels(onVgw, ['a', 'a']), withTunnels(onTgw, ['a', 'b']), 'VpnTunnelOptionsSpecifications would change'],
    ['options that are new', onVgw, { ...withTunnels(onTgw, ['b', '']), options: { TunnelBandwidth: 'large' } },
      'TunnelBandwidth, VpnTunnelOptionsSpecifications would change'],
    ['tunnels that are named, and have none', onVgw, withTunnels(onTgw, ['', '']), undefined],
    ['which is accepted', withTunnels(onVgw, ['a', 'a']), withTunnels(onTgw, ['b', 'b'], [`options-change-too:${VPN}`]), undefined],
    ['which is accepted for another connection', withTunnels(onVgw, ['a', 'a']), withTunnels(onTgw, ['b', 'b'], ['options-change-too:vpn-other']),
      `add 'options-change-too:${VPN}'`],
  ])('%s', (_, former, wanted, expected) => {
    const refusal = optionsRefusal(VPN, former, wanted);
    if (expected === undefined) expect(refusal).toBeUndefined();
    else expect(refusal).toContain(expected);
  });

  test('options that would replace the connection, whatever is accepted', () => {
    const wanted = withTunnels(onTgw, ['b', 'b'], [`options-change-too:${VPN}`]);
    expect(replacementRefusal(VPN, ['VpnTunnelOptionsSpecifications'], withTunnels(onVgw, ['a', 'b']), wanted)).toContain('VpnTunnelOptionsSpecifications would change');
    expect(replacementRefusal(VPN, ['VpnTunnelOptionsSpecifications'], withTunnels(onVgw, ['b', 'b']), wanted)).toBeUndefined();
  });

  const staticTo = (declared: TargetDeclaration, StaticRoutesOnly: string, accepted: string[] = []) =>
    ({ ...declared, createOnly: { Type: 'ipsec.1', StaticRoutesOnly }, acknowledgedFindings: accepted });
  const REPLACED = [`connection-replaced:${VPN}`];
  const BOTH = [`both-tunnels-change:${VPN}`];
  const FROZEN = ['Type', 'StaticRoutesOnly', 'EnableAcceleration'];
  const destroyed = (declared: TargetDeclaration): TargetDeclaration => ({ ...declared, onRemoval: 'DELETE' });
  const wider = (declared: TargetDeclaration, accepted: string[] = []) => ({ ...declared, options: { TunnelBandwidth: 'large' }, acknowledgedFindings: accepted });

  test.each<[string, readonly string[], TargetDeclaration, TargetDeclaration, string | undefined]>([
    ['nothing that concerns the connection', FROZEN, onVgw, { ...onVgw, staticRoutes: [] }, undefined],
    ['another kind of routing', FROZEN, staticTo(onTgw, 'true'), staticTo(onTgw, 'false'),
      `StaticRoutesOnly \\(true to false\\) would change, for which .* The kind of routing of a connection is create-only. Nothing was changed. Put back .* second connection beside .* add '${REPLACED[0]}' to \`acknowledgedFindings\`, and delete its static routes in ${SPOKES} by hand before`],
    ['a property that comes', FROZEN, onTgw, { ...onTgw, createOnly: { Type: 'ipsec.1', EnableAcceleration: 'true' } }, 'EnableAcceleration \\(unset to true\\) would change'],
    ['one that goes', FROZEN, { ...onTgw, createOnly: { Type: 'ipsec.1', EnableAcceleration: 'true' } }, onTgw, 'EnableAcceleration \\(true to unset\\) would change'],
    ['what the region changes in place by now', ['Type'], staticTo(onTgw, 'true'), staticTo(onTgw, 'false'), undefined],
    ['which is accepted', FROZEN, staticTo(onTgw, 'true'), staticTo(onTgw, 'false', REPLACED), undefined],
    ['but for another connection', FROZEN, staticTo(onTgw, 'true'), staticTo(onTgw, 'false', ['connection-replaced:vpn-other']), `add '${REPLACED[0]}'`],
    ['a retained one would be in the way', FROZEN, staticTo(onVgw, 'true'), staticTo(onVgw, 'false'),
      `add '${REPLACED[0]}' to \`acknowledgedFindings\`, and set \`removalPolicy\` to DESTROY, .* no second one between ${CGW} and ${VGW}`],
    ['accepted or not', FROZEN, staticTo(onVgw, 'true'), staticTo(onVgw, 'false', REPLACED), 'or accept it: set \`removalPolicy\` to DESTROY'],
    ['unless it goes', FROZEN, staticTo(onVgw, 'true'), destroyed(staticTo(onVgw, 'false', REPLACED)), undefined],
    ['tunnel options that replace it', ['VpnTunnelOptionsSpecifications'], onTgw, withTunnels(onTgw, ['a', ''], BOTH), `VpnTunnelOptionsSpecifications would change, .* add '${REPLACED[0]}'`],
    ['those of both tunnels, where the replacement is accepted', ['VpnTunnelOptionsSpecifications'], onTgw, withTunnels(onTgw, ['a', 'a'], REPLACED), undefined],
    ['the options of one tunnel', FROZEN, withTunnels(onVgw, ['a', 'a']), withTunnels(onVgw, ['b', 'a']), undefined],
    ['those of the other', FROZEN, withTunnels(onVgw, ['b', 'a']), withTunnels(onVgw, ['b', 'b']), undefined],
    ['of one that had none', FROZEN, onVgw, withTunnels(onVgw, ['', 'b']), undefined],
    ['of both', FROZEN, withTunnels(onVgw, ['a', 'a']), withTunnels(onVgw, ['b', 'b']),
      `VpnTunnelOptionsSpecifications would change of both tunnels, .* both would be DOWN at the same time. Nothing was changed. Deploy the options of one tunnel, .* add '${BOTH[0]}'`],
    ['of both, taken away', FROZEN, withTunnels(onVgw, ['a', 'a']), onVgw, 'of both tunnels'],
    ['of both, which is accepted', FROZEN, withTunnels(onVgw, ['a', 'a']), withTunnels(onVgw, ['b', 'b'], BOTH), undefined],
    ['but for another connection', FROZEN, onVgw, withTunnels(onVgw, ['b', 'b'], ['both-tunnels-change:vpn-other']), 'of both tunnels'],
    ['the bandwidth, which is one call for both tunnels', FROZEN, onTgw, wider(onTgw), `TunnelBandwidth would change, .* both would be DOWN .* Put it back, or accept .* add '${BOTH[0]}'`],
    ['the bandwidth, which is accepted', FROZEN, onTgw, wider(onTgw, BOTH), undefined],
    ['a gateway that would replace it, with the connection there already', ['TransitGatewayId'], onVgw, onTgw, 'cannot change TransitGatewayId in place'],
    ['both tunnels, with the connection there already', FROZEN, onVgw, withTunnels(onTgw, ['b', 'b']), 'of both tunnels'],
  ])('where the connection stays: %s', (_, today, former, wanted, expected) => {
    const refusal = guardRefusal(VPN, today, former, wanted);
    if (expected === undefined) expect(refusal).toBeUndefined();
    else expect(refusal).toMatch(new RegExp(`^(changing the target of )?VPN connection ${VPN}: .*${expected}`));
    if (expected !== undefined) expect([refusal?.includes('Nothing was changed'), concernsConnection(former, wanted)]).toEqual([true, true]);
  });

  test('nobody is asked for the schema where no edit concerns the connection', () => {
    expect(concernsConnection(onVgw, { ...onVgw, staticRoutes: [], forwardDeadlineSeconds: 60 })).toBe(false);
  });

  const route = (logicalId: string, retained: boolean | 'unknown') => ({ logicalId, retained });
  test.each<[string, Parameters<typeof strandedRoutesRefusal>[1], readonly string[], string | undefined]>([
    ['no routes', [], [], undefined],
    ['routes that are retained', [route('A', true)], [], undefined],
    ['a route that goes with its resource', [route('A', false), route('B', true)], [], '(A),'],
    ['which nobody can accept', [route('A', false)], ['route-resource:A'], '(A),'],
    ['a route of which nobody can tell', [route('A', 'unknown')], [], 'add \'route-resource:A\' to `acknowledgedFindings`'],
    ['which is accepted', [route('A', 'unknown')], ['route-resource:A'], undefined],
  ])('%s', (_, routes, acknowledged, expected) => {
    const refusal = strandedRoutesRefusal(VPN, routes, acknowledged);
    if (expected === undefined) expect(refusal).toBeUndefined();
    else expect(refusal).toContain(expected);
  });
});

describe('through CloudFormation, which turns every scalar into a string', () => {
  const everything: TargetDeclaration = {
    ...after(onTgw), stackVpcRoutes: [{ routeTableId: OTHER_TABLE, destinations: ON_PREMISES }], options: { TunnelBandwidth: 'large' },
    tunnelOptions: ['', 'digest'],
    acknowledgedFindings: ['a:b'], approvedPlan: 'sha256:1', window: { notBefore: START, notAfter: START + 60_000 }, onRemoval: 'DELETE',
    verification: { tunnels: 2, withinSeconds: 60, alarmNames: ['Alarm'], bakeSeconds: 30 },
  };
  test.each<[string, TargetDeclaration]>([['the least', onVgw], ['the most', everything], ['BGP', { ...onTgw, staticRoutes: [], onPremisesCidrs: ON_PREMISES }]])('%s', (_, declared) => {
    const travelled = JSON.parse(JSON.stringify(targetToProperties(declared)), (__, value: unknown) =>
      (typeof value === 'number' || typeof value === 'boolean' ? String(value) : value)) as TargetProperties;
    expect(targetFromProperties(declared.part, travelled)).toEqual(declared);
  });

  test.each([['true', true], ['false', false]])('whether it was adopted is the answer of the first part: %s', (text, adopted) => {
    expect(targetFromProperties('AFTER', { ...targetToProperties(onVgw), Adopted: text }).adopted).toBe(adopted);
  });

  test.each<[string, Partial<TargetProperties>]>([
    ['Connection', { Connection: '' }], ['CustomerGatewayId', { CustomerGatewayId: '' }], ['OnRemoval', { OnRemoval: 'SNAPSHOT' }],
    ['ForwardDeadlineSeconds', { ForwardDeadlineSeconds: 'soon' }], ['BackDeadlineSeconds', { BackDeadlineSeconds: '-1' }],
  ])('what is never written is refused: %s', (property, changes) => {
    expect(() => targetFromProperties('BEFORE', { ...targetToProperties(onVgw), ...changes })).toThrow(property);
  });
});

describe('a change of routes alone', () => {
  /** Two of the networks stay, one goes and one comes. */
  const fewer = ['10.2.0.0/16', '10.3.0.0/16', '10.4.0.0/16'];

  function next(move: MoveDeclaration, seen: Observation): string {
    const survey = { ...estate.survey, connection: seen.connection };
    const plan = planMove(survey, move);
    const head: RecordHead = { ...estate.head, from: gatewayOf(move.from), to: gatewayOf(move.to) };
    return inWords(nextSteps(seen, { head, plan }, move, START + 1000, freshWitness(START, true)));
  }

  function inWords(decision: Next): string {
    switch (decision.kind) {
      case 'act': return decision.steps.map(describeStep).join('; ');
      case 'wait': return `wait ${decision.reason}`;
      case 'close': return [decision.status, ...decision.missing ?? []].join(' | ');
      default: return decision.kind;
    }
  }

  test('plans both sides as they were declared, and nothing that was merely seen', () => {
    const move = rearrangement({ ...onTgw, staticRoutes: ['10.9.0.0/16'] }, onTgw, VPN);
    const survey = { ...estate.survey, connection: estate.connectionOnTgw, attachments: [estate.vpnAttachment] };
    const { from, to, vpcRoutes } = planMove(survey, move);
    expect(from.transitGatewayRoutes).toEqual([{ routeTableId: SPOKES, cidr: '10.9.0.0/16' }]);
    expect(to.transitGatewayRoutes).toEqual(ON_PREMISES.map((cidr) => ({ routeTableId: SPOKES, cidr })));
    expect([from.associationRouteTableId, to.associationRouteTableId, vpcRoutes]).toEqual([HUB, HUB, []]);
  });

  test('plans no static route for a connection with BGP, and no association where none is declared', () => {
    const bgp = { ...estate.connectionOnVgw, routing: 'bgp' as const };
    const planned = planMove({ ...estate.survey, connection: bgp }, rearrangement(undefined, onVgw, VPN));
    expect(planned.to.staticRoutes).toEqual([]);
    expect(planMove(estate.survey, rearrangement(undefined, onTgw, VPN)).from.associationRouteTableId).toBeUndefined();
  });

  const [spokes] = estate.afterTheMove.transitGatewayRouteTables;
  const seenOnTgw = (attachment: Partial<TransitGatewayAttachment>, routes = spokes.routes): Observation => ({
    ...estate.afterTheMove, attachments: [{ ...estate.vpnAttachment, ...attachment }], transitGatewayRouteTables: [{ ...spokes, routes }],
  });
  const tgwWith = (changes: Partial<TransitGatewayEnd>): TargetDeclaration => ({ ...onTgw, target: { ...tgwEnd, ...changes } });
  const edited = (former: TargetDeclaration, wanted: TargetDeclaration) => rearrangement(former, wanted, VPN);
  const toFewer = edited(onVgw, { ...onVgw, staticRoutes: fewer });
  const withRoutes = (...cidrs: string[]): Observation =>
    ({ ...estate.beforeTheMove, connection: { ...estate.connectionOnVgw, staticRoutes: cidrs.map((cidr) => ({ cidr, state: 'available' })) } });
  const leadsElsewhere = spokes.routes.map((route) =>
    (route.destination === '10.1.0.0/16' ? { ...route, attachmentIds: ['tgw-attach-other'] } : route));
  const propagatingTo = (...ids: string[]) => ({ propagations: ids.map((routeTableId) => ({ routeTableId, state: 'enabled' })) });

  test.each<[string, MoveDeclaration, Observation, string]>([
    ['a former static route goes, a new one comes', toFewer, withRoutes(...ON_PREMISES),
      'delete static route 10.1.0.0/16 of the VPN connection; create static route 10.4.0.0/16 of the VPN connection'],
    ['a static route that was never declared is left', toFewer, withRoutes(...fewer, '10.99.0.0/16'), 'completed'],
    ['VPC propagation that is declared no more is switched off', edited(onVgw, { ...onVgw, target: { ...vgwEnd, propagatingRouteTableIds: [] } }), withRoutes(...ON_PREMISES),
      `disable propagation of ${VGW} to ${estate.PROPAGATING_TABLE}`],
    ['VPC propagation that somebody else switched on is left', edited({ ...onVgw, target: { ...vgwEnd, propagatingRouteTableIds: [] } }, { ...onVgw, target: { ...vgwEnd, propagatingRouteTableIds: [] } }),
      withRoutes(...ON_PREMISES), 'completed'],
    ['a former transit gateway route goes, a new one comes', edited(onTgw, { ...onTgw, staticRoutes: fewer }), seenOnTgw({}),
      `create route 10.4.0.0/16 in ${SPOKES} to ${VPN_ATTACHMENT}; delete route 10.1.0.0/16 in ${SPOKES}`],
    ['a former transit gateway route that leads elsewhere now is somebody else\'s', edited(onTgw, { ...onTgw, staticRoutes: ['10.2.0.0/16', '10.3.0.0/16'] }), seenOnTgw({}, leadsElsewhere), 'completed'],
    ['a former association is left for the new one', edited(onTgw, tgwWith({ associationRouteTableId: OTHER_TABLE })), seenOnTgw({}), `disassociate ${VPN_ATTACHMENT} from ${HUB}`],
    ['an association that somebody made is foreign', edited(onTgw, onTgw), seenOnTgw({ association: { routeTableId: OTHER_TABLE, state: 'associated' } }),
      `held | ${VPN_ATTACHMENT} is associated with ${OTHER_TABLE}`],
    ['so is one with a table that it was to propagate to', edited(tgwWith({ propagationRouteTableIds: [OTHER_TABLE] }), onTgw),
      seenOnTgw({ association: { routeTableId: OTHER_TABLE, state: 'associated' } }),
      `held | ${VPN_ATTACHMENT} is associated with ${OTHER_TABLE}`],
    ['a former propagation ends, a new one begins', edited(tgwWith({ propagationRouteTableIds: [OTHER_TABLE] }), tgwWith({ propagationRouteTableIds: [SPOKES] })), seenOnTgw(propagatingTo(OTHER_TABLE)),
      `enable propagation of ${VPN_ATTACHMENT} to ${SPOKES}; disable propagation of ${VPN_ATTACHMENT} to ${OTHER_TABLE}`],
    ['a propagation that somebody made is foreign', edited(onTgw, onTgw), seenOnTgw(propagatingTo(OTHER_TABLE)),
      `held | ${VPN_ATTACHMENT} propagates to ${OTHER_TABLE}`],
    ['withdrawn, an attachment keeps nothing that was declared', withdrawal(tgwWith({ propagationRouteTableIds: [OTHER_TABLE] }), VPN), seenOnTgw(propagatingTo(OTHER_TABLE)),
      [`disassociate ${VPN_ATTACHMENT} from ${HUB}`, `disable propagation of ${VPN_ATTACHMENT} to ${OTHER_TABLE}`, ...ON_PREMISES.map((cidr) => `delete route ${cidr} in ${SPOKES}`)].join('; ')],
  ])('%s', (_, move, seen, expected) => {
    expect(next(move, seen)).toBe(expected);
  });
});

describe('nothing stands in the way of CloudFormation\'s modify', () => {
  const move = moveBetween(onVgw, onTgw, VPN);
  const plan = planMove({ ...estate.survey, connection: estate.connectionOnVgw }, move);
  const cleared: Observation = { ...estate.beforeTheMove, connection: { ...estate.connectionOnVgw, staticRoutes: [] } };
  const [spokes] = estate.afterTheMove.transitGatewayRouteTables;
  const clearedOnTgw: Observation = { ...estate.afterTheMove, transitGatewayRouteTables: [{ ...spokes, routes: [] }] };

  test.each<[string, RecordHead['intent'], Observation, number, string]>([
    ['forward nobody has called it yet', 'forward', cleared, 0, 'ready for CloudFormation to modify the VPN connection'],
    ['on the way back it may have been called, and the look be behind', 'back', clearedOnTgw, 9, 'wait to see where the VPN connection stands'],
    ['look after look shows that it was not', 'back', clearedOnTgw, 10, 'ready for CloudFormation to modify the VPN connection'],
  ])('%s', (_, intent, seen, seconds, expected) => {
    const head: RecordHead = { ...estate.head, intent, intentSince: START, from: gatewayOf(move.from), to: gatewayOf(move.to) };
    const now = START + seconds * 1000;
    const next = nextSteps(seen, { head, plan }, move, now, witnessOfLook(freshWitness(START, false), seen, START));
    expect(`${next.kind}${'reason' in next ? ` ${next.reason}` : ''}`).toBe(expected);
  });
});
