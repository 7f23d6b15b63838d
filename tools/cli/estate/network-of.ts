/** An estate in an embedded EC2 of its own: what is tried there is tried on nothing else. */
import { Estate } from './estate';
import { RecordsOptions } from './records';
import { recordsOf } from './records-of';
import { Clock } from '../../rehearsal/contracts';
import { Network, NetworkOptions } from '../../rehearsal/embedded-ec2/network';

export interface LoadedEstate {
  readonly network: Network;
  /** What the network cannot show as it was described, or what was not described: for whoever relies on it. */
  readonly notes: readonly string[];
}

export type LoadOptions = Omit<RecordsOptions, 'now'> & Pick<NetworkOptions, 'latencies' | 'unknowns'>;

/** Stands where nothing that was described names the account. */
export const UNKNOWN_ACCOUNT = '000000000000';

const ANY = Number.MAX_SAFE_INTEGER;

/** What the account may have is not among what EC2 describes: nothing is refused for it. */
export const UNKNOWN_QUOTAS = {
  connectionsPerVpnGateway: ANY, routesPerVpcRouteTable: ANY, routesPerTransitGateway: ANY, attachmentsPerTransitGateway: ANY,
};

export function networkOf(estate: Estate, clock: Clock, { latencies, unknowns, ...options }: LoadOptions = {}): LoadedEstate {
  const network = new Network({
    clock, latencies, unknowns, region: estate.region, accountId: estate.accountId ?? UNKNOWN_ACCOUNT, quotas: UNKNOWN_QUOTAS,
  });
  return { network, notes: load(estate, network, options) };
}

/** Puts the estate into a network, and answers what that cannot show as it was described. */
export function load(estate: Estate, network: Network, options: Omit<RecordsOptions, 'now'> = {}): readonly string[] {
  const { records, notes } = recordsOf(estate, { ...options, now: network.now() });
  network.seed.records(records);
  const account = estate.accountId === undefined ? ['nothing that was described names the account: what belongs to another one is not told apart'] : [];
  return [...estate.gaps.map(({ described, why }) => `${described}: ${why}`), ...account, ...notes];
}
