/** The check that a place where a connection ends is one that EC2 can connect it to: of its own account and Region. */
import { IConstruct } from 'constructs';
import { Place } from './place';
import { BESIDE_GATEWAY, requireResourceHere, requireSameEnvironment } from './same-environment';

/** Of the gateway and everything that is named on it. */
export function requirePlaceHere(scope: IConstruct, prop: string, place: Place): void {
  requireSameEnvironment(scope, prop, idsOf(place), BESIDE_GATEWAY);
  if (place.kind === 'vpn-concentrator') requireResourceHere(scope, prop, place.concentrator, BESIDE_GATEWAY);
}

function idsOf(place: Place): string[] {
  switch (place.kind) {
    case 'virtual-private-gateway': return [place.end.id];
    case 'transit-gateway': {
      const { end, extras } = place;
      return [
        end.id, end.associationRouteTableId, ...end.propagationRouteTableIds, ...end.staticRouteTableIds, ...end.defaultRouteTableIds,
        ...[...extras.blackholeRoutes, ...extras.prefixListReferences].map(({ routeTableId }) => routeTableId),
      ];
    }
    default: return [];
  }
}
