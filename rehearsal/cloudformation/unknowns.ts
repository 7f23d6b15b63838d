/** What nobody here knows of CloudFormation, as switches: a rehearsal has to come out right under every setting. */

export interface Unknowns {
  /** The delete of a VPN connection's route that is gone already [unverified, cloudformation-and-cdk section 5]. */
  readonly deleteOfAbsentVpnRoute: 'succeeds' | 'fails';
  /**
   * A custom resource's Create or Update under way when its stack rolls back: left at once, so that the request and the
   * rollback's own overlap [coverage-roadmap #1814; aws-cdk #31541], or waited for.
   */
  readonly requestInFlightOnRollback: 'is-left' | 'is-awaited';
}

export const DEFAULT_UNKNOWNS: Unknowns = {
  deleteOfAbsentVpnRoute: 'succeeds',
  requestInFlightOnRollback: 'is-left',
};
