/** When a move is made, and how far one deployment takes it. */

/**
 * How far a deployment takes a move, so that a cut-over has its maintenance window and is no surprise.
 *
 * Deploy `PREPARED` days before, let somebody read and approve the plan, deploy `CUT_OVER` in the window, and `FINALIZED`
 * once the network has proved itself. A move without stages is `CUT_OVER` from the beginning.
 */
export enum MigrationStage {
  /**
   * Everything is checked and backed up, and the plan is written down with its digest. Nothing is changed. Every deployment that
   * changes a property of the move, be it only `preparation`, prepares it again; what is to be moved may still be edited.
   */
  PREPARED = 'PREPARED',

  /** The move itself. */
  CUT_OVER = 'CUT_OVER',

  /**
   * What was kept for the way back is given up: propagation from an old virtual private gateway ends in the route tables that its
   * `propagatingRouteTableIds` names, unless another connection lives from it, and the old customer gateway is deleted if that is
   * wanted. The log names what is free to be deleted. After this the connection stays when the construct goes.
   */
  FINALIZED = 'FINALIZED',
}

/**
 * The time in which a move may interrupt the connection.
 *
 * It is checked when the deployment begins and again immediately before the first change. Both ways, `forwardTimeout` and
 * `backTimeout`, have to fit in before it closes; otherwise the deployment fails and nothing is changed.
 */
export interface MaintenanceWindow {
  /** When it opens, in ISO 8601 with a time zone: `2026-11-22T01:00:00Z` or `2026-11-22T02:00:00+01:00`. */
  readonly notBefore: string;

  /** When it closes, in ISO 8601 with a time zone. */
  readonly notAfter: string;
}
