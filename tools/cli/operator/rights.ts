/** What an operator has to be allowed, by verb: told in the help, and held by a test to the calls that are made. */
import { rightsOf, TRANSIT_GATEWAY_STATEMENTS } from '../../../src/contract/action-rights';

/** `ListTables` and `Scan` where no table is named, `ListStackResources` with `--stack`. */
const FINDING = ['cloudformation:ListStackResources', 'dynamodb:GetItem', 'dynamodb:ListTables', 'dynamodb:Scan'];

const LOOKING = [
  'ec2:DescribeCustomerGateways', 'ec2:DescribeRouteTables', 'ec2:DescribeSubnets', 'ec2:DescribeTransitGatewayAttachments',
  'ec2:DescribeTransitGatewayRouteTables', 'ec2:DescribeTransitGatewayVpcAttachments', 'ec2:DescribeTransitGateways', 'ec2:DescribeVpcs',
  'ec2:DescribeVpnConnections', 'ec2:DescribeVpnGateways', 'ec2:GetTransitGatewayAttachmentPropagations',
  'ec2:GetTransitGatewayPrefixListReferences', 'ec2:SearchTransitGatewayRoutes',
];

const CHANGING = ['cloudwatch:DescribeAlarms', ...rightsOf(
  'MoveConnection', 'RemoveAndRestoreStaticRoutes', 'RouteFromVpc', 'PropagateToVpc', 'ExchangeGatewayOfVpc', ...TRANSIT_GATEWAY_STATEMENTS,
)];

/** Writing the record, and telling the event bus of the end: the latter may be missing, and then nobody hears of it. */
const KEEPING = ['dynamodb:PutItem', 'events:PutEvents'];

export type RecordVerb = 'status' | 'hold' | 'forward' | 'back' | 'unlock' | 'evidence';

export const RIGHTS: { readonly [verb in RecordVerb]: readonly string[] } = {
  status: [...FINDING, ...LOOKING],
  hold: [...FINDING, ...LOOKING, ...KEEPING],
  forward: [...FINDING, ...LOOKING, ...CHANGING, ...KEEPING],
  back: [...FINDING, ...LOOKING, ...CHANGING, ...KEEPING],
  unlock: [...FINDING, 'dynamodb:PutItem'],
  evidence: FINDING,
};
