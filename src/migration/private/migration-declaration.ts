/** What is declared of a change of gateways, out of its options: with the checks that need nothing else, and the warnings. */
import { Annotations, Duration, Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { ChangeOptions } from './change-options';
import { requireAssociation } from '../../connection/private/target-checks';
import { TargetGateway } from '../../connection/target-gateway';
import { VpcRouteTableMove } from '../../connection/vpc-routes';
import { canonicalDestination } from '../../contract/cidr';
import {
  BACK_SECONDS_DEFAULT, FORWARD_SECONDS_DEFAULT, GatewayEnd, gatewayOf, MaintenanceWindow as DeclaredWindow,
  MoveDeclaration, Verification,
} from '../../contract/declaration';
import { ACCEPTABLE_KINDS } from '../../contract/finding-kinds';
import { nameOfGateway, sameGateway } from '../../contract/gateway';
import { isLongEnough } from '../../contract/maintenance-window';
import { nearest } from '../../contract/nearest';
import {
  at, requireDeadline, requireDestination, requireDistinct, requireEach, requireId, requireIpv4Network, requireVpcRouteTableId,
} from '../../private/checks';
import { placeName, TransitGatewayExtras } from '../../private/place';
import { MaintenanceWindow, MigrationStage, MoveVerification } from '../maintenance-window';
import { CustomerGatewayMove, MigrationOptions, OnFailure, OnUndo } from '../migration-options';

const FORWARD_TIMEOUT_DEFAULT = Duration.seconds(FORWARD_SECONDS_DEFAULT);
const BACK_TIMEOUT_DEFAULT = Duration.seconds(BACK_SECONDS_DEFAULT);
const BAKE_TIME_DEFAULT = Duration.minutes(5);

type DeclarableChange = ChangeOptions & Pick<MigrationOptions, 'healthAlarms' | 'bakeTime'>;

type DeclaredChange = Pick<MoveDeclaration, 'vpcRouteTables' | 'onPremisesCidrs' | 'forwardDeadlineSeconds' | 'backDeadlineSeconds'
  | 'acknowledgedFindings' | 'verification' | 'approvedPlan' | 'window'>;

/** @param acceptable kinds of findings, if not those of a move */
export function declareChange(options: DeclarableChange, acceptable?: readonly string[]): DeclaredChange {
  const { vpcRouteTables = [], onPremisesCidrs = [], acknowledgedFindings = [] } = options;
  const { forwardTimeout = FORWARD_TIMEOUT_DEFAULT, backTimeout = BACK_TIMEOUT_DEFAULT } = options;
  requireVpcRouteTables(vpcRouteTables);
  requireNetworks(onPremisesCidrs);
  const verification = verificationOf(options);
  requireDeadlines(forwardTimeout, backTimeout);
  requireAcknowledgements(acknowledgedFindings, acceptable);
  requireApproval(options.approvedPlan);
  return {
    vpcRouteTables: vpcRouteTables.map(({ routeTableId, moved = [], left = [] }) => ({ routeTableId, moved, left })),
    onPremisesCidrs,
    forwardDeadlineSeconds: forwardTimeout.toSeconds(),
    backDeadlineSeconds: backTimeout.toSeconds(),
    acknowledgedFindings,
    verification,
    ...options.approvedPlan === undefined ? {} : { approvedPlan: options.approvedPlan },
    ...options.window === undefined ? {} : { window: windowOf(options.window, forwardTimeout.plus(backTimeout)) },
  };
}

export function declareOptions(options: MigrationOptions): Omit<MoveDeclaration, 'vpnConnectionId' | 'from' | 'to'> {
  const { forwardTimeout = FORWARD_TIMEOUT_DEFAULT, backTimeout = BACK_TIMEOUT_DEFAULT } = options;
  const change = declareChange(options);
  requireTimeToVerify(forwardTimeout, backTimeout, change.verification, options.onFailure === OnFailure.MOVE_BACK);
  const { stage = MigrationStage.CUT_OVER, onRemoval = OnUndo.KEEP } = options;
  requireFinality(stage, onRemoval);
  return {
    ...change,
    onFailure: `${options.onFailure ?? OnFailure.HOLD}`,
    onStackRollback: `${options.onStackRollback ?? OnUndo.KEEP}`,
    onRemoval: `${onRemoval}`,
    stage: `${stage}`,
  };
}

function verificationOf(options: DeclarableChange): Verification {
  const { verification = MoveVerification.tunnelsAsBefore(), healthAlarms = [], bakeTime } = options;
  requireBakeTime(bakeTime, healthAlarms.length);
  return {
    tunnels: verification._tunnels,
    withinSeconds: verification._withinSeconds,
    alarmNames: healthAlarms.map((alarm) => alarm.alarmName),
    bakeSeconds: healthAlarms.length === 0 ? 0 : (bakeTime ?? BAKE_TIME_DEFAULT).toSeconds(),
  };
}

/** CloudFormation waits 60 minutes at most; the rest is for starting, polling and answering. */
const DEADLINES_MAX = Duration.minutes(55);

const IN_ORDER = ' declare the moves of one connection in the order in which they are to run, each beginning where the one before it ends';

/** EC2 modifies connections between two kinds of gateways, and a move makes nothing else on a transit gateway than routing. */
export function requireMovable(prop: 'from' | 'to', target: TargetGateway): GatewayEnd {
  const place = target._place;
  if (place.kind !== 'virtual-private-gateway' && place.kind !== 'transit-gateway') {
    throw new Error(`\`${prop}\` must be a virtual private gateway or a transit gateway, got ${placeName(place)};`
      + ' EC2 moves a connection between those two kinds only');
  }
  if (place.kind === 'transit-gateway') {
    requireNoExtras(prop, place.extras);
    requireAssociation(prop, place.end);
  }
  return place.end;
}

/** One end changes at least; with the customer gateway alone, nothing else does. */
export function requireChange(move: Pick<MoveDeclaration, 'from' | 'to' | 'customerGateway' | 'vpcRouteTables' | 'onPremisesCidrs'>): void {
  const { from, to, customerGateway, vpcRouteTables, onPremisesCidrs } = move;
  requireSwapOfTwo(from, to);
  if (!sameGateway(gatewayOf(from), gatewayOf(to))) return;
  if (customerGateway === undefined) {
    throw new Error(`\`from\` and \`to\` must be two gateways, got ${nameOfGateway(from)} for both; there is nothing to move,`
      + ' unless `customerGateway` says which customer gateway is to be changed');
  }
  requireEmptyWithoutMove('vpcRouteTables', vpcRouteTables.map((table) => table.routeTableId));
  requireEmptyWithoutMove('onPremisesCidrs', onPremisesCidrs);
  if (sameRouting(from, to)) return;
  throw new Error(`\`from\` and \`to\` must name the same route tables when only the customer gateway changes, got different ones of ${nameOfGateway(from)};`
    + ' no route is touched, so pass the same `TargetGateway` for both');
}

export function requireCustomerGateways(move: CustomerGatewayMove | undefined): void {
  if (move === undefined) return;
  requireId('customerGateway.from', move.from, 'cgw', 'customer gateway');
  requireId('customerGateway.to', move.to, 'cgw', 'customer gateway');
  if (move.from !== move.to) return;
  throw new Error(`\`customerGateway.from\` and \`customerGateway.to\` must be two customer gateways, got ${JSON.stringify(move.from)} for both;`
    + ' leave `customerGateway` out when the customer gateway stays');
}

/** A move as its successor sees it. */
export interface EarlierMove {
  readonly path: string;
  readonly declaration: MoveDeclaration;
}

/**
 * Moves of one connection run one after the other, in the order in which they are declared.
 * @param earlier the moves of the connection that are declared already, the latest first
 */
export function requireContinuation(earlier: readonly EarlierMove[], { from, customerGateway }: MoveDeclaration): void {
  const latest = earlier.at(0);
  if (latest !== undefined && !sameGateway(gatewayOf(latest.declaration.to), gatewayOf(from))) {
    throw new Error(`\`from\` must be ${nameOfGateway(latest.declaration.to)}, to which ${latest.path} moves the connection before, got ${nameOfGateway(from)};`
      + IN_ORDER);
  }
  const swap = earlier.find((each) => each.declaration.customerGateway !== undefined);
  const current = swap?.declaration.customerGateway?.toId;
  if (swap === undefined || customerGateway === undefined || customerGateway.fromId === current) return;
  throw new Error(`\`customerGateway.from\` must be ${JSON.stringify(current)}, to which ${swap.path} moves the connection before,`
    + ` got ${JSON.stringify(customerGateway.fromId)};${IN_ORDER}`);
}

export function requireVpcRouteTables(tables: readonly VpcRouteTableMove[]): void {
  tables.forEach((table, index) => {
    const prop = at('vpcRouteTables', index);
    requireVpcRouteTableId(`${prop}.routeTableId`, table.routeTableId);
    requireEach(`${prop}.moved`, table.moved ?? [], requireDestination);
    requireEach(`${prop}.left`, table.left ?? [], requireDestination);
    requireOneFate(prop, table);
  });
  requireDistinct('vpcRouteTables', tables.map((table) => table.routeTableId));
}

export function requireNetworks(cidrs: readonly string[]): void {
  requireEach('onPremisesCidrs', cidrs, requireIpv4Network);
}

/** An id names the finding and what it is about, so that nothing is accepted wholesale. */
export function requireAcknowledgements(ids: readonly string[], kinds: readonly string[] = ACCEPTABLE_KINDS): void {
  requireEach('acknowledgedFindings', ids, (prop, id) => {
    if (Token.isUnresolved(id)) return;
    const kind = /^([a-z][a-z-]*):.+/.exec(id)?.[1];
    if (kind !== undefined) return requireKnownFinding(prop, id, kind, kinds);
    throw new Error(`\`${prop}\` must be the id of a finding as the refusal names it, \`kind:subject\`, got ${JSON.stringify(id)};`
      + ' a finding whose id has no subject cannot be accepted, so remove what it names');
  });
}

/** What names no kind is never found: the move would be refused all the same, and nobody would see why. */
function requireKnownFinding(prop: string, id: string, kind: string, kinds: readonly string[]): void {
  if (kinds.includes(kind)) return;
  const meant = nearest(kind, kinds);
  throw new Error(`\`${prop}\` must be of a kind of finding that may be accepted, got ${JSON.stringify(id)};`
    + (meant.length === 0 ? ' README\'s "Findings" has them all' : ` ${meant.map((each) => `\`${each}\``).join(' or ')} may be meant`));
}

function requireApproval(digest: string | undefined): void {
  if (digest === undefined || Token.isUnresolved(digest) || /^sha256:[0-9a-f]{64}$/.test(digest)) return;
  throw new Error(`\`approvedPlan\` must be the digest of a prepared plan, \`sha256:\` and 64 hexadecimal digits, got ${JSON.stringify(digest)};`
    + ' deploy the move with `stage` PREPARED and take its `planDigest`');
}

/** @throws when an end is not an instant, or the window is too short for the way there and the way back */
function windowOf(window: MaintenanceWindow, needed: Duration): DeclaredWindow {
  const declared = { notBefore: instantOf('window.notBefore', window.notBefore), notAfter: instantOf('window.notAfter', window.notAfter) };
  if (isLongEnough(declared, needed.toSeconds())) return declared;
  throw new Error(`\`window\` must be at least as long as \`forwardTimeout\` and \`backTimeout\` together, ${needed.toHumanString()},`
    + ` got ${window.notBefore} to ${window.notAfter}; make it longer or shorten one of them`);
}

/** After FINALIZED there is nothing to move back with. */
function requireFinality(stage: MigrationStage, onRemoval: OnUndo): void {
  if (stage !== MigrationStage.FINALIZED || onRemoval === OnUndo.KEEP) return;
  throw new Error('`onRemoval` must be KEEP when `stage` is FINALIZED, got MOVE_BACK; what the way back needs is let go, so remove `onRemoval` or stay at CUT_OVER');
}

function requireDeadlines(forward: Duration, back: Duration): void {
  requireDeadline('forwardTimeout', forward);
  requireDeadline('backTimeout', back);
  const sum = forward.toSeconds() + back.toSeconds();
  if (sum <= DEADLINES_MAX.toSeconds()) return;
  throw new Error(`\`forwardTimeout\` and \`backTimeout\` must together be at most ${DEADLINES_MAX.toMinutes()} minutes,`
    + ` got ${forward.toHumanString()} and ${back.toHumanString()}; CloudFormation waits for an hour at most, so shorten one of them`);
}

/** Everything that may come after the other has to end within the hour: a move is verified after it, and may be moved back after that. */
function requireTimeToVerify(forward: Duration, back: Duration, verification: Verification, movesBack: boolean): void {
  const { tunnels, withinSeconds, alarmNames, bakeSeconds } = verification;
  const mayFail = movesBack && (typeof tunnels === 'number' || alarmNames.length > 0);
  const verifying = Math.max(tunnels === 'NONE' ? 0 : withinSeconds, bakeSeconds);
  const sum = forward.toSeconds() + verifying + (mayFail ? back.toSeconds() : 0);
  if (sum <= DEADLINES_MAX.toSeconds()) return;
  throw new Error(`\`forwardTimeout\`, the time to verify${mayFail ? ' and `backTimeout`' : ''} must together be at most ${DEADLINES_MAX.toMinutes()} minutes,`
    + ` got ${forward.toHumanString()}, ${Duration.seconds(verifying).toHumanString()}${mayFail ? ` and ${back.toHumanString()}` : ''};`
    + ' CloudFormation waits for an hour at most, so shorten one of them');
}

function requireBakeTime(bakeTime: Duration | undefined, alarms: number): void {
  if (bakeTime === undefined) return;
  requireDeadline('bakeTime', bakeTime);
  if (alarms > 0) return;
  throw new Error(`\`bakeTime\` must come with \`healthAlarms\`, got ${bakeTime.toHumanString()} and no alarm; name the alarms to watch, or remove it`);
}

function requireNoExtras(prop: string, extras: TransitGatewayExtras): void {
  const given = Object.entries(extras).filter(([, each]) => Object.keys(each).length > 0);
  if (given.length === 0) return;
  throw new Error(`\`${prop}\` must be a transit gateway without ${given.map(([name]) => `\`${name}\``).join(' and ')}, which a move does not make;`
    + ' give them to the `SiteToSiteVpn` whose connection moves, and leave them out here');
}

/** One virtual private gateway takes the place of another at one VPC: both have to be there, and to mean the same VPC. */
function requireSwapOfTwo(from: GatewayEnd, to: GatewayEnd): void {
  const [fromVpcId, toVpcId] = [vpcIdOf(from), vpcIdOf(to)];
  if (fromVpcId === undefined && toVpcId === undefined) return;
  const isPair = from.kind === 'virtual-private-gateway' && to.kind === from.kind && !sameGateway(gatewayOf(from), gatewayOf(to));
  if (!isPair) {
    throw new Error('`vpcId` is for a move between two virtual private gateways, one of which takes the place of the other,'
      + ` got ${JSON.stringify(toVpcId ?? fromVpcId)} for a move from ${nameOfGateway(from)} to ${nameOfGateway(to)}; remove it`);
  }
  requireOneVpc(fromVpcId, toVpcId);
}

/** Where the gateway that is left says one. */
export function requireOneVpc(fromVpcId: string | undefined, toVpcId: string | undefined): void {
  if (fromVpcId === undefined || fromVpcId === toVpcId) return;
  const got = `${JSON.stringify(fromVpcId)} and ${toVpcId === undefined ? 'none' : JSON.stringify(toVpcId)}`;
  throw new Error(`\`vpcId\` of \`from\` must be that of \`to\`, got ${got};`
    + ' one VPC exchanges its gateway, so name it at `to` and leave it out at `from`');
}

function vpcIdOf(end: GatewayEnd): string | undefined {
  return end.kind === 'virtual-private-gateway' ? end.vpcId : undefined;
}

function requireEmptyWithoutMove(prop: string, values: readonly string[]): void {
  if (values.length === 0) return;
  throw new Error(`\`${prop}\` must be empty when only the customer gateway changes, got ${JSON.stringify(values)}; no route is touched, so leave it out`);
}

/** The order of the tables has no meaning. */
function sameRouting(a: GatewayEnd, b: GatewayEnd): boolean {
  const sorted = (_key: string, value: unknown) => (Array.isArray(value) ? [...value as string[]].sort() : value);
  const inOrder = (end: GatewayEnd) => JSON.stringify(end, sorted);
  return inOrder(a) === inOrder(b);
}

function requireOneFate(prop: string, table: VpcRouteTableMove): void {
  const left = new Set((table.left ?? []).map(canonicalDestination));
  const both = (table.moved ?? []).find((destination) => left.has(canonicalDestination(destination)));
  if (both === undefined) return;
  throw new Error(`\`${prop}\` must name a destination either in \`moved\` or in \`left\`, got ${JSON.stringify(both)} in both; remove it from one`);
}

function instantOf(prop: string, text: string): number {
  const instant = /T.*(Z|[+-]\d\d:?\d\d)$/.test(text) ? Date.parse(text) : NaN;
  if (Number.isFinite(instant)) return instant;
  throw new Error(`\`${prop}\` must be an instant in ISO 8601 with a time zone that is known at synthesis, as 2026-11-22T01:00:00Z, got ${JSON.stringify(text)}`);
}

/** @param secondsNeeded for the way there and the way back, both of which have to fit in */
export function warnOfPassedWindow(scope: IConstruct, window: DeclaredWindow | undefined, secondsNeeded: number): void {
  if (window === undefined) return;
  const latest = window.notAfter - secondsNeeded * 1000;
  if (Date.now() <= latest) return;
  Annotations.of(scope).addWarningV2('cdk-site-to-site-vpn:windowHasPassed',
    `\`window\` has passed: a change had to begin by ${new Date(latest).toISOString()}, and one that is still to come is refused;`
    + ' name a later window, or remove it once the change is done');
}

/** Whoever leads the VPC's traffic another way knows it; everybody else has forgotten it. */
export function warnOfRouteTablesNotNamed(scope: IConstruct, { from, to, vpcRouteTables, stage }: MoveDeclaration): void {
  if (vpcRouteTables.length > 0 || propagates(to) || stage === 'FINALIZED' || sameGateway(gatewayOf(from), gatewayOf(to))) return;
  Annotations.of(scope).addWarningV2('cdk-site-to-site-vpn:noVpcRouteTables',
    `\`vpcRouteTables\` names no route table: what VPCs send to the networks behind the VPN goes on to ${shown(from)} when the connection is gone from there;`
    + ' name the tables whose routes lead to it, or acknowledge this warning if none does');
}

function propagates(end: GatewayEnd): boolean {
  return end.kind === 'virtual-private-gateway' && end.propagatingRouteTableIds.length > 0;
}

function shown(end: GatewayEnd): string {
  return Token.isUnresolved(end.id) ? `the ${end.kind.replaceAll('-', ' ')} of \`from\`` : nameOfGateway(end);
}
