/** What a deployment does that changes the target of a connection. */
import { Duration } from 'aws-cdk-lib';
import { MaintenanceWindow } from './migration-appointment';
import { IMigrationRecords } from './migration-records';
import { MoveVerification } from './move-verification';
import { VpcRouteTableMove } from './vpc-routes';

/**
 * How a connection gets from one target to another when its `target` or its customer gateway is edited, and who keeps its routes.
 *
 * @see https://docs.aws.amazon.com/vpn/latest/s2svpn/modify-vpn-target.html
 */
export class TargetChange {
  /**
   * The connection moves together with its routes, in the one deployment in which its target is edited.
   *
   * CloudFormation itself modifies the connection, so that the template is true. Custom resources stand around that: the
   * first checks everything, makes a backup and takes away the routes that would be in the way; the second puts them where they
   * then belong and sees that the tunnels come up. Where the target stays, the first refuses an edit for which CloudFormation would
   * replace the connection, and one that takes both tunnels down, unless that is acknowledged.
   *
   * The static routes of the connection, or the association, the propagations and the static routes of its attachment, are made by these
   * and are no resources of the stack. Whatever fails in the deployment, CloudFormation moves the connection back, and its routes with it.
   */
  public static withRoutes(options: TargetChangeOptions = {}): TargetChange {
    return new TargetChange(options);
  }

  /**
   * The routes are resources of the stack, and no custom resource looks after them.
   *
   * What that costs: CloudFormation deletes routes after it has modified the connection, and EC2 takes no connection with static
   * routes to a transit gateway. Such a change needs three deployments (without the routes, with the new target, with the
   * routes there), and traffic stands still from the first to the last. A connection with BGP is modified in place; its attachment
   * has no route table until the new association is made, and nothing is checked before. A deployment that leaves a transit gateway
   * and is rolled back may bring the connection back with nothing that leads to it: README's "Without custom resources" says for each
   * edit what comes of it, and the way out.
   *
   * From this to `withRoutes()` lead two deployments, of which the first retains what becomes the custom resources'. There is no way
   * back: the routes are there, and CloudFormation makes what becomes a resource, so that a deployment fails on the first route that
   * exists, and its rollback may delete one.
   */
  public static byCloudFormation(): TargetChange {
    return new TargetChange(undefined);
  }

  private constructor(
    /**
     * Nothing where no custom resource looks after the routes.
     *
     * @internal
     */
    public readonly _options: TargetChangeOptions | undefined,
  ) {}
}

/**
 * Options of a change of target that takes the routes along.
 */
export interface TargetChangeOptions {
  /**
   * VPC route tables whose static routes to the old gateway go over to the new one. For routes that no stack makes: routes of
   * this app are `vpcRoutes` of the connection, and CloudFormation changes them.
   *
   * @default - no VPC route table is changed
   */
  readonly vpcRouteTables?: VpcRouteTableMove[];

  /**
   * The networks behind a connection with BGP, as IPv4 CIDR blocks; needed only when `vpcRouteTables` are given and another
   * connection hangs on the old gateway. A connection with static routes has them in its `routing`.
   *
   * @default - the static routes of the connection, or the propagated routes if they can have come from nowhere else
   */
  readonly onPremisesCidrs?: string[];

  /**
   * The transit gateway route tables, `tgw-rtb-…`, in which the attachment of this connection may ever be associated, propagate or
   * get routes: those of the old target too, since a rollback must still be allowed to, and the default tables of a transit gateway,
   * out of which an attachment is taken. The role of the custom resources may change routes in these only.
   *
   * @default - every transit gateway route table of this account and region
   */
  readonly transitGatewayRouteTableIds?: string[];

  /**
   * The digest of the only plan that may be carried out, `sha256:…`. A deployment that would do something else fails before it has
   * changed anything, and names the digest of what it would do.
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
   * What has to be seen of the tunnels, once every route is in its place. A tunnel that is required and does not come up fails the
   * deployment, and CloudFormation moves the connection back.
   *
   * @default MoveVerification.tunnelsAsBefore()
   */
  readonly verification?: MoveVerification;

  /**
   * How long each of the custom resources may take for its part.
   *
   * @default Duration.minutes(30)
   */
  readonly forwardTimeout?: Duration;

  /**
   * How long each of them may take for its part of the way back.
   *
   * @default Duration.minutes(20)
   */
  readonly backTimeout?: Duration;

  /**
   * Findings with which the change goes on all the same, each by its id as the refusal names it: those of the preflight, and
   * `options-change-too:…`, `both-tunnels-change:…` and `connection-replaced:…`.
   *
   * @default - none: every finding refuses the change
   */
  readonly acknowledgedFindings?: string[];

  /**
   * The table that keeps the backup and the progress.
   *
   * @default - one table for all moves of the stack, which is kept when the stack goes
   */
  readonly records?: IMigrationRecords;
}
