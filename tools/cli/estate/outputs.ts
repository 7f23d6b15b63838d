/** Which of EC2's answers an estate is made of, in the words of the AWS CLI: its commands, and the top-level member of what each prints. */
import type {
  CustomerGateway, RouteTable, Subnet, TransitGateway, TransitGatewayAttachment, TransitGatewayPrefixListReference, TransitGatewayRoute,
  TransitGatewayRouteTable, TransitGatewayRouteTablePropagation, TransitGatewayVpcAttachment, Vpc, VpnConnection, VpnGateway,
} from '@aws-sdk/client-ec2';

/** What one describe lists: the estate's member by that name is a list of these. */
export interface Lists {
  vpnConnections: VpnConnection;
  customerGateways: CustomerGateway;
  vpnGateways: VpnGateway;
  transitGateways: TransitGateway;
  transitGatewayAttachments: TransitGatewayAttachment;
  transitGatewayVpcAttachments: TransitGatewayVpcAttachment;
  transitGatewayRouteTables: TransitGatewayRouteTable;
  routeTables: RouteTable;
  vpcs: Vpc;
  subnets: Subnet;
}

/** What is asked of each transit gateway route table: the estate's member by that name is a map of lists of these. */
export interface ListsOfTables {
  transitGatewayRoutes: TransitGatewayRoute;
  transitGatewayPropagations: TransitGatewayRouteTablePropagation;
  prefixListReferences: TransitGatewayPrefixListReference;
}

export interface Output {
  /** Of the AWS CLI's `aws ec2`. */
  readonly command: string;
  /** The top-level member of what that prints, which is the answer's own. */
  readonly member: string;
  /** The answer's member that tells that there is more than it holds. */
  readonly more: 'NextToken' | 'AdditionalRoutesAvailable';
}

export interface ListOutput<Name extends keyof Lists = keyof Lists> extends Output {
  /** The member that tells its elements apart. */
  readonly id: keyof Lists[Name] & string;
}

export const LIST_OUTPUTS: { readonly [Name in keyof Lists]: ListOutput<Name> } = {
  vpnConnections: described('VpnConnections', 'describe-vpn-connections', 'VpnConnectionId'),
  customerGateways: described('CustomerGateways', 'describe-customer-gateways', 'CustomerGatewayId'),
  vpnGateways: described('VpnGateways', 'describe-vpn-gateways', 'VpnGatewayId'),
  transitGateways: described('TransitGateways', 'describe-transit-gateways', 'TransitGatewayId'),
  transitGatewayAttachments: described('TransitGatewayAttachments', 'describe-transit-gateway-attachments', 'TransitGatewayAttachmentId'),
  transitGatewayVpcAttachments: described(
    'TransitGatewayVpcAttachments', 'describe-transit-gateway-vpc-attachments', 'TransitGatewayAttachmentId',
  ),
  transitGatewayRouteTables: described('TransitGatewayRouteTables', 'describe-transit-gateway-route-tables', 'TransitGatewayRouteTableId'),
  routeTables: described('RouteTables', 'describe-route-tables', 'RouteTableId'),
  vpcs: described('Vpcs', 'describe-vpcs', 'VpcId'),
  subnets: described('Subnets', 'describe-subnets', 'SubnetId'),
};

export const TABLE_OUTPUTS: Readonly<Record<keyof ListsOfTables, Output>> = {
  transitGatewayRoutes: { member: 'Routes', command: 'search-transit-gateway-routes', more: 'AdditionalRoutesAvailable' },
  transitGatewayPropagations: {
    member: 'TransitGatewayRouteTablePropagations', command: 'get-transit-gateway-route-table-propagations', more: 'NextToken',
  },
  prefixListReferences: {
    member: 'TransitGatewayPrefixListReferences', command: 'get-transit-gateway-prefix-list-references', more: 'NextToken',
  },
};

export const LIST_NAMES = Object.keys(LIST_OUTPUTS) as (keyof Lists)[];
export const TABLE_LIST_NAMES = Object.keys(TABLE_OUTPUTS) as (keyof ListsOfTables)[];

/** The permission that a command of the AWS CLI needs: EC2's commands are its actions, spelt otherwise. */
export function actionOf({ command }: Output): string {
  return `ec2:${command.split('-').map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`).join('')}`;
}

/** How a gap names the output that is missing. */
export function describedAs({ command }: Output, routeTableId?: string): string {
  return routeTableId === undefined ? command : `${command} of ${routeTableId}`;
}

/** The commands that save, by hand, what an estate is made of. */
export function savingCommands(): string[] {
  const table = '--transit-gateway-route-table-id tgw-rtb-…';
  return [
    ...LIST_NAMES.map((name) => `aws ec2 ${LIST_OUTPUTS[name].command} --output json > ${fileNameOf(LIST_OUTPUTS[name])}`),
    ...TABLE_LIST_NAMES.map((name) => {
      const filters = name === 'transitGatewayRoutes' ? ' --filters Name=type,Values=static,propagated' : '';
      return `aws ec2 ${TABLE_OUTPUTS[name].command} ${table}${filters} --output json > ${fileNameOf(TABLE_OUTPUTS[name], 'tgw-rtb-…')}`;
    }),
  ];
}

/** Under which an output is saved: any name is read, but where the answer does not name its table, the file's name has to. */
export function fileNameOf({ command }: Output, routeTableId?: string): string {
  const subject = command.replace(/^(describe|search|get)-/, '');
  return routeTableId === undefined ? `${subject}.json` : `${subject}-${routeTableId}.json`;
}

function described<Id extends string>(member: string, command: string, id: Id) {
  return { member, command, id, more: 'NextToken' as const };
}
