/** What a deployment does that changes the target of a connection. */
import { ChangeOptions } from '../migration/private/change-options';

/**
 * How a connection is edited: what is checked before CloudFormation touches it, and what CloudFormation does not do by itself when its
 * `target` or its customer gateway changes.
 *
 * @see https://docs.aws.amazon.com/vpn/latest/s2svpn/modify-vpn-target.html
 */
export class TargetChange {
  /**
   * Custom resources stand around the connection. They make none of its routes, which are resources of the stack, so that they may come,
   * and go again, without touching one.
   *
   * When `target` or the customer gateway is edited, CloudFormation itself modifies the connection, so that the template is true. The
   * first of them checks everything, makes a backup, and takes away the static routes with which EC2 takes no connection to a transit
   * gateway. The second leads VPC routes over, and waits until all routes and the tunnels are there. Whatever fails in the deployment,
   * CloudFormation moves the connection back, and they put back the routes that its rollback does not make again.
   *
   * When it is edited where it stands, the first refuses an edit for which CloudFormation would replace the connection, and one that takes
   * both tunnels down, unless that is acknowledged.
   *
   * They may come in the deployment that edits the target, except for static routes from a transit gateway to a virtual private gateway,
   * which has to be a later one.
   */
  public static withRoutes(options: TargetChangeOptions = {}): TargetChange {
    return new TargetChange(options);
  }

  /**
   * No custom resource looks after an edit, as where nothing is said.
   *
   * What that costs: CloudFormation deletes routes after it has modified the connection, and EC2 takes no connection with static
   * routes to a transit gateway. A connection with BGP is modified in place, and nothing is checked before. A deployment that leaves a
   * transit gateway and is rolled back may bring the connection back with nothing that leads to it: README's "Without custom resources"
   * says for each edit what comes of it, and the way out.
   */
  public static byCloudFormation(): TargetChange {
    return new TargetChange(undefined);
  }

  private constructor(
    /**
     * Nothing where no custom resource looks after an edit.
     *
     * @internal
     */
    public readonly _options: TargetChangeOptions | undefined,
  ) {}
}

/**
 * Options of the custom resources that stand around a connection.
 */
export interface TargetChangeOptions extends ChangeOptions {
  /**
   * Transit gateway route tables, `tgw-rtb-…`, in which the custom resources may put back what leads to the connection, beside those of
   * `target`: when a transit gateway is left, those of it in which the attachment is associated, propagates or has routes, and the default
   * tables of that gateway, since a rollback returns there. Where one of them is not named the deployment is refused before anything is
   * touched, with the line to write here.
   *
   * @default - the tables that `target` names
   */
  readonly transitGatewayRouteTableIds?: string[];
}
