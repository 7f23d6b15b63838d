/** What is assumed of EC2's connections and of their moves, for each switch of the embedded EC2 that is about them. */
import { api, describeConnection, Entry, ERROR_CODES, vpnGuide } from './assumption';

const MODIFY_TO_TGW = 'aws ec2 modify-vpn-connection --vpn-connection-id $VPN --transit-gateway-id $TGW --query VpnConnection.State';
const MODIFY_TO_VGW = 'aws ec2 modify-vpn-connection --vpn-connection-id $VPN --vpn-gateway-id $OTHER_VGW --query VpnConnection.State';
const GATEWAY_AND_STATE = describeConnection('[State,VpnGatewayId,TransitGatewayId]');
const ROUTES = describeConnection('Routes');
const CAPTURES = 'describe outputs that users published, in the test resources of https://github.com/batfish/batfish';

export const CONNECTION_ENTRIES = {
  modifyToTransitGatewayWithStaticRoutes: {
    assumed: 'ModifyVpnConnection to a transit gateway is refused as long as the connection has static routes.',
    confidence: 'inferred',
    sources: [`The procedure tells to delete them before; it does not say what happens otherwise. ${vpnGuide('modify-vpn-target')}`],
    commands: ['aws ec2 create-vpn-connection-route --vpn-connection-id $VPN --destination-cidr-block 10.99.0.0/16', MODIFY_TO_TGW],
    reading: 'The error code of the second command is the answer; without an error it is `accepted`.',
  },
  staticRoutesAcrossVpnGateways: {
    assumed: 'A connection keeps its static routes when it goes from one virtual private gateway to another.',
    confidence: 'inferred',
    sources: [`The procedure asks to delete and add them only for a transit gateway. ${vpnGuide('modify-vpn-target')}`],
    commands: [MODIFY_TO_VGW, ROUTES],
    reading: 'Run the second when the connection is available on the new gateway: routes in state `available` are `kept`.',
  },
  staticRoutesOnArrivalAtTransitGateway: {
    assumed: 'Static routes that were still there when the connection arrived at a transit gateway are deleted.',
    confidence: 'inferred',
    sources: [`Static routes of a connection exist only on virtual private gateways. ${vpnGuide('vpn-edit-static-routes')}`],
    commands: [MODIFY_TO_TGW, ROUTES],
    reading: 'It can be seen only where the first command is accepted with routes. No route, or routes in state `deleted`, are `deleted`.',
  },
  staticRouteOnTransitGatewayConnection: {
    assumed: 'Static routes cannot be made for a connection on a transit gateway.',
    confidence: 'inferred',
    sources: [`For an "existing virtual private gateway"; the code is that of connections with BGP. ${api('CreateVpnConnectionRoute')}`],
    commands: ['aws ec2 create-vpn-connection-route --vpn-connection-id $VPN --destination-cidr-block 10.99.0.0/16'],
    reading: 'The connection is on a transit gateway. The error code is the answer; that it is accepted is not foreseen.',
  },
  staticRouteCreateWhileDeleting: {
    assumed: 'A static route can be made again while its deletion is under way.',
    confidence: 'unknown',
    sources: [`IncorrectState is documented for what is in transition, not for this. ${ERROR_CODES}`],
    commands: [
      'aws ec2 delete-vpn-connection-route --vpn-connection-id $VPN --destination-cidr-block 10.99.0.0/16',
      'aws ec2 create-vpn-connection-route --vpn-connection-id $VPN --destination-cidr-block 10.99.0.0/16',
    ],
    reading: 'Run the second at once. Its error code is the answer; without one it is `accepted`.',
  },
  staticRouteSource: {
    assumed: 'Described static routes have no Source.',
    confidence: 'seen',
    sources: [`Documented as "Static". ${api('VpnStaticRoute')}`, `Absent in ${CAPTURES}`],
    commands: [describeConnection('Routes[0].Source')],
    reading: '`null` is `absent`.',
  },
  modifyToCurrentTarget: {
    assumed: 'ModifyVpnConnection to the gateway that the connection is on is accepted and does nothing.',
    confidence: 'unknown',
    sources: [`Nothing is said about it. ${api('ModifyVpnConnection')}`],
    commands: ['aws ec2 modify-vpn-connection --vpn-connection-id $VPN --vpn-gateway-id $VGW --query VpnConnection.State', GATEWAY_AND_STATE],
    reading: 'An error code is the answer. Accepted, and `modifying` in the second command within two minutes: `provisions-again`.',
  },
  modifyOutcome: {
    assumed: 'A modification that was accepted takes effect.',
    confidence: 'documented',
    sources: [vpnGuide('modify-vpn-target'), 'That one fails later is documented nowhere.'],
    commands: [MODIFY_TO_VGW, GATEWAY_AND_STATE],
    reading: 'Run the second until the state is `available` again. The new gateway: `takes-effect`. It takes one failure to see the other.',
  },
  modifyWhileNotAvailable: {
    assumed: 'ModifyVpnConnection of a connection that is not available is refused with InvalidVpnConnection.InvalidState.',
    confidence: 'documented',
    sources: [ERROR_CODES, 'Other operations answer IncorrectState in such a state.'],
    commands: [MODIFY_TO_VGW],
    reading: 'Run it while the connection is `pending`. The error code is the answer.',
  },
  modifyToForeignTransitGateway: {
    assumed: 'A connection cannot be moved to a transit gateway that another account shares; the gateway is said not to exist.',
    confidence: 'inferred',
    sources: ['A VPN attachment is made in the account that owns the gateway. Amazon VPC Transit Gateways guide: '
      + 'https://docs.aws.amazon.com/vpc/latest/tgw/transit-gateway-share.html'],
    commands: ['aws ec2 modify-vpn-connection --vpn-connection-id $VPN --transit-gateway-id $SHARED_TGW --query VpnConnection.State'],
    reading: 'The error code is the answer; `$SHARED_TGW` is one that is shared with the account.',
  },
  describeAfterModify: {
    assumed: 'For some seconds after ModifyVpnConnection describes still show the connection available on its old gateway.',
    confidence: 'seen',
    sources: [
      'Describes are eventually consistent. https://docs.aws.amazon.com/ec2/latest/devguide/eventual-consistency.html',
      'Terraform\'s provider waits ten seconds before its first look. https://github.com/hashicorp/terraform-provider-aws',
    ],
    commands: [MODIFY_TO_VGW, GATEWAY_AND_STATE],
    reading: 'Run the second at once, in the same line of the shell. What it shows is the answer.',
  },
  describeAtEndOfModify: {
    assumed: 'Once a connection was described as modifying, it is not described as available on its old gateway any more.',
    confidence: 'inferred',
    sources: ['Describes are eventually consistent. https://docs.aws.amazon.com/ec2/latest/devguide/eventual-consistency.html'],
    commands: [MODIFY_TO_VGW, GATEWAY_AND_STATE],
    reading: 'Run the second once a second until the connection has been available for half a minute. A line with the old gateway after the first'
      + ' `modifying` is `old-gateway-before-it` or, if one with the new gateway came before it, `old-gateway-after-it`.',
  },
  gatewayAssociationState: {
    assumed: 'Describes carry GatewayAssociationState, and it is `associated` during a move, too.',
    confidence: 'inferred',
    sources: [`The values are documented, not when they are taken. ${api('VpnConnection')}`, `Absent in older ones of the ${CAPTURES}`],
    commands: [MODIFY_TO_VGW, describeConnection('GatewayAssociationState')],
    reading: 'Run the second repeatedly while the connection moves. `null` is `absent`; any other value than `associated` is `transitional`.',
  },
  configurationWhileModifying: {
    assumed: 'A connection that is modifying is described without its CustomerGatewayConfiguration.',
    confidence: 'inferred',
    sources: [`"only if the VPN connection is in the pending or available state". ${api('VpnConnection')}`],
    commands: [MODIFY_TO_VGW, describeConnection('[State,CustomerGatewayConfiguration!=null]')],
    reading: 'Run the second while the state is `modifying`: `true` is `kept`. Do not print the configuration: it holds the keys.',
  },
  tunnelInsideCidrSpelling: {
    assumed: 'TunnelInsideCidr is described as the network\'s address.',
    confidence: 'inferred',
    sources: [`The option is given as a network. ${vpnGuide('VPNTunnels')}`, `169.254.15.193/30, with a host bit, in one of the ${CAPTURES}`],
    commands: [describeConnection('Options.TunnelOptions[].TunnelInsideCidr')],
    reading: 'An address whose last number is no multiple of four has `host-bits`.',
  },
  acceptedRouteCountWhileDown: {
    assumed: 'AcceptedRouteCount of a static connection is the number of its routes, even while its tunnels are down.',
    confidence: 'seen',
    sources: [`One of the ${CAPTURES}`],
    commands: [describeConnection('VgwTelemetry[].[Status,AcceptedRouteCount]'), ROUTES],
    reading: 'With `DOWN`: 0 is `zero`, the number of routes `number-of-routes`.',
  },
  duplicateVpnConnection: {
    assumed: 'A second connection of one customer gateway on one virtual private gateway is refused with InvalidOption.Conflict.',
    confidence: 'documented',
    sources: [ERROR_CODES, `Contradicts: "idempotent … Amazon EC2 doesn't return an error". ${api('CreateVpnConnection')}`],
    commands: [
      'aws ec2 create-vpn-connection --type ipsec.1 --customer-gateway-id $CGW --vpn-gateway-id $VGW --query VpnConnection.VpnConnectionId',
    ],
    reading: 'An error code is the answer. The id of the first is `returns-existing`; another id is `creates-another`, which costs until deleted.',
  },
  preSharedKeyOfCertificateConnection: {
    assumed: 'The configuration of a connection whose device has a certificate has no element for a pre-shared key.',
    confidence: 'inferred',
    sources: [`Nothing is said about it. ${vpnGuide('vpn-tunnel-authentication-options')}`],
    commands: [`${describeConnection('CustomerGatewayConfiguration')} | grep -c pre_shared_key`],
    reading: 'It prints how many lines have one, and no key: `0` is `absent`, anything else `empty`.',
  },
  sampleConfigurationUnlessAvailable: {
    assumed: 'There is no sample configuration for a connection that is not available: IncorrectState.',
    confidence: 'unknown',
    sources: [`Nothing is said about it. ${api('GetVpnConnectionDeviceSampleConfiguration')}`],
    commands: [
      'aws ec2 get-vpn-connection-device-sample-configuration --vpn-connection-id $VPN --vpn-connection-device-type-id 5fb390ba'
        + " --query 'length(VpnConnectionDeviceSampleConfiguration)'",
    ],
    reading: 'While the connection is modified. The error code is the answer; a number is `answered`. The query prints no key.',
  },
} as const satisfies Record<string, Entry>;
