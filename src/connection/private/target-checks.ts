/** The checks of the place where a connection ends: of its routing, and of what else stands on a transit gateway. */
import { Annotations, Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { canonicalDestination, sameDestination } from '../../contract/cidr';
import { TransitGatewayEnd, VirtualPrivateGatewayEnd } from '../../contract/declaration';
import {
  at, refuse, requireAtMost, requireId, requireKnownLength, requireNetwork, requireOnce, requireTransitGatewayRouteTableId,
} from '../../private/checks';
import { Place, placeName } from '../../private/place';
import { TransitGatewayBlackholeRoute, TransitGatewayPrefixListReference } from '../attachment-options';
import { VpnRouting } from '../vpn-routing';

/** EC2's quota of static routes for one connection on a virtual private gateway [H, UG-vpn-limits]. */
const STATIC_ROUTES_MAX = 100;

/** @throws an error when the place cannot have such routing, or is described as only a move needs it */
export function requireRoutable(place: Place, routing: VpnRouting): void {
  if (place.kind === 'virtual-private-gateway') {
    requireNoOptionsOfMove(place.end);
    requireRoomForStaticRoutes(routing);
  }
  if (place.kind === 'transit-gateway') requireOneRoutePerNetwork(place.end, place.extras.blackholeRoutes, routing._staticRoutes ?? []);
  if (place.kind !== 'vpn-concentrator' || routing._staticRoutes === undefined) return;
  // [H, KIT]
  throw new Error(`\`routing\` must be BGP on a VPN concentrator, got static routes ${JSON.stringify(routing._staticRoutes)};`
    + ' use `VpnRouting.bgp()`, or a transit gateway without concentrator');
}

/** @throws an error when the tables and the kind of routing do not go together */
export function requireRouteTablesFor(routing: VpnRouting, end: TransitGatewayEnd): void {
  const isStatic = routing._staticRoutes !== undefined;
  refuse(
    [isStatic && end.staticRouteTableIds.length === 0, () =>
      '`staticRouteTableIds` must name at least one route table when `routing` has static routes, got none;'
      + ' a transit gateway learns nothing from such a connection by itself'],
    [!isStatic && end.staticRouteTableIds.length > 0, () =>
      `\`staticRouteTableIds\` must be empty when \`routing\` is BGP, got ${JSON.stringify(end.staticRouteTableIds)};`
      + ' name the tables in `propagationRouteTableIds` instead'],
    [end.defaultRouteTableIds.length > 0, () =>
      `\`defaultRouteTableIds\` must be empty when CloudFormation makes the routing, got ${JSON.stringify(end.defaultRouteTableIds)};`
      + ' it cannot take the attachment out of a table, so switch the default association and propagation of the transit gateway off,'
      + ' or set `transitGatewayRouting` to LEAVE when the routing exists already'],
  );
}

/** Whoever takes an attachment out of the gateway's own table has to know into which one it goes. */
export function requireAssociation(prop: 'from' | 'to', { id, associationRouteTableId }: TransitGatewayEnd): void {
  if (associationRouteTableId !== '') return;
  throw new Error(`\`${prop}\` must name the \`associationRouteTableId\` of ${id}, got none; name the table that the VPN attachment is to look its`
    + ' ways up in');
}

/** Static routes that no resource of this stack carries. */
export function warnOfRoutesNotMade(scope: IConstruct, place: Place, routing: VpnRouting): void {
  if (routing._staticRoutes === undefined) return;
  if (place.kind === 'none') {
    Annotations.of(scope).addWarningV2('cdk-site-to-site-vpn:staticRoutesWithoutGateway',
      'the static routes are made once `target` is a gateway; a connection without gateway has none');
  }
  if (place.kind === 'core-network') {
    Annotations.of(scope).addWarningV2('cdk-site-to-site-vpn:staticRoutesOnCoreNetwork',
      `the static routes are not made on ${placeName(place)}, where routes belong to the core network's policy;`
      + ' name the networks there as a `create-route` segment action to the attachment, or use BGP');
  }
}

function requireNoOptionsOfMove(end: VirtualPrivateGatewayEnd): void {
  const given = [...end.propagatingRouteTableIds.length > 0 ? ['propagatingRouteTableIds'] : [], ...end.vpcId === undefined ? [] : ['vpcId']];
  if (given.length === 0) return;
  throw new Error(`\`target\` must be a virtual private gateway without options, got ${given.map((each) => `\`${each}\``).join(' and ')};`
    + ' they mean nothing for a connection that CloudFormation makes, only for one that `VpnTargetMigration` moves, so remove them here');
}

function requireRoomForStaticRoutes(routing: VpnRouting): void {
  requireAtMost('staticRoutes', routing._staticRoutes?.length ?? 0, STATIC_ROUTES_MAX, 'elements on a virtual private gateway',
    '; summarize them, use BGP, or use a transit gateway');
}

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
