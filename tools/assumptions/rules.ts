/**
 * What the product takes for certain: rules without a switch, because AWS documents them or tests of others have seen them at AWS.
 * Without any of them a move would be planned otherwise.
 */
import { api, describeConnection, Entry, ERROR_CODES, transitGatewayGuide, vpnGuide } from './assumption';

const TERRAFORM = 'Terraform\'s provider, acceptance tests run at AWS: https://github.com/hashicorp/terraform-provider-aws';
const MODIFY_TO_TGW = 'aws ec2 modify-vpn-connection --vpn-connection-id $VPN --transit-gateway-id $TGW --query VpnConnection.State';
const MODIFY_TO_VGW = 'aws ec2 modify-vpn-connection --vpn-connection-id $VPN --vpn-gateway-id $OTHER_VGW --query VpnConnection.State';
const ATTACHMENTS = 'aws ec2 describe-transit-gateway-attachments --filters Name=resource-id,Values=$VPN Name=resource-type,Values=vpn '
  + '--query \'TransitGatewayAttachments[].[TransitGatewayAttachmentId,TransitGatewayId,State]\'';

export const RULES = {
  connectionKeepsItsIdentity: {
    assumed: 'A move leaves a connection its id, outside addresses, inside blocks, pre-shared keys and tunnel options.',
    confidence: 'documented',
    sources: [`Addresses on the AWS side and tunnel options stay. ${api('ModifyVpnConnection')}`, vpnGuide('endpoint-replacements'), TERRAFORM],
    commands: [describeConnection('Options.TunnelOptions[].[OutsideIpAddress,TunnelInsideCidr]'), describeConnection('Options') + ' | sha256sum'],
    reading: 'Before and after a move: the same addresses, and the same sum, in which the keys are.',
  },
  modifyAnswersModifying: {
    assumed: 'A connection that is being moved is in state `modifying`, which is among none of the documented states.',
    confidence: 'seen',
    sources: ['The example of https://docs.aws.amazon.com/cli/latest/reference/ec2/modify-vpn-connection.html'],
    commands: [MODIFY_TO_VGW],
    reading: '`"modifying"`.',
  },
  vpnGatewayNeedsNoVpc: {
    assumed: 'A connection can be moved to a virtual private gateway that is attached to no VPC.',
    confidence: 'seen',
    sources: [TERRAFORM],
    commands: [MODIFY_TO_VGW],
    reading: 'No error, with a gateway that is not attached.',
  },
  staticRoutesOnlyOnVpnGateways: {
    assumed: 'A connection has static routes of its own only on a virtual private gateway.',
    confidence: 'documented',
    sources: [vpnGuide('vpn-edit-static-routes'), api('CreateVpnConnectionRoute')],
    commands: ['aws ec2 create-vpn-connection-route --vpn-connection-id $VPN --destination-cidr-block 10.99.0.0/16'],
    reading: 'Of a connection on a transit gateway: refused, whatever the code.',
  },
  attachmentOnlyAfterModify: {
    assumed: 'A connection on a virtual private gateway has no transit gateway attachment, and gets one by the move, of another id each time.',
    confidence: 'documented',
    sources: [transitGatewayGuide('tgw-vpn-attachments'), TERRAFORM],
    commands: [ATTACHMENTS, MODIFY_TO_TGW, ATTACHMENTS],
    reading: 'Nothing before; after a move to yet another transit gateway an id that was not there.',
  },
  oneAttachmentPerConnection: {
    assumed: 'A connection has one attachment that is not deleted, on the transit gateway that it is on.',
    confidence: 'inferred',
    sources: [`An attachment names one connection, a connection one gateway. ${api('TransitGatewayAttachment')}`],
    commands: [ATTACHMENTS],
    reading: 'One row that is not `deleting` or `deleted`.',
  },
  oldAttachmentIsDeleted: {
    assumed: 'The attachment on a transit gateway that the connection has left is deleted by the move.',
    confidence: 'seen',
    sources: ['describe outputs that users published, in the test resources of https://github.com/batfish/batfish', TERRAFORM],
    commands: [ATTACHMENTS],
    reading: 'After a move away: the old row is `deleted`, or no longer there.',
  },
  staticAttachmentPropagatesNothing: {
    assumed: 'The attachment of a connection with static routes brings no routes into the tables it propagates to.',
    confidence: 'documented',
    sources: [`They are added to the transit gateway's route table. ${vpnGuide('modify-vpn-target')}`],
    commands: ['aws ec2 search-transit-gateway-routes --transit-gateway-route-table-id $TABLE --filters Name=type,Values=propagated'],
    reading: 'No route, although the attachment propagates to the table.',
  },
  newAttachmentGetsDefaultTables: {
    assumed: 'A new attachment is associated with, and propagates to, the default tables of a transit gateway that has them.',
    confidence: 'documented',
    sources: [api('TransitGatewayRequestOptions'), 'moto, tests verified at AWS: https://github.com/getmoto/moto'],
    commands: [ATTACHMENTS.replace('State]', 'Association.TransitGatewayRouteTableId]')],
    reading: 'The default association table\'s id.',
  },
  oneVpnGatewayPerVpc: {
    assumed: 'A VPC that has a virtual private gateway attached takes no second one.',
    confidence: 'documented',
    sources: [`InvalidVpcState. ${ERROR_CODES}`, api('AttachVpnGateway')],
    commands: ['aws ec2 attach-vpn-gateway --vpn-gateway-id $OTHER_VGW --vpc-id $VPC'],
    reading: 'InvalidVpcState.',
  },
  transitGatewayRouteNeedsAttachedVpc: {
    assumed: 'A VPC route to a transit gateway without an attachment in that VPC is refused.',
    confidence: 'seen',
    sources: ['As InvalidTransitGatewayID.NotFound: https://github.com/hashicorp/terraform-provider-aws/issues/9222'],
    commands: ['aws ec2 create-route --route-table-id $ROUTE_TABLE --destination-cidr-block 10.99.0.0/16 --transit-gateway-id $TGW'],
    reading: 'Refused, whatever the code.',
  },
  identicalCustomerGatewayIsReturned: {
    assumed: 'An identical CreateCustomerGateway answers the gateway that is there already.',
    confidence: 'documented',
    sources: [api('CreateCustomerGateway')],
    commands: ['aws ec2 create-customer-gateway --type ipsec.1 --ip-address $ADDRESS --bgp-asn 65000 --device-name $NAME --query CustomerGateway.CustomerGatewayId'],
    reading: 'Run twice, the same id.',
  },
  gatewayInUseStays: {
    assumed: 'A customer gateway that a connection uses cannot be deleted.',
    confidence: 'documented',
    sources: [vpnGuide('change-vpn-cgw'), `DependencyViolation or IncorrectState. ${ERROR_CODES}`],
    commands: ['aws ec2 delete-customer-gateway --customer-gateway-id $CGW'],
    reading: 'Refused, whatever the code.',
  },
  dryRunTellsPermission: {
    assumed: 'A dry ModifyVpnConnection changes nothing, and answers DryRunOperation to who may do it.',
    confidence: 'documented',
    sources: [api('ModifyVpnConnection'), ERROR_CODES],
    commands: ['aws ec2 modify-vpn-connection --vpn-connection-id $VPN --vpn-gateway-id $OTHER_VGW --dry-run'],
    reading: 'DryRunOperation. Whether it also looks at anything but the permission is not known, and not relied on.',
  },
} as const satisfies Record<string, Entry>;

export type RuleName = keyof typeof RULES;
