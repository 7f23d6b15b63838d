/** Rights of bounded size: what IAM takes of a role, in a stack with as many moves and connections as anybody has. */
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { account, ids, newMigration, newStack, region, virtualPrivateGateway } from './construct-fixtures';
import {
  RedundantSiteToSiteVpn, SiteToSiteVpn, TargetChange, TargetGateway, VirtualPrivateGatewayReplacement, VpnRouting,
} from '../../src';
import {
  charactersOf as estimatedCharactersOf, INLINE_CHARACTERS_MAX, MANAGED_CHARACTERS_MAX,
} from '../../src/custom-resources/private/growing-policy';

interface RoleProperties {
  readonly AssumeRolePolicyDocument: object;
  readonly Policies?: readonly { readonly PolicyDocument: object }[];
  readonly ManagedPolicyArns?: readonly unknown[];
}

interface PolicyProperties {
  readonly PolicyDocument: object;
  readonly Roles: readonly { readonly Ref: string }[];
}

/** [IAM user guide, reference_iam-quotas: length of a trust policy, managed policies of a role] */
const TRUST_POLICY_CHARACTERS_MAX = 2048;
const MANAGED_POLICIES_MAX = 10;
const DESCRIPTION_CHARACTERS_MAX = 1000;

const tableId = (number: number) => `rtb-0a1b2c3d4e5f${String(number).padStart(5, '0')}`;
const connectionId = (number: number) => `vpn-0a1b2c3d4e5f${String(number).padStart(5, '0')}`;
const tables = (count: number, first = 0) => Array.from({ length: count }, (_, index) => ({ routeTableId: tableId(first + index) }));

/** As long as CloudFormation's values are, whatever they are. */
function valued(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(valued);
  if (typeof value !== 'object' || value === null) return value;
  const { 'Fn::Join': join, Ref: ref, 'Fn::GetAtt': attribute } = value as { 'Fn::Join'?: [string, unknown[]]; 'Ref'?: string; 'Fn::GetAtt'?: unknown };
  if (join !== undefined) return join[1].map(valued).map(String).join(join[0]);
  if (attribute !== undefined) return `arn:aws-us-gov:dynamodb:us-gov-west-1:${account}:table/${'x'.repeat(90)}`;
  if (ref === undefined) return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, valued(each)]));
  const pseudo: Record<string, string> = {
    'AWS::Partition': 'aws-us-gov',
    'AWS::StackId': `arn:aws-us-gov:cloudformation:${region}:${account}:stack/Stack/01234567-89ab-cdef-0123-456789abcdef`,
  };
  return pseudo[ref] ?? 'tgw-rtb-0123456789abcdef0';
}

const charactersOf = (document: object) => JSON.stringify(valued(document)).replace(/\s/g, '').length;

/** Whatever IAM would refuse. */
function excessOf(stack: Stack): string[] {
  const template = Template.fromStack(stack);
  const policies = Object.values(template.findResources('AWS::IAM::Policy')).map(({ Properties }) => Properties as PolicyProperties);
  const shared = Object.entries(template.findResources('AWS::IAM::ManagedPolicy')).filter(([, { Properties }]) =>
    charactersOf((Properties as PolicyProperties).PolicyDocument) > MANAGED_CHARACTERS_MAX);
  return shared.map(([id]) => `${id}: managed policy`).concat(excessOfRoles(template, policies));
}

function excessOfRoles(template: Template, policies: readonly PolicyProperties[]): string[] {
  return Object.entries(template.findResources('AWS::IAM::Role')).flatMap(([id, { Properties }]) => {
    const { AssumeRolePolicyDocument: trust, Policies = [], ManagedPolicyArns: managed = [], Description: description = '' } = Properties as RoleProperties & { Description?: string };
    const documents = [
      ...Policies.map(({ PolicyDocument }) => PolicyDocument),
      ...policies.filter(({ Roles }) => Roles.some(({ Ref }) => Ref === id)).map(({ PolicyDocument }) => PolicyDocument),
    ];
    const sids = documents.flatMap((document) => (document as { Statement: { Sid?: string }[] }).Statement.flatMap(({ Sid }) => Sid ?? []));
    return [
      ...documents.reduce((sum, each) => sum + charactersOf(each), 0) > INLINE_CHARACTERS_MAX ? [`${id}: inline policies`] : [],
      ...charactersOf(trust) > TRUST_POLICY_CHARACTERS_MAX ? [`${id}: trust policy`] : [],
      ...managed.length > MANAGED_POLICIES_MAX ? [`${id}: managed policies`] : [],
      ...description.length > DESCRIPTION_CHARACTERS_MAX ? [`${id}: description`] : [],
      ...new Set(sids).size < sids.length ? [`${id}: a Sid twice`] : [],
    ];
  });
}

function resourcesOf(stack: Stack): number {
  return Object.keys(Template.fromStack(stack).toJSON().Resources as object).length;
}

const KINDS: readonly [string, number, (stack: Stack, number: number) => unknown][] = [
  ['moves with 12 VPC tables of their own each', 50, (stack, number) => newMigration(stack, {
    vpnConnection: SiteToSiteVpn.fromVpnConnectionId(stack, `Vpn${number}`, connectionId(number)), vpcRouteTables: tables(12, 12 * number),
  }, `Move${number}`)],
  ['connections with static routes', 50, (stack, number) => new SiteToSiteVpn(stack, `Site${number}`, {
    target: virtualPrivateGateway(), routing: VpnRouting.staticRoutes([`10.${number}.0.0/16`]), ip: `198.51.100.${number + 1}`, targetChange: TargetChange.withRoutes(),
  })],
  ['connections with BGP', 50, (stack, number) => new SiteToSiteVpn(stack, `Site${number}`, {
    target: TargetGateway.transitGateway(ids.tgw, { associationRouteTableId: ids.association, propagationRouteTableIds: [ids.spokes] }),
    routing: VpnRouting.bgp(), ip: `198.51.100.${number + 1}`, targetChange: TargetChange.withRoutes({ vpcRouteTables: tables(12, 12 * number) }),
  })],
  ['pairs', 25, (stack, number) => new RedundantSiteToSiteVpn(stack, `Site${number}`, {
    target: virtualPrivateGateway(), routing: VpnRouting.bgp(), first: { ip: `198.51.100.${number + 1}` }, second: { ip: `203.0.113.${number + 1}` },
    targetChange: TargetChange.withRoutes(),
  })],
  ['exchanges of a gateway', 20, (stack, number) => new VirtualPrivateGatewayReplacement(stack, `Exchange${number}`, {
    from: virtualPrivateGateway(), to: TargetGateway.virtualPrivateGateway(ids.otherVgw, { vpcId: `vpc-0a1b2c3d4e5f${10_000 + number}` }), vpcRouteTables: tables(12, 12 * number),
    connections: [{
      from: SiteToSiteVpn.fromVpnConnectionId(stack, `From${number}`, connectionId(2 * number)),
      to: SiteToSiteVpn.fromVpnConnectionId(stack, `To${number}`, connectionId(2 * number + 1)),
    }],
  })],
];

test.each(KINDS)('%s: %i of them in a stack are within all that IAM takes', (_, count, make) => {
  const stack = newStack();
  for (let number = 0; number < count; number += 1) make(stack, number);

  expect(excessOf(stack)).toEqual([]);
}, 60_000);

test('a further move brings two resources, its role and itself', () => {
  const [one, two] = [1, 2].map((count) => {
    const stack = newStack();
    for (let number = 0; number < count; number += 1) KINDS[0][2](stack, number);
    return resourcesOf(stack);
  });

  expect(two - one).toBe(2);
});

test.each<[string, (stack: Stack, count: number) => unknown]>([
  ['Stack/Migration', (stack, count) => newMigration(stack, { vpcRouteTables: tables(count) })],
  ['Stack/Vpn', (stack, count) => new SiteToSiteVpn(stack, 'Vpn', {
    target: virtualPrivateGateway(), routing: VpnRouting.bgp(), ip: '198.51.100.1', targetChange: TargetChange.withRoutes({ vpcRouteTables: tables(count) }),
  })],
])('%s with more VPC tables than its role has room for is refused, and as many as are said to fit do', (name, make) => {
  const failure = thrownBy(() => make(newStack(), 300));

  expect(failure).toMatch(new RegExp(`^${name}: the rights of its role come to \\d+ characters, and IAM takes 10240 in the inline policies of a role;`
    + ' name fewer route tables: of the 300 in `vpcRouteTables` about \\d+ fit$'));
  const fitting = Number(/about (\d+) fit/.exec(failure)![1]);
  expect(fitting).toBeGreaterThan(50);
  const stack = newStack();
  make(stack, fitting);
  expect(excessOf(stack)).toEqual([]);
  expect(() => make(newStack(), fitting + 1)).toThrow('the rights of');
});

describe('the size of what is not known yet', () => {
  const sizeIn = (stack: Stack, resource: string) => estimatedCharactersOf(stack, new iam.PolicyDocument({
    statements: [new iam.PolicyStatement({ actions: ['ec2:CreateRoute'], resources: [resource] })],
  }));
  const arnIn = (stack: Stack, id: string) => stack.formatArn({ service: 'ec2', resource: 'route-table', resourceName: id });

  test('is never less than that of any partition, Region and account', () => {
    const agnostic = new Stack(new App(), 'Agnostic');
    const known = ['eu-central-1', 'us-gov-west-1', 'us-isob-east-1', 'us-isof-south-1', 'ap-southeast-7'].map((each) =>
      new Stack(new App(), 'Known', { env: { account, region: each } }));

    const estimate = sizeIn(agnostic, arnIn(agnostic, tableId(1)));
    for (const stack of known) expect(estimate).toBeGreaterThanOrEqual(sizeIn(stack, `arn:${stack.partition}:ec2:${stack.region}:${account}:route-table/${tableId(1)}`));
  });

  test('is that of an id, or of a whole stack\'s', () => {
    const stack = new Stack(new App(), 'Network', { env: { account, region } });
    const parameter = new CfnParameter(stack, 'Table');

    expect(sizeIn(stack, arnIn(stack, parameter.valueAsString))).toBeGreaterThanOrEqual(sizeIn(stack, arnIn(stack, tableId(1))));
    expect(sizeIn(stack, stack.stackId)).toBeGreaterThanOrEqual(sizeIn(stack, `arn:aws-us-gov:cloudformation:${region}:${account}:stack/Network/01234567-89ab-cdef-0123-456789abcdef`));
  });
});

test('where roles are made by others, every statement is reported', () => {
  const app = new App();
  iam.Role.customizeRoles(app, { preventSynthesis: true });
  const stack = new Stack(app, 'Stack', { env: { account, region } });
  newMigration(stack);
  new SiteToSiteVpn(stack, 'Edited', { target: virtualPrivateGateway(), routing: VpnRouting.staticRoutes(['10.1.0.0/16']), ip: '198.51.100.1', targetChange: TargetChange.withRoutes() });

  const report = readFileSync(path.join(app.synth().directory, 'iam-policy-report.json'), 'utf8');
  const roles = Template.fromStack(stack).findResources('AWS::IAM::Role');
  expect(roles).toEqual({});
  const declared = ['ReadNetwork', 'MoveConnection', 'RouteToConnection', 'Associate', 'KeepRecords', 'AnnouncePhases', 'KeepStaticRoutes', 'ReadResourceType', 'sts:AssumeRole'];
  expect(declared.filter((each) => !report.includes(each))).toEqual([]);
});

function thrownBy(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('nothing was thrown');
}
