/** One attachment on a transit gateway that the connections of many small sites share. */
import { IResource, RemovalPolicy, Resource } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct, DependencyGroup, IDependable } from 'constructs';
import { requireEach, requireId, requireTransitGatewayRouteTableId } from '../private/checks';
import { stableKey } from '../private/construct-ids';
import { namedInErrors } from '../private/named-in-errors';
import { BESIDE_GATEWAY, requireSameEnvironment } from '../private/references';

/** @internal */
interface ConcentratorIds {
  /**
   * The id of the concentrator.
   *
   * @attribute
   */
  readonly vpnConcentratorId: string;

  /**
   * The id of its attachment on the transit gateway, `tgw-attach-…`.
   *
   * @attribute
   */
  readonly transitGatewayAttachmentId: string;

  /** The id of the transit gateway, `tgw-…`. */
  readonly transitGatewayId: string;
}

/**
 * A VPN concentrator, made here or taken by its ids.
 */
export interface IVpnConcentrator extends IResource, ConcentratorIds {
  /** Depending on this means to wait until the attachment is associated and propagates, as far as this app arranges it. */
  readonly routed: IDependable;
}

/**
 * What is known of an existing concentrator.
 */
export interface VpnConcentratorAttributes extends ConcentratorIds {}

/**
 * Properties of a {@link VpnConcentrator}.
 */
export interface VpnConcentratorProps {
  /** The id of the transit gateway to which it is attached, `tgw-…`. Changing it replaces the concentrator and every connection on it. */
  readonly transitGatewayId: string;

  /**
   * The one table the attachment is associated with, `tgw-rtb-…`: it decides what the sites can reach.
   *
   * @default - the transit gateway's default association, if it has one
   */
  readonly associationRouteTableId?: string;

  /**
   * The tables that learn the networks which the sites announce by BGP.
   *
   * @default - the transit gateway's default propagation, if it has one
   */
  readonly propagationRouteTableIds?: string[];

  /**
   * What happens to the concentrator when it is taken out of the stack or the stack is deleted.
   *
   * @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE - connections that are kept still need it
   */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * A VPN concentrator on a transit gateway: its connections share one attachment and 5 Gbps. They use BGP, and their networks must
 * not overlap.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpnConcentrator.html
 */
@namedInErrors
export class VpnConcentrator extends Resource implements IVpnConcentrator {
  /**
   * Takes an existing concentrator by its ids. Its association and propagations are left as they are.
   *
   * @throws an error when an id is that of something else
   */
  public static fromVpnConcentratorAttributes(scope: Construct, id: string, attributes: VpnConcentratorAttributes): IVpnConcentrator {
    requireId('transitGatewayAttachmentId', attributes.transitGatewayAttachmentId, 'tgw-attach', 'transit gateway attachment');
    requireId('transitGatewayId', attributes.transitGatewayId, 'tgw', 'transit gateway');
    class Import extends Resource implements IVpnConcentrator {
      public readonly vpnConcentratorId = attributes.vpnConcentratorId;
      public readonly transitGatewayAttachmentId = attributes.transitGatewayAttachmentId;
      public readonly transitGatewayId = attributes.transitGatewayId;
      public readonly routed: IDependable = new DependencyGroup();
    }
    return new Import(scope, id);
  }

  public readonly vpnConcentratorId: string;
  public readonly transitGatewayAttachmentId: string;
  public readonly transitGatewayId: string;
  public readonly routed: IDependable;

  /**
   * @throws an error when an id is that of something else, or a route table is named twice
   */
  constructor(scope: Construct, id: string, props: VpnConcentratorProps) {
    super(scope, id);
    const { transitGatewayId, associationRouteTableId, propagationRouteTableIds = [] } = props;
    requireId('transitGatewayId', transitGatewayId, 'tgw', 'transit gateway');
    if (associationRouteTableId !== undefined) requireTransitGatewayRouteTableId('associationRouteTableId', associationRouteTableId);
    requireEach('propagationRouteTableIds', propagationRouteTableIds, requireTransitGatewayRouteTableId);
    requireSameEnvironment(this, 'transitGatewayId', [transitGatewayId], BESIDE_GATEWAY);
    requireSameEnvironment(this, 'associationRouteTableId', [associationRouteTableId ?? '', ...propagationRouteTableIds], BESIDE_GATEWAY);

    const concentrator = new ec2.CfnVPNConcentrator(this, 'Resource', { type: ec2.VpnConnectionType.IPSEC_1, transitGatewayId });
    concentrator.applyRemovalPolicy(props.removalPolicy ?? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
    this.vpnConcentratorId = concentrator.ref;
    this.transitGatewayAttachmentId = concentrator.attrTransitGatewayAttachmentId;
    this.transitGatewayId = transitGatewayId;

    const routed = new DependencyGroup();
    this.routed = routed;
    const transitGatewayAttachmentId = this.transitGatewayAttachmentId;
    if (associationRouteTableId !== undefined) {
      routed.add(new ec2.CfnTransitGatewayRouteTableAssociation(this, 'Association', {
        transitGatewayRouteTableId: associationRouteTableId,
        transitGatewayAttachmentId,
      }));
    }
    for (const transitGatewayRouteTableId of propagationRouteTableIds) {
      routed.add(new ec2.CfnTransitGatewayRouteTablePropagation(this, `Propagation-${stableKey(this, transitGatewayRouteTableId)}`, {
        transitGatewayRouteTableId,
        transitGatewayAttachmentId,
      }));
    }
  }
}
