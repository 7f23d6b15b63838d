/** A Site-to-Site VPN connection made by CloudFormation, wherever it ends. */
import { CfnResource, RemovalPolicy } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as networkmanager from 'aws-cdk-lib/aws-networkmanager';
import { Construct } from 'constructs';
import { CustomerGateway, ICustomerGateway } from './customer-gateway';
import { checkConnection, checkMadeConnection, createOnlyDigest, renderOptions } from './private/connection-checks';
import { ConnectionTunnels, connectionTunnels, transitGatewayAttachmentId } from './private/connection-resources';
import {
  attachToCoreNetwork, gatewayPropertyOf, makeStaticRoutes, makeTransitGatewayExtras, makeTransitGatewayRouting, makeVpcRoutes,
  partsOfRouting, stackVpcRoutesOf,
} from './private/connection-routes';
import { connectionIdOf } from './private/create-only-id';
import { ImportedConnection, lookUpConnection } from './private/existing-connection';
import { ASN_DEFAULT, defaultDeviceName, KnownDevice, knownDevice } from './private/known-device';
import { checkAgainstSiblings, SiblingFacts } from './private/sibling-checks';
import { nameWithoutTargetChange, tagConnection, TargetChangeResources } from './private/target-change-resources';
import { warnOfRoutesNotMade } from './private/target-checks';
import { renderTunnels, withLogging } from './private/tunnels';
import { DeviceConnectionOptions, InsideIpVersion, TransitGatewayRouting } from './site-to-site-vpn-options';
import { TargetChange, TargetChangeOptions } from './target-change';
import { TargetGateway } from './target-gateway';
import { ITunnel, TunnelLogging } from './tunnel-options';
import { VpcRoutes } from './vpc-routes';
import { ISiteToSiteVpn, SiteToSiteVpnAttributes, SiteToSiteVpnLookUpOptions } from './vpn-connection-import';
import { VpnRouting } from './vpn-routing';
import { stableKey } from '../private/construct-ids';
import { namedInErrors } from '../private/named-in-errors';
import { kindOfPlace, Place } from '../private/place';

/**
 * Properties of a {@link SiteToSiteVpn}.
 */
export interface SiteToSiteVpnProps extends DeviceConnectionOptions {
  /** Where the connection ends on the AWS side. CloudFormation changes it in place: the outside addresses stay. */
  readonly target: TargetGateway;

  /** How AWS learns the networks behind the VPN. Changing the kind of routing replaces the connection. */
  readonly routing: VpnRouting;

  /**
   * The route tables of VPCs that lead to the networks behind the connection.
   *
   * @default - no VPC route table is changed
   */
  readonly vpcRoutes?: VpcRoutes[];

  /**
   * Custom resources that guard the connection when it is edited, and move it with its routes when `target` or the customer gateway is.
   * It may come with such an edit, except one from a transit gateway to a virtual private gateway with static routes, and go again.
   *
   * @default - none: CloudFormation makes of an edit what it makes of it; README's "Without custom resources" says for each what that is
   */
  readonly targetChange?: TargetChange;
}

/**
 * A Site-to-Site VPN connection: two IPsec tunnels between an on-premises device and a gateway.
 *
 * Its routes are resources of the stack: the static routes of the connection on a virtual private gateway; the association, the
 * propagations and the static routes of its attachment on a transit gateway. A transit gateway that associates new attachments with a
 * default route table by itself does not leave room for an association: then the deployment fails before it, and says what to do.
 *
 * @see https://docs.aws.amazon.com/vpn/latest/s2svpn/VPC_VPN.html
 */
@namedInErrors
export class SiteToSiteVpn extends ec2.VpnConnectionBase implements ISiteToSiteVpn {
  /**
   * Takes an existing connection by its id, `vpn-…`.
   *
   * Only the id is known then: reading anything else, such as `customerGatewayId`, throws an error.
   *
   * @throws an error when the id is that of something else
   */
  public static fromVpnConnectionId(scope: Construct, id: string, vpnConnectionId: string): ISiteToSiteVpn {
    return new ImportedConnection(scope, id, { vpnConnectionId }, 'taken by its id');
  }

  /**
   * Takes an existing connection by what is known of it. Reading anything else throws an error.
   *
   * @throws an error when an id is that of something else
   */
  public static fromVpnConnectionAttributes(scope: Construct, id: string, attributes: SiteToSiteVpnAttributes): ISiteToSiteVpn {
    return new ImportedConnection(scope, id, attributes, 'taken without it');
  }

  /**
   * Finds an existing connection in the stack's account and region, whose id and customer gateway are known then. The CDK CLI looks
   * when the app is synthesized, with `cloudformation:GetResource` or `cloudformation:ListResources` of Cloud Control, and keeps the
   * answer in `cdk.context.json`. Pre-shared keys are never asked for.
   *
   * Cloud Control does not promise that a list says everything of a connection. Where the CLI fails for want of a property, look up
   * by id.
   *
   * @throws an error when the options name no connection, are known only at deployment, or the tags are those of none or of several;
   * also when the stack does not say its account and region
   */
  public static fromLookup(scope: Construct, id: string, options: SiteToSiteVpnLookUpOptions): ISiteToSiteVpn {
    const { VpnConnectionId: vpnConnectionId, CustomerGatewayId: customerGatewayId } = lookUpConnection(scope, options);
    return new ImportedConnection(scope, id, { vpnConnectionId, customerGatewayId }, 'looked up');
  }

  public readonly vpnId: string;
  public readonly customerGatewayId: string;

  /** The on-premises end, made here or passed in. */
  public readonly customerGateway: ICustomerGateway;

  /** The log groups that both tunnels write to, as far as `logs` names or makes any. */
  public readonly logging: TunnelLogging;

  /**
   * What the template says of the AWS end.
   *
   * @internal
   */
  public readonly _target: TargetGateway;

  /**
   * Whether this stack makes the routing on a transit gateway.
   *
   * @internal
   */
  public readonly _makesTransitGatewayRouting: boolean;

  /**
   * The custom resources that stand around it, if any do.
   *
   * @internal
   */
  public _targetChange?: TargetChangeResources;

  private readonly place: Place;
  private readonly routing: VpnRouting;
  private readonly connection: ec2.CfnVPNConnection;
  private attachmentId?: string;
  private lookedUp?: ConnectionTunnels;
  private readonly coreNetworkAttachment?: networkmanager.CfnSiteToSiteVpnAttachment;

  /**
   * @throws an error when a property is malformed, two contradict each other, or one that is needed is missing
   */
  constructor(scope: Construct, id: string, props: SiteToSiteVpnProps) {
    super(scope, id);
    const place = props.target._place;
    this.place = place;
    this._target = props.target;
    this._makesTransitGatewayRouting = place.kind === 'transit-gateway' && props.transitGatewayRouting !== TransitGatewayRouting.LEAVE;
    checkConnection(this, props);

    const options = this.optionsOf(props);
    const digest = createOnlyDigest(this, options);
    this.customerGateway = props.customerGateway ?? this.makeCustomerGateway(props, digest);
    this.customerGatewayId = this.customerGateway.customerGatewayId;
    this.logging = props.logs?._bind(this, props.routing._staticRoutes === undefined) ?? {};
    const tunnels = props.logs === undefined ? props.tunnels : withLogging(props.tunnels, this.logging);
    this.connection = this.makeConnection({ ...props, tunnels }, options, digest);
    this.vpnId = this.connection.ref;

    this.routing = props.routing;
    checkAgainstSiblings(this, siblingFactsOf(place, props.vpcRoutes ?? []));

    if (place.kind === 'virtual-private-gateway') makeStaticRoutes(this, this.vpnId, props.routing);
    // Custom resources that come with an edit act on its static routes before CloudFormation touches it: the tag must be there by then.
    const isGuarded = props.targetChange?._options !== undefined;
    if (!isGuarded && place.kind === 'virtual-private-gateway' && props.routing._staticRoutes !== undefined) {
      tagConnection(this.connection, nameWithoutTargetChange(this.connection));
    }
    if (place.kind === 'core-network') this.coreNetworkAttachment = attachToCoreNetwork(this, this.vpnId, place);
    const once = place.kind === 'transit-gateway' && this._makesTransitGatewayRouting
      ? makeTransitGatewayRouting(this, this.transitGatewayAttachmentId, place.end, props.routing) : [];
    if (props.targetChange?._options !== undefined) this.makeTargetChange(props, props.targetChange._options, once);
    if (place.kind === 'transit-gateway') makeTransitGatewayExtras(this, place.extras, () => this.transitGatewayAttachmentId);
    warnOfRoutesNotMade(this, place, props.routing);
    makeVpcRoutes(this, {
      place,
      staticRoutes: props.routing._staticRoutes,
      vpcRoutes: props.vpcRoutes ?? [],
      coreNetworkArn: this.coreNetworkAttachment?.attrCoreNetworkArn,
      dependencies: [this.connection, ...props.target._dependencies],
    });
  }

  public get customerGatewayIp(): string {
    return this.customerGateway.customerGatewayIp;
  }

  public get customerGatewayAsn(): number {
    return this.customerGateway.customerGatewayAsn;
  }

  /**
   * The id of the connection's attachment on the transit gateway, `tgw-attach-…`; with a VPN concentrator, that of the attachment
   * which the connection shares with others.
   *
   * CloudFormation does not know it: a custom resource looks it up, as soon as it is asked for.
   *
   * @throws an error when the connection ends on something else, where it has no attachment
   */
  public get transitGatewayAttachmentId(): string {
    const { place } = this;
    if (place.kind === 'vpn-concentrator') return place.concentrator.transitGatewayAttachmentId;
    if (place.kind !== 'transit-gateway') {
      throw new Error(`\`transitGatewayAttachmentId\` does not exist, since the connection ends on ${kindOfPlace(place)};`
        + ' only a connection whose `target` is a transit gateway has an attachment');
    }
    const associates = this._makesTransitGatewayRouting && place.end.associationRouteTableId !== '';
    this.attachmentId ??= transitGatewayAttachmentId(this, `Attachment-${stableKey(this, place.end.id)}`, {
      vpnConnectionId: this.vpnId,
      transitGatewayId: place.end.id,
      ...associates ? { associationRouteTableId: place.end.associationRouteTableId } : {},
      routing: this.partsOfRouting(),
    });
    return this.attachmentId;
  }

  /**
   * The id of the connection's attachment on the core network.
   *
   * @throws an error when the connection does not end on a core network
   */
  public get coreNetworkAttachmentId(): string {
    if (this.coreNetworkAttachment !== undefined) return this.coreNetworkAttachment.attrAttachmentId;
    throw new Error(`\`coreNetworkAttachmentId\` does not exist, since the connection ends on ${kindOfPlace(this.place)};`
      + ' only a connection whose `target` is a core network has one');
  }

  /**
   * The two tunnels of the connection, in the order of their outside addresses, which never changes; it is not that of the
   * `tunnels` which the connection was given.
   *
   * CloudFormation does not know them: a custom resource looks them up, as soon as they are asked for, and looks again when the
   * gateway, the customer gateway or an inside CIDR changes.
   */
  public get tunnels(): ITunnel[] {
    return this.lookUp().tunnels;
  }

  /**
   * The autonomous system number of the AWS side, which a device that speaks BGP is configured with. Looked up as `tunnels` are.
   *
   * @throws an error when the connection ends on a core network, which has one for each of its edges, or on no gateway
   */
  public get amazonSideAsn(): number {
    if (this.place.kind !== 'core-network' && this.place.kind !== 'none') return this.lookUp().amazonSideAsn;
    throw new Error(`\`amazonSideAsn\` is not known, since the connection ends on ${kindOfPlace(this.place)};`
      + ' only a virtual private gateway and a transit gateway have one of their own');
  }

  /**
   * Goes off when a change of the target is held, or fails in CloudFormation's clean-up, where the stack stays green. It is made when it
   * is first asked for. Give it an action, so that somebody hears of it.
   *
   * @throws an error when the connection has no `targetChange`, so that none can be held
   */
  public get targetChangeAlarm(): cloudwatch.IAlarm {
    if (this._targetChange !== undefined) return this._targetChange.alarm;
    throw new Error('`targetChangeAlarm` does not exist, since no custom resource looks after its edits;'
      + ' ask for them: `targetChange: TargetChange.withRoutes()`');
  }

  // aws-cdk-lib's own returns the id of the customer gateway here.
  public get vpnConnectionRef(): ec2.VPNConnectionReference {
    return { vpnConnectionId: this.vpnId };
  }

  private makeTargetChange(props: SiteToSiteVpnProps, options: TargetChangeOptions, once: readonly CfnResource[]): void {
    const { target, routing } = props;
    const { connection, customerGateway, place } = this;
    const isKept = place.kind === 'virtual-private-gateway' || this._makesTransitGatewayRouting;
    if (!isKept) {
      throw new Error(`\`targetChange\` must be left out, since ${place.kind === 'transit-gateway'
        ? '`transitGatewayRouting` leaves the routes to somebody else' : `the connection ends on ${kindOfPlace(place)}`};`
        + ' it goes with a virtual private gateway, and with a transit gateway whose routing the stack makes');
    }
    this._targetChange = new TargetChangeResources(this, 'TargetChange', {
      connection, place, customerGateway, routing, options, target: target._end,
      ...place.kind === 'transit-gateway' ? { attachmentRouting: { parts: this.partsOfRouting(), once } } : {},
      stackVpcRoutes: stackVpcRoutesOf({ place, staticRoutes: routing._staticRoutes, vpcRoutes: props.vpcRoutes ?? [] }),
    });
  }

  private partsOfRouting(): string[] {
    const { place } = this;
    if (place.kind !== 'transit-gateway') return [];
    const { end, extras } = place;
    const own = this._makesTransitGatewayRouting ? end : { ...end, associationRouteTableId: '', propagationRouteTableIds: [], staticRouteTableIds: [] };
    return partsOfRouting({ ...place, end: own, extras }, this.routing);
  }

  private lookUp(): ConnectionTunnels {
    const { connection, place, coreNetworkAttachment: attachment } = this;
    return this.lookedUp ??= connectionTunnels(this, connection, place, attachment === undefined ? [] : [attachment]);
  }

  /** All that does not name the customer gateway or a tunnel. */
  private optionsOf(props: SiteToSiteVpnProps): Omit<ec2.CfnVPNConnectionProps, 'customerGatewayId'> {
    const { _place: place, _amazonSideAsn: amazonSideAsn } = props.target;
    const isBgp = props.routing._staticRoutes === undefined;
    return {
      type: ec2.VpnConnectionType.IPSEC_1,
      ...gatewayPropertyOf(place),
      staticRoutesOnly: !isBgp,
      ...renderOptions(props, { place, amazonSideAsn, isBgp, device: deviceOf(props) }),
    };
  }

  /** With a connection that is made anew it is another one, too: EC2 may make no second connection between the same two gateways. */
  private makeCustomerGateway({ ip, asn = ASN_DEFAULT, removalPolicy }: SiteToSiteVpnProps, digest: string): CustomerGateway {
    return new CustomerGateway(this, `CustomerGateway-${digest}`, {
      ip: ip!,
      asn,
      deviceName: defaultDeviceName(this, ip!, asn, digest),
      removalPolicy: removalPolicy === RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE ? RemovalPolicy.RETAIN : removalPolicy,
    });
  }

  private makeConnection(
    props: SiteToSiteVpnProps, options: Omit<ec2.CfnVPNConnectionProps, 'customerGatewayId'>, digest: string,
  ): ec2.CfnVPNConnection {
    const { _dependencies: dependencies } = props.target;
    const connection = new ec2.CfnVPNConnection(this, connectionIdOf(digest), {
      ...options,
      customerGatewayId: this.customerGatewayId,
      vpnTunnelOptionsSpecifications: props.tunnels && renderTunnels(props.tunnels, {
        scope: this, insideIpVersion: props.insideIpVersion ?? InsideIpVersion.IPV4, isBgp: props.routing._staticRoutes === undefined,
        device: deviceOf(props),
      }),
    });
    this.node.defaultChild = connection;
    connection.applyRemovalPolicy(props.removalPolicy ?? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
    if (dependencies.length > 0) connection.node.addDependency(...dependencies);
    checkMadeConnection(this, connection, props);
    return connection;
  }
}

function siblingFactsOf(place: Place, vpcRoutes: readonly VpcRoutes[]): SiblingFacts {
  if (place.kind === 'transit-gateway') return place.extras;
  const routeTableIds = vpcRoutes.filter(({ _kind }) => _kind === 'propagated').flatMap(({ _routeTableIds }) => _routeTableIds);
  return place.kind === 'virtual-private-gateway' ? { propagation: { gatewayId: place.end.id, routeTableIds } } : {};
}

function deviceOf({ customerGateway, ip, asn = ASN_DEFAULT }: SiteToSiteVpnProps): KnownDevice {
  return customerGateway === undefined ? { ip, asn } : knownDevice(customerGateway);
}
