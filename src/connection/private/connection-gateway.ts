/** What a template says of the place where a connection ends. */
import { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as networkmanager from 'aws-cdk-lib/aws-networkmanager';
import { Construct } from 'constructs';
import { Place } from '../../private/place';

type GatewayProperty = Pick<ec2.CfnVPNConnectionProps, 'vpnGatewayId' | 'transitGatewayId' | 'vpnConcentratorId'>;

/** A connection on a core network has no gateway of its own. */
export function gatewayPropertyOf(place: Place): GatewayProperty {
  switch (place.kind) {
    case 'virtual-private-gateway': return { vpnGatewayId: place.end.id };
    case 'transit-gateway': return { transitGatewayId: place.end.id };
    case 'vpn-concentrator': return { vpnConcentratorId: place.concentrator.vpnConcentratorId };
    case 'core-network':
    case 'none': return {};
  }
}

export function attachToCoreNetwork(
  scope: Construct, vpnConnectionId: string, { coreNetworkId, options }: Extract<Place, { kind: 'core-network' }>,
): networkmanager.CfnSiteToSiteVpnAttachment {
  const { tags = {}, routingPolicyLabel } = options;
  return new networkmanager.CfnSiteToSiteVpnAttachment(scope, 'CoreNetworkAttachment', {
    coreNetworkId,
    vpnConnectionArn: Stack.of(scope).formatArn({ service: 'ec2', resource: 'vpn-connection', resourceName: vpnConnectionId }),
    routingPolicyLabel,
    ...Object.keys(tags).length === 0 ? {} : { tags: Object.entries(tags).map(([key, value]) => ({ key, value })) },
  });
}
