/** The shapes that the documented example outputs repeat; every value that differs is in `documented-examples.ts`. */

export function name(value: string) {
  return { Key: 'Name', Value: value };
}

export function telemetry(outsideIpAddress: string, lastStatusChange: string, status: string, statusMessage: string) {
  return {
    AcceptedRouteCount: 0,
    LastStatusChange: new Date(lastStatusChange),
    OutsideIpAddress: outsideIpAddress,
    Status: status,
    StatusMessage: statusMessage,
  };
}

export function created(options: object, rest: object = {}) {
  return {
    CustomerGatewayConfiguration: '..configuration information...',
    CustomerGatewayId: 'cgw-001122334455aabbc',
    Category: 'VPN',
    State: 'pending',
    VpnConnectionId: 'vpn-123123123123abcab',
    VpnGatewayId: 'vgw-1a1a1a1a1a1a2b2b2',
    Options: {
      EnableAcceleration: false,
      StaticRoutesOnly: false,
      LocalIpv4NetworkCidr: '0.0.0.0/0',
      RemoteIpv4NetworkCidr: '0.0.0.0/0',
      TunnelInsideIpVersion: 'ipv4',
      ...options,
    },
    Routes: [],
    Tags: [],
    ...rest,
  };
}

export function transitGatewayOptions(amazonSideAsn: number, autoAccept: string, defaultRouteTableId: string) {
  return {
    AmazonSideAsn: amazonSideAsn,
    AutoAcceptSharedAttachments: autoAccept,
    DefaultRouteTableAssociation: 'enable',
    AssociationDefaultRouteTableId: defaultRouteTableId,
    DefaultRouteTablePropagation: 'enable',
    PropagationDefaultRouteTableId: defaultRouteTableId,
    VpnEcmpSupport: 'enable',
    DnsSupport: 'enable',
  };
}

export function resource(attachmentId: string, type: string, id: string) {
  return { TransitGatewayAttachmentId: attachmentId, ResourceType: type, ResourceId: id };
}

export function attachment(id: string, type: string, resourceId: string, creationTime: string, tags: object[]) {
  return {
    ...resource(id, type, resourceId),
    TransitGatewayId: 'tgw-02f776b1a7EXAMPLE',
    TransitGatewayOwnerId: '123456789012',
    ResourceOwnerId: '123456789012',
    State: 'available',
    Association: { TransitGatewayRouteTableId: 'tgw-rtb-002573ed1eEXAMPLE', State: 'associated' },
    CreationTime: new Date(creationTime),
    Tags: tags,
  };
}

export function defaultTable(id: string, transitGatewayId: string, creationTime: string) {
  return {
    TransitGatewayRouteTableId: id,
    TransitGatewayId: transitGatewayId,
    State: 'available',
    DefaultAssociationRouteTable: true,
    DefaultPropagationRouteTable: true,
    CreationTime: new Date(creationTime),
    Tags: [],
  };
}

export function staticRoute(destination: string, to: object, state: string) {
  return { DestinationCidrBlock: destination, TransitGatewayAttachments: [to], Type: 'static', State: state };
}

export function routeTable(id: string, vpcId: string, association: object, local: string, outbound: object) {
  return {
    Associations: [{ ...association, RouteTableId: id }],
    PropagatingVgws: [],
    RouteTableId: id,
    Routes: [
      { DestinationCidrBlock: local, GatewayId: 'local', Origin: 'CreateRouteTable', State: 'active' },
      { DestinationCidrBlock: '0.0.0.0/0', Origin: 'CreateRoute', ...outbound },
    ],
    Tags: [],
    VpcId: vpcId,
    OwnerId: '111122223333',
  };
}

export function customerGateway(id: string, ipAddress: string, bgpAsn: string) {
  return { CustomerGatewayId: id, IpAddress: ipAddress, State: 'available', Type: 'ipsec.1', BgpAsn: bgpAsn };
}

export function subnet(rest: object) {
  return {
    AvailabilityZone: 'us-east-1d',
    AvailabilityZoneId: 'use1-az2',
    AvailableIpAddressCount: 4089,
    CidrBlock: '172.31.80.0/20',
    DefaultForAz: true,
    State: 'available',
    AssignIpv6AddressOnCreation: false,
    Ipv6CidrBlockAssociationSet: [],
    EnableDns64: false,
    Ipv6Native: false,
    PrivateDnsNameOptionsOnLaunch: { HostnameType: 'ip-name', EnableResourceNameDnsARecord: false, EnableResourceNameDnsAAAARecord: false },
    ...rest,
  };
}

export function vpc(id: string, ownerId: string, cidr: string, associationId: string, tag: string) {
  return {
    CidrBlock: cidr,
    DhcpOptionsId: 'dopt-19edf471',
    State: 'available',
    VpcId: id,
    OwnerId: ownerId,
    InstanceTenancy: 'default',
    CidrBlockAssociationSet: [{ AssociationId: associationId, CidrBlock: cidr, CidrBlockState: { State: 'associated' } }],
    IsDefault: false,
    Tags: [name(tag)],
  };
}
