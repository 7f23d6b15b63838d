/** Which connections are shown: every filter that is given has to agree. */
import { Row, Target } from './rows';
import { nearest } from '../../../src/contract/nearest';
import { CommandFailure, EXIT } from '../terminal/command-failure';

export interface Filters {
  readonly state?: readonly string[];
  /** A gateway's id or name, or a kind of target. */
  readonly target?: string;
  /** `KEY` or `KEY=VALUE`. */
  readonly tag?: readonly string[];
  readonly tunnelStatus?: TunnelStatus;
  readonly routing?: 'static' | 'bgp';
}

/** Of all tunnels together: EC2's own words are those of one. */
export const TUNNEL_STATUSES = ['up', 'partial', 'down'] as const;
export type TunnelStatus = (typeof TUNNEL_STATUSES)[number];

export const TARGET_KINDS: readonly Target['kind'][] = ['virtual-private-gateway', 'transit-gateway', 'core-network', 'vpn-concentrator', 'none'];

/** Deleted connections linger in the describe for a while; they are shown to whoever asks for that state. */
export function shown(rows: readonly Row[], filters: Filters): Row[] {
  const { state, target, tag = [], tunnelStatus, routing } = filters;
  return rows.filter((row) => (state === undefined ? row.state !== 'deleted' : state.includes(row.state))
    && (target === undefined || isOn(row.target, target))
    && tag.every((wanted) => hasTag(row, wanted))
    && (tunnelStatus === undefined || tunnelStatusOf(row) === tunnelStatus)
    && (routing === undefined || row.routing === routing));
}

/**
 * A target that nothing stands on is more likely mistyped than meant.
 *
 * @throws {CommandFailure} naming near ones
 */
export function requireTarget(rows: readonly Row[], gatewayIds: readonly string[], target: string): void {
  const known = [...new Set([...gatewayIds, ...rows.flatMap((row) => [row.target.id, row.target.name])])].filter((id) => id !== undefined);
  if (known.includes(target) || TARGET_KINDS.some((kind) => kind === target)) return;
  const near = nearest(target, [...known, ...TARGET_KINDS]);
  throw new CommandFailure(EXIT.UNREADABLE, `there is no gateway ${target}`,
    near.length > 0 ? `Is ${near.join(' or ')} meant?` : `Name a gateway by id or name, or a kind: ${TARGET_KINDS.join(', ')}.`);
}

/** Nothing where EC2 tells of no tunnel. */
export function tunnelStatusOf({ tunnels }: Row): TunnelStatus | undefined {
  const statuses = tunnels.map((tunnel) => tunnel.status).filter((status) => status !== undefined);
  if (statuses.length === 0) return undefined;
  const up = statuses.filter((status) => status === 'UP').length;
  if (up === 0) return 'down';
  return up === statuses.length ? 'up' : 'partial';
}

function isOn(target: Target, wanted: string): boolean {
  return target.id === wanted || target.name === wanted || target.kind === wanted;
}

function hasTag({ tags }: Row, wanted: string): boolean {
  const [, key, value] = /^([^=]+)(?:=(.*))?$/s.exec(wanted) ?? [];
  return key !== undefined && Object.hasOwn(tags, key) && (value === undefined || tags[key] === value);
}
