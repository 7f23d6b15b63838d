/** What is said of a change of gateways, whether a move makes it or CloudFormation with custom resources around the connection. */
import { Duration } from 'aws-cdk-lib';
import { VpcRouteTableMove } from '../../connection/vpc-routes';
import { MaintenanceWindow, MoveVerification } from '../maintenance-window';
import { IMigrationRecords } from '../migration-records';

/**
 * Said once here: jsii gives the members of an internal interface to those that extend it.
 *
 * @internal
 */
export interface ChangeOptions {
  /**
   * The VPC route tables whose traffic to the networks behind the VPN goes over to the new gateway. Route propagation
   * from an old virtual private gateway stays as it is: the new static routes win over it. With `targetChange` these are for routes that no
   * stack makes: routes of this app are `vpcRoutes` of the connection, and CloudFormation changes them.
   *
   * @default - no VPC route table is changed
   */
  readonly vpcRouteTables?: VpcRouteTableMove[];

  /**
   * The networks behind the VPN, as IPv4 CIDR blocks. A connection with BGP needs them when something else hangs on the
   * old gateway too, since AWS does not say which connection a propagated route comes from; with `targetChange` only when there are
   * `vpcRouteTables`.
   *
   * @default - the static routes of the connection; with BGP, the propagated routes, if they can have come from nowhere else
   */
  readonly onPremisesCidrs?: string[];

  /**
   * The digest of the only plan that may be carried out, `sha256:…`, as `planDigest` of the prepared move told it, or the deployment that
   * was refused. If today's plan is another, the deployment fails with the difference, and nothing is changed.
   *
   * @default - the plan of the day is carried out
   */
  readonly approvedPlan?: string;

  /**
   * The time in which the connection may be interrupted.
   *
   * @default - at any time
   */
  readonly window?: MaintenanceWindow;

  /**
   * How long the way forward may take, and with `targetChange` each of the custom resources for its part. EC2 has been seen to need 5 to
   * 8 minutes, and Terraform's provider allows it 30. Together with `backTimeout` at most 55 minutes, as CloudFormation waits for an hour.
   *
   * @default Duration.minutes(30)
   */
  readonly forwardTimeout?: Duration;

  /**
   * How long the way back may take after the way forward has failed. Together with `forwardTimeout` at most 55 minutes.
   *
   * @default Duration.minutes(20)
   */
  readonly backTimeout?: Duration;

  /**
   * What has to be seen of the tunnels, once every route is in its place. With `targetChange` a tunnel that is required and does not come
   * up fails the deployment, and CloudFormation moves the connection back.
   *
   * @default MoveVerification.tunnelsAsBefore()
   */
  readonly verification?: MoveVerification;

  /**
   * Findings of the preflight with which the change goes on all the same, each by its id as the refusal names it, for example
   * `other-connection-cut-off:vpn-0123456789abcdef0`; with `targetChange` also `options-change-too:…`, `both-tunnels-change:…` and
   * `connection-replaced:…`. There is no way to accept what was not found by name, and what would lose a route of the connection cannot be
   * accepted at all.
   *
   * @default - none: every finding refuses the change
   */
  readonly acknowledgedFindings?: string[];

  /**
   * The table that keeps the backup and the progress. Pass the table of an unfinished move to continue it from another
   * stack, or from a stack whose first deployment failed and was deleted. CloudFormation cannot change it for an existing
   * construct.
   *
   * @default - one table for all moves of the stack, which is kept when the stack goes
   */
  readonly records?: IMigrationRecords;
}
