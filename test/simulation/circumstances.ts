/**
 * What one seed draws before its story begins. Most kinds of trouble are off in most stories: a story with all of them
 * at once ends early and says little about any one of them.
 */
import { Dice } from './dice';
import { Latencies } from '../../rehearsal/embedded-ec2/latencies';
import { everySetting, Unknowns } from '../../rehearsal/embedded-ec2/unknowns';
import { MoveDeclaration } from '../../src/domain/declaration';

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

export const FOREIGN_CHANGES = [
  'vpn-static-route-added', 'vpn-static-route-deleted', 'transit-gateway-route-taken', 'transit-gateway-route-added',
  'transit-gateway-route-deleted', 'vpc-route-repointed', 'vpc-route-added', 'vpc-route-deleted', 'connection-moved-elsewhere',
  'connection-moved-back',
] as const;
export type ForeignChangeKind = (typeof FOREIGN_CHANGES)[number];

export interface Circumstances {
  readonly routing: 'static' | 'bgp';
  readonly policy: Pick<MoveDeclaration, 'onFailure' | 'onStackRollback' | 'onRemoval' | 'forwardDeadlineSeconds' | 'backDeadlineSeconds'>;
  readonly unknowns: Partial<Unknowns>;
  readonly latencies: Partial<Latencies>;
  /** The longest that a call takes on the wire without a fault. */
  readonly callMs: number;
  readonly fates: readonly Fate[];
  readonly fateChance: number;
  /** So many calls at most have another fate than to work: a story in which nothing ever works ends at its deadline, always. */
  readonly fatesMax: number;
  /** An action that this role may not call, for this long; absent: all may be called. */
  readonly denied?: { readonly operation: string; readonly seconds: number; readonly dryRunsToo: boolean };
  readonly invocationSeconds: number;
  /** Moments after the beginning, in seconds. */
  readonly redeliveries: readonly number[];
  readonly cancelAt?: number;
  readonly rollbackDelaySeconds: number;
  readonly deathFailsRequest: boolean;
  readonly foreignChanges: readonly { readonly at: number; readonly kind: ForeignChangeKind }[];
  readonly afterwards: 'nothing' | 'removal' | 'stack-rollback';
  readonly mendsAndDeploysAgain: boolean;
  /** How often an invocation is delivered twice at once. */
  readonly twiceChance: number;
}

export function drawCircumstances(dice: Dice): Circumstances {
  const provisioning = dice.chance(0.75) ? dice.between(20, 60) : dice.between(61, 400);
  // When something interferes: mostly while the move is at work, of which provisioning is the longest part.
  const moment = () => (dice.chance(0.5) ? dice.between(0, 25) : dice.between(0, provisioning + 60));
  return {
    routing: dice.oneOf(['static', 'bgp'] as const),
    policy: {
      onFailure: dice.oneOf(['HOLD', 'MOVE_BACK'] as const),
      onStackRollback: dice.oneOf(['KEEP', 'MOVE_BACK'] as const),
      onRemoval: dice.oneOf(['KEEP', 'MOVE_BACK'] as const),
      forwardDeadlineSeconds: dice.oneOf([1800, 1800, 1800, 120]),
      backDeadlineSeconds: dice.oneOf([1200, 1200, 1200, 60]),
    },
    unknowns: drawUnknowns(dice),
    latencies: drawLatencies(dice, provisioning),
    callMs: dice.oneOf([20, 300, 1_000]),
    fates: FATES.filter(() => dice.chance(0.35)),
    fateChance: dice.oneOf([0.01, 0.05, 0.2]),
    fatesMax: dice.between(0, 12),
    ...dice.chance(0.15) ? {
      denied: { operation: dice.oneOf(MUTATIONS), seconds: dice.oneOf([8, 60, 3_000]), dryRunsToo: dice.chance(0.5) },
    } : {},
    invocationSeconds: dice.oneOf([30, 60, 600]),
    redeliveries: some(dice, 0.35, moment),
    ...dice.chance(0.35) ? { cancelAt: moment() } : {},
    rollbackDelaySeconds: dice.between(0, 30),
    deathFailsRequest: dice.chance(0.4),
    foreignChanges: some(dice, 0.3, () => ({ at: moment(), kind: dice.oneOf(FOREIGN_CHANGES) })),
    afterwards: dice.oneOf(['nothing', 'removal', 'stack-rollback'] as const),
    mendsAndDeploysAgain: dice.chance(0.6),
    twiceChance: dice.oneOf([0, 0, 0.1, 0.5]),
  };
}

/** What a role can lack: one of the calls that a move is made of. */
const MUTATIONS = [
  'DeleteVpnConnectionRoute', 'CreateVpnConnectionRoute', 'ModifyVpnConnection', 'AssociateTransitGatewayRouteTable',
  'EnableTransitGatewayRouteTablePropagation', 'CreateTransitGatewayRoute', 'DeleteTransitGatewayRoute', 'ReplaceRoute', 'CreateRoute',
  'DeleteRoute',
] as const;

function drawUnknowns(dice: Dice): Partial<Unknowns> {
  const settings = everySetting();
  const count = dice.oneOf([0, 1, 2, 5]);
  return Array.from({ length: count }).reduce<Partial<Unknowns>>((drawn) => ({ ...drawn, ...dice.oneOf(settings).settings }), {});
}

function drawLatencies(dice: Dice, provisioningSeconds: number): Partial<Latencies> {
  const settle = () => dice.oneOf([0, 500, 2_000, 10_000]);
  const lagMax = dice.oneOf([0, 500, 3_000]);
  return {
    provisioningMs: provisioningSeconds * 1000,
    attachmentOffsetMs: dice.oneOf([-10_000, 0, 0, 15_000]),
    ikeMs: dice.oneOf([1_000, 20_000]),
    staticRouteSettleMs: settle(),
    associationSettleMs: settle(),
    propagationSettleMs: settle(),
    transitGatewayRouteSettleMs: settle(),
    staleAfterModifyMs: dice.oneOf([0, 4_000, 8_000]),
    // A lag of its own for every call: a later describe may well show what was before an earlier one.
    describeLagMs: () => dice.between(0, lagMax),
  };
}

function some<T>(dice: Dice, probability: number, draw: () => T): T[] {
  const drawn: T[] = [];
  while (drawn.length < 4 && dice.chance(probability)) drawn.push(draw());
  return drawn;
}
