/** The checks of what stands on a transit gateway beside the networks behind the VPN. */
import { Token } from 'aws-cdk-lib';
import { sameDestination } from '../../contract/cidr';
import { TransitGatewayEnd } from '../../contract/declaration';
import { at, requireId, requireKnownLength, requireNetwork } from '../../private/checks';
import { TransitGatewayBlackholeRoute, TransitGatewayPrefixListReference } from '../transit-gateway-routes';

const TAGS_MAX = 50;
const TAG_KEY_MAX = 128;
const TAG_VALUE_MAX = 256;

export function requireTransitGatewayRouteTableId(prop: string, id: string): void {
  requireId(prop, id, 'tgw-rtb', 'transit gateway route table');
}

export function requireBlackholeRoutes(routes: readonly TransitGatewayBlackholeRoute[]): void {
  requireKnownLength('blackholeRoutes', routes);
  routes.forEach((route, index) => {
    const prop = at('blackholeRoutes', index);
    requireTransitGatewayRouteTableId(`${prop}.routeTableId`, route.routeTableId);
    requireNetwork(`${prop}.destinationCidr`, route.destinationCidr);
  });
  requireDistinctPerTable('blackholeRoutes', routes.map(({ routeTableId, destinationCidr }) => [routeTableId, destinationCidr]));
}

export function requirePrefixListReferences(references: readonly TransitGatewayPrefixListReference[]): void {
  requireKnownLength('prefixListReferences', references);
  references.forEach((reference, index) => {
    const prop = at('prefixListReferences', index);
    requireTransitGatewayRouteTableId(`${prop}.routeTableId`, reference.routeTableId);
    requireId(`${prop}.prefixListId`, reference.prefixListId, 'pl', 'prefix list');
  });
  requireDistinctPerTable('prefixListReferences', references.map(({ routeTableId, prefixListId }) => [routeTableId, prefixListId]));
}

/** [EC2 user guide, Using_Tags: restrictions] */
export function requireTags(prop: string, tags: Readonly<Record<string, string>>): void {
  const count = Object.keys(tags).length;
  if (count > TAGS_MAX) throw new Error(`\`${prop}\` must have at most ${TAGS_MAX} tags, got ${count}; remove some`);
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
function requireDistinctPerTable(prop: string, pairs: readonly (readonly [table: string, destination: string])[]): void {
  pairs.forEach(([table, destination], index) => {
    const first = pairs.findIndex(([otherTable, other]) => otherTable === table && sameDestination(other, destination));
    if (first === index) return;
    throw new Error(`\`${at(prop, index)}\` repeats \`${at(prop, first)}\`, got ${JSON.stringify(destination)} twice in ${table}; remove one of them`);
  });
}
