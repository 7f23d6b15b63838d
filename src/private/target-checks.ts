/** The checks of a connection's routing against the place where it ends. */
import { Annotations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { Place, placeName } from './place';
import { requireOneRoutePerNetwork } from './transit-gateway-route-checks';
import { VpnRouting } from '../vpn-routing';

/** @throws an error when the place cannot have such routing */
export function requireRoutable(place: Place, routing: VpnRouting): void {
  if (place.kind === 'transit-gateway') requireOneRoutePerNetwork(place.end, place.extras.blackholeRoutes, routing._staticRoutes ?? []);
  if (place.kind !== 'vpn-concentrator' || routing._staticRoutes === undefined) return;
  // [H, KIT]
  throw new Error(`\`routing\` must be BGP on a VPN concentrator, got static routes ${JSON.stringify(routing._staticRoutes)};`
    + ' use `VpnRouting.bgp()`, or a transit gateway without concentrator');
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
