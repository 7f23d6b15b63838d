/**
 * What one seed draws before its story begins, as fast-check's values, so that a story that fails can be made smaller. Most
 * kinds of trouble are off in most stories: one with all of them at once ends early and says little about any one of them.
 */
import * as fc from 'fast-check';
import { MoveDeclaration } from '../../src/contract/declaration';
import { HARMLESS_DISTORTIONS, HarmlessDistortion, INCOMPLETE_DISTORTIONS, IncompleteDistortion } from '../../tools/rehearsal/embedded-ec2/distortions';
import { Latencies } from '../../tools/rehearsal/embedded-ec2/latencies';
import { everySetting, UnknownName, Unknowns, UNKNOWNS_OF_CLIENT_VPN } from '../../tools/rehearsal/embedded-ec2/unknowns';
import { Move, MOVES, Routing } from '../lambda/estates';

/** What may become of one call over the wire. */
export const FATES = [
  /** Refused for load, before anything happened. */
  'throttled',
  /** The server's own fault, with or without the effect. */
  'server-error-before', 'server-error-after',
  /** No answer: the request got lost, or only its answer did. */
  'lost-request', 'lost-answer',
  /** The answer got lost, and the SDK asked again by itself: the second answer is the one that is seen. */
  'asked-again',
  /** Lambda's sandbox is gone: nothing of this invocation happens any more. */
  'dies-before', 'dies-after',
] as const;
export type Fate = (typeof FATES)[number];

export const OUTSIDE_CHANGES = [
  'vpn-static-route-added', 'vpn-static-route-deleted', 'transit-gateway-route-taken', 'transit-gateway-route-added',
  'transit-gateway-route-deleted', 'vpc-route-repointed', 'vpc-route-added', 'vpc-route-deleted', 'connection-moved-elsewhere',
  'connection-moved-back', 'connection-moved-on', 'customer-gateway-exchanged', 'association-taken', 'association-removed', 'propagation-added',
  'propagation-removed', 'vpn-gateway-propagation-added', 'vpn-gateway-propagation-removed',
] as const;
export type OutsideChangeKind = (typeof OUTSIDE_CHANGES)[number];

type Policy = Pick<MoveDeclaration, 'onFailure' | 'onStackRollback' | 'onRemoval' | 'forwardDeadlineSeconds' | 'backDeadlineSeconds'>;

/** An Update of the resource: of how it would be undone, or of the move itself, which is refused. */
export type UpdateKind = 'of-policy' | 'of-move';

/** What no move waits for. */
type LatencyOfOthers = 'describeLagMs' | 'creationMs' | 'transitGatewaySettleMs' | 'deletionMs' | 'deletedLingerMs'
| 'clientVpnAssociationMs' | 'clientVpnSettleMs';

export interface Circumstances {
  readonly move: Move;
  readonly routing: Routing;
  readonly defaultRouteTable: boolean;
  readonly policy: Policy;
  readonly unknowns: Partial<Unknowns>;
  readonly latencies: Omit<Latencies, LatencyOfOthers>;
  /** A lag of its own for every call, at most this: a later describe may well show what was before an earlier one. */
  readonly describeLagMsMax: number;
  /** The longest that a call takes on the wire without a fault. */
  readonly callMs: number;
  readonly fates: readonly Fate[];
  /** In percent. */
  readonly fateChance: number;
  /** So many calls at most have another fate than to work: a story in which nothing ever works ends at its deadline, always. */
  readonly fatesMax: number;
  /** An action that this role may not call, for this long; absent: all may be called. */
  readonly denied?: { readonly operation: string; readonly seconds: number; readonly dryRunsToo: boolean };
  readonly invocationSeconds: number;
  /** How far each environment's clock may be off, in either direction; it jumps, too. Absent: all are right. */
  readonly clocksOffMsMax?: number;
  /** Moments after the beginning, in seconds: the waiter's event again, or CloudFormation's with a waiter of its own. */
  readonly redeliveries: readonly { readonly at: number; readonly whole: boolean }[];
  readonly cancelAt?: number;
  readonly rollbackDelaySeconds: number;
  readonly deathFailsRequest: boolean;
  readonly outsideChanges: readonly { readonly at: number; readonly kind: OutsideChangeKind }[];
  /** What is deployed once the move is made. */
  readonly updates: readonly UpdateKind[];
  readonly afterwards: 'nothing' | 'removal' | 'stack-rollback';
  readonly mendsAndDeploysAgain: boolean;
  /** How often, in percent, an invocation is delivered twice at once. */
  readonly twiceChance: number;
  /** In which other shapes EC2 answers, all the time. */
  readonly distortions: readonly HarmlessDistortion[];
  /** Some answers of some time leave something out. */
  readonly incomplete?: { readonly kind: IncompleteDistortion; readonly at: number; readonly seconds: number; readonly chance: number };
}

/** What a role can lack: one of the calls that a move is made of. */
const MUTATIONS = [
  'DeleteVpnConnectionRoute', 'CreateVpnConnectionRoute', 'ModifyVpnConnection', 'AssociateTransitGatewayRouteTable',
  'DisassociateTransitGatewayRouteTable', 'EnableTransitGatewayRouteTablePropagation', 'DisableTransitGatewayRouteTablePropagation',
  'CreateTransitGatewayRoute', 'DeleteTransitGatewayRoute', 'ReplaceRoute', 'CreateRoute', 'DeleteRoute', 'EnableVgwRoutePropagation',
  'DisableVgwRoutePropagation', 'AttachVpnGateway', 'DetachVpnGateway',
] as const;

/** Switched off in the smaller story, unless it is what matters. */
function sometimes<T, U>(percent: number, some: fc.Arbitrary<T>, otherwise: U): fc.Arbitrary<T | U> {
  const without = { weight: 100 - percent, arbitrary: fc.constant(otherwise) };
  return fc.oneof({ withCrossShrink: true }, without, { weight: percent, arbitrary: some });
}

function few<T>(each: fc.Arbitrary<T>): fc.Arbitrary<T[]> {
  return fc.array(each, { minLength: 1, maxLength: 4 });
}

function between(min: number, max: number): fc.Arbitrary<number> {
  return fc.integer({ min, max });
}

/** When something interferes: mostly while the move is at work, of which provisioning is the longest part. */
const moment = fc.oneof(between(0, 25), between(0, 25), between(0, 120), between(0, 460));
const settling = fc.constantFrom(0, 500, 2_000, 10_000);
const undo = fc.constantFrom('KEEP', 'MOVE_BACK');

/** What only prefix list references ask, which no move makes: a story would be the same under each of their settings. */
const NOT_OF_A_MOVE: readonly UnknownName[] = [
  'duplicatePrefixListReference', 'prefixListReferenceOfDeletedAttachment', ...UNKNOWNS_OF_CLIENT_VPN,
];
/** The same of one value alone: without it a seed goes on to tell the story that it told. */
const settings = everySetting()
  .filter(({ name, value }) => !NOT_OF_A_MOVE.includes(name) && value !== 'each-entry-propagated').map((each) => each.settings);

export const CIRCUMSTANCES: fc.Arbitrary<Circumstances> = fc.noBias(fc.record<Circumstances>({
  move: fc.constantFrom(...MOVES),
  routing: fc.constantFrom('static', 'bgp'),
  defaultRouteTable: sometimes(30, fc.constant(true), false),
  policy: fc.record<Policy>({
    onFailure: fc.constantFrom('HOLD', 'MOVE_BACK'),
    onStackRollback: undo,
    onRemoval: undo,
    forwardDeadlineSeconds: fc.constantFrom(1800, 1800, 1800, 120),
    backDeadlineSeconds: fc.constantFrom(1200, 1200, 1200, 60),
  }),
  unknowns: fc.oneof(fc.constant(0), fc.constant(1), fc.constant(2), fc.constant(5))
    .chain((count) => fc.array(fc.constantFrom(...settings), { minLength: count, maxLength: count }))
    .map((drawn) => drawn.reduce((all, each) => ({ ...all, ...each }), {})),
  latencies: fc.record({
    provisioningMs: fc.oneof(between(20, 60), between(20, 60), between(20, 60), between(61, 400)).map((seconds) => seconds * 1000),
    attachmentOffsetMs: fc.constantFrom(0, 0, -10_000, 15_000),
    ikeMs: fc.constantFrom(1_000, 20_000),
    staticRouteSettleMs: settling,
    associationSettleMs: settling,
    propagationSettleMs: settling,
    transitGatewayRouteSettleMs: settling,
    vpnGatewayAttachmentMs: fc.constantFrom(2_000, 10_000, 60_000),
    staleAfterModifyMs: fc.constantFrom(0, 4_000, 8_000),
  }),
  describeLagMsMax: fc.constantFrom(0, 500, 3_000),
  callMs: fc.constantFrom(20, 300, 1_000),
  fates: sometimes(85, fc.subarray([...FATES]), []),
  fateChance: fc.constantFrom(1, 5, 20),
  fatesMax: between(0, 12),
  denied: sometimes(15, fc.record({
    operation: fc.constantFrom(...MUTATIONS), seconds: fc.constantFrom(8, 60, 3_000), dryRunsToo: fc.boolean(),
  }), undefined),
  invocationSeconds: fc.constantFrom(600, 60, 30),
  redeliveries: sometimes(35, few(fc.record({ at: moment, whole: sometimes(30, fc.constant(true), false) })), []),
  cancelAt: sometimes(35, moment, undefined),
  rollbackDelaySeconds: between(0, 30),
  deathFailsRequest: sometimes(40, fc.constant(true), false),
  outsideChanges: sometimes(35, few(fc.record({ at: moment, kind: fc.constantFrom(...OUTSIDE_CHANGES) })), []),
  updates: sometimes(30, few(fc.constantFrom<UpdateKind>('of-policy', 'of-move')), []),
  afterwards: fc.constantFrom('nothing', 'removal', 'stack-rollback'),
  mendsAndDeploysAgain: sometimes(60, fc.constant(true), false),
  twiceChance: fc.constantFrom(0, 0, 10, 50),
  distortions: sometimes(60, fc.subarray([...HARMLESS_DISTORTIONS], { minLength: 1 }), []),
  incomplete: sometimes(40, fc.record({
    kind: fc.constantFrom(...INCOMPLETE_DISTORTIONS),
    at: fc.oneof(fc.constant(0), moment),
    seconds: fc.constantFrom(20, 200, 3_000),
    // In percent of all answers.
    chance: fc.constantFrom(10, 50, 100),
  }), undefined),
}));
