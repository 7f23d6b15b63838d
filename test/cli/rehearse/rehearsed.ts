/** `rehearse` as somebody types it, on an estate of the rehearsal that was saved. */
import { Rehearsed } from '../../../tools/cli/rehearse/rehearsed';
import { Network } from '../../../tools/rehearsal/embedded-ec2/network';
import { Estate, EstateOptions, seedEstate } from '../../../tools/rehearsal/scenarios/estate';
import { StoryClock } from '../../rehearsal/embedded-ec2/estates';
import { savedOf } from '../plan/saved';
import { command, Ran } from '../terminal';

export const TYPICAL = { move: 'vgw-to-tgw', routing: 'static' } as const;

export interface Saved {
  readonly ids: Estate;
  readonly folder: string;
}

export async function saved(options: EstateOptions): Promise<Saved> {
  const network = new Network({ clock: new StoryClock() });
  const ids = seedEstate(network, options);
  return { ids, folder: await savedOf(network) };
}

/** Plays the move that the estate is seeded for. */
export async function rehearsed({ ids, folder }: Saved, ...args: readonly string[]): Promise<Ran> {
  return command(['rehearse', ids.vpnConnectionId, ...targetOf(ids), '--from', folder, ...args]);
}

export async function document(options: EstateOptions, ...args: readonly string[]): Promise<Rehearsed & { readonly exitCode: number }> {
  const { exitCode, out, err } = await rehearsed(await saved(options), '--json', ...args);
  if (out === '') throw new Error(err);
  return { ...JSON.parse(out) as Rehearsed, exitCode };
}

function targetOf({ from, to, customerGateway }: Estate): string[] {
  return [...from.id === to.id ? [] : ['--to', to.id], ...customerGateway === undefined ? [] : ['--customer-gateway', customerGateway.toId]];
}
