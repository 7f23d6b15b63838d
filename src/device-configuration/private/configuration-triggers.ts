/** Everything of a connection whose change may change its device's configuration, so that CloudFormation has it read again. */
import { Lazy, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { tunnelSpecificationsOf } from '../../connection/private/tunnels';
import { SiteToSiteVpn } from '../../connection/site-to-site-vpn';
import { Place } from '../../private/place';
import { sha256 } from '../../private/sha256';

/**
 * Of a connection that is not made in this app nothing is known but what moves it.
 *
 * @param operationIds of the moves of the connection in this stack, which may be declared after this
 */
export function propertiesOfConnection(vpnConnection: ec2.IVpnConnection, operationIds: () => string[]): Record<string, unknown> {
  const moves = { Moves: Lazy.list({ produce: operationIds }, { omitEmpty: true }) };
  if (!(vpnConnection instanceof SiteToSiteVpn)) return moves;
  const connection = vpnConnection.node.defaultChild as ec2.CfnVPNConnection;
  const isMoved = () => operationIds().length > 0;
  return {
    ...moves,
    ...placeProperties(vpnConnection, vpnConnection._target._place, isMoved),
    // A move may give the connection another one, which the template learns of later.
    CustomerGatewayId: Lazy.string({ produce: () => (isMoved() ? undefined : connection.customerGatewayId as string) }),
    TunnelOptions: Lazy.any({ produce: () => tunnelOptions(connection) }, { omitEmptyArray: true }),
    KeyReferences: Lazy.string({ produce: () => keyReferences(connection) }),
  };
}

/** `GatewayId` is what the connection must have come to, `Target` only where the template has it. */
function placeProperties(vpnConnection: SiteToSiteVpn, place: Place, isMoved: () => boolean): Record<string, unknown> {
  switch (place.kind) {
    case 'virtual-private-gateway':
    case 'transit-gateway':
      return {
        GatewayId: Lazy.string({ produce: () => (isMoved() ? undefined : place.end.id) }),
        Target: Lazy.string({ produce: () => (isMoved() ? place.end.id : undefined) }),
      };
    case 'core-network': return { Target: place.coreNetworkId, CoreNetworkAttachmentId: vpnConnection.coreNetworkAttachmentId };
    case 'vpn-concentrator': return { Target: place.concentrator.vpnConcentratorId };
    case 'none': return {};
  }
}

/** As CloudFormation is given them, less the keys: those would come to the function in clear text. */
function tunnelOptions(connection: ec2.CfnVPNConnection): unknown[] {
  return tunnelSpecificationsOf(connection).map(({ preSharedKey: _preSharedKey, logOptions: _logOptions, ...options }) => options);
}

/**
 * Which secrets the keys are in, as a digest: the references themselves would be replaced by the keys. Of a key that somebody has
 * written into the template nothing is said here.
 */
function keyReferences(connection: ec2.CfnVPNConnection): string | undefined {
  const references = tunnelSpecificationsOf(connection).map(({ preSharedKey }) => {
    const resolved: unknown = Stack.of(connection).resolve(preSharedKey);
    const text = JSON.stringify(resolved) ?? '';
    return typeof resolved === 'string' && !text.includes('{{resolve:') ? '' : text;
  });
  if (references.every((each) => each === '')) return undefined;
  return sha256(JSON.stringify(references), 12);
}
