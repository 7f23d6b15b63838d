/**
 * What one seed draws of a stack's life, as fast-check's values, so that a story that fails can be made smaller: connections of an
 * ordinary app, mostly by their defaults, and what becomes of it, deployment by deployment.
 */
import * as fc from 'fast-check';

export const PLACES = ['vgw-0', 'vgw-1', 'tgw-0', 'tgw-1'] as const;
/** Virtual private gateway 0 is attached to the VPC and 1 is not; transit gateway 2 is as AWS makes it by default. */
export type Place = (typeof PLACES)[number] | 'tgw-2';

export const EDITS = [
  'nothing', 'ip', 'asn', 'route-added', 'route-removed', 'routing', 'target', 'association', 'tables', 'blackhole', 'prefix-list',
  'attachment-tag', 'one-tunnel', 'both-tunnels', 'bandwidth', 'tag', 'vpc-routes', 'create-only', 'logs', 'guard', 'outputs',
  'removal-policy', 'stack-policy', 'rename', 'rename-keeping-ids', 'nest-keeping-ids', 'add', 'remove',
] as const;
export type EditKind = (typeof EDITS)[number];

export const BY_HAND = [
  'moved', 'static-route-added', 'static-route-deleted', 'transit-gateway-route-added', 'transit-gateway-route-deleted', 'association-changed',
  'association-removed', 'propagation-removed', 'tunnel-option-changed', 'tag-changed', 'connection-deleted', 'customer-gateway-changed',
  'vpc-route-deleted',
] as const;
export type ByHandKind = (typeof BY_HAND)[number];

/** What is drawn of a connection; the rest are its defaults. */
export interface Choices {
  readonly device: 'made-by-connection' | 'of-the-stack' | 'imported';
  readonly on: Place;
  readonly bgp: boolean;
  /** How many networks are listed; with BGP the device announces them. */
  readonly networks: number;
  readonly associates: boolean;
  readonly twoTables: boolean;
  readonly vpcRoutes: 'none' | 'static' | 'propagated';
  readonly blackhole: boolean;
  readonly prefixList: boolean;
  readonly attachmentTag: number;
  /** Absent: nothing is said of logs. */
  readonly logs?: 'on' | 'off';
  /** Seconds, of each tunnel; absent: nothing is said of tunnels. */
  readonly dpdSeconds?: readonly [number, number];
  readonly outputs: boolean;
  readonly removalPolicy: 'default' | 'destroy' | 'retain' | 'destroy-by-method';
  /** Whether custom resources look after its edits. */
  readonly guarded: boolean;
}

/** One edit of the app; numbers are taken modulo of what there is. */
export interface Edit {
  readonly kind: EditKind;
  readonly connection: number;
  readonly value: number;
}

export interface ByHand {
  readonly kind: ByHandKind;
  readonly connection: number;
  readonly value: number;
}

/** Another resource fails, or somebody gives the deployment up, after so many events. */
export interface Trouble {
  readonly afterEvents: number;
  readonly how: 'fails' | 'fails-on-the-way-back-too' | 'is-cancelled';
}

export interface Step {
  readonly byHand: readonly ByHand[];
  /** What is deployed then: `destroyed` is the stack gone first, with what it keeps, or with that gone too. */
  readonly deploys: 'edits' | 'after-destroy' | 'after-destroy-of-everything';
  readonly edits: readonly Edit[];
  readonly trouble?: Trouble;
}

export interface Life {
  readonly connections: readonly Choices[];
  /** Fails with the first deployment. */
  readonly firstTrouble?: Trouble;
  readonly steps: readonly Step[];
}

/** Switched off in the smaller story, unless it is what matters. */
function sometimes<T, U>(percent: number, some: fc.Arbitrary<T>, otherwise: U): fc.Arbitrary<T | U> {
  const without = { weight: 100 - percent, arbitrary: fc.constant(otherwise) };
  return fc.oneof({ withCrossShrink: true }, without, { weight: percent, arbitrary: some });
}

const yes = (percent: number) => sometimes(percent, fc.constant(true), false);
const upTo = (max: number) => fc.integer({ min: 0, max });
const which = upTo(5);
const seconds = fc.constantFrom(30, 45, 60);

const choices: fc.Arbitrary<Choices> = fc.record<Choices>({
  device: sometimes(40, fc.constantFrom('of-the-stack', 'imported'), 'made-by-connection'),
  on: sometimes(4, fc.constant<Place>('tgw-2'), undefined).chain((place) => (place === undefined ? fc.constantFrom<Place>('vgw-0', 'tgw-0', 'tgw-1') : fc.constant(place))),
  bgp: fc.boolean(),
  networks: fc.constantFrom(1, 2),
  associates: sometimes(25, fc.constant(false), true),
  twoTables: yes(25),
  vpcRoutes: sometimes(40, fc.constantFrom('static', 'propagated'), 'none'),
  blackhole: yes(15),
  prefixList: yes(15),
  attachmentTag: sometimes(35, fc.constant(1), 0),
  dpdSeconds: sometimes(35, fc.tuple(seconds, seconds), undefined),
  logs: sometimes(15, fc.constantFrom('on', 'off'), undefined),
  outputs: yes(25),
  removalPolicy: sometimes(30, fc.constantFrom('destroy', 'retain', 'destroy-by-method'), 'default'),
  guarded: yes(40),
});

const trouble = fc.record<Trouble>({
  afterEvents: fc.oneof(upTo(12), upTo(90)),
  how: sometimes(30, fc.constantFrom('fails-on-the-way-back-too', 'is-cancelled'), 'fails'),
});

/** Edits of which a story is worth more, as more can go wrong. */
const OFTEN: readonly EditKind[] = ['target', 'target', 'target', 'target', 'routing', 'both-tunnels', 'both-tunnels', 'attachment-tag', 'rename-keeping-ids'];

const edit = fc.record<Edit>({ kind: fc.constantFrom(...EDITS, ...OFTEN), connection: which, value: upTo(11) });
const byHand = fc.record<ByHand>({ kind: fc.constantFrom(...BY_HAND), connection: which, value: upTo(11) });

const step = fc.record<Step>({
  byHand: sometimes(20, fc.array(byHand, { minLength: 1, maxLength: 2 }), []),
  deploys: sometimes(8, fc.constantFrom('after-destroy', 'after-destroy-of-everything'), 'edits'),
  edits: fc.oneof(
    { weight: 5, arbitrary: fc.array(edit, { minLength: 1, maxLength: 1 }) },
    { weight: 1, arbitrary: fc.array(edit, { minLength: 1, maxLength: 2 }) },
  ),
  trouble: sometimes(30, trouble, undefined),
});

export const LIVES: fc.Arbitrary<Life> = fc.noBias(fc.record<Life>({
  connections: fc.oneof(
    { weight: 6, arbitrary: fc.constant(1) }, { weight: 3, arbitrary: fc.constant(2) }, { weight: 1, arbitrary: fc.constant(3) },
  ).chain((maxLength) => fc.array(choices, { minLength: 1, maxLength })),
  firstTrouble: sometimes(8, trouble, undefined),
  steps: fc.array(step, { minLength: 3, maxLength: 5, size: 'max' }),
}));
