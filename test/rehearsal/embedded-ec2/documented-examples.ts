/**
 * The outputs that AWS documents in the AWS CLI's reference (`awscli/examples/ec2`) for the operations that this library
 * calls: their values, shaped as the SDK returns them. One entry per documented output.
 */
import {
  attachment,
  created,
  customerGateway,
  defaultTable,
  name,
  resource,
  routeTable,
  staticRoute,
  subnet,
  telemetry,
  transitGatewayOptions,
  vpc,
} from './documented-shapes';

export interface DocumentedExample {
  readonly operation: string;
  readonly title: string;
  readonly output: Record<string, unknown>;
}

const SUBNET_OF_ONE_VPC = {
  MapPublicIpOnLaunch: true,
  MapCustomerOwnedIpOnLaunch: false,
  SubnetId: 'subnet-8EXAMPLE',
  VpcId: 'vpc-3EXAMPLE',
  OwnerId: '1111222233333',
  SubnetArn: 'arn:aws:ec2:us-east-1:111122223333:subnet/subnet-8EXAMPLE',
};

export const DOCUMENTED_EXAMPLES: readonly DocumentedExample[] = [
  {
    operation: 'DescribeVpnConnections',
    title: 'a static connection on a transit gateway, one tunnel up',
    output: {
      VpnConnections: [{
        CustomerGatewayConfiguration: '...configuration information...',
        CustomerGatewayId: 'cgw-01234567abcde1234',
        Category: 'VPN',
        State: 'available',
        Type: 'ipsec.1',
        VpnConnectionId: 'vpn-1122334455aabbccd',
        TransitGatewayId: 'tgw-00112233445566aab',
        Options: {
          EnableAcceleration: false,
          StaticRoutesOnly: true,
          LocalIpv4NetworkCidr: '0.0.0.0/0',
          RemoteIpv4NetworkCidr: '0.0.0.0/0',
          TunnelInsideIpVersion: 'ipv4',
        },
        Routes: [],
        Tags: [name('CanadaVPN')],
        VgwTelemetry: [
          telemetry('203.0.113.3', '2020-07-29T10:35:11.000Z', 'DOWN', ''),
          telemetry('203.0.113.5', '2020-09-02T09:09:33.000Z', 'UP', ''),
        ],
      }],
    },
  },
  {
    operation: 'ModifyVpnConnection',
    title: 'a connection on its way to a virtual private gateway',
    output: {
      VpnConnection: {
        CustomerGatewayConfiguration: '...configuration information...',
        CustomerGatewayId: 'cgw-aabbccddee1122334',
        Category: 'VPN',
        State: 'modifying',
        Type: 'ipsec.1',
        VpnConnectionId: 'vpn-12345678901234567',
        VpnGatewayId: 'vgw-11223344556677889',
        Options: { StaticRoutesOnly: false },
        VgwTelemetry: [
          telemetry('18.210.3.222', '2019-07-17T07:34:00.000Z', 'DOWN', 'IPSEC IS DOWN'),
          telemetry('34.193.129.33', '2019-07-20T21:20:16.000Z', 'DOWN', 'IPSEC IS DOWN'),
        ],
      },
    },
  },
  {
    operation: 'CreateVpnConnection',
    title: 'dynamic routing',
    output: {
      VpnConnection: created({ TunnelOptions: [{}, {}] }, {
        CustomerGatewayConfiguration: '...configuration information...',
        Tags: [name('BGP-VPN')],
      }),
    },
  },
  {
    operation: 'CreateVpnConnection',
    title: 'static routing',
    output: { VpnConnection: created({ StaticRoutesOnly: true, TunnelOptions: [{}, {}] }) },
  },
  {
    operation: 'CreateVpnConnection',
    title: 'inside CIDRs and pre-shared keys of one\'s own',
    output: {
      VpnConnection: created({
        TunnelOptions: [
          { OutsideIpAddress: '203.0.113.3', TunnelInsideCidr: '169.254.12.0/30', PreSharedKey: 'ExamplePreSharedKey1' },
          { OutsideIpAddress: '203.0.113.5', TunnelInsideCidr: '169.254.13.0/30', PreSharedKey: 'ExamplePreSharedKey2' },
        ],
      }),
    },
  },
  {
    operation: 'CreateVpnConnection',
    title: 'IPv6 inside the tunnels, on a transit gateway',
    output: {
      VpnConnection: {
        CustomerGatewayConfiguration: '..configuration information...',
        CustomerGatewayId: 'cgw-001122334455aabbc',
        Category: 'VPN',
        State: 'pending',
        VpnConnectionId: 'vpn-11111111122222222',
        TransitGatewayId: 'tgw-12312312312312312',
        Options: {
          EnableAcceleration: false,
          StaticRoutesOnly: false,
          LocalIpv6NetworkCidr: '::/0',
          RemoteIpv6NetworkCidr: '::/0',
          TunnelInsideIpVersion: 'ipv6',
          TunnelOptions: [
            { OutsideIpAddress: '203.0.113.3', StartupAction: 'start' },
            { OutsideIpAddress: '203.0.113.5', StartupAction: 'start' },
          ],
        },
        Routes: [],
        Tags: [],
      },
    },
  },
  {
    operation: 'DescribeTransitGateways',
    title: 'two gateways, one without a description',
    output: {
      TransitGateways: [
        {
          TransitGatewayId: 'tgw-0262a0e521EXAMPLE',
          TransitGatewayArn: 'arn:aws:ec2:us-east-2:111122223333:transit-gateway/tgw-0262a0e521EXAMPLE',
          State: 'available',
          OwnerId: '111122223333',
          Description: 'MyTGW',
          CreationTime: new Date('2019-07-10T14:02:12.000Z'),
          Options: transitGatewayOptions(64516, 'enable', 'tgw-rtb-018774adf3EXAMPLE'),
          Tags: [],
        },
        {
          TransitGatewayId: 'tgw-0fb8421e2dEXAMPLE',
          TransitGatewayArn: 'arn:aws:ec2:us-east-2:111122223333:transit-gateway/tgw-0fb8421e2da853bf3',
          State: 'available',
          OwnerId: '111122223333',
          CreationTime: new Date('2019-03-15T22:57:33.000Z'),
          Options: transitGatewayOptions(65412, 'disable', 'tgw-rtb-06a241a3d8EXAMPLE'),
          Tags: [name('TGW1')],
        },
      ],
    },
  },
  {
    operation: 'DescribeTransitGatewayAttachments',
    title: 'attachments of VPCs and of Direct Connect gateways',
    output: {
      TransitGatewayAttachments: [
        attachment('tgw-attach-01f8100bc7EXAMPLE', 'vpc', 'vpc-3EXAMPLE', '2019-08-26T14:59:25.000Z', [name('Example')]),
        attachment('tgw-attach-0b5968d3b6EXAMPLE', 'vpc', 'vpc-0065acced4EXAMPLE', '2019-08-07T17:03:07.000Z', []),
        attachment('tgw-attach-08e0bc912cEXAMPLE', 'direct-connect-gateway', '11460968-4ac1-4fd3-bdb2-00599EXAMPLE',
          '2019-08-14T20:27:44.000Z', []),
        attachment('tgw-attach-0a89069f57EXAMPLE', 'direct-connect-gateway', '8384da05-13ce-4a91-aada-5a1baEXAMPLE',
          '2019-08-14T20:33:02.000Z', []),
      ],
    },
  },
  {
    operation: 'DescribeTransitGatewayVpcAttachments',
    title: 'an attachment with two subnets',
    output: {
      TransitGatewayVpcAttachments: [{
        TransitGatewayAttachmentId: 'tgw-attach-0a08e88308EXAMPLE',
        TransitGatewayId: 'tgw-0043d72bb4EXAMPLE',
        VpcId: 'vpc-0f501f7ee8EXAMPLE',
        VpcOwnerId: '111122223333',
        State: 'available',
        SubnetIds: ['subnet-045d586432EXAMPLE', 'subnet-0a0ad478a6EXAMPLE'],
        CreationTime: new Date('2019-02-13T11:04:02.000Z'),
        Options: { DnsSupport: 'enable', Ipv6Support: 'disable' },
        Tags: [name('attachment name')],
      }],
    },
  },
  {
    operation: 'DescribeTransitGatewayRouteTables',
    title: 'the default tables of two gateways',
    output: {
      TransitGatewayRouteTables: [
        defaultTable('tgw-rtb-0ca78a549EXAMPLE', 'tgw-0bc994abffEXAMPLE', '2018-11-28T14:24:49.000Z'),
        defaultTable('tgw-rtb-0e8f48f148EXAMPLE', 'tgw-0043d72bb4EXAMPLE', '2018-11-28T14:24:00.000Z'),
      ],
    },
  },
  {
    operation: 'GetTransitGatewayRouteTablePropagations',
    title: 'three attachments that propagate',
    output: {
      TransitGatewayRouteTablePropagations: [
        { ...resource('tgw-attach-01f8100bc7EXAMPLE', 'vpc', 'vpc-3EXAMPLE'), State: 'enabled' },
        {
          ...resource('tgw-attach-08e0bc912cEXAMPLE', 'direct-connect-gateway', '11460968-4ac1-4fd3-bdb2-00599EXAMPLE'),
          State: 'enabled',
        },
        {
          ...resource('tgw-attach-0a89069f57EXAMPLE', 'direct-connect-gateway', '8384da05-13ce-4a91-aada-5a1baEXAMPLE'),
          State: 'enabled',
        },
      ],
    },
  },
  {
    operation: 'GetTransitGatewayRouteTableAssociations',
    title: 'an association under way',
    output: { Associations: [{ ...resource('tgw-attach-09b52ccdb5EXAMPLE', 'vpc', 'vpc-4d7de228'), State: 'associating' }] },
  },
  {
    operation: 'SearchTransitGatewayRoutes',
    title: 'the static routes of a table',
    output: {
      Routes: [
        staticRoute('10.0.2.0/24', resource('tgw-attach-09b52ccdb5EXAMPLE', 'vpc', 'vpc-4EXAMPLE'), 'active'),
        staticRoute('10.1.0.0/24', resource('tgw-attach-09b52ccdb5EXAMPLE', 'vpc', 'vpc-4EXAMPLE'), 'active'),
      ],
      AdditionalRoutesAvailable: false,
    },
  },
  {
    operation: 'CreateTransitGatewayRoute',
    title: 'a route to a VPC',
    output: { Route: staticRoute('10.0.2.0/24', resource('tgw-attach-0b5968d3b6EXAMPLE', 'vpc', 'vpc-0065acced4EXAMPLE'), 'active') },
  },
  {
    operation: 'DeleteTransitGatewayRoute',
    title: 'a route to a VPC',
    output: { Route: staticRoute('10.0.2.0/24', resource('tgw-attach-0b5968d3b6EXAMPLE', 'vpc', 'vpc-0065acced4EXAMPLE'), 'deleted') },
  },
  {
    operation: 'AssociateTransitGatewayRouteTable',
    title: 'an attachment of a VPC',
    output: {
      Association: {
        TransitGatewayRouteTableId: 'tgw-rtb-002573ed1eEXAMPLE',
        ...resource('tgw-attach-0b5968d3b6EXAMPLE', 'vpc', 'vpc-0065acced4EXAMPLE'),
        State: 'associating',
      },
    },
  },
  {
    operation: 'DisassociateTransitGatewayRouteTable',
    title: 'an attachment of a Direct Connect gateway',
    output: {
      Association: {
        TransitGatewayRouteTableId: 'tgw-rtb-002573ed1eEXAMPLE',
        ...resource('tgw-attach-08e0bc912cEXAMPLE', 'direct-connect-gateway', '11460968-4ac1-4fd3-bdb2-00599EXAMPLE'),
        State: 'disassociating',
      },
    },
  },
  ...['EnableTransitGatewayRouteTablePropagation', 'DisableTransitGatewayRouteTablePropagation'].map((operation) => ({
    operation,
    title: 'an attachment of a VPC',
    output: {
      Propagation: {
        ...resource('tgw-attach-09b52ccdb5EXAMPLE', 'vpc', 'vpc-4d7de228'),
        TransitGatewayRouteTableId: 'tgw-rtb-0a823edbdeEXAMPLE',
        State: 'disabled',
      },
    },
  })),
  {
    operation: 'DescribeRouteTables',
    title: 'two main tables and one of a subnet',
    output: {
      RouteTables: [
        routeTable('rtb-09ba434c1bEXAMPLE', 'vpc-0065acced4EXAMPLE', { Main: true, RouteTableAssociationId: 'rtbassoc-0df3f54e06EXAMPLE' },
          '10.0.0.0/16', { NatGatewayId: 'nat-06c018cbd8EXAMPLE', State: 'blackhole' }),
        routeTable('rtb-a1eec7de', 'vpc-3EXAMPLE', { Main: true, RouteTableAssociationId: 'rtbassoc-9EXAMPLE' },
          '172.31.0.0/16', { GatewayId: 'igw-fEXAMPLE', State: 'active' }),
        routeTable('rtb-07a98f76e5EXAMPLE', 'vpc-0065acced4EXAMPLE',
          { Main: false, RouteTableAssociationId: 'rtbassoc-0b100c28b2EXAMPLE', SubnetId: 'subnet-0d3d002af8EXAMPLE' },
          '10.0.0.0/16', { GatewayId: 'igw-06cf664d80EXAMPLE', State: 'active' }),
      ],
    },
  },
  {
    operation: 'DescribeVpnGateways',
    title: 'one attached, one being attached',
    output: {
      VpnGateways: [
        {
          State: 'available',
          Type: 'ipsec.1',
          VpnGatewayId: 'vgw-f211f09b',
          VpcAttachments: [{ State: 'attached', VpcId: 'vpc-98eb5ef5' }],
        },
        {
          State: 'available',
          Type: 'ipsec.1',
          VpnGatewayId: 'vgw-9a4cacf3',
          VpcAttachments: [{ State: 'attaching', VpcId: 'vpc-a01106c2' }],
        },
      ],
    },
  },
  {
    operation: 'DescribeCustomerGateways',
    title: 'all of an account\'s',
    output: {
      CustomerGateways: [customerGateway('cgw-b4dc3961', '203.0.113.12', '65000'), customerGateway('cgw-0e11f167', '12.1.2.3', '65534')],
    },
  },
  {
    operation: 'DescribeCustomerGateways',
    title: 'one by its id',
    output: { CustomerGateways: [customerGateway('cgw-0e11f167', '12.1.2.3', '65534')] },
  },
  {
    operation: 'DescribeSubnets',
    title: 'all of an account\'s',
    output: {
      Subnets: [
        subnet({
          MapPublicIpOnLaunch: false,
          MapCustomerOwnedIpOnLaunch: true,
          SubnetId: 'subnet-0bb1c79de3EXAMPLE',
          VpcId: 'vpc-0ee975135dEXAMPLE',
          OwnerId: '111122223333',
          CustomerOwnedIpv4Pool: 'pool-2EXAMPLE',
          SubnetArn: 'arn:aws:ec2:us-east-2:111122223333:subnet/subnet-0bb1c79de3EXAMPLE',
        }),
        subnet({ ...SUBNET_OF_ONE_VPC, Tags: [name('MySubnet')] }),
      ],
    },
  },
  {
    operation: 'DescribeSubnets',
    title: 'those of one VPC',
    output: { Subnets: [subnet({ ...SUBNET_OF_ONE_VPC, Tags: [name('MySubnet')] })] },
  },
  {
    operation: 'DescribeVpcs',
    title: 'one of this account, one shared with it',
    output: {
      Vpcs: [
        vpc('vpc-0e9801d129EXAMPLE', '111122223333', '30.1.0.0/16', 'vpc-cidr-assoc-062c64cfafEXAMPLE', 'Not Shared'),
        vpc('vpc-06e4ab6c6cEXAMPLE', '222222222222', '10.0.0.0/16', 'vpc-cidr-assoc-00b17b4eddEXAMPLE', 'Shared VPC'),
      ],
    },
  },
  {
    operation: 'DescribeVpcs',
    title: 'one by its id',
    output: { Vpcs: [vpc('vpc-06e4ab6c6cEXAMPLE', '111122223333', '10.0.0.0/16', 'vpc-cidr-assoc-00b17b4eddEXAMPLE', 'Shared VPC')] },
  },
  {
    operation: 'GetVpnConnectionDeviceTypes',
    title: 'those of one vendor',
    output: {
      VpnConnectionDeviceTypes: [['754a6372', 'PANOS 4.1.2+'], ['9612cbed', 'PANOS 4.1.2+ (GUI)'], ['5fb390ba', 'PANOS 7.0+']].map(([VpnConnectionDeviceTypeId, Software]) =>
        ({ VpnConnectionDeviceTypeId, Vendor: 'Palo Alto Networks', Platform: 'PA Series', Software })),
    },
  },
  {
    operation: 'GetVpnConnectionDeviceSampleConfiguration',
    title: 'a text',
    output: { VpnConnectionDeviceSampleConfiguration: 'contents-of-the-sample-configuration-file' },
  },
];
