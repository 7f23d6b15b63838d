/** A connection of which only what the user said is known. */
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { requireId } from '../../private/checks';
import { namedInErrors } from '../../private/named-in-errors';
import { ISiteToSiteVpn, SiteToSiteVpnAttributes } from '../vpn-connection-import';

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
