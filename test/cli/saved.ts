/** Folders of saved outputs, as a person brings them to a ticket; they go when the tests are over. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { DOCUMENTED_EXAMPLES } from '../rehearsal/embedded-ec2/documented-examples';

const made: string[] = [];

afterAll(() => {
  for (const directory of made.splice(0)) rmSync(directory, { recursive: true, force: true });
});

export function emptyFolder(): string {
  const directory = mkdtempSync(path.join(tmpdir(), 'saved-'));
  made.push(directory);
  return directory;
}

/** By file name, which may have folders in front: what is no text is written as the AWS CLI prints it. */
export function folderOf(files: Readonly<Record<string, unknown>>): string {
  const directory = emptyFolder();
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(directory, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content, undefined, 4));
  }
  return directory;
}

/**
 * What the AWS CLI's reference shows for an operation (awscli/examples/ec2), as it prints it: only ids that end in EXAMPLE, and an
 * account of 13 digits, are as real ones are.
 */
export function documented(operation: string, title?: string): Record<string, unknown> {
  const example = DOCUMENTED_EXAMPLES.find((each) => each.operation === operation && (title === undefined || each.title === title));
  if (example === undefined) throw new Error(`there is no documented example of ${operation}`);
  const text = JSON.stringify(example.output).replace(/-([0-9a-f]+)EXAMPLE"/g, (_, digits: string) => `-${digits.padEnd(17, '0')}"`).replace('"1111222233333"', '"111122223333"');
  return JSON.parse(text) as Record<string, unknown>;
}

/** Everything that the reference shows of describes, put together as one saved region. */
export function documentedFiles(): Record<string, unknown> {
  const table = 'tgw-rtb-0ca78a54900000000';
  return {
    'vpn-connections.json': documented('DescribeVpnConnections'),
    'customer-gateways.json': documented('DescribeCustomerGateways'),
    'vpn-gateways.json': documented('DescribeVpnGateways'),
    'transit-gateways.json': documented('DescribeTransitGateways'),
    'transit-gateway-attachments.json': documented('DescribeTransitGatewayAttachments'),
    'transit-gateway-vpc-attachments.json': documented('DescribeTransitGatewayVpcAttachments'),
    'transit-gateway-route-tables.json': documented('DescribeTransitGatewayRouteTables'),
    'route-tables.json': documented('DescribeRouteTables'),
    'vpcs.json': documented('DescribeVpcs'),
    'subnets.json': documented('DescribeSubnets'),
    [`routes of ${table}.json`]: documented('SearchTransitGatewayRoutes'),
    [`${table} propagations.json`]: documented('GetTransitGatewayRouteTablePropagations'),
  };
}
