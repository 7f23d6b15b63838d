/**
 * What anybody could tell a world by, in few bytes. Ids, revisions and instants are compared as they are to be told apart, not
 * by their value.
 */
import { createHash } from 'node:crypto';
import { Workbench } from './workbench';
import { RecordHead } from '../../lambda/engine/record';
import { LEASE_MS } from '../../src/contract/times';
import { Network } from '../../tools/rehearsal/embedded-ec2/network';
import { UnknownName, Unknowns, UNKNOWNS } from '../../tools/rehearsal/embedded-ec2/unknowns';

/** Far below every deadline: for how long an operation has been going on then makes no difference. Most stories are over by then. */
export const STORY_SECONDS_MAX = 900;

/** Longer than anything that looks back but the deadlines, which no story comes near. */
const LONG_AGO_MS = 30_000;
/** Nothing that far ahead happens within a story. */
const FAR_MS = 2 * STORY_SECONDS_MAX * 1000;

/** How a story ended, as far as anybody could tell. */
export function digestOfEnding(bench: Workbench): string {
  return digestOf(bench, []);
}

/** @param apart what else tells two worlds apart */
export function digestOf(bench: Workbench, apart: readonly unknown[]): string {
  const plans = [...bench.backups].map(([id, { survey: snapshot, writtenAt, ...decides }]) => [id, decides]);
  const heads = [...bench.heads.values()].map((head) => [headOf(head, bench.now), freshTunnelsOf(bench, head), waitedFor(bench, head)]);
  const text = JSON.stringify([...apart, heads, plans, [...bench.answers], [...bench.beginnings]]) + stateOf(bench.network, bench.now);
  return createHash('sha1').update(withoutNames(text)).digest('base64');
}

export function deviationsOf(settings: Partial<Record<UnknownName, string>>): Partial<Unknowns> {
  return Object.fromEntries(Object.entries(settings).filter(([name, value]) => value !== UNKNOWNS[name as UnknownName].default));
}

/** What binds the rest: once no more may be chosen, what was asked for and stands by default is like what was not asked for. */
export function bindingOf(settings: Partial<Unknowns>, deviationsMax: number): readonly (readonly [string, string])[] {
  const deviations = deviationsOf(settings);
  const binding = Object.keys(deviations).length < deviationsMax ? settings : deviations;
  return Object.entries(binding).sort(([a], [b]) => a.localeCompare(b));
}

/**
 * Instants that are only told to people are left out, and digests of what holds them; a revision only tells whether it is still the
 * same one.
 */
function headOf(head: RecordHead, now: number): object {
  const {
    revision, startedAt, interruptedSince, closedAt, arrangedAt, concludedAt, timeline, lease, intentSince, drivenSince, modifyTakenAt,
    goneOwners, backupDigest, recoveryDigests,
    ...rest
  } = head;
  return {
    ...rest,
    interrupted: interruptedSince !== undefined,
    arranged: arrangedAt !== undefined,
    concluded: concludedAt !== undefined,
    phases: timeline?.map(({ phase }) => phase),
    lease: lease !== undefined,
    digests: backupDigest !== undefined && recoveryDigests !== undefined,
    intentSince: ago(intentSince, now),
    drivenSince: drivenSince === undefined ? undefined : ago(drivenSince, now),
    modifyTakenAt: modifyTakenAt === undefined ? undefined : ago(modifyTakenAt, now),
    gone: Object.entries(goneOwners ?? {}).map(([owner, { requestId }]) => [owner, requestId]),
  };
}

/** Which tunnels changed their status since the move may have begun: only what is UP since then is UP on the new endpoints. */
function freshTunnelsOf(bench: Workbench, { vpnConnectionId, modifyTakenAt, interruptedSince }: RecordHead): boolean[] {
  const { tunnels } = bench.network.view.state.vpnConnections[vpnConnectionId];
  return tunnels.map(({ lastStatusChange }) => lastStatusChange >= (modifyTakenAt ?? interruptedSince ?? -Infinity));
}

/** For how long the lease, and what is promised, has been seen to be as it is: that long less is waited for. */
function waitedFor(bench: Workbench, { vpnConnectionId, lease, promised }: RecordHead): number[] {
  return Object.entries({ lease, promised }).flatMap(([which, each]) => {
    if (each === undefined) return [];
    const { state, since } = bench.leasesSeen.get(`${vpnConnectionId} ${which}`) ?? {};
    const isSame = state === JSON.stringify([each.holder, each.until, each.renewal]);
    return since !== undefined && isSame ? [Math.min(bench.now - since, LEASE_MS)] : [];
  });
}

/** Of tables that say the same at any time: records are immutable, and most tables are those of the beginning. */
const timeless = new WeakMap<object, string>();

function stateOf(network: Network, now: number): string {
  const { transitions, issued, ...tables } = network.view.state;
  const numbers = new Map<unknown, number>();
  const renumbered = (value: unknown) => {
    if (!numbers.has(value)) numbers.set(value, numbers.size);
    return numbers.get(value);
  };
  let isTimeless = true;
  const withoutInstants = (key: string, value: unknown) => {
    switch (key) {
      case 'createdAt':
      case 'lastStatusChange': return undefined;
      case 'startedAt':
      case 'endedAt':
        isTimeless = false;
        return ago(value as number, now);
      case 'token':
      case 'provisioning':
        isTimeless = false;
        return renumbered(value);
      default: return value;
    }
  };
  const textOf = (table: object) => {
    const known = timeless.get(table);
    if (known !== undefined) return known;
    isTimeless = true;
    const text = JSON.stringify(table, withoutInstants);
    if (isTimeless) timeless.set(table, text);
    return text;
  };
  const ahead = transitions.filter(({ due }) => due - now < FAR_MS)
    .map(({ due, name, subject, detail }) => ({ due: due - now, name, subject, detail }));
  return [...Object.values(tables).map(textOf), JSON.stringify(ahead, withoutInstants)].join('\n');
}

function ago(instant: number, now: number): number {
  return Math.min(now - instant, LONG_AGO_MS);
}

/** Generated ids by the order in which they appear. */
function withoutNames(text: string): string {
  const names = new Map<string, string>();
  return text.replace(/\b[a-z]+(?:-[a-z]+)*-0[0-9a-f]{16}/g, (id) => {
    if (!names.has(id)) names.set(id, `${id.slice(0, -18)}#${names.size}`);
    return names.get(id)!;
  });
}
