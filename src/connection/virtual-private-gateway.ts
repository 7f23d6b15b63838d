/** The gateway of one VPC for its VPN connections. */
import { IResource, RemovalPolicy, Resource, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct, DependencyGroup, IDependable } from 'constructs';
import { requireEach, requireId, requireVpcRouteTableId } from '../private/checks';
import { namedInErrors } from '../private/named-in-errors';
import { checkAgainstSiblings } from './private/sibling-checks';
import { BESIDE_ATTACHED_VPC, requireSameEnvironment } from '../private/references';

/** Private numbers of 16 bits, and of 32 bits [H, SDK CreateVpnGateway]. */
const PRIVATE_ASNS: readonly (readonly [first: number, last: number])[] = [[64_512, 65_534], [4_200_000_000, 4_294_967_294]];

/**
 * A virtual private gateway, made here or taken by its id.
 */
export interface IVirtualPrivateGateway extends IResource, ec2.IVPNGatewayRef {
  /**
   * The id of the gateway, `vgw-…`.
   *
   * @attribute
   */
  readonly vpnGatewayId: string;

  /** Depending on this means to wait until the gateway is attached to its VPC, as far as this app attaches it. */
  readonly attached: IDependable;
}

/**
 * Properties of a {@link VirtualPrivateGateway}.
 */
export interface VirtualPrivateGatewayProps {
  /**
   * The autonomous system number of the AWS side: from 64512 to 65534, or from 4200000000 to 4294967294. It must differ from
   * that of the devices. Changing it replaces the gateway.
   *
   * @default - EC2's, 64512
   */
  readonly amazonSideAsn?: number;

  /**
   * The VPC to which the gateway is attached; a VPC has one at most. Pass `ec2.Vpc.fromLookup(…)` or a VPC of this app without
   * `vpnGateway`.
   *
   * @default - the gateway is attached to none
   */
  readonly vpc?: ec2.IVpc;

  /**
   * The VPC route tables, `rtb-…`, that learn by propagation which networks are behind the gateway's connections;
   * `VpcRouteTables.idsOf(vpc)` are those of subnets.
   *
   * Propagation belongs to the gateway and not to one of its connections. Only with `vpc`.
   *
   * @default - no table learns anything from the gateway
   */
  readonly propagatingRouteTableIds?: string[];

  /**
   * What happens to the gateway and its attachment when they are taken out of the stack or the stack is deleted.
   *
   * @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE - a connection that is kept still needs it
   */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * A virtual private gateway, its attachment to a VPC and its route propagation.
 *
 * @see https://docs.aws.amazon.com/vpn/latest/s2svpn/how_it_works.html#VPNGateway
 */
@namedInErrors
export class VirtualPrivateGateway extends Resource implements IVirtualPrivateGateway {
  /**
   * Takes an existing gateway by its id, `vgw-…`. Whether it is attached to a VPC is not looked at.
   *
   * @throws an error when the id is that of something else
   */
  public static fromVpnGatewayId(scope: Construct, id: string, vpnGatewayId: string): IVirtualPrivateGateway {
    requireId('vpnGatewayId', vpnGatewayId, 'vgw', 'virtual private gateway');
    class Import extends Resource implements IVirtualPrivateGateway {
      public readonly vpnGatewayId = vpnGatewayId;
      public readonly attached: IDependable = new DependencyGroup();

      public get vpnGatewayRef(): ec2.VPNGatewayReference {
        return { vpnGatewayId };
      }
    }
    return new Import(scope, id);
  }

  public readonly vpnGatewayId: string;
  public readonly attached: IDependable;

  /**
   * @throws an error when the ASN is not one that EC2 takes, or route tables are named without a VPC, wrongly or twice
   */
  constructor(scope: Construct, id: string, props: VirtualPrivateGatewayProps = {}) {
    super(scope, id);
    const { amazonSideAsn, vpc, propagatingRouteTableIds = [], removalPolicy = RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE } = props;
    requirePrivateAsn(amazonSideAsn);
    requirePropagation(propagatingRouteTableIds, vpc);
    checkAgainstSiblings(this);
    requireSameEnvironment(this, 'vpc', vpc === undefined ? [] : [vpc.vpcId], BESIDE_ATTACHED_VPC);
    requireSameEnvironment(this, 'propagatingRouteTableIds', propagatingRouteTableIds, BESIDE_ATTACHED_VPC);

    const gateway = new ec2.CfnVPNGateway(this, 'Resource', { type: ec2.VpnConnectionType.IPSEC_1, amazonSideAsn });
    gateway.applyRemovalPolicy(removalPolicy);
    this.vpnGatewayId = gateway.ref;

    const attached = new DependencyGroup();
    this.attached = attached;
    if (vpc === undefined) return;
    const attachment = new ec2.CfnVPCGatewayAttachment(this, 'Attachment', { vpcId: vpc.vpcId, vpnGatewayId: this.vpnGatewayId });
    attachment.applyRemovalPolicy(removalPolicy);
    attached.add(attachment);
    if (propagatingRouteTableIds.length === 0) return;
    const propagation = new ec2.CfnVPNGatewayRoutePropagation(this, 'Propagation', {
      routeTableIds: [...propagatingRouteTableIds],
      vpnGatewayId: this.vpnGatewayId,
    });
    // EC2 refuses to propagate from a gateway that is not attached.
    propagation.node.addDependency(attachment);
  }

  /** A reference to the gateway for constructs that take one. */
  public get vpnGatewayRef(): ec2.VPNGatewayReference {
    return { vpnGatewayId: this.vpnGatewayId };
  }
}

function requirePrivateAsn(asn: number | undefined): void {
  if (asn === undefined || Token.isUnresolved(asn)) return;
  if (Number.isInteger(asn) && PRIVATE_ASNS.some(([first, last]) => asn >= first && asn <= last)) return;
  throw new Error(`\`amazonSideAsn\` must be a whole number ${PRIVATE_ASNS.map(([first, last]) => `from ${first} to ${last}`).join(' or ')}, got ${asn}`);
}

function requirePropagation(routeTableIds: readonly string[], vpc: ec2.IVpc | undefined): void {
  requireEach('propagatingRouteTableIds', routeTableIds, requireVpcRouteTableId);
  if (routeTableIds.length === 0 || vpc !== undefined) return;
  throw new Error(`\`propagatingRouteTableIds\` must come with \`vpc\`, got ${JSON.stringify(routeTableIds)} and no VPC;`
    + ' a gateway propagates only into the VPC to which it is attached');
}
