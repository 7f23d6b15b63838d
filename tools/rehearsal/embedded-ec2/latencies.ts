/**
 * How long everything takes in the embedded EC2, and how far its describes lag behind. All of it can be set; the
 * defaults are what AWS's users observe.
 */
import { seededDice } from './answers';

/** Milliseconds by which the answer of a describe lags behind reality. */
export type DescribeLag =
  | number
  | { readonly default: number; readonly [operation: string]: number }
  | ((operation: string, now: number) => number);

export interface Latencies {
  /** From ModifyVpnConnection to `available` [M TF: 290 s for vgw→vgw, 6–8 min for vgw→tgw]. */
  readonly provisioningMs: number;
  /** From CreateVpnConnection to `available`. */
  readonly creationMs: number;
  /** From DeleteVpnConnection to `deleted`. */
  readonly deletionMs: number;
  /** When the new attachment becomes `available`, relative to its connection; may be negative [U]. */
  readonly attachmentOffsetMs: number;
  /** From provisioned endpoints to tunnels UP; `never` until the device is told otherwise [H KC: the device must start IKE]. */
  readonly ikeMs: number | 'never';
  /** `pending` to `available`, `deleting` to `deleted` [H TF: VPN route operations settle within seconds]. */
  readonly staticRouteSettleMs: number;
  readonly associationSettleMs: number;
  readonly propagationSettleMs: number;
  /** `pending` to `active`; 0 answers `active` at once, as the CLI's example does [H]. */
  readonly transitGatewayRouteSettleMs: number;
  /** `pending` to `available`, `deleting` to gone, of transit gateways and their route tables; stated, not AWS's. */
  readonly transitGatewaySettleMs: number;
  /** AttachVpnGateway and DetachVpnGateway [M: 1 to 8 minutes reported]. */
  readonly vpnGatewayAttachmentMs: number;
  /** `associating` to `associated` of a Client VPN endpoint, and back [M TF: waits for up to 30 minutes; minutes are usual]. */
  readonly clientVpnAssociationMs: number;
  /** Rules and routes of a Client VPN endpoint, and its deletion [M TF]. */
  readonly clientVpnSettleMs: number;
  /** How long a describe may still show the state from before a modification; see `describeAfterModify`. */
  readonly staleAfterModifyMs: number;
  /** How long deleted objects stay listed with state `deleted` [H BF that they do; the hour is a guess]. */
  readonly deletedLingerMs: number;
  readonly describeLagMs: DescribeLag;
}

export const DEFAULT_LATENCIES: Latencies = {
  provisioningMs: 300_000,
  creationMs: 300_000,
  deletionMs: 60_000,
  attachmentOffsetMs: 0,
  ikeMs: 5_000,
  staticRouteSettleMs: 2_000,
  associationSettleMs: 2_000,
  propagationSettleMs: 2_000,
  transitGatewayRouteSettleMs: 2_000,
  transitGatewaySettleMs: 60_000,
  vpnGatewayAttachmentMs: 60_000,
  clientVpnAssociationMs: 300_000,
  clientVpnSettleMs: 10_000,
  staleAfterModifyMs: 4_000,
  deletedLingerMs: 3_600_000,
  describeLagMs: 0,
};

/** The figures benchmarks agree on; they are stated, not AWS's. */
export const BENCHMARK_LATENCIES: Latencies = {
  ...DEFAULT_LATENCIES,
  provisioningMs: 20_000,
  creationMs: 20_000,
  describeLagMs: seededLag(1, 1_000),
};

/** A lag between 0 and `maximumMs` that looks random and is the same in every run with the same seed. */
export function seededLag(seed: number, maximumMs: number): (operation: string, now: number) => number {
  const dice = seededDice(seed);
  return () => dice.between(0, maximumMs);
}

export function lagOf(lag: DescribeLag, operation: string, now: number): number {
  if (typeof lag === 'number') return lag;
  if (typeof lag === 'function') return lag(operation, now);
  return lag[operation] ?? lag.default;
}

/** Limits of an account, by AWS's defaults. */
export interface Quotas {
  /** [H UG-vpn-limits] L-B91E5754. */
  readonly connectionsPerVpnGateway: number;
  /** [H UG-vpn-limits] L-3E6EC3A3. */
  readonly connectionsPerRegion: number;
  /** [H UG-vpn-limits] those over Global Accelerator. */
  readonly acceleratedConnectionsPerRegion: number;
  /** [H UG-vpn-limits] not adjustable. */
  readonly staticRoutesPerConnection: number;
  /** [H UG-vpn-limits] prefixes accepted over BGP on a virtual private gateway, not adjustable. */
  readonly bgpPrefixesOnVpnGateway: number;
  /** [H UG-vpn-limits] prefixes accepted over BGP on a transit gateway, not adjustable. */
  readonly bgpPrefixesOnTransitGateway: number;
  /** [H UG-vpn-limits] L-4FB7FF5D. */
  readonly customerGatewaysPerRegion: number;
  /** [H UG-vpn-limits] L-7029FAB6. */
  readonly vpnGatewaysPerRegion: number;
  /** [M] raised in 2025 by a secondary source, L-93826ACB. */
  readonly routesPerVpcRouteTable: number;
  /** [H transit-gateway-quotas] of an account and Region. */
  readonly transitGatewaysPerRegion: number;
  /** [H transit-gateway-quotas] */
  readonly routeTablesPerTransitGateway: number;
  /** [H transit-gateway-quotas] static and dynamic, over all tables of one gateway. */
  readonly routesPerTransitGateway: number;
  /** [H transit-gateway-quotas] L-E0233F82. Told, and not enforced: how EC2 refuses one more no source says. */
  readonly attachmentsPerTransitGateway: number;
  /** [H AWS Client VPN administrator guide, "AWS Client VPN quotas"] */
  readonly clientVpnEndpointsPerRegion: number;
  /** [the same] */
  readonly authorizationRulesPerClientVpnEndpoint: number;
  /** [the same] of one target network, or of a whole endpoint on a transit gateway. */
  readonly routesPerClientVpnTargetNetwork: number;
}

export const DEFAULT_QUOTAS: Quotas = {
  connectionsPerVpnGateway: 10,
  connectionsPerRegion: 50,
  acceleratedConnectionsPerRegion: 10,
  staticRoutesPerConnection: 100,
  bgpPrefixesOnVpnGateway: 100,
  bgpPrefixesOnTransitGateway: 1_000,
  customerGatewaysPerRegion: 50,
  vpnGatewaysPerRegion: 5,
  routesPerVpcRouteTable: 500,
  transitGatewaysPerRegion: 5,
  routeTablesPerTransitGateway: 20,
  routesPerTransitGateway: 10_000,
  attachmentsPerTransitGateway: 5_000,
  clientVpnEndpointsPerRegion: 5,
  authorizationRulesPerClientVpnEndpoint: 200,
  routesPerClientVpnTargetNetwork: 100,
};
