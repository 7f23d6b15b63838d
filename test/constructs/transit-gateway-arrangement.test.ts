/** What a stack makes on a transit gateway by a custom resource, and the permissions that each of them brings along. */
import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { CfnParameter, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { account, ids, inlineStatementsIn, newStack, region } from './construct-fixtures';
import { SiteToSiteVpn, TargetGateway, TransitGatewayRouteTables, TransitGatewayRouting, VpnRouting } from '../../src';

let stack: Stack;

beforeEach(() => {
  stack = newStack();
});

function newVpn(tables: Partial<TransitGatewayRouteTables>, id = 'Vpn', ip = '203.0.113.10'): SiteToSiteVpn {
  return new SiteToSiteVpn(stack, id, {
    ip,
    routing: VpnRouting.bgp(),
    transitGatewayRouting: TransitGatewayRouting.LEAVE,
    target: TargetGateway.transitGateway(ids.tgw, { associationRouteTableId: ids.association, ...tables }),
  });
}

interface Statement {
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: object;
}

const arn = (type: string, id: unknown, owner: string = account) => ({
  'Fn::Join': ['', typeof id === 'string' ? ['arn:', { Ref: 'AWS::Partition' }, `:ec2:${region}:${owner}:${type}/${id}`]
    : ['arn:', { Ref: 'AWS::Partition' }, `:ec2:${region}:${owner}:${type}/`, id]],
});

/** The statements of the policies, and of the role, whose logical id begins so. */
function statementsOf(logicalId: string): Statement[] {
  return inlineStatementsIn(Template.fromStack(stack)).filter(([id]) => id.startsWith(logicalId))
    .flatMap(([, statements]) => statements as Statement[]);
}

test('a stack without either has no such function', () => {
  newVpn({});

  Template.fromStack(stack).resourceCountIs('AWS::Lambda::Function', 0);
});

test('a reference leads to the looked-up attachment, and may be made for this table and list only', () => {
  const vpn = newVpn({ prefixListReferences: [{ routeTableId: ids.spokes, prefixListId: ids.prefixList }] });

  const TransitGatewayAttachmentId = stack.resolve(vpn.transitGatewayAttachmentId);
  const template = Template.fromStack(stack);
  template.hasResourceProperties('Custom::TransitGatewayPrefixListReference', {
    TransitGatewayRouteTableId: ids.spokes, PrefixListId: ids.prefixList, TransitGatewayAttachmentId,
  });
  expect(statementsOf('VpnConnectionResourcesReferring')).toEqual([
    {
      Effect: 'Allow',
      Action: ['ec2:CreateTransitGatewayPrefixListReference', 'ec2:DeleteTransitGatewayPrefixListReference', 'ec2:ModifyTransitGatewayPrefixListReference'],
      Resource: [arn('transit-gateway-attachment', '*'), arn('transit-gateway-route-table', ids.spokes), arn('prefix-list', ids.prefixList, '*')],
    },
    { Effect: 'Allow', Action: 'ec2:GetTransitGatewayPrefixListReferences', Resource: '*', Condition: { StringEquals: { 'ec2:Region': region } } },
  ]);
});

test('one that leads nowhere needs no attachment', () => {
  newVpn({ prefixListReferences: [{ routeTableId: ids.spokes, prefixListId: ids.prefixList, blackhole: true }] });

  const template = Template.fromStack(stack);
  template.resourceCountIs('Custom::TransitGatewayVpnAttachment', 0);
  const [reference] = Object.values(template.findResources('Custom::TransitGatewayPrefixListReference'));
  expect(reference.Properties).toEqual({
    ServiceToken: expect.anything(), ServiceTimeout: '1200', TransitGatewayRouteTableId: ids.spokes, PrefixListId: ids.prefixList,
  });
});

test('tags may be set and removed for their keys alone, on whatever attachment', () => {
  const vpn = newVpn({ attachmentTags: { 'Site': 'Berlin', 'cost/center': new CfnParameter(stack, 'Center').valueAsString } });

  const TransitGatewayAttachmentId = stack.resolve(vpn.transitGatewayAttachmentId);
  const tags = Object.values(Template.fromStack(stack).findResources('Custom::TransitGatewayAttachmentTag'));
  expect(tags.map(({ Properties: { ServiceToken: _token, ServiceTimeout: _timeout, ...properties } }) => properties)).toEqual([
    { TransitGatewayAttachmentId, Key: 'Site', Value: 'Berlin' }, { TransitGatewayAttachmentId, Key: 'cost/center', Value: { Ref: 'Center' } },
  ]);
  expect(statementsOf('VpnConnectionResourcesTagging')).toEqual([{
    Effect: 'Allow',
    Action: ['ec2:CreateTags', 'ec2:DeleteTags'],
    Resource: arn('transit-gateway-attachment', '*'),
    Condition: { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['Site', 'cost/center'] }, 'Null': { 'aws:TagKeys': 'false' } },
  }]);
});

test('each resource is removed before its permissions', () => {
  newVpn({ attachmentTags: { Site: 'Berlin' }, prefixListReferences: [{ routeTableId: ids.spokes, prefixListId: ids.prefixList }] });

  const template = Template.fromStack(stack);
  const policies = { 'Custom::TransitGatewayPrefixListReference': 'Referring', 'Custom::TransitGatewayAttachmentTag': 'Tagging' };
  for (const [type, name] of Object.entries(policies)) {
    const [{ DependsOn }] = Object.values(template.findResources(type));
    expect(DependsOn).toEqual([expect.stringMatching(new RegExp(`^VpnConnectionResources${name}`))]);
  }
});

/** The logical id of the policy of all tags. */
function taggingOf(attachmentTags: Record<string, string>, inStack: Stack = newStack()): string {
  stack = inStack;
  newVpn({ attachmentTags });
  const [[logicalId, { Properties: { PolicyName } }]] = Object.entries(Template.fromStack(stack).findResources('AWS::IAM::Policy'))
    .filter(([id]) => id.startsWith('VpnConnectionResourcesTagging'));
  expect(PolicyName).toBe(logicalId);
  return logicalId;
}

test('with another key it is another policy, so that the former one is there until the tag is gone', () => {
  const one = taggingOf({ Site: 'Berlin', Center: '1' });
  expect(taggingOf({ Center: '2', Site: 'Hamburg' })).toBe(one);
  expect(taggingOf({ Site: 'Berlin' })).not.toBe(one);
});

test('two connections share one function and one policy, and each key is named once', () => {
  newVpn({ attachmentTags: { Site: 'Berlin', Name: 'One' } }, 'One');
  newVpn({ attachmentTags: { Site: 'Hamburg', Name: 'Two' } }, 'Two', '203.0.113.11');

  const template = Template.fromStack(stack);
  template.resourceCountIs('Custom::TransitGatewayAttachmentTag', 4);
  template.resourceCountIs('AWS::Lambda::Function', 1);
  expect(statementsOf('VpnConnectionResourcesTagging').map(({ Condition }) => Condition)).toEqual([
    { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['Name', 'Site'] }, 'Null': { 'aws:TagKeys': 'false' } },
  ]);
});

test('what does not fit into the policies of a role twice is refused with its size', () => {
  const tags = (count: number, length: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`${index}`.padEnd(length, 'x'), '']));
  newVpn({ attachmentTags: tags(50, 80) }, 'Fits');
  expect(() => Template.fromStack(stack)).not.toThrow();

  stack = newStack();
  newVpn({ attachmentTags: tags(50, 128) }, 'DoesNot');
  expect(() => Template.fromStack(stack)).toThrow(
    /`attachmentTags` and `prefixListReferences` of stack Stack must fit into the policies of one role, which may have 10240 characters, twice while they change; got 1\d{4},/);
});

test('the function may call what its code calls, and nothing else', () => {
  const vpn = newVpn({ attachmentTags: { Site: 'Berlin' }, prefixListReferences: [{ routeTableId: ids.spokes, prefixListId: ids.prefixList }] });
  expect(vpn.tunnels).toHaveLength(2);

  const directory = path.join(__dirname, '..', '..', 'lambda', 'vpn-connection-resources');
  const called = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
    .flatMap((file) => [...readFileSync(path.join(directory, file), 'utf8').matchAll(/new (\w+)Command\(/g)].map(([, operation]) => operation));
  const allowed = statementsOf('VpnConnectionResources').flatMap(({ Action }) => Action).filter((action) => !action.startsWith('logs:')).map((action) => action.split(':')[1]);
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
