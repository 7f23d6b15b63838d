/**
 * Existing connections: one of which only what the user said is known, and what CDK's context provider for Cloud Control finds.
 *
 * What Cloud Control says of a connection may hold pre-shared keys, and what a context provider returns is written into
 * `cdk.context.json`, which is committed. So a query asks for properties by name, and only for those of `Returned`.
 */
import { ContextProvider, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as cxschema from 'aws-cdk-lib/cloud-assembly-schema';
import { Construct } from 'constructs';
import { requireId } from '../../private/checks';
import { namedInErrors } from '../../private/named-in-errors';
import { ISiteToSiteVpn, SiteToSiteVpnAttributes, SiteToSiteVpnLookUpOptions } from '../vpn-connection-import';

@namedInErrors
export class ImportedConnection extends ec2.VpnConnectionBase implements ISiteToSiteVpn {
  public readonly vpnId: string;

  /** @param source how the connection was taken, in the words of an error */
  constructor(scope: Construct, id: string, private readonly known: SiteToSiteVpnAttributes, private readonly source: string) {
    super(scope, id);
    requireId('vpnConnectionId', known.vpnConnectionId, 'vpn', 'VPN connection');
    if (known.customerGatewayId !== undefined) requireId('customerGatewayId', known.customerGatewayId, 'cgw', 'customer gateway');
    if (known.transitGatewayAttachmentId !== undefined) {
      requireId('transitGatewayAttachmentId', known.transitGatewayAttachmentId, 'tgw-attach', 'transit gateway attachment');
    }
    this.vpnId = known.vpnConnectionId;
  }

  public get customerGatewayId(): string {
    return this.attribute('customerGatewayId');
  }

  public get customerGatewayIp(): string {
    return this.attribute('customerGatewayIp');
  }

  public get customerGatewayAsn(): number {
    return this.attribute('customerGatewayAsn');
  }

  public get transitGatewayAttachmentId(): string {
    return this.attribute('transitGatewayAttachmentId');
  }

  // aws-cdk-lib's own returns the id of the customer gateway here.
  public get vpnConnectionRef(): ec2.VPNConnectionReference {
    return { vpnConnectionId: this.vpnId };
  }

  private attribute<Name extends keyof SiteToSiteVpnAttributes>(name: Name): NonNullable<SiteToSiteVpnAttributes[Name]> {
    const value = this.known[name];
    if (value !== undefined) return value;
    throw new Error(`\`${name}\` is unknown, since the connection was ${this.source};`
      + ' give it to `SiteToSiteVpn.fromVpnConnectionAttributes` where it is needed');
  }
}

/** The properties that may reach the context file. None of them is a secret. */
type Returned = 'VpnConnectionId' | 'CustomerGatewayId' | 'Tags';

interface FoundConnection {
  readonly VpnConnectionId: string;
  readonly CustomerGatewayId: string;
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
}

interface Query {
  readonly exactIdentifier?: string;
  readonly propertyMatch?: Record<string, string>;
  readonly expectedMatchCount?: 'exactly-one' | 'at-least-one';
  readonly propertiesToReturn: readonly Returned[];
}

const TYPE_NAME = 'AWS::EC2::VPNConnection';

const TARGET_PROPERTIES: readonly (readonly [prefix: string, property: string])[] = [['vgw', 'VpnGatewayId'], ['tgw', 'TransitGatewayId']];

/** @throws an error when the options name no connection, or what was found is not one */
export function lookUpConnection(scope: Construct, options: SiteToSiteVpnLookUpOptions): FoundConnection {
  const { tags = {} } = options;
  const wanted = Object.entries(tags);
  const { value } = ContextProvider.getValue(scope, {
    provider: cxschema.ContextProvider.CC_API_PROVIDER,
    props: { typeName: TYPE_NAME, ...queryOf(options) },
    dummyValue: [dummy(options)],
  });
  const found = (value as FoundConnection[])
    .filter(({ Tags = [] }) => wanted.every(([key, tag]) => Tags.some(({ Key, Value }) => Key === key && Value === tag)));
  if (found.length === 1) return found[0];
  const got = found.length === 0 ? 'none' : found.map(({ VpnConnectionId }) => VpnConnectionId).join(' and ');
  throw new Error(`the look-up must find one VPN connection with tags ${JSON.stringify(tags)}, got ${got};`
    + ' correct the tags, and if they have changed since, forget the old answer with `cdk context --reset`');
}

function queryOf(options: SiteToSiteVpnLookUpOptions): Query {
  const { vpnConnectionId, tags, targetGatewayId, customerGatewayId } = options;
  requireKnown(options);
  const others = Object.entries({ tags, targetGatewayId, customerGatewayId })
    .filter(([, value]) => value !== undefined).map(([name]) => name);
  const propertiesToReturn: Returned[] = ['VpnConnectionId', 'CustomerGatewayId'];
  if (vpnConnectionId !== undefined) {
    if (others.length > 0) {
      throw new Error(`\`vpnConnectionId\` must be given alone, got also ${others.map((name) => `\`${name}\``).join(' and ')}; remove them, since an id says it all`);
    }
    requireId('vpnConnectionId', vpnConnectionId, 'vpn', 'VPN connection');
    return { exactIdentifier: vpnConnectionId, propertiesToReturn };
  }
  if (others.length === 0 || Object.keys(tags ?? { any: '' }).length === 0) {
    throw new Error('give `vpnConnectionId`, `tags`, `targetGatewayId` or `customerGatewayId`, got none; the look-up must know which connection is meant');
  }
  if (customerGatewayId !== undefined) requireId('customerGatewayId', customerGatewayId, 'cgw', 'customer gateway');
  const propertyMatch = {
    ...customerGatewayId === undefined ? {} : { CustomerGatewayId: customerGatewayId },
    ...targetGatewayId === undefined ? {} : { [targetProperty(targetGatewayId)]: targetGatewayId },
  };
  // The CLI compares whole properties, so tags are looked through here.
  if (tags === undefined) return { propertyMatch, expectedMatchCount: 'exactly-one', propertiesToReturn };
  return { propertyMatch, expectedMatchCount: 'at-least-one', propertiesToReturn: [...propertiesToReturn, 'Tags'] };
}

function targetProperty(id: string): string {
  const property = TARGET_PROPERTIES.find(([prefix]) => id.startsWith(`${prefix}-`))?.[1];
  if (property !== undefined) return property;
  throw new Error(`\`targetGatewayId\` must be the id of a virtual private gateway or a transit gateway, which starts with vgw- or tgw-, got ${JSON.stringify(id)}`);
}

function requireKnown({ tags = {}, ...ids }: SiteToSiteVpnLookUpOptions): void {
  const values = { ...ids, ...Object.fromEntries(Object.entries(tags).map(([key, value]) => [`tags.${key}`, value])) };
  const unknown = Object.entries(values).find(([, value]) => value !== undefined && Token.isUnresolved(value));
  if (unknown === undefined) return;
  throw new Error(`\`${unknown[0]}\` must be known at synthesis, since the look-up is made before anything is deployed;`
    + ' pass a value, or take the connection with `fromVpnConnectionId`');
}

/** What synthesis goes on with until the CLI has looked. */
function dummy({ vpnConnectionId, customerGatewayId, tags }: SiteToSiteVpnLookUpOptions): FoundConnection {
  return {
    VpnConnectionId: vpnConnectionId ?? 'vpn-12345678',
    CustomerGatewayId: customerGatewayId ?? 'cgw-12345678',
    ...tags === undefined ? {} : { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) },
  };
}
