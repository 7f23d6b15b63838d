/**
 * The policy of a target that its template changes, as tables: where the connection stands and what is on record on the left,
 * what one request does on the right; what the parts declare; what is refused; and what a template's properties make of it.
 */
import * as estate from './estate';
import { Snapshot } from '../../lambda/engine/observation';
import { RecordHead } from '../../lambda/engine/record';
import { withObservedSource } from '../../lambda/engine/target-change/observed-source';
import { concernsConnection, guardRefusal, optionsRefusal, replacementRefusal, tagRefusal } from '../../lambda/engine/target-change/refusals';
import {
  decideTargetRequest, identityOfHandOver, StackState, TargetRequest, TargetRequestDecision,
} from '../../lambda/engine/target-change/request-decision';
import { MoveDeclaration, TransitGatewayEnd, VirtualPrivateGatewayEnd } from '../../src/contract/declaration';
import { Properties } from '../../src/contract/property-codec';
import {
  ConnectionLocation, formerTargetOf, handOver, isOnTarget, moveBetween, nameOfTarget, TargetDeclaration,
} from '../../src/contract/target-declaration';
import {
  afterPartFromProperties, afterPartToProperties, declaredByLast, targetFromProperties, targetToProperties, watchedFromProperties,
  watchedToProperties,
} from '../../src/contract/target-properties';

const { CGW, HUB, ON_PREMISES, SPOKES, START, TGW, VGW, VPN } = estate;
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

/** Of which the template says nothing to it but where the connection stands. */
const last = (declared: TargetDeclaration): TargetDeclaration =>
  declaredByLast({ ...declared, customerGateway: declared.customerGatewayId });
const leadingBy = (...parts: string[]): TargetDeclaration => ({ ...onTgw, attachmentRouting: { parts, digest: parts.join(), logicalIds: ['Association', 'Propagation'] } });

const OWNER = 'stack|Vpn';
const locatedOnVgw: ConnectionLocation = { gateway: { kind: 'virtual-private-gateway', id: VGW }, customerGatewayId: CGW };
const locatedOnTgw: ConnectionLocation = { gateway: { kind: 'transit-gateway', id: TGW }, customerGatewayId: CGW };
const elsewhere: ConnectionLocation = { gateway: { kind: 'transit-gateway', id: 'tgw-other' }, customerGatewayId: CGW };
const elsewhereOnVgw: ConnectionLocation = { gateway: { kind: 'virtual-private-gateway', id: 'vgw-other' }, customerGatewayId: CGW };

const open: RecordHead = { ...estate.head, owner: OWNER, operationId: 'before', requestId: 'before', moveIdentity: 'target' };
const takenOver: RecordHead = { ...open, requestId: 'after' };
const turned: RecordHead = { ...open, intent: 'back' };
const completed: RecordHead = { ...open, status: 'completed' };
const held: RecordHead = { ...open, status: 'held' };
const restored: RecordHead = { ...turned, status: 'restored' };
const openByAnother: RecordHead = { ...open, owner: 'stack|Other' };

describe('what one request is for', () => {
  const update = (declared: TargetDeclaration, former: TargetDeclaration): TargetRequest => ({ type: 'Update', requestId: 'request', owner: OWNER, declared, former });
  const create = (declared: TargetDeclaration): TargetRequest => ({ type: 'Create', requestId: 'request', owner: OWNER, declared });
  const remove = (declared: TargetDeclaration): TargetRequest => ({ type: 'Delete', requestId: 'request', owner: OWNER, declared });
  const forth = update(onTgw, onVgw);
  const forthAfter = update(after(onTgw), after(onVgw));
  const undone = update(onVgw, onTgw);
  const undoneAfter = update(after(onVgw), after(onTgw));
  const LAST_RESTS = 'leave: the last part has something to do when its outdated id is deleted';
  const LAST_SEES = 'leave: the last part sees where everything stands';
  const LEADS = 'leave: the routes are where the connection stands';
  const OTHERS_SEE = 'leave: the connection is still to be moved back, and the other parts see to that';
  const BACK_WITH_ROUTES = 'leave: the connection stands where it stood, with its routes';
  const NOT_MOVED = `refuse: it stands on virtual private gateway ${VGW} with customer gateway ${CGW}, and CloudFormation should have moved it to transit gateway ${TGW} with customer gateway ${CGW}`;
  const NO_RECORD = `refuse: it stands on transit gateway ${TGW} with customer gateway ${CGW}, and no record tells how it is brought back to virtual private gateway ${VGW} with customer gateway ${CGW}`;
  const GONE = 'refuse: somebody has deleted it; take it out of the template, deploy, and make another';
  const STOOD_ELSEWHERE = 'leave: somebody had moved the connection before the deployment, which has not touched it';
  const UNDONE_ANYWAY = 'leave: the deployment that asked for this is rolled back';
  const NEW_PAIR = 'refuse: a rollback of this deployment would ask nobody to take its new static routes out of the way, with which EC2 takes no connection'
    + ' to a transit gateway; deploy `TargetChange.withRoutes()` with the target as it was, and edit the target in the next deployment';

  type Row = [string, RecordHead | undefined, TargetRequest, ConnectionLocation | undefined, string];
  const inWords = (decision: TargetRequestDecision): string => {
    const turn = 'turn' in decision && decision.turn !== undefined ? ` ${decision.turn}: ${decision.cause}` : '';
    const former = decision.kind === 'depart' ? ` from ${nameOfTarget(decision.former)}` : '';
    return `${decision.kind}${'reason' in decision ? `: ${decision.reason}` : turn}${former}`;
  };
  const decisions = (stack: Partial<StackState>) => (...[, head, request, location, expected]: Row) => {
    expect(inWords(decideTargetRequest(head, request, location, { rollingBack: false, cleaningUp: false, ...stack }))).toBe(expected);
  };

  test.each<Row>([
    ['a connection that is gone is said to be gone', undefined, forth, undefined, GONE],
    ['by the second part, too', undefined, forthAfter, undefined, GONE],
    ['also where these come after it was deleted', undefined, create(onTgw), undefined, GONE],
    ['a superseded request is refused', { ...open, supersededRequestIds: ['request'] }, forth, locatedOnVgw,
      'refuse: request request was superseded by before, which has taken over'],
    ['somebody else\'s open operation is not entered', openByAnother, forth, locatedOnVgw, `refuse: operation before of stack|Other is open on ${VPN}; let it end first`],
    ['a closed operation of somebody else is no hindrance', { ...openByAnother, status: 'completed' }, forth, locatedOnVgw, `depart from ${nameOfTarget(onVgw)}`],
    ['delivered again, an open operation of this request goes on', { ...open, requestId: 'request' }, forth, locatedOnVgw, 'drive'],
    ['delivered again, a closed one is reported', { ...completed, requestId: 'request' }, forth, locatedOnTgw, 'report'],
    ['the first part clears the way', undefined, forth, locatedOnVgw, `depart from ${nameOfTarget(onVgw)}`],
    ['where only the customer gateway changes, too', undefined, update({ ...onVgw, customerGatewayId: 'cgw-new' }, onVgw), locatedOnVgw, `depart from ${nameOfTarget(onVgw)}`],
    ['where the connection stays, the first part looks at what is made of it there', undefined, update(onVgw, onVgw), locatedOnVgw, 'guard'],
    ['also where its routes change', completed, update({ ...onVgw, staticRoutes: [] }, onVgw), locatedOnVgw, 'guard'],
    ['which it cannot without knowing what was before', undefined, { ...update(onVgw, onVgw), former: undefined }, locatedOnVgw,
      'leave: the connection stands on its target'],
    ['also where somebody has moved it there already', undefined, forth, locatedOnTgw, 'guard'],
    ['a connection that somebody moved is refused', undefined, forth, elsewhere,
      `refuse: it stands on transit gateway tgw-other with customer gateway ${CGW}, while CloudFormation knows it on virtual private gateway ${VGW} with customer gateway ${CGW}: somebody moved it; move it back, or deploy a template that names the gateway where it stands`],
    ['also where the former target is not known', undefined, { ...forth, former: undefined }, elsewhere,
      `refuse: it stands on transit gateway tgw-other with customer gateway ${CGW}, while the former target is not known: somebody moved it; move it back, or deploy a template that names the gateway where it stands`],
    ['what an earlier deployment left open is settled, forward where it stands on the old side turns back', open, forth, locatedOnVgw, 'settle back: a later deployment came'],
    ['and towards the new side where it stands there', turned, forth, locatedOnTgw, 'settle forward: a later deployment came'],
    ['the way back goes on as it is', turned, forth, locatedOnVgw, 'settle'],
    ['and so does the way forward', open, forth, locatedOnTgw, 'settle'],
    ['elsewhere it is settled as it was', open, forth, elsewhere, 'settle'],
    ['the second part goes on with what the first has opened', open, forthAfter, locatedOnTgw, 'drive'],
    ['also where CloudFormation has left the connection', open, forthAfter, locatedOnVgw, 'drive'],
    ['but not with what a rollback has left', turned, forthAfter, locatedOnTgw, 'settle forward: a later deployment came'],
    ['where the connection stays, the second part leaves its routes to CloudFormation', undefined, update(after(onVgw), after(onVgw)), locatedOnVgw,
      'leave: the connection stands on its target, and what leads to it is the stack\'s'],
    ['also after room was made for them', { ...completed, moveIdentity: 'hand-over' }, update(after(onVgw), after(onVgw)), locatedOnVgw,
      'leave: the connection stands on its target, and what leads to it is the stack\'s'],
    ['the second part refuses a connection that was not moved', undefined, forthAfter, locatedOnVgw, NOT_MOVED],
    ['whatever has ended before', completed, forthAfter, locatedOnVgw, NOT_MOVED],
    ['the last part leaves the way forward to the others', open, update(last(onTgw), last(onVgw)), locatedOnVgw, LAST_RESTS],
    ['also what an earlier deployment left open', turned, update(last(onTgw), last(onVgw)), locatedOnTgw, LAST_RESTS],
    ['and what is somebody else\'s', openByAnother, update(last(onTgw), last(onVgw)), locatedOnTgw, LAST_RESTS],
  ])('on the way forward: %s', decisions({}));

  const bgp = { ...onVgw, staticRoutes: [] };
  test.each<Row>([
    ['where the connection stays, nothing is looked at', undefined, create(onVgw), locatedOnVgw, 'leave: the connection stands on its target'],
    ['nor where it does on a transit gateway', undefined, create(onTgw), locatedOnTgw, 'leave: the connection stands on its target'],
    ['its target may be edited at once', undefined, create(onTgw), locatedOnVgw, `depart from ${nameOfTarget(onVgw)}`],
    ['from one transit gateway to another', undefined, create(onTgw), elsewhere, `depart from transit gateway tgw-other with customer gateway ${CGW}`],
    ['from one virtual private gateway to another', undefined, create(onVgw), elsewhereOnVgw, `depart from virtual private gateway vgw-other with customer gateway ${CGW}`],
    ['the customer gateway, too', undefined, create({ ...onVgw, customerGatewayId: 'cgw-new' }), locatedOnVgw, `depart from ${nameOfTarget(onVgw)}`],
    ['from a transit gateway with BGP', undefined, create(bgp), locatedOnTgw, `depart from ${nameOfTarget(onTgw)}`],
    ['but not from one where static routes would come', undefined, create(onVgw), locatedOnTgw, NEW_PAIR],
    ['nor where it stands on no gateway', undefined, create(onVgw), { customerGatewayId: CGW },
      'refuse: it stands on no gateway, and a connection that is to have one is moved by `VpnTargetMigration`'],
    ['what an earlier pair left open is settled first', open, create(onTgw), locatedOnVgw, 'settle back: a later deployment came'],
    ['the last part leaves it', undefined, create(last(onVgw)), locatedOnVgw, LAST_RESTS],
    ['the second part leaves a new connection to CloudFormation', undefined, create(after(onVgw)), locatedOnVgw,
      'leave: the connection stands on its target, and what leads to it is the stack\'s'],
    ['the second part goes on with what the first has opened', open, create(after(onTgw)), locatedOnTgw, 'drive'],
    ['and refuses a connection that was not moved', undefined, create(after(onTgw)), locatedOnVgw, NOT_MOVED],
  ])('where the pair is new: %s', decisions({}));

  const withNewDevice: TargetDeclaration = { ...onVgw, customerGatewayId: 'cgw-new' };
  const standingOnNewDevice: ConnectionLocation = { ...locatedOnVgw, customerGatewayId: 'cgw-new' };
  const undoneDevice = update(onVgw, withNewDevice);
  const exchanged: RecordHead = { ...completed, from: locatedOnVgw.gateway!, to: locatedOnVgw.gateway!, customerGateway: { fromId: CGW, toId: 'cgw-new' } };
  test.each<Row>([
    ['while its stack rolls back, nobody waits for a creation any more', undefined, create(after(onVgw)), locatedOnVgw,
      'leave: the deployment that asked for this is rolled back'],
    ['somebody else\'s open operation does not keep a rollback from ending', openByAnother, undone, locatedOnVgw, 'leave: operation before of stack|Other is at work on the connection'],
    ['an open way forward turns back', open, undone, locatedOnTgw, 'drive back: the stack is rolled back'],
    ['wherever CloudFormation has brought the connection by then', takenOver, undoneAfter, locatedOnVgw, 'drive back: the stack is rolled back'],
    ['an open way back goes on', turned, undoneAfter, locatedOnVgw, 'drive'],
    ['a completed move is undone where it stands on the new side', completed, undone, locatedOnTgw, 'return'],
    ['and where CloudFormation has moved it back already', completed, undoneAfter, locatedOnVgw, 'return'],
    ['a held one likewise', held, undone, locatedOnTgw, 'return'],
    ['a restored one is left', restored, undoneAfter, locatedOnVgw, BACK_WITH_ROUTES],
    ['one that was never recorded, too', undefined, undoneAfter, locatedOnVgw, BACK_WITH_ROUTES],
    ['an edit of the routes alone is CloudFormation\'s to undo', { ...completed, from: locatedOnVgw.gateway!, to: locatedOnVgw.gateway! }, undone, locatedOnVgw, BACK_WITH_ROUTES],
    ['by the second part as well', { ...completed, from: locatedOnVgw.gateway!, to: locatedOnVgw.gateway! }, undoneAfter, locatedOnVgw, BACK_WITH_ROUTES],
    ['without a record nothing is brought back', undefined, undone, locatedOnTgw, NO_RECORD],
    ['nor by the record of an operation that was undone', restored, undone, locatedOnTgw, NO_RECORD],
    ['what was refused since somebody had moved the connection is not refused once more', undefined, undone, elsewhere, STOOD_ELSEWHERE],
    ['also where an earlier deployment had moved it', completed, undone, elsewhere, STOOD_ELSEWHERE],
    ['nor what was refused since somebody had deleted it', undefined, undone, undefined, 'leave: there is no connection any more'],
    ['of another customer gateway on the same gateway, what has arrived is undone', exchanged, undoneDevice, standingOnNewDevice, 'return'],
    ['and where CloudFormation has put back the old one', exchanged, undoneDevice, locatedOnVgw, 'return'],
    ['and neither where it has come back', { ...exchanged, intent: 'back', status: 'restored' }, undoneDevice, locatedOnVgw, BACK_WITH_ROUTES],
    ['what asked for the way forward, and is asked still, turns nothing around: routes may be under way beside it', open, forthAfter, locatedOnTgw, UNDONE_ANYWAY],
    ['also where another has turned it', turned, forthAfter, locatedOnTgw, UNDONE_ANYWAY],
    ['also where it has ended', completed, forthAfter, locatedOnTgw, UNDONE_ANYWAY],
    ['while the connection stands where it was, it turns back', open, forthAfter, locatedOnVgw, 'drive back: the stack is rolled back'],
    ['the last part leaves the way back to the others', open, update(last(onVgw), last(onTgw)), locatedOnTgw, LAST_RESTS],
  ])('in a rollback: %s', decisions({ rollingBack: true }));

  const [few, more] = [leadingBy(`association ${HUB}`), leadingBy(`association ${HUB}`, `propagation ${OTHER_TABLE}`)];
  const there = { from: locatedOnTgw.gateway!, to: locatedOnTgw.gateway!, moveIdentity: identityOfHandOver(few, more) };
  const [handedOver, handingOver] = [{ ...completed, ...there }, { ...open, ...there }];
  const reopenedBy = (requestId: string): RecordHead => ({ ...handedOver, status: 'open', intent: 'back', operationId: requestId, requestId });
  const reopened = reopenedBy('first');
  const undoneFirst = update(few, more);
  const undoneSecond = update(after(few), after(more));
  const BY_LAST = 'leave: the last part brings back what made room';

  test.each<Row>([
    ['it is brought back when the stack\'s own are gone', handedOver, undoneFirst, locatedOnTgw, 'postpone'],
    ['also what was left undone of it', { ...handedOver, status: 'held' }, undoneFirst, locatedOnTgw, 'postpone'],
    ['delivered again, nothing else is done', reopenedBy('request'), undoneFirst, locatedOnTgw, 'postpone'],
    ['the second part leaves that to the last one', reopened, undoneSecond, locatedOnTgw, BY_LAST],
    ['also of an edit that names nothing', { ...reopened, moveIdentity: 'hand-over' }, undoneSecond, locatedOnTgw, BY_LAST],
    ['and so does the first, where another request has opened it', reopened, undoneFirst, locatedOnTgw, BY_LAST],
    ['what an earlier version has left on its way back goes on', { ...reopened, moveIdentity: 'target' }, undoneSecond, locatedOnTgw, 'drive'],
    ['and before the first was asked', handedOver, undoneSecond, locatedOnTgw, BACK_WITH_ROUTES],
    ['what was under way turns back at once: the stack has made nothing yet', handingOver, undoneFirst, locatedOnTgw, 'drive back: the stack is rolled back'],
    ['what has come back is left', { ...reopened, status: 'restored' }, undoneFirst, locatedOnTgw, BACK_WITH_ROUTES],
    ['what was made for another edit is left', { ...handedOver, moveIdentity: identityOfHandOver(more, few) }, undoneFirst, locatedOnTgw, BACK_WITH_ROUTES],
    ['also one that led to the same', { ...handedOver, moveIdentity: identityOfHandOver(leadingBy('other'), more) }, undoneFirst, locatedOnTgw, BACK_WITH_ROUTES],
    ['as a move is that ended there', { ...completed, from: locatedOnVgw.gateway!, to: locatedOnTgw.gateway! }, undoneFirst, locatedOnTgw, UNDONE_ANYWAY],
    ['where somebody has moved the connection since, nothing is opened', handedOver, undoneFirst, locatedOnVgw,
      `refuse: it stands on ${nameOfTarget(onVgw)}, and no record tells how it is brought back to ${nameOfTarget(onTgw)}`],
  ])('in a rollback, where room was made for what the stack makes: %s', decisions({ rollingBack: true }));

  const both = '(in the clean-up of a rollback, or where its order is the other way round)';
  test.each<Row>([
    ['what nobody has put back, it does', turned, remove(last(onTgw)), locatedOnVgw, 'drive'],
    ['also what nobody has turned back', open, remove(last(onTgw)), locatedOnVgw, 'drive back: the connection did not come to stand on its new target'],
    ['also what had come to its end before something failed', completed, remove(last(onTgw)), locatedOnVgw, 'return'],
    ['or was held', held, remove(last(onTgw)), locatedOnVgw, 'return'],
    ['room that was being made', handingOver, remove(last(more)), locatedOnTgw, 'drive back: the connection did not come to stand on its new target'],
    ['what is back it leaves', restored, remove(last(onTgw)), locatedOnVgw, LEADS],
    ['delivered again, it reports', { ...restored, requestId: 'request' }, remove(last(onTgw)), locatedOnVgw, 'report'],
  ])(`the last part's outdated id is deleted ${both}: %s`, (...row) => {
    for (const cleaningUp of [true, false]) decisions({ rollingBack: true, cleaningUp })(...row);
  });

  test.each<Row>([
    ['a connection that has stayed on the new side is led to there', turned, remove(last(onTgw)), locatedOnTgw, 'drive forward: the connection did not come to stand on its new target'],
    ['what made room is brought back', reopened, remove(last(more)), locatedOnTgw, 'drive'],
    ['once', { ...reopened, status: 'restored' }, remove(last(more)), locatedOnTgw, LEADS],
    ['made in a deployment that is undone, it leaves what was there before', undefined, remove(last(onVgw)), locatedOnVgw, LEADS],
  ])('the last part\'s outdated id is deleted in the clean-up of a rollback: %s', decisions({ rollingBack: true, cleaningUp: true }));

  test.each<Row>([
    ['nobody comes after it: a person is asked', open, remove(last(onTgw)), locatedOnTgw, 'stop'],
    ['nor where EC2 has put it somewhere else', open, remove(last(onTgw)), elsewhere, 'stop'],
    ['the second part has begun, and is asked again', takenOver, remove(last(onTgw)), locatedOnTgw, OTHERS_SEE],
    ['the second part has ended', { ...takenOver, status: 'completed' }, remove(last(onTgw)), locatedOnTgw, OTHERS_SEE],
    ['nothing is on record', undefined, remove(last(onTgw)), locatedOnTgw, OTHERS_SEE],
    ['what made room would be brought back before the stack\'s own are gone', reopened, remove(last(more)), locatedOnTgw, 'stop'],
    ['but not what has come back', { ...reopened, status: 'restored' }, remove(last(more)), locatedOnTgw, OTHERS_SEE],
    ['nor what an earlier deployment made room for: with another connection this one is visited, too', handedOver, remove(last(more)), locatedOnTgw, OTHERS_SEE],
  ])('the last part is deleted in its turn in a rollback, and the connection is still to be moved back: %s', decisions({ rollingBack: true }));

  const pair: Row[] = [onTgw, after(onTgw)].flatMap((declared): Row[] => [
    [`${declared.part} leaves what it is about`, undefined, remove(declared), locatedOnTgw, LAST_SEES],
    [`${declared.part}, also with the connection`, completed, remove({ ...declared, onRemoval: 'DELETE' }), locatedOnTgw, LAST_SEES],
    [`${declared.part} leaves what is open to the last part`, open, remove(declared), locatedOnTgw, LAST_SEES],
  ]);
  test.each<Row>([
    ...pair,
    ['after a success LAST leaves the routes', completed, remove(last(onVgw)), locatedOnTgw, LEADS],
    ['also where room was made for them', handedOver, remove(last(few)), locatedOnTgw, LEADS],
    ['with the pair it leaves them, too', completed, remove(last(onTgw)), locatedOnTgw, LEADS],
    ['with the connection, too', undefined, remove({ ...last(onTgw), onRemoval: 'DELETE' }), locatedOnTgw, LEADS],
    ['an open operation ends where the connection stands: on the old side', open, remove(last(onTgw)), locatedOnVgw,
      'drive back: the connection did not come to stand on its new target'],
    ['on the new side, forward', open, remove(last(onVgw)), locatedOnTgw, 'drive'],
    ['on the new side, although it was on its way back', turned, remove(last(onVgw)), locatedOnTgw,
      'drive forward: the connection did not come to stand on its new target'],
    ['delivered again, it is reported', { ...completed, requestId: 'request' }, remove(last(onVgw)), locatedOnTgw, 'report'],
    ['one of somebody else is none of its', openByAnother, remove(last(onVgw)), locatedOnTgw, LEADS],
  ])('deleted where nothing is rolled back: %s', decisions({}));
});

describe('what the parts declare', () => {
  test('stands on its target on both its ends, or does not', () => {
    expect([locatedOnVgw, locatedOnTgw, { ...locatedOnVgw, customerGatewayId: 'cgw-other' }].map((location) => isOnTarget(location, onVgw))).toEqual([true, false, false]);
  });

  const bareVgw = { ...vgwEnd, propagatingRouteTableIds: [] };
  const bareTgw = { ...tgwEnd, associationRouteTableId: '', propagationRouteTableIds: [], staticRouteTableIds: [] };

  test('a change of the gateway is a move whose modify CloudFormation makes, with the plan and the window that were asked for', () => {
    const window = { notBefore: START, notAfter: START + 1 };
    const move = moveBetween(onVgw, { ...onTgw, approvedPlan: 'sha256:1', window }, VPN);
    expect(move).toEqual({
      vpnConnectionId: VPN, from: bareVgw, to: tgwEnd, modifiedBy: 'CLOUDFORMATION', onPremisesCidrs: ON_PREMISES,
      vpcRouteTables: onTgw.vpcRouteTables, approvedPlan: 'sha256:1', window, stage: 'CUT_OVER',
      onFailure: 'HOLD', onStackRollback: 'MOVE_BACK', onRemoval: 'KEEP', forwardDeadlineSeconds: 1800, backDeadlineSeconds: 1200, acknowledgedFindings: [], verification: onTgw.verification,
    });
  });

  test('with BGP the networks are those that are declared, and the gateway that is left tells by itself what it has', () => {
    const move = moveBetween(onTgw, { ...onVgw, staticRoutes: [], onPremisesCidrs: ['10.8.0.0/16'] }, VPN);
    expect(move).toEqual(expect.objectContaining({ from: bareTgw, to: vgwEnd, onPremisesCidrs: ['10.8.0.0/16'] }));
  });

  test('a change of the customer gateway alone touches no VPC route table', () => {
    const move = moveBetween(onTgw, { ...onTgw, customerGatewayId: 'cgw-new' }, VPN);
    expect(move).toEqual(expect.objectContaining({ customerGateway: { fromId: CGW, toId: 'cgw-new' }, vpcRouteTables: [] }));
  });

  const ofStack = [{ routeTableId: OTHER_TABLE, destinations: ON_PREMISES }];
  test.each<[string, TargetDeclaration, TargetDeclaration, MoveDeclaration['stackVpcRoutes']]>([
    ['none', onVgw, onTgw, undefined],
    ['that come', onVgw, { ...onTgw, stackVpcRoutes: ofStack }, { before: [], after: ofStack }],
    ['that go', { ...onVgw, stackVpcRoutes: ofStack }, onTgw, { before: ofStack, after: [] }],
  ])('VPC routes of the stack on both sides: %s', (_, former, wanted, expected) => {
    expect(moveBetween(former, wanted, VPN).stackVpcRoutes).toEqual(expected);
  });

  test('of a new pair, the template said the same before but for the ends', () => {
    expect(formerTargetOf(locatedOnVgw, onTgw)).toEqual({ ...onTgw, target: bareVgw });
    expect(formerTargetOf({ ...locatedOnTgw, customerGatewayId: 'cgw-old' }, onVgw)).toEqual({ ...onVgw, target: bareTgw, customerGatewayId: 'cgw-old' });
    expect(formerTargetOf({ customerGatewayId: CGW }, onVgw)).toBeUndefined();
  });

  test('where room is made, only association and propagations change, which nobody waits for or approves', () => {
    const declared = { ...more(), approvedPlan: 'sha256:1', window: { notBefore: 1, notAfter: 2 } };
    expect(handOver(declared, VPN)).toEqual({
      vpnConnectionId: VPN, from: bareTgw, to: bareTgw, modifiedBy: 'CLOUDFORMATION', handsOver: true, onPremisesCidrs: ON_PREMISES, vpcRouteTables: [],
      onFailure: 'HOLD', onStackRollback: 'MOVE_BACK', onRemoval: 'KEEP', stage: 'CUT_OVER', forwardDeadlineSeconds: 1800, backDeadlineSeconds: 1200,
      acknowledgedFindings: [], verification: { tunnels: 'NONE', withinSeconds: 1, alarmNames: [], bakeSeconds: 0 },
    });
  });

  test('room is recorded as made for one edit of what the stack makes', () => {
    const editions = [onTgw, leadingBy('a'), leadingBy('a', 'b'), leadingBy('b')];
    expect(new Set(editions.flatMap((former) => editions.map((wanted) => identityOfHandOver(former, wanted)))).size).toBe(16);
    expect(identityOfHandOver(leadingBy('a'), leadingBy('a', 'b'))).toBe('hand-over a a,b');
  });

  const more = () => leadingBy(`association ${HUB}`);
});

describe('what was seen on the gateway that is left', () => {
  const leaving = moveBetween(onTgw, onVgw, VPN);
  const propagations = [{ routeTableId: OTHER_TABLE, state: 'enabled' }];
  const observed = (changes: Partial<Snapshot['attachments'][number]>, gateway: Partial<Snapshot['transitGateways'][number]> = {}): Snapshot => ({
    ...estate.snapshotAfterTheMove,
    attachments: [estate.vpcAttachment, { ...estate.vpnAttachment, ...changes }],
    transitGateways: [{ ...estate.snapshot.transitGateways[0], ...gateway }],
  });
  const end = (changes: Partial<TransitGatewayEnd>): TransitGatewayEnd => ({ ...tgwEnd, ...changes });

  test.each<[string, Snapshot, TransitGatewayEnd]>([
    ['association and routes', observed({}), end({})],
    ['propagations', observed({ propagations }), end({ propagationRouteTableIds: [OTHER_TABLE] })],
    ['no association', observed({ association: undefined }), end({ associationRouteTableId: '' })],
    ['no attachment', { ...observed({}), attachments: [] }, end({ associationRouteTableId: '', staticRouteTableIds: [] })],
    ['defaults that it was in', observed({ propagations }, { defaultAssociationRouteTableId: HUB, defaultPropagationRouteTableId: OTHER_TABLE }),
      end({ propagationRouteTableIds: [OTHER_TABLE], defaultRouteTableIds: [HUB, OTHER_TABLE] })],
    ['one default table that it was associated with and propagated to', observed({ propagations: [{ routeTableId: HUB, state: 'enabled' }] },
      { defaultAssociationRouteTableId: HUB, defaultPropagationRouteTableId: HUB }), end({ propagationRouteTableIds: [HUB] })],
    ['defaults that it was not in', observed({}, { defaultAssociationRouteTableId: OTHER_TABLE, defaultPropagationRouteTableId: OTHER_TABLE }),
      end({ defaultRouteTableIds: [OTHER_TABLE] })],
  ])('%s', (_, snapshot, from) => {
    expect(withObservedSource(leaving, snapshot)).toEqual({ ...leaving, from });
  });

  test('also where room is made: it is what a rollback puts back', () => {
    const declared = handOver(onTgw, VPN);
    const move = withObservedSource(declared, observed({ propagations }));
    expect(move).toEqual({ ...declared, from: end({ propagationRouteTableIds: [OTHER_TABLE] }) });
  });

  test.each<[string, MoveDeclaration]>([
    ['of a virtual private gateway the plan sees everything itself', moveBetween(onVgw, onTgw, VPN)],
    ['and another construct declares what it leaves', { ...leaving, modifiedBy: undefined }],
  ])('%s', (_, move) => {
    expect(withObservedSource(move, observed({ propagations }))).toBe(move);
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

  const bgp = (declared: TargetDeclaration): TargetDeclaration => ({ ...declared, staticRoutes: [], onPremisesCidrs: ON_PREMISES });
  const onOther = (declared: TargetDeclaration): TargetDeclaration => ({ ...declared, target: { ...declared.target, id: `${declared.target.id}0` } });
  test.each<[string, connectionTag: string | undefined, TargetDeclaration, TargetDeclaration, string | undefined]>([
    ['as the template tags it', 'Network/Vpn', onVgw, onTgw, undefined],
    ['as a template did in which it had no custom resources', 'Network', onVgw, onTgw, undefined],
    ['none', undefined, onVgw, onTgw, 'this one has no such tag'],
    ['none, on the way back', undefined, onTgw, onVgw, 'this one has no such tag'],
    ['none, between virtual private gateways', undefined, onVgw, onOther(onVgw), 'this one has no such tag'],
    ['an empty one', '', onVgw, onTgw, 'here it is \'\''],
    ['of another connection of the stack', 'Network/Other', onVgw, onTgw, 'here it is \'Network/Other\''],
    ['of a stack whose name begins so', 'Network2/Vpn', onVgw, onTgw, 'here it is \'Network2/Vpn\''],
    ['with what nobody sees', 'Network/Vpn\u202e', onVgw, onTgw, 'here it is \'Network/Vpn\\\\u\\{202e\\}\''],
    ['none, with BGP: there are no static routes', undefined, bgp(onVgw), bgp(onTgw), undefined],
    ['none, between transit gateways: they are in tables', undefined, onTgw, onOther(onTgw), undefined],
    ['none, where only the device changes', undefined, onVgw, { ...onVgw, customerGatewayId: 'cgw-other' }, undefined],
  ])('the tag by which the role may change static routes: %s', (_, connectionTag, former, wanted, expected) => {
    const connection = { ...estate.snapshot.connection!, ...connectionTag === undefined ? {} : { connectionTag } };
    const refusal = tagRefusal(connection, 'arn:aws:cloudformation:eu-central-1:111122223333:stack/Network/1', former, wanted);
    if (expected === undefined) expect(refusal).toBeUndefined();
    else expect(refusal).toMatch(new RegExp(`^changing the target of VPN connection ${VPN}: .* is Network/Vpn, and ${expected}: .* Nothing was changed\\. Tag it: .*,Value=Network/Vpn'$`));
  });

  test('nobody is asked for the schema where no edit concerns the connection', () => {
    expect(concernsConnection(onVgw, { ...onVgw, staticRoutes: [], forwardDeadlineSeconds: 60 })).toBe(false);
  });
});

describe('what the last part is told, of all connections of the stack', () => {
  const [vgw, tgw] = [{ kind: 'virtual-private-gateway', id: VGW } as const, { kind: 'transit-gateway', id: TGW } as const];
  const watched = [
    { connectionLogicalId: 'Vpn', target: vgw, customerGateway: CGW, roleArn: 'role' },
    { connectionLogicalId: 'Other', target: tgw, customerGateway: 'cgw-other', routing: 'digest', roleArn: 'other' },
  ];
  const properties: Properties = { Connections: watched.map(watchedToProperties) };

  test('comes as it went', () => {
    expect(watchedFromProperties(JSON.parse(JSON.stringify(properties)) as Properties)).toEqual(watched);
  });

  test('is where each stands, and nothing of what leads there', () => {
    const [first, second] = watched.map(declaredByLast);
    expect([first, second].map((declared) => [declared.part, declared.connectionLogicalId, declared.attachmentRouting])).toEqual([['LAST', 'Vpn', undefined], ['LAST', 'Other', undefined]]);
    expect([first, second].map(nameOfTarget)).toEqual([nameOfTarget(onVgw), `transit gateway ${TGW} with customer gateway cgw-other`]);
    expect([first.target, second.target]).toEqual([
      { ...vgw, propagatingRouteTableIds: [] },
      { ...tgw, associationRouteTableId: '', propagationRouteTableIds: [], staticRouteTableIds: [], defaultRouteTableIds: [] },
    ]);
  });

  test.each([
    ['Connection', { Connection: '' }], ['CustomerGateway', { CustomerGateway: '' }], ['RoleArn', { RoleArn: '' }],
    ['Target.Kind', { Target: { Kind: 'core-network', Id: 'x' } }], ['Target.Id', { Target: { Kind: 'transit-gateway', Id: '' } }],
  ])('%s that is never written is refused', (property, changes) => {
    const [first] = properties.Connections as Properties[];
    expect(() => watchedFromProperties({ Connections: [{ ...first, ...changes }] })).toThrow(property);
  });
});

describe('what the second part is told', () => {
  const arrival = { connectionLogicalId: 'Vpn', vpnConnectionId: VPN, target: { kind: 'transit-gateway', id: TGW } as const, customerGatewayId: CGW };

  test('is where the connection is to stand, and nothing of what leads there', () => {
    const declared = afterPartFromProperties(JSON.parse(JSON.stringify(afterPartToProperties(arrival))) as Properties);
    expect([declared.part, declared.connectionLogicalId, declared.vpnConnectionId, nameOfTarget(declared)]).toEqual(['AFTER', 'Vpn', VPN, nameOfTarget(onTgw)]);
    expect([declared.staticRoutes, declared.vpcRouteTables, declared.target]).toEqual([[], [], { ...onTgw.target, associationRouteTableId: '', propagationRouteTableIds: [], staticRouteTableIds: [], defaultRouteTableIds: [] }]);
  });

  test.each([
    ['Connection', { Connection: '' }], ['VpnConnectionId', { VpnConnectionId: '' }], ['CustomerGatewayId', { CustomerGatewayId: '' }],
    ['Target.Kind', { Target: { Kind: 'core-network', Id: 'x' } }], ['Target.Id', { Target: { Kind: 'transit-gateway', Id: '' } }],
  ])('%s that is never written is refused', (property, changes) => {
    expect(() => afterPartFromProperties({ ...afterPartToProperties(arrival), ...changes })).toThrow(property);
  });
});

describe('through CloudFormation, which turns every scalar into a string', () => {
  const everything: TargetDeclaration = {
    ...onTgw, stackVpcRoutes: [{ routeTableId: OTHER_TABLE, destinations: ON_PREMISES }], options: { TunnelBandwidth: 'large' },
    tunnelOptions: ['', 'digest'],
    attachmentRouting: { parts: [`association ${HUB}`], digest: 'digest', logicalIds: ['Association'] },
    acknowledgedFindings: ['a:b'], approvedPlan: 'sha256:1', window: { notBefore: START, notAfter: START + 60_000 }, onRemoval: 'DELETE',
    verification: { tunnels: 2, withinSeconds: 60, alarmNames: ['Alarm'], bakeSeconds: 30 },
  };
  test.each<[string, TargetDeclaration]>([
    ['the least', onVgw], ['the most', everything], ['BGP', { ...onTgw, staticRoutes: [], onPremisesCidrs: ON_PREMISES }],
    ['no table to associate', { ...onTgw, target: { ...onTgw.target as TransitGatewayEnd, associationRouteTableId: '' } }],
  ])('%s', (_, declared) => {
    const travelled = JSON.parse(JSON.stringify(targetToProperties(declared)), (__, value: unknown) =>
      (typeof value === 'number' || typeof value === 'boolean' ? String(value) : value)) as Properties;
    expect(targetFromProperties(travelled)).toEqual(declared);
  });

  test.each<[string, Partial<Properties>]>([
    ['Connection', { Connection: '' }], ['CustomerGatewayId', { CustomerGatewayId: '' }], ['OnRemoval', { OnRemoval: 'SNAPSHOT' }],
    ['ForwardDeadlineSeconds', { ForwardDeadlineSeconds: 'soon' }], ['BackDeadlineSeconds', { BackDeadlineSeconds: '-1' }],
  ])('what is never written is refused: %s', (property, changes) => {
    expect(() => targetFromProperties({ ...targetToProperties(onVgw), ...changes })).toThrow(property);
  });
});
