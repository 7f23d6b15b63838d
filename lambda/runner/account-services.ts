/** A snapshot completed by what other services than EC2 know of the gateways, the account and the stack. */
import { Network } from './ports';
import { MoveDeclaration } from '../../src/contract/declaration';
import { QuotaName, quotasTowards } from '../../src/contract/quotas';
import { DirectConnect, OwnStack, Quota, Snapshot, VpnConnection } from '../engine/observation';

/** None of these throws: each says in its answer what it could not read. Who has nobody to ask, as with saved outputs, leaves it out. */
export interface AccountServices {
  directConnect?(vpnGatewayIds: readonly string[]): Promise<DirectConnect>;
  quotas?(names: readonly QuotaName[]): Promise<Quota[]>;
  stack?(connection: VpnConnection | undefined): Promise<OwnStack>;
}

/** The same network, whose snapshot holds more. */
export function withAccountServices(services: AccountServices, network: Network): Network {
  return {
    snapshot: async (...asked: Parameters<Network['snapshot']>) => snapshotWithServices(services, network, ...asked),
    observe: async (...asked: Parameters<Network['observe']>) => network.observe(...asked),
    perform: async (...asked: Parameters<Network['perform']>) => network.perform(...asked),
    connection: async (...asked: Parameters<Network['connection']>) => network.connection(...asked),
    attachmentIdOf: async (...asked: Parameters<Network['attachmentIdOf']>) => network.attachmentIdOf(...asked),
  };
}

/** Asks only what the move can depend on: a change of the customer gateway alone touches no route and fills no quota. */
async function snapshotWithServices(services: AccountServices, network: Network, ...asked: Parameters<Network['snapshot']>): Promise<Snapshot> {
  const [declaration] = asked;
  const { from, to } = declaration;
  const vpnGatewayIds = vpnGatewayIdsOf(declaration);
  const moves = from.id !== to.id;
  const [snapshot, directConnect, quotas] = await Promise.all([
    network.snapshot(...asked),
    moves && vpnGatewayIds.length > 0 ? services.directConnect?.(vpnGatewayIds) : undefined,
    moves ? services.quotas?.(quotasTowards(to.kind)) : undefined,
  ]);
  const stack = await services.stack?.(snapshot.connection);
  return {
    ...snapshot,
    ...stack === undefined ? {} : { stack },
    ...directConnect === undefined ? {} : { directConnect },
    ...quotas === undefined ? {} : { quotas },
  };
}

/** On which Direct Connect may end. */
export function vpnGatewayIdsOf({ from, to }: MoveDeclaration): string[] {
  return [from, to].filter((end) => end.kind === 'virtual-private-gateway').map((end) => end.id);
}
