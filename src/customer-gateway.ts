/** The on-premises end of a connection. */
import { CfnDeletionPolicy, IResource, Names, RemovalPolicy, Resource, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { requireIpv4Address } from './private/checks';

/** The ASN AWS assumes for a device that does not say [H, SDK]. */
const ASN_DEFAULT = 65000;

/** The largest ASN that goes into BgpAsn; those above go into BgpAsnExtended, never both [H, SDK]. */
const ASN_SHORT_MAX = 2_147_483_647;

const ASN_MAX = 4_294_967_295;

/** EC2's limit [H, SDK]. */
const DEVICE_NAME_LENGTH_MAX = 255;

/**
 * The device at the other end of a connection, as AWS knows it.
 */
export interface ICustomerGateway extends IResource, ec2.ICustomerGatewayRef {
  /**
   * The id of the customer gateway, `cgw-…`.
   *
   * @attribute
   */
  readonly customerGatewayId: string;

  /**
   * The public IPv4 address of the device.
   *
   * @attribute
   */
  readonly customerGatewayIp: string;

  /**
   * The autonomous system number of the device.
   *
   * @attribute
   */
  readonly customerGatewayAsn: number;
}

/**
 * Properties of a {@link CustomerGateway}.
 */
export interface CustomerGatewayProps {
  /** The static public IPv4 address of the device, such as 203.0.113.10. */
  readonly ip: string;

  /**
   * The autonomous system number of the device, from 1 to 4294967295. A connection with static routes does not use it.
   *
   * An ASN that is known only at deployment must not be above 2147483647.
   *
   * @default 65000
   */
  readonly asn?: number;

  /**
   * A name for the device, at most 255 characters.
   *
   * @default - a name made from the construct's path: EC2 would answer the creation of a second customer gateway that
   * is equal in everything with the first, and deleting one would delete both
   */
  readonly deviceName?: string;

  /**
   * What happens to the customer gateway when it is taken out of the stack or the stack is deleted. One that is replaced
   * is always deleted, as the connection has gone over to the new one by then.
   *
   * @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE - a connection that is kept still needs it
   */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * A customer gateway: the static address and the autonomous system number of an on-premises VPN device.
 *
 * @see https://docs.aws.amazon.com/vpn/latest/s2svpn/cgw-options.html
 */
export class CustomerGateway extends Resource implements ICustomerGateway {
  /**
   * Takes an existing customer gateway by its id.
   *
   * Only the id is known then: reading `customerGatewayIp` or `customerGatewayAsn` throws an error.
   */
  public static fromCustomerGatewayId(scope: Construct, id: string, customerGatewayId: string): ICustomerGateway {
    class Import extends Resource implements ICustomerGateway {
      public readonly customerGatewayId = customerGatewayId;

      public get customerGatewayRef(): ec2.CustomerGatewayReference {
        return { customerGatewayId: this.customerGatewayId };
      }

      public get customerGatewayIp(): string {
        throw unknownForImport('customerGatewayIp', this.node.path);
      }

      public get customerGatewayAsn(): number {
        throw unknownForImport('customerGatewayAsn', this.node.path);
      }
    }
    return new Import(scope, id);
  }

  public readonly customerGatewayId: string;
  public readonly customerGatewayIp: string;
  public readonly customerGatewayAsn: number;

  /**
   * @throws an error when `ip` is not an IPv4 address, `asn` is out of range or `deviceName` is too long
   */
  constructor(scope: Construct, id: string, props: CustomerGatewayProps) {
    super(scope, id);
    const asn = props.asn ?? ASN_DEFAULT;
    requireIpv4Address('ip', props.ip);
    requireAsn(asn);
    requireDeviceName(props.deviceName);

    const resource = new ec2.CfnCustomerGateway(this, 'Resource', {
      type: ec2.VpnConnectionType.IPSEC_1,
      ipAddress: props.ip,
      deviceName: props.deviceName ?? Names.uniqueResourceName(this, { maxLength: DEVICE_NAME_LENGTH_MAX }),
      ...Token.isUnresolved(asn) || asn <= ASN_SHORT_MAX ? { bgpAsn: asn } : { bgpAsnExtended: asn },
    });
    resource.applyRemovalPolicy(props.removalPolicy ?? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
    resource.cfnOptions.updateReplacePolicy = CfnDeletionPolicy.DELETE;

    this.customerGatewayId = resource.ref;
    this.customerGatewayIp = props.ip;
    this.customerGatewayAsn = asn;
  }

  /** A reference to the customer gateway for constructs that take one. */
  public get customerGatewayRef(): ec2.CustomerGatewayReference {
    return { customerGatewayId: this.customerGatewayId };
  }
}

function requireAsn(asn: number): void {
  if (Token.isUnresolved(asn)) return;
  if (Number.isInteger(asn) && asn >= 1 && asn <= ASN_MAX) return;
  throw new Error(`\`asn\` must be a whole number from 1 to ${ASN_MAX}, got ${asn}`);
}

function requireDeviceName(name: string | undefined): void {
  if (name === undefined || Token.isUnresolved(name) || name.length <= DEVICE_NAME_LENGTH_MAX) return;
  throw new Error(`\`deviceName\` must have at most ${DEVICE_NAME_LENGTH_MAX} characters, got ${name.length}`);
}

function unknownForImport(attribute: string, path: string): Error {
  return new Error(`\`${attribute}\` of ${path} is unknown, since the customer gateway was taken by its id; make it with \`new CustomerGateway\``
    + ' or keep the value where you keep the id');
}
