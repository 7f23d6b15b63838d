/** What an operation is measured by when it has ended: names and units are those under which CloudWatch keeps them. */

export const METRICS_NAMESPACE = 'CdkSiteToSiteVpn';

export const METRICS_DIMENSION = 'VpnConnectionId';

/** Each with its unit. A count is 1 for the way in which the operation ended, and 0 for the others. */
export const METRICS = {
  InterruptionSeconds: 'Seconds',
  Migrated: 'Count',
  MigratedUnverified: 'Count',
  MovedBack: 'Count',
  Held: 'Count',
} as const;

export type Measurement = Readonly<Record<keyof typeof METRICS, number>>;
