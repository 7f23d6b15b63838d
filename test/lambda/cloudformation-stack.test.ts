/** What CloudFormation's answers say about the stack that asks, where a wrong reading would take routes away. */
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudFormationStack } from '../../lambda/vpn-target-migration/services/cloudformation-stack';

const STACK_ID = 'arn:aws:cloudformation:eu-central-1:111122223333:stack/Vpn/1';

function answering(answers: Readonly<Record<string, (input: Readonly<Record<string, unknown>>) => object>>): CloudFormationStack {
  const send = async (asked: { readonly input: Readonly<Record<string, unknown>> }) => answers[asked.constructor.name](asked.input);
  return new CloudFormationStack({ send } as unknown as CloudFormationClient);
}

/** A stack in this state, with this template. */
function stackIn(status: string, template: string): CloudFormationStack {
  const answers: Readonly<Record<string, object>> = {
    DescribeStacksCommand: { Stacks: [{ StackStatus: status }] },
    GetTemplateCommand: { TemplateBody: template },
  };
  const send = async (asked: object) => answers[asked.constructor.name];
  return new CloudFormationStack({ send } as unknown as CloudFormationClient);
}

const WITH_IT = JSON.stringify({ Resources: { Vpn: { Type: 'AWS::EC2::VPNConnection' } } });
const WITHOUT_IT = JSON.stringify({ Resources: { Other: { Type: 'AWS::EC2::VPC' } } });

describe('whether a stack keeps a resource', () => {
  test.each([
    ['its template has it', 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', WITH_IT, true],
    ['its template has it no more', 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', WITHOUT_IT, false],
    ['the stack itself is deleted, whatever its template has', 'DELETE_IN_PROGRESS', WITH_IT, false],
    ['the template is none of CDK\'s: what cannot be known is kept', 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', 'Resources: {}', true],
    ['a template without resources says nothing', 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', '{}', true],
  ])('%s (%s)', async (_, status, template, keeps) => {
    expect(await stackIn(status, template).keeps(STACK_ID, 'Vpn')).toBe(keeps);
  });
});

test.each([
  ['UPDATE_IN_PROGRESS', false, false],
  ['UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', false, true],
  ['UPDATE_ROLLBACK_IN_PROGRESS', true, false],
  ['UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS', true, true],
  ['ROLLBACK_IN_PROGRESS', true, false],
  ['DELETE_IN_PROGRESS', false, false],
])('a stack in %s rolls back: %s, and cleans up: %s', async (status, rollsBack, cleansUp) => {
  const stack = stackIn(status, WITH_IT);
  expect([await stack.isRollingBack(STACK_ID), await stack.isCleaningUp(STACK_ID)]).toEqual([rollsBack, cleansUp]);
});

test.each([
  ['CREATE_IN_PROGRESS', true],
  ['UPDATE_IN_PROGRESS', true],
  ['UPDATE_ROLLBACK_IN_PROGRESS', true],
  ['UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', false],
  ['UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS', false],
  ['ROLLBACK_IN_PROGRESS', false],
  ['DELETE_IN_PROGRESS', false],
  ['CREATE_COMPLETE', false],
  ['UPDATE_COMPLETE', false],
  ['UPDATE_ROLLBACK_COMPLETE', false],
  ['UPDATE_ROLLBACK_FAILED', false],
  ['DELETE_COMPLETE', false],
])('a stack in %s may wait for the answer to a Create: %s', async (status, awaits) => {
  expect(await stackIn(status, WITH_IT).awaitsCreates(STACK_ID)).toBe(awaits);
});

const CONNECTION = { logicalId: 'Vpn', vpnConnectionId: 'vpn-1', attachmentId: 'tgw-attach-1' };

describe('whether a static route stays in EC2 when its resource goes', () => {
  const routeWith = (DeletionPolicy?: string) => JSON.stringify({ Resources: { Route: { Type: 'AWS::EC2::VPNConnectionRoute', DeletionPolicy } } });
  test.each<[string, string, boolean | 'unknown']>([
    ['Retain', routeWith('Retain'), true],
    ['RetainExceptOnCreate', routeWith('RetainExceptOnCreate'), true],
    ['Delete', routeWith('Delete'), false],
    ['Snapshot', routeWith('Snapshot'), false],
    ['no policy', routeWith(), false],
    ['the template has it no more', WITHOUT_IT, 'unknown'],
    ['the template is none of CDK\'s', 'Resources: {}', 'unknown'],
  ])('%s', async (_, template, retained) => {
    const resource = { LogicalResourceId: 'Route', ResourceType: 'AWS::EC2::VPNConnectionRoute', ResourceStatus: 'CREATE_COMPLETE', PhysicalResourceId: '10.1.0.0/16|vpn-1' };
    const stack = answering({
      ListStackResourcesCommand: () => ({ StackResourceSummaries: [resource] }), GetTemplateCommand: () => ({ TemplateBody: template }),
    });
    expect(await stack.routesTo(CONNECTION, STACK_ID)).toEqual([{ logicalId: 'Route', retained }]);
  });
});

describe('which resources of the stack lead to the connection', () => {
  const ROUTE = 'AWS::EC2::TransitGatewayRoute';
  const ASSOCIATION = 'AWS::EC2::TransitGatewayRouteTableAssociation';
  const lookedUp = (connection: unknown) => ({ Type: 'Custom::TransitGatewayVpnAttachment', Properties: { VpnConnectionId: connection } });
  const resources = {
    LookUp: lookedUp({ Ref: 'Vpn' }), OtherLookUp: lookedUp({ Ref: 'OtherVpn' }),
    Own: { Properties: { TransitGatewayAttachmentId: { 'Fn::GetAtt': ['LookUp', 'TransitGatewayAttachmentId'] } } },
    Dotted: { Properties: { TransitGatewayAttachmentId: { 'Fn::GetAtt': 'LookUp.TransitGatewayAttachmentId' } } },
    Written: { Properties: { TransitGatewayAttachmentId: 'tgw-attach-1' } },
    Other: { Properties: { TransitGatewayAttachmentId: { 'Fn::GetAtt': ['OtherLookUp', 'TransitGatewayAttachmentId'] } } },
    WrittenOther: { Properties: { TransitGatewayAttachmentId: 'tgw-attach-2' } },
    Blackhole: { Properties: { Blackhole: true } },
  };
  test.each<[string, string, string, string, boolean]>([
    ['an association of the attachment that is looked up', 'Own', ASSOCIATION, 'tgw-rtb-1|tgw-attach-9', true],
    ['a propagation of it', 'Dotted', 'AWS::EC2::TransitGatewayRouteTablePropagation', 'tgw-rtb-1|tgw-attach-9', true],
    ['a route to it', 'Own', ROUTE, 'tgw-rtb-1|10.1.0.0/16', true],
    ['a route to it by its id', 'Written', ROUTE, 'tgw-rtb-1|10.1.0.0/16', true],
    ['one of another connection', 'Other', ROUTE, 'tgw-rtb-1|10.2.0.0/16', false],
    ['one of another attachment', 'WrittenOther', ASSOCIATION, 'tgw-rtb-1|tgw-attach-2', false],
    ['one that leads nowhere', 'Blackhole', ROUTE, 'tgw-rtb-1|10.0.0.0/8', false],
    ['one that goes with this deployment', 'Gone', ASSOCIATION, 'tgw-rtb-1|tgw-attach-1', true],
    ['of which nobody can tell', 'Gone', ROUTE, 'tgw-rtb-1|10.1.0.0/16', true],
    ['one that goes, and was of another attachment', 'Gone', ASSOCIATION, 'tgw-rtb-1|tgw-attach-2', false],
    ['a static route of another connection', 'Gone', 'AWS::EC2::VPNConnectionRoute', '10.1.0.0/16|vpn-2', false],
  ])('%s', async (_, LogicalResourceId, ResourceType, PhysicalResourceId, isOwn) => {
    const summary = { LogicalResourceId, ResourceType, PhysicalResourceId, ResourceStatus: 'CREATE_COMPLETE' };
    const stack = answering({
      ListStackResourcesCommand: () => ({ StackResourceSummaries: [summary, { ...summary, ResourceType: 'AWS::EC2::Route' }] }),
      GetTemplateCommand: () => ({ TemplateBody: JSON.stringify({ Resources: resources }) }),
    });
    expect((await stack.routesTo(CONNECTION, STACK_ID)).map(({ logicalId }) => logicalId)).toEqual(isOwn ? [LogicalResourceId] : []);
  });
});

describe('an answer in another shape', () => {
  test.each([[{}], [{ Stacks: [] }], [{ Stacks: [{}] }], [{ Stacks: [{ StackStatus: '' }] }]])('a stack without a status is not one that goes forward: %j', async (answer) => {
    await expect(answering({ DescribeStacksCommand: () => answer }).isRollingBack(STACK_ID)).rejects.toThrow('it has no status');
  });

  test.each([[{}], [{ StackResourceDetail: {} }], [{ StackResourceDetail: { PhysicalResourceId: '' } }]])('a resource has no id yet: %j', async (answer) => {
    expect(await answering({ DescribeStackResourceCommand: () => answer }).physicalIdOf(STACK_ID, 'Vpn')).toBeUndefined();
  });

  test('resources are listed by pages, to one whose token is empty', async () => {
    const route = (LogicalResourceId: string) => ({ LogicalResourceId, ResourceType: 'AWS::EC2::VPNConnectionRoute', ResourceStatus: 'CREATE_COMPLETE', PhysicalResourceId: 'vpn-1' });
    const stack = answering({
      ListStackResourcesCommand: ({ NextToken }) => (NextToken === undefined ? { StackResourceSummaries: [route('A')], NextToken: 'more' }
        : { StackResourceSummaries: [route('B')], NextToken: '' }),
      GetTemplateCommand: () => ({ TemplateBody: '' }),
    });
    expect((await stack.routesTo(CONNECTION, STACK_ID)).map(({ logicalId }) => logicalId)).toEqual(['A', 'B']);
  });
});
