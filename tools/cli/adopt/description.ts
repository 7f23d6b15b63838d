/** One connection of an estate as code that declares it: all that was described of it, and by name what cannot be said. */
import type { Tag, VpnConnection } from '@aws-sdk/client-ec2';
import { call, Code, Expression, list, literal, Members, Statement, struct } from './code';
import { deviceOf } from './described-device';
import { DescribedProperties, optionsOf, tunnelOf } from './described-options';
import { DescribedTarget, targetOf } from './described-target';
import { ExistingResource } from './existing-routes';
import { logicalIdOf, ResourceMapping } from './resource-mapping';
import { stackIdOf } from '../../../lambda/aws/ec2/reading';
import { connectionIdOf, createOnlyAmong, digestOfValues } from '../../../src/connection/private/create-only-id';
import { CONNECTION_TAG } from '../../../src/contract/target-declaration';
import { Estate } from '../estate/estate';
import { UNKNOWN_REGION } from '../estate/reading-saved';
import { CommandFailure, EXIT } from '../terminal/command-failure';

export interface ConnectionDescription {
  readonly vpnConnectionId: string;
  readonly region: string;
  /** Without comments at the top. */
  readonly code: Code;
  /** Of the connection, and of what is imported with it. */
  readonly mapping: ResourceMapping;
  /** Of what leads to its attachment, which is imported when the stack has looked that up; empty where nothing is. */
  readonly mappingOnAttachment: ResourceMapping;
  /** What is there and is not in the code. */
  readonly untranslated: readonly string[];
}

/** @throws {CommandFailure} for a connection that the library could not declare as it is */
export function describe(estate: Estate, connection: VpnConnection, isDeviceDeclared: boolean): ConnectionDescription {
  const id = connection.VpnConnectionId!;
  const target = targetOf(estate, connection);
  const device = deviceOf(estate, connection, isDeviceDeclared);
  refuse(id, [...unsuitable(connection), ...target.missing, ...device.missing], isDeviceDeclared);
  const options = optionsOf(connection);
  const { logs, tunnels } = tunnelsOf(connection);
  const tags = tagsOf(connection.Tags, 'connection', 'AWS::EC2::VPNConnection');
  const deviceTags = isDeviceDeclared ? tagsOf(device.device?.Tags, 'customerGateway', 'AWS::EC2::CustomerGateway') : NO_TAGS;
  return {
    vpnConnectionId: id,
    region: estate.region,
    code: {
      stack: stackNameOf(connection),
      ...environmentOf(estate),
      head: [],
      statements: [
        ...device.statements, ...deviceTags.statements, ...target.statements, ...logs,
        {
          ...tags.statements.length + target.after.length === 0 ? {} : { variable: 'connection' },
          comment: [...COMMENT, ...target.comment],
          value: siteToSiteVpn(target, [...options.members, ...tunnels.members]),
        },
        ...tags.statements, ...target.after,
      ],
    },
    mapping: mappingOf(connection, target, options, isDeviceDeclared),
    mappingOnAttachment: mapped(target.importedOnAttachment),
    untranslated: [
      ...gapsOf(estate, connection), ...options.untranslated, ...tunnels.untranslated, ...target.untranslated, ...tags.left,
      ...deviceTags.left,
    ],
  };
}

function siteToSiteVpn({ target, routing, members: furtherMembers }: DescribedTarget, options: Members): Expression {
  const members: Members = [
    ['customerGateway', { kind: 'variable', name: 'customerGateway' }],
    ['target', target],
    ['routing', routing],
    ...options,
    ...furtherMembers,
    ['removalPolicy', { kind: 'member', of: 'RemovalPolicy', member: 'RETAIN' }],
  ];
  return { kind: 'construct', type: 'SiteToSiteVpn', id: 'Connection', props: struct('SiteToSiteVpnProps', members) };
}

function mappingOf(
  connection: VpnConnection, { imported, createOnly }: DescribedTarget, { values }: DescribedProperties, isDeviceDeclared: boolean,
): ResourceMapping {
  const digest = digestOfValues(createOnlyAmong({ ...createOnly, ...values }));
  return {
    [logicalIdOf(['Connection', connectionIdOf(digest)])]: { VpnConnectionId: connection.VpnConnectionId! },
    ...isDeviceDeclared ? { [logicalIdOf(['Device', 'Resource'])]: { CustomerGatewayId: connection.CustomerGatewayId! } } : {},
    ...mapped(imported),
  };
}

function mapped(resources: readonly ExistingResource[]): ResourceMapping {
  return Object.fromEntries(resources.map(({ path, identifier }) => [logicalIdOf(path), identifier]));
}

/** What was not read cannot be told from what is not there. */
function gapsOf({ gaps, transitGatewayRouteTables: tables }: Estate, { TransitGatewayId: transitGatewayId }: VpnConnection): string[] {
  const concerning = ['describe-customer-gateways', 'describe-route-tables', ...transitGatewayId ? [
    'describe-transit-gateways', 'describe-transit-gateway-attachments', 'describe-transit-gateway-route-tables',
  ] : ['describe-vpn-gateways']];
  const own = tables.filter((table) => table.TransitGatewayId === transitGatewayId).map((table) => table.TransitGatewayRouteTableId!);
  return gaps
    .filter(({ described }) => concerning.includes(described) || own.some((id) => described.endsWith(` of ${id}`)))
    .map(({ described, why }) => `what ${described} tells (${why})`);
}

const COMMENT = ['No pre-shared key is named: the keys stay with the Site-to-Site VPN service, and with the device.'];

const NO_TAGS: { readonly statements: readonly Statement[]; readonly left: readonly string[] } = { statements: [], left: [] };

function refuse(id: string, reasons: readonly string[], isDeviceDeclared: boolean): void {
  if (reasons.length === 0) return;
  throw new CommandFailure(EXIT.FOUND, `${id} cannot be declared as it is: ${reasons.join('; ')}`, isDeviceDeclared && reasons.every((each) => each.startsWith('customer gateway'))
    ? 'Leave --with-customer-gateway out: the connection takes the customer gateway as it is.'
    : 'Read it with everything that belongs to it, or mend what is named, and try again.');
}

function unsuitable(connection: VpnConnection): string[] {
  const { Category: category = 'VPN', State: state, Tags: tags } = connection;
  const stack = stackIdOf(tags);
  return [
    ...category === 'VPN' ? [] : [`it is of category ${category}`],
    ...['available', 'pending', 'modifying'].includes(String(state)) ? [] : [`it is ${state}`],
    ...stack === undefined ? [] : [`it is a resource of stack ${stack} already, from which \`cdk orphan\` takes it`],
  ];
}

/** Both, in the order in which EC2 describes them, where anything is said of either. */
function tunnelsOf({ Options: options }: VpnConnection) {
  const arns: string[] = [];
  const group = (arn: string): Expression => {
    if (!arns.includes(arn)) arns.push(arn);
    return { kind: 'variable', name: `log${arns.indexOf(arn) + 1}` };
  };
  const described = options?.TunnelOptions ?? [];
  const all = described.map((tunnel, index) => tunnelOf(tunnel, `tunnel ${tunnel.OutsideIpAddress ?? index + 1}`, group));
  const items = all.map(({ members }) => struct('TunnelOptions', members));
  const logs: Statement[] = arns.map((arn, index) => ({
    variable: `log${index + 1}`,
    value: call('logs.LogGroup', 'fromLogGroupArn', { kind: 'scope' }, literal(`Log${index + 1}`), literal(arn)),
  }));
  const members: Members = items.some((item) => item.members.length > 0) ? [['tunnels', { kind: 'list', items }]] : [];
  return { logs, tunnels: { members, untranslated: all.flatMap(({ untranslated }) => untranslated) } };
}

/** On the one resource alone: a tag of a construct would be put on everything in it. */
function tagsOf(tags: readonly Tag[] = [], variable: string, type: string): typeof NO_TAGS {
  const own = tags.filter(({ Key: key = '' }) => !key.startsWith('aws:') && key !== CONNECTION_TAG);
  const reserved = tags.filter(({ Key: key = '' }) => key.startsWith('aws:')).map(({ Key: key }) => JSON.stringify(key));
  return {
    statements: own.map(({ Key: key = '', Value: value = '' }) => ({
      value: call(`Tags.of(${variable})`, 'add', literal(key), literal(value), struct('TagProps', [['includeResourceTypes', list([type])]])),
    })),
    left: reserved.length === 0 ? [] : [`tags that only AWS may set, ${reserved.join(', ')}`],
  };
}

function stackNameOf({ VpnConnectionId: id = '', Tags: tags = [] }: VpnConnection): string {
  const name = tags.find((tag) => tag.Key === 'Name')?.Value ?? '';
  const words = name.split(/[^A-Za-z0-9]+/).filter(Boolean).map((word) => `${word[0].toUpperCase()}${word.slice(1)}`).join('');
  return `Vpn${words === '' ? id.replace(/^vpn-/, '').replace(/[^A-Za-z0-9]/g, '') : words.slice(0, 60)}`;
}

function environmentOf({ accountId, region }: Estate): Pick<Code, 'env'> {
  if (region === UNKNOWN_REGION) return {};
  return { env: [...accountId === undefined ? [] : [['account', literal(accountId)] as const], ['region', literal(region)]] };
}
