/** The stories of all findings, by kind: one that is forgotten does not compile. */
import { ACCOUNT } from './account';
import { CONNECTION } from './connection';
import { CUSTOMER_GATEWAY } from './customer-gateway';
import { DIRECT_CONNECT } from './direct-connect';
import { OTHER_CONNECTIONS } from './other-connections';
import { REACHABILITY } from './reachability';
import { REPLACEMENT } from './replacement';
import { SOURCE_TRANSIT_GATEWAY } from './source-transit-gateway';
import { Story } from './story';
import { TARGET_TRANSIT_GATEWAY } from './target-transit-gateway';
import { TARGET_VIRTUAL_PRIVATE_GATEWAY } from './target-virtual-private-gateway';
import { VPC_ROUTES } from './vpc-routes';
import { AcceptableKind, UnacceptableKind } from '../../../src/contract/finding-kinds';

/** Told of nothing but an edit of a target: `target-changes.test.ts` brings them about, and does what they say. */
export const EDIT_FINDINGS = ['association-missing', 'default-route-table-in-the-way'] as const;

/** Told when a move is over, so that no deployment is refused over it. */
export const FINDINGS_AFTERWARDS = ['path-broken'] as const;

type ToldBefore = Exclude<UnacceptableKind | AcceptableKind, typeof EDIT_FINDINGS[number] | typeof FINDINGS_AFTERWARDS[number]>;

export const STORIES: Readonly<Record<ToldBefore, Story>> = {
  ...CONNECTION,
  ...CUSTOMER_GATEWAY,
  ...SOURCE_TRANSIT_GATEWAY,
  ...TARGET_TRANSIT_GATEWAY,
  ...TARGET_VIRTUAL_PRIVATE_GATEWAY,
  ...VPC_ROUTES,
  ...OTHER_CONNECTIONS,
  ...DIRECT_CONNECT,
  ...REACHABILITY,
  ...ACCOUNT,
  ...REPLACEMENT,
};
