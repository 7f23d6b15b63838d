/** The on-premises end of a connection. */
import { CfnDeletionPolicy, IResource, RemovalPolicy, Resource, Stack, Token } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { requireAsn, requireAtMost, requireIpAddress } from '../private/checks';
import { ASN_DEFAULT, defaultDeviceName, DescribesDevice, KnownDevice } from './private/known-device';
import { namedInErrors } from '../private/named-in-errors';
import { checkAgainstSiblings } from './private/sibling-checks';

/** The largest ASN that goes into BgpAsn; those above go into BgpAsnExtended, never both [H, SDK]. */
const ASN_SHORT_MAX = 2_147_483_647;

/** Numbers that AWS does not take from a device: in every region, or in one [H, UG-cgw-options]. */
const RESERVED_ASNS: ReadonlyMap<number, string | undefined> = new Map([
  [7224, undefined], [9059, 'eu-west-1'], [10124, 'ap-northeast-1'], [17943, 'ap-southeast-1'],
]);

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
   * The address of the device.
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
  /**
   * The static address of the device: a public IPv4 address such as 203.0.113.10, or the private IPv4 or public IPv6 address
   * that the `outsideIpAddressType` of its connections asks for. Behind NAT it is the address of the NAT device.
   *
   * CloudFormation wants one, even where a certificate makes EC2 do without.
   */
  readonly ip: string;

  /**
   * The autonomous system number of the device, from 1 to 4294967295, but not one that AWS keeps for itself: 7224, 9059 in
   * eu-west-1, 10124 in ap-northeast-1 and 17943 in ap-southeast-1. A connection with static routes does not use it.
   *
   * An ASN that is known only at deployment must not be above 2147483647.
   *
   * @default 65000
   */
  readonly asn?: number;

  /**
   * The private certificate with which the device proves who it is, instead of pre-shared keys: issued by AWS Private CA and
   * kept in Certificate Manager in the region of the connection.
   *
   * @default - the device proves itself by the tunnels' pre-shared keys
   * @see https://docs.aws.amazon.com/vpn/latest/s2svpn/vpn-tunnel-authentication-options.html
   */
  readonly certificate?: acm.ICertificate;

  /**
   * A name for the device, at most 255 characters. Changing it replaces the customer gateway, which takes the tunnels of its connections
   * down for minutes.
   *
   * @default - the name of the stack with the address and the autonomous system number, which stay when the construct is renamed or moved.
   * A stack may make no two customer gateways that are equal in all of this: EC2 would answer the creation of the second with the first
   */
  readonly deviceName?: string;

  /**
   * What happens to the customer gateway when it is taken out of the stack or the stack is deleted. One that is replaced
   * is always deleted, as the connection has gone over to the new one by then.
   *
   * @default RemovalPolicy.RETAIN - a connection that is kept still needs it. It is kept even when its creation is rolled back, as it may
   * be one that an earlier stack has kept: EC2 answers the creation of an equal one with that. It costs nothing
   */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * What is known of an existing customer gateway.
 */
export interface CustomerGatewayAttributes {
  /** The id of the customer gateway, `cgw-…`. */
  readonly customerGatewayId: string;

  /**
   * The address of the device.
   *
   * @default - unknown: reading `customerGatewayIp` throws an error, and the address is not checked
   */
  readonly customerGatewayIp?: string;

  /**
   * The autonomous system number of the device.
   *
   * @default - unknown: reading `customerGatewayAsn` throws an error, and the number is not compared with that of the gateway
   */
  readonly customerGatewayAsn?: number;

  /**
   * Whether EC2 knows no address of the device, as is possible for a device with a certificate whose address changes. AWS
   * cannot begin a negotiation with such a device. Not together with `customerGatewayIp`.
   *
   * @default false
   */
  readonly withoutAddress?: boolean;
}

/**
 * A customer gateway: the static address and the autonomous system number of an on-premises VPN device.
 *
 * @see https://docs.aws.amazon.com/vpn/latest/s2svpn/cgw-options.html
 */
@namedInErrors
export class CustomerGateway extends Resource implements ICustomerGateway {
  /**
   * Takes an existing customer gateway by its id.
   *
   * Only the id is known then: reading `customerGatewayIp` or `customerGatewayAsn` throws an error.
   */
  public static fromCustomerGatewayId(scope: Construct, id: string, customerGatewayId: string): ICustomerGateway {
    return CustomerGateway.fromCustomerGatewayAttributes(scope, id, { customerGatewayId });
  }

  /**
   * Takes an existing customer gateway by its id and what else is known of it.
   *
   * @throws an error when the customer gateway is said to have an address and to have none
   */
  public static fromCustomerGatewayAttributes(scope: Construct, id: string, attributes: CustomerGatewayAttributes): ICustomerGateway {
    const { customerGatewayId, customerGatewayIp: ip, customerGatewayAsn: asn, withoutAddress: hasNoAddress } = attributes;
    if (hasNoAddress && ip !== undefined) {
      throw new Error(`give either \`customerGatewayIp\` or \`withoutAddress\`, got both, the address being ${JSON.stringify(ip)}; remove the one that is wrong`);
    }
    @namedInErrors
    class Import extends Resource implements ICustomerGateway, DescribesDevice {
      public readonly customerGatewayId = customerGatewayId;
      public readonly _device: KnownDevice = { ip, asn, hasNoAddress };

      public get customerGatewayRef(): ec2.CustomerGatewayReference {
        return { customerGatewayId: this.customerGatewayId };
      }

      public get customerGatewayIp(): string {
        if (ip === undefined) throw unknownForImport('customerGatewayIp');
        return ip;
      }

      public get customerGatewayAsn(): number {
        if (asn === undefined) throw unknownForImport('customerGatewayAsn');
        return asn;
      }
    }
    return new Import(scope, id);
  }

  public readonly customerGatewayId: string;
  public readonly customerGatewayIp: string;
  public readonly customerGatewayAsn: number;

  /**
   * What the connection's checks ask for.
   *
   * @internal
   */
  public readonly _device: KnownDevice;

  /**
   * @throws an error when `ip` is not an address, `asn` is out of range or AWS's own, or `deviceName` is too long; at synthesis when the
   * app makes an equal customer gateway
   */
  constructor(scope: Construct, id: string, props: CustomerGatewayProps) {
    super(scope, id);
    const asn = props.asn ?? ASN_DEFAULT;
    requireIpAddress('ip', props.ip);
    requireAsn('asn', asn);
    requireFreeAsn(asn, Stack.of(this).region);
    requireDeviceName(props.deviceName);
    const deviceName = props.deviceName ?? defaultDeviceName(this, props.ip, asn);
    checkAgainstSiblings(this);

    const resource = new ec2.CfnCustomerGateway(this, 'Resource', {
      type: ec2.VpnConnectionType.IPSEC_1,
      ipAddress: props.ip,
      deviceName,
      certificateArn: props.certificate?.certificateArn,
      ...Token.isUnresolved(asn) || asn <= ASN_SHORT_MAX ? { bgpAsn: asn } : { bgpAsnExtended: asn },
    });
    resource.applyRemovalPolicy(props.removalPolicy ?? RemovalPolicy.RETAIN);
    resource.cfnOptions.updateReplacePolicy = CfnDeletionPolicy.DELETE;

    this.customerGatewayId = resource.ref;
    this.customerGatewayIp = props.ip;
    this.customerGatewayAsn = asn;
    this._device = { ip: props.ip, asn };
  }

  /** A reference to the customer gateway for constructs that take one. */
  public get customerGatewayRef(): ec2.CustomerGatewayReference {
    return { customerGatewayId: this.customerGatewayId };
  }
}

function requireFreeAsn(asn: number, region: string): void {
  if (!RESERVED_ASNS.has(asn)) return;
  const reserved = RESERVED_ASNS.get(asn);
  if (reserved !== undefined && reserved !== region) return;
  throw new Error(`\`asn\` must not be ${asn}, which AWS keeps for itself in ${reserved ?? 'every region'};`
    + ' use another number of yours, or a private one: 64512 to 65534 or 4200000000 to 4294967294');
}

function requireDeviceName(name: string | undefined): void {
  if (name !== undefined && !Token.isUnresolved(name)) requireAtMost('deviceName', name.length, DEVICE_NAME_LENGTH_MAX, 'characters');
}

function unknownForImport(attribute: string): Error {
  return new Error(`\`${attribute}\` is unknown, since the customer gateway was taken without it;`
    + ' give it to `CustomerGateway.fromCustomerGatewayAttributes` where it is needed');
}
