/** The checks of what stands on a transit gateway beside the networks behind the VPN. */
import { Token } from 'aws-cdk-lib';
import { canonicalDestination, sameDestination } from '../../contract/cidr';
import { TransitGatewayEnd } from '../../contract/declaration';
import {
  at, requireAtMost, requireId, requireKnownLength, requireNetwork, requireOnce, requireTransitGatewayRouteTableId,
} from '../../private/checks';
import { TransitGatewayBlackholeRoute, TransitGatewayPrefixListReference } from '../transit-gateway-routes';

const TAGS_MAX = 50;
const TAG_KEY_MAX = 128;
const TAG_VALUE_MAX = 256;

export function requireBlackholeRoutes(routes: readonly TransitGatewayBlackholeRoute[]): void {
  requireOncePerTable('blackholeRoutes', routes, 'destinationCidr', requireNetwork);
}

export function requirePrefixListReferences(references: readonly TransitGatewayPrefixListReference[]): void {
  requireOncePerTable('prefixListReferences', references, 'prefixListId', (prop, id) => requireId(prop, id, 'pl', 'prefix list'));
}

/** [EC2 user guide, Using_Tags: restrictions] */
export function requireTags(prop: string, tags: Readonly<Record<string, string>>): void {
  requireAtMost(prop, Object.keys(tags).length, TAGS_MAX, 'tags', '; remove some');
  for (const [key, value] of Object.entries(tags)) {
    if (key.length === 0 || key.length > TAG_KEY_MAX || key.toLowerCase().startsWith('aws:')) {
      throw new Error(`\`${prop}\` must have keys of 1 to ${TAG_KEY_MAX} characters that do not begin with aws:, got ${JSON.stringify(key)}`);
    }
    if (Token.isUnresolved(value) || value.length <= TAG_VALUE_MAX) continue;
    throw new Error(`\`${prop}\` must have values of at most ${TAG_VALUE_MAX} characters, got ${value.length} for ${JSON.stringify(key)}`);
  }
}

/** A table has one static route for a network [H, transit-gateway-quotas]. */
export function requireOneRoutePerNetwork(
  end: TransitGatewayEnd, blackholes: readonly TransitGatewayBlackholeRoute[], staticRoutes: readonly string[],
): void {
  blackholes.forEach(({ routeTableId, destinationCidr }, index) => {
    if (!end.staticRouteTableIds.includes(routeTableId)) return;
    if (!staticRoutes.some((cidr) => sameDestination(cidr, destinationCidr))) return;
    throw new Error(`\`${at('blackholeRoutes', index)}\` must be to another network than the static routes in its table, got ${JSON.stringify(destinationCidr)}`
      + ` in ${routeTableId}, which leads to the VPN there; remove it, or name a wider network`);
  });
}

/** The same destination may stand in several tables, but once in each. */
function requireOncePerTable<Name extends string>(
  prop: string, entries: readonly Readonly<Record<Name | 'routeTableId', string>>[], destination: Name,
  requireDestination: (prop: string, value: string) => void,
): void {
  requireKnownLength(prop, entries);
  entries.forEach((entry, index) => {
    requireTransitGatewayRouteTableId(`${at(prop, index)}.routeTableId`, entry.routeTableId);
    requireDestination(`${at(prop, index)}.${destination}`, entry[destination]);
  });
  requireOnce(prop, entries, (entry) => `${entry.routeTableId} ${canonicalDestination(entry[destination])}`,
    (entry) => `${JSON.stringify(entry[destination])} twice in ${entry.routeTableId}`);
}
