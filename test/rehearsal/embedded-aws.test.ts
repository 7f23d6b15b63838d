/** The services in one place: a function finds every one of them by the variables that its SDK clients look for. */
import { CloudFormationClient, DescribeStackResourceCommand, DescribeStacksCommand, DescribeTypeCommand } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeVirtualInterfacesCommand, DirectConnectClient } from '@aws-sdk/client-direct-connect';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetServiceQuotaCommand, ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Code, Function, Runtime, RuntimeFamily } from 'aws-cdk-lib/aws-lambda';
import { demo, handlerAsset, synthesized } from './cloudformation/provider-app';
import { EmbeddedAws, REGION } from '../../tools/rehearsal/embedded-aws';

const SHOWS_ITS_ENVIRONMENT = 'exports.handler = async () => process.env;';
const EVENT = { Source: 'vpn.move', DetailType: 'Move Completed', Detail: '{}' };
const ALARM = 'arn:aws:cloudwatch:eu-central-1:111122223333:alarm:tunnels';

test('its own SDK clients reach every service, with what its role allows', async () => {
  const aws = await EmbeddedAws.start({
    quotas: { routesPerVpcRouteTable: 700 }, cloudFormationUnknowns: { vpnConnectionSchema: 'gateways-create-only' },
  });
  const ownVariables = { ...process.env };
  try {
    const vpnGatewayId = aws.network.seed.vpnGateway();
    aws.network.seed.virtualInterface({ on: vpnGatewayId });
    aws.cloudWatch.putAlarm({ name: 'tunnels', state: 'ALARM' });
    aws.rollbackConfigurations.set('Demo', { triggers: [{ arn: ALARM, type: 'AWS::CloudWatch::Alarm' }] });
    expect(await aws.cloudFormation.deploy(functionWithPermissions())).toMatchObject({ succeeded: true });
    const [{ logicalId }] = aws.cloudFormation.describeResources('Demo').filter(({ type }) => type === 'AWS::Lambda::Function');
    const { payload } = await aws.cloudFormation.function('Demo', logicalId).invoke('{}');
    Object.assign(process.env, JSON.parse(payload));

    const region = { region: REGION };
    const { virtualInterfaces } = await new DirectConnectClient(region).send(new DescribeVirtualInterfacesCommand({}));
    const { FailedEntryCount } = await new EventBridgeClient(region).send(new PutEventsCommand({ Entries: [EVENT] }));
    const { MetricAlarms } = await new CloudWatchClient(region).send(new DescribeAlarmsCommand({ AlarmNames: ['tunnels'] }));
    const { Quota } = await new ServiceQuotasClient(region).send(new GetServiceQuotaCommand({ ServiceCode: 'vpc', QuotaCode: 'L-93826ACB' }));
    const cloudFormation = new CloudFormationClient(region);
    const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName: 'Demo' }));
    const query = { StackName: 'Demo', LogicalResourceId: logicalId };
    const { StackResourceDetail } = await cloudFormation.send(new DescribeStackResourceCommand(query));
    const { Schema } = await cloudFormation.send(new DescribeTypeCommand({ Type: 'RESOURCE', TypeName: 'AWS::EC2::VPNConnection' }));

    expect(virtualInterfaces).toMatchObject([{ virtualGatewayId: vpnGatewayId }]);
    expect([FailedEntryCount, MetricAlarms?.[0].StateValue, Quota?.Value]).toEqual([0, 'ALARM', 700]);
    expect(Stacks?.[0].RollbackConfiguration?.RollbackTriggers).toEqual([{ Arn: ALARM, Type: 'AWS::CloudWatch::Alarm' }]);
    expect(StackResourceDetail).toMatchObject({ LogicalResourceId: logicalId, PhysicalResourceId: expect.stringMatching(/^Demo-Shows/) });
    expect(Schema).toContain('"/properties/TransitGatewayId"');
    aws.faults.inject({ operation: 'DescribeStackResource', when: 'before', how: { code: 'Throttling', message: 'Rate exceeded', status: 400 }, times: 1 });
    await expect(new CloudFormationClient({ ...region, maxAttempts: 1 }).send(new DescribeStackResourceCommand(query))).rejects.toThrow('Rate exceeded');
    expect(aws.eventBridge.events).toMatchObject([{ source: 'vpn.move', at: aws.clock.now() }]);
    const refused = new EventBridgeClient(region).send(new PutEventsCommand({ Entries: [{ ...EVENT, Source: 'somebody.else' }] }));
    await expect(refused).rejects.toMatchObject({ name: 'AccessDeniedException' });
    expect(aws.authorizer.unused().filter(({ actionPattern }) => !actionPattern.startsWith('logs:'))).toEqual([]);
    expect(aws.defects).toEqual([]);
  } finally {
    process.env = ownVariables;
    await aws.close();
  }
});

test.each([[1, 'ROLLBACK_COMPLETE'], [2, 'CREATE_COMPLETE']])('a story says that an account has %d functions at work: %s', async (concurrentExecutions, status) => {
  const aws = await EmbeddedAws.start({ concurrentExecutions });
  try {
    expect((await aws.cloudFormation.deploy(demo({}))).status).toBe(status);
  } finally {
    await aws.close();
  }
});

function functionWithPermissions() {
  return synthesized((stack) => {
    const shows = new Function(stack, 'Shows', {
      runtime: new Runtime('nodejs24.x', RuntimeFamily.NODEJS), handler: 'index.handler', code: Code.fromAsset(handlerAsset(SHOWS_ITS_ENVIRONMENT)),
    });
    const mayDo = (actions: string[], resources: string[], conditions = {}) =>
      shows.addToRolePolicy(new PolicyStatement({ actions, resources, conditions }));
    mayDo(['directconnect:DescribeVirtualInterfaces', 'servicequotas:GetServiceQuota', 'cloudformation:DescribeStacks', 'cloudformation:DescribeType'], ['*']);
    mayDo(['cloudformation:DescribeStackResource'], [stack.stackId]);
    mayDo(['events:PutEvents'], ['arn:aws:events:*:*:event-bus/default'], { StringEquals: { 'events:source': 'vpn.move' } });
    mayDo(['cloudwatch:DescribeAlarms'], [ALARM]);
  });
}
