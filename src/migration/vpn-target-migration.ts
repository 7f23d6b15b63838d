/** One move of one existing connection from one gateway to another, on the AWS side, on-premises, or both. */
import { Annotations, Stack, Token } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct, IConstruct } from 'constructs';
import { CustomerGatewayMove, MigrationOptions } from './migration-options';
import { vpcAttachments } from '../connection/private/connection-routes';
import { SiteToSiteVpn } from '../connection/site-to-site-vpn';
import { TargetGateway } from '../connection/target-gateway';
import { CustomerGatewayChange, gatewayOf, MoveDeclaration } from '../contract/declaration';
import { nameOfGateway, sameGateway } from '../contract/gateway';
import { MOVE_TYPE } from '../contract/properties';
import {
  declareOptions, EarlierMove, requireChange, requireContinuation, requireCustomerGateways, requireMovable,
} from './private/migration-declaration';
import { GatewayChange } from './private/migration-resource';
import { requireId } from '../private/checks';
import { namedInErrors } from '../private/named-in-errors';
import { BESIDE_CONNECTION, BESIDE_GATEWAY, BESIDE_VPC, requireSameEnvironment } from '../private/references';

/**
 * Properties of a {@link VpnTargetMigration}.
 */
export interface VpnTargetMigrationProps extends MigrationOptions {
  /** The connection to move: `SiteToSiteVpn.fromVpnConnectionId(…)`, or one that is made in this app. */
  readonly vpnConnection: ec2.IVpnConnection;

  /**
   * The gateway on which the connection stands, of either kind. The route tables of a transit gateway are needed here too:
   * the move takes the connection's static routes out of them, and the way back arranges the attachment in them again.
   */
  readonly from: TargetGateway;

  /**
   * The gateway to which it moves, of either kind, in the same account. The same as `from` when only the customer
   * gateway changes.
   */
  readonly to: TargetGateway;

  /**
   * The customer gateway that the connection leaves, and the one it goes to, in the same call of EC2 and hence the same
   * interruption as the change of gateway. When it is all that changes, `from` and `to` are the same gateway, and
   * `vpcRouteTables` and `onPremisesCidrs` are left out.
   *
   * @default - the customer gateway stays
   */
  readonly customerGateway?: CustomerGatewayMove;
}

/**
 * Moves an existing Site-to-Site VPN connection from one gateway to another, with its routes: between virtual private
 * gateways and transit gateways in all four directions, to another customer gateway, or both at once.
 *
 * The connection keeps its id, its outside addresses and its pre-shared keys; the device needs no change, unless it is
 * another one, or speaks BGP and the ASN of the new gateway differs. Traffic stops while EC2 provisions the new tunnel
 * endpoints. Nothing is changed before everything has been checked and a backup has been written.
 *
 * A move can have a maintenance window: prepared days before and approved by its plan's digest, cut over in a window, and finalized
 * when the network has proved itself (`stage`, `approvedPlan`, `window`).
 *
 * One construct is one move. A finished move cannot be edited: another move is another construct. Several moves of one
 * connection in a stack form a chain, in the order in which they are declared: each begins where the one before it ends,
 * and is deployed after it. Each has a role of its own, with the rights that its declaration needs.
 *
 * @see https://docs.aws.amazon.com/vpn/latest/s2svpn/modify-vpn-target.html
 */
@namedInErrors
export class VpnTargetMigration extends GatewayChange {
  /**
   * The moves of a connection that the stack declares.
   *
   * @internal
   */
  public static _ofConnection(scope: IConstruct, vpnConnectionId: string): VpnTargetMigration[] {
    return Stack.of(scope).node.findAll().filter((each): each is VpnTargetMigration => each instanceof VpnTargetMigration
      && each._declaration.vpnConnectionId === vpnConnectionId);
  }

  private readonly previous?: VpnTargetMigration;

  /**
   * @throws an error when a property is malformed, two contradict each other, or the move does not begin where an earlier
   * one of the same connection ends
   */
  constructor(scope: Construct, id: string, props: VpnTargetMigrationProps) {
    super(scope, id);
    this.requireEnvironment(props);
    this._declaration = declare(props);
    this.previous = this.latestMove();
    requireContinuation(this.earlierMoves(), this._declaration);
    checkTemplate(this, this._declaration, props.vpnConnection);
    // The connection's static routes too, where this app makes them: one made after the preflight would be left out.
    this._make(MOVE_TYPE, props, [
      props.vpnConnection, ...props.from._dependencies, ...props.to._dependencies,
      vpcAttachments(this, { place: props.to._place, routeTableIds: tablesOf(props), withRouting: true }),
    ]);
    // CloudFormation would run both at the same time, and only one of them can start where the connection stands.
    if (this.previous !== undefined) this._resource.node.addDependency(this.previous._resource);
  }

  /** The id of the connection's attachment on the new transit gateway, `tgw-attach-…`; empty on a virtual private gateway. */
  public get transitGatewayAttachmentId(): string {
    return this._resource.getAttString('TransitGatewayAttachmentId');
  }

  /**
   * For how long a move kept traffic from flowing, in seconds; see `interruptionSeconds`.
   *
   * @default statistic `Maximum` over 5 minutes
   */
  public metricInterruptionSeconds(options: cloudwatch.MetricOptions = {}): cloudwatch.Metric {
    return this.metric('InterruptionSeconds', options);
  }

  /**
   * 1 when a move ended `migrated-unverified`: it is complete, but its tunnels were not seen to come up in time.
   *
   * @default statistic `Maximum` over 5 minutes
   */
  public metricUnverified(options: cloudwatch.MetricOptions = {}): cloudwatch.Metric {
    return this.metric('MigratedUnverified', options);
  }

  /**
   * 1 when a move is held: somebody has to act.
   *
   * @default statistic `Maximum` over 5 minutes
   */
  public metricHeld(options: cloudwatch.MetricOptions = {}): cloudwatch.Metric {
    return this.metric('Held', options);
  }

  private requireEnvironment(props: VpnTargetMigrationProps): void {
    const { vpnConnection, from, to, customerGateway } = props;
    requireSameEnvironment(this, 'vpnConnection', [vpnConnection.vpnId], BESIDE_GATEWAY);
    from._requireHere(this, 'from');
    to._requireHere(this, 'to');
    if (customerGateway !== undefined) requireSameEnvironment(this, 'customerGateway', [customerGateway.from, customerGateway.to], BESIDE_CONNECTION);
    requireSameEnvironment(this, 'vpcRouteTables', tablesOf(props), BESIDE_VPC);
  }

  /** The end of the chain so far: not the last one in the tree, which has another order than the declarations. */
  private latestMove(): VpnTargetMigration | undefined {
    const others = VpnTargetMigration._ofConnection(this, this._declaration.vpnConnectionId).filter((each) => each !== this);
    return others.find((each) => !others.some((other) => other.previous === each));
  }

  private earlierMoves(): EarlierMove[] {
    if (this.previous === undefined) return [];
    return [{ path: this.previous.node.path, declaration: this.previous._declaration }, ...this.previous.earlierMoves()];
  }
}

function tablesOf({ vpcRouteTables = [] }: MigrationOptions): string[] {
  return vpcRouteTables.map(({ routeTableId }) => routeTableId);
}

/** The move as the domain knows it; every check that needs the declaration only is made here. */
function declare(props: VpnTargetMigrationProps): MoveDeclaration {
  // Not vpnConnectionRef: in aws-cdk-lib that is the id of the customer gateway.
  const vpnConnectionId = props.vpnConnection.vpnId;
  const [from, to] = [requireMovable('from', props.from), requireMovable('to', props.to)];
  const { customerGateway } = props;
  // An imported connection may carry any id.
  requireId('vpnConnection.vpnId', vpnConnectionId, 'vpn', 'VPN connection');
  requireCustomerGateways(customerGateway);
  const declaration: MoveDeclaration = {
    vpnConnectionId,
    from,
    to,
    ...customerGateway === undefined ? {} : { customerGateway: customerGatewayChange(customerGateway) },
    ...declareOptions(props),
  };
  requireChange(declaration);
  return declaration;
}

function customerGatewayChange({ from, to, deleteOld }: CustomerGatewayMove): CustomerGatewayChange {
  return { fromId: from, toId: to, ...deleteOld ? { deleteOld: true } : {} };
}

/**
 * Of a connection that another stack has, or that CDK's own construct makes, nothing is known.
 *
 * @param move gets the warnings
 * @throws an error when custom resources move it already, or somebody else makes the routes
 */
function checkTemplate(move: IConstruct, declaration: MoveDeclaration, vpnConnection: ec2.IVpnConnection): void {
  if (!(vpnConnection instanceof SiteToSiteVpn)) return;
  if (vpnConnection._targetChange !== undefined) {
    throw new Error(`\`vpnConnection\` must be a connection without \`targetChange\`, got ${vpnConnection.node.path}, which moves with its routes when its`
      + ' `target` is edited; edit that instead');
  }
  const [from, to] = [gatewayOf(declaration.from), gatewayOf(declaration.to)];
  const written = gatewayOf(vpnConnection._target._end);
  if (declaration.customerGateway?.fromId === vpnConnection.customerGatewayId) {
    warnOfTemplate(move, 'templateNamesOldCustomerGateway', vpnConnection, 'the customer gateway that the connection leaves',
      'the move\'s `customerGateway.to` as `customerGateway`');
  }
  // Only the customer gateway changes, and the routing stays whose it is.
  if (sameGateway(from, to)) return;
  if (sameGateway(written, to) && vpnConnection._makesTransitGatewayRouting) {
    throw new Error(`\`transitGatewayRouting\` of ${vpnConnection.node.path} must be LEAVE, since this move makes the routing of the attachment;`
      + ' CloudFormation would fail to make it a second time');
  }
  if (!sameGateway(written, from)) return;
  // The id of a gateway that the app makes is not known yet, and its token tells nobody anything.
  const old = Token.isUnresolved(written.id) ? `the ${written.kind.replaceAll('-', ' ')} of the move's \`from\`` : nameOfGateway(written);
  warnOfTemplate(move, 'templateNamesOldGateway', vpnConnection, old, to.kind === 'transit-gateway'
    ? 'the `target` of the move\'s `to` with `transitGatewayRouting` LEAVE' : 'the virtual private gateway of the move\'s `to`, without options, as `target`');
}

function warnOfTemplate(move: IConstruct, warning: string, vpnConnection: SiteToSiteVpn, old: string, remedy: string): void {
  Annotations.of(move).addWarningV2(`cdk-site-to-site-vpn:${warning}`,
    `after this move the template of ${vpnConnection.node.path} still names ${old}, and \`cdk deploy --revert-drift\` would move the connection back;`
    + ` once the move is completed, give it ${remedy}`);
}
