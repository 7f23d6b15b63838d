/**
 * The embedded Direct Connect: what hangs on a gateway besides VPN connections. Read-only; the estate's seed makes it.
 *
 * A private virtual interface shows no prefix that the customer announces: routeFilterPrefixes belong to public ones, and
 * an association's allowed prefixes are those that AWS announces [Direct Connect API reference]. Only EC2's tables show them.
 */
import type { DirectConnectGatewayAssociation as AssociationOutput, VirtualInterface as VirtualInterfaceOutput } from '@aws-sdk/client-direct-connect';
import { JsonCall, JsonInput, JsonPage, JsonServiceEndpoint, JsonServiceProps, pageOf } from './json-service';
import { DirectConnectGatewayAssociation, VirtualInterface } from '../embedded-ec2/records';
import { NetworkView } from '../embedded-ec2/state';
import { Location, PermissionRequest } from '../iam/ec2-resources';
import { directConnectPermissions } from '../iam/service-resources';
import { Refusal } from '../loopback-endpoint';

export interface DirectConnectEndpointProps extends JsonServiceProps {
  readonly network: { readonly view: NetworkView };
}

/** [maxResults: more than 100 gives 100] */
const PAGE_SIZE = 100;
/** [VirtualInterface.asn: 0 when the number needs asnLong] */
const LARGEST_PLAIN_ASN = 2_147_483_647;

export class DirectConnectEndpoint extends JsonServiceEndpoint {
  protected readonly service = 'directconnect';
  protected readonly target = 'OvertureService';
  protected readonly operations = {
    DescribeVirtualInterfaces: (input: JsonInput) => this.describeVirtualInterfaces(input),
    DescribeDirectConnectGatewayAssociations: (input: JsonInput) => this.describeGatewayAssociations(input),
  };

  constructor(private readonly directConnect: DirectConnectEndpointProps) {
    super(directConnect);
  }

  protected permissionsFor({ operation, input }: JsonCall, location: Location): PermissionRequest[] {
    return directConnectPermissions(operation, input, location);
  }

  private get records() {
    return this.directConnect.network.view.state.directConnect;
  }

  private describeVirtualInterfaces(input: JsonInput): object {
    if (input.connectionId !== undefined) throw clientException('Virtual interfaces of one connection are not described here.');
    const asked = this.records.virtualInterfaces.filter(({ id }) => [undefined, id].includes(input.virtualInterfaceId as string));
    if (input.virtualInterfaceId !== undefined && asked.length === 0) {
      throw clientException(`Virtual interface ${String(input.virtualInterfaceId)} does not exist.`);
    }
    const { items, nextToken } = pageOfRecords(asked, input);
    return { virtualInterfaces: items.map((each) => this.virtualInterfaceOutput(each)), nextToken };
  }

  /** virtualGatewayId and associatedGatewayId both take either kind of gateway [DescribeDirectConnectGatewayAssociations]. */
  private describeGatewayAssociations(input: JsonInput): object {
    const { associationId, associatedGatewayId, directConnectGatewayId, virtualGatewayId } = input;
    if ([associationId, associatedGatewayId, directConnectGatewayId, virtualGatewayId].every((each) => each === undefined)) {
      throw clientException('A Direct Connect gateway, an associated gateway or an association must be given.');
    }
    const is = (wanted: unknown, actual: string) => wanted === undefined || wanted === actual;
    const asked = this.records.gatewayAssociations.filter((association) =>
      is(associationId, association.id) && is(directConnectGatewayId, association.directConnectGatewayId)
      && is(associatedGatewayId, association.gateway.id) && is(virtualGatewayId, association.gateway.id));
    const { items, nextToken } = pageOfRecords(asked, input);
    return { directConnectGatewayAssociations: items.map((each) => this.associationOutput(each)), nextToken };
  }

  private virtualInterfaceOutput(each: VirtualInterface): VirtualInterfaceOutput {
    const absent = this.unknowns.directConnectAbsentGateway === 'empty' ? '' : undefined;
    const asn = { asn: each.asn > LARGEST_PLAIN_ASN ? 0 : each.asn, asnLong: each.asn };
    const bgpStatus = each.state === 'available' ? 'up' : 'down';
    return {
      virtualInterfaceId: each.id,
      virtualInterfaceType: each.type,
      virtualInterfaceName: each.id,
      virtualInterfaceState: each.state as VirtualInterfaceOutput['virtualInterfaceState'],
      ownerAccount: each.ownerAccount,
      region: this.location.region,
      vlan: each.vlan,
      ...asn,
      amazonSideAsn: each.amazonSideAsn,
      addressFamily: 'ipv4',
      authKey: each.authKey,
      virtualGatewayId: each.vpnGatewayId ?? absent,
      directConnectGatewayId: each.directConnectGatewayId ?? absent,
      routeFilterPrefixes: each.routeFilterPrefixes.map((cidr) => ({ cidr })),
      bgpPeers: [{ ...asn, addressFamily: 'ipv4', authKey: each.authKey, bgpPeerState: 'available', bgpStatus }],
    };
  }

  /** The members named virtualGateway… are those of a virtual private gateway only. */
  private associationOutput({ id, gateway, ...association }: DirectConnectGatewayAssociation): AssociationOutput {
    const { region } = this.location;
    const isVpnGateway = gateway.kind === 'vpn-gateway';
    return {
      associationId: id,
      associationState: association.state as AssociationOutput['associationState'],
      directConnectGatewayId: association.directConnectGatewayId,
      directConnectGatewayOwnerAccount: association.directConnectGatewayOwner,
      associatedGateway: {
        id: gateway.id, type: isVpnGateway ? 'virtualPrivateGateway' : 'transitGateway', ownerAccount: gateway.ownerAccount, region,
      },
      allowedPrefixesToDirectConnectGateway: association.allowedPrefixes.map((cidr) => ({ cidr })),
      ...isVpnGateway
        ? { virtualGatewayId: gateway.id, virtualGatewayRegion: region, virtualGatewayOwnerAccount: gateway.ownerAccount }
        : {},
    };
  }
}

function pageOfRecords<T>(records: readonly T[], { maxResults, nextToken }: JsonInput): JsonPage<T> {
  const size = typeof maxResults === 'number' ? Math.min(maxResults, PAGE_SIZE) : PAGE_SIZE;
  if (size < 1) throw clientException('maxResults must be at least 1.');
  return pageOf(records, size, nextToken, clientException('The nextToken is not valid.'));
}

function clientException(message: string): Refusal {
  return new Refusal('DirectConnectClientException', message);
}
