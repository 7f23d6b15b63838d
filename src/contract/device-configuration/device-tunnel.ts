/** A connection as the device at its other end sees it: where its tunnels lead, who speaks BGP, and what is proposed in each. */
import { HiddenKey } from './hidden-key';
import { TunnelChoices, TunnelProposals, tunnelProposals } from './tunnel-proposals';
import { UnfitForDevice } from './unfit-for-device';
import { canonicalIpAddress } from '../ip-address';

export interface InsideAddress {
  readonly ipAddress: string;
  readonly prefixLength: number;
}

/** One end of a BGP session. */
export interface BgpEnd {
  /** Nothing where the service leaves the device's number to be filled in, as it did in 2012. */
  readonly asn?: number;
}

export interface TunnelBgp {
  readonly aws: { readonly asn: number };
  readonly device: BgpEnd;
  readonly holdTimeSeconds: number;
}

/** What the service's configuration says of a tunnel and nothing else does. */
export interface TunnelEnds {
  readonly awsOutsideIpAddress: string;
  /** Nothing for a device without a static address. */
  readonly deviceOutsideIpAddress?: string;
  readonly awsInside: InsideAddress;
  readonly deviceInside: InsideAddress;
  /** Nothing with static routing. */
  readonly bgp?: TunnelBgp;
  /** Nothing with certificates; nor, perhaps, where AWS keeps the key in Secrets Manager. */
  readonly key?: HiddenKey;
}

export interface ConnectionEnds {
  readonly vpnConnectionId: string;
  readonly customerGatewayId: string;
  /** Nothing on a transit gateway, whose id the service's configuration does not tell. */
  readonly vpnGatewayId?: string;
  readonly routing: 'bgp' | 'static';
  /** In the order of their outside addresses. */
  readonly tunnels: readonly TunnelEnds[];
}

export interface DeviceTunnel extends TunnelEnds {
  /** From 1, in the order of the outside addresses, which a tunnel keeps as long as it lives. */
  readonly number: number;
  readonly proposals: TunnelProposals;
}

/** By what the ends prove who they are. */
export type Authentication = 'pre-shared-key' | 'certificate';

export interface DeviceConnection extends ConnectionEnds {
  readonly authentication: Authentication;
  readonly tunnels: readonly DeviceTunnel[];
}

/** The options of a tunnel with the address by which it is found. */
export interface ChoicesOfTunnel extends TunnelChoices {
  readonly outsideIpAddress: string;
}

/**
 * Addresses, numbers and keys from the service's configuration, algorithms and timers from the tunnel options: what the former
 * says of algorithms is not what the tunnels allow (aws/aws-cli#9421).
 *
 * @param authentication a certificate if the customer gateway has one
 * @throws {UnfitForDevice} when the two are not of the same tunnels
 */
export function deviceConnection(
  ends: ConnectionEnds, choices: readonly ChoicesOfTunnel[], authentication: Authentication,
): DeviceConnection {
  return {
    ...ends,
    authentication,
    tunnels: ends.tunnels.map((tunnel, index) => {
      const own = choices.find((each) => canonicalIpAddress(each.outsideIpAddress) === canonicalIpAddress(tunnel.awsOutsideIpAddress));
      if (own === undefined) {
        const described = choices.map((each) => each.outsideIpAddress).join(', ') || 'none';
        throw new UnfitForDevice(`the configuration of ${ends.vpnConnectionId} has a tunnel to ${tunnel.awsOutsideIpAddress}, for which no options`
          + ` are described (described are those of ${described})`, 'Describe the connection again when it is available.');
      }
      return { ...tunnel, number: index + 1, proposals: tunnelProposals(own) };
    }),
  };
}

/** The same without any key: a file of it names the keys' places, and can be shown to anybody. */
export function withoutKeys(connection: DeviceConnection): DeviceConnection {
  return { ...connection, tunnels: connection.tunnels.map(({ key: _key, ...tunnel }) => tunnel) };
}
