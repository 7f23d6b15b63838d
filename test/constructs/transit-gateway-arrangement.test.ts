/** What a stack makes on a transit gateway by a custom resource, and the permissions that each of them brings along. */
import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { CfnParameter, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { account, ids, newStack, region } from './construct-fixtures';
import { SiteToSiteVpn, TargetGateway, TransitGatewayRouteTables, TransitGatewayRouting, VpnRouting } from '../../src';

let stack: Stack;

beforeEach(() => {
  stack = newStack();
});

function newVpn(tables: Partial<TransitGatewayRouteTables>, id = 'Vpn'): SiteToSiteVpn {
  return new SiteToSiteVpn(stack, id, {
    ip: '203.0.113.10',
    routing: VpnRouting.bgp(),
    transitGatewayRouting: TransitGatewayRouting.LEAVE,
    target: TargetGateway.transitGateway(ids.tgw, { associationRouteTableId: ids.association, ...tables }),
  });
}

interface Statement {
  readonly Sid: string;
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: object;
}

const arn = (type: string, id: unknown, owner: string = account) => ({
  'Fn::Join': ['', typeof id === 'string' ? ['arn:', { Ref: 'AWS::Partition' }, `:ec2:${region}:${owner}:${type}/${id}`]
    : ['arn:', { Ref: 'AWS::Partition' }, `:ec2:${region}:${owner}:${type}/`, id]],
});

/** The statements of the policies whose logical id begins so. */
function statementsOf(logicalId: string): Statement[] {
  return Object.entries(Template.fromStack(stack).findResources('AWS::IAM::Policy')).filter(([id]) => id.startsWith(logicalId))
    .flatMap(([, policy]) => policy.Properties.PolicyDocument.Statement as Statement[]);
}

test('a stack without either has no such function', () => {
  newVpn({});

  Template.fromStack(stack).resourceCountIs('AWS::Lambda::Function', 0);
});

test('a reference leads to the looked-up attachment, and may be made for this table, list and attachment only', () => {
  const vpn = newVpn({ prefixListReferences: [{ routeTableId: ids.spokes, prefixListId: ids.prefixList }] });

  const TransitGatewayAttachmentId = stack.resolve(vpn.transitGatewayAttachmentId);
  const template = Template.fromStack(stack);
  template.hasResourceProperties('Custom::TransitGatewayPrefixListReference', {
    TransitGatewayRouteTableId: ids.spokes, PrefixListId: ids.prefixList, TransitGatewayAttachmentId,
  });
  const tableAndList = [arn('transit-gateway-route-table', ids.spokes), arn('prefix-list', ids.prefixList, '*')];
  expect(statementsOf('VpnPrefixList')).toEqual([
    {
      Sid: 'MakeReference',
      Effect: 'Allow',
      Action: ['ec2:CreateTransitGatewayPrefixListReference', 'ec2:ModifyTransitGatewayPrefixListReference'],
      Resource: [...tableAndList, arn('transit-gateway-attachment', TransitGatewayAttachmentId)],
    },
    { Sid: 'DeleteReference', Effect: 'Allow', Action: 'ec2:DeleteTransitGatewayPrefixListReference', Resource: tableAndList },
    {
      Sid: 'ReadReferences',
      Effect: 'Allow',
      Action: 'ec2:GetTransitGatewayPrefixListReferences',
      Resource: '*',
      Condition: { StringEquals: { 'ec2:Region': region } },
    },
  ]);
});

test('one that leads nowhere needs no attachment', () => {
  newVpn({ prefixListReferences: [{ routeTableId: ids.spokes, prefixListId: ids.prefixList, blackhole: true }] });

  const template = Template.fromStack(stack);
  template.resourceCountIs('Custom::TransitGatewayVpnAttachment', 0);
  const [reference] = Object.values(template.findResources('Custom::TransitGatewayPrefixListReference'));
  expect(reference.Properties).toEqual({
    ServiceToken: expect.anything(), TransitGatewayRouteTableId: ids.spokes, PrefixListId: ids.prefixList,
  });
  expect(statementsOf('VpnPrefixList')[0].Resource).toEqual([arn('transit-gateway-route-table', ids.spokes), arn('prefix-list', ids.prefixList, '*')]);
});

test('a tag may be set and removed for its key alone, on whatever attachment', () => {
  const vpn = newVpn({ attachmentTags: { 'Site': 'Berlin', 'cost/center': new CfnParameter(stack, 'Center').valueAsString } });

  const TransitGatewayAttachmentId = stack.resolve(vpn.transitGatewayAttachmentId);
  const tags = Object.values(Template.fromStack(stack).findResources('Custom::TransitGatewayAttachmentTag'));
  expect(tags.map(({ Properties: { ServiceToken: _, ...properties } }) => properties)).toEqual([
    { TransitGatewayAttachmentId, Key: 'Site', Value: 'Berlin' }, { TransitGatewayAttachmentId, Key: 'cost/center', Value: { Ref: 'Center' } },
  ]);
  expect(statementsOf('VpnAttachmentTag')).toEqual(['Site', 'cost/center'].map((key) => ({
    Sid: 'TagAttachment',
    Effect: 'Allow',
    Action: ['ec2:CreateTags', 'ec2:DeleteTags'],
    Resource: arn('transit-gateway-attachment', '*'),
    Condition: { 'ForAllValues:StringEquals': { 'aws:TagKeys': [key] }, 'Null': { 'aws:TagKeys': 'false' } },
  })));
});

test('each resource is removed before its permissions', () => {
  newVpn({ attachmentTags: { Site: 'Berlin' }, prefixListReferences: [{ routeTableId: ids.spokes, prefixListId: ids.prefixList }] });

  const template = Template.fromStack(stack);
  const policies = { 'Custom::TransitGatewayPrefixListReference': ['Policy', 'Reading'], 'Custom::TransitGatewayAttachmentTag': ['Policy'] };
  for (const [type, names] of Object.entries(policies)) {
    const [[logicalId, { DependsOn }]] = Object.entries(template.findResources(type));
    expect(DependsOn).toEqual(names.map((name) => expect.stringMatching(new RegExp(`^${logicalId.slice(0, -8)}${name}`))));
  }
});

test('what is there already may be looked at by the function that names a resource too, and nothing else may', () => {
  newVpn({ attachmentTags: { Site: 'Berlin' }, prefixListReferences: [{ routeTableId: ids.spokes, prefixListId: ids.prefixList }] });

  const rolesOf = (name: string) => Object.entries(Template.fromStack(stack).findResources('AWS::IAM::Policy'))
    .filter(([logicalId]) => logicalId.startsWith(name)).map(([, { Properties: { Roles } }]) => Roles.length);
  expect([rolesOf('VpnPrefixList'), rolesOf('VpnAttachmentTag')]).toEqual([[1, 2], [1]]);
});

test('two connections share one provider, whose own role may write logs and nothing else', () => {
  newVpn({ attachmentTags: { Site: 'Berlin' } }, 'One');
  newVpn({ attachmentTags: { Site: 'Hamburg' } }, 'Two');

  Template.fromStack(stack).resourceCountIs('Custom::TransitGatewayAttachmentTag', 2);
  expect(Object.keys(Template.fromStack(stack).findResources('AWS::StepFunctions::StateMachine'))).toHaveLength(2);
  expect(statementsOf('TransitGatewayArrangementProvider').flatMap(({ Action }) => Action).filter((action) => !/^(logs|lambda|states):/.test(action))).toEqual([]);
});

test('the function may call what its code calls, and nothing else', () => {
  newVpn({ attachmentTags: { Site: 'Berlin' }, prefixListReferences: [{ routeTableId: ids.spokes, prefixListId: ids.prefixList }] });

  const directory = path.join(__dirname, '..', '..', 'lambda', 'transit-gateway-arrangement');
  const called = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
    .flatMap((file) => [...readFileSync(path.join(directory, file), 'utf8').matchAll(/new (\w+)Command\(/g)].map(([, operation]) => operation));
  const allowed = [...statementsOf('VpnPrefixList'), ...statementsOf('VpnAttachmentTag')].flatMap(({ Action }) => Action).map((action) => action.split(':')[1]);
  expect([...new Set(allowed)].sort()).toEqual([...new Set(called)].sort());
});

test.each<[string, Record<string, string>, string]>([
  ['a key of AWS\'s', { 'AWS:x': 'y' }, '`attachmentTags` must have keys of 1 to 128 characters that do not begin with aws:, got "AWS:x"'],
  ['an empty key', { '': 'y' }, '`attachmentTags` must have keys of 1 to 128 characters that do not begin with aws:, got ""'],
  ['a long value', { Site: 'x'.repeat(257) }, '`attachmentTags` must have values of at most 256 characters, got 257 for "Site"'],
  ['too many', Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`Key${index}`, 'x'])), '`attachmentTags` must have at most 50 tags, got 51; remove some'],
])('fails with %s', (_case, attachmentTags, message) => {
  expect(() => newVpn({ attachmentTags })).toThrow(new Error(message));
});
