/**
 * The ways by hand of an edit that CloudFormation makes: forward a person leads over what is not of the stack, back everything is put back,
 * and what CloudFormation has left behind on a transit gateway goes first. `test/recovery` runs whole scripts.
 */
import * as estate from './estate';
import { describeAction } from '../../lambda/engine/actions';
import { assess } from '../../lambda/engine/assessment';
import { Observation, Snapshot, TransitGatewayRoute } from '../../lambda/engine/observation';
import { Backup, Intent } from '../../lambda/engine/record';
import { missingActions, procedureOf, recoveryScripts } from '../../lambda/engine/recovery';
import { manualProcedure } from '../../lambda/engine/recovery/manual-procedure';
import { ATTACHMENT } from '../../lambda/engine/recovery/procedure';
import { withObservedSource } from '../../lambda/engine/target-change/observed-source';
import { MoveDeclaration, TransitGatewayEnd } from '../../src/contract/declaration';
import { handOver, moveBetween, TargetDeclaration } from '../../src/contract/target-declaration';

const { CGW, HUB, ON_PREMISES, SPOKES, START, STATIC_TABLE, TGW, VGW, VPN, VPN_ATTACHMENT } = estate;
const OTHER_TGW = 'tgw-0a1b2c3d4e5f60002';
const tgwEnd = estate.declaration.to as TransitGatewayEnd;
const onVgw: TargetDeclaration = {
  part: 'BEFORE', connectionLogicalId: 'Vpn', target: { kind: 'virtual-private-gateway', id: VGW, propagatingRouteTableIds: [] },
  customerGatewayId: CGW, staticRoutes: ON_PREMISES, vpcRouteTables: estate.declaration.vpcRouteTables.slice(0, 1),
  onPremisesCidrs: [], forwardDeadlineSeconds: 1800,
  backDeadlineSeconds: 1200, acknowledgedFindings: [], verification: estate.declaration.verification, onRemoval: 'RETAIN', createOnly: {},
};
const onTgw = (changes: Partial<TransitGatewayEnd> = {}): TargetDeclaration => ({ ...onVgw, target: { ...tgwEnd, ...changes } });
const propagations = [{ routeTableId: SPOKES, state: 'enabled' }];
const attachments = [estate.vpcAttachment, { ...estate.vpnAttachment, propagations }];
const snapshotOnTgw: Snapshot = { ...estate.snapshotAfterTheMove, attachments };
const snapshotOnVgw: Snapshot = { ...estate.snapshot, vpcRouteTables: [estate.staticTable(VGW)] };

function backupOf(declared: MoveDeclaration, snapshot: Snapshot): Backup {
  const declaration = withObservedSource(declared, snapshot);
  return { vpnConnectionId: VPN, operationId: 'operation-1', writtenAt: START, tunnelsUp: 2, survey: snapshot, plan: assess(snapshot, declaration).plan, declaration };
}

const toTgw = backupOf(moveBetween(onVgw, onTgw(), VPN), snapshotOnVgw);
const toVgw = backupOf(moveBetween(onTgw(), onVgw, VPN), snapshotOnTgw);
const toOtherTgw = backupOf(moveBetween(onTgw(), onTgw({ id: OTHER_TGW, associationRouteTableId: 'tgw-rtb-new', staticRouteTableIds: ['tgw-rtb-new'] }), VPN), snapshotOnTgw);
const withCustomerGateway = backupOf(moveBetween(onTgw({ propagationRouteTableIds: [SPOKES] }), { ...onTgw({ propagationRouteTableIds: [] }), customerGatewayId: 'cgw-new' }, VPN), snapshotOnTgw);
const makingRoom = backupOf(handOver(onTgw(), VPN), snapshotOnTgw);

const MODIFIED_TO = (gateway: string) => `move the VPN connection to ${gateway}`;
const inTable = (verb: string, id: string, cidrs: readonly string[] = ON_PREMISES) => cidrs.map((cidr) => `${verb} route ${cidr} in ${id}`);
const toAttachment = (id: string) => inTable('create', id).map((each) => `${each} to ${ATTACHMENT}`);
const pointed = (id: string) => inTable('point', STATIC_TABLE).map((each) => `${each} to ${id}`);
const ofConnection = (verb: string) => ON_PREMISES.map((cidr) => `${verb} static route ${cidr} of the VPN connection`);

describe('the whole way', () => {
  const ATTACHED = [`associate ${ATTACHMENT} with ${HUB}`, `enable propagation of ${ATTACHMENT} to ${SPOKES}`];

  test.each<[string, Backup, Intent, string[][]]>([
    ['forward to a transit gateway only the VPC routes are led over', toTgw, 'forward', [ofConnection('delete'), [MODIFIED_TO(`transit gateway ${TGW}`)], pointed(TGW)]],
    ['back from there the static routes are made again, and nothing is taken from the stack', toTgw, 'back',
      [[], [MODIFIED_TO(`virtual private gateway ${VGW}`)], [...ofConnection('create'), ...pointed(VGW)]]],
    ['forward from a transit gateway its routes are left', toVgw, 'forward', [[], [MODIFIED_TO(`virtual private gateway ${VGW}`)], pointed(VGW)]],
    ['back there, blackholes go before the routes are made', toVgw, 'back',
      [ofConnection('delete'), [MODIFIED_TO(`transit gateway ${TGW}`)], [...ATTACHED, ...inTable('delete', SPOKES), ...pointed(TGW)], toAttachment(SPOKES)]],
    ['forward to another transit gateway', toOtherTgw, 'forward', [[], [MODIFIED_TO(`transit gateway ${OTHER_TGW}`)], pointed(OTHER_TGW)]],
    ['and back from it', toOtherTgw, 'back',
      [[], [MODIFIED_TO(`transit gateway ${TGW}`)], [...ATTACHED, ...inTable('delete', SPOKES), ...pointed(TGW)], toAttachment(SPOKES)]],
    ['where room is made forward, nothing but association and propagations goes', makingRoom, 'forward',
      [[], [], [`disassociate ${ATTACHMENT} from ${HUB}`, `disable propagation of ${ATTACHMENT} to ${SPOKES}`, ...toAttachment(SPOKES)]]],
    ['and comes again', makingRoom, 'back', [[], [], [...ATTACHED, ...toAttachment(SPOKES)]]],
  ])('%s', (_, backup, intent, expected) => {
    const { leaveSource, modify, configureTarget } = procedureOf(backup, intent);
    expect([leaveSource, modify === undefined ? [] : [modify], ...configureTarget].map((steps) => steps.map(describeAction)))
      .toEqual(expected);
  });

  test('with another customer gateway on one gateway, what is on both sides is made where it is missing, and the rest is CloudFormation\'s', () => {
    for (const intent of ['forward', 'back'] as const) {
      const { leaveSource, configureTarget } = procedureOf(withCustomerGateway, intent);
      expect([leaveSource, configureTarget.map((steps) => steps.map(describeAction))]).toEqual([[], [[`associate ${ATTACHMENT} with ${HUB}`, ...toAttachment(SPOKES)]]]);
    }
  });

  test('a move that modifies by itself makes and takes away everything', () => {
    const { declaration, ...rest } = toVgw;
    const own = { ...rest, declaration: { ...declaration!, modifiedBy: undefined } };
    expect(procedureOf(own, 'forward').leaveSource.map(describeAction)).toEqual(inTable('delete', SPOKES));
    expect(procedureOf(own, 'back').configureTarget.map((steps) => steps.map(describeAction))).toEqual([[...ATTACHED, ...toAttachment(SPOKES), ...pointed(TGW)]]);
  });
});

describe('what of the way back is missing where things stand', () => {
  const seen = (state: string, attachmentIds: readonly string[]): Observation => ({
    ...estate.afterTheMove,
    attachments: [{ ...estate.vpnAttachment, propagations }],
    transitGatewayRouteTables: estate.afterTheMove.transitGatewayRouteTables.map((table) => ({
      ...table, routes: table.routes.map((route): TransitGatewayRoute => ({ ...route, state, attachmentIds })),
    })),
  });
  const created = toAttachment(SPOKES).map((each) => each.replace(ATTACHMENT, VPN_ATTACHMENT));

  test.each<[string, Observation, string[]]>([
    ['blackholes first, and then the routes', seen('blackhole', []), [...inTable('delete', SPOKES), ...created]],
    ['the routes', seen('deleted', []), created],
    ['nothing', seen('active', [VPN_ATTACHMENT]), []],
  ])('%s', (_, observed, expected) => {
    expect(missingActions(toVgw, 'back', observed)).toEqual(expected);
  });

  test('forward, what CloudFormation is to make is not missing', () => {
    expect(missingActions(toTgw, 'forward', { ...seen('deleted', []), attachments: [{ ...estate.vpnAttachment, association: undefined }] })).toEqual([]);
  });

  test('where room was made, what is away', () => {
    const away: Observation = { ...seen('active', [VPN_ATTACHMENT]), attachments: [{ ...estate.vpnAttachment, association: undefined }] };
    expect(missingActions(makingRoom, 'back', away)).toEqual([`associate ${VPN_ATTACHMENT} with ${HUB}`, `enable propagation of ${VPN_ATTACHMENT} to ${SPOKES}`]);
    expect(missingActions(makingRoom, 'forward', away)).toEqual([]);
  });
});

describe('in the scripts', () => {
  const linesOf = (backup: Backup, intent: Intent) => recoveryScripts(backup)[intent].split('\n');

  test('a blackhole is deleted where one is seen, and nothing else', () => {
    const lines = linesOf(toVgw, 'back');
    const deletion = lines.indexOf(`  # delete route ${ON_PREMISES[0]} in ${SPOKES}`);
    expect(lines.slice(deletion, deletion + 4)).toEqual([
      `  # delete route ${ON_PREMISES[0]} in ${SPOKES}`,
      `  seen=$(transit_gateway_route ${SPOKES} ${ON_PREMISES[0]})`,
      `  change 'route ${ON_PREMISES[0]} in ${SPOKES}' "$seen" blackhole none" $attachment" \\`,
      `    aws ec2 delete-transit-gateway-route --region "$region" --transit-gateway-route-table-id ${SPOKES} --destination-cidr-block ${ON_PREMISES[0]}`,
    ]);
    expect(lines.indexOf(`  # create route ${ON_PREMISES[0]} in ${SPOKES} to the attachment`)).toBeGreaterThan(deletion);
  });

  test('as a person reads it', () => {
    const sights = manualProcedure(toVgw, 'back').stages.filter(({ kind }) => kind === 'arrange').map((stage) => stage.expected);
    expect(sights[0]).toContain(`route ${ON_PREMISES[0]} in ${SPOKES} is none or the attachment`);
    expect(sights[1]).toContain(`route ${ON_PREMISES[0]} in ${SPOKES} is the attachment`);
  });

  test('forward says whose the rest is, and back does not', () => {
    const says = '# What leads to the connection there is made by CloudFormation, and not by this: it leads over what is not of the stack.';
    expect((['forward', 'back'] as const).map((intent) => linesOf(toTgw, intent).includes(says))).toEqual([true, false]);
    expect(linesOf({ ...toTgw, declaration: { ...toTgw.declaration!, modifiedBy: undefined } }, 'forward')).not.toContain(says);
  });

  test('where room is made, no connection is modified', () => {
    for (const intent of ['forward', 'back'] as const) {
      const script = recoveryScripts(makingRoom)[intent];
      expect(script).toContain(`${intent === 'back' ? 'BACK' : 'FORWARD'} of association and propagations of VPN connection ${VPN} on transit gateway ${TGW}`);
      expect(script).not.toContain('aws ec2 modify-vpn-connection');
      expect(script).toContain('look_at_attachment\n');
    }
  });
});
