/** What is assumed of EC2's gateways, attachments and route tables, for each switch of the embedded EC2 that is about them. */
import { api, describeConnection, Entry, ERROR_CODES, transitGatewayGuide, vpnGuide } from './assumption';

const TERRAFORM = 'https://github.com/hashicorp/terraform-provider-aws';
const MODIFY_TO_TGW = 'aws ec2 modify-vpn-connection --vpn-connection-id $VPN --transit-gateway-id $TGW --query VpnConnection.State';
const MODIFY_TO_OTHER_TGW = 'aws ec2 modify-vpn-connection --vpn-connection-id $VPN --transit-gateway-id $OTHER_TGW --query VpnConnection.State';
const ATTACHMENTS = 'aws ec2 describe-transit-gateway-attachments --filters Name=resource-id,Values=$VPN '
  + '--query \'TransitGatewayAttachments[].[TransitGatewayAttachmentId,State,Association]\'';
const SEARCH = 'aws ec2 search-transit-gateway-routes --transit-gateway-route-table-id $TABLE --filters Name=type,Values=static';
const CREATE_ROUTE = 'aws ec2 create-transit-gateway-route --transit-gateway-route-table-id $TABLE '
  + '--transit-gateway-attachment-id $ATTACHMENT --destination-cidr-block 10.99.0.0/16';
const CREATE_REFERENCE = 'aws ec2 create-transit-gateway-prefix-list-reference --transit-gateway-route-table-id $TABLE '
  + '--transit-gateway-attachment-id $ATTACHMENT --prefix-list-id $PREFIX_LIST';
const PROPAGATING = 'aws ec2 describe-route-tables --route-table-ids $ROUTE_TABLE --query \'RouteTables[0].PropagatingVgws\'';

export const GATEWAY_ENTRIES = {
  propagationOnRouteDeletion: {
    assumed: 'What a virtual private gateway propagated of a static route leaves the VPC\'s tables when the deletion of that route begins.',
    confidence: 'unknown',
    sources: [`The gateway forwards only to what it knows; of the table nothing is said. ${vpnGuide('VPNRoutingTypes')}`],
    commands: [
      'aws ec2 delete-vpn-connection-route --vpn-connection-id $VPN --destination-cidr-block 10.99.0.0/16',
      describeConnection('Routes'),
      'aws ec2 describe-route-tables --route-table-ids $ROUTE_TABLE --query \'RouteTables[0].Routes\'',
    ],
    reading: 'A tunnel must be UP and the gateway propagate to the table. Repeat the last two: gone from the table while the route is still '
      + '`deleting` is `withdrawn-at-once`.',
  },
  attachmentVisibility: {
    assumed: 'The new VPN attachment is listed, pending, from the modification on.',
    confidence: 'unknown',
    sources: [
      'It does not exist before; when it appears is documented nowhere.',
      `Terraform's provider looks for it when the connection is available. ${TERRAFORM}`,
    ],
    commands: [MODIFY_TO_TGW, ATTACHMENTS],
    reading: 'Repeat the second. Listed before the connection is available: `pending-at-once`.',
  },
  defaultTablesOfNewAttachment: {
    assumed: 'A new attachment gets the gateway\'s default association and propagation when it has become available.',
    confidence: 'inferred',
    sources: [`That it gets them is documented, not when. ${transitGatewayGuide('tgw-route-tables')}`],
    commands: [MODIFY_TO_TGW, ATTACHMENTS],
    reading: 'Repeat the second. An association while the attachment is still `pending` is `at-once`.',
  },
  routesOfDeletedAttachment: {
    assumed: 'Static routes to an attachment that was deleted stay as blackholes which still name it.',
    confidence: 'unknown',
    sources: [`Blackholes are documented, not whether they name what is gone. ${api('TransitGatewayRoute')}`],
    commands: [CREATE_ROUTE, MODIFY_TO_OTHER_TGW, SEARCH],
    reading: 'Run the last when the old attachment is `deleted`. No row is `gone`; a row without attachments `blackhole-without-attachment`.',
  },
  routeToPendingAttachment: {
    assumed: 'CreateTransitGatewayRoute to a pending attachment is refused with IncorrectState.',
    confidence: 'inferred',
    sources: [`IncorrectState is documented for what is in transition. ${ERROR_CODES}`],
    commands: [MODIFY_TO_TGW, ATTACHMENTS, CREATE_ROUTE],
    reading: 'Run the last while the attachment is `pending`. The error code is the answer; without one it is `accepted`.',
  },
  routeAttachmentResourceId: {
    assumed: 'SearchTransitGatewayRoutes names the connection of a VPN attachment by its id alone.',
    confidence: 'inferred',
    sources: [api('TransitGatewayRouteAttachment'), 'Remembered otherwise: vpn-…(203.0.113.1), with the tunnel\'s address; without a page.'],
    commands: [`${SEARCH} --query 'Routes[].TransitGatewayAttachments[].ResourceId'`],
    reading: 'An address in parentheses is `vpn-id(address)`.',
  },
  prefixListRouteInSearch: {
    assumed: 'SearchTransitGatewayRoutes shows a referenced prefix list entry by entry, as static routes.',
    confidence: 'inferred',
    sources: [
      `Each entry is a route of the table, says the guide. ${transitGatewayGuide('create-prefix-list-reference')}`,
      `Otherwise: "The route type for a prefix list route is propagated." ${transitGatewayGuide('view-prefix-list-reference')}`,
    ],
    commands: [CREATE_REFERENCE, `${SEARCH},propagated --query 'Routes[].[DestinationCidrBlock,PrefixListId,Type]'`],
    reading: 'A row without a CIDR block is `one-row`; rows of type propagated are `each-entry-propagated`.',
  },
  duplicatePrefixListReference: {
    assumed: 'A second reference to a prefix list in the same table is refused with InvalidParameterValue.',
    confidence: 'unknown',
    sources: [`Names no error. ${api('CreateTransitGatewayPrefixListReference')}`],
    commands: [CREATE_REFERENCE, CREATE_REFERENCE],
    reading: 'The error code of the second is the answer; without one it is `accepted`.',
  },
  prefixListReferenceOfDeletedAttachment: {
    assumed: 'A prefix list reference to an attachment that was deleted stays and names it.',
    confidence: 'unknown',
    sources: [`Says nothing about it. ${api('TransitGatewayPrefixListReference')}`],
    commands: [
      MODIFY_TO_OTHER_TGW,
      'aws ec2 get-transit-gateway-prefix-list-references --transit-gateway-route-table-id $TABLE',
    ],
    reading: 'Run the second when the old attachment is `deleted`. None is `gone`, `"Blackhole": true` without an attachment `blackhole`.',
  },
  vgwPropagationAfterDetach: {
    assumed: 'A virtual private gateway that is detached from its VPC is dropped from the VPC\'s propagation settings.',
    confidence: 'unknown',
    sources: ['Propagation is switched on anew for another gateway; of the old settings nothing is said. Amazon VPC guide: '
      + 'https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html'],
    commands: ['aws ec2 detach-vpn-gateway --vpn-gateway-id $VGW --vpc-id $VPC', PROPAGATING],
    reading: 'Run the second when the gateway is detached. Still in the list: `kept`.',
  },
  detachedVpnGatewayAttachment: {
    assumed: 'A virtual private gateway does not list the VPC from which it was detached.',
    confidence: 'unknown',
    sources: [`The states of an attachment end with \`detached\`; whether and how long it is listed so is not said. ${api('VpcAttachment')}`],
    commands: [
      'aws ec2 detach-vpn-gateway --vpn-gateway-id $VGW --vpc-id $VPC',
      "aws ec2 describe-vpn-gateways --vpn-gateway-ids $VGW --query 'VpnGateways[0].VpcAttachments'",
    ],
    reading: 'Repeat the second for some minutes. An empty list is `absent`; an entry in state `detached` is `detached`.',
  },
  duplicatePropagation: {
    assumed: 'A propagation that is there already is refused with TransitGatewayRouteTablePropagation.Duplicate.',
    confidence: 'seen',
    sources: [
      'Caught by a solution of AWS, source/lambda/solution/tgw_vpc_attachment/lib/exceptions.py: '
        + 'https://github.com/aws-solutions/network-orchestration-for-aws-transit-gateway',
      `Names no error. ${api('EnableTransitGatewayRouteTablePropagation')}`,
    ],
    commands: [
      'aws ec2 enable-transit-gateway-route-table-propagation --transit-gateway-route-table-id $TABLE --transit-gateway-attachment-id $ATTACHMENT',
      'aws ec2 enable-transit-gateway-route-table-propagation --transit-gateway-route-table-id $TABLE --transit-gateway-attachment-id $ATTACHMENT',
    ],
    reading: 'The error code of the second is the answer; without one it is `accepted`.',
  },
  associateWhenAssociated: {
    assumed: 'Associating an attachment that is associated with any table is refused with Resource.AlreadyAssociated.',
    confidence: 'seen',
    sources: [`${TERRAFORM}/issues/16452`],
    commands: [
      'aws ec2 associate-transit-gateway-route-table --transit-gateway-route-table-id $TABLE --transit-gateway-attachment-id $ATTACHMENT',
    ],
    reading: 'The attachment is associated with another table. The error code is the answer.',
  },
  transitGatewayRouteTableNotFound: {
    assumed: 'A transit gateway route table that does not exist is InvalidRouteTableID.NotFound.',
    confidence: 'seen',
    sources: [`The code of VPC route tables, seen for those of transit gateways; both spellings are constants of ${TERRAFORM}`],
    commands: [
      'aws ec2 search-transit-gateway-routes --transit-gateway-route-table-id tgw-rtb-0123456789abcdef0 --filters Name=type,Values=static',
    ],
    reading: 'The error code is the answer: ID or Id.',
  },
  routeToUnattachedVpnGateway: {
    assumed: 'A VPC route to a virtual private gateway that is not attached is refused with Gateway.NotAttached.',
    confidence: 'seen',
    sources: [`Documented for internet gateways. ${ERROR_CODES}`, `A constant of ${TERRAFORM}`],
    commands: ['aws ec2 create-route --route-table-id $ROUTE_TABLE --destination-cidr-block 10.99.0.0/16 --gateway-id $OTHER_VGW'],
    reading: 'The error code is the answer; without one it is `accepted`.',
  },
} as const satisfies Record<string, Entry>;
