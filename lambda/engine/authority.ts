/**
 * Who may take an open operation from whom. It is driven by whoever's id is on its record: a request of CloudFormation, or an operator.
 * A closed one is nobody's: what may be opened after it is not asked here.
 */
import { RecordHead } from './record';

/** Another one needs rows below, one for each who may ask, before anything compiles. */
export type Driver = 'CloudFormation' | 'operator';

/** What each of those may ask of an open operation who can come upon it. */
interface Asks {
  /** A request for the resource of the move to which it belongs. */
  readonly move: 'continue' | 'rollBack' | 'remove' | 'finalize';
  /** A request for one of the resources around the connection, whose target their template changes, to which it belongs. */
  readonly target: 'continue' | 'rollBack' | 'rollForward';
  /** A request for another resource, which wants the connection for itself; `return`: while its stack rolls back. */
  readonly other: 'deploy' | 'return';
  readonly operator: 'continue' | 'rollBack' | 'rollForward' | 'hold';
}

/** Why not. `leave`: whoever asks has to be content with it. */
export interface Refusal {
  readonly kind: 'refuse' | 'leave';
  readonly reason: string;
  /** What an operator does instead. */
  readonly nextStep?: string;
}

type Never = (head: RecordHead) => Refusal;
type Rule = 'allowed' | Never;

/** A connection has one operation at a time, so nobody else may have one beside it. */
type Rules = { readonly [Asker in keyof Asks]: { readonly [Asked in Asks[Asker]]: Asker extends 'other' ? Never : Rule } };

const leftToOperator: Never = ({ operationId }) => leave(`operation ${operationId} is an operator's, who ends it`);
const notOver: Never = ({ operationId }) => refuse(`operation ${operationId} is not over yet; let CUT_OVER complete it first`);
const isOpen: Never = ({ operationId, owner, vpnConnectionId }) => refuse(`operation ${operationId} of ${owner} is open on ${vpnConnectionId}; let it end first`);
const isAtWork: Never = ({ operationId, owner }) => leave(`operation ${operationId} of ${owner} is at work on the connection`);
const wouldBeTurnedAgain: Never = ({ operationId }) => ({
  ...refuse(`operation ${operationId} is on its way back, and a request of CloudFormation that wants that would turn it again`),
  nextStep: 'Let it end, or `hold` it first and then press `forward`',
});

const RULES: { readonly [Driven in Driver]: Rules } = {
  CloudFormation: {
    move: { continue: 'allowed', rollBack: 'allowed', remove: 'allowed', finalize: notOver },
    target: { continue: 'allowed', rollBack: 'allowed', rollForward: 'allowed' },
    other: { deploy: isOpen, return: isAtWork },
    operator: { continue: 'allowed', rollBack: 'allowed', rollForward: wouldBeTurnedAgain, hold: 'allowed' },
  },
  operator: {
    // It was opened where CloudFormation's own had ended, of which nothing is undone by itself.
    move: { continue: 'allowed', rollBack: leftToOperator, remove: leftToOperator, finalize: notOver },
    target: { continue: 'allowed', rollBack: 'allowed', rollForward: 'allowed' },
    other: { deploy: isOpen, return: isAtWork },
    operator: { continue: 'allowed', rollBack: 'allowed', rollForward: wouldBeTurnedAgain, hold: 'allowed' },
  },
};

/** @returns why an open operation is not to be had for that, or nothing where it is */
export function refusalOfTaking<Asker extends Exclude<keyof Asks, 'other'>>(
  head: RecordHead, asker: Asker, asked: Asks[Asker],
): Refusal | undefined {
  const rules: { readonly [Asked in Asks[Asker]]: Rule } = RULES[driverOf(head)][asker];
  const rule = rules[asked];
  return rule === 'allowed' ? undefined : rule(head);
}

/** Why there is nothing to be had for another resource while an operation is open. */
export function refusalOfOthers(head: RecordHead, asked: Asks['other']): Refusal {
  return RULES[driverOf(head)].other[asked](head);
}

/** A request that somebody newer has taken over from goes on with nothing. */
export function refusalOfSuperseded(head: RecordHead | undefined, requestId: string): Refusal | undefined {
  if (!head?.supersededRequestIds.includes(requestId)) return undefined;
  return refuse(`request ${requestId} was superseded by ${head.requestId}, which has taken over`);
}

export function refuse(reason: string): Refusal & { readonly kind: 'refuse' } {
  return { kind: 'refuse', reason };
}

export function leave(reason: string): Refusal & { readonly kind: 'leave' } {
  return { kind: 'leave', reason };
}

const OPERATOR_PREFIX = 'operator-';

/** A request of an operator, by an id that tells whose it is wherever it is written. */
export function operatorRequestId(name: string, unique: string): string {
  return `${OPERATOR_PREFIX}${name.replace(/[^\w.@-]+/g, '_')}-${unique}`;
}

export function isOperatorRequest(requestId: string): boolean {
  return requestId.startsWith(OPERATOR_PREFIX);
}

/** Who has opened the operation, or has taken it over since. */
function driverOf({ requestId }: RecordHead): Driver {
  return isOperatorRequest(requestId) ? 'operator' : 'CloudFormation';
}
